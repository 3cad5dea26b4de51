/* One line for each area, then all of them. */
#include "maps/report_hotspots.h"

#include <math.h>
#include <string.h>

#include "engine/base/text.h"

enum { AREA, NAME, BASE, UNMET, OTHERS, RATE, SHRUNK, Z, P, SPOT, LOCAL, LOCAL_P, COLUMNS };
/* The population is no sum of persons: all those known have a column of their own. */
enum { KNOWN = COLUMNS, POPULATION_COLUMNS };

static const struct orb_report_word spot_words[] = {
    { "cold", N_("fewer than elsewhere") },
    { "none", N_("as elsewhere") },
    { "hot", N_("more than elsewhere") },
    { NULL, NULL },
};

/* clang-format off */
#define RATES \
    [RATE] = { .key = "rate", .title = N_("Share"), .type = ORB_REPORT_PERCENT, .decimals = 1, .persons = ORB_REPORT_PERSONS_DERIVED, .quiet = true }, \
    [SHRUNK] = { .key = "adjusted", .title = N_("Adjusted share"), .definition = N_("Drawn towards the share of all, the more so as the base is small (empirical Bayes): what is tested and drawn."), .type = ORB_REPORT_PERCENT, .decimals = 1, .persons = ORB_REPORT_PERSONS_DERIVED }, \
    [Z] = { .key = "z", .title = N_("Gi*"), .definition = N_("Getis and Ord, the area and its neighbours: above 0, more than elsewhere."), .type = ORB_REPORT_DECIMAL, .decimals = 2, .persons = ORB_REPORT_PERSONS_DERIVED }, \
    [P] = { .key = "p", .title = N_("p of Gi*"), .definition = N_("Both sides, adjusted for the number of tests (Benjamini and Hochberg)."), .type = ORB_REPORT_DECIMAL, .decimals = 4, .persons = ORB_REPORT_PERSONS_DERIVED }, \
    [SPOT] = { .key = "spot", .title = N_("Spot"), .definition = N_("More or fewer than elsewhere when p is at most 0.05: among such areas, one in twenty is expected to be by chance."), .type = ORB_REPORT_TEXT, .words = spot_words, .persons = ORB_REPORT_PERSONS_DERIVED }, \
    [LOCAL] = { .key = "moran", .title = N_("Local Moran"), .definition = N_("Above 0 when the area is like its neighbours, below when it differs from them."), .type = ORB_REPORT_DECIMAL, .decimals = 2, .persons = ORB_REPORT_PERSONS_DERIVED, .quiet = true }, \
    [LOCAL_P] = { .key = "moran_p", .title = N_("p of local Moran"), .definition = N_("Both sides, adjusted for the number of tests (Benjamini and Hochberg)."), .type = ORB_REPORT_DECIMAL, .decimals = 4, .persons = ORB_REPORT_PERSONS_DERIVED, .quiet = true }

