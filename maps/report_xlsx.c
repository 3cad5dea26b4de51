/* A workbook: what was asked, a sheet for each table, sources, definitions. */
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/scratch.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "maps/report_words.h"
#include "maps/report_write.h"
#include "maps/xlsx_book.h"

enum { NAME_CHARACTERS = 31, NARROWEST = 9, WIDEST = 46, SHEET_NAMES = 40 };

/* A name of a sheet, its longest characters and its NUL. */
#define NAME_LEN (NAME_CHARACTERS * 4 + 1)

struct book {
    struct orb_xlsx *xlsx;
    const struct orb_report *report;
    char names[SHEET_NAMES][NAME_LEN]; /* folded, of the sheets already there */
    size_t name_count;
    struct orb_buf text;
};

/* ---- names of sheets */

/* At most count characters, without those that a workbook refuses, cut behind a word. */
static void cut_name(char out[NAME_LEN], const char *title, size_t count)
{
    size_t len = 0;
    size_t last_blank = 0;

    for (size_t done = 0; *title != '\0' && done < count; done++) {
        size_t size = orb_utf8_len(title);

        size = size == 0 ? 1 : size;
        if (title[0] == ' ')
            last_blank = len;
        if (strchr("[]:*?/\\'", title[0]) != NULL)
            out[len++] = '-';
        else {
            memcpy(out + len, title, size);
            len += size;
        }
        title += size;
    }
    out[*title != '\0' && last_blank > 0 ? last_blank : len] = '\0';
}

/* Compared as the workbook does: without case. */
static bool is_taken(struct book *b, const char *name)
{
    char folded[NAME_LEN];

    orb_buf_clear(&b->text);
    orb_utf8_fold(&b->text, name);
    (void)snprintf(folded, sizeof folded, "%s", b->text.data == NULL ? "" : b->text.data);
    for (size_t i = 0; i < b->name_count; i++)
        if (strcmp(b->names[i], folded) == 0)
            return true;
    if (b->name_count < SHEET_NAMES)
        memcpy(b->names[b->name_count++], folded, sizeof folded);
    return false;
}

static enum orb_status add_sheet(struct book *b, const char *title, struct orb_error *err)
{
    char name[NAME_LEN];
    char numbered[NAME_LEN + 16];

    cut_name(name, title, NAME_CHARACTERS);
    if (!is_taken(b, name))
        return orb_xlsx_sheet(b->xlsx, name, err);
    cut_name(name, title, NAME_CHARACTERS - 4);
    for (int i = 2; i < SHEET_NAMES; i++) {
        (void)snprintf(numbered, sizeof numbered, "%s (%d)", name, i);
        if (!is_taken(b, numbered))
            break;
    }
    return orb_xlsx_sheet(b->xlsx, numbered, err);
}

/* ---- tables */

static enum orb_xlsx_style style_of(const struct orb_report_column *column)
{
    switch (column->type) {
    case ORB_REPORT_INTEGER:
        return ORB_XLSX_COUNT;
    case ORB_REPORT_DECIMAL:
        return (enum orb_xlsx_style)(ORB_XLSX_DECIMALS + column->decimals);
    case ORB_REPORT_PERCENT:
        return (enum orb_xlsx_style)(ORB_XLSX_PERCENT + column->decimals);
    case ORB_REPORT_DATE:
        return ORB_XLSX_DATE;
    case ORB_REPORT_CODE:
        return ORB_XLSX_PLAIN;
    default:
        return ORB_XLSX_WRAPPED;
    }
}

static void add_cell(struct book *b, const struct orb_report_column *column,
                     const struct orb_report_cell *cell, bool total)
{
    const struct orb_report_word *word = orb_report_word(column, cell);
    enum orb_xlsx_style style = style_of(column);

    if (total)
        style = ORB_XLSX_TOTAL(style);
    if (cell->state != ORB_REPORT_VALUE)
        orb_xlsx_text(b->xlsx, orb_report_why(cell),
                      total ? ORB_XLSX_TOTAL(ORB_XLSX_MUTED) : ORB_XLSX_MUTED);
    else if (column->type == ORB_REPORT_INTEGER)
        orb_xlsx_number(b->xlsx, (double)cell->as.integer, style);
    else if (orb_report_is_right(column))
        orb_xlsx_number(b->xlsx, cell->as.number, style);
    else if (column->type == ORB_REPORT_DATE)
        orb_xlsx_date(b->xlsx, cell->as.date, style);
    else
        orb_xlsx_text(b->xlsx, word != NULL ? orb_report_said(word->label) : cell->as.text,
                      style);
}

