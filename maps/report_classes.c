/* Classes hold as many areas each, equal values together; what is zero, unknown, hidden or
 * without object is a class of its own, and an area at the edge counts in no limit. */
#include "maps/report_classes.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "maps/report_words.h"

/* One hue from light to dark: the order stays in grey and for every sight. */
static const struct {
    const char *name, *fill;
} ramp[] = {
    { "q1", "#DCE8F4" }, { "q2", "#AFCAE6" }, { "q3", "#78A3CE" },
    { "q4", "#3F73A8" }, { "q5", "#12355B" },
};
static const struct {
    const char *name, *fill;
} sides[] = { { "d1", "#B5460F" },
              { "d2", "#EBB48E" },
              { "d3", "#F4F1EA" },
              { "d4", "#9CC5B9" },
              { "d5", "#00604D" } };
static const struct {
    const char *name, *fill;
} kinds[] = {
    { "k1", "#12355B" }, { "k2", "#E9A23B" }, { "k3", "#4FA3A5" }, { "k4", "#B5460F" },
    { "k5", "#A98BC0" }, { "k6", "#00735C" }, { "k7", "#D9C9A3" }, { "k8", "#6B5A12" },
};

enum { RAMP = sizeof ramp / sizeof ramp[0], KINDS = sizeof kinds / sizeof kinds[0] };

struct making {
    struct orb_report_classes *out;
    const struct orb_report_map *map;
    double *values; /* of the areas that count, sorted */
    size_t value_count;
    double breaks[RAMP]; /* the highest value of each class */
    size_t break_count;
    double middle; /* of a diverging map: half of the changes are smaller */
};

static const struct orb_report_cell *value_at(const struct making *m, size_t row)
{
    return orb_report_cell(m->map->table, row, (size_t)m->map->value_column);
}

static bool has_beside(const struct making *m)
{
    return m->map->beside_column > 0 && m->map->legend == ORB_REPORT_QUANTILE;
}

static const struct orb_report_column *value_column(const struct making *m)
{
    return &m->map->table->columns[m->map->value_column];
}

static bool has_area(const struct making *m, size_t row)
{
    const struct orb_report_table *t = m->map->table;

    return !t->lines[row].total &&
           orb_report_cell(t, row, (size_t)m->map->area_column)->state == ORB_REPORT_VALUE;
}

static double number_in(const struct making *m, size_t row, int column)
{
    const struct orb_report_cell *cell =
        orb_report_cell(m->map->table, row, (size_t)column);

    return m->map->table->columns[column].type == ORB_REPORT_INTEGER
               ? (double)cell->as.integer
               : cell->as.number;
}

static double number_of(const struct making *m, size_t row)
{
    return number_in(m, row, m->map->value_column);
}

static bool is_flagged(const struct making *m, size_t row)
{
    const struct orb_report_table *t = m->map->table;
    const struct orb_report_cell *cell;

    if (m->map->flag_column == ORB_REPORT_NO_COLUMN)
        return false;
    cell = orb_report_cell(t, row, (size_t)m->map->flag_column);
    if (cell->state != ORB_REPORT_VALUE)
        return false;
    return t->columns[m->map->flag_column].type == ORB_REPORT_INTEGER
               ? cell->as.integer != 0
               : cell->as.text[0] != '\0' && strcmp(cell->as.text, "no") != 0;
}

static bool is_of_words(const struct making *m)
{
    return m->map->legend == ORB_REPORT_CATEGORIES || m->map->legend == ORB_REPORT_ORDERED;
}

/* ---- limits */

