/* Partners are numbered by family, circle, name and identifier: the number links the mark,
 * the line of the box and that of the table. */
#include "maps/circles_layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "maps/partner_list.h"

#define PARTNERS_MAX 1000000

/* A partner of an array. */
struct orb_circle_sorted {
    struct orb_partner_key key;
    const struct orb_partner *partner;
    size_t at; /* order of arrival */
};

static int compare(const void *left, const void *right)
{
    const struct orb_circle_sorted *a = left;
    const struct orb_circle_sorted *b = right;
    int order = orb_partner_key_compare(&a->key, a->partner, &b->key, b->partner);

    return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

static enum orb_status sort_partners(struct orb_circle_map *map, struct orb_arena *arena,
                                     struct orb_error *err)
{
    size_t count = map->input->partner_count;
    struct orb_circle_sorted *sorted = orb_arena_array(arena, count + 1, sizeof *sorted);
    struct orb_buf fold = { 0 };
    bool made = sorted != NULL;

    for (size_t i = 0; made && i < count; i++) {
        sorted[i].partner = &map->input->partners[i];
        sorted[i].at = i;
        made = orb_partner_key_make(&sorted[i].key, sorted[i].partner, &fold);
    }
    orb_buf_release(&fold);
    if (!made)
        return orb_error_memory(err);
    if (count > 1)
        qsort(sorted, count, sizeof *sorted, compare);
    map->sorted = sorted;
    return ORB_OK;
}

const struct orb_partner *orb_circle_partner(const struct orb_circle_map *map, size_t at)
{
    return map->sorted != NULL ? map->sorted[at].partner
                               : orb_partner_list_get(map->input->list, at);
}

static double wanted_radius(const struct orb_circle_map *map,
                            const struct orb_partner *partner)
{
    const struct orb_circle_sheet *sheet = map->sheet;
    double radius;

    if (partner->authorised < 0 || map->largest <= 0)
        return sheet->mark_min;
    radius = sheet->mark_max * sqrt((double)partner->authorised / (double)map->largest);
    return radius > sheet->mark_min ? radius : sheet->mark_min;
}

struct orb_circle_mark orb_circle_mark_make(const struct orb_circle_map *map,
                                            const struct orb_partner *partner,
                                            size_t number)
{
    return (struct orb_circle_mark){
        .partner = partner,
        .number = (unsigned)number,
        .ring = (uint8_t)orb_circle_ring(partner->circle),
        .shape = (uint8_t)orb_circle_shape_of(partner->circle),
        .wanted = wanted_radius(map, partner),
    };
}

/* ---- what is kept of the partners */

/* A mark that lasts as long as the map: what a list gives does not. */
static bool keep_mark(struct orb_circle_mark *out, const struct orb_circle_map *map,
                      struct orb_arena *arena, size_t number)
{
    const struct orb_partner *partner = orb_circle_partner(map, number - 1);
    struct orb_partner *copy = NULL;

    if (partner != NULL && map->sorted == NULL) {
        copy = orb_arena_alloc(arena, sizeof *copy);
        if (copy != NULL)
            *copy = *partner;
        partner = copy;
    }
    if (partner != NULL)
        *out = orb_circle_mark_make(map, partner, number);
    return partner != NULL;
}

static void count_mark(struct orb_circle_map *map, const struct orb_partner *partner)
{
    unsigned ring = (unsigned)orb_circle_ring(partner->circle);
    struct orb_circle_cell *cell = &map->cells[partner->family - 1][ring];

    map->mark_count++;
    map->circles |= 1U << partner->circle;
    map->states |= 1U << partner->state;
    if (partner->authorised > map->largest)
        map->largest = partner->authorised;
    if (cell->count++ == 0)
        cell->number = (unsigned)map->mark_count;
    cell->states[partner->state]++;
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        if ((partner->families >> s & 1) != 0 && map->also[s][ring].number == 0)
            map->also[s][ring].number = (unsigned)map->mark_count;
}

/* One look at each: how many stand where. False when one cannot be read. */
static bool count_partners(struct orb_circle_map *map)
{
    for (size_t i = 0; i < map->input->partner_count; i++) {
        const struct orb_partner *partner = orb_circle_partner(map, i);
        uint8_t group = partner == NULL ? 0 : orb_partner_group(partner);

        if (partner == NULL)
            return false;
        if (group == 0)
            count_mark(map, partner);
        else if (map->outside[group - 1].count++ == 0)
            map->outside[group - 1].first = i;
    }
    return true;
}

bool orb_circle_is_kept(const struct orb_circle_map *map,
                        const struct orb_circle_cell *cell)
{
    return map->sorted != NULL || map->mark_count <= ORB_CIRCLE_NAMED ||
           cell->count <= ORB_CIRCLE_CELL_MARKS;
}

static size_t kept_of(const struct orb_circle_map *map, const struct orb_circle_cell *cell)
{
    return orb_circle_is_kept(map, cell) ? cell->count : 1;
}

static bool keep_marks(struct orb_circle_map *map, struct orb_arena *arena)
{
    size_t count = 0;

    for (unsigned i = 0; i < ORB_CIRCLE_FAMILIES * ORB_CIRCLE_RINGS; i++)
        count += kept_of(map, &map->cells[i / ORB_CIRCLE_RINGS][i % ORB_CIRCLE_RINGS]);
    map->marks = orb_arena_array(arena, count + 1, sizeof *map->marks);
    if (map->marks == NULL)
        return false;
    count = 0;
    for (unsigned i = 0; i < ORB_CIRCLE_FAMILIES * ORB_CIRCLE_RINGS; i++) {
        unsigned s = i / ORB_CIRCLE_RINGS, r = i % ORB_CIRCLE_RINGS;
        struct orb_circle_cell *cell = &map->cells[s][r];
        struct orb_circle_mark *also = &map->also[s][r];

        cell->first = count;
        for (size_t k = 0; k < kept_of(map, cell); k++)
            if (!keep_mark(&map->marks[count++], map, arena, cell->number + k))
                return false;
        if (also->number > 0 && !keep_mark(also, map, arena, also->number))
            return false;
    }
    return true;
}

static enum orb_status take_partners(struct orb_circle_map *map, struct orb_arena *arena,
                                     struct orb_error *err)
{
    const struct orb_partner_list *list = map->input->list;
    enum orb_status status = list != NULL ? ORB_OK : sort_partners(map, arena, err);

    if (status != ORB_OK || (count_partners(map) && keep_marks(map, arena)))
        return status;
    return list == NULL || list->status == ORB_OK ? orb_error_memory(err)
                                                  : orb_partner_list_check(list, err);
}

bool orb_circle_is_outside(const struct orb_circle_map *map, unsigned family)
{
    return (map->input->outside >> family & 1) != 0;
}

int32_t orb_circle_unanswered(const struct orb_circle_map *map, unsigned family)
{
    const struct orb_circle_requests *requests = &map->input->requests[family];

    if (orb_circle_is_outside(map, family) || requests->received <= requests->covered)
        return 0;
    return requests->received - (requests->covered < 0 ? 0 : requests->covered);
}

size_t orb_circle_family_count(const struct orb_circle_map *map, unsigned family)
{
    size_t count = 0;

    for (unsigned r = 0; r < ORB_CIRCLE_RINGS; r++)
        count += map->cells[family][r].count;
    return count;
}

const struct orb_circle_mark *orb_circle_also(const struct orb_circle_map *map,
                                              unsigned family, unsigned ring)
{
    const struct orb_circle_mark *also = &map->also[family][ring];
    bool stands = map->cells[family][ring].count > 0;

    return stands || orb_circle_is_outside(map, family) || also->number == 0 ? NULL : also;
}

unsigned orb_circle_empty_rings(const struct orb_circle_map *map, unsigned family)
{
    unsigned rings = 0;

    if (orb_circle_is_outside(map, family))
        return 0;
    for (unsigned r = 0; r < ORB_CIRCLE_RINGS; r++)
        if (map->cells[family][r].count == 0 && orb_circle_also(map, family, r) == NULL)
            rings |= 1U << r;
    return rings & ~(unsigned)map->input->unused;
}

enum orb_status orb_circle_map_make(struct orb_circle_map **out, struct orb_arena *arena,
                                    const struct orb_circle_map_input *input,
                                    const struct orb_circle_map_options *options,
                                    struct orb_error *err)
{
    struct orb_circle_map *map = orb_arena_alloc(arena, sizeof *map);
    enum orb_status status;

    if (input->partner_count > PARTNERS_MAX)
        return orb_error_set(err, ORB_ERR_RANGE,
                             _("a map of circles holds one million partners at most"));
    if (map == NULL)
        return orb_error_memory(err);
    map->input = input;
    map->options = options;
    map->sheet = &orb_circle_sheets[options->paper];
    status = take_partners(map, arena, err);
    if (status != ORB_OK)
        return status;
    orb_circle_cells_place(map);
    status = orb_circle_legend_make(map, arena, err);
    if (status != ORB_OK)
        return status;
    orb_circle_boxes_place(map);
    orb_circle_rows_make(map);
    *out = map;
    return ORB_OK;
}

unsigned orb_circle_map_pages(const struct orb_circle_map *map)
{
    return map->pages;
}
