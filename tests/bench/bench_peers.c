/*
 * The same places asked of Orbite and of its peers. Orbite answers whole situations, with
 * all the rules; the peers get a question cut down to what they can express: offers within
 * a radius, of an age, for a public, that give one prestation, the nearest twenty. The
 * files written for them hold the answers of a plain loop, so that a peer that answers
 * something else is seen. usage: bench_peers SNAPSHOT FOLDER QUESTIONS PERSON.json...
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/catalogue/catalogue.h"
#include "engine/match/match.h"
#include "tests/bench/bench.h"
#include "tests/bench/person.h"

#define PERSONS_MAX   64
#define QUESTIONS_MAX 10000
#define NEAREST       20
#define RADIUS_M      30000.0
#define BITS          63 /* of a signed number of 64 bits, which every peer has */

struct simple_offer { /* what the peers know of an offer */
    double lon, lat;
    double x, y, z;           /* earth-centred, metres */
    int32_t age_from, age_to; /* months */
    uint64_t publics, needs;
};

struct simple_question {
    uint32_t offer; /* the place and the needs of this one: there is an answer */
    int32_t age;
    uint64_t public, need;
};

struct near_offer {
    double square;
    uint32_t offer;
};

static struct bench_samples samples;
static struct orb_catalogue catalogue;
static struct simple_offer *offers;
static struct simple_question questions[QUESTIONS_MAX];
static uint64_t state = 1;

static uint64_t random_below(uint64_t bound)
{
    uint64_t z = state += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (z ^ (z >> 31)) % bound;
}

/* The bit of each code: the most frequent ones have one, the others none. */
static void number_codes(uint64_t *bits, uint32_t *uses)
{
    memset(bits, 0, catalogue.code_count * sizeof *bits);
    for (int bit = 0; bit < BITS; bit++) {
        uint32_t best = 0;

        for (uint32_t code = 0; code < catalogue.code_count; code++)
            best = uses[code] > uses[best] ? code : best;
        if (uses[best] == 0)
            break;
        bits[best] = UINT64_C(1) << bit;
        uses[best] = 0;
    }
}

static uint64_t one_of(uint64_t bits)
{
    uint64_t kept = 0;

    for (uint64_t seen = 0; bits != 0; bits &= bits - 1)
        if (random_below(++seen) == 0)
            kept = bits & -bits;
    return kept;
}

static void read_terms(struct simple_offer *offer, const struct orb_cat_terms *terms,
                       const uint64_t *publics, const uint64_t *needs)
{
    offer->age_from = terms->age_min_months < 0 ? 0 : terms->age_min_months;
    offer->age_to = terms->age_max_months < 0 ? 9999 : terms->age_max_months;
    offer->publics = terms->publics.known ? 0 : INT64_MAX;
    for (uint32_t i = 0; terms->publics.known && i < terms->publics.count; i++)
        offer->publics |= publics[catalogue.codes[terms->publics.first + i]];
    for (uint32_t i = 0; i < terms->prestations.count; i++)
        offer->needs |= needs[catalogue.prestations[terms->prestations.first + i].code];
}

static bool simplify(void)
{
    size_t codes = catalogue.code_count;
    uint32_t *uses = calloc(codes * 2, sizeof *uses);
    uint64_t *bits = calloc(codes * 2, sizeof *bits);

    offers = calloc(catalogue.offer_count, sizeof *offers);
    if (uses == NULL || bits == NULL || offers == NULL)
        return false;
    for (uint32_t o = 0; o < catalogue.offer_count; o++) {
        const struct orb_cat_terms *terms = &catalogue.terms[catalogue.offers[o].terms];

        for (uint32_t i = 0; i < terms->publics.count; i++)
            uses[catalogue.codes[terms->publics.first + i]]++;
        for (uint32_t i = 0; i < terms->prestations.count; i++)
            uses[codes + catalogue.prestations[terms->prestations.first + i].code]++;
    }
    number_codes(bits, uses);
    number_codes(bits + codes, uses + codes);
    for (uint32_t o = 0; o < catalogue.offer_count; o++) {
        const struct orb_cat_member *member =
            &catalogue.members[catalogue.offers[o].member];

        offers[o] = (struct simple_offer){ .lon = catalogue.offers[o].lon,
                                           .lat = catalogue.offers[o].lat,
                                           .x = member->x,
                                           .y = member->y,
                                           .z = member->z };
        read_terms(&offers[o], &catalogue.terms[catalogue.offers[o].terms], bits,
                   bits + codes);
    }
    free(uses);
    free(bits);
    return true;
}

