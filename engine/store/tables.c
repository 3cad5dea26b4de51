/* The columns of each kind of record. A switch or table of data may pass the length limit:
 * it is only data. */
#include "engine/store/column.h"

#define NAMES(list) .names = (list), .name_count = (int)(sizeof(list) / sizeof(list)[0])
#define TEXT(owner, column, member)                                                        \
    {                                                                                      \
        .name = (column), .type = ORB_COLUMN_TEXT, .offset = offsetof(owner, member)       \
    }
#define DATE(owner, column, member)                                                        \
    {                                                                                      \
        .name = (column), .type = ORB_COLUMN_DATE, .offset = offsetof(owner, member)       \
    }
#define NUMBER(owner, column, member, unknown)                                             \
    {                                                                                      \
        .name = (column), .type = ORB_COLUMN_INT, .offset = offsetof(owner, member),       \
        .missing = (unknown)                                                               \
    }
#define OF(owner, column, member, kind)                                                    \
    {                                                                                      \
        .name = (column), .type = (kind), .offset = offsetof(owner, member)                \
    }
#define NAMED(owner, column, member, list)                                                 \
    {                                                                                      \
        .name = (column), .type = ORB_COLUMN_NAME, .offset = offsetof(owner, member),      \
        NAMES(list)                                                                        \
    }
#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static const char *const basis_names[] = { "declared", "inferred", "computed" };
static const char *const confidentiality_names[] = { "public", "professional",
                                                     "restricted" };
static const char *const precision_names[] = { NULL, "housenumber", "street", "locality",
                                               "municipality" };
static const char *const position_names[] = { "absent", "given", "checked", "repaired",
                                              "doubtful" };
static const char *const strength_names[] = { "derogable", "hard", "preferential",
                                              "unconditional" };
static const char *const relation_names[] = {
    "interne", "sous_traitance", "partenariat", "dispositif", "role", "groupement"
};
static const char *const choice_names[] = { "same", "distinct", "none" };
static const char *const territory_names[] = { "commune",     "commune_old", "epci",
                                               "departement", "region",      "life_area",
                                               "canton" };

static const struct orb_column identifier_columns[] = {
    TEXT(struct orb_identifier, "scheme", scheme),
    TEXT(struct orb_identifier, "value", value),
};

static const struct orb_column contact_columns[] = {
    TEXT(struct orb_contact, "channel", channel),
    TEXT(struct orb_contact, "value", value),
    TEXT(struct orb_contact, "role", role),
    NAMED(struct orb_contact, "confidentiality", confidentiality, confidentiality_names),
    DATE(struct orb_contact, "checked_on", checked_on),
    TEXT(struct orb_contact, "checked_by", checked_by),
};

static const struct orb_column capacity_columns[] = {
    NUMBER(struct orb_capacity, "count", count, -1),
    TEXT(struct orb_capacity, "unit", unit),
    TEXT(struct orb_capacity, "status", status),
    TEXT(struct orb_capacity, "subset", subset),
    DATE(struct orb_capacity, "observed_on", observed_on),
};

static const struct orb_column closure_columns[] = {
    DATE(struct orb_closure, "from_day", from),
    DATE(struct orb_closure, "to_day", to),
};

#define IDENTIFIERS(owner_name)                                                            \
    {                                                                                      \
        .field = "identifiers", .table = "identifier", .owner_kind = (owner_name),         \
        .bit = 1, .item_size = sizeof(struct orb_identifier),                              \
        .columns = identifier_columns, .column_count = COUNT(identifier_columns)           \
    }
#define CONTACTS(owner_name)                                                               \
    {                                                                                      \
        .field = "contacts", .table = "contact", .owner_kind = (owner_name), .bit = 2,     \
        .item_size = sizeof(struct orb_contact), .columns = contact_columns,               \
        .column_count = COUNT(contact_columns)                                             \
    }

static const struct orb_child organization_identifiers = IDENTIFIERS("organization");
static const struct orb_child organization_contacts = CONTACTS("organization");
static const struct orb_child service_identifiers = IDENTIFIERS("service");
static const struct orb_child service_contacts = CONTACTS("service");
static const struct orb_child offer_contacts = CONTACTS("offer");
static const struct orb_child offer_capacities = {
    .field = "capacities",
    .table = "capacity",
    .bit = 4,
    .item_size = sizeof(struct orb_capacity),
    .columns = capacity_columns,
    .column_count = COUNT(capacity_columns),
};
static const struct orb_child offer_closures = {
    .field = "closures",
    .table = "closure",
    .bit = 8,
    .item_size = sizeof(struct orb_closure),
    .columns = closure_columns,
    .column_count = COUNT(closure_columns),
};

