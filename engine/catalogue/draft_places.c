/* Writes the communes of the image, their populations by age and the names of areas. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/catalogue/draft_write.h"
#include "engine/model/ages.h"
#include "engine/model/territory.h"

struct places {
    struct draft_writer *w;
    DRAFT_LIST(struct orb_cat_age) ages;
    struct draft_index region_of; /* text by the code of a département */
};

static void take_missing(draft_text *value, draft_text other)
{
    if (*value == 0)
        *value = other;
}

/* A former commune borrows from today's what it does not have; persons live in today's
 * only. */
static void inherit(struct draft_commune *old, const struct draft_commune *today)
{
    if (isnan(old->lon) || isnan(old->lat)) {
        old->lon = today->lon;
        old->lat = today->lat;
    }
    if (old->density == 0)
        old->density = today->density;
    if (isnan(old->income))
        old->income = today->income;
    take_missing(&old->department, today->department);
    take_missing(&old->epci, today->epci);
    take_missing(&old->life_area, today->life_area);
    take_missing(&old->canton, today->canton);
    take_missing(&old->region, today->region);
}

static bool put_ages(struct places *places, struct orb_cat_span *span, const char *text)
{
    struct orb_age_class classes[ORB_AGES_MAX];
    size_t count = orb_ages_read(classes, text);

    span->first = (uint32_t)places->ages.count;
    span->count = (uint32_t)count;
    for (size_t i = 0; i < count; i++) {
        struct orb_cat_age *age = DRAFT_ADD(places->ages);

        if (age == NULL)
            return false;
        *age = (struct orb_cat_age){ classes[i].from, classes[i].to, classes[i].count };
    }
    return true;
}

static bool put_commune(struct places *places, struct orb_cat_commune *row,
                        struct draft_commune *c)
{
    struct draft_writer *w = places->w;
    uint32_t today = orb_draft_find(&w->commune_of, c->successor);
    uint32_t region = orb_draft_find(&places->region_of, c->department);

    take_missing(&c->region, region == ORB_CAT_NONE ? 0 : region);
    if (c->old && c->successor != 0 && today != ORB_CAT_NONE)
        inherit(c, &w->b->communes.items[today]);
    row->lon = c->lon;
    row->lat = c->lat;
    row->income = c->income;
    row->population = c->population;
    row->code = orb_draft_put_text(w, c->code);
    row->name = orb_draft_put_text(w, c->name);
    row->department = orb_draft_put_text(w, c->department);
    row->epci = orb_draft_put_text(w, c->epci);
    row->life_area = orb_draft_put_text(w, c->life_area);
    row->canton = orb_draft_put_text(w, c->canton);
    row->region = orb_draft_put_text(w, c->region);
    row->code_number = orb_draft_code(w, orb_draft_string(w, c->code));
    row->department_number = orb_draft_code(w, orb_draft_string(w, c->department));
    row->successor_number = orb_draft_code(w, orb_draft_string(w, c->successor));
    row->density = (uint32_t)c->density;
    return put_ages(places, &row->ages, orb_draft_string(w, c->ages));
}

/* Communes of today first, so that a former one finds what it takes from them. */
static bool put_communes(struct places *places, struct orb_cat_commune *rows,
                         const struct draft_sorted *sorted, size_t count)
{
    struct orb_catalogue_builder *b = places->w->b;

    for (int former = 0; former <= 1; former++)
        for (size_t i = 0; i < count; i++) {
            struct draft_commune *c = &b->communes.items[sorted[i].number];

            if (c->old == (former == 1) && !put_commune(places, &rows[i], c))
                return false;
        }
    return true;
}

static enum orb_status write_communes(struct places *places)
{
    struct draft_writer *w = places->w;
    struct orb_catalogue_builder *b = w->b;
    struct draft_sorted *sorted = orb_draft_array(w, b->communes.count, sizeof *sorted);
    struct orb_cat_commune *rows = orb_draft_array(w, b->communes.count, sizeof *rows);
    size_t count = 0;

    w->commune_row = orb_draft_array(w, b->communes.count, sizeof *w->commune_row);
    if (sorted == NULL || rows == NULL || w->commune_row == NULL)
        return ORB_ERR_MEMORY;
    for (size_t i = 0; i < b->communes.count; i++)
        if (w->commune_of.at[b->communes.items[i].code] == i) {
            sorted[count].text = orb_draft_string(w, b->communes.items[i].code);
            sorted[count++].number = (uint32_t)i;
        }
    orb_draft_sort(sorted, count);
    for (size_t i = 0; i < count; i++)
        w->commune_row[sorted[i].number] = (uint32_t)i;
    if (!put_communes(places, rows, sorted, count))
        return orb_error_memory(w->err);
    orb_draft_section(w, ORB_SECTION_COMMUNES, rows, count, sizeof *rows);
    orb_draft_section(w, ORB_SECTION_AGES, places->ages.items, places->ages.count,
                      sizeof *places->ages.items);
    return ORB_OK;
}

/* Of several areas of one kind and code, the last. */
static size_t put_areas(struct draft_writer *w, struct orb_cat_area *rows, size_t count,
                        const struct draft_sorted *sorted, uint32_t kind)
{
    struct orb_catalogue_builder *b = w->b;
    size_t first = count;

    for (size_t i = 0; i < b->areas.count; i++) {
        const struct draft_area *area = &b->areas.items[sorted[i].number];
        orb_cat_text code;

        if (area->kind != kind || area->code == 0)
            continue;
        code = orb_draft_put_text(w, area->code);
        if (count > first && rows[count - 1].code == code)
            count--;
        rows[count++] =
            (struct orb_cat_area){ kind, code, orb_draft_put_text(w, area->name),
                                   orb_draft_put_text(w, area->region) };
    }
    return count;
}

static enum orb_status write_areas(struct places *places)
{
    struct draft_writer *w = places->w;
    struct orb_catalogue_builder *b = w->b;
    struct draft_sorted *sorted = orb_draft_array(w, b->areas.count, sizeof *sorted);
    struct orb_cat_area *rows = orb_draft_array(w, b->areas.count, sizeof *rows);
    size_t count = 0;

    if (sorted == NULL || rows == NULL)
        return ORB_ERR_MEMORY;
    for (size_t i = 0; i < b->areas.count; i++) {
        const struct draft_area *area = &b->areas.items[i];

        sorted[i].text = orb_draft_string(w, area->code);
        sorted[i].number = (uint32_t)i;
        if (area->kind != ORB_TERRITORY_DEPARTEMENT || area->code == 0)
            continue;
        if (!orb_draft_reach(w, &places->region_of, area->code))
            return ORB_ERR_MEMORY;
        places->region_of.at[area->code] = area->region;
    }
    orb_draft_sort(sorted, b->areas.count);
    for (uint32_t kind = 0; kind < ORB_TERRITORY_KINDS; kind++)
        count = put_areas(w, rows, count, sorted, kind);
    orb_draft_section(w, ORB_SECTION_AREAS, rows, count, sizeof *rows);
    return ORB_OK;
}

enum orb_status orb_draft_write_places(struct draft_writer *w)
{
    struct places places = { .w = w };
    enum orb_status status = write_areas(&places);

    if (status == ORB_OK)
        status = write_communes(&places);
    orb_free(places.ages.items);
    return status;
}
