/* Contours of the invented land: hexagons of a jittered lattice whose points and edges
 * belong to both neighbours. */
#include "importers/demo_land.h"

#include <string.h>

#include "importers/demo_random.h"

/* Largest shifts; small enough beside a cell for every hexagon to stay a simple polygon
 * around its centre. */
enum {
    JITTER_LON = 6500,
    JITTER_LAT = 3800,
    WIGGLE_LON = 1900,
    WIGGLE_LAT = 1100,
    ZIGZAG = ORB_DEMO_CELL_LAT / 6
};

/* A corner of the lattice: half columns eastwards, lines northwards. */
struct corner {
    uint32_t half;
    uint32_t line;
};

static uint64_t corner_key(struct corner corner)
{
    return ((uint64_t)corner.line << 32) | corner.half;
}

/* Rows are laid like bricks and the lines between them zigzag, which makes the cells
 * hexagons. */
static struct orb_demo_point corner_point(const struct orb_demo_land *land,
                                          struct corner corner)
{
    struct orb_demo_random random =
        orb_demo_random_start(land->seed, ORB_DEMO_STREAM_VERTEX, corner_key(corner));
    int32_t zigzag = (corner.half + corner.line) % 2 == 0 ? ZIGZAG : -ZIGZAG;
    struct orb_demo_point point = land->origin;

    point.lon += (int32_t)corner.half * (ORB_DEMO_CELL_LON / 2);
    point.lat += (int32_t)corner.line * ORB_DEMO_CELL_LAT + zigzag;
    point.lon += orb_demo_random_between(&random, -JITTER_LON, JITTER_LON);
    point.lat += orb_demo_random_between(&random, -JITTER_LAT, JITTER_LAT);
    return point;
}

/* The start of an edge and its two inner points, always computed in the same direction so
 * that both sides agree. */
static void edge_points(const struct orb_demo_land *land, struct corner from,
                        struct corner to, struct orb_demo_point out[3])
{
    bool forward = corner_key(from) < corner_key(to);
    struct corner low = forward ? from : to;
    struct corner high = forward ? to : from;
    struct orb_demo_point a = corner_point(land, low);
    struct orb_demo_point b = corner_point(land, high);
    uint64_t key = corner_key(low) * 2 + (high.line != low.line);
    struct orb_demo_random random =
        orb_demo_random_start(land->seed, ORB_DEMO_STREAM_EDGE, key);
    struct orb_demo_point inner[2];

    for (int i = 0; i < 2; i++) {
        inner[i].lon = a.lon + (b.lon - a.lon) * (i + 1) / 3;
        inner[i].lat = a.lat + (b.lat - a.lat) * (i + 1) / 3;
        inner[i].lon += orb_demo_random_between(&random, -WIGGLE_LON, WIGGLE_LON);
        inner[i].lat += orb_demo_random_between(&random, -WIGGLE_LAT, WIGGLE_LAT);
    }
    out[0] = forward ? a : b;
    out[1] = forward ? inner[0] : inner[1];
    out[2] = forward ? inner[1] : inner[0];
}

void orb_demo_land_ring(const struct orb_demo_land *land, uint32_t place,
                        struct orb_demo_point ring[ORB_DEMO_RING])
{
    uint32_t row = place / land->columns;
    uint32_t half = place % land->columns * 2 + row % 2;
    const struct corner corners[7] = { { half, row },         { half + 1, row },
                                       { half + 2, row },     { half + 2, row + 1 },
                                       { half + 1, row + 1 }, { half, row + 1 },
                                       { half, row } };

    for (int i = 0; i < 6; i++)
        edge_points(land, corners[i], corners[i + 1], ring + 3 * (size_t)i);
    ring[ORB_DEMO_RING - 1] = ring[0];
}

double orb_demo_degrees(int32_t millionths)
{
    return (double)millionths / 1e6;
}

static unsigned char *put_u32(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        *at++ = (unsigned char)(value >> (8 * i));
    return at;
}

static unsigned char *put_double(unsigned char *at, double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    for (int i = 0; i < 8; i++)
        *at++ = (unsigned char)(bits >> (8 * i));
    return at;
}

size_t orb_demo_land_contour(const struct orb_demo_land *land, uint32_t place,
                             unsigned char out[ORB_DEMO_WKB_LEN])
{
    enum { LITTLE_ENDIAN_MARK = 1, POLYGON = 3, MULTIPOLYGON = 6 };
    struct orb_demo_point ring[ORB_DEMO_RING];
    unsigned char *at = out;

    orb_demo_land_ring(land, place, ring);
    *at++ = LITTLE_ENDIAN_MARK;
    at = put_u32(at, MULTIPOLYGON);
    at = put_u32(at, 1);
    *at++ = LITTLE_ENDIAN_MARK;
    at = put_u32(at, POLYGON);
    at = put_u32(at, 1);
    at = put_u32(at, ORB_DEMO_RING);
    for (int i = 0; i < ORB_DEMO_RING; i++) {
        at = put_double(at, orb_demo_degrees(ring[i].lon));
        at = put_double(at, orb_demo_degrees(ring[i].lat));
    }
    return (size_t)(at - out);
}
