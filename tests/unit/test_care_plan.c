#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/text.h"
#include "maps/care_plan.h"
#include "maps/easy_words.h"
#include "tests/unit/person_world.h"
#include "tests/unit/style.h"

/* Words of people, as no sentence of a program would be. */
#define SAID "Je veux  rester <ici> avec mon chien,\net rien d’autre."

static const struct orb_case_evaluation evaluation[] = {
    { "AC.3", SAID, "un tuteur", NULL, ORB_EXPRESSED_SELF, 20000 },
    { "SA", "dormir", NULL, NULL, ORB_EXPRESSED_FOR, ORB_DATE_NONE },
};
static const struct orb_case_action actions[] = {
    { "1.1.1", "Apprendre", "Visiter l’IME avec SON éducatrice", "une éducatrice", "kids",
      20500, 180, 20600, ORB_STEP_UNDER_WAY, "bon début" },
    { NULL, "Sortir", NULL, NULL, "ailleurs", ORB_DATE_NONE, -1, ORB_DATE_NONE,
      ORB_STEP_DROPPED, NULL },
};
static const struct orb_case_commitment commitments[] = {
    { "near", "Une visite", 20400, 20450, ORB_STEP_TO_DO },
    { "org:inconnue", "Un appel", 20401, ORB_DATE_NONE, ORB_STEP_DONE },
};

struct fixture {
    struct person_world world;
    struct orb_case case_;
    struct orb_match_document document;
    struct orb_care_question question;
    struct orb_care_plan plan;
    struct orb_handout handout;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    person_world_open(&f->world, "P-1<script>");
    f->case_.person = f->world.person;
    f->document = (struct orb_match_document){ .catalogue = &f->world.catalogue,
                                               .profile = f->world.profile,
                                               .person = f->world.person,
                                               .matcher = f->world.matcher,
                                               .result = &f->world.result };
    f->question = (struct orb_care_question){
        &f->case_, &f->document, { &f->world.catalogue, &f->world.vocabulary, false }
    };
    orb_handout_init(&f->handout, false);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    orb_handout_release(&f->handout);
    orb_care_plan_release(&f->plan);
    person_world_close(&f->world);
    free(f);
    return 0;
}

static void fill(struct fixture *f)
{
    f->case_.evaluation = evaluation;
    f->case_.evaluation_count = 2;
    f->case_.plan = actions;
    f->case_.action_count = 2;
    f->case_.commitments = commitments;
    f->case_.commitment_count = 2;
}

static void make(struct fixture *f)
{
    struct orb_error err = { 0 };

    assert_int_equal(orb_care_plan_make(&f->plan, &f->question, &err), ORB_OK);
}

static bool is_told(const struct fixture *f, enum orb_handout_kind kind, const char *text)
{
    for (size_t i = 0; i < f->handout.count; i++)
        if (f->handout.parts[i].kind == kind && f->handout.parts[i].text != NULL &&
            strcmp(f->handout.parts[i].text, text) == 0)
            return true;
    return false;
}

static void matching_proposes_for_needs_that_nobody_decided_about(void **state)
{
    struct fixture *f = *state;

    make(f);
    assert_int_equal(f->plan.decided, 0);
    assert_int_equal(f->plan.count, 1);
    assert_int_equal(f->plan.actions[0].origin, ORB_CARE_PROPOSED);
    assert_string_equal(f->plan.actions[0].needs[0], "1.1.1");
    assert_null(f->plan.actions[0].objective);
    assert_true(f->plan.actions[0].deadline == ORB_DATE_NONE);
    assert_int_equal(f->plan.settled, 0);
}

static void what_is_decided_closes_its_need(void **state)
{
    struct fixture *f = *state;

    fill(f);
    make(f);
    assert_int_equal(f->plan.decided, 2);
    assert_int_equal(f->plan.count, 2);
    assert_int_equal(f->plan.settled, 1);
    assert_int_not_equal(f->plan.actions[0].found, ORB_CAT_NONE);
    assert_int_equal(f->plan.actions[1].found, ORB_CAT_NONE);
}

static void an_action_given_up_closes_nothing(void **state)
{
    struct fixture *f = *state;
    struct orb_case_action dropped = actions[0];

    dropped.state = ORB_STEP_DROPPED;
    f->case_.plan = &dropped;
    f->case_.action_count = 1;
    make(f);
    assert_int_equal(f->plan.decided, 1);
    assert_int_equal(f->plan.count, 2);
    assert_int_equal(f->plan.settled, 0);
}

static void a_need_that_nothing_meets_is_reported(void **state)
{
    struct fixture *f = *state;
    struct orb_need need = { "1.3.5.1", 3, ORB_WEEKLY };
    static const struct orb_match_options all = { .totals = true };

    f->world.person->needs = &need;
    f->world.person->urgency_days = 30;
    assert_int_equal(
        orb_matcher_ask(f->world.matcher, f->world.person, &all, &f->world.result, NULL),
        ORB_OK);
    make(f);
    assert_int_equal(f->plan.count, 1);
    assert_int_equal(f->plan.actions[0].way, ORB_CARE_REPORT);
    assert_null(f->plan.actions[0].offer);
    assert_int_equal(f->plan.actions[0].deadline, f->world.person->reference_date + 30);
}

