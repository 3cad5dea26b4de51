/* A place where something happens. */
#ifndef ORB_MODEL_SITE_H
#define ORB_MODEL_SITE_H

#include "engine/model/provenance.h"

/* How precisely a position is known, after the BAN; MATCHING 6 gives each its radius. */
enum orb_precision {
    ORB_PRECISION_NONE = 0, /* not said */
    ORB_PRECISION_HOUSENUMBER,
    ORB_PRECISION_STREET,
    ORB_PRECISION_LOCALITY,
    ORB_PRECISION_MUNICIPALITY
};

/* What the checks found about a position. */
enum orb_position_state {
    ORB_POSITION_ABSENT = 0, /* the source gives none */
    ORB_POSITION_GIVEN,      /* not checked against a contour */
    ORB_POSITION_CHECKED,    /* falls in its commune */
    ORB_POSITION_REPAIRED,   /* another layout or system than usual, converted */
    ORB_POSITION_DOUBTFUL    /* outside its commune, or two positions disagree */
};

struct orb_site {
    const char *id;
    const char
        *kind; /* physical, postal, itinerant, virtual, confidential; NULL = physical */
    const char *name;    /* NULL = unknown, here and below */
    const char *address; /* street lines joined by '\n' */
    const char *postcode;
    const char *commune; /* INSEE code (COG) */
    double lon;          /* degrees WGS 84, both NaN when there is no position */
    double lat;
    enum orb_precision precision;
    enum orb_position_state position;
    const char *position_note; /* one sentence when repaired or doubtful */
    struct orb_provenance provenance;
    const char *extra;
};

const char *orb_precision_name(enum orb_precision value); /* NULL for NONE */
const char *orb_position_state_name(
    enum orb_position_state value); /* absent, given, checked, repaired, doubtful */

#endif
