/* Access to what groups do, one computation for each sub-service that some group gives. */
#include <math.h>

#include "engine/planning/access.h"
#include "engine/planning/overlaps.h"

struct work {
    struct orb_overlaps *overlaps;
    const struct orb_catalogue *c;
    struct orb_overlap_access *out; /* by group */
    double *of;                     /* by commune of the catalogue; NaN = unknown */
};

static bool does(const struct work *w, const struct orb_overlap_group *g, orb_cat_code sub)
{
    for (uint32_t i = 0; i < g->sub_services.count; i++)
        if (w->overlaps->sub_services[g->sub_services.first + i] == sub)
            return true;
    return false;
}

/* The mean over people whose access is known, and what each commune has. */
static double spread(struct work *w, const struct orb_access *a)
{
    double people = 0;
    double sum = 0;

    for (uint32_t i = 0; i < w->c->commune_count; i++)
        w->of[i] = NAN;
    for (uint32_t i = 0; i < a->inside; i++) {
        const struct orb_access_place *p = &a->place[i];

        w->of[p->commune] = p->access;
        if (isnan(p->access) || !(p->people > 0))
            continue;
        people += p->people;
        sum += p->people * p->access;
    }
    return people > 0 && a->counts.places > 0 ? sum / people : (double)NAN;
}

static double least_of(const struct work *w, const struct orb_overlap_group *g)
{
    double least = NAN;

    for (uint32_t i = 0; i < g->members.count; i++) {
        uint32_t service = w->overlaps->members[g->members.first + i];
        uint32_t commune = w->c->offers[w->overlaps->services[service].offer].commune;

        if (commune == ORB_CAT_NONE)
            continue;
        commune = orb_mesh_today(w->c, commune);
        if (!isnan(w->of[commune]) && !(w->of[commune] >= least))
            least = w->of[commune];
    }
    return least;
}

/* Keep the sub-service of which there is least; one that is known rather than none. */
static void keep(struct work *w, const struct orb_access *a, orb_cat_code sub)
{
    double around = spread(w, a);

    for (uint32_t g = 0; g < w->overlaps->group_count; g++) {
        double least;

        if (!does(w, &w->overlaps->groups[g], sub))
            continue;
        least = least_of(w, &w->overlaps->groups[g]);
        if (w->out[g].sub_service == ORB_CAT_NONE ||
            (!isnan(least) && !(least >= w->out[g].least)))
            w->out[g] = (struct orb_overlap_access){ least, around, sub };
    }
}

static enum orb_status measure(struct work *w, const struct orb_access_request *request,
                               orb_cat_code sub, const struct orb_travel_table *table,
                               struct orb_error *err)
{
    struct orb_access_request mine = *request;
    struct orb_access access = { 0 };
    enum orb_status status;

    mine.family = orb_cat_code_name(w->c, sub);
    status = orb_access_prepare(&access, &mine, err);
    if (status == ORB_OK && table != NULL)
        orb_access_find_ways(&access, table);
    if (status == ORB_OK && access.supply.count > 0) {
        status = orb_access_compute(&access, table, err);
        if (status == ORB_OK && access.counts.sites > 0)
            keep(w, &access, sub);
    }
    orb_access_release(&access);
    return status;
}

enum orb_status orb_overlaps_access(struct orb_overlaps *overlaps,
                                    const struct orb_access_request *request,
                                    const struct orb_travel_table *table,
                                    struct orb_error *err)
{
    const struct orb_catalogue *c = request->catalogue;
    struct work w = { .overlaps = overlaps, .c = c };
    bool *asked =
        orb_arena_array(&overlaps->arena, (size_t)c->code_count + 1, sizeof *asked);
    enum orb_status status = ORB_OK;

    w.out =
        orb_arena_array(&overlaps->arena, (size_t)overlaps->group_count + 1, sizeof *w.out);
    w.of = orb_arena_array(&overlaps->arena, (size_t)c->commune_count + 1, sizeof *w.of);
    if (asked == NULL || w.out == NULL || w.of == NULL)
        return orb_error_memory(err);
    for (uint32_t g = 0; g < overlaps->group_count; g++) {
        const struct orb_cat_span *subs = &overlaps->groups[g].sub_services;

        w.out[g] = (struct orb_overlap_access){ NAN, NAN, ORB_CAT_NONE };
        for (uint32_t i = 0; i < subs->count; i++)
            asked[overlaps->sub_services[subs->first + i]] = true;
    }
    for (orb_cat_code sub = 0; sub < c->code_count && status == ORB_OK; sub++)
        if (asked[sub])
            status = measure(&w, request, sub, table, err);
    if (status == ORB_OK)
        overlaps->access = w.out;
    return status;
}
