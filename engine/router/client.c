/* One request: its address, its body, its answer. */
#include "engine/router/client.h"

#include <assert.h>
#include <math.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/router/blocks.h"

#define ANSWER_CAP ((size_t)64 << 20)

enum { IGN_INTERVAL_MS = 200 };

/* ---- opening */

static const struct {
    const char *prefix;
    const char *name;
    enum orb_router_kind kind;
} kinds[] = {
    { "valhalla:", "valhalla", ORB_ROUTER_VALHALLA },
    { "osrm:", "osrm", ORB_ROUTER_OSRM },
};

static bool is_address(const char *text)
{
    size_t scheme = strncasecmp(text, "https://", 8) == 0  ? 8
                    : strncasecmp(text, "http://", 7) == 0 ? 7
                                                           : 0;

    return scheme > 0 && text[scheme] != '\0' && strpbrk(text, "?# ") == NULL;
}

enum orb_status orb_router_check(const char *spec, struct orb_error *err)
{
    if (strcmp(spec, "ign") == 0)
        return ORB_OK;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        size_t len = strlen(kinds[i].prefix);

        if (strncmp(spec, kinds[i].prefix, len) == 0 && is_address(spec + len))
            return ORB_OK;
    }
    return orb_error_set(
        err, ORB_ERR_SYNTAX,
        _("'%s' is no router: say valhalla:URL, osrm:URL, ign or roads:FILE"), spec);
}

static void read_spec(struct orb_router *router, const char *spec)
{
    router->kind = ORB_ROUTER_IGN;
    router->name = "ign";
    router->interval_ms = IGN_INTERVAL_MS;
    router->server = ORB_ROUTER_IGN_SERVER;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        size_t len = strlen(kinds[i].prefix);
        size_t end = strlen(spec);

        if (strncmp(spec, kinds[i].prefix, len) != 0)
            continue;
        while (end > len && spec[end - 1] == '/')
            end--;
        router->kind = kinds[i].kind;
        router->name = kinds[i].name;
        router->interval_ms = 0;
        router->server = orb_arena_text(&router->arena, spec + len, end - len);
    }
}

enum orb_status orb_router_open(struct orb_router *out, const char *spec,
                                const char *certificates, const char *certificates_path,
                                struct orb_error *err)
{
    /* METHODS 1.3. */
    const struct orb_http_options options = { .connect_timeout_s = 5,
                                              .stall_timeout_s = 30,
                                              .total_timeout_s = 30,
                                              .tries = 3,
                                              .named_only = true,
                                              .certificates = certificates,
                                              .certificates_path = certificates_path };
    enum orb_status status = orb_router_check(spec, err);

    *out = (struct orb_router){ .version = "" };
    if (status != ORB_OK)
        return status;
    read_spec(out, spec);
    if (out->server == NULL)
        return orb_error_memory(err);
    return orb_http_new(&out->http, &options, err);
}

void orb_router_close(struct orb_router *router)
{
    orb_http_free(router->http);
    orb_arena_release(&router->arena);
    *router = (struct orb_router){ .version = "" };
}

/* ---- one request */

/* 127.a.b.c, in full: shorter forms mean other numbers, or are names. */
static bool is_loopback_number(const char *host, size_t len)
{
    size_t at = 0;
    int64_t part = 0;

    for (int i = 0; i < 4; i++) {
        size_t digits = strspn(host + at, "0123456789");

        if (digits > 3 || !orb_integer_parse(&part, host + at, digits, 0, 255) ||
            (i == 0 && part != 127) || (i < 3 && host[at + digits] != '.'))
            return false;
        at += digits + (i < 3 ? 1 : 0);
    }
    return at == len;
}

bool orb_router_is_here(const char *server)
{
    const char *host = strstr(server, "://");
    size_t len;

    if (host == NULL)
        return false;
    host += 3;
    len = strcspn(host, "/?#");
    if (memchr(host, '@', len) != NULL) /* the host would be what follows it */
        return false;
    if (host[0] == '[')
        return strncmp(host, "[::1]", 5) == 0 && (len == 5 || host[5] == ':');
    len = strcspn(host, ":/?#");
    if (len == 9 && strncasecmp(host, "localhost", 9) == 0)
        return true;
    return is_loopback_number(host, len);
}

/* The address of the server in what names a router. */
static const char *address_of(const char *spec)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        size_t len = strlen(kinds[i].prefix);

        if (strncmp(spec, kinds[i].prefix, len) == 0)
            return spec + len;
    }
    return ORB_ROUTER_IGN_SERVER;
}

bool orb_router_spec_is_here(const char *spec)
{
    return orb_router_is_here(address_of(spec));
}

