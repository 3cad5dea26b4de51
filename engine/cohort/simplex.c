/* Two phases (Dantzig 1963), with the basis in factors. A variable out of the basis stays
 * at the value it has, which need not be zero: the search starts from any point that obeys,
 * and the first phase is left out when one is known. The largest gain enters; after many
 * steps of no length the first one does (Bland 1977), which never turns in circles. */
#include "engine/cohort/simplex.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"

#define GAIN  1e-9 /* less is none */
#define PIVOT 1e-7 /* less is rounding */
#define OBEYS 1e-7 /* what a sum may lack */
#define FAR   1e6  /* how far a point is looked at where there is no end */

enum { STALLED = 200 };

/* One more step: a variable, up or down, until a row of the basis comes to nothing. */
struct move {
    size_t variable;
    double sign;
    double length;
    size_t row; /* SIZE_MAX = the variable itself comes to nothing, or there is no end */
};

enum outcome { MOVED, BEST, ENDLESS };

struct search {
    struct orb_simplex *s;
    struct orb_simplex_goal *goal; /* NULL = the first phase */
    size_t stalled, steps;
    bool enough;
};

/* ---- points */

/* b less A x, by row, into out. */
static void lack(const struct orb_simplex *s, double *out)
{
    const struct orb_sparse *a = &s->problem.a;

    memcpy(out, s->problem.b, a->rows * sizeof *out);
    for (size_t c = 0; c < a->columns; c++)
        for (size_t e = a->starts[c]; s->values[c] != 0 && e < a->starts[c + 1]; e++)
            out[a->row[e]] -= a->value[e] * s->values[c];
}

static bool obeys(struct orb_simplex *s)
{
    lack(s, s->price);
    for (size_t r = 0; r < s->problem.a.rows; r++)
        if (!(fabs(s->price[r]) <= OBEYS))
            return false;
    for (size_t c = 0; c < s->problem.a.columns; c++)
        if (!(s->values[c] >= 0))
            return false;
    return true;
}

/* Without what rounding leaves: where nothing is missing, or may be, it would pass for room
 * to move. */
static double still_missing(const struct orb_simplex *s, double missing)
{
    return s->found || fabs(missing) <= GAIN ? 0 : missing;
}

/* Factors made anew, and the values of the basis with them. */
static enum orb_status settle(struct orb_simplex *s, struct orb_error *err)
{
    const size_t rows = s->problem.a.rows;
    enum orb_status status = orb_factor_make(&s->factor, s->basis, err);

    if (status != ORB_OK)
        return status;
    memset(s->in, 0, s->problem.a.columns * sizeof *s->in);
    lack(s, s->step);
    for (size_t r = 0; r < rows; r++)
        s->step[r] -= s->missing[r];
    orb_factor_solve(&s->factor, s->step);
    for (size_t r = 0; r < rows; r++) {
        if (s->basis[r] == ORB_FACTOR_UNIT) {
            s->missing[r] = still_missing(s, s->missing[r] + s->step[r]);
            continue;
        }
        s->in[s->basis[r]] = true;
        s->values[s->basis[r]] = fmax(s->values[s->basis[r]] + s->step[r], 0);
    }
    return ORB_OK;
}

/* ---- steps */

static double cost_of(const struct search *q, size_t row)
{
    const struct orb_simplex *s = q->s;

    if (q->goal != NULL)
        return s->basis[row] != q->goal->variable ? 0 : q->goal->greatest ? -1 : 1;
    if (s->basis[row] != ORB_FACTOR_UNIT || s->missing[row] == 0)
        return 0;
    return s->missing[row] < 0 ? -1 : 1;
}

/* What the goal gains by one more of a variable out of the basis; negative is better. */
static double gain_of(const struct search *q, size_t variable)
{
    const struct orb_sparse *a = &q->s->problem.a;
    double gain = 0;

    if (q->goal != NULL && q->goal->variable == variable)
        gain = q->goal->greatest ? -1 : 1;
    for (size_t e = a->starts[variable]; e < a->starts[variable + 1]; e++)
        gain -= q->s->price[a->row[e]] * a->value[e];
    return gain;
}

/* False when nothing is better. */
static bool choose(const struct search *q, struct move *out)
{
    struct orb_simplex *s = q->s;
    double best = GAIN;

    for (size_t r = 0; r < s->problem.a.rows; r++)
        s->price[r] = cost_of(q, r);
    orb_factor_solve_left(&s->factor, s->price);
    for (size_t c = 0; c < s->problem.a.columns; c++) {
        double gain = s->in[c] ? 0 : gain_of(q, c);

        if (fabs(gain) <= best || (gain > 0 && s->values[c] <= 0))
            continue;
        best = fabs(gain);
        *out = (struct move){ .variable = c, .sign = gain < 0 ? 1 : -1 };
        if (q->stalled > STALLED)
            break;
    }
    return best > GAIN;
}

