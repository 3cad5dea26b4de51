#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/file.h"
#include "engine/vault/slots.h"
#include "tests/unit/vault_folder.h"

static void what_is_no_vault_is_refused_with_its_reason(void **state)
{
    static const struct {
        size_t at;
        unsigned char byte;
        enum orb_status status;
        const char *words;
    } changes[] = {
        { 0, 'X', ORB_ERR_UNSUPPORTED, "not a vault" },
        { 8, 2, ORB_ERR_UNSUPPORTED, "version 2 is needed" },
        { 10, 4, ORB_ERR_UNSUPPORTED, "newer Orbite is needed" },
        { 15, 1, ORB_ERR_CORRUPT, "damaged" },
        { 17, 'x', ORB_ERR_CORRUPT, "damaged" },
    };
    struct orb_buf bytes = { 0 };

    (void)state;
    vault_make("v");
    bytes_read(&bytes, "v");
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        char kept = bytes.data[changes[i].at];

        bytes.data[changes[i].at] = (char)changes[i].byte;
        bytes_write("v", bytes.data, bytes.len);
        bytes.data[changes[i].at] = kept;
        vault_refused("v", PASSPHRASE, changes[i].status, changes[i].words);
    }
    for (size_t len = 0; len < bytes.len; len += len < 40 ? 1 : 97) {
        bytes_write("v", bytes.data, len);
        vault_refused("v", PASSPHRASE, len < 8 ? ORB_ERR_UNSUPPORTED : ORB_ERR_CORRUPT,
                      len < 8 ? "not a vault" : "damaged");
    }
    vault_refused("absent", PASSPHRASE, ORB_ERR_NOT_FOUND, "");
    orb_buf_release(&bytes);
}

/* Also the nonce of a record, which nothing but its own seal protects. */
static void a_byte_that_changed_anywhere_is_seen_at_the_opening(void **state)
{
    struct orb_buf bytes = { 0 };

    (void)state;
    vault_make("v");
    bytes_read(&bytes, "v");
    for (size_t at = 0; at < bytes.len; at += 11) {
        struct orb_vault *vault = NULL;
        struct orb_error err = { 0 };

        bytes.data[at] ^= 1;
        bytes_write("v", bytes.data, bytes.len);
        bytes.data[at] ^= 1;
        if (vault_try(&vault, "v", PASSPHRASE, ORB_VAULT_USE, &err) == ORB_OK ||
            err.text[0] == '\0')
            fail_msg("byte %zu", at);
    }
    orb_buf_release(&bytes);
}

/* The header is not encrypted: a forged one must be refused before its cost is paid. */
static void a_derivation_that_costs_too_much_or_too_little_is_refused(void **state)
{
    static const struct {
        uint64_t ops, mem;
        bool is_test;
        enum orb_status status;
    } costs[] = {
        { 2, (uint64_t)64 << 20, false, ORB_OK },
        { 10, (uint64_t)1 << 30, false, ORB_OK },
        { 1, (uint64_t)64 << 20, false, ORB_ERR_UNSUPPORTED },
        { 11, (uint64_t)64 << 20, false, ORB_ERR_UNSUPPORTED },
        { 2, ((uint64_t)64 << 20) - 1, false, ORB_ERR_UNSUPPORTED },
        { 2, ((uint64_t)1 << 30) + 1, false, ORB_ERR_UNSUPPORTED },
        { 1, 8192, true, ORB_OK },
        { 0, 8192, true, ORB_ERR_UNSUPPORTED },
        { 11, 8192, true, ORB_ERR_UNSUPPORTED },
        { 1, 8191, true, ORB_ERR_UNSUPPORTED },
        { 1, UINT64_MAX, true, ORB_ERR_UNSUPPORTED },
    };
    struct orb_vault_options usual = { 0 };
    struct orb_secret passphrase = secret_of(PASSPHRASE);
    struct orb_vault *vault = NULL;
    struct orb_error err = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof costs / sizeof costs[0]; i++) {
        const struct orb_slot slot = { .number = 1,
                                       .ops = costs[i].ops,
                                       .mem = costs[i].mem };

        if (orb_slot_check(&slot, costs[i].is_test, NULL) != costs[i].status)
            fail_msg("cost %zu", i);
    }
    vault_make("v");
    assert_int_equal(orb_vault_open(&vault, in_folder("v"), &passphrase, &usual, &err),
                     ORB_ERR_UNSUPPORTED);
    assert_non_null(strstr(
        err.text,
        "slot 1 is derived at a cost that is not accepted (passes: 1, memory: 8 KiB)"));
    usual.ops = 1;
    usual.mem = 8192;
    usual.label = "lea";
    assert_int_equal(orb_vault_create(&vault, in_folder("w"), &passphrase, &usual, NULL),
                     ORB_ERR_UNSUPPORTED);
    orb_secret_release(&passphrase);
}

