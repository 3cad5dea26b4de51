/* Ways through the offers: near the person by the grid, by the zones that hold the commune;
 * or all of them. */
#include <math.h>
#include <string.h>

#include "engine/match/search.h"

/* ---- by kinds */

bool orb_walk_kind(struct orb_walker *w, uint32_t kind)
{
    const struct orb_cat_span *span = &w->m->c->kinds[kind].members;
    struct orb_view v;

    if (!orb_view_make(w->m, kind, false, &v))
        return false;
    if (!w->opens(w, &v))
        return true;
    if (w->whole != NULL)
        return w->whole(w, &v, kind);
    for (uint32_t i = span->first; i < span->first + span->count; i++)
        if (!w->visit(w, &v, &w->m->c->members[i]))
            return false;
    return true;
}

bool orb_walk_all(struct orb_walker *w)
{
    const struct orb_catalogue *c = w->m->c;

    for (uint32_t care = 0; care < c->care_count; care++) {
        const struct orb_care_facts *f = orb_query_care(w->m, care);

        if (f == NULL)
            return false;
        if (!w->cares(w, f))
            continue;
        for (uint32_t i = c->care_kinds[care]; i < c->care_kinds[care + 1]; i++)
            if (!orb_walk_kind(w, i))
                return false;
    }
    return true;
}

/* ---- one by one */

static bool walk_member(struct orb_walker *w, uint32_t member)
{
    const struct orb_cat_member *x = &w->m->c->members[member];
    struct orb_view v;

    return orb_view_make(w->m, x->kind, false, &v) &&
           (!w->opens(w, &v) || w->visit(w, &v, x));
}

/* Offers first .. last - 1, as they lie in the grid. */
static bool walk_offers(struct orb_walker *w, uint32_t first, uint32_t last)
{
    const struct orb_catalogue *c = w->m->c;

    for (uint32_t i = first; i < last; i++) {
        const struct orb_care_facts *f =
            orb_query_care(w->m, c->kinds[c->offer_kinds[i]].parts.care);

        if (f == NULL || (w->cares(w, f) && !walk_member(w, c->offer_members[i])))
            return false;
    }
    return true;
}

/* ---- by the grid */

#define RADIANS 0.017453292519943295

struct axis {
    double min, step;
    uint32_t count;
};

/* Cells first .. last along an axis that a reach covers; false when none. */
static bool cells(const struct axis *axis, double at, double reach, uint32_t out[2])
{
    double first = floor((at - reach - axis->min) / axis->step);
    double last = floor((at + reach - axis->min) / axis->step);

    if (last < 0 || first >= axis->count)
        return false;
    out[0] = first < 0 ? 0 : (uint32_t)first;
    out[1] = last >= axis->count ? axis->count - 1 : (uint32_t)last;
    return true;
}

bool orb_walk_window(const struct orb_matcher *m, double chord_m, struct orb_window *out)
{
    const struct orb_cat_grid *g = &m->c->info->grid;
    double degrees = chord_m * 1.001 / 110570;
    double widest = cos(RADIANS * fmin(89.9, fabs(m->lat) + degrees));
    const struct axis latitudes = { g->lat_min, g->step, g->rows };
    const struct axis longitudes = { g->lon_min, g->step, g->columns };

    return g->located > 0 && g->columns > 0 &&
           cells(&latitudes, m->lat, degrees, out->rows) &&
           cells(&longitudes, m->lon, degrees / widest * 1.01, out->columns);
}

/* The rows of cells within a straight line of the person, from the person's row outwards:
 * the nearest offers come early. */
