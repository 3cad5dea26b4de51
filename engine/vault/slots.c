/* Argon2id, then XChaCha20-Poly1305 that also seals what the derivation costs. */
#include "engine/vault/slots.h"

#include <sodium.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/base/utf8.h"

static const char domain[] = "orbite-vault/1 slot";

#define OPS_MIN 2
#define OPS_MAX 10
#define MEM_MIN ((uint64_t)64 << 20)
#define MEM_MAX ((uint64_t)1 << 30)

enum orb_status orb_slot_check(const struct orb_slot *slot, bool is_test,
                               struct orb_error *err)
{
    uint64_t ops_min = is_test ? crypto_pwhash_OPSLIMIT_MIN : OPS_MIN;
    uint64_t mem_min = is_test ? crypto_pwhash_MEMLIMIT_MIN : MEM_MIN;

    if (slot->ops >= ops_min && slot->ops <= OPS_MAX && slot->mem >= mem_min &&
        slot->mem <= MEM_MAX)
        return ORB_OK;
    return orb_error_set(
        err, ORB_ERR_UNSUPPORTED,
        _("the key of slot %u is derived at a cost that is not accepted (passes: %llu, memory: %llu KiB); it must be 2 to 10 passes over 65536 to 1048576 KiB"),
        (unsigned)slot->number, (unsigned long long)slot->ops,
        (unsigned long long)(slot->mem / 1024));
}

/* The same passphrase typed on two systems may come as one character or as a letter and its
 * accent. */
static enum orb_status compose(struct orb_secret *out, const struct orb_secret *passphrase,
                               struct orb_error *err)
{
    enum orb_status status;

    if (passphrase->len == 0)
        return orb_error_set(err, ORB_ERR_RANGE, _("the passphrase is empty"));
    if (passphrase->len > ORB_PASSPHRASE_MAX)
        return orb_error_set(err, ORB_ERR_RANGE,
                             _("the passphrase is longer than %zu bytes"),
                             ORB_PASSPHRASE_MAX);
    status = orb_secret_make(out, ORB_UTF8_NFC_ROOM(passphrase->len), err);
    if (status != ORB_OK)
        return status;
    out->len = orb_utf8_nfc(out->bytes, out->size, passphrase->bytes, passphrase->len);
    if (out->len == 0) {
        memcpy(out->bytes, passphrase->bytes, passphrase->len);
        out->len = passphrase->len;
    }
    return ORB_OK;
}

enum orb_status orb_slot_kek(unsigned char kek[ORB_KEY_BYTES], const struct orb_slot *slot,
                             const struct orb_secret *passphrase, struct orb_error *err)
{
    struct orb_secret composed = { 0 };
    enum orb_status status = compose(&composed, passphrase, err);

    if (status == ORB_OK &&
        crypto_pwhash(kek, ORB_KEY_BYTES, (const char *)composed.bytes, composed.len,
                      slot->salt, slot->ops, (size_t)slot->mem,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        status = orb_error_set(err, ORB_ERR_MEMORY,
                               _("not enough memory to derive a key: %llu KiB are needed"),
                               (unsigned long long)(slot->mem / 1024));
    orb_secret_release(&composed);
    return status;
}

void orb_slot_ad(unsigned char out[ORB_SLOT_AD], const struct orb_slot *slot,
                 const unsigned char id[ORB_ID_BYTES])
{
    memcpy(out, domain, sizeof domain - 1);
    out += sizeof domain - 1;
    memcpy(out, id, ORB_ID_BYTES);
    out = orb_put_u32(out + ORB_ID_BYTES, slot->number);
    out = orb_put_u64(out, slot->ops);
    out = orb_put_u64(out, slot->mem);
    memcpy(out, slot->salt, ORB_SALT_BYTES);
}

void orb_slot_wrap(struct orb_slot *slot, const unsigned char id[ORB_ID_BYTES],
                   const unsigned char kek[ORB_KEY_BYTES],
                   const unsigned char dek[ORB_KEY_BYTES])
{
    unsigned char ad[ORB_SLOT_AD];

    orb_slot_ad(ad, slot, id);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(
        slot->wrapped, NULL, dek, ORB_KEY_BYTES, ad, sizeof ad, NULL, slot->nonce, kek);
}

enum orb_status orb_slot_fill(struct orb_slot *slot, const unsigned char id[ORB_ID_BYTES],
                              const struct orb_secret *passphrase,
                              const unsigned char dek[ORB_KEY_BYTES], struct orb_error *err)
{
    struct orb_secret kek = { 0 };
    enum orb_status status = orb_secret_make(&kek, ORB_KEY_BYTES, err);

    if (status == ORB_OK) {
        randombytes_buf(slot->salt, sizeof slot->salt);
        randombytes_buf(slot->nonce, sizeof slot->nonce);
        status = orb_slot_kek(kek.bytes, slot, passphrase, err);
    }
    if (status == ORB_OK)
        orb_slot_wrap(slot, id, kek.bytes, dek);
    orb_secret_release(&kek);
    return status;
}

enum orb_status orb_slot_open(const struct orb_slot *slot,
                              const unsigned char id[ORB_ID_BYTES],
                              const struct orb_secret *passphrase,
                              unsigned char dek[ORB_KEY_BYTES], struct orb_error *err)
{
    struct orb_secret kek = { 0 };
    unsigned char ad[ORB_SLOT_AD];
    enum orb_status status = orb_secret_make(&kek, ORB_KEY_BYTES, err);

    if (status == ORB_OK)
        status = orb_slot_kek(kek.bytes, slot, passphrase, err);
    if (status == ORB_OK) {
        orb_slot_ad(ad, slot, id);
        if (crypto_aead_xchacha20poly1305_ietf_decrypt(dek, NULL, NULL, slot->wrapped,
                                                       sizeof slot->wrapped, ad, sizeof ad,
                                                       slot->nonce, kek.bytes) != 0)
            status = ORB_ERR_PASSPHRASE;
    }
    orb_secret_release(&kek);
    return status;
}
