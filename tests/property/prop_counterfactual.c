/* What changes would bring, against brute force: another territory is made with wider ages
 * and zones, record by record, or another person with longer limits, and every offer is
 * judged again. */
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
#include "engine/catalogue/build.h"
#include "engine/cohort/counterfactual.h"
#include "engine/geo/frame.h"
#include "engine/match/standing.h"
#include "importers/demo.h"
#include "tests/property/made.h"

#define PERSONS    80
#define OFFERS     500
#define COMMUNES   600
#define WORLDS     8
#define MODALITIES 16

/* ---- territories */

struct commune {
    char code[8], departement[8];
    double lon, lat;
};

/* Passes records on, offers with wider ages and zones. */
struct filter {
    struct orb_sink to;
    int months;
    double km;
    uint32_t count;
    struct commune communes[COMMUNES];
    const char *codes[COMMUNES];
};

static void note_commune(struct filter *f, const struct orb_territory *t)
{
    struct commune *c = &f->communes[f->count];

    if (t->kind != ORB_TERRITORY_COMMUNE)
        return;
    assert_true(f->count < COMMUNES);
    (void)snprintf(c->code, sizeof c->code, "%s", t->code);
    (void)snprintf(c->departement, sizeof c->departement, "%s",
                   t->departement == NULL ? "" : t->departement);
    c->lon = t->lon;
    c->lat = t->lat;
    f->count++;
}

static bool is_held(const struct orb_zone *zone, const struct commune *c)
{
    return orb_code_list_has(&zone->communes, c->code) ||
           orb_code_list_has(&zone->departments, c->departement);
}

static double km_between(const struct commune *a, const struct commune *b)
{
    return orb_chord_to_arc(orb_ecef_chord_m(orb_ecef_make(a->lon, a->lat),
                                             orb_ecef_make(b->lon, b->lat)),
                            6371008.8) /
           1000;
}

static void widen_zone(struct filter *f, struct orb_zone *zone)
{
    struct orb_code_list all = { f->codes, 0, true };

    if (!zone->known || f->km <= 0)
        return;
    for (uint32_t i = 0; i < f->count; i++) {
        bool reached = is_held(zone, &f->communes[i]);

        for (uint32_t k = 0; k < f->count && !reached; k++)
            reached = fabs(f->communes[i].lat - f->communes[k].lat) < 0.2 &&
                      is_held(zone, &f->communes[k]) &&
                      km_between(&f->communes[i], &f->communes[k]) <= f->km;
        if (reached)
            f->codes[all.count++] = f->communes[i].code;
    }
    zone->communes = all;
}

/* Narrow ages, and support at home that report IGAS alone would allow, for a part of the
 * offers: so that every change has something to change. */
static void season(struct orb_offer *offer, struct orb_modality *ways)
{
    unsigned hash = 0;

    for (const char *at = offer->id; *at != '\0'; at++)
        hash = hash * 31 + (unsigned char)*at;
    if (hash % 3 == 0) {
        offer->terms.age_min_months = (int32_t)(6 * (hash / 3 % 60));
        offer->terms.age_max_months = offer->terms.age_min_months + 60;
    }
    if (hash % 5 != 0 || offer->terms.modality_count >= MODALITIES)
        return;
    for (uint32_t i = 0; i < offer->terms.modality_count; i++)
        ways[i] = offer->terms.modalities[i];
    ways[offer->terms.modality_count++] =
        (struct orb_modality){ "domicile_milieu_ordinaire", ORB_CERTAINTY_IGAS };
    offer->terms.modalities = ways;
}

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    struct filter *f = context;
    struct orb_record changed = *record;
    struct orb_modality ways[MODALITIES];
    struct orb_offer offer;

    if (record->kind == ORB_RECORD_TERRITORY)
        note_commune(f, record->as.territory);
    if (record->kind != ORB_RECORD_OFFER)
        return f->to.put(f->to.context, record, err);
    offer = *record->as.offer;
    season(&offer, ways);
    if (offer.terms.age_min_months > 0)
        offer.terms.age_min_months = offer.terms.age_min_months < f->months
                                         ? 0
                                         : offer.terms.age_min_months - f->months;
    if (offer.terms.age_max_months >= 0 && offer.terms.age_max_months < 1800)
        offer.terms.age_max_months += f->months;
    widen_zone(f, &offer.zone);
    changed.as.offer = &offer;
    return f->to.put(f->to.context, &changed, err);
}

