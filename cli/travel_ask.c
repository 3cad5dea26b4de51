/* Pairs are asked in blocks of near places, so that few requests cover many of them. What
 * is sent is made of communes and of published places, whole; a person is one end of pairs
 * that say so, which are kept nowhere. */
#include <math.h>
#include <stdlib.h>

#include "cli/clock.h"
#include "cli/database.h"
#include "cli/diagnostics.h"
#include "cli/travel_options.h"
#include "cli/travel_roads.h"
#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/geo/frame.h"
#include "engine/router/cache.h"
#include "engine/router/client.h"

#define EARTH_RADIUS_KM 6371.0088

/* In a row: after them the router is taken for gone, and asked no more. */
enum { FAILURES = 2 };

/* One side: places that have a position, each once, near ones together. */
struct spot {
    struct orb_router_point point;
    struct orb_ecef position;
    uint64_t order;
    uint32_t place; /* of the table */
};

struct spots {
    struct spot *spots;
    size_t count;
};

/* A leg to be added when all are known: the table is looked up until then. */
struct told {
    struct orb_router_leg leg;
    uint32_t from, to;
};

struct asker {
    struct cli_travel *travel;
    struct orb_router router;
    struct orb_router_cache *cache; /* NULL = none, for what leads to a person */
    struct spots from;
    struct spots to;
    double limit_m; /* of the chord; INFINITY = none */
    struct told *told;
    size_t told_count, told_capacity;
    bool learned;
    unsigned failures;
    struct orb_router_leg *legs; /* of one block */
    bool *wanted;                /* of its pairs */
};

/* ---- places */

/* Longitude and latitude by turns, bit by bit: near places are near in this order. */
static uint64_t order_of(double lon, double lat)
{
    uint32_t x = (uint32_t)((lon + 180) / 360 * 65535);
    uint32_t y = (uint32_t)((lat + 90) / 180 * 65535);
    uint64_t order = 0;

    for (unsigned bit = 0; bit < 16; bit++)
        order |= (uint64_t)(x >> bit & 1) << (2 * bit) | (uint64_t)(y >> bit & 1)
                                                             << (2 * bit + 1);
    return order;
}

static int by_order(const void *a, const void *b)
{
    const struct spot *x = a;
    const struct spot *y = b;

    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static bool has_position(const struct cli_travel_place *place)
{
    return fabs(place->lon) <= 180 && fabs(place->lat) <= 90;
}

static enum orb_status fill(struct spots *out, struct orb_travel_table *table,
                            const struct cli_travel_place *places, size_t count,
                            struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    size_t kept = 0;

    out->spots = orb_calloc(count + 1, sizeof *out->spots);
    if (out->spots == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; status == ORB_OK && i < count; i++) {
        struct spot *spot = &out->spots[out->count];

        if (!has_position(&places[i]))
            continue;
        status = orb_travel_table_name(table, places[i].id, &spot->place, err);
        spot->point = (struct orb_router_point){ places[i].lon, places[i].lat };
        spot->position = orb_ecef_make(places[i].lon, places[i].lat);
        spot->order = order_of(places[i].lon, places[i].lat);
        out->count++;
    }
    qsort(out->spots, out->count, sizeof *out->spots, by_order);
    /* The same place twice, as two offers of one site, is one. */
    for (size_t i = 0; i < out->count; i++)
        if (kept == 0 || out->spots[i].place != out->spots[kept - 1].place)
            out->spots[kept++] = out->spots[i];
    out->count = kept;
    return status;
}

/* ---- one block */

struct block {
    const struct spot *from;
    const struct spot *to;
    struct orb_router_batch batch;
    struct orb_router_point from_points[ORB_ROUTER_POINTS];
    struct orb_router_point to_points[ORB_ROUTER_POINTS];
};

static void make_block(struct asker *a, struct block *b, size_t from, size_t to)
{
    size_t side = a->router.kind == ORB_ROUTER_IGN ? 1 : ORB_ROUTER_POINTS;
    size_t from_count = a->from.count - from < side ? a->from.count - from : side;
    size_t to_count = a->to.count - to < side ? a->to.count - to : side;

    b->from = a->from.spots + from;
    b->to = a->to.spots + to;
    for (size_t i = 0; i < from_count; i++)
        b->from_points[i] = b->from[i].point;
    for (size_t j = 0; j < to_count; j++)
        b->to_points[j] = b->to[j].point;
    b->batch = (struct orb_router_batch){ a->travel->mode, b->from_points, from_count,
                                          b->to_points,    to_count,       a->legs };
}

/* Pairs within the limit that the matrix does not say; how many. */
static size_t mark_wanted(const struct asker *a, const struct block *b)
{
    size_t count = 0;

    for (size_t i = 0; i < b->batch.from_count; i++)
        for (size_t j = 0; j < b->batch.to_count; j++) {
            bool wanted =
                orb_ecef_chord_m(b->from[i].position, b->to[j].position) <= a->limit_m &&
                orb_travel_table_between(&a->travel->table, b->from[i].place,
                                         b->to[j].place, a->travel->mode,
                                         NULL) == ORB_TRAVEL_MISSING;

            a->wanted[i * b->batch.to_count + j] = wanted;
            count += wanted;
        }
    return count;
}

static enum orb_status keep_leg(struct asker *a, const struct block *b, size_t n,
                                struct orb_error *err)
{
    const struct orb_router_leg *leg = &a->legs[n];

    if (!a->wanted[n] || leg->answer == ORB_TRAVEL_MISSING)
        return ORB_OK;
    if (orb_grow((void **)&a->told, &a->told_capacity, a->told_count, sizeof *a->told) !=
        ORB_OK)
        return orb_error_memory(err);
    a->told[a->told_count++] = (struct told){ *leg, b->from[n / b->batch.to_count].place,
                                              b->to[n % b->batch.to_count].place };
    a->wanted[n] = false;
    a->travel->off_network += leg->answer == ORB_TRAVEL_OFF_NETWORK;
    return ORB_OK;
}

static enum orb_status keep_legs(struct asker *a, const struct block *b,
                                 unsigned long long *count, struct orb_error *err)
{
    size_t before = a->told_count;
    enum orb_status status = ORB_OK;

    for (size_t n = 0; status == ORB_OK && n < b->batch.from_count * b->batch.to_count; n++)
        status = keep_leg(a, b, n, err);
    *count += a->told_count - before;
    return status;
}

static enum orb_status recall(struct asker *a, const struct block *b, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t n = 0; status == ORB_OK && n < b->batch.from_count * b->batch.to_count; n++)
        if (a->wanted[n])
            status = orb_router_cache_find(a->cache, &a->router, &b->batch, n, err);
    return status == ORB_OK ? keep_legs(a, b, &a->travel->remembered, err) : status;
}

