#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "maps/caseload_answer.h"
#include "maps/circles_layout.h"
#include "maps/person_circles.h"
#include "tests/unit/person_world.h"

struct fixture {
    struct person_world world;
    struct orb_match_options options;
    struct orb_strmap sentences;
    struct orb_caseload_answer answer;
};

static enum orb_status ask(struct fixture *f, struct orb_error *err)
{
    const struct orb_caseload_question q = { &f->world.selection, f->world.matcher,
                                             &f->options, f->world.question.reader,
                                             &f->sentences };

    return orb_caseload_ask(&f->answer, &q, f->world.person, err);
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct orb_error err = { 0 };

    person_world_open(&f->world, "S-1");
    assert_int_equal(ask(f, &err), ORB_OK);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    orb_caseload_answer_release(&f->answer);
    orb_strmap_release(&f->sentences);
    person_world_close(&f->world);
    free(f);
    return 0;
}

static const struct orb_caseload_row *row_of(const struct fixture *f, const char *offer)
{
    uint32_t number = orb_cat_offer_find(&f->world.catalogue, offer);

    for (size_t i = 0; i < f->answer.count; i++)
        if (f->answer.rows[i].offer == number)
            return &f->answer.rows[i];
    return NULL;
}

/* The drawing of 'map circles' for the same person. */
static void marks_stand_where_the_map_of_the_person_has_them(void **state)
{
    static const struct orb_circle_map_options how = { .embedded = true };
    struct fixture *f = *state;
    struct orb_person_answer answer;
    struct orb_circle_map_input input;
    struct orb_circle_map *map = NULL;
    struct orb_arena arena = { 0 };

    /* What was answered before the caseload was asked for is gone. */
    assert_int_equal(orb_matcher_ask(f->world.matcher, f->world.person, &f->options,
                                     &f->world.result, NULL),
                     ORB_OK);
    assert_int_equal(orb_person_answer_make(&answer, &f->world.question, NULL), ORB_OK);
    assert_int_equal(orb_person_circles_make(&input, &answer, &f->world.selection, NULL),
                     ORB_OK);
    assert_int_equal(orb_circle_map_make(&map, &arena, &input, &how, NULL), ORB_OK);
    assert_true(map->mark_count >= 4);
    assert_int_equal(f->answer.drawn, map->mark_count);
    assert_int_equal(f->answer.outside, input.outside);
    for (size_t i = 0; i < map->mark_count; i++) {
        const struct orb_circle_mark *mark = &map->marks[i];
        const struct orb_caseload_row *row = &f->answer.rows[mark->number - 1];

        assert_true(llabs((long long)(100 * mark->centre.x + 0.5) - row->x) <= 1);
        assert_true(llabs((long long)(100 * mark->centre.y + 0.5) - row->y) <= 1);
        assert_true(llabs((long long)(100 * mark->radius + 0.5) - row->r) <= 1);
        assert_int_equal(row->cell, 4 * (mark->partner->family - 1) + mark->ring);
    }
    orb_person_answer_release(&answer);
    orb_arena_release(&arena);
}

static void a_cell_is_empty_when_nobody_is_drawn_there_and_it_is_asked_for(void **state)
{
    const struct fixture *f = *state;
    uint32_t filled = 0;

    for (size_t i = 0; i < f->answer.drawn; i++)
        filled |= UINT32_C(1) << f->answer.rows[i].cell;
    assert_int_equal(f->answer.empty & filled, 0);
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        if ((f->answer.outside >> s & 1) != 0)
            assert_int_equal(f->answer.empty >> (4 * s) & 0xf, 0);
    assert_true(f->answer.empty != 0);
}

static void resources_say_their_class_their_way_and_why(void **state)
{
    const struct fixture *f = *state;
    const struct orb_caseload_row *near = row_of(f, "near");
    const struct orb_caseload_row *kids = row_of(f, "kids");
    const struct orb_caseload_row *nearly = row_of(f, "nearly");

    assert_non_null(near);
    assert_true(near->class_ <= ORB_TO_VERIFY && near->minutes >= 0);
    assert_int_equal(near->minutes % 15, 0);
    assert_non_null(kids);
    assert_int_equal(kids->class_, ORB_EXCLUDED);
    assert_non_null(nearly);
    assert_int_equal(nearly->class_, ORB_NEAR_MISS);
    assert_non_null(strstr(f->sentences.strings[nearly->reasons], "bove the age"));
    assert_true(nearly->levers != ORB_STRMAP_NONE);
    assert_null(row_of(f, "refused"));
    assert_null(row_of(f, "shut"));
}

static void nobody_stands_twice_and_the_drawn_ones_come_first(void **state)
{
    const struct fixture *f = *state;

    for (size_t i = 0; i < f->answer.count; i++) {
        assert_int_equal(f->answer.rows[i].cell == ORB_CASELOAD_NOT_DRAWN,
                         i >= f->answer.drawn);
        for (size_t k = 0; k < i; k++)
            assert_int_not_equal(f->answer.rows[i].offer, f->answer.rows[k].offer);
    }
}

static void missing_memory_is_told(void **state)
{
    struct fixture *f = *state;
    bool made = false;

    for (long n = 0; n < 4000 && !made; n += 7) {
        enum orb_status status;

        orb_caseload_answer_release(&f->answer);
        orb_alloc_fail_after(n);
        status = ask(f, NULL);
        orb_alloc_fail_after(-1);
        assert_true(status == ORB_OK || status == ORB_ERR_MEMORY);
        made = status == ORB_OK;
    }
    assert_true(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_stand_where_the_map_of_the_person_has_them),
        cmocka_unit_test(a_cell_is_empty_when_nobody_is_drawn_there_and_it_is_asked_for),
        cmocka_unit_test(resources_say_their_class_their_way_and_why),
        cmocka_unit_test(nobody_stands_twice_and_the_drawn_ones_come_first),
        cmocka_unit_test(missing_memory_is_told),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