/* As wide as its cells, and as the longest word of its title. */
static double width_of(struct book *b, const struct orb_report_table *table, size_t column)
{
    size_t widest = NARROWEST;
    const char *word = orb_report_said(table->columns[column].title);

    for (size_t row = 0; row < table->row_count && widest < WIDEST; row++) {
        size_t width;

        orb_buf_clear(&b->text);
        orb_report_write_cell(&b->text, b->report, &table->columns[column],
                              orb_report_cell(table, row, column));
        width = b->text.data == NULL ? 0 : orb_utf8_width(b->text.data) + 2;
        widest = width > widest ? width : widest;
    }
    while (*word != '\0') {
        size_t len = strcspn(word, " ");

        widest = len + 4 > widest ? len + 4 : widest; /* with the arrow of the filter */
        word += len + (word[len] == ' ' ? 1 : 0);
    }
    return (double)(widest < WIDEST ? widest : WIDEST);
}

static enum orb_status add_table(struct book *b, const struct orb_report_table *table,
                                 struct orb_error *err)
{
    size_t filtered = table->row_count; /* totals at the end stay out of what is sorted */
    enum orb_status status;

    while (filtered > 0 && table->lines[filtered - 1].total)
        filtered--;
    if (table->row_count >= ORB_XLSX_ROWS)
        return orb_error_set(err, ORB_ERR_RANGE,
                             _("a sheet holds %d rows, the table '%s' has %llu; write CSV"),
                             ORB_XLSX_ROWS - 1, table->key,
                             (unsigned long long)table->row_count);
    status = add_sheet(b, orb_report_said(table->title), err);
    if (status != ORB_OK)
        return status;
    for (size_t c = 0; c < table->column_count; c++)
        orb_xlsx_width(b->xlsx, (uint16_t)c, width_of(b, table, c));
    orb_xlsx_freeze(b->xlsx);
    orb_xlsx_row(b->xlsx);
    for (size_t c = 0; c < table->column_count; c++)
        orb_xlsx_text(b->xlsx, orb_report_said(table->columns[c].title), ORB_XLSX_HEADER);
    for (size_t row = 0; row <= table->row_count; row++) {
        /* The last of its lines must be the one at hand. */
        if (row == filtered)
            orb_xlsx_filter(b->xlsx, (uint32_t)row + 1, (uint16_t)table->column_count);
        if (row == table->row_count)
            break;
        orb_xlsx_row(b->xlsx);
        for (size_t c = 0; c < table->column_count; c++)
            add_cell(b, &table->columns[c], orb_report_cell(table, row, c),
                     table->lines[row].total);
    }
    return ORB_OK;
}

/* ---- around the tables */

static void add_pair(struct book *b, const char *label, const char *value)
{
    orb_xlsx_row(b->xlsx);
    orb_xlsx_text(b->xlsx, label, ORB_XLSX_WRAPPED);
    orb_xlsx_text(b->xlsx, value, ORB_XLSX_WRAPPED);
}

static enum orb_status add_head(struct book *b, struct orb_error *err)
{
    const struct orb_report *r = b->report;
    enum orb_status status = add_sheet(b, _("Report"), err);

    if (status != ORB_OK)
        return status;
    orb_xlsx_width(b->xlsx, 0, 30);
    orb_xlsx_width(b->xlsx, 1, 90);
    orb_xlsx_row(b->xlsx);
    orb_xlsx_text(b->xlsx, r->title, ORB_XLSX_TITLE);
    orb_xlsx_row(b->xlsx);
    orb_xlsx_text(b->xlsx, _("Date"), ORB_XLSX_WRAPPED);
    if (r->date == ORB_DATE_NONE)
        orb_xlsx_text(b->xlsx, _("unknown"), ORB_XLSX_MUTED);
    else {
        orb_buf_clear(&b->text);
        orb_report_write_date(&b->text, r->date, r->french);
        orb_xlsx_text(b->xlsx, b->text.data == NULL ? "" : b->text.data, ORB_XLSX_WRAPPED);
    }
    for (size_t i = 0; i < r->parameter_count; i++)
        add_pair(b, r->parameters[i].label, r->parameters[i].value);
    for (size_t i = 0; i < r->note_count; i++)
        add_pair(b, i == 0 ? _("To know") : "", r->notes[i]);
    return ORB_OK;
}

/* The first line of a sheet, which stays in sight, and the widths of its columns. */
static void add_titles(struct book *b, const char *const *titles, const double *widths,
                       size_t count)
{
    orb_xlsx_freeze(b->xlsx);
    orb_xlsx_row(b->xlsx);
    for (size_t i = 0; i < count; i++) {
        orb_xlsx_width(b->xlsx, (uint16_t)i, widths[i]);
        orb_xlsx_text(b->xlsx, _(titles[i]), ORB_XLSX_HEADER);
    }
}

static enum orb_status add_sources(struct book *b, struct orb_error *err)
{
    static const char *const titles[] = { N_("To be printed"), N_("Licence"), N_("Date") };
    static const double widths[] = { 70, 40, 12 };
    enum orb_status status = add_sheet(b, _("Sources"), err);

