/* Every importer without memory, on a small file of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "importers/registry.h"
#include "tests/fault/fault.h"

#define PATHS_MAX 2

/* A file that each importer reads well, from the top of the sources. */
static const struct {
    const char *importer;
    const char *paths[PATHS_MAX];
    const char *mapping;
} samples[] = {
    { "finess",
      { "tests/data/finess/structures.json", "tests/data/finess/activites.json" },
      NULL },
    { "bpe", { "tests/data/bpe/equipments.csv" }, NULL },
    { "finess-csv", { "tests/data/finess/extraction.csv" }, NULL },
    { "relations", { "tests/data/relations/dirty.csv" }, NULL },
    { "corrections", { "tests/data/corrections/dirty.csv" }, NULL },
    { "cog", { "tests/data/cog" }, NULL },
    { "contours", { "tests/data/contours/communes.geojson" }, NULL },
    { "native", { "tests/fuzz/corpus/native/whole.json" }, NULL },
    { "data-inclusion",
      { "tests/data/data_inclusion/services.ndjson",
        "tests/data/data_inclusion/sheet.csv" },
      NULL },
    { "table", { "tests/data/table/dirty.csv" }, "tests/data/table/dirty.json" },
    { "osm", { "tests/data/osm/extract.osm", "tests/data/osm/overpass.json" }, NULL },
    { "hsds", { "tests/data/hsds/page.json", "tests/data/hsds/package" }, NULL },
};

struct sample {
    const struct orb_importer *importer;
    const char *paths[PATHS_MAX];
    size_t path_count;
    const char *mapping;
    unsigned long long records;
};

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    struct sample *sample = context;

    (void)record;
    (void)err;
    sample->records++;
    return ORB_OK;
}

static enum orb_status import(void *context, struct orb_error *err)
{
    struct sample *sample = context;
    struct orb_import_input input = { .paths = sample->paths,
                                      .path_count = sample->path_count,
                                      .edition = "2018",
                                      .mapping = sample->mapping,
                                      .year = "2024",
                                      .licence = "CC0-1.0",
                                      .attribution = "invented",
                                      .operator_id = "OP",
                                      .reference_date = ORB_DATE_NONE };
    struct orb_sink sink = { sample, put };
    struct orb_import_report report = { 0 };
    enum orb_status status;

    sample->records = 0;
    status = sample->importer->run(&input, &sink, &report, err);
    orb_report_release(&report);
    return status;
}

static void every_importer_survives_lack_of_memory(void **state)
{
    const char *srcdir = getenv("ORBITE_SRCDIR");

    (void)state;
    assert_non_null(srcdir);
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct sample sample = { .importer = orb_importer_find(samples[i].importer) };
        char paths[PATHS_MAX][4096];
        char mapping[4096];

        assert_non_null(sample.importer);
        for (size_t k = 0; k < PATHS_MAX && samples[i].paths[k] != NULL; k++) {
            (void)snprintf(paths[k], sizeof paths[k], "%s/%s", srcdir, samples[i].paths[k]);
            sample.paths[sample.path_count++] = paths[k];
        }
        if (samples[i].mapping != NULL) {
            (void)snprintf(mapping, sizeof mapping, "%s/%s", srcdir, samples[i].mapping);
            sample.mapping = mapping;
        }
        assert_true(fault_each_allocation(import, &sample) > 5);
        assert_true(sample.records > 0);
    }
}

static void every_importer_has_a_sample(void **state)
{
    size_t count = 0;

    (void)state;
    for (size_t i = 0; orb_importers[i] != NULL; i++)
        for (size_t k = 0; k < sizeof samples / sizeof samples[0]; k++)
            count += strcmp(orb_importers[i]->name, samples[k].importer) == 0;
    assert_int_equal(count, sizeof samples / sizeof samples[0]);
    for (count = 0; orb_importers[count] != NULL; count++)
        ;
    assert_int_equal(count, sizeof samples / sizeof samples[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_importer_survives_lack_of_memory),
        cmocka_unit_test(every_importer_has_a_sample),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
