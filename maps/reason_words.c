/* Each code of the engine in one plain sentence: what the team reads, and says to the
 * person. */
#include "maps/reason_words.h"

#include <math.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/base/text.h"
#include "maps/match_json.h"

/* Sentences without a number; those with one are in gap_words. */
static const char *const reasons[ORB_REASON_CODES] = {
    [ORB_REASON_DUPLICATE] = N_("the same offer is already listed"),
    [ORB_REASON_INSTITUTION] = N_("an institution, which decides and does not serve"),
    [ORB_REASON_CARERS_ONLY] = N_("for carers, not for the person"),
    [ORB_REASON_CLOSED] = N_("closed"),
    [ORB_REASON_NO_NEED] = N_("answers none of the needs"),
    [ORB_REASON_REFUSED_BY_PERSON] = N_("refused by the person"),
    [ORB_REASON_NOT_DROIT_COMMUN] =
        N_("not droit commun, and the person wants droit commun only"),
    [ORB_REASON_RESIDENTIAL_REFUSED] =
        N_("only with accommodation, which the person does not want"),
    [ORB_REASON_DROIT_COMMUN_UNKNOWN] = N_("droit commun or not: nobody said"),
    [ORB_REASON_NOT_OPEN_YET] = N_("not open yet"),
    [ORB_REASON_TEMPORARILY_CLOSED] = N_("temporarily closed"),
    [ORB_REASON_NOT_ACCEPTING] = N_("takes nobody new for now"),
    [ORB_REASON_ACTIVITY_UNKNOWN] = N_("still active or not: nobody said"),
    [ORB_REASON_AGE_MIN] = N_("below the age accepted"),
    [ORB_REASON_AGE_MAX] = N_("above the age accepted"),
    [ORB_REASON_AGE_UNKNOWN] = N_("ages accepted: nobody said"),
    [ORB_REASON_AGE_PERSON_UNKNOWN] = N_("the age of the person is not known"),
    [ORB_REASON_AGE_MIN_BOUNDARY] =
        N_("just at the lowest age accepted: the day of birth decides"),
    [ORB_REASON_AGE_MAX_BOUNDARY] =
        N_("just at the highest age accepted: the day of birth decides"),
    [ORB_REASON_AGE_IGAS] = N_("outside the ages authorised, between 16 and 20 years"),
    [ORB_REASON_PUBLIC] = N_("for another public"),
    [ORB_REASON_PUBLIC_UNKNOWN] = N_("public: nobody said"),
    [ORB_REASON_GROUPS_UNKNOWN] = N_("the disability of the person is not known"),
    [ORB_REASON_PUBLIC_NARROWER] = N_("for a narrower public than the person's"),
    [ORB_REASON_ASSOCIATED] = N_("accepts no associated disorder"),
    [ORB_REASON_ASSOCIATED_UNKNOWN] =
        N_("associated disorders accepted or not: nobody said"),
    [ORB_REASON_ASSOCIATED_IGAS] = N_("authorised without associated disorders only"),
    [ORB_REASON_ORIENTATION] = N_("needs a CDAPH decision"),
    [ORB_REASON_ORIENTATION_EXPIRED] = N_("the CDAPH decision has expired"),
    [ORB_REASON_ORIENTATION_FUTURE] = N_("the CDAPH decision is not valid yet"),
    [ORB_REASON_ORIENTATION_UNKNOWN] = N_("CDAPH decision needed or not: nobody said"),
    [ORB_REASON_PERSON_ORIENTATION_UNKNOWN] =
        N_("needs a CDAPH decision; the person's are not known"),
    [ORB_REASON_MODALITY] = N_("not in the way wanted"),
    [ORB_REASON_MODALITY_UNKNOWN] = N_("how it receives or visits people: nobody said"),
    [ORB_REASON_MODALITY_POSSIBLE] =
        N_("this way of receiving or visiting is possible, not sure"),
    [ORB_REASON_MODALITY_IGAS] =
        N_("at home or temporary only outside the present authorisation"),
    [ORB_REASON_LANGUAGE] = N_("language not spoken"),
    [ORB_REASON_LANGUAGE_UNKNOWN] = N_("language spoken or not: nobody said"),
    [ORB_REASON_ZONE] = N_("the commune is outside its area"),
    [ORB_REASON_TRAVEL] = N_("too far"),
    [ORB_REASON_ZONE_UNKNOWN] = N_("area where it goes: not known"),
    [ORB_REASON_TRAVEL_UNKNOWN] = N_("travel time: not known"),
    [ORB_REASON_ACCESSIBILITY] = N_("accessibility is not sufficient"),
    [ORB_REASON_ACCESSIBILITY_UNKNOWN] = N_("accessibility: nobody said"),
    [ORB_REASON_DEADLINE] = N_("not before the deadline"),
    [ORB_REASON_WAIT_UNKNOWN] = N_("waiting time: nobody said"),
};

