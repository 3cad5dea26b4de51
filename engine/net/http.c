/* The only user of libcurl. What may pass is tried again: a busy server, an answer that
 * breaks off. What will not pass is told at once: no network, a refusal, another scheme. */
#include "engine/net/http.h"

/* The checks of types would be macros in the way of the table of functions. */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

#include "config.h"
#include "engine/base/alloc.h"
#include "engine/base/library.h"
#include "engine/base/text.h"
#include "engine/net/exchange.h"
#include "engine/net/here.h"

/* A list, so that the types stay those that its header declares. */
#define FUNCTIONS(F)                                                                       \
    F(curl_easy_cleanup)                                                                   \
    F(curl_easy_getinfo)                                                                   \
    F(curl_easy_init)                                                                      \
    F(curl_easy_perform)                                                                   \
    F(curl_easy_reset)                                                                     \
    F(curl_easy_setopt)                                                                    \
    F(curl_easy_strerror)                                                                  \
    F(curl_global_cleanup)                                                                 \
    F(curl_global_init)                                                                    \
    F(curl_slist_append)                                                                   \
    F(curl_slist_free_all)

#define MEMBER(name) __typeof__(name) *name;
#define NAME(name)   #name,

struct functions {
    FUNCTIONS(MEMBER)
};

static const char *const names[] = { FUNCTIONS(NAME) };
static const struct orb_library library = { "libcurl", ORB_CURL_SONAME, names,
                                            sizeof names / sizeof names[0] };

_Static_assert(sizeof(struct functions) == sizeof names,
               "a pointer to a function takes the place of a pointer");

enum { MAX_REDIRECTIONS = 10, MAX_WAIT_S = 120 };

struct orb_http {
    struct functions curl;
    CURL *handle;
    struct orb_http_options options;
};

/* One try. */
struct attempt {
    struct orb_http *http;
    const struct orb_http_taker *taker;
    struct orb_http_head head;
    struct curl_slist *lines;
    struct orb_error *err;
    enum orb_status taken; /* what the taker said */
    curl_off_t moved;      /* bytes both ways, and when the last of them moved */
    curl_off_t moved_us;
    bool is_silent;
    curl_off_t wait_s; /* the server's wish */
};

static unsigned or_default(unsigned value, unsigned otherwise)
{
    return value == 0 ? otherwise : value;
}

enum orb_status orb_http_new(struct orb_http **out, const struct orb_http_options *options,
                             struct orb_error *err)
{
    struct orb_http *http = orb_calloc(1, sizeof *http);
    enum orb_status status;

