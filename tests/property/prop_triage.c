/* Triage against a plain and slow reading of its rules: every offer judged one by one, for
 * persons made at random; and each change it suggests, made, lets an offer in. */
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
#include "tests/property/made_territory.h"

#define PERSONS 1000
#define LIFTED  6000 /* persons, of whom few lack an offer that a change would let in */
#define OFFERS  1000

struct territory {
    struct orb_buf image;
    struct orb_catalogue catalogue;
    struct orb_profile *profile;
    struct orb_matcher *matcher;
    struct orb_triage *triage;
    struct orb_arena arena;
};

static const struct orb_match_options options;

static int open_territory(void **state)
{
    static struct territory t;

    made_territory(&t.image, &t.catalogue, 7, OFFERS);
    assert_int_equal(orb_profile_new(&t.profile, NULL, NULL), ORB_OK);
    t.matcher = orb_matcher_new(&t.catalogue, t.profile);
    assert_non_null(t.matcher);
    t.triage = orb_triage_new(t.matcher, &t.catalogue, t.profile);
    assert_non_null(t.triage);
    *state = &t;
    return 0;
}

static int close_territory(void **state)
{
    struct territory *t = *state;

    orb_triage_free(t->triage);
    orb_matcher_free(t->matcher);
    orb_profile_free(t->profile);
    orb_arena_release(&t->arena);
    orb_buf_release(&t->image);
    return 0;
}

static const char *id_of(const struct territory *t, uint32_t offer)
{
    return orb_cat_string(&t->catalogue, t->catalogue.offers[offer].id);
}

/* Somebody at random, near some offer, whom some services may support. */
static struct orb_case *case_of(const struct territory *t, struct made *m)
{
    const struct orb_catalogue *c = &t->catalogue;
    const struct orb_cat_offer *offer = &c->offers[made_below(m, c->info->grid.located)];
    json_t *document = made_person(m);
    struct orb_json *value = NULL;
    struct orb_case *out = NULL;
    struct orb_error err = { 0 };
    char *text;

