/* Access by catchments: reference values. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/planning/catchment.h"
#include "tests/unit/catchment_case.h"
#include "tests/unit/importing.h"
#include "tests/unit/planning_oracle.h"

static const struct orb_decay steps60 = { .kind = ORB_DECAY_STEPS,
                                          .limit = { 20, 40, 60 },
                                          .weight = { 1, 0.68, 0.22 },
                                          .steps = 3 };

static void three_places_and_two_sites_agree(void **state)
{
    static const struct {
        enum orb_catchment_method method;
        double limit, sigma, expected[3];
    } cases[] = {
        { ORB_CATCHMENT_2SFCA, 29.999, 0, { 1.0, 1 / 6.0, 1 / 6.0 } },
        { ORB_CATCHMENT_E2SFCA, INFINITY, 2, { 1.0, 1.0, 1.9287498479639178e-22 } },
        { ORB_CATCHMENT_E2SFCA,
          60,
          0,
          { 0.15795079348173394, 0.295965297882435, 0.22501186107533963 } },
        { ORB_CATCHMENT_3SFCA,
          60,
          0,
          { 0.18897011882395778, 0.3148141633268966, 0.2181401554522249 } },
        { ORB_CATCHMENT_BALANCED,
          60,
          0,
          { 0.10026861789554053, 0.2086920662660016, 0.15581928880709886 } },
    };
    struct dense d = { .places = 3, .sites = 2 };
    struct orb_links l;
    static const double costs[3][2] = { { 5, 55 }, { 35, 15 }, { 40, 25 } };

    (void)state;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 2; j++)
            d.cost[i][j] = costs[i][j];
    d.demand[0] = 5;
    d.demand[1] = 10;
    d.demand[2] = 50;
    d.supply[0] = 5;
    d.supply[1] = 10;
    l = dense_links(&d);
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        const struct orb_decay gaussian = { .kind = ORB_DECAY_GAUSSIAN,
                                            .a = cases[c].sigma };
        struct orb_catchment x = dense_catchment(&d, &l, cases[c].method, cases[c].limit,
                                                 cases[c].sigma > 0 ? &gaussian : &steps60);

        for (int i = 0; i < 3; i++)
            if (fabs(x.access[i] - cases[c].expected[i]) > 1e-9 * cases[c].expected[i])
                fail_msg("case %zu, place %d: %.17g", c, i, x.access[i]);
        orb_catchment_release(&x);
    }
    dense_free(&l);
}

static void read_case60(struct dense *d)
{
    struct oracle_rows rows;

    assert_true(oracle_read(&rows, "fca/case60_demand.csv"));
    d->places = (uint32_t)rows.count;
    for (size_t i = 0; i < rows.count; i++)
        d->demand[i] = oracle_number(&rows, i, 3);
    oracle_release(&rows);
    assert_true(oracle_read(&rows, "fca/case60_supply.csv"));
    d->sites = (uint32_t)rows.count;
    for (size_t i = 0; i < rows.count; i++)
        d->supply[i] = oracle_number(&rows, i, 3);
    oracle_release(&rows);
    for (uint32_t i = 0; i < d->places; i++)
        for (uint32_t j = 0; j < d->sites; j++)
            d->cost[i][j] = NAN;
    assert_true(oracle_read(&rows, "fca/case60_costs.csv"));
    for (size_t i = 0; i < rows.count; i++)
        d->cost[(int)oracle_number(&rows, i, 0)][(int)oracle_number(&rows, i, 1) - 1000] =
            oracle_number(&rows, i, 2);
    oracle_release(&rows);
}

/* Which computation a line of the expected values is of. */
static struct orb_catchment case60(const struct dense *d, struct orb_links *l,
                                   const char *method)
{
    static const struct orb_decay steps30 = { .kind = ORB_DECAY_STEPS,
                                              .limit = { 10, 20, 30 },
                                              .weight = { 1, 0.68, 0.22 },
                                              .steps = 3 };
    static const struct orb_decay steps3 = { .kind = ORB_DECAY_STEPS,
                                             .limit = { 10, 20, 30, 60 },
                                             .weight = { 0.962, 0.704, 0.377, 0.042 },
                                             .steps = 4 };

    if (method[0] == '2')
        return dense_catchment(d, l, ORB_CATCHMENT_2SFCA, 30, NULL);
    if (method[0] == 'e')
        return dense_catchment(d, l, ORB_CATCHMENT_E2SFCA, 30, &steps30);
    return dense_catchment(d, l, ORB_CATCHMENT_3SFCA, 60, &steps3);
}

