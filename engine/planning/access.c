/* Puts together places, people, supply and links. */
#include "engine/planning/access.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/geo/frame.h"
#include "engine/planning/point_grid.h"
#include "engine/travel/estimate.h"

#define BOUNDS 64

/* ---- places */

/* People around compete for what stands around, as far as two catchments (METHODS 2). */
static double margin_m(const struct orb_access *a)
{
    const struct orb_access_request *r = &a->request;
    double km = r->unit == ORB_LINK_KM
                    ? 2 * a->limit
                    : orb_travel_reach_km(r->profile, r->mode, 2 * a->limit);

    if (isinf(a->limit))
        return 4e7;
    return km < 0 ? -1
                  : 1000 * orb_arc_to_chord(km, r->profile->travel.earth_radius_km) + 1;
}

static bool has_near(const struct orb_point_grid *g, const struct orb_enu *p, double radius)
{
    struct orb_grid_range r = orb_point_grid_range(g, p->x, p->y, radius);

    for (uint32_t row = r.row_begin; row < r.row_end && r.column_begin < r.column_end;
         row++) {
        const uint32_t *first = g->first + (size_t)row * g->columns;

        for (uint32_t i = first[r.column_begin]; i < first[r.column_end]; i++) {
            double dx = g->at[i].x - p->x;
            double dy = g->at[i].y - p->y;
            double dz = g->at[i].z - p->z;

            if (dx * dx + dy * dy + dz * dz <= radius * radius)
                return true;
        }
    }
    return false;
}

static bool is_place(const struct orb_access *a, uint32_t commune, bool within)
{
    return orb_mesh_today(a->request.catalogue, commune) == commune &&
           a->request.perimeter->within[commune] == within;
}

/* Sites that come to some commune of the perimeter, by number; their count in *count. What
 * they have is shared among all those that they come to. NULL without memory. */
static uint32_t *find_comers(struct orb_access *a, uint32_t *count)
{
    uint32_t *out = orb_arena_array(&a->arena, (size_t)a->supply.count + 1, sizeof *out);

    for (uint32_t j = 0; out != NULL && j < a->supply.count; j++)
        for (uint32_t i = 0; i < a->inside; i++)
            if (orb_supply_comes(&a->supply, j, a->communes[i]) == ORB_SUPPLY_YES) {
                out[(*count)++] = j;
                break;
            }
    return out;
}

static bool is_served(const struct orb_access *a, const uint32_t *comers, uint32_t count,
                      uint32_t commune)
{
    for (uint32_t k = 0; k < count; k++)
        if (orb_supply_comes(&a->supply, comers[k], commune) == ORB_SUPPLY_YES)
            return true;
    return false;
}

/* False without memory. */
static bool add_around(struct orb_access *a, const struct orb_point_grid *grid,
                       const struct orb_enu_frame *frame)
{
    const struct orb_catalogue *c = a->request.catalogue;
    double radius = margin_m(a);
    uint32_t comer_count = 0;
    const uint32_t *comers = find_comers(a, &comer_count);

    for (uint32_t i = 0; comers != NULL && i < c->commune_count; i++) {
        struct orb_enu at;
        bool near = false;

        if (!is_place(a, i, false))
            continue;
        if (!isnan(c->communes[i].lon) && radius >= 0) {
            at = orb_enu_make(frame, c->communes[i].lon, c->communes[i].lat);
            near = has_near(grid, &at, radius);
        }
        if (near || is_served(a, comers, comer_count, i))
            a->communes[a->count++] = i;
    }
    return comers != NULL;
}

/* Communes of the perimeter, then those around. */
static enum orb_status find_places(struct orb_access *a, struct orb_error *err)
{
    const struct orb_catalogue *c = a->request.catalogue;
    struct orb_enu_frame frame = orb_enu_frame_at(2.5, 46.5);
    struct orb_enu *at = orb_calloc((size_t)c->commune_count + 1, sizeof *at);
    struct orb_point_grid grid = { 0 };
    uint32_t n = 0;
    enum orb_status status = ORB_OK;

    a->communes =
        orb_arena_array(&a->arena, (size_t)c->commune_count + 1, sizeof *a->communes);
    if (at == NULL || a->communes == NULL) {
        orb_free(at);
        return orb_error_memory(err);
    }
    for (uint32_t i = 0; i < c->commune_count; i++) {
        if (!is_place(a, i, true))
            continue;
        a->communes[a->count++] = i;
        if (!isnan(c->communes[i].lon))
            at[n++] = orb_enu_make(&frame, c->communes[i].lon, c->communes[i].lat);
    }
    a->inside = a->count;
    if (!a->request.perimeter->whole)
        status = orb_point_grid_make(&grid, &(struct orb_point_set){ at, NULL, n },
                                     fmax(1000, fmin(margin_m(a), 1e6) / 4), err);
    if (status == ORB_OK && !a->request.perimeter->whole && !add_around(a, &grid, &frame))
        status = orb_error_memory(err);
    orb_point_grid_release(&grid);
    orb_free(at);
    return status;
}

