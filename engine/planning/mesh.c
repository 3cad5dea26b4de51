/* The areas of a level and the perimeter. */
#include "engine/planning/mesh.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/model/territory.h"

/* An old code may follow another; a chain longer than this is a mistake of the source. */
#define CHAIN_MAX 8

const char *orb_mesh_name(enum orb_mesh level)
{
    static const char *const names[ORB_MESH_LEVELS] = { "commune",     "epci",
                                                        "life_area",   "canton",
                                                        "departement", "region" };

    return names[level];
}

uint32_t orb_mesh_today(const struct orb_catalogue *catalogue, uint32_t commune)
{
    uint32_t today = commune;

    for (int i = 0; i < CHAIN_MAX; i++) {
        orb_cat_code successor = catalogue->communes[today].successor_number;
        uint32_t next =
            successor == ORB_CAT_NONE
                ? ORB_CAT_NONE
                : orb_cat_commune_find(catalogue, orb_cat_code_name(catalogue, successor));

        if (next == ORB_CAT_NONE)
            return today;
        today = next;
    }
    return commune;
}

orb_cat_text orb_mesh_code(const struct orb_cat_commune *commune, enum orb_mesh level)
{
    switch (level) {
    case ORB_MESH_COMMUNE:
        return commune->code;
    case ORB_MESH_EPCI:
        return commune->epci;
    case ORB_MESH_LIFE_AREA:
        return commune->life_area;
    case ORB_MESH_CANTON:
        return commune->canton;
    case ORB_MESH_DEPARTEMENT:
        return commune->department;
    case ORB_MESH_REGION:
    case ORB_MESH_LEVELS:
        break;
    }
    return commune->region;
}

const char *orb_mesh_area_name(const struct orb_catalogue *catalogue, enum orb_mesh level,
                               const char *code)
{
    static const uint32_t kinds[ORB_MESH_LEVELS] = {
        [ORB_MESH_EPCI] = ORB_TERRITORY_EPCI,
        [ORB_MESH_LIFE_AREA] = ORB_TERRITORY_LIFE_AREA,
        [ORB_MESH_CANTON] = ORB_TERRITORY_CANTON,
        [ORB_MESH_DEPARTEMENT] = ORB_TERRITORY_DEPARTEMENT,
        [ORB_MESH_REGION] = ORB_TERRITORY_REGION
    };
    uint32_t found;

    if (level == ORB_MESH_COMMUNE) {
        found = orb_cat_commune_find(catalogue, code);
        return found == ORB_CAT_NONE
                   ? NULL
                   : orb_cat_known(catalogue, catalogue->communes[found].name);
    }
    found = orb_cat_area_find(catalogue, kinds[level], code);
    return found == ORB_CAT_NONE ? NULL
                                 : orb_cat_known(catalogue, catalogue->areas[found].name);
}

/* ---- the perimeter */

enum orb_status orb_perimeter_init(struct orb_perimeter *out,
                                   const struct orb_catalogue *catalogue, bool whole,
                                   struct orb_error *err)
{
    *out = (struct orb_perimeter){ .whole = whole };
    out->within = orb_calloc((size_t)catalogue->commune_count + 1, sizeof *out->within);
    if (out->within == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; whole && i < catalogue->commune_count; i++) {
        out->within[i] = true;
        out->count += orb_mesh_today(catalogue, i) == i;
    }
    return ORB_OK;
}

uint32_t orb_perimeter_add(struct orb_perimeter *perimeter,
                           const struct orb_catalogue *catalogue, enum orb_mesh level,
                           const char *code)
{
    uint32_t given =
        level == ORB_MESH_COMMUNE ? orb_cat_commune_find(catalogue, code) : ORB_CAT_NONE;
    uint32_t wanted =
        given == ORB_CAT_NONE ? ORB_CAT_NONE : orb_mesh_today(catalogue, given);
    uint32_t found = 0;

    for (uint32_t i = 0; code[0] != '\0' && i < catalogue->commune_count; i++) {
        uint32_t today = orb_mesh_today(catalogue, i);
        bool in =
            level == ORB_MESH_COMMUNE
                ? wanted == today
                : strcmp(orb_cat_string(catalogue,
                                        orb_mesh_code(&catalogue->communes[today], level)),
                         code) == 0;

        if (!in)
            continue;
        found += today == i;
        perimeter->count += today == i && !perimeter->within[i];
        perimeter->within[i] = true;
    }
    return found;
}

