/*
 * Where more persons than elsewhere have a need that nothing answers, and how sure that is
 * (METHODS 5.5): rates drawn towards the mean of all as their base is small, Gi* and local
 * Moran on these rates, p adjusted for the number of tests. Pure.
 */
#ifndef ORB_COHORT_HOTSPOTS_H
#define ORB_COHORT_HOTSPOTS_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/error.h"
#include "engine/cohort/autocorrelation.h"

/* The share of false spots that is accepted (Benjamini and Hochberg). */
#define ORB_HOTSPOT_Q 0.05

enum orb_spot {
    ORB_SPOT_UNDEFINED = 0, /* not tested, or beside nobody */
    ORB_SPOT_COLD,          /* fewer than chance would leave, neighbours included */
    ORB_SPOT_NONE,
    ORB_SPOT_HOT,
    ORB_SPOTS
};

/* By unit; borrowed. */
struct orb_hotspots_input {
    const double *cases, *bases; /* none negative */
    const bool *known; /* units that are left out are false, as if they were not; NULL = all
                          are known */
    struct orb_neighbours beside;
};

/* NaN where there is nothing to say. */
struct orb_hotspot {
    double rate;    /* cases over base */
    double shrunk;  /* drawn towards the mean: what is tested */
    double z, p;    /* of Gi*, p adjusted */
    double local;   /* local Moran, above 0 when alike its neighbours */
    double local_p; /* adjusted */
    enum orb_spot spot;
};

/* Release with orb_hotspots_release. */
struct orb_hotspots {
    struct orb_hotspot *units;
    uint32_t count;   /* all units */
    uint32_t known;   /* of them, looked at */
    uint32_t islands; /* looked at, beside nobody: undefined */
    bool tested;      /* ORB_AUTOCORRELATION_MIN units are known at least */
    double mean;      /* of all; NaN = no base */
};

/* ORB_ERR_MEMORY. out is to be released, also on failure. */
ORB_MUST_CHECK enum orb_status orb_hotspots_find(struct orb_hotspots *out,
                                                 const struct orb_hotspots_input *input,
                                                 struct orb_error *err);
void orb_hotspots_release(struct orb_hotspots *hotspots);

#endif
