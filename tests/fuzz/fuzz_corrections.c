/* Any bytes as a file of corrections: refused with a place, or assertions of fields that
 * may be asserted, each by somebody on some day, whose value is JSON. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/json.h"
#include "engine/model/contact_text.h"
#include "importers/registry.h"
#include "tests/fuzz/fuzz_import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool exists(void *context, enum orb_record_kind kind, const char *id)
{
    (void)context;
    return strlen(id) % ORB_RECORD_KINDS == (size_t)kind;
}

static size_t related(void *context, const char *id, enum orb_record_kind kind,
                      const char **first)
{
    (void)context;
    *first = "related";
    return (strlen(id) + (size_t)kind) % 3;
}

static const char *next_follower(void *context, const char *service, const char *field,
                                 const char *after)
{
    (void)context;
    return after == NULL && strlen(service) % 2 == strlen(field) % 2 ? "follower" : NULL;
}

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    const struct orb_assertion *a = record->as.assertion;
    struct orb_json *value = NULL;

    (void)context;
    (void)err;
    if (record->kind != ORB_RECORD_ASSERTION)
        return ORB_OK;
    if (orb_assertion_field_find(a->kind, a->field) == NULL || a->subject[0] == '\0' ||
        a->author[0] == '\0' || a->provenance.observed_on == ORB_DATE_NONE)
        abort();
    if (orb_contact_text_has(a->author) ||
        (a->note != NULL && orb_contact_text_has(a->note)))
        abort();
    if (orb_json_parse(&value, a->value, strlen(a->value), NULL) != ORB_OK)
        abort();
    orb_json_free(value);
    return ORB_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct orb_territory_view view = { .exists = exists,
                                                    .related = related,
                                                    .next_follower = next_follower };
    const struct orb_import_input in = { .territory = &view };

    fuzz_import(&orb_importer_corrections, in, put, data, size);
    return 0;
}
