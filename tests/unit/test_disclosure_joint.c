/* Two tables of the same persons, given one after the other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/cohort/disclosure_joint.h"

#define K 5

/* A total and three parts. */
enum { TOTAL, A, B, C, CELLS };

static const size_t members[CELLS] = { TOTAL, A, B, C };
static const size_t names[CELLS] = { TOTAL, A, B, C };
static const struct orb_disclosure_sum sum = { members, CELLS };
static struct orb_disclosure_cell before[CELLS], now[CELLS];

static void fill(struct orb_disclosure_cell *cells, int64_t a, int64_t b, int64_t c)
{
    memset(cells, 0, CELLS * sizeof *cells);
    cells[TOTAL].value = a + b + c;
    cells[A].value = a;
    cells[B].value = b;
    cells[C].value = c;
}

static enum orb_status protect(void)
{
    const struct orb_disclosure_earlier earlier = { before, names, CELLS, &sum, 1 };
    const struct orb_disclosure_past past = { &earlier, 1, names };
    struct orb_disclosure alone = { before, CELLS, &sum, 1, K };
    struct orb_disclosure table = { now, CELLS, &sum, 1, K };

    assert_int_equal(orb_disclosure_protect(&alone, NULL), ORB_OK);
    return orb_disclosure_protect_beside(&table, &past, NULL);
}

static int count_shown(void)
{
    int count = 0;

    for (int i = 0; i < CELLS; i++)
        count += now[i].hidden ? 0 : 1;
    return count;
}

static void the_same_again_hides_no_more(void **state)
{
    (void)state;
    fill(before, 20, 3, 30);
    fill(now, 20, 3, 30);
    assert_int_equal(protect(), ORB_OK);
    for (int i = 0; i < CELLS; i++)
        assert_int_equal(before[i].hidden, now[i].hidden);
    assert_int_equal(count_shown(), 2);
}

static void one_person_more_leaves_nothing_to_show(void **state)
{
    (void)state;
    fill(before, 20, 10, 30);
    fill(now, 21, 10, 30);
    assert_int_equal(protect(), ORB_OK);
    /* What did not change is hidden too: else it would show what did. */
    assert_int_equal(count_shown(), 0);
}

static void many_more_everywhere_are_shown(void **state)
{
    (void)state;
    fill(before, 20, 10, 30);
    fill(now, 30, 20, 50);
    assert_int_equal(protect(), ORB_OK);
    assert_int_equal(count_shown(), CELLS);
}

static void a_small_change_is_hidden_with_another(void **state)
{
    (void)state;
    fill(before, 20, 10, 30);
    fill(now, 30, 11, 50);
    assert_int_equal(protect(), ORB_OK);
    assert_true(now[B].hidden);
    assert_false(now[TOTAL].hidden && now[A].hidden && now[C].hidden);
    assert_true(count_shown() < CELLS - 1);
}

static void what_was_hidden_stays_so(void **state)
{
    const struct orb_disclosure_earlier earlier = { before, names, CELLS, &sum, 1 };
    const struct orb_disclosure_past past = { &earlier, 1, names };
    struct orb_disclosure table = { now, CELLS, NULL, 0, K };

    (void)state;
    fill(before, 20, 3, 30);
    fill(now, 20, 3, 30);
    before[A].hidden = before[B].hidden = true;
    /* Alone, without its sum, the second would show A: with the first, B is worked out. */
    assert_int_equal(orb_disclosure_protect_beside(&table, &past, NULL), ORB_OK);
    assert_true(now[A].hidden);
    assert_false(now[C].hidden);
}

static void what_tells_already_cannot_be_mended(void **state)
{
    (void)state;
    fill(before, 20, 3, 30);
    fill(now, 20, 3, 30);
    before[B].hidden = true; /* and told by the rest */
    {
        const struct orb_disclosure_earlier earlier = { before, names, CELLS, &sum, 1 };
        const struct orb_disclosure_past past = { &earlier, 1, names };
        struct orb_disclosure table = { now, CELLS, &sum, 1, K };

        assert_int_equal(orb_disclosure_protect_beside(&table, &past, NULL),
                         ORB_ERR_UNSUPPORTED);
    }
}

