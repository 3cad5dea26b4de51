/* The nesting is two words of bits, so a value costs no allocation and no lookup. */
#include "maps/json_writer.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "engine/base/number.h"
#include "maps/json_escape.h"

/* More than this waiting is given to the output, which writes when it has enough. */
#define FLUSH_AT ((size_t)1 << 16)

static bool bit_of(uint64_t bits, unsigned depth)
{
    return (bits >> depth & 1u) != 0;
}

static void init(struct orb_json_writer *w, struct orb_buf *buf, unsigned indent)
{
    memset(w, 0, sizeof *w);
    w->buf = buf;
    w->indent = indent;
}

void orb_jw_init(struct orb_json_writer *w, struct orb_output *out, unsigned indent)
{
    init(w, &out->pending, indent);
    w->out = out;
}

void orb_jw_init_buf(struct orb_json_writer *w, struct orb_buf *buf, unsigned indent)
{
    init(w, buf, indent);
}

enum orb_status orb_jw_end(struct orb_json_writer *w, struct orb_error *err)
{
    if (w->status != ORB_OK) {
        enum orb_status status = orb_error_set(err, w->status, "%s", w->error.text);

        if (w->error.place[0] != '\0')
            orb_error_at(err, "%s", w->error.place);
        return status;
    }
    assert(w->depth == 0 && !w->after_key);
    return orb_buf_check(w->buf, err);
}

static void new_line(struct orb_json_writer *w)
{
    static const char blanks[] = "                                ";

    if (w->indent == 0 || w->inline_depth != 0)
        return;
    orb_jw_put(w->buf, '\n');
    for (size_t left = (size_t)w->depth * w->indent; left > 0;) {
        size_t n = left < sizeof blanks - 1 ? left : sizeof blanks - 1;

        orb_buf_add(w->buf, blanks, n);
        left -= n;
    }
}

static void separate(struct orb_json_writer *w)
{
    uint64_t bit = UINT64_C(1) << w->depth;

    if (w->depth > 0 && (w->has_item & bit) != 0) {
        orb_jw_put(w->buf, ',');
        if (w->indent != 0 && w->inline_depth != 0)
            orb_jw_put(w->buf, ' ');
    }
    w->has_item |= bit;
    if (w->depth > 0)
        new_line(w);
}

/* What comes before any value. False when nothing is to be written any more. */
static bool before_value(struct orb_json_writer *w)
{
    if (w->status != ORB_OK)
        return false;
    if (w->after_key) {
        w->after_key = false;
        return true;
    }
    assert(!bit_of(w->is_object, w->depth));
    separate(w);
    return true;
}

static void after_value(struct orb_json_writer *w)
{
    if (w->out != NULL && w->buf->len >= FLUSH_AT)
        w->status = orb_output_flush(w->out, false, &w->error);
}

static void open_level(struct orb_json_writer *w, char bracket, bool object)
{
    uint64_t bit;

    if (!before_value(w))
        return;
    assert(w->depth + 1 < ORB_JW_DEPTH);
    w->depth++;
    bit = UINT64_C(1) << w->depth;
    w->has_item &= ~bit;
    w->is_object = object ? w->is_object | bit : w->is_object & ~bit;
    orb_jw_put(w->buf, bracket);
}

void orb_jw_open_object(struct orb_json_writer *w)
{
    open_level(w, '{', true);
}

void orb_jw_open_array(struct orb_json_writer *w)
{
    open_level(w, '[', false);
}

void orb_jw_open_object_inline(struct orb_json_writer *w)
{
    open_level(w, '{', true);
    if (w->inline_depth == 0)
        w->inline_depth = w->depth;
}

void orb_jw_open_array_inline(struct orb_json_writer *w)
{
    open_level(w, '[', false);
    if (w->inline_depth == 0)
        w->inline_depth = w->depth;
}

void orb_jw_close(struct orb_json_writer *w)
{
    bool object;
    bool had_item;

    if (w->status != ORB_OK)
        return;
    assert(w->depth > 0 && !w->after_key);
    object = bit_of(w->is_object, w->depth);
    had_item = bit_of(w->has_item, w->depth);
    w->depth--;
    if (had_item)
        new_line(w);
    orb_jw_put(w->buf, object ? '}' : ']');
    if (w->inline_depth > w->depth)
        w->inline_depth = 0;
    after_value(w);
}

/* On one line most keys go as they are: what comes before and after is written with them.
 */
static bool write_plain_key(struct orb_json_writer *w, const char *key, size_t len)
{
    uint64_t bit = UINT64_C(1) << w->depth;
    struct orb_buf *buf = w->buf;
    char *p;

    if (w->indent != 0 || !orb_jw_has_room(buf, len + 4))
        return false;
    p = buf->data + buf->len;
    *p = ',';
    p += (w->has_item & bit) != 0;
    *p++ = '"';
    if (orb_jw_copy_plain(p, key, len) < len)
        return false;
    p += len;
    *p++ = '"';
    *p++ = ':';
    *p = '\0';
    buf->len = (size_t)(p - buf->data);
    w->has_item |= bit;
    return true;
}