static bool walk_grid(struct orb_walker *w)
{
    const struct orb_matcher *m = w->m;
    const struct orb_cat_grid *g = &m->c->info->grid;
    struct orb_window window;
    const uint32_t *rows = window.rows;
    uint32_t middle;

    if (!orb_walk_window(m, m->near_chord_m[0], &window))
        return true;
    middle = (uint32_t)fmin(rows[1], fmax(rows[0], floor((m->lat - g->lat_min) / g->step)));
    for (uint32_t i = 0; i <= 2 * (rows[1] - rows[0]) + 1; i++) {
        /* middle, middle + 1, middle - 1, middle + 2... */
        int64_t row = (int64_t)middle + (i % 2 == 1 ? (i + 1) / 2 : -(int64_t)(i / 2));
        const uint32_t *line = m->c->cell_first + (size_t)row * g->columns;

        if (row < rows[0] || row > rows[1])
            continue;
        if (!walk_offers(w, line[window.columns[0]], line[window.columns[1] + 1]))
            return false;
    }
    return true;
}

/* ---- by stages */

double orb_walk_stage_from(const struct orb_matcher *m, uint32_t stage)
{
    static const double shares[ORB_STAGES + 1] = { 0, 0.1, 0.25, 0.4, 0.7, 1 };

    return fmax(0, m->near_chord_m[0]) * shares[stage];
}

/* What a stage decided of a care or a kind, from the number of the walk on, so that a walk
 * begins by taking other numbers: the stage that opens it, or closed for good. */
#define CLOSED  ORB_STAGES
#define NUMBERS (CLOSED + 1)

void orb_walk_begin(struct orb_matcher *m)
{
    m->walk += NUMBERS;
    if (m->walk <= UINT32_MAX - 2 * NUMBERS && m->walk > NUMBERS)
        return;
    memset(m->stage_of_kind, 0, m->c->kind_count * sizeof *m->stage_of_kind);
    memset(m->stage_of_care, 0, m->c->care_count * sizeof *m->stage_of_care);
    m->walk = NUMBERS;
}

/* May offers of a care be met in a stage? Asked once. */
static bool open_care(struct orb_walker *w, uint32_t care, uint32_t stage)
{
    const struct orb_care_facts *f = orb_query_care(w->m, care);

    w->m->stage_of_care[care] = w->m->walk + CLOSED;
    if (f == NULL)
        return false;
    if (w->cares(w, f))
        w->m->stage_of_care[care] = w->m->walk + stage;
    return true;
}

/* What is decided of a care or a kind in a stage, or is it to be? */
static bool is_undecided(const struct orb_matcher *m, uint32_t state, uint32_t stage)
{
    return state != m->walk + CLOSED && state != m->walk + stage;
}

/* What entries that are alike and a care bound closes most kinds, before their ways are
 * read. False without memory. */
static bool open_pair(struct orb_walker *w, uint32_t kind, uint32_t stage, bool *open)
{
    struct orb_matcher *m = w->m;
    struct orb_pair_facts *pair = orb_query_pair(m, kind, false);
    struct orb_view v = { .kind = kind, .pair = pair };

    if (pair == NULL)
        return false;
    if (is_undecided(m, pair->decided, stage)) {
        v.facts.care = orb_query_care(m, m->c->kinds[kind].parts.care);
        v.tally = pair->tally;
        v.floor = orb_tally_class(m, &v.tally);
        pair->decided = m->walk + (!pair->excluded && w->nearer(w, &v) ? stage : CLOSED);
    }
    *open = pair->decided != m->walk + CLOSED;
    return true;
}

/* v: its view, once it is open. */
static bool open_kind(struct orb_walker *w, uint32_t kind, uint32_t stage,
                      struct orb_view *v)
{
    bool open = true;

    w->m->stage_of_kind[kind] = w->m->walk + CLOSED;
    if (w->nearer != NULL && !open_pair(w, kind, stage, &open))
        return false;
    if (!open)
        return true;
    if (!orb_view_make(w->m, kind, false, v))
        return false;
    if (w->opens(w, v))
        w->m->stage_of_kind[kind] = w->m->walk + stage;
    return true;
}

/* Offers of one care in a tile, those of a kind side by side: most are of kinds that are
 * closed. */
