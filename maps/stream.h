/* Where the bytes of a document go: its writer adds to a buffer and asks now and then that
 * it be taken away. Internal to maps. */
#ifndef ORB_MAPS_STREAM_H
#define ORB_MAPS_STREAM_H

#include "engine/base/file.h"

/* Borrowed by writers. */
struct orb_stream {
    struct orb_buf *buf;
    /* Take what is in buf, all of it or when it is long; tells what failed in buf. */
    enum orb_status (*take)(void *context, bool all, struct orb_error *err);
    void *context;
};

/* Straight into an output, which is borrowed. */
struct orb_stream orb_stream_output(struct orb_output *out);

/* Call often. */
ORB_MUST_CHECK enum orb_status orb_stream_flush(const struct orb_stream *stream, bool all,
                                                struct orb_error *err);

#endif
