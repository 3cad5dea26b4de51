/* What is hidden beside the small counts: the cheapest cell, group by group, until nobody
 * can work out a small one. A group is audited again only when something more is hidden,
 * for its cells that are not known to be safe. */
#include "engine/cohort/disclosure.h"

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/cohort/disclosure_parts.h"

/* Of two visible cells the one that is not dear, then the smaller, then a part before its
 * total, then the first; DISCLOSURE_NONE is larger than all. */
static size_t cheaper(const struct orb_disclosure *t, size_t a, size_t b)
{
    if (a == DISCLOSURE_NONE || b == DISCLOSURE_NONE)
        return a == DISCLOSURE_NONE ? b : a;
    if (t->cells[a].dear != t->cells[b].dear)
        return t->cells[b].dear ? a : b;
    if (t->cells[a].value != t->cells[b].value)
        return t->cells[a].value < t->cells[b].value ? a : b;
    if (t->cells[a].height != t->cells[b].height)
        return t->cells[a].height < t->cells[b].height ? a : b;
    return a < b ? a : b;
}

static size_t cheapest(const struct orb_disclosure *t, const struct orb_disclosure_sum *sum)
{
    size_t best = DISCLOSURE_NONE;

    for (size_t i = 0; i < sum->count; i++)
        if (!t->cells[sum->cells[i]].hidden && !t->cells[sum->cells[i]].told)
            best = cheaper(t, best, sum->cells[i]);
    return best;
}

/* Alone in its sum, it is worked out: this is a fault, but for what is in no table or was
 * hidden before, and is not small: the audit says whether a small one comes of it. */
static bool has_lone_hidden(const struct orb_disclosure *t,
                            const struct orb_disclosure_sum *sum)
{
    const struct orb_disclosure_cell *lone = NULL;
    size_t count = 0;

    for (size_t i = 0; i < sum->count; i++)
        if (t->cells[sum->cells[i]].hidden) {
            lone = &t->cells[sum->cells[i]];
            count++;
        }
    return count == 1 && (lone->primary || (!lone->apart && !lone->told));
}

/* No sum keeps a single hidden cell. */
static void pair_up(struct orb_disclosure *t)
{
    bool changed = true;

    while (changed) {
        changed = false;
        for (size_t s = 0; s < t->sum_count; s++) {
            size_t cell = has_lone_hidden(t, &t->sums[s]) ? cheapest(t, &t->sums[s])
                                                          : DISCLOSURE_NONE;

            if (cell == DISCLOSURE_NONE)
                continue;
            t->cells[cell].hidden = true;
            changed = true;
        }
    }
}

/* Does a sum have a cell that is near? */
static bool is_beside(const struct disclosure_groups *g,
                      const struct orb_disclosure_sum *sum)
{
    for (size_t i = 0; i < sum->count; i++)
        if (g->near[sum->cells[i]])
            return true;
    return false;
}

/* The cheapest cell of the sums beside those that are near: then all of these are. */
static size_t cheapest_near(struct disclosure_groups *g, size_t root, bool *more)
{
    const struct orb_disclosure *t = g->table;
    size_t best = DISCLOSURE_NONE;

    for (size_t s = g->first_sum[root]; s != DISCLOSURE_NONE; s = g->next_sum[s])
        if (is_beside(g, &t->sums[s])) {
            best = cheaper(t, best, cheapest(t, &t->sums[s]));
            g->sum_near[s] = true;
        }
    *more = false;
    for (size_t s = g->first_sum[root]; s != DISCLOSURE_NONE; s = g->next_sum[s])
        for (size_t i = 0; i < t->sums[s].count && g->sum_near[s]; i++) {
            *more = *more || !g->near[t->sums[s].cells[i]];
            g->near[t->sums[s].cells[i]] = true;
        }
    return best;
}

/* In the sums of a cell; else in those of their cells, and so on. */
static bool hide_near(struct orb_disclosure *t, struct disclosure_groups *g, size_t root,
                      size_t unsafe)
{
    size_t best = DISCLOSURE_NONE;
    bool more = true;

    g->near[unsafe] = true;
    while (best == DISCLOSURE_NONE && more)
        best = cheapest_near(g, root, &more);
    for (size_t s = g->first_sum[root]; s != DISCLOSURE_NONE; s = g->next_sum[s]) {
        g->sum_near[s] = false;
        for (size_t i = 0; i < t->sums[s].count; i++)
            g->near[t->sums[s].cells[i]] = false;
    }
    if (best != DISCLOSURE_NONE)
        t->cells[best].hidden = true;
    return best != DISCLOSURE_NONE;
}