static bool walk_items(struct orb_walker *w, uint32_t stage, uint32_t first, uint32_t last)
{
    const struct orb_matcher *m = w->m;
    const uint32_t *states = m->stage_of_kind;
    const uint32_t closed = m->walk + CLOSED;
    struct orb_view v = { .kind = ORB_CAT_NONE };

    for (uint32_t i = first; i < last; i++) {
        const struct orb_tile_item *item = &m->tiles.items[i];

        if (states[item->kind] == closed)
            continue;
        if (states[item->kind] != m->walk + stage) {
            if (!open_kind(w, item->kind, stage, &v))
                return false;
            if (states[item->kind] == closed)
                continue;
        }
        if (item->kind != v.kind && !orb_view_make(w->m, item->kind, false, &v))
            return false;
        if (!w->visit(w, &v, &m->c->members[item->member]))
            return false;
    }
    return true;
}

static bool walk_tile(struct orb_walker *w, uint32_t stage, size_t tile)
{
    const struct orb_matcher *m = w->m;
    const struct orb_tile_care *care = m->tiles.cares + m->tiles.first[tile];
    const struct orb_tile_care *end = m->tiles.cares + m->tiles.first[tile + 1];
    const uint32_t *states = m->stage_of_care;
    const uint32_t closed = m->walk + CLOSED;

    for (; care < end; care++) {
        if (states[care->care] == closed)
            continue;
        if (states[care->care] != m->walk + stage) {
            if (!open_care(w, care->care, stage))
                return false;
            if (states[care->care] == closed)
                continue;
        }
        if (!walk_items(w, stage, care[0].first, care[1].first))
            return false;
    }
    return true;
}

/* The tiles that hold cells within a straight line of the person. */
static bool tiles_within(const struct orb_matcher *m, double chord_m,
                         struct orb_window *out)
{
    if (!orb_walk_window(m, chord_m, out))
        return false;
    for (int i = 0; i < 2; i++) {
        out->rows[i] /= ORB_TILE_SIDE;
        out->columns[i] /= ORB_TILE_SIDE;
    }
    return true;
}

static bool holds(const struct orb_window *w, uint32_t row, uint32_t column)
{
    return row >= w->rows[0] && row <= w->rows[1] && column >= w->columns[0] &&
           column <= w->columns[1];
}

/* Without tiles: a kind asks for its care. */
static bool decide_kind(struct orb_walker *w, uint32_t kind, uint32_t stage)
{
    const struct orb_matcher *m = w->m;
    uint32_t care = m->c->kinds[kind].parts.care;
    struct orb_view v;

    if (!is_undecided(m, m->stage_of_kind[kind], stage))
        return true;
    if (is_undecided(m, m->stage_of_care[care], stage) && !open_care(w, care, stage))
        return false;
    if (m->stage_of_care[care] == m->walk + stage)
        return open_kind(w, kind, stage, &v);
    m->stage_of_kind[kind] = m->walk + CLOSED;
    return true;
}

/* Where reading waits: the members to come lie apart, and are all asked for before the
 * first is looked at. A kind that is opened that early is opened at the latest bound or a
 * wider one. */
static bool expect_run(struct orb_walker *w, uint32_t stage, uint32_t first, uint32_t last)
{
    const struct orb_catalogue *c = w->m->c;

    for (uint32_t i = first; i < last; i++) {
        uint32_t kind = c->offer_kinds[i];

        if (!decide_kind(w, kind, stage))
            return false;
        if (w->m->stage_of_kind[kind] == w->m->walk + stage)
            orb_cat_soon(c, &c->members[c->offer_members[i]], sizeof *c->members);
    }
    return true;
}

/* Offers first .. last - 1, as they lie in the grid: most are of kinds that are closed. */
static bool walk_run(struct orb_walker *w, uint32_t stage, uint32_t first, uint32_t last)
{
    const struct orb_matcher *m = w->m;

    if (m->c->soon != NULL && !expect_run(w, stage, first, last))
        return false;
    for (uint32_t i = first; i < last; i++) {
        uint32_t kind = m->c->offer_kinds[i];
        struct orb_view v;

        if (!decide_kind(w, kind, stage))
            return false;
        if (m->stage_of_kind[kind] != m->walk + stage)
            continue;
        if (!orb_view_make(w->m, kind, false, &v) ||
            !w->visit(w, &v, &m->c->members[m->c->offer_members[i]]))
            return false;
    }
    return true;
}

