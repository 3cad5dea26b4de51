/* Bytes as base64 (RFC 4648), piece by piece. Internal to maps. */
#ifndef ORB_MAPS_BASE64_H
#define ORB_MAPS_BASE64_H

#include <stddef.h>

#include "engine/base/buf.h"

/* Zero-initialised is ready. */
struct orb_base64 {
    unsigned char held[3]; /* bytes that wait for their third */
    size_t held_count;
};

void orb_base64_add(struct orb_base64 *b, struct orb_buf *out, const void *bytes,
                    size_t len);

/* The last bytes and the padding; ready again. */
void orb_base64_end(struct orb_base64 *b, struct orb_buf *out);

#endif
