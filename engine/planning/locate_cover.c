/* LSCP by coverage: the fewest sites are the least p whose MCLP leaves nothing. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/planning/cover_parts.h"
#include "engine/planning/exchange.h"
#include "engine/planning/locate_rows.h"
#include "engine/planning/transport.h"

struct covering {
    struct median *m; /* of the rows: p is tried */
    const struct orb_program_solver *solver;
    struct median_answer found; /* at p found_count */
    struct median_answer trial;
    size_t found_count;
    size_t bound;
};

static int descending(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;

    return (*x < *y) - (*x > *y);
}

/* Sites that hold all the demand if each were reached by all: the kept, then the largest.
 */
static enum orb_status count_by_capacity(const struct locate_rows *rows, size_t *count)
{
    const struct median *m = &rows->m;
    double *sizes = orb_calloc(m->sites + 1, sizeof *sizes);
    double held = 0;
    size_t left = 0;

    *count = m->kept_count;
    if (sizes == NULL)
        return ORB_ERR_MEMORY;
    for (size_t j = 0; j < m->sites; j++)
        if (m->kept[j])
            held += m->capacity[j];
        else
            sizes[left++] = m->capacity[j];
    qsort(sizes, left, sizeof *sizes, descending);
    for (size_t k = 0; k < left && held < rows->m.all * (1 - 1e-9); k++, (*count)++)
        held += sizes[k];
    orb_free(sizes);
    return ORB_OK;
}

/* Greedy addition, then what it opened for nothing is closed: the cover to improve. */
static enum orb_status cover_greedily(struct covering *c)
{
    struct median *m = c->m;
    struct exchange x;
    enum orb_status status = ORB_OK;

    m->p = m->sites;
    status = orb_exchange_init(&x, m);
    if (status == ORB_OK) {
        c->found_count = orb_exchange_greedy(&x);
        for (uint32_t j = (uint32_t)m->sites; j-- > 0;) {
            if (!x.open[j] || m->kept[j])
                continue;
            x.open[j] = false;
            if (orb_median_cost(m, x.open) <= m->enough)
                c->found_count--;
            else
                x.open[j] = true;
        }
        memcpy(c->found.open, x.open, m->sites * sizeof *x.open);
        c->found.cost = orb_median_cost(m, x.open);
    }
    orb_exchange_release(&x);
    return status;
}

/* Do p sites take everything? Then they are the new answer. */
static enum orb_status try_count(struct covering *c, size_t p, bool thorough)
{
    struct median *m = c->m;
    enum orb_status status = ORB_OK;

    m->p = p;
    c->trial.bound = 0;
    if (thorough) {
        /* Solvers find fewest sites faster than they prove that p do not suffice: they were
         * asked that. */
        status = orb_median_solve(m, NULL, &c->trial);
    } else {
        status = orb_median_exchange(m, &c->trial);
        if (status == ORB_OK && m->capacity != NULL)
            status = orb_median_exchange_shared(m, &c->trial);
    }
    if (status != ORB_OK)
        return status;
    if (c->trial.bound > m->enough && p + 1 > c->bound)
        c->bound = p + 1;
    if (c->trial.cost <= m->enough) {
        memcpy(c->found.open, c->trial.open, m->sites * sizeof *c->found.open);
        c->found.cost = c->trial.cost;
        c->found_count = p;
    }
    c->found.branched = c->found.branched || c->trial.branched;
    c->found.solved = c->found.solved || c->trial.solved;
    return ORB_OK;
}

/* Fill a site with what is left of the demand that it reaches; returns how much. */
static double fill_site(const struct median *m, uint32_t site, double *left, bool take)
{
    double room = m->capacity[site];
    double sum = 0;

    for (size_t k = m->column[site]; k < m->column[site + 1] && room > 0; k++) {
        double *there = &left[m->by_site[k].other];
        double amount = *there < room ? *there : room;

        sum += amount;
        room -= amount;
        if (take)
            *there -= amount;
    }
    return sum;
}

