/* WKB is read by hand: what is stored is always a little-endian MULTIPOLYGON, and GEOS
 * would copy every point twice. */
#include "maps/contour.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "maps/json_writer.h"

#define WKB_POLYGON      3
#define WKB_MULTIPOLYGON 6

struct bytes {
    const unsigned char *at;
    size_t left;
    bool failed;
};

static uint64_t take(struct bytes *b, size_t count)
{
    uint64_t value = 0;

    if (b->left < count) {
        b->failed = true;
        return 0;
    }
    for (size_t i = 0; i < count; i++)
        value |= (uint64_t)b->at[i] << (8 * i);
    b->at += count;
    b->left -= count;
    return value;
}

/* A header of one type; anything else fails. */
static void expect(struct bytes *b, uint32_t type)
{
    if (take(b, 1) != 1 || take(b, 4) != type)
        b->failed = true;
}

/* A count of things of at least size bytes each, so that a wrong one cannot make us loop.
 */
static uint64_t take_count(struct bytes *b, size_t size)
{
    uint64_t count = take(b, 4);

    if (count > b->left / size)
        b->failed = true;
    return b->failed ? 0 : count;
}

static void write_number(struct bytes *b, struct orb_buf *out)
{
    uint64_t bits = take(b, 8);
    double value;

    memcpy(&value, &bits, sizeof value);
    if (!isfinite(value))
        b->failed = true;
    orb_jw_write_number(out, value);
}

static void write_ring(struct bytes *b, struct orb_buf *out)
{
    uint64_t count = take_count(b, 16);

    orb_buf_char(out, '[');
    for (uint64_t i = 0; i < count && !b->failed; i++) {
        orb_buf_text(out, i == 0 ? "[" : ",[");
        write_number(b, out);
        orb_buf_char(out, ',');
        write_number(b, out);
        orb_buf_char(out, ']');
    }
    orb_buf_char(out, ']');
}

static void write_polygon(struct bytes *b, struct orb_buf *out)
{
    uint64_t count;

    expect(b, WKB_POLYGON);
    count = take_count(b, 4);
    orb_buf_char(out, '[');
    for (uint64_t i = 0; i < count && !b->failed; i++) {
        orb_buf_text(out, i == 0 ? "" : ",");
        write_ring(b, out);
    }
    orb_buf_char(out, ']');
}

bool orb_contour_write(struct orb_buf *out, const unsigned char *wkb, size_t len)
{
    struct bytes b = { wkb, len, false };
    size_t start = out->len;
    uint64_t count;

    expect(&b, WKB_MULTIPOLYGON);
    count = take_count(&b, 9);
    orb_buf_text(out, "{\"coordinates\":[");
    for (uint64_t i = 0; i < count && !b.failed; i++) {
        orb_buf_text(out, i == 0 ? "" : ",");
        write_polygon(&b, out);
    }
    orb_buf_text(out, "],\"type\":\"MultiPolygon\"}");
    if (!b.failed && b.left == 0)
        return true;
    out->len = start;
    return false;
}
