/* Pairs are sorted, then written as runs. */
#include "engine/cohort/neighbours.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/geo/frame.h"

/* Metres of a degree of latitude, less than anywhere on the ellipsoid. */
#define DEGREE_M 110500.0

static int compare_pairs(const void *x, const void *y)
{
    const struct orb_pair *p = x;
    const struct orb_pair *q = y;

    if (p->a != q->a)
        return p->a < q->a ? -1 : 1;
    return (p->b > q->b) - (p->b < q->b);
}

enum orb_status orb_neighbours_join(struct orb_neighbour_list *out, uint32_t count,
                                    struct orb_pair *pairs, size_t pair_count,
                                    struct orb_error *err)
{
    struct orb_pair *both = orb_calloc(2 * pair_count + 1, sizeof *both);
    size_t kept = 0;

    out->first = orb_calloc((size_t)count + 2, sizeof *out->first);
    out->items = orb_calloc(2 * pair_count + 1, sizeof *out->items);
    if (both == NULL || out->first == NULL || out->items == NULL) {
        orb_free(both);
        return orb_error_memory(err);
    }
    for (size_t i = 0; i < pair_count; i++) {
        both[2 * i] = pairs[i];
        both[2 * i + 1] = (struct orb_pair){ pairs[i].b, pairs[i].a };
    }
    qsort(both, 2 * pair_count, sizeof *both, compare_pairs);
    for (size_t i = 0; i < 2 * pair_count; i++) {
        if (both[i].a == both[i].b || (i > 0 && compare_pairs(&both[i - 1], &both[i]) == 0))
            continue;
        out->items[kept++] = both[i].b;
        out->first[both[i].a + 1]++;
    }
    for (uint32_t i = 0; i < count; i++)
        out->first[i + 1] += out->first[i];
    out->count = count;
    orb_free(both);
    return ORB_OK;
}

/* ---- within a distance */

struct place {
    double lat;
    struct orb_ecef at;
    uint32_t unit;
};

static int compare_places(const void *x, const void *y)
{
    const struct place *p = x;
    const struct place *q = y;

    if (p->lat != q->lat)
        return p->lat < q->lat ? -1 : 1;
    return (p->unit > q->unit) - (p->unit < q->unit);
}

struct pairs {
    struct orb_pair *items;
    size_t count, capacity;
};

/* From the south to the north: what is too far north ends the search. */
static enum orb_status pair_up(struct pairs *pairs, const struct place *places,
                               size_t count, double metres, struct orb_error *err)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1;
             k < count && (places[k].lat - places[i].lat) * DEGREE_M <= metres; k++) {
            if (orb_ecef_chord_m(places[i].at, places[k].at) > metres)
                continue;
            if (orb_grow((void **)&pairs->items, &pairs->capacity, pairs->count,
                         sizeof *pairs->items) != ORB_OK)
                return orb_error_memory(err);
            pairs->items[pairs->count++] =
                (struct orb_pair){ places[i].unit, places[k].unit };
        }
    return ORB_OK;
}

enum orb_status orb_neighbours_near(struct orb_neighbour_list *out,
                                    const struct orb_unit_points *points, double metres,
                                    struct orb_error *err)
{
    const double *lon = points->lon;
    const double *lat = points->lat;
    uint32_t count = points->count;
    struct place *places = orb_calloc((size_t)count + 1, sizeof *places);
    struct pairs pairs = { 0 };
    size_t placed = 0;
    enum orb_status status;

    if (places == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < count; i++)
        if (!isnan(lon[i]) && !isnan(lat[i]))
            places[placed++] = (struct place){ lat[i], orb_ecef_make(lon[i], lat[i]), i };
    qsort(places, placed, sizeof *places, compare_places);
    status = pair_up(&pairs, places, placed, metres, err);
    if (status == ORB_OK)
        status = orb_neighbours_join(out, count, pairs.items, pairs.count, err);
    orb_free(pairs.items);
    orb_free(places);
    return status;
}

struct orb_neighbours orb_neighbours_view(const struct orb_neighbour_list *list)
{
    return (struct orb_neighbours){ list->first, list->items, list->count };
}

void orb_neighbour_list_release(struct orb_neighbour_list *list)
{
    orb_free(list->first);
    orb_free(list->items);
    memset(list, 0, sizeof *list);
}
