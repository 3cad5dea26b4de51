/* Kept with what was hidden: it must stay so, and only its value tells when it is safe. */
#include "maps/report_told.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"

void orb_report_told_release(struct orb_report_told *told)
{
    orb_free(told->cells);
    orb_free(told->sums);
    orb_strmap_release(&told->names);
    orb_arena_release(&told->arena);
    memset(told, 0, sizeof *told);
}

/* ---- cells */

static enum orb_status add_cell(struct orb_report_told *out, const char *name, size_t len,
                                const struct orb_disclosure_cell *cell,
                                struct orb_error *err)
{
    uint32_t number;
    size_t count = out->names.count;

    if (orb_strmap_add(&out->names, name, len, &number) != ORB_OK)
        return orb_error_memory(err);
    if (number < count)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("a count of persons stands twice"));
    if (orb_grow((void **)&out->cells, &out->capacity, count, sizeof *out->cells) != ORB_OK)
        return orb_error_memory(err);
    out->cells[number] = *cell;
    return ORB_OK;
}

/* As they are kept. */
enum part { SHOWN, HIDDEN, APART, PARTS };

static const char *const part_keys[PARTS] = { "cells", "hidden", "apart" };

struct reading {
    struct orb_report_told *out;
    enum part part;
};

static enum orb_status read_member(void *context, const char *key,
                                   const struct orb_json *value, struct orb_error *err)
{
    const struct reading *r = context;
    const struct orb_disclosure_cell cell = { .value = orb_json_integer(value),
                                              .hidden = r->part != SHOWN,
                                              .apart = r->part == APART };

    return add_cell(r->out, key, strlen(key), &cell, err);
}

static enum orb_status read_cells(struct orb_report_told *out,
                                  const struct orb_json *document, enum part part,
                                  struct orb_error *err)
{
    const struct orb_json *cells = orb_json_get(document, part_keys[part]);
    struct reading r = { out, part };

    return cells == NULL ? ORB_OK : orb_json_each(cells, read_member, &r, err);
}

static enum orb_status read_sum(struct orb_report_told *out, const struct orb_json *sum,
                                struct orb_error *err)
{
    size_t count = orb_json_count(sum);
    size_t *members = orb_arena_array(&out->arena, count + 1, sizeof *members);

    if (members == NULL || orb_grow((void **)&out->sums, &out->sum_capacity, out->sum_count,
                                    sizeof *out->sums) != ORB_OK)
        return orb_error_memory(err);
    for (size_t i = 0; i < count; i++) {
        const struct orb_json *name = orb_json_at(sum, i);
        const char *text = orb_json_text(name);
        uint32_t number = text == NULL
                              ? ORB_STRMAP_NONE
                              : orb_strmap_find(&out->names, text, orb_json_text_len(name));

        if (number == ORB_STRMAP_NONE)
            return orb_error_set(err, ORB_ERR_SYNTAX,
                                 _("a sum has a count that is not there"));
        members[i] = number;
    }
    out->sums[out->sum_count++] = (struct orb_disclosure_sum){ members, count };
    return ORB_OK;
}

static void read_head(struct orb_report_told *out, const struct orb_json *document,
                      const char *k, const char *date)
{
    const char *text = orb_json_text(orb_json_get(document, date));
    const char *report = orb_json_text(orb_json_get(document, "report"));
    int64_t threshold = orb_json_integer(orb_json_get(document, k));

    out->k = threshold > 0 && threshold < 1000 ? (int)threshold : ORB_DISCLOSURE_PARTNER;
    (void)snprintf(out->date, sizeof out->date, "%.12s", text == NULL ? "?" : text);
    (void)snprintf(out->report, sizeof out->report, "%.31s", report == NULL ? "" : report);
}

