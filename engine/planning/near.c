/* Sums over the points of a grid within a distance of a centre. */
#include "engine/planning/near.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/geo/frame.h"
#include "engine/planning/link_distance.h"
#include "engine/planning/point_grid.h"

#define RADIANS 0.017453292519943295

/* How many cells lie across the radius of the catchment. */
#define CELLS 8

/* Points of one kind on one land, with what each counts for. */
struct side {
    const struct orb_link_point *points;
    struct orb_point_grid grid;
    double *value; /* by place in the grid */
    double *cells; /* by cell: sum */
};

/* The distances that decide, in metres: chords, or lengths on the plane. */
struct disc {
    double sure2, maybe2; /* squares: nearer is within, farther is out */
    double outer, inner;  /* cells beyond are out; within, all their points are */
    double limit_km, radius_km;
};

struct land {
    const struct orb_near_request *r;
    struct orb_enu_frame frame;
    double tilt; /* the most that the ground leans from the plane, as a tangent */
    struct disc disc;
    struct side places, sites;
};

/* Whose surroundings are added. */
struct centre {
    struct orb_enu at;
    const struct orb_link_point *point;
};

/* ---- sums */

static bool decides(const struct side *side, uint32_t i, const struct centre *c,
                    double chord2, const struct disc *d)
{
    double km = orb_chord_to_arc(sqrt(chord2) / 1000, d->radius_km);

    return orb_link_within_km(c->point, &side->points[side->grid.number[i]], km,
                              d->limit_km);
}

/* Those at the limit. */
static double add_doubts(const struct side *side, uint32_t begin, uint32_t end,
                         const struct centre *c, const struct disc *d)
{
    double sum = 0;

    for (uint32_t i = begin; i < end; i++) {
        double dx = side->grid.at[i].x - c->at.x;
        double dy = side->grid.at[i].y - c->at.y;
        double dz = side->grid.at[i].z - c->at.z;
        double chord2 = dx * dx + dy * dy + dz * dz;

        if (chord2 > d->sure2 && chord2 <= d->maybe2 && decides(side, i, c, chord2, d))
            sum += side->value[i];
    }
    return sum;
}

/* Without a branch for each point: those at the limit are few, and looked at again. */
static double add_points(const struct side *side, uint32_t begin, uint32_t end,
                         const struct centre *c, const struct disc *d)
{
    const struct orb_enu *at = side->grid.at;
    const double *value = side->value;
    double sum = 0;
    unsigned doubts = 0;

    for (uint32_t i = begin; i < end; i++) {
        double dx = at[i].x - c->at.x;
        double dy = at[i].y - c->at.y;
        double dz = at[i].z - c->at.z;
        double chord2 = dx * dx + dy * dy + dz * dz;
        unsigned sure = chord2 <= d->sure2;
        unsigned maybe = chord2 <= d->maybe2;

        sum += (double)sure * value[i];
        doubts |= sure ^ maybe;
    }
    return doubts == 0 ? sum : sum + add_doubts(side, begin, end, c, d);
}

static uint32_t clamp(double cell, uint32_t most)
{
    return cell <= 0 ? 0 : cell >= most ? most : (uint32_t)cell;
}

/* One row of cells: those at its middle are wholly within, those at its ends are looked at
 * point by point. */
static double add_row(const struct side *side, uint32_t row, const struct centre *c,
                      const struct disc *d)
{
    const struct orb_point_grid *g = &side->grid;
    double south = g->y_min + row * g->step - c->at.y;
    double north = south + g->step;
    double near = south > 0 ? south : north < 0 ? -north : 0;
    double far = fmax(fabs(south), fabs(north));
    double outer = d->outer > near ? sqrt(d->outer * d->outer - near * near) : -1;
    double inner = d->inner > far ? sqrt(d->inner * d->inner - far * far) : 0;
    double x = c->at.x - g->x_min;
    const uint32_t *first = g->first + (size_t)row * g->columns;
    const double *cells = side->cells + (size_t)row * g->columns;
    uint32_t west = clamp(floor((x - outer) / g->step), g->columns);
    uint32_t east = clamp(floor((x + outer) / g->step) + 1, g->columns);
    uint32_t from = clamp(ceil((x - inner) / g->step), g->columns);
    uint32_t to = clamp(floor((x + inner) / g->step), g->columns);
    double sum = 0;

    if (outer < 0 || east <= west)
        return 0;
    if (from >= to)
        return add_points(side, first[west], first[east], c, d);
    for (uint32_t i = from; i < to; i++)
        sum += cells[i];
    return sum + add_points(side, first[west], first[from], c, d) +
           add_points(side, first[to], first[east], c, d);
}

