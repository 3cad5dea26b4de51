/* What another implementation computed from the same keys. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/vault/journal.h"
#include "engine/vault/keys.h"
#include "engine/vault/mask.h"
#include "engine/vault/pseudonym.h"
#include "engine/vault/records.h"
#include "engine/vault/slots.h"

static struct orb_json *vectors;

static int read_vectors(void **state)
{
    char path[400];
    struct orb_buf text = { 0 };
    int status = 0;

    (void)state;
    (void)snprintf(path, sizeof path, "%s/../shared/oracles/vault/vectors.json",
                   getenv("ORBITE_SRCDIR"));
    if (orb_file_exists(path))
        status = orb_file_read(&text, path, (size_t)1 << 20, NULL) != ORB_OK ||
                 orb_json_parse(&vectors, text.data, text.len, NULL) != ORB_OK;
    else
        printf("# no shared vectors of the vault: skipped\n");
    orb_buf_release(&text);
    return status;
}

static int forget_vectors(void **state)
{
    (void)state;
    orb_json_free(vectors);
    return 0;
}

static void need_vectors(void)
{
    if (vectors == NULL)
        skip();
}

static unsigned digit(char c)
{
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a' + 10);
}

/* The bytes that a member says in hexadecimal. */
static size_t hex_of(unsigned char *out, const struct orb_json *object, const char *key)
{
    const char *text = orb_json_text(orb_json_get(object, key));

    assert_non_null(text);
    for (size_t i = 0; i < strlen(text) / 2; i++)
        out[i] = (unsigned char)(digit(text[2 * i]) << 4 | digit(text[2 * i + 1]));
    return strlen(text) / 2;
}

static void must_be(const unsigned char *found, size_t len, const struct orb_json *object,
                    const char *key)
{
    unsigned char expected[256];

    assert_int_equal(hex_of(expected, object, key), len);
    assert_memory_equal(found, expected, len);
}

static struct orb_vault_keys derived(void)
{
    struct orb_vault_keys keys = { 0 };

    assert_int_equal(hex_of(keys.dek, vectors, "dek"), sizeof keys.dek);
    orb_vault_keys_derive(&keys);
    return keys;
}

static void a_passphrase_gives_the_key_that_wraps_the_data_key(void **state)
{
    struct orb_slot slot = { .number = 1 };
    struct orb_secret passphrase = { 0 };
    struct orb_vault_keys keys;
    unsigned char id[ORB_ID_BYTES], ad[ORB_SLOT_AD], kek[ORB_KEY_BYTES], dek[ORB_KEY_BYTES];
    const char *text;

    (void)state;
    need_vectors();
    text = orb_json_text(orb_json_get(vectors, "passphrase_utf8"));
    keys = derived();
    slot.ops = (uint64_t)orb_json_integer(orb_json_get(vectors, "opslimit"));
    slot.mem = (uint64_t)orb_json_integer(orb_json_get(vectors, "memlimit"));
    assert_int_equal(hex_of(slot.salt, vectors, "salt"), sizeof slot.salt);
    assert_int_equal(hex_of(slot.nonce, vectors, "slot_1_nonce"), sizeof slot.nonce);
    assert_int_equal(hex_of(id, vectors, "vault_id"), sizeof id);
    assert_int_equal(orb_secret_make(&passphrase, strlen(text), NULL), ORB_OK);
    memcpy(passphrase.bytes, text, strlen(text));
    passphrase.len = strlen(text);
    assert_int_equal(orb_slot_kek(kek, &slot, &passphrase, NULL), ORB_OK);
    must_be(kek, sizeof kek, vectors, "kek");
    orb_slot_ad(ad, &slot, id);
    must_be(ad, sizeof ad, vectors, "slot_1_ad");
    orb_slot_wrap(&slot, id, kek, keys.dek);
    must_be(slot.wrapped, sizeof slot.wrapped, vectors, "slot_1_wrapped_dek");
    assert_int_equal(orb_slot_open(&slot, id, &passphrase, dek, NULL), ORB_OK);
    assert_memory_equal(dek, keys.dek, sizeof dek);
    orb_secret_release(&passphrase);
}

static void each_use_has_its_key(void **state)
{
    static const char *const names[] = { NULL,          "1_records", "2_header_mac",
                                         "3_pseudonym", "4_mask",    "5_log",
                                         "6_manifest" };
    struct orb_vault_keys keys;

    (void)state;
    need_vectors();
    keys = derived();
    for (size_t i = 1; i < sizeof names / sizeof names[0]; i++)
        must_be(keys.sub[i], ORB_KEY_BYTES, orb_json_get(vectors, "subkeys"), names[i]);
}

static void a_record_is_sealed_as_expected(void **state)
{
    struct orb_record record = { 0 };
    struct orb_vault_keys keys;
    struct orb_secret page = { 0 };
    unsigned char id[ORB_ID_BYTES], ad[ORB_RECORD_AD];
    struct orb_record_seal with = { .keys = &keys, .vault_id = id, .page = &page };
    const char *text;

    (void)state;
    need_vectors();
    keys = derived();
    text = orb_json_text(orb_json_get(vectors, "record_plaintext"));
    record.version = (uint64_t)orb_json_integer(orb_json_get(vectors, "record_version"));
    (void)hex_of(id, vectors, "vault_id");
    (void)hex_of(record.id, vectors, "record_id");
    (void)hex_of(record.nonce, vectors, "record_nonce");
    orb_record_ad(ad, &record, id);
    must_be(ad, sizeof ad, vectors, "record_ad");
    assert_int_equal(orb_record_seal(&record, &with, text, strlen(text), NULL), ORB_OK);
    assert_int_equal(record.len,
                     orb_json_integer(orb_json_get(vectors, "record_ciphertext_len")));
    must_be(record.cipher, 32, vectors, "record_ciphertext_first32");
    must_be(record.hash, sizeof record.hash, vectors, "record_ciphertext_blake2b32");
    assert_int_equal(record.len - ORB_TAG_BYTES,
                     orb_json_integer(orb_json_get(vectors, "record_padded_len")));
    assert_true(orb_record_is_sound(&record, &with));
    assert_int_equal(orb_record_open(&record, &with, NULL), ORB_OK);
    assert_string_equal((const char *)page.bytes, text);
    orb_record_release(&record);
    orb_secret_release(&page);
}