static void sixty_places_agree_and_say_who_is_out_of_reach(void **state)
{
    struct dense *d = calloc(1, sizeof *d);
    struct oracle_rows expected;
    struct orb_links l;

    (void)state;
    assert_non_null(d);
    if (!oracle_read(&expected, "fca/case60_expected.csv")) {
        free(d);
        skip();
    }
    read_case60(d);
    l = dense_links(d);
    assert_int_equal(expected.count, 180);
    for (size_t i = 0; i < expected.count; i++) {
        struct orb_catchment x = case60(d, &l, oracle_text(&expected, i, 0));
        size_t place = (size_t)oracle_number(&expected, i, 1);
        bool reached = oracle_number(&expected, i, 3) > 0;

        if (fabs(x.access[place] - oracle_number(&expected, i, 2)) >
            1e-9 * oracle_number(&expected, i, 2))
            fail_msg("line %zu: %.17g", i + 2, x.access[place]);
        if ((x.reached[place] == ORB_REACHED) != reached)
            fail_msg("line %zu: reached", i + 2);
        orb_catchment_release(&x);
    }
    dense_free(&l);
    oracle_release(&expected);
    free(d);
}

static void three_hospitals_agree(void **state)
{
    static const struct orb_decay inverse = {
        .kind = ORB_DECAY_GRAVITY, .a = -1, .least = 1e-9, .scale = 1
    };
    struct oracle_rows costs;
    struct oracle_rows expected;
    struct oracle_rows where;

    (void)state;
    if (!oracle_read(&costs, "fca/hospital_costs.csv"))
        skip();
    assert_true(oracle_read(&expected, "fca/hospital_expected.csv"));
    assert_true(oracle_read(&where, "fca/hospital_locations.csv"));
    for (size_t e = 0; e < expected.count; e++) {
        struct dense d = { .places = 3, .sites = 3 };
        struct orb_links l;
        struct orb_catchment x;

        for (int i = 0; i < 3; i++) {
            d.demand[i] = oracle_number(&where, (size_t)i, 1);
            d.supply[i] = oracle_number(&where, (size_t)i, 2);
        }
        for (size_t i = 0; i < costs.count; i++)
            if (strcmp(oracle_text(&costs, i, 0), oracle_text(&expected, e, 0)) == 0)
                d.cost[(int)oracle_number(&costs, i, 1) - 1]
                      [(int)oracle_number(&costs, i, 2) - 1] = oracle_number(&costs, i, 3);
        l = dense_links(&d);
        x = dense_catchment(&d, &l,
                            oracle_text(&expected, e, 1)[0] == '2' ? ORB_CATCHMENT_E2SFCA
                                                                   : ORB_CATCHMENT_3SFCA,
                            61, &inverse);
        if (!oracle_near(x.access[(int)oracle_number(&expected, e, 2) - 1],
                         oracle_number(&expected, e, 3), 1e-9))
            fail_msg("line %zu", e + 2);
        orb_catchment_release(&x);
        dense_free(&l);
    }
    oracle_release(&costs);
    oracle_release(&expected);
    oracle_release(&where);
}