/* All persons in one table, those without a need in another, both of one moment: who had it
 * is told, and by how few they grew. */
static void two_that_were_given_of_one_moment_are_read_together(void **state)
{
    enum { ALL, WITH, WITHOUT, KNOWN };
    static const size_t all[] = { ALL }, parts[] = { ALL, WITH, WITHOUT };
    static const struct orb_disclosure_sum adds_up = { parts, KNOWN };
    const struct orb_disclosure_cell first[] = { { .value = 36 } };
    const struct orb_disclosure_cell second[] = { { .value = 36, .hidden = true },
                                                  { .value = 11, .hidden = true },
                                                  { .value = 25 } };
    const struct orb_disclosure_earlier earlier[] = {
        { first, all, 1, NULL, 0 }, { second, parts, KNOWN, &adds_up, 1 }
    };

    (void)state;
    for (size_t given = 1; given <= 2; given++) {
        struct orb_disclosure_cell today[] = { { .value = 43 },
                                               { .value = 13 },
                                               { .value = 30 } };
        struct orb_disclosure table = { today, KNOWN, &adds_up, 1, K };
        const struct orb_disclosure_past past = { &earlier[2 - given], given, parts };
        bool shown;

        assert_int_equal(orb_disclosure_protect_beside(&table, &past, NULL), ORB_OK);
        shown = !today[ALL].hidden && !today[WITH].hidden && !today[WITHOUT].hidden;
        assert_int_equal(shown, given == 1);
    }
}

/* ---- three dates */

/* A table of counts that no sum ties, after two others. */
static void protect_last(struct orb_disclosure_cell *cells, const size_t *of, size_t count,
                         const struct orb_disclosure_earlier *earlier)
{
    struct orb_disclosure table = { cells, count, NULL, 0, K };
    const struct orb_disclosure_past past = { earlier, 2, of };

    assert_int_equal(orb_disclosure_protect_beside(&table, &past, NULL), ORB_OK);
}

/* The second table hid by how few the count grew; the last has not that count, but what the
 * second hid it with. */
static void a_count_is_followed_from_one_date_to_the_next_without_the_last(void **state)
{
    enum { ALL, WITH, WITHOUT, KNOWN };
    static const size_t with[] = { WITH }, parts[] = { ALL, WITH, WITHOUT };
    static const size_t others[] = { ALL, WITHOUT };
    static const struct orb_disclosure_sum adds_up = { parts, KNOWN };
    const struct orb_disclosure_cell first[] = { { .value = 20 } };
    const struct orb_disclosure_cell second[] = { { .value = 60 },
                                                  { .value = 22, .hidden = true },
                                                  { .value = 38, .hidden = true } };
    const struct orb_disclosure_earlier earlier[] = {
        { first, with, 1, NULL, 0 }, { second, parts, KNOWN, &adds_up, 1 }
    };
    /* Of the same moment as the second. */
    struct orb_disclosure_cell again[] = { { .value = 60 }, { .value = 38 } };
    /* Much later. */
    struct orb_disclosure_cell later[] = { { .value = 90 }, { .value = 58 } };

    (void)state;
    protect_last(again, others, 2, earlier);
    assert_true(again[1].hidden);
    assert_false(again[0].hidden);
    protect_last(later, others, 2, earlier);
    assert_false(later[0].hidden || later[1].hidden);
}

/* What came between the first and the second is followed from the second to the last. */
static void few_at_each_date_are_not_told_in_two_steps(void **state)
{
    static const size_t one[] = { 0 };
    const struct orb_disclosure_cell first[] = { { .value = 20 } };
    const struct orb_disclosure_cell second[] = { { .value = 21, .hidden = true } };
    const struct orb_disclosure_earlier earlier[] = { { first, one, 1, NULL, 0 },
                                                      { second, one, 1, NULL, 0 } };
    struct orb_disclosure_cell last[] = { { .value = 23 } };
    struct orb_disclosure_cell later[] = { { .value = 31 } };

    (void)state;
    protect_last(last, one, 1, earlier);
    assert_true(last[0].hidden);
    protect_last(later, one, 1, earlier);
    assert_false(later[0].hidden);
}

