/*
 * What the parameters of the estimate would be, had they been fitted to minutes that a
 * matrix or a router told: by least squares (METHODS 1.2). It proposes and changes nothing.
 * Pure.
 */
#ifndef ORB_TRAVEL_FIT_H
#define ORB_TRAVEL_FIT_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/error.h"
#include "engine/model/profile.h"

/* One pair whose minutes are told. */
struct orb_travel_sample {
    double distance_km; /* along the surface */
    double minutes;
    int density_from; /* INSEE, 1..4; 0 = the profile's default */
    int density_to;
};

/* Borrowed. */
struct orb_travel_samples {
    enum orb_travel_mode mode;
    const struct orb_travel_sample *samples;
    size_t count;
};

enum {
    ORB_FIT_ACCESS = 0,
    ORB_FIT_LOCAL, /* the local speeds keep their proportions */
    ORB_FIT_MID,
    ORB_FIT_FAR,
    ORB_FITS
};

/* Shares of the pairs at which residuals are told. */
enum { ORB_FIT_QUANTILES = 5 };
extern const double orb_fit_quantiles[ORB_FIT_QUANTILES]; /* 0.05, 0.25, 0.5, 0.75, 0.95 */

struct orb_travel_fit {
    struct orb_profile_travel_mode proposed; /* the profile's, where nothing was fitted */
    bool is_fitted[ORB_FITS]; /* false: the pairs do not tell it, or tell what cannot be */
    double before[ORB_FIT_QUANTILES]; /* estimated minutes less those told */
    double after[ORB_FIT_QUANTILES];
    double absolute_before; /* mean of the absolute values */
    double absolute_after;
};

/* ORB_ERR_RANGE when there are fewer than ten pairs, ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_travel_fit(struct orb_travel_fit *out,
                                              const struct orb_profile *profile,
                                              const struct orb_travel_samples *pairs,
                                              struct orb_error *err);

#endif
