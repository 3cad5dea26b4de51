/* Those whom other reports on the persons of a vault count, and how many of them a scenario
 * gives or takes something: their difference tells as much as a count. */
#ifndef CLI_SIMULATE_WHOLES_H
#define CLI_SIMULATE_WHOLES_H

#include "engine/base/arena.h"
#include "engine/base/strmap.h"
#include "engine/cohort/triage.h"
#include "engine/planning/mesh.h"
#include "maps/report_simulate.h"

#define CLI_SIMULATED_AREAS 3 /* levels */

/* Zero-initialised is empty. */
struct cli_simulated_wholes {
    struct orb_strmap names;
    struct orb_simulated_whole *items; /* by number of name */
    size_t capacity;
    const struct orb_catalogue *catalogue;       /* borrowed */
    struct orb_areas areas[CLI_SIMULATED_AREAS]; /* that other reports tell */
};

/* Of an empty one: the areas of a perimeter. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status
cli_simulated_wholes_place(struct cli_simulated_wholes *wholes,
                           const struct orb_catalogue *catalogue,
                           const struct orb_perimeter *perimeter, struct orb_error *err);

/* Count a person, sorted before the scenario, in the wholes that have it: those of an age,
 * of a phase, of an area; those with an unmet need or one to verify, by area too; those
 * with an unmet need of a family, by area too, and those with a need. After
 * cli_simulated_wholes_place. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status
cli_simulated_wholes_add(struct cli_simulated_wholes *wholes,
                         const struct orb_triage_person *person,
                         const struct orb_simulated_change *change, struct orb_error *err);
void cli_simulated_wholes_release(struct cli_simulated_wholes *wholes);

#endif
