#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/vault/mask.h"
#include "tests/unit/vault_folder.h"

/* What a team would never want to see anywhere else. */
static const char *const markers[] = { "QZMARKNAME", "1987-11-03", "48.1234567",
                                       "QZMARKNOTE", "QZ-LOCAL-7" };

static void what_is_kept_is_read_again(void **state)
{
    struct orb_vault *vault;
    struct orb_vault_record record;
    char pseudonym[16];

    (void)state;
    vault_make("v");
    vault = vault_open("v");
    assert_int_equal(orb_vault_count(vault), 3);
    assert_int_equal(orb_vault_generation(vault), 1);
    vault_expect(vault, "D71-0001", "{\"n\":1}");
    vault_expect(vault, "QZ-LOCAL-7", VAULT_DOCUMENT);
    record = orb_vault_record(vault, 2);
    assert_string_equal(record.local_id, "D71-0003");
    assert_int_equal(record.version, 1);
    assert_int_equal(record.expiry, orb_date_make(2028, 1, 31));
    (void)snprintf(pseudonym, sizeof pseudonym, "%s", record.pseudonym);
    vault_keep(vault, "D71-0003", "{\"n\":33}");
    vault_commit(vault, "edit");
    vault_expect(vault, "D71-0003", "{\"n\":33}");
    orb_vault_close(vault);
    vault = vault_open("v");
    assert_int_equal(orb_vault_generation(vault), 2);
    vault_expect(vault, pseudonym, "{\"n\":33}");
    assert_int_equal(orb_vault_record(vault, 2).version, 2);
    orb_vault_close(vault);
}

/* A text read may be given back as it is, and one of any length. */
static void documents_of_any_length_come_back(void **state)
{
    static const size_t lengths[] = { 1, 510, 511, 512, 513, 4096, 100000 };
    struct orb_vault *vault = vault_create("v");
    char *text = test_malloc(100001);
    const char *found;
    size_t len;

    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        char id[16];

        memset(text, 'a' + (int)i, lengths[i]);
        text[lengths[i]] = '\0';
        (void)snprintf(id, sizeof id, "L%zu", i);
        vault_keep(vault, id, text);
    }
    vault_commit(vault, "new");
    orb_vault_close(vault);
    vault = vault_open("v");
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct orb_vault_case again = { .last_contact = ORB_DATE_NONE,
                                        .expiry = ORB_DATE_NONE };

        assert_int_equal(orb_vault_read(vault, i, &again.text, &again.len, NULL), ORB_OK);
        assert_int_equal(again.len, lengths[i]);
        assert_int_equal(orb_vault_replace(vault, i, &again, NULL), ORB_OK);
        assert_int_equal(orb_vault_read(vault, i, &found, &len, NULL), ORB_OK);
        assert_int_equal(len, lengths[i]);
        assert_int_equal(found[0], 'a' + (int)i);
        assert_int_equal(found[len - 1], 'a' + (int)i);
        assert_int_equal(orb_vault_record(vault, i).expiry, ORB_DATE_NONE);
    }
    orb_vault_close(vault);
    test_free(text);
}

static bool has(const struct orb_buf *bytes, const char *words)
{
    size_t len = strlen(words);

    for (size_t i = 0; i + len <= bytes->len; i++)
        if (memcmp(bytes->data + i, words, len) == 0)
            return true;
    return false;
}

static void no_byte_of_a_record_is_in_a_file(void **state)
{
    static const char *const files[] = { "v", "v.log" };
    struct orb_buf bytes = { 0 };
    struct orb_vault *vault;

    (void)state;
    vault_make("v");
    vault = vault_open("v");
    vault_commit(vault, "list");
    orb_vault_close(vault);
    assert_int_equal(folder_count(), 2);
    for (size_t f = 0; f < 2; f++) {
        struct stat about;

        bytes_read(&bytes, files[f]);
        assert_true(bytes.len > 100);
        for (size_t m = 0; m < sizeof markers / sizeof markers[0]; m++)
            if (has(&bytes, markers[m]))
                fail_msg("%s is in %s", markers[m], files[f]);
        assert_int_equal(stat(in_folder(files[f]), &about), 0);
        assert_int_equal(about.st_mode & 0777, 0600);
    }
    orb_buf_release(&bytes);
}

