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
    { .key = "area", .title = N_("Area"), .type = ORB_REPORT_CODE },
    { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
    { .key = "need", .title = N_("Need"), .type = ORB_REPORT_CODE },
    { .key = "need_label", .title = N_("What it is"), .type = ORB_REPORT_TEXT },
    PERSONS("requests", N_("Requests"), N_("Needs expressed."), NULL),
    PERSONS("covered", N_("Covered"), N_("Some offer is eligible."), "requests"),
    PERSONS("to_verify", N_("To verify"), N_("Some offer may be, once verified."),
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
        const struct orb_gap_cell *cell =
            orb_gap_cell_of(gaps, wanted[i].need, wanted[i].place, wanted[i].stratum);
        int64_t *sum =
            sums[(size_t)(area == ORB_CAT_NONE ? area_count - 1 : area) * gaps->need_count +
                 wanted[i].need];

        sum[REQUESTS] += wanted[i].count;
        sum[column_of(cell->state)] += wanted[i].count;
    }
    for (uint32_t i = 0; i < area_count * gaps->need_count; i++) {
        uint32_t area = i / gaps->need_count;

        if (sums[i][REQUESTS] == 0)
            continue;
        orb_report_row(t);
        orb_report_gap_area(t, area == area_count - 1 ? &input->areas->none
                                                      : &input->areas->areas[area]);
        orb_report_gap_need(t, input->vocabulary,
                            input->people.request->needs[i % gaps->need_count]);
        for (int column = 0; column < COLUMNS; column++)
            orb_report_integer(t, sums[i][column]);
    }
}
