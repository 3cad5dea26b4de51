/*
 * The vault without memory, without room on the disk, killed, or without power. The calls
 * that change files are ours here: each in turn is the last.
 */
#define _DEFAULT_SOURCE /* syscall */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/file.h"
#include "tests/fault/fault.h"
#include "tests/unit/vault_folder.h"

enum strike {
    STRIKE_NEVER,
    STRIKE_FAIL, /* this call fails, and those after it: the disk is full */
    STRIKE_KILL, /* the process is killed in the middle of this call */
    STRIKE_POWER /* the same, and what was not synced is not there */
};

#define FILES 8

/* A file written since it was synced, and its length then. */
struct dirty {
    char path[300];
    off_t synced;
};

static struct {
    enum strike how;
    int left; /* calls to let pass */
    bool has_struck;
    struct dirty dirty[FILES];
} plan;

static void plan_strike(enum strike how, int left)
{
    memset(&plan, 0, sizeof plan);
    plan.how = how;
    plan.left = left;
}

static void lose_what_is_not_synced(void)
{
    for (int i = 0; i < FILES; i++)
        if (plan.dirty[i].path[0] != '\0')
            (void)truncate(plan.dirty[i].path, plan.dirty[i].synced);
}

/* That of a path, or a free one for "". */
static struct dirty *dirty_of(const char *path)
{
    for (int i = 0; i < FILES; i++)
        if (strcmp(plan.dirty[i].path, path) == 0)
            return &plan.dirty[i];
    return NULL;
}

/* It may be closed before it is synced: its name stays. */
static void name_of(int fd, char path[300])
{
    char link[64];
    ssize_t len;

    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    len = readlink(link, path, 299);
    path[len < 0 ? 0 : len] = '\0';
}

/* Is this call the one, or after one that failed? */
static bool is_struck(void)
{
    if (plan.how == STRIKE_NEVER || plan.left-- > 0)
        return false;
    plan.has_struck = true;
    return true;
}

/* Die, or fail as on a full disk. */
static int strike(void)
{
    if (plan.how == STRIKE_POWER)
        lose_what_is_not_synced();
    if (plan.how != STRIKE_FAIL)
        (void)kill(getpid(), SIGKILL);
    errno = ENOSPC;
    return -1;
}

static void becomes_dirty(int fd)
{
    struct stat about;
    struct dirty *dirty;
    char path[300];

    name_of(fd, path);
    if (fstat(fd, &about) != 0 || dirty_of(path) != NULL)
        return;
    dirty = dirty_of("");
    assert_non_null(dirty);
    memcpy(dirty->path, path, sizeof path);
    dirty->synced = about.st_size;
}

static void becomes_synced(int fd)
{
    struct dirty *dirty;
    char path[300];

    name_of(fd, path);
    dirty = dirty_of(path);
    if (dirty != NULL)
        dirty->path[0] = '\0';
}

static void becomes_named(const char *from, const char *to)
{
    struct dirty *dirty = dirty_of(from);

    if (dirty != NULL)
        (void)snprintf(dirty->path, sizeof dirty->path, "%s", to);
}

ssize_t write(int fd, const void *bytes, size_t len)
{
    if (fd > STDERR_FILENO) {
        becomes_dirty(fd);
        if (is_struck()) {
            (void)syscall(SYS_write, fd, bytes, len / 2);
            return strike();
        }
    }
    return syscall(SYS_write, fd, bytes, len);
}

int fsync(int fd)
{
    if (is_struck())
        return strike();
    becomes_synced(fd);
    return (int)syscall(SYS_fsync, fd);
}

