/* Isolation, urgency, order of work and next steps of triage, against a plain reading of
 * the rules on the document of each person and on every offer, for persons made at random.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/json.h"
#include "engine/cohort/triage.h"
#include "engine/match/standing.h"
#include "tests/property/made_case.h"
#include "tests/property/made_territory.h"

#define PERSONS   1000
#define OFFERS    600
#define TODAY     "2026-11-22"
#define LAST_YEAR "2025-11-22"

/* A person, as made, read and sorted. */
struct one {
    json_t *document;
    struct orb_case *case_;
    struct orb_triage_person told;
};

static struct {
    struct orb_buf image;
    struct orb_catalogue catalogue;
    struct orb_profile *profile;
    struct orb_matcher *matcher;
    struct orb_triage *triage;
    struct orb_arena arena;
    struct one people[PERSONS];
} t;

static const struct orb_match_options options;

static void add_person(struct made *m, int number)
{
    struct one *one = &t.people[number];
    struct orb_json *value = NULL;
    struct orb_error err = { 0 };
    struct orb_triage_question q = { NULL, &options, &t.arena };
    char *text;

    one->document = made_case(m, &t.catalogue, number);
    text = json_dumps(one->document, JSON_REAL_PRECISION(17));
    assert_int_equal(orb_json_parse(&value, text, strlen(text), &err), ORB_OK);
    if (orb_case_parse(&one->case_, value, t.profile, NULL, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    q.case_ = one->case_;
    assert_int_equal(orb_triage_person(t.triage, &q, &one->told, &err), ORB_OK);
    orb_json_free(value);
    free(text);
}

static int open_territory(void **state)
{
    struct made m;

    (void)state;
    made_territory(&t.image, &t.catalogue, 7, OFFERS);
    assert_int_equal(orb_profile_new(&t.profile, NULL, NULL), ORB_OK);
    t.matcher = orb_matcher_new(&t.catalogue, t.profile);
    assert_non_null(t.matcher);
    t.triage = orb_triage_new(t.matcher, &t.catalogue, t.profile);
    assert_non_null(t.triage);
    made_init(&m, made_seed() + 3);
    for (int i = 0; i < PERSONS; i++)
        add_person(&m, i);
    made_release(&m);
    return 0;
}

static int close_territory(void **state)
{
    (void)state;
    for (int i = 0; i < PERSONS; i++) {
        orb_case_free(t.people[i].case_);
        json_decref(t.people[i].document);
    }
    orb_triage_free(t.triage);
    orb_matcher_free(t.matcher);
    orb_profile_free(t.profile);
    orb_arena_release(&t.arena);
    orb_buf_release(&t.image);
    return 0;
}

/* ---- every offer, one by one */

/* What the offers say of one need of a person. */
struct reading {
    bool eligible, within, perhaps;
    uint32_t nearest; /* to verify */
    int64_t minutes;
};

static bool waits(const struct orb_cat_offer *o)
{
    return o->wait_days > 180 && !(o->places_available >= 1);
}

static bool says_no(const struct orb_verdict *v, unsigned code)
{
    for (size_t k = 0; k < v->reason_count; k++)
        if (v->reasons[k].outcome == ORB_RULE_NO && v->reasons[k].code == code)
            return true;
    return false;
}

static void read_verdict(const struct orb_verdict *v, uint32_t offer, struct reading *r)
{
    const struct orb_cat_offer *o = &t.catalogue.offers[offer];
    int64_t minutes = isnan(v->place.minutes) ? ORB_KEY_UNKNOWN : orb_key(v->place.minutes);

    if (says_no(v, ORB_REASON_DUPLICATE) || says_no(v, ORB_REASON_INSTITUTION) ||
        says_no(v, ORB_REASON_CARERS_ONLY))
        return;
    r->within = r->within || v->place.outcome == ORB_RULE_YES;
    r->perhaps = r->perhaps || v->place.outcome == ORB_RULE_UNKNOWN;
    if (waits(o))
        return;
    r->eligible = r->eligible || v->class_ == ORB_ELIGIBLE;
    if (v->class_ != ORB_TO_VERIFY)
        return;
    if (r->nearest != ORB_CAT_NONE &&
        (minutes > r->minutes ||
         (minutes == r->minutes && o->id_rank > t.catalogue.offers[r->nearest].id_rank)))
        return;
    r->nearest = offer;
    r->minutes = minutes;
}

static struct reading read_need(const struct orb_person *person, uint32_t need)
{
    struct reading r = { .nearest = ORB_CAT_NONE };

    assert_int_equal(orb_matcher_stand(t.matcher, person, &options, NULL), ORB_OK);
    for (uint32_t o = 0; o < t.catalogue.offer_count; o++) {
        struct orb_evaluation e;

        assert_int_equal(orb_matcher_evaluate(t.matcher, o, &e, NULL), ORB_OK);
        for (uint32_t i = 0; i < e.need_count; i++)
            if (e.needs[i].need == need)
                read_verdict(&e.verdicts[e.needs[i].frequency], o, &r);
    }
    return r;
}

/* ---- isolation */

static enum orb_tristate unless_known(const json_t *document, const char *key)
{
    const json_t *value = json_object_get(document, key);

    return value == NULL ? ORB_UNKNOWN : json_is_true(value) ? ORB_NO : ORB_YES;
}

static enum orb_tristate no_car(const json_t *situation)
{
    const json_t *modes = json_object_get(json_object_get(situation, "travel"), "modes");
    const json_t *mode;
    size_t i;

    json_array_foreach(modes, i, mode)
    {
        if (strcmp(json_string_value(mode), "car") == 0 ||
            strcmp(json_string_value(mode), "adapted_vehicle") == 0)
            return ORB_NO;
    }
    return json_array_size(modes) > 0 ? ORB_YES : ORB_UNKNOWN;
}

/* Of attempts of one day, the last told; one of unknown day is the oldest. */
static enum orb_tristate broken(const json_t *document, const json_t *situation)
{
    const json_t *attempts = json_object_get(situation, "attempts");
    const char *contact = made_word(document, "last_contact");
    const char *newest = "";
    const char *outcome = "";
    const json_t *attempt;
    size_t i;

    json_array_foreach(attempts, i, attempt)
    {
        const char *date =
            made_word(attempt, "date") == NULL ? "" : made_word(attempt, "date");

        if (strcmp(date, newest) < 0)
            continue;
        newest = date;
        outcome = made_word(attempt, "outcome");
    }
    if (strcmp(outcome, "refused") == 0 || strcmp(outcome, "abandoned") == 0)
        return ORB_YES;
    if (contact == NULL)
        return ORB_UNKNOWN;
    if (strcmp(contact, LAST_YEAR) < 0)
        return ORB_YES;
    return attempts != NULL ? ORB_NO : ORB_UNKNOWN;
}

static uint32_t main_need(const struct orb_person *p)
{
    uint32_t main = 0;

    for (uint32_t i = 1; i < p->need_count; i++)
        if (p->needs[i].priority > p->needs[main].priority)
            main = i;
    return main;
}

static void check_isolation(const struct one *one)
{
    const json_t *situation = json_object_get(one->document, "situation");
    const struct orb_isolation *told = &one->told.isolation;
    struct reading r = read_need(one->case_->person, main_need(one->case_->person));
    enum orb_tristate expected[ORB_ISOLATION_FACTORS];
    int sure = 0;
    int perhaps = 0;

    expected[ORB_ISOLATION_SERVICE] = made_has_helper(situation, "service") ? ORB_NO
                                      : json_object_get(situation, "supports") != NULL
                                          ? ORB_YES
                                          : ORB_UNKNOWN;
    expected[ORB_ISOLATION_RELATIVE] = made_has_helper(situation, "relative")
                                           ? ORB_NO
                                           : unless_known(one->document, "relative_named");
    expected[ORB_ISOLATION_CAR] = no_car(situation);
    expected[ORB_ISOLATION_TIME] = r.within ? ORB_NO : r.perhaps ? ORB_UNKNOWN : ORB_YES;
    expected[ORB_ISOLATION_MDPH] =
        json_array_size(json_object_get(situation, "orientations")) > 0
            ? ORB_NO
            : unless_known(one->document, "mdph_file");
    expected[ORB_ISOLATION_BREAK] = broken(one->document, situation);
    for (int i = 0; i < ORB_ISOLATION_FACTORS; i++) {
        if (told->factors[i] != expected[i])
            fail_msg("%s: %s is %d, not %d", one->case_->person->id, orb_isolation_names[i],
                     told->factors[i], expected[i]);
        sure += expected[i] == ORB_YES;
        perhaps += expected[i] == ORB_UNKNOWN;
    }
    assert_int_equal(told->low, sure);
    assert_int_equal(told->high, sure + perhaps);
    assert_int_equal(told->isolated, sure >= 3);
}

static void isolation_is_that_of_a_plain_reading(void **state)
{
    size_t seen[ORB_ISOLATION_FACTORS][3] = { { 0 } };

    (void)state;
    for (int i = 0; i < PERSONS; i++) {
        check_isolation(&t.people[i]);
        for (int k = 0; k < ORB_ISOLATION_FACTORS; k++)
            seen[k][t.people[i].told.isolation.factors[k]]++;
    }
    for (int k = 0; k < ORB_ISOLATION_FACTORS; k++)
        assert_true(seen[k][ORB_YES] > 0 && seen[k][ORB_NO] > 0);
}

/* ---- urgency and order */

static int64_t day_of(const char *text)
{
    return orb_date_make((int)strtol(text, NULL, 10), (int)strtol(text + 5, NULL, 10),
                         (int)strtol(text + 8, NULL, 10));
}

/* Since the first decision that holds; a day after today is none. */
static int64_t days_waited(const json_t *document)
{
    const json_t *decisions =
        json_object_get(json_object_get(document, "situation"), "orientations");
    const char *first = made_word(document, "first_decision");
    const json_t *decision;
    size_t i;

    json_array_foreach(decisions, i, decision)
    {
        const char *from = made_word(decision, "decided_on");
        const char *until = made_word(decision, "valid_until");

        if (from == NULL || strcmp(from, TODAY) > 0 ||
            (until != NULL && strcmp(until, TODAY) < 0))
            continue;
        if (first == NULL || strcmp(from, first) < 0)
            first = from;
    }
    return first == NULL || strcmp(first, TODAY) > 0 ? -1 : day_of(TODAY) - day_of(first);
}

/* The terms of METHODS 5.2, each the smaller the more urgent. */
enum { TERMS = 6 };

static void terms_of(const struct one *one, int64_t *terms)
{
    const json_t *urgency =
        json_object_get(json_object_get(one->document, "situation"), "urgency_days");
    json_int_t days = urgency == NULL ? 1000 : json_integer_value(urgency);
    int64_t worst = 0;

    memset(terms, 0, TERMS * sizeof *terms);
    terms[0] = days <= 7 ? 0 : days <= 30 ? 1 : days <= 90 ? 2 : 3;
    terms[1] = one->told.isolation.isolated ? 0 : 1;
    for (uint32_t i = 0; i < one->told.need_count; i++) {
        int64_t state = one->told.needs[i].state;
        int64_t priority = one->case_->person->needs[i].priority;

        worst = state * 10 + priority > worst ? state * 10 + priority : worst;
        terms[4] -= state * priority;
    }
    terms[2] = -(worst / 10);
    terms[3] = -(worst % 10);
    terms[5] = -days_waited(one->document);
}

static int in_order(const void *x, const void *y)
{
    const struct one *a = x;
    const struct one *b = y;
    int64_t mine[TERMS];
    int64_t other[TERMS];

    terms_of(a, mine);
    terms_of(b, other);
    for (int i = 0; i < TERMS; i++)
        if (mine[i] != other[i])
            return mine[i] < other[i] ? -1 : 1;
    return strcmp(a->case_->person->id, b->case_->person->id);
}

static void the_order_of_work_is_that_of_a_plain_reading(void **state)
{
    size_t deadlines[4] = { 0 };

    (void)state;
    qsort(t.people, PERSONS, sizeof t.people[0], in_order);
    for (int i = 0; i < PERSONS; i++) {
        const struct orb_urgency *u = &t.people[i].told.urgency;
        int64_t terms[TERMS];

        terms_of(&t.people[i], terms);
        assert_int_equal(u->deadline_class, terms[0]);
        assert_int_equal(u->state, -terms[2]);
        assert_int_equal(u->priority, -terms[3]);
        assert_int_equal(u->weight, -terms[4]);
        assert_int_equal(u->waiting, -terms[5]);
        deadlines[terms[0]]++;
        if (i > 0)
            assert_true(orb_triage_compare(&t.people[i - 1].told, &t.people[i].told) < 0);
    }
    for (int i = 0; i < 4; i++)
        assert_true(deadlines[i] > 10);
}

/* ---- what no longer suits, and the next step */

/* A service that no longer suits a need that it covers, among them all. */
static bool is_met_by_default(const struct one *one, uint32_t need)
{
    static const unsigned lost[] = { ORB_REASON_AGE_MAX, ORB_REASON_ORIENTATION_EXPIRED,
                                     ORB_REASON_TRAVEL, ORB_REASON_ZONE,
                                     ORB_REASON_CLOSED };
    const struct orb_person *p = one->case_->person;
    bool any = false;

    assert_int_equal(orb_matcher_stand(t.matcher, p, &options, NULL), ORB_OK);
    for (uint32_t i = 0; i < p->support_count; i++) {
        const struct orb_support *s = &p->supports[i];
        const struct orb_verdict *v;
        struct orb_evaluation e;
        bool suits = true;

        if (s->by_relative || !orb_code_list_has(&s->needs, p->needs[need].code))
            continue;
        if (s->offer == NULL)
            return false;
        assert_int_equal(orb_matcher_evaluate(t.matcher,
                                              orb_cat_offer_find(&t.catalogue, s->offer),
                                              &e, NULL),
                         ORB_OK);
        v = e.verdict;
        for (uint32_t k = 0; k < e.need_count; k++)
            if (e.needs[k].need == need)
                v = &e.verdicts[e.needs[k].frequency];
        for (size_t k = 0; k < sizeof lost / sizeof lost[0]; k++)
            suits = suits && !says_no(v, lost[k]);
        if (suits)
            return false;
        any = true;
    }
    return any;
}

static uint32_t worst_need(const struct one *one)
{
    const struct orb_person *p = one->case_->person;
    uint32_t worst = 0;

    for (uint32_t i = 1; i < p->need_count; i++) {
        int mine = (int)one->told.needs[i].state * 10 + p->needs[i].priority;

        if (mine > (int)one->told.needs[worst].state * 10 + p->needs[worst].priority)
            worst = i;
    }
    if (one->told.needs[worst].state >= ORB_NEED_TO_VERIFY)
        return worst;
    for (uint32_t i = 0; i < p->need_count; i++)
        if (is_met_by_default(one, i))
            return i;
    return worst;
}

static enum orb_next next_of(const struct one *one, uint32_t need)
{
    const struct orb_triage_need *n = &one->told.needs[need];

    if (n->state >= ORB_NEED_NEAR)
        return n->relaxation_count > 0 ? ORB_NEXT_LEVER : ORB_NEXT_COORDINATION;
    if (n->state == ORB_NEED_TO_VERIFY)
        return ORB_NEXT_VERIFY;
    if (is_met_by_default(one, need))
        return ORB_NEXT_REPLACE;
    if (n->state == ORB_NEED_FRAGILE)
        return ORB_NEXT_SECURE;
    return one->told.isolation.isolated ? ORB_NEXT_COORDINATION : ORB_NEXT_NONE;
}

static void check_next(const struct one *one)
{
    const struct orb_next_step *step = &one->told.next;
    uint32_t need = worst_need(one);
    const struct orb_triage_need *n = &one->told.needs[need];

    assert_int_equal(step->need, need);
    assert_int_equal(step->kind, next_of(one, need));
    if (step->kind == ORB_NEXT_VERIFY)
        assert_int_equal(step->offer, read_need(one->case_->person, need).nearest);
    if (step->kind == ORB_NEXT_LEVER) {
        for (uint32_t k = 1; k < n->relaxation_count; k++)
            assert_true(n->relaxations[0].slack <= n->relaxations[k].slack);
        assert_int_equal(step->offer, n->relaxations[0].offer);
        assert_true((n->relaxations[0].causes >> step->cause & 1) != 0);
    }
    if (step->kind == ORB_NEXT_SECURE)
        assert_true((n->fragile >> step->fragility & 1) != 0);
}

static void the_next_step_is_that_of_a_plain_reading(void **state)
{
    size_t kinds[ORB_NEXTS] = { 0 };

    (void)state;
    for (int i = 0; i < PERSONS; i++) {
        const struct one *one = &t.people[i];

        for (uint32_t k = 0; k < one->told.need_count; k++)
            assert_int_equal(one->told.needs[k].by_default, is_met_by_default(one, k));
        check_next(one);
        kinds[one->told.next.kind]++;
    }
    for (int i = ORB_NEXT_VERIFY; i < ORB_NEXTS; i++) {
        print_message("# %s %zu\n", orb_next_names[i], kinds[i]);
        assert_true(kinds[i] > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(isolation_is_that_of_a_plain_reading),
        cmocka_unit_test(the_order_of_work_is_that_of_a_plain_reading),
        cmocka_unit_test(the_next_step_is_that_of_a_plain_reading),
    };

    return cmocka_run_group_tests(tests, open_territory, close_territory);
}
