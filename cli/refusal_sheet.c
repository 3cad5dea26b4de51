/* The person is matched again as on the day of each refusal; the service is as it is
 * declared today, which the sheet says. */
#include "cli/refusal_sheet.h"

#include <string.h>

#include "cli/table.h"
#include "cli/territory.h"
#include "engine/base/text.h"
#include "engine/match/match.h"
#include "maps/offer_words.h"
#include "maps/reason_words.h"
#include "maps/report_refusals.h"

struct sheet {
    struct orb_handout *out;
    const struct cli_context *cli;
    struct cli_people_job *job;
    struct orb_case *case_;
    struct cli_territory territory;
    struct orb_matcher *matcher;
    struct orb_reader reader;
    struct orb_buf text; /* what is said next */
};

static const char *said(struct sheet *s)
{
    s->out->failed = s->out->failed || s->text.failed;
    return s->text.len == 0 ? NULL : s->text.data;
}

static const char *date(struct sheet *s, orb_date day)
{
    orb_buf_clear(&s->text);
    if (day != ORB_DATE_NONE)
        cli_date(&s->text, day, s->out->french);
    return said(s);
}

/* "122 the age...". */
static const char *coded(struct sheet *s, const char *list, const char *code)
{
    orb_buf_clear(&s->text);
    if (code != NULL)
        orb_buf_printf(&s->text, "%s %s", code,
                       orb_vocabulary_label(&s->job->vocabulary, list, code,
                                            s->out->french ? "fr" : "en") == NULL
                           ? ""
                           : orb_code_words(&s->reader, list, code));
    return said(s);
}

static uint32_t offer_of(const struct sheet *s, const struct orb_case_request *q)
{
    return q->offer == NULL ? ORB_CAT_NONE
                            : orb_cat_offer_find(&s->territory.catalogue, q->offer);
}

/* The first time the same service was asked, or the day of the refusal. */
static orb_date asked_on(const struct sheet *s, const struct orb_case_request *refused)
{
    orb_date first = refused->date;

    for (uint32_t i = 0; i < s->case_->request_count; i++) {
        const struct orb_case_request *q = &s->case_->requests[i];
        const char *a = q->offer != NULL ? q->offer : q->category;
        const char *b = refused->offer != NULL ? refused->offer : refused->category;

        if (q->date != ORB_DATE_NONE && strcmp(a, b) == 0 &&
            (first == ORB_DATE_NONE || q->date < first))
            first = q->date;
    }
    return first;
}

static void tell_request(struct sheet *s, const struct orb_case_request *q, uint32_t offer)
{
    const char *name = offer == ORB_CAT_NONE
                           ? NULL
                           : orb_cat_known(&s->territory.catalogue,
                                           s->territory.catalogue.offers[offer].name);

    orb_handout_section(s->out, name != NULL       ? name
                                : q->offer != NULL ? q->offer
                                                   : q->category);
    orb_handout_fact(s->out, _("asked on"), date(s, asked_on(s, q)));
    orb_handout_fact(s->out, _("refused on"), date(s, q->date));
    orb_buf_clear(&s->text);
    for (uint32_t i = 0; i < q->needs.count; i++)
        orb_buf_printf(&s->text, "%s%s %s", i == 0 ? "" : _("; "), q->needs.items[i],
                       orb_code_words(&s->reader, "serafin_besoins", q->needs.items[i]));
    orb_handout_fact(s->out, _("for"), said(s));
    orb_handout_fact(s->out, _("answer"), coded(s, "statuts_prise_charge", q->status));
    orb_handout_fact(s->out, _("reason"),
                     coded(s, "motifs_statut_prise_charge", q->reason));
    orb_handout_fact(s->out, _("motive"),
                     orb_refusal_words(orb_refusal_motive_of(q->reason)));
    if (q->note != NULL)
        orb_handout_quote(s->out, NULL, q->note, NULL);
}

/* The age on that day, beside those that the service declares. */
static void tell_ages(struct sheet *s, uint32_t offer)
{
    const struct orb_catalogue *c = &s->territory.catalogue;
    const struct orb_cat_terms *terms = &c->terms[c->offers[offer].terms];
    int age = orb_person_age(s->case_->person);

    if (age >= 0)
        orb_handout_say(s->out, _("Age on that day: %d years."), age);
    orb_buf_clear(&s->text);
    if (terms->age_min_months != ORB_AGE_UNKNOWN ||
        terms->age_max_months != ORB_AGE_UNKNOWN)
        orb_words_of_ages(&s->text, terms->age_min_months, terms->age_max_months,
                          s->out->french ? ORB_CELL_FRENCH : ORB_CELL_ENGLISH);
    if (said(s) != NULL)
        orb_handout_say(s->out, _("Ages declared by the service: %s."), s->text.data);
}

