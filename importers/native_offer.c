/* Offers of a native file, with the site and the service they carry. */
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "importers/native_reader.h"

#define COUNT_OF(table) (sizeof(table) / sizeof(table)[0])
#define OFFER(field)    offsetof(struct orb_offer, field)
#define TERMS(field)    offsetof(struct orb_offer, terms.field)

/* A list of pairs of a code and of a quality that is one of names. */
struct coded {
    const char *key;
    const char *quality;
    const char *const *names;
    unsigned fallback; /* missing or not known: never more than was said */
};

struct coded_value {
    const char *code;
    unsigned quality;
};

static void bad_item(struct native_reader *r, const struct coded *coded, size_t index,
                     const char *member)
{
    char place[NATIVE_POINTER_MAX];

    (void)snprintf(place, sizeof place, "%s/%zu/%s", coded->key, index, member);
    orb_native_bad(r, place, NULL);
}

/* False when the item has no code: the whole list is then unknown. */
static bool read_coded(struct native_reader *r, const struct coded *coded,
                       const struct orb_json *list, size_t index, struct coded_value *out)
{
    const struct orb_json *item = orb_json_at(list, index);
    const char *quality = orb_json_text(orb_json_get(item, coded->quality));

    if (orb_json_text_len(orb_json_get(item, "code")) == 0) {
        bad_item(r, coded, index, "code");
        return false;
    }
    out->code = orb_json_text(orb_json_get(item, "code"));
    for (out->quality = 0; coded->names[out->quality] != NULL; out->quality++)
        if (quality != NULL && strcmp(coded->names[out->quality], quality) == 0)
            return true;
    out->quality = coded->fallback;
    bad_item(r, coded, index, coded->quality);
    return true;
}

static bool is_list(struct native_reader *r, const char *key, const struct orb_json *value)
{
    if (orb_json_is_null(value))
        return false;
    if (orb_json_type(value) == ORB_JSON_ARRAY && orb_json_count(value) < UINT32_MAX)
        return true;
    orb_native_bad(r, key, value);
    return false;
}

static void read_modalities(struct native_reader *r, const char *key,
                            const struct orb_json *value, void *record)
{
    static const char *const names[] = { "declared", "possible", "igas", NULL };
    static const struct coded coded = { "modalities", "certainty", names,
                                        ORB_CERTAINTY_POSSIBLE };
    struct orb_terms *terms = &((struct orb_offer *)record)->terms;
    struct orb_modality *items;
    size_t count = orb_json_count(value);

    if (!is_list(r, key, value) ||
        (items = orb_native_array(r, count, sizeof *items)) == NULL)
        return;
    for (size_t i = 0; i < count; i++) {
        struct coded_value one;

        if (!read_coded(r, &coded, value, i, &one))
            return;
        items[i].code = one.code;
        items[i].certainty = (enum orb_certainty)one.quality;
    }
    terms->modalities = items;
    terms->modality_count = (uint32_t)count;
    terms->modalities_known = true;
}

static void read_prestations(struct native_reader *r, const char *key,
                             const struct orb_json *value, void *record)
{
    static const char *const names[] = { "declared", "inferred", NULL };
    static const struct coded coded = { "prestations", "evidence", names,
                                        ORB_EVIDENCE_INFERRED };
    struct orb_terms *terms = &((struct orb_offer *)record)->terms;
    struct orb_prestation *items;
    size_t count = orb_json_count(value);

    if (!is_list(r, key, value) ||
        (items = orb_native_array(r, count, sizeof *items)) == NULL)
        return;
    for (size_t i = 0; i < count; i++) {
        struct coded_value one;

        if (!read_coded(r, &coded, value, i, &one))
            return;
        items[i].code = one.code;
        items[i].evidence = (enum orb_evidence)one.quality;
    }
    terms->prestations = items;
    terms->prestation_count = (uint32_t)count;
    terms->prestations_known = true;
}

struct feature_visit {
    struct native_reader *r;
    struct orb_feature *items;
    uint32_t count;
};

static enum orb_status visit_feature(void *context, const char *key,
                                     const struct orb_json *value, struct orb_error *err)
{
    static const char *const levels[] = { "", "yes", "limited", "no", NULL };
    struct feature_visit *v = context;
    char place[NATIVE_POINTER_MAX];
    unsigned level;

    (void)err;
    (void)snprintf(place, sizeof place, "accessibility/%s", key);
    if (orb_native_name(v->r, place, value, levels, &level)) {
        v->items[v->count].name = key;
        v->items[v->count++].level = (enum orb_feature_level)level;
    }
    return v->r->status;
}

