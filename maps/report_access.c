/* Access by area, and its map. */
#include "maps/report_access.h"

#include <math.h>
#include <string.h>

#include "engine/base/text.h"
#include "maps/report_access_columns.h"

static const struct orb_report_word reached_words[] = {
    { "no", N_("no") },
    { "unknown", N_("places unknown") },
    { "partly", N_("partly") },
    { "yes", N_("yes") },
    { NULL, NULL },
};

static const struct orb_report_word edge_words[] = {
    { "no", N_("no") }, { "partly", N_("partly") }, { "yes", N_("yes") }, { NULL, NULL }
};

enum column {
    AREA,
    NAME,
    PEOPLE,
    ACCESS,
    REACHED,
    WITHOUT,
    MEDIAN,
    DECILE,
    EDGE,
    COMMUNES,
    UNKNOWN,
    COLUMN_COUNT
};

static const struct orb_report_column columns[COLUMN_COUNT] = {
    { .key = "area", .title = N_("Area"), .type = ORB_REPORT_CODE },
    { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
    { .key = "people",
      .title = N_("Demand"),
      .definition = N_(
          "People who may ask: the inhabitants of these ages, by the rates of use when they are given, or the persons of a file."),
      .type = ORB_REPORT_INTEGER },
    { .key = "access",
      .title = N_("Access"),
      .definition = N_(
          "In the unit told above the tables; the mean of the communes weighted by their demand. Unknown where only sites without a known number of places are in reach."),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 2 },
    { .key = "reached",
      .title = N_("Reached"),
      .definition = N_(
          "Is there a site with places, for somebody, within the limit? Access 0 without it is not a low access."),
      .type = ORB_REPORT_TEXT,
      .words = reached_words },
    ORB_REPORT_ACCESS_WITHOUT,
    ORB_REPORT_ACCESS_NEAREST,
    { .key = "edge",
      .title = N_("Edge"),
      .definition = N_(
          "The catchment goes beyond what the data hold: access may be wrong. Left out of the classes of the map."),
      .type = ORB_REPORT_TEXT,
      .words = edge_words },
    { .key = "communes",
      .title = N_("Communes"),
      .type = ORB_REPORT_INTEGER,
      .quiet = true },
    { .key = "population_unknown",
      .title = N_("Population unknown"),
      .definition = N_("Communes of unknown population: nobody is counted there."),
      .type = ORB_REPORT_INTEGER,
      .quiet = true },
};

double orb_report_access_scale(const struct orb_report_access_input *input)
{
    switch (input->access->request.method) {
    case ORB_CATCHMENT_GRAVITY:
    case ORB_CATCHMENT_CUMULATIVE:
    case ORB_CATCHMENT_AVAILABILITY:
    case ORB_CATCHMENT_CLOSEST:
        return 1;
    default:
        return input->apl ? 1e5 : 1e3;
    }
}

const char *orb_report_access_unit(const struct orb_report_access_input *input)
{
    const struct orb_access_request *r = &input->access->request;

    switch (r->method) {
    case ORB_CATCHMENT_GRAVITY:
        return N_("places in reach, weighted by distance");
    case ORB_CATCHMENT_CUMULATIVE:
        return N_("places in reach");
    case ORB_CATCHMENT_AVAILABILITY:
        return N_("places that come to the commune");
    case ORB_CATCHMENT_CLOSEST:
        return r->unit == ORB_LINK_KM ? N_("kilometres to the nearest site")
                                      : N_("minutes to the nearest site");
    default:
        return input->apl ? N_("places for 100,000 standardised inhabitants")
                          : N_("places for 1,000 people");
    }
}

/* ---- cells */

void orb_report_access_cost(struct orb_report_table *t, double cost,
                            const struct orb_report_access_sum *sum)
{
    if (sum->people > 0 && !(sum->asking > 0))
        orb_report_unknown(t);
    else if (isnan(cost))
        orb_report_none(t);
    else if (isinf(cost))
        orb_report_none_said(t, N_("out of reach"));
    else if (cost >= ORB_REPORT_AT_HOME)
        orb_report_none_said(t, N_("at home only"));
    else
        orb_report_number(t, cost);
}

/* Sums weighted by persons of a file are told roundly, in every format. */
static double told(const struct orb_report_access_input *in, double value, double steps)
{
    return in->persons ? round(value * steps) / steps : value;
}

/* The communes that have no site would make a mean of 0 of those whose sites tell nothing.
 */
bool orb_report_access_is_unknown(const struct orb_report_access_input *in,
                                  const struct orb_report_access_sum *sum)
{
    return in->access->request.method != ORB_CATCHMENT_CLOSEST && sum->reached == 0 &&
           sum->only_unknown > 0;
}

static void access_cell(struct orb_report_table *t,
                        const struct orb_report_access_input *in,
                        const struct orb_report_access_sum *sum)
{
    bool sums = in->access->request.method == ORB_CATCHMENT_AVAILABILITY;

    if (!(sum->people > 0) && sum->unknown < sum->places)
        orb_report_none(t);
    else if (in->access->request.method == ORB_CATCHMENT_CLOSEST && sum->weight <= 0 &&
             !(sum->people > 0))
        orb_report_none(t);
    else if (in->access->request.method == ORB_CATCHMENT_CLOSEST && sum->weight <= 0)
        orb_report_none_said(t, N_("out of reach"));
    else if (!(sum->weight > 0) || orb_report_access_is_unknown(in, sum))
        orb_report_unknown(t);
    else
        orb_report_number(
            t,
            told(in, orb_report_access_scale(in) * sum->access / (sums ? 1 : sum->weight),
                 10));
}

static const char *reached(const struct orb_report_access_sum *sum)
{
    if (sum->reached == sum->places)
        return "yes";
    if (sum->reached > 0)
        return "partly";
    return sum->only_unknown > 0 ? "unknown" : "no";
}

/* What persons of a file have, told to others than their team: a mean, a share or a
 * distance weighted by them gives back, with the ways between communes that anybody can
 * look up, how many live in each. */
static bool is_withheld(const struct orb_report_access_input *in)
{
    return in->persons && in->threshold > 0;
}

#define NOT_TOLD N_("not told")

/* Who has nothing, and how far the nearest is. */
static void shares_cells(struct orb_report_table *t,
                         const struct orb_report_access_input *in,
                         const struct orb_report_access_sum *sum)
{
    bool nobody = in->persons && !(sum->people > 0);

    if (sum->asking > 0 || nobody)
        orb_report_number(t, nobody ? 0 : told(in, sum->without / sum->asking, 100));
    else if (sum->people > 0)
        orb_report_unknown(t);
    else
        orb_report_none(t);
    orb_report_access_cost(t, nobody ? 0 : sum->median, sum);
    orb_report_access_cost(t, nobody ? 0 : sum->decile, sum);
}

static void fill_row(struct orb_report_table *t, const struct orb_report_access_input *in,
                     const struct orb_report_access_sum *sum)
{
    /* nobody of a file is as little told as a few: by values that are then hidden */
    bool nobody = in->persons && !(sum->people > 0);

    if (sum->unknown == sum->places && !in->persons)
        orb_report_unknown(t);
    else
        orb_report_integer(t, llround(sum->people));
    if (is_withheld(in))
        orb_report_none_said(t, NOT_TOLD);
    else if (nobody)
        orb_report_number(t, 0);
    else
        access_cell(t, in, sum);
    if (sum->unlocated == sum->places)
        orb_report_unknown(t);
    else
        orb_report_text(t, reached(sum));
    for (int i = 0; i < 3 && is_withheld(in); i++)
        orb_report_none_said(t, NOT_TOLD);
    if (!is_withheld(in))
        shares_cells(t, in, sum);
    orb_report_text(t, sum->edge == 0 ? "no" : sum->edge == sum->places ? "yes" : "partly");
    orb_report_integer(t, sum->places);
    orb_report_integer(t, sum->unknown);
}

/* Columns that count persons say so. */
static const struct orb_report_column *columns_of(struct orb_report *report, bool persons)
{
    struct orb_report_column *out;

    if (!persons)
        return columns;
    out = orb_arena_array(&report->arena, COLUMN_COUNT, sizeof *out);
    if (out == NULL) {
        report->failed = true;
        return columns;
    }
    memcpy(out, columns, sizeof columns);
    out[PEOPLE].persons = ORB_REPORT_PERSONS;
    out[ACCESS].persons = out[WITHOUT].persons = ORB_REPORT_PERSONS_DERIVED;
    out[MEDIAN].persons = out[DECILE].persons = ORB_REPORT_PERSONS_DERIVED;
    return out;
}

void orb_report_access_area(struct orb_report_table *t, const struct orb_areas *areas,
                            uint32_t area)
{
    if (area == areas->count) {
        orb_report_none(t);
        orb_report_text(t, _("in none"));
        return;
    }
    orb_report_text(t, areas->areas[area].code);
    if (areas->areas[area].name == NULL)
        orb_report_unknown(t);
    else
        orb_report_text(t, areas->areas[area].name);
}

static void add_areas(struct orb_report *report, const struct orb_report_access_input *in)
{
    struct orb_report_table *t =
        orb_report_add_table(report, "access", _("Access by area"),
                             columns_of(report, in->persons), COLUMN_COUNT);
    struct orb_report_access_sum all =
        orb_report_access_add_area(report, in, ORB_REPORT_ACCESS_ALL);
    uint32_t total;

    for (uint32_t i = 0; i <= in->areas->count; i++) {
        struct orb_report_access_sum sum = orb_report_access_add_area(report, in, i);

        if (sum.places == 0)
            continue;
        orb_report_row(t);
        orb_report_access_area(t, in->areas, i);
        fill_row(t, in, &sum);
    }
    if (all.places == 0)
        return;
    total = orb_report_total_row(t);
    orb_report_none(t);
    orb_report_text(t, _("all"));
    fill_row(t, in, &all);
    for (uint32_t row = 0; in->persons && row < total; row++)
        orb_report_set_parent(t, row, total);
    orb_report_add_map(
        report, &(struct orb_report_map){
                    .key = "access",
                    .title = is_withheld(in) ? N_("Demand") : N_("Access"),
                    .table = t,
                    .area_column = AREA,
                    .name_column = NAME,
                    .value_column = is_withheld(in) ? PEOPLE : ACCESS,
                    .flag_column = EDGE,
                    .unit = is_withheld(in) ? N_("persons") : orb_report_access_unit(in),
                    .level = in->areas->level,
                    .legend = ORB_REPORT_QUANTILE });
}

/* ---- density */

static const struct orb_report_word density_words[] = {
    { "unknown", N_("unknown") },
    { "1", N_("1 densely populated") },
    { "2", N_("2 of intermediate density") },
    { "3", N_("3 sparsely populated") },
    { "4", N_("4 very sparsely populated") },
    { NULL, NULL },
};

#define DENSITIES 5

static uint32_t density_of(const struct orb_access *a, uint32_t place)
{
    return a->request.catalogue->communes[a->place[place].commune].density;
}

/* The columns of areas, but for a class in place of their code and name. */
static const struct orb_report_column *density_columns(struct orb_report *report)
{
    static const struct orb_report_column class_ = {
        .key = "density",
        .title = N_("Density"),
        .definition = N_(
            "INSEE class of the commune, from 1, the densest, to 4 (grid of 4 classes)."),
        .type = ORB_REPORT_TEXT,
        .words = density_words,
    };
    struct orb_report_column *out =
        orb_arena_array(&report->arena, COLUMN_COUNT - 1, sizeof *out);

    if (out == NULL) {
        report->failed = true;
        return columns + 1;
    }
    memcpy(out, columns + 1, (COLUMN_COUNT - 1) * sizeof *out);
    out[0] = class_;
    out[COMMUNES - 1].quiet = out[UNKNOWN - 1].quiet = false;
    return out;
}

/* Communes of unknown class in a line of their own; nothing when none is known. */
static void add_densities(struct orb_report *report,
                          const struct orb_report_access_input *in)
{
    bool known = false;
    struct orb_report_table *t;

    for (uint32_t i = 0; i < in->access->inside; i++)
        known = known || density_of(in->access, i) > 0;
    if (!known || in->persons)
        return;
    t = orb_report_add_table(report, "density", _("Access by density of communes"),
                             density_columns(report), COLUMN_COUNT - 1);
    for (uint32_t k = 1; k <= DENSITIES; k++) {
        struct orb_report_access_part part = { ORB_REPORT_ACCESS_ALL, k % DENSITIES,
                                               ORB_REPORT_ACCESS_ALL };
        struct orb_report_access_sum sum = orb_report_access_add(report, in, &part);

        if (sum.places == 0)
            continue;
        orb_report_row(t);
        orb_report_text(t, density_words[part.density].token);
        fill_row(t, in, &sum);
    }
}

void orb_report_access(struct orb_report *report,
                       const struct orb_report_access_input *input)
{
    orb_report_access_notes(report, input);
    add_areas(report, input);
    orb_report_access_ages(report, input);
    add_densities(report, input);
    orb_report_access_equity(report, input);
    orb_report_access_sites(report, input);
    orb_report_access_commons(report, input);
}