static void the_same_text_is_never_the_same_bytes(void **state)
{
    struct orb_buf a = { 0 };
    struct orb_buf b = { 0 };

    (void)state;
    vault_make("a");
    vault_make("b");
    bytes_read(&a, "a");
    bytes_read(&b, "b");
    assert_int_equal(a.len, b.len);
    assert_memory_not_equal(a.data + a.len - 500, b.data + b.len - 500, 500);
    orb_buf_release(&a);
    orb_buf_release(&b);
}

static void removed_records_leave_a_tombstone(void **state)
{
    struct orb_vault *vault;
    struct orb_vault_tombstone stone;
    struct orb_vault_record record;
    char pseudonym[16];
    size_t index;

    (void)state;
    vault_make("v");
    vault = vault_open("v");
    assert_true(orb_vault_find(vault, "D71-0001", &index));
    record = orb_vault_record(vault, index);
    assert_false(orb_vault_is_expired(&record, orb_date_make(2028, 1, 30)));
    assert_true(orb_vault_is_expired(&record, orb_date_make(2028, 1, 31)));
    (void)snprintf(pseudonym, sizeof pseudonym, "%s", record.pseudonym);
    assert_int_equal(orb_vault_remove(vault, index, orb_date_make(2028, 2, 1), "", NULL),
                     ORB_ERR_RANGE);
    assert_int_equal(
        orb_vault_remove(vault, index, orb_date_make(2028, 2, 1), "expired", NULL), ORB_OK);
    vault_commit(vault, "purge");
    orb_vault_close(vault);
    vault = vault_open("v");
    assert_int_equal(orb_vault_count(vault), 2);
    assert_false(orb_vault_find(vault, "D71-0001", &index));
    assert_false(orb_vault_find(vault, pseudonym, &index));
    vault_expect(vault, "D71-0003", "{\"n\":3}");
    assert_int_equal(orb_vault_tombstone_count(vault), 1);
    stone = orb_vault_tombstone(vault, 0);
    assert_string_equal(stone.pseudonym, pseudonym);
    assert_string_equal(stone.reason, "expired");
    assert_int_equal(stone.date, orb_date_make(2028, 2, 1));
    orb_vault_close(vault);
}

static void expiry_falls_on_the_last_day_of_a_short_month(void **state)
{
    struct orb_vault *vault = vault_create("v");
    struct orb_vault_case given = { .local_id = "leap",
                                    .text = "{}",
                                    .len = 2,
                                    .last_contact = orb_date_make(2024, 2, 29),
                                    .expiry = ORB_DATE_NONE };

    (void)state;
    assert_int_equal(orb_vault_add(vault, &given, NULL, NULL), ORB_OK);
    assert_int_equal(orb_vault_record(vault, 0).expiry, orb_date_make(2026, 2, 28));
    given.expiry = orb_date_make(2025, 1, 1);
    assert_int_equal(orb_vault_replace(vault, 0, &given, NULL), ORB_OK);
    assert_int_equal(orb_vault_record(vault, 0).expiry, orb_date_make(2025, 1, 1));
    orb_vault_close(vault);
}

