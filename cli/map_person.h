/* The private products of 'orbite map': those of one person (--situation, --person). */
#ifndef CLI_MAP_PERSON_H
#define CLI_MAP_PERSON_H

#include "cli/command.h"
#include "engine/base/file.h"

/* --situation, or --person of a vault. */
bool cli_map_has_person(const struct cli_arguments *args);

/* Check --situation, --person and --private; opens nothing. */
ORB_MUST_CHECK enum orb_status cli_map_person_check(const struct cli_arguments *args,
                                                    struct orb_error *err);

/* Read the situation, or the person of the vault whose journal tells it, answer and write
 * the product that the operand names, into a private output. */
ORB_MUST_CHECK enum orb_status cli_map_person_write(struct orb_output *out,
                                                    const struct cli_context *cli,
                                                    const struct cli_arguments *args,
                                                    struct orb_error *err);

#endif
