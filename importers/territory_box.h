/* Where on Earth the territories of France are, to catch positions that cannot be right. */
#ifndef ORB_IMPORTERS_TERRITORY_BOX_H
#define ORB_IMPORTERS_TERRITORY_BOX_H

#include <stdbool.h>

/*
 * Can a commune or département of this code lie within min lon, min lat, max lon, max lat?
 * Mainland and Corsica are one territory, each overseas one is its own.
 */
bool orb_territory_holds(const char *code, const double box[4]);

#endif