static int compare_values(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Does the line count in the limits, by its number in a column? */
static bool counts(const struct making *m, size_t row, int column)
{
    return has_area(m, row) && !m->out->is_edge[row] &&
           orb_report_cell(m->map->table, row, (size_t)column)->state == ORB_REPORT_VALUE;
}

static void collect_column(struct making *m, int column)
{
    bool diverging = m->map->legend == ORB_REPORT_DIVERGING;

    for (size_t row = 0; row < m->map->table->row_count; row++) {
        double value;

        if (!counts(m, row, column))
            continue;
        value = number_in(m, row, column);
        if (value != 0)
            m->values[m->value_count++] = diverging && value < 0 ? -value : value;
    }
}

static enum orb_status collect(struct making *m, struct orb_error *err)
{
    m->values = orb_calloc(2 * m->map->table->row_count + 1, sizeof *m->values);
    if (m->values == NULL)
        return orb_error_memory(err);
    collect_column(m, m->map->value_column);
    if (has_beside(m))
        collect_column(m, m->map->beside_column);
    qsort(m->values, m->value_count, sizeof *m->values, compare_values);
    return ORB_OK;
}

/* The value of rank ceil(n k / 5) ends class k; equal limits are one. */
static void find_breaks(struct making *m)
{
    if (m->value_count == 0)
        return;
    m->middle = m->values[(m->value_count - 1) / 2];
    for (size_t k = 1; k <= RAMP; k++) {
        double value = m->values[(m->value_count * k + RAMP - 1) / RAMP - 1];

        if (m->break_count == 0 || value > m->breaks[m->break_count - 1])
            m->breaks[m->break_count++] = value;
    }
}

/* ---- classes, all that may be, then those that hold something */

static void add_class(struct making *m, const struct orb_report_class *item)
{
    if (m->out->count < ORB_REPORT_CLASSES)
        m->out->items[m->out->count++] = *item;
}

static size_t count_words(const struct making *m)
{
    size_t count = 0;

    while (value_column(m)->words != NULL && value_column(m)->words[count].token != NULL)
        count++;
    return count;
}

static void add_words(struct making *m)
{
    size_t count = count_words(m);

    for (size_t i = 0; i < count; i++) {
        const struct orb_report_word *w = &value_column(m)->words[i];
        struct orb_report_class item = { .label = orb_report_said(w->label),
                                         .token = w->token };

        if (m->map->legend == ORB_REPORT_ORDERED) {
            size_t at = count < 2 ? 0 : i * (RAMP - 1) / (count - 1);

            item.name = ramp[at].name;
            item.fill = ramp[at].fill;
        } else {
            item.name = kinds[i % KINDS].name;
            item.fill = kinds[i % KINDS].fill;
        }
        add_class(m, &item);
    }
}

static void add_numbers(struct making *m)
{
    if (m->map->legend == ORB_REPORT_DIVERGING) {
        for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++)
            add_class(m, &(struct orb_report_class){ .name = sides[i].name,
                                                     .fill = sides[i].fill });
        return;
    }
    add_class(m, &(struct orb_report_class){ .name = "q0", .fill = "#FFFFFF" });
    for (size_t i = 0; i < m->break_count; i++) {
        /* Fewer classes keep the two ends of the ramp. */
        size_t at = m->break_count < 2 ? RAMP / 2 : i * (RAMP - 1) / (m->break_count - 1);

        add_class(
            m, &(struct orb_report_class){ .name = ramp[at].name, .fill = ramp[at].fill });
    }
}

static void add_states(struct making *m)
{
    add_class(m, &(struct orb_report_class){ .name = "un",
                                             .fill = "#D5D8DD",
                                             .label = _("unknown"),
                                             .state = ORB_REPORT_UNKNOWN });
    add_class(m, &(struct orb_report_class){ .name = "no",
                                             .fill = "#FFFFFF",
                                             .label = _("not applicable"),
                                             .state = ORB_REPORT_NONE });
    add_class(m, &(struct orb_report_class){ .name = "hi",
                                             .fill = "#EDEDED",
                                             .label = _("hidden"),
                                             .state = ORB_REPORT_HIDDEN });
}

static size_t class_of_number(const struct making *m, double value)
{
    size_t i = 0;

    if (m->map->legend == ORB_REPORT_DIVERGING) {
        if (value == 0)
            return 2;
        if (value < 0)
            return -value > m->middle ? 0 : 1;
        return value > m->middle ? 4 : 3;
    }
    if (value == 0)
        return 0;
    /* One at the edge may be past the last limit. */
    while (i + 1 < m->break_count && value > m->breaks[i])
        i++;
    return m->break_count == 0 ? 0 : i + 1;
}

static size_t class_of(const struct making *m, size_t row)
{
    const struct orb_report_cell *cell = value_at(m, row);

    for (size_t i = 0; cell->state != ORB_REPORT_VALUE && i < m->out->count; i++)
        if (m->out->items[i].state == cell->state)
            return i;
    if (!is_of_words(m))
        return class_of_number(m, number_of(m, row));
    for (size_t i = 0; i < m->out->count; i++)
        if (m->out->items[i].token != NULL &&
            strcmp(m->out->items[i].token, cell->as.text) == 0)
            return i;
    return SIZE_MAX;
}

static void widen(struct orb_report_class *item, double value)
{
    item->low = !item->has_range || value < item->low ? value : item->low;
    item->high = !item->has_range || value > item->high ? value : item->high;
    item->has_range = true;
}

