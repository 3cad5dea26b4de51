/* The store without memory: an import fails with one sentence and leaves what was there; a
 * replay fails too, or gives everything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/model/profile.h"
#include "engine/quality/quality.h"
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

static enum orb_status link(void *context, struct orb_error *err)
{
    struct orb_store_summary summary;
    struct orb_store *store = NULL;
    enum orb_status status = orb_store_open(&store, path_of("fault"), ORB_STORE_WRITE, err);

    (void)context;
    if (status == ORB_OK)
        status = fixture_link(store, &summary, err);
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

static enum orb_status listen(void *context, const struct orb_quality_finding *finding,
                              struct orb_error *err)
{
    (void)finding;
    (void)err;
    ++*(int *)context;
    return ORB_OK;
}

static enum orb_status read_twice(struct orb_store *store, struct orb_quality *quality,
                                  struct orb_error *err)
{
    const struct orb_sink first = orb_quality_first_sink(quality);
    const struct orb_sink second = orb_quality_second_sink(quality);
    enum orb_status status = orb_store_replay(store, NULL, &first, err);

    if (status == ORB_OK)
        status = orb_store_replay(store, NULL, &second, err);
    return status == ORB_OK ? orb_quality_end(quality, err) : status;
}

static enum orb_status check(void *context, struct orb_error *err)
{
    const struct orb_quality_listener listener = { context, listen };
    struct orb_quality_settings settings = { .date = orb_date_make(2028, 1, 1),
                                             .old_months = 12,
                                             .soon_days = 90 };
    struct orb_profile *profile = NULL;
    struct orb_quality *quality = NULL;
    struct orb_store *store = NULL;
    enum orb_status status = orb_store_open(&store, path_of("fault"), ORB_STORE_READ, err);

    *(int *)context = 0;
    if (status == ORB_OK)
        status = orb_profile_new(&profile, NULL, err);
    settings.profile = profile;
    if (status == ORB_OK)
        status = orb_quality_new(&quality, &settings, &listener, err);
    if (status == ORB_OK)
        status = read_twice(store, quality, err);
    orb_quality_free(quality);
    orb_profile_free(profile);
    orb_store_close(store);
    return status;
}

static void the_store_survives_lack_of_memory(void **state)
{
    struct orb_store_summary summary;
    struct orb_store *store = open_store("fault", ORB_STORE_CREATE);
    char *before, *after;
    int records = 0;
    int findings = 0;

    (void)state;
    must_import(store, &few, true, &summary);
    before = dump_of(store);
    orb_store_close(store);
    assert_true(fault_each_allocation(replay, &records) > 5);
    assert_true(records > 20);
    assert_true(fault_each_allocation(check, &findings) > 100);
    assert_true(findings > 5);
    assert_true(fault_each_allocation(import, NULL) > 20);
    assert_true(fault_each_allocation(link, NULL) > 20);
    assert_true(fault_each_allocation(replay, &records) > 20);
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
