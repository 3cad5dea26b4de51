/* One person of a vault, where a command would otherwise take the file of a situation. */
#ifndef CLI_VAULT_PERSON_H
#define CLI_VAULT_PERSON_H

#include "cli/command.h"
#include "cli/passphrase.h"
#include "engine/model/case.h"

/* The options of a command that takes PERSON.json, or a pseudonym of a vault. */
#define CLI_VAULT_PERSON_OPTIONS                                                           \
    { "vault", 0, N_("FILE"), N_("the person is a pseudonym of this vault") },             \
        { "reason", 0, N_("TEXT"),                                                         \
          N_("why, for the journal of the vault; names nobody") },                         \
        CLI_PASSPHRASE_OPTION

/* ORB_ERR_SYNTAX when options of the vault are given without it, or make no sense. */
ORB_MUST_CHECK enum orb_status cli_vault_person_check(const struct cli_arguments *args,
                                                      struct orb_error *err);

/*
 * Open the vault of --vault, write in its journal the action, the pseudonym and the digest
 * of the profile, then read the case, told at --date or else at the day it is. The vault is
 * closed again. Owned by the caller, release with orb_case_free. ORB_ERR_NOT_FOUND when
 * there is no such pseudonym; other errors as cli_vault_session_open.
 */
ORB_MUST_CHECK enum orb_status cli_vault_person_read(struct orb_case **out,
                                                     const struct cli_context *cli,
                                                     const struct cli_arguments *args,
                                                     const char *action,
                                                     struct orb_error *err);

#endif
