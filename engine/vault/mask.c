/* The draw is keyed, so that it is the same as long as nothing changed: a fresh one each
 * time would average out to the point itself. */
#include "engine/vault/mask.h"

#include <math.h>
#include <sodium.h>
#include <string.h>

static const char domain[] = "orbite-mask/1";

#define PI 3.14159265358979323846

/* In a degree, and in a kilometre: what changes less is not a change. */
#define POINT_STEPS 1e5
#define RING_STEPS  1e6

/* The 53 high bits of a little-endian word, as a number in [0, 1). */
static double unit(const unsigned char *bytes)
{
    uint64_t word = 0;

    for (int i = 7; i >= 0; i--)
        word = word << 8 | bytes[i];
    return (double)(word >> 11) * 0x1p-53;
}

static void add_number(crypto_generichash_state *state, uint64_t number, size_t len)
{
    unsigned char bytes[8];

    for (size_t i = 0; i < len; i++)
        bytes[i] = (unsigned char)(number >> (8 * i));
    (void)crypto_generichash_update(state, bytes, len);
    sodium_memzero(bytes, sizeof bytes);
}

static void add_place(crypto_generichash_state *state, const struct orb_mask_place *place)
{
    add_number(state, (uint64_t)llround(place->lon * POINT_STEPS), 8);
    add_number(state, (uint64_t)llround(place->lat * POINT_STEPS), 8);
    add_number(state, (uint64_t)llround(place->ring.inner_km * RING_STEPS), 8);
    add_number(state, (uint64_t)llround(place->ring.outer_km * RING_STEPS), 8);
}

struct orb_mask_draw orb_mask_draw(const unsigned char key[ORB_MASK_KEY], const char *id,
                                   const struct orb_mask_place *place, uint32_t attempt)
{
    crypto_generichash_state state;
    struct orb_mask_draw draw;
    unsigned char hash[32];

    (void)crypto_generichash_init(&state, key, ORB_MASK_KEY, sizeof hash);
    (void)crypto_generichash_update(&state, (const unsigned char *)domain,
                                    sizeof domain - 1);
    /* With its NUL. */
    (void)crypto_generichash_update(&state, (const unsigned char *)id, strlen(id) + 1);
    add_number(&state, attempt, 4);
    if (place != NULL)
        add_place(&state, place);
    (void)crypto_generichash_final(&state, hash, sizeof hash);
    draw = (struct orb_mask_draw){ unit(hash), unit(hash + 8) };
    sodium_memzero(&state, sizeof state);
    sodium_memzero(hash, sizeof hash);
    return draw;
}

double orb_mask_density(double rho)
{
    return exp2(floor(log2(rho)));
}

struct orb_mask_ring orb_mask_ring(double k, double rho, bool is_uneven)
{
    struct orb_mask_ring ring = {
        .inner_km = sqrt(k / (PI * rho)),
        .outer_km = sqrt(10 * k / (PI * rho)),
    };

    if (is_uneven)
        ring.inner_km *= sqrt(3);
    return ring;
}

double orb_mask_distance_km(const struct orb_mask_ring *ring, double u)
{
    double inner = ring->inner_km * ring->inner_km;
    double outer = ring->outer_km * ring->outer_km;

    return sqrt(u * (outer - inner) + inner);
}

double orb_mask_bearing_deg(double v)
{
    return 360 * v;
}

/* ---- points */

/* WGS 84, metres. */
#define SEMI_MAJOR       6378137.0
#define FLATTENING       (1 / 298.257223563)
#define DEGREES(radians) ((radians)*180 / PI)
#define RADIANS(degrees) ((degrees)*PI / 180)

/*
 * The point at that distance and bearing: north on the radius of the meridian, then east on
 * that of the parallel, both at the mean latitude (METHODS 1.1, the distance without a
 * frame, the other way): within 0.3 m at 50 km.
 */
static void go(double *lon, double *lat, double km, double bearing_deg)
{
    const double e2 = FLATTENING * (2 - FLATTENING);
    double north = km * 1000 * cos(RADIANS(bearing_deg));
    double east = km * 1000 * sin(RADIANS(bearing_deg));
    double middle = RADIANS(*lat);
    double change = 0;

    for (int i = 0; i < 4; i++) {
        double s = sin(middle + change / 2);
        double w = 1 - e2 * s * s;

        change = north / (SEMI_MAJOR * (1 - e2) / (w * sqrt(w)));
    }
    middle += change / 2;
    *lat += DEGREES(change);
    *lon += DEGREES(east /
                    (SEMI_MAJOR / sqrt(1 - e2 * sin(middle) * sin(middle)) * cos(middle)));
}

/* ---- cells */

/* The side of a cell: half an inner radius, and at least what two geocoders differ by in a
 * town, where rings are narrow. */
#define CELL_RADII    0.5
#define CELL_LEAST_KM 0.1

/* Of latitude anywhere, and of longitude at the equator, at most: no cell is larger. */
#define DEGREE_KM 111.7

static double cell_side_km(const struct orb_mask_ring *ring)
{
    return fmax(CELL_RADII * ring->inner_km, CELL_LEAST_KM);
}

/* From its centre to a corner. */
static double cell_radius_km(const struct orb_mask_ring *ring)
{
    return cell_side_km(ring) * sqrt(0.5);
}

/* The ring around the centre of a cell: of the same area, so that as many inhabitants are
 * in it. */
static struct orb_mask_ring widened(const struct orb_mask_ring *ring)
{
    double inner = ring->inner_km + cell_radius_km(ring);
    double area = ring->outer_km * ring->outer_km - ring->inner_km * ring->inner_km;

    return (struct orb_mask_ring){ inner, sqrt(inner * inner + area) };
}

/* The middle of what is between two multiples of side, moved by shift. */
static double middle_of(double value, double side, double shift)
{
    return (floor(value / side + shift) + 0.5 - shift) * side;
}

/* The centre of the cell where the place is, and the ring around that centre. */
static struct orb_mask_place cell_of(const struct orb_mask_move *move)
{
    struct orb_mask_place cell = move->place;
    struct orb_mask_draw shift = move->draw(move->context, NULL, ORB_MASK_SHIFT);
    double side = cell_side_km(&cell.ring) / DEGREE_KM;

    cell.lat = middle_of(cell.lat, side, shift.u);
    /* On the parallel of the row, so that all who are in a row have the same columns. */
    cell.lon = middle_of(cell.lon, side / cos(RADIANS(cell.lat)), shift.v);
    cell.ring = widened(&cell.ring);
    return cell;
}

struct orb_mask_ring orb_mask_reach(const struct orb_mask_ring *ring)
{
    return (struct orb_mask_ring){ ring->inner_km,
                                   widened(ring).outer_km + cell_radius_km(ring) };
}

bool orb_mask_point(double *lon, double *lat, const struct orb_mask_move *move)
{
    const struct orb_mask_place cell = cell_of(move);

    for (uint32_t attempt = 0; attempt < ORB_MASK_TRIES; attempt++) {
        double x = cell.lon;
        double y = cell.lat;
        struct orb_mask_draw draw = move->draw(move->context, &cell, attempt);

        go(&x, &y, orb_mask_distance_km(&cell.ring, draw.u), orb_mask_bearing_deg(draw.v));
        if (move->is_fit(move->context, x, y)) {
            *lon = x;
            *lat = y;
            return true;
        }
    }
    return false;
}
