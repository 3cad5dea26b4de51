/*
 * A territory whose offers accept wider ages, and come farther around one commune: copies
 * of the columns that say so, everything else shared with the catalogue. For "what if"
 * questions on many persons, without making a catalogue for each. Pure.
 */
#ifndef ORB_COHORT_WIDENED_H
#define ORB_COHORT_WIDENED_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/catalogue/catalogue.h"

struct orb_widened;

/* One catalogue for each number of months, that both bounds of ages move apart by; unknown
 * and missing bounds stay. The catalogue is borrowed. NULL without memory. */
struct orb_widened *orb_widened_new(const struct orb_catalogue *catalogue,
                                    const int *months, size_t count);
void orb_widened_free(struct orb_widened *widened);

/* Borrowed; valid until widened is freed, its zones until they change. */
const struct orb_catalogue *orb_widened_catalogue(const struct orb_widened *widened,
                                                  size_t at);

/*
 * From now on zones reach a commune, in all the catalogues, when one of the communes that
 * they hold is within some kilometres of it, between points of communes (straight on the
 * ellipsoid, METHODS 1.1); 0 km = zones as they are. A matcher sees it from its next
 * question on. False when the point of the commune is unknown: zones are then as they are.
 */
bool orb_widened_reach(struct orb_widened *widened, const char *commune, double km);

#endif