static void choose_questions(int count)
{
    for (int q = 0; q < count;) {
        uint32_t chosen = (uint32_t)random_below(catalogue.offer_count);
        const struct simple_offer *offer = &offers[chosen];
        int32_t ages = offer->age_to - offer->age_from;

        if (isnan(offer->x) || offer->needs == 0 || offer->publics == 0 || ages < 0)
            continue;
        questions[q++] = (struct simple_question){
            .offer = chosen,
            .age = offer->age_from +
                   (int32_t)random_below((uint64_t)(ages > 1200 ? 1200 : ages) + 1),
            .public = one_of(offer->publics),
            .need = one_of(offer->needs)
        };
    }
}

/* The nearest offers by looking at all of them; how many. */
static int look_at_all(const struct simple_question *question, struct near_offer *found)
{
    const struct simple_offer *from = &offers[question->offer];
    int count = 0;

    for (uint32_t o = 0; o < catalogue.offer_count; o++) {
        const struct simple_offer *to = &offers[o];
        double square = (to->x - from->x) * (to->x - from->x) +
                        (to->y - from->y) * (to->y - from->y) +
                        (to->z - from->z) * (to->z - from->z);
        int at = count;

        if (!(square <= RADIUS_M * RADIUS_M) || question->age < to->age_from ||
            question->age > to->age_to || (to->publics & question->public) == 0 ||
            (to->needs & question->need) == 0 ||
            (count == NEAREST && square >= found[NEAREST - 1].square))
            continue;
        at -= count == NEAREST;
        count += count < NEAREST;
        for (; at > 0 && found[at - 1].square > square; at--)
            found[at] = found[at - 1];
        found[at] = (struct near_offer){ square, o };
    }
    return count;
}

static FILE *file_in(const char *folder, const char *name)
{
    char path[4096];
    FILE *file = NULL;

    if (snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path)
        file = fopen(path, "w");
    if (file == NULL)
        (void)fprintf(stderr, "bench_peers: %s/%s: cannot be written\n", folder, name);
    return file;
}

static bool write_offers(const char *folder)
{
    FILE *file = file_in(folder, "offers.csv");

    if (file == NULL)
        return false;
    (void)fputs("id,lon,lat,x,y,z,age_from,age_to,publics,needs\n", file);
    for (uint32_t o = 0; o < catalogue.offer_count; o++)
        if (!isnan(offers[o].x))
            (void)fprintf(file, "%u,%.7f,%.7f,%.3f,%.3f,%.3f,%d,%d,%llu,%llu\n", o,
                          offers[o].lon, offers[o].lat, offers[o].x, offers[o].y,
                          offers[o].z, offers[o].age_from, offers[o].age_to,
                          (unsigned long long)offers[o].publics,
                          (unsigned long long)offers[o].needs);
    return fclose(file) == 0;
}

