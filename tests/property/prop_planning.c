/* Laws of gaps, redundancies and scenarios on territories made at random: no change changes
 * nothing, closing undoes opening, opening and lifting a rule never lose anybody, gains
 * less losses are the difference; every pair of a group of redundancies meets the test. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/geo/frame.h"
#include "engine/planning/gaps.h"
#include "engine/planning/overlaps.h"
#include "engine/planning/scenario.h"
#include "engine/travel/estimate.h"
#include "tests/property/made.h"
#include "tests/unit/planning_world.h"

#define ROUNDS   40
#define COMMUNES 6u
#define OFFERS   24u

static const char *const needs[] = { "1.3.3.1", "1.1.1", "1.3.3.3" };
static const struct orb_stratum strata[] = {
    { .age_from = 8, .age_to = 9, .group = "DI" },
    { .age_from = 17, .age_to = 18, .group = "TSA", .orientation = "7.8" },
    { .age_from = 19,
      .age_to = 20,
      .group = "PSYCHIQUE",
      .associated_known = true,
      .associated = true },
    { .age_from = -1, .age_to = -1 },
};

#define NEEDS  (sizeof needs / sizeof needs[0])
#define STRATA (sizeof strata / sizeof strata[0])

/* ---- a territory */

static const char *pick(struct made *m, const char *const *texts, unsigned count)
{
    return made_chance(m, 15) ? NULL : made_choice(m, texts, count);
}

