/* A fast 64-bit hash of bytes, for tables and change detection; not against an adversary
 * who chooses the bytes. */
#ifndef ORB_BASE_HASH_H
#define ORB_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t orb_hash(const void *bytes, size_t len);

/* Same bytes in pieces: start with ORB_HASH_SEED. The result depends on where the pieces
 * end. */
#define ORB_HASH_SEED UINT64_C(0x9e3779b97f4a7c15)
uint64_t orb_hash_more(uint64_t hash, const void *bytes, size_t len);

#endif
