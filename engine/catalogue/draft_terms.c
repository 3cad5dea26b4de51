/* Writes the terms and the zones of the image, sorted by their canonical texts. */
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/catalogue/draft_write.h"

/* Numbers of the entries of a map in the order of their keys; fills row by number. */
static struct draft_sorted *sort_keys(struct draft_writer *w, const struct orb_strmap *keys,
                                      uint32_t **row)
{
    struct draft_sorted *sorted = draft_array(w, keys->count, sizeof *sorted);

    *row = draft_array(w, keys->count, sizeof **row);
    if (sorted == NULL || *row == NULL)
        return NULL;
    for (size_t i = 0; i < keys->count; i++) {
        sorted[i].text = keys->strings[i];
        sorted[i].number = (uint32_t)i;
    }
    draft_sort(sorted, keys->count);
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
        *code = draft_code(w, list->items[i]);
        out.count++;
    }
    return out;
}

struct lists {
    DRAFT_LIST(struct orb_cat_modality) modalities;
    DRAFT_LIST(struct orb_cat_prestation) prestations;
    DRAFT_LIST(struct orb_cat_feature) features;
};

static bool put_lists(struct draft_writer *w, struct orb_cat_terms *row,
                      const struct orb_terms *t, struct lists *l)
{
    row->modalities.first = (uint32_t)l->modalities.count;
    row->modalities.count = t->modality_count;
    row->modalities.known = t->modalities_known;
    for (uint32_t i = 0; i < t->modality_count; i++) {
        struct orb_cat_modality *m = DRAFT_ADD(l->modalities);

        if (m == NULL)
            return false;
        m->code = draft_code(w, t->modalities[i].code);
        m->certainty = (uint32_t)t->modalities[i].certainty;
    }
    row->prestations.first = (uint32_t)l->prestations.count;
    row->prestations.count = t->prestation_count;
    row->prestations.known = t->prestations_known;
    for (uint32_t i = 0; i < t->prestation_count; i++) {
        struct orb_cat_prestation *p = DRAFT_ADD(l->prestations);

        if (p == NULL)
            return false;
        p->code = draft_code(w, t->prestations[i].code);
        p->evidence = (uint32_t)t->prestations[i].evidence;
    }
    row->features.first = (uint32_t)l->features.count;
    row->features.count = t->feature_count;
    for (uint32_t i = 0; i < t->feature_count; i++) {
        struct orb_cat_feature *f = DRAFT_ADD(l->features);

        if (f == NULL)
            return false;
        f->name = draft_code(w, t->features[i].name);
        f->level = (uint32_t)t->features[i].level;
    }
    return true;
}

static bool put_terms(struct draft_writer *w, struct orb_cat_terms *row,
                      const struct orb_terms *t, struct lists *l)
{
    row->category = draft_code(w, t->category);
    row->institution = t->institution;
    row->age_min_months = t->age_min_months;
    row->age_max_months = t->age_max_months;
    row->excludes_associated = (uint32_t)t->excludes_associated;
    row->publics = put_codes(w, &t->publics);
    row->orientations = put_codes(w, &t->orientations);
    row->engagements = put_codes(w, &t->engagements);
    row->professions = put_codes(w, &t->professions);
    row->families = put_codes(w, &t->families);
    row->themes = put_codes(w, &t->themes);
    row->languages = put_codes(w, &t->languages);
    row->droit_commun = (uint32_t)t->droit_commun;
    row->accepts_new = (uint32_t)t->accepts_new;
    row->activity_unknown = t->activity_unknown;
    return put_lists(w, row, t, l);
}

enum orb_status draft_write_terms(struct draft_writer *w)
{
    size_t count = w->b->terms.count;
    struct orb_cat_terms *rows = draft_array(w, count, sizeof *rows);
    struct draft_sorted *sorted = sort_keys(w, &w->b->terms_keys, &w->terms_row);
    struct lists l;
    bool ok = rows != NULL && sorted != NULL;

    memset(&l, 0, sizeof l);
    for (size_t i = 0; ok && i < count; i++)
        ok = put_terms(w, &rows[i], w->b->terms.items[sorted[i].number], &l);
    if (ok) {
        draft_section(w, ORB_SECTION_TERMS, rows, count, sizeof *rows);
        draft_section(w, ORB_SECTION_MODALITIES, l.modalities.items, l.modalities.count,
                      sizeof *l.modalities.items);
        draft_section(w, ORB_SECTION_PRESTATIONS, l.prestations.items, l.prestations.count,
                      sizeof *l.prestations.items);
        draft_section(w, ORB_SECTION_FEATURES, l.features.items, l.features.count,
                      sizeof *l.features.items);
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

enum orb_status draft_write_zones(struct draft_writer *w)
{
    size_t count = w->b->zones.count;
    struct orb_cat_zone *rows = draft_array(w, count, sizeof *rows);
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
    draft_section(w, ORB_SECTION_ZONES, rows, count, sizeof *rows);
    return w->err == NULL || w->err->status == ORB_OK ? ORB_OK : ORB_ERR_MEMORY;
}
