/* What a reader of the two tables, or of other reports too, can add up. */
#include <string.h>

#include "engine/base/text.h"
#include "maps/report_caseload_parts.h"
#include "maps/report_names.h"

static int64_t value_of(const struct orb_report_place *place)
{
    return orb_report_cell(place->table, place->row, (size_t)place->column)->as.integer;
}

/* ---- one table and the other */

/* The counts of one column of the EPCI, by département. */
struct crossing {
    const struct caseload_telling *t;
    const struct orb_report_table *departements, *epci;
    const uint32_t *of;
    int column;
    struct orb_report_place *places; /* as lies, where it is true */
};

/* The row of an EPCI, or of those of no line. */
static uint32_t row_of(const struct crossing *c, uint32_t line)
{
    return line < c->t->epci.count ? line : (uint32_t)c->epci->row_count - 2;
}

static uint32_t count_lies(const struct caseload_telling *t, uint32_t line)
{
    uint32_t count = 0;

    for (uint32_t d = 0; d < t->width; d++)
        count += t->lies[line * t->width + d];
    return count;
}

/* What it has in a département: its line when it has no other, else a count that stands
 * nowhere. */
static struct orb_report_place place_of(const struct crossing *c, uint32_t line, uint32_t d)
{
    const struct caseload_telling *t = c->t;
    const struct orb_report_place whole = { c->epci, row_of(c, line), c->column };

    if (count_lies(t, line) == 1)
        return whole;
    return orb_report_add_apart(
        t->report,
        orb_arena_printf(&t->report->arena, "%s|%s=%s|" ORB_POPULATION_DEPARTEMENT "=%s",
                         c->epci->columns[c->column].population,
                         orb_mesh_name(ORB_MESH_EPCI),
                         line < t->epci.count ? t->epci.areas[line].code : "",
                         d < t->departements.count ? t->departements.areas[d].code : ""),
        t->in_both[line * t->width + d].of[c->column - CASELOAD_FIRST]);
}

static void tie_line(const struct crossing *c, uint32_t line)
{
    const struct caseload_telling *t = c->t;
    const struct orb_report_place whole = { c->epci, row_of(c, line), c->column };

    if (count_lies(t, line) == 1)
        return;
    orb_report_add_sum(t->report, &whole);
    for (uint32_t d = 0; d < t->width; d++)
        if (t->lies[line * t->width + d])
            orb_report_add_part(t->report, &c->places[line * t->width + d]);
}

static void tie_departement(const struct crossing *c, uint32_t d)
{
    const struct caseload_telling *t = c->t;

    orb_report_add_sum(t->report,
                       &(struct orb_report_place){ c->departements, d, c->column });
    for (uint32_t line = 0; line <= t->epci.count; line++)
        if (t->lies[line * t->width + d])
            orb_report_add_part(t->report, &c->places[line * t->width + d]);
    for (uint32_t row = t->epci.count; row + 2 < c->epci->row_count; row++)
        if (c->of[row] == d)
            orb_report_add_part(t->report,
                                &(struct orb_report_place){ c->epci, row, c->column });
}

static void tie_column(const struct crossing *c)
{
    const struct caseload_telling *t = c->t;
    const struct orb_report_place all = { c->departements,
                                          (uint32_t)c->departements->row_count - 1,
                                          c->column };

    for (uint32_t i = 0; i < (t->epci.count + 1) * t->width; i++)
        if (t->lies[i])
            c->places[i] = place_of(c, i / t->width, i % t->width);
    for (uint32_t line = 0; line <= t->epci.count; line++)
        tie_line(c, line);
    for (uint32_t d = 0; d < t->width; d++)
        tie_departement(c, d);
    orb_report_add_sum(t->report, &all);
    orb_report_add_part(
        t->report,
        &(struct orb_report_place){ c->epci, (uint32_t)c->epci->row_count - 1, c->column });
}

void orb_caseload_tie_tables(const struct caseload_telling *t,
                             const struct orb_report_table *departements,
                             const struct orb_report_table *epci, const uint32_t *of)
{
    struct crossing c = { t,
                          departements,
                          epci,
                          of,
                          0,
                          orb_arena_array(&t->report->arena,
                                          (size_t)(t->epci.count + 1) * t->width,
                                          sizeof *c.places) };

    t->report->failed = t->report->failed || c.places == NULL;
    for (int i = 0; i < CASELOAD_COUNTS && !t->report->failed; i++) {
        c.column = CASELOAD_FIRST + i;
        tie_column(&c);
    }
}