/* How far a move goes before a row comes to nothing: INFINITY when it never does. */
static double room(const struct orb_simplex *s, size_t row, double sign)
{
    double by = sign * s->step[row];
    double value;

    if (fabs(by) <= PIVOT)
        return INFINITY;
    if (s->basis[row] != ORB_FACTOR_UNIT)
        return by > 0 ? s->values[s->basis[row]] / by : INFINITY;
    value = s->missing[row];
    return value == 0 ? 0 : value / by > 0 ? value / by : INFINITY;
}

/* Among rows that come to nothing together: what is missing goes for good; then the
 * largest pivot, or the first variable. */
static bool goes_before(const struct search *q, size_t row, size_t other)
{
    const struct orb_simplex *s = q->s;
    bool unit = s->basis[row] == ORB_FACTOR_UNIT;

    if (unit != (s->basis[other] == ORB_FACTOR_UNIT))
        return unit;
    if (q->stalled > STALLED && !unit)
        return s->basis[row] < s->basis[other];
    return fabs(s->step[row]) > fabs(s->step[other]);
}

static void measure(const struct search *q, struct move *move)
{
    const struct orb_simplex *s = q->s;

    move->row = SIZE_MAX;
    move->length = move->sign < 0 ? s->values[move->variable] : INFINITY;
    for (size_t r = 0; r < s->problem.a.rows; r++) {
        double here = room(s, r, move->sign);

        if (here == INFINITY || here > move->length + GAIN)
            continue;
        if (move->row != SIZE_MAX && here > move->length - GAIN &&
            !goes_before(q, r, move->row))
            continue;
        move->row = r;
        move->length = fmin(move->length, here);
    }
}

static void go(struct orb_simplex *s, const struct move *move, double length)
{
    double by = move->sign * length;

    for (size_t r = 0; r < s->problem.a.rows; r++) {
        if (s->step[r] == 0)
            continue;
        if (s->basis[r] == ORB_FACTOR_UNIT)
            s->missing[r] = still_missing(s, s->missing[r] - by * s->step[r]);
        else
            s->values[s->basis[r]] = fmax(s->values[s->basis[r]] - by * s->step[r], 0);
    }
    s->values[move->variable] = fmax(s->values[move->variable] + by, 0);
}

/* The variable of the move takes the row where it ended. */
static enum orb_status change(struct orb_simplex *s, const struct move *move,
                              struct orb_error *err)
{
    if (s->basis[move->row] == ORB_FACTOR_UNIT) {
        s->missing[move->row] = 0;
    } else {
        s->values[s->basis[move->row]] = 0;
        s->in[s->basis[move->row]] = false;
    }
    s->basis[move->row] = move->variable;
    s->in[move->variable] = true;
    if (orb_factor_is_old(&s->factor))
        return settle(s, err);
    return orb_factor_change(&s->factor, move->row, s->step, err);
}

/* ---- searches */

/* Tell the point; one that does not obey is told once it does. False = it cannot. */
static bool tell(struct search *q)
{
    if (!obeys(q->s))
        return false;
    q->enough = q->goal->met(q->goal->context, q->s->values);
    return true;
}

static enum orb_status tell_moved(struct search *q, struct orb_error *err)
{
    enum orb_status status;

    if (tell(q))
        return ORB_OK;
    status = settle(q->s, err);
    if (status == ORB_OK && !tell(q))
        q->enough = true; /* no proof comes of it */
    return status;
}

/* Where there is no end, far is enough. */
static void tell_far(struct search *q, const struct move *move)
{
    struct move back = *move;

    go(q->s, move, FAR);
    (void)tell(q);
    back.sign = -move->sign;
    go(q->s, &back, FAR);
}

static enum orb_status step(struct search *q, enum outcome *out, struct orb_error *err)
{
    struct orb_simplex *s = q->s;
    const struct orb_sparse *a = &s->problem.a;
    struct move move = { 0 };
    enum orb_status status = ORB_OK;

