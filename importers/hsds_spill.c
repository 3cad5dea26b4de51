/* The rows of a package, one after the other in a temporary file: its length, its line,
 * then for each cell the number of its column and its text. The file lives no longer than
 * the import. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "importers/hsds.h"

enum { WINDOW_LEN = 16 * 1024 };

struct head {
    uint32_t len; /* of all, this included */
    uint32_t cells;
    uint64_t line;
};

static enum orb_status fail(struct orb_error *err)
{
    return orb_error_set(err, ORB_ERR_IO, "%s", strerror(errno));
}

enum orb_status orb_hsds_spill_open(struct hsds *h, struct orb_error *err)
{
    if (h->spill == NULL)
        h->spill = tmpfile();
    return h->spill == NULL ? fail(err) : ORB_OK;
}

static uint16_t column_of(const struct hsds_rows *rows, const char *name)
{
    uint32_t column = 0;

    while (column + 1 < rows->width && rows->names[column] != name)
        column++;
    return (uint16_t)column; /* a row has at most ORB_CSV_FIELDS fields */
}

enum orb_status orb_hsds_spill_add(struct hsds *h, enum hsds_table table,
                                   const struct hsds_row *row, struct orb_error *err)
{
    struct hsds_rows *rows = &h->tables[table];
    struct head head = { .cells = row->cell_count, .line = row->line };
    struct orb_buf *out = &h->spill_row;

    orb_buf_clear(out);
    orb_buf_add(out, &head, sizeof head);
    for (uint32_t i = 0; i < row->cell_count; i++) {
        uint16_t column = column_of(rows, row->cells[i].name);

        orb_buf_add(out, &column, sizeof column);
        orb_buf_add(out, row->cells[i].text, strlen(row->cells[i].text) + 1);
    }
    if (out->failed || out->len > UINT32_MAX ||
        orb_grow((void **)&rows->places, &rows->place_capacity, rows->count,
                 sizeof *rows->places) != ORB_OK)
        return orb_error_memory(err);
    head.len = (uint32_t)out->len;
    memcpy(out->data, &head, sizeof head);
    if (fwrite(out->data, 1, out->len, h->spill) != out->len)
        return fail(err);
    rows->places[rows->count++] = h->spill_len;
    h->spill_len += out->len;
    return ORB_OK;
}

/* Read the file from a place on, at least so many bytes. */
static enum orb_status read_window(struct hsds *h, struct hsds_rows *rows, uint64_t place,
                                   size_t len, struct orb_error *err)
{
    size_t want = len > WINDOW_LEN ? len : WINDOW_LEN;

    rows->window_at = place;
    orb_buf_clear(&rows->window);
    if (fflush(h->spill) != 0)
        return fail(err);
    if (!orb_buf_reserve(&rows->window, want))
        return orb_error_memory(err);
    while (rows->window.len < len) {
        ssize_t got = pread(fileno(h->spill), rows->window.data + rows->window.len,
                            want - rows->window.len, (off_t)(place + rows->window.len));

        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            errno = EIO;
        if (got <= 0)
            return fail(err);
        rows->window.len += (size_t)got;
    }
    return ORB_OK;
}

/* The bytes of the file at a place, valid until the next call for the table; NULL when that
 * fails. */
static const char *look(struct hsds *h, struct hsds_rows *rows, uint64_t place, size_t len)
{
    if (place < rows->window_at || place + len > rows->window_at + rows->window.len)
        h->failed = read_window(h, rows, place, len, &h->why);
    return h->failed == ORB_OK ? rows->window.data + (place - rows->window_at) : NULL;
}

static enum orb_status read_cells(const struct hsds_rows *rows, struct hsds_row *row,
                                  const char *at, size_t len, struct orb_arena *arena)
{
    char *texts = orb_arena_text(arena, at, len);
    struct hsds_cell *cells = orb_arena_array(arena, row->cell_count + 1, sizeof *cells);

    if (texts == NULL || cells == NULL)
        return ORB_ERR_MEMORY;
    for (uint32_t i = 0; i < row->cell_count; i++) {
        uint16_t column;

        memcpy(&column, texts, sizeof column);
        texts += sizeof column;
        cells[i] = (struct hsds_cell){ rows->names[column], texts };
        texts += strlen(texts) + 1;
    }
    row->cells = cells;
    row->id = orb_hsds_text(row, "id");
    return ORB_OK;
}

static enum orb_status read_row(struct hsds *h, enum hsds_table table, size_t number,
                                struct hsds_row *row, struct orb_arena *arena)
{
    struct hsds_rows *rows = &h->tables[table];
    uint64_t place = rows->places[number];
    const char *bytes = look(h, rows, place, sizeof(struct head));
    struct head head;
    enum orb_status status;

    if (bytes == NULL)
        return h->failed;
    memcpy(&head, bytes, sizeof head);
    bytes = look(h, rows, place, head.len);
    if (bytes == NULL)
        return h->failed;
    *row = (struct hsds_row){ .file = rows->file,
                              .line = head.line,
                              .cell_count = head.cells,
                              .place = orb_arena_printf(arena, "%s.csv line %lu",
                                                        orb_hsds_names[table].plural,
                                                        (unsigned long)head.line) };
    status = row->place == NULL ? ORB_ERR_MEMORY
                                : read_cells(rows, row, bytes + sizeof head,
                                             head.len - sizeof head, arena);
    return status == ORB_OK ? ORB_OK : orb_error_memory(&h->why);
}

const struct hsds_row *orb_hsds_row(struct hsds *h, enum hsds_table table, size_t number,
                                    struct orb_arena *arena)
{
    struct hsds_row *row;

    if (h->spill == NULL)
        return &h->tables[table].items[number];
    row = h->failed != ORB_OK ? NULL : orb_arena_alloc(arena, sizeof *row);
    if (row == NULL && h->failed == ORB_OK)
        h->failed = orb_error_memory(&h->why);
    if (h->failed == ORB_OK)
        h->failed = read_row(h, table, number, row, arena);
    return h->failed == ORB_OK ? row : NULL;
}

void orb_hsds_spill_close(struct hsds *h)
{
    if (h->spill != NULL)
        (void)fclose(h->spill);
    h->spill = NULL;
    h->spill_len = 0;
}