static void read_accessibility(struct native_reader *r, const char *key,
                               const struct orb_json *value, void *record)
{
    struct orb_terms *terms = &((struct orb_offer *)record)->terms;
    struct feature_visit v = { .r = r };
    enum orb_status status;

    if (orb_json_is_null(value))
        return;
    if (orb_json_type(value) != ORB_JSON_OBJECT) {
        orb_native_bad(r, key, value);
        return;
    }
    v.items = orb_native_array(r, orb_json_count(value), sizeof *v.items);
    if (v.items == NULL)
        return;
    status = orb_json_each(value, visit_feature, &v, r->err);
    r->status = r->status == ORB_OK ? status : r->status;
    terms->features = v.items;
    terms->feature_count = v.count;
}

static const struct native_field zone_fields[] = {
    { "communes", NATIVE_LIST, offsetof(struct orb_zone, communes), NULL },
    { "departments", NATIVE_LIST, offsetof(struct orb_zone, departments), NULL },
    { "national", NATIVE_FLAG, offsetof(struct orb_zone, national), NULL },
};

/* A zone of which a part does not read is unknown: what is left of it would refuse the
 * rest. */
static void read_zone(struct native_reader *r, const char *key,
                      const struct orb_json *value, void *record)
{
    static const struct native_fields fields = { zone_fields, COUNT_OF(zone_fields),
                                                 SIZE_MAX };
    struct orb_offer *offer = record;
    struct orb_zone zone = { .known = true };
    unsigned long long before = r->report->values;
    size_t mark;

    if (orb_json_is_null(value))
        return;
    if (orb_json_type(value) != ORB_JSON_OBJECT) {
        orb_native_bad(r, key, value);
        return;
    }
    mark = orb_native_enter(r, key);
    orb_native_read(r, value, &fields, &zone);
    orb_native_leave(r, mark);
    if (r->report->values == before)
        offer->zone = zone;
}

static void read_closures(struct native_reader *r, const char *key,
                          const struct orb_json *value, void *record)
{
    struct orb_offer *offer = record;
    struct orb_closure *items;
    uint32_t kept = 0;

    if (!is_list(r, key, value) ||
        (items = orb_native_array(r, orb_json_count(value), sizeof *items)) == NULL)
        return;
    for (size_t i = 0; i < orb_json_count(value); i++) {
        const struct orb_json *item = orb_json_at(value, i);
        const struct orb_json *to = orb_json_get(item, "to");
        struct orb_closure closure = { ORB_DATE_NONE, ORB_DATE_NONE };
        char place[64];

        (void)snprintf(place, sizeof place, "%s/%zu", key, i);
        if (!orb_native_date(r, place, orb_json_get(item, "from"), &closure.from)) {
            if (orb_json_is_null(orb_json_get(item, "from")))
                orb_native_bad(r, place, NULL);
            continue;
        }
        if (!orb_native_date(r, place, to, &closure.to) && !orb_json_is_null(to))
            continue;
        if (closure.to != ORB_DATE_NONE && closure.to < closure.from)
            orb_native_find(r,
                            &(struct native_rule){
                                ORB_FINDING_VALUE, "dates_reversed",
                                _("the closure ends before it starts and was left out") },
                            place, NULL);
        else
            items[kept++] = closure;
    }
    offer->closures = kept == 0 ? NULL : items;
    offer->closure_count = kept;
}

static const struct native_field capacity_fields[] = {
    { "count", NATIVE_COUNT, offsetof(struct orb_capacity, count), NULL },
    { "observed_on", NATIVE_DATE, offsetof(struct orb_capacity, observed_on), NULL },
    { "status", NATIVE_TEXT, offsetof(struct orb_capacity, status), NULL },
    { "subset", NATIVE_TEXT, offsetof(struct orb_capacity, subset), NULL },
    { "unit", NATIVE_TEXT, offsetof(struct orb_capacity, unit), NULL },
};

static void read_capacities(struct native_reader *r, const char *key,
                            const struct orb_json *value, void *record)
{
    static const struct native_fields fields = { capacity_fields, COUNT_OF(capacity_fields),
                                                 SIZE_MAX };
    struct orb_offer *offer = record;
    struct orb_capacity *items;
    uint32_t kept = 0;

    if (!is_list(r, key, value) ||
        (items = orb_native_array(r, orb_json_count(value), sizeof *items)) == NULL)
        return;
    for (size_t i = 0; i < orb_json_count(value); i++) {
        struct orb_capacity capacity = { .count = -1, .observed_on = ORB_DATE_NONE };

        size_t mark = orb_native_enter(r, key);

        if (orb_json_type(orb_json_at(value, i)) == ORB_JSON_OBJECT)
            orb_native_read(r, orb_json_at(value, i), &fields, &capacity);
        orb_native_leave(r, mark);
        if (capacity.count >= 0)
            items[kept++] = capacity;
        else
            orb_native_bad(r, key, NULL);
    }
    offer->capacities = kept == 0 ? NULL : items;
    offer->capacity_count = kept;
}