/* What rules say of the offer on the day of the refusal. */
static enum orb_status confront(struct sheet *s, const struct orb_case_request *q,
                                uint32_t offer, struct orb_error *err)
{
    const struct orb_match_options options = { .operator_id = s->cli->operator_id,
                                               .limit = 1 };
    uint32_t rules = orb_refusal_rules(q->reason);
    struct orb_match_result result;
    struct orb_evaluation e;
    size_t told = 0;
    enum orb_status status;

    s->case_->person->reference_date = q->date == ORB_DATE_NONE ? s->job->date : q->date;
    status = orb_matcher_ask(s->matcher, s->case_->person, &options, &result, err);
    if (status == ORB_OK)
        status = orb_matcher_evaluate(s->matcher, offer, &e, err);
    if (status != ORB_OK)
        return status;
    if ((rules & 1U << ORB_RULE_AGE) != 0)
        tell_ages(s, offer);
    for (size_t i = 0; i < e.verdict->reason_count; i++) {
        const struct orb_reason *r = &e.verdict->reasons[i];

        if ((rules >> r->rule & 1) == 0)
            continue;
        orb_buf_clear(&s->text);
        orb_reason_words(&s->text, &s->reader, r);
        if (r->levers != 0) {
            orb_buf_text(&s->text, " → ");
            orb_lever_words(&s->text, r);
        }
        if (said(s) != NULL)
            orb_handout_item(s->out,
                             r->outcome == ORB_RULE_NO
                                 ? _("What is declared confirms the motive: %s.")
                                 : _("What is declared cannot tell, to be asked: %s."),
                             s->text.data);
        told++;
    }
    if (told == 0)
        orb_handout_item(
            s->out, "%s",
            _("What is declared contradicts the motive: nothing that the service declares keeps the person out for it. To be argued."));
    return ORB_OK;
}

static enum orb_status tell_refusal(struct sheet *s, const struct orb_case_request *q,
                                    struct orb_error *err)
{
    uint32_t offer = offer_of(s, q);

    tell_request(s, q, offer);
    if (q->offer == NULL)
        orb_handout_item(
            s->out, "%s",
            _("The answer is about a kind of service: there is none to compare it with."));
    else if (offer == ORB_CAT_NONE)
        orb_handout_item(
            s->out, "%s",
            _("The territory does not have this service: nothing to compare the answer with."));
    else if (orb_refusal_rules(q->reason) == 0)
        orb_handout_item(
            s->out, "%s",
            _("No rule looks at this motive: ask the service to say in writing what it rests on."));
    else
        return confront(s, q, offer, err);
    return ORB_OK;
}

enum orb_status cli_refusal_sheet_tell(struct orb_handout *out,
                                       const struct cli_context *cli,
                                       struct cli_people_job *job, struct orb_case *case_,
                                       struct orb_error *err)
{
    struct sheet s = { .out = out, .cli = cli, .job = job, .case_ = case_ };
    size_t count = 0;
    enum orb_status status = cli_territory_open(
        &s.territory, cli, cli_option_value(job->args, "catalogue"), err);

    if (status == ORB_OK) {
        s.reader =
            (struct orb_reader){ &s.territory.catalogue, &job->vocabulary, out->french };
        s.matcher = orb_matcher_new(&s.territory.catalogue, job->profile);
        status = s.matcher == NULL ? orb_error_memory(err) : ORB_OK;
    }
    out->banner = _("Personal data: not to be passed on");
    orb_handout_title(out, _("What services refused to %s"), case_->person->id);
    orb_handout_say(
        out, "%s",
        _("Each answer is set beside what the service declares today, for the person as on the day of the refusal."));
    for (uint32_t i = 0; status == ORB_OK && i < case_->request_count; i++)
        if (case_->requests[i].kind == ORB_REQUEST_REFUSED) {
            status = tell_refusal(&s, &case_->requests[i], err);
            count++;
        }
    if (count == 0)
        orb_handout_say(out, "%s", _("No refusal is written."));
    orb_matcher_free(s.matcher);
    cli_territory_close(&s.territory);
    orb_buf_release(&s.text);
    return status;
}