void orb_perimeter_release(struct orb_perimeter *perimeter)
{
    if (perimeter == NULL)
        return;
    orb_free(perimeter->within);
    *perimeter = (struct orb_perimeter){ .within = NULL };
}

/* ---- the areas */

/* A commune of today and the code of its area. */
struct placed {
    const char *code;
    uint32_t commune;
};

static int by_code(const void *a, const void *b)
{
    const struct placed *x = a;
    const struct placed *y = b;
    int order = strcmp(x->code, y->code);

    if (order != 0)
        return order;
    return x->commune < y->commune ? -1 : x->commune > y->commune;
}

static void count_commune(struct orb_area *area, const struct orb_cat_commune *commune)
{
    area->communes++;
    if (commune->population < 0)
        area->unknown++;
    else
        area->population =
            (area->population < 0 ? 0 : area->population) + commune->population;
}

static uint32_t place_communes(struct orb_areas *out, struct placed *placed,
                               const struct orb_catalogue *c)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < c->commune_count; i++) {
        orb_cat_text code;

        out->of[i] = ORB_CAT_NONE;
        out->today[i] = orb_mesh_today(c, i);
        code = orb_mesh_code(&c->communes[i], out->level);
        if (out->today[i] == i && code != 0)
            placed[count++] = (struct placed){ orb_cat_string(c, code), i };
    }
    qsort(placed, count, sizeof *placed, by_code);
    return count;
}

/* One area for each run of a code that has a commune in the perimeter. */
static void make_areas(struct orb_areas *out, const struct placed *placed, uint32_t count,
                       const struct orb_catalogue *c, const struct orb_perimeter *perimeter)
{
    for (uint32_t i = 0, end; i < count; i = end) {
        struct orb_area area = { .code = placed[i].code, .population = -1 };
        uint32_t all;

        for (end = i; end < count && strcmp(placed[end].code, area.code) == 0; end++)
            if (perimeter->within[placed[end].commune]) {
                count_commune(&area, &c->communes[placed[end].commune]);
                out->of[placed[end].commune] = out->count;
            }
        all = end - i;
        if (area.communes == 0)
            continue;
        area.partial = area.communes < all;
        area.name = orb_mesh_area_name(c, out->level, area.code);
        out->areas[out->count++] = area;
    }
}

enum orb_status orb_areas_make(struct orb_areas *out, const struct orb_catalogue *catalogue,
                               enum orb_mesh level, const struct orb_perimeter *perimeter,
                               struct orb_error *err)
{
    size_t room = (size_t)catalogue->commune_count + 1;
    struct placed *placed = orb_calloc(room, sizeof *placed);

    *out = (struct orb_areas){ .level = level, .none = { .population = -1 } };
    out->areas = orb_calloc(room, sizeof *out->areas);
    out->of = orb_calloc(room, sizeof *out->of);
    out->today = orb_calloc(room, sizeof *out->today);
    if (placed == NULL || out->areas == NULL || out->of == NULL || out->today == NULL) {
        orb_free(placed);
        orb_areas_release(out);
        return orb_error_memory(err);
    }
    make_areas(out, placed, place_communes(out, placed, catalogue), catalogue, perimeter);
    for (uint32_t i = 0; i < catalogue->commune_count; i++) {
        if (out->today[i] != i)
            out->of[i] = out->of[out->today[i]];
        else if (perimeter->within[i] && out->of[i] == ORB_CAT_NONE)
            count_commune(&out->none, &catalogue->communes[i]);
    }
    orb_free(placed);
    return ORB_OK;
}

void orb_areas_release(struct orb_areas *areas)
{
    if (areas == NULL)
        return;
    orb_free(areas->areas);
    orb_free(areas->of);
    orb_free(areas->today);
    *areas = (struct orb_areas){ .count = 0 };
}
