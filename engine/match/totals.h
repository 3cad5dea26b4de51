/*
 * How many offers are of each class and answer each need, for an answer of a few lines.
 * Private to engine/match.
 */
#ifndef ORB_MATCH_TOTALS_H
#define ORB_MATCH_TOTALS_H

#include "engine/match/query.h"

/* Can they be counted without being looked at one by one? */
bool orb_totals_apply(const struct orb_matcher *m);

/* Sets counts, the totals of all lists and the number of near misses, whatever they were.
 * False without memory. */
bool orb_totals_count(struct orb_matcher *m, uint64_t counts[ORB_CLASSES]);

#endif