/* A line a question, with the answers of the loop at its end. */
static bool write_questions(const char *folder, int count)
{
    struct near_offer found[NEAREST];
    FILE *file = file_in(folder, "questions.csv");

    if (file == NULL)
        return false;
    (void)fputs("lon,lat,x,y,z,radius,age,public,need,answers\n", file);
    for (int q = 0; q < count; q++) {
        const struct simple_question *question = &questions[q];
        const struct simple_offer *from = &offers[question->offer];
        int answers = look_at_all(question, found);

        (void)fprintf(file, "%.7f,%.7f,%.3f,%.3f,%.3f,%.0f,%d,%llu,%llu,", from->lon,
                      from->lat, from->x, from->y, from->z, RADIUS_M, question->age,
                      (unsigned long long)question->public,
                      (unsigned long long)question->need);
        for (int i = 0; i < answers; i++)
            (void)fprintf(file, "%s%u", i == 0 ? "" : " ", found[i].offer);
        (void)fputc('\n', file);
    }
    return fclose(file) == 0;
}

/* A whole situation at the place of the question. */
static bool ask_orbite(struct orb_matcher *matcher, struct orb_person *person,
                       const struct simple_question *question)
{
    const struct orb_match_options options = { .limit = NEAREST };
    const struct orb_cat_offer *at = &catalogue.offers[question->offer];
    struct orb_match_result result;
    struct orb_error err = { 0 };

    person->lon = at->lon;
    person->lat = at->lat;
    person->commune = orb_cat_known(&catalogue, at->commune_code);
    if (orb_matcher_ask(matcher, person, &options, &result, &err) == ORB_OK)
        return true;
    (void)fprintf(stderr, "bench_peers: %s\n", err.text);
    return false;
}

static void print_round(const char *name)
{
    double sum = 0;

    for (size_t i = 0; i < samples.count; i++)
        sum += samples.values[i];
    printf("{\"name\":\"%s\",\"p50\":%.6g,\"p99\":%.6g,\"per_second\":%.6g}\n", name,
           bench_share(&samples, 0.5), bench_share(&samples, 0.99),
           1e6 * (double)samples.count / sum);
    (void)fflush(stdout);
}

/* Rounds until the end of the input. */
static bool answer_rounds(struct orb_matcher *matcher, struct orb_person **persons,
                          int person_count, int count)
{
    struct near_offer found[NEAREST];
    char line[32];
    bool ok = matcher != NULL && person_count > 0;

    puts("ready");
    (void)fflush(stdout);
    while (ok && fgets(line, sizeof line, stdin) != NULL) {
        bool loop = strcmp(line, "loop\n") == 0;

        samples.count = 0;
        for (int q = 0; q < count && ok; q++) {
            double started = bench_now_s();

            if (loop)
                (void)look_at_all(&questions[q], found);
            else
                ok = ask_orbite(matcher, persons[q % person_count], &questions[q]);
            bench_add(&samples, 1e6 * (bench_now_s() - started));
        }
        print_round(loop ? "loop" : "orbite");
    }
    return ok;
}

int main(int argc, char **argv)
{
    struct orb_person *persons[PERSONS_MAX];
    struct orb_matcher *matcher = NULL;
    struct orb_profile *profile = NULL;
    struct orb_error err = { 0 };
    int count = argc < 5 ? 0 : atoi(argv[3]);
    int person_count = 0;
    bool ok;

    if (count < 1 || count > QUESTIONS_MAX)
        return 2;
    if (orb_catalogue_open(&catalogue, argv[1], &err) != ORB_OK ||
        orb_profile_new(&profile, NULL, &err) != ORB_OK) {
        (void)fprintf(stderr, "bench_peers: %s: %s\n", argv[1], err.text);
        return 1;
    }
    for (int i = 4; i < argc && person_count < PERSONS_MAX; i++) {
        persons[person_count] = bench_person(argv[i], profile);
        person_count += persons[person_count] != NULL;
    }
    ok = simplify();
    if (ok)
        choose_questions(count);
    matcher = orb_matcher_new(&catalogue, profile);
    ok = ok && write_offers(argv[2]) && write_questions(argv[2], count) &&
         answer_rounds(matcher, persons, person_count, count);
    orb_matcher_free(matcher);
    for (int i = 0; i < person_count; i++)
        orb_person_free(persons[i]);
    free(offers);
    orb_profile_free(profile);
    orb_catalogue_close(&catalogue);
    return ok ? 0 : 1;
}
