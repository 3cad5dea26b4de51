/* Sources, territories, organizations, relations, sites and services of a native file. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/model/ages.h"
#include "importers/native_reader.h"

#define LICENCE_UNKNOWN "exchange file, licence unknown"
#define COUNT_OF(table) (sizeof(table) / sizeof(table)[0])

/* ---- sources */

static const struct native_field source_fields[] = {
    { "attribution", NATIVE_TEXT, offsetof(struct orb_source, attribution), NULL },
    { "digest", NATIVE_TEXT, offsetof(struct orb_source, digest), NULL },
    { "edition", NATIVE_TEXT, offsetof(struct orb_source, edition), NULL },
    { "id", NATIVE_CUSTOM, 0, orb_native_skip },
    { "licence", NATIVE_TEXT, offsetof(struct orb_source, licence), NULL },
    { "name", NATIVE_TEXT, offsetof(struct orb_source, name), NULL },
    { "observed_on", NATIVE_DATE, offsetof(struct orb_source, observed_on), NULL },
    { "url", NATIVE_TEXT, offsetof(struct orb_source, url), NULL },
};

void orb_native_take_source(struct native_reader *r, const struct orb_json *object)
{
    static const struct native_fields fields = { source_fields, COUNT_OF(source_fields),
                                                 offsetof(struct orb_source, extra) };
    struct orb_source source = { .licence = LICENCE_UNKNOWN, .observed_on = ORB_DATE_NONE };

    if (!orb_native_identify(r, object, "id", ORB_RECORD_SOURCE, &source.id))
        return;
    source.name = source.attribution = source.id;
    orb_native_read(r, object, &fields, &source);
    orb_native_put(
        r, &(struct orb_record){ ORB_RECORD_SOURCE, { .source = &source }, r->pointer });
}

/* ---- territories */

static void read_density(struct native_reader *r, const char *key,
                         const struct orb_json *value, void *record)
{
    struct orb_territory *t = record;
    int32_t count;

    if (!orb_native_count(r, key, value, &count))
        return;
    if (count >= 1 && count <= 4)
        t->density = count;
    else
        orb_native_bad(r, key, value);
}

static void read_population(struct native_reader *r, const char *key,
                            const struct orb_json *value, void *record)
{
    struct orb_territory *t = record;
    int32_t count;

    if (orb_native_count(r, key, value, &count))
        t->population = count;
}

static void read_postcodes(struct native_reader *r, const char *key,
                           const struct orb_json *value, void *record)
{
    struct orb_territory *t = record;
    struct orb_code_list list;

    if (!orb_native_list(r, key, value, &list))
        return;
    orb_buf_clear(&r->scratch);
    for (uint32_t i = 0; i < list.count; i++) {
        orb_buf_text(&r->scratch, i == 0 ? "" : ",");
        orb_buf_text(&r->scratch, list.items[i]);
    }
    t->postcodes = list.count == 0 ? NULL : orb_arena_strdup(&r->arena, r->scratch.data);
}

/* [{"from": 0, "to": 17, "count": 123}, {"from": 18, "count": 456}]: no "to", no upper
 * bound. */
static bool read_age_class(struct orb_age_class *out, const struct orb_json *object)
{
    const struct orb_json *from = orb_json_get(object, "from");
    const struct orb_json *to = orb_json_get(object, "to");
    const struct orb_json *count = orb_json_get(object, "count");

    if (orb_json_type(from) != ORB_JSON_INTEGER ||
        orb_json_type(count) != ORB_JSON_INTEGER ||
        (!orb_json_is_null(to) && orb_json_type(to) != ORB_JSON_INTEGER) ||
        orb_json_integer(from) < 0 || orb_json_integer(from) > ORB_AGES_YEARS ||
        (!orb_json_is_null(to) &&
         (orb_json_integer(to) < 0 || orb_json_integer(to) > ORB_AGES_YEARS)))
        return false;
    out->from = (int32_t)orb_json_integer(from);
    out->to = orb_json_is_null(to) ? ORB_AGES_OPEN : (int32_t)orb_json_integer(to);
    out->count = orb_json_integer(count);
    return true;
}

