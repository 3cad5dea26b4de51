/* Any bytes as a file of equipments: refused with a place, or services of one site
 * and clean texts. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "importers/registry.h"
#include "tests/fuzz/bytes_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text)
{
    if (text != NULL && text[0] != '\0' && !orb_utf8_valid(text, strlen(text)))
        abort();
}

static void check_site(const struct orb_site *site)
{
    if (isnan(site->lon) != isnan(site->lat))
        abort();
    if (!isnan(site->lon) && (fabs(site->lon) > 180 || fabs(site->lat) > 90))
        abort();
    if (site->commune != NULL && strlen(site->commune) != 5)
        abort();
    check_text(site->address);
    check_text(site->extra);
}

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    (void)context;
    (void)err;
    if (record->kind == ORB_RECORD_SITE)
        check_site(record->as.site);
    if (record->kind == ORB_RECORD_SERVICE) {
        check_text(record->as.service->name);
        check_text(record->as.service->codes);
        if (record->as.service->site == NULL)
            abort();
    }
    return ORB_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes_file file;
    const char *path = file.path;
    struct orb_sink sink = { NULL, put };
    struct orb_import_report report = { 0 };
    struct orb_error err = { 0 };
    struct orb_import_input in = { .paths = &path, .path_count = 1, .year = "2024" };

    in.reference_date = 20000;
    bytes_file_open(&file, data, size);
    if (orb_importer_bpe.run(&in, &sink, &report, &err) != ORB_OK &&
        (err.text[0] == '\0' || err.place[0] == '\0'))
        abort();
    orb_report_release(&report);
    bytes_file_close(&file);
    return 0;
}
