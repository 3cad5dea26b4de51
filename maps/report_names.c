/* Names of counts are made of codes and fixed words: they do not change with the
 * language. */
#include "maps/report_names.h"

#include <string.h>

#include "engine/base/text.h"

bool orb_report_names_line(const struct orb_report_column *column)
{
    return column->persons == ORB_REPORT_NOT_PERSONS &&
           (column->type == ORB_REPORT_CODE ||
            (column->type == ORB_REPORT_TEXT && column->words != NULL));
}

void orb_report_distinguish(struct orb_buf *out, size_t start,
                            const struct orb_strmap *names)
{
    size_t len = out->len;

    for (int n = 2;
         !out->failed && names != NULL &&
         orb_strmap_find(names, out->data + start, out->len - start) != ORB_STRMAP_NONE;
         n++) {
        out->len = len;
        orb_buf_printf(out, "#%d", n);
    }
}

const char *orb_report_code_of(const struct orb_report_table *table, size_t row)
{
    for (size_t c = 0; c < table->column_count; c++) {
        const struct orb_report_cell *cell = orb_report_cell(table, row, c);

        if (orb_report_names_line(&table->columns[c]) && cell->state == ORB_REPORT_VALUE)
            return cell->as.text;
    }
    return NULL;
}

/* A rest is that of the other lines. */
static void name_rest(struct orb_buf *out, const struct orb_report_table *table)
{
    const char *between = ORB_REPORT_REST;

    for (size_t row = 0; row < table->row_count; row++) {
        const char *code = orb_report_code_of(table, row);

        if (code == NULL || table->lines[row].total || table->lines[row].rest)
            continue;
        orb_buf_printf(out, "%s%s", between, code);
        between = ",";
    }
    if (strcmp(between, ",") != 0)
        orb_buf_text(out, between);
}

void orb_report_cell_name(struct orb_buf *out, const struct orb_report_table *table,
                          size_t row, size_t column, const struct orb_strmap *names)
{
    size_t start = out->len;
    const char *between = "/";

    orb_buf_text(out, table->key);
    if (table->lines[row].total)
        orb_buf_text(out, "/total");
    for (size_t c = 0; c < table->column_count && !table->lines[row].rest; c++) {
        const struct orb_report_cell *cell = orb_report_cell(table, row, c);

        if (!orb_report_names_line(&table->columns[c]) || cell->state != ORB_REPORT_VALUE)
            continue;
        orb_buf_text(out, between);
        orb_buf_text(out, cell->as.text);
        between = "|";
    }
    if (table->lines[row].rest) {
        orb_buf_text(out, between);
        name_rest(out, table);
    }
    orb_buf_printf(out, "/%s", table->columns[column].key);
    orb_report_distinguish(out, start, names);
}

void orb_report_cell_population(struct orb_buf *out, const struct orb_report_table *table,
                                size_t row, size_t column, const struct orb_strmap *names)
{
    const struct orb_report_column *counts = &table->columns[column];
    const char *dimension = table->dimension == NULL ? table->key : table->dimension;
    bool rest = table->lines[row].rest;
    size_t start = out->len;

    if (counts->population == NULL) {
        orb_report_cell_name(out, table, row, column, names);
        return;
    }
    orb_buf_text(out, counts->population);
    for (size_t c = 0; c < table->column_count && !counts->whole && !rest; c++) {
        const struct orb_report_cell *cell = orb_report_cell(table, row, c);

        if (orb_report_names_line(&table->columns[c]) && cell->state == ORB_REPORT_VALUE &&
            !table->lines[row].total)
            orb_buf_printf(out, "|%s=%s", dimension, cell->as.text);
    }
    if (table->lines[row].placed)
        orb_buf_printf(out, "|%s=*", dimension);
    if (rest && !counts->whole) {
        orb_buf_printf(out, "|%s", dimension);
        name_rest(out, table);
    }
    orb_report_distinguish(out, start, names);
}

void orb_report_apart_name(struct orb_buf *out, const char *name,
                           const struct orb_strmap *names)
{
    size_t start = out->len;

    orb_buf_text(out, name);
    orb_report_distinguish(out, start, names);
}
