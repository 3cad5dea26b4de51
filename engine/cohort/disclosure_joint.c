/* Tables that tell the same of all they both count are of one moment: a count is one cell
 * that stands twice. From one moment to another, what each count gained or lost is a cell
 * of its own, which no table shows: all of them, for what is hidden would show which ones
 * changed. Each count is tied to the last table before that has it. */
#include "engine/cohort/disclosure_joint.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"

/* A table among the others, from the first one given to that of today. */
struct dated {
    struct orb_disclosure_earlier given;
    size_t offset; /* of its cells */
    size_t moment; /* the number of the first table of its moment */
};

struct making {
    struct orb_disclosure_joint *out;
    struct orb_disclosure_sum *sums;
    size_t member_count;
    struct dated *tables;
    size_t table_count, name_count;
    size_t *last; /* by name: its cell in the last table that knows its count, or nowhere */
    size_t *same; /* by name: its cell in the last table of one moment, or nowhere */
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

/* What was shown before is known, whatever comes. */
static bool is_shown(const struct orb_disclosure_cell *cell)
{
    return cell->told && !cell->hidden;
}

/* shrinks: what is the same as before has lost nobody, rather than gained nobody. */
static void add_difference(struct making *m, size_t now, size_t before, bool shrinks)
{
    struct orb_disclosure *t = &m->out->table;
    int64_t gained = t->cells[now].value - t->cells[before].value;
    bool lost = gained < 0 || (gained == 0 && shrinks);
    size_t difference = t->cell_count;

    if (is_shown(&t->cells[now]) && is_shown(&t->cells[before]))
        return;
    t->cells[t->cell_count++] =
        (struct orb_disclosure_cell){ .value = gained < 0 ? -gained : gained,
                                      .apart = true };
    if (lost)
        add_sum(m, before, now, difference);
    else
        add_sum(m, now, before, difference);
}

/* ---- moments */

static void forget(const struct making *m, size_t *cells)
{
    for (size_t i = 0; i < m->name_count; i++)
        cells[i] = ORB_DISCLOSURE_NOWHERE;
}

/* The cells of the tables of a moment before one; a count that is known rather than not. */
static void find_same(struct making *m, size_t moment, size_t before)
{
    forget(m, m->same);
    for (size_t k = moment; k < before; k++) {
        const struct dated *t = &m->tables[k];

        for (size_t i = 0; i < t->given.cell_count && t->moment == moment; i++) {
            size_t name = t->given.names[i];

            if (name != ORB_DISCLOSURE_NOWHERE &&
                (m->same[name] == ORB_DISCLOSURE_NOWHERE || !t->given.cells[i].unknown))
                m->same[name] = t->offset + i;
        }
    }
}

/* Does a table tell what the tables found tell, where both do, and do both somewhere? */
static bool agrees(const struct making *m, const struct dated *t)
{
    bool shared = false;

    for (size_t i = 0; i < t->given.cell_count; i++) {
        size_t name = t->given.names[i];
        size_t at = name == ORB_DISCLOSURE_NOWHERE ? name : m->same[name];

        if (at == ORB_DISCLOSURE_NOWHERE || t->given.cells[i].unknown ||
            m->out->table.cells[at].unknown)
            continue;
        if (m->out->table.cells[at].value != t->given.cells[i].value)
            return false;
        shared = true;
    }
    return shared;
}

/* The last moment that a table may be of, with its cells; else one of its own. */
static void find_moment(struct making *m, size_t index)
{
    struct dated *t = &m->tables[index];

    for (size_t k = index; k-- > 0;) {
        if (m->tables[k].moment != k)
            continue;
        find_same(m, k, index);
        if (agrees(m, t)) {
            t->moment = k;
            return;
        }
    }
    t->moment = index;
    forget(m, m->same);
}

/* The cell of an earlier moment that a cell is compared with, or nowhere. */
static size_t compared_with(const struct making *m, const struct dated *t, size_t i)
{
    size_t name = t->given.names[i];

    if (name == ORB_DISCLOSURE_NOWHERE || m->same[name] != ORB_DISCLOSURE_NOWHERE ||
        t->given.cells[i].unknown)
        return ORB_DISCLOSURE_NOWHERE;
    return m->last[name];
}

/* Did more counts lose than gain? A reader who knows that nobody came, or that nobody left,
 * knows which of the two holds for those that did not change. */
static bool has_shrunk(const struct making *m, const struct dated *t)
{
    size_t lost = 0, gained = 0;

    for (size_t i = 0; i < t->given.cell_count; i++) {
        size_t before = compared_with(m, t, i);

        if (before == ORB_DISCLOSURE_NOWHERE)
            continue;
        lost += t->given.cells[i].value < m->out->table.cells[before].value;
        gained += t->given.cells[i].value > m->out->table.cells[before].value;
    }
    return lost > gained;
}

static void tie(struct making *m, size_t index)
{
    const struct dated *t = &m->tables[index];
    bool shrinks;

    find_moment(m, index);
    shrinks = has_shrunk(m, t);
    for (size_t i = 0; i < t->given.cell_count; i++) {
        size_t name = t->given.names[i];
        size_t before = compared_with(m, t, i);

        if (name == ORB_DISCLOSURE_NOWHERE)
            continue;
        if (m->same[name] != ORB_DISCLOSURE_NOWHERE)
            add_sum(m, m->same[name], t->offset + i, ORB_DISCLOSURE_NOWHERE);
        if (before != ORB_DISCLOSURE_NOWHERE)
            add_difference(m, t->offset + i, before, shrinks);
        if (!t->given.cells[i].unknown)
            m->last[name] = t->offset + i;
    }
}

/* ---- all of them */

static void add_table(struct making *m, size_t index, bool told)
{
    struct orb_disclosure *out = &m->out->table;
    struct dated *t = &m->tables[index];

    t->offset = out->cell_count;
    for (size_t i = 0; i < t->given.cell_count; i++) {
        out->cells[t->offset + i] = t->given.cells[i];
        out->cells[t->offset + i].told = told;
    }
    out->cell_count += t->given.cell_count;
    copy_sums(m, t->given.sums, t->given.sum_count, t->offset);
}

static void count_names(struct making *m)
{
    for (size_t k = 0; k < m->table_count; k++)
        for (size_t i = 0; i < m->tables[k].given.cell_count; i++) {
            size_t name = m->tables[k].given.names[i];

            if (name != ORB_DISCLOSURE_NOWHERE && name >= m->name_count)
                m->name_count = name + 1;
        }
}

static size_t count_members(const struct orb_disclosure_sum *sums, size_t count)
{
    size_t members = 0;

    for (size_t s = 0; s < count; s++)
        members += sums[s].count;
    return members;
}

static bool make_room(struct making *m)
{
    struct orb_disclosure_joint *out = m->out;
    size_t cells = 0, sums = 0, members = 0;

    for (size_t k = 0; k < m->table_count; k++) {
        const struct orb_disclosure_earlier *e = &m->tables[k].given;

        cells += 2 * e->cell_count;
        sums += e->sum_count + e->cell_count;
        members += count_members(e->sums, e->sum_count) + 3 * e->cell_count;
    }
    count_names(m);
    out->table.cells = orb_calloc(cells + 1, sizeof *out->table.cells);
    m->sums = orb_calloc(sums + 1, sizeof *m->sums);
    out->sums = m->sums;
    out->table.sums = m->sums;
    out->members = orb_calloc(members + 1, sizeof *out->members);
    m->last = orb_calloc(m->name_count + 1, sizeof *m->last);
    m->same = orb_calloc(m->name_count + 1, sizeof *m->same);
    return out->table.cells != NULL && m->sums != NULL && out->members != NULL &&
           m->last != NULL && m->same != NULL;
}

static void make(struct making *m)
{
    size_t today = m->table_count - 1;

    add_table(m, today, false);
    for (size_t k = 0; k < today; k++)
        add_table(m, k, true);
    forget(m, m->last);
    for (size_t k = 0; k < m->table_count; k++)
        tie(m, k);
}

enum orb_status orb_disclosure_joint_make(struct orb_disclosure_joint *out,
                                          const struct orb_disclosure *table,
                                          const struct orb_disclosure_past *past,
                                          struct orb_error *err)
{
    struct making m = { .out = out, .table_count = past->count + 1 };
    bool has_room;

    *out = (struct orb_disclosure_joint){ .today = table->cell_count };
    out->table.k = table->k;
    m.tables = orb_calloc(m.table_count, sizeof *m.tables);
    if (m.tables == NULL)
        return orb_error_memory(err);
    for (size_t k = 0; k < past->count; k++)
        m.tables[k].given = past->earlier[k];
    m.tables[past->count].given =
        (struct orb_disclosure_earlier){ table->cells, past->names, table->cell_count,
                                         table->sums, table->sum_count };
    has_room = make_room(&m);
    if (has_room)
        make(&m);
    orb_free(m.tables);
    orb_free(m.last);
    orb_free(m.same);
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
                                              const struct orb_disclosure_past *past,
                                              struct orb_error *err)
{
    struct orb_disclosure_joint joint = { .today = 0 };
    enum orb_status status = orb_disclosure_joint_make(&joint, table, past, err);

    if (status == ORB_OK)
        status = orb_disclosure_protect(&joint.table, err);
    for (size_t i = 0; i < joint.today && status == ORB_OK; i++)
        table->cells[i] = joint.table.cells[i];
    orb_disclosure_joint_release(&joint);
    return status;
}
