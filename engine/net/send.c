/* A request whose answer is kept in memory. */
#include "engine/base/text.h"
#include "engine/net/exchange.h"

struct memory {
    struct orb_http_answer *answer;
    size_t cap;
};

static enum orb_status forget(void *context, struct orb_http_lines *lines,
                              struct orb_error *err)
{
    const struct memory *memory = context;

    (void)lines;
    (void)err;
    orb_buf_clear(&memory->answer->body);
    return ORB_OK;
}

static enum orb_status keep(void *context, const struct orb_http_head *head,
                            const char *bytes, size_t len, struct orb_error *err)
{
    const struct memory *memory = context;
    struct orb_buf *body = &memory->answer->body;

    (void)head;
    if (len > memory->cap - body->len)
        return orb_error_set(err, ORB_ERR_RANGE,
                             _("the answer is longer than the %zu bytes accepted here"),
                             memory->cap);
    orb_buf_add(body, bytes, len);
    return orb_buf_check(body, err);
}

enum orb_status orb_http_send(struct orb_http *http, const struct orb_http_request *request,
                              struct orb_http_answer *answer, struct orb_error *err)
{
    struct memory memory = { answer, request->cap == 0 ? ORB_HTTP_CAP : request->cap };
    const struct orb_http_taker taker = { .context = &memory,
                                          .prepare = forget,
                                          .take = keep };

    answer->code = 0;
    return orb_http_exchange(http, request, &taker, &answer->code, err);
}
