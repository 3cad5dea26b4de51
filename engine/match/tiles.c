/* The offers of a tile by care then by kind: made once, when a second question is asked. */
#include "engine/match/tiles.h"

#include "engine/base/alloc.h"

static size_t count_of(const struct orb_tiles *t)
{
    return (size_t)t->rows * t->columns;
}

/* The tile of each member that has a position, and how many each holds, one place on. */
static void find_tiles(const struct orb_catalogue *c, struct orb_tiles *t,
                       uint32_t *tile_of, uint32_t *first)
{
    for (uint32_t row = 0; row < c->info->grid.rows; row++) {
        const uint32_t *line = c->cell_first + (size_t)row * c->info->grid.columns;

        for (uint32_t column = 0; column < c->info->grid.columns; column++) {
            uint32_t tile = row / ORB_TILE_SIDE * t->columns + column / ORB_TILE_SIDE;

            for (uint32_t i = line[column]; i < line[column + 1]; i++)
                tile_of[c->offer_members[i]] = tile;
            first[tile + 1] += line[column + 1] - line[column];
        }
    }
}

/* Members lie by kind and kinds by care, and so do they in each tile. */
static void place_members(const struct orb_catalogue *c, struct orb_tiles *t,
                          const uint32_t *tile_of, uint32_t *next)
{
    for (uint32_t i = 0; i < c->offer_count; i++)
        if (tile_of[i] != ORB_CAT_NONE) {
            uint32_t at = next[tile_of[i]]++;

            t->items[at] = (struct orb_tile_item){ i, c->members[i].kind };
        }
}

static uint32_t care_of(const struct orb_catalogue *c, const struct orb_tile_item *item)
{
    return c->kinds[item->kind].parts.care;
}

/* Where the cares of each tile begin; ends[tile] is the end of its items. Counts them when
 * there is no list yet. */
static uint32_t list_cares(const struct orb_catalogue *c, struct orb_tiles *t,
                           const uint32_t *ends)
{
    uint32_t count = 0;
    uint32_t i = 0;

    for (size_t tile = 0; tile < count_of(t); tile++) {
        uint32_t last = ORB_CAT_NONE;

        t->first[tile] = count;
        for (; i < ends[tile]; i++) {
            uint32_t care = care_of(c, &t->items[i]);

            if (care == last)
                continue;
            if (t->cares != NULL)
                t->cares[count] = (struct orb_tile_care){ care, i };
            count++;
            last = care;
        }
    }
    t->first[count_of(t)] = count;
    if (t->cares != NULL)
        t->cares[count] = (struct orb_tile_care){ ORB_CAT_NONE, i };
    return count;
}

static bool fill(const struct orb_catalogue *c, struct orb_tiles *t, uint32_t *tile_of,
                 uint32_t *next)
{
    for (uint32_t i = 0; i < c->offer_count; i++)
        tile_of[i] = ORB_CAT_NONE;
    find_tiles(c, t, tile_of, next);
    for (size_t tile = 0; tile < count_of(t); tile++)
        next[tile + 1] += next[tile];
    place_members(c, t, tile_of, next);
    t->cares = orb_calloc((size_t)list_cares(c, t, next) + 1, sizeof *t->cares);
    if (t->cares == NULL)
        return false;
    (void)list_cares(c, t, next);
    return true;
}

bool orb_tiles_make(const struct orb_catalogue *c, struct orb_tiles *out)
{
    const struct orb_cat_grid *g = &c->info->grid;
    uint32_t *tile_of = orb_calloc((size_t)c->offer_count + 1, sizeof *tile_of);
    uint32_t *next;
    bool ok;

    out->rows = (g->rows + ORB_TILE_SIDE - 1) / ORB_TILE_SIDE;
    out->columns = (g->columns + ORB_TILE_SIDE - 1) / ORB_TILE_SIDE;
    out->items = orb_calloc((size_t)g->located + 1, sizeof *out->items);
    out->first = orb_calloc(count_of(out) + 1, sizeof *out->first);
    next = orb_calloc(count_of(out) + 1, sizeof *next);
    ok = tile_of != NULL && next != NULL && out->items != NULL && out->first != NULL &&
         fill(c, out, tile_of, next);
    orb_free(tile_of);
    orb_free(next);
    return ok;
}

void orb_tiles_release(struct orb_tiles *tiles)
{
    orb_free(tiles->items);
    orb_free(tiles->cares);
    orb_free(tiles->first);
    *tiles = (struct orb_tiles){ 0 };
}
