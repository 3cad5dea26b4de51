/* Passes over the catalogue: one for each column, then the dictionaries they filled. */
#include "maps/columns.h"

#include <inttypes.h>
#include <string.h>

#include "engine/base/text.h"
#include "maps/columns_parts.h"
#include "maps/registry.h"

/* Rows between two looks at the stream. */
#define ROWS 256

const char *orb_columns_label(struct columns *c, const char *list, const char *code)
{
    const char *label =
        orb_vocabulary_label(&c->vocabulary, list, code, c->head->french ? "fr" : "en");

    return label == NULL ? code : label;
}

static void write_text(struct columns *c, const struct columns_column *column)
{
    const char *text = column->text(c);

    if (text == NULL)
        orb_buf_text(c->stream->buf, "null");
    else
        orb_jw_escape(c->stream->buf, text, strlen(text));
}

static enum orb_status number_of(struct columns *c, const struct columns_column *column,
                                 int64_t *out, struct orb_error *err)
{
    enum orb_status status;
    uint32_t number;

    if (column->kind != COLUMNS_INDEX) {
        *out = column->number(c);
        return ORB_OK;
    }
    *out = -1;
    orb_buf_clear(&c->text);
    if (!column->key(c, &c->text))
        return ORB_OK;
    status = orb_buf_check(&c->text, err);
    if (status == ORB_OK)
        status = orb_columns_words_add(&c->dictionaries[column->dictionary],
                                       c->text.len == 0 ? "" : c->text.data, c->text.len,
                                       &number, err);
    if (status == ORB_OK)
        *out = number;
    return status;
}

/* Millions of them: printf would take most of the time. */
static void write_integer(struct orb_buf *out, int64_t number)
{
    char text[24];
    char *end = text + sizeof text;
    char *p = end;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

    do
        *--p = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0)
        *--p = '-';
    orb_buf_add(out, p, (size_t)(end - p));
}

static enum orb_status write_number(struct columns *c, const struct columns_column *column,
                                    struct orb_error *err)
{
    int64_t number = 0;
    enum orb_status status = number_of(c, column, &number, err);

    if (column->kind == COLUMNS_FROM_COMMUNE && number == COLUMNS_NONE)
        orb_buf_text(c->stream->buf, "null");
    else
        write_integer(c->stream->buf, number);
    return status;
}

static void open_column(struct columns *c, const struct columns_column *column)
{
    orb_buf_printf(c->stream->buf, "\"%s\":", column->name);
    if (column->kind == COLUMNS_FROM_COMMUNE)
        orb_buf_text(c->stream->buf,
                     "{\"from\":\"commune\",\"scale\":" COLUMNS_SCALE ",\"values\":");
    orb_buf_text(c->stream->buf, "[");
}

static void close_column(struct columns *c, const struct columns_column *column)
{
    orb_buf_text(c->stream->buf, column->kind == COLUMNS_FROM_COMMUNE ? "]}" : "]");
}

static enum orb_status write_column(struct columns *c, const struct columns_column *column,
                                    struct orb_error *err)
{
    const struct orb_catalogue *catalogue = c->selection->catalogue;
    enum orb_status status = ORB_OK;
    bool first = true;

    open_column(c, column);
    for (uint32_t i = 0; i < catalogue->offer_count && status == ORB_OK; i++) {
        if (!orb_selection_has(c->selection, catalogue->by_id[i]))
            continue;
        orb_map_offer_get(&c->offer, c->selection, catalogue->by_id[i]);
        if (!first)
            orb_buf_char(c->stream->buf, ',');
        if (column->kind == COLUMNS_TEXT)
            write_text(c, column);
        else
            status = write_number(c, column, err);
        first = false;
        if (i % ROWS == 0 && status == ORB_OK)
            status = orb_stream_flush(c->stream, false, err);
    }
    close_column(c, column);
    return status;
}

static enum orb_status write_columns(struct columns *c, enum orb_columns_part part,
                                     struct orb_error *err)
{
    const struct columns_column *const tables[] = { orb_columns_data, orb_columns_details };
    enum orb_status status = ORB_OK;
    bool first = true;

