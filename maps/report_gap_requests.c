/* Needs that people expressed, by area: counts of persons, which the report protects. */
#include <string.h>

#include "engine/base/text.h"
#include "maps/report_gaps.h"

#define PERSONS(k, t, d, whole)                                                            \
    {                                                                                      \
        .key = k, .title = t, .definition = d, .type = ORB_REPORT_INTEGER,                 \
        .persons = ORB_REPORT_PERSONS, .part_of = whole                                    \
    }

static const struct orb_report_column request_columns[] = {
    { .key = "area",
      .title = N_("Area"),
      .type = ORB_REPORT_CODE,
      .lacks = ORB_REPORT_NONE },
    { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
    { .key = "need", .title = N_("Need"), .type = ORB_REPORT_CODE },
    { .key = "need_label", .title = N_("What it is"), .type = ORB_REPORT_TEXT },
    PERSONS("requests", N_("Requests"), N_("Needs expressed."), NULL),
    PERSONS("covered", N_("Covered"),
            N_("Some offer is eligible, whatever the age when it is not told."),
            "requests"),
    PERSONS(
        "to_verify", N_("To verify"),
        N_("Some offer may be, once verified, or for some ages when the age is not told."),
        "requests"),
    PERSONS("nearly", N_("Nearly"),
            N_("Orientation, zone, distance or lack of room alone is in the way."),
            "requests"),
    PERSONS("uncovered", N_("Not covered"),
            N_("Nothing in reach, or not for this public or age."), "requests"),
};

enum column { REQUESTS, COVERED, TO_VERIFY, NEARLY, UNCOVERED, COLUMNS };

static enum column column_of(unsigned state)
{
    if (state == ORB_GAP_COVERED)
        return COVERED;
    if (state == ORB_GAP_TO_VERIFY)
        return TO_VERIFY;
    return state >= ORB_GAP_ORIENTATION ? NEARLY : UNCOVERED;
}

static void name_or_unknown(struct orb_report_table *t, const char *text)
{
    if (text == NULL || text[0] == '\0')
        orb_report_unknown(t);
    else
        orb_report_text(t, text);
}

void orb_report_gap_area(struct orb_report_table *table, const struct orb_area *area)
{
    if (area->code == NULL) {
        orb_report_none(table);
        orb_report_text(table, _("in none"));
        return;
    }
    orb_report_text(table, area->code);
    name_or_unknown(table, area->name);
}

void orb_report_gap_need(struct orb_report_table *table, struct orb_vocabulary *vocabulary,
                         const char *need)
{
    const char *label = orb_vocabulary_label(vocabulary, "serafin_besoins", need,
                                             table->report->french ? "fr" : "en");

    orb_report_text(table, need);
    name_or_unknown(table, label);
}

/* Without an age: covered when people of all ages are, to verify when some may be, else as
 * those who find least. */
static unsigned state_of(const struct orb_gap_people *people,
                         const struct orb_gap_wanted *wanted)
{
    unsigned least = ORB_GAP_STATES;
    unsigned most = 0;

    if (wanted->stratum != ORB_GAP_AGE_UNKNOWN)
        return orb_gap_cell_of(people->gaps, wanted->need, wanted->place, wanted->stratum)
            ->state;
    for (uint32_t i = 0; i < people->count; i++) {
        unsigned state =
            orb_gap_cell_of(people->gaps, wanted->need, wanted->place, i)->state;

        least = state < least ? state : least;
        most = state > most ? state : most;
    }
    return orb_gap_is_gap(least) && !orb_gap_is_gap(most) ? ORB_GAP_TO_VERIFY : least;
}

/* Of those that a threshold protects; a team reads all of them. */
static void add_protection(struct orb_report *report, int threshold)
{
    orb_report_note(
        report,
        _("An area and a need have a line when their requests can be counted: where they are fewer than %d, none, or would tell of fewer, nothing can be said."),
        threshold);
    orb_report_note(
        report, "%s",
        _("Each report on requests is protected alone: do not give out two of them on the same persons, by other areas, perimeters or dates; together they may tell what each of them hides, unless the second is made with --beside the first."));
}

static void add_notes(struct orb_report *report, int threshold)
{
    if (threshold > 0)
        add_protection(report, threshold);
    orb_report_note(
        report, "%s",
        _("A request without an age is covered when people of all ages are, to verify when only some of them are or may be."));
}

void orb_report_gap_requests(struct orb_report *report,
                             const struct orb_report_gap_input *input,
                             const struct orb_gap_wanted *wanted, size_t count)
{
    const struct orb_gaps *gaps = input->people.gaps;
    uint32_t area_count = input->areas->count + 1;
    int64_t(*sums)[COLUMNS] = orb_arena_array(
        &report->arena, (size_t)area_count * gaps->need_count + 1, sizeof *sums);
    struct orb_report_table *t = orb_report_add_table(
        report, "requests", _("Needs expressed, by area and need"), request_columns,
        sizeof request_columns / sizeof request_columns[0]);

    if (sums == NULL) {
        report->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t area = input->areas->of[input->people.request->places[wanted[i].place]];
        int64_t *sum =
            sums[(size_t)(area == ORB_CAT_NONE ? area_count - 1 : area) * gaps->need_count +
                 wanted[i].need];

        sum[REQUESTS] += wanted[i].count;
        sum[column_of(state_of(&input->people, &wanted[i]))] += wanted[i].count;
    }
    for (uint32_t i = 0; i < area_count * gaps->need_count; i++) {
        uint32_t area = i / gaps->need_count;

        if (sums[i][REQUESTS] < (input->threshold > 0 ? input->threshold : 1))
            continue;
        (void)orb_report_row(t);
        if (!report->failed)
            t->lines[t->row_count - 1].reached = input->threshold > 0;
        orb_report_gap_area(t, area == area_count - 1 ? &input->areas->none
                                                      : &input->areas->areas[area]);
        orb_report_gap_need(t, input->vocabulary,
                            input->people.request->needs[i % gaps->need_count]);
        for (int column = 0; column < COLUMNS; column++)
            orb_report_integer(t, sums[i][column]);
    }
    add_notes(report, input->threshold);
}
