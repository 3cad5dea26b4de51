/* A line that is there only because its count reaches the threshold tells so by being
 * there, hidden or not. */
#include <string.h>

#include "engine/base/text.h"
#include "maps/report_protect_parts.h"

/* Where the lines of a table went. */
struct kept {
    struct orb_report_table *table;
    uint32_t *now; /* by line as it was: its number, or NO_ROW */
};

/* Is the first count of persons of a line hidden, with all of its parts? One of these that
 * is shown tells that the count is as large at least. */
static bool is_hidden(const struct orb_report_table *t, size_t row)
{
    const struct orb_report_column *own = NULL;

    for (size_t c = 0; c < t->column_count; c++) {
        const struct orb_report_column *column = &t->columns[c];

        if (column->persons != ORB_REPORT_PERSONS ||
            (own != NULL &&
             (column->part_of == NULL || strcmp(column->part_of, own->key) != 0)))
            continue;
        own = own == NULL ? column : own;
        if (orb_report_cell(t, row, c)->state != ORB_REPORT_HIDDEN)
            return false;
    }
    return own != NULL;
}

static const struct kept *kept_of(const struct kept *all, size_t count,
                                  const struct orb_report_table *table)
{
    for (size_t i = 0; i < count; i++)
        if (all[i].table == table)
            return &all[i];
    return NULL;
}

static bool stays(const struct kept *all, size_t count, const struct orb_report_table *t,
                  size_t row)
{
    const struct kept *of = kept_of(all, count, t->lines_of);

    if (of != NULL && of->now[t->lines[row].line_of] == ORB_REPORT_NO_ROW)
        return false;
    return !t->lines[row].reached || !is_hidden(t, row);
}

/* Those who are too few for a line of their own, with those whose line is left out: what a
 * reader works out from the lines beside. */
static void add_to_rest(struct orb_report_table *t, const uint32_t *now, size_t rest,
                        size_t column)
{
    uint32_t parent = t->lines[rest].parent;
    struct orb_report_cell *cell = &t->cells[rest * t->column_count + column];
    int64_t left;

    if (parent == ORB_REPORT_NO_ROW ||
        orb_report_cell(t, parent, column)->state != ORB_REPORT_VALUE) {
        *cell = (struct orb_report_cell){ .state = ORB_REPORT_HIDDEN };
        return;
    }
    left = orb_report_cell(t, parent, column)->as.integer;
    for (size_t row = 0; row < t->row_count; row++) {
        const struct orb_report_cell *beside = orb_report_cell(t, row, column);

        if (row == rest || t->lines[row].parent != parent || now[row] == ORB_REPORT_NO_ROW)
            continue;
        if (beside->state != ORB_REPORT_VALUE) {
            *cell = (struct orb_report_cell){ .state = ORB_REPORT_HIDDEN };
            return;
        }
        left -= beside->as.integer;
    }
    *cell = (struct orb_report_cell){ .as.integer = left };
}

static void add_to_rests(struct orb_report_table *t, const uint32_t *now)
{
    for (size_t row = 0; row < t->row_count; row++)
        for (size_t c = 0; t->lines[row].rest && c < t->column_count; c++)
            if (t->columns[c].persons == ORB_REPORT_PERSONS)
                add_to_rest(t, now, row, c);
}

static void close_up(struct orb_report_table *t, const uint32_t *now)
{
    size_t kept = 0;

    for (size_t row = 0; row < t->row_count; row++) {
        uint32_t parent = t->lines[row].parent;

        if (now[row] == ORB_REPORT_NO_ROW)
            continue;
        for (size_t c = 0; c < t->column_count; c++)
            t->cells[kept * t->column_count + c] = t->cells[row * t->column_count + c];
        t->lines[kept] = t->lines[row];
        t->lines[kept++].parent = parent == ORB_REPORT_NO_ROW ? parent : now[parent];
    }
    t->row_count = kept;
    t->cell_count = kept * t->column_count;
    t->next = t->cell_count;
}

/* Lines are numbered as they are left. */
static void number(const struct kept *all, size_t count, struct orb_report_table *t)
{
    const struct kept *of = kept_of(all, count, t->lines_of);

    for (size_t row = 0; row < t->row_count; row++) {
        if (of != NULL)
            t->lines[row].line_of = of->now[t->lines[row].line_of];
        for (size_t c = 0; c < t->column_count; c++)
            if (t->columns[c].numbers &&
                orb_report_cell(t, row, c)->state == ORB_REPORT_VALUE)
                t->cells[row * t->column_count + c].as.integer =
                    1 + (int64_t)(of == NULL ? row : t->lines[row].line_of);
    }
}

static bool leave_out(struct kept *all, size_t count, struct orb_report_table *t)
{
    size_t left = 0;
    struct kept *k = &all[count];

    k->table = t;
    k->now = orb_arena_array(&t->report->arena, t->row_count + 1, sizeof *k->now);
    if (k->now == NULL)
        return false;
    for (size_t row = 0; row < t->row_count; row++)
        k->now[row] = stays(all, count, t, row) ? (uint32_t)left++ : ORB_REPORT_NO_ROW;
    if (left < t->row_count) {
        add_to_rests(t, k->now);
        close_up(t, k->now);
    }
    number(all, count, t);
    return true;
}

enum orb_status orb_report_leave_out(struct orb_report *report, struct orb_error *err)
{
    struct kept *all =
        orb_arena_array(&report->arena, report->table_count + 1, sizeof *all);

    if (all == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < report->table_count; i++)
        if (!leave_out(all, i, report->tables[i]))
            return orb_error_memory(err);
    return ORB_OK;
}