bool orb_router_spec_is_at(const char *spec, const char *host)
{
    const char *server = strstr(address_of(spec), "://");
    size_t len = strlen(host);

    if (server == NULL || len == 0)
        return false;
    server += 3;
    if (memchr(server, '@', strcspn(server, "/?#")) != NULL)
        return false;
    return (server[0] == '[' ? strcspn(server, "]") + 1 : strcspn(server, ":/?#")) == len &&
           strncasecmp(server, host, len) == 0;
}

static void keep_pace(struct orb_router *router)
{
    unsigned ms = router->interval_ms;
    struct timespec left = { .tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000 };

    if (router->requests++ == 0 || ms == 0)
        return;
    while (nanosleep(&left, &left) != 0)
        ;
}

static enum orb_status send(struct orb_router *router, const struct orb_buf *url,
                            const struct orb_buf *body, struct orb_http_answer *answer,
                            struct orb_error *err)
{
    const struct orb_http_request request = {
        .url = url->data,
        .body = body->len == 0 ? NULL : body->data,
        .body_len = body->len,
        .stays = true,
        .here = orb_router_is_here(router->server),
        .direct = router->is_personal && strncasecmp(url->data, "https:", 6) != 0,
        .cap = ANSWER_CAP
    };
    struct orb_error why = { 0 };
    enum orb_status status;
    size_t service;

    if (url->failed || body->failed)
        return orb_error_memory(err);
    keep_pace(router);
    status = orb_http_send(router->http, &request, answer, &why);
    if (status == ORB_OK)
        return ORB_OK;
    /* The server and its service: what follows may be dozens of positions. */
    service = strlen(router->server);
    service += url->data[service] == '/' ? 1 : 0;
    service += strcspn(url->data + service, "/?");
    (void)orb_error_set(err, status, "%s", why.text);
    orb_error_at(err, "%.*s", (int)service, url->data);
    return status;
}

static void write_batch(const struct orb_router *router,
                        const struct orb_router_batch *batch, struct orb_buf *url,
                        struct orb_buf *body)
{
    orb_buf_text(url, router->server);
    if (router->kind == ORB_ROUTER_VALHALLA) {
        orb_buf_text(url, "/sources_to_targets");
        orb_valhalla_write_matrix(body, batch);
    } else if (router->kind == ORB_ROUTER_OSRM) {
        orb_osrm_write_table(url, batch);
    } else {
        orb_ign_write_route(url, batch->mode, batch->from[0], batch->to[0]);
    }
}

static enum orb_status read_batch(struct orb_router *router,
                                  const struct orb_router_batch *batch,
                                  const struct orb_buf *answer, struct orb_error *err)
{
    const char *version = router->version;
    enum orb_status status;

    if (router->kind == ORB_ROUTER_VALHALLA)
        return orb_valhalla_read_matrix(batch, answer, err);
    if (router->kind == ORB_ROUTER_OSRM)
        return orb_osrm_read_table(batch, answer, err);
    status = orb_ign_read_route(batch, answer, &router->arena, &version, err);
    if (router->version[0] == '\0')
        router->version = version;
    return status;
}

enum orb_status orb_router_send_batch(struct orb_router *router,
                                      const struct orb_router_batch *batch,
                                      enum orb_router_refusal *refusal,
                                      struct orb_error *err)
{
    struct orb_buf url = { 0 };
    struct orb_buf body = { 0 };
    struct orb_http_answer answer = { 0 };
    struct orb_error why = { 0 };
    enum orb_status status;

    *refusal = ORB_ROUTER_ANSWERED;
    write_batch(router, batch, &url, &body);
    status = send(router, &url, &body, &answer, &why);
    if (status == ORB_OK) {
        status = read_batch(router, batch, &answer.body, &why);
        if (status != ORB_OK)
            orb_error_at(&why, "%s", router->server);
    } else if (answer.code == 400) {
        *refusal = orb_router_refusal(router->kind, &answer.body);
    }
    if (*refusal != ORB_ROUTER_ANSWERED && *refusal != ORB_ROUTER_REFUSED)
        status = ORB_OK;
    if (status != ORB_OK) {
        (void)orb_error_set(err, status, "%s", why.text);
        orb_error_at(err, "%s", why.place);
    }
    orb_buf_release(&answer.body);
    orb_buf_release(&body);
    orb_buf_release(&url);
    return status;
}

/* ---- batches */

static enum orb_status ask_pairs(struct orb_router *router,
                                 const struct orb_router_batch *batch,
                                 struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t n = 0; status == ORB_OK && n < batch->from_count * batch->to_count; n++) {
        enum orb_router_refusal refusal;
        const struct orb_router_batch pair = {
            batch->mode, &batch->from[n / batch->to_count],
            1,           &batch->to[n % batch->to_count],
            1,           &batch->legs[n]
        };

        status = orb_router_send_batch(router, &pair, &refusal, err);
    }
    return status;
}

