#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/json.h"
#include "engine/model/case.h"
#include "engine/vocabulary/vocabulary.h"

#define SITUATION                                                                          \
    "{\"format\":\"orbite-person/1\",\"id\":\"P-1\",\"reference_date\":\"2026-11-22\","    \
    "\"birth\":\"2006-12\",\"needs\":[{\"code\":\"1.1.1\",\"priority\":3,\"frequency\":"   \
    "\"weekly\"}],\"wishes\":[{\"domain\":\"AC.2\",\"text\":\"dehors\",\"expressed\":"     \
    "\"self\"}],\"attempts\":[{\"offer\":\"a\",\"outcome\":\"failure\",\"date\":"          \
    "\"2026-02-02\"}],\"supports\":[{\"offer\":\"s\",\"needs\":[\"1.1.1\"]}]%s}"
#define CASE(members) "{\"format\":\"orbite-case/1\",\"situation\":" SITUATION members "}"

static struct orb_profile *profile;
static struct orb_vocabulary vocabulary;

static bool known(void *context, const char *list, const char *code)
{
    const struct orb_term_list *terms;

    assert_int_equal(orb_vocabulary_terms(context, list, &terms, NULL), ORB_OK);
    return orb_term_find(terms, code) != NULL;
}

static enum orb_status parse(struct orb_case **out, struct orb_error *err,
                             const char *format, const char *more)
{
    const struct orb_person_codes codes = { &vocabulary, known };
    struct orb_json *document = NULL;
    struct orb_buf text = { 0 };
    enum orb_status status;
    const char *hole = strstr(format, "%s");

    memset(err, 0, sizeof *err);
    assert_non_null(hole);
    orb_buf_add(&text, format, (size_t)(hole - format));
    orb_buf_text(&text, more);
    orb_buf_text(&text, hole + 2);
    if (orb_json_parse(&document, text.data, text.len, err) != ORB_OK)
        fail_msg("%s: %s", text.data, err->text);
    status = orb_case_parse(out, document, profile, &codes, err);
    orb_json_free(document);
    orb_buf_release(&text);
    return status;
}

static struct orb_case *taken(const char *format, const char *more)
{
    struct orb_case *c = NULL;
    struct orb_error err;