static void read_ages(struct native_reader *r, const char *key,
                      const struct orb_json *value, void *record)
{
    struct orb_territory *t = record;
    struct orb_age_class classes[ORB_AGES_MAX];
    size_t count = orb_json_count(value);
    bool ok = orb_json_type(value) == ORB_JSON_ARRAY && count <= ORB_AGES_MAX;

    for (size_t i = 0; ok && i < count; i++)
        ok = read_age_class(&classes[i], orb_json_at(value, i));
    if (!ok || !orb_ages_are_sound(classes, count)) {
        orb_native_bad(r, key, value);
        return;
    }
    orb_buf_clear(&r->scratch);
    orb_ages_write(&r->scratch, classes, count);
    t->ages = count == 0 ? NULL : orb_arena_strdup(&r->arena, r->scratch.data);
}

static const struct native_field territory_fields[] = {
    { "ages", NATIVE_CUSTOM, 0, read_ages },
    { "canton", NATIVE_TEXT, offsetof(struct orb_territory, canton), NULL },
    { "code", NATIVE_CUSTOM, 0, orb_native_skip },
    { "contour", NATIVE_CUSTOM, 0, orb_native_read_contour },
    { "density", NATIVE_CUSTOM, 0, read_density },
    { "department", NATIVE_TEXT, offsetof(struct orb_territory, departement), NULL },
    { "epci", NATIVE_TEXT, offsetof(struct orb_territory, epci), NULL },
    { "income", NATIVE_NUMBER, offsetof(struct orb_territory, income), NULL },
    { "kind", NATIVE_CUSTOM, 0, orb_native_skip },
    { "lat", NATIVE_CUSTOM, 0, orb_native_skip },
    { "life_area", NATIVE_TEXT, offsetof(struct orb_territory, life_area), NULL },
    { "lon", NATIVE_CUSTOM, 0, orb_native_skip },
    { "name", NATIVE_TEXT, offsetof(struct orb_territory, name), NULL },
    { "point_method", NATIVE_TEXT, offsetof(struct orb_territory, point_method), NULL },
    { "population", NATIVE_CUSTOM, 0, read_population },
    { "postcodes", NATIVE_CUSTOM, 0, read_postcodes },
    { "provenance", NATIVE_CUSTOM, 0, orb_native_skip },
    { "region", NATIVE_TEXT, offsetof(struct orb_territory, region), NULL },
    { "successor", NATIVE_TEXT, offsetof(struct orb_territory, successor), NULL },
};

/* One code may be a commune and a former commune, a département and a région: only communes
 * are compared. */
static bool identify_territory(struct native_reader *r, const struct orb_json *object,
                               enum orb_territory_kind kind, const char **code)
{
    if (kind == ORB_TERRITORY_COMMUNE)
        return orb_native_identify(r, object, "code", ORB_RECORD_TERRITORY, code);
    *code = orb_json_text(orb_json_get(object, "code"));
    if (*code != NULL && **code != '\0')
        return true;
    orb_native_reject(r, "no_identifier",
                      _("the element has no identifier and was left out"), NULL);
    return false;
}

static void take_territory(struct native_reader *r, const struct orb_json *object,
                           enum orb_territory_kind kind)
{
    static const struct native_fields fields = { territory_fields,
                                                 COUNT_OF(territory_fields),
                                                 offsetof(struct orb_territory, extra) };
    struct orb_territory t = {
        .kind = kind, .population = -1, .income = NAN, .lon = NAN, .lat = NAN
    };
    uint32_t number;

    if (!identify_territory(r, object, kind, &t.code))
        return;
    orb_native_read(r, object, &fields, &t);
    orb_native_read_provenance(r, object, &t.provenance);
    if (orb_native_position(r, object, &t.lon, &t.lat) && kind == ORB_TERRITORY_COMMUNE) {
        if (orb_strmap_add(&r->communes, t.code, strlen(t.code), &number) != ORB_OK ||
            (number >= r->point_capacity &&
             orb_grow((void **)&r->points, &r->point_capacity, number, sizeof *r->points) !=
                 ORB_OK))
            r->status = r->status == ORB_OK ? orb_error_memory(r->err) : r->status;
        else
            r->points[number] = (struct native_point){ t.lon, t.lat };
    }
    orb_native_put(
        r, &(struct orb_record){ ORB_RECORD_TERRITORY, { .territory = &t }, r->pointer });
}

void orb_native_take_commune(struct native_reader *r, const struct orb_json *object)
{
    take_territory(r, object, ORB_TERRITORY_COMMUNE);
}