static void one_command_at_a_time_holds_a_vault(void **state)
{
    struct orb_vault *vault;

    (void)state;
    vault_make("v");
    vault = vault_open("v");
    vault_refused("v", PASSPHRASE, ORB_ERR_EXISTS, "another command");
    vault_commit(vault, "list"); /* another file has the name now */
    vault_refused("v", PASSPHRASE, ORB_ERR_EXISTS, "another command");
    orb_vault_close(vault);
    vault = vault_open("v");
    orb_vault_close(vault);
}

static void a_vault_is_never_made_over_another(void **state)
{
    const struct orb_vault_options options = fast(ORB_VAULT_USE);
    struct orb_secret passphrase = secret_of(PASSPHRASE);
    struct orb_vault *vault = NULL;
    struct orb_vault *late = vault_create("v");

    (void)state;
    vault_make("v");
    assert_int_equal(orb_vault_create(&vault, in_folder("v"), &passphrase, &options, NULL),
                     ORB_ERR_EXISTS);
    (void)unlink(in_folder("v"));
    assert_int_equal(orb_vault_create(&vault, in_folder("v"), &passphrase, &options, NULL),
                     ORB_ERR_EXISTS);
    /* One that was begun before the other was there is not put over it either. */
    assert_int_equal(vault_try_commit(late, "new", "2026-02-01T09:30:00Z", NULL, NULL),
                     ORB_ERR_EXISTS);
    orb_vault_close(late);
    orb_secret_release(&passphrase);
}

static void what_is_not_committed_is_forgotten(void **state)
{
    struct orb_vault *vault;
    struct orb_error err = { 0 };

    (void)state;
    vault_make("v");
    vault = vault_open("v");
    vault_keep(vault, "D71-0001", "{\"n\":9}");
    assert_int_equal(vault_try_commit(vault, NULL, "2026-02-01T09:30:00Z", NULL, &err),
                     ORB_ERR_SYNTAX);
    assert_int_equal(vault_try_commit(vault, "list", "today", NULL, NULL), ORB_ERR_SYNTAX);
    assert_int_equal(
        vault_try_commit(vault, "checkpoint", "2026-02-01T09:30:00Z", NULL, NULL),
        ORB_ERR_SYNTAX);
    assert_int_equal(vault_try_commit(vault, "list", "2026-02-01T09:30:00Z", "a\nb", NULL),
                     ORB_ERR_SYNTAX);
    orb_vault_close(vault);
    vault = vault_open("v");
    vault_expect(vault, "D71-0001", "{\"n\":1}");
    orb_vault_close(vault);
    assert_int_equal(folder_count(), 2);
}

static void a_backup_is_a_vault_with_its_journal(void **state)
{
    struct orb_vault *vault;
    struct orb_buf before = { 0 };

    (void)state;
    vault_make("v");
    vault = vault_open("v");
    vault_keep(vault, "later", "{}");
    vault_commit(vault, "backup");
    assert_int_equal(orb_vault_backup(vault, in_folder("b"), NULL), ORB_OK);
    assert_int_equal(orb_vault_backup(vault, in_folder("b"), NULL), ORB_ERR_EXISTS);
    /* Nothing is left of a copy that cannot be ended. */
    bytes_write("c", "", 0);
    assert_int_equal(orb_vault_backup(vault, in_folder("c"), NULL), ORB_ERR_EXISTS);
    assert_false(orb_file_exists(in_folder("c.log")));
    vault_keep(vault, "later", "{\"a\":1}");
    vault_commit(vault, "edit");
    orb_vault_close(vault);
    vault = vault_open("b");
    vault_expect(vault, "later", "{}");
    orb_vault_close(vault);
    bytes_read(&before, "v");
    bytes_copy("b", "v");
    vault_refused("v", PASSPHRASE, ORB_ERR_CORRUPT, "put back without its journal");
    bytes_copy("b.log", "v.log");
    vault = vault_open("v");
    vault_expect(vault, "later", "{}");
    orb_vault_close(vault);
    orb_buf_release(&before);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup(test, vault_folder_empty)
    const struct CMUnitTest tests[] = {
        EACH(what_is_no_vault_is_refused_with_its_reason),
        EACH(a_byte_that_changed_anywhere_is_seen_at_the_opening),
        EACH(a_derivation_that_costs_too_much_or_too_little_is_refused),
        EACH(one_command_at_a_time_holds_a_vault),
        EACH(a_vault_is_never_made_over_another),
        EACH(what_is_not_committed_is_forgotten),
        EACH(a_backup_is_a_vault_with_its_journal),
    };

    return cmocka_run_group_tests(tests, vault_folder_make, vault_folder_remove);
}
