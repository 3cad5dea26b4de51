#include "tests/schema/report_sample.h"

#include <math.h>
#include <stdio.h>

#include "engine/model/record.h"
#include "tests/unit/contours.h"

/* ---- the territory */

enum { SIDES = 4, BENDS = 3, POINTS = SIDES * BENDS };

/* Bends of borders, the same from both sides. */
static double wobble(int a, int b, int salt)
{
    unsigned h = (unsigned)a * 2654435761u ^ (unsigned)b * 2246822519u ^
                 (unsigned)salt * 3266489917u;

    h ^= h >> 15;
    h *= 2246822519u;
    h ^= h >> 13;
    return (double)(h % 1000) / 1000 - 0.5;
}

static void corner(double out[2], int column, int row)
{
    out[0] = 5.0 + 0.09 * column + 0.04 * wobble(column, row, 1);
    out[1] = 46.0 + 0.06 * row + 0.03 * wobble(column, row, 2);
}

/* Points from a corner to the next but the last; from and to in the order of the walk. */
static void side(double (*out)[2], const int from[2], const int to[2])
{
    bool forward = from[0] + from[1] < to[0] + to[1];
    const int *low = forward ? from : to;
    const int *high = forward ? to : from;
    double a[2];
    double b[2];

    corner(a, low[0], low[1]);
    corner(b, high[0], high[1]);
    for (int i = 0; i < BENDS; i++) {
        int at = forward ? i : BENDS - i;
        double t = (double)at / BENDS;
        double bend = at == 0 || at == BENDS ? 0
                                             : 0.012 * wobble(low[0] * 31 + high[0],
                                                              low[1] * 17 + high[1], at);

        out[i][0] = a[0] + (b[0] - a[0]) * t + (low[0] == high[0] ? bend : 0);
        out[i][1] = a[1] + (b[1] - a[1]) * t + (low[0] == high[0] ? 0 : bend);
    }
}

static void square(double (*out)[2], double lon, double lat, double size, bool hole)
{
    for (int i = 0; i < 4; i++) {
        int at = hole ? 3 - i : i;

        out[i][0] = lon + (at == 1 || at == 2 ? size : 0);
        out[i][1] = lat + (at >= 2 ? size : 0);
    }
}

static void write_cell(struct orb_buf *wkb, int number)
{
    const int x = number % SAMPLE_COLUMNS;
    const int y = number / SAMPLE_COLUMNS;
    const int corners[SIDES + 1][2] = {
        { x, y }, { x + 1, y }, { x + 1, y + 1 }, { x, y + 1 }, { x, y }
    };
    double ring[POINTS][2];
    double hole[4][2];
    struct made_ring rings[] = { { (const double(*)[2])ring, POINTS, 1 },
                                 { (const double(*)[2])hole, 4, 0 } };

    for (int i = 0; i < SIDES; i++)
        side(ring + i * BENDS, corners[i], corners[i + 1]);
    square(hole, 5.39, 46.14, 0.02, true);
    write_contour(wkb, rings, number == 20 ? 2 : 1);
}

static void write_sample(struct orb_buf *wkb, int number)
{
    double ring[4][2];
    struct made_ring rings[] = { { (const double(*)[2])ring, 4, 1 } };

    if (number < SAMPLE_ENCLAVE) {
        write_cell(wkb, number);
        return;
    }
    if (number == SAMPLE_NOWHERE)
        return;
    if (number == SAMPLE_ENCLAVE)
        square(ring, 5.39, 46.14, 0.02, false);
    else
        square(ring, number == SAMPLE_ISLAND_A ? 55.4 : 55.5, -21.1, 0.1, false);
    write_contour(wkb, rings, 1);
}

static const char *epci_of(int number)
{
    if (number >= SAMPLE_ISLAND_A)
        return "249740000";
    if (number >= SAMPLE_ENCLAVE)
        return "200000001";
    return number % SAMPLE_COLUMNS < 4
               ? (number / SAMPLE_COLUMNS < 3 ? "200000001" : "200000002")
               : (number / SAMPLE_COLUMNS < 3 ? "200000003" : "200000004");
}