void orb_native_take_territory(struct native_reader *r, const struct orb_json *object)
{
    static const char *const kinds[] = { "commune", "commune_old", "epci",   "departement",
                                         "region",  "life_area",   "canton", NULL };
    unsigned kind;

    if (orb_native_name(r, "kind", orb_json_get(object, "kind"), kinds, &kind))
        take_territory(r, object, (enum orb_territory_kind)kind);
    else
        orb_native_reject(
            r, "territory_kind",
            _("the kind of territory is missing or not known; it was left out"), NULL);
}

/* ---- organizations */

static const struct native_field organization_fields[] = {
    { "closed_on", NATIVE_DATE, offsetof(struct orb_organization, closed_on), NULL },
    { "contact", NATIVE_CUSTOM, 0, orb_native_skip },
    { "contacts", NATIVE_CUSTOM, 0, orb_native_skip },
    { "finess_ej", NATIVE_TEXT, offsetof(struct orb_organization, finess_ej), NULL },
    { "id", NATIVE_CUSTOM, 0, orb_native_skip },
    { "identifiers", NATIVE_CUSTOM, 0, orb_native_skip },
    { "kind", NATIVE_TEXT, offsetof(struct orb_organization, kind), NULL },
    { "legal_status", NATIVE_TEXT, offsetof(struct orb_organization, legal_status), NULL },
    { "name", NATIVE_TEXT, offsetof(struct orb_organization, name), NULL },
    { "opened_on", NATIVE_DATE, offsetof(struct orb_organization, opened_on), NULL },
    { "parent", NATIVE_TEXT, offsetof(struct orb_organization, parent), NULL },
    { "provenance", NATIVE_CUSTOM, 0, orb_native_skip },
    { "short_name", NATIVE_TEXT, offsetof(struct orb_organization, short_name), NULL },
};

void orb_native_take_organization(struct native_reader *r, const struct orb_json *object)
{
    static const struct native_fields fields = { organization_fields,
                                                 COUNT_OF(organization_fields),
                                                 offsetof(struct orb_organization, extra) };
    struct orb_organization o = { .opened_on = ORB_DATE_NONE, .closed_on = ORB_DATE_NONE };

    if (!orb_native_identify(r, object, "id", ORB_RECORD_ORGANIZATION, &o.id))
        return;
    orb_native_read(r, object, &fields, &o);
    orb_native_read_provenance(r, object, &o.provenance);
    orb_native_read_contacts(r, object, &o.contacts, &o.contact_count);
    orb_native_read_identifiers(r, object, &o.identifiers, &o.identifier_count);
    orb_native_put(r, &(struct orb_record){
                          ORB_RECORD_ORGANIZATION, { .organization = &o }, r->pointer });
}

/* ---- relations */

static const struct native_field relation_fields[] = {
    { "from", NATIVE_DATE, offsetof(struct orb_relation, from), NULL },
    { "note", NATIVE_TEXT, offsetof(struct orb_relation, note), NULL },
    { "offer", NATIVE_TEXT, offsetof(struct orb_relation, offer), NULL },
    { "operator", NATIVE_TEXT, offsetof(struct orb_relation, operator_id), NULL },
    { "organization", NATIVE_TEXT, offsetof(struct orb_relation, organization), NULL },
    { "provenance", NATIVE_CUSTOM, 0, orb_native_skip },
    { "service", NATIVE_TEXT, offsetof(struct orb_relation, service), NULL },
    { "source", NATIVE_TEXT, offsetof(struct orb_relation, evidence), NULL },
    { "to", NATIVE_DATE, offsetof(struct orb_relation, to), NULL },
    { "type", NATIVE_CUSTOM, 0, orb_native_skip },
};

/* The file may name an offer and its organization in one relation; a record has one target.
 */
static void put_targets(struct native_reader *r, const struct orb_relation *relation)
{
    const char *targets[] = { relation->offer, relation->service, relation->organization };

    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        struct orb_relation one = *relation;

        if (targets[i] == NULL)
            continue;
        one.offer = i == 0 ? targets[i] : NULL;
        one.service = i == 1 ? targets[i] : NULL;
        one.organization = i == 2 ? targets[i] : NULL;
        orb_native_put(r, &(struct orb_record){
                              ORB_RECORD_RELATION, { .relation = &one }, r->pointer });
    }
}

/* A bound that does not read is not an open bound: the relation would hold when nobody said
 * so. */
