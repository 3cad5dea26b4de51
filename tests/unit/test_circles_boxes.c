/* The boxes of the concentric map: names, then counts of crowded cells, then counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/circles_made.h"

static void a_side_of_forty_four_lines_names_everybody_forty_five_do_not(void **state)
{
    (void)state;
    /* Every family misses circles, which takes a line each: 4 on the side. */
    add_many(40, 1, ORB_CIRCLE_C3);
    assert_false(lay()->summary);
    assert_int_equal(lay()->counted_lines, 0);
    assert_int_equal(orb_circle_map_pages(lay()), 1);
    lacks(page(1), "id=\"c13\"");
    add_many(5, 1, ORB_CIRCLE_C3);
    assert_false(lay()->summary);
    assert_int_equal(lay()->counted_lines, 2);
    assert_int_equal(orb_circle_map_pages(lay()), 2);
    holds(page(1), ">45 partners, no. 1–45: table on page 2<");
    holds(page(1), "· table on page 2");
}

static void without_a_crowded_cell_boxes_that_are_too_small_only_count(void **state)
{
    (void)state;
    add_twelves(4);
    assert_true(lay()->summary);
    assert_int_equal(made.map->counted_lines, 0);
    assert_int_equal(orb_circle_map_pages(made.map), 2);
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        for (unsigned r = 0; r < ORB_CIRCLE_RINGS; r++)
            assert_true(made.map->cells[s][r].bubble <= 0);
    holds(page(1), "Internal 0 · By agreement 0 · Territory 12 · Droit commun 12");
    holds(page(1), "· table on page 2");
    lacks(page(1), "id=\"l1\"");
}

/* 81 partners: 35 in one cell, the others in cells that show them. */
static void add_crowd(void)
{
    add_many(35, 1, ORB_CIRCLE_C3);
    add_many(5, 1, ORB_CIRCLE_C2);
    add_many(10, 3, ORB_CIRCLE_C3);
    add_many(12, 5, ORB_CIRCLE_C3);
    add_many(12, 6, ORB_CIRCLE_C3);
    add_many(7, 8, ORB_CIRCLE_C2);
    made.partners[0].state = ORB_PARTNER_FULL;
}

static void a_crowded_cell_is_one_count_and_the_others_keep_their_names(void **state)
{
    char wanted[64];

    (void)state;
    add_crowd();
    made.options.stem = "map";
    assert_int_equal(lay()->mark_count, 81);
    assert_false(made.map->summary);
    assert_int_equal(made.map->counted_lines, 2);
    assert_int_equal(made.map->boxes[0].lines, 5 + 2 + 1);
    holds(page(1), "<a href=\"#c13\" id=\"b13\" class=\"b\"");
    holds(page(1), "<a href=\"map-2.svg#l6\" id=\"c13\" class=\"c\" data-n=\"6-40\">");
    holds(page(1), ">35 partners, no. 6–40: table on page 2<");
    holds(page(1), ">1 full · 34 without notion of place<");
    holds(page(1), "81 partners · table on page 2");
    for (unsigned n = 1; n <= 81; n++) {
        bool counted = n >= 6 && n <= 40;

        snprintf(wanted, sizeof wanted, "<a href=\"#l%u\" id=\"m%u\"", n, n);
        (counted ? lacks : holds)(made.svg.data, wanted);
        snprintf(wanted, sizeof wanted, "<a href=\"#m%u\" id=\"l%u\"", n, n);
        (counted ? lacks : holds)(made.svg.data, wanted);
    }
    holds(page(2), "<a href=\"map.svg#b13\" id=\"l6\"");
    holds(page(2), "<a href=\"map.svg#m41\" id=\"l41\"");
}

static void states_of_a_counted_cell_give_way_to_names(void **state)
{
    (void)state;
    add_many(13, 1, ORB_CIRCLE_C3);
    add_many(12, 2, ORB_CIRCLE_C3);
    add_many(12, 3, ORB_CIRCLE_C3);
    add_many(12, 4, ORB_CIRCLE_C3);
    for (unsigned i = 0; i < 12 && lay()->counted_lines != 1; i++) {
        assert_int_equal(made.map->counted_lines, 2);
        holds(page(1), ">13 without notion of place<");
        add("One more", 4, ORB_CIRCLE_C2);
    }
    assert_int_equal(made.map->counted_lines, 1);
    holds(page(1), ">13 partners, no. 1–13: table on page 2<");
    lacks(page(1), ">13 without notion of place<");
    add("One too many", 4, ORB_CIRCLE_C2);
    assert_int_equal(lay()->counted_lines, 0);
    assert_true(made.map->summary);
}

static void a_person_and_a_page_have_names_or_counts_and_nothing_between(void **state)
{
    (void)state;
    add_crowd();
    made.input.person = true;
    assert_true(lay()->summary);
    assert_int_equal(made.map->counted_lines, 0);
    made.input.person = false;
    made.options.embedded = true;
    assert_true(lay()->summary);
    assert_int_equal(made.map->counted_lines, 0);
    holds(page(1), "<g id=\"b13\"");
}

static void a_count_tells_all_pages_of_its_partners(void **state)
{
    (void)state;
    add_many(PARTNERS_MAX, 1, ORB_CIRCLE_C3);
    made.options.paper = ORB_CIRCLE_A4_PORTRAIT;
    assert_int_equal(orb_circle_map_pages(lay()), 3);
    holds(page(1), ">200 partners, no. 1–200: table on pages 2–3<");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, made_begin, made_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_side_of_forty_four_lines_names_everybody_forty_five_do_not),
        TEST(without_a_crowded_cell_boxes_that_are_too_small_only_count),
        TEST(a_crowded_cell_is_one_count_and_the_others_keep_their_names),
        TEST(states_of_a_counted_cell_give_way_to_names),
        TEST(a_person_and_a_page_have_names_or_counts_and_nothing_between),
        TEST(a_count_tells_all_pages_of_its_partners),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
