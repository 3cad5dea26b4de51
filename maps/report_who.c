/* The matrix and its totals: a line of the matrix adds up to more than its total when a
 * service stands under several columns, so both are told. */
#include "maps/report_who.h"

#include <string.h>

#include "engine/base/text.h"
#include "maps/report_who_parts.h"

#define KEY_LEN 48

/* ---- words */

struct scheme_words {
    const char *name, *label;
    const char *vocabulary; /* list of labels; NULL = none */
    const char *prefix;     /* of the keys of columns */
};

static const struct scheme_words schemes[ORB_MATRIX_SCHEMES] = {
    [ORB_MATRIX_FAMILIES] = { "families", N_("families of services"), "loubat_familles",
                              "" },
    [ORB_MATRIX_SUB_SERVICES] = { "sub-services", N_("sub-services"), "loubat_familles",
                                  "" },
    [ORB_MATRIX_NEEDS] = { "needs", N_("needs (SERAFIN-PH)"), "serafin_besoins", "n" },
    [ORB_MATRIX_PUBLICS] = { "publics", N_("people received"), "groupes_publics", "p_" },
    [ORB_MATRIX_CATEGORIES] = { "categories", N_("categories"), "finess_categories", "c" },
    [ORB_MATRIX_CIRCLES] = { "circles", N_("circles of the operator"), "cercles", "" },
};

const char *orb_who_scheme_name(enum orb_matrix_scheme scheme)
{
    return schemes[scheme].name;
}

const char *orb_who_scheme_label(enum orb_matrix_scheme scheme)
{
    return _(schemes[scheme].label);
}

const char *orb_who_apart_label(const char *code)
{
    if (strcmp(code, ORB_MATRIX_INDIRECT) == 0)
        return _("indirect functions (multi-function pole)");
    if (strcmp(code, ORB_MATRIX_ORGANIZATION) == 0)
        return _("organizations (CPTS)");
    if (strcmp(code, ORB_MATRIX_UNCLASSIFIED) == 0)
        return _("unclassified");
    return NULL;
}

const char *orb_who_column_label(struct orb_report *report, enum orb_matrix_scheme scheme,
                                 const char *code)
{
    struct orb_vocabulary vocabulary = { .files = NULL };
    const char *label = orb_who_apart_label(code);

    if (label == NULL && schemes[scheme].vocabulary != NULL)
        label = orb_vocabulary_label(&vocabulary, schemes[scheme].vocabulary, code,
                                     report->french ? "fr" : "en");
    label = orb_arena_strdup(&report->arena, label == NULL ? code : label);
    orb_vocabulary_release(&vocabulary);
    if (label == NULL)
        report->failed = true;
    return label == NULL ? "" : label;
}

/* ---- the matrix */

static const struct orb_report_column line_columns[] = {
    { .key = "area_code", .title = N_("code"), .type = ORB_REPORT_CODE },
    { .key = "area", .title = N_("area"), .type = ORB_REPORT_TEXT },
    { .key = "population",
      .title = N_("inhabitants"),
      .definition = N_(
          "Inhabitants of the communes of the area that are looked at; not known when that of one of them is not."),
      .type = ORB_REPORT_INTEGER,
      .quiet = true },
};

static const struct orb_report_column end_columns[] = {
    { .key = "sum",
      .title = N_("sum"),
      .definition = N_("Sum of the columns: what stands in several is counted again."),
      .type = ORB_REPORT_INTEGER },
    { .key = "total",
      .title = N_("total"),
      .definition = N_("The same, each counted once."),
      .type = ORB_REPORT_INTEGER },
};

static const struct orb_report_column last_columns[] = {
    { .key = "all",
      .title = N_("everything"),
      .definition = N_("All that is open there, each counted once, with what is apart."),
      .type = ORB_REPORT_INTEGER },
    { .key = "per_10000",
      .title = N_("services for 10,000 inhabitants"),
      .definition = N_("Services of the total for 10,000 inhabitants of the area."),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 1,
      .quiet = true },
    { .key = "unclassified_rate",
      .title = N_("unclassified, share"),
      .definition = N_("Share of the offers that are unclassified."),
      .type = ORB_REPORT_PERCENT,
      .decimals = 1,
      .quiet = true },
    { .key = "oldest",
      .title = N_("oldest"),
      .definition = N_("Oldest date of what the sources say of these offers."),
      .type = ORB_REPORT_DATE,
      .quiet = true },
    { .key = "freshest",
      .title = N_("freshest"),
      .definition = N_("Newest date of what the sources say of these offers."),
      .type = ORB_REPORT_DATE,
      .quiet = true },
};

#define COUNT_OF(list) (sizeof(list) / sizeof(list)[0])

/* Which columns of the matrix are shown: those that a list of codes found on the territory
 * brings are not when they are empty in the perimeter. */