    if (parse(&c, &err, format, more) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    return c;
}

static void a_bare_situation_is_a_case_of_which_the_rest_is_unknown(void **state)
{
    struct orb_case *c = taken(SITUATION, "");

    (void)state;
    assert_string_equal(c->person->id, "P-1");
    assert_int_equal(c->phase, ORB_PHASE_UNKNOWN);
    assert_int_equal(c->mdph_file, ORB_UNKNOWN);
    assert_int_equal(c->relative_named, ORB_UNKNOWN);
    assert_int_equal(c->car, ORB_UNKNOWN);
    assert_int_equal(c->last_contact, ORB_DATE_NONE);
    assert_int_equal(c->expires, ORB_DATE_NONE);
    assert_int_equal(c->first_decision, ORB_DATE_NONE);
    assert_int_equal(c->next_visit, ORB_DATE_NONE);
    assert_int_equal(c->request_count, 0);
    assert_int_equal(orb_person_age(c->person), 19);
    orb_case_free(c);
}

static void every_official_status_says_what_it_says(void **state)
{
    static const struct {
        const char *status, *reason;
        enum orb_request_kind kind;
    } cases[] = {
        { "180", NULL, ORB_REQUEST_ABANDONED },  { "180", "85", ORB_REQUEST_ABANDONED },
        { "180", "100", ORB_REQUEST_ABANDONED }, { "180", "84", ORB_REQUEST_REFUSED },
        { "180", "86", ORB_REQUEST_REFUSED },    { "180", "112", ORB_REQUEST_ABANDONED },
        { "180", "113", ORB_REQUEST_REFUSED },   { "180", "114", ORB_REQUEST_REFUSED },
        { "180", "115", ORB_REQUEST_REFUSED },   { "180", "116", ORB_REQUEST_REFUSED },
        { "180", "117", ORB_REQUEST_REFUSED },   { "180", "118", ORB_REQUEST_ABANDONED },
        { "180", "122", ORB_REQUEST_REFUSED },   { "181", NULL, ORB_REQUEST_FAILURE },
        { "182", NULL, ORB_REQUEST_PENDING },    { "183", NULL, ORB_REQUEST_PENDING },
        { "184", NULL, ORB_REQUEST_PENDING },    { "185", NULL, ORB_REQUEST_PENDING },
        { "186", NULL, ORB_REQUEST_SUPPORT },    { "187", NULL, ORB_REQUEST_FRAGILE },
        { "188", "84", ORB_REQUEST_ENDED },      { "199", "84", ORB_REQUEST_UNMAPPED },
        { NULL, "84", ORB_REQUEST_UNMAPPED },
    };
    const struct orb_term_list *list;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (orb_request_kind_of(cases[i].status, cases[i].reason) != cases[i].kind)
            fail_msg("case %zu", i);
    assert_int_equal(orb_vocabulary_terms(&vocabulary, "statuts_prise_charge", &list, NULL),
                     ORB_OK);
    assert_int_equal(list->count, 9);
    for (size_t i = 0; i < list->count; i++)
        assert_int_not_equal(orb_request_kind_of(list->terms[i].code, NULL),
                             ORB_REQUEST_UNMAPPED);
    assert_non_null(
        orb_vocabulary_label(&vocabulary, "motifs_statut_prise_charge", "122", "fr"));
}

static void unknown_codes_are_kept_as_given_and_count_for_nothing(void **state)
{
    struct orb_case *c = taken(CASE(",\"requests\":[{\"offer\":\"x\",\"status\":\"999\","
                                    "\"reason\":\"zz\"}]"),
                               "");

    (void)state;
    assert_string_equal(c->requests[0].status, "999");
    assert_string_equal(c->requests[0].reason, "zz");
    assert_int_equal(c->requests[0].kind, ORB_REQUEST_UNMAPPED);
    assert_int_equal(c->person->attempt_count, 1);
    assert_int_equal(c->person->support_count, 1);
    orb_case_free(c);
}

static void requests_become_attempts_and_only_the_newest_a_support(void **state)
{
    struct orb_case *c = taken(
        CASE(
            ",\"requests\":["
            "{\"offer\":\"a\",\"status\":\"181\",\"date\":\"2026-02-02\"}," /* told already
                                                                             */
            "{\"offer\":\"b\",\"status\":\"180\",\"reason\":\"114\"},"
            "{\"offer\":\"b\",\"status\":\"186\",\"date\":\"2026-03-01\",\"needs\":[\"1.1.1\"]},"
            "{\"offer\":\"d\",\"status\":\"188\",\"date\":\"2026-05-01\"},"
            "{\"offer\":\"d\",\"status\":\"186\",\"date\":\"2026-01-01\"},"
            "{\"category\":\"182\",\"status\":\"180\",\"reason\":\"100\"},"
            "{\"offer\":\"s\",\"status\":\"187\"}," /* a support already */
            "{\"offer\":\"e\",\"status\":\"184\"}]"),
        "");
    const struct orb_person *p = c->person;

    (void)state;
    assert_int_equal(p->attempt_count, 3);
    assert_string_equal(p->attempts[1].offer, "b");
    assert_int_equal(p->attempts[1].outcome, ORB_OUTCOME_REFUSED);
    assert_int_equal(p->attempts[1].date, ORB_DATE_NONE);
    assert_null(p->attempts[2].offer);
    assert_string_equal(p->attempts[2].category, "182");
    assert_int_equal(p->attempts[2].outcome, ORB_OUTCOME_ABANDONED);
    assert_int_equal(p->support_count, 2);
    assert_string_equal(p->supports[1].offer, "b");
    assert_int_equal(p->supports[1].needs.count, 1);
    assert_false(c->requests[1].latest);
    assert_true(c->requests[2].latest);
    assert_true(c->requests[3].latest);
    assert_false(c->requests[4].latest);
    orb_case_free(c);
}

static void dates_of_contacts_and_phases_settle_the_case(void **state)
{
    struct orb_case *c = taken(
        CASE(",\"last_contact\":\"2026-01-05\",\"contacts\":[{\"date\":\"2026-02-28\","
             "\"way\":\"visit\",\"person\":\"good\",\"staff\":\"bad\"}],\"phases\":["
             "{\"phase\":\"evaluation\",\"from\":\"2026-06-01\"},"
             "{\"phase\":\"accueil\",\"from\":\"2026-01-01\"}]"),
        "");

    (void)state;
    assert_int_equal(c->last_contact, orb_date_make(2026, 2, 28));
    assert_int_equal(c->expires, orb_date_make(2028, 2, 28));
    assert_int_equal(c->phase, ORB_PHASE_EVALUATION);
    assert_int_equal(c->phases[0].phase, ORB_PHASE_ACCUEIL);
    assert_int_equal(c->contacts[0].person, ORB_APPRECIATION_GOOD);
    assert_int_equal(c->contacts[0].staff, ORB_APPRECIATION_BAD);
    orb_case_free(c);
    c = taken(CASE(",\"last_contact\":\"2026-01-05\",\"expires\":\"2026-12-31\""), "");
    assert_int_equal(c->expires, orb_date_make(2026, 12, 31));
    orb_case_free(c);
}

static void what_the_situation_tells_prevails_and_cannot_be_denied(void **state)
{
    static const char tells[] = ",\"orientations\":[{\"code\":\"11.5\"}],\"travel\":{"
                                "\"modes\":[\"walk\"]}";
    struct orb_case *c = taken(CASE(""), tells);
    struct orb_error err;

    (void)state;
    assert_int_equal(c->mdph_file, ORB_YES);
    assert_int_equal(c->car, ORB_NO);
    orb_case_free(c);
    c = taken(CASE(",\"mdph_file\":false,\"car\":true,\"relative_named\":false"), "");
    assert_int_equal(c->mdph_file, ORB_NO);
    assert_int_equal(c->car, ORB_YES);
    assert_int_equal(c->relative_named, ORB_NO);
    orb_case_free(c);
    assert_int_equal(parse(&c, &err, CASE(",\"car\":true"), tells), ORB_ERR_SYNTAX);
    assert_string_equal(err.place, "/car");
}

static void blanks_of_the_evaluation_are_told_by_domain(void **state)
{
    struct orb_case *c =
        taken(CASE(",\"evaluation\":[{\"domain\":\"SA.1\",\"need\":\"suivi\"},{\"domain\":"
                   "\"MV\",\"expectation\":\"un toit\",\"expressed\":\"for\"}]"),
              "");
    struct orb_case_blanks blanks = orb_case_blanks_of(c);

    (void)state;
    assert_false(blanks.expectation[ORB_LIFE_AC]); /* by the wishes */
    assert_true(blanks.need[ORB_LIFE_AC]);
    assert_false(blanks.need[ORB_LIFE_SA]);
    assert_true(blanks.expectation[ORB_LIFE_SA]);
    assert_false(blanks.expectation[ORB_LIFE_MV]);
    assert_true(blanks.expectation[ORB_LIFE_RE]);
    assert_true(blanks.need[ORB_LIFE_RE]);
    orb_case_free(c);
}

static void faults_are_told_by_their_place_and_never_quoted(void **state)
{
    static const struct {
        const char *members, *place;
    } cases[] = {
        { ",\"name\":\"SECRET\"", "/name" },
        { ",\"phases\":[{\"phase\":\"SECRET\",\"from\":\"2026-01-01\"}]",
          "/phases/0/phase" },
        { ",\"phases\":[{\"phase\":\"accueil\"}]", "/phases/0/from" },
        { ",\"requests\":[{\"status\":\"182\"}]", "/requests/0/offer" },
        { ",\"requests\":[{\"offer\":\"a\",\"needs\":[\"1.1.1\",\"SECRET\"]}]",
          "/requests/0/needs/1" },
        { ",\"requests\":[{\"offer\":\"a\",\"status\":\"SECRET SECRET\"}]",
          "/requests/0/status" },
        { ",\"requests\":[{\"offer\":\"a\",\"note\":\"SECRET 04 00 00 00 12\"}]",
          "/requests/0/note" },
        { ",\"evaluation\":[{\"domain\":\"SE.1\",\"need\":\"x\"}]",
          "/evaluation/0/domain" },
        { ",\"evaluation\":[{\"domain\":\"MV\",\"expectation\":\"SECRET\"}]",
          "/evaluation/0/expressed" },
        { ",\"contacts\":[{\"date\":\"2026-02-30\"}]", "/contacts/0/date" },
        { ",\"contacts\":[{\"date\":\"2026-02-01\",\"note\":\"vu Mme Secret\"}]",
          "/contacts/0/note" },
        { ",\"contacts\":[{\"date\":\"2026-02-01\",\"person_words\":\"M. \xc3\x89SECRET\"}]",
          "/contacts/0/person_words" },
        { ",\"plan\":[{\"objective\":\"ecrire SECRET@exemple.fr\"}]", "/plan/0/objective" },
        { ",\"plan\":[{\"objective\":\"n\xc2\xb0 2 85 05 78 006 084 36\"}]",
          "/plan/0/objective" },
        { ",\"plan\":[{\"step\":\"SECRET\"}]", "/plan/0/objective" },
        { ",\"plan\":[{\"objective\":\"o\",\"need\":\"9.9\"}]", "/plan/0/need" },
        { ",\"commitments\":[{\"partner\":\"p\",\"what\":\"w\"}]", "/commitments/0/date" },
        { ",\"referent\":{\"phone\":\"SECRET\"}", "/referent/phone" },
        { ",\"referent\":{\"role\":\"Madame SECRET\"}", "/referent/role" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_case *c = NULL;
        struct orb_error err;
        char text[2000];

        (void)snprintf(text, sizeof text,
                       "{\"format\":\"orbite-case/1\",\"situation\":" SITUATION "%s}", "%s",
                       cases[i].members);
        if (parse(&c, &err, text, "") != ORB_ERR_SYNTAX ||
            strcmp(err.place, cases[i].place) != 0)
            fail_msg("case %zu: %s: %s", i, err.place, err.text);
        assert_null(strstr(err.text, "SECRET"));
        assert_null(c);
    }
}

static void a_fault_of_the_situation_is_told_inside_the_case(void **state)
{
    struct orb_case *c = NULL;
    struct orb_error err;

    (void)state;
    assert_int_equal(parse(&c, &err, CASE(""), ",\"name\":\"x\""), ORB_ERR_SYNTAX);
    assert_string_equal(err.place, "/situation/name");
    assert_int_equal(parse(&c, &err, "{\"format\":\"orbite-case/1\"%s}", ""),
                     ORB_ERR_SYNTAX);
    assert_string_equal(err.place, "/situation");
    assert_int_equal(parse(&c, &err, "[1%s]", ""), ORB_ERR_SYNTAX);
    assert_int_equal(parse(&c, &err, "{\"format\":\"orbite-case/2\"%s}", ""),
                     ORB_ERR_SYNTAX);
    assert_string_equal(err.place, "/format");
}

static void ordinary_words_of_a_follow_up_are_taken(void **state)
{
    static const char *const texts[] = {
        "Vu le 12/03/2026, rappel le 2026-04-01",
        "Mesure du 01/02/2026 ; 3 visites",
        "Mme la directrice a dit oui",
        "madame Untel n'est pas un titre suivi d'un nom en capitales ici",
        "FINESS 010002228",
        "Maison des adolescents, 2e étage",
        "M",
        "Mr",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct orb_case *c = NULL;
        struct orb_error err;
        char text[2000];

        (void)snprintf(text, sizeof text,
                       "{\"format\":\"orbite-case/1\",\"situation\":" SITUATION
                       ",\"plan\":[{\"objective\":\"%s\"}]}",
                       "%s", texts[i]);
        if (parse(&c, &err, text, "") != ORB_OK)
            fail_msg("case %zu: %s: %s", i, err.place, err.text);
        assert_string_equal(c->plan[0].objective, texts[i]);
        orb_case_free(c);
    }
}

static void months_are_added_to_the_last_day_there_is(void **state)
{
    static const struct {
        int from[3], months, to[3];
    } cases[] = {
        { { 2026, 1, 31 }, 1, { 2026, 2, 28 } },   { { 2024, 2, 29 }, 24, { 2026, 2, 28 } },
        { { 2026, 12, 5 }, 1, { 2027, 1, 5 } },    { { 2026, 1, 5 }, -1, { 2025, 12, 5 } },
        { { 2026, 3, 31 }, -13, { 2025, 2, 28 } }, { { 2026, 6, 1 }, 0, { 2026, 6, 1 } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (orb_date_add_months(
                orb_date_make(cases[i].from[0], cases[i].from[1], cases[i].from[2]),
                cases[i].months) !=
            orb_date_make(cases[i].to[0], cases[i].to[1], cases[i].to[2]))
            fail_msg("case %zu", i);
}

static int open_profile(void **state)
{
    (void)state;
    return orb_profile_new(&profile, NULL, NULL) == ORB_OK ? 0 : -1;
}

static int close_profile(void **state)
{
    (void)state;
    orb_profile_free(profile);
    orb_vocabulary_release(&vocabulary);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bare_situation_is_a_case_of_which_the_rest_is_unknown),
        cmocka_unit_test(every_official_status_says_what_it_says),
        cmocka_unit_test(unknown_codes_are_kept_as_given_and_count_for_nothing),
        cmocka_unit_test(requests_become_attempts_and_only_the_newest_a_support),
        cmocka_unit_test(dates_of_contacts_and_phases_settle_the_case),
        cmocka_unit_test(what_the_situation_tells_prevails_and_cannot_be_denied),
        cmocka_unit_test(blanks_of_the_evaluation_are_told_by_domain),
        cmocka_unit_test(faults_are_told_by_their_place_and_never_quoted),
        cmocka_unit_test(a_fault_of_the_situation_is_told_inside_the_case),
        cmocka_unit_test(ordinary_words_of_a_follow_up_are_taken),
        cmocka_unit_test(months_are_added_to_the_last_day_there_is),
    };

    return cmocka_run_group_tests(tests, open_profile, close_profile);
}
