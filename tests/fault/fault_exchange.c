/* The products made of services without memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/file.h"
#include "maps/registry.h"
#include "tests/fault/fault.h"
#include "tests/unit/exchange_world.h"

struct work {
    const struct orb_exporter *exporter;
    const char *path;
    struct exchange_world world;
};

static enum orb_status run(void *context, struct orb_error *err)
{
    struct work *work = context;
    const struct orb_map_territory territory = exchange_world_territory(&work->world);
    const struct orb_export_options options = { .reference_date = ORB_DATE_NONE };
    struct orb_output out = { 0 };
    enum orb_status status = orb_output_open(&out, work->path, err);

    if (status == ORB_OK)
        status = work->exporter->run(&out, &territory, &options, err);
    if (status == ORB_OK)
        status = orb_output_commit(&out, err);
    orb_output_close(&out);
    return status;
}

/* What is written once memory is there is what is written with all of it. */
static void survives(const struct orb_exporter *exporter)
{
    char path[] = "exchange-XXXXXX";
    struct work work = { .exporter = exporter, .path = path };
    struct orb_buf first = { 0 }, last = { 0 };
    int fd = mkstemp(path);

    assert_true(fd >= 0 && close(fd) == 0);
    exchange_world_make(&work.world);
    assert_int_equal(run(&work, NULL), ORB_OK);
    assert_int_equal(orb_file_read(&first, path, 1 << 20, NULL), ORB_OK);
    assert_true(fault_each_allocation(run, &work) > 50);
    assert_int_equal(orb_file_read(&last, path, 1 << 20, NULL), ORB_OK);
    assert_string_equal(first.data, last.data);
    orb_buf_release(&first);
    orb_buf_release(&last);
    exchange_world_release(&work.world);
    (void)unlink(path);
}

static void data_inclusion_survives_lack_of_memory(void **state)
{
    (void)state;
    survives(&orb_exporter_data_inclusion);
}

static void hsds_survives_lack_of_memory(void **state)
{
    (void)state;
    survives(&orb_exporter_hsds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_inclusion_survives_lack_of_memory),
        cmocka_unit_test(hsds_survives_lack_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
