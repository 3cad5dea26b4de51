/* The counts of persons of a report, given to disclosure control with all the sums that a
 * reader can make, and taken back without those that are hidden. */
#include <assert.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/cohort/disclosure.h"
#include "maps/report_protect_parts.h"

static size_t count_at(const struct protecting *p, const struct orb_report_place *place)
{
    if (place->table == NULL)
        return p->first_apart + place->row;
    for (size_t i = 0; i < p->report->table_count; i++)
        if (p->report->tables[i] == place->table)
            return p->number[p->first[i] + place->row * place->table->column_count +
                             (size_t)place->column];
    return NONE;
}

/* ---- counts */

static void number_table(struct protecting *p, size_t index)
{
    const struct orb_report_table *t = p->report->tables[index];

    for (size_t i = 0; i < t->cell_count; i++) {
        const struct orb_report_column *column = &t->columns[i % t->column_count];
        const struct orb_report_cell *cell = &t->cells[i];

        p->number[p->first[index] + i] = NONE;
        if (column->persons != ORB_REPORT_PERSONS || cell->state == ORB_REPORT_NONE)
            continue;
        assert(column->type == ORB_REPORT_INTEGER);
        p->number[p->first[index] + i] = p->count_count;
        p->counts[p->count_count++] = (struct orb_disclosure_cell){
            .value = cell->state == ORB_REPORT_VALUE ? cell->as.integer : 0,
            .unknown = cell->state != ORB_REPORT_VALUE,
            .dear = column->dear
        };
    }
}

static enum orb_status number_all(struct protecting *p, struct orb_error *err)
{
    size_t cells = 0;

    p->first = orb_calloc(p->report->table_count + 1, sizeof *p->first);
    if (p->first == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < p->report->table_count; i++) {
        p->first[i] = cells;
        cells += p->report->tables[i]->cell_count;
    }
    p->number = orb_calloc(cells + 1, sizeof *p->number);
    p->counts = orb_calloc(cells + p->report->apart_count + 1, sizeof *p->counts);
    if (p->number == NULL || p->counts == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < p->report->table_count; i++)
        number_table(p, i);
    p->first_apart = p->count_count;
    for (size_t i = 0; i < p->report->apart_count; i++)
        p->counts[p->count_count++] =
            (struct orb_disclosure_cell){ .value = p->report->aparts[i].value,
                                          .apart = true };
    return ORB_OK;
}

/* ---- sums */

static void add_member(struct protecting *p, size_t count)
{
    if (p->failed || orb_grow((void **)&p->members, &p->member_capacity, p->member_count,
                              sizeof *p->members) != ORB_OK)
        p->failed = true;
    else
        p->members[p->member_count++] = count;
}

/* End the sum that began at start; without total or parts it says nothing. */
static void end_sum(struct protecting *p, size_t start)
{
    if (p->member_count - start < 2 || p->members[start] == NONE ||
        p->counts[p->members[start]].unknown) {
        p->member_count = start;
        return;
    }
    if (p->failed || orb_grow((void **)&p->ends, &p->sum_capacity, p->sum_count,
                              sizeof *p->ends) != ORB_OK)
        p->failed = true;
    else
        p->ends[p->sum_count++] = p->member_count;
}

static void add_place(struct protecting *p, const struct orb_report_place *place,
                      bool total)
{
    size_t count = count_at(p, place);

    if (count != NONE || total)
        add_member(p, count);
}

/* The columns that are part of another, in a line. */
static void add_line_columns(struct protecting *p, const struct orb_report_table *t,
                             uint32_t row, size_t total)
{
    size_t start = p->member_count;

    add_place(p, &(struct orb_report_place){ t, row, (int)total }, true);
    for (size_t c = 0; c < t->column_count; c++)
        if (t->columns[c].part_of != NULL &&
            strcmp(t->columns[c].part_of, t->columns[total].key) == 0)
            add_place(p, &(struct orb_report_place){ t, row, (int)c }, false);
    end_sum(p, start);
}

static void add_columns(struct protecting *p, const struct orb_report_table *t)
{
    for (size_t total = 0; total < t->column_count; total++)
        for (uint32_t row = 0;
             t->columns[total].persons == ORB_REPORT_PERSONS && row < t->row_count; row++)
            add_line_columns(p, t, row, total);
}

/* Lines that have a parent, column by column. child and next chain the lines of a parent.
 */
static void add_column_lines(struct protecting *p, const struct orb_report_table *t,
                             int column, const uint32_t *child, const uint32_t *next)
{
    for (uint32_t row = 0; row < t->row_count; row++) {
        size_t start = p->member_count;

        if (child[row] == ORB_REPORT_NO_ROW)
            continue;
        add_place(p, &(struct orb_report_place){ t, row, column }, true);
        for (uint32_t c = child[row]; c != ORB_REPORT_NO_ROW; c = next[c])
            add_place(p, &(struct orb_report_place){ t, c, column }, false);
        end_sum(p, start);
    }
}

static void add_lines(struct protecting *p, const struct orb_report_table *t)
{
    uint32_t *child = orb_calloc(t->row_count + 1, sizeof *child);
    uint32_t *next = orb_calloc(t->row_count + 1, sizeof *next);

    if (child == NULL || next == NULL) {
        p->failed = true;
        orb_free(child);
        orb_free(next);
        return;
    }
    for (size_t row = 0; row < t->row_count; row++)
        child[row] = ORB_REPORT_NO_ROW;
    for (size_t row = t->row_count; row-- > 0;) {
        uint32_t parent = t->lines[row].parent;

        next[row] = ORB_REPORT_NO_ROW;
        if (parent == ORB_REPORT_NO_ROW)
            continue;
        next[row] = child[parent];
        child[parent] = (uint32_t)row;
    }
    for (size_t c = 0; c < t->column_count; c++)
        if (t->columns[c].persons == ORB_REPORT_PERSONS)
            add_column_lines(p, t, (int)c, child, next);
    orb_free(child);
    orb_free(next);
}

