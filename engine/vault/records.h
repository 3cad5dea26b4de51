/* Records: sealed one by one, each bound to its vault, its id and its version. */
#ifndef ORB_VAULT_RECORDS_H
#define ORB_VAULT_RECORDS_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/vault/keys.h"
#include "engine/vault/layout.h"
#include "engine/vault/pseudonym.h"

#define ORB_RECORD_BLOCK 512 /* the length of a plaintext is a multiple of it */
#define ORB_LOCAL_ID_MAX 64
#define ORB_RECORD_AD    (21 + ORB_ID_BYTES + ORB_ID_BYTES + 8)

/* A case or a publication (which has no name, no date). */
struct orb_record {
    unsigned char id[ORB_ID_BYTES];
    uint64_t version;
    unsigned char nonce[ORB_NONCE_BYTES];
    unsigned char hash[ORB_HASH_BYTES]; /* BLAKE2b of the ciphertext */
    const unsigned char *cipher;        /* of the file read, or owned */
    unsigned char *owned;               /* NULL, or cipher */
    size_t len;
    orb_date contact;
    orb_date expiry;
    char pseudonym[ORB_PSEUDONYM_LEN];
    char local_id[ORB_LOCAL_ID_MAX + 1];
};

/* What sealing needs; all borrowed. */
struct orb_record_seal {
    const struct orb_vault_keys *keys;
    const unsigned char *vault_id;
    struct orb_secret
        *page; /* where plaintext is, in locked memory; not where the text given is */
};

/* "orbite-vault/1 record" || vault id || record id || u64 version. */
void orb_record_ad(unsigned char out[ORB_RECORD_AD], const struct orb_record *record,
                   const unsigned char vault_id[ORB_ID_BYTES]);

/* Set cipher, len and hash from the text, with the id, version and nonce of the record. */
ORB_MUST_CHECK enum orb_status orb_record_seal(struct orb_record *record,
                                               const struct orb_record_seal *with,
                                               const char *text, size_t len,
                                               struct orb_error *err);

/* Is it as it was sealed? Nothing is decrypted. */
bool orb_record_is_sound(const struct orb_record *record,
                         const struct orb_record_seal *with);

/* The text, followed by NUL, at the start of the page, whose len is set; ORB_ERR_CORRUPT.
 */
ORB_MUST_CHECK enum orb_status orb_record_open(const struct orb_record *record,
                                               const struct orb_record_seal *with,
                                               struct orb_error *err);

/* Release its ciphertext, if it is its own. */
void orb_record_release(struct orb_record *record);

/* ---- Tables of records, in locked memory ---- */

struct orb_record_table {
    struct orb_secret memory;
    size_t count;
};

struct orb_record *orb_record_at(const struct orb_record_table *table, size_t index);

/* Room for one more, set to zero and counted. *record is valid until the next. */
ORB_MUST_CHECK enum orb_status orb_record_add(struct orb_record_table *table,
                                              struct orb_record **record,
                                              struct orb_error *err);
void orb_record_remove(struct orb_record_table *table, size_t index);
void orb_record_table_release(struct orb_record_table *table);

#endif
