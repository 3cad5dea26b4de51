/* The journal of a vault: who looked at what, and whether it is as it was written. */
#include <string.h>

#include "cli/diagnostics.h"
#include "cli/people.h"
#include "cli/table.h"
#include "engine/base/text.h"

/* A head that was noted elsewhere: the only sign of a vault put back with its journal. */
static enum orb_status check_head(struct cli_people_job *job, struct orb_error *err)
{
    const char *head = cli_option_value(job->args, "expect");
    enum orb_journal_found found = ORB_JOURNAL_IS_THERE;
    enum orb_status status =
        head == NULL ? ORB_OK : orb_vault_journal_find(job->vault, head, &found, err);

    if (status != ORB_OK || found == ORB_JOURNAL_IS_THERE)
        return status;
    if (found == ORB_JOURNAL_ENDS_BEFORE)
        return orb_error_set(
            err, ORB_ERR_FINDINGS,
            _("the journal ends before the head that was noted (%s): an older vault was put back with its journal, and what was done since is lost"),
            head);
    if (found == ORB_JOURNAL_FORGOTTEN)
        return orb_error_set(
            err, ORB_ERR_FINDINGS,
            _("the journal no longer goes back to the head that was noted (%s): a purge forgot it, and nothing can be said; note a newer one"),
            head);
    return orb_error_set(
        err, ORB_ERR_FINDINGS,
        _("the journal has another line than the head that was noted (%s): it was written anew ('rekey --remove', 'restore --recover'), or an older vault was put back"),
        head);
}

static enum orb_status verify(struct cli_people_job *job, struct orb_error *err)
{
    struct orb_journal_check check;
    struct orb_buf text = { 0 };
    char head[ORB_JOURNAL_HEAD];
    enum orb_status status = orb_vault_journal_verify(job->vault, &check, err);

    if (status != ORB_OK)
        return status;
    orb_buf_printf(&text,
                   ORB_PLURAL("%zu sound line, up to number %llu.\n",
                              "%zu sound lines, up to number %llu.\n", check.count),
                   check.count, (unsigned long long)check.n);
    orb_vault_journal_head(job->vault, head);
    if (check.fault == ORB_JOURNAL_SOUND) {
        status = check_head(job, err);
        /* Not that of an older vault: noted in the place of the former, it would hide it.
         */
        if (status == ORB_OK)
            orb_buf_printf(&text, _("Its head, to be noted elsewhere: %s\n"), head);
    } else if (check.line > 0)
        status = orb_error_set(err, ORB_ERR_FINDINGS, _("line %zu of the journal: %s"),
                               check.line, orb_journal_fault_text(check.fault));
    else
        status =
            orb_error_set(err, ORB_ERR_FINDINGS, "%s", orb_journal_fault_text(check.fault));
    if (status == ORB_OK || status == ORB_ERR_FINDINGS) {
        enum orb_status printed =
            cli_print(cli_option_value(job->args, "output"), &text, NULL);

        status = printed == ORB_OK ? status : printed;
    }
    orb_buf_release(&text);
    return status;
}

struct writing {
    struct cli_table table;
    struct orb_buf json;
    struct orb_buf cell;
    bool is_json;
};

/* Whom an access was about: pseudonyms, or how many. */
static void tell_whom(struct writing *w, const struct orb_json *entry)
{
    const struct orb_json *names = orb_json_get(entry, "pseudonyms");

    orb_buf_clear(&w->cell);
    for (size_t i = 0; i < orb_json_count(names); i++)
        orb_buf_printf(&w->cell, "%s%s", i == 0 ? "" : " ",
                       orb_json_text(orb_json_at(names, i)));
    if (orb_json_count(names) == 0 && orb_json_get(entry, "count") != NULL)
        orb_buf_printf(&w->cell, _("all (%lld)"),
                       (long long)orb_json_integer(orb_json_get(entry, "count")));
    cli_table_cell(&w->table, w->cell.len == 0 ? NULL : w->cell.data);
}

static enum orb_status visit(void *context, size_t line, const char *entry, size_t len,
                             struct orb_error *err)
{
    static const char *const keys[] = { "time", "user", "action" };
    struct writing *w = context;
    struct orb_json *read = NULL;
    enum orb_status status;

    (void)line;
    if (w->is_json) {
        orb_buf_add(&w->json, entry, len);
        orb_buf_char(&w->json, '\n');
        return orb_buf_check(&w->json, err);
    }
    status = orb_json_parse(&read, entry, len, err);
    if (status != ORB_OK)
        return status;
    cli_table_printf(&w->table, "%lld",
                     (long long)orb_json_integer(orb_json_get(read, "n")));
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        cli_table_cell(&w->table, orb_json_text(orb_json_get(read, keys[i])));
    cli_table_printf(&w->table, "%lld",
                     (long long)orb_json_integer(orb_json_get(read, "slot")));
    tell_whom(w, read);
    cli_table_cell(&w->table, orb_json_text(orb_json_get(read, "reason")));
    orb_json_free(read);
    return ORB_OK;
}

static enum orb_status write_all(struct cli_people_job *job, struct orb_error *err)
{
    static const struct cli_column columns[] = {
        { N_("n"), true, false },
        { N_("time (UTC)"), false, false },
        { N_("system user"), false, false },
        { N_("action"), false, false },
        { N_("slot"), true, false },
        { N_("persons"), false, true },
        { N_("reason"), false, true },
    };
    struct writing w = { .table = { .columns = columns, .column_count = 7 },
                         .is_json = cli_option_value(job->args, "json") != NULL };
    enum orb_status status = cli_people_job_commit(job, "log", NULL, 0, err);

    if (status == ORB_OK)
        status = orb_vault_journal_each(job->vault, visit, &w, err);
    if (status == ORB_OK && !w.is_json)
        cli_table_write(&w.json, &w.table, job->cli->width);
    if (status == ORB_OK)
        status = cli_print(cli_option_value(job->args, "output"), &w.json, err);
    cli_table_release(&w.table);
    orb_buf_release(&w.json);
    orb_buf_release(&w.cell);
    return status;
}

enum orb_status cli_people_log(const struct cli_context *cli,
                               const struct cli_arguments *args, struct orb_error *err)
{
    bool is_check = cli_option_value(args, "verify") != NULL ||
                    cli_option_value(args, "expect") != NULL;
    struct cli_people_job job;
    enum orb_status status = cli_people_job_open(
        &job, cli, args, is_check ? ORB_VAULT_INSPECT : ORB_VAULT_USE, err);

    if (status == ORB_OK)
        status = is_check ? verify(&job, err) : write_all(&job, err);
    cli_people_job_close(&job);
    return status;
}