struct world {
    struct orb_buf image;
    struct orb_catalogue catalogue;
    struct orb_matcher *matcher;
};

/* Ages and zones of the changes alone; then of all changes up to one. */
static const struct {
    int months, km;
} made[WORLDS] = { { 0, 0 }, { 6, 0 },  { 12, 0 }, { 24, 0 },
                   { 0, 5 }, { 0, 15 }, { 24, 5 }, { 24, 15 } };
static const int alone_world[ORB_CHANGES] = { 1, 2, 3, 4, 5, 0, 0, 0, 0, 0 };
static const int together_world[ORB_CHANGES] = { 1, 2, 3, 6, 7, 7, 7, 7, 7, 7 };

static struct {
    struct world worlds[WORLDS];
    struct orb_profile *profile;
    struct orb_triage *triage;
    struct orb_counterfactual *counterfactual;
    struct orb_arena arena;
} t;

static const struct orb_match_options options;

static void make_world(struct world *w, int months, int km)
{
    static struct filter filter;
    struct orb_demo_options demo = { .seed = 11,
                                     .offers = OFFERS,
                                     .without_contours = true };
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    struct orb_sink sink = { &filter, put };

    memset(&filter, 0, sizeof filter);
    filter.to = orb_catalogue_builder_sink(builder);
    filter.months = months;
    filter.km = km;
    assert_int_equal(orb_demo_generate(&demo, &sink, NULL), ORB_OK);
    assert_int_equal(orb_catalogue_builder_finish(builder, 0, &w->image, NULL), ORB_OK);
    orb_catalogue_builder_free(builder);
    assert_int_equal(orb_catalogue_view(&w->catalogue, w->image.data, w->image.len, NULL),
                     ORB_OK);
    w->matcher = orb_matcher_new(&w->catalogue, t.profile);
    assert_non_null(w->matcher);
}

static int open_worlds(void **state)
{
    (void)state;
    assert_int_equal(orb_profile_new(&t.profile, NULL, NULL), ORB_OK);
    for (int i = 0; i < WORLDS; i++)
        make_world(&t.worlds[i], made[i].months, made[i].km);
    t.triage = orb_triage_new(t.worlds[0].matcher, &t.worlds[0].catalogue, t.profile);
    t.counterfactual = orb_counterfactual_new(&t.worlds[0].catalogue, t.profile);
    assert_non_null(t.triage);
    assert_non_null(t.counterfactual);
    return 0;
}

static int close_worlds(void **state)
{
    (void)state;
    orb_counterfactual_free(t.counterfactual);
    orb_triage_free(t.triage);
    for (int i = 0; i < WORLDS; i++) {
        orb_matcher_free(t.worlds[i].matcher);
        orb_buf_release(&t.worlds[i].image);
    }
    orb_profile_free(t.profile);
    orb_arena_release(&t.arena);
    return 0;
}

/* ---- persons */

static struct orb_case *case_of(struct made *m)
{
    const struct orb_catalogue *c = &t.worlds[0].catalogue;
    const struct orb_cat_offer *offer = &c->offers[made_below(m, c->info->grid.located)];
    json_t *document = made_person(m);
    struct orb_json *value = NULL;
    struct orb_case *out = NULL;
    struct orb_error err = { 0 };
    char *text;

