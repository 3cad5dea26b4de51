/* Shared by the tests of the native format. */
#include "tests/unit/native_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "importers/registry.h"

struct native_files native_files = { .directory = "/tmp/orbite-native-XXXXXX" };

int native_setup(void **state)
{
    struct native_files *f = &native_files;
    const char *directory;

    (void)state;
    directory = mkdtemp(f->directory);
    if (directory == NULL)
        return -1;
    (void)snprintf(f->path, sizeof f->path, "%s/in.json", directory);
    (void)snprintf(f->written, sizeof f->written, "%s/out.json", directory);
    (void)snprintf(f->database, sizeof f->database, "%s/t.orbite", directory);
    return 0;
}

int native_teardown(void **state)
{
    (void)state;
    (void)unlink(native_files.path);
    (void)unlink(native_files.written);
    (void)unlink(native_files.database);
    return rmdir(native_files.directory);
}

void native_save(const char *text, size_t len)
{
    FILE *file = fopen(native_files.path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

enum orb_status native_import(const char *file, const struct orb_sink *sink,
                              struct orb_import_report *report, struct orb_error *err)
{
    struct orb_import_input input = { .paths = &file,
                                      .path_count = 1,
                                      .reference_date = ORB_DATE_NONE };

    return orb_importer_native.run(&input, sink, report, err);
}
