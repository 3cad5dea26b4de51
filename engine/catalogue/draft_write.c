/* Writes the image: texts, codes and organizations here, the rest by its parts. The result
 * depends on the set of records only. */
#include "engine/catalogue/draft_write.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"

const char *orb_draft_string(const struct draft_writer *w, draft_text text)
{
    return w->b->texts.strings[text];
}

orb_cat_text orb_draft_put_text(struct draft_writer *w, draft_text text)
{
    size_t len;

    if (text == 0 || w->offset[text] != 0)
        return text == 0 ? 0 : w->offset[text];
    len = strlen(orb_draft_string(w, text)) + 1;
    if (w->heap_len + len > UINT32_MAX) {
        w->strings.failed = true;
        return 0;
    }
    w->offset[text] = (orb_cat_text)w->heap_len;
    w->heap_len += len;
    w->heap[w->heap_count++] = text;
    return w->offset[text];
}

orb_cat_code orb_draft_code(const struct draft_writer *w, const char *text)
{
    uint32_t number = text == NULL || text[0] == '\0'
                          ? ORB_STRMAP_NONE
                          : orb_strmap_find(&w->codes, text, strlen(text));

    return number == ORB_STRMAP_NONE ? ORB_CAT_NONE : w->code_rank[number];
}

void *orb_draft_array(struct draft_writer *w, size_t count, size_t size)
{
    void *items = orb_arena_array(&w->arena, count, size);

    if (items == NULL)
        (void)orb_error_memory(w->err);
    return items;
}

static int by_text(const void *a, const void *b)
{
    const struct draft_sorted *x = a;
    const struct draft_sorted *y = b;
    int order = strcmp(x->text, y->text);

    if (order != 0)
        return order;
    return x->number < y->number ? -1 : x->number > y->number;
}

void orb_draft_sort(struct draft_sorted *items, size_t count)
{
    qsort(items, count, sizeof *items, by_text);
}

static bool add_code(struct draft_writer *w, const char *text)
{
    uint32_t number;

    return text == NULL || text[0] == '\0' ||
           orb_strmap_add(&w->codes, text, strlen(text), &number) == ORB_OK;
}

static bool add_codes(struct draft_writer *w, const struct orb_code_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (!add_code(w, list->items[i]))
            return false;
    return true;
}

static bool add_terms_codes(struct draft_writer *w, const struct orb_terms *t)
{
    bool ok = add_code(w, t->category);

    for (uint32_t i = 0; ok && i < t->modality_count; i++)
        ok = add_code(w, t->modalities[i].code);
    for (uint32_t i = 0; ok && i < t->prestation_count; i++)
        ok = add_code(w, t->prestations[i].code);
    for (uint32_t i = 0; ok && i < t->feature_count; i++)
        ok = add_code(w, t->features[i].name);
    return ok && add_codes(w, &t->publics) && add_codes(w, &t->orientations) &&
           add_codes(w, &t->engagements) && add_codes(w, &t->professions) &&
           add_codes(w, &t->families) && add_codes(w, &t->themes) &&
           add_codes(w, &t->languages);
}

static bool collect_codes(struct draft_writer *w)
{
    struct orb_catalogue_builder *b = w->b;
    bool ok = true;

    for (size_t i = 0; ok && i < b->terms.count; i++)
        ok = add_terms_codes(w, b->terms.items[i]);
    for (size_t i = 0; ok && i < b->zones.count; i++)
        ok = add_codes(w, &b->zones.items[i]->communes) &&
             add_codes(w, &b->zones.items[i]->departments);
    for (size_t i = 0; ok && i < b->communes.count; i++)
        ok = add_code(w, orb_draft_string(w, b->communes.items[i].code)) &&
             add_code(w, orb_draft_string(w, b->communes.items[i].department)) &&
             add_code(w, orb_draft_string(w, b->communes.items[i].successor));
    for (size_t i = 0; ok && i < b->offers.count; i++)
        ok = b->offers.items[i].dispositif == 0 ||
             add_code(w, orb_draft_string(w, b->offers.items[i].dispositif));
    for (size_t i = 0; ok && i < b->dispositifs.count; i++)
        ok = add_code(w, orb_draft_string(w, b->dispositifs.items[i]));
    return ok;
}

/* The dictionary sorted as bytes, so that the image does not depend on the order of
 * arrival. */
