/* What is told elsewhere of the same persons, less the groups, is those who are in none: as
 * small as it may be, it must not be worked out. So of a département less its areas. */
#include <string.h>

#include "engine/base/text.h"
#include "maps/need_family.h"
#include "maps/report_emerge_parts.h"
#include "maps/report_names.h"

#define PERSONS_COLUMN 1 /* of the groups */

/* Does a code begin with the first characters of another, up to a point? */
static bool is_within(const char *code, const char *prefix, size_t len)
{
    return strncmp(code, prefix, len) == 0 && (code[len] == '\0' || code[len] == '.');
}

bool orb_emerge_is_told(const struct orb_emerge_tying *t, size_t group)
{
    return t->in->emerge->groups[group].member_count >= (uint32_t)t->in->threshold;
}

/* ---- persons and groups */

/* Persons with a need within a code, "" = any; open: nearly answered, or not at all. */
static int64_t count_persons(const struct orb_emerge_tying *t, const char *code, size_t len,
                             bool open)
{
    int64_t count = 0;

    for (size_t i = 0; i < t->in->count; i++) {
        const struct orb_triage_person *p = t->in->people[i];
        bool has = false;

        for (uint32_t n = 0; n < p->need_count && !has; n++)
            has = (!open || p->needs[n].state >= ORB_NEED_NEAR) &&
                  (len == 0 || is_within(p->case_->person->needs[n].code, code, len));
        count += has;
    }
    return count;
}

/* The whole is the groups that are picked, and those who are in none of them. */
static bool tie_picked(struct orb_emerge_tying *t, const struct orb_report_place *whole,
                       int64_t value, const bool *picked)
{
    const struct orb_emerge *e = t->in->emerge;
    struct orb_report_place rest;

    for (size_t i = 0; i < e->group_count; i++)
        value -= picked[i] ? e->groups[i].member_count : 0;
    if (value < 0)
        return false;
    rest = orb_report_add_apart(t->report, "#rest", value);
    orb_report_add_sum(t->report, whole);
    orb_report_add_part(t->report, &rest);
    for (size_t i = 0; i < e->group_count; i++)
        if (picked[i])
            orb_report_add_part(t->report, &(struct orb_report_place){
                                               t->groups, (uint32_t)i, PERSONS_COLUMN });
    return true;
}

static bool is_same_public(const struct orb_emerging *a, const struct orb_emerging *b)
{
    return strcmp(a->public == NULL ? "" : a->public, b->public == NULL ? "" : b->public) ==
           0;
}

/* The same demand: a person is in one of them at most. */
static bool is_same_demand(const struct orb_emerging *a, const struct orb_emerging *b)
{
    return strcmp(a->need, b->need) == 0 && a->cause == b->cause;
}

static bool is_alike(const struct orb_emerging *a, const struct orb_emerging *b)
{
    return is_same_demand(a, b) && is_same_public(a, b);
}

/* Members of the groups alike; first: the first of them. */
static int64_t count_alike(const struct orb_emerge_tying *t, const bool *within,
                           size_t group, size_t *first)
{
    const struct orb_emerge *e = t->in->emerge;
    int64_t count = 0;

    for (size_t i = e->group_count; i-- > 0;)
        if (within[i] && is_alike(&e->groups[i], &e->groups[group])) {
            count += e->groups[i].member_count;
            *first = i;
        }
    return count;
}

/* Are groups alike those of their public with the most members? */
static bool is_greatest(const struct orb_emerge_tying *t, const bool *within, size_t group)
{
    const struct orb_emerge *e = t->in->emerge;
    size_t own = group;
    int64_t count = count_alike(t, within, group, &own);

    for (size_t i = 0; i < e->group_count; i++) {
        size_t first = i;
        int64_t other = 0;

        if (within[i] && is_same_public(&e->groups[i], &e->groups[group]))
            other = count_alike(t, within, i, &first);
        if (other > count || (other == count && first < own))
            return false;
    }
    return true;
}

/* Some persons are in two groups, so that all of them add up to nothing: each group is tied
 * alone, with those of the same demand, and with those of other publics, who are others. */
