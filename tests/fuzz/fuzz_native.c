/* Any bytes as a territory: whatever is kept is written and read again without a rejected
 * row. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "importers/registry.h"
#include "maps/native.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct filter {
    int kind; /* -1 = none passes */
    struct orb_sink next;
};

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    struct filter *filter = context;

    return (int)record->kind == filter->kind
               ? filter->next.put(filter->next.context, record, err)
               : ORB_OK;
}

static enum orb_status import(const char *path, struct filter *filter,
                              unsigned long long *rejected)
{
    struct orb_import_input input = { .paths = &path,
                                      .path_count = 1,
                                      .reference_date = ORB_DATE_NONE };
    struct orb_sink sink = { filter, put };
    struct orb_import_report report = { 0 };
    struct orb_error err = { 0 };
    enum orb_status status = orb_importer_native.run(&input, &sink, &report, &err);

    if (status != ORB_OK && err.text[0] == '\0')
        abort();
    *rejected = report.rejected;
    orb_report_release(&report);
    return status;
}

static void rewrite(const char *from, const char *to)
{
    struct orb_output out = { 0 };
    struct orb_native_writer *writer = NULL;
    unsigned long long rejected;

    if (orb_output_open(&out, to, NULL) != ORB_OK ||
        orb_native_writer_new(&writer, &out, NULL) != ORB_OK)
        abort();
    for (int kind = 0; kind < ORB_RECORD_KINDS; kind++) {
        struct filter filter = { kind, orb_native_writer_sink(writer) };

        if (import(from, &filter, &rejected) != ORB_OK)
            abort();
    }
    if (orb_native_writer_end(writer, NULL) != ORB_OK ||
        orb_output_commit(&out, NULL) != ORB_OK)
        abort();
    orb_native_writer_free(writer);
    orb_output_close(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char from[] = "/tmp/orbite-fuzz-XXXXXX";
    char to[] = "/tmp/orbite-fuzz-XXXXXX";
    struct filter none = { .kind = -1 };
    unsigned long long rejected;
    int fd = mkstemp(from);
    int other = mkstemp(to);

    if (fd < 0 || other < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    close(fd);
    close(other);
    if (import(from, &none, &rejected) == ORB_OK) {
        rewrite(from, to);
        if (import(to, &none, &rejected) != ORB_OK || rejected != 0)
            abort();
    }
    unlink(from);
    unlink(to);
    return 0;
}
