/* Kept with what was hidden: it must stay so, and only its value tells when it is safe. */
#include "maps/report_told.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "maps/report_reread.h"

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

static void read_head(struct orb_report_told *out, const struct orb_json *document)
{
    const char *text = orb_json_text(orb_json_get(document, "date"));
    const char *report = orb_json_text(orb_json_get(document, "report"));
    int64_t threshold = orb_json_integer(orb_json_get(document, "k"));

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

    read_head(out, document);
    out->is_former = version != NULL && strcmp(version, "publication/2") == 0;
    for (int part = SHOWN; part < PARTS && status == ORB_OK; part++)
        status = read_cells(out, document, (enum part)part, err);
    out->has_sums = sums != NULL;
    for (size_t i = 0; i < orb_json_count(sums) && status == ORB_OK; i++)
        status = read_sum(out, orb_json_at(sums, i), err);
    return status;
}

/* ---- of a report in JSON */

static enum orb_status add_counts(struct orb_report_told *out,
                                  const struct orb_report_table *t, struct orb_error *err)
{
    struct orb_buf name = { 0 };
    enum orb_status status = ORB_OK;

    for (size_t at = 0; at < t->cell_count && status == ORB_OK; at++) {
        bool hidden = t->cells[at].state == ORB_REPORT_HIDDEN;
        const struct orb_disclosure_cell cell = { .value =
                                                      hidden ? 0 : t->cells[at].as.integer,
                                                  .hidden = hidden,
                                                  .unknown = hidden };

        if (t->columns[at % t->column_count].persons != ORB_REPORT_PERSONS ||
            (!hidden && t->cells[at].state != ORB_REPORT_VALUE))
            continue;
        orb_buf_clear(&name);
        orb_report_cell_name(&name, t, at / t->column_count, at % t->column_count,
                             &out->names);
        status = orb_buf_check(&name, err);
        if (status == ORB_OK)
            status = add_cell(out, name.data, name.len, &cell, err);
    }
    orb_buf_release(&name);
    return status;
}

/* ---- lines that it has not */

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
                                        const struct orb_report *earlier,
                                        struct orb_error *err)
{
    struct orb_strmap names = { 0 };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; i < report->table_count && status == ORB_OK; i++)
        if (orb_report_find_table(earlier, report->tables[i]->key) != NULL)
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

/* Is it what can be told beside? */
static enum orb_status check_kind(const struct orb_json *document,
                                  const struct orb_report *report, struct orb_error *err)
{
    const char *format = orb_json_text(orb_json_get(document, "format"));
    const char *kind = orb_json_text(orb_json_get(document, "report"));

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
    return ORB_OK;
}

static enum orb_status add_report(struct orb_report_told *out,
                                  const struct orb_report *earlier,
                                  const struct orb_report *report, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    out->is_former = true;
    out->k = earlier->threshold > 0 ? earlier->threshold : ORB_DISCLOSURE_PARTNER;
    out->after = earlier->after;
    if (earlier->date == ORB_DATE_NONE)
        (void)snprintf(out->date, sizeof out->date, "?");
    else
        (void)orb_date_write(out->date, earlier->date);
    (void)snprintf(out->report, sizeof out->report, "%.31s", report->key);
    for (size_t i = 0; i < earlier->table_count && status == ORB_OK; i++)
        status = add_counts(out, earlier->tables[i], err);
    if (status == ORB_OK && out->names.count == 0)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("this report counts no persons: nothing is to be kept from it"));
    return status == ORB_OK ? add_all_left_out(out, report, earlier, err) : status;
}

enum orb_status orb_report_told_read_report(struct orb_report_told *out,
                                            const struct orb_json *document,
                                            const struct orb_report *report,
                                            struct orb_error *err)
{
    struct orb_report earlier;
    enum orb_status status = check_kind(document, report, err);

    if (status != ORB_OK)
        return status;
    status = orb_report_reread(&earlier, document, report, err);
    if (status == ORB_OK)
        status = add_report(out, &earlier, report, err);
    orb_report_clear(&earlier);
    return status;
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
