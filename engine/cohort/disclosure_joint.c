/* A count that is the same in both tables is one cell that stands twice. When anything
 * changed, what each count gained or lost is a cell of its own, which no table shows: all
 * of them, for what is hidden would show which ones changed. */
#include "engine/cohort/disclosure_joint.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"

struct making {
    struct orb_disclosure_joint *out;
    struct orb_disclosure_sum *sums;
    size_t member_count;
    size_t *offsets; /* of the cells of each earlier table */
    size_t *places;  /* by cell of today: where an earlier table has it, or nowhere */
    bool *tied;      /* by cell of an earlier table */
};

static void copy_sums(struct making *m, const struct orb_disclosure_sum *sums, size_t count,
                      size_t offset)
{
    for (size_t s = 0; s < count; s++) {
        size_t *members = m->out->members + m->member_count;

        for (size_t i = 0; i < sums[s].count; i++)
            members[i] = sums[s].cells[i] + offset;
        m->member_count += sums[s].count;
        m->sums[m->out->table.sum_count++] =
            (struct orb_disclosure_sum){ members, sums[s].count };
    }
}

static void add_sum(struct making *m, size_t total, size_t part, size_t more)
{
    const size_t cells[] = { total, part, more };
    const struct orb_disclosure_sum sum = { cells, more == ORB_DISCLOSURE_NOWHERE ? 2 : 3 };

    copy_sums(m, &sum, 1, 0);
}

/* Does what both tables tell differ anywhere? */
static bool has_changed(const struct orb_disclosure *table,
                        const struct orb_disclosure_earlier *e)
{
    for (size_t i = 0; i < e->cell_count; i++)
        if (e->same[i] != ORB_DISCLOSURE_NOWHERE && !e->cells[i].unknown &&
            !table->cells[e->same[i]].unknown &&
            e->cells[i].value != table->cells[e->same[i]].value)
            return true;
    return false;
}

static void add_difference(struct making *m, size_t now, size_t before)
{
    struct orb_disclosure *t = &m->out->table;
    int64_t gained = t->cells[now].value - t->cells[before].value;
    size_t difference = t->cell_count++;

    t->cells[difference] =
        (struct orb_disclosure_cell){ .value = gained < 0 ? -gained : gained,
                                      .apart = true,
                                      .unknown = t->cells[now].unknown ||
                                                 t->cells[before].unknown };
    if (gained < 0)
        add_sum(m, before, now, difference);
    else
        add_sum(m, now, before, difference);
}

static void add_earlier(struct making *m, const struct orb_disclosure *table,
                        const struct orb_disclosure_earlier *e)
{
    struct orb_disclosure *t = &m->out->table;
    size_t offset = t->cell_count;
    bool changed = has_changed(table, e);

    for (size_t i = 0; i < e->cell_count; i++) {
        t->cells[offset + i] = e->cells[i];
        t->cells[offset + i].told = true;
    }
    t->cell_count += e->cell_count;
    copy_sums(m, e->sums, e->sum_count, offset);
    for (size_t i = 0; i < e->cell_count; i++) {
        if (e->same[i] == ORB_DISCLOSURE_NOWHERE)
            continue;
        if (!changed)
            add_sum(m, e->same[i], offset + i, ORB_DISCLOSURE_NOWHERE);
        else if (!table->cells[e->same[i]].unknown && !e->cells[i].unknown)
            add_difference(m, e->same[i], offset + i);
    }
}

/* Where a table has the cells of today. */
static void find_places(const struct making *m, const struct orb_disclosure_earlier *e)
{
    for (size_t i = 0; i < m->out->today; i++)
        m->places[i] = ORB_DISCLOSURE_NOWHERE;
    for (size_t i = 0; i < e->cell_count; i++)
        if (e->same[i] != ORB_DISCLOSURE_NOWHERE && !e->cells[i].unknown)
            m->places[e->same[i]] = i;
}

/* Where the table whose places were found has a cell of another. */
static size_t place_in(const struct making *m, const struct orb_disclosure_earlier *e,
                       size_t cell)
{
    return e->same[cell] == ORB_DISCLOSURE_NOWHERE || e->cells[cell].unknown
               ? ORB_DISCLOSURE_NOWHERE
               : m->places[e->same[cell]];
}

/* What two earlier tables both have, unless it is tied to one that came in between. */
static void add_equalities(struct making *m, const struct orb_disclosure_earlier *earlier,
                           size_t former, size_t later)
{
    const struct orb_disclosure_earlier *e = &earlier[later];

    for (size_t i = 0; i < e->cell_count; i++) {
        size_t at = place_in(m, e, i);

        if (at == ORB_DISCLOSURE_NOWHERE || m->tied[i])
            continue;
        m->tied[i] = true;
        add_sum(m, m->offsets[former] + at, m->offsets[later] + i, ORB_DISCLOSURE_NOWHERE);
    }
}

