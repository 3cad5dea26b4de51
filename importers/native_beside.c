/* What an exchange file says beside the records: values added to them, decisions on pairs
 * of services. */
#include <string.h>

#include "engine/base/text.h"
#include "importers/native_reader.h"

#define COUNT_OF(list) (sizeof(list) / sizeof(list)[0])

static const struct native_field assertion_fields[] = {
    { "author", NATIVE_TEXT, offsetof(struct orb_assertion, author), NULL },
    { "field", NATIVE_TEXT, offsetof(struct orb_assertion, field), NULL },
    { "kind", NATIVE_TEXT, offsetof(struct orb_assertion, kind), NULL },
    { "note", NATIVE_TEXT, offsetof(struct orb_assertion, note), NULL },
    { "provenance", NATIVE_CUSTOM, 0, orb_native_skip },
    { "subject", NATIVE_TEXT, offsetof(struct orb_assertion, subject), NULL },
    { "value", NATIVE_CUSTOM, 0, orb_native_skip },
};

void orb_native_take_assertion(struct native_reader *r, const struct orb_json *object)
{
    static const struct native_fields fields = { assertion_fields,
                                                 COUNT_OF(assertion_fields), SIZE_MAX };
    const struct orb_json *value = orb_json_get(object, "value");
    struct orb_assertion assertion = { 0 };

    orb_native_read(r, object, &fields, &assertion);
    orb_native_read_provenance(r, object, &assertion.provenance);
    if (assertion.kind == NULL || assertion.field == NULL || assertion.subject == NULL ||
        orb_assertion_field_find(assertion.kind, assertion.field) == NULL) {
        orb_native_reject(
            r, "assertion_field",
            _("the added value names no field that may be added; it was left out"), NULL);
        return;
    }
    orb_buf_clear(&r->scratch);
    if (value == NULL)
        orb_buf_text(&r->scratch, "null");
    else
        orb_json_write(&r->scratch, value);
    assertion.value =
        r->scratch.failed ? NULL : orb_arena_strdup(&r->arena, r->scratch.data);
    if (assertion.value == NULL) {
        r->status = r->status == ORB_OK ? orb_error_memory(r->err) : r->status;
        return;
    }
    orb_native_put(r, &(struct orb_record){
                          ORB_RECORD_ASSERTION, { .assertion = &assertion }, r->pointer });
}

static const struct native_field decision_fields[] = {
    { "a", NATIVE_TEXT, offsetof(struct orb_decision, a), NULL },
    { "author", NATIVE_TEXT, offsetof(struct orb_decision, author), NULL },
    { "b", NATIVE_TEXT, offsetof(struct orb_decision, b), NULL },
    { "choice", NATIVE_CUSTOM, 0, orb_native_skip },
    { "decided_on", NATIVE_DATE, offsetof(struct orb_decision, decided_on), NULL },
    { "reason", NATIVE_TEXT, offsetof(struct orb_decision, reason), NULL },
};

void orb_native_take_decision(struct native_reader *r, const struct orb_json *object)
{
    static const struct native_fields fields = { decision_fields, COUNT_OF(decision_fields),
                                                 SIZE_MAX };
    static const char *const choices[] = { "same", "distinct", "none", NULL };
    struct orb_decision decision = { .decided_on = ORB_DATE_NONE };
    unsigned choice = 0;

    orb_native_read(r, object, &fields, &decision);
    if (decision.a == NULL || decision.b == NULL || strcmp(decision.a, decision.b) >= 0) {
        orb_native_reject(
            r, "decision_pair",
            _("the decision does not name two services in order; it was left out"), NULL);
        return;
    }
    if (!orb_native_name(r, "choice", orb_json_get(object, "choice"), choices, &choice)) {
        orb_native_reject(r, "decision_choice",
                          _("the decision does not say what was decided; it was left out"),
                          NULL);
        return;
    }
    decision.choice = (enum orb_decision_choice)choice;
    orb_native_put(r, &(struct orb_record){
                          ORB_RECORD_DECISION, { .decision = &decision }, r->pointer });
}
