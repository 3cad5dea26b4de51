/* An EPCI is in one département here, that of most of its communes, so that départements
 * are the sums of their EPCI and no difference of the two tells anybody. */
#include "maps/report_caseload.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/catalogue/catalogue.h"
#include "maps/need_family.h"

#define COLUMNS(list) list, sizeof list / sizeof list[0]

#define AREA                                                                               \
    { .key = "area",                                                                       \
      .title = N_("Area"),                                                                 \
      .definition = N_("00 is elsewhere, or not known."),                                  \
      .type = ORB_REPORT_CODE },                                                           \
    {                                                                                      \
        .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT                        \
    }
#define PERSONS(k, t, d, who)                                                              \
    {                                                                                      \
        .key = k, .title = t, .definition = d, .type = ORB_REPORT_INTEGER,                 \
        .persons = ORB_REPORT_PERSONS, .population = who                                   \
    }

/* clang-format off */
static const struct orb_report_column columns[] = {
    AREA,
    PERSONS("without", N_("Persons without solution"), N_("Some need of theirs has no resource that suits or may suit once verified. Each person counts once, where they live."), ORB_POPULATION_UNMET),
    PERSONS("to_verify", N_("Persons with a solution to verify"), N_("No need of theirs is without solution, but some has only resources that are to be verified."), "to_verify"),
    PERSONS("n_1_1", N_("Health"), N_("SERAFIN-PH 1.1: the need without solution is one of somatic or mental health."), ORB_POPULATION_UNMET " 1.1"),
    PERSONS("n_1_2", N_("Autonomy"), N_("SERAFIN-PH 1.2: personal care, relations, mobility, decisions and safety."), ORB_POPULATION_UNMET " 1.2"),
    PERSONS("n_1_3_1", N_("Rights"), N_("SERAFIN-PH 1.3.1: access to rights and to citizenship."), ORB_POPULATION_UNMET " 1.3.1"),
    PERSONS("n_1_3_2", N_("Housing"), N_("SERAFIN-PH 1.3.2: living in a home, domestic activities."), ORB_POPULATION_UNMET " 1.3.2"),
    PERSONS("n_1_3_3", N_("School, work, family"), N_("SERAFIN-PH 1.3.3: inclusion at school and at work, family life, other social roles."), ORB_POPULATION_UNMET " 1.3.3"),
    PERSONS("n_1_3_4", N_("Social life, transport"), N_("SERAFIN-PH 1.3.4: taking part in social life, getting about."), ORB_POPULATION_UNMET " 1.3.4"),
    PERSONS("n_1_3_5", N_("Income"), N_("SERAFIN-PH 1.3.5: resources and economic self-sufficiency."), ORB_POPULATION_UNMET " 1.3.5"),
};
/* clang-format on */

/* By column of counts; the first two are of any need. */
static const char *const families[] = { NULL,    NULL,    "1.1",   "1.2",  "1.3.1",
                                        "1.3.2", "1.3.3", "1.3.4", "1.3.5" };

enum { WITHOUT = 0, TO_VERIFY, FAMILIES };
enum { FIRST = 2, COUNTS = sizeof families / sizeof families[0] };
_Static_assert(FIRST + COUNTS == sizeof columns / sizeof columns[0],
               "a family for each column");

struct counts {
    int64_t of[COUNTS];
};

struct telling {
    struct orb_report *report;
    const struct orb_report_caseload_input *in;
    struct orb_areas epci, departements;
    uint32_t *home; /* département of each EPCI; the count of them = in none */
    bool *loose;    /* by département: some commune of it is in no EPCI; the last: true */
    struct counts *in_epci;        /* by EPCI, then by département for those in none */
    struct counts *in_departement; /* the last: elsewhere */
};

/* ---- where */

/* The département that has most of the communes of each EPCI, the first among equals. */
static enum orb_status find_homes(struct telling *t, struct orb_error *err)
{
    const struct orb_catalogue *c = t->in->catalogue;
    size_t width = (size_t)t->departements.count + 1;
    uint32_t *communes = orb_calloc(width * (t->epci.count + 1), sizeof *communes);

