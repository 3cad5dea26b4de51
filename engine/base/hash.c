/* Eight bytes at a time, multiply and fold (the 64 x 64 -> 128 mixing of wyhash-like
 * functions, in two halves). */
#include "engine/base/hash.h"

#include <string.h>

static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t x = (a ^ b) * UINT64_C(0xff51afd7ed558ccd);

    x ^= x >> 32;
    x *= UINT64_C(0xc4ceb9fe1a85ec53);
    return x ^ (x >> 29);
}

uint64_t orb_hash_more(uint64_t hash, const void *bytes, size_t len)
{
    const unsigned char *p = bytes;
    size_t left = len;
    uint64_t word;

    for (; left >= 8; left -= 8, p += 8) {
        memcpy(&word, p, 8);
        hash = mix(hash, word);
    }
    word = 0;
    if (left > 0)
        memcpy(&word, p, left);
    return mix(hash, word ^ ((uint64_t)len << 56) ^ len);
}

uint64_t orb_hash(const void *bytes, size_t len)
{
    return orb_hash_more(ORB_HASH_SEED, bytes, len);
}