/* Open the sites that take most of what is left, until nothing can be taken. */
static void fill_greedily(struct covering *c, double *left)
{
    const struct median *m = c->m;
    uint32_t best = 0;

    memcpy(left, m->weight, m->places * sizeof *left);
    memcpy(c->found.open, m->kept, m->sites * sizeof *c->found.open);
    c->found_count = m->kept_count;
    for (uint32_t j = 0; j < m->sites; j++)
        if (m->kept[j])
            (void)fill_site(m, j, left, true);
    while (best != MEDIAN_NONE) {
        double most = 0;

        best = MEDIAN_NONE;
        for (uint32_t j = 0; j < m->sites; j++) {
            double amount = c->found.open[j] ? 0 : fill_site(m, j, left, false);

            if (amount > most) {
                most = amount;
                best = j;
            }
        }
        if (best == MEDIAN_NONE)
            break;
        (void)fill_site(m, best, left, true);
        c->found.open[best] = true;
        c->found_count++;
    }
}

/* The cheapest sharing tells whether a set has room for all. */
static enum orb_status has_room(const struct covering *c, bool *enough)
{
    double cost = 0;
    enum orb_status status = orb_median_price(c->m, c->found.open, &cost, NULL);

    *enough = status == ORB_OK && cost <= c->m->enough;
    return status;
}

/* The closed site that most of what has no room could go to; MEDIAN_NONE without any. */
static uint32_t most_wanted(const struct covering *c, const struct transport *t)
{
    const struct median *m = c->m;
    uint32_t best = MEDIAN_NONE;
    double most = 0;

    for (uint32_t j = 0; j < m->sites; j++) {
        double sum = 0;

        for (size_t k = m->column[j]; k < m->column[j + 1] && !c->found.open[j]; k++)
            sum += t->amount[m->by_site[k].other * (t->count + 1) + t->count];
        sum = fmin(sum, m->capacity[j]);
        if (sum > most) {
            most = sum;
            best = j;
        }
    }
    return best;
}

/* Sites are added until everybody has room: where it lacks, else the first. */
static enum orb_status add_room(struct covering *c)
{
    bool enough = false;
    enum orb_status status = ORB_OK;

    while (status == ORB_OK && !enough) {
        struct transport t = { 0 };
        uint32_t site = MEDIAN_NONE;

        status = orb_transport_solve(&t, c->m, c->found.open);
        enough = status == ORB_OK && t.cost <= c->m->enough;
        if (status == ORB_OK && !enough)
            site = most_wanted(c, &t);
        orb_transport_release(&t);
        for (uint32_t j = 0; j < c->m->sites && site == MEDIAN_NONE; j++)
            site = c->found.open[j] ? MEDIAN_NONE : j;
        if (status != ORB_OK || enough || site == MEDIAN_NONE)
            break;
        c->found.open[site] = true;
        c->found_count++;
    }
    return status;
}

/* What is not needed is closed, the last first. */
static enum orb_status close_idle(struct covering *c)
{
    struct median *m = c->m;
    bool enough = false;
    enum orb_status status = ORB_OK;

    for (uint32_t j = (uint32_t)m->sites; status == ORB_OK && j-- > 0;) {
        if (!c->found.open[j] || m->kept[j])
            continue;
        c->found.open[j] = false;
        status = has_room(c, &enough);
        c->found.open[j] = !enough;
        c->found_count -= enough;
    }
    return status;
}

/* With capacities: from the set that is given, and from sites filled one after the other;
 * of both, the fewer. */
static enum orb_status cover_with_capacities(struct covering *c)
{
    struct median *m = c->m;
    double *left = orb_calloc(m->places + 1, sizeof *left);
    bool *first = orb_calloc(m->sites + 1, sizeof *first);
    size_t first_count = 0;
    enum orb_status status = left == NULL || first == NULL ? ORB_ERR_MEMORY : add_room(c);

