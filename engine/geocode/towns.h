/* Communes with what a position is guessed from: their point, population and postcodes. */
#ifndef ORB_GEOCODE_TOWNS_H
#define ORB_GEOCODE_TOWNS_H

#include <stdbool.h>

#include "engine/model/commune.h"
#include "engine/model/territory.h"

struct orb_geocode_town {
    char code[ORB_COMMUNE_CODE_LEN];
    const char *name;
    double lon; /* degrees, NaN = no point */
    double lat;
    double population;   /* 0 = unknown */
    bool from_resources; /* the point is the median of its located resources */
    unsigned resources;  /* located in it, as counted by orb_geocode_towns_locate */
    orb_date observed_on;
};

struct orb_geocode_postcode {
    char postcode[ORB_COMMUNE_CODE_LEN];
    char code[ORB_COMMUNE_CODE_LEN]; /* of the commune of today */
};

/* Zero-initialised is empty; to be sorted after the last addition. */
struct orb_geocode_towns {
    struct orb_communes communes;
    struct orb_geocode_town *towns; /* by code */
    size_t town_count;
    size_t town_capacity;
    struct orb_geocode_postcode *postcodes; /* by postcode, then by commune */
    size_t postcode_count;
    size_t postcode_capacity;
};

/* Add a commune or an old one; other kinds of territory are ignored. */
ORB_MUST_CHECK enum orb_status orb_geocode_towns_add(struct orb_geocode_towns *towns,
                                                     const struct orb_territory *territory,
                                                     struct orb_error *err);
void orb_geocode_towns_sort(struct orb_geocode_towns *towns);

/* One more resource is located in the commune of this code, old codes are followed. */
ORB_MUST_CHECK enum orb_status orb_geocode_towns_locate(struct orb_geocode_towns *towns,
                                                        const char *code,
                                                        struct orb_error *err);

/* The commune of today of this code, or NULL. */
const struct orb_geocode_town *orb_geocode_towns_find(const struct orb_geocode_towns *towns,
                                                      const char *code);

/* Its point may be used: of a contour, given, or the median of at least three resources. */
bool orb_geocode_town_has_point(const struct orb_geocode_town *town);

/* The first of the communes of a postcode, *count of them; NULL when it is of none: a
 * postcode of CEDEX, or communes that are not known. */
const struct orb_geocode_postcode *
orb_geocode_towns_of_postcode(const struct orb_geocode_towns *towns, const char *postcode,
                              size_t *count);

void orb_geocode_towns_release(struct orb_geocode_towns *towns);

#endif
