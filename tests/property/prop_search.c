/* The search that leaves aside what cannot be listed gives the first lines, the plan and
 * the advice of the one that looks at everything. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/json.h"
#include "engine/catalogue/catalogue.h"
#include "engine/match/match.h"
#include "tests/property/made.h"
#include "tests/property/made_territory.h"

#define PERSONS 24
#define OFFERS  3000
#define LIMIT   20
#define FEW     2 /* lists fill at once: most of what is around is left aside */

struct territory {
    struct orb_buf image;
    struct orb_catalogue catalogue;
};

/* Profiles that change what may be left aside. */
static const char *const profiles[] = {
    "{}",
    "{\"rules\":{\"place\":{\"enabled\":false}}}",
    "{\"rules\":{\"place\":{\"on_missing\":\"yes\"},\"age\":{\"on_missing\":\"yes\"}}}",
    "{\"rules\":{\"place\":{\"relaxable\":false}},\"plan\":{\"max_offers\":1}}",
    "{\"rules\":{\"no_need\":{\"relaxable\":true}},\"near_miss_limit\":4}",
    "{\"plan\":{\"classes\":[\"eligible\",\"to_verify\",\"near_miss\"]}}",
    "{\"plan\":{\"classes\":[\"to_verify\",\"eligible\"]}}",
    "{\"plan\":{\"classes\":[\"to_verify\"]}}",
    "{\"plan\":{\"unknown_travel_minutes\":0}}",
    "{\"coordination\":{\"frequency\":\"once\"}}",
    "{\"circles\":{\"C0\":{\"R\":0.1,\"I\":0.9},\"C4\":{\"R\":0.9,\"I\":0.1}}}",
    "{\"policies\":{\"proximity\":{\"order\":[\"class\",\"id\",\"travel\",\"score\"]}}}",
};
#define PROFILES (sizeof profiles / sizeof profiles[0])

static struct orb_profile *profile_of(const char *text)
{
    struct orb_error err = { 0 };
    struct orb_profile *profile = NULL;
    struct orb_json *over = NULL;

    assert_int_equal(orb_json_parse(&over, text, strlen(text), &err), ORB_OK);
    if (orb_profile_new(&profile, over, &err) != ORB_OK)
        fail_msg("%s: %s: %s", text, err.place, err.text);
    orb_json_free(over);
    return profile;
}

static struct territory *make_territory(uint64_t seed, uint32_t offers)
{
    struct territory *t = calloc(1, sizeof *t);

    assert_non_null(t);
    made_territory(&t->image, &t->catalogue, seed, offers);
    return t;
}

static int open_territory(void **state)
{
    *state = make_territory(11, OFFERS);
    return 0;
}

static int close_territory(void **state)
{
    struct territory *t = *state;

    orb_buf_release(&t->image);
    free(t);
    return 0;
}

