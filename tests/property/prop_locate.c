/* Where to open, against every set of sites tried one by one; ORBITE_SEED=N replays. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "config.h"
#include "engine/base/arena.h"
#include "engine/planning/locate.h"
#include "engine/planning/program.h"
#include "engine/planning/solver_glpk.h"
#include "tests/property/made.h"

#define PLACES 14
#define SITES  8
#define ROUNDS 300

struct land {
    struct made *made;
    struct orb_arena arena;
    double demand[PLACES];
    size_t rows[PLACES + 1];
    uint32_t sites[PLACES * SITES];
    double minutes[PLACES * SITES];
    double between[PLACES][SITES]; /* INFINITY: no link */
    bool kept[SITES];
    double capacity[SITES];
    size_t kept_count;
    struct orb_locate in;
};

static void make_links(struct land *l, size_t place)
{
    struct orb_locate *in = &l->in;
    bool round = made_chance(l->made, 50);

    l->rows[place + 1] = l->rows[place];
    for (uint32_t j = 0; j < in->site_count; j++) {
        double minutes = made_below(l->made, 60);

        l->between[place][j] = INFINITY;
        if (made_chance(l->made, 20))
            continue;
        if (!round)
            minutes += made_below(l->made, 1000) / 1000.0;
        l->between[place][j] = minutes;
        l->sites[l->rows[place + 1]] = j;
        l->minutes[l->rows[place + 1]++] = minutes;
    }
}

static void make_land(struct land *l, enum orb_locate_model model)
{
    struct orb_locate *in = &l->in;

    *in = (struct orb_locate){ .model = model,
                               .place_count = 1 + made_below(l->made, PLACES),
                               .site_count = 1 + made_below(l->made, SITES),
                               .demand = l->demand,
                               .rows = l->rows,
                               .sites = l->sites,
                               .minutes = l->minutes,
                               .kept = l->kept,
                               .limit = made_below(l->made, 50),
                               .far_minutes = 100 };
    l->kept_count = 0;
    for (size_t j = 0; j < in->site_count; j++) {
        l->kept[j] = made_chance(l->made, 15);
        l->kept_count += l->kept[j];
        l->capacity[j] = made_below(l->made, 300);
    }
    in->p = 1 + made_below(l->made, (unsigned)in->site_count);
    if (in->p < l->kept_count)
        in->p = l->kept_count;
    for (size_t i = 0; i < in->place_count; i++) {
        l->demand[i] = made_chance(l->made, 15) ? 0 : made_below(l->made, 100);
        make_links(l, i);
    }
}

/* May a place go to a site? */
static bool usable(const struct land *l, size_t place, size_t site)
{
    if (isinf(l->between[place][site]))
        return false;
    return l->in.model == ORB_LOCATE_MEDIAN || l->between[place][site] <= l->in.limit;
}

static bool reachable(const struct land *l, size_t place)
{
    for (size_t j = 0; j < l->in.site_count; j++)
        if (usable(l, place, j) && (l->in.capacity == NULL || l->in.capacity[j] > 0))
            return true;
    return false;
}

/* Cost of a unit of a place at a site: coverage costs nothing. */
static double unit_cost(const struct land *l, size_t place, size_t site)
{
    if (!usable(l, place, site))
        return INFINITY;
    return l->in.model == ORB_LOCATE_MEDIAN ? l->between[place][site] : 0;
}

static double far_cost(const struct land *l)
{
    return l->in.model == ORB_LOCATE_MEDIAN ? l->in.far_minutes : 1;
}

static double cost_of_set(const struct land *l, unsigned set)
{
    double sum = 0;

    for (size_t i = 0; i < l->in.place_count; i++) {
        double least = far_cost(l);

        if (!reachable(l, i))
            continue;
        for (size_t j = 0; j < l->in.site_count; j++)
            if ((set >> j & 1) != 0 && unit_cost(l, i, j) < least)
                least = unit_cost(l, i, j);
        sum += least * l->demand[i];
    }
    return sum;
}

