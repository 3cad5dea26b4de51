/* Finds where elements begin and end by quotes and brackets only; what is inside is left to
 * the parser. */
#include "importers/json_reader.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/scan.h"
#include "engine/base/strmap.h"
#include "engine/base/text.h"

#define POINTER_MAX 200
#define KEYS_MAX    256

struct reader {
    struct orb_input *in;
    orb_json_take_text take;
    void *context;
    const char *at; /* next byte of the block */
    const char *end;
    bool ended;
    struct orb_buf item; /* text of the element being read */
    struct orb_strmap keys;
    char pointer[POINTER_MAX];
};

static enum orb_status fail(struct reader *r, struct orb_error *err, enum orb_status status,
                            const char *sentence)
{
    status = orb_error_set(err, status, "%s", sentence);
    orb_error_at(err, "%s%s%s", orb_input_path(r->in), r->pointer[0] != '\0' ? ":" : "",
                 r->pointer);
    return status;
}

static enum orb_status truncated(struct reader *r, struct orb_error *err)
{
    return fail(r, err, ORB_ERR_SYNTAX,
                _("the text ends too early; is the file truncated?"));
}

static enum orb_status not_json(struct reader *r, struct orb_error *err)
{
    return fail(r, err, ORB_ERR_SYNTAX, _("this is not JSON"));
}

/* Make at least one byte available; at == end after it means the end of the file. */
static enum orb_status fill(struct reader *r, struct orb_error *err)
{
    size_t len;
    enum orb_status status;

    if (r->at < r->end || r->ended)
        return ORB_OK;
    status = orb_input_next(r->in, &r->at, &len, err);
    if (status != ORB_OK)
        return status;
    r->end = r->at + len;
    r->ended = len == 0;
    return ORB_OK;
}

/* The next byte that is not blank, not consumed; 0 at the end of the file. */
static enum orb_status peek(struct reader *r, char *c, struct orb_error *err)
{
    for (;;) {
        enum orb_status status = fill(r, err);

        if (status != ORB_OK)
            return status;
        while (r->at < r->end &&
               (*r->at == ' ' || *r->at == '\n' || *r->at == '\r' || *r->at == '\t'))
            r->at++;
        if (r->at < r->end) {
            *c = *r->at;
            return *c == '\0' ? not_json(r, err) : ORB_OK;
        }
        if (r->ended) {
            *c = '\0';
            return ORB_OK;
        }
    }
}

/* Where the scan of one element stands between two blocks. */
struct scan {
    size_t depth;
    bool quoted;
    bool escaped;
    bool done;
};

/* The first byte after the string, or end when it goes on in the next block. */
static const char *scan_string(const char *p, const char *end, struct scan *s)
{
    while (p < end) {
        if (s->escaped) {
            s->escaped = false;
            p++;
            continue;
        }
        p = orb_scan_plain(p, end);
        if (p == end)
            return p;
        s->escaped = *p == '\\';
        s->quoted = *p != '"';
        p++;
        if (!s->quoted) {
            s->done = s->depth == 0;
            return p;
        }
    }
    return p;
}

/* The first byte after the element, or end when it goes on in the next block. */
static const char *scan_some(const char *p, const char *end, struct scan *s)
{
    static const char marks[256] = {
        ['"'] = 1, ['{'] = 2, ['['] = 2, ['}'] = 3, [']'] = 3
    };

    while (p < end && !s->done) {
        char mark;

        if (s->quoted) {
            p = scan_string(p, end, s);
            continue;
        }
        while (p < end && marks[(unsigned char)*p] == 0)
            p++;
        if (p == end)
            break;
        mark = marks[(unsigned char)*p++];
        s->quoted = mark == 1;
        if (mark == 2)
            s->depth++;
        else if (mark == 3)
            s->done = --s->depth == 0;
    }
    return p;
}

/* A number, true, false or null goes on until something that cannot belong to it. */
static const char *scan_word(const char *p, const char *end, struct scan *s)
{
    while (p < end && strchr(",]} \n\r\t", *p) == NULL)
        p++;
    s->done = p < end;
    return p;
}

/* Copy the element at r->at into r->item. */
static enum orb_status gather(struct reader *r, char first, struct orb_error *err)
{
    bool word = first != '{' && first != '[' && first != '"';
    struct scan s = { 0 };

