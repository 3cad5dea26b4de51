/* One search for each place that one leaves from. The file has one way of travelling: that
 * of its costs, whatever --mode says. */
#include "cli/travel_roads.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/geo/frame.h"
#include "engine/store/spatialite/roads.h"
#include "engine/travel/router.h"

#define EARTH_RADIUS_KM 6371.0088
#define NO_NODE         SIZE_MAX

struct node {
    int64_t id;
    struct orb_ecef position;
    double seconds; /* from the place that is looked at; NaN = not reached */
};

/* A place of the table, by the crossing next to it. */
struct stop {
    struct orb_ecef position;
    size_t node; /* NO_NODE = too far from any */
    uint32_t place;
};

struct stops {
    struct stop *stops;
    size_t count;
};

struct walk {
    struct cli_travel *travel;
    struct orb_roads *roads;
    struct node *nodes; /* by growing id */
    size_t node_count, node_capacity;
    struct stops from;
    struct stops to;
    double limit_m;
    char version[sizeof "sha256:" + ORB_DIGEST_LEN];
    struct orb_travel_given *told; /* added at the end: the table is looked up until then */
    size_t told_count, told_capacity;
};

const char *cli_travel_roads_path(const char *router)
{
    size_t len = strlen(CLI_TRAVEL_ROADS);

    return strncmp(router, CLI_TRAVEL_ROADS, len) == 0 && router[len] != '\0' ? router + len
                                                                              : NULL;
}

static enum orb_status add_node(void *context, int64_t node, double lon, double lat,
                                struct orb_error *err)
{
    struct walk *w = context;

    if (w->node_count > 0 && w->nodes[w->node_count - 1].id == node)
        return ORB_OK;
    if (orb_grow((void **)&w->nodes, &w->node_capacity, w->node_count, sizeof *w->nodes) !=
        ORB_OK)
        return orb_error_memory(err);
    w->nodes[w->node_count++] = (struct node){ node, orb_ecef_make(lon, lat), NAN };
    return ORB_OK;
}

static size_t next_to(const struct walk *w, struct orb_ecef position)
{
    double best = ORB_ROUTER_SNAP_M;
    size_t found = NO_NODE;

    for (size_t i = 0; i < w->node_count; i++) {
        double metres = orb_ecef_chord_m(w->nodes[i].position, position);

        if (metres <= best) {
            best = metres;
            found = i;
        }
    }
    return found;
}

static int by_place(const void *a, const void *b)
{
    const struct stop *x = a;
    const struct stop *y = b;

    return (x->place > y->place) - (x->place < y->place);
}

static enum orb_status fill(struct walk *w, struct stops *out,
                            const struct cli_travel_place *places, size_t count,
                            struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    size_t kept = 0;

    out->stops = orb_calloc(count + 1, sizeof *out->stops);
    if (out->stops == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; status == ORB_OK && i < count; i++) {
        struct stop *stop = &out->stops[out->count];

        if (!(fabs(places[i].lon) <= 180 && fabs(places[i].lat) <= 90))
            continue;
        status = orb_travel_table_name(&w->travel->table, places[i].id, &stop->place, err);
        stop->position = orb_ecef_make(places[i].lon, places[i].lat);
        stop->node = next_to(w, stop->position);
        out->count++;
    }
    qsort(out->stops, out->count, sizeof *out->stops, by_place);
    for (size_t i = 0; i < out->count; i++)
        if (kept == 0 || out->stops[i].place != out->stops[kept - 1].place)
            out->stops[kept++] = out->stops[i];
    out->count = kept;
    return status;
}

static enum orb_status take_reached(void *context, int64_t node, double seconds,
                                    struct orb_error *err)
{
    struct walk *w = context;
    size_t low = 0;
    size_t high = w->node_count;

    (void)err;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (w->nodes[middle].id < node)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < w->node_count && w->nodes[low].id == node)
        w->nodes[low].seconds = seconds;
    return ORB_OK;
}

static enum orb_status tell(struct walk *w, const struct stop *from, const struct stop *to,
                            struct orb_error *err)
{
    bool off = from->node == NO_NODE || to->node == NO_NODE;
    double seconds = off ? NAN : w->nodes[to->node].seconds;

    if (orb_grow((void **)&w->told, &w->told_capacity, w->told_count, sizeof *w->told) !=
        ORB_OK)
        return orb_error_memory(err);
    w->told[w->told_count++] =
        (struct orb_travel_given){ .from = from->place,
                                   .to = to->place,
                                   .mode = w->travel->mode,
                                   .answer = off              ? ORB_TRAVEL_OFF_NETWORK
                                             : isnan(seconds) ? ORB_TRAVEL_NO_ROUTE
                                                              : ORB_TRAVEL_ROUTE,
                                   .minutes = seconds / 60,
                                   .km = NAN,
                                   .method = "roads",
                                   .version = w->version };
    w->travel->off_network += off ? 1 : 0;
    w->travel->asked++;
    return ORB_OK;
}

static enum orb_status leave_from(struct walk *w, const struct stop *from,
                                  struct orb_error *err)
{
    const struct orb_roads_taker taker = { w, take_reached };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; i < w->node_count; i++)
        w->nodes[i].seconds = NAN;
    if (from->node != NO_NODE)
        status = orb_roads_reach(w->roads, w->nodes[from->node].id, 1e9, &taker, err);
    for (size_t j = 0; status == ORB_OK && j < w->to.count; j++) {
        const struct stop *to = &w->to.stops[j];

        if (orb_ecef_chord_m(from->position, to->position) <= w->limit_m &&
            orb_travel_table_between(&w->travel->table, from->place, to->place,
                                     w->travel->mode, NULL) == ORB_TRAVEL_MISSING)
            status = tell(w, from, to, err);
    }
    return status;
}

static enum orb_status go(struct walk *w, const struct cli_travel_pairs *pairs,
                          struct orb_error *err)
{
    struct orb_travel_table *table = &w->travel->table;
    enum orb_status status = orb_roads_nodes(w->roads, add_node, w, err);

    if (status == ORB_OK)
        status = fill(w, &w->from, pairs->from, pairs->from_count, err);
    if (status == ORB_OK)
        status = fill(w, &w->to, pairs->to, pairs->to_count, err);
    if (status == ORB_OK)
        status = orb_travel_table_seal(table, err);
    for (size_t i = 0; status == ORB_OK && i < w->from.count; i++)
        status = leave_from(w, &w->from.stops[i], err);
    for (size_t i = 0; status == ORB_OK && i < w->told_count; i++)
        status = orb_travel_table_add(table, &w->told[i], err);
    return status == ORB_OK ? orb_travel_table_seal(table, err) : status;
}

enum orb_status cli_travel_roads(struct cli_travel *travel, const char *path,
                                 const struct cli_travel_pairs *pairs,
                                 struct orb_error *err)
{
    struct walk w = { .travel = travel, .limit_m = INFINITY };
    enum orb_status status = orb_roads_open(&w.roads, path, err);

    if (pairs->limit_km > 0)
        w.limit_m = orb_arc_to_chord(pairs->limit_km, EARTH_RADIUS_KM) * 1000;
    memcpy(w.version, "sha256:", sizeof "sha256:");
    if (status == ORB_OK)
        status = orb_digest_file(path, "sha256", w.version + strlen("sha256:"), err);
    if (status == ORB_OK)
        status = go(&w, pairs, err);
    orb_roads_close(w.roads);
    orb_free(w.nodes);
    orb_free(w.from.stops);
    orb_free(w.to.stops);
    orb_free(w.told);
    return status;
}
