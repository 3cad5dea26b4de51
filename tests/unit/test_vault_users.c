#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/vault/guard.h"
#include "tests/unit/vault_folder.h"

static void a_passphrase_is_the_same_however_its_accents_are_typed(void **state)
{
    struct orb_vault *vault = NULL;

    (void)state;
    vault_make("v");
    /* a and its grave accent as two characters */
    assert_int_equal(vault_try(&vault, "v", "cinq mots tout a\xcc\x80 fait ordinaires",
                               ORB_VAULT_USE, NULL),
                     ORB_OK);
    orb_vault_close(vault);
    vault_refused("v", "cinq mots tout a fait ordinaires", ORB_ERR_PASSPHRASE,
                  "opens no slot");
    vault_refused("v", "", ORB_ERR_RANGE, "is empty");
    vault_refused("v", "\xff\xfe", ORB_ERR_PASSPHRASE, "opens no slot");
}

static void a_key_file_of_any_bytes_is_a_passphrase(void **state)
{
    const struct orb_vault_options options = fast(ORB_VAULT_USE);
    struct orb_secret key = secret_of("1234567890");
    struct orb_vault *vault = NULL;

    (void)state;
    memcpy(key.bytes, "\xff\x00\xc3\x28\n12345", 10);
    assert_int_equal(orb_vault_create(&vault, in_folder("v"), &key, &options, NULL),
                     ORB_OK);
    vault_commit(vault, "new");
    orb_vault_close(vault);
    assert_int_equal(orb_vault_open(&vault, in_folder("v"), &key, &options, NULL), ORB_OK);
    orb_vault_close(vault);
    key.bytes[1] = 1;
    assert_int_equal(orb_vault_open(&vault, in_folder("v"), &key, &options, NULL),
                     ORB_ERR_PASSPHRASE);
    orb_secret_release(&key);
}

static void each_user_has_a_passphrase(void **state)
{
    struct orb_secret first = secret_of("une autre phrase");
    struct orb_secret second = secret_of("encore une autre");
    struct orb_vault *vault;
    unsigned slot = 0;

    (void)state;
    vault_make("v");
    vault = vault_open("v");
    assert_int_equal(orb_vault_user_add(vault, &first, "lea", &slot, NULL), ORB_ERR_EXISTS);
    assert_int_equal(orb_vault_user_add(vault, &first, "a\nb", &slot, NULL), ORB_ERR_RANGE);
    assert_int_equal(orb_vault_user_add(vault, &first, "paul", &slot, NULL), ORB_OK);
    assert_int_equal(slot, 2);
    vault_commit(vault, "user-add");
    orb_vault_close(vault);
    vault_refused("v", "pas la bonne", ORB_ERR_PASSPHRASE, "opens no slot");

    assert_int_equal(vault_try(&vault, "v", "une autre phrase", ORB_VAULT_USE, NULL),
                     ORB_OK);
    assert_int_equal(orb_vault_slot(vault), 2);
    assert_int_equal(orb_vault_user_count(vault), 2);
    assert_string_equal(orb_vault_user(vault, 1).label, "paul");
    vault_expect(vault, "D71-0001", "{\"n\":1}");
    assert_int_equal(orb_vault_passphrase_change(vault, &second, NULL), ORB_OK);
    vault_commit(vault, "passphrase");
    orb_vault_close(vault);
    vault_refused("v", "une autre phrase", ORB_ERR_PASSPHRASE, "opens no slot");
    assert_int_equal(vault_try(&vault, "v", "encore une autre", ORB_VAULT_USE, NULL),
                     ORB_OK);
    orb_vault_close(vault);
    vault = vault_open("v"); /* the other slot is as it was */
    orb_vault_close(vault);
    orb_secret_release(&first);
    orb_secret_release(&second);
}

static void one_slot_can_be_asked_for(void **state)
{
    struct orb_vault_options options = fast(ORB_VAULT_USE);
    struct orb_secret passphrase = secret_of(PASSPHRASE);
    struct orb_vault *vault = NULL;
    struct orb_error err = { 0 };

    (void)state;
    vault_make("v");
    options.slot = 2;
    assert_int_equal(orb_vault_open(&vault, in_folder("v"), &passphrase, &options, &err),
                     ORB_ERR_PASSPHRASE);
    assert_non_null(strstr(err.text, "slot 2"));
    options.slot = 1;
    assert_int_equal(orb_vault_open(&vault, in_folder("v"), &passphrase, &options, NULL),
                     ORB_OK);
    orb_vault_close(vault);
    orb_secret_release(&passphrase);
}