/* Did another group hide a cell of its sums since they were tied? */
static bool has_changed(const struct orb_disclosure *t, const struct disclosure_groups *g,
                        size_t root)
{
    for (size_t s = g->first_sum[root]; s != DISCLOSURE_NONE; s = g->next_sum[s])
        for (size_t i = 0; i < t->sums[s].count; i++) {
            size_t cell = t->sums[s].cells[i];

            if (t->cells[cell].hidden &&
                g->first_cell[orb_disclosure_root(g, cell)] == DISCLOSURE_NONE)
                return true;
        }
    return false;
}

/* What no value is known of, a count or a change of tables that were given, may be told by
 * them already: nothing that is hidden today helps, and what was hidden for it alone must
 * not be. */
static bool give_up(struct orb_disclosure *t, struct disclosure_groups *g, size_t cell)
{
    bool unknown = t->cells[cell].unknown;

    if (unknown)
        t->cells[cell].primary = false;
    g->gave_up = g->gave_up || unknown;
    return unknown;
}

/* One more cell in each group where a primary one can be worked out; *safe when none can. A
 * group that what another hid may have made safe waits until they are tied again. */
static enum orb_status improve(struct orb_disclosure *t, struct disclosure_groups *g,
                               bool *safe, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    pair_up(t);
    orb_disclosure_tie(g);
    *safe = true;
    for (size_t i = 0; i < t->cell_count && status == ORB_OK; i++) {
        size_t unsafe;

        if (g->first_cell[i] == DISCLOSURE_NONE || !orb_disclosure_in_doubt(g, i) ||
            (!*safe && has_changed(t, g, i)))
            continue;
        status = orb_disclosure_audit_group(g, i, NULL, &unsafe, err);
        if (status != ORB_OK || unsafe == DISCLOSURE_NONE)
            continue;
        *safe = false;
        if (!hide_near(t, g, i, unsafe) && !give_up(t, g, unsafe))
            return orb_error_set(
                err, ORB_ERR_UNSUPPORTED,
                _("counts of persons stay too small whatever is hidden: choose larger areas"));
    }
    return status;
}

/* Totals of totals stand higher: by what adds up alone, never by what is counted. Cells
 * that are the same as one another would climb without end. */
#define HIGHEST 8

/* One more than the highest part of a sum. */
static uint8_t height_over(const struct orb_disclosure *t,
                           const struct orb_disclosure_sum *sum)
{
    uint8_t highest = 0;

    for (size_t i = 1; i < sum->count; i++)
        if (t->cells[sum->cells[i]].height > highest)
            highest = t->cells[sum->cells[i]].height;
    return highest < HIGHEST ? (uint8_t)(highest + 1) : HIGHEST;
}

static void find_heights(struct orb_disclosure *t)
{
    for (size_t i = 0; i < t->cell_count; i++)
        t->cells[i].height = 0;
    for (int round = 0; round < HIGHEST; round++)
        for (size_t s = 0; s < t->sum_count; s++) {
            struct orb_disclosure_cell *total = &t->cells[t->sums[s].cells[0]];
            uint8_t height = height_over(t, &t->sums[s]);

            if (height > total->height)
                total->height = height;
        }
}

/* What was shown before is told for good, whatever it is. A change of which no value is
 * known may be small. */
static bool is_feared(const struct orb_disclosure_cell *cell, int k)
{
    if (cell->told)
        return cell->hidden && (cell->unknown || cell->value < k);
    return cell->unknown ? cell->apart : cell->value < k;
}

/* From the cells hidden at first on. *again: some need not have been. */
static enum orb_status hide_from(struct orb_disclosure *table, const bool *first,
                                 bool *again, struct orb_error *err)
{
    struct disclosure_groups g;
    enum orb_status status;
    bool safe = false;

    for (size_t i = 0; i < table->cell_count; i++)
        table->cells[i].hidden = first[i];
    status = orb_disclosure_groups_init(&g, table, err);
    while (status == ORB_OK && !safe)
        status = improve(table, &g, &safe, err);
    *again = g.gave_up;
    orb_disclosure_groups_release(&g);
    return status;
}

enum orb_status orb_disclosure_protect(struct orb_disclosure *table, struct orb_error *err)
{
    bool *first = orb_calloc(table->cell_count + 1, sizeof *first);
    enum orb_status status = ORB_OK;
    bool again = true;

    if (first == NULL)
        return orb_error_memory(err);
    find_heights(table);
    for (size_t i = 0; i < table->cell_count; i++) {
        struct orb_disclosure_cell *cell = &table->cells[i];

        cell->primary = is_feared(cell, table->k);
        first[i] =
            cell->hidden || cell->unknown || cell->apart || (cell->primary && !cell->told);
    }
    while (status == ORB_OK && again)
        status = hide_from(table, first, &again, err);
    orb_free(first);
    return status;
}