void orb_jw_key(struct orb_json_writer *w, const char *key)
{
    size_t len = strlen(key);

    if (w->status != ORB_OK)
        return;
    assert(bit_of(w->is_object, w->depth) && !w->after_key);
    if (!write_plain_key(w, key, len)) {
        separate(w);
        orb_jw_escape(w->buf, key, len);
        orb_jw_put(w->buf, ':');
        if (w->indent != 0)
            orb_jw_put(w->buf, ' ');
    }
    w->after_key = true;
}

void orb_jw_text_len(struct orb_json_writer *w, const char *text, size_t len)
{
    if (!before_value(w))
        return;
    orb_jw_escape(w->buf, text, len);
    after_value(w);
}

void orb_jw_raw(struct orb_json_writer *w, const char *json)
{
    if (!before_value(w))
        return;
    orb_buf_text(w->buf, json == NULL ? "null" : json);
    after_value(w);
}

void orb_jw_raw_members(struct orb_json_writer *w, const char *json)
{
    size_t len = json == NULL ? 0 : strlen(json);

    if (w->status != ORB_OK || len <= 2)
        return;
    assert(json[0] == '{' && json[len - 1] == '}' && bit_of(w->is_object, w->depth) &&
           !w->after_key);
    separate(w);
    orb_buf_add(w->buf, json + 1, len - 2);
    after_value(w);
}

void orb_jw_text(struct orb_json_writer *w, const char *text)
{
    if (text == NULL)
        orb_jw_raw(w, NULL);
    else
        orb_jw_text_len(w, text, strlen(text));
}

void orb_jw_integer(struct orb_json_writer *w, int64_t value)
{
    char text[ORB_NUMBER_LEN];
    char *p = text + sizeof text - 1;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    *p = '\0';
    do
        *--p = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (value < 0)
        *--p = '-';
    orb_jw_raw(w, p);
}

/*
 * Most numbers have few decimals: k / 10^7 is then the double itself, and since no two
 * decimals of 15 digits share a double, k without its last zeros is the shortest text.
 * Returns 0 when value is no such number.
 */
static size_t short_number(char out[ORB_NUMBER_LEN], double value)
{
    double scaled = value * 1e7;
    int64_t k = fabs(scaled) < 9e14 ? llround(scaled) : 0;
    uint64_t rest = k < 0 ? 0 - (uint64_t)k : (uint64_t)k;
    char text[ORB_NUMBER_LEN];
    char *end = text + sizeof text;
    char *p = end;
    int decimals = 7;

    if (k == 0 || (double)k / 1e7 != value)
        return 0;
    for (; decimals > 0 && rest % 10 == 0; decimals--)
        rest /= 10;
    for (int i = 0; i < decimals; i++, rest /= 10)
        *--p = (char)('0' + rest % 10);
    if (decimals > 0)
        *--p = '.';
    do
        *--p = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (k < 0)
        *--p = '-';
    memcpy(out, p, (size_t)(end - p));
    return (size_t)(end - p);
}

void orb_jw_write_number(struct orb_buf *buf, double value)
{
    char text[ORB_NUMBER_LEN];
    size_t len = short_number(text, value);

    orb_buf_add(buf, text, len > 0 ? len : orb_number_write(text, value));
}

void orb_jw_number(struct orb_json_writer *w, double value)
{
    if (!isfinite(value)) {
        orb_jw_raw(w, NULL);
        return;
    }
    if (!before_value(w))
        return;
    orb_jw_write_number(w->buf, value);
    after_value(w);
}

void orb_jw_fixed(struct orb_json_writer *w, double value, int decimals)
{
    char text[ORB_NUMBER_LEN];

    if (!isfinite(value) || fabs(value) >= 1e15) {
        orb_jw_number(w, value);
        return;
    }
    (void)orb_number_write_fixed(text, value, decimals);
    orb_jw_raw(w, text);
}

void orb_jw_bool(struct orb_json_writer *w, bool value)
{
    orb_jw_raw(w, value ? "true" : "false");
}

void orb_jw_null(struct orb_json_writer *w)
{
    orb_jw_raw(w, NULL);
}

void orb_jw_date(struct orb_json_writer *w, orb_date date)
{
    char text[ORB_DATE_LEN];

    orb_jw_text(w, date == ORB_DATE_NONE ? NULL : orb_date_write(text, date));
}

void orb_jw_member_text(struct orb_json_writer *w, const char *key, const char *text)
{
    orb_jw_key(w, key);
    orb_jw_text(w, text);
}

void orb_jw_member_integer(struct orb_json_writer *w, const char *key, int64_t value)
{
    orb_jw_key(w, key);
    orb_jw_integer(w, value);
}

void orb_jw_member_number(struct orb_json_writer *w, const char *key, double value)
{
    orb_jw_key(w, key);
    orb_jw_number(w, value);
}

void orb_jw_member_bool(struct orb_json_writer *w, const char *key, bool value)
{
    orb_jw_key(w, key);
    orb_jw_bool(w, value);
}

void orb_jw_member_date(struct orb_json_writer *w, const char *key, orb_date date)
{
    orb_jw_key(w, key);
    orb_jw_date(w, date);
}
