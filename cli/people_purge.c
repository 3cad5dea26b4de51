/* Removes what is kept no longer, and who asks for it; a tombstone stays. */
#include <string.h>

#include "cli/diagnostics.h"
#include "cli/people.h"
#include "cli/table.h"
#include "engine/base/alloc.h"
#include "engine/base/number.h"
#include "engine/base/text.h"

static const char *reason_of(const struct cli_people_job *job, const char *otherwise)
{
    const char *reason = cli_option_value(job->args, "reason");

    return reason == NULL ? otherwise : reason;
}

/* Copies of the pseudonyms that expired on the day it is, in their order. */
static enum orb_status find_expired(const struct cli_people_job *job,
                                    struct orb_arena *arena, const char ***names,
                                    size_t *count, struct orb_error *err)
{
    size_t *order = cli_people_order(job);
    size_t all = orb_vault_count(job->vault);

    *names = orb_arena_array(arena, all + 1, sizeof **names);
    *count = 0;
    for (size_t i = 0; order != NULL && *names != NULL && i < all; i++) {
        const struct orb_vault_record record = orb_vault_record(job->vault, order[i]);

        if (orb_vault_is_expired(&record, job->today))
            (*names)[(*count)++] = orb_arena_strdup(arena, record.pseudonym);
    }
    if (order == NULL || *names == NULL)
        return orb_error_memory(err);
    orb_free(order);
    return ORB_OK;
}

static enum orb_status write_list(const struct cli_people_job *job,
                                  const char *const *names, size_t count,
                                  struct orb_error *err)
{
    static const struct cli_column columns[] = { { N_("pseudonym"), false, false },
                                                 { N_("last contact"), false, false },
                                                 { N_("expiry"), false, false } };
    struct cli_table table = { .columns = columns, .column_count = 3 };
    struct orb_buf text = { 0 };
    struct orb_buf cell = { 0 };
    enum orb_status status;

    for (size_t i = 0; i < count; i++) {
        struct orb_vault_record record;
        size_t index = 0;

        if (names[i] == NULL || !orb_vault_find(job->vault, names[i], &index))
            continue;
        record = orb_vault_record(job->vault, index);
        cli_table_cell(&table, record.pseudonym);
        for (int day = 0; day < 2; day++) {
            orb_buf_clear(&cell);
            cli_date(&cell, day == 0 ? record.last_contact : record.expiry,
                     job->cli->french);
            cli_table_cell(&table, cell.failed ? NULL : cell.data);
        }
    }
    cli_table_write(&text, &table, job->cli->width);
    status = cli_print(cli_option_value(job->args, "output"), &text, err);
    cli_table_release(&table);
    orb_buf_release(&text);
    orb_buf_release(&cell);
    return status;
}

static enum orb_status remove_all(struct cli_people_job *job, const char *const *names,
                                  size_t count, const char *reason, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < count; i++) {
        size_t index = 0;

        if (names[i] == NULL)
            return orb_error_memory(err);
        status = cli_people_find(job, names[i], &index, err);
        if (status == ORB_OK)
            status = orb_vault_remove(job->vault, index, job->today, reason, err);
    }
    if (status == ORB_OK)
        status = cli_people_job_commit(job, "purge", names, count, err);
    if (status == ORB_OK) {
        cli_note(job->cli,
                 ORB_PLURAL("%zu person is removed from the vault",
                            "%zu persons are removed from the vault", count),
                 count);
        cli_note(
            job->cli,
            _("copies of the vault still hold them: remove these too; 'orbite people rekey --remove 0' renews the key"));
    }
    return status;
}

static enum orb_status purge_expired(struct cli_people_job *job, struct orb_error *err)
{
    bool is_yes = cli_option_value(job->args, "yes") != NULL;
    struct orb_arena arena = { 0 };
    const char **names = NULL;
    size_t count = 0;
    enum orb_status status = find_expired(job, &arena, &names, &count, err);

    if (status == ORB_OK && (count == 0 || !is_yes)) {
        status = cli_people_job_commit(job, "purge_list", NULL, orb_vault_count(job->vault),
                                       err);
        if (status == ORB_OK && count > 0)
            status = write_list(job, names, count, err);
        if (status == ORB_OK && count > 0)
            cli_note(
                job->cli,
                ORB_PLURAL(
                    "%zu person has expired; 'orbite people purge --yes' removes it",
                    "%zu persons have expired; 'orbite people purge --yes' removes them",
                    count),
                count);
        else if (status == ORB_OK)
            cli_note(job->cli, _("nobody has expired"));
    } else if (status == ORB_OK) {
        status = remove_all(job, names, count, reason_of(job, "expired"), err);
    }
    orb_arena_release(&arena);
    return status;
}

static enum orb_status purge_journal(struct cli_people_job *job, const char *months,
                                     struct orb_error *err)
{
    struct orb_journal_retention keep = { .today = job->today,
                                          .reason = cli_option_value(job->args, "reason") };
    int64_t value = 0;
    size_t removed = 0;
    enum orb_status status;

    if (!orb_integer_parse(&value, months, strlen(months), 1, ORB_JOURNAL_MONTHS_MAX))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--journal' takes a number of months, 1 to %d"),
                             ORB_JOURNAL_MONTHS_MAX);
    keep.months = (int)value;
    status = orb_vault_journal_purge(job->vault, &keep, &removed, err);
    if (status == ORB_OK)
        status = cli_people_job_commit(job, "purge_journal", NULL, 0, err);
    if (status == ORB_OK)
        cli_note(
            job->cli,
            ORB_PLURAL(
                "%zu line of the journal is removed; a signed line stands in its place",
                "%zu lines of the journal are removed; a signed line stands in their place",
                removed),
            removed);
    return status;
}

enum orb_status cli_people_purge(const struct cli_context *cli,
                                 const struct cli_arguments *args, struct orb_error *err)
{
    const char *months = cli_option_value(args, "journal");
    struct cli_people_job job;
    enum orb_status status = cli_people_job_open(&job, cli, args, ORB_VAULT_USE, err);

    if (status == ORB_OK && months != NULL)
        status = purge_journal(&job, months, err);
    else if (status == ORB_OK && args->operand_count > 1)
        status = remove_all(&job, args->operands + 1, args->operand_count - 1,
                            reason_of(&job, "erasure"), err);
    else if (status == ORB_OK)
        status = purge_expired(&job, err);
    cli_people_job_close(&job);
    return status;
}
