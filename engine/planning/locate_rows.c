/* Places that count, links that serve, and both ways through them. */
#include "engine/planning/locate_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/text.h"

/* Sums of whole numbers below this are exact. */
#define WHOLE_MOST 4503599627370496.0

/* May a place ever go to the site of a link? */
static bool usable(const struct orb_locate *in, size_t place, size_t link)
{
    uint32_t site = in->sites[link];

    if (in->model != ORB_LOCATE_MEDIAN && in->minutes[link] > in->limit)
        return false;
    if (in->capacity == NULL)
        return true;
    return in->capacity[site] > 0 &&
           (!in->indivisible || in->capacity[site] >= in->demand[place]);
}

static int by_cost(const void *a, const void *b)
{
    const struct median_link *x = a;
    const struct median_link *y = b;

    if (x->cost < y->cost || x->cost > y->cost)
        return x->cost < y->cost ? -1 : 1;
    return (x->other > y->other) - (x->other < y->other);
}

static double cost_of(const struct orb_locate *in, size_t link)
{
    return in->model == ORB_LOCATE_MEDIAN ? in->minutes[link] : 0;
}

/* Which places have demand and a usable link, and how many links. */
static size_t count_links(struct locate_rows *rows, const struct orb_locate *in,
                          struct orb_locate_answer *out)
{
    size_t links = 0;

    for (size_t i = 0; i < in->place_count; i++) {
        size_t usable_count = 0;

        out->demand += in->demand[i];
        for (size_t k = in->rows[i]; k < in->rows[i + 1]; k++)
            usable_count += usable(in, i, k);
        out->unreachable[i] = usable_count == 0;
        if (usable_count == 0 && in->demand[i] > 0) {
            out->unreachable_count++;
            out->unreachable_demand += in->demand[i];
        }
        if (usable_count == 0 || in->demand[i] <= 0)
            continue;
        rows->place[rows->m.places++] = (uint32_t)i;
        links += usable_count;
    }
    return links;
}

static void fill_rows(struct locate_rows *rows, const struct orb_locate *in, double *weight,
                      size_t *row, struct median_link *by_place)
{
    bool unit = in->model == ORB_LOCATE_ALL_COVERED && in->capacity == NULL;
    size_t at = 0;

    for (size_t i = 0; i < rows->m.places; i++) {
        size_t place = rows->place[i];

        weight[i] = unit ? 1 : in->demand[place];
        rows->m.all += weight[i];
        for (size_t k = in->rows[place]; k < in->rows[place + 1]; k++)
            if (usable(in, place, k))
                by_place[at++] = (struct median_link){ cost_of(in, k), in->sites[k] };
        row[i + 1] = at;
        qsort(by_place + row[i], at - row[i], sizeof *by_place, by_cost);
    }
}

/* The same links by site: places come in order, then each column is sorted. */
static void fill_columns(const struct median *m, size_t *column,
                         struct median_link *by_site)
{
    for (size_t k = 0; k < m->row[m->places]; k++)
        column[m->by_place[k].other + 1]++;
    for (size_t j = 0; j < m->sites; j++)
        column[j + 1] += column[j];
    for (size_t i = 0; i < m->places; i++)
        for (size_t k = m->row[i]; k < m->row[i + 1]; k++)
            by_site[column[m->by_place[k].other]++] =
                (struct median_link){ m->by_place[k].cost, (uint32_t)i };
    for (size_t j = m->sites; j > 0; j--)
        column[j] = column[j - 1];
    column[0] = 0;
    for (size_t j = 0; j < m->sites; j++)
        qsort(by_site + column[j], column[j + 1] - column[j], sizeof *by_site, by_cost);
}

static bool is_whole(const struct locate_rows *rows)
{
    const struct median *m = &rows->m;

    if (m->all * (m->far > 1 ? m->far : 1) > WHOLE_MOST || m->far != floor(m->far))
        return false;
    for (size_t i = 0; i < m->places; i++)
        if (m->weight[i] != floor(m->weight[i]))
            return false;
    for (size_t k = 0; k < m->row[m->places]; k++)
        if (m->by_place[k].cost != floor(m->by_place[k].cost))
            return false;
    /* Then the cheapest sharing is of whole amounts: its matrix is totally unimodular. */
    for (size_t j = 0; j < m->sites && m->capacity != NULL; j++)
        if (m->capacity[j] != floor(m->capacity[j]))
            return false;
    return true;
}

static double far_cost(const struct orb_locate *in)
{
    double longest = 0;

    if (in->model != ORB_LOCATE_MEDIAN)
        return 1;
    for (size_t k = 0; k < in->rows[in->place_count]; k++)
        longest = in->minutes[k] > longest ? in->minutes[k] : longest;
    if (in->far_minutes > 0)
        return in->far_minutes > longest ? in->far_minutes : longest;
    return longest > 0 ? 2 * longest : 1;
}

static void set_questions(struct locate_rows *rows, const struct orb_locate *in)
{
    struct median *m = &rows->m;

    m->far = far_cost(in);
    m->binary = in->model != ORB_LOCATE_MEDIAN;
    m->whole = is_whole(rows);
    m->enough = -1;
    if (in->model == ORB_LOCATE_ALL_COVERED)
        m->enough = m->whole ? 0.5 : 1e-9 * m->all;
    m->p = in->p < m->sites ? in->p : m->sites;
}

enum orb_status orb_locate_rows(struct locate_rows *rows, const struct orb_locate *in,
                                struct orb_arena *arena, struct orb_locate_answer *out,
                                struct orb_error *err)
{
    struct median *m = &rows->m;
    size_t links = 0;
    bool *kept = orb_arena_array(arena, in->site_count + 1, sizeof *kept);
    double *weight = NULL;
    size_t *row = NULL;
    size_t *column = NULL;
    struct median_link *by_place = NULL;
    struct median_link *by_site = NULL;

    memset(rows, 0, sizeof *rows);
    rows->place = orb_arena_array(arena, in->place_count + 1, sizeof *rows->place);
    if (kept == NULL || rows->place == NULL)
        return orb_error_memory(err);
    links = count_links(rows, in, out);
    weight = orb_arena_array(arena, m->places + 1, sizeof *weight);
    row = orb_arena_array(arena, m->places + 1, sizeof *row);
    column = orb_arena_array(arena, in->site_count + 1, sizeof *column);
    by_place = orb_arena_array(arena, links + 1, sizeof *by_place);
    by_site = orb_arena_array(arena, links + 1, sizeof *by_site);
    if (weight == NULL || row == NULL || column == NULL || by_place == NULL ||
        by_site == NULL)
        return orb_error_memory(err);
    m->sites = in->site_count;
    for (size_t j = 0; j < m->sites && in->kept != NULL; j++) {
        kept[j] = in->kept[j];
        m->kept_count += kept[j];
    }
    m->kept = kept;
    m->capacity = in->capacity;
    m->indivisible = in->indivisible && in->capacity != NULL;
    fill_rows(rows, in, weight, row, by_place);
    m->weight = weight;
    m->row = row;
    m->by_place = by_place;
    fill_columns(m, column, by_site);
    m->column = column;
    m->by_site = by_site;
    set_questions(rows, in);
    return ORB_OK;
}