static enum orb_status write_codes(struct draft_writer *w)
{
    size_t count;
    struct draft_sorted *sorted;
    orb_cat_text *names;

    if (!collect_codes(w))
        return orb_error_memory(w->err);
    count = w->codes.count;
    sorted = orb_draft_array(w, count, sizeof *sorted);
    names = orb_draft_array(w, count, sizeof *names);
    w->code_rank = orb_draft_array(w, count, sizeof *w->code_rank);
    if (sorted == NULL || names == NULL || w->code_rank == NULL)
        return ORB_ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        sorted[i].text = w->codes.strings[i];
        sorted[i].number = (uint32_t)i;
    }
    orb_draft_sort(sorted, count);
    for (size_t i = 0; i < count; i++) {
        w->code_rank[sorted[i].number] = (orb_cat_code)i;
        names[i] = (orb_cat_text)w->strings.len;
        orb_buf_add(&w->strings, sorted[i].text, strlen(sorted[i].text) + 1);
    }
    w->heap_len = w->strings.len;
    orb_draft_section(w, ORB_SECTION_CODE_NAMES, names, count, sizeof *names);
    return ORB_OK;
}

bool orb_draft_reach(struct draft_writer *w, struct draft_index *index, draft_text text)
{
    uint32_t *wider;
    size_t count = (size_t)text + 1;

    if (count <= index->count)
        return true;
    wider = orb_draft_array(w, count, sizeof *wider);
    if (wider == NULL)
        return false;
    memset(wider, 0xff, count * sizeof *wider);
    if (index->count > 0)
        memcpy(wider, index->at, index->count * sizeof *wider);
    *index = (struct draft_index){ wider, count };
    return true;
}

/* An organization that only has a name in an offer or a relation still is one: a person may
 * refuse it, a relation may hold. */
static bool imply_organization(struct draft_writer *w, draft_text id)
{
    struct draft_organization *o;

    if (id == 0 || orb_draft_find(&w->organization_of, id) != ORB_CAT_NONE)
        return true;
    o = DRAFT_ADD(w->b->organizations);
    if (o == NULL)
        return false;
    o->id = id;
    o->contacts.checked_on = ORB_DATE_NONE;
    w->organization_of.at[id] = (uint32_t)w->b->organizations.count - 1;
    return true;
}

/* The largest member of a list of drafts that is a text. */
#define LARGEST(largest, list, member)                                                     \
    for (size_t i = 0; i < (list).count; i++)                                              \
        if ((list).items[i].member > (largest))                                            \
            (largest) = (list).items[i].member;

/* Each index is as long as what is looked for or written in it. */
static bool make_indices(struct draft_writer *w)
{
    struct orb_catalogue_builder *b = w->b;
    draft_text site = 0, service = 0, organization = 0, commune = 0, source = 0, offer = 0;

    LARGEST(site, b->sites, id);
    LARGEST(service, b->services, id);
    LARGEST(organization, b->organizations, id);
    LARGEST(organization, b->services, organization);
    LARGEST(organization, b->offers, organization);
    LARGEST(organization, b->relations, organization);
    LARGEST(commune, b->communes, code);
    LARGEST(source, b->sources, id);
    LARGEST(offer, b->offers, duplicate_of);
    LARGEST(offer, b->relations, offer);
    w->offset = orb_draft_array(w, b->texts.count, sizeof *w->offset);
    w->heap = orb_draft_array(w, b->texts.count, sizeof *w->heap);
    return w->offset != NULL && w->heap != NULL && orb_draft_reach(w, &w->site_of, site) &&
           orb_draft_reach(w, &w->service_of, service) &&
           orb_draft_reach(w, &w->organization_of, organization) &&
           orb_draft_reach(w, &w->commune_of, commune) &&
           orb_draft_reach(w, &w->source_row, source) &&
           orb_draft_reach(w, &w->offer_of, offer);
}

static void index_ids(struct draft_writer *w)
{
    struct orb_catalogue_builder *b = w->b;

    for (size_t i = 0; i < b->sites.count; i++)
        w->site_of.at[b->sites.items[i].id] = (uint32_t)i;
    for (size_t i = 0; i < b->services.count; i++)
        w->service_of.at[b->services.items[i].id] = (uint32_t)i;
    for (size_t i = 0; i < b->organizations.count; i++)
        w->organization_of.at[b->organizations.items[i].id] = (uint32_t)i;
    for (size_t i = 0; i < b->offers.count; i++)
        if (b->offers.items[i].id < w->offer_of.count)
            w->offer_of.at[b->offers.items[i].id] = (uint32_t)i;
    for (size_t i = 0; i < b->communes.count; i++) {
        uint32_t *slot = &w->commune_of.at[b->communes.items[i].code];

        /* 584 codes are both a commune of today and a former one: today's prevails
         * (FORMATS 2.9). */
        if (*slot == ORB_CAT_NONE || !b->communes.items[i].old ||
            b->communes.items[*slot].old)
            *slot = (uint32_t)i;
    }
}

