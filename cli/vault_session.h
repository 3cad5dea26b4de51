/* One command at work in a vault: opened with a passphrase, closed with a line of its
 * journal. */
#ifndef CLI_VAULT_SESSION_H
#define CLI_VAULT_SESSION_H

#include "cli/command.h"
#include "cli/passphrase.h"
#include "cli/profile.h"
#include "engine/vault/vault.h"

/* Zero-initialised is closed. */
struct cli_vault_session {
    struct orb_vault *vault;          /* NULL = not open */
    struct orb_secret passphrase;     /* that opened it */
    char profile[CLI_PROFILE_DIGEST]; /* of what is used, for the journal; "" = none */
};

/*
 * Raise the guard of the process, read the passphrase and open the vault at path. Core
 * dumps are off and new files are their owner's alone from here on. Release with
 * cli_vault_session_close, also on failure. Errors have the path as place.
 */
ORB_MUST_CHECK enum orb_status
cli_vault_session_open(struct cli_vault_session *session, const struct cli_arguments *args,
                       const char *path, enum orb_vault_mode mode, struct orb_error *err);

/* --cost PASSES,MIB of the passphrases that will be written; without it, what the vault
 * says. ORB_ERR_SYNTAX. */
ORB_MUST_CHECK enum orb_status cli_vault_cost_read(struct orb_vault_options *out,
                                                   const struct cli_arguments *args,
                                                   struct orb_error *err);

/* What a command did, for the journal. */
struct cli_vault_act {
    const char *action;
    const char *reason; /* NULL = none */
    const char *const *pseudonyms;
    size_t count;
};

/* Write the changes, and what was done with the day, the hour and the user of the system.
 */
ORB_MUST_CHECK enum orb_status cli_vault_session_commit(struct cli_vault_session *session,
                                                        const struct cli_vault_act *act,
                                                        struct orb_error *err);
/* Safe to call twice. */
void cli_vault_session_close(struct cli_vault_session *session);

/* Say that what is told of the persons of --vault goes to a file that others may read, when
 * standard output is one: it is for the team alone. With --output there is nothing to say,
 * nor of a pipe or a terminal. */
void cli_vault_output_note(const struct cli_context *cli, const struct cli_arguments *args);

/* The day it is, or that of SOURCE_DATE_EPOCH: what expires is not asked at a date of
 * reference. */
orb_date cli_vault_today(void);

#endif