    if (status != ORB_OK)
        return status;
    add_titles(b, titles, widths, sizeof widths / sizeof widths[0]);
    for (size_t i = 0; i < b->report->source_count; i++) {
        const struct orb_report_source *s = &b->report->sources[i];

        orb_xlsx_row(b->xlsx);
        orb_xlsx_text(b->xlsx, s->attribution, ORB_XLSX_WRAPPED);
        orb_xlsx_text(b->xlsx, s->licence == NULL ? _("unknown") : s->licence,
                      s->licence == NULL ? ORB_XLSX_MUTED : ORB_XLSX_WRAPPED);
        if (s->date == ORB_DATE_NONE)
            orb_xlsx_text(b->xlsx, _("unknown"), ORB_XLSX_MUTED);
        else
            orb_xlsx_date(b->xlsx, s->date, ORB_XLSX_DATE);
    }
    return ORB_OK;
}

static void add_definition(struct book *b, const char *table, const char *word,
                           const char *key, const char *meaning)
{
    orb_xlsx_row(b->xlsx);
    orb_xlsx_text(b->xlsx, table, ORB_XLSX_WRAPPED);
    orb_xlsx_text(b->xlsx, word, ORB_XLSX_WRAPPED);
    orb_xlsx_text(b->xlsx, key, ORB_XLSX_PLAIN);
    orb_xlsx_text(b->xlsx, meaning, ORB_XLSX_WRAPPED);
}

static void add_states(struct book *b)
{
    add_definition(b, "", _("unknown"), "", _("Nobody said: neither yes nor no."));
    add_definition(b, "", _("not applicable"), "", _("The question does not arise here."));
    if (b->report->threshold == 0)
        return;
    orb_buf_clear(&b->text);
    orb_buf_printf(&b->text,
                   _("Fewer than %d persons, or a figure that would let one work it out."),
                   b->report->threshold);
    add_definition(b, "", _("hidden"), "hidden", b->text.data == NULL ? "" : b->text.data);
}

static enum orb_status add_definitions(struct book *b, struct orb_error *err)
{
    static const char *const titles[] = { N_("Table"), N_("Word"), N_("Key"),
                                          N_("Meaning") };
    static const double widths[] = { 34, 34, 24, 90 };
    enum orb_status status = add_sheet(b, _("Definitions"), err);

    if (status != ORB_OK)
        return status;
    add_titles(b, titles, widths, sizeof widths / sizeof widths[0]);
    for (size_t i = 0; i < b->report->table_count; i++) {
        const struct orb_report_table *t = b->report->tables[i];

        for (size_t c = 0; c < t->column_count; c++)
            add_definition(b, orb_report_said(t->title),
                           orb_report_said(t->columns[c].title), t->columns[c].key,
                           orb_report_said(t->columns[c].definition));
    }
    add_states(b);
    return ORB_OK;
}

static enum orb_status fill(struct book *b, struct orb_error *err)
{
    enum orb_status status = add_head(b, err);

    for (size_t i = 0; i < b->report->table_count && status == ORB_OK; i++)
        status = add_table(b, b->report->tables[i], err);
    if (status == ORB_OK)
        status = add_sources(b, err);
    if (status == ORB_OK)
        status = add_definitions(b, err);
    return status == ORB_OK ? orb_buf_check(&b->text, err) : status;
}

static enum orb_status write_book(struct book *b, const struct orb_scratch *scratch,
                                  struct orb_error *err)
{
    const struct orb_xlsx_facts facts = { .folder = scratch->folder,
                                          .title = b->report->title,
                                          .comment = "",
                                          .created = b->report->date,
                                          .french = b->report->french };
    enum orb_status status = orb_xlsx_new(&b->xlsx, scratch->path, &facts, err);
    enum orb_status closed;

    if (status == ORB_OK)
        status = fill(b, err);
    closed = orb_xlsx_close(b->xlsx, status == ORB_OK ? err : NULL);
    return status == ORB_OK ? closed : status;
}

enum orb_status orb_report_write_xlsx(struct orb_output *out,
                                      const struct orb_report *report,
                                      struct orb_error *err)
{
    struct orb_scratch scratch = { 0 };
    struct book *b = orb_calloc(1, sizeof *b);
    enum orb_status status = b == NULL ? orb_error_memory(err) : ORB_OK;

    if (status == ORB_OK)
        status = orb_scratch_open(&scratch, out, err);
    if (status == ORB_OK) {
        b->report = report;
        status = write_book(b, &scratch, err);
        if (status == ORB_ERR_IO)
            orb_error_at(err, "%s", orb_output_name(out));
    }
    if (status == ORB_OK)
        status = orb_scratch_copy(&scratch, out, err);
    orb_scratch_close(&scratch);
    if (b != NULL)
        orb_buf_release(&b->text);
    orb_free(b);
    return status;
}
