/* What other reports tell of the same persons bounds those who gain or lose, and these
 * bound it: by ages, phases, areas, answers and needs, of the same date or of others. */
#include "maps/report_simulated_parts.h"

#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/text.h"
#include "maps/report_names.h"

#define NONE SIZE_MAX

struct tying {
    struct orb_report *report;
    const struct orb_report_table *table;
    const struct orb_simulated_persons *persons;
    struct orb_report_place everybody; /* their count */
    struct orb_report_place *wholes;   /* by whole: its count, that stands nowhere here */
    bool *told;                        /* by whole: it is among those counts */
    bool *cut; /* by whole: others cut it, and it is tied to the parts */
};

/* The four counts of a scenario: who gains, who loses, by answer. */
enum { CHANGES = 4 };

static int64_t of_whole(const struct orb_simulated_whole *whole, int change)
{
    return change % 2 == 0 ? whole->gaining[change / 2] : whole->losing[change / 2];
}

static int64_t of_all(const struct orb_simulated_persons *persons, int change)
{
    return change % 2 == 0 ? persons->gaining[change / 2] : persons->losing[change / 2];
}

/* Wholes where nobody changes are not of a sum. */
static bool is_part(const struct orb_simulated_whole *whole, int cut, int change)
{
    return whole->cut == cut && of_whole(whole, change) > 0;
}

static const struct orb_report_place *whole_at(struct tying *t, size_t i)
{
    const struct orb_simulated_whole *whole = &t->persons->wholes[i];

    if (!t->told[i])
        t->wholes[i] = orb_report_add_apart(t->report, whole->name, whole->persons);
    t->told[i] = true;
    return &t->wholes[i];
}

/* The whole of a name, its end apart; NONE. */
static size_t find_whole(const struct tying *t, const char *start, const char *end)
{
    size_t len = strlen(start);

    for (size_t i = 0; i < t->persons->whole_count; i++)
        if (strncmp(t->persons->wholes[i].name, start, len) == 0 &&
            strcmp(t->persons->wholes[i].name + len, end) == 0)
            return i;
    return NONE;
}

/* Where nobody is counted, as many as nobody. */
static struct orb_report_place place_of(struct tying *t, const char *start, const char *end,
                                        int64_t *left)
{
    size_t i = find_whole(t, start, end);

    if (i == NONE)
        return orb_report_add_apart(
            t->report, orb_arena_printf(&t->report->arena, "%s%s", start, end), 0);
    *left -= t->persons->wholes[i].persons;
    return *whole_at(t, i);
}

/* Those who change, and the others of the same persons: as few as these are, they can be
 * worked out, be they told nowhere. */
static void tie_change(struct tying *t, const struct orb_report_place *all, int64_t persons,
                       int change)
{
    struct orb_report_place others =
        orb_report_add_apart(t->report, "#others", persons - of_all(t->persons, change));
    const struct orb_report_place here = {
        t->table, (uint32_t)change / 2,
        orb_report_find_column(t->table, change % 2 == 0 ? "gaining" : "losing")
    };

    orb_report_add_sum(t->report, all);
    orb_report_add_part(t->report, &others);
    orb_report_add_part(t->report, &here);
}

/* ---- all of them, and the others */

/* "known|ages!=6-11,12-15": those of no part where somebody changes (report_names.h). */
static const char *name_others(struct tying *t, int cut, int change)
{
    const char *between = ORB_REPORT_REST;
    struct orb_buf name = { 0 };
    const char *out;

    for (size_t i = 0; i < t->persons->whole_count; i++) {
        const struct orb_simulated_whole *part = &t->persons->wholes[i];
        size_t len = strcspn(part->name, "=");

        if (!is_part(part, cut, change) || part->name[len] == '\0')
            continue;
        if (name.len == 0)
            orb_buf_printf(&name, "%.*s", (int)len, part->name);
        orb_buf_printf(&name, "%s%s", between, part->name + len + 1);
        between = ",";
    }
    out = name.failed || name.len == 0 ? NULL
                                       : orb_arena_strdup(&t->report->arena, name.data);
    t->report->failed = t->report->failed || name.failed || (name.len > 0 && out == NULL);
    orb_buf_release(&name);
    return out;
}

/* All whom a cut is of, by the name of its others: "known"; their count, or -1 when nobody
 * counted them. */