/* The cells of a stage, row by row: a question that is asked alone makes no tiles. */
static bool walk_cells(struct orb_walker *w, uint32_t stage)
{
    const struct orb_matcher *m = w->m;
    struct orb_window all;
    struct orb_window in;
    bool cut = stage > 0 && orb_walk_window(m, orb_walk_stage_from(m, stage), &in);

    if (!orb_walk_window(m, orb_walk_stage_from(m, stage + 1), &all))
        return true;
    for (uint32_t row = all.rows[0]; row <= all.rows[1]; row++) {
        const uint32_t *line = m->c->cell_first + (size_t)row * m->c->info->grid.columns;
        bool held = cut && row >= in.rows[0] && row <= in.rows[1];
        uint32_t end = line[all.columns[1] + 1];

        if (!walk_run(w, stage, line[all.columns[0]], held ? line[in.columns[0]] : end) ||
            (held && !walk_run(w, stage, line[in.columns[1] + 1], end)))
            return false;
    }
    return true;
}

bool orb_walk_stage(struct orb_walker *w, uint32_t stage)
{
    const struct orb_matcher *m = w->m;
    struct orb_window all;
    struct orb_window in;
    bool cut = stage > 0 && tiles_within(m, orb_walk_stage_from(m, stage), &in);

    if (m->tiles.cares == NULL)
        return walk_cells(w, stage);
    if (!tiles_within(m, orb_walk_stage_from(m, stage + 1), &all))
        return true;
    for (uint32_t row = all.rows[0]; row <= all.rows[1]; row++)
        for (uint32_t column = all.columns[0]; column <= all.columns[1]; column++)
            if (!(cut && holds(&in, row, column)) &&
                !walk_tile(w, stage, (size_t)row * m->tiles.columns + column))
                return false;
    return true;
}

/* ---- by the zones */

static bool walk_zones_of(struct orb_walker *w, uint32_t code)
{
    const struct orb_catalogue *c = w->m->c;

    for (uint32_t i = c->code_zones_first[code]; i < c->code_zones_first[code + 1]; i++) {
        uint32_t zone = c->code_zones[i];

        for (uint32_t j = c->zone_members_first[zone];
             c->soon != NULL && j < c->zone_members_first[zone + 1]; j++)
            orb_cat_soon(c, &c->members[c->zone_members[j]], sizeof *c->members);
        for (uint32_t j = c->zone_members_first[zone]; j < c->zone_members_first[zone + 1];
             j++) {
            const struct orb_cat_parts *parts =
                &c->kinds[c->members[c->zone_members[j]].kind].parts;
            const struct orb_care_facts *f = orb_query_care(w->m, parts->care);

            if (f == NULL || (w->cares(w, f) && !walk_member(w, c->zone_members[j])))
                return false;
        }
    }
    return true;
}

static bool walk_zones(struct orb_walker *w)
{
    const orb_cat_code codes[] = { w->m->commune_code, w->m->commune_successor,
                                   w->m->department, w->m->c->code_count };

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (codes[i] != ORB_CAT_NONE && !walk_zones_of(w, codes[i]))
            return false;
    return true;
}

/* ---- near */

bool orb_walk_is_near(const struct orb_matcher *m)
{
    /* A zone that lists départements is unknown when the commune is not in the table. */
    return m->located && m->commune != ORB_CAT_NONE && isfinite(m->near_chord_m[0]) &&
           m->p->rules[ORB_RULE_PLACE].enabled;
}

bool orb_walk_elsewhere(struct orb_walker *w)
{
    return walk_zones(w) &&
           walk_offers(w, w->m->c->info->grid.located, w->m->c->offer_count);
}

bool orb_walk_around(struct orb_walker *w)
{
    return walk_grid(w) && orb_walk_elsewhere(w);
}
