/* Where the parts of a vault are in its bytes. */
#ifndef ORB_VAULT_LAYOUT_H
#define ORB_VAULT_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/buf.h"
#include "engine/base/error.h"
#include "engine/vault/keys.h"

#define ORB_VAULT_VERSION    1
#define ORB_VAULT_HEADER_MAX ((size_t)65536)

/*
 * "ORBVAULT", u16 version, u16 flags, u32 length, header, its mac; then chunks until the
 * end, the manifest last. All borrowed from the bytes read.
 */
struct orb_vault_layout {
    const unsigned char
        *sealed; /* what the mac seals: from the start to the header's end */
    size_t sealed_len;
    const char *header;
    size_t header_len;
    const unsigned char *mac;
    const unsigned char *next; /* the chunk that orb_vault_chunk_next takes */
    const unsigned char *end;
};

/* u32 length of the ciphertext with its tag, nonce, ciphertext. */
struct orb_vault_chunk {
    const unsigned char *nonce;
    const unsigned char *cipher;
    size_t len;
};

/* ORB_ERR_UNSUPPORTED for what is no vault or a newer one, ORB_ERR_CORRUPT for one that
 * stops too early. */
ORB_MUST_CHECK enum orb_status orb_vault_layout_read(struct orb_vault_layout *out,
                                                     const void *bytes, size_t len,
                                                     struct orb_error *err);

/* False when there is none: the end, or bytes that are no chunk; layout->next tells. */
bool orb_vault_chunk_next(struct orb_vault_layout *layout, struct orb_vault_chunk *chunk);

/* Is the header as it was sealed? */
bool orb_vault_layout_is_sealed(const struct orb_vault_layout *layout,
                                const struct orb_vault_keys *keys);

/* Append the start of a vault, to the mac of its header. */
void orb_vault_layout_start(struct orb_buf *out, const struct orb_buf *header,
                            const struct orb_vault_keys *keys);

/* Append the two first parts of a chunk; its ciphertext comes after. */
void orb_vault_chunk_start(struct orb_buf *out, const struct orb_vault_chunk *chunk);

/* ORB_ERR_CORRUPT with its sentence. */
ORB_MUST_CHECK enum orb_status orb_vault_damaged(struct orb_error *err);

#endif
