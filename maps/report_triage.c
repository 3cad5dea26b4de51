/* Persons without solution, in the order of work. */
#include "maps/report_triage.h"

#include <math.h>
#include <stdio.h>

#include "engine/base/text.h"
#include "maps/triage_cells.h"
#include "maps/triage_words.h"

#define COLUMNS(list) list, sizeof list / sizeof list[0]

static const struct orb_report_word isolation_words[] = { { "no", N_("no") },
                                                          { "yes", N_("isolated") },
                                                          { NULL, NULL } };

static const struct orb_report_word next_words[] = { { "none", N_("nothing") },
                                                     { "verify", N_("verify") },
                                                     { "lever", N_("move an obstacle") },
                                                     { "coordination", N_("coordination") },
                                                     { "secure", N_("secure") },
                                                     { "replace",
                                                       N_("prepare the next service") },
                                                     { NULL, NULL } };

static const struct orb_report_column level_columns[] = {
    { .key = "level",
      .title = N_("Solution today"),
      .type = ORB_REPORT_TEXT,
      .words = orb_level_words },
    { .key = "persons", .title = N_("Persons"), .type = ORB_REPORT_INTEGER },
    { .key = "isolated", .title = N_("Isolated"), .type = ORB_REPORT_INTEGER },
};

/* clang-format off */
static const struct orb_report_column person_columns[] = {
    { .key = "rank", .title = N_("Rank"), .definition = N_("Order of work, a convention: deadline, isolation, worst need, sum of states by priorities, days since the first decision. Not a medical priority."), .type = ORB_REPORT_INTEGER },
    { .key = "person", .title = N_("Person"), .type = ORB_REPORT_CODE },
    { .key = "age", .title = N_("Age"), .type = ORB_REPORT_INTEGER },
    { .key = "commune", .title = N_("Commune"), .type = ORB_REPORT_CODE },
    { .key = "level", .title = N_("Solution today"), .type = ORB_REPORT_TEXT, .words = orb_level_words },
    { .key = "isolated", .title = N_("Isolation"), .type = ORB_REPORT_TEXT, .words = isolation_words },
    { .key = "need", .title = N_("Worst need, code"), .type = ORB_REPORT_CODE, .quiet = true },
    { .key = "need_label", .title = N_("Worst need"), .type = ORB_REPORT_TEXT },
    { .key = "state", .title = N_("State"), .type = ORB_REPORT_TEXT, .words = orb_state_words },
    { .key = "cause", .title = N_("Cause"), .type = ORB_REPORT_TEXT },
    { .key = "next", .title = N_("Next step"), .type = ORB_REPORT_TEXT },
    { .key = "next_kind", .title = N_("Kind of step"), .type = ORB_REPORT_TEXT, .words = next_words, .quiet = true },
    { .key = "change", .title = N_("What would change it"), .type = ORB_REPORT_TEXT },
    { .key = "deadline_days", .title = N_("Deadline (days)"), .type = ORB_REPORT_INTEGER },
    { .key = "weight", .title = N_("States by priorities"), .definition = N_("Sum over the needs of the state (0 covered, 4 nothing) times the priority."), .type = ORB_REPORT_INTEGER, .quiet = true },
    { .key = "waiting_days", .title = N_("Waiting (days)"), .definition = N_("Since the first valid decision."), .type = ORB_REPORT_INTEGER },
    { .key = "isolation_low", .title = N_("Isolation, at least"), .type = ORB_REPORT_INTEGER, .quiet = true },
    { .key = "isolation_high", .title = N_("Isolation, at most"), .type = ORB_REPORT_INTEGER, .quiet = true },
    { .key = "isolation_factors", .title = N_("Factors of isolation"), .definition = N_("Each yes, no or unknown."), .type = ORB_REPORT_TEXT, .quiet = true },
    { .key = "contact", .title = N_("Single contact"), .type = ORB_REPORT_TEXT },
};

