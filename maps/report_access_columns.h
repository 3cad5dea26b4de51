/* Columns that the tables of access by area and by age share. Private to
 * maps/report_access*.c. */
#ifndef ORB_MAPS_REPORT_ACCESS_COLUMNS_H
#define ORB_MAPS_REPORT_ACCESS_COLUMNS_H

#include "maps/report.h"

/* clang-format off */
#define ORB_REPORT_ACCESS_WITHOUT \
    { .key = "without", \
      .title = N_("Share without access"), \
      .definition = N_("Of the demand, the share that no known place in reach takes."), \
      .type = ORB_REPORT_PERCENT, \
      .decimals = 1 }

#define ORB_REPORT_ACCESS_NEAREST \
    { .key = "nearest_median", \
      .title = N_("Nearest site, median"), \
      .definition = N_( \
          "Minutes or kilometres to the nearest site that takes them and that they go to: half of the demand is at less. Out of reach: more than half has none within the limit. At home only: what they have comes to them or is given at a distance."), \
      .type = ORB_REPORT_DECIMAL, \
      .decimals = 1 }, \
    { .key = "nearest_decile", \
      .title = N_("Nearest site, worst decile"), \
      .definition = N_( \
          "Nine tenths of the demand are at less. Out of reach: more than a tenth has no site within the limit."), \
      .type = ORB_REPORT_DECIMAL, \
      .decimals = 1 }
/* clang-format on */

#endif