static void a_person_is_in_the_vault_once(void **state)
{
    char long_id[66];
    const char *const bad[] = { "", "a\nb", "\xff", long_id };
    struct orb_vault *vault = vault_create("v");
    struct orb_vault_case given = { .local_id = "one",
                                    .text = "{}",
                                    .len = 2,
                                    .last_contact = ORB_DATE_NONE,
                                    .expiry = ORB_DATE_NONE };
    struct orb_error err = { 0 };

    (void)state;
    memset(long_id, 'x', 65);
    long_id[65] = '\0';
    assert_int_equal(orb_vault_add(vault, &given, NULL, NULL), ORB_OK);
    assert_int_equal(orb_vault_add(vault, &given, NULL, &err), ORB_ERR_EXISTS);
    assert_null(strstr(err.text, "one"));
    assert_non_null(strstr(err.text, orb_vault_record(vault, 0).pseudonym));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        given.local_id = bad[i];
        assert_int_equal(orb_vault_add(vault, &given, NULL, NULL), ORB_ERR_RANGE);
    }
    given.local_id = "two";
    given.len = 0;
    assert_int_equal(orb_vault_add(vault, &given, NULL, NULL), ORB_ERR_RANGE);
    assert_int_equal(orb_vault_count(vault), 1);
    orb_vault_close(vault);
}

static void publications_stay_as_they_were_added(void **state)
{
    struct orb_vault *vault;
    const char *text;
    size_t len;

    (void)state;
    vault_make("v");
    vault = vault_open("v");
    assert_int_equal(orb_vault_publication_add(vault, "{\"p\":1}", 7, NULL), ORB_OK);
    assert_int_equal(orb_vault_publication_add(vault, "{\"p\":2}", 7, NULL), ORB_OK);
    vault_commit(vault, "publish");
    orb_vault_close(vault);
    vault = vault_open("v");
    assert_int_equal(orb_vault_publication_count(vault), 2);
    assert_int_equal(orb_vault_count(vault), 3);
    assert_int_equal(orb_vault_publication_read(vault, 1, &text, &len, NULL), ORB_OK);
    assert_string_equal(text, "{\"p\":2}");
    orb_vault_close(vault);
}

static void a_mask_is_the_same_each_time(void **state)
{
    static const struct orb_mask_place place = { 3.01234, 46.01234, { 0.3, 1 } };
    struct orb_vault *vault;
    struct orb_mask_draw first, again;

    (void)state;
    vault_make("v");
    vault = vault_open("v");
    first = orb_vault_mask(vault, 1, &place, 0);
    assert_true(first.u >= 0 && first.u < 1 && first.v >= 0 && first.v < 1);
    orb_vault_close(vault);
    vault = vault_open("v");
    again = orb_vault_mask(vault, 1, &place, 0);
    assert_true(first.u == again.u && first.v == again.v);
    again = orb_vault_mask(vault, 1, &place, 1);
    assert_true(first.u != again.u);
    again = orb_vault_mask(vault, 2, &place, 0);
    assert_true(first.u != again.u);
    orb_vault_close(vault);
}

static void a_link_to_a_vault_stays_a_link(void **state)
{
    struct orb_vault *vault;
    struct stat about;

    (void)state;
    vault_make("v");
    assert_int_equal(symlink(in_folder("v"), in_folder("link")), 0);
    vault = vault_open("link");
    vault_keep(vault, "D71-0001", "{\"n\":9}");
    vault_commit(vault, "edit");
    orb_vault_close(vault);
    assert_int_equal(lstat(in_folder("link"), &about), 0);
    assert_true(S_ISLNK(about.st_mode));
    vault = vault_open("v");
    vault_expect(vault, "D71-0001", "{\"n\":9}");
    orb_vault_close(vault);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup(test, vault_folder_empty)
    const struct CMUnitTest tests[] = {
        EACH(what_is_kept_is_read_again),
        EACH(documents_of_any_length_come_back),
        EACH(no_byte_of_a_record_is_in_a_file),
        EACH(the_same_text_is_never_the_same_bytes),
        EACH(removed_records_leave_a_tombstone),
        EACH(expiry_falls_on_the_last_day_of_a_short_month),
        EACH(a_person_is_in_the_vault_once),
        EACH(publications_stay_as_they_were_added),
        EACH(a_mask_is_the_same_each_time),
        EACH(a_link_to_a_vault_stays_a_link),
    };

    return cmocka_run_group_tests(tests, vault_folder_make, vault_folder_remove);
}