    orb_buf_text(c->stream->buf, ",\n\"columns\":{");
    for (unsigned t = 0; t < 2; t++) {
        if (((unsigned)part & 1U << t) == 0)
            continue;
        for (const struct columns_column *column = tables[t];
             column->name != NULL && status == ORB_OK; column++) {
            if (strcmp(column->name, "minutes") == 0 && c->head->minutes == NULL)
                continue;
            orb_buf_text(c->stream->buf, first ? "\n" : ",\n");
            first = false;
            status = write_column(c, column, err);
        }
    }
    orb_buf_text(c->stream->buf, "}");
    return status;
}

/* Four bytes an offer, only where some resource stands twice. */
static enum orb_status number_rows(struct columns *c, struct orb_error *err)
{
    const struct orb_catalogue *catalogue = c->selection->catalogue;
    enum orb_status status;
    bool twice = false;
    uint32_t row = 0;
    uint32_t *rows;

    for (uint32_t i = 0; i < catalogue->offer_count && !twice; i++)
        twice = catalogue->offers[i].canonical != i;
    if (!twice)
        return ORB_OK;
    status = orb_mapped_reserve(&c->rows, catalogue->offer_count * sizeof *rows, err);
    if (status != ORB_OK)
        return status;
    rows = c->rows.bytes;
    for (uint32_t i = 0; i < catalogue->offer_count; i++) {
        rows[i] = row;
        row += orb_selection_has(c->selection, catalogue->by_id[i]);
    }
    return ORB_OK;
}

static void set_folder(struct columns *c, const char *folder)
{
    c->rows.folder = folder;
    for (size_t i = 0; i < COLUMNS_DICTIONARIES; i++) {
        c->dictionaries[i].texts.folder = folder;
        c->dictionaries[i].entries.folder = folder;
        c->dictionaries[i].slots.folder = folder;
    }
}

enum orb_status orb_columns_write(const struct orb_stream *stream,
                                  const struct orb_selection *selection,
                                  const struct orb_columns_head *head,
                                  enum orb_columns_part part, struct orb_error *err)
{
    struct columns c = { .stream = stream, .selection = selection, .head = head };
    enum orb_status status;

    set_folder(&c, selection->options->scratch);
    orb_jw_init_buf(&c.json, stream->buf, 0);
    orb_buf_printf(stream->buf, "{\"orbite\":\"columns/1\",\"n\":%" PRIu64,
                   selection->count);
    if (((unsigned)part & ORB_COLUMNS_DATA) != 0)
        orb_columns_write_head(&c);
    status = number_rows(&c, err);
    if (status == ORB_OK)
        status = write_columns(&c, part, err);
    if (status == ORB_OK)
        status = orb_columns_write_dictionaries(&c, part, err);
    if (status == ORB_OK) {
        if (((unsigned)part & ORB_COLUMNS_DATA) != 0 && head->answers != NULL) {
            orb_buf_text(stream->buf, ",\n\"answers\":");
            orb_buf_text(stream->buf, head->answers);
        }
        orb_buf_text(stream->buf, "}");
        status = orb_stream_flush(stream, false, err);
    }
    for (size_t i = 0; i < COLUMNS_DICTIONARIES; i++)
        orb_columns_words_release(&c.dictionaries[i]);
    orb_vocabulary_release(&c.vocabulary);
    orb_mapped_release(&c.rows);
    orb_buf_release(&c.text);
    return status;
}

/* ---- the exporter */

static enum orb_status run(struct orb_output *out,
                           const struct orb_map_territory *territory,
                           const struct orb_export_options *options, struct orb_error *err)
{
    const struct orb_stream stream = orb_stream_output(out);
    const struct orb_columns_head head = { .title = options->title,
                                           .french = options->french };
    struct orb_selection selection = { 0 };
    enum orb_status status =
        orb_selection_init(&selection, territory->catalogue, options, err);

    if (status == ORB_OK)
        status = orb_columns_write(&stream, &selection, &head, ORB_COLUMNS_ALL, err);
    orb_buf_char(&out->pending, '\n');
    orb_selection_release(&selection);
    return status == ORB_OK ? orb_buf_check(&out->pending, err) : status;
}

const struct orb_exporter orb_exporter_columns = {
    .name = "columns",
    .summary = N_("the offers column by column, for a viewer (JSON)"),
    .media_type = "application/json",
    .extension = "json",
    .takes = ORB_EXPORT_SELECTION | ORB_EXPORT_TITLE,
    .run = run,
};