static enum orb_status index_records(struct draft_writer *w)
{
    struct orb_catalogue_builder *b = w->b;
    bool ok = orb_draft_hide_restricted(b) && make_indices(w);

    if (ok)
        index_ids(w);
    for (size_t i = 0; ok && i < b->services.count; i++)
        ok = imply_organization(w, b->services.items[i].organization);
    for (size_t i = 0; ok && i < b->offers.count; i++)
        ok = imply_organization(w, b->offers.items[i].organization);
    for (size_t i = 0; ok && i < b->relations.count; i++)
        ok = imply_organization(w, b->relations.items[i].organization);
    return ok ? ORB_OK : orb_error_memory(w->err);
}

static enum orb_status write_organizations(struct draft_writer *w)
{
    struct orb_catalogue_builder *b = w->b;
    struct draft_sorted *sorted =
        orb_draft_array(w, b->organizations.count, sizeof *sorted);
    struct orb_cat_organization *rows =
        orb_draft_array(w, b->organizations.count, sizeof *rows);
    size_t count = 0;

    w->organization_row =
        orb_draft_array(w, b->organizations.count, sizeof *w->organization_row);
    if (sorted == NULL || rows == NULL || w->organization_row == NULL)
        return ORB_ERR_MEMORY;
    for (size_t i = 0; i < b->organizations.count; i++)
        if (w->organization_of.at[b->organizations.items[i].id] == i) {
            sorted[count].text = orb_draft_string(w, b->organizations.items[i].id);
            sorted[count++].number = (uint32_t)i;
        }
    orb_draft_sort(sorted, count);
    w->organization_rows = count;
    for (size_t i = 0; i < count; i++) {
        const struct draft_organization *o = &b->organizations.items[sorted[i].number];

        w->organization_row[sorted[i].number] = (uint32_t)i;
        rows[i].id = orb_draft_put_text(w, o->id);
        rows[i].name = orb_draft_put_text(w, o->name);
        rows[i].finess_ej = orb_draft_put_text(w, o->finess_ej);
    }
    w->organization_relations =
        orb_draft_array(w, count, sizeof *w->organization_relations);
    if (w->organization_relations == NULL || orb_draft_write_relations(w) != ORB_OK)
        return ORB_ERR_MEMORY;
    for (size_t i = 0; i < count; i++)
        rows[i].relations = w->organization_relations[i];
    orb_draft_section(w, ORB_SECTION_ORGANIZATIONS, rows, count, sizeof *rows);
    return ORB_OK;
}

static enum orb_status write_sources(struct draft_writer *w)
{
    struct orb_catalogue_builder *b = w->b;
    struct draft_sorted *sorted = orb_draft_array(w, b->sources.count, sizeof *sorted);
    struct orb_cat_source *rows = orb_draft_array(w, b->sources.count, sizeof *rows);
    size_t count = 0;

    if (sorted == NULL || rows == NULL)
        return ORB_ERR_MEMORY;
    for (size_t i = 0; i < b->sources.count; i++) {
        sorted[i].text = orb_draft_string(w, b->sources.items[i].id);
        sorted[i].number = (uint32_t)i;
    }
    orb_draft_sort(sorted, b->sources.count);
    for (size_t i = 0; i < b->sources.count; i++) {
        const struct draft_source *s = &b->sources.items[sorted[i].number];
        size_t row =
            i > 0 && strcmp(sorted[i].text, sorted[i - 1].text) == 0 ? count - 1 : count;

        rows[row].id = orb_draft_put_text(w, s->id);
        rows[row].name = orb_draft_put_text(w, s->name);
        rows[row].licence = orb_draft_put_text(w, s->licence);
        rows[row].attribution = orb_draft_put_text(w, s->attribution);
        rows[row].edition = orb_draft_put_text(w, s->edition);
        rows[row].observed_on = s->observed_on;
        rows[row].lends = orb_strmap_find(&b->lenders, sorted[i].text,
                                          strlen(sorted[i].text)) != ORB_STRMAP_NONE;
        w->source_row.at[s->id] = (uint32_t)row;
        count = row + 1;
    }
    orb_draft_section(w, ORB_SECTION_SOURCES, rows, count, sizeof *rows);
    return ORB_OK;
}