/* The same with capacities: minimum-cost flow, one shortest augmenting path at a time over
 * all places and sites (Bellman and Ford). Demands and capacities are whole. */
struct flow {
    const struct land *l;
    unsigned set;
    double amount[PLACES][SITES + 1];
    double left[PLACES];
    double load[SITES + 1];
    double place_cost[PLACES];
    double site_cost[SITES + 1];
    int site_from[SITES + 1];
    int place_from[PLACES]; /* -1: a source */
};

static double arc(const struct flow *f, size_t place, size_t site)
{
    if (site == f->l->in.site_count)
        return far_cost(f->l);
    return (f->set >> site & 1) != 0 ? unit_cost(f->l, place, site) : INFINITY;
}

/* Shorten paths by one link, there or back; false when neither was. */
static bool shorten(struct flow *f, size_t i, size_t j)
{
    double there = f->place_cost[i] + arc(f, i, j);
    double back = f->site_cost[j] - arc(f, i, j);
    bool changed = false;

    if (there < f->site_cost[j] - 1e-9) {
        f->site_cost[j] = there;
        f->site_from[j] = (int)i;
        changed = true;
    }
    if (f->amount[i][j] > 0 && back < f->place_cost[i] - 1e-9) {
        f->place_cost[i] = back;
        f->place_from[i] = (int)j;
        changed = true;
    }
    return changed;
}

static void shortest(struct flow *f)
{
    size_t places = f->l->in.place_count;
    size_t sites = f->l->in.site_count + 1;
    bool changed = true;

    for (size_t i = 0; i < places; i++) {
        f->place_cost[i] = f->left[i] > 0 ? 0 : INFINITY;
        f->place_from[i] = -1;
    }
    for (size_t j = 0; j < sites; j++)
        f->site_cost[j] = INFINITY;
    while (changed) {
        changed = false;
        for (size_t i = 0; i < places; i++)
            for (size_t j = 0; j < sites; j++)
                changed = shorten(f, i, j) || changed;
    }
}

/* Send one person along the cheapest path; false when all are placed. */
static bool augment(struct flow *f)
{
    size_t sites = f->l->in.site_count;
    size_t best = sites;
    size_t j = 0;

    shortest(f);
    if (isinf(f->site_cost[sites]))
        return false;
    for (j = 0; j < sites; j++)
        if (f->load[j] < f->l->capacity[j] && f->site_cost[j] < f->site_cost[best])
            best = j;
    f->load[best]++;
    for (j = best;;) {
        size_t i = (size_t)f->site_from[j];

        f->amount[i][j]++;
        if (f->place_from[i] < 0) {
            f->left[i]--;
            return true;
        }
        j = (size_t)f->place_from[i];
        f->amount[i][j]--;
    }
}

static double shared_cost_of_set(const struct land *l, unsigned set)
{
    struct flow f = { .l = l, .set = set };
    double sum = 0;

    for (size_t i = 0; i < l->in.place_count; i++)
        f.left[i] = reachable(l, i) ? l->demand[i] : 0;
    while (augment(&f))
        ;
    for (size_t i = 0; i < l->in.place_count; i++)
        for (size_t j = 0; j <= l->in.site_count; j++)
            if (f.amount[i][j] > 0)
                sum += f.amount[i][j] * arc(&f, i, j);
    return sum;
}

static size_t count_bits(unsigned set)
{
    size_t count = 0;

    for (; set != 0; set &= set - 1)
        count++;
    return count;
}

static bool holds_kept(const struct land *l, unsigned set)
{
    for (size_t j = 0; j < l->in.site_count; j++)
        if (l->kept[j] && (set >> j & 1) == 0)
            return false;
    return true;
}

/* The least cost of p sites, or for LSCP the least number of sites; of equal sets the one
 * with the earliest sites. */
