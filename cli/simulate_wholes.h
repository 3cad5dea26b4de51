/* Those whom other reports on the persons of a vault count, and how many of them a scenario
 * gives or takes something: their difference tells as much as a count. */
#ifndef CLI_SIMULATE_WHOLES_H
#define CLI_SIMULATE_WHOLES_H

#include "engine/base/arena.h"
#include "engine/base/strmap.h"
#include "engine/cohort/triage.h"
#include "maps/report_simulate.h"

/* Zero-initialised is empty. */
struct cli_simulated_wholes {
    struct orb_strmap names;
    struct orb_simulated_whole *items; /* by number of name */
    size_t capacity;
};

/* Count a person, sorted before the scenario, in the wholes that have it: those with an
 * unmet need, by family too, and those with a need. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status
cli_simulated_wholes_add(struct cli_simulated_wholes *wholes,
                         const struct orb_triage_person *person,
                         const struct orb_simulated_change *change, struct orb_error *err);
void cli_simulated_wholes_release(struct cli_simulated_wholes *wholes);

#endif
