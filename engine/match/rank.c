/* The order of the policy: class first, then score and travel, then the identifier
 * (MATCHING 7). */
#include <string.h>

#include "engine/match/query.h"

bool orb_rank_before(const struct orb_profile_policy *policy, const struct orb_ranked *a,
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

static void swap(struct orb_ranked *a, struct orb_ranked *b)
{
    struct orb_ranked t = *a;

    *a = *b;
    *b = t;
}

/* Restore a heap whose last comes on top. */
static void sink(const struct orb_profile_policy *policy, struct orb_ranked *rows,
                 size_t at, size_t count)
{
    for (;;) {
        size_t last = at;
        size_t child = 2 * at + 1;

        if (child < count && orb_rank_before(policy, &rows[last], &rows[child]))
            last = child;
        if (child + 1 < count && orb_rank_before(policy, &rows[last], &rows[child + 1]))
            last = child + 1;
        if (last == at)
            return;
        swap(&rows[at], &rows[last]);
        at = last;
    }
}

/* A heap of the best keep rows, then sorted in place: linear for few kept rows, and no
 * worse than a sort for many. */
size_t orb_rank(const struct orb_matcher *m, struct orb_ranked *rows, size_t count,
                size_t keep)
{
    const struct orb_profile_policy *policy = m->policy;
    size_t kept = keep < count ? keep : count;

    if (kept == 0)
        return 0;
    for (size_t i = kept / 2; i-- > 0;)
        sink(policy, rows, i, kept);
    for (size_t i = kept; i < count; i++)
        if (orb_rank_before(policy, &rows[i], &rows[0])) {
            swap(&rows[0], &rows[i]);
            sink(policy, rows, 0, kept);
        }
    for (size_t end = kept; end-- > 1;) {
        swap(&rows[0], &rows[end]);
        sink(policy, rows, 0, end);
    }
    return kept;
}
