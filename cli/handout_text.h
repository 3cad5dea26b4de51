/* A handout as text for a terminal. */
#ifndef CLI_HANDOUT_TEXT_H
#define CLI_HANDOUT_TEXT_H

#include "cli/command.h"
#include "engine/base/buf.h"
#include "maps/handout.h"

/* Append it, wrapped at width columns (0 = not); an easy one has a sentence a line. */
void cli_handout_write(struct orb_buf *out, const struct orb_handout *handout,
                       size_t width);

/* What of '--format' and '--lang' a command that writes handouts takes: ORB_ERR_SYNTAX. */
ORB_MUST_CHECK enum orb_status cli_handout_check(const struct cli_arguments *args,
                                                 struct orb_error *err);
bool cli_handout_is_html(const struct cli_arguments *args);

/* Write it to --output, its owner's alone, or to standard output; text, may be NULL, goes
 * after the handout unless it is a page. */
ORB_MUST_CHECK enum orb_status cli_handout_print(const struct orb_handout *handout,
                                                 const struct cli_context *cli,
                                                 const struct cli_arguments *args,
                                                 const struct orb_buf *text,
                                                 struct orb_error *err);

#endif
