/*
 * Who asks: people of communes by stratum, from the population by age and national rates of
 * use, or from a file of persons counted by commune (METHODS 2). Pure.
 */
#ifndef ORB_PLANNING_DEMAND_H
#define ORB_PLANNING_DEMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/error.h"
#include "engine/catalogue/catalogue.h"
#include "engine/planning/supply.h"

/* How much people of an age use what is looked at, to any scale. */
struct orb_demand_rate {
    int32_t age_from, age_to; /* completed years, age_to excluded; -1 = no upper bound */
    double rate;              /* >= 0 */
};

/* Years: where a class of age without an upper bound ends, for all computations: its people
 * are spread over as many years as most live. */
#define ORB_AGES_END 100

struct orb_demand_request {
    const struct orb_catalogue *catalogue;
    const uint32_t *communes; /* rows of the catalogue, by place */
    uint32_t count;
    const struct orb_stratum *strata; /* of one public, in order and apart */
    uint32_t stratum_count;
    const struct orb_demand_rate *rates; /* ages in none have rate 0; none at all = the
                                            same for everybody */
    uint32_t rate_count;
    const double *given; /* persons by place, instead of the population; NULL = none */
};

/* Zero is empty. */
struct orb_demand {
    double *people;     /* place * stratum_count + stratum; with rates, rescaled so that
                           they add up to the people of these ages */
    double *population; /* by place: inhabitants of these ages; NaN = unknown */
    uint32_t count, stratum_count;
    uint32_t unknown;      /* places of unknown population: nobody asks there */
    uint32_t without_ages; /* places whose ages are unknown: those of all places together,
                              or the whole population */
    bool by_age; /* some place has its population by age; else the whole population of
                    every place stands for these ages */
};

/* ORB_ERR_MEMORY. *out is released by orb_demand_release, safe twice. */
ORB_MUST_CHECK enum orb_status orb_demand_make(struct orb_demand *out,
                                               const struct orb_demand_request *request,
                                               struct orb_error *err);
void orb_demand_release(struct orb_demand *demand);

/* The people of a place, all strata together. */
double orb_demand_of(const struct orb_demand *demand, uint32_t place);

/* The first years of the classes of age that the catalogue's communes have, in order, for
 * orb_strata_cut; at most max of them. The number of them. */
uint32_t orb_demand_bounds(const struct orb_catalogue *catalogue, int32_t *out,
                           uint32_t max);

#endif
