/* Expectation-maximisation over patterns: its cost does not depend on the number of pairs,
 * nor its result on their order. */
#include "engine/linkage/estimate.h"

#include <math.h>
#include <string.h>

#define STEPS 100
#define FLOOR 1e-6
/* The start counts as this many pairs, so that a handful of records is judged by it. */
#define PRIOR_PAIRS 20.0

static const struct linkage_model start = {
    .share = 0.1,
    .m = { { 0, 0.03, 0.07, 0.15, 0.75 },
           { 0, 0.05, 0.05, 0.1, 0.8 },
           { 0, 0.15, 0.85 },
           { 0, 0.03, 0.07, 0.2, 0.7 } },
    .u = { { 0, 0.85, 0.1, 0.04, 0.01 },
           { 0, 0.85, 0.08, 0.02, 0.05 },
           { 0, 0.95, 0.05 },
           { 0, 0.7, 0.2, 0.07, 0.03 } },
};

double orb_linkage_probability(const struct linkage_model *model, unsigned pattern)
{
    uint8_t levels[LINKAGE_FIELDS];
    double yes = model->share;
    double no = 1 - model->share;

    orb_linkage_pattern_levels(pattern, levels);
    for (size_t f = 0; f < LINKAGE_FIELDS; f++)
        if (levels[f] != 0) {
            yes *= model->m[f][levels[f]];
            no *= model->u[f][levels[f]];
        }
    return yes / (yes + no);
}

/* Each level's share of its field, never 0. */
static void normalise(double field[LINKAGE_LEVELS], size_t levels)
{
    double sum = 0;

    for (size_t l = 1; l <= levels; l++)
        sum += field[l];
    for (size_t l = 1; l <= levels; l++)
        field[l] = field[l] / sum > FLOOR ? field[l] / sum : FLOOR;
}

/* Pairs of each level if the model is right, added to those of the start. */
static void expect(struct linkage_model *next, const struct linkage_model *model,
                   const struct linkage_counts *counts)
{
    double one = PRIOR_PAIRS * start.share;
    double all = PRIOR_PAIRS;

    for (size_t f = 0; f < LINKAGE_FIELDS; f++)
        for (size_t l = 0; l < LINKAGE_LEVELS; l++) {
            next->m[f][l] = PRIOR_PAIRS * start.m[f][l];
            next->u[f][l] = PRIOR_PAIRS * start.u[f][l];
        }
    for (unsigned k = 0; k < LINKAGE_PATTERNS; k++) {
        double pairs = (double)counts->pairs[k];
        double p = counts->pairs[k] > 0 ? orb_linkage_probability(model, k) : 0;
        uint8_t levels[LINKAGE_FIELDS];

        orb_linkage_pattern_levels(k, levels);
        one += pairs * p;
        all += pairs;
        for (size_t f = 0; f < LINKAGE_FIELDS; f++) {
            next->m[f][levels[f]] += pairs * p;
            next->u[f][levels[f]] += pairs * (1 - p);
        }
    }
    next->share = one / all;
}

void orb_linkage_estimate(struct linkage_model *out, const struct linkage_counts *counts)
{
    *out = start;
    for (int step = 0; step < STEPS; step++) {
        struct linkage_model next;

        expect(&next, out, counts);
        for (size_t f = 0; f < LINKAGE_FIELDS; f++) {
            normalise(next.m[f], orb_linkage_level_counts[f]);
            normalise(next.u[f], orb_linkage_level_counts[f]);
        }
        *out = next;
    }
}
