/* Writing what a person decided of services: one, or several. */
#ifndef CLI_DECIDE_H
#define CLI_DECIDE_H

#include "cli/command.h"
#include "engine/model/decision.h"

/* The options of the commands that decide. */
extern const struct cli_option cli_decide_options[];

/*
 * Decide of every pair of the operands, services or offers of the territory, then find
 * again which records are one, and say what became of them. ORB_ERR_NOT_FOUND for an
 * operand that is neither, ORB_ERR_SYNTAX for twice the same service.
 */
ORB_MUST_CHECK enum orb_status cli_decide(const struct cli_context *cli,
                                          const struct cli_arguments *args,
                                          enum orb_decision_choice choice,
                                          struct orb_error *err);

#endif
