/* What a change of situation brings and removes (R38). */
#ifndef CLI_MATCH_DIFF_H
#define CLI_MATCH_DIFF_H

#include "cli/question.h"
#include "engine/base/buf.h"

/*
 * Append the offers that are possible now (they suit, or are to verify) and were not in the
 * situation of --diff, with what kept them out; those that were and are not any more, with
 * what keeps them out; those whose class changed among possible ones. Offers in the order
 * of their ids, rows of each list at most. With --json, a document
 * (maps/schema/match-diff-1.schema.json), its words in the language of messages. Errors are
 * those of reading the file.
 */
ORB_MUST_CHECK enum orb_status cli_match_diff(struct orb_buf *out, struct cli_question *q,
                                              const struct cli_arguments *args, size_t rows,
                                              struct orb_error *err);

#endif
