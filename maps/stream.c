/* Streams of documents: plain, or inside a page. */
#include "maps/stream.h"

#include <string.h>

#define TAKE_AT ((size_t)1 << 16)

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

static enum orb_status take_json(void *context, bool all, struct orb_error *err)
{
    struct orb_json_in_html *html = context;
    enum orb_status status = orb_buf_check(&html->buf, err);
    size_t start = 0;

    if (status != ORB_OK || html->buf.len == 0 || (!all && html->buf.len < TAKE_AT))
        return status;
    while (start < html->buf.len) {
        const char *from = html->buf.data + start;
        const char *found = memchr(from, '<', html->buf.len - start);
        size_t len = found == NULL ? html->buf.len - start : (size_t)(found - from);

        orb_buf_add(&html->out->pending, from, len);
        if (found != NULL)
            orb_buf_text(&html->out->pending, "\\u003c");
        start += len + (found != NULL);
    }
    orb_buf_clear(&html->buf);
    return take_output(html->out, false, err);
}

struct orb_stream orb_stream_json_in_html(struct orb_json_in_html *html,
                                          struct orb_output *out)
{
    html->out = out;
    return (struct orb_stream){ &html->buf, take_json, html };
}

void orb_json_in_html_release(struct orb_json_in_html *html)
{
    orb_buf_release(&html->buf);
}

enum orb_status orb_stream_flush(const struct orb_stream *stream, bool all,
                                 struct orb_error *err)
{
    return stream->take(stream->context, all, err);
}
