/*
 * A line of the capacity plan of engine/catalogue/README.md: what a snapshot and a matcher
 * take, and the time of a question, on one thread. Under valgrind --tool=callgrind
 * --toggle-collect=ask_counted what is counted is one question of each person that has as
 * many as NEEDS, cut to so many (0 = all persons as they are), after two rounds that are
 * not.
 * usage: bench_capacity SNAPSHOT NEEDS ROUNDS PERSON.json...
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/catalogue/catalogue.h"
#include "engine/match/match.h"
#include "tests/bench/bench.h"
#include "tests/bench/person.h"

enum { PERSONS_MAX = 64, NOT_COUNTED = 2 };

struct persons {
    struct orb_person *of[PERSONS_MAX];
    int count;
};

static struct bench_samples samples;

/* The name is that of the usage above. */
__attribute__((noinline)) static enum orb_status ask_counted(struct orb_matcher *matcher,
                                                             const struct orb_person *who,
                                                             struct orb_error *err)
{
    const struct orb_match_options options = { .limit = 20 };
    struct orb_match_result result;

    return orb_matcher_ask(matcher, who, &options, &result, err);
}

static enum orb_status ask_uncounted(struct orb_matcher *matcher,
                                     const struct orb_person *who, struct orb_error *err)
{
    const struct orb_match_options options = { .limit = 20 };
    struct orb_match_result result;

    return orb_matcher_ask(matcher, who, &options, &result, err);
}

/* Of those that have as many needs, the first ones; 0 = all of everybody. */
static void cut_needs(struct persons *persons, unsigned needs)
{
    int kept = 0;

    for (int i = 0; i < persons->count; i++) {
        struct orb_person *one = persons->of[i];

        if (one->need_count < needs) {
            orb_person_free(one);
            continue;
        }
        one->need_count = needs == 0 ? one->need_count : needs;
        persons->of[kept++] = one;
    }
    persons->count = kept;
}

static size_t in_use(void)
{
    struct mallinfo2 info = mallinfo2();

    return info.uordblks + info.hblkhd;
}

static enum orb_status measure(struct orb_matcher *matcher, const struct persons *persons,
                               int rounds, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (int i = 0; i < NOT_COUNTED * persons->count && status == ORB_OK; i++)
        status = ask_uncounted(matcher, persons->of[i % persons->count], err);
    for (int i = 0; i < rounds * persons->count && status == ORB_OK; i++) {
        double started = bench_now_s();

        status = ask_counted(matcher, persons->of[i % persons->count], err);
        bench_add(&samples, 1e6 * (bench_now_s() - started));
    }
    return status;
}

static void print(const struct orb_catalogue *c, size_t matcher, int asked)
{
    printf("%u %.1f %u %u %.1f %.0f %.0f %d\n", c->offer_count, (double)c->image_len / 1e6,
           c->kind_count, c->pair_count, (double)matcher / 1048576,
           bench_share(&samples, 0.5), bench_share(&samples, 0.99), asked);
}

int main(int argc, char **argv)
{
    struct persons persons = { .count = 0 };
    struct orb_catalogue catalogue;
    struct orb_profile *profile = NULL;
    struct orb_matcher *matcher;
    struct orb_error err = { 0 };
    enum orb_status status;
    size_t before;

    if (argc < 5)
        return 2;
    status = orb_catalogue_open(&catalogue, argv[1], &err);
    if (status == ORB_OK)
        status = orb_profile_new(&profile, NULL, &err);
    if (status != ORB_OK) {
        (void)fprintf(stderr, "bench_capacity: %s: %s\n", argv[1], err.text);
        return 1;
    }
    for (int i = 4; i < argc && persons.count < PERSONS_MAX; i++) {
        persons.of[persons.count] = bench_person(argv[i], profile);
        persons.count += persons.of[persons.count] != NULL;
    }
    cut_needs(&persons, (unsigned)atoi(argv[2]));
    before = in_use();
    matcher = orb_matcher_new(&catalogue, profile);
    status = matcher == NULL || persons.count == 0
                 ? ORB_ERR_NOT_FOUND
                 : measure(matcher, &persons, atoi(argv[3]), &err);
    if (status == ORB_OK)
        print(&catalogue, in_use() - before, persons.count * atoi(argv[3]));
    orb_matcher_free(matcher);
    cut_needs(&persons, UINT32_MAX);
    orb_profile_free(profile);
    orb_catalogue_close(&catalogue);
    return status != ORB_OK;
}