    if (made_chance(m, 85))
        json_object_set_new(document, "location",
                            json_pack("{s:f,s:f,s:s}", "lon", offer->lon, "lat", offer->lat,
                                      "commune", orb_cat_string(c, offer->commune_code)));
    if (made_chance(m, 40))
        json_object_set_new(
            document, "supports",
            json_pack("[{s:s,s:s,s:[o]}]", "offer", id_of(t, made_below(m, c->offer_count)),
                      "by", made_chance(m, 70) ? "service" : "relative", "needs",
                      json_incref(json_object_get(
                          json_array_get(json_object_get(document, "needs"), 0), "code"))));
    text = json_dumps(document, JSON_REAL_PRECISION(17));
    assert_int_equal(orb_json_parse(&value, text, strlen(text), &err), ORB_OK);
    if (orb_case_parse(&out, value, t->profile, NULL, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    orb_json_free(value);
    free(text);
    json_decref(document);
    return out;
}

/* ---- the plain reading */

/* What the rules say of a need, counted offer by offer. */
struct reading {
    uint32_t eligible, to_verify, near;
    uint32_t organizations[OFFERS], organization_count;
    bool solid; /* an eligible offer that nothing touches */
    unsigned touched;
    uint32_t covering, blocked[ORB_CAUSES], alone[ORB_CAUSES];
};

static bool waits(const struct orb_cat_offer *o, double days)
{
    return o->wait_days > days && !(o->places_available >= 1);
}

static void count_organization(struct reading *r, uint32_t organization)
{
    for (uint32_t i = 0; i < r->organization_count; i++)
        if (r->organizations[i] == organization && organization != ORB_CAT_NONE)
            return;
    r->organizations[r->organization_count++] = organization;
}

static bool is_valid(const struct orb_orientation *o, orb_date day)
{
    return (o->decided_on == ORB_DATE_NONE || o->decided_on <= day) &&
           (o->valid_until == ORB_DATE_NONE || o->valid_until >= day);
}

/* Would the person still be taken at a later day, as far as age goes, or the decisions of
 * today? Asked of the matcher itself, at that day. */
static bool holds_at(const struct territory *t, const struct orb_person *person,
                     uint32_t offer, int months, unsigned rule)
{
    struct orb_orientation decisions[64];
    struct orb_person later = *person;
    struct orb_standing standing;

    later.orientations = decisions;
    later.orientation_count = 0;
    for (uint32_t i = 0; i < person->orientation_count && i < 64; i++)
        if (is_valid(&person->orientations[i], person->reference_date))
            decisions[later.orientation_count++] = person->orientations[i];
    later.reference_date = orb_date_add_months(person->reference_date, months);
    if (rule == ORB_RULE_ORIENTATION)
        later.reference_date++; /* what ends that day ends within these months */
    if (later.birth_year == 0 && later.age_years >= 0)
        later.age_years += months / 12;
    assert_int_equal(orb_matcher_stand(t->matcher, &later, &options, NULL), ORB_OK);
    assert_int_equal(orb_matcher_standing(t->matcher, offer, 1U << rule, &standing, NULL),
                     ORB_OK);
    assert_int_equal(orb_matcher_stand(t->matcher, person, &options, NULL), ORB_OK);
    return (standing.failed >> rule & 1) == 0 && (standing.unknown >> rule & 1) == 0;
}

static void read_eligible(const struct territory *t, const struct orb_person *person,
                          uint32_t offer, struct reading *r)
{
    const struct orb_cat_offer *o = &t->catalogue.offers[offer];
    unsigned touched = 0;

    r->eligible++;
    count_organization(r, o->organization);
    if (waits(o, 90))
        touched |= 1U << ORB_FRAGILE_WAIT;
    if (o->closed_on != ORB_DATE_NONE &&
        o->closed_on <= orb_date_add_months(person->reference_date, 6))
        touched |= 1U << ORB_FRAGILE_CLOSING;
    if (!holds_at(t, person, offer, 12, ORB_RULE_AGE))
        touched |= 1U << ORB_FRAGILE_AGE;
    if (!holds_at(t, person, offer, 6, ORB_RULE_ORIENTATION))
        touched |= 1U << ORB_FRAGILE_ORIENTATION;
    r->touched |= touched;
    r->solid = r->solid || touched == 0;
}

/* What says no, and how often alone; offers of nobody are not counted. */
static void read_causes(const struct orb_verdict *v, bool too_long, struct reading *r)
{
    bool seen[ORB_CAUSES] = { false };
    int causes = 0;

    for (size_t k = 0; k < v->reason_count; k++)
        if (v->reasons[k].outcome == ORB_RULE_NO)
            seen[v->reasons[k].code] = true;
    if (seen[ORB_REASON_DUPLICATE] || seen[ORB_REASON_INSTITUTION] ||
        seen[ORB_REASON_CARERS_ONLY])
        return;
    seen[ORB_CAUSE_WAIT] = too_long;
    for (int k = 0; k < ORB_CAUSES; k++)
        causes += seen[k];
    for (int k = 0; k < ORB_CAUSES; k++) {
        r->blocked[k] += seen[k];
        r->alone[k] += seen[k] && causes == 1;
    }
    r->covering++;
}

static void read_offer(const struct territory *t, const struct orb_person *person,
                       uint32_t offer, struct reading *readings)
{
    bool too_long = waits(&t->catalogue.offers[offer], 180);
    struct orb_evaluation e;
    uint8_t classes[ORB_PERSON_MAX_NEEDS];
    uint32_t needs[ORB_PERSON_MAX_NEEDS];
    uint32_t count;

    assert_int_equal(orb_matcher_evaluate(t->matcher, offer, &e, NULL), ORB_OK);
    count = e.need_count;
    for (uint32_t i = 0; i < count; i++) {
        const struct orb_verdict *v = &e.verdicts[e.needs[i].frequency];

        read_causes(v, too_long, &readings[e.needs[i].need]);
        classes[i] = (uint8_t)v->class_;
        needs[i] = e.needs[i].need;
    }
    /* Ends are asked of the matcher, which forgets the evaluation. */
    for (uint32_t i = 0; i < count; i++) {
        struct reading *r = &readings[needs[i]];

        if (classes[i] == ORB_NEAR_MISS || (classes[i] <= ORB_TO_VERIFY && too_long))
            r->near++;
        else if (classes[i] == ORB_TO_VERIFY)
            r->to_verify++;
        else if (classes[i] == ORB_ELIGIBLE)
            read_eligible(t, person, offer, r);
    }
}

static enum orb_need_state state_of(const struct reading *r, unsigned fragile)
{
    if (r->eligible > 0)
        return fragile == 0 ? ORB_NEED_COVERED : ORB_NEED_FRAGILE;
    if (r->to_verify > 0)
        return ORB_NEED_TO_VERIFY;
    return r->near > 0 ? ORB_NEED_NEAR : ORB_NEED_EMPTY;
}

static void check_causes(const struct orb_triage_need *need, const struct reading *r)
{
    uint32_t told[ORB_CAUSES][2] = { { 0 } };

    assert_int_equal(need->covering, r->covering);
    for (uint32_t i = 0; i < need->cause_count; i++) {
        told[need->causes[i].cause][0] = need->causes[i].blocked;
        told[need->causes[i].cause][1] = need->causes[i].alone;
    }
    for (int k = 0; k < ORB_CAUSE_ABSENT; k++) {
        assert_int_equal(told[k][0], r->blocked[k]);
        assert_int_equal(told[k][1], r->alone[k]);
    }
}

static void check_need(const struct territory *t, const struct orb_case *case_,
                       const struct orb_triage_need *need, const struct reading *r,
                       const char *code)
{
    const struct orb_person *p = case_->person;
    unsigned fragile = r->solid ? 0 : r->touched;
    bool service = false;
    bool relative = false;

    (void)t;
    for (uint32_t i = 0; i < p->support_count; i++)
        if (orb_code_list_has(&p->supports[i].needs, code)) {
            relative = relative || p->supports[i].by_relative;
            service = service || !p->supports[i].by_relative;
        }
    fragile |= r->organization_count == 1 ? 1U << ORB_FRAGILE_ORGANIZATION : 0;
    fragile |= relative && !service ? 1U << ORB_FRAGILE_RELATIVES : 0;
    fragile |=
        p->urgency_days >= 0 && p->urgency_days <= 90 ? 1U << ORB_FRAGILE_DEADLINE : 0;
    assert_int_equal(need->state, state_of(r, fragile));
    if (need->state == ORB_NEED_FRAGILE)
        assert_int_equal(need->fragile, fragile);
    if (need->state >= ORB_NEED_TO_VERIFY)
        check_causes(need, r);
}

static void check_level(const struct orb_case *case_, const struct orb_triage_person *out)
{
    const struct orb_person *p = case_->person;
    bool total = true;
    bool partial = false;
    bool by_default = false;
    bool risk = false;

    for (uint32_t i = 0; i < p->need_count; i++) {
        const struct orb_triage_need *n = &out->needs[i];

        total = total && n->state >= ORB_NEED_NEAR;
        partial = partial || (n->state >= ORB_NEED_NEAR && p->needs[i].priority >= 2);
        by_default = by_default || n->state >= ORB_NEED_TO_VERIFY || n->by_default;
        risk = risk || n->state == ORB_NEED_FRAGILE;
    }
    for (uint32_t i = 0; i < p->support_count; i++)
        total = total && p->supports[i].by_relative;
    if (total)
        assert_int_equal(out->level, ORB_LEVEL_TOTAL);
    else if (partial)
        assert_int_equal(out->level, ORB_LEVEL_PARTIAL);
    else if (by_default)
        assert_int_equal(out->level, ORB_LEVEL_DEFAULT);
    else
        assert_int_equal(out->level, risk ? ORB_LEVEL_AT_RISK : ORB_LEVEL_COVERED);
}

static void triage(struct territory *t, struct orb_case *case_,
                   struct orb_triage_person *out)
{
    const struct orb_triage_question q = { case_, &options, &t->arena };
    struct orb_error err = { 0 };

    if (orb_triage_person(t->triage, &q, out, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
}

static void states_levels_and_causes_are_those_of_a_plain_reading(void **state)
{
    struct territory *t = *state;
    uint32_t levels[ORB_LEVELS] = { 0 };
    struct made m;

    made_init(&m, made_seed());
    for (int n = 0; n < PERSONS; n++) {
        static struct reading readings[ORB_PERSON_MAX_NEEDS];
        struct orb_case *case_ = case_of(t, &m);
        struct orb_triage_person out;

        triage(t, case_, &out);
        memset(readings, 0, sizeof readings);
        for (uint32_t o = 0; o < t->catalogue.offer_count; o++)
            read_offer(t, case_->person, o, readings);
        for (uint32_t i = 0; i < out.need_count; i++)
            check_need(t, case_, &out.needs[i], &readings[i], case_->person->needs[i].code);
        check_level(case_, &out);
        levels[out.level]++;
        orb_arena_clear(&t->arena);
        orb_case_free(case_);
    }
    made_release(&m);
    for (int i = 0; i < ORB_LEVELS - 1; i++)
        assert_true(levels[i] > 0);
}

/* ---- what is suggested works */

#define BIT(code) (UINT64_C(1) << (code))
#define BY_DECISION                                                                        \
    (BIT(ORB_REASON_AGE_MIN) | BIT(ORB_REASON_AGE_MAX) | BIT(ORB_REASON_PUBLIC) |          \
     BIT(ORB_REASON_ASSOCIATED) | BIT(ORB_REASON_ORIENTATION) |                            \
     BIT(ORB_REASON_ORIENTATION_EXPIRED) | BIT(ORB_REASON_ORIENTATION_FUTURE))
#define BY_PERSON                                                                          \
    (BY_DECISION | BIT(ORB_REASON_TRAVEL) | BIT(ORB_REASON_LANGUAGE) |                     \
     BIT(ORB_REASON_MODALITY) | BIT(ORB_REASON_ACCESSIBILITY) | BIT(ORB_REASON_ZONE))

/* Which offers answer a need, or might. */
static void find_answering(const struct territory *t, const struct orb_person *person,
                           uint32_t need, bool *answers)
{
    assert_int_equal(orb_matcher_stand(t->matcher, person, &options, NULL), ORB_OK);
    for (uint32_t o = 0; o < t->catalogue.offer_count; o++) {
        struct orb_evaluation e;

        assert_int_equal(orb_matcher_evaluate(t->matcher, o, &e, NULL), ORB_OK);
        answers[o] = false;
        for (uint32_t i = 0; i < e.need_count; i++)
            if (e.needs[i].need == need)
                answers[o] = e.verdicts[e.needs[i].frequency].class_ <= ORB_TO_VERIFY &&
                             !waits(&t->catalogue.offers[o], 180);
    }
}

/* How many answer once changed that did not before. A decision tells the person's
 * decisions, which may settle to no what they left to verify elsewhere: those are not the
 * point. */
static uint32_t gains(const struct territory *t, const struct orb_person *before,
                      const struct orb_person *after, uint32_t need)
{
    static bool answers[2][OFFERS];
    uint32_t count = 0;

    find_answering(t, before, need, answers[0]);
    find_answering(t, after, need, answers[1]);
    for (uint32_t o = 0; o < t->catalogue.offer_count; o++)
        count += answers[1][o] && !answers[0][o];
    return count;
}

/* The person once the change is made: a decision that names the offer, a longer journey, a
 * requirement given up. */
static void apply(const struct territory *t, const struct orb_relaxation *r,
                  struct orb_person *person, struct orb_orientation *decisions,
                  const char **named)
{
    if ((r->causes & BY_DECISION) != 0) {
        *named = id_of(t, r->offer);
        if (person->orientation_count > 0)
            memcpy(decisions, person->orientations,
                   person->orientation_count * sizeof *decisions);
        decisions[person->orientation_count] =
            (struct orb_orientation){ .code = "0",
                                      .decided_on = ORB_DATE_NONE,
                                      .valid_until = ORB_DATE_NONE,
                                      .named_offers = { named, 1, true } };
        person->orientations = decisions;
        person->orientation_count++;
        person->orientations_known = true;
    }
    if ((r->causes & BIT(ORB_REASON_TRAVEL)) != 0)
        person->max_minutes[r->frequency] = r->limit;
    if ((r->causes & BIT(ORB_REASON_LANGUAGE)) != 0)
        person->languages_required.count = 0;
    if ((r->causes & BIT(ORB_REASON_MODALITY)) != 0)
        person->modalities_required.count = 0;
    if ((r->causes & BIT(ORB_REASON_ACCESSIBILITY)) != 0)
        person->accessibility_required.count = 0;
}

/* An area that is made wider takes the person as if they lived where they do, in a commune
 * that it holds. */
static bool gains_by_area(const struct territory *t, const struct orb_person *before,
                          struct orb_person *after, uint32_t need)
{
    for (uint32_t i = 0; i < t->catalogue.commune_count; i++) {
        after->commune = orb_cat_string(&t->catalogue, t->catalogue.communes[i].code);
        if (gains(t, before, after, need) > 0)
            return true;
    }
    return false;
}

/* How many causes were lifted together; 0 when the change is not the person's to make. */
static int try_change(const struct territory *t, const struct orb_case *case_,
                      const struct orb_relaxation *r, uint32_t need)
{
    struct orb_person changed = *case_->person;
    struct orb_orientation decisions[64];
    const char *named;
    bool area = (r->causes & BIT(ORB_REASON_ZONE)) != 0;
    int size = 0;

    if ((r->causes & ~BY_PERSON) != 0 || changed.orientation_count >= 63)
        return 0;
    for (uint64_t rest = r->causes; rest != 0; rest &= rest - 1)
        size++;
    apply(t, r, &changed, decisions, &named);
    if (area ? !gains_by_area(t, case_->person, &changed, need)
             : gains(t, case_->person, &changed, need) == 0)
        fail_msg("need %u: causes %llx, offer '%s', limit %f", need,
                 (unsigned long long)r->causes, id_of(t, r->offer), r->limit);
    return size;
}

static void every_change_suggested_lets_an_offer_in(void **state)
{
    struct territory *t = *state;
    uint32_t applied[4] = { 0 };
    struct made m;

    made_init(&m, made_seed() + 1);
    for (int n = 0; n < LIFTED; n++) {
        struct orb_case *case_ = case_of(t, &m);
        struct orb_triage_person out;

        triage(t, case_, &out);
        for (uint32_t i = 0; i < out.need_count; i++)
            for (uint32_t k = 0; k < out.needs[i].relaxation_count; k++)
                applied[try_change(t, case_, &out.needs[i].relaxations[k], i)]++;
        orb_arena_clear(&t->arena);
        orb_case_free(case_);
    }
    made_release(&m);
    print_message("# %u of one cause, %u of two, %u not made\n", applied[1], applied[2],
                  applied[0]);
    assert_true(applied[1] > 100);
    assert_true(applied[2] > 10);
    assert_true(applied[0] * 100 <= applied[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_levels_and_causes_are_those_of_a_plain_reading),
        cmocka_unit_test(every_change_suggested_lets_an_offer_in),
    };

    return cmocka_run_group_tests(tests, open_territory, close_territory);
}
