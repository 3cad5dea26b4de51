/* People by stratum on a small invented territory. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/base/buf.h"
#include "engine/catalogue/build.h"
#include "engine/planning/demand.h"

struct world {
    struct orb_buf image;
    struct orb_catalogue catalogue;
    uint32_t communes[4];
};

/* One with ages, one without, one of unknown population, one where nobody lives. */
static int setup(void **state)
{
    static struct world w;
    static const char *const codes[] = { "01001", "01002", "01003", "01004" };
    static const int64_t people[] = { 100, 50, -1, 0 };
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    struct orb_sink sink = orb_catalogue_builder_sink(builder);

    w = (struct world){ .image = { 0 } };
    for (int i = 0; i < 4; i++) {
        struct orb_territory t = { .kind = ORB_TERRITORY_COMMUNE,
                                   .code = codes[i],
                                   .name = codes[i],
                                   .population = people[i],
                                   .income = NAN,
                                   .ages = i == 0 ? "0-9:20;10-19:30;20-:50" : NULL };

        if (orb_sink_territory(&sink, &t, NULL) != ORB_OK)
            return -1;
    }
    if (orb_catalogue_builder_finish(builder, 0, &w.image, NULL) != ORB_OK ||
        orb_catalogue_view(&w.catalogue, w.image.data, w.image.len, NULL) != ORB_OK)
        return -1;
    for (int i = 0; i < 4; i++)
        w.communes[i] = orb_cat_commune_find(&w.catalogue, codes[i]);
    orb_catalogue_builder_free(builder);
    *state = &w;
    return 0;
}

static int teardown(void **state)
{
    orb_buf_release(&((struct world *)*state)->image);
    return 0;
}

static bool near(double a, double b)
{
    return fabs(a - b) <= 1e-12 * fmax(1, fabs(b));
}

static struct orb_demand demand(const struct world *w,
                                const struct orb_demand_request *more)
{
    struct orb_demand_request r = *more;
    struct orb_demand out;

    r.catalogue = &w->catalogue;
    if (r.communes == NULL) {
        r.communes = w->communes;
        r.count = 4;
    }
    assert_int_equal(orb_demand_make(&out, &r, NULL), ORB_OK);
    return out;
}

static void classes_are_spread_year_by_year(void **state)
{
    const struct orb_stratum strata[] = { { .age_from = 5, .age_to = 10 },
                                          { .age_from = 10, .age_to = 14 } };
    struct orb_demand d = demand(
        *state, &(struct orb_demand_request){ .strata = strata, .stratum_count = 2 });

    assert_true(near(d.people[0], 10));
    assert_true(near(d.people[1], 12));
    assert_true(near(d.population[0], 22));
    assert_true(near(d.people[2], 50 * 10.0 / 100)); /* by the shares of the first */
    assert_true(near(d.people[3], 50 * 12.0 / 100));
    assert_true(isnan(d.population[2]));
    assert_true(near(orb_demand_of(&d, 2), 0));
    assert_int_equal(d.unknown, 1);
    assert_int_equal(d.without_ages, 2);
    assert_true(d.by_age);
    assert_true(near(d.population[3], 0));
    orb_demand_release(&d);
    orb_demand_release(&d);
}

static void everybody_is_counted_without_a_bound(void **state)
{
    const struct orb_stratum all[] = { { .age_from = -1, .age_to = -1 } };
    const struct orb_stratum old[] = { { .age_from = 20, .age_to = -1 } };
    struct orb_demand d =
        demand(*state, &(struct orb_demand_request){ .strata = all, .stratum_count = 1 });

    assert_true(near(d.people[0], 100));
    assert_true(near(d.people[1], 50));
    orb_demand_release(&d);
    d = demand(*state, &(struct orb_demand_request){ .strata = old, .stratum_count = 1 });
    assert_true(near(d.people[0], 50));
    orb_demand_release(&d);
}