int rename(const char *from, const char *to)
{
    if (is_struck())
        return strike();
    becomes_named(from, to);
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int ftruncate(int fd, off_t len)
{
    if (is_struck())
        return strike();
    becomes_dirty(fd);
    return (int)syscall(SYS_ftruncate, fd, len);
}

/* What is tried: on a vault that is open, up to its commit. */
struct change {
    const char *name;
    enum orb_vault_mode mode; /* in which it is opened */
    enum orb_status (*make)(struct orb_vault *vault, struct orb_error *err);
};

static enum orb_status edit(struct orb_vault *vault, struct orb_error *err)
{
    vault_keep(vault, "D71-0001", "{\"n\":2}");
    return vault_try_commit(vault, "edit", "2026-04-01T00:00:00Z", "why not", err);
}

static enum orb_status renew_key(struct orb_vault *vault, struct orb_error *err)
{
    struct orb_secret passphrase = secret_of(PASSPHRASE);
    enum orb_status status = orb_vault_user_remove(vault, 0, &passphrase, err);

    orb_secret_release(&passphrase);
    return status == ORB_OK ? edit(vault, err) : status;
}

static enum orb_status purge_log(struct orb_vault *vault, struct orb_error *err)
{
    const struct orb_journal_retention keep = { .today = orb_date_make(2027, 3, 1),
                                                .months = 12 };
    size_t removed = 0;
    enum orb_status status = orb_vault_journal_purge(vault, &keep, &removed, err);

    if (status == ORB_OK && removed != 2)
        fail_msg("%zu lines to purge", removed);
    return status == ORB_OK ? edit(vault, err) : status;
}

static const struct change changes[] = {
    { "an edit", ORB_VAULT_USE, edit },
    { "a new key", ORB_VAULT_USE, renew_key },
    { "a purge of the journal", ORB_VAULT_USE, purge_log },
    { "a recovery", ORB_VAULT_RECOVER, edit },
};

#define CHANGES (sizeof changes / sizeof changes[0])

/* Before each try: the same vault, of two commits; for a recovery, put back alone. */
static void set_up(const struct change *change)
{
    (void)vault_folder_empty(NULL);
    vault_make("v");
    if (change->mode == ORB_VAULT_RECOVER)
        bytes_copy("v", "old");
    struct orb_vault *vault = vault_open("v");

    vault_commit(vault, "list");
    orb_vault_close(vault);
    if (change->mode == ORB_VAULT_RECOVER) {
        bytes_copy("old", "v");
        (void)unlink(in_folder("old"));
    }
}

static enum orb_status try_change(const struct change *change, enum strike how, int left,
                                  struct orb_error *err)
{
    struct orb_vault *vault = NULL;
    enum orb_status status = vault_try(&vault, "v", PASSPHRASE, change->mode, err);

    assert_int_equal(status, ORB_OK);
    plan_strike(how, left);
    status = change->make(vault, err);
    plan.how = STRIKE_NEVER;
    orb_vault_close(vault);
    return status;
}

/* Whatever happened, the vault is the old one or the new one, all of it, and can be
 * written. Is it the new one? */
static bool is_new_or_old(const struct change *change, int left)
{
    struct orb_vault *vault = NULL;
    struct orb_error err = { 0 };
    const char *text;
    size_t len;
    bool is_new;

    if (vault_try(&vault, "v", PASSPHRASE, change->mode, &err) != ORB_OK)
        fail_msg("%s, call %d: %s: %s", change->name, left, err.place, err.text);
    assert_int_equal(orb_vault_count(vault), 3);
    vault_expect(vault, "QZ-LOCAL-7", VAULT_DOCUMENT);
    assert_int_equal(orb_vault_read(vault, 0, &text, &len, NULL), ORB_OK);
    is_new = strcmp(text, "{\"n\":2}") == 0;
    if (!is_new)
        assert_string_equal(text, "{\"n\":1}");
    if (!(is_new && change->mode == ORB_VAULT_RECOVER))
        assert_int_equal(orb_vault_generation(vault),
                         (change->mode == ORB_VAULT_RECOVER ? 1 : 2) + is_new);
    if (vault_try_commit(vault, "again", "2026-04-02T00:00:00Z", "once more", &err) !=
        ORB_OK)
        fail_msg("%s, call %d: %s: %s", change->name, left, err.place, err.text);
    orb_vault_close(vault);
    vault = vault_open("v");
    orb_vault_close(vault);
    /* Nothing is left behind, but the journal that a recovery sets aside. */
    assert_in_range(folder_count(), 2, change->mode == ORB_VAULT_RECOVER ? 3 : 2);
    return is_new;
}

/* Kill a process at each of its calls; returns how many there were. */
static int kill_at_each_call(const struct change *change, enum strike how)
{
    int old = 0, done = 0, status = 1;

    for (int left = 0; status != 0; left++) {
        pid_t child;
        bool is_new;

        set_up(change);
        child = fork();
        assert_true(child >= 0);
        if (child == 0)
            _exit(try_change(change, how, left, NULL) == ORB_OK ? 0 : 1);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status) || status == 0);
        is_new = is_new_or_old(change, left);
        old += !is_new;
        done += is_new;
        assert_true(status != 0 || is_new);
        assert_in_range(left, 0, 60);
    }
    assert_true(old > 0 && done > 1);
    return old + done - 1;
}