static bool is_bound(const struct orb_json *object, const char *key, orb_date read)
{
    return orb_json_is_null(orb_json_get(object, key)) || read != ORB_DATE_NONE;
}

void orb_native_take_relation(struct native_reader *r, const struct orb_json *object)
{
    static const struct native_fields fields = { relation_fields, COUNT_OF(relation_fields),
                                                 offsetof(struct orb_relation, extra) };
    struct orb_relation relation = { .from = ORB_DATE_NONE, .to = ORB_DATE_NONE };
    const char *type = orb_json_text(orb_json_get(object, "type"));

    orb_native_read(r, object, &fields, &relation);
    orb_native_read_provenance(r, object, &relation.provenance);
    if (type == NULL || !orb_relation_type_parse(&relation.type, type))
        orb_native_reject(
            r, "relation_type",
            _("the type of relation is missing or not known; it was left out"), NULL);
    else if (relation.offer == NULL && relation.service == NULL &&
             relation.organization == NULL)
        orb_native_reject(
            r, "relation_target",
            _("the relation names no offer, service or organization; it was left out"),
            NULL);
    else if (!is_bound(object, "from", relation.from) ||
             !is_bound(object, "to", relation.to))
        orb_native_reject(r, "relation_dates",
                          _("a date of the relation does not read; it was left out"), NULL);
    else if (relation.from != ORB_DATE_NONE && relation.to != ORB_DATE_NONE &&
             relation.from > relation.to)
        orb_native_reject(r, "dates_reversed",
                          _("the relation ends before it starts; it was left out"), NULL);
    else
        put_targets(r, &relation);
}

/* ---- sites */

static const char *const site_kinds[] = { "physical", "postal",       "itinerant",
                                          "virtual",  "confidential", NULL };

static void read_site_kind(struct native_reader *r, const char *key,
                           const struct orb_json *value, void *record)
{
    struct orb_site *site = record;
    unsigned kind;

    if (orb_native_name(r, key, value, site_kinds, &kind))
        site->kind = site_kinds[kind];
}

static void read_precision(struct native_reader *r, const char *key,
                           const struct orb_json *value, void *record)
{
    static const char *const names[] = { "",         "housenumber",  "street",
                                         "locality", "municipality", NULL };
    struct orb_site *site = record;
    unsigned precision = ORB_PRECISION_NONE;

    if (orb_native_name(r, key, value, names, &precision))
        site->precision = (enum orb_precision)precision;
}

static void read_position_state(struct native_reader *r, const char *key,
                                const struct orb_json *value, void *record)
{
    static const char *const names[] = { "absent",   "given",    "checked",
                                         "repaired", "doubtful", NULL };
    struct orb_site *site = record;
    unsigned state;

    if (orb_native_name(r, key, value, names, &state))
        site->position = (enum orb_position_state)state;
}

static const struct native_field site_fields[] = {
    { "address", NATIVE_TEXT, offsetof(struct orb_site, address), NULL },
    { "commune", NATIVE_TEXT, offsetof(struct orb_site, commune), NULL },
    { "id", NATIVE_CUSTOM, 0, orb_native_skip },
    { "kind", NATIVE_CUSTOM, 0, read_site_kind },
    { "lat", NATIVE_CUSTOM, 0, orb_native_skip },
    { "lon", NATIVE_CUSTOM, 0, orb_native_skip },
    { "name", NATIVE_TEXT, offsetof(struct orb_site, name), NULL },
    { "position", NATIVE_CUSTOM, 0, read_position_state },
    { "position_note", NATIVE_TEXT, offsetof(struct orb_site, position_note), NULL },
    { "postcode", NATIVE_TEXT, offsetof(struct orb_site, postcode), NULL },
    { "precision", NATIVE_CUSTOM, 0, read_precision },
    { "provenance", NATIVE_CUSTOM, 0, orb_native_skip },
};

static bool near_point(const struct native_point *p, double lon, double lat, double limit)
{
    return fabs(p->lon - lon) <= limit && fabs(p->lat - lat) <= limit;
}

/*
 * A latitude written where the longitude belongs is a place on Earth too, so only the
 * commune can tell. The pair is left out rather than turned round: the commune stands for
 * it.
 */