static int64_t find_all(struct tying *t, const char *name, struct orb_report_place *all)
{
    size_t len = strcspn(name, "|");

    *all = t->everybody;
    if (strncmp(name, ORB_POPULATION_KNOWN "|", len + 1) == 0)
        return t->persons->persons;
    for (size_t i = 0; i < t->persons->whole_count; i++)
        if (strncmp(t->persons->wholes[i].name, name, len) == 0 &&
            t->persons->wholes[i].name[len] == '\0') {
            *all = *whole_at(t, i);
            return t->persons->wholes[i].persons;
        }
    return -1;
}

/* Nobody of the other parts changes: those whom a scenario changes nothing for bound how
 * many these have, and by that how many they had before when nobody left since. */
static void tie_others(struct tying *t, int cut, int change,
                       const struct orb_report_place *parts, int64_t value)
{
    const char *name = name_others(t, cut, change);
    struct orb_report_place all, others;
    int64_t persons = name == NULL ? -1 : find_all(t, name, &all);

    if (persons < value)
        return;
    others = orb_report_add_apart(t->report, name, persons - value);
    orb_report_add_sum(t->report, &all);
    orb_report_add_part(t->report, parts);
    orb_report_add_part(t->report, &others);
}

/* The parts where somebody changes: one, or those that add up to it. */
static struct orb_report_place add_parts(struct tying *t, int cut, int change,
                                         int64_t value)
{
    const struct orb_simulated_persons *persons = t->persons;
    struct orb_report_place all;
    size_t parts = 0, last = 0;

    for (size_t i = 0; i < persons->whole_count; i++)
        if (is_part(&persons->wholes[i], cut, change)) {
            (void)whole_at(t, i);
            last = i;
            parts++;
        }
    if (parts == 1)
        return t->wholes[last];
    all = orb_report_add_apart(t->report, "#parts", value);
    orb_report_add_sum(t->report, &all);
    for (size_t i = 0; i < persons->whole_count; i++)
        if (is_part(&persons->wholes[i], cut, change))
            orb_report_add_part(t->report, &t->wholes[i]);
    return all;
}

/* ---- answers and families */

/* All persons, "", or those of an area, "|epci=200000001", are those with an unmet need,
 * and those whom other reports tell together: with one to verify, or lacking nothing. */
static void tie_answers(struct tying *t, const struct orb_report_place *all,
                        int64_t persons, const char *where)
{
    struct orb_arena *arena = &t->report->arena;
    int64_t met = persons;
    const struct orb_report_place unmet = place_of(t, ORB_POPULATION_UNMET, where, &met);
    const struct orb_report_place others = orb_report_add_apart(
        t->report, orb_arena_printf(arena, ORB_POPULATION_MET "%s", where), met);
    int64_t left = met;
    const struct orb_report_place to_verify =
        place_of(t, ORB_POPULATION_TO_VERIFY, where, &left);
    const struct orb_report_place fine =
        orb_report_add_apart(t->report, orb_arena_printf(arena, "fine%s", where), left);

    orb_report_add_sum(t->report, all);
    orb_report_add_part(t->report, &unmet);
    orb_report_add_part(t->report, &others);
    orb_report_add_sum(t->report, &others);
    orb_report_add_part(t->report, &to_verify);
    orb_report_add_part(t->report, &fine);
}

/* Those of another family alone, as the page of counts names them: of "unmet 1.3.3" those
 * of "unmet", of "unmet 1.3.3|epci=200000001" those of the area. */
static void tie_family(struct tying *t, size_t i)
{
    const struct orb_simulated_whole *family = &t->persons->wholes[i];
    size_t all =
        find_whole(t, ORB_POPULATION_UNMET, family->name + strcspn(family->name, "|"));
    struct orb_report_place others;

    if (all == NONE)
        return;
    others = orb_report_add_apart(
        t->report, orb_arena_printf(&t->report->arena, "beside %s", family->name),
        t->persons->wholes[all].persons - family->persons);
    orb_report_add_sum(t->report, whole_at(t, all));
    orb_report_add_part(t->report, whole_at(t, i));
    orb_report_add_part(t->report, &others);
}

/* A need is tied to those of it whom nothing answers. */
static void tie_answered(struct tying *t, size_t i, const char *need)
{
    const struct orb_simulated_whole *with = &t->persons->wholes[i];
    size_t unmet = find_whole(t, ORB_POPULATION_UNMET " ", need);
    struct orb_report_place answered;

    if (unmet == NONE)
        return;
    answered = orb_report_add_apart(
        t->report,
        orb_arena_printf(&t->report->arena, "answered|" ORB_POPULATION_NEED "=%s", need),
        with->persons - t->persons->wholes[unmet].persons);
    orb_report_add_sum(t->report, whole_at(t, i));
    orb_report_add_part(t->report, whole_at(t, unmet));
    orb_report_add_part(t->report, &answered);
}