static void words_of_the_person_are_quoted_to_the_byte(void **state)
{
    struct fixture *f = *state;

    fill(f);
    make(f);
    orb_care_plan_tell(&f->handout, &f->plan);
    assert_true(is_told(f, ORB_HANDOUT_QUOTE, SAID));
    assert_true(is_told(f, ORB_HANDOUT_QUOTE, "MARQUE-VOEU"));
    orb_handout_release(&f->handout);
    orb_handout_init(&f->handout, false);
    orb_care_plan_tell_easy(&f->handout, &f->plan);
    assert_true(is_told(f, ORB_HANDOUT_QUOTE, SAID));
    assert_true(is_told(f, ORB_HANDOUT_ITEM, "Proche"));
    assert_true(is_told(f, ORB_HANDOUT_ITEM, "a service near you"));
}

static void every_domain_that_is_blank_is_told(void **state)
{
    struct fixture *f = *state;

    fill(f);
    make(f);
    orb_care_plan_tell(&f->handout, &f->plan);
    assert_true(is_told(f, ORB_HANDOUT_LINE,
                        "Still to be evaluated with the person: Way of life (expectation "
                        "and need); Relations (expectation and need); Health (need)."));
}

/* ---- easy to read */

/* One sentence: its end is at the end, or a colon opens what comes next. */
static void is_easy(const char *text)
{
    size_t len = strlen(text);

    if (len == 0 || orb_easy_is_hard(text))
        fail_msg("hard: %s", text);
    if (orb_easy_longest(text) == 0)
        fail_msg("no word: %s", text);
    for (size_t i = 0; i + 1 < len; i++)
        if (strchr(".!?\n", text[i]) != NULL)
            fail_msg("two sentences: %s", text);
    if (strchr(".:!?", text[len - 1]) == NULL)
        fail_msg("no end: %s", text);
}

static void check_easy(struct fixture *f)
{
    orb_handout_release(&f->handout);
    orb_handout_init(&f->handout, false);
    orb_care_plan_release(&f->plan);
    make(f);
    orb_care_plan_tell_easy(&f->handout, &f->plan);
    assert_false(f->handout.failed);
    for (size_t i = 0; i < f->handout.count; i++) {
        const struct orb_handout_part *part = &f->handout.parts[i];

        if (part->kind == ORB_HANDOUT_LINE)
            is_easy(part->text);
        else if (part->kind != ORB_HANDOUT_QUOTE && part->kind != ORB_HANDOUT_ITEM &&
                 orb_easy_is_hard(part->text))
            fail_msg("hard: %s", part->text);
        else if (part->kind == ORB_HANDOUT_QUOTE && part->beside != NULL)
            is_easy(part->beside);
    }
}

static void check_every_code(struct fixture *f)
{
    const struct orb_term_list *list;

    assert_int_equal(
        orb_vocabulary_terms(&f->world.vocabulary, "serafin_besoins", &list, NULL), ORB_OK);
    for (size_t i = 0; i < list->count; i++) {
        char text[256];

        (void)snprintf(text, sizeof text, _("You need help for: %s."),
                       orb_easy_need(list->terms[i].code));
        is_easy(text);
    }
    assert_int_equal(
        orb_vocabulary_terms(&f->world.vocabulary, "projet_de_vie_domaines", &list, NULL),
        ORB_OK);
    for (size_t i = 0; i < list->count; i++) {
        char text[256];

        (void)snprintf(text, sizeof text, _("Subject: %s."),
                       orb_easy_domain(list->terms[i].code));
        is_easy(text);
    }
}

/* Every phase, every state of an action, with and without all that may be blank. */
static void check_every_case(struct fixture *f)
{
    struct orb_case_action action = actions[0];
    struct orb_case_commitment commitment = commitments[0];

    check_every_code(f);
    for (unsigned blank = 0; blank < 8; blank++)
        for (int phase = 0; phase < ORB_PHASES; phase++) {
            action.state = (enum orb_step_state)(phase % ORB_STEP_STATES);
            commitment.state = action.state;
            action.duration_days = (int64_t[]){ -1, 1, 59, 3000 }[phase % 4];
            f->case_.phase = (enum orb_phase)phase;
            f->case_.plan = &action;
            f->case_.action_count = blank & 1;
            f->case_.commitments = &commitment;
            f->case_.commitment_count = blank >> 1 & 1;
            f->case_.referent.role = (blank & 4) != 0 ? "coordinatrice" : NULL;
            check_easy(f);
        }
}

