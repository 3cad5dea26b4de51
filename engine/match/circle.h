/*
 * The concentric circles of partners: which one an offer is of, for an operator and at a
 * date, by the rules of MATCHING 3.3. Made once for a catalogue and a profile, then asked
 * for each offer, with or without a person.
 */
#ifndef ORB_MATCH_CIRCLE_H
#define ORB_MATCH_CIRCLE_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/date.h"
#include "engine/base/error.h"

struct orb_catalogue;
struct orb_profile;

enum orb_circle_basis {
    ORB_CIRCLE_BASIS_INSTITUTION = 0,
    ORB_CIRCLE_BASIS_RELATION,
    ORB_CIRCLE_BASIS_OPERATOR,
    ORB_CIRCLE_BASIS_FINESS_EJ,
    ORB_CIRCLE_BASIS_DISPOSITIF,
    ORB_CIRCLE_BASIS_DECLARED,
    ORB_CIRCLE_BASIS_COMPUTED,
    ORB_CIRCLE_BASIS_DEFAULT,
    ORB_CIRCLE_BASES
};

extern const char *const orb_circle_basis_names[ORB_CIRCLE_BASES];

struct orb_circle_fact {
    uint8_t circle;    /* enum orb_circle, static: never C4 */
    uint8_t basis;     /* enum orb_circle_basis */
    uint32_t relation; /* the relation that proves it; ORB_CAT_NONE = none */
    uint32_t stale;  /* a relation no longer or not yet valid which would have given better;
                        ORB_CAT_NONE = none */
    uint32_t alerts; /* bits 1 << enum orb_alert */
};

/* The operator, whose circles are told; id and ej both NULL when nobody says. */
struct orb_circle_operator {
    const char *id;        /* of an organization, or "finess-ej:..." */
    const char *ej;        /* FINESS number of its entité juridique; NULL = unknown */
    uint32_t organization; /* row in the catalogue; ORB_CAT_NONE = none */
};

/* What circles ask of the terms of an offer, by part "to whom" (struct orb_cat_parts). */
struct orb_circle_entry {
    bool institution;
    bool declared;        /* the source says whether it is droit commun */
    uint8_t droit_commun; /* enum orb_tristate (MATCHING 3.1) */
};

/* Zero-initialised is empty. Read freely; changed by the functions below only. */
struct orb_circles {
    const struct orb_catalogue *catalogue;
    struct orb_circle_entry *entries;
    struct orb_circle_operator whose;
    orb_date date;
};

/* Release with orb_circles_release. catalogue is borrowed until then, profile for the call.
 * ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_circles_init(struct orb_circles *out,
                                                const struct orb_catalogue *catalogue,
                                                const struct orb_profile *profile,
                                                struct orb_error *err);
void orb_circles_release(struct orb_circles *circles);

/*
 * Whose circles, and when: relations are valid at date. operator_id is the id of an
 * organization or "finess-ej:...", borrowed until the next call; NULL = the operator of the
 * catalogue.
 */
void orb_circles_ask(struct orb_circles *circles, const char *operator_id, orb_date date);

/* The circle of an offer, after orb_circles_ask. */
struct orb_circle_fact orb_circles_get(const struct orb_circles *circles, uint32_t offer);

#endif
