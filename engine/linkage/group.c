/* Two groups merge only when all their members agree: A like B like C is not A like C
 * (METHODS 9). */
#include "engine/linkage/group.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"

double orb_linkage_pair_probability(const struct linkage_judge *judge,
                                    const struct linkage_pair *pair)
{
    return pair->sure != LINKAGE_SCORED ? 1.0 : judge->probabilities[pair->pattern];
}

/* qsort has no context: pairs are ordered by a number that stands for their probability. */
struct ranked {
    double probability;
    struct linkage_pair pair;
};

static int best_first(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;

    if (x->pair.sure != y->pair.sure)
        return x->pair.sure > y->pair.sure ? -1 : 1;
    if (x->probability > y->probability || x->probability < y->probability)
        return x->probability > y->probability ? -1 : 1;
    if (x->pair.a != y->pair.a)
        return x->pair.a < y->pair.a ? -1 : 1;
    return (x->pair.b > y->pair.b) - (x->pair.b < y->pair.b);
}

static enum orb_status sort_pairs(const struct linkage_judge *judge,
                                  struct linkage_pair *pairs, size_t count)
{
    struct ranked *ranked = orb_calloc(count + 1, sizeof *ranked);

    if (ranked == NULL)
        return ORB_ERR_MEMORY;
    for (size_t i = 0; i < count; i++)
        ranked[i] =
            (struct ranked){ orb_linkage_pair_probability(judge, &pairs[i]), pairs[i] };
    qsort(ranked, count, sizeof *ranked, best_first);
    for (size_t i = 0; i < count; i++)
        pairs[i] = ranked[i].pair;
    orb_free(ranked);
    return ORB_OK;
}

/* May these two be in one group? */
static bool agree(const struct linkage_judge *judge, size_t a, size_t b)
{
    enum linkage_choice choice = orb_linkage_decided(judge->decisions, a, b);
    struct linkage_evidence e;

    if (choice != LINKAGE_UNDECIDED)
        return choice == LINKAGE_SAME;
    e = orb_linkage_compare(judge->forms, a, b);
    if (e.veto || e.doubts != 0)
        return false;
    return e.certain ||
           judge->probabilities[orb_linkage_pattern(e.levels)] >= judge->policy->review;
}

static bool all_agree(const struct linkage_groups *groups,
                      const struct linkage_judge *judge, uint32_t a, uint32_t b)
{
    uint32_t x = a;

    do {
        uint32_t y = b;

        do {
            if (!agree(judge, x, y))
                return false;
            y = groups->next[y];
        } while (y != b);
        x = groups->next[x];
    } while (x != a);
    return true;
}

/* Did a person say of a member of each that they are two? */
static bool is_kept_apart(const struct linkage_groups *groups,
                          const struct linkage_judge *judge, uint32_t a, uint32_t b)
{
    uint32_t x = a;

    do {
        uint32_t y = b;

        do {
            if (orb_linkage_decided(judge->decisions, x, y) == LINKAGE_DISTINCT)
                return true;
            y = groups->next[y];
        } while (y != b);
        x = groups->next[x];
    } while (x != a);
    return false;
}

static void merge(struct linkage_groups *groups, uint32_t a, uint32_t b)
{
    uint32_t low = a < b ? a : b;
    uint32_t high = a < b ? b : a;
    uint32_t swap = groups->next[low];
    uint32_t x = high;

    groups->size[low] += groups->size[high];
    do {
        groups->first[x] = low;
        x = groups->next[x];
    } while (x != high);
    groups->next[low] = groups->next[high];
    groups->next[high] = swap;
}

static bool is_automatic(const struct linkage_judge *judge, const struct linkage_pair *pair)
{
    return pair->sure != LINKAGE_SCORED ||
           (pair->doubts == 0 &&
            judge->probabilities[pair->pattern] >= judge->policy->automatic);
}

enum orb_status orb_linkage_groups_make(struct linkage_groups *out,
                                        const struct linkage_judge *judge,
                                        struct linkage_pair *pairs, size_t pair_count,
                                        struct orb_error *err)
{
    size_t count = judge->forms->count;

    out->first = orb_calloc(count + 1, sizeof *out->first);
    out->next = orb_calloc(count + 1, sizeof *out->next);
    out->size = orb_calloc(count + 1, sizeof *out->size);
    if (out->first == NULL || out->next == NULL || out->size == NULL ||
        sort_pairs(judge, pairs, pair_count) != ORB_OK)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < count; i++) {
        out->first[i] = out->next[i] = i;
        out->size[i] = 1;
    }
    for (size_t i = 0; i < pair_count; i++) {
        uint32_t a = out->first[pairs[i].a];
        uint32_t b = out->first[pairs[i].b];

        if (a == b || !is_automatic(judge, &pairs[i]))
            continue;
        /* A person's word needs no agreement, but for that of another word. */
        if (pairs[i].sure == LINKAGE_DECIDED ? !is_kept_apart(out, judge, a, b)
                                             : all_agree(out, judge, a, b))
            merge(out, a, b);
    }
    return ORB_OK;
}

void orb_linkage_groups_release(struct linkage_groups *groups)
{
    orb_free(groups->first);
    orb_free(groups->next);
    orb_free(groups->size);
    memset(groups, 0, sizeof *groups);
}