    if (http == NULL)
        return orb_error_memory(err);
    status = orb_library_open(&library, &http->curl, err);
    if (status == ORB_OK && http->curl.curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        status = orb_error_memory(err);
    if (status != ORB_OK) {
        orb_free(http);
        return status;
    }
    http->handle = http->curl.curl_easy_init();
    if (http->handle == NULL) {
        http->curl.curl_global_cleanup();
        orb_free(http);
        return orb_error_memory(err);
    }
    http->options = *options;
    http->options.connect_timeout_s = or_default(options->connect_timeout_s, 20);
    http->options.stall_timeout_s = or_default(options->stall_timeout_s, 30);
    http->options.tries = or_default(options->tries, 5);
    http->options.first_wait_ms = or_default(options->first_wait_ms, 1000);
    *out = http;
    return ORB_OK;
}

void orb_http_free(struct orb_http *http)
{
    if (http == NULL)
        return;
    http->curl.curl_easy_cleanup(http->handle);
    http->curl.curl_global_cleanup();
    orb_free(http);
}

void orb_http_lines_add(struct orb_http_lines *lines, const char *name, const char *value)
{
    size_t room = sizeof lines->lines[0];

    if (value[0] == '\0' || lines->count == sizeof lines->lines / room ||
        strlen(name) + strlen(value) + 3 > room)
        return;
    (void)snprintf(lines->lines[lines->count++], room, "%s: %s", name, value);
}

/* ---- what libcurl calls */

/* The value of a header when the line is of that name. Longer ones are as if absent. */
static void read_field(char out[ORB_HTTP_FIELD_LEN], const char *line, size_t len,
                       const char *name)
{
    size_t at = strlen(name);

    if (len <= at || strncasecmp(line, name, at) != 0 || line[at] != ':')
        return;
    for (at++; at < len && (line[at] == ' ' || line[at] == '\t'); at++)
        ;
    while (len > at && (line[len - 1] == '\r' || line[len - 1] == '\n' ||
                        line[len - 1] == ' ' || line[len - 1] == '\t'))
        len--;
    out[0] = '\0';
    if (len - at < ORB_HTTP_FIELD_LEN)
        (void)snprintf(out, ORB_HTTP_FIELD_LEN, "%.*s", (int)(len - at), line + at);
}

static size_t on_header(char *line, size_t size, size_t count, void *context)
{
    struct attempt *attempt = context;
    struct orb_http_head *head = &attempt->head;
    char value[ORB_HTTP_FIELD_LEN] = "";
    size_t len = size * count;

    if (len > 5 && strncmp(line, "HTTP/", 5) == 0) {
        /* After a redirection, or "100 Continue", another answer begins. */
        memset(head, 0, sizeof *head);
        (void)attempt->http->curl.curl_easy_getinfo(attempt->http->handle,
                                                    CURLINFO_RESPONSE_CODE, &head->code);
        return len;
    }
    read_field(head->etag, line, len, "ETag");
    read_field(head->modified, line, len, "Last-Modified");
    read_field(head->range, line, len, "Content-Range");
    read_field(value, line, len, "Content-Encoding");
    if (value[0] != '\0' && strcasecmp(value, "identity") != 0)
        head->is_encoded = true;
    return len;
}

static bool is_redirection(long code)
{
    return code >= 300 && code < 400 && code != 304;
}

static size_t on_bytes(char *bytes, size_t size, size_t count, void *context)
{
    struct attempt *attempt = context;

    if (is_redirection(attempt->head.code))
        return size * count;
    attempt->taken = attempt->taker->take(attempt->taker->context, &attempt->head, bytes,
                                          size * count, attempt->err);
    return attempt->taken == ORB_OK ? size * count : 0;
}

/* libcurl's own limit of speed is a mean over several seconds, which a silence of that
 * length does not bring down. */
static int on_progress(void *context, curl_off_t total, curl_off_t done,
                       curl_off_t upload_total, curl_off_t uploaded)
{
    struct attempt *attempt = context;
    const struct orb_http *http = attempt->http;
    curl_off_t now_us = 0;

    (void)upload_total;
    (void)http->curl.curl_easy_getinfo(http->handle, CURLINFO_TOTAL_TIME_T, &now_us);
    if (done + uploaded != attempt->moved) {
        attempt->moved = done + uploaded;
        attempt->moved_us = now_us;
    }
    if (http->options.progress != NULL && !is_redirection(attempt->head.code))
        http->options.progress(http->options.progress_context, (unsigned long long)done,
                               (unsigned long long)total,
                               (unsigned long long)now_us / 1000);
    attempt->is_silent =
        now_us - attempt->moved_us > (curl_off_t)http->options.stall_timeout_s * 1000000;
    return attempt->is_silent ? 1 : 0;
}

static curl_socket_t open_here(void *none, curlsocktype what, struct curl_sockaddr *to)
{
    (void)none;
    (void)what;
    return orb_net_address_is_here(&to->addr)
               ? socket(to->family, to->socktype, to->protocol)
               : CURL_SOCKET_BAD;
}

/* ---- one try */

#define SET(option, value)                                                                 \
    (failed |= http->curl.curl_easy_setopt(http->handle, option, value) != CURLE_OK)

static bool set_rules(struct orb_http *http, const struct orb_http_request *request)
{
    /* Only the scheme one starts with: http could be listened to on the way, and others
     * reach into this machine. */
    const char *scheme = strncasecmp(request->url, "https:", 6) == 0 ? "https" : "http";
    bool failed = false;

    SET(CURLOPT_PROTOCOLS_STR, scheme);
    SET(CURLOPT_REDIR_PROTOCOLS_STR, scheme);
    SET(CURLOPT_FOLLOWLOCATION, request->body == NULL && !request->stays ? 1L : 0L);
    if (request->direct || request->here)
        SET(CURLOPT_NOPROXY, "*");
    if (request->here)
        SET(CURLOPT_OPENSOCKETFUNCTION, open_here);
    SET(CURLOPT_MAXREDIRS, (long)MAX_REDIRECTIONS);
    SET(CURLOPT_CONNECTTIMEOUT, (long)http->options.connect_timeout_s);
    SET(CURLOPT_TIMEOUT, (long)http->options.total_timeout_s);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_USERAGENT, PACKAGE_NAME "/" PACKAGE_VERSION);
    if (http->options.certificates != NULL)
        SET(CURLOPT_CAINFO, http->options.certificates);
    if (http->options.certificates_path != NULL)
        SET(CURLOPT_CAPATH, http->options.certificates_path);
    return !failed;
}

