/* Reads the arguments of a command by its table of options, and writes its help from the
 * same table. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "cli/command.h"
#include "engine/base/arena.h"
#include "engine/base/buf.h"

/*
 * Read argv up to its NULL, without the names of the program and of the command. "--" ends
 * the options, "-" is an operand, "--name=" gives an empty value, the last of several
 * values prevails. ORB_ERR_SYNTAX is wrong usage. What out points to is valid until the
 * arena is released.
 */
ORB_MUST_CHECK enum orb_status cli_options_parse(struct cli_arguments *out,
                                                 struct orb_arena *arena,
                                                 const struct cli_command *command,
                                                 char **argv, struct orb_error *err);

/* The text of -h, wrapped at width columns (0 = 80). */
void cli_options_help(struct orb_buf *out, const struct cli_command *command, size_t width);

/* The candidate nearest to text, when near enough to be worth suggesting; else NULL. Start
 * with best = SIZE_MAX. */
const char *cli_nearest(const char *text, const char *candidate, const char *found,
                        size_t *best);

/* 2026-11-22, or 22/11/2026 as people write it; false when it is no day. */
bool cli_day_parse(orb_date *out, const char *text);

/* ORB_ERR_SYNTAX unless there are min to max operands; what names them in the sentence. */
ORB_MUST_CHECK enum orb_status cli_operands_check(const struct cli_arguments *args,
                                                  size_t min, size_t max, const char *what,
                                                  struct orb_error *err);

#endif