static double best_of_all(const struct land *l, unsigned *best_set)
{
    double best = INFINITY;

    for (unsigned set = 0; set < 1U << l->in.site_count; set++) {
        size_t count = count_bits(set);
        double cost = 0;

        if (!holds_kept(l, set))
            continue;
        if (l->in.model != ORB_LOCATE_ALL_COVERED && count != l->in.p)
            continue;
        cost = l->in.capacity == NULL ? cost_of_set(l, set) : shared_cost_of_set(l, set);
        if (l->in.model == ORB_LOCATE_ALL_COVERED)
            cost = cost > 1e-9 ? INFINITY : (double)count;
        if (cost < best) {
            best = cost;
            *best_set = set;
        }
    }
    return best;
}

static double reachable_demand(const struct land *l)
{
    double sum = 0;

    for (size_t i = 0; i < l->in.place_count; i++)
        sum += reachable(l, i) ? l->demand[i] : 0;
    return sum;
}

static void check_answer(const struct land *l, const struct orb_locate_answer *a,
                         size_t round)
{
    size_t open = 0;
    double lost = 0;

    for (size_t j = 0; j < l->in.site_count; j++) {
        open += a->open[j];
        if (l->kept[j] && !a->open[j])
            fail_msg("round %zu: site %zu was to be kept", round, j);
        if (l->in.capacity != NULL && a->load[j] > l->capacity[j] * (1 + 1e-9))
            fail_msg("round %zu: site %zu takes %g of %g", round, j, a->load[j],
                     l->capacity[j]);
    }
    assert_int_equal(open, a->open_count);
    if (l->in.model != ORB_LOCATE_ALL_COVERED)
        assert_int_equal(open, l->in.p);
    for (size_t i = 0; i < l->in.place_count; i++) {
        assert_true(a->taken[i] <= l->demand[i] * (1 + 1e-12));
        assert_int_equal(a->unreachable[i], !reachable(l, i));
        lost += reachable(l, i) ? 0 : l->demand[i];
    }
    assert_true(fabs(lost - a->unreachable_demand) < 1e-9);
}

static void solve_and_compare(struct land *l, const struct orb_program_solver *solver,
                              size_t round)
{
    struct orb_locate_answer a;
    struct orb_error err = { 0 };
    unsigned best_set = 0;
    double best = best_of_all(l, &best_set);
    double equal = 0;
    bool short_of = isinf(best); /* LSCP: even all the sites leave somebody out */

    l->in.solver = solver;
    orb_arena_clear(&l->arena);
    if (orb_locate_solve(&l->in, &l->arena, &a, &err) != ORB_OK)
        fail_msg("round %zu: %s", round, err.text);
    check_answer(l, &a, round);
    if (l->in.model == ORB_LOCATE_ALL_COVERED) {
        assert_int_equal(a.certificate.status == ORB_LOCATE_INFEASIBLE,
                         short_of || a.unreachable_count > 0);
        if (short_of)
            return;
    }
    if (l->in.model == ORB_LOCATE_MOST_COVERED)
        best = reachable_demand(l) - best;
    equal = 1e-9 * (best > 1 ? best : 1);
    if (fabs(a.certificate.value - best) > equal)
        fail_msg("round %zu: %.12g, the best is %.12g", round, a.certificate.value, best);
    if (fabs(a.certificate.bound - best) > equal)
        fail_msg("round %zu: bound %.12g, the best is %.12g", round, a.certificate.bound,
                 best);
    assert_true(a.certificate.gap <= 1e-9);
}

static void try_all(struct land *l, const struct orb_program_solver *solver, bool shared)
{
    static const enum orb_locate_model models[] = { ORB_LOCATE_MEDIAN,
                                                    ORB_LOCATE_MOST_COVERED,
                                                    ORB_LOCATE_ALL_COVERED };

    for (size_t round = 0; round < ROUNDS; round++) {
        make_land(l, models[round % 3]);
        l->in.capacity = shared ? l->capacity : NULL;
        solve_and_compare(l, solver, round);
    }
}

static void no_set_of_sites_is_better(void **state)
{
    try_all(*state, NULL, false);
}

static void no_set_of_sites_with_capacities_is_better(void **state)
{
    try_all(*state, NULL, true);
}

