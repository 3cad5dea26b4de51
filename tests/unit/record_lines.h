/* A sink for tests: counts records and writes each as a line that tests can look for; and
 * one import into it, with all that it said. */
#ifndef TESTS_UNIT_RECORD_LINES_H
#define TESTS_UNIT_RECORD_LINES_H

#include "engine/base/buf.h"
#include "engine/model/record.h"
#include "importers/importer.h"

struct record_lines {
    struct orb_buf text;
    size_t counts[ORB_RECORD_KINDS];
};

/* Fits orb_sink.put; context is a struct record_lines. */
enum orb_status record_lines_put(void *context, const struct orb_record *record,
                                 struct orb_error *err);

/* The line that begins with start, up to its end, in out; "" when there is none. */
const char *record_line(const struct record_lines *lines, const char *start, char *out,
                        size_t size);

/* One import and all it said; release with import_release. */
struct import {
    struct record_lines lines;
    struct orb_buf findings; /* "level place field=value rule", a line each */
    struct orb_import_report report;
    struct orb_error err;
    enum orb_status status;
};

/* Forget everything and listen to the report, for a test with a sink of its own. */
void import_listen(struct import *i);

/* Listen, and import into the lines. */
enum orb_status import_run(struct import *i, const struct orb_importer *importer,
                           const struct orb_import_input *input);
void import_release(struct import *i);

/* Fail when the line that begins with start does not hold part. */
void import_has(const struct import *i, const char *start, const char *part);

/* Fail when one of the texts is absent. */
void import_expect(const struct orb_buf *in, const char *const *texts, size_t count);

#endif
