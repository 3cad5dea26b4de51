/* What a source says that no member of the format holds goes into the record beside them; a
 * key that the format knows gets a prefix, which the importer takes off. */
#include <stdio.h>
#include <string.h>

#include "engine/base/json.h"
#include "maps/native_parts.h"

#define KEY_MAX 128

static const char *const territory_keys[] = {
    "ages",       "canton",     "code",   "contour",      "density",
    "department", "epci",       "income", "kind",         "lat",
    "life_area",  "lon",        "name",   "point_method", "population",
    "postcodes",  "provenance", "region", "successor",    NULL
};

static const char *const organization_keys[] = {
    "closed_on",   "contact",    "contacts",     "finess_ej", "id",
    "identifiers", "kind",       "legal_status", "name",      "opened_on",
    "parent",      "provenance", "short_name",   NULL
};

static const char *const site_keys[] = {
    "address",  "commune",       "id",       "kind",      "lat",        "lon", "name",
    "position", "position_note", "postcode", "precision", "provenance", NULL
};

static const char *const service_keys[] = { "category",  "closed_on",    "codes",
                                            "contact",   "contacts",     "description",
                                            "id",        "identifiers",  "name",
                                            "opened_on", "organization", "provenance",
                                            "schedule",  "site",         NULL };

static const char *const relation_keys[] = {
    "from",   "note", "offer", "operator", "organization", "provenance", "service",
    "source", "to",   "type",  NULL
};

static const char *const offer_keys[] = { "accepts_new",
                                          "accessibility",
                                          "activity",
                                          "age_max_months",
                                          "age_min_months",
                                          "age_strength",
                                          "capacities",
                                          "category",
                                          "closed_on",
                                          "closures",
                                          "contact",
                                          "contacts",
                                          "dispositif_id",
                                          "droit_commun",
                                          "duplicate_of",
                                          "engagements",
                                          "excludes_associated",
                                          "families",
                                          "funding_department",
                                          "id",
                                          "institution",
                                          "languages",
                                          "modalities",
                                          "name",
                                          "opened_on",
                                          "organization",
                                          "orientations",
                                          "places_available",
                                          "prestations",
                                          "professions",
                                          "provenance",
                                          "public_strength",
                                          "publics",
                                          "schedule",
                                          "service",
                                          "site",
                                          "site_id",
                                          "temporary_places",
                                          "themes",
                                          "wait_days",
                                          "zone",
                                          NULL };

static const char *const *const known[ORB_RECORD_KINDS] = {
    [ORB_RECORD_TERRITORY] = territory_keys, [ORB_RECORD_ORGANIZATION] = organization_keys,
    [ORB_RECORD_SITE] = site_keys,           [ORB_RECORD_SERVICE] = service_keys,
    [ORB_RECORD_OFFER] = offer_keys,         [ORB_RECORD_RELATION] = relation_keys,
};

static bool is_known(const char *const *keys, const char *key)
{
    while (*keys != NULL && strcmp(*keys, key) != 0)
        keys++;
    return *keys != NULL;
}

/* Nearly always false, so that nearly nothing is parsed; a key deeper in may make it true.
 */
static bool may_hold(const char *const *keys, const char *extra)
{
    char quoted[KEY_MAX];

    for (; *keys != NULL; keys++) {
        (void)snprintf(quoted, sizeof quoted, "\"%s\"", *keys);
        if (strstr(extra, quoted) != NULL)
            return true;
    }
    return false;
}

struct visit {
    struct orb_json_writer *w;
    const char *const *keys;
    struct orb_buf text;
};

static enum orb_status write_member(void *context, const char *key,
                                    const struct orb_json *value, struct orb_error *err)
{
    struct visit *v = context;

    (void)err;
    orb_buf_clear(&v->text);
    if (is_known(v->keys, key))
        orb_buf_text(&v->text, ORB_NATIVE_OF_SOURCE);
    orb_buf_text(&v->text, key);
    if (v->text.failed)
        return ORB_ERR_MEMORY;
    orb_jw_key(v->w, v->text.data);
    orb_buf_clear(&v->text);
    orb_json_write(&v->text, value);
    if (v->text.failed)
        return ORB_ERR_MEMORY;
    orb_jw_raw(v->w, v->text.data);
    return ORB_OK;
}

void orb_native_write_extra(struct orb_json_writer *w, enum orb_record_kind kind,
                            const char *extra)
{
    struct visit v = { .w = w, .keys = known[kind] };
    struct orb_json *object = NULL;

    if (extra == NULL || !may_hold(v.keys, extra)) {
        orb_jw_raw_members(w, extra);
        return;
    }
    if (orb_json_parse(&object, extra, strlen(extra), NULL) != ORB_OK ||
        orb_json_each(object, write_member, &v, NULL) != ORB_OK)
        w->buf->failed = true;
    orb_json_free(object);
    orb_buf_release(&v.text);
}
