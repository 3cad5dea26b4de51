/* Bytes that must not leave memory: locked against the swap file, guarded, wiped. */
#ifndef ORB_VAULT_SECRET_H
#define ORB_VAULT_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/error.h"

/* Zero-initialised is empty. bytes has room for size, of which len are used. */
struct orb_secret {
    unsigned char *bytes; /* owned */
    size_t size;
    size_t len;
};

/* Longest passphrase, or key file read as one. */
#define ORB_PASSPHRASE_MAX ((size_t)4096)

/*
 * Room for size bytes; read a passphrase straight into bytes, set len, without its end of
 * line. Release with orb_secret_release. ORB_ERR_MEMORY, also when the system lets no
 * memory be locked.
 */
ORB_MUST_CHECK enum orb_status orb_secret_make(struct orb_secret *secret, size_t size,
                                               struct orb_error *err);

/*
 * Room for size bytes in all, for what is too long to be sure to lock: locked as far as the
 * system allows. What is there is kept, in other memory.
 */
ORB_MUST_CHECK enum orb_status orb_secret_reserve(struct orb_secret *secret, size_t size,
                                                  struct orb_error *err);

/* Wipes. Safe to call twice, on an empty one, on NULL. */
void orb_secret_release(struct orb_secret *secret);

/* Same bytes? In a time that does not depend on them; to check a passphrase typed twice. */
bool orb_secret_equal(const struct orb_secret *a, const struct orb_secret *b);

#endif
