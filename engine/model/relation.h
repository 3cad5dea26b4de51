/* Why a service is in a circle: who works with whom, on what evidence, from when to when.
 */
#ifndef ORB_MODEL_RELATION_H
#define ORB_MODEL_RELATION_H

#include <stdbool.h>

#include "engine/model/provenance.h"

enum orb_relation_type {
    ORB_RELATION_INTERNE = 0,
    ORB_RELATION_SOUS_TRAITANCE,
    ORB_RELATION_PARTENARIAT,
    ORB_RELATION_DISPOSITIF, /* both ends belong to one dispositif */
    ORB_RELATION_ROLE,       /* FINESS roleEge: site, annexe... ; never proves a circle */
    ORB_RELATION_GROUPEMENT  /* member of a group; never proves a circle by itself */
};

/* Exactly one of offer, service and organization is the target. */
struct orb_relation {
    const char *operator_id; /* organization id of the operator; NULL = the operator of the
                                platform */
    const char *offer;
    const char *service;
    const char *organization;
    enum orb_relation_type type;
    orb_date from; /* both included; ORB_DATE_NONE = open */
    orb_date to;
    const char *evidence; /* "convention 2024-17", "saisie"; NULL = none given */
    const char *note;
    struct orb_provenance provenance;
    const char *extra;
};

const char *orb_relation_type_name(
    enum orb_relation_type type); /* interne, sous_traitance, partenariat... */
bool orb_relation_type_parse(enum orb_relation_type *out, const char *text);

#endif
