/* The concentric map: what is numbered, drawn, counted and said. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "maps/circles_layout.h"
#include "tests/unit/circles_made.h"

#define COUNT(array) (sizeof array / sizeof array[0])

/* The first of those that stand apart. */
static const char *outside_name(const struct orb_circle_map *map,
                                enum orb_circle_outside which)
{
    return orb_circle_partner(map, map->outside[which].first)->name;
}

static void numbers_follow_family_circle_and_name(void **state)
{
    static const char *const wanted[] = { "Zoé",  "Abri", "éclat", "Eden",
                                          "Zulu", "Loin", "Autre" };
    const struct orb_circle_map *map;

    (void)state;
    add("Autre", 2, ORB_CIRCLE_C0);
    add("Zulu", 1, ORB_CIRCLE_C2);
    add("Zoé", 1, ORB_CIRCLE_C0);
    add("Eden", 1, ORB_CIRCLE_C1B);
    add("éclat", 1, ORB_CIRCLE_C1B);
    add("Loin", 1, ORB_CIRCLE_C3);
    add("Abri", 1, ORB_CIRCLE_C1A);
    map = lay();
    assert_int_equal(map->mark_count, COUNT(wanted));
    for (size_t i = 0; i < COUNT(wanted); i++) {
        assert_string_equal(map->marks[i].partner->name, wanted[i]);
        assert_int_equal(map->marks[i].number, i + 1);
    }
}

static void what_has_no_ring_or_no_family_is_listed_apart(void **state)
{
    const struct orb_circle_map *map;

    (void)state;
    add("Inside", 3, ORB_CIRCLE_C2);
    add("Nowhere", 0, ORB_CIRCLE_C2);
    add("Later", 3, ORB_CIRCLE_C4);
    add("Decides", 3, ORB_CIRCLE_INST);
    map = lay();
    assert_int_equal(map->mark_count, 1);
    for (unsigned k = 0; k < ORB_CIRCLE_OUTSIDES; k++)
        assert_int_equal(map->outside[k].count, 1);
    assert_string_equal(outside_name(map, ORB_CIRCLE_UNCLASSIFIED), "Nowhere");
    assert_string_equal(outside_name(map, ORB_CIRCLE_PROSPECTS), "Later");
    assert_string_equal(outside_name(map, ORB_CIRCLE_INSTITUTIONS), "Decides");
    assert_int_equal(orb_circle_map_pages(map), 2);
    holds(page(1), "1 partner · 1 not classified · 1 to approach · table on page 2");
    holds(page(1), "outside the circles: Decides");
    holds(page(2), ">Nowhere<");
    holds(page(2), ">Later<");
}

static void institutions_alone_need_no_table(void **state)
{
    (void)state;
    add("Inside", 3, ORB_CIRCLE_C2);
    add("Decides", 0, ORB_CIRCLE_INST);
    assert_int_equal(orb_circle_map_pages(lay()), 1);
}

static void a_mark_grows_with_the_square_root_of_its_places(void **state)
{
    const struct orb_circle_map *map;
    double largest;

    (void)state;
    add("A", 1, ORB_CIRCLE_C3)->authorised = 100;
    add("B", 2, ORB_CIRCLE_C3)->authorised = 49;
    add("C", 3, ORB_CIRCLE_C3)->authorised = 0;
    add("D", 4, ORB_CIRCLE_C3);
    map = lay();
    largest = map->sheet->mark_max;
    assert_true(fabs(map->marks[0].radius - largest) < 1e-9);
    assert_true(fabs(map->marks[1].radius - 0.7 * largest) < 1e-9);
    assert_true(map->marks[2].radius == map->sheet->mark_min);
    assert_true(map->marks[3].radius == map->sheet->mark_min);
}

static void thirteen_partners_of_a_cell_are_counted_twelve_are_drawn(void **state)
{
    (void)state;
    add_many(12, 1, ORB_CIRCLE_C3);
    assert_true(lay()->cells[0][3].bubble <= 0);
    add("One more", 1, ORB_CIRCLE_C3)->state = ORB_PARTNER_FULL;
    assert_true(lay()->cells[0][3].bubble > 0);
    holds(page(1), "13 partners, numbers 1 to 13 · 1 full · 12 without notion of place<");
    /* Boxes still name everybody, and their lines lead to the bubble. */
    holds(page(1), "<a href=\"#b13\" id=\"l13\"");
    lacks(page(1), "id=\"m1\"");
}

