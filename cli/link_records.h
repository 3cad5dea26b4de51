/* What the linkage reads of a store: its services, with their place, their organization and
 * their offers. */
#ifndef CLI_LINK_RECORDS_H
#define CLI_LINK_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/strmap.h"
#include "engine/store/store.h"

#define LINK_NONE UINT32_MAX

struct link_site {
    const char *id;
    const char *commune; /* of today; NULL = unknown, here and below */
    const char *address;
    double lon, lat; /* NaN = unknown or doubtful */
    bool is_secret;
};

struct link_organization {
    const char *id;
    const char *name;
    const char *phone;
    const char *email;
    const char *finess_ej;
    const char *siret;
    const char *siren;
    const char *rna;
    const char *origin; /* the list it comes from */
    bool is_open;
};

struct link_service {
    const char *id;
    const char *name;
    const char *category;
    const char *phone;
    const char *email;
    const char *finess;
    const char *siret;
    const char *siren;
    const char *rna;
    const char *origin; /* the list it comes from */
    uint32_t site;      /* in sites; LINK_NONE = unknown */
    uint32_t organization;
    orb_date opened;
    orb_date closed;
    uint32_t first_offer; /* in offers */
    uint32_t offer_count;
    bool has_row; /* false: its offer stands for it */
};

/* Codes are numbers in links->codes, sorted; known false = nobody said. */
struct link_codes {
    const uint32_t *items;
    uint32_t count;
    bool known;
};

struct link_offer {
    const char *id;
    uint32_t service; /* in services */
    uint32_t site;    /* of its own; LINK_NONE = the service's */
    struct link_codes modalities;
    struct link_codes publics;
    struct link_codes zone; /* communes */
    int32_t age_min;        /* months; ORB_AGE_UNKNOWN */
    int32_t age_max;
    orb_date closed;   /* ORB_DATE_NONE = open */
    bool is_duplicate; /* its source says so itself */
};

struct link_records {
    struct orb_arena arena;
    struct orb_strmap codes;
    struct orb_strmap site_ids;
    struct link_site *sites; /* by number in site_ids */
    size_t site_capacity;
    struct orb_strmap organization_ids;
    struct link_organization *organizations; /* by number in organization_ids */
    size_t organization_capacity;
    struct orb_strmap service_ids;
    struct link_service *services; /* by number in service_ids, in order of id, then those
                                    that only an offer implies */
    size_t service_capacity;
    struct link_offer *offers; /* by service, then by id */
    size_t offer_count;
    size_t offer_capacity;
    struct orb_decision *decisions;
    size_t decision_count;
    size_t decision_capacity;
    const struct orb_territory_view *view;
    orb_date today;   /* the newest of the sources: what closes later is open */
    bool single_list; /* one list has everything: there is nothing to compare */
};

/* Which lists records come from. Zero-initialised, nothing was seen. */
struct link_seen {
    bool several;        /* or a person has a word to say of two rows */
    struct orb_buf list; /* the first one */
};

ORB_MUST_CHECK enum orb_status link_seen_record(struct link_seen *seen,
                                                const struct orb_record *record,
                                                struct orb_error *err);
void link_seen_release(struct link_seen *seen);

/*
 * Read the store as its sources give it; seen is what the import in progress put, NULL
 * without one. When single_list comes out true, nothing else was read. Release with
 * link_records_release, also after a failure.
 */
ORB_MUST_CHECK enum orb_status link_records_read(struct link_records *out,
                                                 struct orb_store *store,
                                                 const struct link_seen *seen,
                                                 struct orb_error *err);
void link_records_release(struct link_records *records);

#endif