static void removing_a_user_renews_the_key(void **state)
{
    struct orb_secret own = secret_of(PASSPHRASE);
    struct orb_secret wrong = secret_of("pas la bonne");
    struct orb_secret other = secret_of("une autre phrase");
    struct orb_buf before = { 0 };
    struct orb_buf after = { 0 };
    struct orb_vault *vault;
    unsigned slot = 0;

    (void)state;
    vault_make("v");
    vault = vault_open("v");
    assert_int_equal(orb_vault_user_add(vault, &other, "paul", &slot, NULL), ORB_OK);
    assert_int_equal(orb_vault_user_add(vault, &other, "ana", &slot, NULL), ORB_OK);
    assert_int_equal(orb_vault_publication_add(vault, "{\"cells\":[]}", 12, NULL), ORB_OK);
    vault_commit(vault, "user-add");
    bytes_read(&before, "v");
    assert_int_equal(orb_vault_user_remove(vault, 1, &own, NULL), ORB_ERR_RANGE);
    assert_int_equal(orb_vault_user_remove(vault, 7, &own, NULL), ORB_ERR_NOT_FOUND);
    assert_int_equal(orb_vault_user_remove(vault, 2, &wrong, NULL), ORB_ERR_PASSPHRASE);
    vault_expect(vault, "D71-0003", "{\"n\":3}");
    assert_int_equal(orb_vault_user_remove(vault, 2, &own, NULL), ORB_OK);
    vault_expect(vault, "D71-0003", "{\"n\":3}");
    vault_commit(vault, "user-remove");
    assert_int_equal(orb_vault_user_count(vault), 1);
    orb_vault_close(vault);

    vault_refused("v", "une autre phrase", ORB_ERR_PASSPHRASE, "opens no slot");
    vault = vault_open("v");
    vault_expect(vault, "QZ-LOCAL-7", VAULT_DOCUMENT);
    assert_int_equal(orb_vault_publication_count(vault), 1);
    /* A number is never given again: the journal names it. */
    assert_int_equal(orb_vault_user_add(vault, &other, "paul", &slot, NULL), ORB_OK);
    assert_int_equal(slot, 4);
    orb_vault_close(vault);
    bytes_read(&after, "v");
    assert_int_not_equal(before.len, after.len);
    /* The old vault in place of the new one does not go with the journal, which is under
     * the new key. */
    bytes_write("v", before.data, before.len);
    vault_refused("v", PASSPHRASE, ORB_ERR_CORRUPT, "journal");
    orb_buf_release(&before);
    orb_buf_release(&after);
    orb_secret_release(&own);
    orb_secret_release(&wrong);
    orb_secret_release(&other);
}

/* In a process of its own: the guard holds until the end. */
static void a_guarded_process_leaves_no_core_and_no_open_file(void **state)
{
    pid_t child = fork();
    int status = 0;

    (void)state;
    if (child == 0) {
        struct rlimit core;
        bool is_good = orb_guard_raise(NULL) == ORB_OK && umask(0) == 077 &&
                       getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 0 &&
                       core.rlim_max == 0;
#ifdef __linux__
        /* What cannot be dumped belongs to nobody else. */
        is_good = is_good && (getuid() == 0 || access("/proc/self/mem", R_OK) != 0);
#endif
        _exit(is_good ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void secrets_are_compared_and_released(void **state)
{
    struct orb_secret a = secret_of("abc");
    struct orb_secret b = secret_of("abd");
    struct orb_secret c = secret_of("abc");
    struct orb_secret none = { 0 };

    (void)state;
    assert_true(orb_secret_equal(&a, &c));
    assert_false(orb_secret_equal(&a, &b));
    assert_false(orb_secret_equal(&a, &none));
    assert_true(orb_secret_equal(&none, &none));
    orb_secret_release(&a);
    assert_null(a.bytes);
    orb_secret_release(&a);
    orb_secret_release(NULL);
    assert_int_equal(orb_secret_reserve(&c, 100000, NULL), ORB_OK);
    assert_int_equal(c.len, 3);
    assert_memory_equal(c.bytes, "abc", 3);
    orb_secret_release(&b);
    orb_secret_release(&c);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup(test, vault_folder_empty)
    const struct CMUnitTest tests[] = {
        EACH(a_passphrase_is_the_same_however_its_accents_are_typed),
        EACH(a_key_file_of_any_bytes_is_a_passphrase),
        EACH(each_user_has_a_passphrase),
        EACH(one_slot_can_be_asked_for),
        EACH(removing_a_user_renews_the_key),
        EACH(a_guarded_process_leaves_no_core_and_no_open_file),
        EACH(secrets_are_compared_and_released),
    };

    return cmocka_run_group_tests(tests, vault_folder_make, vault_folder_remove);
}
