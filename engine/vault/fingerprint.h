/* A short digest of texts that are no secret, to tell in a journal which one was used. */
#ifndef ORB_VAULT_FINGERPRINT_H
#define ORB_VAULT_FINGERPRINT_H

#include <stddef.h>

/* Hexadecimal with its NUL. */
#define ORB_FINGERPRINT_LEN 33

/* The first 128 bits of BLAKE2b of the bytes, in lower case. Returns out. */
char *orb_fingerprint_write(char out[ORB_FINGERPRINT_LEN], const void *bytes, size_t len);

#endif
