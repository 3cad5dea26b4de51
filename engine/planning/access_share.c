/* Shares the supply out and tells what each place of the perimeter gets. */
#include <math.h>

#include "engine/planning/access.h"

/* What sites count for in each computation. */
enum counted { COUNTED_PLACES, COUNTED_SITES, COUNTED_COMMONS };

static double counts_for(const struct orb_supply_site *s, enum counted what)
{
    bool common = s->basis == ORB_PLACES_NO_NOTION;

    switch (what) {
    case COUNTED_PLACES:
        return common ? 0 : s->places;
    case COUNTED_SITES:
        return !common && !(s->places <= 0);
    default:
        return common;
    }
}

static enum orb_status share(struct orb_access *a, enum orb_catchment_method method,
                             enum counted what, struct orb_catchment *out,
                             struct orb_error *err)
{
    const struct orb_access_request *r = &a->request;
    size_t cells = (size_t)a->supply.count * a->strata.count + 1;
    double *supply =
        orb_arena_array(&a->arena, (size_t)a->supply.count + 1, sizeof *supply);
    uint8_t *eligible = orb_arena_array(&a->arena, cells, sizeof *eligible);
    bool goes = method == ORB_CATCHMENT_CLOSEST;
    struct orb_catchment_request c = { .links = goes ? &a->ways : &a->links,
                                       .method = method,
                                       .limit = a->limit,
                                       .strata = a->strata.count,
                                       .demand = a->demand.people,
                                       .supply = supply,
                                       .eligible = eligible };

    if (supply == NULL || eligible == NULL)
        return orb_error_memory(err);
    for (uint32_t j = 0; j < a->supply.count; j++)
        supply[j] = counts_for(&a->supply.sites[j], what);
    for (size_t i = 0; i + 1 < cells; i++)
        eligible[i] = a->supply.verdicts[i].answer != ORB_SUPPLY_NO;
    c.decay = r->decay != NULL ? *r->decay : orb_decay_of_profile(r->profile, a->limit);
    return orb_catchment_make(out, &c, err);
}

/* People who choose know sites beyond the catchment, unless their weight there is 0. */
static double known_limit(const struct orb_access *a)
{
    const struct orb_decay *f = a->request.decay;

    return a->request.method == ORB_CATCHMENT_3SFCA && f != NULL &&
                   f->kind != ORB_DECAY_STEPS && f->kind != ORB_DECAY_LINEAR
               ? (double)INFINITY
               : a->limit;
}

/* ---- places */

static void tell_access(struct orb_access *a, uint32_t i)
{
    struct orb_access_place *p = &a->place[i];
    bool sums = a->request.method == ORB_CATCHMENT_AVAILABILITY;
    double sum = 0;
    double out = 0;

    for (uint32_t g = 0; g < a->strata.count; g++) {
        size_t at = (size_t)i * a->strata.count + g;
        double people = a->demand.people[at];

        if (!(people > 0))
            continue;
        sum += sums ? a->result.access[at] : people * a->result.access[at];
        out += a->result.reached[at] != ORB_REACHED ? people : 0;
    }
    p->access = p->people > 0 && p->located ? sum / (sums ? 1 : p->people) : (double)NAN;
    p->without = p->people > 0 && p->located ? out / p->people : (double)NAN;
}

static bool takes_somebody(const struct orb_access *a, uint32_t site)
{
    for (uint32_t g = 0; g < a->strata.count; g++)
        if (orb_supply_verdict_of(&a->supply, site, g)->answer != ORB_SUPPLY_NO)
            return true;
    return false;
}

/* Only unknown places within reach: neither nothing nor something. */
static void tell_place(struct orb_access *a, const struct orb_catchment *commons,
                       uint32_t i)
{
    struct orb_access_place *p = &a->place[i];

    p->people = orb_demand_of(&a->demand, i);
    p->population = a->demand.population[i];
    p->cost = INFINITY;
    for (uint32_t g = 0; g < a->strata.count; g++) {
        size_t at = (size_t)i * a->strata.count + g;

        p->cost = fmin(p->cost, a->closest.access[at]);
        p->reached =
            a->result.reached[at] > p->reached ? a->result.reached[at] : p->reached;
        p->commons = fmax(p->commons, commons->access[at]);
    }
    tell_access(a, i);
    if (a->request.method == ORB_CATCHMENT_CLOSEST)
        p->access = p->people > 0 && p->located ? p->cost : (double)NAN;
    else if (p->reached == ORB_REACHED_UNKNOWN)
        p->access = NAN;
}

/* A site of which nobody says where it is nor where it goes is not one that nobody reaches,
 * nor is one that is for others. */
static void forget_nowhere(struct orb_access *a)
{
    for (uint32_t j = 0; j < a->supply.count; j++) {
        const struct orb_supply_site *s = &a->supply.sites[j];
        bool comes = s->remote || (s->at_home && s->zone != ORB_CAT_NONE);

        if (takes_somebody(a, j) && (comes || (s->on_site && !isnan(s->point.lon))))
            continue;
        a->result.unused[j] = 0;
        a->result.ratio[j] = NAN;
    }
}

/* What comes to people is at no distance of them: the nearest is among the others. */
static enum orb_status link_all(struct orb_access *a, const struct orb_travel_table *table,
                                struct orb_error *err)
{
    struct orb_link_request links = { .places = a->places,
                                      .sites = a->points,
                                      .place_count = a->count,
                                      .site_count = a->supply.count,
                                      .unit = a->request.unit,
                                      .limit = known_limit(a),
                                      .profile = a->request.profile,
                                      .mode = a->request.mode,
                                      .table = table,
                                      .served = a->supply.served,
                                      .served_count = a->supply.served_count };
    enum orb_status status = orb_links_make(&a->links, &links, err);

    links.limit = a->limit;
    links.served = NULL;
    links.served_count = 0;
    return status == ORB_OK ? orb_links_make(&a->ways, &links, err) : status;
}

bool orb_access_is_served(const struct orb_access *a, uint32_t place, uint32_t stratum)
{
    for (size_t l = a->links.first[place]; l < a->links.first[place + 1]; l++) {
        uint32_t site = a->links.site[l];

        if ((a->links.flags[l] & ORB_LINK_SERVED) != 0 &&
            a->supply.sites[site].basis != ORB_PLACES_NO_NOTION &&
            orb_supply_verdict_of(&a->supply, site, stratum)->answer != ORB_SUPPLY_NO)
            return true;
    }
    return false;
}

enum orb_status orb_access_compute(struct orb_access *a,
                                   const struct orb_travel_table *table,
                                   struct orb_error *err)
{
    struct orb_catchment commons = { 0 };
    enum orb_status status = link_all(a, table, err);

    if (status == ORB_OK)
        status = share(a, a->request.method,
                       a->request.method == ORB_CATCHMENT_CLOSEST ? COUNTED_SITES
                                                                  : COUNTED_PLACES,
                       &a->result, err);
    if (status == ORB_OK) {
        forget_nowhere(a);
        status = share(a, ORB_CATCHMENT_CLOSEST, COUNTED_SITES, &a->closest, err);
    }
    if (status == ORB_OK)
        status = share(a, ORB_CATCHMENT_CUMULATIVE, COUNTED_COMMONS, &commons, err);
    for (uint32_t i = 0; status == ORB_OK && i < a->inside; i++)
        tell_place(a, &commons, i);
    orb_catchment_release(&commons);
    if (status == ORB_OK)
        status = orb_access_count(a, err);
    return status == ORB_OK ? orb_access_find_edges(a, err) : status;
}