static void code_of(char out[16], int number)
{
    if (number >= SAMPLE_ISLAND_A)
        (void)snprintf(out, 16, "9740%d", number - SAMPLE_ISLAND_A + 1);
    else
        (void)snprintf(out, 16, "01%03d", (number + 1) % 1000);
}

static enum orb_status replay(void *context, const struct orb_map_replay *which,
                              const struct orb_sink *sink, struct orb_error *err)
{
    const struct orb_source contours = { .id = "contours-2026",
                                         .attribution = "Contours inventés",
                                         .licence = "Licence Ouverte 2.0",
                                         .observed_on = ORB_DATE_NONE };
    enum orb_status status = orb_sink_source(sink, &contours, err);

    (void)context;
    (void)which;
    for (int i = 0; i < SAMPLE_COMMUNES && status == ORB_OK; i++) {
        struct orb_buf wkb = { 0 };
        char code[16];
        struct orb_territory t = { .kind = ORB_TERRITORY_COMMUNE,
                                   .code = code,
                                   .epci = epci_of(i),
                                   .departement = i >= SAMPLE_ISLAND_A ? "974" : "01",
                                   .population = -1 };

        code_of(code, i);
        write_sample(&wkb, i);
        t.contour = (const unsigned char *)wkb.data;
        t.contour_len = wkb.len;
        status = orb_sink_territory(sink, &t, err);
        orb_buf_release(&wkb);
    }
    return status;
}

const struct orb_map_territory report_sample_territory = { .replay = replay };

/* ---- the report */

static const struct orb_report_word no_yes[] = { { "no", "no" },
                                                 { "yes", "yes" },
                                                 { NULL, NULL } };
static const struct orb_report_word kinds[] = {
    { "absent", "no such service" },
    { "age", "refused by age" },
    { "saturated", "saturated" },
    { "covered", "covered" },
    { NULL, NULL },
};
static const struct orb_report_column access_columns[] = {
    { .key = "commune", .title = "Code", .type = ORB_REPORT_CODE },
    { .key = "name", .title = "Commune" },
    { .key = "population",
      .title = "Population",
      .type = ORB_REPORT_INTEGER,
      .definition = "Inhabitants of the census." },
    { .key = "access",
      .title = "Access",
      .type = ORB_REPORT_DECIMAL,
      .decimals = 2,
      .definition = "Places for 1,000 inhabitants who can reach them." },
    { .key = "inferred",
      .title = "Share inferred",
      .type = ORB_REPORT_PERCENT,
      .decimals = 1 },
    { .key = "edge", .title = "At the edge", .words = no_yes },
    { .key = "checked_on", .title = "Checked on", .type = ORB_REPORT_DATE },
};
static const struct orb_report_column gap_columns[] = {
    { .key = "commune", .title = "Code", .type = ORB_REPORT_CODE },
    { .key = "name", .title = "Commune" },
    { .key = "kind", .title = "Kind of gap", .words = kinds },
    { .key = "change", .title = "Change of access", .type = ORB_REPORT_INTEGER },
};
static const struct orb_report_column epci_columns[] = {
    { .key = "epci", .title = "EPCI", .type = ORB_REPORT_CODE },
    { .key = "population", .title = "Population", .type = ORB_REPORT_INTEGER },
};

#define COUNT(columns) (sizeof(columns) / sizeof(columns)[0])

static const char *name_of(char out[64], int number)
{
    static const char *const names[] = { "Saint-Évroult-la-Forêt", "Bois & Prés",
                                         "Le \"Petit\" Val", "L’Île-d’Or",
                                         "Ars <sur> Ain" };

    (void)snprintf(out, 64, "%s %d", names[number % 5], number + 1);
    return out;
}