static bool set_request(struct attempt *attempt, const struct orb_http_request *request,
                        const struct orb_http_lines *lines)
{
    struct orb_http *http = attempt->http;
    bool failed = false;

    SET(CURLOPT_URL, request->url);
    SET(CURLOPT_HTTPHEADER, attempt->lines);
    SET(CURLOPT_HEADERFUNCTION, on_header);
    SET(CURLOPT_HEADERDATA, attempt);
    SET(CURLOPT_WRITEFUNCTION, on_bytes);
    SET(CURLOPT_WRITEDATA, attempt);
    SET(CURLOPT_XFERINFOFUNCTION, on_progress);
    SET(CURLOPT_XFERINFODATA, attempt);
    SET(CURLOPT_NOPROGRESS, 0L);
    if (!lines->plain)
        SET(CURLOPT_ACCEPT_ENCODING, "gzip");
    if (request->body != NULL) {
        SET(CURLOPT_POST, 1L);
        SET(CURLOPT_POSTFIELDS, request->body);
        SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_len);
    }
    return !failed;
}

static bool add_line(struct attempt *attempt, const char *line)
{
    struct curl_slist *more = attempt->http->curl.curl_slist_append(attempt->lines, line);

    if (more != NULL)
        attempt->lines = more;
    return more != NULL;
}

static bool add_lines(struct attempt *attempt, const struct orb_http_request *request,
                      const struct orb_http_lines *lines)
{
    char type[128];
    bool good = true;

    for (size_t i = 0; good && i < lines->count; i++)
        good = add_line(attempt, lines->lines[i]);
    if (good && request->body != NULL) {
        (void)snprintf(type, sizeof type, "Content-Type: %s",
                       request->content_type == NULL ? "application/json"
                                                     : request->content_type);
        /* No "Expect: 100-continue": many servers never answer it. */
        good = add_line(attempt, type) && add_line(attempt, "Expect:");
    }
    return good;
}

/* ---- what came of it */

static enum orb_status at_address(struct orb_error *err, const char *url,
                                  enum orb_status status)
{
    orb_error_at(err, "%.*s", (int)strcspn(url, "?#"), url);
    return status;
}

/* What is no HTTP at all: most often the rest of an answer longer than its announced
 * length, on a connection used again. A new one is made then. */
static bool is_garbage(const struct attempt *attempt, CURLcode result)
{
    return result == CURLE_WEIRD_SERVER_REPLY ||
           (result == CURLE_UNSUPPORTED_PROTOCOL && !is_redirection(attempt->head.code));
}

static bool may_pass(CURLcode result)
{
    switch (result) {
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_BAD_CONTENT_ENCODING: /* a compressed answer that breaks off */
        return true;
    default:
        return false;
    }
}

static bool is_busy(const struct orb_http *http, long code)
{
    if (code == 408 || code == 500)
        return !http->options.named_only;
    return code == 429 || code == 502 || code == 503 || code == 504;
}

static enum orb_status tell_failure(const struct attempt *attempt, CURLcode result)
{
    struct orb_error *err = attempt->err;

    switch (result) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return orb_error_set(
            err, ORB_ERR_IO,
            _("the server's name is not found: is the network reachable?"));
    case CURLE_COULDNT_RESOLVE_PROXY:
        return orb_error_set(err, ORB_ERR_IO,
                             _("the name of the proxy of the environment is not found"));
    case CURLE_COULDNT_CONNECT:
        return orb_error_set(err, ORB_ERR_IO,
                             _("the server cannot be reached: is the network reachable?"));
    case CURLE_OPERATION_TIMEDOUT:
        return orb_error_set(err, ORB_ERR_IO, _("the server is silent for too long"));
    case CURLE_UNSUPPORTED_PROTOCOL:
        if (is_garbage(attempt, result))
            break;
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("the server sends on to an address of another scheme, which is refused"));
    case CURLE_TOO_MANY_REDIRECTS:
        return orb_error_set(err, ORB_ERR_IO,
                             _("the server sends on to another address without end"));
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
        return orb_error_set(
            err, ORB_ERR_IO,
            _("the certificate of the server is not trusted; SSL_CERT_FILE names other authorities"));
    case CURLE_OUT_OF_MEMORY:
        return orb_error_memory(err);
    default:
        break;
    }
    if (may_pass(result))
        return orb_error_set(err, ORB_ERR_IO, _("the answer breaks off"));
    if (is_garbage(attempt, result))
        return orb_error_set(err, ORB_ERR_IO, _("the answer is not HTTP"));
    return orb_error_set(err, ORB_ERR_IO, _("the request failed: %s"),
                         attempt->http->curl.curl_easy_strerror(result));
}

