/* Makes vaults, their copies, and puts these back. */
#include <string.h>

#include "cli/diagnostics.h"
#include "cli/people.h"
#include "engine/base/alloc.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/vault/guard.h"

enum orb_status cli_people_new(const struct cli_context *cli,
                               const struct cli_arguments *args, struct orb_error *err)
{
    const char *path = cli_option_value(args, "vault");
    const char *label = cli_option_value(args, "user");
    struct orb_vault_options options = { .label = label == NULL ? "1" : label };
    struct cli_vault_session session = { 0 };
    char profile[CLI_PROFILE_DIGEST] = "";
    struct orb_secret passphrase = { 0 };
    const struct cli_vault_act act = { .action = "new" };
    enum orb_status status = cli_vault_cost_read(&options, args, err);

    if (status == ORB_OK)
        status = cli_profile_digest(profile, cli, err);
    if (status == ORB_OK)
        status = orb_guard_raise(err);
    if (status == ORB_OK)
        status = cli_passphrase_read(&passphrase, args, _("Passphrase of the new vault:"),
                                     true, err);
    if (status == ORB_OK)
        status = orb_vault_create(&session.vault, path, &passphrase, &options, err);
    memcpy(session.profile, profile, sizeof profile);
    if (status == ORB_OK)
        status = cli_vault_session_commit(&session, &act, err);
    cli_vault_session_close(&session);
    orb_secret_release(&passphrase);
    if (status == ORB_OK) {
        cli_note(cli,
                 _("'%s' and its journal '%s.log' are made: keep and copy them together"),
                 path, path);
        cli_note(
            cli,
            _("nobody can open them without a passphrase: a lost one is lost for good; add a second user with 'orbite people rekey --add'"));
    }
    return status;
}

enum orb_status cli_people_backup(const struct cli_context *cli,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    struct cli_people_job job;
    enum orb_status status = cli_people_job_open(&job, cli, args, ORB_VAULT_USE, err);

    if (status == ORB_OK)
        status =
            cli_people_job_commit(&job, "backup", NULL, orb_vault_count(job.vault), err);
    if (status == ORB_OK)
        status = orb_vault_backup(job.vault, args->operands[1], err);
    if (status == ORB_OK) {
        char head[ORB_JOURNAL_HEAD];

        orb_vault_journal_head(job.vault, head);
        cli_note(cli, _("'%s' and '%s.log' are copies of the vault and of its journal"),
                 args->operands[1], args->operands[1]);
        cli_note(
            cli,
            _("note the head of the journal elsewhere: 'orbite people log --expect %s' tells if an older vault is put back"),
            head);
    }
    cli_people_job_close(&job);
    return status;
}

/* Before the passphrase is asked for. */
static enum orb_status check_free(const char *path, struct orb_error *err)
{
    char *journal = orb_file_name(path, ".log");
    bool is_there;

    if (journal == NULL)
        return orb_error_memory(err);
    is_there = orb_file_exists(path) || orb_file_exists(journal);
    orb_free(journal);
    if (!is_there)
        return ORB_OK;
    return orb_error_set(
        err, ORB_ERR_EXISTS,
        _("'%s' or its journal '%s.log' is there already: a copy is put back where no vault is; move both away together, or give another name to '--vault'"),
        path, path);
}

enum orb_status cli_people_restore(const struct cli_context *cli,
                                   const struct cli_arguments *args, struct orb_error *err)
{
    bool recover = cli_option_value(args, "recover") != NULL;
    const char *target = cli_option_value(args, "vault");
    struct cli_vault_session session;
    struct cli_vault_act act = { .action = "restore",
                                 .reason = cli_option_value(args, "reason") };
    enum orb_status status = check_free(target, err);

    if (status != ORB_OK)
        return status;
    status = cli_vault_session_open(&session, args, args->operands[1],
                                    recover ? ORB_VAULT_RECOVER : ORB_VAULT_USE, err);

    if (status == ORB_OK)
        status = cli_profile_digest(session.profile, cli, err);
    if (status == ORB_OK) {
        act.count = orb_vault_count(session.vault);
        status = cli_vault_session_commit(&session, &act, err);
    }
    if (status == ORB_OK)
        status = orb_vault_backup(session.vault, target, err);
    if (status == ORB_OK)
        cli_note(cli, _("'%s' and its journal are put back from '%s'"), target,
                 args->operands[1]);
    cli_vault_session_close(&session);
    return status;
}
