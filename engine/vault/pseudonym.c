/* BLAKE2b with a key, then the alphabet of Crockford: no I, L, O nor U. */
#include "engine/vault/pseudonym.h"

#include <sodium.h>
#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

char *orb_pseudonym_write(char out[ORB_PSEUDONYM_LEN],
                          const unsigned char key[ORB_PSEUDONYM_KEY], const char *local_id,
                          bool is_long)
{
    unsigned char hash[32];
    size_t characters = is_long ? 10 : 8;

    (void)crypto_generichash(hash, sizeof hash, (const unsigned char *)local_id,
                             strlen(local_id), key, ORB_PSEUDONYM_KEY);
    memcpy(out, "P-", 2);
    for (size_t i = 0; i < characters; i++) {
        size_t bit = 5 * i;
        unsigned pair = (unsigned)hash[bit / 8] << 8 | hash[bit / 8 + 1];

        out[2 + i] = alphabet[pair >> (11 - bit % 8) & 31];
    }
    out[2 + characters] = '\0';
    sodium_memzero(hash, sizeof hash);
    return out;
}

bool orb_pseudonym_is(const char *text)
{
    size_t len = strlen(text);

    return (len == 10 || len == 12) && text[0] == 'P' && text[1] == '-' &&
           strspn(text + 2, alphabet) == len - 2;
}