#define CHILD(owner, what, items, counter)                                                 \
    {                                                                                      \
        .child = &(what), .items_offset = offsetof(owner, items),                          \
        .count_offset = offsetof(owner, counter)                                           \
    }

static const struct orb_child_place organization_children[] = {
    CHILD(struct orb_organization, organization_identifiers, identifiers, identifier_count),
    CHILD(struct orb_organization, organization_contacts, contacts, contact_count),
};
static const struct orb_child_place service_children[] = {
    CHILD(struct orb_service, service_identifiers, identifiers, identifier_count),
    CHILD(struct orb_service, service_contacts, contacts, contact_count),
};
static const struct orb_child_place offer_children[] = {
    CHILD(struct orb_offer, offer_contacts, contacts, contact_count),
    CHILD(struct orb_offer, offer_capacities, capacities, capacity_count),
    CHILD(struct orb_offer, offer_closures, closures, closure_count),
};

static const struct orb_column source_columns[] = {
    TEXT(struct orb_source, "name", name),
    TEXT(struct orb_source, "url", url),
    TEXT(struct orb_source, "licence", licence),
    TEXT(struct orb_source, "attribution", attribution),
    TEXT(struct orb_source, "edition", edition),
    DATE(struct orb_source, "observed_on", observed_on),
    TEXT(struct orb_source, "digest", digest),
    TEXT(struct orb_source, "extra", extra),
};

static const struct orb_column territory_columns[] = {
    NAMED(struct orb_territory, "kind", kind, territory_names),
    TEXT(struct orb_territory, "code", code),
    TEXT(struct orb_territory, "name", name),
    TEXT(struct orb_territory, "departement", departement),
    TEXT(struct orb_territory, "region", region),
    TEXT(struct orb_territory, "epci", epci),
    TEXT(struct orb_territory, "life_area", life_area),
    TEXT(struct orb_territory, "canton", canton),
    TEXT(struct orb_territory, "successor", successor),
    TEXT(struct orb_territory, "postcodes", postcodes),
    NUMBER(struct orb_territory, "density", density, 0),
    { .name = "population",
      .type = ORB_COLUMN_LONG,
      .offset = offsetof(struct orb_territory, population),
      .missing = -1 },
    TEXT(struct orb_territory, "ages", ages),
    OF(struct orb_territory, "income", income, ORB_COLUMN_REAL),
    OF(struct orb_territory, "lon", lon, ORB_COLUMN_REAL),
    OF(struct orb_territory, "lat", lat, ORB_COLUMN_REAL),
    TEXT(struct orb_territory, "point_method", point_method),
    TEXT(struct orb_territory, "extra", extra),
};

static const struct orb_column organization_columns[] = {
    TEXT(struct orb_organization, "name", name),
    TEXT(struct orb_organization, "short_name", short_name),
    TEXT(struct orb_organization, "kind", kind),
    TEXT(struct orb_organization, "legal_status", legal_status),
    TEXT(struct orb_organization, "parent", parent),
    TEXT(struct orb_organization, "finess_ej", finess_ej),
    DATE(struct orb_organization, "opened_on", opened_on),
    DATE(struct orb_organization, "closed_on", closed_on),
    TEXT(struct orb_organization, "extra", extra),
};

static const struct orb_column site_columns[] = {
    TEXT(struct orb_site, "kind", kind),
    TEXT(struct orb_site, "name", name),
    TEXT(struct orb_site, "address", address),
    TEXT(struct orb_site, "postcode", postcode),
    TEXT(struct orb_site, "commune", commune),
    NAMED(struct orb_site, "precision", precision, precision_names),
    NAMED(struct orb_site, "position_state", position, position_names),
    TEXT(struct orb_site, "position_note", position_note),
    TEXT(struct orb_site, "extra", extra),
};

static const struct orb_column service_columns[] = {
    TEXT(struct orb_service, "organization", organization),
    TEXT(struct orb_service, "site", site),
    TEXT(struct orb_service, "name", name),
    TEXT(struct orb_service, "category", category),
    TEXT(struct orb_service, "description", description),
    TEXT(struct orb_service, "schedule", schedule),
    DATE(struct orb_service, "opened_on", opened_on),
    DATE(struct orb_service, "closed_on", closed_on),
    TEXT(struct orb_service, "codes", codes),
    TEXT(struct orb_service, "extra", extra),
};

