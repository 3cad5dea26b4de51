/* The profile of a command: the built-in one with the file of --profile laid over it. */
#ifndef CLI_PROFILE_H
#define CLI_PROFILE_H

#include "cli/command.h"
#include "engine/model/profile.h"

/* Owned by the caller, release with orb_profile_free. The place of an error is the file. */
ORB_MUST_CHECK enum orb_status cli_profile_open(struct orb_profile **out,
                                                const struct cli_context *cli,
                                                struct orb_error *err);

#endif