static void tie_overlapping(struct orb_emerge_tying *t,
                            const struct orb_report_place *whole, int64_t value,
                            const bool *within)
{
    const struct orb_emerge *e = t->in->emerge;
    bool *picked = orb_arena_array(&t->report->arena, e->group_count + 1, sizeof *picked);

    if (picked == NULL) {
        t->report->failed = true;
        return;
    }
    for (size_t i = 0; i < e->group_count; i++) {
        if (!within[i])
            continue;
        memset(picked, 0, e->group_count * sizeof *picked);
        picked[i] = true;
        (void)tie_picked(t, whole, value, picked);
        for (size_t k = 0; k < e->group_count; k++)
            picked[k] = within[k] && is_same_demand(&e->groups[k], &e->groups[i]);
        (void)tie_picked(t, whole, value, picked);
    }
    for (size_t i = 0; i < e->group_count; i++)
        picked[i] = within[i] && is_greatest(t, within, i);
    (void)tie_picked(t, whole, value, picked);
}

void orb_emerge_tie_within(struct orb_emerge_tying *t, const struct orb_report_place *whole,
                           int64_t value, const bool *within)
{
    if (!tie_picked(t, whole, value, within))
        tie_overlapping(t, whole, value, within);
}

/* The whole and the groups of needs within a code. */
static void tie_groups(struct orb_emerge_tying *t, const struct orb_report_place *whole,
                       int64_t value, const char *code, size_t len)
{
    const struct orb_emerge *e = t->in->emerge;
    bool *within = orb_arena_array(&t->report->arena, e->group_count + 1, sizeof *within);

    if (within == NULL) {
        t->report->failed = true;
        return;
    }
    for (size_t i = 0; i < e->group_count && orb_emerge_is_told(t, i); i++)
        within[i] = is_within(e->groups[i].need, code, len);
    orb_emerge_tie_within(t, whole, value, within);
}

/* Is it the first told group whose need begins so? */
static bool is_first(const struct orb_emerge_tying *t, size_t group, size_t len)
{
    const struct orb_emerge *e = t->in->emerge;

    for (size_t i = 0; i < group; i++)
        if (is_within(e->groups[i].need, e->groups[group].need, len))
            return false;
    return true;
}

int64_t orb_emerge_value_of(const struct orb_emerge_tying *t,
                            const struct orb_report_place *place)
{
    return place->table == NULL
               ? t->report->aparts[place->row].value
               : orb_report_cell(place->table, place->row, (size_t)place->column)
                     ->as.integer;
}

static struct orb_report_place add_apart(struct orb_emerge_tying *t, const char *start,
                                         const char *code, size_t len, int64_t value)
{
    return orb_report_add_apart(
        t->report, orb_arena_printf(&t->report->arena, "%s%.*s", start, (int)len, code),
        value);
}

/* All of a population, as other reports count it, are those of the areas and those whose
 * area nobody knows. */
static struct orb_report_place tie_placed(struct orb_emerge_tying *t,
                                          const char *population, const char *column,
                                          int64_t all)
{
    struct orb_report_place whole = orb_report_add_apart(t->report, population, all);
    struct orb_report_place placed, rest;

    if (t->spots == NULL || t->report->failed)
        return whole;
    placed = (struct orb_report_place){ t->spots, (uint32_t)t->spots->row_count - 1,
                                        orb_report_find_column(t->spots, column) };
    rest = orb_report_add_apart(t->report,
                                orb_arena_printf(&t->report->arena,
                                                 "%s|%s" ORB_REPORT_REST "*", population,
                                                 t->spots->dimension),
                                all - orb_emerge_value_of(t, &placed));
    orb_report_add_sum(t->report, &whole);
    orb_report_add_part(t->report, &placed);
    orb_report_add_part(t->report, &rest);
    return whole;
}

/* All persons known are those with an unmet need, whose count is returned, and the others.
 */
