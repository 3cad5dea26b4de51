/* Any bytes as an operator's file of relations: refused with a place, or relations with one
 * target and no contact. */
#include <stdint.h>
#include <stdlib.h>

#include "engine/model/contact_text.h"
#include "importers/registry.h"
#include "tests/fuzz/fuzz_import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    const struct orb_relation *r = record->as.relation;

    (void)context;
    (void)err;
    if (record->kind != ORB_RECORD_RELATION)
        return ORB_OK;
    if ((r->offer != NULL) + (r->service != NULL) + (r->organization != NULL) != 1 ||
        r->operator_id == NULL)
        abort();
    if (r->from != ORB_DATE_NONE && r->to != ORB_DATE_NONE && r->from > r->to)
        abort();
    if ((r->note != NULL && orb_contact_text_has(r->note)) ||
        (r->evidence != NULL && orb_contact_text_has(r->evidence)))
        abort();
    return ORB_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct orb_import_input in = { .operator_id = "OP", .reference_date = 20000 };

    fuzz_import(&orb_importer_relations, in, put, data, size);
    return 0;
}