/* A person made at random, at the place of some offer. */
static struct orb_person *person_of(const struct territory *t,
                                    const struct orb_profile *profile, struct made *m)
{
    json_t *document = made_person(m);
    const struct orb_cat_offer *offer =
        &t->catalogue.offers[made_below(m, t->catalogue.info->grid.located)];
    struct orb_json *value = NULL;
    struct orb_person *person = NULL;
    struct orb_error err = { 0 };
    char *text;

    if (made_chance(m, 80))
        json_object_set_new(document, "location",
                            json_pack("{s:f,s:f,s:s}", "lon", offer->lon, "lat", offer->lat,
                                      "commune",
                                      orb_cat_string(&t->catalogue, offer->commune_code)));
    if (made_chance(m, 20) && offer->organization != ORB_CAT_NONE)
        json_object_set_new(
            document, "preferences",
            json_pack("{s:[s],s:b}", "refused_organizations",
                      orb_cat_string(&t->catalogue,
                                     t->catalogue.organizations[offer->organization].id),
                      "no_residential", made_chance(m, 50)));
    text = json_dumps(document, JSON_REAL_PRECISION(17));
    assert_int_equal(orb_json_parse(&value, text, strlen(text), &err), ORB_OK);
    if (orb_person_parse(&person, value, profile, NULL, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    orb_json_free(value);
    free(text);
    json_decref(document);
    if (made_chance(m, 40))
        person->urgency_days = (int64_t)made_below(m, 120);
    /* One place is too far for a need and not for another. */
    for (int f = 0; f < ORB_FREQUENCIES; f++)
        if (made_chance(m, 30))
            person->max_minutes[f] =
                1 + (double)made_below(m, made_chance(m, 50) ? 30 : 600);
    return person;
}

/* A copy of an answer: it is valid until the next question. */
struct rows {
    struct orb_ranked rows[OFFERS];
    size_t count;
    size_t total;
};

struct planned {
    uint32_t offers[ORB_PERSON_MAX_NEEDS];
    uint64_t covers[ORB_PERSON_MAX_NEEDS];
    uint32_t count;
    double minutes;
    struct {
        bool covered, unmet;
        uint32_t served_by;
        uint32_t others[16];
        uint32_t other_count;
    } needs[ORB_PERSON_MAX_NEEDS];
    uint32_t need_count;
};

struct answer {
    uint64_t counts[ORB_CLASSES];
    struct rows ranking, neutral, needs[ORB_PERSON_MAX_NEEDS], coordination, carers;
    struct rows classes[ORB_PERSON_MAX_NEEDS][ORB_EXCLUDED];
    uint64_t only_rule[ORB_PERSON_MAX_NEEDS][ORB_RULES];
    enum orb_class status[ORB_PERSON_MAX_NEEDS];
    uint32_t need_count;
    bool recommended;
    struct planned plan;
};

static void keep(struct rows *to, const struct orb_ranking *from)
{
    to->count = from->count;
    to->total = from->total;
    assert_true(from->count <= OFFERS);
    for (size_t i = 0; i < from->count; i++)
        to->rows[i] = from->rows[i];
}

static void keep_side(struct rows *to, const struct orb_side_offer *from, size_t count,
                      size_t total)
{
    to->count = count;
    to->total = total;
    for (size_t i = 0; i < count; i++) {
        struct orb_ranked row = { .offer = from[i].offer,
                                  .class_ = (uint8_t)from[i].class_,
                                  .slack_key = orb_key(from[i].verdict.slack),
                                  .low_key = (int64_t)from[i].verdict.reason_count };

        to->rows[i] = row;
    }
}

static void keep_plan(struct planned *to, const struct orb_plan *from)
{
    to->count = from->offer_count;
    to->minutes = from->minutes;
    for (uint32_t i = 0; i < from->offer_count; i++) {
        to->offers[i] = from->offers[i].offer;
        to->covers[i] = from->offers[i].covers;
    }
    to->need_count = from->need_count;
    for (uint32_t i = 0; i < from->need_count; i++) {
        const struct orb_plan_need *n = &from->needs[i];

        to->needs[i].covered = n->covered;
        to->needs[i].unmet = n->unmet_demand;
        to->needs[i].served_by = n->served_by;
        to->needs[i].other_count = n->other_count;
        assert_true(n->other_count <= 16);
        for (uint32_t o = 0; o < n->other_count; o++)
            to->needs[i].others[o] = n->others[o];
    }
}

static void ask(struct orb_matcher *matcher, const struct orb_person *person,
                const struct orb_match_options *options, struct answer *out)
{
    struct orb_match_result r;

    assert_int_equal(orb_matcher_ask(matcher, person, options, &r, NULL), ORB_OK);
    assert_true(r.totals || (options->limit > 0 && !options->totals));
    memcpy(out->counts, r.counts, sizeof out->counts);
    keep(&out->ranking, &r.ranking);
    keep(&out->neutral, &r.neutral);
    out->need_count = r.need_count;
    for (uint32_t i = 0; i < r.need_count; i++) {
        keep(&out->needs[i], &r.needs[i].ranking);
        for (int c = 0; c < ORB_EXCLUDED; c++)
            keep(&out->classes[i][c], &r.needs[i].classes[c]);
        out->status[i] = r.needs[i].status;
        memcpy(out->only_rule[i], r.needs[i].only_rule, sizeof out->only_rule[i]);
    }
    keep_side(&out->coordination, r.coordination, r.coordination_count,
              r.coordination_total);
    keep_side(&out->carers, r.carers, r.carer_count, r.carer_total);
    out->recommended = r.coordination_recommended;
    keep_plan(&out->plan, &r.plan);
}

static void same_start(const struct rows *all, const struct rows *first, size_t limit)
{
    assert_int_equal(first->count, all->count < limit ? all->count : limit);
    for (size_t i = 0; i < first->count; i++) {
        assert_int_equal(first->rows[i].offer, all->rows[i].offer);
        assert_true(first->rows[i].score_key == all->rows[i].score_key);
        assert_true(first->rows[i].low_key == all->rows[i].low_key);
        assert_true(first->rows[i].slack_key == all->rows[i].slack_key);
        assert_int_equal(first->rows[i].class_, all->rows[i].class_);
    }
}

static void same_plan(const struct planned *a, const struct planned *b)
{
    assert_int_equal(a->count, b->count);
    assert_true(orb_key(a->minutes) == orb_key(b->minutes));
    assert_memory_equal(a->offers, b->offers, a->count * sizeof *a->offers);
    assert_memory_equal(a->covers, b->covers, a->count * sizeof *a->covers);
    assert_int_equal(a->need_count, b->need_count);
    for (uint32_t i = 0; i < a->need_count; i++) {
        assert_int_equal(a->needs[i].covered, b->needs[i].covered);
        assert_int_equal(a->needs[i].unmet, b->needs[i].unmet);
        assert_int_equal(a->needs[i].served_by, b->needs[i].served_by);
        assert_int_equal(a->needs[i].other_count, b->needs[i].other_count);
        assert_memory_equal(a->needs[i].others, b->needs[i].others,
                            a->needs[i].other_count * sizeof *a->needs[i].others);
    }
}

static void same_answer(const struct answer *all, const struct answer *first, size_t limit)
{
    same_start(&all->ranking, &first->ranking, limit);
    same_start(&all->neutral, &first->neutral, limit);
    same_start(&all->coordination, &first->coordination, limit);
    same_start(&all->carers, &first->carers, limit);
    assert_int_equal(first->coordination.total, all->coordination.total);
    assert_int_equal(first->carers.total, all->carers.total);
    assert_int_equal(first->need_count, all->need_count);
    for (uint32_t i = 0; i < all->need_count; i++) {
        same_start(&all->needs[i], &first->needs[i], limit);
        assert_int_equal(first->status[i], all->status[i]);
        assert_memory_equal(first->only_rule[i], all->only_rule[i],
                            sizeof all->only_rule[i]);
    }
    assert_int_equal(first->recommended, all->recommended);
    same_plan(&all->plan, &first->plan);
}

static const char *const policies[] = { "droit_commun", "neutral", "proximity", "urgency" };

/* The operator of a question: that of the catalogue, or that of some offer. */
static const char *operator_of(const struct territory *t, struct made *m)
{
    const struct orb_cat_offer *offer =
        &t->catalogue.offers[made_below(m, t->catalogue.offer_count)];

    return made_chance(m, 50) || offer->organization == ORB_CAT_NONE
               ? NULL
               : orb_cat_string(&t->catalogue,
                                t->catalogue.organizations[offer->organization].id);
}

/* The first lines of a class are those of the whole ranking that are of it. */
static void same_class(const struct rows *all, const struct rows *first, int class_,
                       size_t limit)
{
    static struct rows of_class;

    of_class.count = 0;
    for (size_t i = 0; i < all->count; i++)
        if (all->rows[i].class_ == class_)
            of_class.rows[of_class.count++] = all->rows[i];
    same_start(&of_class, first, limit);
    assert_int_equal(first->total, of_class.count);
}

static void same_classes(const struct answer *all, const struct answer *first, size_t limit)
{
    for (uint32_t i = 0; i < all->need_count; i++)
        for (int c = 0; c < ORB_EXCLUDED; c++)
            same_class(&all->needs[i], &first->classes[i][c], c, limit);
}

/* Nothing else is told with them. */
static void same_rankings(const struct answer *all, const struct answer *alone,
                          size_t limit)
{
    same_start(&all->ranking, &alone->ranking, limit);
    same_start(&all->neutral, &alone->neutral, limit);
    assert_int_equal(alone->need_count, 0);
    assert_int_equal(alone->plan.count, 0);
    assert_int_equal(alone->coordination.count, 0);
}

/* One question five ways: all lines, the first and everything counted, the first alone, the
 * very first, the rankings alone. */
static size_t compare(struct orb_matcher *matcher, const struct orb_person *person,
                      struct orb_match_options *options)
{
    static struct answer all, counted, bounded;

    ask(matcher, person, options, &all);
    options->limit = LIMIT;
    options->totals = true;
    options->class_lines = FEW;
    ask(matcher, person, options, &counted);
    same_classes(&all, &counted, FEW);
    options->limit = 0;
    ask(matcher, person, options, &counted);
    same_classes(&all, &counted, FEW);
    options->limit = LIMIT;
    options->class_lines = LIMIT;
    ask(matcher, person, options, &counted);
    same_classes(&all, &counted, LIMIT);
    options->class_lines = 0;
    assert_memory_equal(all.counts, counted.counts, sizeof all.counts);
    assert_int_equal(all.ranking.total, counted.ranking.total);
    for (uint32_t i = 0; i < all.need_count; i++)
        assert_int_equal(all.needs[i].total, counted.needs[i].total);
    same_answer(&all, &counted, LIMIT);
    options->totals = false;
    ask(matcher, person, options, &bounded);
    same_answer(&all, &bounded, LIMIT);
    for (size_t few = FEW; few <= FEW + 1; few++) {
        options->limit = few;
        ask(matcher, person, options, &bounded);
        same_answer(&all, &bounded, few);
    }
    options->limit = LIMIT;
    options->rankings = true;
    ask(matcher, person, options, &bounded);
    same_rankings(&all, &bounded, LIMIT);
    options->rankings = false;
    return all.ranking.count;
}

/* How many lines were ranked for the persons of a seed. */
static size_t compare_drawn(const struct territory *t, uint64_t seed)
{
    size_t ranked = 0;
    struct made m;

    made_init(&m, seed);
    for (size_t p = 0; p < PROFILES; p++) {
        struct orb_profile *profile = profile_of(profiles[p]);
        struct orb_matcher *matcher = orb_matcher_new(&t->catalogue, profile);

        for (int n = 0; n < PERSONS; n++) {
            struct orb_person *person = person_of(t, profile, &m);
            struct orb_match_options options = { .policy = policies[n % 4],
                                                 .operator_id = operator_of(t, &m),
                                                 .igas = { n % 3 == 0, n % 5 == 0,
                                                           n % 2 == 0 } };

            ranked += compare(matcher, person, &options);
            orb_person_free(person);
        }
        orb_matcher_free(matcher);
        orb_profile_free(profile);
    }
    made_release(&m);
    return ranked;
}

/* In the second seed, what comes home stands too far for the nearest stage. */
static void the_first_lines_do_not_depend_on_how_many_are_asked(void **state)
{
    assert_true(compare_drawn(*state, made_seed()) > 10 * LIMIT);
    assert_true(compare_drawn(*state, 22) > 10 * LIMIT);
}

/* Care that is near enough each month and too far each day, at a surgery that also comes
 * home, nobody knows where: seen from all over the territory. */
static void a_way_home_counts_beside_one_on_site(void **state)
{
    static const char text[] =
        "{\"format\": \"orbite-person/1\", \"id\": \"p\", \"reference_date\": \"2024-02-29\","
        "\"age_years\": 20, \"location\": {\"commune\": \"%s\"},"
        "\"travel\": {\"modes\": [\"bike\", \"adapted_vehicle\"]}, \"groups\": [\"TND\"], \"associated\": [],"
        "\"needs\": [{\"code\": \"1.1.6\", \"priority\": 1, \"frequency\": \"monthly\"},"
        "{\"code\": \"1.1.9\", \"priority\": 3, \"frequency\": \"daily\"}]}";
    void *other = make_territory(1, 2000);
    const struct territory *t = other;
    struct orb_profile *profile = profile_of(profiles[0]);
    struct orb_matcher *matcher = orb_matcher_new(&t->catalogue, profile);

    (void)state;
    for (uint32_t i = 0; i < t->catalogue.commune_count; i++) {
        struct orb_match_options options = { .limit = 0 };
        struct orb_json *value = NULL;
        struct orb_person *person = NULL;
        char filled[sizeof text + 16];
        int len = snprintf(filled, sizeof filled, text,
                           orb_cat_string(&t->catalogue, t->catalogue.communes[i].code));

        assert_int_equal(orb_json_parse(&value, filled, (size_t)len, NULL), ORB_OK);
        assert_int_equal(orb_person_parse(&person, value, profile, NULL, NULL), ORB_OK);
        (void)compare(matcher, person, &options);
        orb_person_free(person);
        orb_json_free(value);
    }
    orb_matcher_free(matcher);
    orb_profile_free(profile);
    (void)close_territory(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_way_home_counts_beside_one_on_site),
        cmocka_unit_test(the_first_lines_do_not_depend_on_how_many_are_asked),
    };

    return cmocka_run_group_tests(tests, open_territory, close_territory);
}
