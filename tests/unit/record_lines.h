/* A sink for tests: counts records and writes each as a line that tests can look for. */
#ifndef TESTS_UNIT_RECORD_LINES_H
#define TESTS_UNIT_RECORD_LINES_H

#include "engine/base/buf.h"
#include "engine/model/record.h"

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

#endif
