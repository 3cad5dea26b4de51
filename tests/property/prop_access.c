/* Laws of access on territories made at random: what is shared is given, a wider search
 * never loses, the form for a whole country agrees with the pairs one by one. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/planning/catchment.h"
#include "engine/planning/near.h"
#include "tests/property/made.h"

#define ROUNDS 12
#define PLACES 120
#define SITES  80
#define STRATA 3

struct territory {
    struct made made;
    struct orb_profile *profile;
    struct orb_link_point places[PLACES], sites[SITES];
    uint32_t place_count, site_count;
    double demand[PLACES * STRATA], supply[SITES];
    uint8_t eligible[SITES * STRATA];
};

static double between(struct made *m, double low, double high)
{
    return low + (high - low) * (double)(made_next(m) >> 11) / 9007199254740992.0;
}

static struct orb_link_point point(struct made *m)
{
    bool away = made_chance(m, 15);
    struct orb_link_point p = {
        .lon = away ? between(m, 55.25, 55.8) : between(m, 4.2, 5.6),
        .lat = away ? between(m, -21.3, -20.9) : between(m, 45.6, 46.6),
        .travel = UINT32_MAX,
        .density = (uint8_t)made_below(m, 5),
    };

    p.frame = orb_link_frame(NULL, p.lon, p.lat);
    if (made_chance(m, 5))
        p.lon = NAN;
    return p;
}

static void draw(struct territory *t)
{
    struct made *m = &t->made;

    t->place_count = made_below(m, PLACES + 1);
    t->site_count = made_below(m, SITES + 1);
    for (uint32_t i = 0; i < t->place_count; i++)
        t->places[i] = point(m);
    for (uint32_t j = 0; j < t->site_count; j++) {
        t->sites[j] = point(m);
        t->supply[j] = made_chance(m, 10) ? (double)NAN : (double)made_below(m, 60);
    }
    for (size_t i = 0; i < (size_t)PLACES * STRATA; i++)
        t->demand[i] = made_chance(m, 20) ? 0 : between(m, 0, 3000);
    for (size_t i = 0; i < (size_t)SITES * STRATA; i++)
        t->eligible[i] = made_chance(m, 70);
}

static int setup(void **state)
{
    struct territory *t = calloc(1, sizeof *t);

    assert_non_null(t);
    made_init(&t->made, made_seed());
    assert_int_equal(orb_profile_new(&t->profile, NULL, NULL), ORB_OK);
    *state = t;
    return 0;
}

static int teardown(void **state)
{
    struct territory *t = *state;

    made_release(&t->made);
    orb_profile_free(t->profile);
    free(t);
    return 0;
}

static struct orb_links links(const struct territory *t, enum orb_link_unit unit,
                              double limit)
{
    struct orb_link_request r = { .places = t->places,
                                  .sites = t->sites,
                                  .place_count = t->place_count,
                                  .site_count = t->site_count,
                                  .unit = unit,
                                  .limit = limit,
                                  .profile = t->profile,
                                  .mode = ORB_MODE_CAR };
    struct orb_links out;

    assert_int_equal(orb_links_make(&out, &r, NULL), ORB_OK);
    return out;
}

static struct orb_catchment catchment(const struct territory *t, const struct orb_links *l,
                                      enum orb_catchment_method method, double limit,
                                      uint32_t strata)
{
    struct orb_catchment_request r = { .links = l,
                                       .method = method,
                                       .decay = orb_decay_of_profile(t->profile, limit),
                                       .limit = limit,
                                       .strata = strata,
                                       .demand = t->demand,
                                       .supply = t->supply,
                                       .eligible = strata == 1 ? NULL : t->eligible };
    struct orb_catchment out;

    assert_int_equal(orb_catchment_make(&out, &r, NULL), ORB_OK);
    return out;
}

static bool close(double a, double b, double tolerance)
{
    return fabs(a - b) <= tolerance * fmax(fabs(a), fabs(b)) + 1e-300;
}

static void check_shares(const struct territory *t, const struct orb_links *l,
                         uint32_t strata)
{
    for (unsigned m = 0; m < ORB_CATCHMENT_METHODS; m++) {
        struct orb_catchment x = catchment(t, l, (enum orb_catchment_method)m, 45, strata);

        if (orb_catchment_conserves((enum orb_catchment_method)m) &&
            !close(x.given, x.shared, 1e-9))
            fail_msg("method %u: %.17g of %.17g", m, x.given, x.shared);
        orb_catchment_release(&x);
    }
}

static void what_is_shared_is_given(void **state)
{
    struct territory *t = *state;

    for (int round = 0; round < ROUNDS; round++) {
        struct orb_links l;

        draw(t);
        l = links(t, ORB_LINK_MINUTES, 45);
        check_shares(t, &l, 1);
        check_shares(t, &l, STRATA);
        orb_links_release(&l);
    }
}

/* Every link of a is one of b. */
static void check_within(const struct orb_links *a, const struct orb_links *b,
                         uint32_t place)
{
    size_t at = b->first[place];

    for (size_t l = a->first[place]; l < a->first[place + 1]; l++) {
        while (at < b->first[place + 1] && b->site[at] < a->site[l])
            at++;
        assert_true(at < b->first[place + 1] && b->site[at] == a->site[l]);
    }
}

