/* Writes the terms and the zones of the image, sorted by their canonical texts. */
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/catalogue/draft_write.h"

/* Numbers of the entries of a map in the order of their keys; fills row by number. */
static struct draft_sorted *sort_keys(struct draft_writer *w, const struct orb_strmap *keys,
                                      uint32_t **row)
{
    struct draft_sorted *sorted = orb_draft_array(w, keys->count, sizeof *sorted);

    *row = orb_draft_array(w, keys->count, sizeof **row);
    if (sorted == NULL || *row == NULL)
        return NULL;
    for (size_t i = 0; i < keys->count; i++) {
        sorted[i].text = keys->strings[i];
        sorted[i].number = (uint32_t)i;
    }
    orb_draft_sort(sorted, keys->count);
    for (size_t i = 0; i < keys->count; i++)
        (*row)[sorted[i].number] = (uint32_t)i;
    return sorted;
}

static struct orb_cat_codes put_codes(struct draft_writer *w,
                                      const struct orb_code_list *list)
{
    struct orb_cat_codes out = { (uint32_t)w->pool.count, 0, list->known };

    for (uint32_t i = 0; i < list->count; i++) {
        orb_cat_code *code = DRAFT_ADD(w->pool);

        if (code == NULL) {
            (void)orb_error_memory(w->err);
            return out;
        }
        *code = orb_draft_code(w, list->items[i]);
        out.count++;
    }
    return out;
}

struct lists {
    DRAFT_LIST(struct orb_cat_modality) modalities;
    DRAFT_LIST(struct orb_cat_prestation) prestations;
    DRAFT_LIST(struct orb_cat_feature) features;
};

static bool put_care(struct draft_writer *w, struct orb_cat_terms *row,
                     const struct orb_terms *t, struct lists *l)
{
    row->prestations.first = (uint32_t)l->prestations.count;
    row->prestations.count = t->prestation_count;
    row->prestations.known = t->prestations_known;
    for (uint32_t i = 0; i < t->prestation_count; i++) {
        struct orb_cat_prestation *p = DRAFT_ADD(l->prestations);

        if (p == NULL)
            return false;
        p->code = orb_draft_code(w, t->prestations[i].code);
        p->evidence = (uint32_t)t->prestations[i].evidence;
    }
    row->professions = put_codes(w, &t->professions);
    row->families = put_codes(w, &t->families);
    row->themes = put_codes(w, &t->themes);
    return true;
}

static bool put_entry(struct draft_writer *w, struct orb_cat_terms *row,
                      const struct orb_terms *t, struct lists *l)
{
    (void)l;
    row->category = orb_draft_code(w, t->category);
    row->institution = t->institution;
    row->age_min_months = t->age_min_months;
    row->age_max_months = t->age_max_months;
    row->excludes_associated = (uint32_t)t->excludes_associated;
    row->publics = put_codes(w, &t->publics);
    row->orientations = put_codes(w, &t->orientations);
    row->engagements = put_codes(w, &t->engagements);
    row->droit_commun = (uint32_t)t->droit_commun;
    return true;
}

static bool put_ways(struct draft_writer *w, struct orb_cat_terms *row,
                     const struct orb_terms *t, struct lists *l)
{
    row->modalities.first = (uint32_t)l->modalities.count;
    row->modalities.count = t->modality_count;
    row->modalities.known = t->modalities_known;
    for (uint32_t i = 0; i < t->modality_count; i++) {
        struct orb_cat_modality *m = DRAFT_ADD(l->modalities);

        if (m == NULL)
            return false;
        m->code = orb_draft_code(w, t->modalities[i].code);
        m->certainty = (uint32_t)t->modalities[i].certainty;
    }
    row->languages = put_codes(w, &t->languages);
    row->accepts_new = (uint32_t)t->accepts_new;
    row->activity_unknown = t->activity_unknown;
    return true;
}

static bool put_features(struct draft_writer *w, struct orb_cat_terms *row,
                         const struct orb_terms *t, struct lists *l)
{
    row->features.first = (uint32_t)l->features.count;
    row->features.count = t->feature_count;
    for (uint32_t i = 0; i < t->feature_count; i++) {
        struct orb_cat_feature *f = DRAFT_ADD(l->features);

        if (f == NULL)
            return false;
        f->name = orb_draft_code(w, t->features[i].name);
        f->level = (uint32_t)t->features[i].level;
    }
    return true;
}

static void copy_care(struct orb_cat_terms *to, const struct orb_cat_terms *from)
{
    to->prestations = from->prestations;
    to->professions = from->professions;
    to->families = from->families;
    to->themes = from->themes;
}

static void copy_entry(struct orb_cat_terms *to, const struct orb_cat_terms *from)
{
    to->category = from->category;
    to->institution = from->institution;
    to->age_min_months = from->age_min_months;
    to->age_max_months = from->age_max_months;
    to->excludes_associated = from->excludes_associated;
    to->publics = from->publics;
    to->orientations = from->orientations;
    to->engagements = from->engagements;
    to->droit_commun = from->droit_commun;
}

