/* Any bytes as a GeoJSON of contours: refused with a sentence, or territories that hold
 * together. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "importers/registry.h"
#include "tests/fuzz/bytes_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    const struct orb_territory *t = record->as.territory;
    static const unsigned char start[] = { 1, 6, 0, 0, 0 };

    (void)context;
    (void)err;
    if (record->kind != ORB_RECORD_TERRITORY)
        return ORB_OK;
    if (t->code == NULL || isnan(t->lon) != isnan(t->lat))
        abort();
    if (!isnan(t->lon) && (fabs(t->lon) > 180 || fabs(t->lat) > 90))
        abort();
    /* MULTIPOLYGON, little endian, with its count. */
    if (t->contour != NULL &&
        (t->contour_len < sizeof start || memcmp(t->contour, start, sizeof start) != 0))
        abort();
    return ORB_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes_file file;
    const char *path = file.path;
    struct orb_sink sink = { NULL, put };
    struct orb_import_report report = { 0 };
    struct orb_error err = { 0 };
    struct orb_import_input in = { .paths = &path,
                                   .path_count = 1,
                                   .edition = "2026",
                                   .licence = "CC0-1.0",
                                   .attribution = "invented",
                                   .reference_date = ORB_DATE_NONE };

    bytes_file_open(&file, data, size);
    if (orb_importer_contours.run(&in, &sink, &report, &err) != ORB_OK &&
        err.text[0] == '\0')
        abort();
    orb_report_release(&report);
    bytes_file_close(&file);
    return 0;
}
