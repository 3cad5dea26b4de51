/* Any bytes as a file of data·inclusion: refused with a place, or records with identifiers
 * and positions on Earth. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "importers/registry.h"
#include "tests/fuzz/fuzz_import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    const struct orb_offer *offer = record->as.offer;

    (void)context;
    (void)err;
    if (record->kind == ORB_RECORD_SITE)
        fuzz_check_located(record->as.site);
    if (record->kind == ORB_RECORD_OFFER &&
        (strncmp(offer->id, "data-inclusion:", 15) != 0 || offer->service == NULL))
        abort();
    return ORB_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct orb_import_input in = { .attribution = "A", .reference_date = 20000 };

    fuzz_import(&orb_importer_data_inclusion, in, put, data, size);
    return 0;
}
