/* The département of a person is that of their commune, as in all reports. What an EPCI of
 * several départements has in each of them stands nowhere, and is protected as a count is:
 * it is the difference of the two tables. */
#include "maps/report_caseload.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/catalogue/catalogue.h"
#include "maps/departement.h"
#include "maps/need_family.h"
#include "maps/report_caseload_parts.h"

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
    PERSONS("to_verify", N_("Persons with a solution to verify"), N_("No need of theirs is without solution, but some has only resources that are to be verified."), ORB_POPULATION_TO_VERIFY),
    PERSONS("n_1_1", N_("Health"), N_("SERAFIN-PH 1.1: the need without solution is one of somatic or mental health."), ORB_POPULATION_UNMET " 1.1"),
    PERSONS("n_1_2", N_("Autonomy"), N_("SERAFIN-PH 1.2: personal care, relations, mobility, decisions and safety."), ORB_POPULATION_UNMET " 1.2"),
    PERSONS("n_1_3_1", N_("Rights"), N_("SERAFIN-PH 1.3.1: access to rights and to citizenship."), ORB_POPULATION_UNMET " 1.3.1"),
    PERSONS("n_1_3_2", N_("Housing"), N_("SERAFIN-PH 1.3.2: living in a home, domestic activities."), ORB_POPULATION_UNMET " 1.3.2"),
    PERSONS("n_1_3_3", N_("School, work, family"), N_("SERAFIN-PH 1.3.3: inclusion at school and at work, family life, other social roles."), ORB_POPULATION_UNMET " 1.3.3"),
    PERSONS("n_1_3_4", N_("Social life, transport"), N_("SERAFIN-PH 1.3.4: taking part in social life, getting about."), ORB_POPULATION_UNMET " 1.3.4"),
    PERSONS("n_1_3_5", N_("Income"), N_("SERAFIN-PH 1.3.5: resources and economic self-sufficiency."), ORB_POPULATION_UNMET " 1.3.5"),
};
/* clang-format on */

_Static_assert(CASELOAD_FIRST + CASELOAD_COUNTS == sizeof columns / sizeof columns[0],
               "a family for each column");

/* ---- where */

/* The départements that the communes of each EPCI are of; the last of them: none. Nobody is
 * counted in those of the last line. */
static enum orb_status find_homes(struct caseload_telling *t, struct orb_error *err)
{
    const struct orb_catalogue *c = t->in->catalogue;

    t->lies = orb_calloc((size_t)(t->epci.count + 1) * t->width, sizeof *t->lies);
    t->loose = orb_calloc(t->width, sizeof *t->loose);
    if (t->lies == NULL || t->loose == NULL)
        return orb_error_memory(err);
    t->loose[t->departements.count] = true;
    t->lies[t->epci.count * t->width + t->departements.count] = true;
    for (uint32_t i = 0; i < c->commune_count; i++) {
        uint32_t epci = t->epci.of[i];
        uint32_t departement = t->departements.of[i] == ORB_CAT_NONE
                                   ? t->departements.count
                                   : t->departements.of[i];

        if (t->epci.today[i] != i)
            continue;
        if (epci == ORB_CAT_NONE)
            t->loose[departement] = true;
        else
            t->lies[epci * t->width + departement] = true;
    }
    return ORB_OK;
}

static void add_to(struct caseload_counts *sum, const struct caseload_counts *one)
{
    for (int i = 0; i <= CASELOAD_KNOWN; i++)
        sum->of[i] += one->of[i];
}

/* ---- who */

static struct caseload_counts count_of(const struct orb_triage_person *p)
{
    struct caseload_counts one = { { 0 } };
    bool verify = false;

    for (uint32_t n = 0; n < p->need_count; n++) {
        const char *code = p->case_->person->needs[n].code;
        int family;

        verify = verify || p->needs[n].state == ORB_NEED_TO_VERIFY;
        if (p->needs[n].state < ORB_NEED_NEAR)
            continue;
        one.of[CASELOAD_WITHOUT] = 1;
        family = orb_need_family_find(code);
        if (family < ORB_NEED_FAMILIES)
            one.of[CASELOAD_FAMILY + family] = 1;
    }
    one.of[CASELOAD_TO_VERIFY] = verify && one.of[CASELOAD_WITHOUT] == 0;
    one.of[CASELOAD_KNOWN] = 1;
    return one;
}

