/* Each code of triage in plain words. */
#include "maps/triage_words.h"

#include <math.h>

#include "engine/base/text.h"

const struct orb_report_word orb_level_words[] = {
    { "totale", N_("no solution at all") },
    { "partielle", N_("partly without solution") },
    { "par_defaut", N_("solution by default") },
    { "a_risque", N_("at risk") },
    { "couverte", N_("covered") },
    { NULL, NULL }
};

const struct orb_report_word orb_state_words[] = {
    { "couvert", N_("covered") },      { "couvert_fragile", N_("fragile") },
    { "a_verifier", N_("to verify") }, { "quasi", N_("nearly") },
    { "vide", N_("nothing") },         { NULL, NULL }
};

const struct orb_report_word orb_fragility_words[] = {
    { "single_organization", N_("one organization only") },
    { "orientation_ending", N_("the CDAPH decision ends soon") },
    { "age_bound", N_("the age limit comes soon") },
    { "wait", N_("a long wait") },
    { "closing", N_("the service closes soon") },
    { "relatives_only", N_("met by relatives alone") },
    { "deadline", N_("a deadline is near") },
    { "reorientation", N_("the service asks for another orientation") },
    { NULL, NULL }
};

const char *orb_cause_words(unsigned cause)
{
    if (cause == ORB_CAUSE_WAIT)
        return _("the wait is too long");
    if (cause >= ORB_REASON_CODES)
        return _("no offer of the territory answers it");
    return orb_reason_code_words((enum orb_reason_code)cause);
}

/* ---- why */

static void join(struct orb_buf *out, size_t start, const char *words)
{
    if (out->len > start)
        orb_buf_text(out, _("; "));
    orb_buf_text(out, words);
}

void orb_causes_words(struct orb_buf *out, uint64_t causes)
{
    size_t start = out->len;

    for (unsigned cause = 0; cause < ORB_CAUSES; cause++)
        if ((causes >> cause & 1) != 0)
            join(out, start, orb_cause_words(cause));
}

void orb_need_words(struct orb_buf *out, const struct orb_triage_need *need)
{
    size_t start = out->len;

    if (need->state == ORB_NEED_TO_VERIFY)
        orb_causes_words(out, need->call_unknown);
    else if (need->state >= ORB_NEED_NEAR && need->relaxation_count > 0)
        orb_causes_words(out, need->relaxations[0].causes);
    else if (need->state >= ORB_NEED_NEAR && need->cause_count > 0)
        orb_causes_words(out, UINT64_C(1) << need->causes[0].cause);
    for (int i = 0; i < ORB_FRAGILITIES; i++)
        if ((need->fragile >> i & 1) != 0)
            join(out, start, _(orb_fragility_words[i].label));
    if (need->by_default) {
        join(out, start, _("served by a service that no longer suits: "));
        orb_buf_text(out, orb_cause_words(need->default_cause));
    }
    if (need->creton)
        join(out, start, _("an amendement Creton is to prepare"));
}

/* ---- what would change it */

static const char *const conditions[ORB_CAUSES] = {
    [ORB_REASON_NOT_OPEN_YET] = N_("the opening is waited for"),
    [ORB_REASON_TEMPORARILY_CLOSED] = N_("the service reopens"),
    [ORB_REASON_NOT_ACCEPTING] = N_("a place becomes free"),
    [ORB_REASON_AGE_MIN] = N_("a derogation of age is granted"),
    [ORB_REASON_AGE_MAX] = N_("a derogation of age is granted"),
    [ORB_REASON_PUBLIC] = N_("a decision names the service, for another public"),
    [ORB_REASON_ASSOCIATED] = N_("associated disorders are accepted"),
    [ORB_REASON_ORIENTATION] = N_("the MDPH takes the decision"),
    [ORB_REASON_ORIENTATION_EXPIRED] = N_("the MDPH renews the decision"),
    [ORB_REASON_ORIENTATION_FUTURE] = N_("the start of the decision is waited for"),
    [ORB_REASON_MODALITY] = N_("another way of being received is accepted"),
    [ORB_REASON_LANGUAGE] = N_("an interpreter is found"),
    [ORB_REASON_ZONE] = N_("the service comes as far as the commune"),
    [ORB_REASON_ACCESSIBILITY] = N_("the place is adapted"),
    [ORB_REASON_DEADLINE] = N_("the deadline is put off"),
    [ORB_CAUSE_WAIT] = N_("the wait is shortened"),
};

static void offer_name(struct orb_buf *out, const struct orb_reader *reader, uint32_t offer)
{
    if (offer != ORB_CAT_NONE)
        orb_buf_text(
            out, orb_cat_string(reader->catalogue, reader->catalogue->offers[offer].name));
}

