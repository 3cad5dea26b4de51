/*
 * Real redundancies: services that do the same thing for the same people in the same place,
 * which could share means (METHODS 4). Never an advice to close. Pure computation on a
 * catalogue.
 *
 * What is compared is a service in one of its ways (at home, on site in the day, lodging):
 * its canonical open offers of that way, at one place. Records that tell the same service
 * twice are one, with all their sources; they are no redundancy. Two such services overlap
 * when they have a sub-service in common, their publics have a Jaccard index of at least
 * limits.publics, their age ranges overlap by at least limits.ages of the shorter, and
 * either (at home) the communes they serve have a Jaccard index of at least limits.zones or
 * (on site) they are at most limits.minutes apart, both ways: by the travel table where it
 * tells of them, else by the estimate. A value that nobody gave makes the pair one to
 * verify, never a yes.
 *
 * What a service does is often deduced from its category: in common between two services of
 * one category it counts; between two categories one of them at least must declare it, and
 * the pair is to verify unless both do.
 */
#ifndef ORB_PLANNING_OVERLAPS_H
#define ORB_PLANNING_OVERLAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/catalogue/catalogue.h"
#include "engine/match/circle.h"
#include "engine/model/profile.h"

struct orb_access_request; /* engine/planning/access.h */
struct orb_travel_table;   /* engine/travel/table.h */

enum orb_overlap_way {
    ORB_OVERLAP_HOME = 0, /* goes to people, in a zone */
    ORB_OVERLAP_DAY,      /* on site, without a night */
    ORB_OVERLAP_LODGING,  /* on site, with nights */
    ORB_OVERLAP_WAYS
};

/* What nobody said and a pair needs: bits. */
enum orb_overlap_unknown {
    ORB_OVERLAP_AGES = 1U << 0,
    ORB_OVERLAP_PUBLICS = 1U << 1,
    ORB_OVERLAP_ZONE = 1U << 2,   /* of one of them; their sites are near */
    ORB_OVERLAP_WAY = 1U << 3,    /* one of them possibly works in that way */
    ORB_OVERLAP_CARE = 1U << 4,   /* what one of them does is deduced from its category */
    ORB_OVERLAP_MINUTES = 1U << 5 /* an end of the way is off the network of roads */
};

struct orb_overlap_limits {
    double publics, ages, zones; /* 0..1 */
    double minutes;
};

struct orb_overlap_question {
    const struct orb_catalogue *catalogue;
    const struct orb_profile *profile;
    const struct orb_circles *circles; /* says what is droit commun, and what decides
                                          without serving */
    orb_date date;                     /* what is open that day */
    struct orb_overlap_limits limits;
    enum orb_travel_mode mode;
    const struct orb_travel_table *table; /* NULL = the estimate */
    bool droit_commun;                    /* services open to everyone are compared too */
    const bool *inside; /* by commune of the catalogue: a group is told when one of its
                           services has its site there; NULL = everywhere */
};

/* A service in one of its ways at one place. */
struct orb_overlap_service {
    uint32_t offer;              /* the first of its offers by id */
    struct orb_cat_span offers;  /* into result.offers, by id */
    struct orb_cat_span sources; /* into result.sources: rows of sources, those of records
                                    that say the same included */
    uint32_t duplicates;         /* records that say the same */
    uint32_t zone;               /* ORB_CAT_NONE = unknown, or not at home */
    enum orb_overlap_way way;
    bool way_known;                         /* some offer declares it; else possible only */
    int32_t age_min_months, age_max_months; /* -1, -1 = unknown */
    struct orb_cat_span publics;            /* into result.publics; none = unknown */
    int64_t authorised, installed;          /* places; -1 = nobody said of any offer */
    uint32_t authorised_unknown, installed_unknown; /* offers */
    double wait_days;                               /* the longest told; NaN = unknown */
};

struct orb_overlap_group {
    struct orb_cat_span members;      /* into result.members: numbers of services, by id */
    struct orb_cat_span sub_services; /* into result.sub_services: what they all do */
    enum orb_overlap_way way;
    unsigned unknown;       /* enum orb_overlap_unknown of any pair; 0 = certain */
    uint32_t organizations; /* distinct ones, unknown ones apart */
    double publics, ages;   /* the least of any pair; NaN = unknown for one */
    double zones;           /* at home, the same */
    double minutes;         /* on site: the most of any pair; NaN = unknown for one */
    bool imprecise;         /* some position is that of a commune only */
};

/* How much people have of what a group does: places for one person, of the sub-service of
 * the group where its communes have least of it. */
struct orb_overlap_access {
    double least;         /* of the communes of its services; NaN = unknown */
    double around;        /* of the people of the whole perimeter; NaN = unknown */
    uint32_t sub_service; /* the code looked at; ORB_CAT_NONE = places have no meaning there
                           */
};

/* What was looked at and what was not, services in one way at one place. */
struct orb_overlap_counts {
    uint32_t compared;
    uint32_t droit_commun;   /* offers left aside, here and below */
    uint32_t no_sub_service; /* nobody said what sub-service they give */
    uint32_t no_way;         /* nobody said how */
    uint32_t remote;         /* by telephone or video only */
    uint32_t unlocated;      /* on site, without a position */
    uint32_t closed;         /* or not open yet */
    uint32_t duplicates;     /* records that say what another says */
    uint32_t zone_unknown;   /* services at home compared by their sites only */
    uint32_t deduced;        /* pairs alike in all, but what they do is deduced from two
                                categories */
};

struct orb_overlaps {
    struct orb_arena arena;
    const struct orb_overlap_service *services;
    uint32_t service_count;
    const uint32_t *offers;
    const uint32_t *sources;
    const orb_cat_code *publics;
    const struct orb_overlap_group *groups; /* certain ones first, then the largest */
    uint32_t group_count;
    const struct orb_overlap_access *access; /* by group; NULL before orb_overlaps_access */
    const uint32_t *members;
    const orb_cat_code *sub_services;
    struct orb_overlap_counts counts;
    size_t told, estimated; /* pairs whose minutes decided: said by the table, estimated
                               within the limit */
};

/*
 * Find the groups: complete linkage, so that every pair of a group meets the test, the
 * nearest pairs first (ties by id). Certain groups are made of certain pairs; those to
 * verify of all pairs, and hold at least one that is to verify. No group can be joined to
 * another. What question points to is borrowed for the call. Release with
 * orb_overlaps_release. ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status
orb_overlaps_find(struct orb_overlaps *out, const struct orb_overlap_question *question,
                  struct orb_error *err);

/*
 * Measure the access to what each group does, so that a redundancy where access is low is
 * not taken for an excess (METHODS 2 and 4): A_i of the request, once for each sub-service;
 * its family is set here. Fails like orb_access_prepare and orb_access_compute.
 */
ORB_MUST_CHECK enum orb_status orb_overlaps_access(struct orb_overlaps *overlaps,
                                                   const struct orb_access_request *request,
                                                   const struct orb_travel_table *table,
                                                   struct orb_error *err);
void orb_overlaps_release(struct orb_overlaps *overlaps);

extern const char *const orb_overlap_way_names[ORB_OVERLAP_WAYS];

#endif
