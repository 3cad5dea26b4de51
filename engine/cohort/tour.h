/* Rounds: in which order to visit places so as to travel little. Pure. */
#ifndef ORB_COHORT_TOUR_H
#define ORB_COHORT_TOUR_H

#include <stddef.h>

#include "engine/base/error.h"

/* Above this many places a round is no round. */
#define ORB_TOUR_MAX 400

/*
 * Order count places, from the first back to the first, by minutes: count * count numbers,
 * from row to column; finite and >= 0. order gets the numbers of the places, 0 first.
 * Nearest neighbour, then exchanges of two journeys and moves of one place until none
 * shortens the round: short, not proved the shortest. The same minutes give the same order.
 * ORB_ERR_RANGE above ORB_TOUR_MAX.
 */
ORB_MUST_CHECK enum orb_status orb_tour_order(size_t *order, const double *minutes,
                                              size_t count, struct orb_error *err);

/* The minutes of a round in that order, the way back included. */
double orb_tour_minutes(const size_t *order, const double *minutes, size_t count);

#endif