static void marks_lead_to_lines_and_back(void **state)
{
    (void)state;
    add("Here", 1, ORB_CIRCLE_C2);
    holds(page(1),
          "<a href=\"#l1\" id=\"m1\" class=\"m\" data-n=\"1\" data-r=\"2\" data-s=\"1\">");
    holds(page(1), "<a href=\"#m1\" id=\"l1\"");
}

static void links_between_pages_need_a_name(void **state)
{
    (void)state;
    add_twelves(4);
    holds(page(1), "<g id=\"m1\"");
    lacks(page(1), "<a ");
    made.options.stem = "a&b";
    holds(page(1), "<a href=\"a&amp;b-2.svg#l1\" id=\"m1\"");
    holds(page(2), "<a href=\"a&amp;b.svg#m1\" id=\"l1\"");
}

static void an_embedded_disc_names_its_marks_and_has_no_boxes(void **state)
{
    const char *svg;

    (void)state;
    made.options.embedded = true;
    add("Here", 5, ORB_CIRCLE_C1A)->id = "list:1";
    add("Nowhere", 0, ORB_CIRCLE_C2);
    svg = page(1);
    holds(svg, "<g data-id=\"list:1\" class=\"m\" data-n=\"1\" data-r=\"1\" data-s=\"5\">");
    holds(svg, " viewBox=");
    lacks(svg, "width=\"297mm\"");
    lacks(svg, "href");
    lacks(svg, "id=\"l1\"");
    assert_int_equal(orb_circle_map_pages(made.map), 1);
}

static void states_show_in_the_outline(void **state)
{
    static const struct {
        enum orb_partner_state state;
        const char *outline;
    } cases[] = {
        { ORB_PARTNER_FULL, "stroke-dasharray=\"1.1 .6\"" },
        { ORB_PARTNER_SET_ASIDE, "stroke-dasharray=\".35 .55\"" },
        { ORB_PARTNER_PLACE, "fill=\"none\" stroke=\"#00735C\"" },
    };

    (void)state;
    add("Here", 1, ORB_CIRCLE_C2);
    for (size_t i = 0; i < COUNT(cases); i++)
        lacks(page(1), cases[i].outline);
    for (size_t i = 0; i < COUNT(cases); i++) {
        made.partners[0].state = cases[i].state;
        holds(page(1), cases[i].outline);
    }
}

static void nobody_known_is_grave_only_when_requests_wait(void **state)
{
    (void)state;
    add("Here", 1, ORB_CIRCLE_C0);
    made.input.requests[0] = (struct orb_circle_requests){ 10, 10 };
    lacks(page(1),
          "fill=\"url(#orbite-hatching)\" stroke=\"#8C1D18\" stroke-width=\".45\"");
    holds(page(1), "Rim: share covered");
    lacks(page(1), "Requests without answer");
    made.input.requests[0].covered = 4;
    holds(page(1), "fill=\"url(#orbite-hatching)\" stroke=\"#8C1D18\"");
    holds(page(1), "Requests without answer");
    holds(page(1), "4 requests of 10");
    assert_int_equal(orb_circle_unanswered(made.map, 0), 6);
}

static void an_empty_cell_says_when_and_where_one_looked(void **state)
{
    (void)state;
    made.input.date = orb_date_make(2026, 11, 22);
    made.input.sources = "FINESS, a list";
    holds(page(1),
          "<title>2. Everyday acts · Territory · no known partner as of 2026-11-22, "
          "looked for in: FINESS, a list. Absent from the data");
}

static void without_operator_nothing_internal_is_missing(void **state)
{
    (void)state;
    made.input.unused = 1U << 0 | 1U << 1;
    lacks(page(1), "· Internal · no known partner");
    holds(page(1), "· Territory · no known partner");
    made.input.unused = 0;
    holds(page(1), "· Internal · no known partner");
}

static void families_that_are_not_asked_for_are_one_grey_head(void **state)
{
    (void)state;
    made.input.outside = 1U << 1;
    add("Grey", 2, ORB_CIRCLE_C2);
    add("Lit", 3, ORB_CIRCLE_C2);
    holds(page(1), ">not asked for<");
    holds(page(1), "fill=\"#8A8F98\"");
    lacks(page(1), "2. Everyday acts · Internal · no known partner");
    lacks(page(1), "id=\"l1\"");
    holds(page(1), "<g id=\"m1\"");
    holds(page(1), "id=\"l2\"");
}

