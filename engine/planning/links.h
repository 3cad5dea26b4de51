/*
 * Which sites a place reaches, and at what cost, within a limit: rows of links, one per
 * place, compressed. Every computation on a territory starts here (METHODS 1.1, 1.2, 2).
 * Pure.
 */
#ifndef ORB_PLANNING_LINKS_H
#define ORB_PLANNING_LINKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"
#include "engine/catalogue/catalogue.h"
#include "engine/model/profile.h"

struct orb_travel_table; /* engine/travel/table.h */

/* A place or a site. Zero-initialised is at (0, 0), mainland, in no travel table. */
struct orb_link_point {
    double lon, lat;    /* degrees; NaN = no position: no link by distance */
    double precision_m; /* how far off the position may be; 0 = exact */
    uint32_t travel;    /* its number in the travel table; ORB_TRAVEL_NOWHERE = none */
    uint16_t frame;     /* orb_link_frame: no way leads from one to another */
    uint8_t density;    /* INSEE, 1..4; 0 = unknown */
};

/* The land a position stands on: 0 = mainland with Corsica, else the number of an overseas
 * territory (971..989). Told by the departement when it is one of these, else by the
 * position. */
uint16_t orb_link_frame(const char *departement, double lon, double lat);

/* A commune of the catalogue as a place, and an offer as a site; travel is
 * ORB_TRAVEL_NOWHERE. */
struct orb_link_point orb_link_commune(const struct orb_catalogue *catalogue,
                                       const struct orb_profile *profile, uint32_t commune);
struct orb_link_point orb_link_offer(const struct orb_catalogue *catalogue,
                                     const struct orb_profile *profile, uint32_t offer);

enum orb_link_unit { ORB_LINK_MINUTES = 0, ORB_LINK_KM };

enum orb_link_flag {
    ORB_LINK_ESTIMATE = 1U << 0,  /* minutes of the built-in estimate, no route known */
    ORB_LINK_IMPRECISE = 1U << 1, /* nearer than what the two positions may be off by */
    ORB_LINK_SERVED = 1U << 2,    /* the site comes to the place: cost 0, weight 1 */
    ORB_LINK_UNKNOWN = 1U << 3    /* nobody knows the way: cost NaN; when asked for */
};

/* A site that comes to a place (a served zone), whatever the distance. */
struct orb_link_served {
    uint32_t place, site;
};

struct orb_link_request {
    const struct orb_link_point *places;
    const struct orb_link_point *sites;
    uint32_t place_count, site_count;
    enum orb_link_unit unit;
    double limit; /* included; INFINITY = every site of the same land */
    const struct orb_profile *profile;
    enum orb_travel_mode mode;
    const struct orb_travel_table
        *table;                           /* its cells prevail over the estimate; no route
                                             and off the network give no link. May be NULL */
    const struct orb_link_served *served; /* in any order, without repetition */
    size_t served_count;
    bool
        ways; /* links say the ways: those with an end off the network are links too, and
                 one that is served keeps the cost of its way, NaN = unknown or beyond the
                 limit. A position that nobody knows makes none: it would link everything */
};

/* The links of place i are [first[i], first[i + 1]), by number of the site. Zero is empty.
 */
struct orb_links {
    size_t *first; /* place_count + 1 */
    uint32_t *site;
    double *cost;   /* minutes or km, by the unit */
    uint8_t *flags; /* enum orb_link_flag */
    size_t count, capacity;
    uint32_t place_count, site_count;
    enum orb_link_unit unit;
    double limit;
    size_t estimated;   /* links whose minutes are the estimate */
    size_t off_network; /* pairs that the table could not place on a road: unknown */
    size_t unknown;     /* links of ORB_LINK_UNKNOWN */
};

/*
 * In km, distances along the surface (METHODS 1.1); pairs within 0.1 m of the limit are
 * decided by the geodesic. In minutes, the estimate of METHODS 1.2, compared on keys; the
 * table's km and minutes prevail. ORB_ERR_MEMORY, ORB_ERR_RANGE (more than ORB_LINKS_MAX
 * links). *out is released by orb_links_release, safe twice.
 */
#define ORB_LINKS_MAX ((size_t)1 << 28)
ORB_MUST_CHECK enum orb_status orb_links_make(struct orb_links *out,
                                              const struct orb_link_request *request,
                                              struct orb_error *err);
void orb_links_release(struct orb_links *links);

/* The least cost from a place among the sites wanted (NULL = all); INFINITY when none is
 * reached. */
double orb_links_least(const struct orb_links *links, uint32_t place, const bool *wanted);

#endif