static void put(struct making *m, size_t row)
{
    struct orb_report_classes *out = m->out;
    size_t number = class_of(m, row);
    struct orb_report_class *item;

    if (number >= out->count)
        return;
    item = &out->items[number];
    out->of_row[row] = (uint8_t)number;
    if (item->state == ORB_REPORT_VALUE && item->token == NULL && !out->is_edge[row])
        widen(item, number_of(m, row));
    item->count++;
    item->edges += out->is_edge[row] ? 1 : 0;
    out->edges += out->is_edge[row] ? 1 : 0;
}

/* The other map has the same limits: its numbers widen the classes. */
static void put_beside(struct making *m)
{
    int column = m->map->beside_column;

    for (size_t row = 0; has_beside(m) && row < m->map->table->row_count; row++)
        if (counts(m, row, column)) {
            double value = number_in(m, row, column);
            size_t number = class_of_number(m, value);

            if (number < m->out->count)
                widen(&m->out->items[number], value);
        }
}

/* ---- what is left */

static enum orb_status add_range(struct making *m, struct orb_report_class *item,
                                 struct orb_error *err)
{
    const struct orb_report_column *column = value_column(m);
    const struct orb_report *report = m->map->table->report;
    struct orb_buf low = { 0 };
    struct orb_buf high = { 0 };
    struct orb_report_cell cell = { 0 };

    for (int end = 0; end < 2; end++) {
        if (column->type == ORB_REPORT_INTEGER)
            cell.as.integer = (int64_t)(end == 0 ? item->low : item->high);
        else
            cell.as.number = end == 0 ? item->low : item->high;
        orb_report_write_cell(end == 0 ? &low : &high, report, column, &cell);
    }
    if (orb_buf_check(&low, NULL) == ORB_OK && orb_buf_check(&high, NULL) == ORB_OK)
        item->label =
            strcmp(low.data, high.data) == 0
                ? orb_arena_strdup(&m->out->arena, low.data)
                : orb_arena_printf(&m->out->arena, _("%s to %s"), low.data, high.data);
    orb_buf_release(&low);
    orb_buf_release(&high);
    return item->label == NULL ? orb_error_memory(err) : ORB_OK;
}

static enum orb_status tidy(struct making *m, struct orb_error *err)
{
    struct orb_report_classes *out = m->out;
    uint8_t now[ORB_REPORT_CLASSES];
    size_t kept = 0;
    enum orb_status status = ORB_OK;

    for (size_t i = 0; i < out->count && status == ORB_OK; i++) {
        if (out->items[i].label == NULL && out->items[i].has_range)
            status = add_range(m, &out->items[i], err);
        if (out->items[i].label == NULL)
            out->items[i].label = _("at the edge alone");
        now[i] = (uint8_t)kept;
        if (out->items[i].count > 0 || (has_beside(m) && out->items[i].has_range))
            out->items[kept++] = out->items[i];
    }
    out->count = kept;
    for (size_t row = 0; row < m->map->table->row_count; row++)
        if (out->of_row[row] != ORB_REPORT_NO_CLASS)
            out->of_row[row] = now[out->of_row[row]];
    return status;
}

enum orb_status orb_report_classes_make(struct orb_report_classes *out,
                                        const struct orb_report_map *map,
                                        struct orb_error *err)
{
    const size_t rows = map->table->row_count;
    struct making m = { .out = out, .map = map };
    enum orb_status status = ORB_OK;

    *out = (struct orb_report_classes){ .of_row = orb_calloc(rows + 1, 1),
                                        .is_edge = orb_calloc(rows + 1, sizeof(bool)) };
    if (out->of_row == NULL || out->is_edge == NULL)
        return orb_error_memory(err);
    memset(out->of_row, ORB_REPORT_NO_CLASS, rows);
    for (size_t row = 0; row < rows; row++)
        out->is_edge[row] = has_area(&m, row) && is_flagged(&m, row);
    if (is_of_words(&m)) {
        add_words(&m);
    } else {
        status = collect(&m, err);
        find_breaks(&m);
        add_numbers(&m);
    }
    add_states(&m);
    for (size_t row = 0; row < rows; row++)
        if (has_area(&m, row))
            put(&m, row);
    put_beside(&m);
    if (status == ORB_OK)
        status = tidy(&m, err);
    orb_free(m.values);
    return status;
}

void orb_report_classes_release(struct orb_report_classes *classes)
{
    orb_free(classes->of_row);
    orb_free(classes->is_edge);
    orb_arena_release(&classes->arena);
    memset(classes, 0, sizeof *classes);
}
