/* Groups, then partners, then members for the team alone. */
#include "maps/report_emerge.h"

#include <math.h>

#include "engine/base/text.h"
#include "engine/model/territory.h"
#include "maps/triage_cells.h"
#include "maps/triage_words.h"

#define COLUMNS(list) list, sizeof list / sizeof list[0]

/* clang-format off */
static const struct orb_report_column group_columns[] = {
    { .key = "group", .title = N_("Group"), .type = ORB_REPORT_INTEGER, .numbers = true },
    { .key = "persons", .title = N_("Persons"), .type = ORB_REPORT_INTEGER, .persons = ORB_REPORT_PERSONS, .dear = true },
    { .key = "need", .title = N_("Need"), .type = ORB_REPORT_CODE },
    { .key = "need_label", .title = N_("Need in words"), .type = ORB_REPORT_TEXT },
    { .key = "public", .title = N_("Public"), .type = ORB_REPORT_CODE, .lacks = ORB_REPORT_UNKNOWN },
    { .key = "cause", .title = N_("Cause"), .type = ORB_REPORT_TEXT },
    { .key = "cause_code", .title = N_("Code of the cause"), .type = ORB_REPORT_CODE, .quiet = true },
    { .key = "place", .title = N_("Place"), .definition = N_("The commune where the journeys by car of all add up to the least; outside of the team, its EPCI or its département."), .type = ORB_REPORT_CODE, .lacks = ORB_REPORT_UNKNOWN },
    { .key = "place_name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
    { .key = "partners", .title = N_("Partners who could"), .type = ORB_REPORT_INTEGER },
};

static const struct orb_report_column unlock_columns[] = {
    { .key = "group", .title = N_("Group"), .type = ORB_REPORT_INTEGER },
    { .key = "option", .title = N_("Report IGAS 2021-010R proposes"), .type = ORB_REPORT_CODE },
    { .key = "persons", .title = N_("Persons who would have an offer to verify"), .type = ORB_REPORT_INTEGER },
};

static const struct orb_report_column partner_columns[] = {
    { .key = "group", .title = N_("Group"), .type = ORB_REPORT_INTEGER, .numbers = true },
    { .key = "offer", .title = N_("Offer"), .type = ORB_REPORT_CODE },
    { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
    { .key = "circle", .title = N_("Circle"), .type = ORB_REPORT_CODE },
    { .key = "droit_commun", .title = N_("Droit commun"), .type = ORB_REPORT_TEXT },
    { .key = "minutes", .title = N_("Travel (min)"), .definition = N_("By car, from the commune of the group; an estimate."), .type = ORB_REPORT_DECIMAL, .decimals = 0 },
    { .key = "lacks", .title = N_("What it lacks"), .type = ORB_REPORT_TEXT },
};

static const struct orb_report_column member_columns[] = {
    { .key = "group", .title = N_("Group"), .type = ORB_REPORT_INTEGER },
    { .key = "person", .title = N_("Person"), .type = ORB_REPORT_CODE },
    { .key = "need", .title = N_("Need"), .type = ORB_REPORT_CODE },
    { .key = "commune", .title = N_("Commune"), .type = ORB_REPORT_CODE },
};
/* clang-format on */

static bool is_told(const struct orb_report_emerge_input *in, size_t group)
{
    return in->emerge->groups[group].member_count >= (uint32_t)in->threshold;
}

static void area_cells(struct orb_report_table *t, const struct orb_catalogue *c,
                       enum orb_territory_kind kind, const char *code)
{
    uint32_t area = orb_cat_area_find(c, (uint32_t)kind, code);

    orb_report_text(t, code);
    orb_report_text(t, area == ORB_CAT_NONE ? NULL : orb_cat_known(c, c->areas[area].name));
}

static void place_cells(struct orb_report_table *t,
                        const struct orb_report_emerge_input *in,
                        const struct orb_emerging *g)
{
    const struct orb_catalogue *c = in->reader.catalogue;
    const struct orb_cat_commune *commune = &c->communes[g->commune];
    const char *epci = orb_cat_known(c, commune->epci);

    if (in->threshold == 0) {
        orb_report_text(t, orb_cat_string(c, commune->code));
        orb_report_text(t, orb_cat_known(c, commune->name));
    } else if (epci != NULL) {
        area_cells(t, c, ORB_TERRITORY_EPCI, epci);
    } else {
        area_cells(t, c, ORB_TERRITORY_DEPARTEMENT, orb_cat_known(c, commune->department));
    }
}

static void add_groups(struct orb_report *report, const struct orb_report_emerge_input *in)
{
    struct orb_report_table *t = orb_report_add_table(
        report, "groups", _("New solutions to build"), COLUMNS(group_columns));

    for (size_t i = 0; i < in->emerge->group_count; i++) {
        const struct orb_emerging *g = &in->emerge->groups[i];

        if (!is_told(in, i))
            continue;
        (void)orb_report_row(t);
        if (!report->failed)
            t->lines[t->row_count - 1].reached = in->threshold > 0;
        orb_report_integer(t, (int64_t)i + 1);
        orb_report_integer(t, g->member_count);
        orb_report_text(t, g->need);
        orb_report_text(t, orb_code_words(&in->reader, "serafin_besoins", g->need));
        orb_report_text(t, g->public);
        orb_report_text(t, orb_cause_words(g->cause));
        orb_report_text(t, orb_cause_name(g->cause));
        place_cells(t, in, g);
        orb_report_integer(t, g->partner_count);
    }
}

static void add_unlocked(struct orb_report *report,
                         const struct orb_report_emerge_input *in)
{
    struct orb_report_table *t = orb_report_add_table(
        report, "unlocks", _("What lifting a rule would unlock"), COLUMNS(unlock_columns));

    for (size_t i = 0; i < in->emerge->group_count; i++)
        for (int option = 0; option < ORB_IGAS_OPTIONS; option++) {
            if (in->emerge->groups[i].unlocked[option] == 0)
                continue;
            orb_report_row(t);
            orb_report_integer(t, (int64_t)i + 1);
            orb_report_text(t, orb_igas_names[option]);
            orb_report_integer(t, in->emerge->groups[i].unlocked[option]);
        }
}

static void lack_words(struct orb_buf *out, uint64_t causes)
{
    for (unsigned cause = 0; cause < ORB_CAUSES; cause++)
        if ((causes >> cause & 1) != 0) {
            if (out->len > 0)
                orb_buf_text(out, _("; "));
            orb_buf_text(out, orb_cause_words(cause));
        }
}

static void add_partner(struct orb_report_table *t,
                        const struct orb_report_emerge_input *in, size_t group,
                        const struct orb_emerge_partner *p, struct orb_buf *words)
{
    (void)orb_report_row(t);
    if (!t->report->failed)
        t->lines[t->row_count - 1].line_of = (uint32_t)group;
    orb_report_integer(t, (int64_t)group + 1);
    orb_offer_cells(t, in->reader.catalogue, p->offer);
    orb_report_text(t, orb_circle_names[p->circle]);
    if (p->droit_commun == ORB_UNKNOWN)
        orb_report_unknown(t);
    else
        orb_report_text(t, p->droit_commun == ORB_YES ? _("yes") : _("no"));
    /* They would tell where the group lives. */
    if (in->threshold > 0)
        orb_report_none(t);
    else if (isnan(p->minutes))
        orb_report_unknown(t);
    else
        orb_report_number(t, p->minutes);
    lack_words(words, in->threshold > 0 ? p->lacks_for_all : p->lacks);
    orb_report_text(t, words->data);
    words->len = 0;
}

static void add_partners(struct orb_report *report,
                         const struct orb_report_emerge_input *in)
{
    struct orb_report_table *t = orb_report_add_table(
        report, "partners", _("Partners who could, droit commun first"),
        COLUMNS(partner_columns));
    struct orb_buf words = { 0 };

    /* Groups that are told come first: their line is their number. */
    t->lines_of = orb_report_find_table(report, "groups");
    for (size_t i = 0; i < in->emerge->group_count; i++)
        for (uint32_t k = 0; is_told(in, i) && k < in->emerge->groups[i].partner_count; k++)
            add_partner(t, in, i, &in->emerge->groups[i].partners[k], &words);
    report->failed = report->failed || words.failed;
    orb_buf_release(&words);
}

static void add_members(struct orb_report *report, const struct orb_report_emerge_input *in)
{
    const struct orb_catalogue *c = in->reader.catalogue;
    struct orb_report_table *t =
        orb_report_add_table(report, "members", _("Who asks"), COLUMNS(member_columns));

    for (size_t i = 0; i < in->emerge->group_count; i++)
        for (uint32_t k = 0; k < in->emerge->groups[i].member_count; k++) {
            const struct orb_emerge_member *m = &in->emerge->groups[i].members[k];
            const struct orb_person *p = in->people[m->person]->case_->person;

            orb_report_row(t);
            orb_report_integer(t, (int64_t)i + 1);
            orb_report_text(t, p->id);
            orb_report_text(t, p->needs[m->need].code);
            orb_report_text(t, orb_cat_string(c, c->communes[m->commune].code));
        }
}

/* Counts of persons are the team's alone. */
static void add_counts(struct orb_report *report, const struct orb_emerge *e)
{
    long apart = (long)e->apart;
    long unplaced = (long)e->unplaced;

    orb_report_note(report, "%s", _("Personal data: do not hand on."));
    if (apart > 0)
        orb_report_note(report,
                        ORB_PLURAL("%ld demand is near no other alike.",
                                   "%ld demands are near no other alike.", apart),
                        apart);
    if (unplaced > 0)
        orb_report_note(report,
                        ORB_PLURAL("%ld demand has no commune that the territory knows.",
                                   "%ld demands have no commune that the territory knows.",
                                   unplaced),
                        unplaced);
}

void orb_report_emerge(struct orb_report *report,
                       const struct orb_report_emerge_input *input)
{
    add_groups(report, input);
    if (input->threshold == 0)
        add_unlocked(report, input);
    add_partners(report, input);
    if (input->threshold == 0) {
        add_members(report, input);
        add_counts(report, input->emerge);
    } else {
        orb_report_note(
            report, "%s",
            _("Groups whose count cannot be shown are left out, and not counted."));
    }
    orb_report_note(
        report, "%s",
        _("A group is a demand of persons for the same need, kept out by the same cause, near each other: a new solution to build, with whom it could be."));
}