    t->home = orb_calloc((size_t)t->epci.count + 1, sizeof *t->home);
    t->loose = orb_calloc(width, sizeof *t->loose);
    if (communes == NULL || t->home == NULL || t->loose == NULL) {
        orb_free(communes);
        return orb_error_memory(err);
    }
    t->loose[t->departements.count] = true;
    for (uint32_t i = 0; i < c->commune_count; i++) {
        uint32_t epci = t->epci.of[i], departement = t->departements.of[i];

        if (departement == ORB_CAT_NONE || t->epci.today[i] != i)
            continue;
        if (epci == ORB_CAT_NONE)
            t->loose[departement] = true;
        else
            communes[epci * width + departement]++;
    }
    for (uint32_t e = 0; e < t->epci.count; e++) {
        t->home[e] = t->departements.count;
        for (uint32_t d = t->departements.count; d-- > 0;)
            if (communes[e * width + d] > 0 &&
                communes[e * width + d] >= communes[e * width + t->home[e]])
                t->home[e] = d;
    }
    orb_free(communes);
    return ORB_OK;
}

static void add_to(struct counts *sum, const struct counts *one)
{
    for (int i = 0; i < COUNTS; i++)
        sum->of[i] += one->of[i];
}

/* ---- who */

static struct counts count_of(const struct orb_triage_person *p)
{
    struct counts one = { { 0 } };
    bool verify = false;

    for (uint32_t n = 0; n < p->need_count; n++) {
        const char *code = p->case_->person->needs[n].code;
        size_t len = orb_need_family_len(code);

        verify = verify || p->needs[n].state == ORB_NEED_TO_VERIFY;
        if (p->needs[n].state < ORB_NEED_NEAR)
            continue;
        one.of[WITHOUT] = 1;
        for (int i = FAMILIES; i < COUNTS; i++)
            if (strlen(families[i]) == len && strncmp(families[i], code, len) == 0)
                one.of[i] = 1;
    }
    one.of[TO_VERIFY] = verify && one.of[WITHOUT] == 0;
    return one;
}

static void count_person(struct telling *t, const struct orb_triage_person *p)
{
    const char *code = p->case_->person->commune;
    uint32_t commune =
        code == NULL ? ORB_CAT_NONE : orb_cat_commune_find(t->in->catalogue, code);
    uint32_t epci = commune == ORB_CAT_NONE ? ORB_CAT_NONE : t->epci.of[commune];
    uint32_t departement =
        commune == ORB_CAT_NONE ? ORB_CAT_NONE : t->departements.of[commune];
    struct counts one = count_of(p);

    if (epci != ORB_CAT_NONE) {
        departement = t->home[epci];
        add_to(&t->in_epci[epci], &one);
    } else {
        if (departement == ORB_CAT_NONE)
            departement = t->departements.count;
        add_to(&t->in_epci[t->epci.count + departement], &one);
    }
    add_to(&t->in_departement[departement], &one);
}

static enum orb_status count_all(struct telling *t, struct orb_error *err)
{
    t->in_departement =
        orb_calloc((size_t)t->departements.count + 1, sizeof *t->in_departement);
    t->in_epci =
        orb_calloc((size_t)t->epci.count + t->departements.count + 1, sizeof *t->in_epci);
    if (t->in_departement == NULL || t->in_epci == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < t->in->count; i++)
        count_person(t, t->in->people[i]);
    return ORB_OK;
}

/* ---- tables */

static uint32_t add_row(struct orb_report_table *table, const char *code, const char *name,
                        const struct counts *counts)
{
    uint32_t row = orb_report_row(table);

    orb_report_text(table, code);
    if (name == NULL)
        orb_report_unknown(table);
    else
        orb_report_text(table, name);
    for (int i = 0; i < COUNTS; i++)
        orb_report_integer(table, counts->of[i]);
    return row;
}

static void add_total(const struct telling *t, struct orb_report_table *table)
{
    size_t rows = table->row_count;
    struct counts all = { { 0 } };
    uint32_t total = orb_report_total_row(table);

    for (uint32_t d = 0; d <= t->departements.count; d++)
        add_to(&all, &t->in_departement[d]);
    orb_report_none_said(table, N_("all"));
    orb_report_none(table);
    for (int i = 0; i < COUNTS; i++)
        orb_report_integer(table, all.of[i]);
    for (uint32_t i = 0; i < rows; i++)
        orb_report_set_parent(table, i, total);
}

#define ELSEWHERE "00"

static struct orb_report_table *tell_departements(const struct telling *t)
{
    struct orb_report_table *table = orb_report_add_table(
        t->report, "departements", _("Persons without solution, by département"),
        COLUMNS(columns));

    table->dimension = orb_mesh_name(ORB_MESH_DEPARTEMENT);
    for (uint32_t d = 0; d < t->departements.count; d++)
        (void)add_row(table, t->departements.areas[d].code, t->departements.areas[d].name,
                      &t->in_departement[d]);
    (void)add_row(table, ELSEWHERE, _("elsewhere, or not known"),
                  &t->in_departement[t->departements.count]);
    add_total(t, table);
    return table;
}