static void read_strength(struct native_reader *r, const char *key,
                          const struct orb_json *value, void *record)
{
    static const char *const names[] = { "derogable", "hard", "preferential",
                                         "unconditional", NULL };
    struct orb_terms *terms = &((struct orb_offer *)record)->terms;
    unsigned strength;

    if (!orb_native_name(r, key, value, names, &strength))
        return;
    if (key[0] == 'a')
        terms->age_strength = (enum orb_strength)strength;
    else
        terms->public_strength = (enum orb_strength)strength;
}

static void read_activity(struct native_reader *r, const char *key,
                          const struct orb_json *value, void *record)
{
    static const char *const names[] = { "active", "unknown", NULL };
    struct orb_terms *terms = &((struct orb_offer *)record)->terms;
    unsigned activity;

    /* One that does not read is not known to be active. */
    if (orb_native_name(r, key, value, names, &activity))
        terms->activity_unknown = activity == 1;
    else
        terms->activity_unknown = !orb_json_is_null(value);
}

/* The upper bound is excluded, so 0 would accept nobody. */
static void read_age_max(struct native_reader *r, const char *key,
                         const struct orb_json *value, void *record)
{
    struct orb_terms *terms = &((struct orb_offer *)record)->terms;
    int32_t months;

    if (!orb_native_count(r, key, value, &months))
        return;
    if (months > 0)
        terms->age_max_months = months;
    else
        orb_native_find(r,
                        &(struct native_rule){
                            ORB_FINDING_VALUE, "age_zero",
                            _("an upper age of 0 accepts nobody and counts as unknown") },
                        key, value);
}

static const struct native_field offer_fields[] = {
    { "accepts_new", NATIVE_YESNO, TERMS(accepts_new), NULL },
    { "accessibility", NATIVE_CUSTOM, 0, read_accessibility },
    { "activity", NATIVE_CUSTOM, 0, read_activity },
    { "age_max_months", NATIVE_CUSTOM, 0, read_age_max },
    { "age_min_months", NATIVE_COUNT, TERMS(age_min_months), NULL },
    { "age_strength", NATIVE_CUSTOM, 0, read_strength },
    { "capacities", NATIVE_CUSTOM, 0, read_capacities },
    { "category", NATIVE_TEXT, TERMS(category), NULL },
    { "closed_on", NATIVE_DATE, OFFER(closed_on), NULL },
    { "closures", NATIVE_CUSTOM, 0, read_closures },
    { "contact", NATIVE_CUSTOM, 0, orb_native_skip },
    { "contacts", NATIVE_CUSTOM, 0, orb_native_skip },
    { "dispositif_id", NATIVE_TEXT, OFFER(dispositif_id), NULL },
    { "droit_commun", NATIVE_YESNO, TERMS(droit_commun), NULL },
    { "duplicate_of", NATIVE_TEXT, OFFER(duplicate_of), NULL },
    { "engagements", NATIVE_LIST, TERMS(engagements), NULL },
    { "excludes_associated", NATIVE_YESNO, TERMS(excludes_associated), NULL },
    { "families", NATIVE_LIST, TERMS(families), NULL },
    { "funding_department", NATIVE_TEXT, OFFER(funding_department), NULL },
    { "id", NATIVE_CUSTOM, 0, orb_native_skip },
    { "institution", NATIVE_FLAG, TERMS(institution), NULL },
    { "languages", NATIVE_LIST, TERMS(languages), NULL },
    { "modalities", NATIVE_CUSTOM, 0, read_modalities },
    { "name", NATIVE_TEXT, OFFER(name), NULL },
    { "opened_on", NATIVE_DATE, OFFER(opened_on), NULL },
    { "organization", NATIVE_TEXT, OFFER(organization), NULL },
    { "orientations", NATIVE_LIST, TERMS(orientations), NULL },
    { "places_available", NATIVE_COUNT, OFFER(places_available), NULL },
    { "prestations", NATIVE_CUSTOM, 0, read_prestations },
    { "professions", NATIVE_LIST, TERMS(professions), NULL },
    { "provenance", NATIVE_CUSTOM, 0, orb_native_skip },
    { "public_strength", NATIVE_CUSTOM, 0, read_strength },
    { "publics", NATIVE_LIST, TERMS(publics), NULL },
    { "schedule", NATIVE_TEXT, OFFER(schedule), NULL },
    { "service", NATIVE_TEXT, OFFER(service), NULL },
    { "site", NATIVE_CUSTOM, 0, orb_native_skip },
    { "site_id", NATIVE_TEXT, OFFER(site), NULL },
    { "temporary_places", NATIVE_COUNT, OFFER(temporary_places), NULL },
    { "themes", NATIVE_LIST, TERMS(themes), NULL },
    { "wait_days", NATIVE_NUMBER, OFFER(wait_days), NULL },
    { "zone", NATIVE_CUSTOM, 0, read_zone },
};

