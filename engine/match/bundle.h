/* The plan being made: its needs, its candidates, the ways to cover the needs. Private to
 * engine/match. */
#ifndef ORB_MATCH_BUNDLE_H
#define ORB_MATCH_BUNDLE_H

#include "engine/match/search.h"

/* The best way to cover a set of needs with a number of offers: ids are found again through
 * the chain of parts. */
struct orb_partial {
    uint64_t covers;
    int64_t minutes, score;
    uint32_t count;
    uint32_t last;   /* candidate */
    uint32_t before; /* partial + 1; 0 = none */
};

struct orb_bundler {
    struct orb_matcher *m;
    uint32_t order[ORB_PERSON_MAX_NEEDS]; /* the kept needs, which are planned, in the
                                             person's order */
    uint32_t kept;
    enum orb_class class_[ORB_PERSON_MAX_NEEDS]; /* class of the candidates, by place in
                                                    order; ORB_EXCLUDED = none */
    ORB_QUERY_GROW(struct orb_candidate) candidates;
    ORB_QUERY_GROW(struct orb_partial) partials;
    uint32_t *slot; /* by set of needs: candidate + 1, then partial + 1 */
    const struct orb_partial *chosen;
    struct orb_ranked served;
    bool changed; /* a candidate was found or bettered */
};

/* What was found for the i-th need of the plan. */
static inline const struct orb_need_rows *orb_bundle_rows(const struct orb_bundler *b,
                                                          uint32_t i)
{
    return &b->m->rows[b->order[i]];
}

/* An offer as a candidate, from its evaluation. */
struct orb_candidate orb_bundle_candidate(const struct orb_matcher *m,
                                          const struct orb_cat_member *x,
                                          const struct orb_evaluation *e);

/* Of two candidates for the same needs, is the first the better one? */
bool orb_bundle_is_better(const struct orb_candidate *a, const struct orb_candidate *b);

/* Keep it if it is the best of its set of needs. False without memory. */
bool orb_bundle_keep(struct orb_bundler *b, const struct orb_candidate *candidate);

/* Look for the candidates that a bounded search left aside. False without memory. */
bool orb_bundle_complete(struct orb_bundler *b);

/* The best candidate of each set of needs, in candidates. False without memory. */
bool orb_bundle_collect(struct orb_bundler *b);

/* The weight of the priorities of some needs of the plan. */
double orb_bundle_weight(const struct orb_bundler *b, uint64_t covers);

/* The plan as it is told, from the one chosen. False without memory. */
bool orb_bundle_tell(struct orb_bundler *b, struct orb_plan *out);

#endif
