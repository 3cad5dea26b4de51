/* The journal of an open vault, and copies of both. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/file.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/vault/state.h"

enum orb_status orb_vault_journal_each(struct orb_vault *vault, orb_journal_visit visit,
                                       void *context, struct orb_error *err)
{
    struct orb_journal_lines lines = { vault->log.data, vault->log_sound };
    struct orb_journal_line line;
    enum orb_status status = ORB_OK;

    for (size_t i = 1; status == ORB_OK && orb_journal_line_next(&lines, &line); i++)
        status = visit(context, i, line.entry, line.len, err);
    return status;
}

enum orb_status orb_vault_journal_verify(struct orb_vault *vault,
                                         struct orb_journal_check *out,
                                         struct orb_error *err)
{
    const struct orb_journal_terms terms = {
        .key = vault->keys->sub[ORB_SUBKEY_LOG],
        .head = vault->manifest.journal,
        .generation = vault->header.generation,
    };
    struct orb_journal_lines lines;
    struct orb_buf text = { 0 };
    size_t sound;
    enum orb_status status;

    *out = (struct orb_journal_check){ .fault = ORB_JOURNAL_MISSING };
    if (!orb_file_exists(vault->disk.log))
        return ORB_OK;
    status = orb_vault_disk_read_log(&vault->disk, &text, err);
    if (status == ORB_OK) {
        lines = (struct orb_journal_lines){ text.data, text.len };
        status = orb_journal_follow(out, &sound, &lines, &terms, err);
        if (status == ORB_OK && out->fault == ORB_JOURNAL_SOUND && sound < text.len) {
            out->fault = ORB_JOURNAL_BROKEN;
            out->line = out->count + 1;
        }
    }
    orb_buf_release(&text);
    return status;
}

/* The day so many months before, or the last day of that month. */
static orb_date months_before(orb_date date, int months)
{
    int year, month, day, last;

    orb_date_split(date, &year, &month, &day);
    month -= months % 12;
    year -= months / 12;
    if (month < 1) {
        month += 12;
        year--;
    }
    last = orb_date_month_length(year, month);
    return orb_date_make(year, month, day < last ? day : last);
}

enum orb_status orb_vault_journal_purge(struct orb_vault *vault,
                                        const struct orb_journal_retention *keep,
                                        size_t *removed, struct orb_error *err)
{
    const struct orb_journal_lines lines = { vault->log.data, vault->log_sound };
    const char *reason = keep->reason == NULL ? "" : keep->reason;
    size_t count = 0;
    enum orb_status status;

    if (keep->months < 1 || keep->months > ORB_JOURNAL_MONTHS_MAX)
        return orb_error_set(err, ORB_ERR_RANGE,
                             _("the journal is kept for 1 to %d months"),
                             ORB_JOURNAL_MONTHS_MAX);
    if ((reason[0] == '\0' && keep->months > ORB_JOURNAL_MONTHS) ||
        (reason[0] != '\0' && !orb_vault_text_is_fit(reason, ORB_REASON_MAX)))
        return orb_error_set(
            err, ORB_ERR_RANGE,
            _("keeping the journal for more than %d months needs a reason of 1 to %d bytes, which is written in it"),
            ORB_JOURNAL_MONTHS, ORB_REASON_MAX);
    status = orb_journal_count_before(&count, &lines,
                                      months_before(keep->today, keep->months), err);
    if (status != ORB_OK)
        return status;
    vault->log_drop = count;
    (void)snprintf(vault->log_reason, sizeof vault->log_reason, "%s", reason);
    if (removed != NULL)
        *removed = count;
    return ORB_OK;
}

void orb_vault_journal_head(const struct orb_vault *vault, char out[ORB_JOURNAL_HEAD])
{
    char hex[2 * ORB_JOURNAL_MAC + 1];

    (void)sodium_bin2hex(hex, sizeof hex, vault->manifest.journal.mac, ORB_JOURNAL_MAC);
    (void)snprintf(out, ORB_JOURNAL_HEAD, "%llu-%.*s",
                   (unsigned long long)vault->manifest.journal.n, ORB_JOURNAL_HEAD_DIGITS,
                   hex);
}

enum orb_status orb_vault_journal_find(struct orb_vault *vault, const char *head,
                                       enum orb_journal_found *out, struct orb_error *err)
{
    const char *dash = strchr(head, '-');
    const char *digits = dash == NULL ? "" : dash + 1;
    int64_t n = 0;
    struct orb_buf text = { 0 };
    enum orb_status status;

    if (strlen(digits) != ORB_JOURNAL_HEAD_DIGITS ||
        strspn(digits, "0123456789abcdef") != ORB_JOURNAL_HEAD_DIGITS ||
        !orb_integer_parse(&n, head, (size_t)(dash - head), 1, INT64_MAX))
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("this is no head of a journal: '--verify' prints it, as in 12-0123456789abcdef"));
    *out = ORB_JOURNAL_ENDS_BEFORE;
    if (!orb_file_exists(vault->disk.log))
        return ORB_OK;
    status = orb_vault_disk_read_log(&vault->disk, &text, err);
    if (status == ORB_OK) {
        const struct orb_journal_lines lines = { text.data, text.len };

        status = orb_journal_find(out, &lines, (uint64_t)n, digits, err);
    }
    orb_buf_release(&text);
    return status;
}

static enum orb_status copy_both(const struct orb_vault *vault, const char *target,
                                 const char *target_log, struct orb_error *err)
{
    struct orb_buf bytes = { 0 };
    enum orb_status status = orb_vault_disk_read_log(&vault->disk, &bytes, err);

    if (status == ORB_OK)
        status = orb_vault_disk_copy(target_log, &bytes, err);
    if (status == ORB_OK) {
        orb_buf_clear(&bytes);
        status = orb_vault_disk_read(&vault->disk, false, &bytes, err);
        if (status == ORB_OK)
            status = orb_vault_disk_copy(target, &bytes, err);
        if (status != ORB_OK)
            orb_vault_disk_uncopy(target_log);
    }
    orb_buf_release(&bytes);
    return status;
}

enum orb_status orb_vault_backup(const struct orb_vault *vault, const char *target,
                                 struct orb_error *err)
{
    char *target_log;
    enum orb_status status;

    if (vault->is_new || vault->is_spent || vault->options.mode != ORB_VAULT_USE)
        return orb_error_set(err, ORB_ERR_UNSUPPORTED,
                             _("only a vault that goes with its journal is copied"));
    target_log = orb_file_name(target, ".log");
    if (target_log == NULL)
        return orb_error_memory(err);
    status = copy_both(vault, target, target_log, err);
    orb_free(target_log);
    return status;
}
