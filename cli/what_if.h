/* What changes of ages, zones, travel or IGAS would bring to a caseload that is sorted. */
#ifndef CLI_WHAT_IF_H
#define CLI_WHAT_IF_H

#include "cli/caseload.h"
#include "engine/cohort/counterfactual.h"

/* Zero-initialised is empty. Everything is valid until release. */
struct cli_what_if {
    struct orb_change_person *people; /* by case; NULL = not asked */
    struct orb_arena arenas[CLI_JOBS_MAX];
};

/* Ask about everybody, as the caseload was sorted, on as many threads; the answer does not
 * depend on their number. Release with cli_what_if_release, also on failure. */
ORB_MUST_CHECK enum orb_status cli_what_if_ask(struct cli_what_if *out,
                                               const struct cli_caseload *caseload,
                                               const struct cli_caseload_question *question,
                                               struct orb_error *err);
void cli_what_if_release(struct cli_what_if *what_if);

#endif