/* ---- one line */

/* The others have a name of their own: as few as these changed from one report to the next,
 * the counts that are told would tell it. */
static struct orb_report_place add_others(const struct caseload_telling *t,
                                          const struct orb_report_table *table,
                                          uint32_t row, int column, int64_t value)
{
    struct orb_buf name = { 0 };
    struct orb_report_place out;

    orb_buf_text(&name, "beside ");
    orb_report_cell_population(&name, table, row, (size_t)column, NULL);
    t->report->failed = t->report->failed || name.failed;
    out = orb_report_add_apart(t->report, name.failed ? "#others" : name.data, value);
    orb_buf_release(&name);
    return out;
}

/* Those without solution are those of a family, and those of others alone. */
static void tie_families(const struct caseload_telling *t,
                         const struct orb_report_table *table, uint32_t row)
{
    const struct orb_report_place whole = { table, row, CASELOAD_FIRST };

    for (int i = CASELOAD_FAMILY; i < CASELOAD_COUNTS; i++) {
        const struct orb_report_place family = { table, row, CASELOAD_FIRST + i };
        const struct orb_report_place others =
            add_others(t, table, row, family.column, value_of(&whole) - value_of(&family));

        orb_report_add_sum(t->report, &whole);
        orb_report_add_part(t->report, &family);
        orb_report_add_part(t->report, &others);
    }
}

/* All persons of some lines, whom other reports tell. */
struct known {
    struct orb_report_place all;
    const char *where; /* "|departement=13", as the name of all ends */
    int64_t value;
    uint32_t first, end; /* the lines */
};

static struct orb_report_place add_known(const struct caseload_telling *t,
                                         const struct known *known)
{
    return orb_report_add_apart(
        t->report,
        orb_arena_printf(&t->report->arena, ORB_POPULATION_KNOWN "%s", known->where),
        known->value);
}

/* A count of some lines, and what their counts of a column leave of it, which has a name
 * too. */
static struct orb_report_place tie_left(const struct caseload_telling *t,
                                        const struct orb_report_table *table,
                                        const struct known *known, int column,
                                        const char *left)
{
    int64_t value = known->value;
    struct orb_report_place others;

    for (uint32_t row = known->first; row < known->end; row++)
        value -= value_of(&(struct orb_report_place){ table, row, column });
    others = orb_report_add_apart(
        t->report, orb_arena_printf(&t->report->arena, "%s%s", left, known->where), value);
    orb_report_add_sum(t->report, &known->all);
    for (uint32_t row = known->first; row < known->end; row++)
        orb_report_add_part(t->report, &(struct orb_report_place){ table, row, column });
    orb_report_add_part(t->report, &others);
    return others;
}

/* They are those without solution, and those whom other reports tell together: with one to
 * verify, or lacking nothing. */
static void tie_known(const struct caseload_telling *t,
                      const struct orb_report_table *table, const struct known *known)
{
    struct known met = *known;

    met.all =
        tie_left(t, table, known, CASELOAD_FIRST + CASELOAD_WITHOUT, ORB_POPULATION_MET);
    if (t->report->failed)
        return;
    met.value = t->report->aparts[met.all.row].value;
    (void)tie_left(t, table, &met, CASELOAD_FIRST + CASELOAD_TO_VERIFY, "fine");
}

/* "|departement!=13,84": the name of those of no area, as of any rest (report_names.h). */
static const char *name_elsewhere(const struct caseload_telling *t,
                                  const struct orb_report_table *table,
                                  const struct orb_areas *areas)
{
    struct orb_buf name = { 0 };
    const char *out;

    orb_buf_printf(&name, "|%s" ORB_REPORT_REST, table->dimension);
    for (uint32_t row = 0; row < areas->count; row++)
        orb_buf_printf(&name, "%s%s", row == 0 ? "" : ",", areas->areas[row].code);
    out = name.failed ? NULL : orb_arena_strdup(&t->report->arena, name.data);
    orb_buf_release(&name);
    t->report->failed = t->report->failed || out == NULL;
    return out == NULL ? "" : out;
}

