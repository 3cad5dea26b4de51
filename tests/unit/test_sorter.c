#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/sorter.h"

struct record {
    uint32_t value;
    uint32_t number; /* in order of arrival: no two records are equal */
};

static char directory[] = "/tmp/orbite-sorter-XXXXXX";

static int setup(void **state)
{
    (void)state;
    return mkdtemp(directory) == NULL ? -1 : 0;
}

static int teardown(void **state)
{
    (void)state;
    /* Fails when a file was left there. */
    return rmdir(directory);
}

static int compare(const void *left, const void *right)
{
    const struct record *a = left;
    const struct record *b = right;

    if (a->value != b->value)
        return a->value < b->value ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static void fill(struct orb_sorter *s, uint32_t count)
{
    struct orb_error err = { 0 };
    uint32_t seed = 7;

    for (uint32_t i = 0; i < count; i++) {
        struct record record = { 0, i };

        seed = seed * 1664525U + 1013904223U;
        record.value = seed >> 20;
        assert_int_equal(orb_sorter_add(s, &record, &err), ORB_OK);
    }
    assert_int_equal(orb_sorter_finish(s, &err), ORB_OK);
    assert_int_equal(s->count, count);
}

static void check(struct orb_sorter *s, uint32_t count)
{
    unsigned char *seen = calloc(count + 1, 1);
    struct record last = { 0, 0 };

    for (uint32_t i = 0; i < count; i++) {
        struct orb_error err = { 0 };
        const void *found = NULL;

        assert_int_equal(orb_sorter_get(&found, s, i, &err), ORB_OK);
        if (i > 0)
            assert_true(compare(&last, found) < 0);
        last = *(const struct record *)found;
        assert_in_range(last.number, 0, count - 1);
        assert_int_equal(seen[last.number]++, 0);
    }
    free(seen);
}

/* In memory, in a few runs, in runs merged several times. */
static void records_come_out_once_in_order(void **state)
{
    static const uint32_t counts[] = { 0, 1, 127, 128, 129, 1000, 8191, 8192, 8193, 60000 };

    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        struct orb_sorter s = { .size = sizeof(struct record),
                                .compare = compare,
                                .folder = directory,
                                .memory = 128 * sizeof(struct record) };

        fill(&s, counts[i]);
        assert_int_equal(s.has_file, counts[i] > 128);
        check(&s, counts[i]);
        orb_sorter_release(&s);
        orb_sorter_release(&s);
    }
}

static void any_record_can_be_read_again(void **state)
{
    struct orb_sorter s = {
        .size = sizeof(struct record), .compare = compare, .folder = directory, .memory = 1
    };
    struct record first, again;
    struct orb_error err = { 0 };
    const void *found = NULL;

    (void)state;
    fill(&s, 5000);
    assert_int_equal(orb_sorter_get(&found, &s, 17, &err), ORB_OK);
    first = *(const struct record *)found;
    assert_int_equal(orb_sorter_get(&found, &s, 4999, &err), ORB_OK);
    assert_int_equal(orb_sorter_get(&found, &s, 17, &err), ORB_OK);
    again = *(const struct record *)found;
    assert_int_equal(compare(&first, &again), 0);
    orb_sorter_release(&s);
}

static void a_folder_that_is_not_there_is_said(void **state)
{
    struct orb_sorter s = { .size = sizeof(struct record),
                            .compare = compare,
                            .folder = "/nowhere/at/all",
                            .memory = 1 };
    struct orb_error err = { 0 };
    enum orb_status status = ORB_OK;

    (void)state;
    for (uint32_t i = 0; status == ORB_OK && i < 1000; i++)
        status = orb_sorter_add(&s, &(struct record){ i, i }, &err);
    assert_int_equal(status, ORB_ERR_IO);
    assert_string_equal(err.place, "/nowhere/at/all");
    orb_sorter_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_come_out_once_in_order),
        cmocka_unit_test(any_record_can_be_read_again),
        cmocka_unit_test(a_folder_that_is_not_there_is_said),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