static const struct orb_report_column need_columns[] = {
    { .key = "person", .title = N_("Person"), .type = ORB_REPORT_CODE },
    { .key = "need", .title = N_("Need"), .type = ORB_REPORT_CODE, .quiet = true },
    { .key = "need_label", .title = N_("Need in words"), .type = ORB_REPORT_TEXT },
    { .key = "priority", .title = N_("Priority"), .type = ORB_REPORT_INTEGER },
    { .key = "state", .title = N_("State"), .type = ORB_REPORT_TEXT, .words = orb_state_words },
    { .key = "cause", .title = N_("Cause"), .type = ORB_REPORT_TEXT },
    { .key = "change", .title = N_("What would change it"), .type = ORB_REPORT_TEXT },
    { .key = "covering", .title = N_("Offers for it"), .definition = N_("Offers of the territory that answer the need, whatever keeps them out."), .type = ORB_REPORT_INTEGER },
    { .key = "to_verify", .title = N_("To verify"), .type = ORB_REPORT_INTEGER },
};

static const struct orb_report_column cause_columns[] = {
    { .key = "person", .title = N_("Person"), .type = ORB_REPORT_CODE },
    { .key = "need", .title = N_("Need"), .type = ORB_REPORT_CODE, .quiet = true },
    { .key = "need_label", .title = N_("Need in words"), .type = ORB_REPORT_TEXT },
    { .key = "cause", .title = N_("Cause"), .type = ORB_REPORT_CODE, .quiet = true },
    { .key = "words", .title = N_("In words"), .type = ORB_REPORT_TEXT },
    { .key = "r358", .title = N_("TRE_R358"), .definition = N_("Code of the reasons of refusal of the ROR; none for what is ours alone."), .type = ORB_REPORT_CODE },
    { .key = "blocked", .title = N_("Offers kept out"), .type = ORB_REPORT_INTEGER },
    { .key = "alone", .title = N_("By this alone"), .type = ORB_REPORT_INTEGER },
};

