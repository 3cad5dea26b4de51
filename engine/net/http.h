/* HTTP requests through libcurl, which is loaded at the first of them. Nothing that
 * concerns a person may go into one: neither the address, nor the headers, nor the body. */
#ifndef ORB_NET_HTTP_H
#define ORB_NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/buf.h"
#include "engine/base/error.h"

/* Called now and then: bytes of the answer so far, their total (0 = unknown), time since
 * the request left. */
typedef void (*orb_http_progress)(void *context, unsigned long long done,
                                  unsigned long long total, unsigned long long elapsed_ms);

/* Borrowed for the life of the client; zero means the default of each. */
struct orb_http_options {
    unsigned connect_timeout_s; /* to reach the server: 20 */
    unsigned stall_timeout_s;   /* without one byte of the answer: 30 */
    unsigned total_timeout_s;   /* for the whole of one answer; 0 = as long as it comes */
    unsigned tries;             /* in all, for what may pass: 5 */
    unsigned first_wait_ms;     /* before the second try, then twice as long: 1000 */
    bool named_only;            /* 408 and 500 are told at once, not tried again */
    const char *certificates;   /* file of trusted authorities; NULL = the system's */
    const char *certificates_path; /* folder of them; NULL = the system's */
    orb_http_progress progress;    /* NULL = nobody looks */
    void *progress_context;
};

/* A client: its connections, which serve several requests. Opaque; for one thread. */
struct orb_http;

/*
 * *out is owned by the caller, release with orb_http_free. Proxies are those of the
 * environment, as libcurl reads it (http_proxy, https_proxy, no_proxy).
 * ORB_ERR_UNSUPPORTED when libcurl is not installed.
 */
ORB_MUST_CHECK enum orb_status orb_http_new(struct orb_http **out,
                                            const struct orb_http_options *options,
                                            struct orb_error *err);

/* NULL is accepted. */
void orb_http_free(struct orb_http *http);

#define ORB_HTTP_CAP ((size_t)16 << 20)

/* Borrowed for the call. */
struct orb_http_request {
    const char *url;          /* http: or https:, nothing else */
    const char *body;         /* NULL = GET; else POST, which must bear being sent again */
    size_t body_len;          /* bytes */
    const char *content_type; /* of the body; NULL = "application/json" */
    bool stays;               /* no redirection is followed, even of a GET */
    bool direct;              /* past the proxies of the environment */
    bool here;                /* likewise, and never to another machine: see here.h */
    size_t cap;               /* bytes of the answer accepted; 0 = ORB_HTTP_CAP */
};

struct orb_http_answer {
    long code;           /* 200, 404...; 0 = no answer came */
    struct orb_buf body; /* decoded; of the last try, whatever its code */
};

/*
 * Send a request, again with growing waits while the server is busy (429, 502, 503, 504,
 * and 408 and 500 unless named_only; it may say how long to wait) or the answer breaks off.
 * Redirections of a GET are followed within the same scheme only, those of a POST or of
 * what stays are not. ORB_OK is an answer 2xx. ORB_ERR_NOT_FOUND (404, 410),
 * ORB_ERR_UNSUPPORTED (another scheme), ORB_ERR_RANGE (longer than cap) or ORB_ERR_IO (no
 * network, no server, another code), the place is the address without what follows "?".
 * answer is zero-initialised or of an earlier call; release its body.
 */
ORB_MUST_CHECK enum orb_status orb_http_send(struct orb_http *http,
                                             const struct orb_http_request *request,
                                             struct orb_http_answer *answer,
                                             struct orb_error *err);

#endif
