/*
 * Access on a perimeter, from a catalogue: who is near enough of what takes them, with what
 * stands around the perimeter so that its edge is not an end (METHODS 2). Prepared, then
 * computed once the travel table is filled. Pure.
 */
#ifndef ORB_PLANNING_ACCESS_H
#define ORB_PLANNING_ACCESS_H

#include "engine/planning/catchment.h"
#include "engine/planning/demand.h"
#include "engine/planning/mesh.h"
#include "engine/planning/supply.h"

struct orb_access_request {
    const struct orb_catalogue *catalogue;
    const struct orb_profile *profile;
    const struct orb_perimeter *perimeter;
    orb_date date;
    const char *need, *family, *category; /* as in supply.h; NULL = not a condition */
    struct orb_stratum people; /* ages both -1: all ages, when the catalogue tells them */
    enum orb_catchment_method method;
    const struct orb_decay *decay; /* NULL = the profile's steps over the catchment */
    enum orb_link_unit unit;
    double limit; /* NaN = the profile's minutes, residential or by the day */
    enum orb_travel_mode mode;
    const struct orb_demand_rate *rates;
    uint32_t rate_count;
    const double *given;         /* persons by row of communes; NULL = the population */
    bool igas[ORB_IGAS_OPTIONS]; /* lifted beside those of the profile */
};

/* A commune of today in the perimeter. */
struct orb_access_place {
    uint32_t commune;
    double people;     /* demand */
    double population; /* inhabitants of these ages; NaN = unknown */
    double access;   /* of a person on average, see struct orb_catchment; NaN = nobody asks
                        there, or no position; INFINITY = closest, none */
    double cost;     /* the nearest site that takes somebody and that people go to;
                        INFINITY = none */
    double without;  /* share of the demand with access 0; NaN = nobody asks */
    double commons;  /* sites of droit commun within the limit */
    uint8_t reached; /* enum orb_reached, at best */
    bool located;
    bool edge; /* what stands beyond is missing from the catalogue */
};

/* What of the supply cannot be counted as the rest. */
struct orb_access_counts {
    uint32_t sites;         /* open, that take somebody asked about, droit commun apart */
    uint32_t others;        /* that take nobody of them: not counted below */
    uint32_t commons;       /* of droit commun: no notion of place */
    uint32_t authorised;    /* places authorised, installed ones not told */
    uint32_t unknown;       /* no capacity told */
    uint32_t unlocated;     /* people come to it, nobody says where */
    uint32_t zone_unknown;  /* it comes to people, nobody says where to */
    uint32_t doubtful;      /* taken for suitable where its terms are unknown */
    uint32_t kind_unknown;  /* nobody says how it is given: counted as on site */
    uint32_t not_accepting; /* takes nobody new for now: counted all the same */
    double places;          /* known */
    double doubtful_places;
};

/* Zero is empty. */
struct orb_access {
    struct orb_access_request request;
    struct orb_arena arena;
    double limit;     /* of the catchment, in the unit */
    bool residential; /* the limit is the profile's for what houses people */
    struct orb_strata strata;
    struct orb_supply supply;
    struct orb_demand demand;
    uint32_t *communes; /* those of the perimeter, then those around; by row in each */
    uint32_t count, inside;
    struct orb_link_point *places, *points; /* travel is to be set before computing */
    struct orb_links links;
    struct orb_links ways; /* to what people go to, within the limit */
    struct orb_catchment result, closest;
    struct orb_access_place *place; /* of the perimeter: inside of them */
    bool *linked; /* by site: a place of the perimeter reaches it, or it stands there */
    struct orb_access_counts counts; /* of those */
};

/* Choose places, strata, supply and demand. Fails like orb_supply_make. The request's
 * pointers are borrowed until orb_access_release, which is safe twice. */
ORB_MUST_CHECK enum orb_status orb_access_prepare(struct orb_access *out,
                                                  const struct orb_access_request *request,
                                                  struct orb_error *err);

/* Name the places and the sites as a travel table does: a commune by its code, a site by
 * its offer, else by the commune of the offer. */
void orb_access_find_ways(struct orb_access *access, const struct orb_travel_table *table);

/* Link and share out; table may be NULL. Fails like orb_links_make. */
ORB_MUST_CHECK enum orb_status orb_access_compute(struct orb_access *access,
                                                  const struct orb_travel_table *table,
                                                  struct orb_error *err);
void orb_access_release(struct orb_access *access);

/* Does something, droit commun apart, come to these people of a place of the perimeter, or
 * is it given at a distance? Once computed. */
bool orb_access_is_served(const struct orb_access *access, uint32_t place,
                          uint32_t stratum);

/* Tell linked and counts, once the links are made. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_access_count(struct orb_access *access,
                                                struct orb_error *err);

/*
 * Which places of the perimeter are within the catchment of a side that the catalogue does
 * not hold: of the twelve directions, one has no commune of a département with offers, at
 * about the distance of the limit (15 km at least). The sea is told from missing data only
 * when all the départements of the mainland are there. ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_access_find_edges(struct orb_access *access,
                                                     struct orb_error *err);

#endif