static double add_around(const struct side *side, const struct centre *c,
                         const struct disc *d)
{
    const struct orb_point_grid *g = &side->grid;
    uint32_t begin = clamp(floor((c->at.y - d->outer - g->y_min) / g->step), g->rows);
    uint32_t end = clamp(floor((c->at.y + d->outer - g->y_min) / g->step) + 1, g->rows);
    double sum = 0;

    for (uint32_t row = begin; row < end; row++)
        sum += add_row(side, row, c, d);
    return sum;
}

/* ---- sides */

static bool is_there(const struct orb_link_point *p, uint16_t land)
{
    return p->frame == land && !isnan(p->lon) && !isnan(p->lat);
}

static void set_values(struct side *side, const double *by_number)
{
    const struct orb_point_grid *g = &side->grid;
    size_t cells = (size_t)g->columns * g->rows;

    for (uint32_t i = 0; i < g->count; i++) {
        double v = by_number[g->number[i]];

        side->value[i] = isnan(v) ? 0 : v;
    }
    for (size_t c = 0; c < cells; c++) {
        side->cells[c] = 0;
        for (uint32_t i = g->first[c]; i < g->first[c + 1]; i++)
            side->cells[c] += side->value[i];
    }
}

/* On a smooth ground, two points differ in height by no more than the steepest lean between
 * them times their length on the plane. */
static double lean(const struct orb_enu_frame *f, const struct orb_link_point *p)
{
    double cl = cos(p->lat * RADIANS);
    double up = f->axes[2][0] * cl * cos(p->lon * RADIANS) +
                f->axes[2][1] * cl * sin(p->lon * RADIANS) +
                f->axes[2][2] * sin(p->lat * RADIANS);

    return up > 0.1 ? sqrt(fmax(0, 1 - up * up)) / up : (double)INFINITY;
}

static enum orb_status fill_side(struct side *side, struct land *land,
                                 const struct orb_link_point *points, uint32_t count,
                                 uint16_t number)
{
    struct orb_enu *at = orb_calloc((size_t)count + 1, sizeof *at);
    uint32_t *numbers = orb_calloc((size_t)count + 1, sizeof *numbers);
    uint32_t n = 0;
    enum orb_status status = ORB_ERR_MEMORY;

    side->points = points;
    for (uint32_t i = 0; at != NULL && numbers != NULL && i < count; i++)
        if (is_there(&points[i], number)) {
            at[n] = orb_enu_make(&land->frame, points[i].lon, points[i].lat);
            numbers[n++] = i;
            land->tilt = fmax(land->tilt, lean(&land->frame, &points[i]));
        }
    if (at != NULL && numbers != NULL)
        status = orb_point_grid_make(&side->grid, &(struct orb_point_set){ at, numbers, n },
                                     land->disc.outer / CELLS, NULL);
    if (status == ORB_OK) {
        side->value = orb_calloc((size_t)n + 1, sizeof *side->value);
        side->cells = orb_calloc((size_t)side->grid.columns * side->grid.rows + 1,
                                 sizeof *side->cells);
        status = side->value == NULL || side->cells == NULL ? ORB_ERR_MEMORY : ORB_OK;
    }
    orb_free(at);
    orb_free(numbers);
    return status;
}

static void release_side(struct side *side)
{
    orb_point_grid_release(&side->grid);
    orb_free(side->value);
    orb_free(side->cells);
}

static struct disc disc_of(const struct orb_near_request *r)
{
    double sure = orb_arc_to_chord(fmax(0, r->limit_km - 1.1e-4), r->earth_radius_km);
    double maybe = orb_arc_to_chord(r->limit_km + 1.1e-4, r->earth_radius_km);
    struct disc d = { 1e6 * sure * sure, 1e6 * maybe * maybe, 1e3 * maybe,
                      1e3 * sure,        r->limit_km,         r->earth_radius_km };

    return d;
}

/* ---- one land */

static struct centre centre_of(const struct side *side, uint32_t i)
{
    struct centre c = { side->grid.at[i], &side->points[side->grid.number[i]] };

    return c;
}

static void find_ratios(struct land *land, struct orb_catchment *out)
{
    const struct orb_near_request *r = land->r;

    set_values(&land->places, r->demand);
    for (uint32_t i = 0; i < land->sites.grid.count; i++) {
        struct centre c = centre_of(&land->sites, i);
        uint32_t j = land->sites.grid.number[i];
        double total = add_around(&land->places, &c, &land->disc);

        if (isnan(r->supply[j]))
            continue;
        out->ratio[j] = total > 0 ? r->supply[j] / total : 0;
        out->unused[j] = r->supply[j] > 0 && !(total > 0);
        out->shared += total > 0 ? r->supply[j] : 0;
    }
}

