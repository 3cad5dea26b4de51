/* Checks what is asked, has it solved, and evaluates the sites again on what was asked. */
#include "engine/planning/locate.h"

#include <math.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/text.h"
#include "engine/planning/locate_rows.h"
#include "engine/planning/median.h"
#include "engine/planning/transport.h"

#define GAP_OPTIMAL 1e-9

static enum orb_status check_links(const struct orb_locate *in, struct orb_arena *arena,
                                   struct orb_error *err)
{
    size_t *seen = orb_arena_array(arena, in->site_count + 1, sizeof *seen);

    if (seen == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < in->place_count; i++)
        for (size_t k = in->rows[i]; k < in->rows[i + 1]; k++) {
            if (in->sites[k] >= in->site_count || !isfinite(in->minutes[k]) ||
                in->minutes[k] < 0)
                return orb_error_set(err, ORB_ERR_RANGE,
                                     _("a link between a place and a site has no site, or "
                                       "minutes below 0"));
            if (seen[in->sites[k]] == i + 1)
                return orb_error_set(err, ORB_ERR_RANGE,
                                     _("a place has two links to one site"));
            seen[in->sites[k]] = i + 1;
        }
    return ORB_OK;
}

static enum orb_status check(const struct orb_locate *in, struct orb_arena *arena,
                             struct orb_error *err)
{
    size_t kept = 0;

    for (size_t i = 0; i < in->place_count; i++)
        if (!isfinite(in->demand[i]) || in->demand[i] < 0)
            return orb_error_set(err, ORB_ERR_RANGE, _("a demand is below 0"));
    for (size_t j = 0; j < in->site_count; j++) {
        kept += in->kept != NULL && in->kept[j];
        if (in->capacity != NULL && !(in->capacity[j] >= 0))
            return orb_error_set(err, ORB_ERR_RANGE, _("a capacity is below 0"));
    }
    if (in->model != ORB_LOCATE_MEDIAN && !(in->limit >= 0))
        return orb_error_set(err, ORB_ERR_RANGE, _("a number of minutes is below 0"));
    if (in->model != ORB_LOCATE_ALL_COVERED && (in->p == 0 || in->p < kept))
        return orb_error_set(
            err, ORB_ERR_RANGE,
            _("%zu sites cannot be open: it takes at least one, and the %zu that are kept"),
            in->p, kept);
    return check_links(in, arena, err);
}

static enum orb_status make_room(struct orb_locate_answer *out, const struct orb_locate *in,
                                 struct orb_arena *arena, struct orb_error *err)
{
    memset(out, 0, sizeof *out);
    out->open = orb_arena_array(arena, in->site_count + 1, sizeof *out->open);
    out->site = orb_arena_array(arena, in->place_count + 1, sizeof *out->site);
    out->minutes = orb_arena_array(arena, in->place_count + 1, sizeof *out->minutes);
    out->taken = orb_arena_array(arena, in->place_count + 1, sizeof *out->taken);
    out->load = orb_arena_array(arena, in->site_count + 1, sizeof *out->load);
    out->unreachable =
        orb_arena_array(arena, in->place_count + 1, sizeof *out->unreachable);
    if (out->open == NULL || out->site == NULL || out->minutes == NULL ||
        out->taken == NULL || out->load == NULL || out->unreachable == NULL)
        return orb_error_memory(err);
    return ORB_OK;
}

void orb_locate_nearest(const struct orb_locate *in, const bool *open, double *out,
                        uint32_t *nearest)
{
    for (size_t i = 0; i < in->place_count; i++) {
        uint32_t best = ORB_LOCATE_NONE;
        double minutes = -1;

        for (size_t k = in->rows[i]; k < in->rows[i + 1]; k++) {
            bool better = best == ORB_LOCATE_NONE || in->minutes[k] < minutes ||
                          (in->minutes[k] <= minutes && in->sites[k] < best);

            if (!open[in->sites[k]] || !better)
                continue;
            best = in->sites[k];
            minutes = in->minutes[k];
        }
        out[i] = minutes;
        if (nearest != NULL)
            nearest[i] = best;
    }
}

static void take_nearest(const struct orb_locate *in, struct orb_locate_answer *out)
{
    orb_locate_nearest(in, out->open, out->minutes, out->site);
    for (size_t i = 0; i < in->place_count; i++) {
        if (out->site[i] == ORB_LOCATE_NONE)
            continue;
        if (in->model != ORB_LOCATE_MEDIAN && out->minutes[i] > in->limit)
            continue;
        out->taken[i] = in->demand[i];
        out->load[out->site[i]] += in->demand[i];
    }
}

static double minutes_between(const struct orb_locate *in, size_t place, uint32_t site)
{
    for (size_t k = in->rows[place]; k < in->rows[place + 1]; k++)
        if (in->sites[k] == site)
            return in->minutes[k];
    return -1;
}