static void add_sums(struct protecting *p)
{
    for (size_t i = 0; i < p->report->table_count; i++) {
        add_columns(p, p->report->tables[i]);
        add_lines(p, p->report->tables[i]);
    }
    for (size_t i = 0; i < p->report->sum_count; i++) {
        const struct orb_report_sum *sum = &p->report->sums[i];
        size_t start = p->member_count;

        for (size_t k = 0; k < sum->place_count; k++)
            add_place(p, &sum->places[k], k == 0);
        end_sum(p, start);
    }
}

/* ---- protection */

static enum orb_status protect_counts(struct protecting *p, int k, struct orb_error *err)
{
    struct orb_disclosure table;

    p->sums = orb_calloc(p->sum_count + 1, sizeof *p->sums);
    if (p->sums == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < p->sum_count; i++) {
        size_t start = i == 0 ? 0 : p->ends[i - 1];

        p->sums[i] = (struct orb_disclosure_sum){ p->members + start, p->ends[i] - start };
    }
    table = orb_report_counts(p, k);
    return orb_disclosure_protect(&table, err);
}

/* Nothing that can be shown is safe: larger areas are the answer. */
static void hide_all(struct protecting *p)
{
    for (size_t i = 0; i < p->count_count; i++)
        p->counts[i].hidden = true;
    orb_report_note(
        p->report,
        _("Counts of persons are all hidden: too many are small; choose larger areas."));
}

static void hide(struct orb_report_cell *cell)
{
    *cell = (struct orb_report_cell){ .state = ORB_REPORT_HIDDEN };
}

static bool has_hidden(const struct protecting *p)
{
    for (size_t i = 0; i < p->count_count; i++)
        if (p->counts[i].hidden && !p->counts[i].unknown && !p->counts[i].apart)
            return true;
    return false;
}

/* What several lines are worked together into tells of a line that is hidden. */
static void take_back_mixed(struct protecting *p)
{
    for (size_t i = 0; i < p->report->table_count && has_hidden(p); i++) {
        struct orb_report_table *t = p->report->tables[i];

        for (size_t at = 0; at < t->cell_count; at++)
            if (t->columns[at % t->column_count].persons == ORB_REPORT_PERSONS_MIXED)
                hide(&t->cells[at]);
    }
}

static void take_back(struct protecting *p, size_t index)
{
    struct orb_report_table *t = p->report->tables[index];

    for (size_t row = 0; row < t->row_count; row++) {
        struct orb_report_cell *cells = &t->cells[row * t->column_count];
        bool hidden = false;

        for (size_t c = 0; c < t->column_count; c++) {
            size_t count = p->number[p->first[index] + row * t->column_count + c];

            if (count == NONE || !p->counts[count].hidden || p->counts[count].unknown)
                continue;
            hide(&cells[c]);
            hidden = true;
        }
        for (size_t c = 0; c < t->column_count && hidden; c++)
            if (t->columns[c].persons == ORB_REPORT_PERSONS_DERIVED)
                hide(&cells[c]);
    }
}

static void keep(const struct protecting *p, const struct orb_report_memory *memory, int k)
{
    const struct orb_disclosure table = orb_report_counts(p, k);

    if (memory->kept != NULL)
        orb_report_told_write(memory->kept, &table, &p->names);
}

static enum orb_status protect(struct protecting *p, struct orb_report_memory *memory,
                               int k, struct orb_error *err)
{
    struct orb_error mine = { 0 };
    enum orb_status status = number_all(p, err);

    if (status != ORB_OK)
        return status;
    add_sums(p);
    if (p->failed)
        return orb_error_memory(err);
    status = protect_counts(p, k, &mine);
    if (status == ORB_ERR_UNSUPPORTED)
        hide_all(p);
    else if (status != ORB_OK)
        return orb_error_set(err, mine.status, "%s", mine.text);
    status = memory == NULL ? ORB_OK : orb_report_protect_more(p, memory, k, err);
    if (status == ORB_OK && memory != NULL)
        keep(p, memory, k);
    for (size_t i = 0; i < p->report->table_count && status == ORB_OK; i++)
        take_back(p, i);
    if (status != ORB_OK)
        return status;
    take_back_mixed(p);
    return orb_report_leave_out(p->report, err);
}

enum orb_status orb_report_protect_beside(struct orb_report *report, int k,
                                          struct orb_report_memory *memory,
                                          struct orb_error *err)
{
    struct protecting p = { .report = report };
    enum orb_status status = orb_report_check(report, err);

    report->threshold = k;
    if (status == ORB_OK)
        status = protect(&p, memory, k, err);
    orb_free(p.first);
    orb_free(p.number);
    orb_free(p.counts);
    orb_free(p.members);
    orb_free(p.ends);
    orb_free(p.sums);
    orb_strmap_release(&p.names);
    orb_strmap_release(&p.former_names);
    return status;
}

enum orb_status orb_report_protect(struct orb_report *report, int k, struct orb_error *err)
{
    return orb_report_protect_beside(report, k, NULL, err);
}