/* Both were shown: nothing can be done about it, and nothing more is refused for it. */
static void a_small_change_that_is_told_refuses_nothing_later(void **state)
{
    static const size_t one[] = { 0 };
    const struct orb_disclosure_cell first[] = { { .value = 20 } };
    const struct orb_disclosure_cell second[] = { { .value = 21 } };
    const struct orb_disclosure_earlier earlier[] = { { first, one, 1, NULL, 0 },
                                                      { second, one, 1, NULL, 0 } };
    struct orb_disclosure_cell last[] = { { .value = 30 } };

    (void)state;
    protect_last(last, one, 1, earlier);
    assert_false(last[0].hidden);
}

/* Some left: those who are hidden at first are as many at least as they are later. */
static void what_did_not_change_while_some_left_bounds_what_was(void **state)
{
    enum { ALL, UNMET, TO_VERIFY, OTHERS, KNOWN };
    static const size_t parts[] = { ALL, UNMET, TO_VERIFY, OTHERS };
    static const struct orb_disclosure_sum adds_up = { parts, KNOWN };
    const struct orb_disclosure_cell first[] = { { .value = 37 },
                                                 { .value = 18 },
                                                 { .value = 15, .hidden = true },
                                                 { .value = 4, .hidden = true } };
    const struct orb_disclosure_earlier earlier = { first, parts, KNOWN, &adds_up, 1 };
    static const size_t few[] = { ALL, TO_VERIFY };
    struct orb_disclosure_cell last[] = { { .value = 30 }, { .value = 15 } };
    struct orb_disclosure table = { last, 2, NULL, 0, K };
    const struct orb_disclosure_past past = { &earlier, 1, few };

    (void)state;
    assert_int_equal(orb_disclosure_protect_beside(&table, &past, NULL), ORB_OK);
    assert_true(last[1].hidden);
}

/* ---- counts that were hidden without their value */

/* Who has A at first; then two ways to tell all, by A and by P, each with one of its parts;
 * then A and P: P was 1 to 5, A 13 to 17. And others, by who of few came. */
enum { EVERYBODY, HAS_A, NOT_A, HAS_P, NOT_P, CAME, CAME_WITH, CAME_WITHOUT, NAMED };

static const size_t by_a[] = { EVERYBODY, HAS_A, NOT_A };
static const size_t by_p[] = { EVERYBODY, HAS_P, NOT_P };
static const size_t by_need[] = { CAME, CAME_WITH, CAME_WITHOUT };
static const struct orb_disclosure_sum ways[] = { { by_a, 3 },
                                                  { by_p, 3 },
                                                  { by_need, 3 } };
static const size_t each[] = { EVERYBODY, HAS_A, NOT_A,     HAS_P,
                               NOT_P,     CAME,  CAME_WITH, CAME_WITHOUT };

static void hide_value(struct orb_disclosure_cell *cell)
{
    *cell = (struct orb_disclosure_cell){ .hidden = true, .unknown = true };
}

static void a_count_is_followed_through_a_table_that_does_not_know_it(void **state)
{
    static const size_t first_names[] = { HAS_A }, last_names[] = { HAS_A, HAS_P };
    const struct orb_disclosure_cell first[] = { { .value = 13 } };
    struct orb_disclosure_cell second[] = {
        { 0 }, { 0 }, { .value = 20 }, { 0 }, { .value = 32 }
    };
    const struct orb_disclosure_earlier earlier[] = { { first, first_names, 1, NULL, 0 },
                                                      { second, each, CAME, ways, 2 } };
    struct orb_disclosure_cell last[] = { { .value = 18 }, { .value = 5 } };

    (void)state;
    hide_value(&second[EVERYBODY]);
    hide_value(&second[HAS_A]);
    hide_value(&second[HAS_P]);
    protect_last(last, last_names, 2, earlier);
    /* Both would tell that 4 more at most have P, and from 1 to 5 more A. */
    assert_true(last[0].hidden != last[1].hidden);
}

