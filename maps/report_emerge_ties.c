/* What is told elsewhere of the same persons, less the groups, is those who are in none: as
 * small as it may be, it must not be worked out. So of a département less its areas. */
#include <string.h>

#include "engine/base/text.h"
#include "maps/need_family.h"
#include "maps/report_emerge.h"

#define PERSONS_COLUMN 1 /* of the groups */

struct tying {
    struct orb_report *report;
    const struct orb_report_emerge_input *in;
    const struct orb_report_table *groups;
    const struct orb_report_table *spots; /* NULL = not told */
};

/* Does a code begin with the first characters of another, up to a point? */
static bool is_within(const char *code, const char *prefix, size_t len)
{
    return strncmp(code, prefix, len) == 0 && (code[len] == '\0' || code[len] == '.');
}

static bool is_told(const struct tying *t, size_t group)
{
    return t->in->emerge->groups[group].member_count >= (uint32_t)t->in->threshold;
}

/* ---- persons and groups */

/* Persons with a need within a code, "" = any; open: nearly answered, or not at all. */
static int64_t count_persons(const struct tying *t, const char *code, size_t len, bool open)
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

/* The whole is the groups of needs within a code, and those who are in none. A person may
 * be in two groups: then nobody can tell how many are in none. */
static void tie_groups(struct tying *t, const struct orb_report_place *whole, int64_t value,
                       const char *code, size_t len)
{
    const struct orb_emerge *e = t->in->emerge;
    struct orb_report_place rest;

    for (size_t i = 0; i < e->group_count && is_told(t, i); i++)
        value -= is_within(e->groups[i].need, code, len) ? e->groups[i].member_count : 0;
    if (value < 0)
        return;
    rest = orb_report_add_apart(t->report, "#rest", value);
    orb_report_add_sum(t->report, whole);
    orb_report_add_part(t->report, &rest);
    for (size_t i = 0; i < e->group_count && is_told(t, i); i++)
        if (is_within(e->groups[i].need, code, len))
            orb_report_add_part(t->report, &(struct orb_report_place){
                                               t->groups, (uint32_t)i, PERSONS_COLUMN });
}

/* Is it the first told group whose need begins so? */
static bool is_first(const struct tying *t, size_t group, size_t len)
{
    const struct orb_emerge *e = t->in->emerge;

    for (size_t i = 0; i < group; i++)
        if (is_within(e->groups[i].need, e->groups[group].need, len))
            return false;
    return true;
}

static struct orb_report_place all_unmet(struct tying *t)
{
    if (t->spots != NULL)
        return (struct orb_report_place){ t->spots, (uint32_t)t->spots->row_count - 1,
                                          orb_report_find_column(t->spots, "unmet") };
    return orb_report_add_apart(t->report, ORB_POPULATION_UNMET,
                                count_persons(t, "", 0, true));
}

static int64_t value_of(const struct tying *t, const struct orb_report_place *place)
{
    return place->table == NULL
               ? t->report->aparts[place->row].value
               : orb_report_cell(place->table, place->row, (size_t)place->column)
                     ->as.integer;
}

static struct orb_report_place add_apart(struct tying *t, const char *start,
                                         const char *code, size_t len, int64_t value)
{
    return orb_report_add_apart(
        t->report, orb_arena_printf(&t->report->arena, "%s%.*s", start, (int)len, code),
        value);
}

static void tie_needs(struct tying *t)
{
    const struct orb_emerge *e = t->in->emerge;
    const struct orb_report_place unmet = all_unmet(t);

    for (size_t i = 0; i < e->group_count && is_told(t, i) && !t->report->failed; i++) {
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
            tie_groups(t, &unmet, value_of(t, &unmet), need, len);
        }
        if (is_first(t, i, family)) {
            value = count_persons(t, need, family, true);
            whole = add_apart(t, ORB_POPULATION_UNMET " ", need, family, value);
            tie_groups(t, &whole, value, need, family);
        }
    }
}

static bool is_alike(const struct orb_emerging *a, const struct orb_emerging *b)
{
    const char *publics[2] = { a->public == NULL ? "" : a->public,
                               b->public == NULL ? "" : b->public };

    return strcmp(a->need, b->need) == 0 && a->cause == b->cause &&
           strcmp(publics[0], publics[1]) == 0;
}

/* Groups alike, from the first: their place moves with those who come, their sum does not.
 * The largest come first: the rows of those that are told are their numbers. */
static void tie_alike(struct tying *t, size_t first)
{
    const struct orb_emerge *e = t->in->emerge;
    const struct orb_emerging *g = &e->groups[first];
    struct orb_report_place whole;
    int64_t value = 0;

    for (size_t i = 0; i < first; i++)
        if (is_alike(&e->groups[i], g))
            return;
    for (size_t i = first; i < e->group_count && is_told(t, i); i++)
        value += is_alike(&e->groups[i], g) ? e->groups[i].member_count : 0;
    whole = orb_report_add_apart(
        t->report,
        orb_arena_printf(&t->report->arena, "grouped|%s|%s|%s", g->need,
                         g->public == NULL ? "" : g->public, orb_cause_name(g->cause)),
        value);
    orb_report_add_sum(t->report, &whole);
    for (size_t i = first; i < e->group_count && is_told(t, i); i++)
        if (is_alike(&e->groups[i], g))
            orb_report_add_part(t->report, &(struct orb_report_place){
                                               t->groups, (uint32_t)i, PERSONS_COLUMN });
}

/* ---- areas and départements */

/* Of a département, its areas; or of an area, its départements: those that lie in it whole,
 * and the rest. */