static void the_description_counts_by_family_and_circle(void **state)
{
    (void)state;
    add("A", 1, ORB_CIRCLE_C0);
    add("B", 1, ORB_CIRCLE_C3);
    made.input.requests[0] = (struct orb_circle_requests){ 3, 1 };
    holds(page(1),
          " 1. Health and well-being: 2 (Internal 1 · By agreement 0 · Territory 0 · "
          "Droit commun 1), requests covered: 1 of 3. 2. Everyday acts: no known "
          "partner.");
}

static void the_legend_tells_what_is_there(void **state)
{
    (void)state;
    add("A", 1, ORB_CIRCLE_C2);
    lacks(page(1), "Subcontractors");
    lacks(page(1), ">Full<");
    lacks(page(1), "authorised places (area)");
    add("B", 1, ORB_CIRCLE_C1A)->state = ORB_PARTNER_FULL;
    made.partners[1].authorised = 60;
    holds(page(1), ">Subcontractors<");
    holds(page(1), ">Full<");
    holds(page(1), "≤ 12 · 30 authorised places (area)");
}

static void black_has_no_colour(void **state)
{
    (void)state;
    made.options.style = ORB_CIRCLE_BLACK;
    made.input.requests[2] = (struct orb_circle_requests){ 10, 4 };
    add("A", 1, ORB_CIRCLE_C2)->state = ORB_PARTNER_PLACE;
    for (const char *at = page(1); (at = strstr(at, "\"#")) != NULL; at++) {
        size_t len = strspn(at + 2, "0123456789ABCDEFabcdef");

        if (len == 3)
            assert_true(at[2] == at[3] && at[3] == at[4]);
        else if (len == 6)
            assert_true(memcmp(at + 2, at + 4, 2) == 0 && memcmp(at + 4, at + 6, 2) == 0);
    }
}

static void names_are_data_not_markup(void **state)
{
    (void)state;
    add("<script>&\"]]>\x01\xFF", 1, ORB_CIRCLE_C2);
    holds(page(1), ">&lt;script&gt;&amp;&quot;]]&gt;\xEF\xBF\xBD");
    lacks(page(1), "<script");
}

static void lack_of_memory_is_told(void **state)
{
    long allowed = 0;

    (void)state;
    add_many(60, 2, ORB_CIRCLE_C3);
    add("Nowhere", 0, ORB_CIRCLE_C2);
    for (;; allowed++) {
        struct orb_arena arena = { 0 };
        struct orb_circle_map *map = NULL;
        struct orb_buf out = { 0 };
        struct orb_error err = { 0 };
        enum orb_status status;

        orb_alloc_fail_after(allowed);
        status = orb_circle_map_make(&map, &arena, &made.input, &made.options, &err);
        for (unsigned i = 1; status == ORB_OK && i <= orb_circle_map_pages(map); i++)
            status = orb_circle_map_write(&out, map, i, &err);
        orb_alloc_fail_after(-1);
        orb_buf_release(&out);
        orb_arena_release(&arena);
        if (status == ORB_OK)
            break;
        assert_int_equal(status, ORB_ERR_MEMORY);
        assert_int_equal(err.status, ORB_ERR_MEMORY);
    }
    assert_true(allowed > 50);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, made_begin, made_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(numbers_follow_family_circle_and_name),
        TEST(what_has_no_ring_or_no_family_is_listed_apart),
        TEST(institutions_alone_need_no_table),
        TEST(a_mark_grows_with_the_square_root_of_its_places),
        TEST(thirteen_partners_of_a_cell_are_counted_twelve_are_drawn),
        TEST(marks_lead_to_lines_and_back),
        TEST(links_between_pages_need_a_name),
        TEST(an_embedded_disc_names_its_marks_and_has_no_boxes),
        TEST(states_show_in_the_outline),
        TEST(nobody_known_is_grave_only_when_requests_wait),
        TEST(an_empty_cell_says_when_and_where_one_looked),
        TEST(without_operator_nothing_internal_is_missing),
        TEST(families_that_are_not_asked_for_are_one_grey_head),
        TEST(the_description_counts_by_family_and_circle),
        TEST(the_legend_tells_what_is_there),
        TEST(black_has_no_colour),
        TEST(names_are_data_not_markup),
        TEST(lack_of_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
