/* The circle of an offer as people read it: the circle, its evidence, its dates. */
#ifndef CLI_CIRCLE_H
#define CLI_CIRCLE_H

#include "cli/sheet.h"
#include "cli/territory.h"
#include "engine/model/profile.h"

/* Add the section of the circle of an offer at a date; a circle that cannot be told is
 * unknown. */
void cli_sheet_circle(struct cli_sheet *sheet, const struct cli_territory *territory,
                      const struct orb_profile *profile, uint32_t offer);

#endif