#define PICK(m, ...)                                                                       \
    pick(m, (const char *const[]){ __VA_ARGS__ },                                          \
         sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static void put_offer(struct planning_world *w, struct made *m, unsigned i)
{
    static char id[8], commune[8], of[8];
    struct planning_offer o = { .id = id };

    (void)snprintf(id, sizeof id, "o%02u", i);
    (void)snprintf(commune, sizeof commune, "0100%u", 1 + made_below(m, COMMUNES));
    o.commune = commune;
    o.organization = PICK(m, "A", "B", "C");
    o.families = PICK(m, "L4.2", "L4.2,L1.2", "L1.2", "L5.3");
    o.prestations = PICK(m, "2.3.3.1", "2.1.2.1", "2.3.3.3", "2.3.3.1,2.1.2.1");
    o.publics = PICK(m, "DI", "DI,TSA", "TSA", "TOUS", "PSYCHIQUE");
    o.orientations = PICK(m, "", "7.8", "11.5");
    o.modalities = PICK(m, "accueil_jour", "domicile_milieu_ordinaire", "consultation",
                        "hebergement_complet", "accueil_jour?",
                        "accueil_jour,domicile_milieu_ordinaire");
    o.communes = PICK(m, "01001", "01001,01002", "01002,01003,01004", "");
    o.age_min = (int)made_below(m, 20);
    o.age_max = o.age_min == 0 ? 0 : o.age_min + 1 + (int)made_below(m, 20);
    o.wait_days = made_chance(m, 30) ? 300 : 0;
    o.installed = made_chance(m, 50) ? 10 : 0;
    o.excludes_associated = made_chance(m, 20) ? ORB_YES : ORB_NO;
    if (made_chance(m, 70)) {
        o.lon = 5 + 0.001 * made_below(m, 300);
        o.lat = 46;
    }
    if (i > 0 && made_chance(m, 8)) {
        (void)snprintf(of, sizeof of, "o%02u", made_below(m, i));
        o.duplicate_of = of;
    }
    planning_offer(w, &o);
}

static void fill(struct planning_world *w, uint64_t seed)
{
    struct made m;

    made_init(&m, seed);
    for (unsigned i = 0; i < COMMUNES; i++) {
        char code[8];

        (void)snprintf(code, sizeof code, "0100%u", i + 1);
        planning_commune(w, code, 5 + 0.3 * i, 46,
                         made_chance(&m, 20) ? -1 : (int64_t)(100 * (i + 1)));
    }
    for (unsigned i = 0; i < OFFERS; i++)
        put_offer(w, &m, i);
    made_release(&m);
}

/* ---- what is found */

static void find(struct orb_gaps *out, const struct planning_world *w, const bool *igas)
{
    static uint32_t places[COMMUNES];
    struct orb_gap_request q = { .catalogue = &w->catalogue,
                                 .profile = w->profile,
                                 .date = TODAY,
                                 .needs = needs,
                                 .need_count = NEEDS,
                                 .strata = strata,
                                 .stratum_count = STRATA,
                                 .places = places,
                                 .place_count = COMMUNES,
                                 .max_minutes = 30,
                                 .max_residential_minutes = 60,
                                 .max_wait_days = 180 };
    struct orb_error err = { 0 };

    for (uint32_t i = 0; i < COMMUNES; i++)
        places[i] = i;
    if (igas != NULL)
        memcpy(q.igas, igas, sizeof q.igas);
    assert_int_equal(orb_gaps_find(out, &q, &err), ORB_OK);
}

/* The gaps of the territory of a seed once a scenario is applied. */
static void suppose(struct orb_gaps *out, uint64_t seed, const char *edits,
                    struct orb_buf *image)
{
    struct planning_world before;
    struct planning_world after;
    struct orb_buf text = { 0 };
    struct orb_json *document = NULL;
    struct orb_scenario *scenario = NULL;
    struct orb_scenario_plan plan;
    struct orb_scenario_change change = { .plan = &plan };
    struct orb_error err = { 0 };

    planning_world_open(&before);
    fill(&before, seed);
    planning_world_ready(&before);
    orb_buf_printf(&text, "{\"format\":\"orbite-scenario/1\",\"edits\":[%s]}", edits);
    assert_int_equal(orb_json_parse(&document, text.data, text.len, &err), ORB_OK);
    if (orb_scenario_parse(&scenario, document, &err) != ORB_OK ||
        orb_scenario_plan_make(&plan, scenario, &before.catalogue, TODAY, &err) != ORB_OK)
        fail_msg("%s %s", err.place, err.text);
    planning_world_open(&after);
    change.next = after.sink;
    after.sink = orb_scenario_change_sink(&change);
    fill(&after, seed);
    assert_int_equal(orb_scenario_change_end(&change, &err), ORB_OK);
    planning_world_ready(&after);
    find(out, &after, scenario->igas);
    if (image != NULL)
        orb_buf_add(image, after.image.data, after.image.len);
    orb_scenario_change_release(&change);
    orb_scenario_plan_release(&plan);
    orb_scenario_free(scenario);
    orb_json_free(document);
    orb_buf_release(&text);
    planning_world_close(&before);
    planning_world_close(&after);
}

#define CELLS (NEEDS * COMMUNES * STRATA)

static void never_loses(const struct orb_gaps *before, const struct orb_gaps *after,
                        uint64_t seed)
{
    for (size_t i = 0; i < CELLS; i++)
        if (after->cells[i].state < before->cells[i].state)
            fail_msg("seed %llu, cell %zu: from %s to %s", (unsigned long long)seed, i,
                     orb_gap_state_names[before->cells[i].state],
                     orb_gap_state_names[after->cells[i].state]);
}

static const char opening[] =
    "{\"do\":\"open\",\"id\":\"new\",\"like\":\"o00\",\"commune\":\"01003\","
    "\"publics\":[\"TSA\"],\"orientations\":[]}";

static void scenarios_keep_their_laws(void **state)
{
    uint64_t first = made_seed();

    (void)state;
    for (uint64_t seed = first; seed < first + ROUNDS; seed++) {
        struct orb_gaps as_is = { 0 };
        struct orb_gaps other = { 0 };
        struct orb_buf nothing = { 0 };
        struct orb_buf again = { 0 };
        struct orb_buf both = { 0 };

        suppose(&as_is, seed, "", &nothing);
        suppose(&other, seed, "", &again);
        assert_int_equal(nothing.len, again.len);
        assert_memory_equal(nothing.data, again.data, nothing.len);
        orb_gaps_release(&other);
        suppose(&other, seed, opening, NULL);
        never_loses(&as_is, &other, seed);
        orb_gaps_release(&other);
        orb_buf_printf(&both, "%s,{\"do\":\"close\",\"select\":{\"offers\":[\"new\"]}}",
                       opening);
        suppose(&other, seed, both.data, NULL);
        for (size_t i = 0; i < CELLS; i++) {
            assert_int_equal(as_is.cells[i].state, other.cells[i].state);
            assert_int_equal(as_is.cells[i].covered_by, other.cells[i].covered_by);
        }
        orb_gaps_release(&other);
        suppose(&other, seed,
                "{\"do\":\"relax\",\"rules\":[\"age_bounds\",\"associated\","
                "\"home_temporary\"]}",
                NULL);
        never_loses(&as_is, &other, seed);
        orb_gaps_release(&other);
        orb_gaps_release(&as_is);
        orb_buf_release(&nothing);
        orb_buf_release(&again);
        orb_buf_release(&both);
    }
}

static void gains_less_losses_are_the_difference(void **state)
{
    uint64_t first = made_seed();

    (void)state;
    for (uint64_t seed = first; seed < first + ROUNDS; seed++) {
        struct orb_gaps before = { 0 };
        struct orb_gaps after = { 0 };
        struct orb_gap_change change = { 0 };
        struct made m;

        made_init(&m, seed);
        suppose(&before, seed, "", NULL);
        suppose(&after, seed,
                "{\"do\":\"close\",\"select\":{\"organizations\":[\"A\"]}},"
                "{\"do\":\"extend\",\"select\":{\"communes\":[\"01002\",\"01003\"]},"
                "\"publics\":[\"TSA\",\"DI\"],\"zone\":{\"departements\":[\"01\"]}}",
                NULL);
        for (size_t i = 0; i < CELLS; i++) {
            double people = made_below(&m, 1000);
            struct orb_gap_share a = { people, &before.cells[i], 0, false };
            struct orb_gap_share b = { people, &after.cells[i], 0, false };

            orb_gap_change_add(&change, &a, &b, 1);
        }
        assert_true(fabs(change.covered_after - change.covered_before -
                         (change.covered_gained - change.covered_lost)) < 1e-6);
        assert_true(fabs(change.possible_after - change.possible_before -
                         (change.possible_gained - change.possible_lost)) < 1e-6);
        made_release(&m);
        orb_gaps_release(&before);
        orb_gaps_release(&after);
    }
}

/* ---- redundancies, judged again from what the services tell */

static double jaccard(const struct orb_overlaps *f, const struct orb_overlap_service *a,
                      const struct orb_overlap_service *b)
{
    double both = 0;

    for (uint32_t i = 0; i < a->publics.count; i++)
        for (uint32_t j = 0; j < b->publics.count; j++)
            both += f->publics[a->publics.first + i] == f->publics[b->publics.first + j];
    return both / (a->publics.count + b->publics.count - both);
}

static double minutes(const struct planning_world *w, const struct orb_overlap_service *a,
                      const struct orb_overlap_service *b)
{
    const struct orb_cat_offer *x = &w->catalogue.offers[a->offer];
    const struct orb_cat_offer *y = &w->catalogue.offers[b->offer];
    double km = orb_chord_to_arc(
        orb_ecef_chord_m(orb_ecef_make(x->lon, x->lat), orb_ecef_make(y->lon, y->lat)) /
            1000,
        6371.0088);

    return orb_travel_estimate_minutes(w->profile, ORB_MODE_CAR, km, x->density,
                                       y->density);
}

static void check_pair(const struct planning_world *w, const struct orb_overlaps *f,
                       const struct orb_overlap_service *a,
                       const struct orb_overlap_service *b)
{
    int32_t from =
        a->age_min_months > b->age_min_months ? a->age_min_months : b->age_min_months;
    int32_t to =
        a->age_max_months < b->age_max_months ? a->age_max_months : b->age_max_months;
    int32_t x = a->age_max_months - a->age_min_months;
    int32_t y = b->age_max_months - b->age_min_months;

    assert_int_equal(a->way, b->way);
    assert_int_not_equal(w->catalogue.offers[a->offer].service,
                         w->catalogue.offers[b->offer].service);
    assert_int_equal(w->catalogue.offers[a->offer].canonical, a->offer);
    if (a->publics.count > 0 && b->publics.count > 0)
        assert_true(jaccard(f, a, b) >= 0.5 - 1e-9);
    if (a->age_max_months >= 0 && b->age_max_months >= 0)
        assert_true(2 * (to - from) >= (x < y ? x : y));
    if (a->way != ORB_OVERLAP_HOME)
        assert_true(minutes(w, a, b) <= 15 + 1e-6);
}

static void check_group(const struct planning_world *w, const struct orb_overlaps *f,
                        const struct orb_overlap_group *g)
{
    const uint32_t *members = f->members + g->members.first;

    assert_true(g->sub_services.count > 0);
    for (uint32_t i = 0; i < g->members.count; i++)
        for (uint32_t j = 0; j < i; j++)
            check_pair(w, f, &f->services[members[i]], &f->services[members[j]]);
}

static void every_pair_of_a_group_meets_the_test(void **state)
{
    uint64_t first = made_seed();
    uint32_t groups = 0;

    (void)state;
    for (uint64_t seed = first; seed < first + 5 * ROUNDS; seed++) {
        struct planning_world w;
        struct orb_overlaps f = { 0 };
        struct orb_error err = { 0 };
        struct orb_overlap_question q;

        planning_world_open(&w);
        fill(&w, seed);
        planning_world_ready(&w);
        q = (struct orb_overlap_question){ .catalogue = &w.catalogue,
                                           .profile = w.profile,
                                           .circles = &w.circles,
                                           .date = TODAY,
                                           .limits = { 0.5, 0.5, 0.5, 15 },
                                           .droit_commun = true };
        assert_int_equal(orb_overlaps_find(&f, &q, &err), ORB_OK);
        for (uint32_t g = 0; g < f.group_count; g++)
            check_group(&w, &f, &f.groups[g]);
        groups += f.group_count;
        orb_overlaps_release(&f);
        planning_world_close(&w);
    }
    assert_true(groups > ROUNDS); /* else nothing was checked */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenarios_keep_their_laws),
        cmocka_unit_test(gains_less_losses_are_the_difference),
        cmocka_unit_test(every_pair_of_a_group_meets_the_test),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
