/* Services that several sources give: those that are one, those that may be. */
#ifndef CLI_CHECK_DUPLICATES_H
#define CLI_CHECK_DUPLICATES_H

#include "cli/command.h"
#include "engine/base/buf.h"
#include "engine/store/store.h"

/* Why a pair is shown to a person, in words of the reader, joined by ", ". */
void cli_doubt_words(struct orb_buf *out, unsigned doubts);

/* Print the two lists, as a table or as JSON (check-duplicates-1.schema.json). *pairs is
 * the number of pairs to look at. */
ORB_MUST_CHECK enum orb_status cli_check_duplicates(const struct cli_context *cli,
                                                    const struct cli_arguments *args,
                                                    size_t *pairs, struct orb_error *err);

#endif
