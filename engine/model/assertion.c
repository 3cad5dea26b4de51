/* What may be said of a record beside its source. */
#include "engine/model/assertion.h"

#include <string.h>

static const struct orb_assertion_field fields[] = {
    { "organization", "name", ORB_ASSERTION_TEXT },
    { "organization", "short_name", ORB_ASSERTION_TEXT },
    { "organization", "phone", ORB_ASSERTION_CONTACT },
    { "organization", "email", ORB_ASSERTION_CONTACT },
    { "organization", "url", ORB_ASSERTION_CONTACT },
    { "site", "name", ORB_ASSERTION_TEXT },
    { "site", "address", ORB_ASSERTION_TEXT },
    { "site", "postcode", ORB_ASSERTION_TEXT },
    { "site", "commune", ORB_ASSERTION_TEXT },
    { "site", "position", ORB_ASSERTION_POSITION },
    { "service", "name", ORB_ASSERTION_TEXT },
    { "service", "description", ORB_ASSERTION_TEXT },
    { "service", "schedule", ORB_ASSERTION_TEXT },
    { "service", "opened_on", ORB_ASSERTION_DATE },
    { "service", "closed_on", ORB_ASSERTION_DATE },
    { "service", "phone", ORB_ASSERTION_CONTACT },
    { "service", "email", ORB_ASSERTION_CONTACT },
    { "service", "url", ORB_ASSERTION_CONTACT },
    { "service", "mobilisation", ORB_ASSERTION_CONTACT },
    { "offer", "name", ORB_ASSERTION_TEXT },
    { "offer", "schedule", ORB_ASSERTION_TEXT },
    { "offer", "opened_on", ORB_ASSERTION_DATE },
    { "offer", "closed_on", ORB_ASSERTION_DATE },
    { "offer", "wait_days", ORB_ASSERTION_NUMBER },
    { "offer", "places_available", ORB_ASSERTION_NUMBER },
    { "offer", "temporary_places", ORB_ASSERTION_NUMBER },
    { "offer", "funding_department", ORB_ASSERTION_TEXT },
    { "offer", "accepts_new", ORB_ASSERTION_YES_NO },
    { "offer", "droit_commun", ORB_ASSERTION_YES_NO },
    { "offer", "excludes_associated", ORB_ASSERTION_YES_NO },
    { "offer", "age_min_months", ORB_ASSERTION_NUMBER },
    { "offer", "age_max_months", ORB_ASSERTION_NUMBER },
    { "offer", "publics", ORB_ASSERTION_CODES },
    { "offer", "orientations", ORB_ASSERTION_CODES },
    { "offer", "professions", ORB_ASSERTION_CODES },
    { "offer", "families", ORB_ASSERTION_CODES },
    { "offer", "themes", ORB_ASSERTION_CODES },
    { "offer", "languages", ORB_ASSERTION_CODES },
    { "offer", "phone", ORB_ASSERTION_CONTACT },
    { "offer", "email", ORB_ASSERTION_CONTACT },
    { "offer", "url", ORB_ASSERTION_CONTACT },
    { "offer", "mobilisation", ORB_ASSERTION_CONTACT },
};

const struct orb_assertion_field *orb_assertion_field_at(size_t i)
{
    return i < sizeof fields / sizeof fields[0] ? &fields[i] : NULL;
}

const struct orb_assertion_field *orb_assertion_field_find(const char *kind,
                                                           const char *field)
{
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (strcmp(fields[i].kind, kind) == 0 && strcmp(fields[i].field, field) == 0)
            return &fields[i];
    return NULL;
}