    orb_buf_clear(&r->item);
    while (!s.done) {
        enum orb_status status = fill(r, err);
        const char *stop;

        if (status != ORB_OK)
            return status;
        if (r->at == r->end)
            break;
        stop = word ? scan_word(r->at, r->end, &s) : scan_some(r->at, r->end, &s);
        if (r->item.len + (size_t)(stop - r->at) > ORB_JSON_ITEM_CAP)
            return fail(r, err, ORB_ERR_RANGE,
                        _("an element is longer than the 64 MiB accepted here"));
        orb_buf_add(&r->item, r->at, (size_t)(stop - r->at));
        if (r->item.failed)
            return orb_error_memory(err);
        r->at = stop;
    }
    if (!s.done && !word)
        return truncated(r, err);
    return r->item.len > 0 ? ORB_OK : not_json(r, err);
}

static enum orb_status parse(struct reader *r, struct orb_json **value,
                             struct orb_error *err)
{
    enum orb_status status = orb_json_parse(value, r->item.data, r->item.len, err);

    if (status != ORB_OK)
        orb_error_at(err, "%s%s%s", orb_input_path(r->in), r->pointer[0] != '\0' ? ":" : "",
                     r->pointer);
    return status;
}

/* Read the element at r->at and hand it. */
static enum orb_status hand(struct reader *r, const char *list, size_t index, char first,
                            struct orb_error *err)
{
    struct orb_json_text_item item = { .list = list,
                                       .index = index,
                                       .pointer = r->pointer };
    enum orb_status status = gather(r, first, err);

    if (status != ORB_OK)
        return status;
    item.text = r->item.data;
    item.len = r->item.len;
    return r->take(r->context, &item, err);
}

static enum orb_status hand_empty(struct reader *r, const char *list, const char *pointer,
                                  struct orb_error *err)
{
    char text[] = "[]";
    const struct orb_json_text_item item = { .list = list,
                                             .index = ORB_JSON_WHOLE,
                                             .pointer = pointer,
                                             .text = text,
                                             .len = sizeof text - 1 };

    return r->take(r->context, &item, err);
}

/* After an element: consume a comma and say more, or the closing bracket and say no more.
 */
static enum orb_status separator(struct reader *r, char close, bool *more,
                                 struct orb_error *err)
{
    char c;
    enum orb_status status = peek(r, &c, err);

    if (status != ORB_OK)
        return status;
    if (c == '\0')
        return truncated(r, err);
    if (c != ',' && c != close)
        return not_json(r, err);
    r->at++;
    *more = c == ',';
    return ORB_OK;
}

/* The array at r->at, element by element; base is its pointer. */
static enum orb_status read_array(struct reader *r, const char *list, const char *base,
                                  struct orb_error *err)
{
    bool more = true;
    char c;

    r->at++;
    for (size_t index = 0; more; index++) {
        enum orb_status status = peek(r, &c, err);

        if (status == ORB_OK && index == 0 && c == ']') {
            r->at++;
            return hand_empty(r, list, base, err);
        }
        if (status != ORB_OK)
            return status;
        (void)snprintf(r->pointer, sizeof r->pointer, "%s/%zu", base, index);
        if (c == '\0')
            return truncated(r, err);
        status = hand(r, list, index, c, err);
        if (status == ORB_OK)
            status = separator(r, ']', &more, err);
        if (status != ORB_OK)
            return status;
    }
    return ORB_OK;
}

/* The key at r->at; the text lives in r->keys. */
static enum orb_status read_key(struct reader *r, const char **key, struct orb_error *err)
{
    struct orb_json *value = NULL;
    uint32_t number;
    char c;
    enum orb_status status = peek(r, &c, err);

    if (status == ORB_OK && c == '\0')
        return truncated(r, err);
    if (status == ORB_OK && c != '"')
        return not_json(r, err);
    if (status == ORB_OK)
        status = gather(r, c, err);
    if (status == ORB_OK)
        status = parse(r, &value, err);
    if (status != ORB_OK)
        return status;
    if (r->keys.count >= KEYS_MAX)
        status = fail(r, err, ORB_ERR_SYNTAX, _("the document has too many members"));
    else if (orb_strmap_find(&r->keys, orb_json_text(value), orb_json_text_len(value)) !=
             ORB_STRMAP_NONE)
        status = fail(r, err, ORB_ERR_SYNTAX, _("a key appears twice in the same object"));
    else if (orb_strmap_add(&r->keys, orb_json_text(value), orb_json_text_len(value),
                            &number) != ORB_OK)
        status = orb_error_memory(err);
    else
        *key = r->keys.strings[number];
    orb_json_free(value);
    if (status != ORB_OK)
        return status;
    status = peek(r, &c, err);
    if (status == ORB_OK && c != ':')
        return c == '\0' ? truncated(r, err) : not_json(r, err);
    r->at++;
    return status;
}

