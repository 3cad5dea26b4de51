/* Tables that tell the same of all they both count are of one moment: a count is one cell
 * that stands twice. From one moment to another, what each count gained or lost is a cell
 * of its own, which no table shows: all of them, for what is hidden would show which ones
 * changed. Each count is tied to the last table before that knows it and, where a table hid
 * it without its value, from one table to the next: a reader has them all. */
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

/* From a table to the next that has a count, one of which does not know it. */
struct step {
    size_t name, now, before; /* cells */
    size_t known;             /* the last cell before that is known, or nowhere */
    bool shrinks;             /* the table */
};

struct making {
    struct orb_disclosure_joint *out;
    struct orb_disclosure_sum *sums;
    size_t member_count;
    struct dated *tables;
    size_t table_count, name_count;
    bool known_only;
    /* By name: its cell in the last table that knows its count; that has it; of one
     * moment; or nowhere. */
    size_t *known, *last, *same;
    struct step *steps;
    size_t step_count;
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
static bool has_lost(const struct making *m, size_t now, size_t before, bool shrinks)
{
    const struct orb_disclosure_cell *cells = m->out->table.cells;

    return cells[now].value < cells[before].value ||
           (cells[now].value == cells[before].value && shrinks);
}

static void add_difference(struct making *m, size_t now, size_t before, bool lost)
{
    struct orb_disclosure *t = &m->out->table;
    bool unknown = t->cells[now].unknown || t->cells[before].unknown;
    int64_t gained = unknown ? 0 : t->cells[now].value - t->cells[before].value;
    size_t difference = t->cell_count;

    if (is_shown(&t->cells[now]) && is_shown(&t->cells[before]))
        return;
    t->cells[t->cell_count++] = (struct orb_disclosure_cell){
        .value = gained < 0 ? -gained : gained, .unknown = unknown, .apart = true
    };
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
    return m->known[name];
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

/* A count that no table of the moment has yet, beside those before. */
static void compare(struct making *m, const struct dated *t, size_t i, bool shrinks)
{
    size_t name = t->given.names[i], now = t->offset + i;
    size_t before = compared_with(m, t, i), last = m->last[name];

    if (before != ORB_DISCLOSURE_NOWHERE)
        add_difference(m, now, before, has_lost(m, now, before, shrinks));
    if (last != ORB_DISCLOSURE_NOWHERE && !m->known_only &&
        (t->given.cells[i].unknown || m->out->table.cells[last].unknown))
        m->steps[m->step_count++] =
            (struct step){ name, now, last, m->known[name], shrinks };
}

static void tie(struct making *m, size_t index)
{
    const struct dated *t = &m->tables[index];
    bool shrinks;

    find_moment(m, index);
    shrinks = has_shrunk(m, t);
    for (size_t i = 0; i < t->given.cell_count; i++) {
        size_t name = t->given.names[i];

        if (name == ORB_DISCLOSURE_NOWHERE)
            continue;
        if (m->same[name] != ORB_DISCLOSURE_NOWHERE)
            add_sum(m, m->same[name], t->offset + i, ORB_DISCLOSURE_NOWHERE);
        else
            compare(m, t, i, shrinks);
        m->last[name] = t->offset + i;
        if (!t->given.cells[i].unknown)
            m->known[name] = t->offset + i;
    }
}

/* A count went from what is known before a step to what is known after it; where one of
 * them is not, as the others of its table. */
static void add_steps(struct making *m)
{
    forget(m, m->known);
    for (size_t i = m->step_count; i-- > 0;) {
        const struct step *s = &m->steps[i];
        size_t next;

        if (!m->out->table.cells[s->now].unknown)
            m->known[s->name] = s->now;
        next = m->known[s->name];
        add_difference(m, s->now, s->before,
                       next == ORB_DISCLOSURE_NOWHERE || s->known == ORB_DISCLOSURE_NOWHERE
                           ? s->shrinks
                           : has_lost(m, next, s->known, s->shrinks));
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

        cells += 3 * e->cell_count;
        sums += e->sum_count + 2 * e->cell_count;
        members += count_members(e->sums, e->sum_count) + 6 * e->cell_count;
    }
    count_names(m);
    out->table.cells = orb_calloc(cells + 1, sizeof *out->table.cells);
    m->sums = orb_calloc(sums + 1, sizeof *m->sums);
    out->sums = m->sums;
    out->table.sums = m->sums;
    out->members = orb_calloc(members + 1, sizeof *out->members);
    m->steps = orb_calloc(cells / 3 + 1, sizeof *m->steps);
    m->known = orb_calloc(m->name_count + 1, sizeof *m->known);
    m->last = orb_calloc(m->name_count + 1, sizeof *m->last);
    m->same = orb_calloc(m->name_count + 1, sizeof *m->same);
    return out->table.cells != NULL && m->sums != NULL && out->members != NULL &&
           m->steps != NULL && m->known != NULL && m->last != NULL && m->same != NULL;
}

static void make(struct making *m)
{
    size_t today = m->table_count - 1;

    add_table(m, today, false);
    for (size_t k = 0; k < today; k++)
        add_table(m, k, true);
    forget(m, m->last);
    forget(m, m->known);
    for (size_t k = 0; k < m->table_count; k++)
        tie(m, k);
    add_steps(m);
}

static enum orb_status make_joint(struct orb_disclosure_joint *out,
                                  const struct orb_disclosure *table,
                                  const struct orb_disclosure_past *past, bool known_only,
                                  struct orb_error *err)
{
    struct making m = { .out = out,
                        .known_only = known_only,
                        .table_count = past->count + 1 };
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
    out->has_steps = m.step_count > 0;
    orb_free(m.tables);
    orb_free(m.steps);
    orb_free(m.known);
    orb_free(m.last);
    orb_free(m.same);
    return has_room ? ORB_OK : orb_error_memory(err);
}

enum orb_status orb_disclosure_joint_make(struct orb_disclosure_joint *out,
                                          const struct orb_disclosure *table,
                                          const struct orb_disclosure_past *past,
                                          struct orb_error *err)
{
    return make_joint(out, table, past, false, err);
}

void orb_disclosure_joint_release(struct orb_disclosure_joint *joint)
{
    orb_free(joint->table.cells);
    orb_free(joint->sums);
    orb_free(joint->members);
    memset(joint, 0, sizeof *joint);
}

/* *less: less may be followed. known_only: it is. */
static enum orb_status protect_from(struct orb_disclosure *table,
                                    const struct orb_disclosure_past *past, bool known_only,
                                    bool *less, struct orb_error *err)
{
    struct orb_disclosure_joint joint = { .today = 0 };
    enum orb_status status = make_joint(&joint, table, past, known_only, err);

    if (status == ORB_OK)
        status = orb_disclosure_protect(&joint.table, err);
    for (size_t i = 0; i < joint.today && status == ORB_OK; i++)
        table->cells[i] = joint.table.cells[i];
    *less = joint.has_steps && status != ORB_OK && status != ORB_ERR_MEMORY;
    orb_disclosure_joint_release(&joint);
    return status;
}

enum orb_status orb_disclosure_protect_beside(struct orb_disclosure *table,
                                              const struct orb_disclosure_past *past,
                                              struct orb_error *err)
{
    struct orb_error mine = { 0 };
    bool less;
    enum orb_status status = protect_from(table, past, false, &less, &mine);

    if (less)
        return protect_from(table, past, true, &less, err);
    return status == ORB_OK ? ORB_OK : orb_error_set(err, status, "%s", mine.text);
}