static void drop_swapped(struct native_reader *r, struct orb_site *site)
{
    uint32_t number = site->commune == NULL ? ORB_STRMAP_NONE
                                            : orb_strmap_find(&r->communes, site->commune,
                                                              strlen(site->commune));

    if (isnan(site->lon) || number == ORB_STRMAP_NONE ||
        near_point(&r->points[number], site->lon, site->lat, 2) ||
        !near_point(&r->points[number], site->lat, site->lon, 1))
        return;
    orb_native_find(
        r,
        &(struct native_rule){
            ORB_FINDING_VALUE, "coordinates_swapped",
            _("longitude and latitude look swapped for this commune; the position counts as unknown") },
        "", NULL);
    site->lon = site->lat = NAN;
}

void orb_native_read_site(struct native_reader *r, const struct orb_json *object,
                          struct orb_site *site)
{
    static const struct native_fields fields = { site_fields, COUNT_OF(site_fields),
                                                 offsetof(struct orb_site, extra) };

    site->lon = site->lat = NAN;
    orb_native_read(r, object, &fields, site);
    if (orb_native_position(r, object, &site->lon, &site->lat))
        drop_swapped(r, site);
    if (isnan(site->lon))
        site->position = ORB_POSITION_ABSENT;
    else if (site->position == ORB_POSITION_ABSENT)
        site->position = ORB_POSITION_GIVEN;
}

void orb_native_take_site(struct native_reader *r, const struct orb_json *object)
{
    struct orb_site site = { 0 };

    if (!orb_native_identify(r, object, "id", ORB_RECORD_SITE, &site.id))
        return;
    orb_native_read_site(r, object, &site);
    orb_native_read_provenance(r, object, &site.provenance);
    orb_native_put(r,
                   &(struct orb_record){ ORB_RECORD_SITE, { .site = &site }, r->pointer });
}

/* ---- services */

static void read_codes(struct native_reader *r, const char *key,
                       const struct orb_json *value, void *record)
{
    struct orb_service *service = record;

    if (orb_json_is_null(value))
        return;
    if (orb_json_type(value) != ORB_JSON_OBJECT) {
        orb_native_bad(r, key, value);
        return;
    }
    orb_buf_clear(&r->scratch);
    orb_json_write(&r->scratch, value);
    service->codes =
        r->scratch.failed ? NULL : orb_arena_strdup(&r->arena, r->scratch.data);
}

static const struct native_field service_fields[] = {
    { "category", NATIVE_TEXT, offsetof(struct orb_service, category), NULL },
    { "closed_on", NATIVE_DATE, offsetof(struct orb_service, closed_on), NULL },
    { "codes", NATIVE_CUSTOM, 0, read_codes },
    { "contact", NATIVE_CUSTOM, 0, orb_native_skip },
    { "contacts", NATIVE_CUSTOM, 0, orb_native_skip },
    { "description", NATIVE_TEXT, offsetof(struct orb_service, description), NULL },
    { "id", NATIVE_CUSTOM, 0, orb_native_skip },
    { "identifiers", NATIVE_CUSTOM, 0, orb_native_skip },
    { "name", NATIVE_TEXT, offsetof(struct orb_service, name), NULL },
    { "opened_on", NATIVE_DATE, offsetof(struct orb_service, opened_on), NULL },
    { "organization", NATIVE_TEXT, offsetof(struct orb_service, organization), NULL },
    { "provenance", NATIVE_CUSTOM, 0, orb_native_skip },
    { "schedule", NATIVE_TEXT, offsetof(struct orb_service, schedule), NULL },
    { "site", NATIVE_TEXT, offsetof(struct orb_service, site), NULL },
};

void orb_native_take_service(struct native_reader *r, const struct orb_json *object)
{
    static const struct native_fields fields = { service_fields, COUNT_OF(service_fields),
                                                 offsetof(struct orb_service, extra) };
    struct orb_service service = { .opened_on = ORB_DATE_NONE, .closed_on = ORB_DATE_NONE };

    if (!orb_native_identify(r, object, "id", ORB_RECORD_SERVICE, &service.id))
        return;
    orb_native_read(r, object, &fields, &service);
    orb_native_read_provenance(r, object, &service.provenance);
    orb_native_read_contacts(r, object, &service.contacts, &service.contact_count);
    orb_native_read_identifiers(r, object, &service.identifiers, &service.identifier_count);
    orb_native_put(
        r, &(struct orb_record){ ORB_RECORD_SERVICE, { .service = &service }, r->pointer });
}