enum orb_status orb_router_ask(struct orb_router *router,
                               const struct orb_router_batch *batch, struct orb_error *err)
{
    assert(batch->from_count <= ORB_ROUTER_POINTS && batch->to_count <= ORB_ROUTER_POINTS);
    for (size_t n = 0; n < batch->from_count * batch->to_count; n++)
        batch->legs[n] = (struct orb_router_leg){ ORB_TRAVEL_MISSING, NAN, NAN };
    if (router->kind == ORB_ROUTER_IGN)
        return ask_pairs(router, batch, err);
    return orb_router_ask_blocks(router, batch, err);
}

/* ---- version */

/* A pair that OSRM refuses is no reason not to ask others. */
static enum orb_status learn_data(struct orb_router *router,
                                  const struct orb_router_batch *pair,
                                  struct orb_http_answer *answer, struct orb_error *err)
{
    struct orb_buf url = { 0 };
    struct orb_buf none = { 0 };
    struct orb_error why = { 0 };
    enum orb_status status;

    write_batch(router, pair, &url, &none);
    status = send(router, &url, &none, answer, &why);
    orb_buf_release(&url);
    if (status == ORB_OK)
        router->version = orb_osrm_read_version(&answer->body, &router->arena);
    if (status == ORB_OK || answer->code == 400)
        return ORB_OK;
    (void)orb_error_set(err, status, "%s", why.text);
    orb_error_at(err, "%s", why.place);
    return status;
}

enum orb_status orb_router_learn(struct orb_router *router,
                                 const struct orb_router_batch *pair, struct orb_error *err)
{
    struct orb_buf url = { 0 };
    struct orb_buf none = { 0 };
    struct orb_http_answer answer = { 0 };
    enum orb_status status = ORB_OK;

    if (router->kind == ORB_ROUTER_IGN)
        return orb_router_ask(router, pair, err);
    if (router->kind == ORB_ROUTER_VALHALLA) {
        orb_buf_printf(&url, "%s/status", router->server);
        status = send(router, &url, &none, &answer, err);
        if (status == ORB_OK)
            router->version = orb_valhalla_read_version(&answer.body, &router->arena);
    } else {
        status = learn_data(router, pair, &answer, err);
    }
    orb_buf_release(&answer.body);
    orb_buf_release(&url);
    return status;
}

/* ---- isochrones */

static enum orb_status ask_area(struct orb_router *router,
                                const struct orb_router_batch *from,
                                struct orb_isochrone *areas, size_t count,
                                struct orb_error *err)
{
    struct orb_buf url = { 0 };
    struct orb_buf body = { 0 };
    struct orb_http_answer answer = { 0 };
    double minutes[ORB_ROUTER_POINTS];
    enum orb_status status;

    for (size_t i = 0; i < count; i++)
        minutes[i] = areas[i].minutes;
    orb_buf_text(&url, router->server);
    if (router->kind == ORB_ROUTER_VALHALLA) {
        orb_buf_text(&url, "/isochrone");
        orb_valhalla_write_isochrone(&body, from->mode, from->from[0], minutes, count);
    } else {
        orb_ign_write_isochrone(&url, from->mode, from->from[0], minutes[0]);
    }
    status = send(router, &url, &body, &answer, err);
    if (status == ORB_OK) {
        status = router->kind == ORB_ROUTER_VALHALLA
                     ? orb_valhalla_read_isochrone(areas, count, &answer.body,
                                                   &router->arena, err)
                     : orb_ign_read_isochrone(areas, &answer.body, &router->arena, err);
        if (status != ORB_OK)
            orb_error_at(err, "%s", router->server);
    }
    orb_buf_release(&answer.body);
    orb_buf_release(&body);
    orb_buf_release(&url);
    return status;
}

enum orb_status orb_router_isochrones(struct orb_router *router,
                                      const struct orb_router_batch *from,
                                      struct orb_isochrone *areas, size_t count,
                                      struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    assert(count <= ORB_ROUTER_POINTS);
    if (router->kind == ORB_ROUTER_OSRM || !orb_router_takes(router->kind, from->mode))
        return orb_error_set(err, ORB_ERR_UNSUPPORTED,
                             _("router '%s' does not draw where one goes by %s"),
                             router->name, orb_travel_mode_names[from->mode]);
    if (router->kind == ORB_ROUTER_VALHALLA)
        return ask_area(router, from, areas, count, err);
    for (size_t i = 0; status == ORB_OK && i < count; i++)
        status = ask_area(router, from, &areas[i], 1, err);
    return status;
}