enum orb_status orb_report_told_read(struct orb_report_told *out,
                                     const struct orb_json *document, struct orb_error *err)
{
    const struct orb_json *sums = orb_json_get(document, "sums");
    const char *version = orb_json_text(orb_json_get(document, "orbite"));
    enum orb_status status = ORB_OK;

    read_head(out, document, "k", "date");
    out->is_former = version != NULL && strcmp(version, "publication/2") == 0;
    for (int part = SHOWN; part < PARTS && status == ORB_OK; part++)
        status = read_cells(out, document, (enum part)part, err);
    out->has_sums = sums != NULL;
    for (size_t i = 0; i < orb_json_count(sums) && status == ORB_OK; i++)
        status = read_sum(out, orb_json_at(sums, i), err);
    return status;
}

/* ---- of a report in JSON */

static bool has_text(const struct orb_json *list, const char *text)
{
    for (size_t i = 0; i < orb_json_count(list); i++) {
        const char *item = orb_json_text(orb_json_at(list, i));

        if (item != NULL && strcmp(item, text) == 0)
            return true;
    }
    return false;
}

/* Write what names a line, with a word before; is there any? */
static bool name_row(struct orb_buf *out, const struct orb_report_table *table,
                     const struct orb_json *row, const char *before)
{
    bool named = false;

    for (size_t c = 0; c < table->column_count; c++) {
        const char *text = orb_json_text(orb_json_get(row, table->columns[c].key));

        if (!orb_report_names_line(&table->columns[c]) || text == NULL ||
            table->columns[c].persons != ORB_REPORT_NOT_PERSONS)
            continue;
        orb_buf_text(out, named ? "|" : before);
        orb_buf_text(out, text);
        named = true;
    }
    return named;
}

/* Is it the rest of a table, by its code? */
static bool is_rest(const struct orb_report_table *table, const struct orb_json *row)
{
    for (size_t line = 0; line < table->row_count; line++) {
        const char *code = table->lines[line].rest ? orb_report_code_of(table, line) : NULL;

        for (size_t c = 0; code != NULL && c < table->column_count; c++) {
            const char *text = orb_json_text(orb_json_get(row, table->columns[c].key));

            if (orb_report_names_line(&table->columns[c]) && text != NULL &&
                strcmp(text, code) == 0)
                return true;
        }
    }
    return false;
}

/* A table in JSON. */
struct reading_table {
    struct orb_report_told *out;
    const struct orb_report_table *table;
    const struct orb_json *rows;
    bool total; /* they are totals */
};

/* As orb_report_cell_name. */
static void name_of(struct orb_buf *out, const struct reading_table *r,
                    const struct orb_json *row, const char *column)
{
    const char *between = "/" ORB_REPORT_REST;

    orb_buf_text(out, r->table->key);
    if (r->total)
        orb_buf_text(out, "/total");
    if (r->total || !is_rest(r->table, row)) {
        (void)name_row(out, r->table, row, "/");
    } else {
        for (size_t i = 0; i < orb_json_count(r->rows); i++)
            if (!is_rest(r->table, orb_json_at(r->rows, i)) &&
                name_row(out, r->table, orb_json_at(r->rows, i), between))
                between = ",";
        if (strcmp(between, ",") != 0)
            orb_buf_text(out, between);
    }
    orb_buf_printf(out, "/%s", column);
}

static enum orb_status read_row(const struct reading_table *r, const struct orb_json *row,
                                struct orb_error *err)
{
    const struct orb_report_table *table = r->table;
    struct orb_buf name = { 0 };
    enum orb_status status = ORB_OK;

    for (size_t c = 0; c < table->column_count && status == ORB_OK; c++) {
        const char *key = table->columns[c].key;
        const struct orb_json *value = orb_json_get(row, key);
        bool hidden = has_text(orb_json_get(row, "hidden"), key);
        const struct orb_disclosure_cell cell = { .value = orb_json_integer(value),
                                                  .hidden = hidden,
                                                  .unknown = hidden };

        if (table->columns[c].persons != ORB_REPORT_PERSONS ||
            (!hidden && orb_json_is_null(value)))
            continue;
        orb_buf_clear(&name);
        name_of(&name, r, row, key);
        orb_report_distinguish(&name, 0, &r->out->names);
        status = orb_buf_check(&name, err);
        if (status == ORB_OK)
            status = add_cell(r->out, name.data, name.len, &cell, err);
    }
    orb_buf_release(&name);
    return status;
}

