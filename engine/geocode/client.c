/* One question goes in an address, many in a file. */
#include "engine/geocode/client.h"

#include <assert.h>
#include <math.h>
#include <string.h>
#include <time.h>

#include "engine/base/hash.h"

/* A row of an answer has some 400 bytes. */
#define ANSWER_CAP ((size_t)64 << 20)

enum { INTERVAL_MS = 200 };

void orb_geocode_http_options(struct orb_http_options *options)
{
    options->connect_timeout_s = 5;
    options->stall_timeout_s = 30;
    options->total_timeout_s = 30;
    options->tries = 3;
}

/* Waiting before each request but the first keeps below five a second whatever the server
 * takes. */
static void keep_pace(struct orb_geocode_client *client)
{
    unsigned ms = client->interval_ms == 0 ? INTERVAL_MS : client->interval_ms;
    struct timespec left = { .tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000 };

    if (client->requests++ == 0)
        return;
    while (nanosleep(&left, &left) != 0)
        ;
}

static void write_escaped(struct orb_buf *out, const char *text)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    for (; *text != '\0'; text++)
        if (strchr(plain, *text) != NULL)
            orb_buf_char(out, *text);
        else
            orb_buf_printf(out, "%%%02X", (unsigned char)*text);
}

/* Two answers are asked for: the second tells how sure the first is. */
static void write_address(struct orb_buf *out, const char *server,
                          const struct orb_geocode_query *query)
{
    orb_buf_printf(out, "%s/search?limit=2&q=", server);
    write_escaped(out, query->text);
    if (query->postcode[0] != '\0')
        orb_buf_text(out, "&postcode=");
    write_escaped(out, query->postcode);
    if (query->citycode[0] != '\0')
        orb_buf_text(out, "&citycode=");
    write_escaped(out, query->citycode);
}

static enum orb_status at_server(enum orb_status status, struct orb_error *err,
                                 const char *url)
{
    orb_error_at(err, "%.*s", (int)strcspn(url, "?"), url);
    return status;
}

/* What cannot be searched for (too short, too long, of signs only) is not found: it must
 * not end the run for all the others. */
static bool is_refused(const struct orb_http_answer *answer)
{
    return answer->code == 400 || answer->code == 414 || answer->code == 422;
}

static enum orb_status read_answer(struct orb_geocode_answer *out, struct orb_arena *arena,
                                   const struct orb_http_answer *answer,
                                   struct orb_error *err)
{
    if (!is_refused(answer))
        return orb_geocode_read_features(out, arena, &answer->body, err);
    *out = (struct orb_geocode_answer){ .outcome = ORB_GEOCODE_NOT_FOUND,
                                        .next = NAN,
                                        .label = "" };
    return ORB_OK;
}

enum orb_status orb_geocode_ask(struct orb_geocode_client *client,
                                const struct orb_geocode_query *query,
                                struct orb_geocode_answer *out, struct orb_arena *arena,
                                struct orb_error *err)
{
    struct orb_buf url = { 0 };
    struct orb_http_answer answer = { 0 };
    struct orb_http_request request = { .cap = ANSWER_CAP, .stays = true };
    struct orb_error why = { 0 };
    enum orb_status status;

    write_address(&url, client->server, query);
    status = orb_buf_check(&url, &why);
    if (status == ORB_OK) {
        request.url = url.data;
        keep_pace(client);
        status = orb_http_send(client->http, &request, &answer, &why);
    }
    if (status == ORB_OK || is_refused(&answer)) {
        orb_error_clear(&why);
        status = read_answer(out, arena, &answer, &why);
        if (status != ORB_OK)
            status = at_server(status, &why, url.data);
    }
    if (status != ORB_OK) {
        (void)orb_error_set(err, status, "%s", why.text);
        orb_error_at(err, "%s", why.place);
    }
    orb_buf_release(&answer.body);
    orb_buf_release(&url);
    return status;
}

/* ---- a file */

static void write_field(struct orb_buf *out, const char *boundary, const char *name,
                        const char *value)
{
    orb_buf_printf(out, "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n",
                   boundary, name, value);
}

/* RFC 7578. The line between the parts is made of what they hold, which cannot then hold it
 * but by a chance of one in 2^64. */
static void write_form(struct orb_buf *out, char boundary[32], const struct orb_buf *rows)
{
    static const char hex[] = "0123456789abcdef";
    uint64_t hash = orb_hash(rows->data, rows->len);

    memcpy(boundary, "orbite-", 8);
    for (size_t i = 0; i < 16; i++, hash >>= 4)
        boundary[7 + i] = hex[hash & 15];
    boundary[23] = '\0';
    orb_buf_printf(out,
                   "--%s\r\nContent-Disposition: form-data; name=\"data\"; "
                   "filename=\"addresses.csv\"\r\nContent-Type: text/csv\r\n\r\n",
                   boundary);
    orb_buf_add(out, rows->data, rows->len);
    orb_buf_text(out, "\r\n");
    write_field(out, boundary, "columns", "q");
    write_field(out, boundary, "postcode", "postcode");
    write_field(out, boundary, "citycode", "citycode");
    orb_buf_printf(out, "--%s--\r\n", boundary);
}

/* A request: its address, its type and its body. */
struct form {
    struct orb_buf url;
    struct orb_buf type;
    struct orb_buf body;
};

static enum orb_status make_form(struct form *form, const char *server,
                                 const struct orb_geocode_batch *batch,
                                 struct orb_error *err)
{
    struct orb_buf rows = { 0 };
    char boundary[32];
    enum orb_status status;

    orb_geocode_write_rows(&rows, batch);
    status = orb_buf_check(&rows, err);
    if (status == ORB_OK) {
        write_form(&form->body, boundary, &rows);
        orb_buf_printf(&form->type, "multipart/form-data; boundary=%s", boundary);
        orb_buf_printf(&form->url, "%s/search/csv", server);
    }
    orb_buf_release(&rows);
    if (form->body.failed || form->type.failed || form->url.failed)
        return orb_error_memory(err);
    return status;
}

enum orb_status orb_geocode_ask_many(struct orb_geocode_client *client,
                                     const struct orb_geocode_batch *batch,
                                     struct orb_error *err)
{
    struct form form = { 0 };
    struct orb_http_answer answer = { 0 };
    enum orb_status status = make_form(&form, client->server, batch, err);

    assert(batch->count <= ORB_GEOCODE_ROWS);
    if (status == ORB_OK) {
        const struct orb_http_request request = { .url = form.url.data,
                                                  .body = form.body.data,
                                                  .body_len = form.body.len,
                                                  .content_type = form.type.data,
                                                  .cap = ANSWER_CAP,
                                                  .stays = true };

        keep_pace(client);
        status = orb_http_send(client->http, &request, &answer, err);
    }
    if (status == ORB_OK) {
        status = orb_geocode_read_rows(batch, &answer.body, err);
        if (status != ORB_OK)
            status = at_server(status, err, form.url.data);
    }
    orb_buf_release(&answer.body);
    orb_buf_release(&form.url);
    orb_buf_release(&form.type);
    orb_buf_release(&form.body);
    return status;
}
