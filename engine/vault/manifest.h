/* The manifest: what a vault holds and how each part must be, encrypted, last in the file.
 */
#ifndef ORB_VAULT_MANIFEST_H
#define ORB_VAULT_MANIFEST_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"
#include "engine/vault/journal_file.h"
#include "engine/vault/records.h"
#include "engine/vault/vault.h"

#define ORB_LABEL_MAX  64
#define ORB_REASON_MAX 200

struct orb_user_label {
    uint32_t slot;
    char label[ORB_LABEL_MAX + 1];
};

struct orb_tombstone {
    char pseudonym[ORB_PSEUDONYM_LEN];
    orb_date date;
    char reason[ORB_REASON_MAX + 1];
};

struct orb_manifest {
    uint64_t generation;
    struct orb_journal_head journal;
    uint32_t next_slot; /* numbers are never used again: the journal names them */
    struct orb_user_label users[ORB_VAULT_USERS_MAX];
    size_t user_count;
    struct orb_record_table cases;
    struct orb_record_table publications;
    struct orb_tombstone *tombstones; /* owned */
    size_t tombstone_count, tombstone_capacity;
};

/* Can the text be kept: valid, not empty, at most max bytes, no control character? */
bool orb_vault_text_is_fit(const char *text, size_t max);

/*
 * The manifest as bytes in the page, whose len is set; nothing is encrypted yet. Little
 * endian; a text is its length in one byte, then its bytes: u64 generation; u64 base, u64 n
 * and mac of the journal; u32 next slot; u32 count of users, each u32 slot and label; u32
 * count of cases, each id, u64 version, hash, u32 contact, u32 expiry, pseudonym, local id;
 * u32 count of publications, each id, u64 version, hash; u32 count of tombstones, each
 * pseudonym, u32 date, reason.
 */
ORB_MUST_CHECK enum orb_status orb_manifest_write(const struct orb_manifest *manifest,
                                                  struct orb_secret *page,
                                                  struct orb_error *err);

/* The other way, into an empty manifest that the caller releases whatever the status.
 * ORB_ERR_CORRUPT. */
ORB_MUST_CHECK enum orb_status orb_manifest_read(struct orb_manifest *out,
                                                 const unsigned char *bytes, size_t len,
                                                 struct orb_error *err);

void orb_manifest_release(struct orb_manifest *manifest);

#endif
