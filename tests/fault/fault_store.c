/* The store without memory: a failed import is rolled back and says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/store/store.h"
#include "importers/demo.h"
#include "tests/fault/fault.h"

struct place {
    char directory[64];
    char path[128];
};

static void forget(const struct place *place)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-journal", ".cat" };
    char path[160];

    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        (void)snprintf(path, sizeof path, "%s%s", place->path, suffixes[i]);
        (void)unlink(path);
    }
}

static enum orb_status fill(struct orb_store *store, struct orb_error *err)
{
    struct orb_demo_options options = { .seed = 2,
                                        .offers = ORB_DEMO_MIN_OFFERS,
                                        .without_contours = true };
    struct orb_store_import import = { .importer = "demo", .files = "" };
    struct orb_store_summary summary;
    struct orb_sink sink;
    enum orb_status status = orb_store_import_begin(store, &import, &sink, err);

    if (status != ORB_OK)
        return status;
    status = orb_demo_generate(&options, &sink, err);
    if (status != ORB_OK) {
        orb_store_import_rollback(store);
        return status;
    }
    return orb_store_import_commit(store, NULL, &summary, err);
}

static enum orb_status create_and_fill(void *context, struct orb_error *err)
{
    struct place *place = context;
    struct orb_store *store = NULL;
    enum orb_status status;

    forget(place);
    status = orb_store_open(&store, place->path, ORB_STORE_CREATE, err);
    if (status == ORB_OK)
        status = fill(store, err);
    orb_store_close(store);
    return status;
}

static enum orb_status count(void *context, const struct orb_record *record,
                             struct orb_error *err)
{
    (void)record;
    (void)err;
    ++*(size_t *)context;
    return ORB_OK;
}

static enum orb_status read_back(void *context, struct orb_error *err)
{
    struct place *place = context;
    struct orb_store *store = NULL;
    size_t records = 0;
    struct orb_sink sink = { &records, count };
    enum orb_status status = orb_store_open(&store, place->path, ORB_STORE_READ, err);

    if (status == ORB_OK)
        status = orb_store_replay(store, NULL, &sink, err);
    if (status == ORB_OK)
        assert_true(records > ORB_DEMO_MIN_OFFERS);
    orb_store_close(store);
    return status;
}

static int make_place(void **state)
{
    struct place *place = calloc(1, sizeof *place);

    assert_non_null(place);
    (void)snprintf(place->directory, sizeof place->directory, "fault-store-XXXXXX");
    assert_non_null(mkdtemp(place->directory));
    (void)snprintf(place->path, sizeof place->path, "%s/t.orbite", place->directory);
    *state = place;
    return 0;
}

static int leave_place(void **state)
{
    forget(*state);
    (void)rmdir(((struct place *)*state)->directory);
    free(*state);
    return 0;
}

static void a_store_survives_lack_of_memory(void **state)
{
    assert_true(fault_some_allocations(create_and_fill, *state, 8) > 20);
    assert_true(fault_some_allocations(read_back, *state, 8) > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_store_survives_lack_of_memory, make_place,
                                        leave_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
