/* The stream of a document that is a file by itself. */
#include "maps/stream.h"

static enum orb_status take_output(void *context, bool all, struct orb_error *err)
{
    struct orb_output *out = context;
    enum orb_status status = orb_buf_check(&out->pending, err);

    return status == ORB_OK ? orb_output_flush(out, all, err) : status;
}

struct orb_stream orb_stream_output(struct orb_output *out)
{
    return (struct orb_stream){ &out->pending, take_output, out };
}

enum orb_status orb_stream_flush(const struct orb_stream *stream, bool all,
                                 struct orb_error *err)
{
    return stream->take(stream->context, all, err);
}