static void count_person(struct caseload_telling *t, const struct orb_triage_person *p)
{
    const char *code = p->case_->person->commune;
    uint32_t commune =
        code == NULL ? ORB_CAT_NONE : orb_cat_commune_find(t->in->catalogue, code);
    uint32_t epci = commune == ORB_CAT_NONE ? ORB_CAT_NONE : t->epci.of[commune];
    uint32_t departement = orb_departement_find(&t->departements, t->in->catalogue, code);
    struct caseload_counts one = count_of(p);

    if (departement == ORB_CAT_NONE)
        departement = t->departements.count;
    add_to(&t->in_departement[departement], &one);
    if (epci != ORB_CAT_NONE) {
        add_to(&t->in_epci[epci], &one);
    } else if (departement < t->departements.count && t->loose[departement]) {
        add_to(&t->in_epci[t->epci.count + departement], &one);
        return;
    } else { /* of a code that is none of its communes */
        epci = t->epci.count;
        add_to(&t->in_epci[t->epci.count + t->departements.count], &one);
    }
    t->lies[epci * t->width + departement] = true;
    add_to(&t->in_both[epci * t->width + departement], &one);
}

static enum orb_status count_all(struct caseload_telling *t, struct orb_error *err)
{
    t->in_departement = orb_calloc(t->width, sizeof *t->in_departement);
    t->in_epci = orb_calloc((size_t)t->epci.count + t->width, sizeof *t->in_epci);
    t->in_both = orb_calloc((size_t)(t->epci.count + 1) * t->width, sizeof *t->in_both);
    if (t->in_departement == NULL || t->in_epci == NULL || t->in_both == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < t->in->count; i++)
        count_person(t, t->in->people[i]);
    return ORB_OK;
}

/* ---- tables */

static uint32_t add_row(struct orb_report_table *table, const char *code, const char *name,
                        const struct caseload_counts *counts)
{
    uint32_t row = orb_report_row(table);

    orb_report_text(table, code);
    if (name == NULL)
        orb_report_unknown(table);
    else
        orb_report_text(table, name);
    for (int i = 0; i < CASELOAD_COUNTS; i++)
        orb_report_integer(table, counts->of[i]);
    return row;
}

static void add_total(const struct caseload_telling *t, struct orb_report_table *table)
{
    size_t rows = table->row_count;
    struct caseload_counts all = { { 0 } };
    uint32_t total = orb_report_total_row(table);

    for (uint32_t d = 0; d <= t->departements.count; d++)
        add_to(&all, &t->in_departement[d]);
    orb_report_none_said(table, N_("all"));
    orb_report_none(table);
    for (int i = 0; i < CASELOAD_COUNTS; i++)
        orb_report_integer(table, all.of[i]);
    for (uint32_t i = 0; i < rows; i++)
        orb_report_set_parent(table, i, total);
}

#define ELSEWHERE "00"

static struct orb_report_table *tell_departements(const struct caseload_telling *t)
{
    struct orb_report_table *table = orb_report_add_table(
        t->report, "departements", _("Persons without solution, by département"),
        COLUMNS(columns));
    uint32_t row;

    table->dimension = orb_mesh_name(ORB_MESH_DEPARTEMENT);
    for (uint32_t d = 0; d < t->departements.count; d++)
        (void)add_row(table, t->departements.areas[d].code, t->departements.areas[d].name,
                      &t->in_departement[d]);
    row = add_row(table, ELSEWHERE, _("elsewhere, or not known"),
                  &t->in_departement[t->departements.count]);
    if (!t->report->failed)
        table->lines[row].rest = true;
    add_total(t, table);
    return table;
}

/* What words mean is told once. */
static const struct orb_report_column *without_definitions(struct orb_report *report)
{
    struct orb_report_column *copy =
        orb_arena_array(&report->arena, CASELOAD_FIRST + CASELOAD_COUNTS, sizeof *copy);

    for (int i = 0; copy != NULL && i < CASELOAD_FIRST + CASELOAD_COUNTS; i++) {
        copy[i] = columns[i];
        copy[i].definition = NULL;
    }
    return copy == NULL ? columns : copy;
}

/* Communes of no EPCI have their line in each département that has some: lines do not tell
 * who is counted. */
static enum orb_status tell_epci(const struct caseload_telling *t,
                                 const struct orb_report_table *departements,
                                 struct orb_error *err)
{
    uint32_t *of = orb_arena_array(&t->report->arena, (size_t)t->epci.count + t->width + 1,
                                   sizeof *of);
    struct orb_report_table *table = orb_report_add_table(
        t->report, "epci", _("Persons without solution, by EPCI"),
        without_definitions(t->report), CASELOAD_FIRST + CASELOAD_COUNTS);

