/* A case in words, section by section; what is blank is said to be blank. */
#include <string.h>

#include "cli/people.h"
#include "cli/table.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "maps/case_words.h"

enum { WIDTH = 80 };

const char *cli_request_words(enum orb_request_kind kind)
{
    static const char *const words[ORB_REQUEST_KINDS] = {
        N_("not known to Orbite: counts for nothing"),
        N_("pending"),
        N_("supported"),
        N_("supported, another orientation is asked for"),
        N_("trial failed"),
        N_("refused by the service"),
        N_("abandoned"),
        N_("over"),
    };

    return _(words[kind]);
}

static const char *appreciation_words(enum orb_appreciation value)
{
    static const char *const words[] = { N_("unknown"), N_("good"), N_("mixed"),
                                         N_("bad") };

    return _(words[value]);
}

static const char *way_words(enum orb_contact_way way)
{
    static const char *const words[ORB_CONTACT_WAYS] = {
        N_("contact"), N_("visit"),   N_("at the office"),
        N_("phone"),   N_("message"), N_("meeting"),
    };

    return _(words[way]);
}

struct telling {
    struct orb_buf *out;
    struct cli_people_job *job;
    size_t width;
    struct orb_buf code; /* a code with its words */
};

static void heading(struct telling *t, const char *words)
{
    orb_buf_printf(t->out, "\n%s\n", words);
}

/* "  label: text", wrapped; a blank text is a dash. */
static void line(struct telling *t, const char *label, const char *text)
{
    orb_buf_printf(t->out, _("  %s: "), label);
    cli_wrap(t->out, text == NULL || text[0] == '\0' ? "—" : text,
             orb_utf8_width(label) + 4, 6, t->width);
}

static void line_date(struct telling *t, const char *label, orb_date date)
{
    struct orb_buf text = { 0 };

    cli_date(&text, date, t->job->cli->french);
    line(t, label, date == ORB_DATE_NONE ? NULL : text.data);
    orb_buf_release(&text);
}

static void line_known(struct telling *t, const char *label, enum orb_tristate value)
{
    line(t, label,
         value == ORB_YES ? _("yes") : (value == ORB_NO ? _("no") : _("unknown")));
}

static const char *label_of(struct telling *t, const char *list, const char *code)
{
    const char *words = orb_vocabulary_label(&t->job->vocabulary, list, code,
                                             t->job->cli->french ? "fr" : "en");

    return words == NULL ? code : words;
}

static void tell_frame(struct telling *t, const struct orb_case *c)
{
    orb_buf_printf(t->out, "%s\n", c->person->id);
    line(t, _("phase"), orb_phase_words(c->phase));
    line(t, _("referent"), c->referent.role);
    line(t, _("service"), c->referent.service);
    line(t, _("telephone"), c->referent.phone);
    line(t, _("commune"), c->person->commune);
    line_known(t, _("MDPH file"), c->mdph_file);
    line_known(t, _("a relative is named"), c->relative_named);
    line_known(t, _("a car"), c->car);
    line_date(t, _("first decision"), c->first_decision);
    line_date(t, _("last contact"), c->last_contact);
    line_date(t, _("next visit"), c->next_visit);
    line_date(t, _("expiry"), c->expires);
}

static void tell_needs(struct telling *t, const struct orb_case *c)
{
    heading(t, _("Needs"));
    for (uint32_t i = 0; i < c->person->need_count; i++) {
        const struct orb_need *need = &c->person->needs[i];
        struct orb_buf text = { 0 };

        orb_buf_printf(&text, _("%s, priority %d"),
                       label_of(t, "serafin_besoins", need->code), need->priority);
        line(t, need->code, text.data);
        orb_buf_release(&text);
    }
}

/* The projet de vie: the words of the person, as they were said. */
static void tell_wishes(struct telling *t, const struct orb_case *c)
{
    const struct orb_case_blanks blanks = orb_case_blanks_of(c);

    heading(t, _("Projet de vie"));
    for (uint32_t i = 0; i < c->person->wish_count; i++) {
        const struct orb_wish *w = &c->person->wishes[i];

        line(t, label_of(t, "projet_de_vie_domaines", w->domain), w->text);
        line(t, _("  said"), orb_expressed_words(w->expressed));
    }
    for (uint32_t i = 0; i < c->evaluation_count; i++) {
        const struct orb_case_evaluation *e = &c->evaluation[i];

        orb_buf_printf(t->out, "  %s\n", label_of(t, "projet_de_vie_domaines", e->domain));
        line(t, _("  expectation"), e->expectation);
        if (e->expectation != NULL)
            line(t, _("  said"), orb_expressed_words(e->expressed));
        line(t, _("  need"), e->need);
        line(t, _("  already tried"), e->tried);
    }
    for (int i = 0; i < ORB_LIFE_DOMAINS; i++) {
        const char *domain =
            label_of(t, "projet_de_vie_domaines", orb_life_domain_codes[i]);

        if (blanks.expectation[i] && blanks.need[i])
            orb_buf_printf(
                t->out, _("  To evaluate: %s (expectation and need are blank)\n"), domain);
        else if (blanks.expectation[i])
            orb_buf_printf(t->out, _("  To evaluate: %s (expectation is blank)\n"), domain);
        else if (blanks.need[i])
            orb_buf_printf(t->out, _("  To evaluate: %s (need is blank)\n"), domain);
    }
}

