/*
 * The engine alone, on one thread: from persons read before to the first 20 offers of each.
 * usage: bench_match SNAPSHOT PERSON.json...
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/catalogue/catalogue.h"
#include "engine/match/match.h"
#include "tests/bench/bench.h"
#include "tests/bench/person.h"

#define PERSONS_MAX 64

/* What one offer costs a scan that must look at them all. */
#define BYTES_PER_OFFER sizeof(struct orb_cat_member)

static struct bench_samples samples;

/* The distance test alone, over every offer: what a search without an index cannot avoid.
 */
static void brute_force(const struct orb_catalogue *catalogue, double reference)
{
    volatile size_t near = 0;

    samples.count = 0;
    for (int i = 0; i < 200; i++) {
        const struct orb_cat_member *centre =
            &catalogue->members[i * 37 % (int)catalogue->offer_count];
        double started = bench_now_s();
        size_t found = 0;

        for (uint32_t o = 0; o < catalogue->offer_count; o++) {
            double x = catalogue->members[o].x - centre->x;
            double y = catalogue->members[o].y - centre->y;
            double z = catalogue->members[o].z - centre->z;

            found += x * x + y * y + z * z <= 3e4 * 3e4 &&
                     catalogue->members[o].kind != UINT32_MAX;
        }
        near += found;
        bench_add(&samples, 1e6 * (bench_now_s() - started));
    }
    bench_print("brute_force_scan", "us", &samples, reference);
}

struct question {
    const char *name;
    bool totals; /* count everything besides, as the command does */
    int times;
};

static const struct question questions[] = { { "match_top20", false, 5000 },
                                             { "match_top20_counted", true, 500 } };

static int ask(struct orb_matcher *matcher, const struct question *question,
               struct orb_person **persons, int count, double reference)
{
    struct orb_match_options options = { .limit = 20, .totals = question->totals };
    struct orb_match_result result;
    struct orb_error err = { 0 };
    enum orb_status status = ORB_OK;

    samples.count = 0;
    for (int i = 0; i < question->times + count && status == ORB_OK; i++) {
        double started = bench_now_s();

        status = orb_matcher_ask(matcher, persons[i % count], &options, &result, &err);
        /* The first round warms the caches. */
        if (i >= count)
            bench_add(&samples, 1e6 * (bench_now_s() - started));
    }
    if (status != ORB_OK)
        (void)fprintf(stderr, "bench_match: %s\n", err.text);
    bench_print(question->name, "us", &samples, reference);
    return status == ORB_OK ? 0 : 1;
}

int main(int argc, char **argv)
{
    struct orb_person *persons[PERSONS_MAX];
    struct orb_catalogue catalogue;
    struct orb_profile *profile = NULL;
    struct orb_matcher *matcher;
    struct orb_error err = { 0 };
    double rate = bench_memory_rate();
    double reference;
    int count = 0;
    int failed = 1;

    if (argc < 3)
        return 2;
    bench_print_one("memory_read", "GB/s", rate / 1e9, NAN);
    if (orb_catalogue_open(&catalogue, argv[1], &err) != ORB_OK ||
        orb_profile_new(&profile, NULL, &err) != ORB_OK) {
        (void)fprintf(stderr, "bench_match: %s: %s\n", argv[1], err.text);
        return 1;
    }
    for (int i = 2; i < argc && count < PERSONS_MAX; i++) {
        persons[count] = bench_person(argv[i], profile);
        count += persons[count] != NULL;
    }
    bench_print_one("catalogue_offers", "offers", (double)catalogue.offer_count, NAN);
    reference = 1e6 * BYTES_PER_OFFER * (double)catalogue.offer_count / rate;
    bench_print_one("memory_pass_over_offers", "us", reference, NAN);
    brute_force(&catalogue, reference);
    matcher = orb_matcher_new(&catalogue, profile);
    for (size_t i = 0; matcher != NULL && count > 0 && i < 2; i++)
        failed = ask(matcher, &questions[i], persons, count, reference);
    orb_matcher_free(matcher);
    for (int i = 0; i < count; i++)
        orb_person_free(persons[i]);
    orb_profile_free(profile);
    orb_catalogue_close(&catalogue);
    return failed;
}
