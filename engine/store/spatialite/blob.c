/* The documented layout: 00, endian, SRID, box, 7C, the body of WKB with 69 for the inner
 * endian marks, FE. Little-endian only. */
#include "engine/store/spatialite/blob.h"

#include <stdint.h>
#include <string.h>

#include "engine/base/text.h"

enum {
    START = 0x00,
    LITTLE = 0x01,
    BOX_END = 0x7c,
    ENTITY = 0x69,
    END = 0xfe,
    BOX_AT = 6,
    BODY_AT = 39,
    SRID = 4326,
    TYPE_POINT = 1,
    TYPE_POLYGON = 3,
    TYPE_MULTIPOLYGON = 6
};

static void put_header(unsigned char *to, const double box[4])
{
    const int32_t srid = SRID;

    to[0] = START;
    to[1] = LITTLE;
    memcpy(to + 2, &srid, sizeof srid);
    memcpy(to + BOX_AT, box, 4 * sizeof *box);
    to[BODY_AT - 1] = BOX_END;
}

void orb_blob_point(unsigned char out[ORB_BLOB_POINT_LEN], double lon, double lat)
{
    const double box[4] = { lon, lat, lon, lat };
    const int32_t type = TYPE_POINT;

    put_header(out, box);
    memcpy(out + BODY_AT, &type, sizeof type);
    memcpy(out + BODY_AT + 4, box, 2 * sizeof *box);
    out[ORB_BLOB_POINT_LEN - 1] = END;
}

static bool is_ours(const unsigned char *bytes, size_t len, int32_t wanted)
{
    int32_t type;

    if (bytes == NULL || len < BODY_AT + 5 || bytes[0] != START || bytes[1] != LITTLE ||
        bytes[BODY_AT - 1] != BOX_END || bytes[len - 1] != END)
        return false;
    memcpy(&type, bytes + BODY_AT, sizeof type);
    return type == wanted || wanted == 0;
}

bool orb_blob_read_point(const void *blob, size_t len, double *lon, double *lat)
{
    const unsigned char *bytes = blob;

    if (len != ORB_BLOB_POINT_LEN || !is_ours(bytes, len, TYPE_POINT))
        return false;
    memcpy(lon, bytes + BODY_AT + 4, sizeof *lon);
    memcpy(lat, bytes + BODY_AT + 12, sizeof *lat);
    return true;
}

bool orb_blob_read_box(const void *blob, size_t len, double box[4])
{
    if (!is_ours(blob, len, 0))
        return false;
    memcpy(box, (const unsigned char *)blob + BOX_AT, 4 * sizeof *box);
    return true;
}

/* A place in WKB or in our bytes, which differ only by the mark before each polygon. */
struct cursor {
    const unsigned char *at;
    size_t left;
    double box[4];
};

static bool take_count(struct cursor *c, uint32_t *count)
{
    if (c->left < sizeof *count)
        return false;
    memcpy(count, c->at, sizeof *count);
    c->at += sizeof *count;
    c->left -= sizeof *count;
    return true;
}

static bool take_ring(struct cursor *c)
{
    uint32_t points;

    if (!take_count(c, &points) || c->left / 16 < points)
        return false;
    for (uint32_t i = 0; i < points; i++) {
        double xy[2];

        memcpy(xy, c->at + (size_t)i * 16, sizeof xy);
        for (int k = 0; k < 2; k++) {
            c->box[k] = xy[k] < c->box[k] ? xy[k] : c->box[k];
            c->box[k + 2] = xy[k] > c->box[k + 2] ? xy[k] : c->box[k + 2];
        }
    }
    c->at += (size_t)points * 16;
    c->left -= (size_t)points * 16;
    return true;
}

/* Walk over the body from its type on; out gets a copy with the other mark. */
static bool copy_body(struct cursor *c, struct orb_buf *out, unsigned char mark,
                      unsigned char new_mark)
{
    const unsigned char *start = c->at;
    uint32_t type, polygons, rings;

    if (!take_count(c, &type) || type != TYPE_MULTIPOLYGON || !take_count(c, &polygons))
        return false;
    orb_buf_add(out, start, 8);
    for (uint32_t i = 0; i < polygons; i++) {
        if (c->left == 0 || *c->at != mark)
            return false;
        c->at++;
        c->left--;
        start = c->at;
        if (!take_count(c, &type) || type != TYPE_POLYGON || !take_count(c, &rings))
            return false;
        for (uint32_t r = 0; r < rings; r++)
            if (!take_ring(c))
                return false;
        orb_buf_char(out, (char)new_mark);
        orb_buf_add(out, start, (size_t)(c->at - start));
    }
    return true;
}

static struct cursor cursor_at(const unsigned char *bytes, size_t len)
{
    return (struct cursor){ .at = bytes, .left = len, .box = { 1e9, 1e9, -1e9, -1e9 } };
}

enum orb_status orb_blob_polygons(struct orb_buf *out, const unsigned char *wkb, size_t len,
                                  struct orb_error *err)
{
    unsigned char header[BODY_AT] = { 0 };
    size_t start = out->len;
    struct cursor c = cursor_at(wkb + 1, len - 1);

    if (len < 9 || wkb[0] != LITTLE)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("a contour is not a multipolygon"));
    orb_buf_add(out, header, sizeof header);
    if (!copy_body(&c, out, LITTLE, ENTITY) || c.left != 0)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("a contour is not a multipolygon"));
    orb_buf_char(out, (char)END);
    if (!out->failed)
        put_header((unsigned char *)out->data + start, c.box);
    return orb_buf_check(out, err);
}

enum orb_status orb_blob_read_polygons(struct orb_buf *out, const void *blob, size_t len,
                                       struct orb_error *err)
{
    struct cursor c;

    if (!is_ours(blob, len, TYPE_MULTIPOLYGON))
        return orb_error_set(err, ORB_ERR_CORRUPT, _("the store is damaged"));
    c = cursor_at((const unsigned char *)blob + BODY_AT, len - BODY_AT - 1);
    orb_buf_char(out, LITTLE);
    if (!copy_body(&c, out, ENTITY, LITTLE))
        return orb_error_set(err, ORB_ERR_CORRUPT, _("the store is damaged"));
    return orb_buf_check(out, err);
}
