/* What services answered to a person, beside what they declare: arguments, not a judgement.
 */
#ifndef CLI_REFUSAL_SHEET_H
#define CLI_REFUSAL_SHEET_H

#include "cli/people.h"
#include "maps/handout.h"

/*
 * Tell each refusal of the case: what was asked and when, of whom, the answer with its
 * codes, and whether what the service declares confirms or contradicts it, for the person
 * as on the day of the refusal. Reads the territory of cli. The reference date of the case
 * is changed.
 */
ORB_MUST_CHECK enum orb_status cli_refusal_sheet_tell(struct orb_handout *out,
                                                      const struct cli_context *cli,
                                                      struct cli_people_job *job,
                                                      struct orb_case *case_,
                                                      struct orb_error *err);

#endif
