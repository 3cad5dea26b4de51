/*
 * A caseload sorted by the engine alone, on one thread: the persons given, each at the
 * place of an offer and of another age, as many times as asked. Processor time, which other
 * programs disturb least, beside the time to read the offers once.
 * usage: bench_triage SNAPSHOT COUNT PERSON.json...
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/catalogue/catalogue.h"
#include "engine/cohort/triage.h"
#include "tests/bench/bench.h"
#include "tests/bench/person.h"

#define PERSONS_MAX 64

static struct bench_samples samples;

/* The i-th person: somebody like the i-th given, elsewhere, of another age. */
static struct orb_person person_at(const struct orb_catalogue *c,
                                   const struct orb_person *like, uint32_t i)
{
    const struct orb_cat_offer *there =
        &c->offers[(uint64_t)i * 2654435761U % c->info->grid.located];
    struct orb_person p = *like;

    if (!isnan(p.lon) || p.commune != NULL) {
        p.lon = there->lon;
        p.lat = there->lat;
        p.commune = orb_cat_string(c, there->commune_code);
    }
    if (p.birth_year != 0)
        p.birth_year -= (int)(i % 7);
    return p;
}

static int sort_all(struct orb_triage *triage, const struct orb_catalogue *c,
                    struct orb_person **persons, uint32_t given, uint32_t count)
{
    struct orb_match_options options = { 0 };
    uint32_t levels[ORB_LEVELS] = { 0 };
    struct orb_arena arena = { 0 };
    struct orb_error err = { 0 };
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; i < count && status == ORB_OK; i++) {
        struct orb_person person = person_at(c, persons[i % given], i);
        struct orb_case case_ = { .person = &person,
                                  .first_decision = ORB_DATE_NONE,
                                  .last_contact = ORB_DATE_NONE };
        struct orb_triage_question question = { &case_, &options, &arena };
        struct orb_triage_person out;
        double started = bench_now_s();

        status = orb_triage_person(triage, &question, &out, &err);
        bench_add(&samples, 1e6 * (bench_now_s() - started));
        if (status == ORB_OK)
            levels[out.level]++;
        orb_arena_clear(&arena);
    }
    orb_arena_release(&arena);
    for (int level = 0; level < ORB_LEVELS; level++)
        bench_print_one(orb_level_names[level], "persons", levels[level], NAN);
    return status == ORB_OK ? 0 : 1;
}

int main(int argc, char **argv)
{
    struct orb_person *persons[PERSONS_MAX];
    struct orb_catalogue catalogue;
    struct orb_profile *profile = NULL;
    struct orb_matcher *matcher = NULL;
    struct orb_triage *triage = NULL;
    struct orb_error err = { 0 };
    uint32_t given = 0;
    int failed = 1;
    double reference;
    double started;
    clock_t worked;

    if (argc < 4)
        return 2;
    if (orb_catalogue_open(&catalogue, argv[1], &err) != ORB_OK ||
        orb_profile_new(&profile, NULL, &err) != ORB_OK) {
        (void)fprintf(stderr, "bench_triage: %s: %s\n", argv[1], err.text);
        return 1;
    }
    for (int i = 3; i < argc && given < PERSONS_MAX; i++) {
        persons[given] = bench_person(argv[i], profile);
        given += persons[given] != NULL;
    }
    matcher = orb_matcher_new(&catalogue, profile);
    if (matcher != NULL)
        triage = orb_triage_new(matcher, &catalogue, profile);
    reference =
        1e6 * catalogue.offer_count * sizeof *catalogue.members / bench_memory_rate();
    started = bench_now_s();
    worked = clock();
    if (triage != NULL && given > 0)
        failed = sort_all(triage, &catalogue, persons, given,
                          (uint32_t)strtoul(argv[2], NULL, 10));
    bench_print_one("triage_all", "s", bench_now_s() - started, NAN);
    if (samples.count > 0)
        bench_print_one("triage_person_processor", "us",
                        1e6 * (double)(clock() - worked) / CLOCKS_PER_SEC /
                            (double)samples.count,
                        reference);
    bench_print("triage_person", "us", &samples, reference);
    orb_triage_free(triage);
    orb_matcher_free(matcher);
    for (uint32_t i = 0; i < given; i++)
        orb_person_free(persons[i]);
    orb_profile_free(profile);
    orb_catalogue_close(&catalogue);
    return failed;
}
