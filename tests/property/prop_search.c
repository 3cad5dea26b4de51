/* The search that stops early gives the first lines of the one that looks at everything. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/json.h"
#include "engine/catalogue/build.h"
#include "engine/catalogue/catalogue.h"
#include "engine/match/match.h"
#include "importers/demo.h"
#include "tests/property/made.h"

#define PERSONS 40
#define OFFERS  3000
#define LIMIT   20

struct territory {
    struct orb_buf image;
    struct orb_catalogue catalogue;
    struct orb_profile *profile;
};

static int open_territory(void **state)
{
    struct territory *t = calloc(1, sizeof *t);
    struct orb_demo_options options = { .seed = 11,
                                        .offers = OFFERS,
                                        .without_contours = true };
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    struct orb_sink sink = orb_catalogue_builder_sink(builder);

    assert_non_null(t);
    assert_int_equal(orb_demo_generate(&options, &sink, NULL), ORB_OK);
    assert_int_equal(orb_catalogue_builder_finish(builder, 0, &t->image, NULL), ORB_OK);
    orb_catalogue_builder_free(builder);
    assert_int_equal(orb_catalogue_view(&t->catalogue, t->image.data, t->image.len, NULL),
                     ORB_OK);
    assert_int_equal(orb_profile_new(&t->profile, NULL, NULL), ORB_OK);
    *state = t;
    return 0;
}

static int close_territory(void **state)
{
    struct territory *t = *state;

    orb_profile_free(t->profile);
    orb_buf_release(&t->image);
    free(t);
    return 0;
}

/* A person made at random, at the place of some offer. */
static struct orb_person *person_of(const struct territory *t, struct made *m)
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
    text = json_dumps(document, JSON_REAL_PRECISION(17));
    assert_int_equal(orb_json_parse(&value, text, strlen(text), &err), ORB_OK);
    if (orb_person_parse(&person, value, t->profile, NULL, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    orb_json_free(value);
    free(text);
    json_decref(document);
    return person;
}

/* A copy of the rows: they are valid until the next question. */
struct rows {
    struct orb_ranked rows[OFFERS];
    size_t count;
    size_t total;
};

static void keep(struct rows *to, const struct orb_ranking *from)
{
    to->count = from->count;
    to->total = from->total;
    assert_true(from->count <= OFFERS);
    for (size_t i = 0; i < from->count; i++)
        to->rows[i] = from->rows[i];
}

static void same_start(const struct rows *all, const struct orb_ranking *first)
{
    assert_int_equal(first->total, all->total);
    assert_int_equal(first->count, all->count < LIMIT ? all->count : LIMIT);
    for (size_t i = 0; i < first->count; i++) {
        assert_int_equal(first->rows[i].offer, all->rows[i].offer);
        assert_true(first->rows[i].score_key == all->rows[i].score_key);
        assert_int_equal(first->rows[i].class_, all->rows[i].class_);
    }
}

static void the_first_lines_do_not_depend_on_how_many_are_asked(void **state)
{
    const struct territory *t = *state;
    static struct rows ranking, neutral, needs[ORB_PERSON_MAX_NEEDS];
    struct orb_matcher *matcher = orb_matcher_new(&t->catalogue, t->profile);
    size_t ranked = 0;
    struct made m;

    made_init(&m, made_seed());
    for (int n = 0; n < PERSONS; n++) {
        struct orb_person *person = person_of(t, &m);
        struct orb_match_options options = { .limit = 0 };
        struct orb_match_result result;
        uint64_t counts[ORB_CLASSES];

        assert_int_equal(orb_matcher_ask(matcher, person, &options, &result, NULL), ORB_OK);
        memcpy(counts, result.counts, sizeof counts);
        keep(&ranking, &result.ranking);
        keep(&neutral, &result.neutral);
        for (uint32_t i = 0; i < result.need_count; i++)
            keep(&needs[i], &result.needs[i].ranking);
        options.limit = LIMIT;
        assert_int_equal(orb_matcher_ask(matcher, person, &options, &result, NULL), ORB_OK);
        assert_memory_equal(counts, result.counts, sizeof counts);
        same_start(&ranking, &result.ranking);
        same_start(&neutral, &result.neutral);
        for (uint32_t i = 0; i < result.need_count; i++)
            same_start(&needs[i], &result.needs[i].ranking);
        ranked += ranking.count;
        orb_person_free(person);
    }
    assert_true(ranked > 10 * LIMIT);
    made_release(&m);
    orb_matcher_free(matcher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_lines_do_not_depend_on_how_many_are_asked),
    };

    return cmocka_run_group_tests(tests, open_territory, close_territory);
}