static void copy_ways(struct orb_cat_terms *to, const struct orb_cat_terms *from)
{
    to->modalities = from->modalities;
    to->languages = from->languages;
    to->accepts_new = from->accepts_new;
    to->activity_unknown = from->activity_unknown;
}

static void copy_features(struct orb_cat_terms *to, const struct orb_cat_terms *from)
{
    to->features = from->features;
}

/* Kinds of parts; the first of them are numbered in the image. */
enum { PARTS = 4, NUMBERED = 3 };

/* The distinct parts of one kind: a number for each, and the first terms that show it,
 * whose lists the others share. */
struct part {
    void (*key)(struct orb_buf *key, const struct orb_terms *terms);
    bool (*put)(struct draft_writer *w, struct orb_cat_terms *row,
                const struct orb_terms *t, struct lists *l);
    void (*copy)(struct orb_cat_terms *to, const struct orb_cat_terms *from);
    enum orb_section section;
    struct orb_strmap map;
    uint32_t *terms; /* by number */
};

/* Terms being written: rows come in a fixed order, so that numbers do not depend on the
 * order of arrival. */
struct terms_rows {
    struct orb_cat_terms *rows;
    uint32_t row;
    const struct orb_terms *terms; /* of that row */
    struct lists *lists;
};

static bool put_part(struct draft_writer *w, struct part *p, const struct terms_rows *at,
                     uint32_t *number)
{
    struct orb_buf *key = &w->b->key;
    size_t before = p->map.count;

    orb_buf_clear(key);
    p->key(key, at->terms);
    if (key->failed || orb_strmap_add(&p->map, key->data == NULL ? "" : key->data, key->len,
                                      number) != ORB_OK)
        return false;
    if (p->map.count > before) {
        p->terms[*number] = at->row;
        return p->put(w, &at->rows[at->row], at->terms, at->lists);
    }
    p->copy(&at->rows[at->row], &at->rows[p->terms[*number]]);
    return true;
}

static bool put_row(struct draft_writer *w, struct part parts[PARTS],
                    const struct terms_rows *at)
{
    struct orb_cat_parts *numbers = &at->rows[at->row].parts;
    uint32_t features;

    return put_part(w, &parts[0], at, &numbers->care) &&
           put_part(w, &parts[1], at, &numbers->entry) &&
           put_part(w, &parts[2], at, &numbers->ways) &&
           put_part(w, &parts[3], at, &features);
}

/* Bring the terms that show a part before the others: each that does not give its place to
 * one that came too late. row: as many as there are terms, and is_shown too. */
static void put_shown_first(const struct part parts[PARTS], struct orb_cat_terms *rows,
                            uint32_t count, uint32_t *row, bool *is_shown)
{
    uint32_t shown = 0;
    uint32_t late;

    for (uint32_t i = 0; i < count; i++)
        row[i] = i;
    for (int p = 0; p < NUMBERED; p++)
        for (size_t i = 0; i < parts[p].map.count; i++)
            is_shown[parts[p].terms[i]] = true;
    for (uint32_t i = 0; i < count; i++)
        shown += is_shown[i];
    late = shown;
    for (uint32_t i = 0; i < shown; i++) {
        struct orb_cat_terms moved = rows[i];

        if (is_shown[i])
            continue;
        while (!is_shown[late])
            late++;
        rows[i] = rows[late];
        rows[late] = moved;
        row[i] = late;
        row[late++] = i;
    }
}

static bool order_rows(struct draft_writer *w, struct part parts[PARTS],
                       struct orb_cat_terms *rows)
{
    uint32_t count = (uint32_t)w->b->terms.count;
    uint32_t *row = orb_calloc((size_t)count + 1, sizeof *row);
    bool *is_shown = orb_calloc((size_t)count + 1, sizeof *is_shown);
    bool ok = row != NULL && is_shown != NULL;

    if (ok) {
        put_shown_first(parts, rows, count, row, is_shown);
        for (uint32_t d = 0; d < count; d++)
            w->terms_row[d] = row[w->terms_row[d]];
        for (int p = 0; p < NUMBERED; p++)
            for (size_t i = 0; i < parts[p].map.count; i++)
                parts[p].terms[i] = row[parts[p].terms[i]];
    }
    orb_free(row);
    orb_free(is_shown);
    return ok;
}