static const struct orb_column offer_columns[] = {
    TEXT(struct orb_offer, "service", service),
    TEXT(struct orb_offer, "site", site),
    TEXT(struct orb_offer, "organization", organization),
    TEXT(struct orb_offer, "name", name),
    DATE(struct orb_offer, "opened_on", opened_on),
    DATE(struct orb_offer, "closed_on", closed_on),
    OF(struct orb_offer, "wait_days", wait_days, ORB_COLUMN_REAL),
    NUMBER(struct orb_offer, "places_available", places_available, -1),
    NUMBER(struct orb_offer, "temporary_places", temporary_places, -1),
    TEXT(struct orb_offer, "funding_department", funding_department),
    TEXT(struct orb_offer, "duplicate_of", duplicate_of),
    TEXT(struct orb_offer, "dispositif_id", dispositif_id),
    TEXT(struct orb_offer, "schedule", schedule),
    TEXT(struct orb_offer, "extra", extra),
};

static const struct orb_column relation_columns[] = {
    TEXT(struct orb_relation, "operator", operator_id),
    TEXT(struct orb_relation, "offer", offer),
    TEXT(struct orb_relation, "service", service),
    TEXT(struct orb_relation, "organization", organization),
    NAMED(struct orb_relation, "type", type, relation_names),
    DATE(struct orb_relation, "from_day", from),
    DATE(struct orb_relation, "to_day", to),
    TEXT(struct orb_relation, "evidence", evidence),
    TEXT(struct orb_relation, "note", note),
    TEXT(struct orb_relation, "extra", extra),
};

static const struct orb_column assertion_columns[] = {
    TEXT(struct orb_assertion, "kind", kind),
    TEXT(struct orb_assertion, "subject", subject),
    TEXT(struct orb_assertion, "field", field),
    TEXT(struct orb_assertion, "value", value),
    TEXT(struct orb_assertion, "author", author),
    TEXT(struct orb_assertion, "note", note),
};

static const struct orb_column decision_columns[] = {
    TEXT(struct orb_decision, "a", a),
    TEXT(struct orb_decision, "b", b),
    NAMED(struct orb_decision, "choice", choice, choice_names),
    TEXT(struct orb_decision, "author", author),
    DATE(struct orb_decision, "observed_on", decided_on),
    TEXT(struct orb_decision, "reason", reason),
};

const struct orb_column orb_terms_columns[] = {
    TEXT(struct orb_terms, "category", category),
    OF(struct orb_terms, "institution", institution, ORB_COLUMN_BOOL),
    OF(struct orb_terms, "droit_commun", droit_commun, ORB_COLUMN_TRISTATE),
    OF(struct orb_terms, "accepts_new", accepts_new, ORB_COLUMN_TRISTATE),
    OF(struct orb_terms, "activity_unknown", activity_unknown, ORB_COLUMN_BOOL),
    NAMED(struct orb_terms, "age_strength", age_strength, strength_names),
    NAMED(struct orb_terms, "public_strength", public_strength, strength_names),
    OF(struct orb_terms, "excludes_associated", excludes_associated, ORB_COLUMN_TRISTATE),
    NUMBER(struct orb_terms, "age_min_months", age_min_months, ORB_AGE_UNKNOWN),
    NUMBER(struct orb_terms, "age_max_months", age_max_months, ORB_AGE_UNKNOWN),
    OF(struct orb_terms, "modalities", category, ORB_COLUMN_MODALITIES),
    OF(struct orb_terms, "prestations", category, ORB_COLUMN_PRESTATIONS),
    OF(struct orb_terms, "accessibility", category, ORB_COLUMN_FEATURES),
    OF(struct orb_terms, "publics", publics, ORB_COLUMN_CODES),
    OF(struct orb_terms, "orientations", orientations, ORB_COLUMN_CODES),
    OF(struct orb_terms, "engagements", engagements, ORB_COLUMN_CODES),
    OF(struct orb_terms, "professions", professions, ORB_COLUMN_CODES),
    OF(struct orb_terms, "families", families, ORB_COLUMN_CODES),
    OF(struct orb_terms, "themes", themes, ORB_COLUMN_CODES),
    OF(struct orb_terms, "languages", languages, ORB_COLUMN_CODES),
};
const size_t orb_terms_column_count = COUNT(orb_terms_columns);
const size_t orb_terms_scalar_count = 7;

