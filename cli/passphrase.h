/* Passphrases: from a file descriptor, or from the terminal without echo; never from an
 * argument nor the environment. */
#ifndef CLI_PASSPHRASE_H
#define CLI_PASSPHRASE_H

#include "cli/command.h"
#include "engine/vault/secret.h"

/* For the tables of options. */
#define CLI_PASSPHRASE_OPTION                                                              \
    {                                                                                      \
        "passphrase-fd", 0, N_("N"),                                                       \
            N_("read the passphrase of the vault from this file descriptor")               \
    }

/* ORB_ERR_SYNTAX when --passphrase-fd is no number of a descriptor. Opens nothing. */
ORB_MUST_CHECK enum orb_status cli_passphrase_check(const struct cli_arguments *args,
                                                    struct orb_error *err);

/*
 * One passphrase. With --passphrase-fd, the next line of that descriptor, of which no byte
 * more is read; else asked for on the terminal with prompt, twice when it is new. After
 * orb_guard_raise only. Release with orb_secret_release, also on failure. ORB_ERR_IO
 * without a terminal, ORB_ERR_SYNTAX when it is empty or when the two differ, ORB_ERR_RANGE
 * when it is longer than ORB_PASSPHRASE_MAX.
 */
ORB_MUST_CHECK enum orb_status cli_passphrase_read(struct orb_secret *out,
                                                   const struct cli_arguments *args,
                                                   const char *prompt, bool is_new,
                                                   struct orb_error *err);

#endif
