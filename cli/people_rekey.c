/* Passphrases and users of a vault. */
#include <string.h>

#include "cli/diagnostics.h"
#include "cli/people.h"
#include "engine/base/number.h"
#include "engine/base/text.h"

static enum orb_status change(struct cli_people_job *job, struct orb_error *err)
{
    struct orb_secret passphrase = { 0 };
    enum orb_status status =
        cli_passphrase_read(&passphrase, job->args, _("New passphrase:"), true, err);

    if (status == ORB_OK)
        status = orb_vault_passphrase_change(job->vault, &passphrase, err);
    orb_secret_release(&passphrase);
    if (status == ORB_OK)
        status = cli_people_job_commit(job, "passphrase", NULL, 0, err);
    if (status == ORB_OK)
        cli_note(
            job->cli,
            _("the passphrase of user %u is changed; older copies of the vault still open with the old one"),
            orb_vault_slot(job->vault));
    return status;
}

static enum orb_status add(struct cli_people_job *job, const char *label,
                           struct orb_error *err)
{
    struct orb_secret passphrase = { 0 };
    unsigned slot = 0;
    enum orb_status status = cli_passphrase_read(
        &passphrase, job->args, _("Passphrase of the new user:"), true, err);

    if (status == ORB_OK)
        status = orb_vault_user_add(job->vault, &passphrase, label, &slot, err);
    orb_secret_release(&passphrase);
    if (status == ORB_OK)
        status = cli_people_job_commit(job, "user_add", NULL, 0, err);
    if (status == ORB_OK)
        cli_note(job->cli, _("user %u is added: '%s'"), slot, label);
    return status;
}

static enum orb_status remove_user(struct cli_people_job *job, const char *text,
                                   struct orb_error *err)
{
    size_t others = orb_vault_user_count(job->vault) - 1;
    int64_t slot = 0;
    enum orb_status status;

    if (!orb_integer_parse(&slot, text, strlen(text), 0, UINT16_MAX))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--remove' takes the number of a user, or 0 for nobody"));
    status =
        orb_vault_user_remove(job->vault, (unsigned)slot, &job->session.passphrase, err);
    if (status == ORB_OK)
        status =
            cli_people_job_commit(job, slot == 0 ? "key" : "user_remove", NULL, 0, err);
    if (status != ORB_OK)
        return status;
    cli_note(
        job->cli,
        _("the vault has a new key: everything is encrypted again; older copies still open with the old passphrases"));
    if (others > 0)
        cli_note(
            job->cli,
            ORB_PLURAL(
                "%zu user can open it no more; add again those who must, with 'orbite people rekey --add'",
                "%zu users can open it no more; add again those who must, with 'orbite people rekey --add'",
                others),
            others);
    return status;
}

static enum orb_status list(struct cli_people_job *job, struct orb_error *err)
{
    struct orb_buf text = { 0 };
    enum orb_status status = cli_people_job_commit(job, "users", NULL, 0, err);

    for (size_t i = 0; status == ORB_OK && i < orb_vault_user_count(job->vault); i++) {
        const struct orb_vault_user user = orb_vault_user(job->vault, i);

        orb_buf_printf(&text, "%u  %s\n", user.slot, user.label);
    }
    if (status == ORB_OK)
        status = cli_print(cli_option_value(job->args, "output"), &text, err);
    orb_buf_release(&text);
    return status;
}

enum orb_status cli_people_rekey(const struct cli_context *cli,
                                 const struct cli_arguments *args, struct orb_error *err)
{
    const char *added = cli_option_value(args, "add");
    const char *removed = cli_option_value(args, "remove");
    struct cli_people_job job;
    enum orb_status status = cli_people_job_open(&job, cli, args, ORB_VAULT_USE, err);

    if (status == ORB_OK && cli_option_value(args, "users") != NULL)
        status = list(&job, err);
    else if (status == ORB_OK && added != NULL)
        status = add(&job, added, err);
    else if (status == ORB_OK && removed != NULL)
        status = remove_user(&job, removed, err);
    else if (status == ORB_OK)
        status = change(&job, err);
    cli_people_job_close(&job);
    return status;
}
