/*
 * Where to open on a territory (METHODS 3): the communes of a perimeter are the places,
 * their people the demand, the services that exist the sites that are kept, communes the
 * candidates. A site is a commune, never a building. Pure.
 */
#ifndef ORB_PLANNING_SITING_H
#define ORB_PLANNING_SITING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/catalogue/catalogue.h"
#include "engine/model/profile.h"
#include "engine/planning/demand.h"
#include "engine/planning/locate.h"
#include "engine/planning/supply.h"

struct orb_travel_table;

struct orb_siting_candidate {
    uint32_t commune; /* of the catalogue */
    double capacity;  /* people it can take; NaN = that of the question */
};

/* Everything is borrowed. */
struct orb_siting_question {
    const struct orb_catalogue *catalogue;
    const struct orb_profile *profile;
    orb_date date;
    const bool *within; /* by commune of the catalogue; NULL = all */
    /* The services that exist; all NULL: none is looked for. */
    const char *need;
    const char *family;
    const char *category;
    struct orb_stratum stratum;
    bool keep; /* they stay open; else they may all close, and only new sites serve */
    enum orb_locate_model model;
    size_t new_sites; /* to open beside those that are kept; not read by LSCP */
    double minutes;   /* within which people are near; the limit of MCLP and LSCP */
    enum orb_travel_mode mode;
    const struct orb_siting_candidate *candidates; /* NULL: communes of the perimeter */
    size_t candidate_count;
    int64_t candidate_population; /* least inhabitants of those; 0 = any */
    double capacity;              /* of a site that tells none; INFINITY = sites take all */
    bool indivisible;
    const double *demand; /* by commune of the catalogue; NULL: its people of the stratum's
                             ages */
    const struct orb_demand_rate *rates; /* of use by age: they weight the people of the
                                            communes, to the same number of them */
    uint32_t rate_count;
    const struct orb_program_solver *solver; /* NULL: none */
};

struct orb_siting_site {
    uint32_t commune;
    uint32_t offer; /* that exists; ORB_CAT_NONE = a candidate */
    double capacity;
    bool capacity_assumed; /* of an existing one: nobody told it */
};

/* Of a place, in the order of the communes. */
struct orb_siting_place {
    uint32_t commune;
    double demand; /* 0 when unknown */
    bool demand_unknown;
    /* Minutes to the nearest site, or to those that take its people when sites have
     * capacities; -1: none. */
    double before, after;
    uint32_t before_site; /* ORB_LOCATE_NONE: none */
    uint32_t after_site;
    double taken_before, taken_after; /* demand that a site takes */
    bool near_before, near_after;     /* within the minutes, and most of it taken */
    bool home_before, home_after;     /* that site comes to its people: nobody travels */
    bool unreachable;                 /* no candidate nor kept site can take it */
    bool off_network; /* without a site; the roads do not say its way to some */
};

/* Zero is empty. Released with orb_siting_release. */
struct orb_siting {
    struct orb_arena arena;
    const struct orb_siting_question *question;
    struct orb_supply supply;
    struct orb_siting_place *places;
    struct orb_link_point *place_points;
    size_t place_count;
    struct orb_siting_site *sites; /* those that exist, then candidates by commune */
    struct orb_link_point *site_points;
    size_t site_count;
    size_t existing_count;
    size_t existing_inside; /* of them, in a commune of the perimeter */
    size_t existing_places; /* where those inside stand: offers at one point are one */
    /* What is not known, counted. */
    size_t demand_unknown;  /* communes whose people are not counted */
    size_t home_count;      /* communes that a service comes to, before or after */
    size_t ages_unknown;    /* communes whose people of all ages stand for those asked */
    size_t place_unlocated; /* communes without a position */
    size_t candidate_unlocated;
    size_t existing_remote;    /* services at a distance only: left out */
    size_t existing_unlocated; /* services where nobody can be sent: no position, no zone */
    size_t existing_to_verify; /* services whose rules cannot tell, counted as serving */
    size_t existing_partly;    /* services that take some of the ages asked for */
    size_t existing_refused;   /* services of this kind that do not take these people */
    size_t capacity_assumed;
    size_t estimated, told, off_network; /* pairs */
    /* What was found. */
    struct orb_locate_certificate certificate; /* of LSCP: of the number of new sites */
    double far_minutes; /* p-median: what people without a site counted */
    bool shared;        /* some site has a capacity */
    bool *open;         /* by site */
    double *load;  /* by site: demand taken; of those that exist, only with capacities */
    size_t opened; /* new sites */
    size_t unreachable_count; /* places with demand that nothing can take */
    double unreachable_demand;
    double demand, near_before, near_after;
    double minutes_before,
        minutes_after;                  /* means over the demand that goes to a site; NaN */
    double served_before, served_after; /* demand that has a site */
};

/* Places and sites, to be given minutes. ORB_ERR_NOT_FOUND (a need that the profile does
 * not have), ORB_ERR_RANGE (too many pairs), ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status
orb_siting_prepare(struct orb_siting *out, const struct orb_siting_question *question,
                   struct orb_error *err);

/* Choose, with the minutes of a table (NULL: all estimated) in which place and site points
 * have their numbers. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_siting_solve(struct orb_siting *siting,
                                                const struct orb_travel_table *table,
                                                struct orb_error *err);

void orb_siting_release(struct orb_siting *siting);

#endif
