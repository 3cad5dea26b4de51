/* One data key, one subkey for each use. */
#include "engine/vault/keys.h"

#include <assert.h>
#include <sodium.h>

static const char context[crypto_kdf_CONTEXTBYTES + 1] = "ORBVAULT";

static_assert(ORB_KEY_BYTES == crypto_kdf_KEYBYTES &&
                  ORB_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
              "the size of keys");
static_assert(ORB_NONCE_BYTES == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES &&
                  ORB_TAG_BYTES == crypto_aead_xchacha20poly1305_ietf_ABYTES,
              "the sizes of XChaCha20-Poly1305");
static_assert(ORB_SALT_BYTES == crypto_pwhash_SALTBYTES, "the size of a salt");
static_assert(ORB_MAC_BYTES == crypto_auth_hmacsha512256_BYTES, "the size of a mac");

enum orb_status orb_vault_keys_make(struct orb_secret *secret, struct orb_vault_keys **keys,
                                    struct orb_error *err)
{
    enum orb_status status = orb_secret_make(secret, sizeof **keys, err);

    if (status == ORB_OK)
        *keys = (struct orb_vault_keys *)(void *)secret->bytes;
    return status;
}

void orb_vault_keys_derive(struct orb_vault_keys *keys)
{
    for (unsigned i = ORB_SUBKEY_RECORDS; i <= ORB_SUBKEY_MANIFEST; i++)
        (void)crypto_kdf_derive_from_key(keys->sub[i], ORB_KEY_BYTES, i, context,
                                         keys->dek);
}

unsigned char *orb_put_u32(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        *at++ = (unsigned char)(value >> (8 * i));
    return at;
}

unsigned char *orb_put_u64(unsigned char *at, uint64_t value)
{
    for (int i = 0; i < 8; i++)
        *at++ = (unsigned char)(value >> (8 * i));
    return at;
}

uint32_t orb_get_u32(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
           (uint32_t)at[3] << 24;
}

uint64_t orb_get_u64(const unsigned char *at)
{
    return (uint64_t)orb_get_u32(at) | (uint64_t)orb_get_u32(at + 4) << 32;
}
