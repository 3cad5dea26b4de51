/* XChaCha20-Poly1305 of a padded text; what is padded or decrypted stays in locked memory.
 */
#include "engine/vault/records.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "engine/base/alloc.h"

static const char domain[] = "orbite-vault/1 record";

static_assert(ORB_RECORD_AD == sizeof domain - 1 + ORB_ID_BYTES + ORB_ID_BYTES + 8,
              "the length of what a record is bound to");

void orb_record_ad(unsigned char out[ORB_RECORD_AD], const struct orb_record *record,
                   const unsigned char vault_id[ORB_ID_BYTES])
{
    memcpy(out, domain, sizeof domain - 1);
    out += sizeof domain - 1;
    memcpy(out, vault_id, ORB_ID_BYTES);
    memcpy(out + ORB_ID_BYTES, record->id, ORB_ID_BYTES);
    (void)orb_put_u64(out + 2 * ORB_ID_BYTES, record->version);
}

enum orb_status orb_record_seal(struct orb_record *record,
                                const struct orb_record_seal *with, const char *text,
                                size_t len, struct orb_error *err)
{
    unsigned char ad[ORB_RECORD_AD];
    size_t padded = (len / ORB_RECORD_BLOCK + 1) * ORB_RECORD_BLOCK;
    unsigned char *cipher;
    enum orb_status status = orb_secret_reserve(with->page, padded, err);

    if (status != ORB_OK)
        return status;
    cipher = orb_calloc(padded + ORB_TAG_BYTES, 1);
    if (cipher == NULL)
        return orb_error_memory(err);
    orb_record_ad(ad, record, with->vault_id);
    memcpy(with->page->bytes, text, len);
    (void)sodium_pad(&padded, with->page->bytes, len, ORB_RECORD_BLOCK, with->page->size);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(
        cipher, NULL, with->page->bytes, padded, ad, sizeof ad, NULL, record->nonce,
        with->keys->sub[ORB_SUBKEY_RECORDS]);
    sodium_memzero(with->page->bytes, padded);
    orb_record_release(record);
    record->cipher = record->owned = cipher;
    record->len = padded + ORB_TAG_BYTES;
    (void)crypto_generichash(record->hash, sizeof record->hash, cipher, record->len, NULL,
                             0);
    return ORB_OK;
}

bool orb_record_is_sound(const struct orb_record *record,
                         const struct orb_record_seal *with)
{
    unsigned char ad[ORB_RECORD_AD];
    unsigned char hash[ORB_HASH_BYTES];
    size_t text = record->len - ORB_TAG_BYTES;

    if (text == 0 || text % ORB_RECORD_BLOCK != 0)
        return false;
    (void)crypto_generichash(hash, sizeof hash, record->cipher, record->len, NULL, 0);
    orb_record_ad(ad, record, with->vault_id);
    /* Without room for a text, only the tag is checked. */
    return sodium_memcmp(hash, record->hash, sizeof hash) == 0 &&
           crypto_aead_xchacha20poly1305_ietf_decrypt_detached(
               NULL, NULL, record->cipher, text, record->cipher + text, ad, sizeof ad,
               record->nonce, with->keys->sub[ORB_SUBKEY_RECORDS]) == 0;
}

enum orb_status orb_record_open(const struct orb_record *record,
                                const struct orb_record_seal *with, struct orb_error *err)
{
    unsigned char ad[ORB_RECORD_AD];
    unsigned long long padded = 0;
    size_t len = 0;
    enum orb_status status = orb_secret_reserve(with->page, record->len, err);

    if (status != ORB_OK)
        return status;
    orb_record_ad(ad, record, with->vault_id);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            with->page->bytes, &padded, NULL, record->cipher, record->len, ad, sizeof ad,
            record->nonce, with->keys->sub[ORB_SUBKEY_RECORDS]) != 0 ||
        sodium_unpad(&len, with->page->bytes, (size_t)padded, ORB_RECORD_BLOCK) != 0)
        return orb_vault_damaged(err);
    with->page->bytes[len] = '\0'; /* the padding has one byte at least */
    with->page->len = len;
    return ORB_OK;
}

void orb_record_release(struct orb_record *record)
{
    orb_free(record->owned);
    record->owned = NULL;
    record->cipher = NULL;
    record->len = 0;
}

struct orb_record *orb_record_at(const struct orb_record_table *table, size_t index)
{
    return (struct orb_record *)(void *)table->memory.bytes + index;
}

enum orb_status orb_record_add(struct orb_record_table *table, struct orb_record **record,
                               struct orb_error *err)
{
    enum orb_status status =
        orb_secret_reserve(&table->memory, (table->count + 1) * sizeof **record, err);

    if (status != ORB_OK)
        return status;
    *record = orb_record_at(table, table->count++);
    memset(*record, 0, sizeof **record);
    (*record)->contact = (*record)->expiry = ORB_DATE_NONE;
    return ORB_OK;
}

void orb_record_remove(struct orb_record_table *table, size_t index)
{
    struct orb_record *record = orb_record_at(table, index);

    orb_record_release(record);
    table->count--;
    memmove(record, record + 1, (table->count - index) * sizeof *record);
    sodium_memzero(orb_record_at(table, table->count), sizeof *record);
}

void orb_record_table_release(struct orb_record_table *table)
{
    for (size_t i = 0; i < table->count; i++)
        orb_record_release(orb_record_at(table, i));
    orb_secret_release(&table->memory);
    table->count = 0;
}