static void killed_at_any_call_the_vault_is_the_old_one_or_the_new_one(void **state)
{
    (void)state;
    for (size_t i = 0; i < CHANGES; i++)
        printf("# %s: killed at each of %d calls\n", changes[i].name,
               kill_at_each_call(&changes[i], STRIKE_KILL));
}

static void without_power_what_was_synced_is_enough(void **state)
{
    (void)state;
    for (size_t i = 0; i < CHANGES; i++)
        (void)kill_at_each_call(&changes[i], STRIKE_POWER);
}

static void a_full_disk_is_told_and_leaves_the_old_vault_or_the_new_one(void **state)
{
    (void)state;
    for (size_t i = 0; i < CHANGES; i++) {
        enum orb_status status = ORB_ERR_IO;

        for (int left = 0; status != ORB_OK; left++) {
            struct orb_error err = { 0 };
            bool is_new;

            set_up(&changes[i]);
            status = try_change(&changes[i], STRIKE_FAIL, left, &err);
            assert_true(status == ORB_OK ||
                        (status == ORB_ERR_IO && err.text[0] != '\0' && plan.has_struck));
            is_new = is_new_or_old(&changes[i], left);
            assert_true(status != ORB_OK || is_new);
        }
    }
}

/* Made, or not at all: then it can be made again. */
static void killed_while_it_is_made_a_vault_can_be_made_again(void **state)
{
    int status = 1, made = 0, again = 0;

    (void)state;
    for (int left = 0; status != 0; left++) {
        struct orb_vault *vault = NULL;
        pid_t child;

        (void)vault_folder_empty(NULL);
        child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            vault = vault_create("v");
            vault_keep(vault, "D71-0001", "{\"n\":1}");
            plan_strike(STRIKE_POWER, left);
            vault_commit(vault, "new");
            _exit(0);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        if (vault_try(&vault, "v", PASSPHRASE, ORB_VAULT_USE, NULL) == ORB_OK) {
            vault_expect(vault, "D71-0001", "{\"n\":1}");
            orb_vault_close(vault);
            made++;
        } else {
            assert_int_not_equal(status, 0);
            vault_make("v");
            again++;
        }
        assert_int_equal(folder_count(), 2);
    }
    assert_true(made > 1 && again > 1);
}

static enum orb_status use_vault(void *context, struct orb_error *err)
{
    struct orb_vault *vault = NULL;
    const char *text;
    size_t len;
    const struct orb_vault_case given = { .local_id = "new",
                                          .text = "{}",
                                          .len = 2,
                                          .last_contact = ORB_DATE_NONE,
                                          .expiry = ORB_DATE_NONE };
    enum orb_status status = vault_try(&vault, "v", PASSPHRASE, ORB_VAULT_USE, err);
    size_t index;

    (void)context;
    if (status == ORB_OK)
        status = orb_vault_read(vault, 0, &text, &len, err);
    if (status == ORB_OK && !orb_vault_find(vault, "new", &index))
        status = orb_vault_add(vault, &given, NULL, err);
    if (status == ORB_OK)
        status = orb_vault_remove(vault, orb_vault_count(vault) - 1,
                                  orb_date_make(2026, 1, 1), "asked for", err);
    if (status == ORB_OK)
        status = vault_try_commit(vault, "edit", "2026-04-01T00:00:00Z", NULL, err);
    orb_vault_close(vault);
    return status;
}

static void a_vault_survives_lack_of_memory(void **state)
{
    struct orb_vault *vault;

    (void)state;
    (void)vault_folder_empty(NULL);
    vault_make("v");
    assert_true(fault_each_allocation(use_vault, NULL) > 20);
    vault = vault_open("v");
    vault_expect(vault, "QZ-LOCAL-7", VAULT_DOCUMENT);
    orb_vault_close(vault);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_at_any_call_the_vault_is_the_old_one_or_the_new_one),
        cmocka_unit_test(without_power_what_was_synced_is_enough),
        cmocka_unit_test(a_full_disk_is_told_and_leaves_the_old_vault_or_the_new_one),
        cmocka_unit_test(killed_while_it_is_made_a_vault_can_be_made_again),
        cmocka_unit_test(a_vault_survives_lack_of_memory),
    };

    return cmocka_run_group_tests(tests, vault_folder_make, vault_folder_remove);
}
