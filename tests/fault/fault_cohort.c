/* What changes would bring, what is offered instead, and reports told before, without
 * memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/cohort/counterfactual.h"
#include "engine/cohort/instead.h"
#include "engine/match/standing.h"
#include "maps/report_told.h"
#include "tests/fault/fault.h"
#include "tests/unit/planning_world.h"

struct scene {
    struct planning_world world;
    struct orb_person person;
    struct orb_case case_;
    struct orb_need need;
    struct orb_match_options options;
};

static const char *const di[] = { "DI" };

/* A person of 19 years, an offer up to 18, another that comes to the next commune. */
static void open_scene(struct scene *s)
{
    struct planning_offer offer = { .id = "young",
                                    .organization = "o1",
                                    .prestations = "2.3.3.1",
                                    .publics = "DI",
                                    .orientations = "",
                                    .modalities = "accueil_jour",
                                    .age_max = 18,
                                    .excludes_associated = ORB_NO,
                                    .commune = "01001",
                                    .lon = 5,
                                    .lat = 46 };

    memset(s, 0, sizeof *s);
    planning_world_open(&s->world);
    planning_commune(&s->world, "01001", 5, 46, 1000);
    planning_commune(&s->world, "01002", 5.05, 46, 500);
    planning_offer(&s->world, &offer);
    offer.id = "comes";
    offer.modalities = "domicile_milieu_ordinaire";
    offer.communes = "01002";
    offer.age_max = 150;
    planning_offer(&s->world, &offer);
    planning_world_ready(&s->world);
    s->person = orb_standing_person(TODAY);
    s->person.id = "p";
    s->person.age_years = 19;
    s->person.commune = "01001";
    s->person.groups = (struct orb_code_list){ di, 1, true };
    s->person.associated.known = s->person.orientations_known = true;
    s->need = (struct orb_need){ "1.3.3.1", 2, ORB_DAILY };
    s->person.needs = &s->need;
    s->person.need_count = 1;
    s->case_.person = &s->person;
    s->case_.first_decision = s->case_.last_contact = ORB_DATE_NONE;
}

static enum orb_status change(void *context, struct orb_error *err)
{
    struct scene *s = context;
    struct orb_matcher *matcher = orb_matcher_new(&s->world.catalogue, s->world.profile);
    struct orb_triage *triage =
        matcher == NULL ? NULL
                        : orb_triage_new(matcher, &s->world.catalogue, s->world.profile);
    struct orb_counterfactual *changes =
        triage == NULL ? NULL
                       : orb_counterfactual_new(&s->world.catalogue, s->world.profile);
    struct orb_arena arena = { 0 };
    const struct orb_triage_question sort = { &s->case_, &s->options, &arena };
    struct orb_triage_person person;
    const struct orb_change_question question = { &person, &s->options, &arena };
    struct orb_change_person out;
    enum orb_status status = changes == NULL
                                 ? orb_error_memory(err)
                                 : orb_triage_person(triage, &sort, &person, err);

    if (status == ORB_OK)
        status = orb_counterfactual_ask(changes, &question, &out, err);
    if (status == ORB_OK)
        assert_int_equal(out.needs[0].alone[ORB_CHANGE_ZONE_5], ORB_CHANGE_ELIGIBLE);
    orb_arena_release(&arena);
    orb_counterfactual_free(changes);
    orb_triage_free(triage);
    orb_matcher_free(matcher);
    return status;
}

static enum orb_status offer_instead(void *context, struct orb_error *err)
{
    struct scene *s = context;
    struct orb_matcher *matcher = orb_matcher_new(&s->world.catalogue, s->world.profile);
    const uint64_t closed[1] = { 0 };
    const struct orb_instead_question question = { &s->person, &s->options,
                                                   s->world.profile, closed };
    struct orb_instead out;
    enum orb_status status = matcher == NULL
                                 ? orb_error_memory(err)
                                 : orb_instead_find(matcher, &question, &out, err);

    if (status == ORB_OK)
        assert_int_equal(out.offer, ORB_CAT_NONE);
    orb_matcher_free(matcher);
    return status;
}

static void changes_and_closings_survive_lack_of_memory(void **state)
{
    struct scene s;

    (void)state;
    open_scene(&s);
    assert_true(fault_each_allocation(change, &s) > 40);
    assert_true(fault_each_allocation(offer_instead, &s) > 20);
    planning_world_close(&s.world);
}

/* ---- reports given beside */

static const struct orb_report_column columns[] = {
    { .key = "code", .title = "Place", .type = ORB_REPORT_CODE },
    { .key = "persons",
      .title = "Persons",
      .type = ORB_REPORT_INTEGER,
      .persons = ORB_REPORT_PERSONS },
};

static void make_report(struct orb_report *r)
{
    struct orb_report_table *t;

    orb_report_init(r, "people/1", orb_date_make(2026, 11, 22), false);
    t = orb_report_add_table(r, "places", "Places", columns, 2);
    for (int i = 0; i < 2; i++) {
        (void)orb_report_row(t);
        orb_report_text(t, i == 0 ? "13" : "84");
        orb_report_integer(t, 29);
    }
}

static enum orb_status tell_beside(void *context, struct orb_error *err)
{
    static const char earlier[] =
        "{\"format\":\"orbite-report/1\",\"report\":\"people/1\","
        "\"reference_date\":\"2026-11-01\",\"persons_threshold\":5,\"tables\":["
        "{\"key\":\"places\",\"columns\":[{\"key\":\"code\"},{\"key\":\"persons\"}],"
        "\"rows\":[{\"code\":\"13\",\"persons\":20},"
        "{\"code\":\"84\",\"persons\":null,\"hidden\":[\"persons\"]}],\"totals\":[]}]}";

    struct orb_json *document = NULL;
    struct orb_report report;
    struct orb_report_told told = { .k = 0 };
    struct orb_report_memory memory = { .earlier = &told, .count = 1 };
    enum orb_status status = orb_json_parse(&document, earlier, sizeof earlier - 1, err);

    (void)context;
    make_report(&report);
    if (status == ORB_OK)
        status = orb_report_check(&report, err);
    if (status == ORB_OK)
        status = orb_report_told_read_report(&told, document, &report, err);
    if (status == ORB_OK)
        status = orb_report_protect_beside(&report, 5, &memory, err);
    orb_report_told_release(&told);
    orb_report_clear(&report);
    orb_json_free(document);
    return status;
}

static void reports_given_beside_survive_lack_of_memory(void **state)
{
    (void)state;
    assert_true(fault_each_allocation(tell_beside, NULL) > 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_and_closings_survive_lack_of_memory),
        cmocka_unit_test(reports_given_beside_survive_lack_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
