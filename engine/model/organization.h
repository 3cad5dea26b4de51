/* A legal person or a group: entité juridique, groupement, dispositif, operator. */
#ifndef ORB_MODEL_ORGANIZATION_H
#define ORB_MODEL_ORGANIZATION_H

#include <stdint.h>

#include "engine/base/date.h"
#include "engine/model/provenance.h"

/* One number of one scheme: finess, finess-ej, siret, siren, rna, uai, ban, osm... */
struct orb_identifier {
    const char *scheme;
    const char *value;
};

enum orb_confidentiality { ORB_PUBLIC = 0, ORB_PROFESSIONAL, ORB_RESTRICTED };

/* How to reach: channel is phone, email, url, mobilisation (how to ask), person. */
struct orb_contact {
    const char *channel;
    const char *value;
    const char *role; /* NULL = unknown */
    enum orb_confidentiality confidentiality;
    orb_date checked_on;    /* ORB_DATE_NONE = never checked */
    const char *checked_by; /* NULL = unknown */
};

struct orb_organization {
    const char *id;   /* "finess-ej:010780054" */
    const char *name; /* NULL = unknown, here and below */
    const char *short_name;
    const char *kind; /* entite_juridique, groupement, dispositif... */
    const char *legal_status;
    const char *parent; /* organization id */
    const char *finess_ej;
    orb_date opened_on;
    orb_date closed_on;
    const struct orb_identifier *identifiers;
    uint32_t identifier_count;
    const struct orb_contact *contacts;
    uint32_t contact_count;
    struct orb_provenance provenance;
    const char *extra; /* JSON object of unread keys; NULL = none */
};

const char *orb_confidentiality_name(
    enum orb_confidentiality value); /* public, professional, restricted */

#endif
