/* Compression into an output: a zlib stream (RFC 1950), as base64. Internal to maps. */
#ifndef ORB_MAPS_DEFLATE_H
#define ORB_MAPS_DEFLATE_H

#include "engine/base/file.h"
#include "maps/stream.h"

struct orb_deflate;

/*
 * Start to compress into out, which is borrowed until free. About 450 KB, whatever the
 * length. *deflate is owned by the caller, release with orb_deflate_free. ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_deflate_new(struct orb_deflate **deflate,
                                               struct orb_output *out,
                                               struct orb_error *err);

/* What is written there is compressed; valid until free. Ends with orb_deflate_end. */
struct orb_stream orb_deflate_stream(struct orb_deflate *deflate);

/* Compress what is left and close the zlib stream. */
ORB_MUST_CHECK enum orb_status orb_deflate_end(struct orb_deflate *deflate,
                                               struct orb_error *err);

/* NULL is accepted. */
void orb_deflate_free(struct orb_deflate *deflate);

#endif
