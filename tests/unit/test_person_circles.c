#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "maps/person_circles.h"
#include "tests/unit/person_world.h"

struct fixture {
    struct person_world world;
    struct orb_person_answer answer;
    struct orb_circle_map_input input;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct orb_error err = { 0 };

    person_world_open(&f->world, "S-1<script>");
    assert_int_equal(orb_person_answer_make(&f->answer, &f->world.question, &err), ORB_OK);
    assert_int_equal(
        orb_person_circles_make(&f->input, &f->answer, &f->world.selection, &err), ORB_OK);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    orb_person_answer_release(&f->answer);
    person_world_close(&f->world);
    free(f);
    return 0;
}

static const struct orb_partner *partner_of(const struct fixture *f, const char *service)
{
    const struct orb_partner *found = NULL;

    for (size_t i = 0; i < f->input.partner_count; i++)
        if (strcmp(f->input.partners[i].id, service) == 0) {
            assert_null(found);
            found = &f->input.partners[i];
        }
    return found;
}

static const struct {
    const char *service;
    int family; /* 0 = not drawn */
    enum orb_partner_state state;
    enum orb_circle circle;
    const char *reason;
} drawn[] = {
    /* the offer that is for children counts less than the one that suits */
    { "s1", 1, ORB_PARTNER_PLACE, ORB_CIRCLE_C2, NULL },
    { "s2", 1, ORB_PARTNER_SET_ASIDE, ORB_CIRCLE_C4, "too far" },
    { "s3", 1, ORB_PARTNER_SET_ASIDE, ORB_CIRCLE_C2,
      "above the age accepted (by 103 months)" },
    { "s7", 5, ORB_PARTNER_SET_ASIDE, ORB_CIRCLE_C2,
      "above the age accepted (by 1 month)" },
    { "s8", 1, ORB_PARTNER_UNKNOWN, ORB_CIRCLE_C2, NULL },
    { "s4", 0, ORB_PARTNER_UNKNOWN, ORB_CIRCLE_C2, NULL },
    { "s5", 0, ORB_PARTNER_UNKNOWN, ORB_CIRCLE_C2, NULL },
    { "s6", 0, ORB_PARTNER_UNKNOWN, ORB_CIRCLE_C2, NULL },
};

static void each_service_has_one_mark_that_of_its_best_offer(void **state)
{
    const struct fixture *f = *state;

    for (size_t i = 0; i < sizeof drawn / sizeof drawn[0]; i++) {
        const struct orb_partner *p = partner_of(f, drawn[i].service);

        if ((p == NULL) != (drawn[i].family == 0))
            fail_msg("%s is %sdrawn", drawn[i].service, p == NULL ? "not " : "");
        if (p == NULL)
            continue;
        assert_int_equal(p->family, drawn[i].family);
        assert_int_equal(p->state, drawn[i].state);
        assert_int_equal(p->circle, drawn[i].circle);
        assert_int_equal(p->nearly, strcmp(drawn[i].service, "s7") == 0);
        if (drawn[i].reason == NULL)
            assert_null(p->reason);
        else if (strncmp(p->reason, drawn[i].reason, strlen(drawn[i].reason)) != 0)
            fail_msg("%s: %s", drawn[i].service, p->reason);
        assert_non_null(p->way);
    }
}

static void families_that_no_need_asks_for_are_outside(void **state)
{
    const struct fixture *f = *state;

    assert_int_equal(f->input.outside, 0xff & ~0x51);
    assert_true(f->input.person);
}