/* A count is the sum of those of the lines of parts that belong to its line. */
static void tie_count(const struct telling *t, const struct orb_report_place *sum,
                      const struct orb_report_table *parts, const uint32_t *of)
{
    orb_report_add_sum(t->report, sum);
    for (uint32_t row = 0; row + 1 < parts->row_count; row++)
        if (of[row] == sum->row)
            orb_report_add_part(t->report,
                                &(struct orb_report_place){ parts, row, sum->column });
}

/* Those without solution are those of a family, and those of others alone: a line tells of
 * these too. The line of all is told by one table. */
static void tie_families(const struct telling *t, const struct orb_report_table *table,
                         bool with_all)
{
    for (uint32_t row = 0; row < table->row_count && !t->report->failed; row++) {
        const struct orb_report_place whole = { table, row, FIRST + WITHOUT };
        int64_t persons = orb_report_cell(table, row, FIRST + WITHOUT)->as.integer;

        if (table->lines[row].total && !with_all)
            continue;
        for (int column = FIRST + FAMILIES; column < FIRST + COUNTS; column++) {
            const struct orb_report_place family = { table, row, column };
            const struct orb_report_place others = orb_report_add_apart(
                t->report, "#others",
                persons - orb_report_cell(table, row, (size_t)column)->as.integer);

            orb_report_add_sum(t->report, &whole);
            orb_report_add_part(t->report, &family);
            orb_report_add_part(t->report, &others);
        }
    }
}

/* All persons, whom other reports tell, are those without solution, those with one to
 * verify, and the others. */
static void tie_known(const struct telling *t, const struct orb_report_table *departements)
{
    uint32_t row = (uint32_t)departements->row_count - 1;
    const struct orb_report_place without = { departements, row, FIRST + WITHOUT };
    const struct orb_report_place to_verify = { departements, row, FIRST + TO_VERIFY };
    int64_t told = 0;
    struct orb_report_place known, others;

    if (t->report->failed)
        return;
    for (int column = FIRST + WITHOUT; column <= FIRST + TO_VERIFY; column++)
        told += orb_report_cell(departements, row, (size_t)column)->as.integer;
    known = orb_report_add_apart(t->report, ORB_POPULATION_KNOWN, (int64_t)t->in->count);
    others = orb_report_add_apart(t->report, "#others", (int64_t)t->in->count - told);
    orb_report_add_sum(t->report, &known);
    orb_report_add_part(t->report, &without);
    orb_report_add_part(t->report, &to_verify);
    orb_report_add_part(t->report, &others);
}

/* The counts of a département are the sums of those of its EPCI; all is told twice. */
static void tie(const struct telling *t, const struct orb_report_table *whole,
                const struct orb_report_table *parts, const uint32_t *of)
{
    for (int column = FIRST; column < FIRST + COUNTS; column++) {
        const struct orb_report_place all = { whole, (uint32_t)whole->row_count - 1,
                                              column };

        for (uint32_t d = 0; d <= t->departements.count; d++)
            tie_count(t, &(struct orb_report_place){ whole, d, column }, parts, of);
        orb_report_add_sum(t->report, &all);
        orb_report_add_part(t->report, &(struct orb_report_place){
                                           parts, (uint32_t)parts->row_count - 1, column });
    }
}

/* What words mean is told once. */
static const struct orb_report_column *without_definitions(struct orb_report *report)
{
    struct orb_report_column *copy =
        orb_arena_array(&report->arena, FIRST + COUNTS, sizeof *copy);

    for (int i = 0; copy != NULL && i < FIRST + COUNTS; i++) {
        copy[i] = columns[i];
        copy[i].definition = NULL;
    }
    return copy == NULL ? columns : copy;
}

/* Communes of no EPCI have their line in each département that has some: lines do not tell
 * who is counted. */
static enum orb_status tell_epci(const struct telling *t,
                                 const struct orb_report_table *departements,
                                 struct orb_error *err)
{
    uint32_t count = t->epci.count + t->departements.count + 1;
    uint32_t *of = orb_arena_array(&t->report->arena, (size_t)count + 1, sizeof *of);
    struct orb_report_table *table =
        orb_report_add_table(t->report, "epci", _("Persons without solution, by EPCI"),
                             without_definitions(t->report), FIRST + COUNTS);

