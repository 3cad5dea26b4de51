/* One offer as anyone may read it: names resolved, nothing restricted, nothing of a
 * confidential address. */
#ifndef ORB_MAPS_OFFER_H
#define ORB_MAPS_OFFER_H

#include "maps/selection.h"

enum { ORB_FAMILIES = 8 };

/* What is known of its places today. */
enum orb_offer_state {
    ORB_STATE_UNKNOWN = 0, /* nobody said, or too long ago */
    ORB_STATE_PLACE,       /* at least one place, said by someone */
    ORB_STATE_FULL,        /* none, said by someone */
    ORB_STATE_NO_NOTION    /* ordinary service: there is no such thing as a place */
};

extern const char *const orb_offer_state_names[ORB_STATE_NO_NOTION + 1];

/* Texts are NULL when unknown and borrowed from the catalogue. */
struct orb_map_offer {
    uint32_t offer; /* in the catalogue */
    const struct orb_cat_offer *row;
    const struct orb_cat_detail *detail;
    const struct orb_cat_terms *terms;   /* those of the offer */
    const struct orb_cat_source *source; /* NULL = unknown, here and below */
    const struct orb_cat_commune *commune;
    const struct orb_cat_organization *organization;
    const struct orb_cat_relation *relation; /* proves the circle */
    const char *id, *service, *name, *duplicate_of;
    const char *commune_code, *commune_name, *departement;
    const char *address, *postcode; /* NULL too when confidential */
    const char *phone, *email, *url, *how, *checked_by;
    const char *description, *schedule, *siret, *finess;
    const char *category;             /* code */
    struct orb_map_position position; /* public */
    const char *precision;            /* NULL = unknown */
    struct orb_circle_fact circle;
    int droit_commun;  /* enum orb_tristate */
    int family;        /* 1..8 the first it names; 0 = not classified */
    unsigned families; /* bits 1 << (family - 1) */
    enum orb_offer_state state;
    bool state_old; /* a word on places older than three months */
    bool closed;
    bool confidential;
    bool osm; /* derived from OpenStreetMap */
};

/* How long a word on places holds (VIEWER: three months). */
#define ORB_STATE_DAYS 92

void orb_map_offer_get(struct orb_map_offer *out, const struct orb_selection *selection,
                       uint32_t offer);

#endif