static void check_wider(const struct territory *t, enum orb_link_unit unit)
{
    static const double limits[] = { 5, 10, 20, 40, 80 };
    struct orb_links before = links(t, unit, 2);

    for (size_t k = 0; k < sizeof limits / sizeof limits[0]; k++) {
        struct orb_links l = links(t, unit, limits[k]);

        for (uint32_t i = 0; i < t->place_count; i++)
            check_within(&before, &l, i);
        orb_links_release(&before);
        before = l;
    }
    orb_links_release(&before);
}

static void a_wider_search_never_loses(void **state)
{
    struct territory *t = *state;

    for (int round = 0; round < ROUNDS; round++) {
        draw(t);
        check_wider(t, ORB_LINK_KM);
        check_wider(t, ORB_LINK_MINUTES);
    }
}

static void check_near(const struct territory *t, double limit)
{
    const struct orb_near_request r = {
        t->places,      t->sites,      t->demand, t->supply,
        t->place_count, t->site_count, limit,     t->profile->travel.earth_radius_km
    };
    struct orb_links l = links(t, ORB_LINK_KM, limit);
    struct orb_catchment slow = catchment(t, &l, ORB_CATCHMENT_2SFCA, limit, 1);
    struct orb_catchment fast;

    assert_int_equal(orb_near_2sfca(&fast, &r, NULL), ORB_OK);
    for (uint32_t i = 0; i < t->place_count; i++) {
        if (!close(fast.access[i], slow.access[i], 1e-9))
            fail_msg("place %u: %.17g, not %.17g", i, fast.access[i], slow.access[i]);
        assert_int_equal(fast.reached[i], slow.reached[i]);
    }
    for (uint32_t j = 0; j < t->site_count; j++) {
        assert_int_equal(isnan(fast.ratio[j]) != 0, isnan(slow.ratio[j]) != 0);
        assert_int_equal(fast.unused[j], slow.unused[j]);
    }
    assert_true(close(fast.shared, slow.shared, 1e-9));
    assert_true(close(fast.given, fast.shared, 1e-9));
    orb_catchment_release(&slow);
    orb_catchment_release(&fast);
    orb_links_release(&l);
}

static void the_form_for_a_country_agrees_with_the_pairs(void **state)
{
    static const double limits[] = { 0.5, 8, 30, 75, 400 };
    struct territory *t = *state;

    for (int round = 0; round < ROUNDS; round++) {
        draw(t);
        for (size_t k = 0; k < sizeof limits / sizeof limits[0]; k++)
            check_near(t, limits[k]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_shared_is_given),
        cmocka_unit_test(a_wider_search_never_loses),
        cmocka_unit_test(the_form_for_a_country_agrees_with_the_pairs),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
