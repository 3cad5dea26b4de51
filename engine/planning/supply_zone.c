/* Where the sites of a supply come to, and where people come to them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/model/terms.h"
#include "engine/planning/supply.h"

bool orb_supply_zone_has(const struct orb_supply *supply, uint32_t site, uint32_t commune)
{
    const struct orb_catalogue *c = supply->catalogue;
    const struct orb_cat_commune *where = &c->communes[commune];
    const struct orb_cat_zone *z = &c->zones[supply->sites[site].zone];

    return z->national != 0 || orb_cat_zone_has(c, &z->communes, where->code_number) ||
           orb_cat_zone_has(c, &z->communes, where->successor_number) ||
           orb_cat_zone_has(c, &z->departments, where->department_number);
}

enum orb_supply_answer orb_supply_comes(const struct orb_supply *supply, uint32_t site,
                                        uint32_t commune)
{
    const struct orb_supply_site *s = &supply->sites[site];

    if (!s->at_home && !s->remote)
        return ORB_SUPPLY_NO;
    if (s->zone == ORB_CAT_NONE)
        return s->remote ? ORB_SUPPLY_YES : ORB_SUPPLY_UNKNOWN;
    return orb_supply_zone_has(supply, site, commune) ? ORB_SUPPLY_YES : ORB_SUPPLY_NO;
}

enum orb_status orb_supply_serve(struct orb_supply *supply, const uint32_t *communes,
                                 uint32_t count, struct orb_error *err)
{
    size_t capacity = supply->served_count;

    supply->served_count = 0;
    for (uint32_t s = 0; s < supply->count; s++)
        for (uint32_t i = 0; i < count; i++) {
            if (orb_supply_comes(supply, s, communes[i]) != ORB_SUPPLY_YES)
                continue;
            if (orb_grow((void **)&supply->served, &capacity, supply->served_count,
                         sizeof *supply->served) != ORB_OK)
                return orb_error_memory(err);
            supply->served[supply->served_count++] = (struct orb_link_served){ i, s };
        }
    return ORB_OK;
}

struct orb_link_point *orb_supply_points(struct orb_supply *supply)
{
    struct orb_link_point *points =
        orb_arena_array(&supply->arena, (size_t)supply->count + 1, sizeof *points);

    for (uint32_t i = 0; points != NULL && i < supply->count; i++) {
        points[i] = supply->sites[i].point;
        if (!supply->sites[i].on_site)
            points[i].lon = points[i].lat = NAN;
    }
    return points;
}

/* ---- ages at which answers change */

#define OLDEST 150

static void mark(bool years[OLDEST + 1], int32_t months)
{
    if (months < 0 || months >= ORB_AGE_NO_MAX)
        return;
    years[months / 12] = true;
    years[(months + 11) / 12] = true; /* the year that a bound cuts stands apart */
}

struct orb_strata orb_strata_cut(struct orb_arena *arena,
                                 const struct orb_catalogue *catalogue,
                                 const struct orb_stratum *model, const int32_t *bounds,
                                 uint32_t bound_count)
{
    struct orb_strata out = { orb_arena_array(arena, OLDEST + 1, sizeof *out.items), 0 };
    bool years[OLDEST + 1] = { false };
    int32_t to = model->age_to < 0 || model->age_to > OLDEST ? OLDEST : model->age_to;

    if (out.items == NULL)
        return out;
    if (model->age_from < 0 || model->age_from >= to) {
        out.items[out.count++] = *model;
        return out;
    }
    for (uint32_t i = 0; i < catalogue->offer_count; i++) {
        const struct orb_cat_terms *t = &catalogue->terms[catalogue->offers[i].terms];

        mark(years, t->age_min_months);
        mark(years, t->age_max_months);
    }
    for (uint32_t i = 0; i < bound_count; i++)
        if (bounds[i] >= 0 && bounds[i] <= OLDEST)
            years[bounds[i]] = true;
    for (int32_t y = model->age_from; y < to; y++) {
        if (y > model->age_from && !years[y])
            continue;
        if (out.count > 0)
            out.items[out.count - 1].age_to = y;
        out.items[out.count] = *model;
        out.items[out.count].age_from = y;
        out.items[out.count++].age_to = to;
    }
    return out;
}