static void
the_centre_is_the_pseudonym_and_nothing_else_of_the_person_is_there(void **state)
{
    static const struct orb_circle_map_options options = { .french = true };
    struct fixture *f = *state;
    struct orb_circle_map *map = NULL;
    struct orb_arena arena = { 0 };
    struct orb_buf svg = { 0 };

    assert_string_equal(f->input.title, "Situation S-1<script>: solutions by circle");
    assert_string_equal(f->input.centre, "S-1<script>");
    assert_string_equal(f->input.subtitle,
                        "Private document, not to be passed on · Val<b>");
    assert_int_equal(orb_circle_map_make(&map, &arena, &f->input, &options, NULL), ORB_OK);
    for (unsigned page = 1; page <= orb_circle_map_pages(map); page++)
        assert_int_equal(orb_circle_map_write(&svg, map, page, NULL), ORB_OK);
    assert_non_null(strstr(svg.data, "S-1&lt;script&gt;"));
    assert_non_null(strstr(svg.data, "Private document"));
    assert_null(strstr(svg.data, "<script"));
    assert_null(strstr(svg.data, "<b>"));
    for (size_t i = 0; person_marks[i] != NULL; i++)
        if (strstr(svg.data, person_marks[i]) != NULL)
            fail_msg("%s is told", person_marks[i]);
    orb_arena_release(&arena);
    orb_buf_release(&svg);
}

/* Any text of the catalogue is an identifier, when it is not that of another. */
static orb_cat_text other_text(const struct orb_catalogue *c,
                               const struct orb_cat_offer *others, uint32_t count,
                               orb_cat_text text)
{
    bool taken = true;

    while (taken) {
        text++;
        taken = c->strings[text] == '\0';
        for (uint32_t i = 0; i < count; i++)
            taken = taken || strcmp(c->strings + others[i].service, c->strings + text) == 0;
    }
    return text;
}

/* Twelve services answer in one circle and one in another: eight of the first are drawn,
 * and the one, since an empty part says that nobody is known. */
static void the_first_of_each_family_are_drawn_and_no_part_is_emptied(void **state)
{
    enum { ROWS = 13 };
    struct fixture *f = *state;
    struct orb_person_row rows[ROWS];
    struct orb_person_answer answer = f->answer;
    struct orb_circle_map_input input;
    struct orb_catalogue catalogue = f->world.catalogue;
    struct orb_cat_offer offers[ROWS];
    struct orb_cat_detail details[ROWS];
    struct orb_selection selection = f->world.selection;
    uint32_t near = orb_cat_offer_find(&catalogue, "near");
    orb_cat_text text = catalogue.offers[near].id;

    memset(&answer.arena, 0, sizeof answer.arena);
    for (uint32_t i = 0; i < ROWS; i++) {
        offers[i] = catalogue.offers[near];
        details[i] = catalogue.details[near];
        offers[i].service = text = other_text(&catalogue, offers, i, text);
        rows[i] = (struct orb_person_row){ .offer = i,
                                           .class_ = ORB_ELIGIBLE,
                                           .circle = i == ROWS - 1 ? ORB_CIRCLE_C3
                                                                   : ORB_CIRCLE_C2,
                                           .way = "" };
    }
    catalogue.offers = offers;
    catalogue.details = details;
    catalogue.offer_count = ROWS;
    selection.catalogue = &catalogue;
    answer.rows = rows;
    answer.count = ROWS;
    assert_int_equal(orb_person_circles_make(&input, &answer, &selection, NULL), ORB_OK);
    assert_int_equal(input.partner_count, ORB_PERSON_CIRCLE_ANSWERS);
    assert_int_equal(input.partners[1].circle, ORB_CIRCLE_C3);
    assert_non_null(strstr(input.footer, "5 more resources"));
    orb_arena_release(&answer.arena);
}

static void missing_memory_is_told(void **state)
{
    struct fixture *f = *state;

    for (long n = 0; n < 500; n++) {
        struct orb_person_answer answer = f->answer;
        struct orb_circle_map_input input;
        enum orb_status status;

        memset(&answer.arena, 0, sizeof answer.arena);
        orb_alloc_fail_after(n);
        status = orb_person_circles_make(&input, &answer, &f->world.selection, NULL);
        orb_alloc_fail_after(-1);
        orb_arena_release(&answer.arena);
        if (status == ORB_OK)
            return;
        assert_int_equal(status, ORB_ERR_MEMORY);
    }
    fail();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_service_has_one_mark_that_of_its_best_offer,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(families_that_no_need_asks_for_are_outside, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            the_centre_is_the_pseudonym_and_nothing_else_of_the_person_is_there, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            the_first_of_each_family_are_drawn_and_no_part_is_emptied, setup, teardown),
        cmocka_unit_test_setup_teardown(missing_memory_is_told, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
