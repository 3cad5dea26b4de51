/* Directions in which the catalogue ends. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/planning/access.h"
#include "engine/planning/point_grid.h"
#include "engine/travel/estimate.h"

#define SECTORS 12
#define ALL     ((1U << SECTORS) - 1)

/* A catchment of less would find no commune in most directions. */
#define LEAST_M 15000.0

/* Départements of the mainland, Corsica with them. */
#define MAINLAND 96

/* Which départements have data: those where something is offered; by code. */
static void find_departments(const struct orb_catalogue *c, bool *of_code)
{
    for (uint32_t i = 0; i < c->offer_count; i++) {
        uint32_t commune = c->offers[i].commune;

        if (commune != ORB_CAT_NONE &&
            c->communes[commune].department_number != ORB_CAT_NONE)
            of_code[c->communes[commune].department_number] = true;
    }
}

/* The communes of today of these départements; counts those of the mainland, whose codes
 * have two characters. */
static bool *find_known(const struct orb_catalogue *c, uint32_t *departments)
{
    bool *of_code = orb_calloc((size_t)c->code_count + 1, sizeof *of_code);
    bool *out = orb_calloc((size_t)c->commune_count + 1, sizeof *out);

    if (of_code == NULL || out == NULL) {
        orb_free(of_code);
        orb_free(out);
        return NULL;
    }
    find_departments(c, of_code);
    for (uint32_t i = 0; i < c->code_count; i++)
        *departments += of_code[i] && strlen(orb_cat_code_name(c, i)) == 2;
    for (uint32_t i = 0; i < c->commune_count; i++) {
        orb_cat_code d = c->communes[i].department_number;

        out[i] = d != ORB_CAT_NONE && of_code[d] && orb_mesh_today(c, i) == i;
    }
    orb_free(of_code);
    return out;
}

static unsigned sector_of(double dx, double dy)
{
    double turn = atan2(dy, dx) / 6.283185307179586 + 0.5;
    int sector = (int)(turn * SECTORS);

    return 1U << (sector < 0 ? 0 : sector >= SECTORS ? SECTORS - 1 : sector);
}

/* Directions that have a commune with data at about the radius, as bits. */
static unsigned around(const struct orb_point_grid *g, const struct orb_enu *p,
                       double radius)
{
    struct orb_grid_range r = orb_point_grid_range(g, p->x, p->y, 1.15 * radius);
    unsigned found = 0;

    for (uint32_t row = r.row_begin; row < r.row_end && r.column_begin < r.column_end;
         row++) {
        const uint32_t *first = g->first + (size_t)row * g->columns;

        for (uint32_t i = first[r.column_begin]; i < first[r.column_end] && found != ALL;
             i++) {
            double dx = g->at[i].x - p->x;
            double dy = g->at[i].y - p->y;
            double d = sqrt(dx * dx + dy * dy);

            if (d >= 0.7 * radius && d <= 1.15 * radius)
                found |= sector_of(dx, dy);
        }
    }
    return found;
}

static double radius_of(const struct orb_access *a)
{
    const struct orb_access_request *r = &a->request;
    double km = r->unit == ORB_LINK_KM ? a->limit
                                       : orb_travel_reach_km(r->profile, r->mode, a->limit);

    return fmax(LEAST_M, isinf(km) ? 0 : 1000 * km);
}

/* The communes of the mainland that have data, known by row; NULL = no memory. */
static enum orb_status lay(const struct orb_access *a, const bool *known,
                           const struct orb_enu_frame *frame, struct orb_point_grid *grid,
                           struct orb_error *err)
{
    const struct orb_catalogue *c = a->request.catalogue;
    struct orb_enu *at = orb_calloc((size_t)c->commune_count + 1, sizeof *at);
    uint32_t n = 0;
    enum orb_status status;

    if (at == NULL || known == NULL) {
        orb_free(at);
        return orb_error_memory(err);
    }
    for (uint32_t i = 0; i < c->commune_count; i++)
        if (known[i] && orb_link_commune(c, a->request.profile, i).frame == 0 &&
            !isnan(c->communes[i].lon))
            at[n++] = orb_enu_make(frame, c->communes[i].lon, c->communes[i].lat);
    status = orb_point_grid_make(grid, &(struct orb_point_set){ at, NULL, n },
                                 radius_of(a) / 3, err);
    orb_free(at);
    return status;
}

static void tell_edges(struct orb_access *a, const struct orb_point_grid *grid,
                       const struct orb_enu_frame *frame)
{
    double radius = radius_of(a);

    for (uint32_t i = 0; i < a->inside; i++) {
        const struct orb_link_point *p = &a->places[i];
        struct orb_enu at;

        if (p->frame != 0 || isnan(p->lon))
            continue;
        at = orb_enu_make(frame, p->lon, p->lat);
        a->place[i].edge = around(grid, &at, radius) != ALL;
    }
}

enum orb_status orb_access_find_edges(struct orb_access *a, struct orb_error *err)
{
    struct orb_enu_frame frame = orb_enu_frame_at(2.5, 46.5);
    struct orb_point_grid grid = { 0 };
    uint32_t departments = 0;
    bool *known = find_known(a->request.catalogue, &departments);
    enum orb_status status = lay(a, known, &frame, &grid, err);

    if (status == ORB_OK && departments < MAINLAND)
        tell_edges(a, &grid, &frame);
    orb_point_grid_release(&grid);
    orb_free(known);
    return status;
}
