/* A directory with one territory file, and the importer run on it. For tests of the native
 * format. */
#ifndef TESTS_UNIT_NATIVE_FILE_H
#define TESTS_UNIT_NATIVE_FILE_H

#include <stddef.h>

#include "engine/base/error.h"
#include "engine/model/record.h"
#include "importers/report.h"

/* Start of a document of which only the sections matter. */
#define HEAD                                                                               \
    "{\"format\":\"orbite-catalogue/1\",\"id\":\"t\",\"licence\":\"l\",\"attribution\":\"a\","

struct native_files {
    char directory[32];
    char path[64];
    char written[64];
    char database[64];
};

extern struct native_files native_files;

int native_setup(void **state);
int native_teardown(void **state);
void native_save(const char *text, size_t len);
enum orb_status native_import(const char *file, const struct orb_sink *sink,
                              struct orb_import_report *report, struct orb_error *err);

#endif