/* All persons are those of the areas, and those of the lines that are none: what other
 * reports tell of some of them tells how many the others are. */
static void tie_all_known(const struct caseload_telling *t,
                          const struct orb_report_table *table,
                          const struct orb_areas *areas, const struct known *known)
{
    struct known elsewhere = { .where = name_elsewhere(t, table, areas),
                               .value = (int64_t)t->in->count,
                               .first = areas->count,
                               .end = (uint32_t)table->row_count - 1 };

    for (uint32_t row = 0; row < areas->count; row++)
        elsewhere.value -= known[row].value;
    elsewhere.all = add_known(t, &elsewhere);
    tie_known(t, table, &elsewhere);
    orb_report_add_sum(t->report, &t->all);
    orb_report_add_part(t->report, &elsewhere.all);
    for (uint32_t row = 0; row < areas->count; row++)
        orb_report_add_part(t->report, &known[row].all);
}

void orb_caseload_tie_lines(const struct caseload_telling *t,
                            const struct orb_report_table *table,
                            const struct orb_areas *areas,
                            const struct caseload_counts *counts)
{
    struct known *known =
        orb_arena_array(&t->report->arena, (size_t)areas->count + 1, sizeof *known);

    t->report->failed = t->report->failed || known == NULL;
    for (uint32_t row = 0; row + 1 < table->row_count && !t->report->failed; row++)
        tie_families(t, table, row);
    for (uint32_t row = 0; row < areas->count && !t->report->failed; row++) {
        known[row] = (struct known){ .where = orb_arena_printf(&t->report->arena, "|%s=%s",
                                                               table->dimension,
                                                               areas->areas[row].code),
                                     .value = counts[row].of[CASELOAD_KNOWN],
                                     .first = row,
                                     .end = row + 1 };
        known[row].all = add_known(t, &known[row]);
        tie_known(t, table, &known[row]);
    }
    if (!t->report->failed)
        tie_all_known(t, table, areas, known);
}

/* Persons with a need of a family, which is a need that other reports count when it is of
 * three parts: those whom nothing answers, and the others. */
static void tie_need(const struct caseload_telling *t, const struct orb_report_place *unmet,
                     const char *family)
{
    size_t len = strlen(family);
    int64_t with = 0;
    struct orb_report_place all, others;

    for (size_t i = 0; i < t->in->count; i++) {
        const struct orb_person *p = t->in->people[i]->case_->person;
        bool has = false;

        for (uint32_t n = 0; n < p->need_count && !has; n++)
            has = strncmp(p->needs[n].code, family, len) == 0 &&
                  (p->needs[n].code[len] == '\0' || p->needs[n].code[len] == '.');
        with += has;
    }
    all = orb_report_add_apart(
        t->report,
        orb_arena_printf(&t->report->arena,
                         ORB_POPULATION_WITH "|" ORB_POPULATION_NEED "=%s", family),
        with);
    others = orb_report_add_apart(
        t->report,
        orb_arena_printf(&t->report->arena, "answered|" ORB_POPULATION_NEED "=%s", family),
        with - value_of(unmet));
    orb_report_add_sum(t->report, &all);
    orb_report_add_part(t->report, unmet);
    orb_report_add_part(t->report, &others);
}

static bool has_three_parts(const char *code)
{
    const char *dot = strchr(code, '.');

    return dot != NULL && strchr(dot + 1, '.') != NULL;
}

void orb_caseload_tie_all(const struct caseload_telling *t,
                          const struct orb_report_table *departements)
{
    uint32_t row = (uint32_t)departements->row_count - 1;

    if (t->report->failed)
        return;
    tie_families(t, departements, row);
    tie_known(t, departements,
              &(struct known){ t->all, "", (int64_t)t->in->count, row, row + 1 });
    for (int i = 0; i < ORB_NEED_FAMILIES; i++)
        if (has_three_parts(orb_need_families[i]))
            tie_need(t,
                     &(struct orb_report_place){ departements, row,
                                                 CASELOAD_FIRST + CASELOAD_FAMILY + i },
                     orb_need_families[i]);
}
