/* The circle of an offer as people read it: the circle, its evidence, its dates. */
#ifndef CLI_CIRCLE_H
#define CLI_CIRCLE_H

#include "cli/sheet.h"
#include "engine/match/circle.h"

/* Add the section of the circle of an offer, for the operator and the date of circles; a
 * circle that cannot be told is unknown. */
void cli_sheet_circle(struct cli_sheet *sheet, const struct orb_circles *circles,
                      uint32_t offer);

#endif