bool orb_who_is_shown(const struct orb_who *who, uint32_t column)
{
    bool found = who->scheme == ORB_MATRIX_PUBLICS || who->scheme == ORB_MATRIX_CATEGORIES;
    uint32_t last = who->matrix->column_count - 1; /* unclassified */

    return !found || column == last ||
           orb_matrix_cell(who->matrix, &who->matrix->total, column) != NULL;
}

/* "1.3.4.1" is "n1_3_4_1". */
static const char *column_key(struct orb_report *report, const char *prefix,
                              const char *code)
{
    char key[KEY_LEN];
    size_t len = 0;
    char *kept;

    for (const char *at = prefix; *at != '\0'; at++)
        key[len++] = *at;
    for (const char *at = code; *at != '\0' && len + 1 < sizeof key; at++) {
        bool upper = *at >= 'A' && *at <= 'Z';
        bool plain = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9');

        key[len++] = (char)(upper ? *at - 'A' + 'a' : plain ? *at : '_');
    }
    kept = orb_arena_text(&report->arena, key, len);
    if (kept == NULL)
        report->failed = true;
    return kept == NULL ? "" : kept;
}

static const char *apart_title(const char *code)
{
    if (strcmp(code, ORB_MATRIX_INDIRECT) == 0)
        return N_("indirect");
    return strcmp(code, ORB_MATRIX_ORGANIZATION) == 0 ? N_("organizations")
                                                      : N_("unclassified");
}

struct orb_report_column orb_who_value_column(struct orb_report *report,
                                              const struct orb_who *who, uint32_t column)
{
    const struct orb_matrix_column *c = &who->matrix->columns[column];
    const char *label = orb_who_apart_label(c->code);

    return (struct orb_report_column){
        .key =
            column_key(report, label != NULL ? "" : schemes[who->scheme].prefix, c->code),
        .title = label != NULL ? apart_title(c->code) : c->code,
        .definition = orb_who_column_label(report, who->scheme, c->code),
        .type = ORB_REPORT_INTEGER,
    };
}

/* Columns that are not apart, the sum, the total, those that are. */
static const struct orb_report_column *
matrix_columns(struct orb_report *report, const struct orb_who *who, size_t *count)
{
    const struct orb_matrix *m = who->matrix;
    size_t room = COUNT_OF(line_columns) + COUNT_OF(end_columns) + COUNT_OF(last_columns) +
                  m->column_count;
    struct orb_report_column *all = orb_arena_array(&report->arena, room, sizeof *all);

    *count = COUNT_OF(line_columns);
    if (all == NULL) {
        report->failed = true;
        *count = 0;
        return NULL;
    }
    memcpy(all, line_columns, sizeof line_columns);
    for (int apart = 0; apart <= 1; apart++) {
        for (uint32_t i = 0; i < m->column_count; i++)
            if (m->columns[i].apart == (apart == 1) && orb_who_is_shown(who, i))
                all[(*count)++] = orb_who_value_column(report, who, i);
        for (size_t i = 0; apart == 0 && i < COUNT_OF(end_columns); i++)
            all[(*count)++] = end_columns[i];
    }
    memcpy(all + *count, last_columns, sizeof last_columns);
    *count += COUNT_OF(last_columns);
    return all;
}

static void put_measure(struct orb_report_table *t, enum orb_who_measure measure,
                        const struct orb_matrix_count *count)
{
    switch (measure) {
    case ORB_WHO_COUNT_SERVICES:
        orb_report_integer(t, count->services);
        return;
    case ORB_WHO_COUNT_OFFERS:
        orb_report_integer(t, count->offers);
        return;
    case ORB_WHO_COUNT_AUTHORISED:
        if (count->offers == 0)
            orb_report_integer(t, 0);
        else
            orb_who_put_places(t, count->authorised, count->authorised_unknown, count);
        return;
    case ORB_WHO_COUNT_INSTALLED:
        break;
    }
    if (count->offers == 0)
        orb_report_integer(t, 0);
    else
        orb_who_put_places(t, count->installed, count->installed_unknown, count);
}

static void put_cells(struct orb_report_table *t, const struct orb_who *who,
                      const struct orb_matrix_line *line, bool apart)
{
    static const struct orb_matrix_count empty = { .oldest = ORB_DATE_NONE,
                                                   .freshest = ORB_DATE_NONE };
    uint32_t at = line->cells.first;
    uint32_t end = at + line->cells.count;

    for (uint32_t i = 0; i < who->matrix->column_count; i++) {
        const struct orb_matrix_count *count = &empty;

        if (at < end && who->matrix->cells[at].column == i)
            count = &who->matrix->cells[at++].count;
        if (who->matrix->columns[i].apart == apart && orb_who_is_shown(who, i))
            put_measure(t, who->measure, count);
    }
}