struct nesting {
    const struct orb_areas *outer, *inner;
    uint32_t *home; /* by inner: the outer one it lies in whole, or ORB_CAT_NONE */
};

static bool find_homes(struct tying *t, struct nesting *n)
{
    const struct orb_catalogue *c = t->in->reader.catalogue;
    bool *met =
        orb_arena_array(&t->report->arena, (size_t)n->inner->count + 1, sizeof *met);

    n->home =
        orb_arena_array(&t->report->arena, (size_t)n->inner->count + 1, sizeof *n->home);
    if (met == NULL || n->home == NULL)
        return false;
    for (uint32_t i = 0; i < c->commune_count; i++) {
        uint32_t inner = n->inner->of[i];

        if (inner == ORB_CAT_NONE)
            continue;
        if (met[inner] && n->home[inner] != n->outer->of[i])
            n->home[inner] = ORB_CAT_NONE;
        else if (!met[inner])
            n->home[inner] = n->outer->of[i];
        met[inner] = true;
    }
    return true;
}

static void count_by_area(const struct tying *t, const struct orb_areas *areas, bool open,
                          int64_t *counts)
{
    const struct orb_catalogue *c = t->in->reader.catalogue;

    for (size_t i = 0; i < t->in->count; i++) {
        const struct orb_triage_person *p = t->in->people[i];
        const char *code = p->case_->person->commune;
        uint32_t commune = code == NULL ? ORB_CAT_NONE : orb_cat_commune_find(c, code);
        bool has = !open;

        for (uint32_t n = 0; n < p->need_count && !has; n++)
            has = p->needs[n].state >= ORB_NEED_NEAR;
        if (has && commune != ORB_CAT_NONE && areas->of[commune] != ORB_CAT_NONE)
            counts[areas->of[commune]]++;
    }
}

/* By département: the counts of one, which other reports tell. */
static struct orb_report_place *add_departements(struct tying *t,
                                                 const struct orb_areas *departements,
                                                 const char *population, bool open)
{
    struct orb_report_place *out =
        orb_arena_array(&t->report->arena, (size_t)departements->count + 1, sizeof *out);
    int64_t *counts =
        orb_arena_array(&t->report->arena, (size_t)departements->count + 1, sizeof *counts);

    if (out == NULL || counts == NULL)
        return NULL;
    count_by_area(t, departements, open, counts);
    for (uint32_t d = 0; d < departements->count; d++)
        out[d] = orb_report_add_apart(
            t->report,
            orb_arena_printf(&t->report->arena, "%s|" ORB_POPULATION_DEPARTEMENT "=%s",
                             population, departements->areas[d].code),
            counts[d]);
    return out;
}

/* of_inner, of_outer: their counts, by number. */
static void tie_nested(struct tying *t, const struct nesting *n,
                       const struct orb_report_place *of_inner,
                       const struct orb_report_place *of_outer)
{
    for (uint32_t o = 0; o < n->outer->count; o++) {
        int64_t rest = value_of(t, &of_outer[o]);
        struct orb_report_place left;

        for (uint32_t i = 0; i < n->inner->count; i++)
            rest -= n->home[i] == o ? value_of(t, &of_inner[i]) : 0;
        left = orb_report_add_apart(t->report, "#left", rest);
        if (t->report->failed)
            return;
        orb_report_add_sum(t->report, &of_outer[o]);
        for (uint32_t i = 0; i < n->inner->count; i++)
            if (n->home[i] == o)
                orb_report_add_part(t->report, &of_inner[i]);
        /* Where nobody can live but in the parts, nothing is left. */
        if (rest > 0)
            orb_report_add_part(t->report, &left);
    }
}

static void tie_areas(struct tying *t, const struct orb_areas *areas,
                      const struct orb_areas *departements)
{
    static const char *const populations[] = { ORB_POPULATION_KNOWN, ORB_POPULATION_UNMET };
    struct nesting n = { .outer = departements, .inner = areas };

    if (areas->level == ORB_MESH_REGION)
        n = (struct nesting){ .outer = areas, .inner = departements };
    t->report->failed = t->report->failed || !find_homes(t, &n);
    for (int open = 0; open < 2 && !t->report->failed; open++) {
        int column = orb_report_find_column(t->spots, populations[open]);
        struct orb_report_place *counts =
            orb_arena_array(&t->report->arena, (size_t)areas->count + 1, sizeof *counts);
        struct orb_report_place *others =
            add_departements(t, departements, populations[open], open == 1);

        if (counts == NULL || others == NULL) {
            t->report->failed = true;
            return;
        }
        for (uint32_t i = 0; i < areas->count; i++)
            counts[i] = (struct orb_report_place){ t->spots, i, column };
        if (areas->level == ORB_MESH_REGION)
            tie_nested(t, &n, others, counts);
        else
            tie_nested(t, &n, counts, others);
    }
}

void orb_report_emerge_ties(struct orb_report *report,
                            const struct orb_report_emerge_input *input,
                            const struct orb_areas *areas,
                            const struct orb_areas *departements)
{
    struct tying t = { report, input, orb_report_find_table(report, "groups"),
                       orb_report_find_table(report, "spots") };

    if (report->failed || t.groups == NULL)
        return;
    tie_needs(&t);
    for (size_t i = 0; i < input->emerge->group_count && is_told(&t, i); i++)
        tie_alike(&t, i);
    if (t.spots != NULL && areas->level != ORB_MESH_DEPARTEMENT)
        tie_areas(&t, areas, departements);
}
