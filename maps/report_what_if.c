/* Sums by change; then for each need, by kind of change, the shortest step that brings it
 * something. */
#include "maps/report_what_if.h"

#include "engine/base/text.h"
#include "maps/triage_cells.h"
#include "maps/triage_words.h"

#define COLUMNS(list) list, sizeof list / sizeof list[0]

/* By enum orb_change. */
static const struct orb_report_word change_words[] = {
    { "age_6", N_("age limits wider by 6 months") },
    { "age_12", N_("age limits wider by 12 months") },
    { "age_24", N_("age limits wider by 24 months") },
    { "zone_5", N_("areas larger by 5 km") },
    { "zone_15", N_("areas larger by 15 km") },
    { "travel_15", N_("journeys longer by 15 minutes") },
    { "travel_30", N_("journeys longer by 30 minutes") },
    { "igas_age_bounds", N_("report IGAS: age limits of 16 to 20 years lifted") },
    { "igas_associated", N_("report IGAS: associated disorders accepted") },
    { "igas_home_temporary", N_("report IGAS: home visits and temporary care everywhere") },
    { NULL, NULL }
};

static const struct orb_report_word gain_words[] = {
    { "eligible", N_("an eligible offer") },
    { "to_verify", N_("an offer to verify") },
    { NULL, NULL },
};

/* clang-format off */
static const struct orb_report_column sum_columns[] = {
    { .key = "change", .title = N_("If"), .type = ORB_REPORT_TEXT, .words = change_words },
    { .key = "concerned", .title = N_("Needs concerned"), .definition = N_("Needs without an eligible offer of which this rule keeps some offer out: those that gain, those that something else keeps out, those for whom the step is too short."), .type = ORB_REPORT_INTEGER },
    { .key = "persons", .title = N_("Persons gaining"), .definition = N_("Persons of whom some need has no eligible offer today, and has one with this change alone."), .type = ORB_REPORT_INTEGER },
    { .key = "needs", .title = N_("Needs gaining"), .definition = N_("Needs without an eligible offer today that have one with this change alone."), .type = ORB_REPORT_INTEGER },
    { .key = "to_verify", .title = N_("To verify only"), .definition = N_("Needs with nothing today that have only an offer to verify with this change alone. What report IGAS proposes is never more: it is beyond today's authorisations."), .type = ORB_REPORT_INTEGER },
    { .key = "elsewhere", .title = N_("Kept out by something else"), .definition = N_("Needs of which each offer that this rule keeps out, another rule keeps out too: no step of this change alone can do anything."), .type = ORB_REPORT_INTEGER },
    { .key = "too_short", .title = N_("Step too short"), .definition = N_("Needs of which this rule alone keeps some offer out, farther than the step goes."), .type = ORB_REPORT_INTEGER },
    { .key = "together_persons", .title = N_("Persons, cumulated"), .definition = N_("Persons gaining with this change and all those of the lines before."), .type = ORB_REPORT_INTEGER },
    { .key = "together_needs", .title = N_("Needs, cumulated"), .definition = N_("Needs gaining an eligible offer with this change and all those of the lines before."), .type = ORB_REPORT_INTEGER },
    { .key = "together_to_verify", .title = N_("To verify only, cumulated"), .definition = N_("Needs gaining only an offer to verify with this change and all those of the lines before."), .type = ORB_REPORT_INTEGER },
};

