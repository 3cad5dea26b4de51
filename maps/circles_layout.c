/* Partners are numbered by family, circle, name and identifier: the number links the mark,
 * the line of the box and that of the table. */
#include "maps/circles_layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/base/utf8.h"

#define PARTNERS_MAX 1000000

/* What partners are sorted by. */
struct key {
    const char *folded; /* the name, for comparison */
    const struct orb_partner *partner;
    size_t at;     /* offset of folded, then order of arrival */
    uint8_t group; /* 0 = in the circles, then enum orb_circle_outside + 1 */
};

static uint8_t group_of(const struct orb_partner *partner)
{
    if (partner->circle == ORB_CIRCLE_INST)
        return ORB_CIRCLE_INSTITUTIONS + 1;
    if (orb_circle_ring(partner->circle) < 0)
        return ORB_CIRCLE_PROSPECTS + 1;
    if (partner->family < 1 || partner->family > ORB_CIRCLE_FAMILIES)
        return ORB_CIRCLE_UNCLASSIFIED + 1;
    return 0;
}

static int differ(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare(const void *left, const void *right)
{
    const struct key *a = left;
    const struct key *b = right;
    int order = differ(a->group, b->group);

    if (order == 0 && a->group == 0)
        order = differ(a->partner->family, b->partner->family);
    if (order == 0 && a->group == 0)
        order = differ(a->partner->circle, b->partner->circle);
    if (order == 0)
        order = strcmp(a->folded, b->folded);
    if (order == 0)
        order = strcmp(a->partner->id, b->partner->id);
    return order != 0 ? order : differ(a->at, b->at);
}

/* Keys in order, valid with arena. */
static enum orb_status sort_partners(struct key **out, struct orb_arena *arena,
                                     const struct orb_circle_map_input *input,
                                     struct orb_error *err)
{
    struct key *keys = orb_arena_array(arena, input->partner_count + 1, sizeof *keys);
    struct orb_buf folds = { 0 };
    const char *texts;
    enum orb_status status;

    if (keys == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < input->partner_count; i++) {
        keys[i].partner = &input->partners[i];
        keys[i].group = group_of(keys[i].partner);
        keys[i].at = folds.len;
        orb_utf8_fold(&folds, keys[i].partner->name);
        orb_buf_char(&folds, '\0');
    }
    status = orb_buf_check(&folds, err);
    texts = status == ORB_OK && folds.len > 0 ? orb_arena_text(arena, folds.data, folds.len)
                                              : "";
    orb_buf_release(&folds);
    if (status != ORB_OK)
        return status;
    if (texts == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < input->partner_count; i++) {
        keys[i].folded = texts + keys[i].at;
        keys[i].at = i;
    }
    if (input->partner_count > 1)
        qsort(keys, input->partner_count, sizeof *keys, compare);
    *out = keys;
    return ORB_OK;
}

static enum orb_status take_outside(struct orb_circle_map *map, struct orb_arena *arena,
                                    const struct key *keys, struct orb_error *err)
{
    size_t at = map->mark_count;
    size_t left = map->input->partner_count - at;
    const struct orb_partner **partners =
        orb_arena_array(arena, left + 1, sizeof *partners);

    if (partners == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < left; i++) {
        struct orb_circle_list *list = &map->outside[keys[at + i].group - 1];

        partners[i] = keys[at + i].partner;
        if (list->count++ == 0)
            list->partners = &partners[i];
    }
    return ORB_OK;
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

static enum orb_status take_partners(struct orb_circle_map *map, struct orb_arena *arena,
                                     struct orb_error *err)
{
    struct key *keys = NULL;
    enum orb_status status = sort_partners(&keys, arena, map->input, err);

    if (status != ORB_OK)
        return status;
    while (map->mark_count < map->input->partner_count && keys[map->mark_count].group == 0)
        map->mark_count++;
    map->marks = orb_arena_array(arena, map->mark_count + 1, sizeof *map->marks);
    if (map->marks == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < map->mark_count; i++)
        if (keys[i].partner->authorised > map->largest)
            map->largest = keys[i].partner->authorised;
    for (size_t i = 0; i < map->mark_count; i++) {
        const struct orb_partner *partner = keys[i].partner;

        map->marks[i] = (struct orb_circle_mark){
            .partner = partner,
            .number = (unsigned)i + 1,
            .ring = (uint8_t)orb_circle_ring(partner->circle),
            .shape = (uint8_t)orb_circle_shape_of(partner->circle),
            .wanted = wanted_radius(map, partner),
        };
    }
    return take_outside(map, arena, keys, err);
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
    if (orb_circle_is_outside(map, family) || map->cells[family][ring].count > 0)
        return NULL;
    for (size_t i = 0; i < map->mark_count; i++)
        if (map->marks[i].ring == ring &&
            (map->marks[i].partner->families >> family & 1) != 0)
            return &map->marks[i];
    return NULL;
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
    status = orb_circle_rows_make(map, arena, err);
    if (status == ORB_OK)
        *out = map;
    return status;
}

unsigned orb_circle_map_pages(const struct orb_circle_map *map)
{
    return map->pages;
}
