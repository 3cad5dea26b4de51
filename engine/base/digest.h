/* Digests: of files, to check that what came is what was announced; of short texts, to name
 * things. */
#ifndef ORB_BASE_DIGEST_H
#define ORB_BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/error.h"

/* Longest hexadecimal digest with its NUL: SHA-512. */
#define ORB_DIGEST_LEN   129
#define ORB_DIGEST_BYTES 64

/* Whether the digests of this kind ("md5", "sha1", "sha256", "sha512") can be worked out.
 */
bool orb_digest_is_known(const char *kind);

/*
 * The hexadecimal digest of a file, in lower case. ORB_ERR_UNSUPPORTED when the kind is not
 * known or GnuTLS is not installed, ORB_ERR_NOT_FOUND or ORB_ERR_IO with the path as place.
 */
ORB_MUST_CHECK enum orb_status orb_digest_file(const char *path, const char *kind,
                                               char out[ORB_DIGEST_LEN],
                                               struct orb_error *err);

/* Digests of many texts by one kind; opaque. */
struct orb_digester;

/* ORB_ERR_UNSUPPORTED as above. *out is owned by the caller, release with
 * orb_digester_free, which accepts NULL. */
ORB_MUST_CHECK enum orb_status orb_digester_new(struct orb_digester **out, const char *kind,
                                                struct orb_error *err);
void orb_digester_free(struct orb_digester *digester);

/* Write the digest, as bytes; their number is that of the kind: 16, 20, 32 or 64. */
ORB_MUST_CHECK enum orb_status orb_digester_sum(const struct orb_digester *digester,
                                                const void *bytes, size_t len,
                                                unsigned char out[ORB_DIGEST_BYTES],
                                                struct orb_error *err);

#endif
