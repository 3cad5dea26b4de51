/* The guard comes before the passphrase, the journal before the first word that goes out.
 */
#include "cli/vault_session.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/clock.h"
#include "cli/diagnostics.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/vault/guard.h"

enum orb_status cli_vault_cost_read(struct orb_vault_options *out,
                                    const struct cli_arguments *args, struct orb_error *err)
{
    const char *text = cli_option_value(args, "cost");
    const char *comma = text == NULL ? NULL : strchr(text, ',');
    int64_t ops = 0;
    int64_t mib = 0;

    if (text == NULL)
        return ORB_OK;
    if (comma == NULL || !orb_integer_parse(&ops, text, (size_t)(comma - text), 2, 10) ||
        !orb_integer_parse(&mib, comma + 1, strlen(comma + 1), 64, 1024))
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("'--cost' takes passes (2 to 10) and MiB (64 to 1024) joined by a comma, as in 3,256"));
    out->ops = (uint64_t)ops;
    out->mem = (uint64_t)mib << 20;
    return ORB_OK;
}

enum orb_status cli_vault_session_open(struct cli_vault_session *session,
                                       const struct cli_arguments *args, const char *path,
                                       enum orb_vault_mode mode, struct orb_error *err)
{
    struct orb_vault_options options = { .mode = mode };
    enum orb_status status;

    memset(session, 0, sizeof *session);
    status = cli_vault_cost_read(&options, args, err);
    if (status == ORB_OK)
        status = orb_guard_raise(err);
    if (status == ORB_OK)
        status = cli_passphrase_read(&session->passphrase, args,
                                     _("Passphrase of the vault:"), false, err);
    if (status == ORB_OK)
        status = orb_vault_open(&session->vault, path, &session->passphrase, &options, err);
    return status;
}

/* The name of the user of the system, else the number. */
static const char *system_user(char out[64])
{
    const struct passwd *entry = getpwuid(geteuid());
    const char *name = entry == NULL ? NULL : entry->pw_name;

    for (const char *c = name; c != NULL && *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || (unsigned char)*c >= 0x7f)
            name = NULL;
    if (name != NULL && name[0] != '\0' && strlen(name) < 64)
        (void)snprintf(out, 64, "%s", name);
    else
        (void)snprintf(out, 64, "%lu", (unsigned long)geteuid());
    return out;
}

enum orb_status cli_vault_session_commit(struct cli_vault_session *session,
                                         const struct cli_vault_act *act,
                                         struct orb_error *err)
{
    char now[CLI_CLOCK_LEN];
    char user[64];
    const struct orb_access access = {
        .action = act->action,
        .time = cli_clock_write(now),
        .user = system_user(user),
        .profile = session->profile[0] == '\0' ? NULL : session->profile,
        .reason = act->reason,
        .pseudonyms = act->pseudonyms,
        .count = act->count,
    };

    return orb_vault_commit(session->vault, &access, err);
}

void cli_vault_session_close(struct cli_vault_session *session)
{
    orb_vault_close(session->vault);
    orb_secret_release(&session->passphrase);
    session->vault = NULL;
}

void cli_vault_output_note(const struct cli_context *cli, const struct cli_arguments *args)
{
    const char *path = cli_option_value(args, "output");
    struct stat about;

    if (cli_option_value(args, "vault") == NULL ||
        (path != NULL && strcmp(path, "-") != 0) || fstat(STDOUT_FILENO, &about) != 0)
        return;
    if (S_ISREG(about.st_mode) && (about.st_mode & (S_IRGRP | S_IROTH)) != 0)
        cli_note(
            cli,
            _("these are personal data, and standard output is a file that others may read: close it to them (chmod go-rwx), or use -o FILE another time"));
}

orb_date cli_vault_today(void)
{
    char now[CLI_CLOCK_LEN];
    orb_date today = ORB_DATE_NONE;

    (void)orb_date_parse(&today, cli_clock_write(now), 10);
    return today;
}
