/* Points moved in a ring around where they are: always alike for the same person about the
 * same address in the same ring, and without any link else. For the team only: a masked
 * point is still personal. */
#ifndef ORB_VAULT_MASK_H
#define ORB_VAULT_MASK_H

#include <stdbool.h>
#include <stdint.h>

#define ORB_MASK_KEY 32

/* Draws to try before the centroid of the commune is taken instead. */
#define ORB_MASK_TRIES 32

/* The attempt, without a place, whose draw shifts the cells of a person. */
#define ORB_MASK_SHIFT UINT32_MAX

/* The two radii of the ring, in km. */
struct orb_mask_ring {
    double inner_km;
    double outer_km;
};

/* Where a person is, degrees, and the ring around. */
struct orb_mask_place {
    double lon, lat;
    struct orb_mask_ring ring;
};

/* Two numbers in [0, 1). */
struct orb_mask_draw {
    double u, v;
};

/*
 * The first two 64-bit little-endian words, 53 high bits each, of BLAKE2b-256(key,
 * "orbite-mask/1" || id || 0x00 || u32 attempt || place): lon and lat in 0.00001 degree and
 * the radii in mm, i64 each. Without its place (NULL), one draw in two rings, or at two
 * addresses, would give two points whose difference tells where the person is.
 */
struct orb_mask_draw orb_mask_draw(const unsigned char key[ORB_MASK_KEY], const char *id,
                                   const struct orb_mask_place *place, uint32_t attempt);

/* rho rounded down to a power of 2, so that a census or a contour that is drawn again
 * leaves nearly every ring as it was; rho above 0. */
double orb_mask_density(double rho);

/*
 * R1 = sqrt(k / (pi rho)), R2 = sqrt(10 k / (pi rho)), R1 times sqrt(3) where the density
 * is uneven. k persons to be lost among, rho inhabitants per km2 of the commune; both above
 * 0.
 */
struct orb_mask_ring orb_mask_ring(double k, double rho, bool is_uneven);

/* r = sqrt(u (R2^2 - R1^2) + R1^2), in km: uniform over the ring. */
double orb_mask_distance_km(const struct orb_mask_ring *ring, double u);

/* From north, clockwise. */
double orb_mask_bearing_deg(double v);

/* How a point is moved; all is borrowed. */
struct orb_mask_move {
    struct orb_mask_place place;
    void *context;
    /* The draw number attempt of the person at that place, as orb_mask_draw; without a
     * place (NULL), ORB_MASK_SHIFT. */
    struct orb_mask_draw (*draw)(void *context, const struct orb_mask_place *place,
                                 uint32_t attempt);
    /* Is that point in the same commune? */
    bool (*is_fit)(void *context, double lon, double lat);
};

/*
 * The first of ORB_MASK_TRIES draws that stays in the commune, in degrees; false when none
 * does, and the point is that of the commune. It starts from the centre of the cell where
 * the place is, so that an address that is geocoded again a few metres away keeps its
 * point: each other point would be one more to take the mean of. Cells are squares of half
 * an inner radius, at least 100 m, shifted by a draw of the person: who sees two points
 * knows that the home is by the border of two cells, not where that border is. An address
 * that moves by less than the side of a cell has four points at most. The ring that is
 * drawn in has the same area and an inner radius wider by half the diagonal of a cell, so
 * that nobody is nearer to the point than the ring says.
 */
bool orb_mask_point(double *lon, double *lat, const struct orb_mask_move *move);

/* How far from the place the point may be, at least and at most. */
struct orb_mask_ring orb_mask_reach(const struct orb_mask_ring *ring);

#endif
