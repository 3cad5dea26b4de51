/*
 * Where people of a stratum find nothing for a need, and why (METHODS 4). Pure.
 *
 * For a place, a need and a stratum, the offers that answer the need are sifted in a fixed
 * order: those in view of the place, that take its public, its age, its orientation, that
 * come to it, that are near enough, that have room. The kind of a gap is the first sieve
 * that lets none through. An offer is in view when it comes to the place, or when its site
 * is within twice the limit of travel. What nobody said lets through: the place is then to
 * verify, neither covered nor a gap. So is one in the zone of an offer whose position
 * nobody knows, else in its departement, else anywhere when that is not known either.
 */
#ifndef ORB_PLANNING_GAPS_H
#define ORB_PLANNING_GAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/planning/supply.h"

/* In order: the farther, the nearer to being covered. */
enum orb_gap_state {
    ORB_GAP_ABSENT = 0,  /* nothing for this need in view */
    ORB_GAP_PUBLIC,      /* nothing for this public, or for associated disorders */
    ORB_GAP_AGE,         /* nothing for this age */
    ORB_GAP_ORIENTATION, /* nothing that this decision opens */
    ORB_GAP_ZONE,        /* those left go to people, not here */
    ORB_GAP_TRANSPORT,   /* those left are too far, within twice the limit */
    ORB_GAP_SATURATED,   /* those left are full, take nobody new, or make wait too long */
    ORB_GAP_TO_VERIFY,   /* no gap: some may answer, once something is verified */
    ORB_GAP_COVERED,     /* no gap */
    ORB_GAP_STATES
};

extern const char *const orb_gap_state_names[ORB_GAP_STATES];

static inline bool orb_gap_is_gap(unsigned state)
{
    return state < ORB_GAP_TO_VERIFY;
}

struct orb_gap_cell {
    uint32_t offer; /* the nearest of those that got farthest; ORB_CAT_NONE = none */
    float minutes;  /* to it; NaN = no offer, or nobody knows the way */
    uint8_t state;  /* enum orb_gap_state */
    uint8_t
        covered_by; /* organizations that cover, or may when to verify: 0, 1, 2 = more */
};

struct orb_gap_request {
    const struct orb_catalogue *catalogue;
    const struct orb_profile *profile;
    orb_date date;
    const char *const *needs; /* SERAFIN-PH, all in the profile */
    uint32_t need_count;
    const struct orb_stratum *strata;
    uint32_t stratum_count; /* at least 1 */
    const uint32_t *places; /* communes of the catalogue */
    uint32_t place_count;
    enum orb_travel_mode mode;
    const struct orb_travel_table *table; /* NULL = the estimate */
    double max_minutes, max_residential_minutes;
    double max_wait_days; /* beyond, an offer is saturated */
    bool igas[ORB_IGAS_OPTIONS];
};

/* What is known of the offers of a need. */
struct orb_gap_need {
    uint32_t offers; /* that answer it, wherever */
    uint32_t
        eligible; /* that cover, or may cover, some place and stratum, whatever others do */
    uint32_t organizations; /* of the eligible ones; unknown ones count each */
    uint32_t capacity_unknown, wait_unknown, zone_unknown, unlocated; /* of the offers */
    size_t ways_unknown;          /* between a place and an offer: an end off the network */
    uint32_t capacity_authorised; /* eligible ones counted by places authorised */
    double capacity; /* places of the eligible ones, installed else authorised */
    double hhi; /* Herfindahl-Hirschman index of that by organization, 0..1; NaN = no place
                   is known */
    uint32_t hhi_organizations; /* those whose places are known: what hhi rests on */
};

/* Places from which the minutes to an offer in view are said by the table, or the estimate.
 */
struct orb_gap_pairs {
    uint32_t told, estimated;
};

struct orb_gaps {
    struct orb_arena arena;
    struct orb_gap_cell *cells; /* see orb_gap_cell_of */
    struct orb_gap_need *needs;
    uint32_t need_count, place_count, stratum_count;
    struct orb_gap_pairs *pairs; /* by offer of the catalogue, each place once */
    size_t told, estimated;      /* their sums */
    uint32_t unlocated;          /* offers on site without a position, each once */
};

/* ORB_ERR_MEMORY, ORB_ERR_NOT_FOUND (a need that the profile does not have),
 * ORB_ERR_RANGE. Release with orb_gaps_release, safe twice. */
ORB_MUST_CHECK enum orb_status orb_gaps_find(struct orb_gaps *out,
                                             const struct orb_gap_request *request,
                                             struct orb_error *err);
void orb_gaps_release(struct orb_gaps *gaps);

static inline const struct orb_gap_cell *orb_gap_cell_of(const struct orb_gaps *gaps,
                                                         uint32_t need, uint32_t place,
                                                         uint32_t stratum)
{
    return &gaps->cells[((size_t)need * gaps->place_count + place) * gaps->stratum_count +
                        stratum];
}

/*
 * Persons of a commune whose age is in a stratum: by its classes of age, those that the
 * bounds cut shared evenly by year; the whole population, and *whole set, when no class is
 * known. NaN = unknown.
 */
double orb_gap_population(const struct orb_catalogue *catalogue, uint32_t commune,
                          const struct orb_stratum *stratum, bool *whole);

/* People of a place who find the same. */
struct orb_gap_share {
    double population; /* NaN = unknown */
    const struct orb_gap_cell *cell;
    uint32_t stratum;
    bool whole; /* ages unknown: everybody, told as those who find least */
};

/* The answer to a request, and how many of its strata part people by age: the first ones.
 */
struct orb_gap_people {
    const struct orb_gaps *gaps;
    const struct orb_gap_request *request;
    uint32_t count;
};

/*
 * The people of a place for a need, in out (room for those strata), whole persons: one for
 * each of them; a single one when their ages are unknown.
 * Returns how many. The same question on another catalogue of the same communes gives as
 * many, in the same order.
 */
uint32_t orb_gap_shares(const struct orb_gap_people *people, uint32_t need, uint32_t place,
                        struct orb_gap_share *out);

/* People, added up; those of unknown number are in places only. */
struct orb_gap_sum {
    double population, in_gap, to_verify, covered, fragile;
    double by_state[ORB_GAP_STATES];
    uint32_t places, places_in_gap;            /* some of whose people are in a gap */
    uint32_t population_unknown, ages_unknown; /* places */
};

void orb_gap_sum_add(struct orb_gap_sum *sum, const struct orb_gap_share *shares,
                     uint32_t count);

/*
 * The pairs of both of two answers on the same places, each once. An offer is the same when
 * its identifier is, and is looked at from as far at least where its terms are wider.
 */
struct orb_gap_told {
    size_t told, estimated;
};

struct orb_gap_told orb_gap_told_both(const struct orb_gaps *a,
                                      const struct orb_catalogue *of_a,
                                      const struct orb_gaps *b,
                                      const struct orb_catalogue *of_b);

/* The state of most people in a gap, the lowest of equal ones; ORB_GAP_STATES = nobody. */
unsigned orb_gap_main_state(const struct orb_gap_sum *sum);

/* Before and after: people who are covered, or may be once something is verified. */
struct orb_gap_change {
    double population;
    double covered_before, covered_after, covered_gained, covered_lost;
    double possible_before, possible_after, possible_gained, possible_lost;
    uint32_t unknown; /* places of unknown number of people: in no sum */
};

void orb_gap_change_add(struct orb_gap_change *change, const struct orb_gap_share *before,
                        const struct orb_gap_share *after, uint32_t count);

#endif