/* Does an earlier table tell the same as a former one, where both tell? */
static bool agree(const struct making *m, const struct orb_disclosure_earlier *earlier,
                  size_t former, size_t later)
{
    const struct orb_disclosure_earlier *e = &earlier[later];
    bool shared = false;

    for (size_t i = 0; i < e->cell_count; i++) {
        size_t at = place_in(m, e, i);

        if (at == ORB_DISCLOSURE_NOWHERE)
            continue;
        if (earlier[former].cells[at].value != e->cells[i].value)
            return false;
        shared = true;
    }
    return shared;
}

/* Tables that were given of the same persons are tied to each other, also when the counts
 * of today are not theirs any more: each count to the last table before that has it, of
 * those that tell the same. */
static void tie_earlier(struct making *m, const struct orb_disclosure *table,
                        const struct orb_disclosure_earlier *earlier, size_t count)
{
    for (size_t later = 1; later < count; later++) {
        if (!has_changed(table, &earlier[later]))
            continue; /* tied by the cells of today */
        memset(m->tied, 0, earlier[later].cell_count * sizeof *m->tied);
        for (size_t former = later; former-- > 0;) {
            find_places(m, &earlier[former]);
            if (agree(m, earlier, former, later))
                add_equalities(m, earlier, former, later);
        }
    }
}

static size_t count_members(const struct orb_disclosure_sum *sums, size_t count)
{
    size_t members = 0;

    for (size_t s = 0; s < count; s++)
        members += sums[s].count;
    return members;
}

static bool make_room(struct making *m, const struct orb_disclosure *table,
                      const struct orb_disclosure_earlier *earlier, size_t count)
{
    struct orb_disclosure_joint *out = m->out;
    size_t cells = table->cell_count;
    size_t sums = table->sum_count;
    size_t members = count_members(table->sums, table->sum_count);
    size_t most = 0;

    for (size_t i = 0; i < count; i++) {
        cells += 2 * earlier[i].cell_count;
        sums += earlier[i].sum_count + 2 * earlier[i].cell_count;
        members += count_members(earlier[i].sums, earlier[i].sum_count) +
                   5 * earlier[i].cell_count;
        most = earlier[i].cell_count > most ? earlier[i].cell_count : most;
    }
    out->table.cells = orb_calloc(cells + 1, sizeof *out->table.cells);
    m->sums = orb_calloc(sums + 1, sizeof *m->sums);
    out->sums = m->sums;
    out->table.sums = m->sums;
    out->members = orb_calloc(members + 1, sizeof *out->members);
    m->offsets = orb_calloc(count + 1, sizeof *m->offsets);
    m->places = orb_calloc(table->cell_count + 1, sizeof *m->places);
    m->tied = orb_calloc(most + 1, sizeof *m->tied);
    return out->table.cells != NULL && m->sums != NULL && out->members != NULL &&
           m->offsets != NULL && m->places != NULL && m->tied != NULL;
}

enum orb_status orb_disclosure_joint_make(struct orb_disclosure_joint *out,
                                          const struct orb_disclosure *table,
                                          const struct orb_disclosure_earlier *earlier,
                                          size_t count, struct orb_error *err)
{
    struct making m = { .out = out };
    bool has_room;

    *out = (struct orb_disclosure_joint){ .today = table->cell_count };
    out->table.k = table->k;
    has_room = make_room(&m, table, earlier, count);
    if (has_room) {
        memcpy(out->table.cells, table->cells, table->cell_count * sizeof *table->cells);
        out->table.cell_count = table->cell_count;
        copy_sums(&m, table->sums, table->sum_count, 0);
        for (size_t i = 0; i < count; i++) {
            m.offsets[i] = out->table.cell_count;
            add_earlier(&m, table, &earlier[i]);
        }
        tie_earlier(&m, table, earlier, count);
    }
    orb_free(m.offsets);
    orb_free(m.places);
    orb_free(m.tied);
    return has_room ? ORB_OK : orb_error_memory(err);
}

void orb_disclosure_joint_release(struct orb_disclosure_joint *joint)
{
    orb_free(joint->table.cells);
    orb_free(joint->sums);
    orb_free(joint->members);
    memset(joint, 0, sizeof *joint);
}

enum orb_status orb_disclosure_protect_beside(struct orb_disclosure *table,
                                              const struct orb_disclosure_earlier *earlier,
                                              size_t count, struct orb_error *err)
{
    struct orb_disclosure_joint joint = { .today = 0 };
    enum orb_status status = orb_disclosure_joint_make(&joint, table, earlier, count, err);

    if (status == ORB_OK)
        status = orb_disclosure_protect(&joint.table, err);
    for (size_t i = 0; i < joint.today && status == ORB_OK; i++)
        table->cells[i] = joint.table.cells[i];
    orb_disclosure_joint_release(&joint);
    return status;
}