/* Where the demand of each place goes when sites have capacities. */
static enum orb_status take_shares(const struct orb_locate *in,
                                   const struct locate_rows *rows,
                                   struct orb_locate_answer *out, struct orb_error *err)
{
    struct transport t = { 0 };
    enum orb_status status = ORB_OK;

    orb_locate_nearest(in, out->open, out->minutes, out->site);
    status = orb_transport_solve(&t, &rows->m, out->open);
    if (status != ORB_OK) {
        orb_transport_release(&t);
        return orb_error_memory(err);
    }
    for (size_t i = 0; i < rows->m.places; i++) {
        const double *amount = t.amount + i * (t.count + 1);
        size_t place = rows->place[i];
        double most = 0;
        double sum = 0;

        for (size_t k = 0; k < t.count; k++) {
            if (amount[k] <= 0)
                continue;
            out->taken[place] += amount[k];
            out->load[t.sites[k]] += amount[k];
            sum += amount[k] * minutes_between(in, place, t.sites[k]);
            if (amount[k] > most) {
                most = amount[k];
                out->site[place] = t.sites[k];
            }
        }
        if (most > 0)
            out->minutes[place] = sum / out->taken[place];
    }
    orb_transport_release(&t);
    return ORB_OK;
}

/* The value of the sites, from the places as they were asked. */
static double evaluate(const struct orb_locate *in, const struct locate_rows *rows,
                       struct orb_locate_answer *out)
{
    double sum = 0;

    for (size_t i = 0; i < in->place_count; i++)
        out->demand_taken += out->taken[i];
    if (in->model == ORB_LOCATE_ALL_COVERED)
        return (double)out->open_count;
    if (in->model == ORB_LOCATE_MOST_COVERED)
        return out->demand_taken;
    out->far_minutes = rows->m.far;
    for (size_t k = 0; k < rows->m.places; k++) {
        size_t i = rows->place[k];

        if (out->taken[i] > 0)
            sum += out->taken[i] * out->minutes[i];
        sum += (in->demand[i] - out->taken[i]) * rows->m.far;
    }
    return sum;
}

static void certify(const struct orb_locate *in, const struct locate_rows *rows,
                    const struct median_answer *answer, double sites_bound,
                    struct orb_locate_answer *out)
{
    struct orb_locate_certificate *c = &out->certificate;

    c->method = answer->solved     ? ORB_LOCATE_BY_SOLVER
                : answer->branched ? ORB_LOCATE_BY_BRANCHES
                                   : ORB_LOCATE_BY_EXCHANGE;
    c->value = evaluate(in, rows, out);
    if (in->model == ORB_LOCATE_ALL_COVERED)
        c->bound = sites_bound;
    else if (in->model == ORB_LOCATE_MOST_COVERED)
        c->bound = rows->m.all - answer->bound;
    else
        c->bound = answer->bound;
    /* Between a bound and a value that are one number, the order of additions is left. */
    if (in->model == ORB_LOCATE_MOST_COVERED ? c->bound < c->value : c->bound > c->value)
        c->bound = c->value;
    if (c->value > 0)
        c->gap = fabs(c->value - c->bound) / c->value;
    else
        c->gap = fabs(c->bound) > 0 ? 1 : 0;
    c->status = c->gap <= GAP_OPTIMAL ? ORB_LOCATE_OPTIMAL : ORB_LOCATE_FEASIBLE;
}

enum orb_status orb_locate_solve(const struct orb_locate *in, struct orb_arena *arena,
                                 struct orb_locate_answer *out, struct orb_error *err)
{
    struct locate_rows rows;
    struct median_answer answer = { 0 };
    size_t bound = 0;
    bool short_of = false;
    enum orb_status status = check(in, arena, err);

    if (status == ORB_OK)
        status = make_room(out, in, arena, err);
    if (status == ORB_OK)
        status = orb_locate_rows(&rows, in, arena, out, err);
    if (status != ORB_OK)
        return status;
    answer.open = out->open;
    if (in->model == ORB_LOCATE_ALL_COVERED)
        status = orb_locate_cover(&rows, in->solver, &answer, &bound, &short_of);
    else if (in->site_count > 0)
        status = orb_median_solve(&rows.m, in->solver, &answer);
    if (status != ORB_OK)
        return orb_error_memory(err);
    for (size_t j = 0; j < in->site_count; j++)
        out->open_count += out->open[j];
    if (in->capacity == NULL)
        take_nearest(in, out);
    else
        status = take_shares(in, &rows, out, err);
    if (status != ORB_OK)
        return status;
    certify(in, &rows, &answer, (double)bound, out);
    if (in->model == ORB_LOCATE_ALL_COVERED && (out->unreachable_count > 0 || short_of))
        out->certificate.status = ORB_LOCATE_INFEASIBLE;
    return ORB_OK;
}
