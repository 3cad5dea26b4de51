/* Persons of a file who gain or lose: counts that the report protects; their pseudonyms
 * only when they were asked for. */
#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/text.h"
#include "maps/report_names.h"
#include "maps/report_simulate.h"

#define PERSONS(k, t, d, side)                                                             \
    {                                                                                      \
        .key = k, .title = t, .definition = d, .type = ORB_REPORT_INTEGER,                 \
        .persons = ORB_REPORT_PERSONS, .quiet = side                                       \
    }
#define DERIVED(k, t, d)                                                                   \
    {                                                                                      \
        .key = k, .title = t, .definition = d, .type = ORB_REPORT_INTEGER,                 \
        .persons = ORB_REPORT_PERSONS_DERIVED                                              \
    }

static const struct orb_report_word answer_words[] = { { "covered", N_("eligible") },
                                                       { "possible",
                                                         N_("eligible, or to verify") },
                                                       { NULL, NULL } };

static const struct orb_report_column person_columns[] = {
    { .key = "answer",
      .title = N_("An offer that is"),
      .type = ORB_REPORT_TEXT,
      .words = answer_words },
    PERSONS("gaining", N_("Gain"), N_("At least one need covered after and not before."),
            false),
    PERSONS("losing", N_("Lose"), N_("At least one need covered before and not after."),
            false),
    PERSONS("not_gaining", N_("Gain nothing"), NULL, true),
    PERSONS("not_losing", N_("Lose nothing"), NULL, true),
    { .key = "persons",
      .title = N_("Persons"),
      .definition = N_("In the files given."),
      .type = ORB_REPORT_INTEGER,
      .persons = ORB_REPORT_PERSONS,
      .population = ORB_POPULATION_KNOWN,
      .whole = true },
    DERIVED("needs_before", N_("Needs covered before"), NULL),
    DERIVED("needs_after", N_("Needs covered after"), NULL),
    DERIVED("needs_gained", N_("Needs gained"), NULL),
    DERIVED("needs_lost", N_("Needs lost"), NULL),
};

static const struct orb_report_word class_words[] = { { "eligible", N_("eligible") },
                                                      { "to_verify", N_("to verify") },
                                                      { "near_miss", N_("nearly") },
                                                      { "excluded", N_("nothing") },
                                                      { NULL, NULL } };

static const struct orb_report_column named_columns[] = {
    { .key = "person", .title = N_("Person"), .type = ORB_REPORT_CODE },
    { .key = "need", .title = N_("Need"), .type = ORB_REPORT_CODE },
    { .key = "before",
      .title = N_("Before"),
      .type = ORB_REPORT_TEXT,
      .words = class_words },
    { .key = "after", .title = N_("After"), .type = ORB_REPORT_TEXT, .words = class_words },
    { .key = "now",
      .title = N_("First offer now"),
      .definition = N_("Matched again on the territory as supposed."),
      .type = ORB_REPORT_TEXT },
};

#define COLUMNS(list) list, sizeof list / sizeof list[0]
#define COLUMN_COUNT  (sizeof person_columns / sizeof person_columns[0])

static void add_named(struct orb_report *report,
                      const struct orb_simulated_persons *persons)
{
    struct orb_report_table *t = orb_report_add_table(
        report, "people", _("Who gains and who loses"), COLUMNS(named_columns));

    for (size_t i = 0; i < persons->change_count; i++) {
        const struct orb_simulated_need *n = &persons->changes[i];

        orb_report_row(t);
        orb_report_text(t, n->person);
        orb_report_text(t, n->need);
        orb_report_text(t, class_words[n->before].token);
        orb_report_text(t, class_words[n->after].token);
        if (n->now == NULL)
            orb_report_none(t);
        else
            orb_report_text(t, n->now);
    }
}

/* What a reader can add up: those who gain, or lose, and the others are everybody;
 * everybody is the same in both lines. */