static const struct orb_report_column change_columns[] = {
    { .key = "person", .title = N_("Person"), .type = ORB_REPORT_CODE },
    { .key = "need", .title = N_("Need"), .type = ORB_REPORT_CODE, .quiet = true },
    { .key = "need_label", .title = N_("Need in words"), .type = ORB_REPORT_TEXT },
    { .key = "causes", .title = N_("Causes"), .type = ORB_REPORT_CODE, .quiet = true },
    { .key = "words", .title = N_("To lift together"), .type = ORB_REPORT_TEXT },
    { .key = "offers", .title = N_("Offers let in"), .definition = N_("Kept out by exactly these, wherever they are."), .type = ORB_REPORT_INTEGER },
    { .key = "gap", .title = N_("Gap"), .definition = N_("Months, days or minutes that the nearest lacks, when one cause alone keeps it out."), .type = ORB_REPORT_DECIMAL, .decimals = 0 },
    { .key = "limit_minutes", .title = N_("Travel (min)"), .definition = N_("Limit of travel that lets the nearest in."), .type = ORB_REPORT_DECIMAL, .decimals = 0 },
    { .key = "offer", .title = N_("Nearest offer"), .type = ORB_REPORT_CODE },
    { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
};

static const struct orb_report_column event_columns[] = {
    { .key = "date", .title = N_("Date"), .type = ORB_REPORT_DATE },
    { .key = "days", .title = N_("Wait (days)"), .type = ORB_REPORT_DECIMAL, .decimals = 0 },
    { .key = "kind", .title = N_("What"), .type = ORB_REPORT_TEXT, .words = orb_fragility_words },
    { .key = "person", .title = N_("Person"), .type = ORB_REPORT_CODE },
    { .key = "needs", .title = N_("Needs"), .type = ORB_REPORT_CODE, .quiet = true },
    { .key = "needs_label", .title = N_("Needs in words"), .type = ORB_REPORT_TEXT },
    { .key = "today", .title = N_("Serves today"), .type = ORB_REPORT_TEXT },
    { .key = "offer", .title = N_("Offer"), .type = ORB_REPORT_CODE },
    { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
    { .key = "creton", .title = N_("Creton"), .definition = N_("The age limit lies between 16 and 20 years: an amendement Creton is to prepare."), .type = ORB_REPORT_TEXT },
};
/* clang-format on */

/* ---- cells */

static void add_known(struct orb_report_table *t, int64_t value)
{
    if (value < 0)
        orb_report_unknown(t);
    else
        orb_report_integer(t, value);
}

static const char *need_code(const struct orb_triage_person *p, uint32_t need)
{
    return p->case_->person->needs[need].code;
}

/* The code of a need, then its words. */
static void need_cells(struct orb_report_table *t, const struct orb_reader *reader,
                       const struct orb_triage_person *p, uint32_t need)
{
    orb_report_text(t, need_code(p, need));
    orb_report_text(t, orb_code_words(reader, "serafin_besoins", need_code(p, need)));
}

static bool is_told(const struct orb_report_triage_input *in,
                    const struct orb_triage_person *p)
{
    return in->all || orb_triage_is_listed(p);
}

/* ---- tables */

static void add_levels(struct orb_report *report, const struct orb_report_triage_input *in)
{
    int64_t persons[ORB_LEVELS] = { 0 };
    int64_t isolated[ORB_LEVELS] = { 0 };
    struct orb_report_table *t = orb_report_add_table(
        report, "levels", _("The caseload at once"), COLUMNS(level_columns));

    for (size_t i = 0; i < in->count; i++) {
        persons[in->people[i]->level]++;
        isolated[in->people[i]->level] += in->people[i]->isolation.isolated;
    }
    for (int level = 0; level < ORB_LEVELS; level++) {
        orb_report_row(t);
        orb_report_text(t, orb_level_words[level].token);
        orb_report_integer(t, persons[level]);
        orb_report_integer(t, isolated[level]);
    }
}

static void factor_words(struct orb_buf *out, const struct orb_isolation *isolation)
{
    static const char *const answers[] = { "unknown", "yes", "no" };

    for (int i = 0; i < ORB_ISOLATION_FACTORS; i++)
        orb_buf_printf(out, "%s%s=%s", i == 0 ? "" : " ", orb_isolation_names[i],
                       answers[isolation->factors[i]]);
}

static void person_head(struct orb_report_table *t,
                        const struct orb_report_triage_input *in,
                        const struct orb_triage_person *p)
{
    const struct orb_person *person = p->case_->person;

    orb_report_text(t, person->id);
    add_known(t, orb_person_age(person));
    orb_report_text(t, person->commune);
    orb_report_text(t, orb_level_words[p->level].token);
    orb_report_text(t, isolation_words[p->isolation.isolated].token);
    if (p->need_count == 0) {
        for (int i = 0; i < 3; i++)
            orb_report_none(t);
        return;
    }
    need_cells(t, &in->reader, p, p->worst);
    orb_report_text(t, orb_state_words[p->needs[p->worst].state].token);
}

static void person_tail(struct orb_report_table *t, struct orb_buf *words,
                        const struct orb_triage_person *p)
{
    int64_t deadline = p->case_->person->urgency_days;

    if (deadline < 0)
        orb_report_none(t);
    else
        orb_report_integer(t, deadline);
    orb_report_integer(t, p->urgency.weight);
    add_known(t, p->urgency.waiting);
    orb_report_integer(t, p->isolation.low);
    orb_report_integer(t, p->isolation.high);
    factor_words(words, &p->isolation);
    orb_words_cell(t, words);
    orb_contact_words(words, &p->case_->referent);
    orb_known_words_cell(t, words);
}

static void add_people(struct orb_report *report, const struct orb_report_triage_input *in,
                       struct orb_buf *words)
{
    struct orb_report_table *t = orb_report_add_table(
        report, "people", _("Persons, in the order of work"), COLUMNS(person_columns));
    int64_t rank = 0;

    for (size_t i = 0; i < in->count; i++) {
        const struct orb_triage_person *p = in->people[i];
        const struct orb_triage_need *need;

        if (!is_told(in, p))
            continue;
        orb_report_row(t);
        orb_report_integer(t, ++rank);
        person_head(t, in, p);
        need = p->need_count == 0 ? NULL : &p->needs[p->next.need];
        if (need != NULL)
            orb_need_words(words, need);
        orb_words_cell(t, words);
        orb_next_words(words, &in->reader, p);
        orb_words_cell(t, words);
        orb_report_text(t, next_words[p->next.kind].token);
        if (need != NULL)
            orb_relaxation_words(words, &in->reader, need);
        orb_words_cell(t, words);
        person_tail(t, words, p);
    }
}

static void add_needs(struct orb_report *report, const struct orb_report_triage_input *in,
                      struct orb_buf *words)
{
    struct orb_report_table *t =
        orb_report_add_table(report, "needs", _("Their needs"), COLUMNS(need_columns));

    for (size_t i = 0; i < in->count; i++)
        for (uint32_t n = 0; is_told(in, in->people[i]) && n < in->people[i]->need_count;
             n++) {
            const struct orb_triage_need *need = &in->people[i]->needs[n];

            orb_report_row(t);
            orb_report_text(t, in->people[i]->case_->person->id);
            need_cells(t, &in->reader, in->people[i], n);
            orb_report_integer(t, in->people[i]->case_->person->needs[n].priority);
            orb_report_text(t, orb_state_words[need->state].token);
            orb_need_words(words, need);
            orb_words_cell(t, words);
            orb_relaxation_words(words, &in->reader, need);
            orb_words_cell(t, words);
            if (need->state < ORB_NEED_TO_VERIFY) {
                orb_report_none(t);
                orb_report_none(t);
            } else {
                orb_report_integer(t, need->covering);
                orb_report_integer(t, need->to_verify);
            }
        }
}

static void add_cause(struct orb_report_table *t, const struct orb_reader *reader,
                      const struct orb_triage_person *p, uint32_t need,
                      const struct orb_triage_cause *cause)
{
    char code[16];

    orb_report_row(t);
    orb_report_text(t, p->case_->person->id);
    need_cells(t, reader, p, need);
    orb_report_text(t, orb_cause_name(cause->cause));
    orb_report_text(t, orb_cause_words(cause->cause));
    (void)snprintf(code, sizeof code, "%d", orb_cause_code(cause->cause));
    if (orb_cause_code(cause->cause) == 0)
        orb_report_none(t);
    else
        orb_report_text(t, code);
    orb_report_integer(t, cause->blocked);
    orb_report_integer(t, cause->alone);
}

static void add_causes(struct orb_report *report, const struct orb_report_triage_input *in)
{
    struct orb_report_table *t = orb_report_add_table(
        report, "causes", _("What keeps offers out"), COLUMNS(cause_columns));

    for (size_t i = 0; i < in->count; i++)
        for (uint32_t n = 0; is_told(in, in->people[i]) && n < in->people[i]->need_count;
             n++)
            for (uint32_t k = 0; k < in->people[i]->needs[n].cause_count; k++)
                add_cause(t, &in->reader, in->people[i], n,
                          &in->people[i]->needs[n].causes[k]);
}

static void add_change(struct orb_report_table *t, const struct orb_report_triage_input *in,
                       const struct orb_relaxation *r, struct orb_buf *words)
{
    for (unsigned cause = 0; cause < ORB_CAUSES; cause++)
        if ((r->causes >> cause & 1) != 0)
            orb_buf_printf(words, "%s%s", words->len == 0 ? "" : " ",
                           orb_cause_name(cause));
    orb_words_cell(t, words);
    orb_causes_words(words, r->causes);
    orb_words_cell(t, words);
    orb_report_integer(t, r->offers);
    if (isnan(r->gap))
        orb_report_none(t);
    else
        orb_whole_cell(t, r->gap);
    if ((r->causes >> ORB_REASON_TRAVEL & 1) == 0)
        orb_report_none(t);
    else
        orb_report_number(t, r->limit);
    orb_offer_cells(t, in->reader.catalogue, r->offer);
}

static void add_changes(struct orb_report *report, const struct orb_report_triage_input *in,
                        struct orb_buf *words)
{
    struct orb_report_table *t = orb_report_add_table(
        report, "changes", _("What would let an offer in"), COLUMNS(change_columns));

    for (size_t i = 0; i < in->count; i++)
        for (uint32_t n = 0; is_told(in, in->people[i]) && n < in->people[i]->need_count;
             n++)
            for (uint32_t k = 0; k < in->people[i]->needs[n].relaxation_count; k++) {
                orb_report_row(t);
                orb_report_text(t, in->people[i]->case_->person->id);
                need_cells(t, &in->reader, in->people[i], n);
                add_change(t, in, &in->people[i]->needs[n].relaxations[k], words);
            }
}

/* The day of an age limit is that of the birth: the first of its month is told. */
static orb_date told_day(const struct orb_triage_event *event)
{
    int year = 0;
    int month = 0;
    int day = 0;

    if (event->kind != ORB_FRAGILE_AGE || event->date == ORB_DATE_NONE)
        return event->date;
    orb_date_split(event->date, &year, &month, &day);
    return orb_date_make(year, month, 1);
}

static void add_event(struct orb_report_table *t, const struct orb_report_triage_input *in,
                      const struct orb_triage_person *p,
                      const struct orb_triage_event *event, struct orb_buf *words)
{
    orb_report_row(t);
    if (event->kind == ORB_FRAGILE_WAIT)
        orb_report_none(t);
    else
        orb_report_date(t, told_day(event));
    if (isnan(event->days))
        orb_report_none(t);
    else
        orb_report_number(t, event->days);
    orb_report_text(t, orb_fragility_words[event->kind].token);
    orb_report_text(t, p->case_->person->id);
    for (uint32_t n = 0; n < p->need_count; n++)
        if ((event->needs >> n & 1) != 0)
            orb_buf_printf(words, "%s%s", words->len == 0 ? "" : " ", need_code(p, n));
    orb_words_cell(t, words);
    for (uint32_t n = 0; n < p->need_count; n++)
        if ((event->needs >> n & 1) != 0)
            orb_buf_printf(words, "%s%s", words->len == 0 ? "" : _("; "),
                           orb_code_words(&in->reader, "serafin_besoins", need_code(p, n)));
    orb_words_cell(t, words);
    orb_report_text(t, event->current ? _("yes") : _("no"));
    orb_offer_cells(t, in->reader.catalogue, event->offer);
    orb_report_text(t, event->creton ? _("yes") : _("no"));
}

static void add_events(struct orb_report *report, const struct orb_report_triage_input *in,
                       struct orb_buf *words)
{
    struct orb_report_table *t = orb_report_add_table(
        report, "events", _("What is about to end, and waits"), COLUMNS(event_columns));

    for (size_t i = 0; i < in->count; i++)
        for (uint32_t e = 0; e < in->people[i]->event_count; e++)
            add_event(t, in, in->people[i], &in->people[i]->events[e], words);
}

static bool tells_age_limits(const struct orb_report_triage_input *in)
{
    for (size_t i = 0; i < in->count; i++)
        for (uint32_t e = 0; e < in->people[i]->event_count; e++)
            if (in->people[i]->events[e].kind == ORB_FRAGILE_AGE)
                return true;
    return false;
}

static void add_notes(struct orb_report *report, const struct orb_report_triage_input *in)
{
    long rejected = (long)in->rejected;

    orb_report_note(report, "%s", _("Personal data: do not hand on."));
    if (rejected > 0)
        orb_report_note(report,
                        ORB_PLURAL("%ld person was not understood and is left out.",
                                   "%ld persons were not understood and are left out.",
                                   rejected),
                        rejected);
    orb_report_note(
        report, "%s",
        _("The order of work is a convention, told with its terms; it is not a medical priority. Levels are our definitions: none is official."));
    orb_report_note(
        report, "%s",
        _("Isolation counts what surely holds; what is unknown widens it and does not flag anybody."));
    if (tells_age_limits(in))
        orb_report_note(
            report, "%s",
            _("An age limit is told by the first day of its month: the day itself would tell the birthday."));
}

void orb_report_triage(struct orb_report *report,
                       const struct orb_report_triage_input *input)
{
    struct orb_buf words = { 0 };

    add_levels(report, input);
    add_people(report, input, &words);
    add_events(report, input, &words);
    if (input->needs)
        add_needs(report, input, &words);
    if (input->causes) {
        add_causes(report, input);
        add_changes(report, input, &words);
    }
    add_notes(report, input);
    report->failed = report->failed || words.failed;
    orb_buf_release(&words);
}
