/* What the supply of a perimeter is made of. */
#include <math.h>

#include "engine/planning/access.h"

static bool is_common(const struct orb_supply_site *s)
{
    return s->basis == ORB_PLACES_NO_NOTION;
}

/* The best answer that a site gives to somebody asked about. */
static unsigned best_answer(const struct orb_access *a, uint32_t site, bool *doubt)
{
    unsigned best = ORB_SUPPLY_NO;

    *doubt = false;
    for (uint32_t g = 0; g < a->strata.count; g++) {
        unsigned answer = orb_supply_verdict_of(&a->supply, site, g)->answer;

        best = answer < best ? answer : best;
        *doubt = *doubt || answer == ORB_SUPPLY_UNKNOWN;
    }
    return best;
}

static void count_site(struct orb_access *a, uint32_t site)
{
    const struct orb_supply_site *s = &a->supply.sites[site];
    struct orb_access_counts *n = &a->counts;
    bool doubt;

    if (best_answer(a, site, &doubt) == ORB_SUPPLY_NO) {
        n->others++;
        return;
    }
    if (is_common(s)) {
        n->commons++;
        return;
    }
    n->sites++;
    n->authorised += s->basis == ORB_PLACES_AUTHORISED;
    n->unknown += s->basis == ORB_PLACES_UNKNOWN;
    n->unlocated += s->on_site && !s->at_home && !s->remote && isnan(s->point.lon) != 0;
    n->zone_unknown += s->at_home && s->zone == ORB_CAT_NONE;
    n->kind_unknown += s->kind_unknown;
    n->not_accepting += s->not_accepting;
    if (!isnan(s->places))
        n->places += s->places;
    if (doubt) {
        n->doubtful++;
        n->doubtful_places += isnan(s->places) ? 0 : s->places;
    }
}

/* It stands in the perimeter, or nobody says where it stands. */
static bool is_inside(const struct orb_access *a, uint32_t site)
{
    uint32_t commune = a->request.catalogue->offers[a->supply.sites[site].offer].commune;

    return commune == ORB_CAT_NONE || a->request.perimeter->within[commune];
}

enum orb_status orb_access_count(struct orb_access *a, struct orb_error *err)
{
    a->linked = orb_arena_array(&a->arena, (size_t)a->supply.count + 1, sizeof *a->linked);
    if (a->linked == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < a->inside; i++)
        for (size_t l = a->links.first[i]; l < a->links.first[i + 1]; l++)
            a->linked[a->links.site[l]] = true;
    for (uint32_t j = 0; j < a->supply.count; j++) {
        a->linked[j] = a->linked[j] || is_inside(a, j);
        if (a->linked[j])
            count_site(a, j);
    }
    return ORB_OK;
}
