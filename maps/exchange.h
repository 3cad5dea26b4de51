/*
 * What products made of services share: each service with its organization, its places and
 * its offers, joined on disk, and only what may leave. A record is read as the object that
 * the exchange file has for it (maps/native_parts.h). Internal to maps.
 */
#ifndef ORB_MAPS_EXCHANGE_H
#define ORB_MAPS_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/json.h"
#include "engine/model/record.h"
#include "engine/vocabulary/vocabulary.h"
#include "maps/exporter.h"
#include "maps/lookup.h"
#include "maps/native_hidden.h"
#include "maps/selection.h"

/* Sets of the lookup. */
enum orb_exchange_set {
    ORB_EXCHANGE_ORGANIZATION,
    ORB_EXCHANGE_SITE,
    ORB_EXCHANGE_OFFER,   /* by service: those the product holds */
    ORB_EXCHANGE_REFUSED, /* services of which it does not hold some offer */
    ORB_EXCHANGE_SERVICE, /* those that have a record */
    ORB_EXCHANGE_USED,    /* organizations of services that the product holds */
    ORB_EXCHANGE_SETS     /* products number their own from here */
};

/* A service as a product reads it. */
struct orb_exchange_row {
    const char *id;
    const struct orb_json *service;
    const struct orb_json *organization; /* NULL = unknown */
    const struct orb_json *offers;       /* an array, possibly empty; in order of id */
};

/* Read freely; made by orb_exchange_open. */
struct orb_exchange {
    const struct orb_map_territory *territory;
    const struct orb_export_options *options;
    struct orb_selection selection;
    struct orb_lookup *lookup;
    struct native_hidden hidden; /* what is restricted or confidential somewhere */
    struct orb_vocabulary vocabulary;
    struct orb_arena arena;      /* of one row; cleared before the next */
    struct orb_buf text;         /* scratch of this file */
    struct orb_json **documents; /* of one row */
    size_t document_count;
    size_t document_capacity;
    uint64_t service_count; /* that orb_exchange_services gives */
    uint64_t alone_count;   /* of them, without a known organization */
    bool narrowed;          /* a part of the territory was asked for */
};

/* Keep what services name. Release with orb_exchange_close, also on failure. */
ORB_MUST_CHECK enum orb_status orb_exchange_open(struct orb_exchange *out,
                                                 const struct orb_map_territory *territory,
                                                 const struct orb_export_options *options,
                                                 struct orb_error *err);
void orb_exchange_close(struct orb_exchange *x);

/* Takes what is given; texts and objects are borrowed for the call. */
struct orb_exchange_visitor {
    void *context;
    enum orb_status (*service)(void *context, const struct orb_exchange_row *row,
                               struct orb_error *err);
    enum orb_status (*organization)(void *context, const struct orb_json *organization,
                                    struct orb_error *err);
    bool alone; /* services whose record names a known organization are not wanted */
};

/* Every service that the product holds, by id; then those that only their offers tell of.
 */
ORB_MUST_CHECK enum orb_status
orb_exchange_services(struct orb_exchange *x, const struct orb_exchange_visitor *visitor,
                      struct orb_error *err);

/* The organizations of the product, by id: all, or those of its services when a part of the
 * territory was asked for. */
ORB_MUST_CHECK enum orb_status
orb_exchange_organizations(struct orb_exchange *x,
                           const struct orb_exchange_visitor *visitor,
                           struct orb_error *err);

/* *out is NULL when there is no such site (id may be NULL). Valid for the row. */
ORB_MUST_CHECK enum orb_status orb_exchange_site(struct orb_exchange *x, const char *id,
                                                 const struct orb_json **out,
                                                 struct orb_error *err);

/* The site of an offer, else of its service. */
const char *orb_exchange_site_id(const struct orb_exchange_row *row,
                                 const struct orb_json *offer);

/* ---- reading an object (exchange_read.c) */

/* A member that is text; NULL otherwise. */
const char *orb_exchange_text(const struct orb_json *object, const char *key);
/* A date member; ORB_DATE_NONE otherwise. */
orb_date orb_exchange_date(const struct orb_json *object, const char *key);
/* A member that is a number, else NaN. */
double orb_exchange_number(const struct orb_json *object, const char *key);
/* Is text the value of an item of an array? */
bool orb_exchange_has(const struct orb_json *array, const char *text);
/* The value of the first identifier of a scheme, or NULL. */
const char *orb_exchange_identifier(const struct orb_json *object, const char *scheme);

/* Is the source of the object this one, or one of its kind ("hsds:")? */
bool orb_exchange_is_from(const struct orb_json *object, const char *source);
orb_date orb_exchange_day(const struct orb_json *object); /* observed_on */

bool orb_exchange_is_confidential(const struct orb_json *site);

/* Is the text an address of the web written as RFC 3986 wants: no accent, no blank? */
bool orb_exchange_is_uri(const char *text);

enum { ORB_EXCHANGE_CONTACTS = 64 };

struct orb_exchange_contact {
    const char *channel; /* phone, email, url, mobilisation */
    const char *value;
    const char *role; /* NULL = none */
    bool professional;
    orb_date checked_on;
};

struct orb_exchange_contacts {
    struct orb_exchange_contact items[ORB_EXCHANGE_CONTACTS];
    size_t count;
};

/* What anyone may use to reach; persons never. */
void orb_exchange_contacts(const struct orb_json *object,
                           struct orb_exchange_contacts *out);
/* The first of a channel whose role is this one (NULL = none), or NULL. */
const char *orb_exchange_contact_find(const struct orb_exchange_contacts *contacts,
                                      const char *channel, const char *role);

/* ---- words for what a format has no field for (exchange_words.c), in French as the data
 * are */

/* A label of a code, or the code. */
const char *orb_exchange_label(struct orb_exchange *x, const char *list, const char *code);
/* The publics and ages of the offers, as one sentence each; appends nothing when nothing is
 * known. */
void orb_exchange_write_publics(struct orb_exchange *x, const struct orb_exchange_row *row,
                                struct orb_buf *out);
void orb_exchange_write_ages(const struct orb_exchange_row *row, struct orb_buf *out);
/* Whether a decision of the CDAPH is asked for. */
void orb_exchange_write_orientation(const struct orb_exchange_row *row,
                                    struct orb_buf *out);
/* What it is, by its category and families, when it has no description. */
void orb_exchange_write_nature(struct orb_exchange *x, const struct orb_exchange_row *row,
                               struct orb_buf *out);

/* Ages that every offer takes: from the lowest minimum to the highest maximum, in months;
 * ORB_AGE_UNKNOWN when one offer does not say. */
struct orb_exchange_ages {
    int32_t min_months;
    int32_t max_months; /* exclusive */
};
struct orb_exchange_ages orb_exchange_ages(const struct orb_exchange_row *row);

/* The name of a commune of the territory, or NULL. */
const char *orb_exchange_commune(const struct orb_exchange *x, const char *code);

#endif
