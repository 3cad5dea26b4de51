/* What is looked for to complete a plan. Private to engine/match. */
#ifndef ORB_MATCH_BUNDLE_COMPLETE_H
#define ORB_MATCH_BUNDLE_COMPLETE_H

#include <math.h>

#include "engine/match/bundle.h"

/* What an offer must better to be part of the plan for some needs: a candidate that answers
 * them, and maybe more, in fewer minutes would be taken instead; so would one of as many
 * minutes and a higher score, or of the same score and a smaller id. */
struct orb_demand {
    uint64_t covers;
    int64_t minutes;
    int64_t score;
    uint32_t id_rank;
};
#define ORB_DEMANDS 64

/* Where offers are when neither the grid nor the zones lead anywhere. */
enum orb_somewhere {
    ORB_SOMEWHERE_HERE,    /* or maybe here */
    ORB_SOMEWHERE_AT_HOME, /* nobody knows of whom */
    ORB_SOMEWHERE_ON_SITE,
    ORB_SOMEWHERES
};

/* What the kinds of a pair must do, wherever they are: their criterion W, times its weight,
 * is this at least. */
struct orb_asked_pair {
    const struct orb_care_facts *care;
    uint64_t covers; /* what the care covers */
    double g, w;     /* weights of the criteria in the overall score, for the care */
    double least[ORB_SOMEWHERES];
};

struct orb_completer {
    struct orb_walker walker;
    struct orb_bundler *b;
    struct orb_demand demands[ORB_DEMANDS]; /* by some bits of what they cover */
    uint64_t of_class[ORB_CLASSES];         /* the needs that a class is good enough for */
    uint64_t of_frequency[ORB_FREQUENCIES]; /* by index in frequencies */
    uint64_t near_misses;                   /* the needs that what is too far may answer */
    uint8_t place[ORB_PERSON_MAX_NEEDS];    /* by need: in the plan; kept = not there */
    double from_m;                          /* of the stage */
    const struct orb_care_facts *care;      /* asked for last, and what it covers */
    uint64_t covers;
    const struct orb_care_facts *asker; /* met last, and the most minutes that it asks */
    double asked_most;
    struct orb_asked_pair pair;
};

/* What offers may do at best: minutes are none for what comes home. */
struct orb_offered {
    uint64_t covers;
    double minutes;
};

/* Minutes may be rounded down, never up. */
static inline int64_t orb_least_minutes(const struct orb_offered *offered)
{
    return offered->minutes > 0 && isfinite(offered->minutes)
               ? orb_key(offered->minutes * (1 - 1e-9))
               : 0;
}

/* The needs of the plan that a care covers, of those that are looked at. */
uint64_t orb_completer_covered(struct orb_completer *c, const struct orb_care_facts *care);

/* What must be bettered for some needs; valid until the next one is asked for. */
const struct orb_demand *orb_completer_demand(struct orb_completer *c, uint64_t covers);

/* Every kind that may be asked for, when neither the grid nor the zones lead anywhere.
 * False without memory. */
bool orb_completer_walk_anywhere(struct orb_completer *c);

#endif
