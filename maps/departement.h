/* The département of a person, by one rule in all that counts them: else two reports of the
 * same day would count others under the same code. */
#ifndef ORB_MAPS_DEPARTEMENT_H
#define ORB_MAPS_DEPARTEMENT_H

#include "engine/planning/mesh.h"

/* How much of an INSEE code of a commune names its département; 0 = it is no such code. */
size_t orb_departement_len(const char *commune);

/* The number, among areas of the level of départements, of that of a commune: the one that
 * the territory tells, or of a code that it does not know, the one that the code begins
 * with. ORB_CAT_NONE = none of them; commune may be NULL. */
uint32_t orb_departement_find(const struct orb_areas *departements,
                              const struct orb_catalogue *catalogue, const char *commune);

#endif