static const char *const levers[ORB_LEVERS] = {
    [ORB_LEVER_WAIT_OPENING] = N_("wait for the opening"),
    [ORB_LEVER_WAITING_LIST] = N_("ask to be put on the waiting list"),
    [ORB_LEVER_WAIT_UNTIL] = N_("wait until the age is reached"),
    [ORB_LEVER_IGAS_AGE_16_20] =
        N_("report IGAS 2021-010R proposes to lift age limits between 16 and 20 years"),
    [ORB_LEVER_IGAS_ASSOCIATED] =
        N_("report IGAS 2021-010R proposes to abolish 'without associated disorders'"),
    [ORB_LEVER_IGAS_HOME_TEMPORARY] = N_(
        "report IGAS 2021-010R proposes a general right to home visits and temporary care"),
    [ORB_LEVER_DEROGATION_NAMED] =
        N_("a derogation takes a CDAPH decision that names this establishment"),
    [ORB_LEVER_REQUEST_MDPH] = N_("ask the MDPH for the decision"),
    [ORB_LEVER_RENEW_MDPH] = N_("ask the MDPH to renew the decision"),
    [ORB_LEVER_WAIT_DECISION] = N_("wait until the decision is valid"),
    [ORB_LEVER_ASK_PROVIDER] = N_("ask the service"),
    [ORB_LEVER_INTERPRETER] = N_("find an interpreter"),
    [ORB_LEVER_ZONE_EXTENSION] = N_("ask the service to come as far as this commune"),
    [ORB_LEVER_TRANSPORT] = N_("arrange transport"),
    [ORB_LEVER_ADAPTATION] = N_("ask for an adaptation"),
    [ORB_LEVER_DATED] = N_("possible from that date"),
};

const char *orb_code_words(const struct orb_reader *reader, const char *list,
                           const char *code)
{
    const char *label =
        orb_vocabulary_label(reader->vocabulary, list, code, reader->french ? "fr" : "en");

    return label == NULL ? code : label;
}

const char *orb_reason_code_words(enum orb_reason_code code)
{
    return _(reasons[code]);
}

const char *orb_lever_word(enum orb_lever lever)
{
    return _(levers[lever]);
}

static void gap_words(struct orb_buf *out, const struct orb_reason *r)
{
    long n = (long)llround(ceil(r->gap - 1e-9));

    if (isnan(r->gap) || r->unit == ORB_UNIT_NONE)
        return;
    orb_buf_text(out, " (");
    if (r->unit == ORB_UNIT_MONTHS && n == 0)
        orb_buf_text(out, _("since this month"));
    else if (r->unit == ORB_UNIT_MONTHS)
        orb_buf_printf(out, ORB_PLURAL("by %ld month", "by %ld months", n), n);
    else if (r->unit == ORB_UNIT_DAYS)
        orb_buf_printf(out, ORB_PLURAL("%ld day", "%ld days", n), n);
    else
        orb_buf_printf(out, ORB_PLURAL("%ld minute too many", "%ld minutes too many", n),
                       n);
    orb_buf_char(out, ')');
}

static void orientation_words(struct orb_buf *out, const struct orb_reader *reader,
                              const struct orb_reason *r)
{
    const struct orb_catalogue *c = reader->catalogue;
    const struct orb_cat_codes *codes = &c->terms[r->value].orientations;

    for (uint32_t i = 0; i < codes->count; i++) {
        const char *code = orb_cat_code_name(c, c->codes[codes->first + i]);

        orb_buf_text(out, i == 0 ? _(": ") : _(" or "));
        orb_buf_printf(out, "%s %s", code,
                       orb_code_words(reader, "mdph_droits_prestations", code));
    }
}

static void date_words(struct orb_buf *out, orb_date date, bool french)
{
    char text[ORB_DATE_LEN];
    int year, month, day;

    orb_date_split(date, &year, &month, &day);
    if (french)
        orb_buf_printf(out, "%02d/%02d/%04d", day, month, year);
    else
        orb_buf_text(out, orb_date_write(text, date));
}

static void detail_words(struct orb_buf *out, const struct orb_reader *reader,
                         const struct orb_reason *r)
{
    if (r->detail == ORB_DETAIL_NONE || r->detail == ORB_DETAIL_NUMBER)
        return;
    if (r->detail == ORB_DETAIL_ORIENTATIONS) {
        orientation_words(out, reader, r);
        return;
    }
    orb_buf_text(out, _(": "));
    if (r->detail == ORB_DETAIL_DATE)
        date_words(out, (orb_date)r->value, reader->french);
    else
        orb_reason_detail(reader->catalogue, r, out);
}

void orb_reason_words(struct orb_buf *out, const struct orb_reader *reader,
                      const struct orb_reason *reason)
{
    orb_buf_text(out, _(reasons[reason->code]));
    gap_words(out, reason);
    detail_words(out, reader, reason);
}

