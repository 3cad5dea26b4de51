/* Costs of sets of sites and how sets compare. */
#include "engine/planning/median.h"

#include <math.h>
#include <string.h>

#include "engine/planning/transport.h"

#define SLACK 5e-10

double orb_median_tolerance(double cost)
{
    return 1e-12 * fabs(cost);
}

double orb_median_slack(const struct median *m, double cost)
{
    double covered = m->all - cost;

    return SLACK * (m->binary && covered < cost ? fmax(covered, 0) : cost);
}

double orb_median_cost(const struct median *m, const bool *open)
{
    double sum = 0;

    for (size_t i = 0; i < m->places; i++) {
        double cost = m->far;

        for (size_t k = m->row[i]; k < m->row[i + 1]; k++)
            if (open[m->by_place[k].other]) {
                cost = m->by_place[k].cost;
                break;
            }
        sum += m->weight[i] * cost;
    }
    return sum;
}

enum orb_status orb_median_price(const struct median *m, const bool *open, double *cost,
                                 size_t *work)
{
    struct transport t = { 0 };
    enum orb_status status = ORB_OK;

    if (m->capacity == NULL) {
        *cost = orb_median_cost(m, open);
        return ORB_OK;
    }
    status = orb_transport_solve(&t, m, open);
    if (status == ORB_OK)
        *cost = t.cost;
    if (work != NULL)
        *work += t.work;
    orb_transport_release(&t);
    return status;
}

bool orb_median_before(const struct median *m, const bool *a, const bool *b)
{
    for (size_t j = 0; j < m->sites; j++)
        if (a[j] != b[j])
            return a[j];
    return false;
}

bool orb_median_keep(const struct median *m, struct median_answer *out, const bool *open,
                     double cost)
{
    double equal = orb_median_tolerance(out->cost);

    if (cost > out->cost + equal)
        return false;
    if (cost >= out->cost - equal && !orb_median_before(m, open, out->open))
        return false;
    memcpy(out->open, open, m->sites * sizeof *open);
    out->cost = cost;
    return true;
}

double orb_median_round_up(const struct median *m, double bound)
{
    /* Far above the error of adding, far below one. */
    return m->whole ? ceil(bound - 1e-6) : bound;
}

bool orb_median_closed(const struct median *m, const struct median_answer *a)
{
    if (m->enough >= 0)
        return a->cost <= m->enough || a->bound > m->enough;
    /* What branches leave is at this distance; the error of adding comes on top. */
    return a->bound >= a->cost - 1.2 * orb_median_slack(m, a->cost);
}

static enum orb_status search(const struct median *m, struct median_answer *out)
{
    enum orb_status status = orb_median_exchange(m, out);

    if (status == ORB_OK && m->capacity != NULL)
        status = orb_median_exchange_shared(m, out);
    return status;
}

enum orb_status orb_median_solve(const struct median *m,
                                 const struct orb_program_solver *solver,
                                 struct median_answer *out)
{
    /* A solver closes coverages faster than branches do, and p-medians slower. */
    bool first = solver == NULL || !m->binary || m->capacity != NULL;
    enum orb_status status = ORB_OK;

    out->bound = 0;
    status = search(m, out);
    if (status == ORB_OK && !orb_median_closed(m, out))
        status = orb_median_prove(m, out, first);
    if (status == ORB_OK)
        status = orb_median_ask(m, solver, out);
    if (status == ORB_OK && !first && !orb_median_closed(m, out))
        status = orb_median_prove(m, out, true);
    if (status == ORB_OK && m->capacity == NULL)
        status = orb_median_settle(m, out);
    return status;
}