static enum orb_status place_all(struct orb_access *a, struct orb_error *err)
{
    a->places = orb_arena_array(&a->arena, (size_t)a->count + 1, sizeof *a->places);
    a->place = orb_arena_array(&a->arena, (size_t)a->inside + 1, sizeof *a->place);
    a->points = orb_supply_points(&a->supply);
    if (a->places == NULL || a->place == NULL || a->points == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < a->count; i++)
        a->places[i] =
            orb_link_commune(a->request.catalogue, a->request.profile, a->communes[i]);
    for (uint32_t i = 0; i < a->inside; i++) {
        a->place[i].commune = a->communes[i];
        a->place[i].located = !isnan(a->places[i].lon) && !isnan(a->places[i].lat);
    }
    return ORB_OK;
}

/* ---- people */

static bool has_ages(const struct orb_catalogue *c)
{
    for (uint32_t i = 0; i < c->commune_count; i++)
        if (c->communes[i].ages.count > 0)
            return true;
    return false;
}

static enum orb_status cut_people(struct orb_access *a, struct orb_error *err)
{
    struct orb_stratum people = a->request.people;
    int32_t bounds[BOUNDS];
    uint32_t count = orb_demand_bounds(a->request.catalogue, bounds, BOUNDS);

    if (people.age_from < 0 && has_ages(a->request.catalogue))
        people.age_from = 0;
    a->strata = orb_strata_cut(&a->arena, a->request.catalogue, &people, bounds, count);
    return a->strata.items == NULL ? orb_error_memory(err) : ORB_OK;
}

static enum orb_status count_people(struct orb_access *a, struct orb_error *err)
{
    struct orb_demand_request r = { .catalogue = a->request.catalogue,
                                    .communes = a->communes,
                                    .count = a->count,
                                    .strata = a->strata.items,
                                    .stratum_count = a->strata.count,
                                    .rates = a->request.rates,
                                    .rate_count = a->request.rate_count };
    double *given = NULL;

    if (a->request.given != NULL) {
        given = orb_arena_array(&a->arena, (size_t)a->count + 1, sizeof *given);
        if (given == NULL)
            return orb_error_memory(err);
        for (uint32_t i = 0; i < a->count; i++)
            given[i] = a->request.given[a->communes[i]];
        r.given = given;
    }
    return orb_demand_make(&a->demand, &r, err);
}

/* ---- supply */

/* Residential when more than half of what people come to houses them. */
static void choose_limit(struct orb_access *a)
{
    uint32_t residential = 0;
    uint32_t on_site = 0;

    for (uint32_t i = 0; i < a->supply.count; i++) {
        if (a->supply.sites[i].basis == ORB_PLACES_NO_NOTION || !a->supply.sites[i].on_site)
            continue;
        on_site++;
        residential += a->supply.sites[i].residential;
    }
    a->limit = a->request.limit;
    if (!isnan(a->limit))
        return;
    a->residential = 2 * residential > on_site;
    a->limit = a->residential ? a->request.profile->planning.residential_minutes
                              : a->request.profile->planning.day_minutes;
}

enum orb_status orb_access_prepare(struct orb_access *out,
                                   const struct orb_access_request *request,
                                   struct orb_error *err)
{
    struct orb_supply_request supply = { .catalogue = request->catalogue,
                                         .profile = request->profile,
                                         .date = request->date,
                                         .need = request->need,
                                         .family = request->family,
                                         .category = request->category };
    enum orb_status status;

    memset(out, 0, sizeof *out);
    out->request = *request;
    memcpy(supply.igas, request->igas, sizeof supply.igas);
    status = cut_people(out, err);
    if (status == ORB_OK) {
        supply.strata = out->strata.items;
        supply.stratum_count = out->strata.count;
        status = orb_supply_make(&out->supply, &supply, err);
    }
    if (status == ORB_OK) {
        choose_limit(out);
        status = find_places(out, err);
    }
    if (status == ORB_OK)
        status = place_all(out, err);
    if (status == ORB_OK)
        status = count_people(out, err);
    if (status == ORB_OK)
        status = orb_supply_serve(&out->supply, out->communes, out->count, err);
    if (status != ORB_OK)
        orb_access_release(out);
    return status;
}

void orb_access_release(struct orb_access *a)
{
    orb_catchment_release(&a->result);
    orb_catchment_release(&a->closest);
    orb_links_release(&a->links);
    orb_links_release(&a->ways);
    orb_demand_release(&a->demand);
    orb_supply_release(&a->supply);
    orb_arena_release(&a->arena);
    memset(a, 0, sizeof *a);
}
