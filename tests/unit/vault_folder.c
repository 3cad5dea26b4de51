#include "tests/unit/vault_folder.h"

#include <dirent.h>
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

static char folder[] = "/tmp/orbite-vault-XXXXXX";

int vault_folder_make(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

const char *in_folder(const char *name)
{
    static char paths[8][300];
    static unsigned next;
    char *path = paths[next++ % 8];

    (void)snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

/* Count the files, and remove them if asked to. */
static size_t each_file(bool removed)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    size_t count = 0;

    assert_non_null(dir);
    while ((entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        count++;
        if (removed)
            (void)unlink(in_folder(entry->d_name));
    }
    (void)closedir(dir);
    return count;
}

int vault_folder_remove(void **state)
{
    (void)state;
    (void)each_file(true);
    return rmdir(folder);
}

int vault_folder_empty(void **state)
{
    (void)state;
    (void)each_file(true);
    return 0;
}

size_t folder_count(void)
{
    return each_file(false);
}

struct orb_secret secret_of(const char *text)
{
    struct orb_secret secret = { 0 };

    assert_int_equal(orb_secret_make(&secret, strlen(text) + 1, NULL), ORB_OK);
    memcpy(secret.bytes, text, strlen(text));
    secret.len = strlen(text);
    return secret;
}

struct orb_vault_options fast(enum orb_vault_mode mode)
{
    return (struct orb_vault_options){
        .mode = mode, .label = "lea", .ops = 1, .mem = 8192, .is_test = true
    };
}

struct orb_vault *vault_create(const char *name)
{
    const struct orb_vault_options options = fast(ORB_VAULT_USE);
    struct orb_secret passphrase = secret_of(PASSPHRASE);
    struct orb_vault *vault = NULL;
    struct orb_error err = { 0 };

    if (orb_vault_create(&vault, in_folder(name), &passphrase, &options, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    orb_secret_release(&passphrase);
    return vault;
}

void vault_make(const char *name)
{
    struct orb_vault *vault = vault_create(name);

    vault_keep(vault, "D71-0001", "{\"n\":1}");
    vault_keep(vault, "QZ-LOCAL-7", VAULT_DOCUMENT);
    vault_keep(vault, "D71-0003", "{\"n\":3}");
    vault_commit(vault, "new");
    orb_vault_close(vault);
}

enum orb_status vault_try(struct orb_vault **out, const char *name, const char *passphrase,
                          enum orb_vault_mode mode, struct orb_error *err)
{
    const struct orb_vault_options options = fast(mode);
    struct orb_secret secret = secret_of(passphrase);
    enum orb_status status = orb_vault_open(out, in_folder(name), &secret, &options, err);

    orb_secret_release(&secret);
    return status;
}

struct orb_vault *vault_open(const char *name)
{
    struct orb_vault *vault = NULL;
    struct orb_error err = { 0 };

    if (vault_try(&vault, name, PASSPHRASE, ORB_VAULT_USE, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    return vault;
}

void vault_refused(const char *name, const char *passphrase, enum orb_status status,
                   const char *words)
{
    struct orb_vault *vault = NULL;
    struct orb_error err = { 0 };
    enum orb_status found = vault_try(&vault, name, passphrase, ORB_VAULT_USE, &err);

    if (found != status || err.status != status || vault != NULL ||
        strstr(err.text, words) == NULL)
        fail_msg("status %d for %d: '%s' at '%s', without '%s'", (int)found, (int)status,
                 err.text, err.place, words);
}

void vault_keep(struct orb_vault *vault, const char *local_id, const char *text)
{
    const struct orb_vault_case given = {
        .local_id = local_id,
        .text = text,
        .len = strlen(text),
        .last_contact = orb_date_make(2026, 1, 31),
        .expiry = ORB_DATE_NONE,
    };
    struct orb_error err = { 0 };
    size_t index;
    enum orb_status status = orb_vault_find(vault, local_id, &index)
                                 ? orb_vault_replace(vault, index, &given, &err)
                                 : orb_vault_add(vault, &given, &index, &err);

    if (status != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
}

void vault_expect(struct orb_vault *vault, const char *local_id, const char *text)
{
    struct orb_error err = { 0 };
    const char *found;
    size_t index, len;

    assert_true(orb_vault_find(vault, local_id, &index));
    if (orb_vault_read(vault, index, &found, &len, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    assert_int_equal(len, strlen(text));
    assert_string_equal(found, text);
}

enum orb_status vault_try_commit(struct orb_vault *vault, const char *action,
                                 const char *time, const char *reason,
                                 struct orb_error *err)
{
    const struct orb_access access = {
        .action = action, .time = time, .user = "lea", .reason = reason
    };

    return orb_vault_commit(vault, &access, err);
}

void vault_commit(struct orb_vault *vault, const char *action)
{
    struct orb_error err = { 0 };

    if (vault_try_commit(vault, action, "2026-02-01T09:30:00Z", NULL, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
}

void bytes_read(struct orb_buf *out, const char *name)
{
    orb_buf_clear(out);
    assert_int_equal(orb_file_read(out, in_folder(name), (size_t)1 << 30, NULL), ORB_OK);
}

void bytes_write(const char *name, const void *bytes, size_t len)
{
    FILE *file = fopen(in_folder(name), "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

void bytes_copy(const char *from, const char *to)
{
    struct orb_buf bytes = { 0 };

    bytes_read(&bytes, from);
    bytes_write(to, bytes.data, bytes.len);
    orb_buf_release(&bytes);
}
