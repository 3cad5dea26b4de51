/* Pseudonyms: the same for the same person as long as the key is the same, and nothing to
 * learn from without it. */
#ifndef ORB_VAULT_PSEUDONYM_H
#define ORB_VAULT_PSEUDONYM_H

#include <stdbool.h>

#define ORB_PSEUDONYM_KEY 32

/* "P-", 10 characters and NUL. */
#define ORB_PSEUDONYM_LEN 13

/*
 * "P-" and the first 8 characters (40 bits), 10 when is_long (50 bits), of BLAKE2b-256(key,
 * local_id) in the base 32 of Crockford. Returns out.
 */
char *orb_pseudonym_write(char out[ORB_PSEUDONYM_LEN],
                          const unsigned char key[ORB_PSEUDONYM_KEY], const char *local_id,
                          bool is_long);

/* Has the text the form of one? */
bool orb_pseudonym_is(const char *text);

#endif
