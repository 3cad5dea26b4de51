/* Any bytes as objects of Overpass or features of GeoJSON, in a list: refused with a place,
 * or services at places on Earth, numbered as the map numbers them. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "importers/registry.h"
#include "tests/fuzz/fuzz_import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    (void)context;
    (void)err;
    if (record->kind == ORB_RECORD_SITE)
        fuzz_check_located(record->as.site);
    if (record->kind == ORB_RECORD_SERVICE) {
        fuzz_check_text(record->as.service->name);
        fuzz_check_text(record->as.service->schedule);
        fuzz_check_text(record->as.service->extra);
        if (strncmp(record->as.service->id, "osm:", 4) != 0)
            abort();
    }
    return ORB_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const begins[] = { "{\"elements\":[", "{\"features\":[" };
    const struct orb_import_input in = { .reference_date = 20000 };
    size_t room = size + 32;
    char *text = malloc(room);

    for (size_t i = 0; text != NULL && i < 2; i++) {
        size_t begin = strlen(begins[i]);

        memcpy(text, begins[i], begin);
        if (size > 0)
            memcpy(text + begin, data, size);
        memcpy(text + begin + size, "]}", 2);
        fuzz_import(&orb_importer_osm, in, put, (const uint8_t *)text, begin + size + 2);
    }
    free(text);
    return 0;
}
