/* The sheet of those who carry the plan out: the person's words first and apart, then what
 * is decided, then what is only proposed. */
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "maps/care_plan.h"
#include "maps/case_words.h"
#include "maps/report_words.h"

struct telling {
    struct orb_handout *out;
    const struct orb_care_plan *plan;
    struct orb_buf text; /* what is said next */
};

/* The text that was put together, NULL when empty; valid until the next one. */
static const char *said(struct telling *t)
{
    t->out->failed = t->out->failed || t->text.failed;
    return t->text.len == 0 ? NULL : t->text.data;
}

static const char *date(struct telling *t, orb_date day)
{
    orb_buf_clear(&t->text);
    if (day != ORB_DATE_NONE)
        orb_report_write_date(&t->text, day, t->out->french);
    return said(t);
}

static const char *domain_words(const struct telling *t, const char *code)
{
    return orb_code_words(&t->plan->q.reader, "projet_de_vie_domaines", code);
}

/* ---- the frame */

static void tell_frame(struct telling *t)
{
    const struct orb_case *c = t->plan->q.case_;
    const struct orb_case_referent *r = &c->referent;

    orb_handout_fact(t->out, _("date"), date(t, c->person->reference_date));
    orb_handout_fact(t->out, _("phase"),
                     c->phase == ORB_PHASE_UNKNOWN ? NULL : orb_phase_words(c->phase));
    orb_handout_fact(
        t->out, _("since"),
        date(t, c->phase_count == 0 ? ORB_DATE_NONE : c->phases[c->phase_count - 1].from));
    orb_buf_clear(&t->text);
    orb_buf_text(&t->text, r->role == NULL ? "" : r->role);
    if (r->service != NULL)
        orb_buf_printf(&t->text, "%s%s", t->text.len > 0 ? ", " : "", r->service);
    if (r->phone != NULL)
        orb_buf_printf(&t->text, "%s%s", t->text.len > 0 ? ", " : "", r->phone);
    orb_handout_fact(t->out, _("single contact"), said(t));
}

/* ---- the projet de vie */

static void tell_wishes(struct telling *t)
{
    orb_handout_section(t->out, _("Projet de vie: the person's own words"));
    if (t->plan->wish_count == 0)
        orb_handout_say(t->out, "%s", _("Nothing is written yet."));
    for (uint32_t i = 0; i < t->plan->wish_count; i++) {
        const struct orb_care_wish *w = &t->plan->wishes[i];

        orb_buf_clear(&t->text);
        orb_buf_printf(&t->text, _("said %s"), orb_expressed_words(w->expressed));
        if (w->date != ORB_DATE_NONE) {
            orb_buf_text(&t->text, ", ");
            orb_report_write_date(&t->text, w->date, t->out->french);
        }
        orb_handout_quote(t->out, domain_words(t, w->domain), w->text, said(t));
    }
}

/* What the evaluation found, and the domains of which it says nothing (R68). */
static void tell_evaluation(struct telling *t)
{
    static const char *const titles[] = { N_("domain"), N_("need"), N_("already tried") };
    const struct orb_case *c = t->plan->q.case_;
    const struct orb_case_blanks blanks = orb_case_blanks_of(c);
    bool open = false;

    for (uint32_t i = 0; i < c->evaluation_count; i++) {
        const struct orb_case_evaluation *e = &c->evaluation[i];

        if (e->need == NULL && e->tried == NULL)
            continue;
        if (!open) {
            orb_handout_section(t->out, _("Evaluation with the person"));
            orb_handout_table(t->out, titles, sizeof titles / sizeof titles[0]);
        }
        open = true;
        orb_handout_row(t->out);
        orb_handout_cell(t->out, domain_words(t, e->domain));
        orb_handout_cell(t->out, e->need);
        orb_handout_cell(t->out, e->tried);
    }
    orb_buf_clear(&t->text);
    for (int i = 0; i < ORB_LIFE_DOMAINS; i++)
        if (blanks.expectation[i] || blanks.need[i])
            orb_buf_printf(&t->text, "%s%s (%s)", t->text.len == 0 ? "" : _("; "),
                           domain_words(t, orb_life_domain_codes[i]),
                           blanks.expectation[i] && blanks.need[i]
                               ? _("expectation and need")
                               : (blanks.expectation[i] ? _("expectation") : _("need")));
    if (said(t) != NULL)
        orb_handout_say(t->out, _("Still to be evaluated with the person: %s."),
                        t->text.data);
}

/* ---- actions */

static const char *needs(struct telling *t, const struct orb_care_action *a)
{
    orb_buf_clear(&t->text);
    for (uint32_t i = 0; i < a->need_count; i++)
        orb_buf_printf(&t->text, "%s%s %s", i == 0 ? "" : _("; "), a->needs[i],
                       orb_code_words(&t->plan->q.reader, "serafin_besoins", a->needs[i]));
    return said(t);
}