static void condition(struct orb_buf *out, const struct orb_relaxation *r, unsigned cause)
{
    long n;

    if (cause == ORB_REASON_TRAVEL) {
        n = lround(r->limit);
        orb_buf_printf(out,
                       ORB_PLURAL("a journey of %ld minute is possible",
                                  "a journey of %ld minutes is possible", n),
                       n);
        return;
    }
    if (conditions[cause] != NULL)
        orb_buf_text(out, _(conditions[cause]));
    n = isnan(r->gap) ? 0 : (long)ceil(r->gap - 1e-9);
    if (cause == ORB_REASON_AGE_MIN || cause == ORB_REASON_AGE_MAX) {
        if (n > 0)
            orb_buf_printf(out, ORB_PLURAL(" (%ld month)", " (%ld months)", n), n);
    } else if (cause == ORB_CAUSE_WAIT && n > 0) {
        orb_buf_printf(out, ORB_PLURAL(" (%ld day)", " (%ld days)", n), n);
    }
}

void orb_relaxation_words(struct orb_buf *out, const struct orb_reader *reader,
                          const struct orb_triage_need *need)
{
    bool first = true;

    if (need->state == ORB_NEED_TO_VERIFY && need->call != ORB_CAT_NONE) {
        orb_buf_text(out, _("a solution exists if the service confirms: "));
        offer_name(out, reader, need->call);
        return;
    }
    if (need->relaxation_count == 0)
        return;
    orb_buf_text(out, _("a solution exists if "));
    for (unsigned cause = 0; cause < ORB_CAUSES; cause++) {
        if ((need->relaxations[0].causes >> cause & 1) == 0)
            continue;
        orb_buf_text(out, first ? "" : _(" and "));
        condition(out, &need->relaxations[0], cause);
        first = false;
    }
    orb_buf_text(out, _(": "));
    offer_name(out, reader, need->relaxations[0].offer);
}

/* ---- what to do */

static const char *const secured[ORB_FRAGILITIES] = {
    [ORB_FRAGILE_ORGANIZATION] = N_("find a second organization"),
    [ORB_FRAGILE_ORIENTATION] = N_("ask the MDPH to renew the decision"),
    [ORB_FRAGILE_AGE] = N_("prepare what follows the age limit"),
    [ORB_FRAGILE_WAIT] = N_("ask to be put on the waiting list"),
    [ORB_FRAGILE_CLOSING] = N_("prepare what follows the closing"),
    [ORB_FRAGILE_RELATIVES] = N_("relieve the relatives with a service"),
    [ORB_FRAGILE_DEADLINE] = N_("start the support before the deadline"),
    [ORB_FRAGILE_REORIENTATION] = N_("prepare the new orientation with the service"),
};

/* What the MDPH is asked for. */
static void codes_asked(struct orb_buf *out, const struct orb_reader *reader,
                        uint32_t offer)
{
    const struct orb_catalogue *c = reader->catalogue;
    const struct orb_cat_codes *codes =
        &c->terms[c->members[c->offers[offer].member].terms].orientations;

    for (uint32_t i = 0; i < codes->count; i++) {
        orb_buf_text(out, i == 0 ? " (" : _(" or "));
        orb_buf_text(out, orb_cat_code_name(c, c->codes[codes->first + i]));
    }
    if (codes->count > 0)
        orb_buf_char(out, ')');
}

static void lever_words(struct orb_buf *out, const struct orb_reader *reader,
                        const struct orb_next_step *step)
{
    if (step->lever < 0)
        orb_buf_text(out, orb_cause_words(step->cause));
    else
        orb_buf_text(out, orb_lever_word((enum orb_lever)step->lever));
    if (step->lever == ORB_LEVER_REQUEST_MDPH)
        codes_asked(out, reader, step->offer);
}

void orb_next_words(struct orb_buf *out, const struct orb_reader *reader,
                    const struct orb_triage_person *person)
{
    const struct orb_next_step *step = &person->next;

    switch (step->kind) {
    case ORB_NEXT_VERIFY:
        orb_buf_text(out, _("call to verify"));
        break;
    case ORB_NEXT_LEVER:
        lever_words(out, reader, step);
        break;
    case ORB_NEXT_COORDINATION:
        orb_buf_text(out, _("ask a coordination resource"));
        break;
    case ORB_NEXT_SECURE:
        orb_buf_text(out, _(secured[step->fragility]));
        break;
    case ORB_NEXT_REPLACE:
        orb_buf_text(out, _("prepare what follows this service"));
        break;
    default:
        return;
    }
    if (step->offer != ORB_CAT_NONE)
        orb_buf_text(out, _(": "));
    offer_name(out, reader, step->offer);
}

/* ---- whom */

void orb_contact_words(struct orb_buf *out, const struct orb_case_referent *who)
{
    const char *const parts[] = { who->role, who->service, who->phone };

    for (int i = 0; i < 3; i++) {
        if (parts[i] == NULL)
            continue;
        if (out->len > 0)
            orb_buf_text(out, " · ");
        orb_buf_text(out, parts[i]);
    }
}
