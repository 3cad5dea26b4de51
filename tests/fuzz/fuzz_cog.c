/* Any bytes as the folder of the official list of communes: its files, one after the other,
 * parted by a line of dashes. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "importers/registry.h"

#define PART     "\n----\n"
#define PART_LEN (sizeof PART - 1)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = { "communes.json", "epci.json", "departements.json",
                                     "regions.json", "codes-postaux.json" };
static char folder[] = "/tmp/orbite-fuzz-cog-XXXXXX";
static char paths[sizeof names / sizeof names[0]][64];

static void leave(void)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        (void)unlink(paths[i]);
    (void)rmdir(folder);
}

static void prepare(void)
{
    if (mkdtemp(folder) == NULL)
        abort();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        (void)snprintf(paths[i], sizeof paths[i], "%s/%s", folder, names[i]);
    (void)atexit(leave);
}

static void write_file(const char *path, const uint8_t *data, size_t size)
{
    FILE *file = fopen(path, "wb");

    if (file == NULL || fwrite(data, 1, size, file) != size || fclose(file) != 0)
        abort();
}

/* Where the next part begins, or size. */
static size_t part_end(const uint8_t *data, size_t size, size_t from)
{
    for (size_t at = from; at + PART_LEN <= size; at++)
        if (memcmp(data + at, PART, PART_LEN) == 0)
            return at;
    return size;
}

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    (void)context;
    (void)err;
    if (record->kind == ORB_RECORD_TERRITORY && record->as.territory->code == NULL)
        abort();
    return ORB_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *path = folder;
    struct orb_sink sink = { NULL, put };
    struct orb_import_report report = { 0 };
    struct orb_error err = { 0 };
    struct orb_import_input in = {
        .paths = &path, .path_count = 1, .edition = "2026", .reference_date = ORB_DATE_NONE
    };
    size_t from = 0;

    if (paths[0][0] == '\0')
        prepare();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t end = part_end(data, size, from);

        (void)unlink(paths[i]);
        if (from < size || i == 0)
            write_file(paths[i], data + from, end - from);
        from = end + PART_LEN > size ? size : end + PART_LEN;
    }
    if (orb_importer_cog.run(&in, &sink, &report, &err) != ORB_OK && err.text[0] == '\0')
        abort();
    orb_report_release(&report);
    return 0;
}
