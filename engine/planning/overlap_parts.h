/* What the steps of the search for overlaps give each other. Private to engine/planning. */
#ifndef ORB_PLANNING_OVERLAP_PARTS_H
#define ORB_PLANNING_OVERLAP_PARTS_H

#include "engine/geo/frame.h"
#include "engine/planning/overlaps.h"
#include "engine/travel/table.h"

/* Beside a service of the result: what its pairs are judged on. */
struct overlap_side {
    struct orb_ecef position;
    bool located, imprecise;
    int density;
    orb_cat_text service;
    uint32_t organization, id_rank;
    uint32_t travel;        /* its number in the travel table */
    orb_cat_code category;  /* of all its offers; ORB_CAT_NONE = several, or unknown */
    uint64_t *sub_services; /* bits by number in sub_services */
    uint64_t *declared;     /* of them, those that somebody said */
    const uint32_t *served; /* places, ascending; NULL = not looked at yet */
    uint32_t served_count;
};

struct overlap_pair {
    uint32_t a, b;                        /* a < b, numbers of services */
    unsigned unknown;                     /* enum orb_overlap_unknown */
    double publics, ages, zones, minutes; /* NaN = unknown or of no use */
    int64_t nearness;                     /* the greater, the more alike */
};

struct overlap_work {
    const struct orb_overlap_question *q;
    struct orb_overlaps *out;     /* its arena holds what lasts */
    struct orb_arena scratch;     /* released at the end */
    struct overlap_side *sides;   /* by service */
    uint32_t *sub_numbers;        /* by code: its number, ORB_CAT_NONE = no sub-service */
    orb_cat_code *sub_services;   /* by number: the code */
    uint32_t sub_count, words;    /* words of 64 bits in a set of them */
    uint8_t *ways;                /* by code of a modality: 1 + enum overlap_modality */
    const uint32_t **zone_served; /* by zone */
    uint32_t *zone_served_count;
    struct overlap_pair *pairs;
    size_t pair_count, pair_capacity;
};

/* Put the open canonical offers together by service, way and place. ORB_ERR_MEMORY, here
 * and below. */
ORB_MUST_CHECK enum orb_status orb_overlap_services_read(struct overlap_work *w,
                                                         struct orb_error *err);

/* Set the communes that a service at home serves, when its zone is known. */
ORB_MUST_CHECK enum orb_status
orb_overlap_served_read(struct overlap_work *w, uint32_t service, struct orb_error *err);

/* The number of an offer in the travel table, by its id, else by its commune. */
uint32_t orb_overlap_travel_place(const struct overlap_work *w, uint32_t offer);

/* What the travel table says of two services, the longer of the two directions. */
enum orb_travel_answer orb_overlap_told(const struct overlap_work *w, uint32_t a,
                                        uint32_t b, double *minutes);

/* Set the minutes between two services and whether nobody knows them, counted; false when
 * they are too far apart. */
bool orb_overlap_near(const struct overlap_work *w, struct overlap_pair *pair);

/* A service by its number in the travel table. */
struct overlap_stop {
    uint32_t travel, service;
};

/* Services whose ways are asked for, and who takes each pair. */
struct overlap_stops {
    struct overlap_stop *items;
    size_t count;
    enum orb_status (*take)(void *context, uint32_t a, uint32_t b, struct orb_error *err);
    void *context;
};

/* Give each pair of those services that the travel table tells of, once; sorts them. */
ORB_MUST_CHECK enum orb_status orb_overlap_each_told(const struct overlap_work *w,
                                                     struct overlap_stops *stops,
                                                     struct orb_error *err);

/* The Jaccard index of two ascending lists; 0 when both are empty. */
double orb_overlap_jaccard(const uint32_t *a, uint32_t a_count, const uint32_t *b,
                           uint32_t b_count);

/* Judge two services; false when they do not overlap. */
bool orb_overlap_judge(const struct overlap_work *w, uint32_t a, uint32_t b,
                       struct overlap_pair *out);

/* Find all pairs that overlap or may. */
ORB_MUST_CHECK enum orb_status orb_overlap_pairs_find(struct overlap_work *w,
                                                      struct orb_error *err);

#endif
