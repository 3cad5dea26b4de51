/* How much a place counts at a distance (METHODS 2). Pure. */
#ifndef ORB_PLANNING_DECAY_H
#define ORB_PLANNING_DECAY_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/model/profile.h"

enum orb_decay_kind {
    ORB_DECAY_ONE = 0,     /* 1 */
    ORB_DECAY_STEPS,       /* weight[i] up to and with limit[i], the higher at a break; 0
                              beyond the last */
    ORB_DECAY_LINEAR,      /* max(0, 1 - d / a) */
    ORB_DECAY_EXPONENTIAL, /* e^(-a d) */
    ORB_DECAY_GAUSSIAN,    /* e^(-d^2 / 2 a^2) */
    ORB_DECAY_POWER,       /* min(1, d^-a) */
    ORB_DECAY_GRAVITY,     /* (max(d, least) / scale)^a, least above 0 */
    ORB_DECAY_LOGISTIC, /* (1 + e^(-a pi / (b sqrt 3))) / (1 + e^((d - a) pi / (b sqrt 3)))
                         */
    ORB_DECAYS
};

extern const char *const orb_decay_names[ORB_DECAYS];

/* d is in the unit of the links: minutes or kilometres. */
struct orb_decay {
    enum orb_decay_kind kind;
    double a, b;
    double least, scale; /* of gravity */
    double limit[ORB_PROFILE_STEPS], weight[ORB_PROFILE_STEPS];
    uint32_t steps;
};

/* The profile's steps over a catchment of that size: equal parts of it. */
struct orb_decay orb_decay_of_profile(const struct orb_profile *profile, double catchment);

/* The weight at d >= 0. Steps are compared on keys (llround(d * 1e6)). */
double orb_decay_at(const struct orb_decay *decay, double d);

/* Is d within the limit, the limit included? Compared on keys; no limit is infinite. */
bool orb_decay_within(double d, double limit);

#endif