/* "/key" with the escapes of RFC 6901, cut when very long. */
static void point_to(char out[POINTER_MAX], const char *key)
{
    size_t len = 0;

    out[len++] = '/';
    for (; *key != '\0' && len < POINTER_MAX - 24; key++) {
        if (*key == '~' || *key == '/') {
            out[len++] = '~';
            out[len++] = *key == '~' ? '0' : '1';
        } else {
            out[len++] = *key;
        }
    }
    out[len] = '\0';
}

static enum orb_status read_object(struct reader *r, struct orb_error *err)
{
    char base[POINTER_MAX];
    const char *key = NULL;
    bool more = true;
    char c;

    r->at++;
    for (bool first = true; more; first = false) {
        enum orb_status status;

        r->pointer[0] = '\0';
        status = peek(r, &c, err);
        if (status == ORB_OK && first && c == '}') {
            r->at++;
            return ORB_OK;
        }
        if (status == ORB_OK)
            status = read_key(r, &key, err);
        if (status != ORB_OK)
            return status;
        point_to(base, key);
        memcpy(r->pointer, base, sizeof base);
        status = peek(r, &c, err);
        if (status == ORB_OK && c == '\0')
            status = truncated(r, err);
        if (status == ORB_OK)
            status = c == '[' ? read_array(r, key, base, err)
                              : hand(r, key, ORB_JSON_WHOLE, c, err);
        if (status == ORB_OK)
            status = separator(r, '}', &more, err);
        if (status != ORB_OK)
            return status;
    }
    return ORB_OK;
}

/* Other encodings are told apart by their first bytes, so that the sentence says what to
 * do. */
static enum orb_status check_start(struct reader *r, struct orb_error *err)
{
    enum orb_status status = fill(r, err);
    size_t len = (size_t)(r->end - r->at);

    if (status != ORB_OK)
        return status;
    if (len >= 2 &&
        (memcmp(r->at, "\xff\xfe", 2) == 0 || memcmp(r->at, "\xfe\xff", 2) == 0 ||
         r->at[0] == '\0' || r->at[1] == '\0'))
        return fail(r, err, ORB_ERR_SYNTAX, _("the text is not valid UTF-8"));
    if (len >= 3 && memcmp(r->at, "\xef\xbb\xbf", 3) == 0)
        r->at += 3;
    return ORB_OK;
}

static enum orb_status read_document(struct reader *r, struct orb_error *err)
{
    char c;
    enum orb_status status = check_start(r, err);

    if (status == ORB_OK)
        status = peek(r, &c, err);
    if (status != ORB_OK)
        return status;
    if (c == '\0')
        return fail(r, err, ORB_ERR_SYNTAX, _("the file is empty"));
    if (c != '{' && c != '[')
        return not_json(r, err);
    status = c == '{' ? read_object(r, err) : read_array(r, "", "", err);
    r->pointer[0] = '\0';
    if (status == ORB_OK)
        status = peek(r, &c, err);
    if (status == ORB_OK && c != '\0')
        return fail(r, err, ORB_ERR_SYNTAX,
                    _("there is text after the end of the document"));
    return status;
}

enum orb_status orb_json_read_text(struct orb_input *in, orb_json_take_text take,
                                   void *context, struct orb_error *err)
{
    struct reader r = { .in = in, .take = take, .context = context };
    enum orb_status status = read_document(&r, err);

    orb_buf_release(&r.item);
    orb_strmap_release(&r.keys);
    return status;
}

/* Between the text of an element and those who want its value. */
struct parsing {
    struct orb_input *in;
    orb_json_take take;
    void *context;
};

static enum orb_status take_parsed(void *context, const struct orb_json_text_item *item,
                                   struct orb_error *err)
{
    const struct parsing *p = context;
    struct orb_json_item parsed = { .list = item->list,
                                    .index = item->index,
                                    .pointer = item->pointer };
    struct orb_json *value = NULL;
    enum orb_status status = orb_json_parse(&value, item->text, item->len, err);

    if (status != ORB_OK) {
        orb_error_at(err, "%s%s%s", orb_input_path(p->in),
                     item->pointer[0] != '\0' ? ":" : "", item->pointer);
        return status;
    }
    parsed.value = value;
    status = p->take(p->context, &parsed, err);
    orb_json_free(value);
    return status;
}

enum orb_status orb_json_read(struct orb_input *in, orb_json_take take, void *context,
                              struct orb_error *err)
{
    struct parsing p = { in, take, context };

    return orb_json_read_text(in, take_parsed, &p, err);
}
