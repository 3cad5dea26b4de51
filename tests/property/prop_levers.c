/* Each kind of change that triage suggests, made: in the record of the offer, or in what
 * the person asks, and the offer then answers. No kind is left out: offers are spoilt in
 * every way that a change can mend. */
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
#include "engine/cohort/triage.h"
#include "engine/match/standing.h"
#include "tests/property/made.h"
#include "tests/unit/native_catalogue.h"
#include "tests/unit/native_file.h"

#define PERSONS   680
#define LEAST     10 /* changes of each kind */
#define BIT(code) (UINT64_C(1) << (code))

/* A person in a territory that is made for them, and asked about. */
struct world {
    struct orb_buf image;
    struct orb_catalogue catalogue;
    struct orb_profile *profile;
    struct orb_matcher *matcher;
    struct orb_triage *triage;
    struct orb_case *case_;
    struct orb_arena arena;
};

static void open_world(struct world *w, const json_t *person, const json_t *territory)
{
    char *text = json_dumps(territory, JSON_REAL_PRECISION(17));
    struct orb_json *value = NULL;
    struct orb_error err = { 0 };

    memset(w, 0, sizeof *w);
    native_catalogue(&w->catalogue, &w->image, text);
    free(text);
    assert_int_equal(orb_profile_new(&w->profile, NULL, NULL), ORB_OK);
    text = json_dumps(person, JSON_REAL_PRECISION(17));
    assert_int_equal(orb_json_parse(&value, text, strlen(text), &err), ORB_OK);
    if (orb_case_parse(&w->case_, value, w->profile, NULL, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    orb_json_free(value);
    free(text);
    w->matcher = orb_matcher_new(&w->catalogue, w->profile);
    w->triage = orb_triage_new(w->matcher, &w->catalogue, w->profile);
    assert_non_null(w->triage);
}

static void close_world(struct world *w)
{
    orb_triage_free(w->triage);
    orb_matcher_free(w->matcher);
    orb_case_free(w->case_);
    orb_profile_free(w->profile);
    orb_arena_release(&w->arena);
    orb_buf_release(&w->image);
}

/* ---- what keeps an offer out */

static void set(json_t *object, const char *key, json_t *value)
{
    assert_int_equal(json_object_set_new(object, key, value), 0);
}

/* Months of the person on 2026-11-22, or -1. */
static int age_of(const json_t *person)
{
    const char *birth = json_string_value(json_object_get(person, "birth"));

    return birth == NULL ? -1 : 12 * (2026 - atoi(birth)) + 11 - atoi(birth + 5);
}

static void spoil_age(json_t *offer, json_t *person, bool too_young)
{
    int age = age_of(person);

    if (age < 24 || age > 1700)
        return;
    if (too_young)
        set(offer, "age_min_months", json_integer(age + 9));
    else
        set(offer, "age_max_months", json_integer(age - 9));
}

static void spoil_decision(json_t *offer, json_t *person, const char *key, const char *day)
{
    json_t *decision = json_pack("{s:s}", "code", "13.4");

    if (key != NULL)
        set(decision, key, json_string(day));
    set(offer, "orientations", json_pack("[s]", key == NULL ? "7.1" : "13.4"));
    set(person, "orientations", json_pack("[o]", decision));
}

static void spoil_place(json_t *offer, json_t *person, bool comes)
{
    set(person, "location",
        json_pack("{s:s,s:f,s:f,s:s}", "commune", "T0001", "lon", 5.0, "lat", 46.0,
                  "precision", "street"));
    set(person, "travel",
        json_pack("{s:[s],s:{s:i}}", "modes", "car", "max_minutes", "default", 20));
    set(offer, "site",
        json_pack("{s:s,s:f,s:f,s:s}", "commune", "T0003", "lon", 5.0, "lat", 46.22,
                  "precision", "street"));
    set(offer, "modalities",
        json_pack("[{s:s,s:s}]", "code",
                  comes ? "domicile_milieu_ordinaire" : "consultation", "certainty",
                  "declared"));
    set(offer, "zone", json_pack("{s:[s]}", "communes", "T0003"));
}

/* What a record says, as JSON; value NULL = nothing any more. */
struct saying {
    unsigned cause;
    bool of_person; /* else of the offer */
    const char *key, *value;
    const char *other; /* now and then in place of value; NULL = never */
};

static const struct saying spoilt[] = {
    { ORB_REASON_NOT_OPEN_YET, false, "opened_on", "\"2027-09-01\"", "\"2026-12-20\"" },
    { ORB_REASON_TEMPORARILY_CLOSED, false, "closures", "[{\"from\": \"2026-11-01\"}]",
      "[{\"from\": \"2026-11-01\", \"to\": \"2026-12-24\"}]" },
    { ORB_REASON_NOT_ACCEPTING, false, "accepts_new", "false", NULL },
    { ORB_REASON_PUBLIC, false, "publics", "[\"PHV\"]", NULL },
    { ORB_REASON_PUBLIC, true, "groups", "[\"TSA\"]", NULL },
    { ORB_REASON_ASSOCIATED, false, "excludes_associated", "true", NULL },
    { ORB_REASON_ASSOCIATED, true, "associated", "[\"epilepsie\"]", NULL },
    { ORB_REASON_MODALITY, true, "modalities_required", "[\"visio\"]", NULL },
    { ORB_REASON_LANGUAGE, false, "languages", "[\"fr\"]", NULL },
    { ORB_REASON_LANGUAGE, true, "languages", "{\"required\": [\"LSF\"]}", NULL },
    { ORB_REASON_ACCESSIBILITY, false, "accessibility", "{\"lift\": \"no\"}",
      "{\"lift\": \"limited\"}" },
    { ORB_REASON_ACCESSIBILITY, true, "accessibility", "{\"required\": [\"lift\"]}", NULL },
    { ORB_REASON_DEADLINE, true, "urgency_days", "7", NULL },
    { ORB_REASON_DEADLINE, false, "wait_days", "40", NULL },
    { ORB_REASON_DEADLINE, false, "places_available", "0", NULL },
    { ORB_CAUSE_WAIT, false, "wait_days", "250", NULL },
    { ORB_CAUSE_WAIT, false, "places_available", "0", NULL },
};

/* The change that the words of a cause tell. */
static const struct saying lifted[] = {
    { ORB_REASON_NOT_OPEN_YET, false, "opened_on", NULL, NULL },
    { ORB_REASON_TEMPORARILY_CLOSED, false, "closures", NULL, NULL },
    { ORB_REASON_NOT_ACCEPTING, false, "accepts_new", "true", NULL },
    { ORB_REASON_AGE_MIN, false, "age_min_months", "0", NULL },
    { ORB_REASON_AGE_MAX, false, "age_max_months", "1800", NULL },
    { ORB_REASON_PUBLIC, false, "publics", "[\"TOUS\"]", NULL },
    { ORB_REASON_ASSOCIATED, false, "excludes_associated", "false", NULL },
    { ORB_REASON_ORIENTATION, false, "orientations", "[]", NULL },
    { ORB_REASON_ORIENTATION_EXPIRED, false, "orientations", "[]", NULL },
    { ORB_REASON_ORIENTATION_FUTURE, false, "orientations", "[]", NULL },
    { ORB_REASON_MODALITY, true, "modalities_required", NULL, NULL },
    { ORB_REASON_LANGUAGE, true, "languages", NULL, NULL },
    { ORB_REASON_ZONE, false, "zone", "{\"national\": true}", NULL },
    { ORB_REASON_ACCESSIBILITY, true, "accessibility", NULL, NULL },
    { ORB_REASON_DEADLINE, true, "urgency_days", NULL, NULL },
    { ORB_CAUSE_WAIT, false, "wait_days", "1", NULL },
};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* How many sayings there are of the cause, each said. */
static size_t say(const struct saying *list, size_t count, unsigned cause,
                  json_t *const of[2], bool other)
{
    size_t said = 0;

    for (size_t i = 0; i < count; i++) {
        const struct saying *x = &list[i];
        const char *value = other && x->other != NULL ? x->other : x->value;

        if (x->cause != cause)
            continue;
        said++;
        if (value == NULL)
            (void)json_object_del(of[x->of_person], x->key);
        else
            set(of[x->of_person], x->key, json_loads(value, JSON_DECODE_ANY, NULL));
    }
    return said;
}

/* As that cause asks; nothing when the person is not fit for it. */
static void spoil(json_t *offer, json_t *person, unsigned cause, bool other)
{
    json_t *const of[2] = { offer, person };

    (void)say(spoilt, COUNT(spoilt), cause, of, other);
    if (cause == ORB_REASON_AGE_MIN || cause == ORB_REASON_AGE_MAX)
        spoil_age(offer, person, cause == ORB_REASON_AGE_MIN);
    if (cause == ORB_REASON_PUBLIC)
        spoil_decision(offer, person, "decided_on", "2025-01-01");
    if (cause == ORB_REASON_ORIENTATION)
        spoil_decision(offer, person, NULL, NULL);
    if (cause == ORB_REASON_ORIENTATION_EXPIRED)
        spoil_decision(offer, person, "valid_until", "2026-05-01");
    if (cause == ORB_REASON_ORIENTATION_FUTURE)
        spoil_decision(offer, person, "decided_on", "2027-01-10");
    if (cause == ORB_REASON_ZONE || cause == ORB_REASON_TRAVEL)
        spoil_place(offer, person, cause == ORB_REASON_ZONE);
}

/* ---- the changes */

static json_t *offer_named(const json_t *territory, const char *id)
{
    size_t i;
    json_t *offer;

    json_array_foreach(json_object_get(territory, "offers"), i, offer)
    {
        if (strcmp(json_string_value(json_object_get(offer, "id")), id) == 0)
            return offer;
    }
    return NULL;
}

static void lift_travel(json_t *person, const struct orb_relaxation *r)
{
    static const char *const keys[ORB_FREQUENCIES] = {
        [ORB_DAILY] = "daily",     [ORB_WEEKLY] = "weekly",
        [ORB_MONTHLY] = "monthly", [ORB_RESIDENTIAL] = "residential",
        [ORB_ONCE] = "once",
    };
    json_t *travel = json_object_get(person, "travel");

    if (json_object_get(travel, "max_minutes") == NULL)
        set(travel, "max_minutes", json_object());
    set(json_object_get(travel, "max_minutes"), keys[r->frequency], json_real(r->limit));
}

static void lift(json_t *offer, json_t *person, unsigned cause,
                 const struct orb_relaxation *r)
{
    json_t *const of[2] = { offer, person };

    if (cause == ORB_REASON_TRAVEL)
        lift_travel(person, r);
    else if (say(lifted, COUNT(lifted), cause, of, false) == 0)
        fail_msg("%s is no change to make", orb_cause_name(cause));
}

static const unsigned kinds[] = { ORB_REASON_NOT_OPEN_YET,
                                  ORB_REASON_TEMPORARILY_CLOSED,
                                  ORB_REASON_NOT_ACCEPTING,
                                  ORB_REASON_AGE_MIN,
                                  ORB_REASON_AGE_MAX,
                                  ORB_REASON_PUBLIC,
                                  ORB_REASON_ASSOCIATED,
                                  ORB_REASON_ORIENTATION,
                                  ORB_REASON_ORIENTATION_EXPIRED,
                                  ORB_REASON_ORIENTATION_FUTURE,
                                  ORB_REASON_MODALITY,
                                  ORB_REASON_LANGUAGE,
                                  ORB_REASON_ZONE,
                                  ORB_REASON_TRAVEL,
                                  ORB_REASON_ACCESSIBILITY,
                                  ORB_REASON_DEADLINE,
                                  ORB_CAUSE_WAIT };

#define KINDS COUNT(kinds)

/* Does the offer answer the need, or might it, within the wait that is accepted? */
static bool answers(const struct world *w, const struct orb_match_options *options,
                    const char *id, uint32_t need)
{
    assert_int_equal(orb_matcher_stand(w->matcher, w->case_->person, options, NULL),
                     ORB_OK);
    for (uint32_t o = 0; o < w->catalogue.offer_count; o++) {
        const struct orb_cat_offer *offer = &w->catalogue.offers[o];
        struct orb_evaluation e;

        if (strcmp(orb_cat_string(&w->catalogue, offer->id), id) != 0)
            continue;
        assert_int_equal(orb_matcher_evaluate(w->matcher, o, &e, NULL), ORB_OK);
        for (uint32_t i = 0; i < e.need_count; i++)
            if (e.needs[i].need == need)
                return e.verdicts[e.needs[i].frequency].class_ <= ORB_TO_VERIFY &&
                       !(offer->wait_days > 180 && !(offer->places_available >= 1));
    }
    return false;
}

/* What is asked, as documents. */
struct question {
    json_t *person, *territory;
    struct orb_match_options options;
    uint32_t *seen; /* by cause */
};

static void make_change(const struct question *q, const struct world *before,
                        const struct orb_relaxation *r, uint32_t need)
{
    const char *id =
        orb_cat_string(&before->catalogue, before->catalogue.offers[r->offer].id);
    json_t *person = json_deep_copy(q->person);
    json_t *territory = json_deep_copy(q->territory);
    struct world after;

    for (unsigned cause = 0; cause < ORB_CAUSES; cause++)
        if ((r->causes & BIT(cause)) != 0) {
            lift(offer_named(territory, id), person, cause, r);
            q->seen[cause]++;
        }
    assert_false(answers(before, &q->options, id, need));
    open_world(&after, person, territory);
    if (!answers(&after, &q->options, id, need))
        fail_msg("need %u: causes %llx, offer '%s'", need, (unsigned long long)r->causes,
                 id);
    close_world(&after);
    json_decref(person);
    json_decref(territory);
}

static void try_changes(const struct question *q)
{
    struct world w;
    struct orb_triage_person out;
    struct orb_error err = { 0 };

    open_world(&w, q->person, q->territory);
    if (orb_triage_person(w.triage,
                          &(struct orb_triage_question){ w.case_, &q->options, &w.arena },
                          &out, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    for (uint32_t i = 0; i < out.need_count; i++)
        for (uint32_t k = 0; k < out.needs[i].relaxation_count; k++)
            make_change(q, &w, &out.needs[i].relaxations[k], i);
    close_world(&w);
}

/* An offer that would answer, spoilt in one way or two, among some others. */
static void each_kind_of_change_lets_its_offer_in(void **state)
{
    uint32_t seen[ORB_CAUSES] = { 0 };
    struct made m;

    (void)state;
    made_init(&m, made_seed());
    for (unsigned n = 0; n < PERSONS; n++) {
        unsigned cause = kinds[n % KINDS];
        struct question q = { .person = made_person(&m), .seen = seen };
        json_t *offer = made_offer_at_hand(&m, q.person, "spoilt");

        if (cause == ORB_REASON_DEADLINE)
            q.options.policy = "urgency";
        spoil(offer, q.person, cause, made_chance(&m, 50));
        if (made_chance(&m, 30))
            spoil(offer, q.person, kinds[made_below(&m, KINDS)], made_chance(&m, 50));
        q.territory = made_catalogue(&m, q.person, made_below(&m, 3));
        json_array_append_new(json_object_get(q.territory, "offers"), offer);
        try_changes(&q);
        json_decref(q.person);
        json_decref(q.territory);
    }
    made_release(&m);
    for (size_t i = 0; i < KINDS; i++)
        print_message("# %s: %u\n", orb_cause_name(kinds[i]), seen[kinds[i]]);
    for (size_t i = 0; i < KINDS; i++)
        assert_true(seen[kinds[i]] >= LEAST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_change_lets_its_offer_in),
    };

    return cmocka_run_group_tests(tests, native_setup, native_teardown);
}