    if (made_chance(m, 90))
        json_object_set_new(document, "location",
                            json_pack("{s:f,s:f,s:s}", "lon", offer->lon, "lat", offer->lat,
                                      "commune", orb_cat_string(c, offer->commune_code)));
    text = json_dumps(document, JSON_REAL_PRECISION(17));
    assert_int_equal(orb_json_parse(&value, text, strlen(text), &err), ORB_OK);
    if (orb_case_parse(&out, value, t.profile, NULL, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    orb_json_free(value);
    free(text);
    json_decref(document);
    return out;
}

/* ---- brute force */

struct seen {
    uint64_t eligible, to_verify;                  /* bits of needs */
    uint8_t classes[OFFERS][ORB_PERSON_MAX_NEEDS]; /* 1 + enum orb_class */
    int64_t minutes[OFFERS][ORB_PERSON_MAX_NEEDS];
};

static void judge_all(const struct world *w, const struct orb_person *person,
                      const struct orb_match_options *asked, struct seen *out)
{
    memset(out, 0, sizeof *out);
    assert_int_equal(orb_matcher_stand(w->matcher, person, asked, NULL), ORB_OK);
    for (uint32_t o = 0; o < w->catalogue.offer_count; o++) {
        const struct orb_cat_offer *offer = &w->catalogue.offers[o];
        bool waits = offer->wait_days > 180 && !(offer->places_available >= 1);
        struct orb_evaluation e;

        assert_int_equal(orb_matcher_evaluate(w->matcher, o, &e, NULL), ORB_OK);
        for (uint32_t i = 0; i < e.need_count && !waits; i++) {
            const struct orb_verdict *v = &e.verdicts[e.needs[i].frequency];

            out->classes[o][e.needs[i].need] = (uint8_t)(1 + v->class_);
            out->minutes[o][e.needs[i].need] =
                isnan(v->place.minutes) ? ORB_KEY_UNKNOWN : orb_key(v->place.minutes);
            if (v->class_ == ORB_ELIGIBLE)
                out->eligible |= UINT64_C(1) << e.needs[i].need;
            else if (v->class_ == ORB_TO_VERIFY)
                out->to_verify |= UINT64_C(1) << e.needs[i].need;
        }
    }
}

static double limit_today(const struct orb_person *p, int f)
{
    if (!isnan(p->max_minutes[f]))
        return p->max_minutes[f];
    if (f != ORB_RESIDENTIAL && !isnan(p->max_minutes_default))
        return p->max_minutes_default;
    return t.profile->frequencies[f].max; /* the policy of the test has a factor of 1 */
}

/* After a change alone, or after all changes up to it. */
static void apply(const struct orb_person *person, int change, bool together,
                  struct seen *out)
{
    static const int minutes[ORB_CHANGES] = { 0, 0, 0, 0, 0, 15, 30, 30, 30, 30 };
    struct orb_person changed = *person;
    struct orb_match_options asked = options;
    int more = together || change < ORB_CHANGE_IGAS_AGE_BOUNDS ? minutes[change] : 0;

    for (int f = 0; f < ORB_FREQUENCIES; f++)
        changed.max_minutes[f] = limit_today(person, f) + more;
    for (int i = ORB_CHANGE_IGAS_AGE_BOUNDS; i <= change; i++)
        if (together || i == change)
            asked.igas[i - ORB_CHANGE_IGAS_AGE_BOUNDS] = true;
    judge_all(&t.worlds[together ? together_world[change] : alone_world[change]], &changed,
              &asked, out);
}

static unsigned answer_of(const struct orb_triage_need *need, const struct seen *seen,
                          uint32_t at)
{
    if ((seen->eligible >> at & 1) != 0)
        return ORB_CHANGE_ELIGIBLE;
    return need->state >= ORB_NEED_NEAR && (seen->to_verify >> at & 1) != 0
               ? ORB_CHANGE_TO_VERIFY
               : ORB_CHANGE_NOTHING;
}

/* The offer told answers as it is told to, and none that does is nearer. */
static void check_offer(const struct orb_change_need *told, int change,
                        const struct seen *seen, uint32_t need)
{
    uint8_t class_ =
        told->alone[change] == ORB_CHANGE_ELIGIBLE ? 1 + ORB_ELIGIBLE : 1 + ORB_TO_VERIFY;
    uint32_t offer = told->offer[change];

    assert_int_not_equal(offer, ORB_CAT_NONE);
    assert_int_equal(seen->classes[offer][need], class_);
    for (uint32_t o = 0; o < t.worlds[0].catalogue.offer_count; o++)
        if (seen->classes[o][need] == class_)
            assert_true(seen->minutes[o][need] >= seen->minutes[offer][need]);
}

/* Among the offers that the named rule keeps out, is there one that it alone keeps out? */
static void check_why(const struct orb_triage_need *need, int change, unsigned answer)
{
    static const unsigned rules[ORB_CHANGES][2] = {
        { ORB_REASON_AGE_MIN, ORB_REASON_AGE_MAX },
        { ORB_REASON_AGE_MIN, ORB_REASON_AGE_MAX },
        { ORB_REASON_AGE_MIN, ORB_REASON_AGE_MAX },
        { ORB_REASON_ZONE, ORB_REASON_ZONE },
        { ORB_REASON_ZONE, ORB_REASON_ZONE },
        { ORB_REASON_TRAVEL, ORB_REASON_TRAVEL },
        { ORB_REASON_TRAVEL, ORB_REASON_TRAVEL },
        { ORB_REASON_AGE_MIN, ORB_REASON_AGE_MAX },
        { ORB_REASON_ASSOCIATED, ORB_REASON_ASSOCIATED },
        { ORB_REASON_MODALITY, ORB_REASON_MODALITY }
    };
    uint32_t blocked = 0;
    uint32_t alone = 0;

    for (uint32_t i = 0; i < need->cause_count; i++)
        if (need->causes[i].cause == rules[change][0] ||
            need->causes[i].cause == rules[change][1]) {
            blocked += need->causes[i].blocked;
            alone += need->causes[i].alone;
        }
    assert_int_equal(answer, blocked == 0 ? ORB_CHANGE_NOTHING
                             : alone == 0 ? ORB_CHANGE_ELSEWHERE
                                          : ORB_CHANGE_SHORT);
}

static unsigned best(unsigned a, unsigned b)
{
    if (a == ORB_CHANGE_ELIGIBLE || b == ORB_CHANGE_ELIGIBLE)
        return ORB_CHANGE_ELIGIBLE;
    return a == ORB_CHANGE_TO_VERIFY || b == ORB_CHANGE_TO_VERIFY ? ORB_CHANGE_TO_VERIFY
                                                                  : ORB_CHANGE_NOTHING;
}

static void check_person(const struct orb_triage_person *person,
                         const struct orb_change_person *told)
{
    static struct seen alone, together;
    unsigned before[ORB_PERSON_MAX_NEEDS] = { ORB_CHANGE_NOTHING };

    for (int change = 0; change < ORB_CHANGES; change++) {
        apply(person->case_->person, change, false, &alone);
        apply(person->case_->person, change, true, &together);
        for (uint32_t i = 0; i < person->need_count; i++) {
            const struct orb_triage_need *need = &person->needs[i];
            const struct orb_change_need *n = &told->needs[i];
            unsigned expected = answer_of(need, &alone, i);

            assert_int_equal(told->open >> i & 1, need->state >= ORB_NEED_TO_VERIFY);
            if (need->state < ORB_NEED_TO_VERIFY)
                continue;
            before[i] = best(before[i], best(expected, answer_of(need, &together, i)));
            assert_int_equal(n->together[change], before[i]);
            if (expected == ORB_CHANGE_NOTHING) {
                check_why(need, change, n->alone[change]);
                continue;
            }
            assert_int_equal(n->alone[change], expected);
            check_offer(n, change, &alone, i);
        }
    }
}

static void changes_bring_what_they_are_told_to(void **state)
{
    const char *count = getenv("ORBITE_CHANGES_PERSONS");
    int persons = count == NULL ? PERSONS : atoi(count);
    struct orb_change_total totals[ORB_CHANGES] = { { 0 } };
    struct made m;

    (void)state;
    made_init(&m, made_seed() + 2);
    for (int n = 0; n < persons; n++) {
        struct orb_case *case_ = case_of(&m);
        const struct orb_triage_question q = { case_, &options, &t.arena };
        struct orb_triage_person person;
        struct orb_change_person told;

        assert_int_equal(orb_triage_person(t.triage, &q, &person, NULL), ORB_OK);
        assert_int_equal(orb_counterfactual_ask(
                             t.counterfactual,
                             &(struct orb_change_question){ &person, &options, &t.arena },
                             &told, NULL),
                         ORB_OK);
        check_person(&person, &told);
        orb_counterfactual_add(totals, &told, person.need_count);
        orb_arena_clear(&t.arena);
        orb_case_free(case_);
    }
    made_release(&m);
    for (int i = 0; i < ORB_CHANGES; i++) {
        const struct orb_change_total *s = &totals[i];

        print_message("# %-20s %zu = %zu + %zu + %zu + %zu; together %zu, %zu\n",
                      orb_change_steps[i].name, s->concerned, s->eligible, s->to_verify,
                      s->elsewhere, s->too_short, s->together, s->together_to_verify);
        assert_int_equal(s->concerned,
                         s->eligible + s->to_verify + s->elsewhere + s->too_short);
        assert_true(i == 0 || s->together >= totals[i - 1].together);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_bring_what_they_are_told_to),
    };

    return cmocka_run_group_tests(tests, open_worlds, close_worlds);
}
