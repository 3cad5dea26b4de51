#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/jobs.h"

#define ITEMS   1000
#define THREADS 5

struct worker {
    unsigned char *done; /* by item */
    size_t bad;          /* items from this one on fail */
    size_t taken;
};

static enum orb_status work(void *context, size_t item, struct orb_error *err)
{
    struct worker *w = context;

    w->done[item]++;
    w->taken++;
    return item < w->bad ? ORB_OK : orb_error_set(err, ORB_ERR_RANGE, "item %zu", item);
}

static struct cli_jobs jobs_of(struct worker workers[THREADS], int count, size_t items)
{
    return (struct cli_jobs){ count, items, workers, sizeof *workers, work };
}

static void every_item_is_done_once(void **state)
{
    static const size_t counts[] = { 0, 1, 7, 8, 9, ITEMS };

    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        for (int threads = 1; threads <= THREADS; threads++) {
            unsigned char done[ITEMS] = { 0 };
            struct worker workers[THREADS] = { { 0 } };
            struct cli_jobs jobs = jobs_of(workers, threads, counts[i]);
            size_t taken = 0;

            for (int k = 0; k < THREADS; k++)
                workers[k] = (struct worker){ done, ITEMS, 0 };
            assert_int_equal(cli_jobs_run(&jobs, NULL), ORB_OK);
            for (size_t k = 0; k < ITEMS; k++)
                assert_int_equal(done[k], k < counts[i]);
            for (int k = 0; k < THREADS; k++)
                taken += workers[k].taken;
            assert_int_equal(taken, counts[i]);
        }
}

static void the_failure_told_is_that_of_the_first_item_that_has_one(void **state)
{
    (void)state;
    for (int threads = 1; threads <= THREADS; threads++)
        for (size_t bad = 0; bad < 40; bad++) {
            unsigned char done[ITEMS] = { 0 };
            struct worker workers[THREADS] = { { 0 } };
            struct cli_jobs jobs = jobs_of(workers, threads, ITEMS);
            struct orb_error err = { 0 };
            struct orb_error expected = { 0 };

            for (int k = 0; k < THREADS; k++)
                workers[k] = (struct worker){ done, bad, 0 };
            (void)orb_error_set(&expected, ORB_ERR_RANGE, "item %zu", bad);
            assert_int_equal(cli_jobs_run(&jobs, &err), ORB_ERR_RANGE);
            assert_string_equal(err.text, expected.text);
            for (size_t k = 0; k < bad; k++)
                assert_int_equal(done[k], 1);
        }
}

static enum orb_status count_up(void *context, struct orb_error *err)
{
    struct worker *w = context;

    (void)err;
    w->taken++;
    return ORB_OK;
}

static void a_crew_works_once_on_each_thread(void **state)
{
    struct worker workers[THREADS] = { { 0 } };
    const struct cli_crew crew = { THREADS, workers, sizeof *workers, count_up };

    (void)state;
    assert_int_equal(cli_crew_run(&crew, NULL), ORB_OK);
    for (int k = 0; k < THREADS; k++)
        assert_int_equal(workers[k].taken, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_is_done_once),
        cmocka_unit_test(the_failure_told_is_that_of_the_first_item_that_has_one),
        cmocka_unit_test(a_crew_works_once_on_each_thread),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