static void without_any_ages_the_whole_population_stands_for_them(void **state)
{
    const struct world *w = *state;
    const struct orb_stratum strata[] = { { .age_from = 0, .age_to = 5 },
                                          { .age_from = 5, .age_to = 20 } };
    struct orb_demand d =
        demand(w, &(struct orb_demand_request){ .strata = strata,
                                                .stratum_count = 2,
                                                .communes = w->communes + 1,
                                                .count = 1 });

    assert_false(d.by_age);
    assert_true(near(d.people[0], 12.5));
    assert_true(near(d.people[1], 37.5));
    orb_demand_release(&d);
}

/* Twice as much use below 10: the total stays, the shares move. */
static void rates_move_people_and_keep_their_number(void **state)
{
    const struct orb_stratum strata[] = { { .age_from = 0, .age_to = 10 },
                                          { .age_from = 10, .age_to = 20 } };
    const struct orb_demand_rate rates[] = { { 0, 10, 2 }, { 10, -1, 1 } };
    struct orb_demand d =
        demand(*state,
               &(struct orb_demand_request){
                   .strata = strata, .stratum_count = 2, .rates = rates, .rate_count = 2 });
    double before = 50 + 25; /* the first, and half of it for the second */
    double factor = before / (40 + 30 + 20 + 15);

    assert_true(near(d.people[0], 40 * factor));
    assert_true(near(d.people[1], 30 * factor));
    assert_true(near(orb_demand_of(&d, 0) + orb_demand_of(&d, 1), before));
    orb_demand_release(&d);
}

static void persons_of_a_file_take_the_ages_of_the_commune(void **state)
{
    const struct orb_stratum strata[] = { { .age_from = 0, .age_to = 10 },
                                          { .age_from = 10, .age_to = 20 } };
    const double given[] = { 5, 8, 3, NAN };
    struct orb_demand d =
        demand(*state, &(struct orb_demand_request){
                           .strata = strata, .stratum_count = 2, .given = given });

    assert_true(near(d.people[0], 2));
    assert_true(near(d.people[1], 3));
    assert_true(near(orb_demand_of(&d, 1), 8));
    assert_true(
        near(orb_demand_of(&d, 2), 3)); /* of unknown population: told all the same */
    assert_true(near(orb_demand_of(&d, 3), 0));
    orb_demand_release(&d);
}

static void bounds_are_those_of_the_classes(void **state)
{
    const struct world *w = *state;
    int32_t bounds[8];

    assert_int_equal(orb_demand_bounds(&w->catalogue, bounds, 8), 3);
    assert_int_equal(bounds[0], 0);
    assert_int_equal(bounds[1], 10);
    assert_int_equal(bounds[2], 20);
    assert_int_equal(orb_demand_bounds(&w->catalogue, bounds, 2), 2);
}

static void lack_of_memory_is_told(void **state)
{
    const struct world *w = *state;
    const struct orb_stratum all[] = { { .age_from = -1, .age_to = -1 } };
    const struct orb_demand_request r = { .catalogue = &w->catalogue,
                                          .communes = w->communes,
                                          .count = 4,
                                          .strata = all,
                                          .stratum_count = 1 };
    struct orb_demand d;

    for (long n = 0; n < 4; n++) {
        orb_alloc_fail_after(n);
        assert_int_equal(orb_demand_make(&d, &r, NULL), ORB_ERR_MEMORY);
    }
    orb_alloc_fail_after(-1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_are_spread_year_by_year),
        cmocka_unit_test(everybody_is_counted_without_a_bound),
        cmocka_unit_test(without_any_ages_the_whole_population_stands_for_them),
        cmocka_unit_test(rates_move_people_and_keep_their_number),
        cmocka_unit_test(persons_of_a_file_take_the_ages_of_the_commune),
        cmocka_unit_test(bounds_are_those_of_the_classes),
        cmocka_unit_test(lack_of_memory_is_told),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
