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
static const size_t same[CELLS] = { TOTAL, A, B, C };
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
    const struct orb_disclosure_earlier earlier = { before, same, CELLS, &sum, 1 };
    struct orb_disclosure alone = { before, CELLS, &sum, 1, K };
    struct orb_disclosure table = { now, CELLS, &sum, 1, K };

    assert_int_equal(orb_disclosure_protect(&alone, NULL), ORB_OK);
    return orb_disclosure_protect_beside(&table, &earlier, 1, NULL);
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
    const struct orb_disclosure_earlier earlier = { before, same, CELLS, &sum, 1 };
    struct orb_disclosure table = { now, CELLS, NULL, 0, K };

    (void)state;
    fill(before, 20, 3, 30);
    fill(now, 20, 3, 30);
    before[A].hidden = before[B].hidden = true;
    /* Alone, without its sum, the second would show A: with the first, B is worked out. */
    assert_int_equal(orb_disclosure_protect_beside(&table, &earlier, 1, NULL), ORB_OK);
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
        const struct orb_disclosure_earlier earlier = { before, same, CELLS, &sum, 1 };
        struct orb_disclosure table = { now, CELLS, &sum, 1, K };

        assert_int_equal(orb_disclosure_protect_beside(&table, &earlier, 1, NULL),
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
        bool shown;

        assert_int_equal(
            orb_disclosure_protect_beside(&table, &earlier[2 - given], given, NULL),
            ORB_OK);
        shown = !today[ALL].hidden && !today[WITH].hidden && !today[WITHOUT].hidden;
        assert_int_equal(shown, given == 1);
    }
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
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
