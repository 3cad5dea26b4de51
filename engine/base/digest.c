/* The only user of GnuTLS, which libcurl has loaded already where it is the usual one. MD5
 * and SHA-1 are what some publishers give: enough against damage, and the scheme of the
 * address is what protects against the rest. */
#include "engine/base/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "config.h"
#include "engine/base/alloc.h"
#include "engine/base/library.h"
#include "engine/base/text.h"

#define FUNCTIONS(F)                                                                       \
    F(gnutls_hash)                                                                         \
    F(gnutls_hash_deinit)                                                                  \
    F(gnutls_hash_fast)                                                                    \
    F(gnutls_hash_init)

#define MEMBER(name) __typeof__(name) *name;
#define NAME(name)   #name,

struct functions {
    FUNCTIONS(MEMBER)
};

static const char *const names[] = { FUNCTIONS(NAME) };
static const struct orb_library library = { "GnuTLS", ORB_GNUTLS_SONAME, names,
                                            sizeof names / sizeof names[0] };

_Static_assert(sizeof(struct functions) == sizeof names,
               "a pointer to a function takes the place of a pointer");

static const struct kind {
    const char *name;
    gnutls_digest_algorithm_t algorithm;
    size_t len; /* bytes */
} kinds[] = {
    { "md5", GNUTLS_DIG_MD5, 16 },
    { "sha1", GNUTLS_DIG_SHA1, 20 },
    { "sha256", GNUTLS_DIG_SHA256, 32 },
    { "sha512", GNUTLS_DIG_SHA512, 64 },
};

static const struct kind *find(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcasecmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

bool orb_digest_is_known(const char *kind)
{
    return find(kind) != NULL;
}

/* 0, or the number of the error. */
static int hash_file(const struct functions *gnutls, gnutls_hash_hd_t hash, int fd)
{
    unsigned char block[65536];

    for (;;) {
        ssize_t n = read(fd, block, sizeof block);

        if (n == 0)
            return 0;
        if (n < 0 && errno != EINTR)
            return errno;
        if (n > 0 && gnutls->gnutls_hash(hash, block, (size_t)n) != 0)
            return EIO;
    }
}

enum orb_status orb_digest_file(const char *path, const char *kind,
                                char out[ORB_DIGEST_LEN], struct orb_error *err)
{
    const struct kind *known = find(kind);
    struct functions gnutls;
    gnutls_hash_hd_t hash;
    unsigned char bytes[64];
    enum orb_status status;
    int number = 0;
    int fd;

    if (known == NULL)
        return orb_error_set(err, ORB_ERR_UNSUPPORTED,
                             _("digests of the kind '%s' are not known"), kind);
    status = orb_library_open(&library, &gnutls, err);
    if (status != ORB_OK)
        return status;
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || gnutls.gnutls_hash_init(&hash, known->algorithm) != 0) {
        number = fd < 0 ? errno : ENOTSUP;
    } else {
        number = hash_file(&gnutls, hash, fd);
        gnutls.gnutls_hash_deinit(hash, bytes);
    }
    if (fd >= 0)
        (void)close(fd);
    if (number != 0) {
        status = orb_error_set(err, number == ENOENT ? ORB_ERR_NOT_FOUND : ORB_ERR_IO, "%s",
                               strerror(number));
        orb_error_at(err, "%s", path);
        return status;
    }
    for (size_t i = 0; i < known->len; i++)
        (void)snprintf(out + 2 * i, 3, "%02x", bytes[i]);
    return ORB_OK;
}

/* ---- texts */

struct orb_digester {
    struct functions gnutls;
    gnutls_digest_algorithm_t algorithm;
};

enum orb_status orb_digester_new(struct orb_digester **out, const char *kind,
                                 struct orb_error *err)
{
    const struct kind *known = find(kind);
    struct orb_digester *made;
    enum orb_status status;

    if (known == NULL)
        return orb_error_set(err, ORB_ERR_UNSUPPORTED,
                             _("digests of the kind '%s' are not known"), kind);
    made = orb_calloc(1, sizeof *made);
    if (made == NULL)
        return orb_error_memory(err);
    made->algorithm = known->algorithm;
    status = orb_library_open(&library, &made->gnutls, err);
    if (status == ORB_OK)
        *out = made;
    else
        orb_free(made);
    return status;
}

void orb_digester_free(struct orb_digester *digester)
{
    orb_free(digester);
}

enum orb_status orb_digester_sum(const struct orb_digester *digester, const void *bytes,
                                 size_t len, unsigned char out[ORB_DIGEST_BYTES],
                                 struct orb_error *err)
{
    if (digester->gnutls.gnutls_hash_fast(digester->algorithm, bytes, len, out) != 0)
        return orb_error_set(err, ORB_ERR_UNSUPPORTED,
                             _("digests of this kind are refused by GnuTLS here"));
    return ORB_OK;
}