/* "122 the age...", or the code alone when nobody knows it. Valid until the next call. */
static const char *coded(struct telling *t, const char *list, const char *code)
{
    const char *words = label_of(t, list, code);

    if (words == code)
        return code;
    orb_buf_clear(&t->code);
    orb_buf_printf(&t->code, "%s %s", code, words);
    return t->code.failed ? code : t->code.data;
}

static void tell_requests(struct telling *t, const struct orb_case *c)
{
    if (c->request_count > 0)
        heading(t, _("Requests made to services"));
    for (uint32_t i = 0; i < c->request_count; i++) {
        const struct orb_case_request *q = &c->requests[i];
        struct orb_buf text = { 0 };

        cli_date(&text, q->date, t->job->cli->french);
        orb_buf_printf(&text, ", %s", cli_request_words(q->kind));
        if (q->status != NULL)
            orb_buf_printf(&text, " (%s)", coded(t, "statuts_prise_charge", q->status));
        if (q->reason != NULL)
            orb_buf_printf(&text, _("; reason %s"),
                           coded(t, "motifs_statut_prise_charge", q->reason));
        if (q->note != NULL)
            orb_buf_printf(&text, ". %s", q->note);
        line(t, q->offer == NULL ? q->category : q->offer, text.data);
        orb_buf_release(&text);
    }
}

static void tell_contacts(struct telling *t, const struct orb_case *c)
{
    if (c->contact_count > 0)
        heading(t, _("Contacts"));
    for (uint32_t i = 0; i < c->contact_count; i++) {
        const struct orb_case_contact *k = &c->contacts[i];
        struct orb_buf date = { 0 };

        cli_date(&date, k->date, t->job->cli->french);
        orb_buf_printf(t->out, "  %s, %s%s%s\n", date.data == NULL ? "" : date.data,
                       way_words(k->way), k->by == NULL ? "" : ", ",
                       k->by == NULL ? "" : k->by);
        orb_buf_release(&date);
        line(t, _("  the person finds it"), appreciation_words(k->person));
        if (k->person_words != NULL)
            line(t, _("  in the person's words"), k->person_words);
        line(t, _("  the staff finds it"), appreciation_words(k->staff));
        if (k->staff_words != NULL)
            line(t, _("  in the staff's words"), k->staff_words);
        if (k->note != NULL)
            line(t, _("  note"), k->note);
    }
}

static void tell_plan(struct telling *t, const struct orb_case *c)
{
    if (c->action_count > 0)
        heading(t, _("Plan"));
    for (uint32_t i = 0; i < c->action_count; i++) {
        const struct orb_case_action *a = &c->plan[i];
        struct orb_buf days = { 0 };

        if (a->duration_days >= 0)
            orb_buf_printf(&days, _("%lld days"), (long long)a->duration_days);
        line(t, a->objective, orb_step_words(a->state));
        line(t, _("  step"), a->step);
        line(t, _("  who"), a->actor);
        line_date(t, _("  before"), a->deadline);
        line(t, _("  for"), days.data);
        line_date(t, _("  reviewed on"), a->review_on);
        if (a->result != NULL)
            line(t, _("  result"), a->result);
        orb_buf_release(&days);
    }
    if (c->commitment_count > 0)
        heading(t, _("Commitments of partners"));
    for (uint32_t i = 0; i < c->commitment_count; i++) {
        const struct orb_case_commitment *k = &c->commitments[i];

        line(t, k->partner, k->what);
        line_date(t, _("  on"), k->date);
        line_date(t, _("  until"), k->until);
        line(t, _("  state"), orb_step_words(k->state));
    }
}

void cli_people_case_write(struct orb_buf *out, struct cli_people_job *job,
                           const struct orb_case *case_)
{
    struct telling t = { .out = out, .job = job, .width = job->cli->width };

    if (t.width > 0 && t.width < WIDTH / 2)
        t.width = WIDTH / 2;
    tell_frame(&t, case_);
    tell_needs(&t, case_);
    tell_wishes(&t, case_);
    tell_requests(&t, case_);
    tell_contacts(&t, case_);
    tell_plan(&t, case_);
    orb_buf_release(&t.code);
}
