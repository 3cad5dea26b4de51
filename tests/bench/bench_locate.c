/*
 * Where to open, on invented places around a few towns: seconds of processor (one core) and
 * certified gaps of the three models. Minutes are drawn distances; nothing is read.
 * usage: bench_locate [NAME]
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/base/arena.h"
#include "engine/planning/locate.h"
#include "engine/planning/program.h"
#include "engine/planning/solver_glpk.h"
#include "tests/bench/bench.h"

struct question {
    const char *name;
    enum orb_locate_model model;
    size_t places;
    size_t sites;
    size_t p;
    double limit;
    bool with_solver;
    double room; /* of the demand, in each site; 0 = sites take all */
};

static const struct question questions[] = {
    { "mclp_1000x200", ORB_LOCATE_MOST_COVERED, 1000, 200, 10, 12, true, 0 },
    { "mclp_1000x200_alone", ORB_LOCATE_MOST_COVERED, 1000, 200, 10, 12, false, 0 },
    { "mclp_5000x500", ORB_LOCATE_MOST_COVERED, 5000, 500, 20, 9, true, 0 },
    { "lscp_5000x500", ORB_LOCATE_ALL_COVERED, 5000, 500, 0, 12, true, 0 },
    { "lscp_shared_100x30", ORB_LOCATE_ALL_COVERED, 100, 30, 0, 35, true, 0.12 },
    { "lscp_shared_300x60", ORB_LOCATE_ALL_COVERED, 300, 60, 0, 30, true, 0.07 },
    { "lscp_shared_300x60_alone", ORB_LOCATE_ALL_COVERED, 300, 60, 0, 30, false, 0.07 },
    { "lscp_shared_1000x200", ORB_LOCATE_ALL_COVERED, 1000, 200, 0, 15, true, 0.03 },
    { "pmedian_200x30", ORB_LOCATE_MEDIAN, 200, 30, 5, 0, false, 0 },
    { "pmedian_400x60", ORB_LOCATE_MEDIAN, 400, 60, 8, 0, false, 0 },
    { "pmedian_800x100", ORB_LOCATE_MEDIAN, 800, 100, 10, 0, false, 0 },
    { "pmedian_5000x500", ORB_LOCATE_MEDIAN, 5000, 500, 20, 0, false, 0 },
};

struct land {
    double *demand;
    size_t *rows;
    uint32_t *sites;
    double *minutes;
    double *room; /* of each site; NULL = any */
};

/* Knuth's MMIX generator, a number from 0 to 1: the same land for all. */
static double draw(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) / 9007199254740992.0;
}

/* A point of a land of 100 km by 100 km: two in three are around one of 12 towns. */
static void draw_point(uint64_t *state, double *x, double *y)
{
    uint64_t town = (uint64_t)(draw(state) * 36);
    uint64_t seed = town * 7919 + 13;

    *x = draw(state) * 100;
    *y = draw(state) * 100;
    if (town >= 24)
        return;
    seed = (town % 12) * 7919 + 13;
    *x = draw(&seed) * 100 + (*x - 50) * 0.2;
    *y = draw(&seed) * 100 + (*y - 50) * 0.2;
}

/* Alike in all sites. */
static bool share_room(struct land *land, const struct question *q)
{
    double all = 0;

    land->room = calloc(q->sites, sizeof *land->room);
    for (size_t i = 0; i < q->places; i++)
        all += land->demand[i];
    for (size_t j = 0; land->room != NULL && j < q->sites; j++)
        land->room[j] = q->room * all;
    return land->room != NULL;
}

static bool make_land(struct land *land, const struct question *q)
{
    uint64_t state = 1;
    size_t count = 0;
    double *at = calloc(2 * q->sites, sizeof *at);

    land->demand = calloc(q->places, sizeof *land->demand);
    land->rows = calloc(q->places + 1, sizeof *land->rows);
    land->sites = calloc(q->places * q->sites, sizeof *land->sites);
    land->minutes = calloc(q->places * q->sites, sizeof *land->minutes);
    if (at == NULL || land->demand == NULL || land->rows == NULL || land->sites == NULL ||
        land->minutes == NULL)
        return false;
    for (size_t j = 0; j < q->sites; j++)
        draw_point(&state, &at[2 * j], &at[2 * j + 1]);
    for (size_t i = 0; i < q->places; i++) {
        double x = 0;
        double y = 0;

        draw_point(&state, &x, &y);
        land->demand[i] = floor(100 + 20000 * pow(draw(&state), 6));
        for (uint32_t j = 0; j < q->sites; j++) {
            land->sites[count] = j;
            land->minutes[count++] = 2 + hypot(x - at[2 * j], y - at[2 * j + 1]);
        }
        land->rows[i + 1] = count;
    }
    free(at);
    return q->room <= 0 || share_room(land, q);
}

static void free_land(struct land *land)
{
    free(land->demand);
    free(land->rows);
    free(land->sites);
    free(land->minutes);
    free(land->room);
}

static bool measure(const struct question *q, const struct orb_program_solver *solver)
{
    /* Sharing is for people who wait: no more work than the command gives. */
    struct orb_program_solver given =
        solver == NULL ? (struct orb_program_solver){ .name = NULL } : *solver;
    struct land land = { 0 };
    struct orb_arena arena = { 0 };
    struct orb_locate_answer answer;
    struct orb_error err = { 0 };
    struct orb_locate in = { .model = q->model,
                             .place_count = q->places,
                             .site_count = q->sites,
                             .p = q->p,
                             .limit = q->limit,
                             .solver = q->with_solver && solver != NULL ? &given : NULL };
    char name[80];
    bool done = make_land(&land, q);
    clock_t started = clock();

    if (q->room > 0)
        given.work = 1.5e8;
    in.demand = land.demand;
    in.rows = land.rows;
    in.sites = land.sites;
    in.minutes = land.minutes;
    in.capacity = land.room;
    done = done && orb_locate_solve(&in, &arena, &answer, &err) == ORB_OK;
    if (done) {
        (void)snprintf(name, sizeof name, "site_%s", q->name);
        bench_print_one(name, "s", (double)(clock() - started) / CLOCKS_PER_SEC,
                        (double)NAN);
        (void)snprintf(name, sizeof name, "site_%s_gap", q->name);
        bench_print_one(name, "share", answer.certificate.gap, (double)NAN);
        (void)snprintf(name, sizeof name, "site_%s_sites", q->name);
        bench_print_one(name, "sites", (double)answer.open_count, (double)NAN);
    } else {
        (void)fprintf(stderr, "bench_locate: %s: %s\n", q->name, err.text);
    }
    orb_arena_release(&arena);
    free_land(&land);
    return done;
}

int main(int argc, char **argv)
{
    struct orb_program_solver glpk;
    bool have = orb_solver_glpk(&glpk, 1e10, NULL) == ORB_OK;
    bool done = true;

    for (size_t k = 0; k < sizeof questions / sizeof questions[0]; k++)
        if (argc < 2 || strcmp(questions[k].name, argv[1]) == 0)
            done = measure(&questions[k], have ? &glpk : NULL) && done;
    return done ? 0 : 1;
}