/* Once for each identifier: a second record would look like a change at the next import. */
static bool is_first(struct native_reader *r, enum orb_record_kind kind, const char *id)
{
    size_t before = r->seen[kind].count;
    uint32_t number;

    if (orb_strmap_add(&r->seen[kind], id, strlen(id), &number) != ORB_OK)
        r->status = r->status == ORB_OK ? orb_error_memory(r->err) : r->status;
    return r->seen[kind].count > before;
}

static void put_site(struct native_reader *r, const struct orb_json *value,
                     struct orb_offer *offer)
{
    struct orb_site site = { .id = offer->site == NULL ? offer->id : offer->site };
    bool implied = offer->site == NULL;
    size_t mark;

    if (orb_json_is_null(value))
        return;
    if (orb_json_type(value) != ORB_JSON_OBJECT) {
        orb_native_bad(r, "site", value);
        return;
    }
    offer->site = site.id;
    if (!implied && !is_first(r, ORB_RECORD_SITE, site.id))
        return;
    mark = orb_native_enter(r, "site");
    orb_native_read_site(r, value, &site);
    orb_native_leave(r, mark);
    site.provenance = offer->provenance;
    /* A site that says more than a place is worth a record of its own. */
    implied = implied && site.kind == NULL && site.name == NULL && site.address == NULL &&
              site.postcode == NULL && site.position_note == NULL && site.extra == NULL &&
              site.position <= ORB_POSITION_GIVEN;
    site.provenance.fields = implied ? ORB_FIELDS_IMPLIED : NULL;
    orb_native_put(r,
                   &(struct orb_record){ ORB_RECORD_SITE, { .site = &site }, r->pointer });
}

static void put_service(struct native_reader *r, struct orb_offer *offer)
{
    struct orb_service service = {
        .id = offer->service == NULL ? offer->id : offer->service,
        .organization = offer->organization,
        .site = offer->site,
        .name = offer->name,
        .category = offer->terms.category,
        .opened_on = ORB_DATE_NONE,
        .closed_on = ORB_DATE_NONE,
        .provenance = offer->provenance,
    };

    service.provenance.fields = offer->service == NULL ? ORB_FIELDS_IMPLIED : NULL;
    if (offer->service == NULL || is_first(r, ORB_RECORD_SERVICE, service.id))
        orb_native_put(r, &(struct orb_record){
                              ORB_RECORD_SERVICE, { .service = &service }, r->pointer });
    offer->service = service.id;
}

/* Kept as they are: whoever is closed stays closed, so nothing becomes a yes. */
static void check_dates(struct native_reader *r, const struct orb_offer *offer)
{
    if (offer->opened_on != ORB_DATE_NONE && offer->closed_on != ORB_DATE_NONE &&
        offer->closed_on < offer->opened_on)
        orb_native_find(r,
                        &(struct native_rule){
                            ORB_FINDING_VALUE, "dates_reversed",
                            _("the offer closes before it opens; both dates are kept") },
                        "closed_on", NULL);
}

void orb_native_take_offer(struct native_reader *r, const struct orb_json *object)
{
    static const struct native_fields fields = { offer_fields, COUNT_OF(offer_fields),
                                                 OFFER(extra) };
    struct orb_offer offer;

    orb_offer_init(&offer);
    if (!orb_native_identify(r, object, "id", ORB_RECORD_OFFER, &offer.id))
        return;
    orb_native_read(r, object, &fields, &offer);
    orb_native_read_provenance(r, object, &offer.provenance);
    orb_native_read_contacts(r, object, &offer.contacts, &offer.contact_count);
    check_dates(r, &offer);
    put_site(r, orb_json_get(object, "site"), &offer);
    put_service(r, &offer);
    orb_native_put(
        r, &(struct orb_record){ ORB_RECORD_OFFER, { .offer = &offer }, r->pointer });
}
