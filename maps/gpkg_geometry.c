/* OGC 12-128, 2.1.3: two letters, version, flags, the reference system, the envelope of
 * what is not a point, then WKB; little-endian all along. */
#include "maps/gpkg_geometry.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "maps/contour.h"

#define WGS84         4326
#define HEAD_LEN      8  /* without the envelope */
#define ENVELOPE_LEN  32 /* four doubles */
#define WITH_ENVELOPE 0x02
#define LITTLE        0x01
#define POINT_LEN     21

static void add_u32(struct orb_buf *out, uint32_t value)
{
    const unsigned char bytes[] = { (unsigned char)value, (unsigned char)(value >> 8),
                                    (unsigned char)(value >> 16),
                                    (unsigned char)(value >> 24) };

    orb_buf_add(out, bytes, sizeof bytes);
}

static void add_double(struct orb_buf *out, double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    add_u32(out, (uint32_t)bits);
    add_u32(out, (uint32_t)(bits >> 32));
}

static double read_double(const unsigned char *bytes)
{
    uint64_t bits = 0;
    double value;

    for (int i = 7; i >= 0; i--)
        bits = bits << 8 | bytes[i];
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void add_head(struct orb_buf *out, unsigned char flags)
{
    const unsigned char head[] = { 'G', 'P', 0, flags };

    orb_buf_add(out, head, sizeof head);
    add_u32(out, WGS84);
}

void orb_gpkg_point(struct orb_buf *out, struct orb_map_position position)
{
    orb_buf_reserve(out, HEAD_LEN + POINT_LEN);
    add_head(out, LITTLE);
    orb_buf_char(out, LITTLE);
    add_u32(out, 1);
    add_double(out, (double)position.x / 1e6);
    add_double(out, (double)position.y / 1e6);
}

/* ---- envelopes */

struct box {
    double lon_min, lon_max, lat_min, lat_max;
};

static void widen(void *context, double lon, double lat)
{
    struct box *box = context;

    box->lon_min = fmin(box->lon_min, lon);
    box->lon_max = fmax(box->lon_max, lon);
    box->lat_min = fmin(box->lat_min, lat);
    box->lat_max = fmax(box->lat_max, lat);
}

static void no_ring(void *context, uint32_t polygon, uint32_t ring)
{
    (void)context;
    (void)polygon;
    (void)ring;
}

bool orb_gpkg_polygons(struct orb_buf *out, const unsigned char *wkb, size_t len)
{
    struct box box = { INFINITY, -INFINITY, INFINITY, -INFINITY };
    const struct orb_contour_visitor visitor = { &box, no_ring, widen };

    if (!orb_contour_read(wkb, len, &visitor) || !(box.lon_min <= box.lon_max))
        return false;
    add_head(out, LITTLE | WITH_ENVELOPE);
    add_double(out, box.lon_min);
    add_double(out, box.lon_max);
    add_double(out, box.lat_min);
    add_double(out, box.lat_max);
    orb_buf_add(out, wkb, len);
    return true;
}

static bool has_envelope(const unsigned char *bytes)
{
    return (bytes[3] & WITH_ENVELOPE) != 0;
}

const unsigned char *orb_gpkg_wkb(const void *geometry, size_t len, size_t *wkb_len)
{
    const unsigned char *bytes = geometry;
    size_t head;

    if (bytes == NULL || len < HEAD_LEN || bytes[0] != 'G' || bytes[1] != 'P')
        return NULL;
    head = HEAD_LEN + (has_envelope(bytes) ? ENVELOPE_LEN : 0);
    if (len <= head)
        return NULL;
    *wkb_len = len - head;
    return bytes + head;
}

bool orb_gpkg_box(const void *geometry, size_t len, double box[4])
{
    const unsigned char *bytes = geometry;
    size_t wkb_len = 0;
    const unsigned char *wkb = orb_gpkg_wkb(geometry, len, &wkb_len);

    if (wkb == NULL)
        return false;
    if (has_envelope(bytes)) {
        for (size_t i = 0; i < 4; i++)
            box[i] = read_double(bytes + HEAD_LEN + 8 * i);
        return true;
    }
    if (wkb_len != POINT_LEN)
        return false;
    box[0] = box[1] = read_double(wkb + 5);
    box[2] = box[3] = read_double(wkb + 13);
    return true;
}
