/* Wraps jansson; struct orb_json is json_t under another name. */
#include "engine/base/json.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"

#define MAX_DEPTH 64

static const json_t *in(const struct orb_json *value)
{
    return (const json_t *)(const void *)value;
}

static const struct orb_json *out_of(const json_t *value)
{
    return (const struct orb_json *)(const void *)value;
}

/* jansson limits depth at 2048 when it is built; ours is smaller because readers of
 * documents recurse. */
static bool too_deep(const char *text, size_t len)
{
    size_t depth = 0;
    bool quoted = false;

    for (size_t i = 0; i < len; i++) {
        char c = text[i];

        if (quoted) {
            if (c == '\\')
                i++;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            if (++depth > MAX_DEPTH)
                return true;
        } else if ((c == ']' || c == '}') && depth > 0) {
            depth--;
        }
    }
    return false;
}

/* jansson's own sentence quotes the text it could not read, which may be a person's: say
 * what kind of fault instead. */
static const char *fault(const json_error_t *e)
{
    switch (json_error_code(e)) {
    case json_error_premature_end_of_input:
        return _("the text ends too early; is the file truncated?");
    case json_error_end_of_input_expected:
        return _("there is text after the end of the document");
    case json_error_invalid_utf8:
        return _("the text is not valid UTF-8");
    case json_error_duplicate_key:
        return _("a key appears twice in the same object");
    case json_error_numeric_overflow:
        return _("a number is too large");
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return _("a string holds a NUL character");
    default:
        return _("this is not JSON");
    }
}

/*
 * jansson says nothing of most of its failed allocations, or calls the text invalid: a
 * fault is the text's only when there is memory left to read it.
 */
static bool memory_is_short(const json_error_t *e, size_t len)
{
    void *probe = orb_calloc(len, 1);
    bool is_short = probe == NULL || e->text[0] == '\0';

    orb_free(probe);
    return is_short || json_error_code(e) == json_error_out_of_memory;
}

enum orb_status orb_json_parse(struct orb_json **out, const char *text, size_t len,
                               struct orb_error *err)
{
    json_error_t e = { 0 };
    json_t *value;

    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        len -= 3;
    }
    /* jansson takes a NUL for the end and would not see what follows it. */
    if (len > 0 && memchr(text, '\0', len) != NULL) {
        enum orb_status status = orb_error_set(err, ORB_ERR_SYNTAX, _("this is not JSON"));

        orb_error_at(err, "1:1");
        return status;
    }
    if (too_deep(text, len))
        return orb_error_set(err, ORB_ERR_SYNTAX, _("the JSON text is nested too deeply"));
    value = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
    if (value == NULL) {
        enum orb_status status;

        if (memory_is_short(&e, len))
            return orb_error_memory(err);
        status = orb_error_set(err, ORB_ERR_SYNTAX, "%s", fault(&e));
        orb_error_at(err, "%d:%d", e.line, e.column);
        return status;
    }
    *out = (struct orb_json *)(void *)value;
    return ORB_OK;
}

void orb_json_free(struct orb_json *value)
{
    json_decref((json_t *)(void *)value);
}

enum orb_json_type orb_json_type(const struct orb_json *value)
{
    if (value == NULL)
        return ORB_JSON_NULL;
    switch (json_typeof(in(value))) {
    case JSON_OBJECT:
        return ORB_JSON_OBJECT;
    case JSON_ARRAY:
        return ORB_JSON_ARRAY;
    case JSON_STRING:
        return ORB_JSON_STRING;
    case JSON_INTEGER:
        return ORB_JSON_INTEGER;
    case JSON_REAL:
        return ORB_JSON_REAL;
    case JSON_TRUE:
    case JSON_FALSE:
        return ORB_JSON_BOOL;
    default:
        return ORB_JSON_NULL;
    }
}

bool orb_json_is_null(const struct orb_json *value)
{
    return orb_json_type(value) == ORB_JSON_NULL;
}

const struct orb_json *orb_json_get(const struct orb_json *value, const char *key)
{
    return value == NULL ? NULL : out_of(json_object_get(in(value), key));
}

size_t orb_json_count(const struct orb_json *value)
{
    if (value == NULL)
        return 0;
    return json_is_object(in(value)) ? json_object_size(in(value))
                                     : json_array_size(in(value));
}

const struct orb_json *orb_json_at(const struct orb_json *value, size_t index)
{
    return value == NULL ? NULL : out_of(json_array_get(in(value), index));
}

const char *orb_json_text(const struct orb_json *value)
{
    return value == NULL ? NULL : json_string_value(in(value));
}

size_t orb_json_text_len(const struct orb_json *value)
{
    return value == NULL ? 0 : json_string_length(in(value));
}

double orb_json_number(const struct orb_json *value)
{
    return value != NULL && json_is_number(in(value)) ? json_number_value(in(value))
                                                      : (double)NAN;
}

int64_t orb_json_integer(const struct orb_json *value)
{
    return value == NULL ? 0 : (int64_t)json_integer_value(in(value));
}

bool orb_json_true(const struct orb_json *value)
{
    return value != NULL && json_is_true(in(value));
}

enum orb_status orb_json_each(const struct orb_json *object, orb_json_visit visit,
                              void *context, struct orb_error *err)
{
    json_t *o = (json_t *)(uintptr_t)object;
    void *at = object == NULL ? NULL : json_object_iter(o);

    for (; at != NULL; at = json_object_iter_next(o, at)) {
        enum orb_status status = visit(context, json_object_iter_key(at),
                                       out_of(json_object_iter_value(at)), err);

        if (status != ORB_OK)
            return status;
    }
    return ORB_OK;
}

static int append(const char *bytes, size_t len, void *context)
{
    orb_buf_add(context, bytes, len);
    return 0;
}

void orb_json_write(struct orb_buf *out, const struct orb_json *value)
{
    if (value == NULL)
        orb_buf_text(out, "null");
    else if (json_dump_callback(in(value), append, out,
                                JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY |
                                    JSON_REAL_PRECISION(17)) != 0)
        out->failed = true;
}

void orb_json_write_string(struct orb_buf *out, const char *text)
{
    static const char hex[] = "0123456789abcdef";
    const unsigned char *p = (const unsigned char *)text;

    orb_buf_char(out, '"');
    while (*p != '\0') {
        const unsigned char *run = p;
        size_t len;

        while (*p >= 0x20 && *p < 0x80 && *p != '"' && *p != '\\')
            p++;
        if (p > run)
            orb_buf_add(out, run, (size_t)(p - run));
        if (*p == '\0')
            break;
        if (*p == '"' || *p == '\\') {
            char pair[2] = { '\\', (char)*p++ };

            orb_buf_add(out, pair, 2);
        } else if (*p < 0x20) {
            char code[6] = { '\\', 'u', '0', '0', hex[*p >> 4], hex[*p & 15] };

            orb_buf_add(out, code, 6);
            p++;
        } else if ((len = orb_utf8_len((const char *)p)) > 0) {
            orb_buf_add(out, p, len);
            p += len;
        } else {
            orb_buf_text(out, "\xef\xbf\xbd");
            p++;
        }
    }
    orb_buf_char(out, '"');
}

enum orb_status orb_json_merge(struct orb_json *base, const struct orb_json *over,
                               struct orb_error *err)
{
    json_t *copy = json_deep_copy(in(over));
    int failed =
        copy == NULL || json_object_update_recursive((json_t *)(void *)base, copy) != 0;

    json_decref(copy);
    return failed ? orb_error_memory(err) : ORB_OK;
}
