/* Slots: the data key, wrapped with what each user's passphrase gives. */
#ifndef ORB_VAULT_SLOTS_H
#define ORB_VAULT_SLOTS_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/error.h"
#include "engine/vault/keys.h"

#define ORB_SLOT_WRAPPED (ORB_KEY_BYTES + ORB_TAG_BYTES)
#define ORB_SLOT_AD      (19 + ORB_ID_BYTES + 4 + 8 + 8 + ORB_SALT_BYTES)

/* What is made when nothing else is asked: half a second and a quarter of a gibibyte. */
#define ORB_SLOT_OPS 3
#define ORB_SLOT_MEM ((uint64_t)256 << 20)

struct orb_slot {
    uint32_t number; /* 1 and up */
    uint64_t ops;    /* passes of Argon2id */
    uint64_t mem;    /* its memory, in bytes */
    unsigned char salt[ORB_SALT_BYTES];
    unsigned char nonce[ORB_NONCE_BYTES];
    unsigned char wrapped[ORB_SLOT_WRAPPED];
};

/*
 * 2 to 10 passes, 64 MiB to 1 GiB: a forged header must not exhaust the memory. Less is
 * accepted in a test. ORB_ERR_UNSUPPORTED says which slot.
 */
ORB_MUST_CHECK enum orb_status orb_slot_check(const struct orb_slot *slot, bool is_test,
                                              struct orb_error *err);

/*
 * Argon2id of the passphrase in the form NFC (bytes that are not UTF-8 as they are) into
 * kek, in locked memory. ORB_ERR_MEMORY; ORB_ERR_RANGE for a passphrase that is empty or
 * too long.
 */
ORB_MUST_CHECK enum orb_status orb_slot_kek(unsigned char kek[ORB_KEY_BYTES],
                                            const struct orb_slot *slot,
                                            const struct orb_secret *passphrase,
                                            struct orb_error *err);

/* "orbite-vault/1 slot" || vault id || u32 slot || u64 ops || u64 mem || salt. */
void orb_slot_ad(unsigned char out[ORB_SLOT_AD], const struct orb_slot *slot,
                 const unsigned char id[ORB_ID_BYTES]);

/* Wrap the data key with kek and the nonce of the slot. */
void orb_slot_wrap(struct orb_slot *slot, const unsigned char id[ORB_ID_BYTES],
                   const unsigned char kek[ORB_KEY_BYTES],
                   const unsigned char dek[ORB_KEY_BYTES]);

/* Make salt, nonce and wrapped anew for this passphrase; number, ops and mem are given. */
ORB_MUST_CHECK enum orb_status orb_slot_fill(struct orb_slot *slot,
                                             const unsigned char id[ORB_ID_BYTES],
                                             const struct orb_secret *passphrase,
                                             const unsigned char dek[ORB_KEY_BYTES],
                                             struct orb_error *err);

/* Unwrap into dek, in locked memory. ORB_ERR_PASSPHRASE, without a sentence, when the
 * passphrase is not that of the slot or the slot is damaged. */
ORB_MUST_CHECK enum orb_status orb_slot_open(const struct orb_slot *slot,
                                             const unsigned char id[ORB_ID_BYTES],
                                             const struct orb_secret *passphrase,
                                             unsigned char dek[ORB_KEY_BYTES],
                                             struct orb_error *err);

#endif