/* The router is gone, or did not answer as it should: said once each, no error. */
static void tell_failure(struct asker *a, const struct orb_error *why)
{
    a->failures++;
    cli_note(a->travel->cli, "%s: %s", why->place, why->text);
    if (a->failures == FAILURES)
        cli_note(a->travel->cli, _("the router is asked no more; what it did not say is "
                                   "estimated"));
}

static enum orb_status send_block(struct asker *a, const struct block *b,
                                  struct orb_error *err)
{
    struct orb_error why = { 0 };
    enum orb_status status = ORB_OK;

    if (a->failures < FAILURES) {
        status = orb_router_ask(&a->router, &b->batch, &why);
        if (status == ORB_ERR_MEMORY)
            return orb_error_memory(err);
        if (status != ORB_OK)
            tell_failure(a, &why);
        else
            a->failures = 0;
        status = a->cache == NULL
                     ? ORB_OK
                     : orb_router_cache_put(a->cache, &a->router, &b->batch, err);
    }
    if (status == ORB_OK)
        status = keep_legs(a, b, &a->travel->asked, err);
    return status;
}

static size_t left_of(const struct asker *a, const struct block *b)
{
    size_t left = 0;

    for (size_t n = 0; n < b->batch.from_count * b->batch.to_count; n++)
        left += a->wanted[n];
    return left;
}

/* The version of the router is a part of what the cache knows pairs by. */
static enum orb_status learn(struct asker *a, const struct block *b, struct orb_error *err)
{
    struct orb_router_batch pair = b->batch;
    struct orb_error why = { 0 };
    enum orb_status status;

    if (a->learned)
        return ORB_OK;
    a->learned = true;
    pair.from_count = pair.to_count = 1;
    status = orb_router_learn(&a->router, &pair, &why);
    if (status == ORB_ERR_MEMORY)
        return orb_error_memory(err);
    if (status != ORB_OK) {
        a->failures = FAILURES - 1;
        tell_failure(a, &why);
    }
    return ORB_OK;
}

static enum orb_status do_block(struct asker *a, size_t from, size_t to,
                                struct orb_error *err)
{
    struct block b;
    enum orb_status status;

    make_block(a, &b, from, to);
    if (mark_wanted(a, &b) == 0)
        return ORB_OK;
    for (size_t n = 0; n < b.batch.from_count * b.batch.to_count; n++)
        a->legs[n] = (struct orb_router_leg){ ORB_TRAVEL_MISSING, NAN, NAN };
    status = learn(a, &b, err);
    if (status == ORB_OK && a->cache != NULL)
        status = recall(a, &b, err);
    if (status == ORB_OK && left_of(a, &b) > 0)
        status = send_block(a, &b, err);
    a->travel->unanswered += left_of(a, &b);
    return status;
}

