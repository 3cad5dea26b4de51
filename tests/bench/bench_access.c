/*
 * Access by distance at the size of a country: 2SFCA over seeded points like communes and
 * offers around them, within 30 km, beside every pair looked at one by one.
 * usage: bench_access [PLACES SITES]
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/geo/frame.h"
#include "engine/planning/near.h"
#include "tests/bench/bench.h"

#define LIMIT_KM  30.0
#define RADIUS_KM 6371.0088

static struct bench_samples samples;
static uint64_t random_state = 7;

static double random_share(void)
{
    random_state = random_state * 6364136223846793005U + 1442695040888963407U;
    return (double)(random_state >> 11) / 9007199254740992.0;
}

struct country {
    struct orb_link_point *places, *sites;
    double *demand, *supply;
    uint32_t place_count, site_count;
};

/* Places spread over the mainland, a few of them large; sites near a place, the more so the
 * larger it is. */
static int draw(struct country *c)
{
    c->places = calloc(c->place_count, sizeof *c->places);
    c->sites = calloc(c->site_count, sizeof *c->sites);
    c->demand = calloc(c->place_count, sizeof *c->demand);
    c->supply = calloc(c->site_count, sizeof *c->supply);
    if (c->places == NULL || c->sites == NULL || c->demand == NULL || c->supply == NULL)
        return 1;
    for (uint32_t i = 0; i < c->place_count; i++) {
        c->places[i].lon = -1.5 + 8.5 * random_share();
        c->places[i].lat = 43.2 + 7.0 * random_share();
        c->demand[i] = floor(100 + 500 / (0.001 + random_share()));
    }
    for (uint32_t j = 0; j < c->site_count; j++) {
        double u = random_share();
        const struct orb_link_point *near =
            &c->places[(uint32_t)(u * u * c->place_count) % c->place_count];

        c->sites[j].lon = near->lon + 0.2 * (random_share() - 0.5);
        c->sites[j].lat = near->lat + 0.2 * (random_share() - 0.5);
        c->supply[j] = floor(5 + 95 * random_share());
    }
    return 0;
}

static struct orb_ecef *positions(const struct orb_link_point *points, uint32_t count)
{
    struct orb_ecef *out = calloc(count, sizeof *out);

    for (uint32_t i = 0; out != NULL && i < count; i++)
        out[i] = orb_ecef_make(points[i].lon, points[i].lat);
    return out;
}

/* For each of the points a, the sum of what the points b within the chord count for. */
static void add_all(double *out, const struct orb_ecef *a, uint32_t a_count,
                    const struct country *c, int to_sites)
{
    const double chord = 1000 * orb_arc_to_chord(LIMIT_KM, RADIUS_KM);
    uint32_t count = to_sites ? c->site_count : c->place_count;
    struct orb_ecef *b = positions(to_sites ? c->sites : c->places, count);
    const double *value = to_sites ? c->supply : c->demand;

    for (uint32_t i = 0; b != NULL && i < a_count; i++) {
        double sum = 0;

        for (uint32_t j = 0; j < count; j++) {
            double dx = a[i].x - b[j].x;
            double dy = a[i].y - b[j].y;
            double dz = a[i].z - b[j].z;

            if (dx * dx + dy * dy + dz * dz <= chord * chord)
                sum += value[j];
        }
        out[i] = sum;
    }
    free(b);
}

/* The access of every place by all the pairs, in doubles. */
static double *all_pairs(struct country *c)
{
    struct orb_ecef *places = positions(c->places, c->place_count);
    struct orb_ecef *sites = positions(c->sites, c->site_count);
    double *ratio = calloc(c->site_count, sizeof *ratio);
    double *access = calloc(c->place_count, sizeof *access);
    double *supply = c->supply;

    if (places != NULL && sites != NULL && ratio != NULL && access != NULL) {
        add_all(ratio, sites, c->site_count, c, 0);
        for (uint32_t j = 0; j < c->site_count; j++)
            ratio[j] = ratio[j] > 0 ? supply[j] / ratio[j] : 0;
        c->supply = ratio;
        add_all(access, places, c->place_count, c, 1);
        c->supply = supply;
    }
    free(places);
    free(sites);
    free(ratio);
    return access;
}

static double worst(const double *a, const double *b, uint32_t count)
{
    double most = 0;

    for (uint32_t i = 0; i < count; i++) {
        double difference = fabs(a[i] - b[i]) / fmax(fabs(b[i]), 1e-300);

        if (fabs(a[i] - b[i]) > 0 && difference > most)
            most = difference;
    }
    return most;
}

int main(int argc, char **argv)
{
    struct country c = { .place_count = 34935, .site_count = 100000 };
    struct orb_near_request r;
    struct orb_catchment x = { 0 };
    double *expected;
    double started;
    double slow;

    if (argc == 3) {
        c.place_count = (uint32_t)strtoul(argv[1], NULL, 10);
        c.site_count = (uint32_t)strtoul(argv[2], NULL, 10);
    }
    if (c.place_count == 0 || draw(&c) != 0)
        return 1;
    r = (struct orb_near_request){ c.places,      c.sites,      c.demand, c.supply,
                                   c.place_count, c.site_count, LIMIT_KM, RADIUS_KM };
    started = bench_now_s();
    expected = all_pairs(&c);
    slow = bench_now_s() - started;
    if (expected == NULL)
        return 1;
    bench_print_one("access_2sfca_all_pairs", "s", slow, NAN);
    for (int i = 0; i < 12; i++) {
        orb_catchment_release(&x);
        started = bench_now_s();
        if (orb_near_2sfca(&x, &r, NULL) != ORB_OK)
            return 1;
        bench_add(&samples, bench_now_s() - started);
    }
    bench_print("access_2sfca", "s", &samples, slow);
    bench_print_one("access_2sfca_worst_difference", "relative",
                    worst(x.access, expected, c.place_count), NAN);
    bench_print_one("access_2sfca_given_over_shared", "ratio", x.given / x.shared, NAN);
    orb_catchment_release(&x);
    free(expected);
    free(c.places);
    free(c.sites);
    free(c.demand);
    free(c.supply);
    return 0;
}
