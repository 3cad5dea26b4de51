/* One way to get a service: at a site, at home in a zone, or remotely. An offer is what is
 * matched. */
#ifndef ORB_MODEL_OFFER_H
#define ORB_MODEL_OFFER_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/date.h"
#include "engine/model/provenance.h"
#include "engine/model/service.h"
#include "engine/model/terms.h"

/* Where an at-home or remote offer goes. known false = nobody said. */
struct orb_zone {
    bool known;
    bool national;
    struct orb_code_list communes; /* INSEE codes */
    struct orb_code_list departments;
};

/* A temporary closure, both days included; to ORB_DATE_NONE = open end. */
struct orb_closure {
    orb_date from;
    orb_date to;
};

struct orb_offer {
    const char *id; /* "finess:010780195/917-11-117"; unique, compared as bytes */
    const char *
        service; /* service id; NULL = a service of the same id that carries nothing else */
    const char *site;         /* site id; NULL = the service's */
    const char *organization; /* NULL = the service's */
    const char *name;         /* NULL = the service's */
    struct orb_terms terms;
    struct orb_zone zone;
    orb_date opened_on;
    orb_date closed_on;
    const struct orb_closure *closures;
    uint32_t closure_count;
    double wait_days;         /* NaN = unknown */
    int32_t places_available; /* -1 = unknown */
    int32_t temporary_places; /* -1 = unknown */
    const char *funding_department;
    const char *duplicate_of; /* offer id */
    const char *dispositif_id;
    const struct orb_capacity *capacities;
    uint32_t capacity_count;
    const struct orb_contact *contacts; /* empty = the service's */
    uint32_t contact_count;
    const char *schedule;
    struct orb_provenance provenance;
    const char *extra; /* JSON object of keys kept and given back */
};

/* Everything unknown: terms initialised, dates none, numbers unknown. */
void orb_offer_init(struct orb_offer *offer);

#endif