static const struct orb_table tables[] = {
    { .kind = ORB_RECORD_SOURCE,
      .name = "source",
      .size = sizeof(struct orb_source),
      .label = "source",
      .id_offset = offsetof(struct orb_source, id),
      .provenance_offset = ORB_TABLE_NONE,
      .columns = source_columns,
      .column_count = COUNT(source_columns) },
    { .kind = ORB_RECORD_TERRITORY,
      .name = "territory_fact",
      .size = sizeof(struct orb_territory),
      .label = "territory",
      .id_offset = ORB_TABLE_NONE,
      .provenance_offset = offsetof(struct orb_territory, provenance),
      .columns = territory_columns,
      .column_count = COUNT(territory_columns) },
    { .kind = ORB_RECORD_ORGANIZATION,
      .name = "organization",
      .size = sizeof(struct orb_organization),
      .label = "organization",
      .id_offset = offsetof(struct orb_organization, id),
      .provenance_offset = offsetof(struct orb_organization, provenance),
      .columns = organization_columns,
      .column_count = COUNT(organization_columns),
      .children = organization_children,
      .child_count = COUNT(organization_children) },
    { .kind = ORB_RECORD_SITE,
      .name = "site",
      .size = sizeof(struct orb_site),
      .label = "site",
      .id_offset = offsetof(struct orb_site, id),
      .provenance_offset = offsetof(struct orb_site, provenance),
      .extra = ORB_EXTRA_POSITION,
      .columns = site_columns,
      .column_count = COUNT(site_columns) },
    { .kind = ORB_RECORD_SERVICE,
      .name = "service",
      .size = sizeof(struct orb_service),
      .label = "service",
      .id_offset = offsetof(struct orb_service, id),
      .provenance_offset = offsetof(struct orb_service, provenance),
      .columns = service_columns,
      .column_count = COUNT(service_columns),
      .children = service_children,
      .child_count = COUNT(service_children) },
    { .kind = ORB_RECORD_OFFER,
      .name = "offer",
      .size = sizeof(struct orb_offer),
      .label = "offer",
      .id_offset = offsetof(struct orb_offer, id),
      .provenance_offset = offsetof(struct orb_offer, provenance),
      .extra = ORB_EXTRA_TERMS,
      .columns = offer_columns,
      .column_count = COUNT(offer_columns),
      .children = offer_children,
      .child_count = COUNT(offer_children) },
    { .kind = ORB_RECORD_RELATION,
      .name = "relation",
      .size = sizeof(struct orb_relation),
      .label = "relation",
      .id_offset = ORB_TABLE_NONE,
      .provenance_offset = offsetof(struct orb_relation, provenance),
      .columns = relation_columns,
      .column_count = COUNT(relation_columns) },
    { .kind = ORB_RECORD_ASSERTION,
      .name = "assertion",
      .size = sizeof(struct orb_assertion),
      .label = "assertion",
      .id_offset = ORB_TABLE_NONE,
      .provenance_offset = offsetof(struct orb_assertion, provenance),
      .columns = assertion_columns,
      .column_count = COUNT(assertion_columns) },
    { .kind = ORB_RECORD_DECISION,
      .name = "decision",
      .size = sizeof(struct orb_decision),
      .label = "decision",
      .id_offset = ORB_TABLE_NONE,
      .provenance_offset = ORB_TABLE_NONE,
      .columns = decision_columns,
      .column_count = COUNT(decision_columns) },
};

const struct orb_table *orb_table_of(enum orb_record_kind kind)
{
    for (size_t i = 0; i < COUNT(tables); i++)
        if (tables[i].kind == kind)
            return &tables[i];
    return NULL;
}

const struct orb_table *orb_table_of_territories(bool with_contours)
{
    static const struct orb_table plain = {
        .kind = ORB_RECORD_TERRITORY,
        .name = "territory",
        .label = "territory",
        .id_offset = ORB_TABLE_NONE,
        .provenance_offset = offsetof(struct orb_territory, provenance),
        .columns = territory_columns,
        .column_count = COUNT(territory_columns),
    };
    static const struct orb_table with = {
        .kind = ORB_RECORD_TERRITORY,
        .name = "territory",
        .label = "territory",
        .id_offset = ORB_TABLE_NONE,
        .provenance_offset = offsetof(struct orb_territory, provenance),
        .extra = ORB_EXTRA_CONTOUR,
        .columns = territory_columns,
        .column_count = COUNT(territory_columns),
    };

    return with_contours ? &with : &plain;
}

const struct orb_table *orb_table_brief(enum orb_record_kind kind)
{
    static const struct orb_column of_service[] = { TEXT(struct orb_offer, "service",
                                                         service) };
    static const struct orb_table service = {
        .kind = ORB_RECORD_SERVICE,
        .name = "service",
        .label = "service",
        .id_offset = offsetof(struct orb_service, id),
        .provenance_offset = offsetof(struct orb_service, provenance),
    };
    static const struct orb_table offer = {
        .kind = ORB_RECORD_OFFER,
        .name = "offer",
        .label = "offer",
        .id_offset = offsetof(struct orb_offer, id),
        .provenance_offset = offsetof(struct orb_offer, provenance),
        .columns = of_service,
        .column_count = COUNT(of_service),
    };

    return kind == ORB_RECORD_SERVICE ? &service
           : kind == ORB_RECORD_OFFER ? &offer
                                      : orb_table_of(kind);
}

const char *const *orb_column_basis_names(void)
{
    return basis_names;
}
