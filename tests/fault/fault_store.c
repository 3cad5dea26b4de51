/* The store without memory: an import fails with one sentence and leaves what was there; a
 * replay fails too, or gives everything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/fault/fault.h"
#include "tests/unit/store_folder.h"

static const struct fixture few = { .source = "invented", .count = 6, .version = 1 };
static const struct fixture next = {
    .source = "invented", .count = 7, .version = 2, .missing = 5, .edition_day = 31
};

static enum orb_status import(void *context, struct orb_error *err)
{
    struct orb_store_summary summary;
    struct orb_store *store = NULL;
    enum orb_status status = orb_store_open(&store, path_of("fault"), ORB_STORE_WRITE, err);

    (void)context;
    if (status == ORB_OK)
        status = fixture_import(store, &next, true, &summary, err);
    orb_store_close(store);
    return status;
}

static enum orb_status take(void *context, const struct orb_record *record,
                            struct orb_error *err)
{
    (void)record;
    (void)err;
    ++*(int *)context;
    return ORB_OK;
}

static enum orb_status replay(void *context, struct orb_error *err)
{
    const struct orb_sink sink = { context, take };
    struct orb_store *store = NULL;
    enum orb_status status = orb_store_open(&store, path_of("fault"), ORB_STORE_READ, err);

    *(int *)context = 0;
    if (status == ORB_OK)
        status = orb_store_replay(store, NULL, &sink, err);
    orb_store_close(store);
    return status;
}

static void the_store_survives_lack_of_memory(void **state)
{
    struct orb_store_summary summary;
    struct orb_store *store = open_store("fault", ORB_STORE_CREATE);
    char *before, *after;
    int records = 0;

    (void)state;
    must_import(store, &few, true, &summary);
    before = dump_of(store);
    orb_store_close(store);
    assert_true(fault_each_allocation(replay, &records) > 5);
    assert_true(records > 20);
    assert_true(fault_each_allocation(import, NULL) > 20);
    store = open_store("fault", ORB_STORE_READ);
    after = dump_of(store);
    assert_string_not_equal(before, after);
    free(before);
    free(after);
    orb_store_close(store);
    assert_sound("fault");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(
        the_store_survives_lack_of_memory) };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