static void find_access(struct land *land, struct orb_catchment *out)
{
    set_values(&land->sites, out->ratio);
    for (uint32_t i = 0; i < land->places.grid.count; i++) {
        struct centre c = centre_of(&land->places, i);
        uint32_t p = land->places.grid.number[i];

        out->access[p] = add_around(&land->sites, &c, &land->disc);
        out->reached[p] = out->access[p] > 0 ? ORB_REACHED : ORB_REACHED_NOT;
        out->given += out->access[p] * land->r->demand[p];
    }
}

/* Places that get nothing: nothing near, nothing told, or nobody to share it with. */
static void find_rest(struct land *land, struct orb_catchment *out, double *some,
                      enum orb_reached reached)
{
    for (uint32_t j = 0; j < land->r->site_count; j++)
        some[j] = reached == ORB_REACHED ? land->r->supply[j] > 0
                                         : isnan(land->r->supply[j]) != 0;
    set_values(&land->sites, some);
    for (uint32_t i = 0; i < land->places.grid.count; i++) {
        struct centre c = centre_of(&land->places, i);
        uint32_t p = land->places.grid.number[i];

        if (out->reached[p] == ORB_REACHED_NOT &&
            add_around(&land->sites, &c, &land->disc) > 0)
            out->reached[p] = (uint8_t)reached;
    }
}

static enum orb_status do_land(const struct orb_near_request *r, uint16_t number,
                               const struct orb_link_point *middle,
                               struct orb_catchment *out)
{
    struct land land = { .r = r,
                         .frame = orb_enu_frame_at(middle->lon, middle->lat),
                         .disc = disc_of(r) };
    double *some = orb_calloc((size_t)r->site_count + 1, sizeof *some);
    enum orb_status status = ORB_ERR_MEMORY;

    if (some != NULL)
        status = fill_side(&land.places, &land, r->places, r->place_count, number);
    if (status == ORB_OK)
        status = fill_side(&land.sites, &land, r->sites, r->site_count, number);
    if (status == ORB_OK) {
        land.disc.inner /= sqrt(1 + 1.02 * land.tilt * land.tilt);
        find_ratios(&land, out);
        find_access(&land, out);
        find_rest(&land, out, some, ORB_REACHED);
        find_rest(&land, out, some, ORB_REACHED_UNKNOWN);
    }
    release_side(&land.places);
    release_side(&land.sites);
    orb_free(some);
    return status;
}

/* The first of the places after those of the lands done; its middle is that of its places.
 */
static bool next_land(const struct orb_near_request *r, const uint16_t *done, size_t count,
                      struct orb_link_point *middle)
{
    uint32_t n = 0;
    bool found = false;

    for (uint32_t i = 0; i < r->place_count; i++) {
        bool known = false;

        for (size_t k = 0; k < count; k++)
            known = known || done[k] == r->places[i].frame;
        if (known || (found && r->places[i].frame != middle->frame))
            continue;
        if (!found)
            *middle = (struct orb_link_point){ .frame = r->places[i].frame };
        found = true;
        if (isnan(r->places[i].lon) || isnan(r->places[i].lat))
            continue;
        middle->lon += r->places[i].lon;
        middle->lat += r->places[i].lat;
        n++;
    }
    if (n > 0) {
        middle->lon /= n;
        middle->lat /= n;
    }
    return found;
}

/* The mainland and the territories of orb_link_frame. */
#define LANDS 32

enum orb_status orb_near_2sfca(struct orb_catchment *out, const struct orb_near_request *r,
                               struct orb_error *err)
{
    struct orb_catchment made = {
        .access = orb_calloc((size_t)r->place_count + 1, sizeof *made.access),
        .reached = orb_calloc((size_t)r->place_count + 1, sizeof *made.reached),
        .ratio = orb_calloc((size_t)r->site_count + 1, sizeof *made.ratio),
        .unused = orb_calloc((size_t)r->site_count + 1, sizeof *made.unused),
    };
    struct orb_link_point middle = { 0 };
    uint16_t done[LANDS];
    size_t lands = 0;
    enum orb_status status = ORB_OK;

    if (made.access == NULL || made.reached == NULL || made.ratio == NULL ||
        made.unused == NULL)
        status = ORB_ERR_MEMORY;
    for (uint32_t j = 0; status == ORB_OK && j < r->site_count; j++) {
        made.ratio[j] = isnan(r->supply[j]) ? (double)NAN : 0;
        made.unused[j] = r->supply[j] > 0;
    }
    while (status == ORB_OK && lands < LANDS && next_land(r, done, lands, &middle)) {
        done[lands++] = middle.frame;
        status = do_land(r, middle.frame, &middle, &made);
    }
    if (status != ORB_OK) {
        orb_catchment_release(&made);
        return orb_error_memory(err);
    }
    *out = made;
    return ORB_OK;
}