/* ---- wholes */

static bool starts(const char *name, const char *start)
{
    return strncmp(name, start, strlen(start)) == 0;
}

/* All persons are those with a need, and the others: by the name that "people export" gives
 * these. */
static void tie_need(struct tying *t, size_t i, const char *need)
{
    const struct orb_report_place without = orb_report_add_apart(
        t->report, orb_arena_printf(&t->report->arena, "needs/%s/without", need),
        t->persons->persons - t->persons->wholes[i].persons);

    orb_report_add_sum(t->report, &t->everybody);
    orb_report_add_part(t->report, whole_at(t, i));
    orb_report_add_part(t->report, &without);
    tie_answered(t, i, need);
}

/* What a whole where somebody changes is cut into by others, once. */
static void tie_inside(struct tying *t, size_t i)
{
    static const char with[] = ORB_POPULATION_WITH "|" ORB_POPULATION_NEED "=";
    const struct orb_simulated_whole *whole = &t->persons->wholes[i];
    int area = whole->cut - ORB_SIMULATED_BY_AREA;

    if (t->cut[i])
        return;
    t->cut[i] = true;
    if (starts(whole->name, with))
        tie_need(t, i, whole->name + sizeof with - 1);
    else if (starts(whole->name, ORB_POPULATION_UNMET " "))
        tie_family(t, i);
    else if (area >= 0 && area < ORB_MESH_LEVELS)
        tie_answers(t, whole_at(t, i), whole->persons,
                    whole->name + strcspn(whole->name, "|"));
}

/* The parts where somebody changes, when they hold all who do: a reader who knows whom a
 * scenario is for, by age or by place, knows which these are. */
static void tie_cut(struct tying *t, int cut, int change)
{
    const struct orb_simulated_persons *persons = t->persons;
    struct orb_report_place parts;
    int64_t value = 0, changing = 0;

    for (size_t i = 0; i < persons->whole_count; i++)
        if (is_part(&persons->wholes[i], cut, change)) {
            value += persons->wholes[i].persons;
            changing += of_whole(&persons->wholes[i], change);
        }
    if (changing == 0 || changing != of_all(persons, change))
        return;
    parts = add_parts(t, cut, change, value);
    tie_change(t, &parts, value, change);
    tie_others(t, cut, change, &parts, value);
    for (size_t i = 0; i < persons->whole_count; i++)
        if (is_part(&persons->wholes[i], cut, change))
            tie_inside(t, i);
}

static void tie_uncut(struct tying *t, int change)
{
    const struct orb_simulated_persons *persons = t->persons;

    for (size_t i = 0; i < persons->whole_count; i++) {
        const struct orb_simulated_whole *whole = &persons->wholes[i];

        if (!is_part(whole, ORB_SIMULATED_UNCUT, change) ||
            of_whole(whole, change) != of_all(persons, change))
            continue;
        tie_change(t, whole_at(t, i), whole->persons, change);
        tie_inside(t, i);
    }
}

void orb_simulated_tie(struct orb_report *report, const struct orb_report_table *table,
                       const struct orb_simulated_persons *persons)
{
    size_t count = persons->whole_count + 1;
    struct tying t = { .report = report,
                       .table = table,
                       .persons = persons,
                       .everybody = { table, 0, orb_report_find_column(table, "persons") },
                       .wholes = orb_arena_array(&report->arena, count, sizeof *t.wholes),
                       .told = orb_arena_array(&report->arena, count, sizeof *t.told),
                       .cut = orb_arena_array(&report->arena, count, sizeof *t.cut) };

    if (t.wholes == NULL || t.told == NULL || t.cut == NULL) {
        report->failed = true;
        return;
    }
    if (persons->whole_count > 0)
        tie_answers(&t, &t.everybody, persons->persons, "");
    for (int change = 0; change < CHANGES; change++) {
        tie_uncut(&t, change);
        for (int cut = ORB_SIMULATED_UNCUT + 1; cut < ORB_SIMULATED_CUTS; cut++)
            tie_cut(&t, cut, change);
    }
}