    if (status == ORB_OK)
        status = close_idle(c);
    if (status == ORB_OK) {
        memcpy(first, c->found.open, m->sites * sizeof *first);
        first_count = c->found_count;
        fill_greedily(c, left);
        status = add_room(c);
    }
    if (status == ORB_OK)
        status = close_idle(c);
    if (status == ORB_OK && first_count <= c->found_count) {
        memcpy(c->found.open, first, m->sites * sizeof *first);
        c->found_count = first_count;
    }
    orb_free(left);
    orb_free(first);
    return status;
}

static enum orb_status ask_solver(struct covering *c)
{
    size_t count = 0;
    size_t bound = c->bound;
    double cost = 0;
    enum orb_status status = ORB_OK;

    if (c->bound >= c->found_count)
        return ORB_OK;
    status = orb_median_ask_fewest(c->m, c->solver, c->trial.open, &count, &bound);
    if (status == ORB_OK && count > 0 && count < c->found_count)
        status = orb_median_price(c->m, c->trial.open, &cost, NULL);
    if (status != ORB_OK)
        return status;
    if (count > 0 && count < c->found_count && cost <= c->m->enough) {
        memcpy(c->found.open, c->trial.open, c->m->sites * sizeof *c->found.open);
        c->found_count = count;
    }
    if (bound > c->bound && bound <= c->found_count) {
        c->bound = bound;
        c->found.solved = true;
    }
    return ORB_OK;
}

/* Fewer while it can be done. */
static enum orb_status lower(struct covering *c, bool thorough)
{
    size_t before = c->found_count + 1;
    enum orb_status status = ORB_OK;

    while (status == ORB_OK && c->found_count > c->bound && c->found_count < before) {
        before = c->found_count;
        status = try_count(c, before - 1, false);
        if (status == ORB_OK && thorough && c->found_count == before)
            status = try_count(c, before - 1, true);
    }
    return status;
}

/* At the end, a proof or at least a bound. */
static enum orb_status reduce(struct covering *c)
{
    enum orb_status status = lower(c, false);
    size_t low = 0;

    /* Solvers find fewest sites faster than branches prove that one less does not do. */
    if (status == ORB_OK)
        status = ask_solver(c);
    if (status == ORB_OK)
        status = lower(c, true);
    /* Not proven at one less: the greatest number that the relaxation excludes. */
    low = c->bound;
    while (status == ORB_OK && low + 1 < c->found_count) {
        size_t middle = low + (c->found_count - 1 - low) / 2;

        c->m->p = middle;
        status = orb_median_exchange(c->m, &c->trial);
        c->trial.bound = 0;
        if (status == ORB_OK)
            status = orb_median_prove(c->m, &c->trial, false);
        if (c->trial.bound > c->m->enough)
            c->bound = low = middle + 1;
        else
            break;
    }
    return status;
}

/* Without capacities, a part of the covering at a time. */
static enum orb_status cover_part(struct covering *whole, const struct cover_parts *parts,
                                  uint32_t number)
{
    struct cover_part part;
    struct covering c = { .m = &part.m, .solver = whole->solver };
    enum orb_status status = orb_cover_part_make(&part, parts, whole->m, number);

    if (status == ORB_OK) {
        c.found.open = orb_calloc(part.m.sites + 1, sizeof *c.found.open);
        c.trial.open = orb_calloc(part.m.sites + 1, sizeof *c.trial.open);
        c.bound = 1;
        if (c.found.open == NULL || c.trial.open == NULL)
            status = ORB_ERR_MEMORY;
    }
    if (status == ORB_OK)
        status = cover_greedily(&c);
    if (status == ORB_OK)
        status = reduce(&c);
    for (size_t j = 0; status == ORB_OK && j < part.m.sites; j++)
        if (c.found.open[j])
            whole->found.open[part.site[j]] = true;
    whole->found_count += c.found_count;
    whole->bound += c.bound;
    whole->found.branched = whole->found.branched || c.found.branched;
    whole->found.solved = whole->found.solved || c.found.solved;
    orb_free(c.found.open);
    orb_free(c.trial.open);
    orb_cover_part_release(&part);
    return status;
}

