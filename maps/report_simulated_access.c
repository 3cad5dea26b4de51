/* Places within reach of people, before and after. */
#include <math.h>

#include "engine/base/text.h"
#include "maps/report_simulate.h"

static const struct orb_report_column access_columns[] = {
    { .key = "area", .title = N_("Area"), .type = ORB_REPORT_CODE },
    { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
    { .key = "need", .title = N_("Need"), .type = ORB_REPORT_CODE },
    { .key = "need_label", .title = N_("What it is"), .type = ORB_REPORT_TEXT },
    { .key = "before",
      .title = N_("Access before"),
      .definition = N_(
          "Places within reach for 1,000 inhabitants, those who share them being counted (E2SFCA)."),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 2 },
    { .key = "after",
      .title = N_("Access after"),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 2 },
    { .key = "difference",
      .title = N_("Difference"),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 2 },
};

static void put(struct orb_report_table *t, double value)
{
    if (isnan(value))
        orb_report_unknown(t);
    else if (isinf(value))
        orb_report_none(t);
    else
        orb_report_number(t, value);
}

/* Beside what the report says of lifted rules. */
static void tell_rules(struct orb_report *report, const struct orb_report_simulation *in)
{
    bool lifted = false;

    for (int i = 0; i < ORB_IGAS_OPTIONS; i++)
        lifted = lifted || in->after.request->igas[i];
    if (lifted)
        orb_report_note(
            report, "%s",
            _("Access after counts what the lifted rules let through like the rest: to verify."));
}

void orb_report_simulated_access(struct orb_report *report,
                                 const struct orb_report_simulation *in,
                                 const struct orb_simulated_access *access)
{
    const struct orb_gap_request *q = in->before.request;
    struct orb_report_table *t = orb_report_add_table(
        report, "access", _("Access to places, before and after"), access_columns,
        sizeof access_columns / sizeof access_columns[0]);

    for (uint32_t a = 0; a <= in->areas->count; a++)
        for (uint32_t n = 0; n < q->need_count; n++) {
            size_t at = (size_t)n * (in->areas->count + 1) + a;
            double before = access->before[at];
            double after = access->after[at];

            if (a == in->areas->count && !isfinite(before) && !isfinite(after))
                continue;
            orb_report_row(t);
            orb_report_gap_area(t, a == in->areas->count ? &in->areas->none
                                                         : &in->areas->areas[a]);
            orb_report_gap_need(t, in->vocabulary, q->needs[n]);
            put(t, before);
            put(t, after);
            put(t, isinf(before) ? before : after - before);
        }
    tell_rules(report, in);
}
