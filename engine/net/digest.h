/* Digests of files, to check that what came is what was announced. */
#ifndef ORB_NET_DIGEST_H
#define ORB_NET_DIGEST_H

#include <stdbool.h>

#include "engine/base/error.h"

/* Longest hexadecimal digest with its NUL: SHA-512. */
#define ORB_DIGEST_LEN 129

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

#endif