    if (of == NULL)
        return orb_error_memory(err);
    table->dimension = orb_mesh_name(ORB_MESH_EPCI);
    for (uint32_t e = 0; e < t->epci.count; e++)
        (void)add_row(table, t->epci.areas[e].code, t->epci.areas[e].name, &t->in_epci[e]);
    for (uint32_t d = 0; d < t->departements.count; d++) {
        const char *code = t->departements.areas[d].code;

        if (!t->loose[d])
            continue;
        of[table->row_count] = d;
        (void)add_row(table, orb_arena_printf(&t->report->arena, "%s-00", code),
                      orb_arena_printf(&t->report->arena, _("%s, in no EPCI"), code),
                      &t->in_epci[t->epci.count + d]);
    }
    (void)add_row(table, ELSEWHERE, _("elsewhere, or not known"),
                  &t->in_epci[t->epci.count + t->departements.count]);
    add_total(t, table);
    orb_caseload_tie_tables(t, departements, table, of);
    orb_caseload_tie_lines(t, table, &t->epci, t->in_epci);
    return ORB_OK;
}

static void add_map(const struct caseload_telling *t, enum orb_mesh level)
{
    const char *key = level == ORB_MESH_EPCI ? "epci" : "departements";
    const struct orb_report_map map = { .key = "without",
                                        .title = N_("Persons without solution"),
                                        .table = orb_report_find_table(t->report, key),
                                        .area_column = 0,
                                        .name_column = 1,
                                        .value_column = CASELOAD_FIRST,
                                        .flag_column = ORB_REPORT_NO_COLUMN,
                                        .unit = N_("persons"),
                                        .level = level,
                                        .legend = ORB_REPORT_QUANTILE };

    orb_report_add_map(t->report, &map);
}

static enum orb_status tell(struct caseload_telling *t, struct orb_error *err)
{
    const struct orb_report_table *departements = tell_departements(t);
    bool by_epci = t->epci.count > 0 && t->epci.count <= ORB_CASELOAD_EPCI_MOST;
    enum orb_status status = ORB_OK;

    t->all = orb_report_add_apart(t->report, ORB_POPULATION_KNOWN, (int64_t)t->in->count);
    if (by_epci)
        status = tell_epci(t, departements, err);
    if (status != ORB_OK)
        return status;
    orb_caseload_tie_lines(t, departements, &t->departements, t->in_departement);
    orb_caseload_tie_all(t, departements);
    add_map(t, by_epci ? ORB_MESH_EPCI : ORB_MESH_DEPARTEMENT);
    orb_report_note(
        t->report, "%s",
        _("Counts of the persons that one team follows: not of all those who live there. Each area has its line, whether somebody is counted there or not."));
    orb_report_note(
        t->report, "%s",
        _("A person with needs of several families counts in each of them: families do not add up to the persons."));
    return ORB_OK;
}

enum orb_status orb_report_caseload(struct orb_report *report,
                                    const struct orb_report_caseload_input *input,
                                    struct orb_error *err)
{
    struct caseload_telling t = { .report = report, .in = input };
    enum orb_status status =
        orb_areas_make(&t.epci, input->catalogue, ORB_MESH_EPCI, input->perimeter, err);

    if (status == ORB_OK)
        status = orb_areas_make(&t.departements, input->catalogue, ORB_MESH_DEPARTEMENT,
                                input->perimeter, err);
    t.width = t.departements.count + 1;
    if (status == ORB_OK)
        status = find_homes(&t, err);
    if (status == ORB_OK)
        status = count_all(&t, err);
    if (status == ORB_OK)
        status = tell(&t, err);
    orb_areas_release(&t.epci);
    orb_areas_release(&t.departements);
    orb_free(t.lies);
    orb_free(t.loose);
    orb_free(t.in_epci);
    orb_free(t.in_departement);
    orb_free(t.in_both);
    return status == ORB_OK ? orb_report_check(report, err) : status;
}

/* Some area of the map has a count to show. */
static bool is_shown(const struct orb_report_table *t)
{
    for (size_t row = 0; row < t->row_count; row++)
        if (!t->lines[row].total &&
            orb_report_cell(t, row, CASELOAD_FIRST)->state == ORB_REPORT_VALUE)
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
