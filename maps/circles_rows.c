/* Everybody, line by line: the table says what the drawing shows, and what it cannot show.
 */
#include "maps/circles_layout.h"

static struct orb_circle_part *
add(struct orb_circle_map *map, enum orb_circle_row_kind kind, unsigned family, size_t rows)
{
    struct orb_circle_part *part = &map->parts[map->part_count++];

    *part = (struct orb_circle_part){ .kind = (uint8_t)kind,
                                      .family = (uint8_t)family,
                                      .row = map->row_count,
                                      .rows = rows };
    map->row_count += rows;
    return part;
}

/* A title stays with its first line, and away from what precedes it. */
static void add_title(struct orb_circle_map *map, enum orb_circle_row_kind kind,
                      unsigned family, size_t count)
{
    size_t column = map->sheet->table_rows;

    if (map->row_count % column != 0)
        map->row_count++;
    if (map->row_count % column == column - 1)
        map->row_count++;
    add(map, kind, family, 1)->count = count;
}

/* The partners of a family follow each other, ring after ring. */
static void add_family(struct orb_circle_map *map, unsigned family)
{
    const struct orb_circle_cell *cells = map->cells[family];
    size_t count = orb_circle_family_count(map, family);
    unsigned r = 0;

    add_title(map, ORB_CIRCLE_ROW_FAMILY, family, count);
    while (count > 0 && cells[r].count == 0)
        r++;
    if (count > 0)
        add(map, ORB_CIRCLE_ROW_MARK, family, count)->first = cells[r].number - 1;
    if (orb_circle_empty_rings(map, family) != 0)
        add(map, ORB_CIRCLE_ROW_EMPTY, family, 1);
}

static void add_outside(struct orb_circle_map *map, enum orb_circle_outside which,
                        enum orb_circle_row_kind kind)
{
    const struct orb_circle_list *list = &map->outside[which];

    if (list->count == 0)
        return;
    add_title(map, kind, 0, list->count);
    add(map, ORB_CIRCLE_ROW_PARTNER, 0, list->count)->first = list->first;
}

void orb_circle_rows_make(struct orb_circle_map *map)
{
    const struct orb_circle_sheet *sheet = map->sheet;
    size_t page;
    bool told = map->summary || map->counted_lines > 0 ||
                map->outside[ORB_CIRCLE_UNCLASSIFIED].count > 0 ||
                map->outside[ORB_CIRCLE_PROSPECTS].count > 0;

    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        add_family(map, s);
    add_outside(map, ORB_CIRCLE_UNCLASSIFIED, ORB_CIRCLE_ROW_UNCLASSIFIED);
    add_outside(map, ORB_CIRCLE_PROSPECTS, ORB_CIRCLE_ROW_PROSPECTS);
    add_outside(map, ORB_CIRCLE_INSTITUTIONS, ORB_CIRCLE_ROW_INSTITUTIONS);
    map->pages = 1;
    /* Two wide columns where they do, more where that saves a sheet. */
    map->columns = 2;
    if (map->row_count > (size_t)2 * sheet->table_rows)
        map->columns = sheet->table_columns;
    page = (size_t)map->columns * sheet->table_rows;
    if (told && !map->options->embedded)
        map->pages += (unsigned)((map->row_count + page - 1) / page);
}

/* The mark that is kept, else room filled with what the table tells of it. */
static const struct orb_circle_mark *mark_at(const struct orb_circle_map *map, size_t at,
                                             struct orb_circle_mark *room)
{
    const struct orb_partner *partner = orb_circle_partner(map, at);
    const struct orb_circle_cell *cell;

    if (partner == NULL)
        return NULL;
    cell = &map->cells[partner->family - 1][orb_circle_ring(partner->circle)];
    if (orb_circle_is_kept(map, cell))
        return &map->marks[cell->first + at + 1 - cell->number];
    *room = orb_circle_mark_make(map, partner, at + 1);
    return room;
}

struct orb_circle_row orb_circle_row_get(const struct orb_circle_map *map, size_t at,
                                         struct orb_circle_mark *room)
{
    static const struct orb_circle_row blank = { .kind = ORB_CIRCLE_ROW_BLANK };
    const struct orb_circle_part *part = map->parts;
    const struct orb_circle_part *end = part + map->part_count;
    struct orb_circle_row row;

    while (part < end && at >= part->row + part->rows)
        part++;
    if (part == end || at < part->row)
        return blank;
    row = (struct orb_circle_row){ .kind = part->kind,
                                   .family = part->family,
                                   .count = part->count };
    at = part->first + at - part->row;
    if (row.kind == ORB_CIRCLE_ROW_MARK)
        row.mark = mark_at(map, at, room);
    if (row.kind == ORB_CIRCLE_ROW_PARTNER)
        row.partner = orb_circle_partner(map, at);
    if (row.mark != NULL)
        row.partner = row.mark->partner;
    if ((row.kind == ORB_CIRCLE_ROW_MARK || row.kind == ORB_CIRCLE_ROW_PARTNER) &&
        row.partner == NULL)
        return blank;
    return row;
}

unsigned orb_circle_table_page(const struct orb_circle_map *map, unsigned number)
{
    size_t page = (size_t)map->columns * map->sheet->table_rows;
    const struct orb_circle_part *part = map->parts;

    while (part->kind != ORB_CIRCLE_ROW_MARK || number > part->first + part->rows)
        part++;
    return (unsigned)((part->row + number - 1 - part->first) / page) + 2;
}
