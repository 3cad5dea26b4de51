/* A commune, EPCI, département, région, canton or bassin de vie. */
#ifndef ORB_MODEL_TERRITORY_H
#define ORB_MODEL_TERRITORY_H

#include <stddef.h>
#include <stdint.h>

#include "engine/model/provenance.h"

enum orb_territory_kind {
    ORB_TERRITORY_COMMUNE = 0,
    ORB_TERRITORY_COMMUNE_OLD, /* déléguée, associée, arrondissement or former code:
                                  successor says of which */
    ORB_TERRITORY_EPCI,
    ORB_TERRITORY_DEPARTEMENT,
    ORB_TERRITORY_REGION,
    ORB_TERRITORY_LIFE_AREA, /* bassin de vie */
    ORB_TERRITORY_CANTON,
    ORB_TERRITORY_KINDS
};

struct orb_territory {
    enum orb_territory_kind kind;
    const char *code; /* COG code, SIREN for an EPCI */
    const char *name; /* NULL = unknown, here and below */
    const char *departement;
    const char *region;
    const char *epci;
    const char *life_area; /* code of the bassin de vie */
    const char *canton;    /* code of the canton-ou-ville */
    const char *successor; /* commune code, for ORB_TERRITORY_COMMUNE_OLD */
    const char *postcodes; /* joined by ',' */
    int density;           /* INSEE class 1..4; 0 = unknown */
    int64_t population;    /* -1 = unknown */
    const char *ages;      /* population by class of age (engine/model/ages.h) */
    double income;         /* median standard of living, euros a year; NaN = unknown */
    double lon;            /* point inside, degrees; NaN = unknown */
    double lat;
    const char *point_method; /* contour, resources, given */
    const unsigned char
        *contour; /* MULTIPOLYGON as WKB in WGS 84, shells counter-clockwise; NULL = none */
    size_t contour_len;
    struct orb_provenance provenance;
    const char *extra;
};

const char *orb_territory_kind_name(
    enum orb_territory_kind kind); /* commune, commune_old, epci, departement, region,
                                      life_area, canton */

#endif
