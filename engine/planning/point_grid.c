/* Points sorted into cells by counting. */
#include "engine/planning/point_grid.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/geo/frame.h"

#define RADIANS 0.017453292519943295

struct orb_enu_frame orb_enu_frame_at(double lon, double lat)
{
    struct orb_ecef o = orb_ecef_make(lon, lat);
    double sl = sin(lat * RADIANS);
    double cl = cos(lat * RADIANS);
    double so = sin(lon * RADIANS);
    double co = cos(lon * RADIANS);
    struct orb_enu_frame f = {
        { o.x, o.y, o.z },
        { { -so, co, 0 }, { -sl * co, -sl * so, cl }, { cl * co, cl * so, sl } }
    };

    return f;
}

struct orb_enu orb_enu_make(const struct orb_enu_frame *f, double lon, double lat)
{
    struct orb_ecef p = orb_ecef_make(lon, lat);
    double d[3] = { p.x - f->origin[0], p.y - f->origin[1], p.z - f->origin[2] };
    struct orb_enu out = {
        f->axes[0][0] * d[0] + f->axes[0][1] * d[1] + f->axes[0][2] * d[2],
        f->axes[1][0] * d[0] + f->axes[1][1] * d[1] + f->axes[1][2] * d[2],
        f->axes[2][0] * d[0] + f->axes[2][1] * d[1] + f->axes[2][2] * d[2],
    };

    return out;
}

/* Cells are few enough for their table to stay beside the points. */
static void lay(struct orb_point_grid *g, const struct orb_enu *points, uint32_t count,
                double step)
{
    double x_max = -INFINITY;
    double y_max = -INFINITY;
    double most = 4.0 * count + 1024;

    g->x_min = g->y_min = INFINITY;
    for (uint32_t i = 0; i < count; i++) {
        g->x_min = fmin(g->x_min, points[i].x);
        g->y_min = fmin(g->y_min, points[i].y);
        x_max = fmax(x_max, points[i].x);
        y_max = fmax(y_max, points[i].y);
    }
    g->step = fmax(step, 1);
    while (count > 0 && (floor((x_max - g->x_min) / g->step) + 1) *
                                (floor((y_max - g->y_min) / g->step) + 1) >
                            most)
        g->step *= 1.25;
    g->columns = count == 0 ? 0 : (uint32_t)((x_max - g->x_min) / g->step) + 1;
    g->rows = count == 0 ? 0 : (uint32_t)((y_max - g->y_min) / g->step) + 1;
}

static uint32_t cell_of(const struct orb_point_grid *g, const struct orb_enu *p)
{
    return (uint32_t)((p->y - g->y_min) / g->step) * g->columns +
           (uint32_t)((p->x - g->x_min) / g->step);
}

enum orb_status orb_point_grid_make(struct orb_point_grid *out,
                                    const struct orb_point_set *set, double step,
                                    struct orb_error *err)
{
    const struct orb_enu *points = set->points;
    uint32_t count = set->count;
    struct orb_point_grid g = { .count = count };
    size_t cells;

    lay(&g, points, count, step);
    cells = (size_t)g.columns * g.rows;
    g.at = orb_calloc((size_t)count + 1, sizeof *g.at);
    g.number = orb_calloc((size_t)count + 1, sizeof *g.number);
    g.first = orb_calloc(cells + 2, sizeof *g.first);
    if (g.at == NULL || g.number == NULL || g.first == NULL) {
        orb_point_grid_release(&g);
        return orb_error_memory(err);
    }
    for (uint32_t i = 0; i < count; i++)
        g.first[cell_of(&g, &points[i]) + 2]++;
    for (size_t c = 2; c < cells + 2; c++)
        g.first[c] += g.first[c - 1];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = g.first[cell_of(&g, &points[i]) + 1]++;

        g.at[at] = points[i];
        g.number[at] = set->numbers == NULL ? i : set->numbers[i];
    }
    *out = g;
    return ORB_OK;
}

void orb_point_grid_release(struct orb_point_grid *grid)
{
    orb_free(grid->at);
    orb_free(grid->number);
    orb_free(grid->first);
    memset(grid, 0, sizeof *grid);
}

static uint32_t clamp(double cell, uint32_t count)
{
    return cell < 0 ? 0 : cell >= count ? count : (uint32_t)cell;
}

struct orb_grid_range orb_point_grid_range(const struct orb_point_grid *g, double x,
                                           double y, double radius)
{
    struct orb_grid_range r = {
        clamp(floor((y - radius - g->y_min) / g->step), g->rows),
        clamp(floor((y + radius - g->y_min) / g->step) + 1, g->rows),
        clamp(floor((x - radius - g->x_min) / g->step), g->columns),
        clamp(floor((x + radius - g->x_min) / g->step) + 1, g->columns),
    };

    return r;
}