static const struct orb_report_column person_columns[COLUMNS] = {
    [AREA] = { .key = "area", .title = N_("Area"), .type = ORB_REPORT_CODE },
    [NAME] = { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
    [BASE] = { .key = "known", .title = N_("Persons known"), .type = ORB_REPORT_INTEGER, .persons = ORB_REPORT_PERSONS, .population = ORB_POPULATION_KNOWN },
    [UNMET] = { .key = "unmet", .title = N_("With an unmet need"), .definition = N_("A need that is nearly answered, or not at all."), .type = ORB_REPORT_INTEGER, .persons = ORB_REPORT_PERSONS, .part_of = "known", .population = ORB_POPULATION_UNMET },
    [OTHERS] = { .key = "others", .title = N_("Without"), .type = ORB_REPORT_INTEGER, .persons = ORB_REPORT_PERSONS, .part_of = "known", .quiet = true, .population = ORB_POPULATION_MET },
    RATES
};

static const struct orb_report_column population_columns[POPULATION_COLUMNS] = {
    [AREA] = { .key = "area", .title = N_("Area"), .type = ORB_REPORT_CODE },
    [NAME] = { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
    [BASE] = { .key = "population", .title = N_("Population"), .type = ORB_REPORT_INTEGER },
    [UNMET] = { .key = "unmet", .title = N_("With an unmet need"), .definition = N_("A need that is nearly answered, or not at all."), .type = ORB_REPORT_INTEGER, .persons = ORB_REPORT_PERSONS, .part_of = "known", .population = ORB_POPULATION_UNMET },
    [OTHERS] = { .key = "others", .title = N_("Without"), .type = ORB_REPORT_INTEGER, .persons = ORB_REPORT_PERSONS, .part_of = "known", .quiet = true, .population = ORB_POPULATION_MET },
    RATES,
    [KNOWN] = { .key = "known", .title = N_("Persons known"), .type = ORB_REPORT_INTEGER, .persons = ORB_REPORT_PERSONS, .population = ORB_POPULATION_KNOWN, .quiet = true },
};
/* clang-format on */

static void count_cells(struct orb_report_table *t,
                        const struct orb_report_hotspots_input *in, int64_t population,
                        uint32_t known, uint32_t unmet)
{
    if (!in->over_population)
        orb_report_integer(t, known);
    else if (population < 0)
        orb_report_unknown(t);
    else
        orb_report_integer(t, population);
    orb_report_integer(t, unmet);
    orb_report_integer(t, known - unmet);
    if (!in->over_population)
        return;
    for (int column = RATE; column < COLUMNS; column++)
        if (t->row_count > 0 && t->lines[t->row_count - 1].total)
            orb_report_none(t);
        else
            orb_report_unknown(t);
    orb_report_integer(t, known);
}

void orb_report_hotspots_count(struct orb_report *report,
                               const struct orb_report_hotspots_input *input)
{
    const struct orb_areas *areas = input->areas;
    struct orb_report_table *t = orb_report_add_table(
        report, "spots", _("Where needs that nothing answers stand out"),
        input->over_population ? population_columns : person_columns,
        input->over_population ? (size_t)POPULATION_COLUMNS : (size_t)COLUMNS);
    uint32_t known = 0;
    uint32_t unmet = 0;
    int64_t population = 0;
    uint32_t total;

    t->dimension = orb_mesh_name(areas->level);
    for (uint32_t i = 0; i < areas->count; i++) {
        known += input->known[i];
        unmet += input->unmet[i];
        population += areas->areas[i].population > 0 ? areas->areas[i].population : 0;
        if (input->shown != NULL && !input->shown[i])
            continue;
        (void)orb_report_row(t);
        orb_report_text(t, areas->areas[i].code);
        orb_report_text(t, areas->areas[i].name);
        count_cells(t, input, areas->areas[i].population, input->known[i], input->unmet[i]);
    }
    total = orb_report_total_row(t);
    orb_report_none(t);
    orb_report_none(t);
    count_cells(t, input, population, known, unmet);
    if (!report->failed)
        t->lines[total].placed = true;
    for (uint32_t row = 0; row < total && !report->failed; row++)
        orb_report_set_parent(t, row, total);
}

/* The line of each area; NO_ROW = none. */
static uint32_t next_row(const struct orb_report_hotspots_input *in, uint32_t area,
                         uint32_t *row)
{
    return in->shown != NULL && !in->shown[area] ? ORB_REPORT_NO_ROW : (*row)++;
}

static bool is_told(const struct orb_report_table *t, uint32_t row)
{
    for (size_t c = 0; c < t->column_count; c++)
        if (t->columns[c].persons == ORB_REPORT_PERSONS &&
            orb_report_cell(t, row, c)->state != ORB_REPORT_VALUE)
            return false;
    return orb_report_cell(t, row, BASE)->state == ORB_REPORT_VALUE;
}

void orb_report_hotspots_left(const struct orb_report *report,
                              const struct orb_report_hotspots_input *input, bool *known)
{
    const struct orb_report_table *t = orb_report_find_table(report, "spots");
    uint32_t row = 0;

    for (uint32_t i = 0; i < input->areas->count; i++) {
        uint32_t line = next_row(input, i, &row);

        known[i] = line != ORB_REPORT_NO_ROW && is_told(t, line);
    }
}

static void put_number(struct orb_report_cell *cell, double value)
{
    *cell = isnan(value)
                ? (struct orb_report_cell){ .state = ORB_REPORT_NONE }
                : (struct orb_report_cell){ .state = ORB_REPORT_VALUE, .as.number = value };
}

static void put_spot(struct orb_report_cell *cell, const struct orb_hotspots *all,
                     enum orb_spot spot)
{
    *cell = (struct orb_report_cell){ .state = ORB_REPORT_VALUE };
    if (spot != ORB_SPOT_UNDEFINED)
        cell->as.text = spot_words[spot - ORB_SPOT_COLD].token;
    else
        *cell =
            (struct orb_report_cell){ .state = ORB_REPORT_NONE,
                                      .as.text = all->tested ? N_("beside no other area")
                                                             : N_("not tested") };
}

static void tell_line(struct orb_report_cell *cells, const struct orb_hotspots *all,
                      const struct orb_hotspot *h)
{
    put_number(&cells[RATE], h->rate);
    put_number(&cells[SHRUNK], h->shrunk);
    put_number(&cells[Z], h->z);
    put_number(&cells[P], h->p);
    put_spot(&cells[SPOT], all, h->spot);
    put_number(&cells[LOCAL], h->local);
    put_number(&cells[LOCAL_P], h->local_p);
}

static void add_notes(struct orb_report *report, const struct orb_hotspots *all)
{
    long islands = all->islands;

    if (!all->tested)
        orb_report_note(
            report,
            _("No area is said to stand out: fewer than %d areas can be compared, too few for a test."),
            ORB_AUTOCORRELATION_MIN);
    else
        orb_report_note(
            report, "%s",
            _("An area stands out with its neighbours, not alone; a count of requests known to a team is not the need of a population."));
    if (islands > 0)
        orb_report_note(
            report,
            ORB_PLURAL("%ld area is beside no other: nothing is said of it.",
                       "%ld areas are beside no other: nothing is said of them.", islands),
            islands);
}

void orb_report_hotspots_tell(struct orb_report *report,
                              const struct orb_report_hotspots_input *input,
                              const struct orb_hotspots *hotspots)
{
    struct orb_report_table *t = orb_report_find_table(report, "spots");
    struct orb_report_map map = {
        .key = "spots",
        .title = N_("Where needs that nothing answers stand out"),
        .table = t,
        .area_column = AREA,
        .name_column = NAME,
        .value_column = hotspots->tested ? SPOT : SHRUNK,
        .flag_column = ORB_REPORT_NO_COLUMN,
        .level = input->areas->level,
        .legend = hotspots->tested ? ORB_REPORT_ORDERED : ORB_REPORT_QUANTILE,
    };
    uint32_t row = 0;

    if (report->failed || t == NULL)
        return;
    for (uint32_t i = 0; i < input->areas->count; i++) {
        uint32_t line = next_row(input, i, &row);

        if (line != ORB_REPORT_NO_ROW && is_told(t, line))
            tell_line(&t->cells[line * t->column_count], hotspots, &hotspots->units[i]);
    }
    if (is_told(t, row))
        put_number(&t->cells[row * t->column_count + RATE], hotspots->mean);
    add_notes(report, hotspots);
    orb_report_add_map(report, &map);
}