static enum orb_status cover_parts(struct covering *c)
{
    struct cover_parts parts;
    enum orb_status status = orb_cover_parts_make(&parts, c->m);

    for (size_t j = 0; status == ORB_OK && j < c->m->sites; j++) {
        c->found.open[j] = parts.forced[j];
        c->found_count += parts.forced[j];
    }
    c->bound = c->found_count;
    for (uint32_t k = 0; status == ORB_OK && k < parts.count; k++)
        status = cover_part(c, &parts, k);
    orb_cover_parts_release(&parts);
    c->m->p = c->found_count;
    c->found.cost = 0;
    return status == ORB_OK ? orb_median_settle(c->m, &c->found) : status;
}

/* Capacities apart, no fewer sites cover everything; those that do so may have room. */
static enum orb_status cover_without_capacities(struct covering *c, bool *has_answer)
{
    struct median any = *c->m;
    struct covering free_of = { .m = &any, .solver = c->solver };
    enum orb_status status = ORB_ERR_MEMORY;
    double cost = 0;

    *has_answer = false;
    any.capacity = NULL;
    any.indivisible = false;
    free_of.found.open = orb_calloc(any.sites + 1, sizeof *free_of.found.open);
    if (free_of.found.open != NULL)
        status = cover_parts(&free_of);
    if (status == ORB_OK)
        status = orb_median_price(c->m, free_of.found.open, &cost, NULL);
    if (status == ORB_OK && free_of.bound > c->bound)
        c->bound = free_of.bound;
    if (status == ORB_OK) {
        memcpy(c->found.open, free_of.found.open, any.sites * sizeof *c->found.open);
        c->found_count = free_of.found_count;
        *has_answer = cost <= c->m->enough;
    }
    c->found.branched = c->found.branched || free_of.found.branched;
    c->found.solved = c->found.solved || free_of.found.solved;
    orb_free(free_of.found.open);
    return status;
}

/* With capacities: is there room for all, and a first cover. */
static enum orb_status start_with_capacities(struct covering *c,
                                             const struct locate_rows *rows, bool *short_of)
{
    struct median *m = c->m;
    double all = 0;
    bool has_answer = false;
    enum orb_status status = ORB_OK;

    for (size_t j = 0; j < m->sites; j++)
        c->found.open[j] = true;
    m->p = c->found_count = m->sites;
    status = orb_median_price(m, c->found.open, &all, NULL);
    *short_of = status == ORB_OK && all > m->enough;
    if (status != ORB_OK || *short_of)
        return status;
    status = count_by_capacity(rows, &c->bound);
    if (c->bound == 0 && m->places > 0)
        c->bound = 1;
    if (status == ORB_OK)
        status = cover_without_capacities(c, &has_answer);
    return status == ORB_OK && !has_answer ? cover_with_capacities(c) : status;
}

enum orb_status orb_locate_cover(struct locate_rows *rows,
                                 const struct orb_program_solver *solver,
                                 struct median_answer *answer, size_t *bound,
                                 bool *short_of)
{
    struct covering c = { .m = &rows->m, .solver = solver, .found = *answer };
    enum orb_status status = ORB_OK;

    *short_of = false;
    if (rows->m.capacity == NULL) {
        status = cover_parts(&c);
    } else {
        c.trial.open = orb_calloc(rows->m.sites + 1, sizeof *c.trial.open);
        status = c.trial.open == NULL ? ORB_ERR_MEMORY
                                      : start_with_capacities(&c, rows, short_of);
        if (status == ORB_OK && !*short_of)
            status = reduce(&c);
        orb_free(c.trial.open);
    }
    *answer = c.found;
    *bound = *short_of ? c.found_count : c.bound;
    return status;
}
