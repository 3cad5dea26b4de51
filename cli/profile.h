/* The profile of a command: the built-in one with the file of --profile laid over it. */
#ifndef CLI_PROFILE_H
#define CLI_PROFILE_H

#include "cli/command.h"
#include "engine/model/profile.h"

/* Owned by the caller, release with orb_profile_free. The place of an error is the file. */
ORB_MUST_CHECK enum orb_status cli_profile_open(struct orb_profile **out,
                                                const struct cli_context *cli,
                                                struct orb_error *err);

/* Room for cli_profile_digest. */
#define CLI_PROFILE_DIGEST 33

/* The digest that names, in a journal, the settings a command used: of the built-in
 * profile, a zero byte, and the file laid over it if any. */
ORB_MUST_CHECK enum orb_status cli_profile_digest(char out[CLI_PROFILE_DIGEST],
                                                  const struct cli_context *cli,
                                                  struct orb_error *err);

#endif