/* Of 4 who came, how many had the need is told as it is: it hides nothing today, and the
 * others are followed all the same. */
static void what_two_tables_tell_of_one_that_is_hidden_empties_nothing(void **state)
{
    static const size_t first_names[] = { HAS_A, CAME, CAME_WITH, CAME_WITHOUT };
    static const size_t last_names[] = { HAS_A, HAS_P, CAME, CAME_WITH, CAME_WITHOUT };
    static const size_t first_parts[] = { 1, 2, 3 };
    static const struct orb_disclosure_sum adds_up = { first_parts, 3 };
    const struct orb_disclosure_cell first[] = {
        { .value = 13 }, { .value = 60 }, { .value = 20 }, { .value = 40 }
    };
    struct orb_disclosure_cell second[NAMED] = {
        [NOT_A] = { .value = 20 }, [NOT_P] = { .value = 32 }, [CAME] = { .value = 64 }
    };
    const struct orb_disclosure_earlier earlier[] = {
        { first, first_names, 4, &adds_up, 1 }, { second, each, NAMED, ways, 3 }
    };
    struct orb_disclosure_cell last[] = {
        { .value = 18 }, { .value = 5 }, { .value = 80 }, { .value = 30 }, { .value = 50 }
    };

    (void)state;
    hide_value(&second[EVERYBODY]);
    hide_value(&second[HAS_A]);
    hide_value(&second[HAS_P]);
    hide_value(&second[CAME_WITH]);
    hide_value(&second[CAME_WITHOUT]);
    protect_last(last, last_names, 5, earlier);
    assert_true(last[0].hidden != last[1].hidden);
    for (size_t i = 2; i < 5; i++)
        assert_false(last[i].hidden);
}

/* It grew from the first to the last, but cannot have by the second: no way is right. */
static void a_count_that_grew_and_shrank_meanwhile_is_compared_where_known(void **state)
{
    enum { ALL, WITH, WITHOUT, KNOWN };
    static const size_t with[] = { WITH }, parts[] = { ALL, WITH, WITHOUT };
    static const struct orb_disclosure_sum adds_up = { parts, KNOWN };
    const struct orb_disclosure_cell first[] = { { .value = 20 } };
    struct orb_disclosure_cell second[] = { { .value = 15 }, { 0 }, { 0 } };
    const struct orb_disclosure_earlier earlier[] = {
        { first, with, 1, NULL, 0 }, { second, parts, KNOWN, &adds_up, 1 }
    };
    struct orb_disclosure_cell last[] = { { .value = 40 } };

    (void)state;
    hide_value(&second[WITH]);
    hide_value(&second[WITHOUT]);
    protect_last(last, with, 1, earlier);
    assert_false(last[0].hidden);
    last[0] = (struct orb_disclosure_cell){ .value = 23 };
    protect_last(last, with, 1, earlier);
    assert_true(last[0].hidden);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_again_hides_no_more),
        cmocka_unit_test(one_person_more_leaves_nothing_to_show),
        cmocka_unit_test(many_more_everywhere_are_shown),
        cmocka_unit_test(a_small_change_is_hidden_with_another),
        cmocka_unit_test(what_was_hidden_stays_so),
        cmocka_unit_test(what_tells_already_cannot_be_mended),
        cmocka_unit_test(two_that_were_given_of_one_moment_are_read_together),
        cmocka_unit_test(a_count_is_followed_from_one_date_to_the_next_without_the_last),
        cmocka_unit_test(what_did_not_change_while_some_left_bounds_what_was),
        cmocka_unit_test(few_at_each_date_are_not_told_in_two_steps),
        cmocka_unit_test(a_small_change_that_is_told_refuses_nothing_later),
        cmocka_unit_test(a_count_is_followed_through_a_table_that_does_not_know_it),
        cmocka_unit_test(what_two_tables_tell_of_one_that_is_hidden_empties_nothing),
        cmocka_unit_test(a_count_that_grew_and_shrank_meanwhile_is_compared_where_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
