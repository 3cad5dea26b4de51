/* A row that cannot be read stops: one forgotten would change the answer. */
#include "cli/rows_file.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/planning/mesh.h"

#define FILE_CAP   ((size_t)64 * 1024 * 1024)
#define NUMBER_MAX 1e9

/* Two signs, three digits. */
static bool is_commune_code(const char *text)
{
    static const char signs[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    return strlen(text) == 5 && strspn(text, signs) == 5 &&
           strspn(text + 2, "0123456789") == 3;
}

const char *cli_rows_text(const struct cli_rows *row, size_t column)
{
    return row->at[column] == SIZE_MAX ? "" : orb_csv_field(&row->csv, row->at[column]);
}

/* ---- values */

enum orb_status cli_rows_integer(const struct cli_rows *row, size_t column, int64_t most,
                                 int64_t *out, struct orb_error *err)
{
    const char *text = cli_rows_text(row, column);

    return orb_integer_parse(out, text, strlen(text), 0, most)
               ? ORB_OK
               : orb_error_set(err, ORB_ERR_SYNTAX,
                               _("the column '%s' does not hold a whole number here"),
                               row->named[column]);
}

enum orb_status cli_rows_number(const struct cli_rows *row, size_t column, double *out,
                                struct orb_error *err)
{
    const char *text = cli_rows_text(row, column);
    double number;

    if (!orb_number_parse(&number, text, strlen(text)) ||
        !(number >= 0 && number <= NUMBER_MAX))
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("the column '%s' does not hold a number that is possible here"),
            row->named[column]);
    *out = number;
    return ORB_OK;
}

enum orb_status cli_rows_commune(const struct cli_rows *row, size_t column,
                                 const struct orb_catalogue *catalogue, uint32_t *out,
                                 struct orb_error *err)
{
    const char *code = cli_rows_text(row, column);
    uint32_t commune;

    if (!is_commune_code(code))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("the column '%s' does not hold the code of a commune here"),
                             row->named[column]);
    commune = orb_cat_commune_find(catalogue, code);
    *out = commune == ORB_CAT_NONE ? commune : orb_mesh_today(catalogue, commune);
    return ORB_OK;
}

enum orb_status cli_rows_known_commune(const struct cli_rows *row, size_t column,
                                       const struct orb_catalogue *catalogue, uint32_t *out,
                                       struct orb_error *err)
{
    enum orb_status status = cli_rows_commune(row, column, catalogue, out, err);

    if (status == ORB_OK && *out == ORB_CAT_NONE)
        status =
            orb_error_set(err, ORB_ERR_NOT_FOUND, _("the territory has no commune '%s'"),
                          cli_rows_text(row, column));
    return status;
}

/* ---- rows */

/* The columns that a file must have, for a sentence. */
static enum orb_status lacks_column(const struct cli_rows *rows, size_t column,
                                    struct orb_error *err)
{
    char all[128] = "";
    size_t len = 0;

    for (size_t i = 0; i < rows->count; i++) {
        const char *name = rows->columns[i].names[0];

        if (rows->columns[i].optional || len + strlen(name) + 3 > sizeof all)
            continue;
        len += (size_t)snprintf(all + len, sizeof all - len, "%s%s", len > 0 ? ", " : "",
                                name);
    }
    return orb_error_set(err, ORB_ERR_SYNTAX, _("there is no column '%s' (%s)"),
                         rows->columns[column].names[0], all);
}

static enum orb_status take_header(struct cli_rows *rows, bool more, struct orb_error *err)
{
    for (size_t i = 0; i < rows->count; i++) {
        rows->at[i] = SIZE_MAX;
        for (int k = 0; more && k < 2 && rows->at[i] == SIZE_MAX; k++) {
            rows->named[i] = rows->columns[i].names[k];
            rows->at[i] = orb_csv_find(&rows->csv, rows->named[i]);
        }
        if (rows->at[i] == SIZE_MAX && !rows->columns[i].optional)
            return lacks_column(rows, i, err);
    }
    return ORB_OK;
}

static enum orb_status take_rows(struct cli_rows *rows, struct orb_error *err)
{
    bool more = false;
    enum orb_status status = orb_csv_row(&rows->csv, &more, err);

    if (status == ORB_OK)
        status = take_header(rows, more, err);
    while (status == ORB_OK && (status = orb_csv_row(&rows->csv, &more, err)) == ORB_OK &&
           more) {
        status = rows->take(rows->context, rows, err);
        if (status != ORB_OK)
            orb_error_at(err, "%lu", rows->csv.line);
    }
    return status;
}

enum orb_status cli_rows_read(struct cli_rows *rows, const char *path,
                              struct orb_error *err)
{
    struct orb_buf text = { 0 };
    enum orb_status status = orb_file_read(&text, path, FILE_CAP, err);

    if (status == ORB_OK) {
        orb_csv_memory(&rows->csv, text.data == NULL ? "" : text.data, text.len, '\0');
        status = take_rows(rows, err);
        if (status != ORB_OK)
            orb_error_at(err, "%s", path);
        orb_csv_release(&rows->csv);
    }
    orb_buf_release(&text);
    return status;
}
