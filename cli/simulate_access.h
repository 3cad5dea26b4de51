/* Access to places, before and after a scenario. */
#ifndef CLI_SIMULATE_ACCESS_H
#define CLI_SIMULATE_ACCESS_H

#include "cli/gap_question.h"
#include "maps/report_simulate.h"

/*
 * Compute the access of people of each area to the places for each need asked for, on both
 * catalogues (E2SFCA, the profile's catchments), in the arena. Fails like
 * orb_access_compute.
 */
ORB_MUST_CHECK enum orb_status cli_simulated_access(struct orb_simulated_access *out,
                                                    const struct cli_planning *planning,
                                                    struct cli_gap_question *question,
                                                    const struct orb_report_simulation *in,
                                                    struct orb_error *err);

#endif
