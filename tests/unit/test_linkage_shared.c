#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/arena.h"
#include "engine/base/csv.h"
#include "engine/base/file.h"
#include "engine/linkage/linkage.h"

/* The shared set: nine lists of the day-care centres of a city. */
struct centres {
    struct orb_arena arena;
    struct orb_linkage_record records[3000];
    const char *truth[3000];
    size_t count;
};

static bool read_centres(struct centres *c)
{
    char path[400];
    struct orb_buf text = { 0 };
    struct orb_csv csv;
    bool more = true;

    (void)snprintf(path, sizeof path, "%s/../shared/oracles/dedup/early_childhood_dev.csv",
                   getenv("ORBITE_SRCDIR"));
    if (!orb_file_exists(path))
        return false;
    assert_int_equal(orb_file_read(&text, path, (size_t)1 << 20, NULL), ORB_OK);
    orb_csv_memory(&csv, text.data, text.len, ',');
    assert_int_equal(orb_csv_row(&csv, &more, NULL), ORB_OK);
    while (orb_csv_row(&csv, &more, NULL) == ORB_OK && more && c->count < 3000) {
        c->truth[c->count] = orb_arena_strdup(&c->arena, orb_csv_field(&csv, 1));
        c->records[c->count++] = (struct orb_linkage_record){
            .id = orb_arena_strdup(&c->arena, orb_csv_field(&csv, 0)),
            .name = orb_arena_strdup(&c->arena, orb_csv_field(&csv, 3)),
            .address = orb_arena_strdup(&c->arena, orb_csv_field(&csv, 4)),
            .phone = orb_arena_strdup(&c->arena, orb_csv_field(&csv, 6)),
            .lon = NAN,
            .lat = NAN,
            .opened = ORB_DATE_NONE,
            .closed = ORB_DATE_NONE,
        };
    }
    orb_csv_release(&csv);
    orb_buf_release(&text);
    return true;
}

static void without_labels_the_shared_set_is_linked_at_0_92(void **state)
{
    struct centres *c = test_calloc(1, sizeof *c);
    struct orb_linkage_input in = { .records = c->records };
    struct orb_linkage_result out = { 0 };
    size_t right = 0;
    size_t wrong = 0;
    size_t missed = 0;

    (void)state;
    if (!read_centres(c)) {
        test_free(c);
        skip();
    }
    in.count = c->count;
    assert_int_equal(orb_linkage_run(&out, &in, NULL), ORB_OK);
    for (size_t i = 0; i < c->count; i++)
        for (size_t j = 0; j < i; j++) {
            bool is = strcmp(c->truth[i], c->truth[j]) == 0;
            bool said = out.canonical[i] == out.canonical[j];

            right += is && said;
            wrong += said && !is;
            missed += is && !said;
        }
    assert_int_equal(right + missed, 4376);
    print_message("# F1 %.4f, %zu right, %zu wrong, %zu missed, %zu of %zu compared\n",
                  2.0 * (double)right / (double)(2 * right + wrong + missed), right, wrong,
                  missed, out.compared, c->count * (c->count - 1) / 2);
    assert_true(200 * right >= 92 * (2 * right + wrong + missed));
    assert_true(out.compared * 100 <= c->count * (c->count - 1) / 2);
    orb_linkage_release(&out);
    orb_arena_release(&c->arena);
    test_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_labels_the_shared_set_is_linked_at_0_92),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