static bool put_all(struct draft_writer *w, struct orb_cat_terms *rows,
                    const struct draft_sorted *sorted, struct lists *l)
{
    struct part parts[PARTS] = {
        { .key = orb_draft_key_care,
          .put = put_care,
          .copy = copy_care,
          .section = ORB_SECTION_CARE_TERMS },
        { .key = orb_draft_key_entry,
          .put = put_entry,
          .copy = copy_entry,
          .section = ORB_SECTION_ENTRY_TERMS },
        { .key = orb_draft_key_ways,
          .put = put_ways,
          .copy = copy_ways,
          .section = ORB_SECTION_WAYS_TERMS },
        { .key = orb_draft_key_features,
          .put = put_features,
          .copy = copy_features,
          .section = ORB_SECTIONS },
    };
    size_t count = w->b->terms.count;
    bool ok = true;

    for (int p = 0; ok && p < PARTS; p++)
        ok = (parts[p].terms = orb_draft_array(w, count, sizeof *parts[p].terms)) != NULL;
    for (uint32_t i = 0; ok && i < count; i++) {
        struct terms_rows at = { rows, i, w->b->terms.items[sorted[i].number], l };

        ok = put_row(w, parts, &at);
    }
    ok = ok && order_rows(w, parts, rows);
    for (int p = 0; p < PARTS; p++) {
        if (ok && p < NUMBERED)
            orb_draft_section(w, parts[p].section, parts[p].terms, parts[p].map.count,
                              sizeof *parts[p].terms);
        orb_strmap_release(&parts[p].map);
    }
    return ok;
}

/* Number the lists of features as they lie, none being 0: terms that show the same list
 * share its rows. */
static bool write_feature_lists(struct draft_writer *w, const struct orb_cat_terms *rows,
                                const struct lists *l)
{
    uint32_t *number = orb_draft_array(w, l->features.count + 1, sizeof *number);
    struct orb_cat_span *lists = orb_draft_array(w, l->features.count + 1, sizeof *lists);
    size_t count = 1;

    if (number == NULL || lists == NULL)
        return false;
    for (size_t i = 0; i < w->b->terms.count; i++)
        if (rows[i].features.count > 0)
            number[rows[i].features.first] = rows[i].features.count;
    for (uint32_t i = 0; i < l->features.count; i++)
        if (number[i] > 0) {
            lists[count] = (struct orb_cat_span){ i, number[i] };
            number[i] = (uint32_t)count++;
        }
    w->feature_list = number;
    orb_draft_section(w, ORB_SECTION_FEATURE_LISTS, lists, count, sizeof *lists);
    return true;
}

enum orb_status orb_draft_write_terms(struct draft_writer *w)
{
    size_t count = w->b->terms.count;
    struct orb_cat_terms *rows = orb_draft_array(w, count, sizeof *rows);
    struct draft_sorted *sorted = sort_keys(w, &w->b->terms_keys, &w->terms_row);
    struct lists l;
    bool ok = rows != NULL && sorted != NULL;

    memset(&l, 0, sizeof l);
    ok = ok && put_all(w, rows, sorted, &l);
    if (ok) {
        w->terms_rows = rows;
        orb_draft_section(w, ORB_SECTION_TERMS, rows, count, sizeof *rows);
        orb_draft_section(w, ORB_SECTION_MODALITIES, l.modalities.items, l.modalities.count,
                          sizeof *l.modalities.items);
        orb_draft_section(w, ORB_SECTION_PRESTATIONS, l.prestations.items,
                          l.prestations.count, sizeof *l.prestations.items);
        orb_draft_section(w, ORB_SECTION_FEATURES, l.features.items, l.features.count,
                          sizeof *l.features.items);
        ok = write_feature_lists(w, rows, &l);
    }
    orb_free(l.modalities.items);
    orb_free(l.prestations.items);
    orb_free(l.features.items);
    return ok && (w->err == NULL || w->err->status == ORB_OK) ? ORB_OK
                                                              : orb_error_memory(w->err);
}

/* The codes of a zone are sorted, so that belonging is a binary search. */
static void sort_codes(orb_cat_code *codes, uint32_t count)
{
    for (uint32_t gap = count / 2; gap > 0; gap /= 2)
        for (uint32_t i = gap; i < count; i++) {
            orb_cat_code moved = codes[i];
            uint32_t j = i;

            for (; j >= gap && codes[j - gap] > moved; j -= gap)
                codes[j] = codes[j - gap];
            codes[j] = moved;
        }
}

enum orb_status orb_draft_write_zones(struct draft_writer *w)
{
    size_t count = w->b->zones.count;
    struct orb_cat_zone *rows = orb_draft_array(w, count, sizeof *rows);
    struct draft_sorted *sorted = sort_keys(w, &w->b->zone_keys, &w->zone_row);

    if (rows == NULL || sorted == NULL)
        return ORB_ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const struct orb_zone *zone = w->b->zones.items[sorted[i].number];

        rows[i].national = zone->national;
        rows[i].communes = put_codes(w, &zone->communes);
        rows[i].departments = put_codes(w, &zone->departments);
        sort_codes(w->pool.items + rows[i].communes.first, rows[i].communes.count);
        sort_codes(w->pool.items + rows[i].departments.first, rows[i].departments.count);
    }
    w->zone_rows = rows;
    orb_draft_section(w, ORB_SECTION_ZONES, rows, count, sizeof *rows);
    return w->err == NULL || w->err->status == ORB_OK ? ORB_OK : ORB_ERR_MEMORY;
}
