#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/file.h"
#include "tests/unit/vault_folder.h"

static void commit_at(struct orb_vault *vault, const char *action, const char *time)
{
    struct orb_error err = { 0 };

    if (vault_try_commit(vault, action, time, NULL, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
}

/* A vault and a journal of one line for each month of 2025. */
static void make_vault(const char *name)
{
    struct orb_vault *vault = vault_create(name);

    vault_keep(vault, "D71-0001", "{\"n\":1}");
    for (int month = 1; month <= 12; month++) {
        char time[32];

        (void)snprintf(time, sizeof time, "2025-%02d-10T08:00:00Z", month);
        commit_at(vault, month == 1 ? "new" : "list", time);
    }
    orb_vault_close(vault);
}

static enum orb_status add_entry(void *context, size_t line, const char *entry, size_t len,
                                 struct orb_error *err)
{
    struct orb_buf *out = context;

    (void)err;
    orb_buf_printf(out, "%zu %.*s\n", line, (int)len, entry);
    return ORB_OK;
}

/* The entries of a vault that is open, one a line. */
static void must_have(struct orb_vault *vault, const char *words)
{
    struct orb_buf out = { 0 };

    assert_int_equal(orb_vault_journal_each(vault, add_entry, &out, NULL), ORB_OK);
    if (strstr(out.data, words) == NULL)
        fail_msg("'%s' is not in:\n%s", words, out.data);
    orb_buf_release(&out);
}

static struct orb_journal_check verified(const char *name)
{
    struct orb_journal_check check = { 0 };
    struct orb_vault *vault = NULL;
    struct orb_error err = { 0 };

    if (vault_try(&vault, name, PASSPHRASE, ORB_VAULT_INSPECT, &err) != ORB_OK ||
        orb_vault_journal_verify(vault, &check, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    orb_vault_close(vault);
    return check;
}

static void each_access_is_a_line(void **state)
{
    static const char *const persons[] = { "P-00000001", "P-00000002" };
    struct orb_vault *vault = vault_create("v");
    struct orb_access access = { .action = "match",
                                 .time = "2026-02-01T09:30:00Z",
                                 .user = "l\xc3\xa9"
                                         "a",
                                 .profile = "default-1",
                                 .reason = "visit \"at home\"",
                                 .pseudonyms = persons,
                                 .count = 2 };
    struct orb_buf bytes = { 0 };
    struct orb_journal_check check;

    (void)state;
    assert_int_equal(orb_vault_commit(vault, &access, NULL), ORB_OK);
    access = (struct orb_access){ .action = "list",
                                  .time = "2026-02-01T09:31:00Z",
                                  .count = 40 };
    assert_int_equal(orb_vault_commit(vault, &access, NULL), ORB_OK);
    must_have(vault,
              "1 {\"action\":\"match\",\"generation\":1,\"n\":1,\"profile\":\"default-1\","
              "\"pseudonyms\":[\"P-00000001\",\"P-00000002\"],"
              "\"reason\":\"visit \\\"at home\\\"\",\"slot\":1,"
              "\"time\":\"2026-02-01T09:30:00Z\",\"user\":\"l\xc3\xa9"
              "a\"}\n"
              "2 {\"action\":\"list\",\"count\":40,\"generation\":2,\"n\":2,\"slot\":1,"
              "\"time\":\"2026-02-01T09:31:00Z\"}\n");
    orb_vault_close(vault);
    bytes_read(&bytes, "v.log");
    assert_memory_equal(bytes.data, "{\"entry\":{\"action\":\"match\",", 27);
    assert_int_equal(bytes.data[bytes.len - 1], '\n');
    check = verified("v");
    assert_int_equal(check.fault, ORB_JOURNAL_SOUND);
    assert_int_equal(check.count, 2);
    assert_int_equal(check.first, 1);
    assert_int_equal(check.n, 2);
    orb_buf_release(&bytes);
}

/* Where a line of the text starts; the end of the text after the last. */
static size_t line_at(const struct orb_buf *text, int line)
{
    const char *at = text->data;

    for (int i = 1; i < line; i++)
        at = strchr(at, '\n') + 1;
    return (size_t)(at - text->data);
}

static void the_first_broken_line_is_told(void **state)
{
    struct orb_buf text = { 0 };
    struct orb_journal_check check;

    (void)state;
    make_vault("v");
    bytes_read(&text, "v.log");
    for (int line = 1; line <= 12; line++) {
        /* A byte of the entry, and one of the seal: a digit, in capitals. */
        size_t places[2] = { line_at(&text, line) + 20, line_at(&text, line + 1) - 4 };

        for (size_t i = 0; i < 2; i++) {
            char kept = text.data[places[i]];

            text.data[places[i]] = kept >= 'a' ? (char)(kept - 32) : (char)(kept ^ 1);
            bytes_write("v.log", text.data, text.len);
            text.data[places[i]] = kept;
            check = verified("v");
            assert_int_equal(check.fault, ORB_JOURNAL_BROKEN);
            assert_int_equal(check.line, line);
            assert_int_equal(check.count, line - 1);
        }
    }
    vault_refused("v", PASSPHRASE, ORB_ERR_CORRUPT, "line 12 of the journal");
    orb_buf_release(&text);
}

static void a_line_that_is_taken_out_is_missed(void **state)
{
    struct orb_buf text = { 0 };
    struct orb_buf less = { 0 };

    (void)state;
    make_vault("v");
    bytes_read(&text, "v.log");
    for (int line = 1; line <= 12; line++) {
        size_t from = line_at(&text, line), to = line_at(&text, line + 1);
        struct orb_journal_check check;

        orb_buf_clear(&less);
        orb_buf_add(&less, text.data, from);
        orb_buf_add(&less, text.data + to, text.len - to);
        bytes_write("v.log", less.data, less.len);
        check = verified("v");
        assert_int_equal(check.fault, line == 12 ? ORB_JOURNAL_CUT : ORB_JOURNAL_BROKEN);
        assert_int_equal(check.line, line == 12 ? 0 : line);
    }
    vault_refused("v", PASSPHRASE, ORB_ERR_CORRUPT, "it was cut");
    /* Not even its last end of line can go, nor anything come after it. */
    bytes_write("v.log", text.data, text.len - 1);
    vault_refused("v", PASSPHRASE, ORB_ERR_CORRUPT, "it was cut");
    orb_buf_text(&text, "{");
    bytes_write("v.log", text.data, text.len);
    vault_refused("v", PASSPHRASE, ORB_ERR_CORRUPT, "line 13");
    assert_int_equal(verified("v").line, 13);
    bytes_write("v.log", "", 0);
    vault_refused("v", PASSPHRASE, ORB_ERR_CORRUPT, "it was cut");
    orb_buf_release(&text);
    orb_buf_release(&less);
}

static void vault_and_journal_are_put_back_together_or_not_at_all(void **state)
{
    struct orb_vault *vault;

    (void)state;
    make_vault("v");
    bytes_copy("v", "old");
    bytes_copy("v.log", "old.log");
    vault = vault_open("v");
    vault_commit(vault, "list");
    orb_vault_close(vault);
    bytes_copy("v", "new");
    bytes_copy("v.log", "new.log");

    bytes_copy("old", "v");
    vault_refused("v", PASSPHRASE, ORB_ERR_CORRUPT, "put back without its journal");
    bytes_copy("new", "v");
    bytes_copy("old.log", "v.log");
    vault_refused("v", PASSPHRASE, ORB_ERR_CORRUPT, "older than the vault");
    (void)unlink(in_folder("v.log"));
    vault_refused("v", PASSPHRASE, ORB_ERR_CORRUPT, "missing");
    bytes_copy("old", "v");
    bytes_copy("old.log", "v.log");
    vault = vault_open("v");
    /* What is done from there on is another story than what was done before. */
    vault_commit(vault, "show");
    orb_vault_close(vault);
    bytes_copy("new", "v");
    vault_refused("v", PASSPHRASE, ORB_ERR_CORRUPT, "another copy");
    make_vault("w");
    bytes_copy("w.log", "v.log");
    vault_refused("v", PASSPHRASE, ORB_ERR_CORRUPT, "line 1 of the journal");
}

static void a_vault_put_back_alone_is_recovered_with_a_reason(void **state)
{
    struct orb_journal_check check;
    struct orb_vault *vault;
    struct orb_buf aside = { 0 };

    (void)state;
    make_vault("v");
    bytes_copy("v", "old");
    vault = vault_open("v");
    vault_keep(vault, "D71-0001", "{\"n\":2}");
    vault_commit(vault, "edit");
    orb_vault_close(vault);
    bytes_copy("old", "v");
    vault_refused("v", PASSPHRASE, ORB_ERR_CORRUPT, "put back without its journal");
    assert_int_equal(vault_try(&vault, "v", PASSPHRASE, ORB_VAULT_RECOVER, NULL), ORB_OK);
    vault_expect(vault, "D71-0001", "{\"n\":1}");
    assert_int_equal(vault_try_commit(vault, "recover", "2026-03-01T00:00:00Z", NULL, NULL),
                     ORB_ERR_RANGE);
    assert_int_equal(
        vault_try_commit(vault, "recover", "2026-03-01T00:00:00Z", "disk lost", NULL),
        ORB_OK);
    orb_vault_close(vault);
    /* The journal that was there is kept beside. */
    bytes_read(&aside, "v.log.13");
    assert_non_null(strstr(aside.data, "\"action\":\"edit\""));
    check = verified("v");
    assert_int_equal(check.fault, ORB_JOURNAL_SOUND);
    assert_int_equal(check.first, 13);
    assert_int_equal(check.n, 13);
    vault = vault_open("v");
    must_have(vault, "\"action\":\"checkpoint\"");
    must_have(vault, "\"n\":13,\"reason\":\"disk lost\"");
    vault_commit(vault, "list");
    orb_vault_close(vault);
    vault = vault_open("v");
    orb_vault_close(vault);
    orb_buf_release(&aside);
}

static void a_lost_journal_is_recovered_too_and_a_sound_one_is_kept(void **state)
{
    struct orb_vault *vault = NULL;

    (void)state;
    make_vault("v");
    (void)unlink(in_folder("v.log"));
    assert_int_equal(vault_try(&vault, "v", PASSPHRASE, ORB_VAULT_RECOVER, NULL), ORB_OK);
    assert_int_equal(
        vault_try_commit(vault, "recover", "2026-03-01T00:00:00Z", "journal lost", NULL),
        ORB_OK);
    orb_vault_close(vault);
    assert_int_equal(folder_count(), 2);
    assert_int_equal(vault_try(&vault, "v", PASSPHRASE, ORB_VAULT_RECOVER, NULL), ORB_OK);
    vault_commit(vault, "list");
    must_have(vault, "\"reason\":\"journal lost\"");
    orb_vault_close(vault);
    assert_int_equal(folder_count(), 2);
}

/* To look at a journal that was touched is no way to read persons. */
static void inspecting_gives_no_record_and_changes_nothing(void **state)
{
    struct orb_vault *vault = NULL;
    const char *text;
    size_t len;

    (void)state;
    make_vault("v");
    bytes_write("v.log", "x", 1);
    bytes_write("v.tmp", "x", 1);
    assert_int_equal(vault_try(&vault, "v", PASSPHRASE, ORB_VAULT_INSPECT, NULL), ORB_OK);
    assert_int_equal(orb_vault_read(vault, 0, &text, &len, NULL), ORB_ERR_UNSUPPORTED);
    assert_int_equal(vault_try_commit(vault, "log", "2026-03-01T00:00:00Z", NULL, NULL),
                     ORB_ERR_UNSUPPORTED);
    assert_int_equal(orb_vault_backup(vault, in_folder("b"), NULL), ORB_ERR_UNSUPPORTED);
    orb_vault_close(vault);
    assert_int_equal(folder_count(), 3);
}

static struct orb_journal_retention kept(int months, const char *reason)
{
    return (struct orb_journal_retention){ .today = orb_date_make(2026, 3, 31),
                                           .months = months,
                                           .reason = reason };
}

static void old_lines_go_and_a_signed_one_stays(void **state)
{
    struct orb_journal_retention keep = kept(12, NULL);
    struct orb_journal_check check;
    struct orb_vault *vault;
    struct orb_buf before = { 0 };
    size_t removed = 9;

    (void)state;
    make_vault("v");
    bytes_read(&before, "v.log");
    vault = vault_open("v");
    /* Kept from 2025-03-31: those of January, February and March go. */
    assert_int_equal(orb_vault_journal_purge(vault, &keep, &removed, NULL), ORB_OK);
    assert_int_equal(removed, 3);
    commit_at(vault, "purge", "2026-03-31T08:00:00Z");
    orb_vault_close(vault);
    check = verified("v");
    assert_int_equal(check.fault, ORB_JOURNAL_SOUND);
    assert_int_equal(check.first, 4);
    assert_int_equal(check.n, 13);
    vault = vault_open("v");
    must_have(vault, "1 {\"action\":\"checkpoint\",\"generation\":13,\"mac\":\"");
    must_have(vault, "\n2 {\"action\":\"list\",\"generation\":4,\"n\":4,");
    /* A second purge takes the first checkpoint with what followed it. */
    keep = kept(8, "");
    assert_int_equal(orb_vault_journal_purge(vault, &keep, &removed, NULL), ORB_OK);
    assert_int_equal(removed, 5);
    commit_at(vault, "purge", "2026-03-31T09:00:00Z");
    orb_vault_close(vault);
    check = verified("v");
    assert_int_equal(check.fault, ORB_JOURNAL_SOUND);
    assert_int_equal(check.first, 8);
    vault = vault_open("v");
    assert_int_equal(orb_vault_journal_purge(vault, &keep, &removed, NULL), ORB_OK);
    assert_int_equal(removed, 0);
    orb_vault_close(vault);
    /* The journal as it was before the purge is no more that of this vault. */
    bytes_write("v.log", before.data, before.len);
    vault_refused("v", PASSPHRASE, ORB_ERR_CORRUPT, "another copy");
    orb_buf_release(&before);
}

static void a_journal_kept_for_long_says_why(void **state)
{
    struct orb_vault *vault;
    struct orb_journal_retention keep = kept(13, NULL);
    size_t removed;

    (void)state;
    make_vault("v");
    vault = vault_open("v");
    assert_int_equal(orb_vault_journal_purge(vault, &keep, NULL, NULL), ORB_ERR_RANGE);
    keep = kept(37, "court case");
    assert_int_equal(orb_vault_journal_purge(vault, &keep, NULL, NULL), ORB_ERR_RANGE);
    keep = kept(0, NULL);
    assert_int_equal(orb_vault_journal_purge(vault, &keep, NULL, NULL), ORB_ERR_RANGE);
    keep = kept(13, "a\nb");
    assert_int_equal(orb_vault_journal_purge(vault, &keep, NULL, NULL), ORB_ERR_RANGE);
    keep = kept(13, "court case");
    assert_int_equal(orb_vault_journal_purge(vault, &keep, &removed, NULL), ORB_OK);
    assert_int_equal(removed, 2);
    commit_at(vault, "purge", "2026-03-31T08:00:00Z");
    must_have(vault, "\"reason\":\"court case\"");
    orb_vault_close(vault);
    vault = vault_open("v");
    orb_vault_close(vault);
}

/* A new key seals the journal again: what it says stays. */
static void the_journal_outlives_its_key(void **state)
{
    struct orb_journal_retention keep = kept(12, NULL);
    struct orb_secret passphrase = secret_of(PASSPHRASE);
    struct orb_journal_check check;
    struct orb_vault *vault;

    (void)state;
    make_vault("v");
    for (int round = 0; round < 2; round++) {
        vault = vault_open("v");
        if (round == 1)
            assert_int_equal(orb_vault_journal_purge(vault, &keep, NULL, NULL), ORB_OK);
        assert_int_equal(orb_vault_user_remove(vault, 0, &passphrase, NULL), ORB_OK);
        commit_at(vault, "rekey", "2026-03-31T08:00:00Z");
        vault_commit(vault, "list");
        orb_vault_close(vault);
        check = verified("v");
        assert_int_equal(check.fault, ORB_JOURNAL_SOUND);
        assert_int_equal(check.first, round == 0 ? 1 : 4);
        assert_int_equal(check.n, 14 + 2 * round);
        vault = vault_open("v");
        must_have(vault, "{\"action\":\"list\",\"generation\":4,\"n\":4,");
        orb_vault_close(vault);
    }
    orb_secret_release(&passphrase);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup(test, vault_folder_empty)
    const struct CMUnitTest tests[] = {
        EACH(each_access_is_a_line),
        EACH(the_first_broken_line_is_told),
        EACH(a_line_that_is_taken_out_is_missed),
        EACH(vault_and_journal_are_put_back_together_or_not_at_all),
        EACH(a_vault_put_back_alone_is_recovered_with_a_reason),
        EACH(a_lost_journal_is_recovered_too_and_a_sound_one_is_kept),
        EACH(inspecting_gives_no_record_and_changes_nothing),
        EACH(old_lines_go_and_a_signed_one_stays),
        EACH(a_journal_kept_for_long_says_why),
        EACH(the_journal_outlives_its_key),
    };

    return cmocka_run_group_tests(tests, vault_folder_make, vault_folder_remove);
}
