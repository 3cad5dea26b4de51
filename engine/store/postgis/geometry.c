/* EWKB in hexadecimal: WKB whose type says that the SRID follows. Little-endian only. */
#include <string.h>

#include "engine/base/text.h"
#include "engine/store/postgis/postgis.h"

enum {
    LITTLE = 0x01,
    SRID = 4326,
    TYPE_POINT = 1,
    TYPE_MULTIPOLYGON = 6,
    HAS_SRID = 0x20000000,
    HEADER_LEN = 9, /* endian, type, SRID */
    POINT_LEN = HEADER_LEN + 16
};

static void write_hex(struct orb_buf *out, const void *bytes, size_t len)
{
    static const char digits[] = "0123456789ABCDEF";
    const unsigned char *from = bytes;

    for (size_t i = 0; i < len; i++) {
        orb_buf_char(out, digits[from[i] >> 4]);
        orb_buf_char(out, digits[from[i] & 15]);
    }
}

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_hex(unsigned char *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        int high = digit_of(text[2 * i]);
        int low = high < 0 ? -1 : digit_of(text[2 * i + 1]);

        if (low < 0)
            return false;
        out[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

static void write_header(struct orb_buf *out, uint32_t type)
{
    const unsigned char endian = LITTLE;
    const int32_t srid = SRID;

    type |= HAS_SRID;
    write_hex(out, &endian, 1);
    write_hex(out, &type, sizeof type);
    write_hex(out, &srid, sizeof srid);
}

static bool is_of(const unsigned char *header, uint32_t type)
{
    uint32_t found;

    memcpy(&found, header + 1, sizeof found);
    return header[0] == LITTLE && found == (type | HAS_SRID);
}

void orb_postgis_write_point(struct orb_buf *out, double lon, double lat)
{
    const double place[2] = { lon, lat };

    write_header(out, TYPE_POINT);
    write_hex(out, place, sizeof place);
}

bool orb_postgis_read_point(const char *text, size_t len, double *lon, double *lat)
{
    unsigned char bytes[POINT_LEN];

    if (text == NULL || len != 2 * POINT_LEN || !read_hex(bytes, text, POINT_LEN) ||
        !is_of(bytes, TYPE_POINT))
        return false;
    memcpy(lon, bytes + HEADER_LEN, sizeof *lon);
    memcpy(lat, bytes + HEADER_LEN + 8, sizeof *lat);
    return true;
}

enum orb_status orb_postgis_write_polygons(struct orb_buf *out, const unsigned char *wkb,
                                           size_t len, struct orb_error *err)
{
    uint32_t type = 0;

    if (len >= 9)
        memcpy(&type, wkb + 1, sizeof type);
    if (len < 9 || wkb[0] != LITTLE || type != TYPE_MULTIPOLYGON)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("a contour is not a multipolygon"));
    write_header(out, TYPE_MULTIPOLYGON);
    write_hex(out, wkb + 5, len - 5);
    return orb_buf_check(out, err);
}

enum orb_status orb_postgis_read_polygons(struct orb_buf *out, const char *text, size_t len,
                                          struct orb_error *err)
{
    const unsigned char endian = LITTLE;
    const uint32_t type = TYPE_MULTIPOLYGON;
    unsigned char header[HEADER_LEN], block[256];
    bool whole = text != NULL && len >= 2 * HEADER_LEN && len % 2 == 0 &&
                 read_hex(header, text, HEADER_LEN) && is_of(header, type);

    if (whole) {
        orb_buf_add(out, &endian, 1);
        orb_buf_add(out, &type, sizeof type);
    }
    for (size_t at = 2 * HEADER_LEN; whole && at < len;) {
        size_t part = (len - at) / 2 < sizeof block ? (len - at) / 2 : sizeof block;

        whole = read_hex(block, text + at, part);
        orb_buf_add(out, block, part);
        at += 2 * part;
    }
    return whole ? orb_buf_check(out, err)
                 : orb_error_set(err, ORB_ERR_CORRUPT, _("the store is damaged"));
}
