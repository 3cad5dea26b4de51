/* Memory of libsodium: between guard pages, locked, wiped when it goes. */
#include "engine/vault/secret.h"

#include <sodium.h>
#include <stdint.h>
#include <string.h>

#include "engine/base/text.h"

/* What libsodium gives ends at the end of a page: a multiple of this is aligned for any
 * type. */
#define ALIGNMENT 64

static enum orb_status take(struct orb_secret *secret, size_t size, struct orb_error *err)
{
    memset(secret, 0, sizeof *secret);
    if (sodium_init() < 0)
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("libsodium cannot start: the system gives no random numbers"));
    if (size > SIZE_MAX / 2)
        return orb_error_memory(err);
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    secret->bytes = sodium_malloc(size == 0 ? ALIGNMENT : size);
    if (secret->bytes == NULL)
        return orb_error_memory(err);
    secret->size = size == 0 ? ALIGNMENT : size;
    memset(secret->bytes, 0, secret->size);
    return ORB_OK;
}

enum orb_status orb_secret_make(struct orb_secret *secret, size_t size,
                                struct orb_error *err)
{
    struct orb_secret made;
    enum orb_status status = take(&made, size, err);

    if (status != ORB_OK)
        return status;
    /* sodium_malloc asks too, and says nothing when it is refused. */
    if (sodium_mlock(made.bytes, made.size) != 0) {
        sodium_free(made.bytes);
        return orb_error_set(
            err, ORB_ERR_MEMORY,
            _("the system lets no memory be locked, so that a passphrase could reach the swap file; raise the limit (ulimit -l)"));
    }
    *secret = made;
    return ORB_OK;
}

enum orb_status orb_secret_reserve(struct orb_secret *secret, size_t size,
                                   struct orb_error *err)
{
    struct orb_secret more;
    enum orb_status status;

    if (size <= secret->size)
        return ORB_OK;
    if (size < secret->size * 2)
        size = secret->size * 2;
    status = take(&more, size, err);
    if (status != ORB_OK)
        return status;
    if (secret->bytes != NULL)
        memcpy(more.bytes, secret->bytes, secret->size);
    more.len = secret->len;
    orb_secret_release(secret);
    *secret = more;
    return ORB_OK;
}

void orb_secret_release(struct orb_secret *secret)
{
    if (secret == NULL)
        return;
    sodium_free(secret->bytes); /* wipes */
    memset(secret, 0, sizeof *secret);
}

bool orb_secret_equal(const struct orb_secret *a, const struct orb_secret *b)
{
    return a->len == b->len &&
           (a->len == 0 || sodium_memcmp(a->bytes, b->bytes, a->len) == 0);
}
