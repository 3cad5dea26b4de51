/* Persons matched on a territory as it is and as it would be. */
#ifndef CLI_SIMULATE_PERSONS_H
#define CLI_SIMULATE_PERSONS_H

#include "cli/people_source.h"
#include "cli/planning.h"
#include "cli/simulate_wholes.h"
#include "maps/report_simulate.h"

/* Zero-initialised is empty. */
struct cli_simulated_persons {
    struct orb_simulated_persons told;
    bool asked; /* there were files, or a vault, be they empty */
    struct orb_arena arena;
    struct orb_simulated_need *changes;
    size_t capacity;
    struct cli_simulated_wholes wholes; /* of a vault */
};

/*
 * Read the situations of the files, each one person or an array of them, match each of them
 * on both catalogues at the date of planning, and count. igas: rules lifted after. Nothing
 * of a person is kept but what the counts and changes tell. Errors as orb_person_parse;
 * release with cli_simulated_persons_release, also on failure.
 */
struct cli_simulated_question {
    struct cli_planning *planning;
    const struct orb_catalogue *after;
    const bool *igas; /* of ORB_IGAS_OPTIONS */
    const char *const *paths;
    size_t path_count;
    struct cli_people_source *vault; /* the persons of a vault, open; NULL = of the files */
    bool
        remembered; /* what is told is compared with what the vault remembers: see wholes */
};

ORB_MUST_CHECK enum orb_status
cli_simulated_persons_read(struct cli_simulated_persons *out,
                           const struct cli_simulated_question *question,
                           struct orb_error *err);
void cli_simulated_persons_release(struct cli_simulated_persons *persons);

#endif
