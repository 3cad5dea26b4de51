/* The answer to a person's question, for people. */
#ifndef CLI_ANSWER_H
#define CLI_ANSWER_H

#include "cli/question.h"
#include "engine/base/buf.h"

/* Rows shown for each need and group when --limit is not given. */
#define CLI_ANSWER_ROWS 5

/* Append the whole answer: question, needs, plan, coordination, carers, order without
 * circles. */
ORB_MUST_CHECK enum orb_status cli_answer_write(struct orb_buf *out, struct cli_question *q,
                                                size_t rows, bool neutral,
                                                struct orb_error *err);

/* Append everything about one offer: every reason, every part of the score. */
ORB_MUST_CHECK enum orb_status cli_answer_why(struct orb_buf *out, struct cli_question *q,
                                              const char *offer, struct orb_error *err);

/* Append the plan alone. */
ORB_MUST_CHECK enum orb_status cli_answer_plan(struct orb_buf *out, struct cli_question *q,
                                               struct orb_error *err);

#endif