static struct orb_report_place tie_all(struct orb_emerge_tying *t)
{
    int64_t known = (int64_t)t->in->count, open = count_persons(t, "", 0, true);
    struct orb_report_place all = tie_placed(t, ORB_POPULATION_KNOWN, "known", known);
    struct orb_report_place unmet = tie_placed(t, ORB_POPULATION_UNMET, "unmet", open);
    struct orb_report_place met = tie_placed(t, ORB_POPULATION_MET, "others", known - open);

    orb_report_add_sum(t->report, &all);
    orb_report_add_part(t->report, &unmet);
    orb_report_add_part(t->report, &met);
    return unmet;
}

static void tie_needs(struct orb_emerge_tying *t, const struct orb_report_place *unmet)
{
    const struct orb_emerge *e = t->in->emerge;
    const struct orb_report_place placed = {
        t->spots, t->spots == NULL ? 0 : (uint32_t)t->spots->row_count - 1,
        t->spots == NULL ? 0 : orb_report_find_column(t->spots, ORB_POPULATION_UNMET)
    };

    for (size_t i = 0; i < e->group_count && orb_emerge_is_told(t, i) && !t->report->failed;
         i++) {
        const char *need = e->groups[i].need;
        size_t len = strlen(need);
        size_t family = orb_need_family_len(need);
        struct orb_report_place whole;
        int64_t value;

        if (is_first(t, i, len)) {
            value = count_persons(t, need, len, false);
            whole = add_apart(t, ORB_POPULATION_WITH "|" ORB_POPULATION_NEED "=", need, len,
                              value);
            tie_groups(t, &whole, value, need, len);
            tie_groups(t, unmet, orb_emerge_value_of(t, unmet), need, len);
            if (t->spots != NULL)
                tie_groups(t, &placed, orb_emerge_value_of(t, &placed), need, len);
        }
        if (is_first(t, i, family)) {
            value = count_persons(t, need, family, true);
            whole = add_apart(t, ORB_POPULATION_UNMET " ", need, family, value);
            tie_groups(t, &whole, value, need, family);
        }
    }
}

/* Groups alike, from the first: their place moves with those who come, their sum does not.
 * The largest come first: the rows of those that are told are their numbers. */
static void tie_alike(struct orb_emerge_tying *t, size_t first)
{
    const struct orb_emerge *e = t->in->emerge;
    const struct orb_emerging *g = &e->groups[first];
    struct orb_report_place whole;
    int64_t value = 0;

    for (size_t i = 0; i < first; i++)
        if (is_alike(&e->groups[i], g))
            return;
    for (size_t i = first; i < e->group_count && orb_emerge_is_told(t, i); i++)
        value += is_alike(&e->groups[i], g) ? e->groups[i].member_count : 0;
    whole = orb_report_add_apart(
        t->report,
        orb_arena_printf(&t->report->arena, "grouped|%s|%s|%s", g->need,
                         g->public == NULL ? "" : g->public, orb_cause_name(g->cause)),
        value);
    orb_report_add_sum(t->report, &whole);
    for (size_t i = first; i < e->group_count && orb_emerge_is_told(t, i); i++)
        if (is_alike(&e->groups[i], g))
            orb_report_add_part(t->report, &(struct orb_report_place){
                                               t->groups, (uint32_t)i, PERSONS_COLUMN });
}

void orb_report_emerge_ties(struct orb_report *report,
                            const struct orb_report_emerge_input *input,
                            const struct orb_areas *areas,
                            const struct orb_areas *departements)
{
    struct orb_emerge_tying t = { report, input, orb_report_find_table(report, "groups"),
                                  orb_report_find_table(report, "spots") };

    struct orb_report_place unmet;

    if (report->failed || t.groups == NULL)
        return;
    unmet = tie_all(&t);
    if (report->failed)
        return;
    tie_needs(&t, &unmet);
    for (size_t i = 0; i < input->emerge->group_count && orb_emerge_is_told(&t, i); i++)
        tie_alike(&t, i);
    if (t.spots == NULL)
        return;
    orb_emerge_tie_places(&t, areas);
    if (areas->level != ORB_MESH_DEPARTEMENT)
        orb_emerge_tie_areas(&t, areas, departements);
}