static void every_sentence_for_the_person_is_easy(void **state)
{
    check_every_case(*state);
}

static void every_sentence_for_the_person_is_easy_in_french(void **state)
{
    const char *build = getenv("ORBITE_BUILDDIR");
    char directory[4096];

    if (build == NULL)
        skip();
    (void)snprintf(directory, sizeof directory, "%s/po", build);
    (void)bindtextdomain(ORB_TEXT_DOMAIN, directory);
    (void)bind_textdomain_codeset(ORB_TEXT_DOMAIN, "UTF-8");
    assert_int_equal(setenv("LANGUAGE", "fr", 1), 0);
    if (setlocale(LC_MESSAGES, "C.UTF-8") == NULL || strcmp(_("My plan"), "My plan") == 0)
        skip();
    check_every_case(*state);
    assert_string_equal(((struct fixture *)*state)->handout.title, "Mon plan");
    assert_int_equal(setenv("LANGUAGE", "en", 1), 0);
    (void)setlocale(LC_MESSAGES, "C");
}

static void hard_texts_are_known(void **state)
{
    (void)state;
    assert_true(orb_easy_is_hard("Visiter l’IME"));
    assert_true(orb_easy_is_hard("le besoin 1.3.2"));
    assert_true(orb_easy_is_hard("un deux trois quatre cinq six sept huit neuf dix onze "
                                 "douze treize quatorze quinze seize"));
    assert_false(orb_easy_is_hard("un deux trois quatre cinq six sept huit neuf dix onze "
                                  "douze treize quatorze quinze. Seize !"));
    assert_false(orb_easy_is_hard("Le 12 mars, à midi : une visite."));
    assert_int_equal(orb_easy_longest("Être là\u00a0: l’été, où ?"), 2);
    assert_int_equal(orb_easy_longest(""), 0);
}

static void an_abbreviation_of_a_name_is_explained(void **state)
{
    struct fixture *f = *state;
    struct orb_case_commitment commitment = commitments[0];

    commitment.partner = "CMPP du Val";
    f->case_.commitments = &commitment;
    f->case_.commitment_count = 1;
    make(f);
    orb_care_plan_tell_easy(&f->handout, &f->plan);
    assert_true(is_told(f, ORB_HANDOUT_ITEM, "CMPP du Val"));
    assert_true(
        is_told(f, ORB_HANDOUT_ITEM, "CMPP means: centre médico-psycho-pédagogique."));
}

/* ---- the page */

static void the_page_escapes_and_closes_all(void **state)
{
    struct fixture *f = *state;
    struct orb_output out = { 0 };
    struct orb_error err = { 0 };

    fill(f);
    make(f);
    orb_care_plan_tell(&f->handout, &f->plan);
    assert_int_equal(orb_handout_write_html(&out, &f->handout, &err), ORB_OK);
    assert_null(strstr(out.pending.data, "<script"));
    assert_null(strstr(out.pending.data, "<ici>"));
    assert_non_null(
        strstr(out.pending.data, "Je veux  rester &lt;ici&gt; avec mon chien,\n"));
    assert_non_null(strstr(out.pending.data, "default-src 'none'; style-src 'sha256-"));
    assert_non_null(strstr(out.pending.data, "Personal data"));
    for (const char *const *name =
             (const char *const[]){ "section", "table", "tr", "dl", "figure", "td", NULL };
         *name != NULL; name++) {
        size_t opened = 0;
        size_t closed = 0;
        char tag[32];

        (void)snprintf(tag, sizeof tag, "<%s", *name);
        for (const char *at = out.pending.data; (at = strstr(at, tag)) != NULL; at++)
            opened += at[strlen(tag)] == '>' || at[strlen(tag)] == ' ';
        (void)snprintf(tag, sizeof tag, "</%s>", *name);
        for (const char *at = out.pending.data; (at = strstr(at, tag)) != NULL; at++)
            closed++;
        if (opened == 0 || opened != closed)
            fail_msg("%s: %zu opened, %zu closed", *name, opened, closed);
    }
    orb_buf_release(&out.pending);
}

static void the_style_is_the_one_the_policy_names(void **state)
{
    (void)state;
    assert_style_is_named("maps/handout.css", "maps/handout.css.sha256");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(matching_proposes_for_needs_that_nobody_decided_about),
        CASE(what_is_decided_closes_its_need),
        CASE(an_action_given_up_closes_nothing),
        CASE(a_need_that_nothing_meets_is_reported),
        CASE(words_of_the_person_are_quoted_to_the_byte),
        CASE(every_domain_that_is_blank_is_told),
        CASE(every_sentence_for_the_person_is_easy),
        CASE(every_sentence_for_the_person_is_easy_in_french),
        cmocka_unit_test(hard_texts_are_known),
        CASE(an_abbreviation_of_a_name_is_explained),
        CASE(the_page_escapes_and_closes_all),
        cmocka_unit_test(the_style_is_the_one_the_policy_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