/* ---- all */

static enum orb_status do_blocks(struct asker *a, struct orb_error *err)
{
    size_t side = a->router.kind == ORB_ROUTER_IGN ? 1 : ORB_ROUTER_POINTS;
    enum orb_status status = ORB_OK;

    for (size_t to = 0; status == ORB_OK && to < a->to.count; to += side)
        for (size_t from = 0; status == ORB_OK && from < a->from.count; from += side)
            status = do_block(a, from, to, err);
    return status;
}

static enum orb_status add_told(struct asker *a, struct orb_error *err)
{
    struct orb_travel_table *table = &a->travel->table;
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < a->told_count; i++) {
        const struct told *t = &a->told[i];
        const struct orb_travel_given given = { .from = t->from,
                                                .to = t->to,
                                                .mode = a->travel->mode,
                                                .answer = t->leg.answer,
                                                .minutes = t->leg.seconds / 60,
                                                .km = t->leg.metres / 1000,
                                                .method = a->router.name,
                                                .version = a->router.version };

        status = orb_travel_table_add(table, &given, err);
    }
    return status == ORB_OK ? orb_travel_table_seal(table, err) : status;
}

static enum orb_status open_cache(struct asker *a, struct orb_error *err)
{
    char now[CLI_CLOCK_LEN];
    struct orb_buf path = { 0 };
    orb_date today = ORB_DATE_NONE;
    enum orb_status status = ORB_OK;

    (void)orb_date_parse(&today, cli_clock_write(now), 10);
    if (a->travel->cache_path != NULL)
        orb_buf_text(&path, a->travel->cache_path);
    else
        status = cli_database_beside(&path, a->travel->cli->database, ".travel", err);
    if (status == ORB_OK)
        status = orb_buf_check(&path, err);
    if (status == ORB_OK)
        status = orb_router_cache_open(&a->cache, path.data, today, err);
    orb_buf_release(&path);
    return status;
}

static enum orb_status open_router(struct asker *a, struct orb_error *err)
{
    const char *certificates = getenv("SSL_CERT_FILE");

    if (certificates == NULL)
        certificates = getenv("CURL_CA_BUNDLE");
    return orb_router_open(&a->router, a->travel->router_spec, certificates,
                           getenv("SSL_CERT_DIR"), err);
}

static enum orb_status prepare(struct asker *a, const struct cli_travel_pairs *pairs,
                               struct orb_error *err)
{
    struct orb_travel_table *table = &a->travel->table;
    size_t most = ORB_ROUTER_POINTS * ORB_ROUTER_POINTS;
    enum orb_status status;

    a->limit_m = pairs->limit_km > 0
                     ? orb_arc_to_chord(pairs->limit_km, EARTH_RADIUS_KM) * 1000
                     : INFINITY;
    a->legs = orb_calloc(most, sizeof *a->legs);
    a->wanted = orb_calloc(most, sizeof *a->wanted);
    if (a->legs == NULL || a->wanted == NULL)
        return orb_error_memory(err);
    status = fill(&a->from, table, pairs->from, pairs->from_count, err);
    if (status == ORB_OK)
        status = fill(&a->to, table, pairs->to, pairs->to_count, err);
    if (status == ORB_OK)
        status = orb_travel_table_seal(table, err);
    if (status == ORB_OK && !pairs->is_personal)
        status = open_cache(a, err);
    return status;
}

enum orb_status cli_travel_ask(struct cli_travel *travel,
                               const struct cli_travel_pairs *pairs, struct orb_error *err)
{
    struct asker a = { .travel = travel };
    enum orb_status status;

    if (travel->router_spec == NULL)
        return ORB_OK;
    if (cli_travel_roads_path(travel->router_spec) != NULL)
        return cli_travel_roads(travel, cli_travel_roads_path(travel->router_spec), pairs,
                                err);
    status = open_router(&a, err);
    a.router.is_personal = pairs->is_personal;
    if (status == ORB_OK && !orb_router_takes(a.router.kind, travel->mode)) {
        travel->unknown_mode = true;
        cli_note(travel->cli,
                 _("the router '%s' does not know the mode '%s': its minutes "
                   "are estimated"),
                 a.router.name, orb_travel_mode_names[travel->mode]);
    } else if (status == ORB_OK) {
        status = prepare(&a, pairs, err);
        if (status == ORB_OK)
            status = do_blocks(&a, err);
        if (status == ORB_OK)
            status = add_told(&a, err);
    }
    orb_router_cache_close(a.cache);
    orb_router_close(&a.router);
    orb_free(a.from.spots);
    orb_free(a.to.spots);
    orb_free(a.told);
    orb_free(a.legs);
    orb_free(a.wanted);
    return status;
}