static void put_end(struct orb_report_table *t, const struct orb_who *who,
                    const struct orb_matrix_line *line, int64_t population)
{
    uint32_t last = who->matrix->column_count - 1;
    const struct orb_matrix_cell *none = orb_matrix_cell(who->matrix, line, last);

    put_measure(t, who->measure, &line->all);
    if (population > 0)
        orb_report_number(t, 10000.0 * line->covered.services / (double)population);
    else
        orb_report_unknown(t);
    orb_who_put_share(t, none == NULL ? 0 : none->count.offers, line->all.offers);
    orb_who_put_date(t, line->all.oldest);
    orb_who_put_date(t, line->all.freshest);
}

/* Population is told whole or not at all. */
static void put_row(struct orb_report_table *t, const struct orb_who *who,
                    const struct orb_matrix_line *line, int64_t population)
{
    if (population >= 0)
        orb_report_integer(t, population);
    else
        orb_report_unknown(t);
    put_cells(t, who, line, false);
    put_measure(t, who->measure, &line->sum);
    put_measure(t, who->measure, &line->covered);
    put_cells(t, who, line, true);
    put_end(t, who, line, population);
}

static int64_t population_of(const struct orb_area *area)
{
    return area->unknown > 0 ? -1 : area->population;
}

/* The population of the perimeter, -1 when that of a commune is unknown. */
static int64_t population_of_all(const struct orb_areas *areas)
{
    int64_t all = areas->none.communes == 0 ? 0 : population_of(&areas->none);

    for (uint32_t i = 0; all >= 0 && i < areas->count; i++) {
        int64_t one = population_of(&areas->areas[i]);

        all = one < 0 ? -1 : all + one;
    }
    return all;
}

static void add_map(struct orb_report *report, const struct orb_who *who,
                    const struct orb_report_table *t)
{
    orb_report_add_map(report, &(struct orb_report_map){
                                   .key = "services",
                                   .title = N_("Services for 10,000 inhabitants"),
                                   .table = t,
                                   .area_column = 0,
                                   .name_column = 1,
                                   .value_column = orb_report_find_column(t, "per_10000"),
                                   .flag_column = ORB_REPORT_NO_COLUMN,
                                   .unit = N_("services for 10,000 inhabitants"),
                                   .level = who->areas->level,
                                   .legend = ORB_REPORT_QUANTILE });
}

static void add_matrix(struct orb_report *report, const struct orb_who *who)
{
    static const char *const titles[] = {
        [ORB_WHO_COUNT_SERVICES] = N_("Services by area"),
        [ORB_WHO_COUNT_OFFERS] = N_("Offers by area"),
        [ORB_WHO_COUNT_AUTHORISED] = N_("Places authorised by area"),
        [ORB_WHO_COUNT_INSTALLED] = N_("Places installed by area"),
    };
    const struct orb_matrix *m = who->matrix;
    size_t count;
    const struct orb_report_column *columns = matrix_columns(report, who, &count);
    struct orb_report_table *t = orb_report_add_table(
        report, "matrix", titles[who->measure], columns, columns == NULL ? 0 : count);

    for (uint32_t i = 0; columns != NULL && i < m->line_count; i++) {
        bool area = i < who->areas->count;
        const struct orb_area *none = &who->areas->none;

        if (!area && m->lines[i].all.offers == 0 &&
            (i > who->areas->count || none->communes == 0))
            continue;
        (void)orb_report_row(t);
        orb_who_put_line(t, who, i);
        put_row(t, who, &m->lines[i],
                area                     ? population_of(&who->areas->areas[i])
                : i == who->areas->count ? population_of(none)
                                         : -1);
    }
    if (columns == NULL)
        return;
    (void)orb_report_total_row(t);
    orb_report_none(t);
    orb_report_text(t, _("total"));
    put_row(t, who, &m->total, population_of_all(who->areas));
    add_map(report, who, t);
}

void orb_who_report(struct orb_report *report, const struct orb_who *who)
{
    orb_report_title(report, _("Who does what: %s"), who->perimeter);
    orb_report_parameter(report, "level", _("Level"), "%s", who->level);
    orb_report_parameter(report, "columns", _("Columns"), "%s",
                         orb_who_scheme_label(who->scheme));
    if ((who->tables & ORB_WHO_MATRIX) != 0)
        add_matrix(report, who);
    if ((who->tables & ORB_WHO_SERVED) != 0 && who->served != NULL)
        orb_who_add_served(report, who);
    if ((who->tables & ORB_WHO_REACHED) != 0 && who->reached != NULL)
        orb_who_add_reached(report, who);
    if ((who->tables & ORB_WHO_TOTALS) != 0)
        orb_who_add_totals(report, who);
    if ((who->tables & ORB_WHO_CELLS) != 0)
        orb_who_add_cells(report, who);
    if ((who->tables & ORB_WHO_CATEGORIES) != 0 && who->categories != NULL)
        orb_who_add_categories(report, who);
    if ((who->tables & ORB_WHO_SERVICES) != 0)
        orb_who_add_services(report, who);
    orb_who_add_notes(report, who);
}
