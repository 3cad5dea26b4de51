/* What the areas of the spots tell of the groups, of départements, and they of areas. */
#include <stdlib.h>

#include "maps/departement.h"
#include "maps/report_emerge_parts.h"

/* ---- the place of groups */

/* The areas where members of a group live, ascending. */
struct reach {
    uint32_t *areas;
    size_t count;
    bool is_whole; /* all of them live in one */
};

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static bool find_reach(struct orb_emerge_tying *t, const struct orb_areas *areas,
                       const struct orb_emerging *g, struct reach *out)
{
    size_t distinct = 0;

    *out = (struct reach){ .is_whole = true };
    out->areas =
        orb_arena_array(&t->report->arena, (size_t)g->member_count + 1, sizeof *out->areas);
    if (out->areas == NULL)
        return false;
    for (uint32_t i = 0; i < g->member_count; i++) {
        uint32_t area = areas->of[g->members[i].commune];

        if (area == ORB_CAT_NONE)
            out->is_whole = false;
        else
            out->areas[out->count++] = area;
    }
    qsort(out->areas, out->count, sizeof *out->areas, by_number);
    for (size_t i = 0; i < out->count; i++)
        if (i == 0 || out->areas[i] != out->areas[i - 1])
            out->areas[distinct++] = out->areas[i];
    out->count = distinct;
    return true;
}

/* Is every area of a one of b? */
static bool is_in(const struct reach *a, const struct reach *b)
{
    size_t k = 0;

    for (size_t i = 0; i < a->count; i++) {
        while (k < b->count && b->areas[k] < a->areas[i])
            k++;
        if (k == b->count || b->areas[k] != a->areas[i])
            return false;
    }
    return true;
}

/* Those with an unmet need in these areas, as a count. */
static struct orb_report_place add_unmet(struct orb_emerge_tying *t,
                                         const struct reach *reach)
{
    int column = orb_report_find_column(t->spots, ORB_POPULATION_UNMET);
    struct orb_report_place whole = { t->spots, reach->areas[0], column };
    int64_t value = 0;

    if (reach->count == 1)
        return whole;
    for (size_t i = 0; i < reach->count; i++)
        value += orb_emerge_value_of(
            t, &(struct orb_report_place){ t->spots, reach->areas[i], column });
    whole = orb_report_add_apart(t->report, "#around", value);
    orb_report_add_sum(t->report, &whole);
    for (size_t i = 0; i < reach->count; i++)
        orb_report_add_part(
            t->report, &(struct orb_report_place){ t->spots, reach->areas[i], column });
    return whole;
}

/* Is it the first told group with members in just these areas? */
static bool is_first_there(const struct reach *reaches, size_t group)
{
    for (size_t i = 0; i < group; i++)
        if (reaches[i].is_whole && reaches[i].count == reaches[group].count &&
            is_in(&reaches[i], &reaches[group]))
            return false;
    return true;
}

void orb_emerge_tie_places(struct orb_emerge_tying *t, const struct orb_areas *areas)
{
    const struct orb_emerge *e = t->in->emerge;
    struct reach *reaches =
        orb_arena_array(&t->report->arena, e->group_count + 1, sizeof *reaches);
    bool *within = orb_arena_array(&t->report->arena, e->group_count + 1, sizeof *within);
    size_t told = 0;

    t->report->failed = t->report->failed || reaches == NULL || within == NULL;
    while (!t->report->failed && told < e->group_count && orb_emerge_is_told(t, told)) {
        t->report->failed = !find_reach(t, areas, &e->groups[told], &reaches[told]);
        told++;
    }
    for (size_t i = 0; i < told && !t->report->failed; i++) {
        struct orb_report_place whole;

        if (!reaches[i].is_whole || !is_first_there(reaches, i))
            continue;
        for (size_t k = 0; k < told; k++)
            within[k] = reaches[k].is_whole && is_in(&reaches[k], &reaches[i]);
        whole = add_unmet(t, &reaches[i]);
        orb_emerge_tie_within(t, &whole, orb_emerge_value_of(t, &whole), within);
    }
}

/* ---- areas and départements */

/* Of a département, its areas; or of an area, its départements: those that lie in it whole,
 * and the rest. */
struct nesting {
    const struct orb_areas *outer, *inner;
    uint32_t *home; /* by inner: the outer one it lies in whole, or ORB_CAT_NONE */
};

static bool find_homes(struct orb_emerge_tying *t, struct nesting *n)
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

/* Within a region, of those whose commune is known alone, as the region is counted. */
static uint32_t departement_of(const struct orb_emerge_tying *t,
                               const struct orb_areas *departements, bool by_region,
                               const char *code)
{
    const struct orb_catalogue *c = t->in->reader.catalogue;
    uint32_t commune = code == NULL ? ORB_CAT_NONE : orb_cat_commune_find(c, code);

    if (!by_region)
        return orb_departement_find(departements, c, code);
    return commune == ORB_CAT_NONE ? ORB_CAT_NONE : departements->of[commune];
}

/* What departements tell, of those with an unmet need when open. */
struct counted {
    const struct orb_areas *departements;
    bool by_region, open;
};

static void count_persons(const struct orb_emerge_tying *t, const struct counted *what,
                          int64_t *counts)
{
    for (size_t i = 0; i < t->in->count; i++) {
        const struct orb_triage_person *p = t->in->people[i];
        uint32_t area = departement_of(t, what->departements, what->by_region,
                                       p->case_->person->commune);
        bool has = !what->open;

        for (uint32_t n = 0; n < p->need_count && !has; n++)
            has = p->needs[n].state >= ORB_NEED_NEAR;
        if (has && area != ORB_CAT_NONE)
            counts[area]++;
    }
}

/* By département: the counts of one, which other reports tell. */
static struct orb_report_place *add_departements(struct orb_emerge_tying *t,
                                                 const struct counted *what,
                                                 const char *population)
{
    const struct orb_areas *departements = what->departements;
    struct orb_report_place *out =
        orb_arena_array(&t->report->arena, (size_t)departements->count + 1, sizeof *out);
    int64_t *counts =
        orb_arena_array(&t->report->arena, (size_t)departements->count + 1, sizeof *counts);

    if (out == NULL || counts == NULL)
        return NULL;
    count_persons(t, what, counts);
    for (uint32_t d = 0; d < departements->count; d++)
        out[d] = orb_report_add_apart(
            t->report,
            orb_arena_printf(&t->report->arena, "%s|" ORB_POPULATION_DEPARTEMENT "=%s",
                             population, departements->areas[d].code),
            counts[d]);
    return out;
}

/* of_inner, of_outer: their counts, by number. */
static void tie_nested(struct orb_emerge_tying *t, const struct nesting *n,
                       const struct orb_report_place *of_inner,
                       const struct orb_report_place *of_outer)
{
    for (uint32_t o = 0; o < n->outer->count; o++) {
        int64_t rest = orb_emerge_value_of(t, &of_outer[o]);
        struct orb_report_place left;

        for (uint32_t i = 0; i < n->inner->count; i++)
            rest -= n->home[i] == o ? orb_emerge_value_of(t, &of_inner[i]) : 0;
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

void orb_emerge_tie_areas(struct orb_emerge_tying *t, const struct orb_areas *areas,
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
        const struct counted what = { departements, areas->level == ORB_MESH_REGION,
                                      open == 1 };
        struct orb_report_place *others = add_departements(t, &what, populations[open]);

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
