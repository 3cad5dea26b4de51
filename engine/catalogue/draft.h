/* What the builder collects before it can resolve names: records with texts as numbers.
 * Private to engine/catalogue. */
#ifndef ORB_CATALOGUE_DRAFT_H
#define ORB_CATALOGUE_DRAFT_H

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/base/strmap.h"
#include "engine/catalogue/build.h"
#include "engine/catalogue/catalogue.h"
#include "engine/model/record.h"
#include "engine/model/restricted.h"

/* A text of the builder: its number in texts; 0 is the empty text. */
typedef uint32_t draft_text;

struct draft_contacts {
    draft_text phone, email, url, how, checked_by;
    orb_date checked_on;
};

struct draft_site {
    double lon, lat;
    draft_text id, commune, address, postcode, fields, source;
    uint8_t precision, position, confidential;
};

struct draft_service {
    draft_text id, organization, site, name, description, schedule, siret, finess, source,
        fields; /* of the provenance: which source each value is of, here and below */
    struct draft_contacts contacts;
};

struct draft_organization {
    draft_text id, name, finess_ej, fields, source;
    struct draft_contacts contacts;
};

struct draft_commune {
    double lon, lat, income;
    int64_t population;
    draft_text code, name, department, epci, life_area, canton, region, ages, successor;
    int density;
    bool old;
};

struct draft_area {
    uint32_t kind; /* enum orb_territory_kind */
    draft_text code, name, region;
};

struct draft_relation {
    draft_text operator_id, offer, service, organization, evidence;
    uint32_t type;
    orb_date from, to;
};

/* Numbers of struct orb_cat_detail. */
struct draft_detail {
    int32_t authorised, installed, waiting;
    orb_date capacity_on, places_on;
    uint8_t age_strength, public_strength, inferred;
};

struct draft_offer {
    double wait_days;
    draft_text id, service, site, organization, name, funding, duplicate_of, dispositif,
        source, schedule, fields;
    struct draft_contacts contacts;
    struct draft_detail detail;
    uint32_t terms, zone;
    struct orb_cat_span closures;
    orb_date opened_on, closed_on, observed_on;
    int32_t places, temporary;
};

struct draft_source {
    draft_text id, name, licence, attribution, edition;
    orb_date observed_on;
};

/* A list that grows. */
#define DRAFT_LIST(type)                                                                   \
    struct {                                                                               \
        type *items;                                                                       \
        size_t count;                                                                      \
        size_t capacity;                                                                   \
    }

struct orb_catalogue_builder {
    struct orb_strmap texts;
    struct orb_strmap terms_keys; /* canonical text of each distinct terms */
    struct orb_strmap zone_keys;
    struct orb_arena arena;
    DRAFT_LIST(const struct orb_terms *) terms; /* deep copies, by number of terms_keys */
    DRAFT_LIST(const struct orb_zone *) zones;
    DRAFT_LIST(struct draft_site) sites;
    DRAFT_LIST(struct draft_service) services;
    DRAFT_LIST(struct draft_organization) organizations;
    DRAFT_LIST(struct draft_commune) communes;
    DRAFT_LIST(struct draft_area) areas;
    DRAFT_LIST(struct draft_relation) relations;
    DRAFT_LIST(struct draft_offer) offers;
    DRAFT_LIST(struct draft_source) sources;
    DRAFT_LIST(struct orb_cat_closure) closures;
    DRAFT_LIST(draft_text) dispositifs;
    draft_text operator_organization, operator_finess_ej;
    struct orb_strmap lenders; /* where values come from that are not of their record */
    struct orb_buf fields;     /* of the record before, which most often has the same */
    struct orb_restricted restricted; /* contacts that are not shown */
    struct orb_buf key;               /* scratch */
};

/* Room for one more item, set to zero, counted; NULL without memory. */
#define DRAFT_ADD(list)                                                                    \
    orb_draft_add((void **)&(list).items, &(list).capacity, &(list).count,                 \
                  sizeof *(list).items)
void *orb_draft_add(void **items, size_t *capacity, size_t *count, size_t size);

/* The contacts that may be shown; false without memory. */
bool orb_draft_contacts(struct orb_catalogue_builder *b, struct draft_contacts *out,
                        const struct orb_contact *contacts, uint32_t count);
/* When all records are there: take out the texts that hold what some record restricts. */
bool orb_draft_hide_restricted(struct orb_catalogue_builder *b);

/* What people read of an offer and no search needs. */
void orb_draft_detail(struct draft_detail *out, const struct orb_offer *offer);

/* Append the key of terms, of one of their parts, or of a zone: equal keys, equal things.
 */
void orb_draft_key_terms(struct orb_buf *key, const struct orb_terms *terms);
void orb_draft_key_care(struct orb_buf *key, const struct orb_terms *terms);
void orb_draft_key_entry(struct orb_buf *key, const struct orb_terms *terms);
void orb_draft_key_ways(struct orb_buf *key, const struct orb_terms *terms);
void orb_draft_key_features(struct orb_buf *key, const struct orb_terms *terms);
void orb_draft_key_zone(struct orb_buf *key, const struct orb_zone *zone);

/* Writes the image; called by orb_catalogue_builder_stream. */
ORB_MUST_CHECK enum orb_status orb_draft_write(struct orb_catalogue_builder *b,
                                               int64_t data_version,
                                               const struct orb_image_sink *sink,
                                               struct orb_error *err);

#endif
