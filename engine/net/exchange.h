/* One request with its tries, for those who take the answer piece by piece. */
#ifndef ORB_NET_EXCHANGE_H
#define ORB_NET_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/net/http.h"

#define ORB_HTTP_FIELD_LEN 512

/* What an answer says before its bytes; "" where it says nothing. */
struct orb_http_head {
    long code;
    bool is_encoded; /* the bytes on the wire are not those handed on */
    char etag[ORB_HTTP_FIELD_LEN];
    char modified[ORB_HTTP_FIELD_LEN];
    char range[ORB_HTTP_FIELD_LEN]; /* Content-Range */
};

/* Lines to add to a request, as "If-None-Match: \"abc\"". */
struct orb_http_lines {
    char lines[4][ORB_HTTP_FIELD_LEN + 32];
    size_t count;
    bool plain; /* ask for bytes that are not compressed */
};

/* A line whose value would not fit is left out: each of them is only a wish. */
void orb_http_lines_add(struct orb_http_lines *lines, const char *name, const char *value);

/* Who takes the answer. Functions return ORB_OK, or an error that ends the exchange. */
struct orb_http_taker {
    void *context;
    /* Before each try. */
    enum orb_status (*prepare)(void *context, struct orb_http_lines *lines,
                               struct orb_error *err);
    /* The next bytes of an answer that is no redirection. */
    enum orb_status (*take)(void *context, const struct orb_http_head *head,
                            const char *bytes, size_t len, struct orb_error *err);
    /* The answer is whole, its code 2xx, 304 or 416; NULL = 2xx is good. *again = true asks
     * for another try; the status and err are those to give if there is none. */
    enum orb_status (*finish)(void *context, const struct orb_http_head *head, bool *again,
                              struct orb_error *err);
};

/*
 * Ask until an answer is taken, or until there is no hope. ORB_OK is a code 2xx, or 304
 * where a line asked for it. Errors as orb_http_send, and those of the taker. *code is that
 * of the last answer.
 */
ORB_MUST_CHECK enum orb_status orb_http_exchange(struct orb_http *http,
                                                 const struct orb_http_request *request,
                                                 const struct orb_http_taker *taker,
                                                 long *code, struct orb_error *err);

#endif