#ifdef HAVE_GLPK
static void nor_with_the_solver(void **state)
{
    struct orb_program_solver glpk;

    assert_int_equal(orb_solver_glpk(&glpk, 1e10, NULL), ORB_OK);
    try_all(*state, &glpk, false);
    try_all(*state, &glpk, true);
}
#endif

/* The least cost when each place goes whole to a site or nowhere. */
static double whole_cost(const struct land *l, unsigned set, size_t place, double *room)
{
    double best = INFINITY;
    double here = 0;

    if (place == l->in.place_count)
        return 0;
    if (!reachable(l, place) || l->demand[place] <= 0)
        return whole_cost(l, set, place + 1, room);
    best = far_cost(l) * l->demand[place] + whole_cost(l, set, place + 1, room);
    for (size_t j = 0; j < l->in.site_count; j++) {
        if ((set >> j & 1) == 0 || !usable(l, place, j) || room[j] < l->demand[place])
            continue;
        room[j] -= l->demand[place];
        here =
            unit_cost(l, place, j) * l->demand[place] + whole_cost(l, set, place + 1, room);
        room[j] += l->demand[place];
        best = here < best ? here : best;
    }
    return best;
}

static void whole_places_fit_and_the_bound_holds(void **state)
{
    struct land *l = *state;

    for (size_t round = 0; round < ROUNDS; round++) {
        struct orb_locate_answer a;
        double best = INFINITY;
        double lost = 0;

        make_land(l, round % 2 == 0 ? ORB_LOCATE_MEDIAN : ORB_LOCATE_MOST_COVERED);
        l->in.place_count = l->in.place_count > 5 ? 5 : l->in.place_count;
        l->in.capacity = l->capacity;
        l->in.indivisible = true;
        orb_arena_clear(&l->arena);
        assert_int_equal(orb_locate_solve(&l->in, &l->arena, &a, NULL), ORB_OK);
        for (unsigned set = 0; set < 1U << l->in.site_count; set++) {
            double room[SITES];
            double cost = 0;

            if (!holds_kept(l, set) || count_bits(set) != l->in.p)
                continue;
            memcpy(room, l->capacity, sizeof room);
            cost = whole_cost(l, set, 0, room);
            best = cost < best ? cost : best;
        }
        for (size_t i = 0; i < l->in.place_count; i++) {
            assert_true(a.taken[i] <= 0 || a.taken[i] >= l->demand[i] * (1 - 1e-12));
            if (a.unreachable[i] && reachable(l, i)) /* too large for any site */
                lost += far_cost(l) * l->demand[i];
        }
        if (l->in.model == ORB_LOCATE_MOST_COVERED) {
            best = reachable_demand(l) - best;
            assert_true(a.certificate.value <= best + 1e-9 * best);
            assert_true(a.certificate.bound >= best - 1e-9 * best);
        } else {
            best -= lost;
            assert_true(a.certificate.value >= best - 1e-9 * best);
            assert_true(a.certificate.bound <= best + 1e-9 * best);
        }
        for (size_t j = 0; j < l->in.site_count; j++)
            assert_true(a.load[j] <= l->capacity[j] * (1 + 1e-9));
        if (a.certificate.status == ORB_LOCATE_OPTIMAL)
            assert_true(fabs(a.certificate.value - best) <= 1e-8 * (best + 1));
    }
}

static int open_land(void **state)
{
    static struct made made;
    struct land *l = calloc(1, sizeof *l);

    made_init(&made, made_seed());
    l->made = &made;
    *state = l;
    return 0;
}

static int close_land(void **state)
{
    struct land *l = *state;

    made_release(l->made);
    orb_arena_release(&l->arena);
    free(l);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_set_of_sites_is_better, open_land, close_land),
        cmocka_unit_test_setup_teardown(no_set_of_sites_with_capacities_is_better,
                                        open_land, close_land),
#ifdef HAVE_GLPK
        cmocka_unit_test_setup_teardown(nor_with_the_solver, open_land, close_land),
#endif
        cmocka_unit_test_setup_teardown(whole_places_fit_and_the_bound_holds, open_land,
                                        close_land),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
