/* One bad point fails a whole batch, and a server may want smaller ones: both are cut until
 * they pass. */
#include "engine/router/blocks.h"

#include <assert.h>
#include <math.h>

#include "engine/base/alloc.h"

enum { BLOCKS = 64 };

/* The points of a side that are asked: positions, and their numbers in the batch. */
struct side {
    struct orb_router_point points[ORB_ROUTER_POINTS];
    size_t numbers[ORB_ROUTER_POINTS];
    size_t count;
};

struct block {
    size_t from, from_count, to, to_count;
};

struct asking {
    struct orb_router *router;
    const struct orb_router_batch *batch;
    struct side from;
    struct side to;
    struct orb_router_leg *legs; /* of one block */
    struct block blocks[BLOCKS];
    size_t block_count;
};

static void fill_side(struct side *side, const struct orb_router_point *points,
                      size_t count)
{
    side->count = count;
    for (size_t i = 0; i < count; i++) {
        side->points[i] = points[i];
        side->numbers[i] = i;
    }
}

static void hand_out(const struct asking *a, const struct block *b)
{
    for (size_t i = 0; i < b->from_count; i++)
        for (size_t j = 0; j < b->to_count; j++)
            a->batch->legs[a->from.numbers[b->from + i] * a->batch->to_count +
                           a->to.numbers[b->to + j]] = a->legs[i * b->to_count + j];
}

/* Two halves of the longer side. The stack holds at most two blocks for each of the dozen
 * cuts that lead from 50 by 50 to one pair. */
static void cut(struct asking *a, const struct block *b)
{
    struct block halves[2] = { *b, *b };

    assert(a->block_count + 2 <= BLOCKS);
    if (b->from_count >= b->to_count) {
        halves[0].from_count = b->from_count / 2;
        halves[1].from += halves[0].from_count;
        halves[1].from_count -= halves[0].from_count;
    } else {
        halves[0].to_count = b->to_count / 2;
        halves[1].to += halves[0].to_count;
        halves[1].to_count -= halves[0].to_count;
    }
    a->blocks[a->block_count++] = halves[1];
    a->blocks[a->block_count++] = halves[0];
}

static enum orb_status ask_block(struct asking *a, const struct block *b,
                                 enum orb_router_refusal *refusal, struct orb_error *err)
{
    const struct orb_router_batch batch = { a->batch->mode, a->from.points + b->from,
                                            b->from_count,  a->to.points + b->to,
                                            b->to_count,    a->legs };
    enum orb_status status = orb_router_send_batch(a->router, &batch, refusal, err);

    if (status != ORB_OK)
        return status;
    if (*refusal == ORB_ROUTER_NO_WAY && b->from_count * b->to_count == 1) {
        a->legs[0] = (struct orb_router_leg){ ORB_TRAVEL_NO_ROUTE, NAN, NAN };
        *refusal = ORB_ROUTER_ANSWERED;
    }
    if (*refusal == ORB_ROUTER_ANSWERED)
        hand_out(a, b);
    else if (*refusal != ORB_ROUTER_BAD_POINT && b->from_count * b->to_count > 1)
        cut(a, b);
    return ORB_OK;
}

/* Until all is asked, or a point is found to be bad. */
static enum orb_status ask_blocks(struct asking *a, bool *has_bad_point,
                                  struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    *has_bad_point = false;
    a->block_count = 0;
    if (a->from.count > 0 && a->to.count > 0)
        a->blocks[a->block_count++] = (struct block){ 0, a->from.count, 0, a->to.count };
    while (status == ORB_OK && a->block_count > 0 && !*has_bad_point) {
        struct block b = a->blocks[--a->block_count];
        enum orb_router_refusal refusal;

        status = ask_block(a, &b, &refusal, err);
        *has_bad_point = refusal == ORB_ROUTER_BAD_POINT;
    }
    return status;
}

/* Are these points all near a road? Asked from each of them to the first. */
static enum orb_status try_points(struct asking *a, const struct side *side, size_t first,
                                  size_t count, bool *good)
{
    const struct orb_router_batch batch = {
        a->batch->mode, side->points + first, count, side->points + first, 1, a->legs
    };
    enum orb_router_refusal refusal;
    struct orb_error err = { 0 };
    enum orb_status status = orb_router_send_batch(a->router, &batch, &refusal, &err);

    *good = status == ORB_OK && refusal != ORB_ROUTER_BAD_POINT;
    return status;
}

/* Leave the bad points out, found by halves. A failure leaves them in: the batch then fails
 * as a whole. */
static void drop_bad(struct asking *a, struct side *side)
{
    struct block ranges[BLOCKS] = { { 0, side->count, 0, 0 } };
    size_t range_count = side->count > 0 ? 1 : 0;
    struct side good = { .count = 0 };

    while (range_count > 0) {
        struct block r = ranges[--range_count];
        bool passes = true;

        if (try_points(a, side, r.from, r.from_count, &passes) != ORB_OK)
            return;
        if (!passes && r.from_count > 1) {
            size_t half = r.from_count / 2;

            ranges[range_count++] =
                (struct block){ r.from + half, r.from_count - half, 0, 0 };
            ranges[range_count++] = (struct block){ r.from, half, 0, 0 };
        }
        for (size_t i = 0; passes && i < r.from_count; i++) {
            good.points[good.count] = side->points[r.from + i];
            good.numbers[good.count++] = side->numbers[r.from + i];
        }
    }
    *side = good;
}

/* Pairs with a point that was left out. */
static void mark_dropped(const struct asking *a)
{
    const struct orb_router_batch *batch = a->batch;
    bool from[ORB_ROUTER_POINTS] = { false };
    bool to[ORB_ROUTER_POINTS] = { false };

    for (size_t i = 0; i < a->from.count; i++)
        from[a->from.numbers[i]] = true;
    for (size_t j = 0; j < a->to.count; j++)
        to[a->to.numbers[j]] = true;
    for (size_t n = 0; n < batch->from_count * batch->to_count; n++)
        if (!from[n / batch->to_count] || !to[n % batch->to_count])
            batch->legs[n] = (struct orb_router_leg){ ORB_TRAVEL_OFF_NETWORK, NAN, NAN };
}

enum orb_status orb_router_ask_blocks(struct orb_router *router,
                                      const struct orb_router_batch *batch,
                                      struct orb_error *err)
{
    struct asking a = { .router = router, .batch = batch };
    bool has_bad_point = false;
    enum orb_status status;

    a.legs = orb_calloc(ORB_ROUTER_POINTS * ORB_ROUTER_POINTS, sizeof *a.legs);
    if (a.legs == NULL)
        return orb_error_memory(err);
    fill_side(&a.from, batch->from, batch->from_count);
    fill_side(&a.to, batch->to, batch->to_count);
    status = ask_blocks(&a, &has_bad_point, err);
    if (status == ORB_OK && has_bad_point) {
        drop_bad(&a, &a.from);
        drop_bad(&a, &a.to);
        mark_dropped(&a);
        status = ask_blocks(&a, &has_bad_point, err);
    }
    orb_free(a.legs);
    return status;
}
