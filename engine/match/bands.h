/*
 * Between which limits of travel offers are. Within a band nothing changes: neither whether
 * a way is within the limit of some frequency, nor its slack. Private to engine/match.
 */
#ifndef ORB_MATCH_BANDS_H
#define ORB_MATCH_BANDS_H

#include <math.h>

#include "engine/match/query.h"

/* Limits of travel: of each frequency, and of residential modalities, then how much more
 * each step of slack takes them to be. */
#define ORB_MASK_STEPS 7
#define ORB_LIMITS     ((ORB_FREQUENCIES + 1) * (ORB_MASK_STEPS + 1))
/* Between limits; the last but one is beyond them all, the last has no known time. */
#define ORB_BANDS        (ORB_LIMITS + 2)
#define ORB_BAND_UNKNOWN (ORB_BANDS - 1)

struct orb_bands {
    bool travels;               /* a journey may be estimated */
    int64_t limits[ORB_LIMITS]; /* keys of minutes, least first */
    bool pure[ORB_LIMITS];      /* a limit, not only a step of slack */
    uint32_t limit_count;
    /* squares of the chords within which, and beyond which, a limit surely holds, or not */
    double within[5][ORB_LIMITS], beyond[5][ORB_LIMITS];
};

/* For the person at hand; the profile has ORB_MASK_STEPS steps of slack at most. */
void orb_bands_find(const struct orb_matcher *m, struct orb_bands *bands);

/* The same from a place alone, known to the half metre; ORB_BAND_UNSURE at a limit. */
#define ORB_BAND_UNSURE ORB_BANDS
static inline uint32_t orb_band_at(const struct orb_matcher *m,
                                   const struct orb_bands *bands, struct orb_ecef at,
                                   uint32_t density)
{
    double dx = at.x - m->position.x;
    double dy = at.y - m->position.y;
    double dz = at.z - m->position.z;
    double d = dx * dx + dy * dy + dz * dz;
    uint32_t last = bands->limit_count;
    uint32_t band = 0;

    if (!bands->travels || isnan(d))
        return ORB_BAND_UNKNOWN;
    /* Most are too far for all of them. */
    if (d > bands->beyond[density][last - 1])
        return last;
    while (d > bands->beyond[density][band])
        band++;
    return d < bands->within[density][band] ? band : ORB_BAND_UNSURE;
}

/* Between which limits the journey to an offer is. */
uint32_t orb_band_of(const struct orb_matcher *m, const struct orb_bands *bands,
                     const struct orb_cat_member *x);

/* Minutes that stand for a band: within a limit the limit itself; beyond them all, far
 * beyond every step of slack. NaN = unknown. */
double orb_band_minutes(const struct orb_bands *bands, uint32_t band);

/* The band of the limit above: for ways that do not also come to the person, of which
 * slack decides nothing. */
uint32_t orb_band_of_limit(const struct orb_bands *bands, uint32_t band);

#endif
