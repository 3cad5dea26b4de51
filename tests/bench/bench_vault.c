/* A vault of many persons, after the derivation of its key: open it and decrypt every one;
 * write it. usage: bench_vault FILE [COUNT] */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/vault/vault.h"
#include "tests/bench/bench.h"

#define RUNS 5

static struct bench_samples opened;
static struct bench_samples written;

static void stop(const struct orb_error *err)
{
    (void)fprintf(stderr, "bench_vault: %s: %s\n", err->place, err->text);
    exit(1);
}

static void commit(struct orb_vault *vault, size_t count)
{
    const struct orb_access access = { .action = "list",
                                       .time = "2026-02-01T09:30:00Z",
                                       .count = count };
    struct orb_error err = { 0 };
    double started = bench_now_s();

    if (orb_vault_commit(vault, &access, &err) != ORB_OK)
        stop(&err);
    bench_add(&written, 1000 * (bench_now_s() - started));
}

/* Documents of some 700 bytes. */
static void make(const char *path, const struct orb_secret *passphrase,
                 const struct orb_vault_options *options, size_t count)
{
    struct orb_vault *vault = NULL;
    struct orb_error err = { 0 };
    char text[700];

    if (orb_vault_create(&vault, path, passphrase, options, &err) != ORB_OK)
        stop(&err);
    memset(text, ' ', sizeof text);
    for (size_t i = 0; i < count; i++) {
        char id[24];
        const struct orb_vault_case given = { .local_id = id,
                                              .text = text,
                                              .len = sizeof text,
                                              .last_contact = orb_date_make(2026, 1, 1),
                                              .expiry = ORB_DATE_NONE };

        (void)snprintf(id, sizeof id, "D-%zu", i);
        text[0] = (char)('a' + i % 26);
        if (orb_vault_add(vault, &given, NULL, &err) != ORB_OK)
            stop(&err);
    }
    commit(vault, count);
    orb_vault_close(vault);
}

static size_t read_all(const char *path, const struct orb_secret *passphrase,
                       const struct orb_vault_options *options)
{
    struct orb_vault *vault = NULL;
    struct orb_error err = { 0 };
    double started = bench_now_s();
    size_t seen = 0;

    if (orb_vault_open(&vault, path, passphrase, options, &err) != ORB_OK)
        stop(&err);
    for (size_t i = 0; i < orb_vault_count(vault); i++) {
        const char *text;
        size_t len;

        if (orb_vault_read(vault, i, &text, &len, &err) != ORB_OK)
            stop(&err);
        seen += len + strlen(orb_vault_record(vault, i).pseudonym);
    }
    bench_add(&opened, 1000 * (bench_now_s() - started));
    commit(vault, orb_vault_count(vault));
    orb_vault_close(vault);
    return seen;
}

int main(int argc, char **argv)
{
    static const char phrase[] = "une phrase de cinq mots";
    /* The derivation is not what is measured. */
    const struct orb_vault_options options = {
        .label = "bench", .ops = 1, .mem = 8192, .is_test = true
    };
    struct orb_secret passphrase = { 0 };
    size_t count = argc > 2 ? strtoul(argv[2], NULL, 10) : 10000;
    char log[4096];

    if (argc < 2 || orb_secret_make(&passphrase, sizeof phrase, NULL) != ORB_OK)
        return 2;
    memcpy(passphrase.bytes, phrase, sizeof phrase - 1);
    passphrase.len = sizeof phrase - 1;
    make(argv[1], &passphrase, &options, count);
    for (int i = 0; i < RUNS; i++)
        if (read_all(argv[1], &passphrase, &options) < count * 700)
            return 1;
    bench_print("vault_open_decrypt_list", "ms", &opened, NAN);
    bench_print("vault_commit", "ms", &written, NAN);
    (void)snprintf(log, sizeof log, "%s.log", argv[1]);
    (void)unlink(argv[1]);
    (void)unlink(log);
    orb_secret_release(&passphrase);
    return 0;
}
