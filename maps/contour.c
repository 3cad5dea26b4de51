/* WKB is read by hand: what is stored is always a little-endian MULTIPOLYGON, and GEOS
 * would copy every point twice. */
#include "maps/contour.h"

#include <math.h>
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
static uint32_t take_count(struct bytes *b, size_t size)
{
    uint64_t count = take(b, 4);

    if (count > b->left / size)
        b->failed = true;
    return b->failed ? 0 : (uint32_t)count;
}

static double take_number(struct bytes *b)
{
    uint64_t bits = take(b, 8);
    double value;

    memcpy(&value, &bits, sizeof value);
    if (!isfinite(value))
        b->failed = true;
    return value;
}

static void read_ring(struct bytes *b, const struct orb_contour_visitor *visitor)
{
    uint32_t count = take_count(b, 16);

    for (uint32_t i = 0; i < count && !b->failed; i++) {
        double lon = take_number(b);
        double lat = take_number(b);

        if (!b->failed)
            visitor->position(visitor->context, lon, lat);
    }
}

bool orb_contour_read(const unsigned char *wkb, size_t len,
                      const struct orb_contour_visitor *visitor)
{
    struct bytes b = { wkb, len, false };
    uint32_t polygons;

    expect(&b, WKB_MULTIPOLYGON);
    polygons = take_count(&b, 9);
    for (uint32_t i = 0; i < polygons && !b.failed; i++) {
        uint32_t rings;

        expect(&b, WKB_POLYGON);
        rings = take_count(&b, 4);
        for (uint32_t j = 0; j < rings && !b.failed; j++) {
            visitor->ring(visitor->context, i, j);
            read_ring(&b, visitor);
        }
    }
    return !b.failed && b.left == 0;
}

/* ---- GeoJSON */

struct writing {
    struct orb_buf *out;
    uint32_t rings;     /* told so far */
    uint32_t positions; /* of the ring at hand */
};

static void write_ring(void *context, uint32_t polygon, uint32_t ring)
{
    struct writing *w = context;

    if (ring > 0)
        orb_buf_text(w->out, "],[");
    else
        orb_buf_text(w->out, polygon > 0 ? "]],[[" : "[[");
    w->rings++;
    w->positions = 0;
}

static void write_position(void *context, double lon, double lat)
{
    struct writing *w = context;

    orb_buf_text(w->out, w->positions++ == 0 ? "[" : ",[");
    orb_jw_write_number(w->out, lon);
    orb_buf_char(w->out, ',');
    orb_jw_write_number(w->out, lat);
    orb_buf_char(w->out, ']');
}

bool orb_contour_write(struct orb_buf *out, const unsigned char *wkb, size_t len)
{
    struct writing w = { .out = out };
    const struct orb_contour_visitor visitor = { &w, write_ring, write_position };
    size_t start = out->len;

    orb_buf_text(out, "{\"coordinates\":[");
    if (orb_contour_read(wkb, len, &visitor)) {
        orb_buf_text(out, w.rings > 0 ? "]]" : "");
        orb_buf_text(out, "],\"type\":\"MultiPolygon\"}");
        return true;
    }
    out->len = start;
    return false;
}
