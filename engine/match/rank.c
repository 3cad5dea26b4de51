/* The order of the policy: class first, then score and travel, then the identifier
 * (MATCHING 7). */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/search.h"

bool orb_rank_compare(const struct orb_profile_policy *policy, const struct orb_ranked *a,
                      const struct orb_ranked *b)
{
    for (int i = 0; i < ORB_RANK_PARTS; i++) {
        switch (policy->order[i]) {
        case ORB_RANK_CLASS:
            if (a->class_ != b->class_)
                return a->class_ < b->class_;
            break;
        case ORB_RANK_SCORE:
            if (a->score_key != b->score_key)
                return a->score_key > b->score_key;
            break;
        case ORB_RANK_TRAVEL:
            if (a->minutes_key != b->minutes_key)
                return a->minutes_key < b->minutes_key;
            break;
        default:
            return a->id_rank < b->id_rank;
        }
    }
    return a->id_rank < b->id_rank;
}

/* Put a row in a heap whose last comes on top, from a place downwards. */
static void sink(const struct orb_profile_policy *policy, struct orb_ranked *rows,
                 size_t at, size_t count, const struct orb_ranked *row)
{
    for (;;) {
        size_t child = 2 * at + 1;

        if (child >= count)
            break;
        if (child + 1 < count && orb_rank_before(policy, &rows[child], &rows[child + 1]))
            child++;
        if (!orb_rank_before(policy, row, &rows[child]))
            break;
        rows[at] = rows[child];
        at = child;
    }
    rows[at] = *row;
}

void orb_top_begin(struct orb_top *top, size_t keep)
{
    top->count = 0;
    top->total = 0;
    top->keep = keep;
    top->last_class = keep == 0 ? -1 : ORB_CLASSES;
    top->last_score = -INFINITY;
}

/* A hundred thousandth is left for the rounding of keys. */
static void note_last(const struct orb_profile_policy *policy, struct orb_top *top)
{
    top->last_class = top->items[0].class_;
    top->last_score = policy->order[1] == ORB_RANK_SCORE
                          ? 1e-6 * (double)top->items[0].score_key - 1e-5
                          : -INFINITY;
}

bool orb_top_add(const struct orb_profile_policy *policy, struct orb_top *top,
                 const struct orb_ranked *row)
{
    top->total++;
    if (!orb_top_takes(policy, top, row))
        return true;
    if (top->count == top->keep) {
        sink(policy, top->items, 0, top->count, row);
        note_last(policy, top);
        return true;
    }
    if (orb_grow((void **)&top->items, &top->capacity, top->count, sizeof *row) != ORB_OK)
        return false;
    top->items[top->count++] = *row;
    if (top->count < top->keep)
        return true;
    for (size_t i = top->count / 2; i-- > 0;) {
        struct orb_ranked moved = top->items[i];

        sink(policy, top->items, i, top->count, &moved);
    }
    note_last(policy, top);
    return true;
}

/* Merge runs of width rows, told by their numbers. */
static void merge(const struct orb_profile_policy *policy, const struct orb_top *top,
                  const uint32_t *from, uint32_t *to, size_t width)
{
    for (size_t start = 0; start < top->count; start += 2 * width) {
        size_t middle = start + width < top->count ? start + width : top->count;
        size_t end = middle + width < top->count ? middle + width : top->count;
        size_t a = start;
        size_t b = middle;

        for (size_t at = start; at < end; at++)
            to[at] =
                b == end || (a < middle && !orb_rank_before(policy, &top->items[from[b]],
                                                            &top->items[from[a]]))
                    ? from[a++]
                    : from[b++];
    }
}

bool orb_top_sort(const struct orb_profile_policy *policy, struct orb_top *top,
                  struct orb_arena *arena)
{
    struct orb_ranked *rows;
    uint32_t *from;
    uint32_t *to;

    if (top->count < 2)
        return true;
    rows = orb_arena_array(arena, top->count, sizeof *rows);
    from = orb_arena_array(arena, top->count, sizeof *from);
    to = orb_arena_array(arena, top->count, sizeof *to);
    if (rows == NULL || from == NULL || to == NULL)
        return false;
    for (size_t i = 0; i < top->count; i++)
        from[i] = (uint32_t)i;
    for (size_t width = 1; width < top->count; width *= 2) {
        uint32_t *spare = from;

        merge(policy, top, from, to, width);
        from = to;
        to = spare;
    }
    for (size_t i = 0; i < top->count; i++)
        rows[i] = top->items[from[i]];
    memcpy(top->items, rows, top->count * sizeof *rows);
    return true;
}

/* ---- lines */

struct orb_ranked orb_row(const struct orb_cat_member *x, const struct orb_verdict *v)
{
    struct orb_ranked row = { .offer = x->offer,
                              .id_rank = x->id_rank,
                              .class_ = (uint8_t)v->class_ };

    row.minutes_key = isnan(v->place.minutes) ? ORB_KEY_UNKNOWN : orb_key(v->place.minutes);
    row.slack_key = orb_key(v->slack);
    return row;
}

struct orb_ranked orb_need_row(const struct orb_matcher *m, const struct orb_cat_member *x,
                               const struct orb_need_evaluation *n)
{
    struct orb_ranked row = orb_row(x, &m->verdicts[n->frequency]);

    row.score_key = orb_key(n->score);
    row.low_key = orb_key(n->score_low);
    row.high_key = orb_key(n->score_high);
    row.neutral_key = orb_key(n->neutral);
    return row;
}
