/* What an open vault is; shared by the files that implement vault.h. */
#ifndef ORB_VAULT_STATE_H
#define ORB_VAULT_STATE_H

#include "engine/base/buf.h"
#include "engine/vault/header.h"
#include "engine/vault/journal_file.h"
#include "engine/vault/keys.h"
#include "engine/vault/manifest.h"
#include "engine/vault/records.h"
#include "engine/vault/vault.h"
#include "engine/vault/vault_file.h"

struct orb_vault {
    struct orb_vault_options options;
    struct orb_vault_disk disk;
    struct orb_secret key_memory;
    struct orb_vault_keys *keys; /* in key_memory */
    struct orb_secret page;      /* the record that was read */
    struct orb_secret work;      /* what is being sealed */
    struct orb_vault_header header;
    struct orb_manifest manifest;
    unsigned slot;
    struct orb_buf image; /* the file as it was read: most ciphertexts are there */
    struct orb_buf log;   /* the journal as it was read, with the lines added since */
    size_t log_sound;     /* its length, without a line that was not ended */
    struct orb_journal_check check; /* of the journal, at the opening */
    bool is_new;                    /* nothing is on disk yet */
    bool is_rekeyed;                /* the journal must be sealed with other keys */
    bool is_spent;                  /* a commit failed */
    size_t log_drop;                /* lines of the journal to forget */
    char log_reason[ORB_REASON_MAX + 1];
};

struct orb_record_seal orb_vault_seal(struct orb_vault *vault);

/* Set up an empty vault; release with orb_vault_close. */
ORB_MUST_CHECK enum orb_status orb_vault_new(struct orb_vault **out, const char *path,
                                             const struct orb_vault_options *options,
                                             struct orb_error *err);

/* ORB_ERR_EXISTS when a vault to be made, or its journal, is there. */
ORB_MUST_CHECK enum orb_status orb_vault_check_free(const struct orb_vault *vault,
                                                    struct orb_error *err);

/* Encrypt or decrypt the manifest with the generation of the header. The nonce is made by
 * the sealing. ORB_ERR_CORRUPT. */
ORB_MUST_CHECK enum orb_status orb_vault_manifest_seal(struct orb_vault *vault,
                                                       struct orb_buf *out,
                                                       struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_vault_manifest_open(struct orb_vault *vault,
                                                       const struct orb_vault_chunk *chunk,
                                                       struct orb_error *err);

/* Add the first user or another; slots and labels go together. */
ORB_MUST_CHECK enum orb_status orb_vault_slot_add(struct orb_vault *vault,
                                                  const struct orb_secret *passphrase,
                                                  const char *label, unsigned *slot,
                                                  struct orb_error *err);

#endif
