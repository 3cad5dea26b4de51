/* The draw is keyed, so that it is always the same: a fresh one each time would average out
 * to the point itself. */
#include "engine/vault/mask.h"

#include <math.h>
#include <sodium.h>
#include <string.h>

static const char domain[] = "orbite-mask/1";

#define PI 3.14159265358979323846

/* The 53 high bits of a little-endian word, as a number in [0, 1). */
static double unit(const unsigned char *bytes)
{
    uint64_t word = 0;

    for (int i = 7; i >= 0; i--)
        word = word << 8 | bytes[i];
    return (double)(word >> 11) * 0x1p-53;
}

void orb_mask_draw(const unsigned char key[ORB_MASK_KEY], const char *id, uint32_t attempt,
                   double *u, double *v)
{
    crypto_generichash_state state;
    unsigned char hash[32];
    unsigned char number[4];

    for (int i = 0; i < 4; i++)
        number[i] = (unsigned char)(attempt >> (8 * i));
    (void)crypto_generichash_init(&state, key, ORB_MASK_KEY, sizeof hash);
    (void)crypto_generichash_update(&state, (const unsigned char *)domain,
                                    sizeof domain - 1);
    /* With its NUL. */
    (void)crypto_generichash_update(&state, (const unsigned char *)id, strlen(id) + 1);
    (void)crypto_generichash_update(&state, number, sizeof number);
    (void)crypto_generichash_final(&state, hash, sizeof hash);
    *u = unit(hash);
    *v = unit(hash + 8);
    sodium_memzero(&state, sizeof state);
    sodium_memzero(hash, sizeof hash);
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
