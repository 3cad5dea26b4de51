/* Everybody, line by line: the table says what the drawing shows, and what it cannot show.
 */
#include "maps/circles_layout.h"

/* Rows of an array with room for all. */
struct rows {
    struct orb_circle_row *items;
    size_t count;
    size_t column; /* rows of a column */
};

static void add(struct rows *rows, struct orb_circle_row row)
{
    rows->items[rows->count++] = row;
}

/* A title stays with its first line, and away from what precedes it. */
static void add_title(struct rows *rows, struct orb_circle_row row)
{
    static const struct orb_circle_row blank = { .kind = ORB_CIRCLE_ROW_BLANK };

    if (rows->count % rows->column != 0)
        add(rows, blank);
    if (rows->count % rows->column == rows->column - 1)
        add(rows, blank);
    add(rows, row);
}

static void add_family(struct rows *rows, struct orb_circle_map *map, unsigned family)
{
    const struct orb_circle_cell *cells = map->cells[family];
    struct orb_circle_row title = { .kind = ORB_CIRCLE_ROW_FAMILY,
                                    .family = (uint8_t)family };

    title.count = orb_circle_family_count(map, family);
    add_title(rows, title);
    for (unsigned r = 0; r < ORB_CIRCLE_RINGS; r++)
        for (size_t i = 0; i < cells[r].count; i++) {
            struct orb_circle_mark *mark = &map->marks[cells[r].first + i];
            struct orb_circle_row row = { .kind = ORB_CIRCLE_ROW_MARK,
                                          .family = (uint8_t)family,
                                          .mark = mark,
                                          .partner = mark->partner };

            mark->row = rows->count;
            add(rows, row);
        }
    if (orb_circle_empty_rings(map, family) != 0) {
        title.kind = ORB_CIRCLE_ROW_EMPTY;
        add(rows, title);
    }
}

static void add_outside(struct rows *rows, const struct orb_circle_list *list,
                        enum orb_circle_row_kind kind)
{
    struct orb_circle_row title = { .kind = (uint8_t)kind, .count = list->count };

    if (list->count == 0)
        return;
    add_title(rows, title);
    for (size_t i = 0; i < list->count; i++) {
        struct orb_circle_row row = { .kind = ORB_CIRCLE_ROW_PARTNER,
                                      .partner = list->partners[i] };

        add(rows, row);
    }
}

enum orb_status orb_circle_rows_make(struct orb_circle_map *map, struct orb_arena *arena,
                                     struct orb_error *err)
{
    const struct orb_circle_sheet *sheet = map->sheet;
    struct rows rows = { .column = sheet->table_rows };
    size_t page;
    size_t titles = ORB_CIRCLE_FAMILIES + ORB_CIRCLE_OUTSIDES;
    bool told = map->summary || map->counted_lines > 0 ||
                map->outside[ORB_CIRCLE_UNCLASSIFIED].count > 0 ||
                map->outside[ORB_CIRCLE_PROSPECTS].count > 0;

    /* A title takes up to three rows, and a family may end with its empty circles. */
    rows.items =
        orb_arena_array(arena, map->input->partner_count + 3 * titles + ORB_CIRCLE_FAMILIES,
                        sizeof *rows.items);
    if (rows.items == NULL)
        return orb_error_memory(err);
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        add_family(&rows, map, s);
    add_outside(&rows, &map->outside[ORB_CIRCLE_UNCLASSIFIED], ORB_CIRCLE_ROW_UNCLASSIFIED);
    add_outside(&rows, &map->outside[ORB_CIRCLE_PROSPECTS], ORB_CIRCLE_ROW_PROSPECTS);
    add_outside(&rows, &map->outside[ORB_CIRCLE_INSTITUTIONS], ORB_CIRCLE_ROW_INSTITUTIONS);
    map->rows = rows.items;
    map->row_count = rows.count;
    map->pages = 1;
    /* Two wide columns where they do, more where that saves a sheet. */
    map->columns = 2;
    if (rows.count > 2 * rows.column)
        map->columns = sheet->table_columns;
    page = map->columns * rows.column;
    if (told && !map->options->embedded)
        map->pages += (unsigned)((rows.count + page - 1) / page);
    return ORB_OK;
}

unsigned orb_circle_table_page(const struct orb_circle_map *map, unsigned number)
{
    size_t page = (size_t)map->columns * map->sheet->table_rows;

    return (unsigned)(map->marks[number - 1].row / page) + 2;
}