    *out = BEST;
    if (!choose(q, &move))
        return ORB_OK;
    memset(s->step, 0, a->rows * sizeof *s->step);
    for (size_t e = a->starts[move.variable]; e < a->starts[move.variable + 1]; e++)
        s->step[a->row[e]] = a->value[e];
    orb_factor_solve(&s->factor, s->step);
    measure(q, &move);
    if (move.length == INFINITY) {
        *out = ENDLESS;
        if (q->goal != NULL)
            tell_far(q, &move);
        return settle(s, err);
    }
    *out = MOVED;
    q->steps++;
    q->stalled = move.length > GAIN ? 0 : q->stalled + 1;
    go(s, &move, move.length);
    if (move.row != SIZE_MAX)
        status = change(s, &move, err);
    else
        s->values[move.variable] = 0;
    if (status == ORB_OK && q->goal != NULL && move.length > GAIN)
        status = tell_moved(q, err);
    return status;
}

static enum orb_status search(struct search *q, enum outcome *out, struct orb_error *err)
{
    const size_t most = 1000 + 20 * (q->s->problem.a.rows + q->s->problem.a.columns);
    enum orb_status status = ORB_OK;

    *out = MOVED;
    while (status == ORB_OK && *out == MOVED && !q->enough && q->steps < most)
        status = step(q, out, err);
    return status;
}

enum orb_status orb_simplex_seek(struct orb_simplex *simplex, struct orb_simplex_goal *goal,
                                 struct orb_error *err)
{
    struct search q = { .s = simplex, .goal = goal };
    enum outcome outcome = MOVED;
    enum orb_status status = tell_moved(&q, err); /* where it starts is a point too */

    if (status == ORB_OK)
        status = search(&q, &outcome, err);
    goal->is_proven = status == ORB_OK && outcome != MOVED;
    goal->extreme = outcome == ENDLESS ? (double)INFINITY : simplex->values[goal->variable];
    return status;
}

/* ---- the first point */

/* Start with nothing in the basis, what is missing in each row beside. */
static enum orb_status find(struct orb_simplex *s, struct orb_error *err)
{
    struct search q = { .s = s };
    enum outcome outcome;
    enum orb_status status;
    double missing = 0;

    lack(s, s->missing);
    for (size_t r = 0; r < s->problem.a.rows; r++)
        s->basis[r] = ORB_FACTOR_UNIT;
    status = settle(s, err);
    if (status == ORB_OK)
        status = search(&q, &outcome, err);
    for (size_t r = 0; r < s->problem.a.rows; r++)
        missing += fabs(s->missing[r]);
    if (status == ORB_OK && !(missing <= 1e-6))
        return orb_error_set(err, ORB_ERR_RANGE, "no table has these sums");
    s->found = true;
    return status == ORB_OK ? settle(s, err) : status;
}

/* Start with the basis of another time, as far as it is one. */
static enum orb_status resume(struct orb_simplex *s, struct orb_error *err)
{
    size_t rows = 0;

    for (size_t r = 0; r < s->problem.a.rows; r++)
        s->basis[r] = ORB_FACTOR_OPEN;
    for (size_t c = 0; c < s->problem.a.columns && rows < s->problem.a.rows; c++)
        if (s->problem.likely[c])
            s->basis[rows++] = c;
    s->found = true;
    return settle(s, err);
}

enum orb_status orb_simplex_init(struct orb_simplex *out,
                                 const struct orb_simplex_problem *problem,
                                 struct orb_error *err)
{
    const size_t rows = problem->a.rows + 1;
    const size_t columns = problem->a.columns + 1;
    enum orb_status status;

    *out = (struct orb_simplex){ .problem = *problem };
    status = orb_factor_init(&out->factor, &out->problem.a, err);
    out->basis = orb_calloc(rows, sizeof *out->basis);
    out->missing = orb_calloc(rows, sizeof *out->missing);
    out->values = orb_calloc(columns, sizeof *out->values);
    out->in = orb_calloc(columns, sizeof *out->in);
    out->step = orb_calloc(rows, sizeof *out->step);
    out->price = orb_calloc(rows, sizeof *out->price);
    if (status != ORB_OK || out->basis == NULL || out->missing == NULL ||
        out->values == NULL || out->in == NULL || out->step == NULL || out->price == NULL)
        return orb_error_memory(err);
    memcpy(out->values, problem->point, problem->a.columns * sizeof *out->values);
    return obeys(out) ? resume(out, err) : find(out, err);
}

void orb_simplex_release(struct orb_simplex *simplex)
{
    if (simplex->found && obeys(simplex))
        for (size_t c = 0; c < simplex->problem.a.columns; c++) {
            simplex->problem.point[c] = simplex->values[c];
            simplex->problem.likely[c] = simplex->in[c];
        }
    orb_factor_release(&simplex->factor);
    orb_free(simplex->basis);
    orb_free(simplex->missing);
    orb_free(simplex->values);
    orb_free(simplex->in);
    orb_free(simplex->step);
    orb_free(simplex->price);
    *simplex = (struct orb_simplex){ 0 };
}