static const struct orb_report_column gain_columns[] = {
    { .key = "person", .title = N_("Person"), .type = ORB_REPORT_CODE },
    { .key = "need", .title = N_("Need"), .type = ORB_REPORT_CODE, .quiet = true },
    { .key = "need_label", .title = N_("Need in words"), .type = ORB_REPORT_TEXT },
    { .key = "state", .title = N_("State"), .type = ORB_REPORT_TEXT, .words = orb_state_words },
    { .key = "change", .title = N_("If"), .definition = N_("The shortest step of its kind that brings something, alone."), .type = ORB_REPORT_TEXT, .words = change_words },
    { .key = "gain", .title = N_("Gains"), .type = ORB_REPORT_TEXT, .words = gain_words },
    { .key = "offer", .title = N_("Nearest offer"), .type = ORB_REPORT_CODE },
    { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
};
/* clang-format on */

static void add_sums(struct orb_report *report, const struct orb_report_gain *gains,
                     size_t count)
{
    struct orb_change_total totals[ORB_CHANGES] = { { 0 } };
    struct orb_report_table *t = orb_report_add_table(
        report, "what_if", _("What changes would bring"), COLUMNS(sum_columns));

    for (size_t i = 0; i < count; i++)
        orb_counterfactual_add(totals, gains[i].changes, gains[i].person->need_count);
    for (int change = 0; change < ORB_CHANGES; change++) {
        const struct orb_change_total *sum = &totals[change];

        orb_report_row(t);
        orb_report_text(t, change_words[change].token);
        orb_report_integer(t, (int64_t)sum->concerned);
        orb_report_integer(t, (int64_t)sum->persons);
        orb_report_integer(t, (int64_t)sum->eligible);
        orb_report_integer(t, (int64_t)sum->to_verify);
        orb_report_integer(t, (int64_t)sum->elsewhere);
        orb_report_integer(t, (int64_t)sum->too_short);
        orb_report_integer(t, (int64_t)sum->together_persons);
        orb_report_integer(t, (int64_t)sum->together);
        orb_report_integer(t, (int64_t)sum->together_to_verify);
    }
}

static void add_gain(struct orb_report_table *t, const struct orb_report_triage_input *in,
                     const struct orb_report_gain *gain, uint32_t need, int change)
{
    const struct orb_change_need *n = &gain->changes->needs[need];
    const char *code = gain->person->case_->person->needs[need].code;

    orb_report_row(t);
    orb_report_text(t, gain->person->case_->person->id);
    orb_report_text(t, code);
    orb_report_text(t, orb_code_words(&in->reader, "serafin_besoins", code));
    orb_report_text(t, orb_state_words[gain->person->needs[need].state].token);
    orb_report_text(t, change_words[change].token);
    orb_report_text(t, gain_words[n->alone[change] == ORB_CHANGE_TO_VERIFY].token);
    orb_offer_cells(t, in->reader.catalogue, n->offer[change]);
}

/* The shortest step of its kind that brings that much; a kind of one step is that step. */
static bool is_shortest(const struct orb_change_need *n, int change)
{
    if (n->alone[change] != ORB_CHANGE_ELIGIBLE && n->alone[change] != ORB_CHANGE_TO_VERIFY)
        return false;
    return change == 0 || n->alone[change - 1] != n->alone[change] ||
           orb_change_steps[change].kind != orb_change_steps[change - 1].kind ||
           orb_change_steps[change].kind == ORB_CHANGE_OF_IGAS;
}

static void add_gains_of(struct orb_report_table *t,
                         const struct orb_report_triage_input *in,
                         const struct orb_report_gain *gain, uint32_t need)
{
    if ((gain->changes->open >> need & 1) == 0)
        return;
    for (int change = 0; change < ORB_CHANGES; change++)
        if (is_shortest(&gain->changes->needs[need], change))
            add_gain(t, in, gain, need, change);
}

static void add_gains(struct orb_report *report, const struct orb_report_triage_input *in,
                      const struct orb_report_gain *gains, size_t count)
{
    struct orb_report_table *t = orb_report_add_table(
        report, "gains", _("Who would gain an offer"), COLUMNS(gain_columns));

    for (size_t i = 0; i < count; i++)
        for (uint32_t n = 0; n < gains[i].person->need_count; n++)
            add_gains_of(t, in, &gains[i], n);
}

void orb_report_what_if(struct orb_report *report,
                        const struct orb_report_triage_input *input,
                        const struct orb_report_gain *gains, size_t count)
{
    long unplaced = 0;

    add_sums(report, gains, count);
    add_gains(report, input, gains, count);
    for (size_t i = 0; i < count; i++)
        unplaced += gains[i].changes->unplaced;
    orb_report_note(
        report, "%s",
        _("Changes are made to a copy of the territory or of the person, who is then matched again; nothing is deduced. They are cumulated in the order of the lines."));
    orb_report_note(
        report, "%s",
        _("What report IGAS 2021-010R proposes is beyond today's authorisations, and never more than to verify."));
    if (unplaced > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "Areas could not be made larger for %ld person, whose commune has no known place.",
                "Areas could not be made larger for %ld persons, whose commune has no known place.",
                unplaced),
            unplaced);
}