static enum orb_status check_pseudonym(void *context, const char *local_id,
                                       const struct orb_json *expected,
                                       struct orb_error *err)
{
    char found[ORB_PSEUDONYM_LEN];
    const struct orb_vault_keys *keys = context;

    (void)err;
    (void)orb_pseudonym_write(found, keys->sub[ORB_SUBKEY_PSEUDONYMS], local_id, false);
    assert_string_equal(found, orb_json_text(expected));
    return ORB_OK;
}

static void pseudonyms_are_as_expected(void **state)
{
    const struct orb_json *expected;
    struct orb_vault_keys keys;

    (void)state;
    need_vectors();
    keys = derived();
    expected = orb_json_get(vectors, "pseudonyms");
    assert_int_equal(orb_json_count(expected), 3);
    assert_int_equal(orb_json_each(expected, check_pseudonym, &keys, NULL), ORB_OK);
}

static void must_be_near(double found, const struct orb_json *object, const char *key)
{
    double expected = orb_json_number(orb_json_get(object, key));

    if (!(fabs(found - expected) <= 1e-9 * fmax(1, fabs(expected))))
        fail_msg("%s: %.12g for %.12g", key, found, expected);
}

static void points_are_masked_as_expected(void **state)
{
    const struct orb_json *cases;
    struct orb_vault_keys keys;

    (void)state;
    need_vectors();
    keys = derived();
    cases = orb_json_get(vectors, "mask");
    assert_int_equal(orb_json_count(cases), 6);
    for (size_t i = 0; i < orb_json_count(cases); i++) {
        const struct orb_json *one = orb_json_at(cases, i);
        struct orb_mask_ring ring =
            orb_mask_ring(orb_json_number(orb_json_get(one, "k")),
                          orb_json_number(orb_json_get(one, "rho_per_km2")), false);
        /* The vectors are those of a person, whatever the place. */
        const struct orb_mask_draw draw =
            orb_mask_draw(keys.sub[ORB_SUBKEY_MASK], orb_json_text(orb_json_get(one, "id")),
                          NULL, (uint32_t)orb_json_integer(orb_json_get(one, "attempt")));

        must_be_near(draw.u, one, "u");
        must_be_near(draw.v, one, "v");
        must_be_near(ring.inner_km, one, "r1_km");
        must_be_near(ring.outer_km, one, "r2_km");
        must_be_near(orb_mask_distance_km(&ring, draw.u), one, "r_km");
        must_be_near(orb_mask_bearing_deg(draw.v), one, "bearing_deg");
    }
}

static void the_journal_is_chained_as_expected(void **state)
{
    const struct orb_json *lines;
    struct orb_vault_keys keys;
    unsigned char mac[ORB_JOURNAL_MAC] = { 0 };

    (void)state;
    need_vectors();
    keys = derived();
    lines = orb_json_get(vectors, "log");
    assert_int_equal(orb_json_count(lines), 3);
    for (size_t i = 0; i < orb_json_count(lines); i++) {
        const char *entry = orb_json_text(orb_json_get(orb_json_at(lines, i), "entry"));

        orb_journal_mac(mac, keys.sub[ORB_SUBKEY_LOG], mac, entry, strlen(entry));
        must_be(mac, sizeof mac, orb_json_at(lines, i), "mac");
    }
}

/* The same entries, from what a command gives. */
static void entries_are_written_as_expected(void **state)
{
    static const char *const persons[] = { "P-00000000" };
    const struct {
        struct orb_access access;
        unsigned slot;
    } given[] = {
        { { .action = "list", .time = "2026-01-05T08:00:00Z" }, 1 },
        { { .action = "show",
            .time = "2026-01-05T08:01:10Z",
            .pseudonyms = persons,
            .count = 1 },
          1 },
        { { .action = "match",
            .time = "2026-01-05T08:02:30Z",
            .profile = "default-1",
            .pseudonyms = persons,
            .count = 1 },
          2 },
    };
    const struct orb_json *lines;

    (void)state;
    need_vectors();
    lines = orb_json_get(vectors, "log");
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++) {
        const struct orb_journal_place place = { .n = i + 1, .slot = given[i].slot };
        struct orb_buf entry = { 0 };

        assert_int_equal(orb_journal_entry_write(&entry, &given[i].access, &place, NULL),
                         ORB_OK);
        assert_string_equal(entry.data,
                            orb_json_text(orb_json_get(orb_json_at(lines, i), "entry")));
        orb_buf_release(&entry);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_passphrase_gives_the_key_that_wraps_the_data_key),
        cmocka_unit_test(each_use_has_its_key),
        cmocka_unit_test(a_record_is_sealed_as_expected),
        cmocka_unit_test(pseudonyms_are_as_expected),
        cmocka_unit_test(points_are_masked_as_expected),
        cmocka_unit_test(the_journal_is_chained_as_expected),
        cmocka_unit_test(entries_are_written_as_expected),
    };

    return cmocka_run_group_tests(tests, read_vectors, forget_vectors);
}