static enum orb_status read_table(struct orb_report_told *out,
                                  const struct orb_report *report,
                                  const struct orb_json *json, struct orb_error *err)
{
    static const char *const lists[] = { "rows", "totals" };
    const char *key = orb_json_text(orb_json_get(json, "key"));
    const struct orb_report_table *table =
        key == NULL ? NULL : orb_report_find_table(report, key);
    enum orb_status status = ORB_OK;

    for (int total = 0; table != NULL && total < 2; total++) {
        const struct reading_table r = { out, table, orb_json_get(json, lists[total]),
                                         total == 1 };

        for (size_t i = 0; i < orb_json_count(r.rows) && status == ORB_OK; i++)
            status = read_row(&r, orb_json_at(r.rows, i), err);
    }
    return status;
}

/* ---- lines that it has not */

static bool has_table(const struct orb_json *tables, const char *key)
{
    for (size_t i = 0; i < orb_json_count(tables); i++) {
        const char *other = orb_json_text(orb_json_get(orb_json_at(tables, i), "key"));

        if (other != NULL && strcmp(other, key) == 0)
            return true;
    }
    return false;
}

/* Was a line left out because its count was hidden, as far as one knows? Below the
 * threshold of then it had none. */
static bool may_be_left_out(const struct orb_report_told *out,
                            const struct orb_report_table *t, size_t row)
{
    for (size_t c = 0; c < t->column_count && t->lines[row].reached; c++)
        if (t->columns[c].persons == ORB_REPORT_PERSONS)
            return orb_report_cell(t, row, c)->state == ORB_REPORT_VALUE &&
                   orb_report_cell(t, row, c)->as.integer >= out->k;
    return false;
}

/* names: of the counts of the report, as they come. */
static enum orb_status add_left_out(struct orb_report_told *out,
                                    const struct orb_report_table *t,
                                    struct orb_strmap *names, struct orb_error *err)
{
    const struct orb_disclosure_cell cell = { .hidden = true, .unknown = true };
    struct orb_buf name = { 0 };
    enum orb_status status = ORB_OK;

    for (size_t at = 0; at < t->cell_count && status == ORB_OK; at++) {
        uint32_t number;

        if (t->columns[at % t->column_count].persons != ORB_REPORT_PERSONS ||
            t->cells[at].state == ORB_REPORT_NONE)
            continue;
        orb_buf_clear(&name);
        orb_report_cell_name(&name, t, at / t->column_count, at % t->column_count, names);
        status = orb_buf_check(&name, err);
        if (status == ORB_OK &&
            orb_strmap_add(names, name.data, name.len, &number) != ORB_OK)
            status = orb_error_memory(err);
        /* All persons are told by other lines. */
        if (status == ORB_OK && !t->columns[at % t->column_count].whole &&
            may_be_left_out(out, t, at / t->column_count) &&
            orb_strmap_find(&out->names, name.data, name.len) == ORB_STRMAP_NONE)
            status = add_cell(out, name.data, name.len, &cell, err);
    }
    orb_buf_release(&name);
    return status;
}

/* A line that is there only when its count is shown may not be in a report that hid it: its
 * counts are hidden ones, as those of a line that says so. */
static enum orb_status add_all_left_out(struct orb_report_told *out,
                                        const struct orb_report *report,
                                        const struct orb_json *tables,
                                        struct orb_error *err)
{
    struct orb_strmap names = { 0 };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; i < report->table_count && status == ORB_OK; i++)
        if (has_table(tables, report->tables[i]->key))
            status = add_left_out(out, report->tables[i], &names, err);
    orb_strmap_release(&names);
    return status;
}

