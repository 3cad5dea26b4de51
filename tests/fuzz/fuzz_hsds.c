/* Any bytes as a document of HSDS: refused with a place, or records with identifiers, ages
 * that hold somebody and positions on Earth. */
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
    const struct orb_site *site = record->as.site;
    const struct orb_offer *offer = record->as.offer;

    (void)context;
    (void)err;
    if (record->kind == ORB_RECORD_SITE &&
        (site->position == ORB_POSITION_ABSENT
             ? !isnan(site->lon)
             : !(fabs(site->lon) <= 180 && fabs(site->lat) <= 90)))
        abort();
    if (record->kind == ORB_RECORD_OFFER &&
        (strncmp(offer->id, "hsds:", 5) != 0 || offer->service == NULL ||
         (offer->terms.age_max_months != ORB_AGE_UNKNOWN &&
          offer->terms.age_min_months > offer->terms.age_max_months)))
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
    struct orb_import_input in = {
        .paths = &path, .path_count = 1, .licence = "CC0-1.0", .attribution = "A"
    };

    in.reference_date = 20000;
    bytes_file_open(&file, data, size);
    if (orb_importer_hsds.run(&in, &sink, &report, &err) != ORB_OK &&
        (err.text[0] == '\0' || err.place[0] == '\0'))
        abort();
    orb_report_release(&report);
    bytes_file_close(&file);
    return 0;
}
