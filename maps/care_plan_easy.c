/*
 * The plan for the person, after the European rules of easy-to-read: one idea a sentence,
 * one sentence a line, words of every day. Names stand on lines of their own; abbreviations
 * they hold are explained.
 */
#include <math.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/vocabulary/vocabulary.h"
#include "maps/care_plan.h"
#include "maps/easy_words.h"

struct telling {
    struct orb_handout *out;
    const struct orb_care_plan *plan;
    struct orb_buf text; /* what is said next */
};

static void say(struct telling *t, const char *sentence)
{
    orb_handout_say(t->out, "%s", sentence);
}

/* A sentence whose one %s is a day. */
static void say_date(struct telling *t, const char *before, orb_date date)
{
    orb_buf_clear(&t->text);
    orb_easy_date(&t->text, date);
    if (t->text.data != NULL)
        orb_handout_say(t->out, before, t->text.data);
    t->out->failed = t->out->failed || t->text.failed;
}

/* ---- names and their abbreviations */

static bool is_word(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

/* What the first meaning of an abbreviation is, when the name holds one that is known. */
static void explain(struct telling *t, const char *name)
{
    const struct orb_term_list *list;
    size_t len;

    if (orb_vocabulary_terms(t->plan->q.reader.vocabulary, "sigles", &list, NULL) != ORB_OK)
        return;
    for (const char *at = name; *at != '\0'; at += len) {
        const struct orb_term *term = NULL;
        char word[32];
        const char *meaning;
        int meaning_len;

        for (len = 0; is_word(at[len]);)
            len++;
        if (len == 0) {
            len = 1;
            continue;
        }
        if (len < sizeof word) {
            memcpy(word, at, len);
            word[len] = '\0';
            term = orb_term_find(list, word);
        }
        if (term == NULL)
            continue;
        meaning = term->label_fr;
        meaning_len = (int)strcspn(meaning, "|");
        while (meaning_len > 0 && meaning[meaning_len - 1] == ' ')
            meaning_len--;
        orb_handout_item(t->out, _("%s means: %.*s."), word, meaning_len, meaning);
    }
}

/* An identifier says nothing to anybody. */
static void tell_name(struct telling *t, const char *name)
{
    orb_handout_item(t->out, "%s",
                     strchr(name, ':') != NULL ? _("a service near you") : name);
    explain(t, name);
}

/* ---- what the person wants */

static void tell_wishes(struct telling *t)
{
    static const char *const by[] = { N_("You said it yourself."),
                                      N_("You said it with another person."),
                                      N_("Another person said it for you.") };
    const struct orb_care_plan *plan = t->plan;
    const struct orb_case_blanks blanks = orb_case_blanks_of(plan->q.case_);
    bool told = false;

    orb_handout_section(t->out, _("What you want"));
    for (uint32_t i = 0; i < plan->wish_count; i++) {
        const struct orb_care_wish *w = &plan->wishes[i];

        orb_handout_say(t->out, _("Subject: %s."), orb_easy_domain(w->domain));
        orb_handout_quote(t->out, NULL, w->text, _(by[w->expressed]));
    }
    for (int i = 0; i < ORB_LIFE_DOMAINS; i++) {
        if (!blanks.expectation[i])
            continue;
        if (!told)
            say(t, _("We have not talked about this yet:"));
        told = true;
        orb_handout_item(t->out, "%s", orb_easy_domain(orb_life_domain_codes[i]));
    }
    if (told)
        say(t, _("We can talk about it when you want."));
}

/* ---- what is decided */

static void tell_state(struct telling *t, enum orb_step_state state)
{
    static const char *const words[ORB_STEP_STATES] = {
        NULL,
        N_("It has not begun yet."),
        N_("It has begun."),
        N_("It is done."),
        N_("We have stopped."),
    };

    if (words[state] != NULL)
        say(t, _(words[state]));
}

static void tell_duration(struct telling *t, int64_t days)
{
    if (days < 0)
        return;
    if (days >= 60)
        orb_handout_say(t->out, _("It lasts about %d months."), (int)((days + 15) / 30));
    else
        orb_handout_say(t->out, ORB_PLURAL("It lasts %d day.", "It lasts %d days.", days),
                        (int)days);
}

static void tell_decided(struct telling *t)
{
    const struct orb_care_plan *plan = t->plan;

    orb_handout_section(t->out, _("What we do together"));
    if (plan->decided == 0)
        say(t, _("Nothing is decided yet."));
    for (uint32_t i = 0; i < plan->decided; i++) {
        const struct orb_care_action *a = &plan->actions[i];

        orb_handout_step(t->out, _("Goal %u"), i + 1);
        say(t, _("Your goal:"));
        orb_handout_quote(t->out, NULL, a->objective, NULL);
        if (a->step != NULL) {
            say(t, _("What we do:"));
            orb_handout_quote(t->out, NULL, a->step, NULL);
        }
        if (a->actor != NULL) {
            say(t, _("Who does it:"));
            tell_name(t, a->actor);
        }
        tell_state(t, a->state);
        if (a->state == ORB_STEP_DONE || a->state == ORB_STEP_DROPPED)
            continue;
        if (a->deadline != ORB_DATE_NONE)
            say_date(t, _("We do it before %s."), a->deadline);
        tell_duration(t, a->duration_days);
        if (a->review_on != ORB_DATE_NONE)
            say_date(t, _("We talk about it again on %s."), a->review_on);
    }
}

/* ---- what is proposed */

static void tell_place(struct telling *t, const struct orb_care_action *a)
{
    struct orb_evaluation e;
    const struct orb_place *place;

    if (orb_matcher_evaluate(t->plan->q.match->matcher, a->found, &e, NULL) != ORB_OK) {
        t->out->failed = true;
        return;
    }
    place = &e.verdict->place;
    if (place->kind == ORB_KIND_HOME)
        say(t, _("They come to your home."));
    else if (place->kind == ORB_KIND_REMOTE)
        say(t, _("They help you by phone or by computer."));
    else if (!isnan(place->minutes))
        orb_handout_say(t->out,
                        ORB_PLURAL("The way takes about %d minute.",
                                   "The way takes about %d minutes.",
                                   (int)(place->minutes + 0.5)),
                        (int)(place->minutes + 0.5));
}

static void tell_offer(struct telling *t, const struct orb_care_action *a)
{
    static const char *const first[] = { N_("This place can help you:"),
                                         N_("This place may help you:"),
                                         N_("This place cannot take you today:") };
    static const char *const then[] = { N_("We can call them together."),
                                        N_("We must ask them questions first."),
                                        N_("We can ask them anyway.") };
    const char *contact = orb_care_contact(t->plan, a);

    say(t, _(first[a->way]));
    orb_buf_clear(&t->text);
    orb_care_write_offer(&t->text, t->plan, a);
    t->out->failed = t->out->failed || t->text.failed;
    if (t->text.data != NULL)
        tell_name(t, t->text.data);
    tell_place(t, a);
    say(t, _(then[a->way]));
    if (contact != NULL) {
        say(t, _("To call or to write to them:"));
        orb_handout_item(t->out, "%s", contact);
    }
}

static void tell_proposed(struct telling *t)
{
    const struct orb_care_plan *plan = t->plan;

    if (plan->count == plan->decided)
        return;
    orb_handout_section(t->out, _("What we can do next"));
    say(t, _("A computer looked for places for you."));
    say(t, _("Nothing is decided."));
    say(t, _("You choose."));
    for (uint32_t i = plan->decided; i < plan->count; i++) {
        const struct orb_care_action *a = &plan->actions[i];

        orb_handout_step(t->out, _("Idea %u"), i - plan->decided + 1);
        for (uint32_t n = 0; n < a->need_count; n++)
            orb_handout_say(t->out, _("You need help for: %s."),
                            orb_easy_need(a->needs[n]));
        if (a->found != ORB_CAT_NONE) {
            tell_offer(t, a);
        } else {
            say(t, _("We found no place for this."));
            say(t, _("We keep looking."));
        }
    }
}

/* ---- others */

static void tell_commitments(struct telling *t)
{
    const struct orb_case *c = t->plan->q.case_;

    if (c->commitment_count == 0)
        return;
    orb_handout_section(t->out, _("Who promised to help you"));
    for (uint32_t i = 0; i < c->commitment_count; i++) {
        const struct orb_case_commitment *k = &c->commitments[i];

        tell_name(t, orb_care_partner(t->plan, k->partner));
        say_date(t, _("They promised on %s:"), k->date);
        orb_handout_quote(t->out, NULL, k->what, NULL);
        if (k->until != ORB_DATE_NONE)
            say_date(t, _("They do it before %s."), k->until);
        tell_state(t, k->state);
    }
}

static void tell_referent(struct telling *t)
{
    const struct orb_case_referent *r = &t->plan->q.case_->referent;

    orb_handout_section(t->out, _("Who to call"));
    say(t, _("You can ask a question at any time."));
    if (r->role == NULL && r->service == NULL && r->phone == NULL) {
        say(t, _("We do not know yet who answers you."));
        say(t, _("Ask the person who gave you this text."));
        return;
    }
    say(t, _("This person answers you:"));
    if (r->role != NULL)
        tell_name(t, r->role);
    if (r->service != NULL)
        tell_name(t, r->service);
    if (r->phone != NULL)
        orb_handout_item(t->out, "%s", r->phone);
}

void orb_care_plan_tell_easy(struct orb_handout *out, const struct orb_care_plan *plan)
{
    struct telling t = { .out = out, .plan = plan };

    out->easy = true;
    out->banner = _("This text is about you. It is yours.");
    orb_handout_title(out, "%s", _("My plan"));
    say(&t, _("This text is for you."));
    say(&t, _("It says what you want."));
    say(&t, _("It says who can help you."));
    say(&t, _("You can say no."));
    say(&t, _("You can change your mind."));
    orb_handout_section(out, _("Where we are"));
    say(&t, orb_easy_phase(plan->q.case_->phase));
    tell_wishes(&t);
    tell_decided(&t);
    tell_proposed(&t);
    tell_commitments(&t);
    tell_referent(&t);
    orb_buf_release(&t.text);
}
