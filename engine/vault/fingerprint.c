/* BLAKE2b without a key: anybody can work it out again from the same bytes. */
#include "engine/vault/fingerprint.h"

#include <sodium.h>

char *orb_fingerprint_write(char out[ORB_FINGERPRINT_LEN], const void *bytes, size_t len)
{
    unsigned char hash[(ORB_FINGERPRINT_LEN - 1) / 2];

    (void)crypto_generichash(hash, sizeof hash, bytes, len, NULL, 0);
    return sodium_bin2hex(out, ORB_FINGERPRINT_LEN, hash, sizeof hash);
}