static void add_access(struct orb_report *r)
{
    struct orb_report_table *t = orb_report_add_table(
        r, "access", "Access by commune", access_columns, COUNT(access_columns));
    int64_t all = 0;

    for (int i = 0; i < SAMPLE_COMMUNES; i++) {
        char code[16];
        char name[64];

        code_of(code, i);
        orb_report_row(t);
        orb_report_text(t, code);
        orb_report_text(t, name_of(name, i));
        orb_report_integer(t, 100 + 431 * i);
        all += 100 + 431 * i;
        if (i % 9 == 4)
            orb_report_unknown(t);
        else if (i % 7 == 3)
            orb_report_number(t, 0);
        else
            orb_report_number(t, fabs(wobble(i, 3, 7)) * 12);
        if (i % 5 == 0)
            orb_report_none(t);
        else
            orb_report_number(t, (double)(i % 11) / 11);
        orb_report_text(t, i < SAMPLE_COLUMNS ? "yes" : "no");
        orb_report_date(t, i % 6 == 0 ? ORB_DATE_NONE : orb_date_make(2026, 1 + i % 12, 5));
    }
    orb_report_total_row(t);
    orb_report_none(t);
    orb_report_text(t, "Total");
    orb_report_integer(t, all);
    orb_report_add_map(r, &(struct orb_report_map){ .key = "access",
                                                    .title = "Access by commune",
                                                    .table = t,
                                                    .area_column = 0,
                                                    .name_column = 1,
                                                    .value_column = 3,
                                                    .flag_column = 5,
                                                    .unit = "places for 1,000 inhabitants",
                                                    .level = ORB_MESH_COMMUNE });
}

static void add_gaps(struct orb_report *r)
{
    struct orb_report_table *t =
        orb_report_add_table(r, "gaps", "Gaps by commune", gap_columns, COUNT(gap_columns));
    struct orb_report_map map = { .key = "gaps",
                                  .title = "Kinds of gap",
                                  .table = t,
                                  .area_column = 0,
                                  .name_column = 1,
                                  .value_column = 2,
                                  .flag_column = ORB_REPORT_NO_COLUMN,
                                  .level = ORB_MESH_COMMUNE,
                                  .legend = ORB_REPORT_CATEGORIES };

    for (int i = 0; i < SAMPLE_COMMUNES; i++) {
        char code[16];
        char name[64];

        code_of(code, i);
        orb_report_row(t);
        orb_report_text(t, code);
        orb_report_text(t, name_of(name, i));
        orb_report_text(t, kinds[(i * 7 / 3) % 4].token);
        orb_report_integer(t, (i * 5) % 13 - 6);
    }
    orb_report_add_map(r, &map);
    map.key = "change";
    map.title = "Change of access";
    map.value_column = 3;
    map.legend = ORB_REPORT_DIVERGING;
    orb_report_add_map(r, &map);
}

static void add_epci(struct orb_report *r)
{
    static const char *const codes[] = { "200000001", "200000002", "200000003", "200000004",
                                         "249740000" };
    struct orb_report_table *t = orb_report_add_table(r, "epci", "Population by EPCI",
                                                      epci_columns, COUNT(epci_columns));

    for (size_t i = 0; i < COUNT(codes); i++) {
        orb_report_row(t);
        orb_report_text(t, codes[i]);
        orb_report_integer(t, (int64_t)i * 4000);
    }
    orb_report_add_map(r, &(struct orb_report_map){ .key = "epci",
                                                    .title = "Population by EPCI",
                                                    .table = t,
                                                    .area_column = 0,
                                                    .name_column = ORB_REPORT_NO_COLUMN,
                                                    .value_column = 1,
                                                    .flag_column = ORB_REPORT_NO_COLUMN,
                                                    .level = ORB_MESH_EPCI });
}

void report_sample(struct orb_report *out, bool french)
{
    orb_report_init(out, "sample/1", orb_date_make(2026, 10, 31), french);
    orb_report_title(out, "Access to <places> & \"services\": %s", "Ain");
    orb_report_parameter(out, "perimeter", "Perimeter", "%s", "Ain (01)");
    orb_report_parameter(out, "method", "Method", "E2SFCA, %d minutes", 30);
    orb_report_note(out, "%d communes have no known capacity.", 6);
    orb_report_note(out, "Minutes are an estimate.");
    orb_report_source(out, "FINESS, ministère chargé de la santé", "Licence Ouverte 2.0",
                      orb_date_make(2026, 7, 1));
    orb_report_source(out, "Recensement, Insee", NULL, ORB_DATE_NONE);
    add_access(out);
    add_gaps(out);
    add_epci(out);
}