static void add_sums(struct orb_report *report, const struct orb_report_table *t)
{
    static const char *const parts[][2] = { { "gaining", "not_gaining" },
                                            { "losing", "not_losing" } };
    const int persons = orb_report_find_column(t, "persons");

    for (uint32_t row = 0; row < 2; row++)
        for (size_t i = 0; i < 2; i++) {
            orb_report_add_sum(report, &(struct orb_report_place){ t, row, persons });
            for (size_t k = 0; k < 2; k++)
                orb_report_add_part(report,
                                    &(struct orb_report_place){
                                        t, row, orb_report_find_column(t, parts[i][k]) });
        }
    orb_report_add_sum(report, &(struct orb_report_place){ t, 0, persons });
    orb_report_add_part(report, &(struct orb_report_place){ t, 1, persons });
}

/* ---- beside other reports */

struct tying {
    struct orb_report *report;
    const struct orb_report_table *table;
    const struct orb_simulated_persons *persons;
    struct orb_report_place everybody; /* their count */
    struct orb_report_place *wholes;   /* by whole: its count, that stands nowhere here */
    bool *told;                        /* by whole: it is among those counts */
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

    if (strncmp(name, ORB_POPULATION_KNOWN "|", len + 1) == 0) {
        *all = t->everybody;
        return t->persons->persons;
    }
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
}

/* All persons are those with a need, and the others: by the name that "people export" gives
 * these. */
static void tie_without(struct tying *t, size_t i)
{
    static const char start[] = ORB_POPULATION_WITH "|" ORB_POPULATION_NEED "=";
    const struct orb_simulated_whole *with = &t->persons->wholes[i];
    struct orb_report_place without;

    if (strncmp(with->name, start, sizeof start - 1) != 0)
        return;
    without = orb_report_add_apart(t->report,
                                   orb_arena_printf(&t->report->arena, "needs/%s/without",
                                                    with->name + sizeof start - 1),
                                   t->persons->persons - with->persons);
    orb_report_add_sum(t->report, &t->everybody);
    orb_report_add_part(t->report, whole_at(t, i));
    orb_report_add_part(t->report, &without);
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
        tie_without(t, i);
    }
}

static void tie_wholes(struct orb_report *report, const struct orb_report_table *table,
                       const struct orb_simulated_persons *persons)
{
    size_t count = persons->whole_count + 1;
    struct tying t = { report,
                       table,
                       persons,
                       { table, 0, orb_report_find_column(table, "persons") },
                       orb_arena_array(&report->arena, count, sizeof *t.wholes),
                       orb_arena_array(&report->arena, count, sizeof *t.told) };

    if (t.wholes == NULL || t.told == NULL) {
        report->failed = true;
        return;
    }
    for (int change = 0; change < CHANGES; change++) {
        tie_uncut(&t, change);
        for (int cut = ORB_SIMULATED_UNCUT + 1; cut < ORB_SIMULATED_CUTS; cut++)
            tie_cut(&t, cut, change);
    }
}

/* Needs are not protected: beside persons, they tell who has several, and of one answer
 * beside the other, whose need is to verify. */
static size_t column_count(enum orb_simulated_reader reader)
{
    return COLUMN_COUNT - (reader == ORB_SIMULATED_OTHERS ? 4 : 0);
}

void orb_report_simulated_persons(struct orb_report *report,
                                  const struct orb_simulated_persons *persons,
                                  enum orb_simulated_reader reader)
{
    struct orb_report_table *t =
        orb_report_add_table(report, "persons", _("Persons of the files, before and after"),
                             person_columns, column_count(reader));

    for (int i = 0; i < 2; i++) {
        orb_report_row(t);
        orb_report_text(t, answer_words[i].token);
        orb_report_integer(t, persons->gaining[i]);
        orb_report_integer(t, persons->losing[i]);
        orb_report_integer(t, persons->persons - persons->gaining[i]);
        orb_report_integer(t, persons->persons - persons->losing[i]);
        orb_report_integer(t, persons->persons);
        if (reader == ORB_SIMULATED_OTHERS)
            continue;
        orb_report_integer(t, persons->needs_before[i]);
        orb_report_integer(t, persons->needs_after[i]);
        orb_report_integer(t, persons->needs_gained[i]);
        orb_report_integer(t, persons->needs_lost[i]);
    }
    add_sums(report, t);
    tie_wholes(report, t, persons);
    if (reader == ORB_SIMULATED_NAMED)
        add_named(report, persons);
}
