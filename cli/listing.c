/* JSON is written as rows come; a table needs all of them to know its widths. */
#include "cli/listing.h"

#include <string.h>

#include "cli/diagnostics.h"
#include "engine/base/text.h"

void cli_listing_begin(struct cli_listing *l, const struct cli_context *cli, bool json,
                       const char *subject)
{
    memset(l, 0, sizeof *l);
    l->cli = cli;
    l->json = json;
    if (!json)
        return;
    orb_jw_init_buf(&l->writer, &l->text, 2);
    orb_jw_open_object(&l->writer);
    orb_jw_member_text(&l->writer, "orbite", "list/1");
    orb_jw_member_text(&l->writer, "subject", subject);
    orb_jw_key(&l->writer, "rows");
    orb_jw_open_array(&l->writer);
}

void cli_listing_columns(struct cli_listing *l, const struct cli_listing_column *columns,
                         size_t column_count)
{
    size_t shown = 0;

    l->columns = columns;
    l->column_count = column_count;
    for (size_t i = 0; i < column_count; i++) {
        if (columns[i].use == CLI_LISTED_JSON)
            continue;
        l->shown[shown] =
            (struct cli_column){ columns[i].title, columns[i].use == CLI_LISTED_NUMBER,
                                 columns[i].wraps };
        l->shown_at[shown++] = i;
    }
    l->table = (struct cli_table){ .columns = l->shown, .column_count = shown };
}

static void json_row(struct cli_listing *l, const char *const *cells)
{
    orb_jw_open_object_inline(&l->writer);
    for (size_t i = 0; i < l->column_count; i++) {
        if (l->columns[i].use == CLI_LISTED_TEXT)
            continue;
        if (l->columns[i].use == CLI_LISTED_NUMBER) {
            orb_jw_key(&l->writer, l->columns[i].key);
            orb_jw_raw(&l->writer, cells[i]);
        } else {
            orb_jw_member_text(&l->writer, l->columns[i].key, cells[i]);
        }
    }
    orb_jw_close(&l->writer);
}

void cli_listing_row(struct cli_listing *l, const char *const *cells)
{
    l->rows++;
    if (l->limit > 0 && l->rows > l->limit)
        return;
    if (l->json) {
        json_row(l, cells);
        return;
    }
    for (size_t i = 0; i < l->table.column_count; i++) {
        const char *text = cells[l->shown_at[i]];

        cli_table_cell(&l->table, text == NULL ? "–" : text);
    }
}

enum orb_status cli_listing_print(struct cli_listing *l, const char *path,
                                  struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    if (l->json) {
        orb_jw_close(&l->writer);
        orb_jw_member_integer(&l->writer, "total", (int64_t)l->rows);
        orb_jw_close(&l->writer);
        status = orb_jw_end(&l->writer, err);
        orb_buf_char(&l->text, '\n');
    } else {
        cli_table_write(&l->text, &l->table, l->cli->width);
    }
    if (status == ORB_OK)
        status = cli_print(path, &l->text, err);
    if (status == ORB_OK && l->limit > 0 && l->rows > l->limit)
        cli_note(l->cli, _("%llu of %llu shown (--limit)"), l->limit, l->rows);
    return status;
}

void cli_listing_release(struct cli_listing *l)
{
    cli_table_release(&l->table);
    orb_buf_release(&l->text);
}