static const char *offer(struct telling *t, const struct orb_care_action *a)
{
    const char *contact = orb_care_contact(t->plan, a);

    orb_buf_clear(&t->text);
    orb_care_write_offer(&t->text, t->plan, a);
    if (contact != NULL)
        orb_buf_printf(&t->text, ", %s", contact);
    return said(t);
}

static const char *duration(struct telling *t, int64_t days)
{
    orb_buf_clear(&t->text);
    if (days >= 0)
        orb_buf_printf(&t->text, ORB_PLURAL("%lld day", "%lld days", days),
                       (long long)days);
    return said(t);
}

static void tell_decided(struct telling *t)
{
    static const char *const titles[] = { N_("objective"), N_("need"),     N_("step"),
                                          N_("service"),   N_("who"),      N_("before"),
                                          N_("lasts"),     N_("reviewed"), N_("state") };
    const struct orb_care_plan *plan = t->plan;

    orb_handout_section(t->out, _("Personalised plan: what is decided"));
    if (plan->decided == 0) {
        orb_handout_say(t->out, "%s", _("No action is decided yet."));
        return;
    }
    orb_handout_table(t->out, titles, sizeof titles / sizeof titles[0]);
    for (uint32_t i = 0; i < plan->decided; i++) {
        const struct orb_care_action *a = &plan->actions[i];

        orb_handout_row(t->out);
        orb_handout_cell(t->out, a->objective);
        orb_handout_cell(t->out, needs(t, a));
        orb_handout_cell(t->out, a->step);
        orb_handout_cell(t->out, a->offer == NULL ? "" : offer(t, a));
        orb_handout_cell(t->out, a->actor);
        orb_handout_cell(t->out, date(t, a->deadline));
        orb_handout_cell(t->out, duration(t, a->duration_days));
        orb_handout_cell(t->out, date(t, a->review_on));
        orb_buf_clear(&t->text);
        orb_buf_text(&t->text, orb_step_words(a->state));
        if (a->result != NULL)
            orb_buf_printf(&t->text, ". %s", a->result);
        orb_handout_cell(t->out, said(t));
    }
}

static void tell_proposed(struct telling *t)
{
    static const char *const titles[] = { N_("need"),    N_("step"),   N_("service"),
                                          N_("who"),     N_("before"), N_("lasts"),
                                          N_("reviewed") };
    const struct orb_care_plan *plan = t->plan;

    orb_handout_section(t->out, _("What Orbite proposes, to be decided with the person"));
    if (plan->count == plan->decided)
        orb_handout_say(t->out, "%s", _("Nothing more than what is decided."));
    else
        orb_handout_table(t->out, titles, sizeof titles / sizeof titles[0]);
    for (uint32_t i = plan->decided; i < plan->count; i++) {
        const struct orb_care_action *a = &plan->actions[i];

        orb_handout_row(t->out);
        orb_handout_cell(t->out, needs(t, a));
        orb_handout_cell(t->out, a->step);
        orb_handout_cell(t->out, a->offer == NULL ? "" : offer(t, a));
        orb_handout_cell(t->out, a->actor);
        orb_handout_cell(t->out, date(t, a->deadline));
        orb_handout_cell(t->out, duration(t, a->duration_days));
        orb_handout_cell(t->out, date(t, a->review_on));
    }
    if (plan->settled > 0)
        orb_handout_say(
            t->out,
            ORB_PLURAL("%u need has no proposal: a decided action is about it.",
                       "%u needs have no proposal: decided actions are about them.",
                       plan->settled),
            plan->settled);
}

static void tell_commitments(struct telling *t)
{
    static const char *const titles[] = { N_("partner"), N_("commitment"), N_("given on"),
                                          N_("before"), N_("state") };
    const struct orb_case *c = t->plan->q.case_;

    if (c->commitment_count == 0)
        return;
    orb_handout_section(t->out, _("Commitments of partners"));
    orb_handout_table(t->out, titles, sizeof titles / sizeof titles[0]);
    for (uint32_t i = 0; i < c->commitment_count; i++) {
        const struct orb_case_commitment *k = &c->commitments[i];

        orb_handout_row(t->out);
        orb_handout_cell(t->out, orb_care_partner(t->plan, k->partner));
        orb_handout_cell(t->out, k->what);
        orb_handout_cell(t->out, date(t, k->date));
        orb_handout_cell(t->out, date(t, k->until));
        orb_handout_cell(t->out, orb_step_words(k->state));
    }
}

void orb_care_plan_tell(struct orb_handout *out, const struct orb_care_plan *plan)
{
    struct telling t = { .out = out, .plan = plan };

    out->banner = _("Personal data: not to be passed on");
    orb_handout_title(out, _("Plan of %s"), plan->q.case_->person->id);
    tell_frame(&t);
    tell_wishes(&t);
    tell_evaluation(&t);
    tell_decided(&t);
    tell_proposed(&t);
    tell_commitments(&t);
    orb_buf_release(&t.text);
}