static enum orb_status write_info(struct draft_writer *w)
{
    struct orb_cat_info info = { 0 };

    info.operator_organization = orb_draft_put_text(w, w->b->operator_organization);
    info.operator_finess_ej = orb_draft_put_text(w, w->b->operator_finess_ej);
    info.operator_dispositifs.first = (uint32_t)w->pool.count;
    for (size_t i = 0; i < w->b->dispositifs.count; i++) {
        orb_cat_code *code = DRAFT_ADD(w->pool);

        if (code == NULL)
            return orb_error_memory(w->err);
        *code = orb_draft_code(w, orb_draft_string(w, w->b->dispositifs.items[i]));
        info.operator_dispositifs.count++;
    }
    info.as_of = orb_draft_as_of(w);
    info.grid = w->grid;
    orb_draft_section(w, ORB_SECTION_INFO, &info, 1, sizeof info);
    return ORB_OK;
}

/* In final order, from what the drafts say. */
static void write_offers(struct draft_writer *w)
{
    struct orb_cat_offer offer;
    struct orb_cat_detail detail;

    orb_draft_begin(w, ORB_SECTION_OFFERS, sizeof offer);
    for (size_t i = 0; i < w->b->offers.count; i++) {
        orb_draft_expect(w, w->draft_of, i);
        orb_draft_offer(w, (uint32_t)i, &offer, NULL);
        orb_draft_rows(w, &offer, 1);
    }
    orb_draft_begin(w, ORB_SECTION_DETAILS, sizeof detail);
    for (size_t i = 0; i < w->b->offers.count; i++) {
        orb_draft_expect(w, w->draft_of, i);
        orb_draft_offer(w, (uint32_t)i, NULL, &detail);
        orb_draft_rows(w, &detail, 1);
    }
}

static void write_strings(struct draft_writer *w)
{
    orb_draft_section(w, ORB_SECTION_STRINGS, w->strings.data, w->strings.len, 1);
    for (size_t i = 0; i < w->heap_count; i++) {
        const char *text = orb_draft_string(w, w->heap[i]);

        orb_draft_rows(w, text, strlen(text) + 1);
    }
}

static enum orb_status write_sections(struct draft_writer *w)
{
    enum orb_status (*const parts[])(struct draft_writer *) = {
        index_records,           write_codes,
        orb_draft_write_terms,   orb_draft_write_zones,
        orb_draft_write_places,  write_sources,
        orb_draft_write_offers,  write_organizations,
        orb_draft_write_members, write_info,
    };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < sizeof parts / sizeof parts[0]; i++)
        status = parts[i](w);
    if (status != ORB_OK)
        return status;
    orb_draft_section(w, ORB_SECTION_CODES, w->pool.items, w->pool.count,
                      sizeof *w->pool.items);
    orb_draft_section(w, ORB_SECTION_RELATIONS, w->relations.items, w->relations.count,
                      sizeof *w->relations.items);
    write_offers(w);
    write_strings(w);
    return w->strings.failed ? orb_error_memory(w->err) : w->status;
}

enum orb_status orb_draft_write(struct orb_catalogue_builder *b, int64_t data_version,
                                const struct orb_image_sink *sink, struct orb_error *err)
{
    struct draft_writer w = { .b = b, .err = err };
    enum orb_status status;

    orb_strmap_seal(&b->texts);
    orb_draft_open(&w, sink);
    orb_buf_add(&w.strings, "", 1);
    status = w.strings.failed ? orb_error_memory(err) : write_sections(&w);
    if (status == ORB_OK)
        status = orb_draft_close(&w, data_version);
    if (w.status != ORB_OK) /* and what the parts made of it */
        status = w.status;
    orb_arena_release(&w.arena);
    orb_buf_release(&w.strings);
    orb_buf_release(&w.piece);
    orb_strmap_release(&w.codes);
    orb_free(w.pool.items);
    orb_free(w.relations.items);
    return status == ORB_OK ? ORB_OK
                            : orb_error_set(err, status, "%s", _("not enough memory"));
}