static bool is_level(const char *key)
{
    return strcmp(key, "level") == 0 || strcmp(key, "spots_by") == 0;
}

/* Areas of two levels cut each other: counts cannot be compared cell by cell. Levels are
 * told in words: in another language they are not known to be the same. */
static bool has_same_level(const struct orb_json *document, const struct orb_report *report)
{
    const struct orb_json *list = orb_json_get(document, "parameters");

    for (size_t i = 0; i < report->parameter_count; i++) {
        bool found = !is_level(report->parameters[i].key);

        for (size_t k = 0; k < orb_json_count(list) && !found; k++) {
            const struct orb_json *other = orb_json_at(list, k);
            const char *key = orb_json_text(orb_json_get(other, "key"));
            const char *value = orb_json_text(orb_json_get(other, "value"));

            found = key != NULL && value != NULL &&
                    strcmp(key, report->parameters[i].key) == 0 &&
                    strcmp(value, report->parameters[i].value) == 0;
        }
        if (!found)
            return false;
    }
    return true;
}

enum orb_status orb_report_told_read_report(struct orb_report_told *out,
                                            const struct orb_json *document,
                                            const struct orb_report *report,
                                            struct orb_error *err)
{
    const char *format = orb_json_text(orb_json_get(document, "format"));
    const char *kind = orb_json_text(orb_json_get(document, "report"));
    const struct orb_json *tables = orb_json_get(document, "tables");
    enum orb_status status = ORB_OK;

    if (format == NULL || strcmp(format, "orbite-report/1") != 0)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("an earlier report in JSON is expected here (-f json)"));
    if (kind == NULL || strcmp(kind, report->key) != 0)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("this is a report of another command: it counts otherwise"));
    if (!has_same_level(document, report))
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("this report counts the same persons by other areas, or in another language: with both, somebody could be recognised; ask as it was asked"));
    if (orb_json_get(document, "persons_rounded_to") != NULL)
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("the counts of this report are rounded: give the one that is not, made by the same command without '--round'"));
    out->is_former = true;
    read_head(out, document, "persons_threshold", "reference_date");
    for (size_t i = 0; i < orb_json_count(tables) && status == ORB_OK; i++)
        status = read_table(out, report, orb_json_at(tables, i), err);
    if (status == ORB_OK && out->names.count == 0)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("this report counts no persons: nothing is to be kept from it"));
    return status == ORB_OK ? add_all_left_out(out, report, tables, err) : status;
}

/* ---- written */

static int part_of(const struct orb_disclosure_cell *cell)
{
    return cell->apart ? APART : cell->hidden ? HIDDEN : SHOWN;
}

void orb_report_told_write(struct orb_json_writer *w, const struct orb_disclosure *table,
                           const struct orb_strmap *names)
{
    orb_jw_member_integer(w, "k", table->k);
    for (int part = SHOWN; part < PARTS; part++) {
        orb_jw_key(w, part_keys[part]);
        orb_jw_open_object(w);
        for (size_t i = 0; i < table->cell_count; i++)
            if (part_of(&table->cells[i]) == part && !table->cells[i].unknown)
                orb_jw_member_integer(w, names->strings[i], table->cells[i].value);
        orb_jw_close(w);
    }
    orb_jw_key(w, "sums");
    orb_jw_open_array(w);
    for (size_t s = 0; s < table->sum_count; s++) {
        bool known = true;

        for (size_t i = 0; i < table->sums[s].count; i++)
            known = known && !table->cells[table->sums[s].cells[i]].unknown;
        if (!known)
            continue;
        orb_jw_open_array_inline(w);
        for (size_t i = 0; i < table->sums[s].count; i++)
            orb_jw_text(w, names->strings[table->sums[s].cells[i]]);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}
