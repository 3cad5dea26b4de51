/* How long the concentric map takes, laid out and written. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "maps/circles.h"
#include "tests/bench/bench.h"

#define PARTNERS_MAX 1000
#define RUNS         200

static struct orb_partner partners[PARTNERS_MAX];
static char names[PARTNERS_MAX][48];
static char ids[PARTNERS_MAX][16];

static void make_partners(void)
{
    for (unsigned i = 0; i < PARTNERS_MAX; i++) {
        snprintf(names[i], sizeof names[i], "Service d’accompagnement %u du pays",
                 i * 7919 % 1000);
        snprintf(ids[i], sizeof ids[i], "bench:%u", i);
        partners[i] = (struct orb_partner){ .id = ids[i],
                                            .name = names[i],
                                            .commune = "Bourg-le-Vieux",
                                            .way = "≈ 17 min",
                                            .family = (uint8_t)(1 + i % 8),
                                            .circle = (enum orb_circle)(i / 8 % 5),
                                            .state = (enum orb_partner_state)(i % 4),
                                            .authorised = (int32_t)(i % 60),
                                            .installed = -1,
                                            .places = 2,
                                            .places_on = 20000 };
    }
}

static size_t draw(const struct orb_circle_map_input *input)
{
    static const struct orb_circle_map_options options = { .french = true, .stem = "b" };
    struct orb_arena arena = { 0 };
    struct orb_buf out = { 0 };
    struct orb_circle_map *map = NULL;
    size_t len;

    if (orb_circle_map_make(&map, &arena, input, &options, NULL) != ORB_OK)
        exit(1);
    for (unsigned page = 1; page <= orb_circle_map_pages(map); page++)
        if (orb_circle_map_write(&out, map, page, NULL) != ORB_OK)
            exit(1);
    len = out.len;
    orb_buf_release(&out);
    orb_arena_release(&arena);
    return len;
}

int main(void)
{
    static const unsigned counts[] = { 58, 120, 1000 };
    static struct bench_samples samples;

    make_partners();
    for (unsigned c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        struct orb_circle_map_input input = { .title = "Who does what?",
                                              .centre = "Bench",
                                              .date = 20400,
                                              .partners = partners,
                                              .partner_count = counts[c] };
        char name[32];

        samples.count = 0;
        for (unsigned i = 0; i < RUNS; i++) {
            double start = bench_now_s();

            if (draw(&input) == 0)
                return 1;
            bench_add(&samples, (bench_now_s() - start) * 1000);
        }
        snprintf(name, sizeof name, "circles_%u", counts[c]);
        bench_print(name, "ms", &samples, NAN);
    }
    return 0;
}
