/* The demand of places shared among open sites of limited capacity. Private to locate. */
#ifndef ORB_PLANNING_TRANSPORT_H
#define ORB_PLANNING_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

struct median;

/* Columns are the open sites, in order, then "nowhere", which takes any amount at cost far.
 */
struct transport {
    size_t places;
    size_t count;    /* open sites */
    uint32_t *sites; /* per column but the last */
    double *amount;  /* place * (count + 1) + column */
    double *load;    /* per column */
    double cost;
    size_t work; /* amounts and moves looked at */
    /* Scratch. */
    double *unit;    /* cost of a unit, as amount; INFINITY: no link */
    double *room;    /* per column */
    double *shift;   /* from * (count + 1) + to: least cost of moving a unit */
    uint32_t *mover; /* the same: which place moves */
    double *reach;   /* per column: cost from the column in excess */
    size_t *from;    /* per column: the one before */
};

/*
 * The cheapest sharing: demand is split at will, or goes whole to one site when m says
 * indivisible, for which a good sharing is found and not proven the best. t is
 * zero-initialised or released; release with orb_transport_release, also after a failure.
 */
ORB_MUST_CHECK enum orb_status
orb_transport_solve(struct transport *t, const struct median *m, const bool *open);

void orb_transport_release(struct transport *t);

/* Put whole places, of t as made by orb_transport_solve. Private to transport. */
void orb_transport_put_whole(struct transport *t, const struct median *m);

#endif
