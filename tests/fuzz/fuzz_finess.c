/* Any bytes as the two FINESS feeds, separated by a NUL: refused with a sentence, or
 * records that hold together. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/strmap.h"
#include "importers/registry.h"
#include "tests/fuzz/bytes_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Identifiers are unique by kind, positions whole, ages ranges that hold somebody. */
static void check_offer(struct orb_strmap *ids, const struct orb_offer *offer)
{
    size_t known = ids->count;
    uint32_t number;

    if (offer->id == NULL || offer->service == NULL ||
        orb_strmap_add(ids, offer->id, strlen(offer->id), &number) != ORB_OK ||
        ids->count == known)
        abort();
    if (offer->terms.age_max_months != ORB_AGE_UNKNOWN &&
        offer->terms.age_min_months >= offer->terms.age_max_months)
        abort();
    for (uint32_t i = 0; i < offer->capacity_count; i++)
        if (offer->capacities[i].count < 0)
            abort();
}

static void check_site(const struct orb_site *site)
{
    bool located = !isnan(site->lon);

    if (site->id == NULL || located != !isnan(site->lat) ||
        located != (site->position != ORB_POSITION_ABSENT))
        abort();
    if (located && (fabs(site->lon) > 180 || fabs(site->lat) > 90))
        abort();
}

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    (void)err;
    if (record->kind == ORB_RECORD_OFFER)
        check_offer(context, record->as.offer);
    else if (record->kind == ORB_RECORD_SITE)
        check_site(record->as.site);
    else if (record->kind == ORB_RECORD_SERVICE && record->as.service->id == NULL)
        abort();
    return ORB_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *cut = size == 0 ? NULL : memchr(data, '\0', size);
    size_t first = cut == NULL ? size : (size_t)(cut - data);
    struct bytes_file files[2];
    const char *paths[2];
    struct orb_strmap ids = { 0 };
    struct orb_sink sink = { &ids, put };
    struct orb_import_report report = { 0 };
    struct orb_error err = { 0 };
    struct orb_import_input in = { .paths = paths, .path_count = cut == NULL ? 1 : 2 };

    in.reference_date = ORB_DATE_NONE;
    bytes_file_open(&files[0], data, first);
    bytes_file_open(&files[1], cut == NULL ? data : cut + 1,
                    cut == NULL ? 0 : size - first - 1);
    paths[0] = files[0].path;
    paths[1] = files[1].path;
    if (orb_importer_finess.run(&in, &sink, &report, &err) != ORB_OK && err.text[0] == '\0')
        abort();
    orb_report_release(&report);
    orb_strmap_release(&ids);
    bytes_file_close(&files[0]);
    bytes_file_close(&files[1]);
    return 0;
}