    if (of == NULL)
        return orb_error_memory(err);
    table->dimension = orb_mesh_name(ORB_MESH_EPCI);
    for (uint32_t e = 0; e < t->epci.count; e++) {
        of[e] = t->home[e];
        (void)add_row(table, t->epci.areas[e].code, t->epci.areas[e].name, &t->in_epci[e]);
    }
    for (uint32_t d = 0; d < t->departements.count; d++) {
        const char *code = t->departements.areas[d].code;

        if (!t->loose[d])
            continue;
        of[table->row_count] = d;
        (void)add_row(table, orb_arena_printf(&t->report->arena, "%s-00", code),
                      orb_arena_printf(&t->report->arena, _("%s, in no EPCI"), code),
                      &t->in_epci[t->epci.count + d]);
    }
    of[table->row_count] = t->departements.count;
    (void)add_row(table, ELSEWHERE, _("elsewhere, or not known"),
                  &t->in_epci[t->epci.count + t->departements.count]);
    add_total(t, table);
    tie(t, departements, table, of);
    tie_families(t, table, false);
    return ORB_OK;
}

static void add_map(const struct telling *t, enum orb_mesh level)
{
    const char *key = level == ORB_MESH_EPCI ? "epci" : "departements";
    const struct orb_report_map map = { .key = "without",
                                        .title = N_("Persons without solution"),
                                        .table = orb_report_find_table(t->report, key),
                                        .area_column = 0,
                                        .name_column = 1,
                                        .value_column = FIRST,
                                        .flag_column = ORB_REPORT_NO_COLUMN,
                                        .unit = N_("persons"),
                                        .level = level,
                                        .legend = ORB_REPORT_QUANTILE };

    orb_report_add_map(t->report, &map);
}

static enum orb_status tell(struct telling *t, struct orb_error *err)
{
    const struct orb_report_table *departements = tell_departements(t);
    bool by_epci = t->epci.count > 0 && t->epci.count <= ORB_CASELOAD_EPCI_MOST;
    enum orb_status status = by_epci ? tell_epci(t, departements, err) : ORB_OK;

    if (status != ORB_OK)
        return status;
    tie_families(t, departements, true);
    tie_known(t, departements);
    add_map(t, by_epci ? ORB_MESH_EPCI : ORB_MESH_DEPARTEMENT);
    orb_report_note(
        t->report, "%s",
        _("Counts of the persons that one team follows: not of all those who live there. Each area has its line, whether somebody is counted there or not."));
    orb_report_note(
        t->report, "%s",
        _("A person with needs of several families counts in each of them: families do not add up to the persons."));
    orb_report_note(
        t->report, "%s",
        _("An EPCI of several départements is counted in the one that has most of its communes."));
    return ORB_OK;
}

enum orb_status orb_report_caseload(struct orb_report *report,
                                    const struct orb_report_caseload_input *input,
                                    struct orb_error *err)
{
    struct telling t = { .report = report, .in = input };
    enum orb_status status =
        orb_areas_make(&t.epci, input->catalogue, ORB_MESH_EPCI, input->perimeter, err);

    if (status == ORB_OK)
        status = orb_areas_make(&t.departements, input->catalogue, ORB_MESH_DEPARTEMENT,
                                input->perimeter, err);
    if (status == ORB_OK)
        status = find_homes(&t, err);
    if (status == ORB_OK)
        status = count_all(&t, err);
    if (status == ORB_OK)
        status = tell(&t, err);
    orb_areas_release(&t.epci);
    orb_areas_release(&t.departements);
    orb_free(t.home);
    orb_free(t.loose);
    orb_free(t.in_epci);
    orb_free(t.in_departement);
    return status == ORB_OK ? orb_report_check(report, err) : status;
}

/* Some area of the map has a count to show. */
static bool is_shown(const struct orb_report_table *t)
{
    for (size_t row = 0; row < t->row_count; row++)
        if (!t->lines[row].total &&
            orb_report_cell(t, row, FIRST)->state == ORB_REPORT_VALUE)
            return true;
    return false;
}

void orb_report_caseload_widen(struct orb_report *report)
{
    struct orb_report_map *map = &report->maps[0];
    const struct orb_report_table *wider = orb_report_find_table(report, "departements");

    if (map->level != ORB_MESH_EPCI || is_shown(map->table) || !is_shown(wider))
        return;
    map->table = wider;
    map->level = ORB_MESH_DEPARTEMENT;
    orb_report_note(report, "%s",
                    _("The map shows départements: no count of an EPCI can be shown."));
}
