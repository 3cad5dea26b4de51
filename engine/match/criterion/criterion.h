/* The criteria of the score, one per file (MATCHING 5): each gives f in [0, 1], or NaN for
 * unknown. */
#ifndef ORB_MATCH_CRITERION_CRITERION_H
#define ORB_MATCH_CRITERION_CRITERION_H

#include "engine/match/query.h"

/* N: how well terms cover a need; 0 = not at all. */
double orb_criterion_coverage(const struct orb_matcher *m, const struct orb_cat_terms *t,
                              const struct orb_query_need *need);

/* G: half the value for each half-life of travel. */
double orb_criterion_travel(double minutes, double half_life);

/* R: the circle. I: droit commun (enum orb_tristate), else the static circle. */
double orb_criterion_relation(const struct orb_matcher *m, enum orb_circle circle);
double orb_criterion_inclusion(const struct orb_matcher *m, uint8_t droit_commun,
                               enum orb_circle circle);

/* E: how close the public is, and a narrow age range. */
bool orb_criterion_is_narrow(const struct orb_matcher *m, const struct orb_cat_terms *t);
double orb_criterion_expertise(const struct orb_matcher *m, bool narrow,
                               enum orb_public_level level);

/* W: a place, or the waiting time. */
double orb_criterion_waiting(const struct orb_matcher *m, const struct orb_cat_member *x,
                             const struct orb_place *place);

/* A: mean over what was asked; out = f, low, high. away: at home or remote, where premises
 * do not matter. */
void orb_criterion_accessibility(const struct orb_matcher *m,
                                 const struct orb_cat_member *x, bool away, double out[3]);

/*
 * H, first part: the latest attempts on the offer (special, NULL = none), else on its
 * category. NaN when the person has no attempt at all. *tried: the worst of them is no
 * success.
 */
double orb_criterion_past(const struct orb_matcher *m, orb_cat_code category,
                          const struct orb_query_special *special, bool *tried);

/* H, second part: 1 or 0 when themes are wished for this need, NaN when the offer's are
 * unknown, -1 when none is wished. */
double orb_criterion_wish(const struct orb_matcher *m, const struct orb_cat_terms *t,
                          const struct orb_query_need *need);

#endif
