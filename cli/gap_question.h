/* What is asked of a territory for its gaps: needs, people, limits of travel; shared by
 * gaps and simulate. */
#ifndef CLI_GAP_QUESTION_H
#define CLI_GAP_QUESTION_H

#include "cli/planning.h"
#include "cli/stratum.h"
#include "cli/travel_options.h"
#include "engine/planning/gaps.h"

/* clang-format off */
#define CLI_GAP_OPTIONS \
    { "need", 0, N_("CODES"), N_("only these SERAFIN-PH needs, with commas") }, \
    CLI_STRATUM_ROWS, \
    CLI_ORIENTATION_ROW, \
    { "minutes", 0, N_("N"), N_("limit of travel by day; 60 by default, 120 to live there") }
/* clang-format on */

/* Zero-initialised is closed. */
struct cli_gap_question {
    struct orb_arena arena;
    struct cli_travel travel;
    struct orb_gap_request
        request;     /* its catalogue and strata are those of the territory */
    uint32_t people; /* strata that part people by age: all of them */
    const char *group;
};

/* For parse: ORB_ERR_SYNTAX for what does not read. */
ORB_MUST_CHECK enum orb_status cli_gap_check(const struct cli_arguments *args,
                                             struct orb_error *err);

/*
 * Fill the request for an open territory and tell the report how it was asked. other is a
 * second catalogue whose ages cut the strata too, or NULL. ORB_ERR_NOT_FOUND for a need or
 * a group that does not exist. Release with cli_gap_question_close, also on failure.
 */
ORB_MUST_CHECK enum orb_status cli_gap_question_open(struct cli_gap_question *out,
                                                     struct cli_planning *planning,
                                                     const struct cli_arguments *args,
                                                     const struct orb_catalogue *other,
                                                     struct orb_error *err);
/* Say which rules are lifted, and that what they let through is « hors autorisation
 * actuelle »; nothing when none is. */
void cli_igas_tell(struct orb_report *report, const bool igas[ORB_IGAS_OPTIONS]);

void cli_gap_question_close(struct cli_gap_question *question);

#endif