void orb_lever_words(struct orb_buf *out, const struct orb_reason *reason)
{
    bool first = true;

    for (int i = 0; i < ORB_LEVERS; i++)
        if ((reason->levers >> i & 1) != 0) {
            orb_buf_text(out, first ? "" : _("; "));
            orb_buf_text(out, _(levers[i]));
            first = false;
        }
}

const char *orb_alert_words(enum orb_alert alert)
{
    static const char *const words[ORB_ALERTS] = {
        [ORB_ALERT_ALREADY_TRIED] = N_("already tried"),
        [ORB_ALERT_CIRCLE_UNCERTAIN] =
            N_("circle to verify: droit commun or not, nobody said"),
        [ORB_ALERT_CONVENTION_EXPIRED] = N_("the convention has expired"),
        [ORB_ALERT_CONVENTION_NOT_STARTED] = N_("the convention has not started"),
        [ORB_ALERT_CURRENT_SUPPORT] = N_("already supports the person"),
        [ORB_ALERT_DEPARTMENT_AGREEMENT] = N_(
            "funded by another département: its agreement and the domicile de secours are to verify"),
        [ORB_ALERT_DEROGATION] = N_("opened by a CDAPH decision that names it"),
        [ORB_ALERT_HORS_AUTORISATION] = N_("outside the present authorisation"),
        [ORB_ALERT_IMPRECISE_LOCATION] =
            N_("positions are imprecise: the travel time is too"),
        [ORB_ALERT_REMOTE] = N_("at a distance"),
    };

    return _(words[alert]);
}

const char *orb_criterion_words(enum orb_criterion_id criterion)
{
    static const char *const words[ORB_CRITERIA] = {
        N_("coverage"), N_("travel"),  N_("circle"),        N_("inclusion"),
        N_("public"),   N_("waiting"), N_("accessibility"), N_("history and wishes")
    };

    return _(words[criterion]);
}

const char *orb_rule_words(enum orb_rule_id rule)
{
    static const char *const words[ORB_RULES] = {
        [ORB_RULE_DUPLICATE] = N_("duplicate"),
        [ORB_RULE_INSTITUTION] = N_("institution"),
        [ORB_RULE_CARERS_ONLY] = N_("for carers only"),
        [ORB_RULE_CLOSED] = N_("closed"),
        [ORB_RULE_NO_NEED] = N_("no need answered"),
        [ORB_RULE_REFUSED] = N_("the person's choice"),
        [ORB_RULE_OPEN] = N_("opening"),
        [ORB_RULE_AGE] = N_("age"),
        [ORB_RULE_PUBLIC] = N_("public"),
        [ORB_RULE_ASSOCIATED] = N_("associated disorders"),
        [ORB_RULE_ORIENTATION] = N_("CDAPH decision"),
        [ORB_RULE_MODALITY] = N_("way of receiving"),
        [ORB_RULE_LANGUAGE] = N_("language"),
        [ORB_RULE_PLACE] = N_("distance or area"),
        [ORB_RULE_ACCESSIBILITY] = N_("accessibility"),
        [ORB_RULE_DEADLINE] = N_("deadline"),
    };

    return _(words[rule]);
}

const char *orb_class_words(enum orb_class class_)
{
    static const char *const words[ORB_CLASSES] = { N_("suits"), N_("to verify"),
                                                    N_("nearly suits"),
                                                    N_("does not suit") };

    return _(words[class_]);
}

const char *orb_circle_basis_words(enum orb_circle_basis basis)
{
    static const char *const words[ORB_CIRCLE_BASES] = {
        [ORB_CIRCLE_BASIS_INSTITUTION] = N_("an institution decides, it does not serve"),
        [ORB_CIRCLE_BASIS_RELATION] = N_("a relation of the operator"),
        [ORB_CIRCLE_BASIS_OPERATOR] = N_("the operator itself"),
        [ORB_CIRCLE_BASIS_FINESS_EJ] =
            N_("the same legal person as the operator in FINESS"),
        [ORB_CIRCLE_BASIS_DISPOSITIF] = N_("the same dispositif as the operator"),
        [ORB_CIRCLE_BASIS_DECLARED] = N_("the source says whether it is open to all"),
        [ORB_CIRCLE_BASIS_COMPUTED] = N_("what the offer asks of people"),
        [ORB_CIRCLE_BASIS_DEFAULT] =
            N_("no valid relation with the operator, and not droit commun as far as known"),
    };

    return _(words[basis]);
}

const char *orb_frequency_words(enum orb_frequency frequency)
{
    static const char *const words[ORB_FREQUENCIES] = {
        N_("daily"), N_("weekly"), N_("monthly"), N_("with accommodation"), N_("once")
    };

    return _(words[frequency]);
}

const char *orb_mode_words(enum orb_travel_mode mode)
{
    static const char *const words[ORB_MODES] = {
        N_("by car"),  N_("by adapted vehicle"), N_("by public transport"), N_("by bike"),
        N_("on foot"), N_("by wheelchair")
    };

    return _(words[mode]);
}
