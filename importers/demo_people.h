/* Who lives in a commune of the invented land: classes of age and income. */
#ifndef ORB_IMPORTERS_DEMO_PEOPLE_H
#define ORB_IMPORTERS_DEMO_PEOPLE_H

#include "importers/demo_land.h"

#define ORB_DEMO_AGES_LEN 128

/* The text of the population by class of age (engine/model/ages.h): it adds up to the
 * population of the commune. */
void orb_demo_ages(char out[ORB_DEMO_AGES_LEN], const struct orb_demo_land *land,
                   uint32_t place);

/* The median standard of living in whole euros; NaN where too few people live for it to be
 * published, and here and there. */
double orb_demo_income(const struct orb_demo_land *land, uint32_t place);

#endif
