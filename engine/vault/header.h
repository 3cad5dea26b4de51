/* The header of a vault, the one part that is not encrypted: its id, generation and slots.
 */
#ifndef ORB_VAULT_HEADER_H
#define ORB_VAULT_HEADER_H

#include "engine/base/buf.h"
#include "engine/base/error.h"
#include "engine/vault/slots.h"
#include "engine/vault/vault.h"

struct orb_vault_header {
    unsigned char id[ORB_ID_BYTES];
    uint64_t generation;
    struct orb_slot slots[ORB_VAULT_USERS_MAX];
    size_t slot_count; /* numbers go up */
};

/* ORB_ERR_CORRUPT when it is not, byte for byte, what orb_vault_header_write makes. */
ORB_MUST_CHECK enum orb_status orb_vault_header_read(struct orb_vault_header *out,
                                                     const char *text, size_t len,
                                                     struct orb_error *err);

/* Append compact JSON, keys sorted. */
void orb_vault_header_write(struct orb_buf *out, const struct orb_vault_header *header);

#endif
