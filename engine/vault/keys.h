/* The data key of a vault and the keys that come from it; sizes of what libsodium makes. */
#ifndef ORB_VAULT_KEYS_H
#define ORB_VAULT_KEYS_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"
#include "engine/vault/secret.h"

#define ORB_KEY_BYTES   32
#define ORB_NONCE_BYTES 24
#define ORB_TAG_BYTES   16
#define ORB_SALT_BYTES  16
#define ORB_MAC_BYTES   32
#define ORB_HASH_BYTES  32
#define ORB_ID_BYTES    16

/* The number of a subkey is part of the format. */
enum orb_subkey {
    ORB_SUBKEY_RECORDS = 1,
    ORB_SUBKEY_HEADER = 2,
    ORB_SUBKEY_PSEUDONYMS = 3,
    ORB_SUBKEY_MASK = 4,
    ORB_SUBKEY_LOG = 5,
    ORB_SUBKEY_MANIFEST = 6
};

struct orb_vault_keys {
    unsigned char dek[ORB_KEY_BYTES];
    unsigned char sub[7][ORB_KEY_BYTES]; /* by enum orb_subkey; 0 is not used */
};

/* Room for the keys in locked memory. *keys is that of secret, which the caller releases.
 */
ORB_MUST_CHECK enum orb_status orb_vault_keys_make(struct orb_secret *secret,
                                                   struct orb_vault_keys **keys,
                                                   struct orb_error *err);

/* The subkeys of the data key: crypto_kdf with the context "ORBVAULT". */
void orb_vault_keys_derive(struct orb_vault_keys *keys);

/* A number as 4 or 8 bytes, the lowest first; returns where the next one goes. */
unsigned char *orb_put_u32(unsigned char *at, uint32_t value);
unsigned char *orb_put_u64(unsigned char *at, uint64_t value);
uint32_t orb_get_u32(const unsigned char *at);
uint64_t orb_get_u64(const unsigned char *at);

#endif
