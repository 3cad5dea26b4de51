/* What is done for people by one organization: in FINESS, an établissement (EGE). */
#ifndef ORB_MODEL_SERVICE_H
#define ORB_MODEL_SERVICE_H

#include <stdint.h>

#include "engine/model/organization.h"
#include "engine/model/provenance.h"

/* A number of places at a date. Authorised and installed are never places available. */
struct orb_capacity {
    int32_t count;
    const char *unit;   /* places, NULL = unknown */
    const char *status; /* authorised, installed, available, occupied, reserved, waiting */
    const char *subset; /* habilitation, gender, housing type; NULL = all */
    orb_date observed_on;
};

struct orb_service {
    const char *id; /* "finess:010780195" */
    const char *organization;
    const char *site; /* main site id; NULL = unknown */
    const char *name;
    const char *category; /* FINESS or other; NULL = unknown */
    const char *description;
    const char *schedule; /* opening_hours text, or the raw text */
    orb_date opened_on;
    orb_date closed_on;
    const char *codes; /* JSON object of codes kept and not matched (activities without
                          offer, engagements) */
    const struct orb_identifier *identifiers;
    uint32_t identifier_count;
    const struct orb_contact *contacts;
    uint32_t contact_count;
    struct orb_provenance provenance;
    const char *extra;
};

#endif