static enum orb_status tell_code(long code, struct orb_error *err)
{
    if (code == 404 || code == 410)
        return orb_error_set(err, ORB_ERR_NOT_FOUND,
                             _("the server has nothing at this address (%ld)"), code);
    if (code == 429)
        return orb_error_set(err, ORB_ERR_IO,
                             _("the server wants fewer requests (429); try again later"));
    if (is_redirection(code))
        return orb_error_set(err, ORB_ERR_IO,
                             _("the server sends on to another address (%ld)"), code);
    if (code >= 500)
        return orb_error_set(err, ORB_ERR_IO,
                             _("the server is out of order (%ld); try again later"), code);
    return orb_error_set(err, ORB_ERR_IO, _("the server refused (%ld)"), code);
}

/* Judge a try that reached its end. *again: another may do better; err then says why it is
 * needed. */
static enum orb_status judge(struct attempt *attempt, CURLcode result, bool *again)
{
    const struct orb_http *http = attempt->http;
    const struct orb_http_taker *taker = attempt->taker;
    long code = attempt->head.code;

    *again = false;
    if (attempt->taken != ORB_OK)
        return attempt->taken;
    if (attempt->is_silent)
        result = CURLE_OPERATION_TIMEDOUT;
    if (result != CURLE_OK) {
        *again = may_pass(result) || is_garbage(attempt, result);
        return tell_failure(attempt, result);
    }
    (void)http->curl.curl_easy_getinfo(http->handle, CURLINFO_RETRY_AFTER,
                                       &attempt->wait_s);
    *again = is_busy(http, code);
    if ((code < 200 || code > 299) &&
        ((code != 304 && code != 416) || taker->finish == NULL))
        return tell_code(code, attempt->err);
    if (taker->finish == NULL)
        return ORB_OK;
    return taker->finish(taker->context, &attempt->head, again, attempt->err);
}

static enum orb_status try_once(struct attempt *attempt,
                                const struct orb_http_request *request, bool *again)
{
    struct orb_http *http = attempt->http;
    struct orb_http_lines lines = { .count = 0 };
    enum orb_status status =
        attempt->taker->prepare(attempt->taker->context, &lines, attempt->err);

    *again = false;
    if (status != ORB_OK)
        return status;
    http->curl.curl_easy_reset(http->handle);
    if (!add_lines(attempt, request, &lines) || !set_rules(http, request) ||
        !set_request(attempt, request, &lines))
        status = orb_error_set(attempt->err, ORB_ERR_UNSUPPORTED,
                               _("the installed libcurl is too old or lacks HTTP"));
    else
        status = judge(attempt, http->curl.curl_easy_perform(http->handle), again);
    http->curl.curl_slist_free_all(attempt->lines);
    attempt->lines = NULL;
    return status;
}

/* ---- all tries */

static void wait_ms(unsigned long long ms)
{
    struct timespec left = { .tv_sec = (time_t)(ms / 1000),
                             .tv_nsec = (long)(ms % 1000) * 1000000 };

    while (nanosleep(&left, &left) != 0)
        ;
}

enum orb_status orb_http_exchange(struct orb_http *http,
                                  const struct orb_http_request *request,
                                  const struct orb_http_taker *taker, long *code,
                                  struct orb_error *err)
{
    unsigned long long wait = http->options.first_wait_ms;

    *code = 0;
    if (strncasecmp(request->url, "https://", 8) != 0 &&
        strncasecmp(request->url, "http://", 7) != 0)
        return at_address(err, request->url,
                          orb_error_set(err, ORB_ERR_UNSUPPORTED,
                                        _("an address begins with https: or http:")));
    for (unsigned number = 1;; number++) {
        struct orb_error why = { 0 };
        struct attempt attempt = { .http = http, .taker = taker, .err = &why };
        bool again = false;
        enum orb_status status = try_once(&attempt, request, &again);

        *code = attempt.head.code;
        if (status == ORB_OK && !again)
            return ORB_OK;
        if (!again || number >= http->options.tries || attempt.wait_s > MAX_WAIT_S) {
            if (attempt.wait_s > MAX_WAIT_S)
                status = orb_error_set(err, status,
                                       _("the server asks to wait %lld seconds; try then"),
                                       (long long)attempt.wait_s);
            else
                status = orb_error_set(err, why.status, "%s", why.text);
            if (why.place[0] != '\0')
                orb_error_at(err, "%s", why.place);
            return why.place[0] != '\0' ? status : at_address(err, request->url, status);
        }
        wait_ms(attempt.wait_s > 0 ? (unsigned long long)attempt.wait_s * 1000 : wait);
        wait *= 2;
    }
}
