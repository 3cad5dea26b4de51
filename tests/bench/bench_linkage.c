/*
 * Linkage of invented resources, a third of them seen again by a second source: seconds and
 * peak memory, with what was compared and found.
 * usage: bench_linkage RECORDS
 */
#define _DEFAULT_SOURCE /* getrusage */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "engine/base/arena.h"
#include "engine/linkage/linkage.h"
#include "tests/bench/bench.h"

#define COMMUNES 20000

struct generator {
    struct orb_arena arena;
    uint64_t state;
};

static const char *const kinds[][2] = {
    { "IME", "institut médico-éducatif" },
    { "SESSAD", "service d'éducation spéciale et de soins à domicile" },
    { "ESAT", "établissement et service d'aide par le travail" },
    { "SAVS", "service d'accompagnement à la vie sociale" },
    { "CMPP", "centre médico-psycho-pédagogique" },
    { "MAS", "maison d'accueil spécialisée" },
    { "EHPAD", "établissement d'hébergement pour personnes âgées dépendantes" },
    { "CCAS", "centre communal d'action sociale" },
    { "Épicerie sociale", "épicerie solidaire" },
    { "Club", "association sportive" },
};
static const char *const ways[][2] = {
    { "rue", "R" }, { "avenue", "AV" }, { "boulevard", "BD" }, { "place", "PL" }
};

/* Knuth's MMIX generator: the same records for all. */
static uint32_t below(struct generator *g, uint32_t n)
{
    g->state = g->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((g->state >> 33) % n);
}

/* 5,832 invented words of three syllables. */
static const char *word(struct generator *g)
{
    static const char *const parts[] = { "ba", "clo", "dri", "fe",  "gan", "lis",
                                         "mo", "nu",  "pra", "que", "ri",  "sol",
                                         "ta", "ver", "bel", "car", "don", "mi" };

    return orb_arena_printf(&g->arena, "%s%s%s", parts[below(g, 18)], parts[below(g, 18)],
                            parts[below(g, 18)]);
}

/* Half of the resources are in a tenth of the communes. */
static uint32_t commune(struct generator *g)
{
    return below(g, 2) == 0 ? below(g, COMMUNES / 10) : below(g, COMMUNES);
}

/* Two descriptions of one resource, by a careful source and by a hasty one. */
static void resource(struct generator *g, size_t number, struct orb_linkage_record r[2])
{
    uint32_t where = commune(g);
    uint32_t kind = below(g, sizeof kinds / sizeof kinds[0]);
    uint32_t way = below(g, sizeof ways / sizeof ways[0]);
    uint32_t house = 1 + below(g, 120);
    const char *name = word(g);
    const char *street = word(g);

    memset(r, 0, 2 * sizeof *r);
    for (int second = 0; second < 2; second++) {
        r[second].id = orb_arena_printf(&g->arena, "%c%09zu", second ? 'b' : 'a', number);
        r[second].name =
            orb_arena_printf(&g->arena, "%s les %s", kinds[kind][second], name);
        r[second].address =
            orb_arena_printf(&g->arena, second ? "%u, %s DE %s" : "%u %s de %s", house,
                             ways[way][second], street);
        r[second].commune = orb_arena_printf(&g->arena, "%05u", where);
        r[second].opened = r[second].closed = ORB_DATE_NONE;
    }
    r[0].phone = orb_arena_printf(&g->arena, "0%09u", 100000000 + below(g, 400000000));
    r[1].phone = below(g, 2) == 0 ? r[0].phone : "";
    r[0].lon = -1 + (where % 200) * 0.03 + below(g, 10000) * 0.000003;
    r[0].lat = 43 + (where / 200 % 100) * 0.05 + below(g, 10000) * 0.000003;
    r[1].lon = r[1].lat = (double)NAN;
}

int main(int argc, char **argv)
{
    struct generator g = { .state = 1 };
    size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
    struct orb_linkage_record *records = calloc(count + 2, sizeof *records);
    struct orb_linkage_input in = { .records = records, .count = count };
    struct orb_linkage_result out = { 0 };
    struct orb_error err = { 0 };
    struct rusage usage;
    double started;

    if (records == NULL || count == 0)
        return 2;
    for (size_t i = 0, number = 0; i < count; number++) {
        struct orb_linkage_record two[2];

        resource(&g, number, two);
        records[i++] = two[0];
        if (number % 2 == 0)
            records[i++] = two[1];
    }
    started = bench_now_s();
    if (orb_linkage_run(&out, &in, &err) != ORB_OK) {
        (void)fprintf(stderr, "bench_linkage: %s\n", err.text);
        return 1;
    }
    bench_print_one("linkage", "s", bench_now_s() - started, (double)NAN);
    (void)getrusage(RUSAGE_SELF, &usage);
    bench_print_one("linkage_memory", "MiB", (double)usage.ru_maxrss / 1024, (double)NAN);
    bench_print_one("linkage_pairs", "pairs", (double)out.compared, (double)NAN);
    bench_print_one("linkage_merged", "records", (double)out.merged, (double)NAN);
    orb_linkage_release(&out);
    orb_arena_release(&g.arena);
    free(records);
    return 0;
}