static void five_hexagons_agree(void **state)
{
    struct oracle_rows land;
    struct oracle_rows ways;
    struct oracle_rows expected;
    struct dense d = { .places = 5, .sites = 5 };
    const struct orb_decay one = { .kind = ORB_DECAY_ONE };
    struct orb_links l;

    (void)state;
    if (!oracle_read(&land, "ipea/five_land_use.csv"))
        skip();
    assert_true(oracle_read(&ways, "ipea/five_travel_matrix.csv"));
    assert_true(oracle_read(&expected, "ipea/five_expected.csv"));
    for (size_t i = 0; i < 5; i++) {
        d.demand[i] = oracle_number(&land, i, 1);
        d.supply[i] = oracle_number(&land, i, 2);
        for (size_t j = 0; j < 5; j++)
            d.cost[i][j] = NAN;
    }
    for (size_t i = 0; i < ways.count; i++)
        d.cost[oracle_row(&land, 0, oracle_text(&ways, i, 0))]
              [oracle_row(&land, 0, oracle_text(&ways, i, 1))] = oracle_number(&ways, i, 2);
    l = dense_links(&d);
    for (size_t i = 0; i < expected.count; i++) {
        bool balanced = strstr(oracle_text(&expected, i, 0), "bfca") != NULL;
        struct orb_catchment x = dense_catchment(
            &d, &l, balanced ? ORB_CATCHMENT_BALANCED : ORB_CATCHMENT_2SFCA, 45, &one);
        size_t place = oracle_row(&land, 0, oracle_text(&expected, i, 1));

        if (!oracle_near(x.access[place], oracle_number(&expected, i, 2), 1e-9))
            fail_msg("line %zu: %.17g", i + 2, x.access[place]);
        orb_catchment_release(&x);
    }
    dense_free(&l);
    oracle_release(&land);
    oracle_release(&ways);
    oracle_release(&expected);
}

static double expected_at(const char *path, int place)
{
    struct orb_buf text = { 0 };
    struct orb_json *document = NULL;
    char key[8];
    double value;

    assert_int_equal(orb_file_read(&text, path, 1 << 16, NULL), ORB_OK);
    assert_int_equal(orb_json_parse(&document, text.data, text.len, NULL), ORB_OK);
    (void)snprintf(key, sizeof key, "%d", place);
    value = orb_json_number(orb_json_get(orb_json_get(document, "expected"), key));
    orb_json_free(document);
    orb_buf_release(&text);
    return value;
}

static void a_grid_by_gravity_agrees(void **state)
{
    static const int places[] = { 1, 5, 13, 19, 24 };
    static const struct orb_decay rising = {
        .kind = ORB_DECAY_GRAVITY, .a = 1, .least = 1e-12, .scale = 60
    };
    struct dense *d = calloc(1, sizeof *d);
    struct orb_links l;
    struct orb_catchment x;
    char path[400];

    (void)state;
    assert_non_null(d);
    if (importing_shared("oracles/fca/grid5_gravity.json") == NULL) {
        print_message("# the reference grid is not there: skipped\n");
        free(d);
        skip();
    }
    (void)snprintf(path, sizeof path, "%s",
                   importing_shared("oracles/fca/grid5_gravity.json"));
    d->places = d->sites = 25;
    for (int i = 0; i < 25; i++) {
        d->demand[i] = d->supply[i] = 1;
        for (int j = 0; j < 25; j++)
            d->cost[i][j] = hypot(i / 5 - j / 5, i % 5 - j % 5);
    }
    l = dense_links(d);
    x = dense_catchment(d, &l, ORB_CATCHMENT_GRAVITY, INFINITY, &rising);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        assert_true(
            oracle_near(x.access[places[i] - 1], expected_at(path, places[i]), 1e-8));
    orb_catchment_release(&x);
    dense_free(&l);
    free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_places_and_two_sites_agree),
        cmocka_unit_test(sixty_places_agree_and_say_who_is_out_of_reach),
        cmocka_unit_test(three_hospitals_agree),
        cmocka_unit_test(five_hexagons_agree),
        cmocka_unit_test(a_grid_by_gravity_agrees),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
