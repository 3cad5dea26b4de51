/* Each code that zones name leads to the lines of its communes; services are then read one
 * by one, and a line, or a cell of it, remembers the last one that it counted. */
#include "engine/planning/served.h"

#include <stdlib.h>

#include "engine/base/alloc.h"
#include "engine/planning/matrix_columns.h"
#include "engine/planning/supply.h"

/* How an offer reaches people. */
enum reach { REACH_HOME = 1, REACH_REMOTE = 2 };

/* What a zone names, and a line that it comes to. */
struct pair {
    uint32_t key, line; /* key: twice the code, and 1 for that of a département */
};

struct counted {
    orb_cat_text service; /* 0 = it is alone */
    uint32_t offer;
};

struct served_work {
    const struct orb_matrix_request *request;
    const struct orb_catalogue *c;
    struct orb_served *out;
    struct orb_arena arena;
    struct matrix_columns columns;
    uint8_t *reach;       /* by ways part */
    struct pair *pairs;   /* by key, then by line; each once */
    uint32_t *first;      /* by key, 2 * code_count + 1: into pairs */
    struct counted *list; /* by service, then by offer */
    uint32_t count;
    uint32_t service; /* the one being read, from 1 */
    bool placed;      /* one of its sites is known */
    uint32_t *site;   /* by line: the last service that stands there */
    uint32_t *came;   /* by line: the last one that comes there */
    uint32_t *told;   /* by line: the last one whose zone nobody tells */
    uint32_t *seen;   /* by cell: the last one counted there; the last row is everywhere */
};

/* ---- what is read once */

/* The line of a commune; ORB_CAT_NONE = outside the perimeter. */
static uint32_t line_of(const struct served_work *w, uint32_t commune)
{
    const struct orb_areas *areas = w->request->areas;

    if (commune == ORB_CAT_NONE || !w->request->perimeter->within[areas->today[commune]])
        return ORB_CAT_NONE;
    return areas->of[commune] == ORB_CAT_NONE ? areas->count : areas->of[commune];
}

static int by_key(const void *a, const void *b)
{
    const struct pair *x = a;
    const struct pair *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static bool make_pairs(struct served_work *w)
{
    const struct orb_catalogue *c = w->c;
    uint32_t count = 0;
    uint32_t kept = 0;

    w->pairs = orb_calloc(2 * (size_t)c->commune_count + 1, sizeof *w->pairs);
    w->first = orb_calloc(2 * (size_t)c->code_count + 1, sizeof *w->first);
    if (w->pairs == NULL || w->first == NULL)
        return false;
    for (uint32_t i = 0; i < c->commune_count; i++) {
        const struct orb_cat_commune *commune = &c->communes[i];
        uint32_t line = line_of(w, i);

        if (line == ORB_CAT_NONE)
            continue;
        if (commune->code_number != ORB_CAT_NONE)
            w->pairs[count++] = (struct pair){ 2 * commune->code_number, line };
        if (commune->department_number != ORB_CAT_NONE && w->request->areas->today[i] == i)
            w->pairs[count++] = (struct pair){ 2 * commune->department_number + 1, line };
    }
    qsort(w->pairs, count, sizeof *w->pairs, by_key);
    for (uint32_t i = 0; i < count; i++)
        if (kept == 0 || by_key(&w->pairs[kept - 1], &w->pairs[i]) != 0) {
            w->first[w->pairs[i].key + 1]++;
            w->pairs[kept++] = w->pairs[i];
        }
    for (uint32_t i = 0; i < 2 * c->code_count; i++)
        w->first[i + 1] += w->first[i];
    return true;
}

static bool make_reach(struct served_work *w)
{
    const struct orb_catalogue *c = w->c;

    w->reach = orb_calloc((size_t)c->ways_count + 1, sizeof *w->reach);
    for (uint32_t i = 0; w->reach != NULL && i < c->ways_count; i++) {
        const struct orb_cat_codes *ways = &c->terms[c->ways_terms[i]].modalities;

        for (uint32_t k = 0; k < ways->count; k++) {
            const struct orb_profile_modality *known = orb_supply_modality(
                c, w->request->profile, false, &c->modalities[ways->first + k]);

            if (known != NULL && known->kind == ORB_KIND_HOME)
                w->reach[i] |= REACH_HOME;
            if (known != NULL && known->kind == ORB_KIND_REMOTE)
                w->reach[i] |= REACH_REMOTE;
        }
    }
    return w->reach != NULL;
}

static int by_service(const void *a, const void *b)
{
    const struct counted *x = a;
    const struct counted *y = b;

    if (x->service != y->service)
        return x->service < y->service ? -1 : 1;
    return (x->offer > y->offer) - (x->offer < y->offer);
}

static bool make_list(struct served_work *w)
{
    const struct orb_catalogue *c = w->c;
    orb_date date = w->request->date;

    w->list = orb_calloc((size_t)c->offer_count + 1, sizeof *w->list);
    if (w->list == NULL)
        return false;
    for (uint32_t i = 0; i < c->offer_count; i++) {
        const struct orb_cat_offer *o = &c->offers[i];
        bool closed = o->closed_on != ORB_DATE_NONE && o->closed_on <= date;
        bool not_open = o->opened_on != ORB_DATE_NONE && o->opened_on > date;

        if (o->canonical == i && !closed && !not_open)
            w->list[w->count++] = (struct counted){ o->service, i };
    }
    qsort(w->list, w->count, sizeof *w->list, by_service);
    return true;
}

static bool make_room(struct served_work *w)
{
    struct orb_served *out = w->out;
    size_t lines = (size_t)w->request->areas->count + 2;

    out->line_count = (uint32_t)lines;
    out->column_count = w->columns.count;
    out->lines = orb_calloc(lines, sizeof *out->lines);
    out->cells = orb_calloc(lines * out->column_count + 1, sizeof *out->cells);
    out->columns = orb_calloc((size_t)out->column_count + 1, sizeof *out->columns);
    w->site = orb_calloc(lines, sizeof *w->site);
    w->came = orb_calloc(lines, sizeof *w->came);
    w->told = orb_calloc(lines, sizeof *w->told);
    w->seen = orb_calloc((lines + 1) * out->column_count + 1, sizeof *w->seen);
    return out->lines != NULL && out->cells != NULL && out->columns != NULL &&
           w->site != NULL && w->came != NULL && w->told != NULL && w->seen != NULL;
}

/* ---- adding up */

/* Count a service under the columns of one of its offers, once in each. */
static void count_cells(struct served_work *w, uint32_t *row, uint32_t line, uint32_t offer)
{
    struct matrix_membership one;
    uint32_t count;
    const struct matrix_membership *list =
        orb_matrix_memberships(&w->columns, w->request->circles, offer, &one, &count);
    uint32_t *seen = w->seen + (size_t)line * w->out->column_count;

    for (uint32_t i = 0; i < count; i++) {
        row[list[i].column] += seen[list[i].column] != w->service;
        seen[list[i].column] = w->service;
    }
}

static void come(struct served_work *w, uint32_t line, uint32_t offer)
{
    struct orb_served_line *to = &w->out->lines[line];
    bool first = w->came[line] != w->service;

    w->came[line] = w->service;
    if (w->site[line] == w->service) {
        to->here += first;
    } else if (!w->placed) {
        to->unplaced += first;
    } else {
        to->elsewhere += first;
        count_cells(w, w->out->cells + (size_t)line * w->out->column_count, line, offer);
    }
}

static void come_by_codes(struct served_work *w, const struct orb_cat_codes *codes,
                          bool departments, uint32_t offer)
{
    for (uint32_t i = 0; i < codes->count; i++) {
        uint32_t key = 2 * w->c->codes[codes->first + i] + departments;

        for (uint32_t k = w->first[key]; k < w->first[key + 1]; k++) {
            come(w, w->pairs[k].line, offer);
            come(w, w->out->line_count - 1, offer);
        }
    }
}

/* Say of the lines where a service stands that nobody tells its zone; of the whole when it
 * stands in none of them. */
static void tell_unknown(struct served_work *w, const struct counted *list, uint32_t count)
{
    uint32_t last = w->out->line_count - 1;

    for (uint32_t i = 0; i < count; i++) {
        uint32_t line = line_of(w, w->c->offers[list[i].offer].commune);

        if (line == ORB_CAT_NONE || w->told[line] == w->service)
            continue;
        w->told[line] = w->service;
        w->out->lines[line].zone_unknown++;
    }
    if (w->site[last] == w->service)
        w->out->lines[last].zone_unknown++;
    else
        w->out->zone_unknown++;
}

static void find_sites(struct served_work *w, const struct counted *list, uint32_t count)
{
    w->placed = false;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t commune = w->c->offers[list[i].offer].commune;
        uint32_t line = line_of(w, commune);

        w->placed = w->placed || commune != ORB_CAT_NONE;
        if (line == ORB_CAT_NONE)
            continue;
        w->site[line] = w->service;
        w->site[w->out->line_count - 1] = w->service;
    }
}

static void add_service(struct served_work *w, const struct counted *list, uint32_t count)
{
    const struct orb_catalogue *c = w->c;
    bool everywhere = false;
    bool unknown = false;

    find_sites(w, list, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t offer = list[i].offer;
        uint32_t zone = c->offers[offer].zone;
        uint8_t reach = w->reach[orb_cat_offer_parts(c, offer)->ways];

        if (reach == 0)
            continue;
        if (zone == ORB_CAT_NONE)
            unknown = unknown || (reach & REACH_HOME) != 0;
        if (zone == ORB_CAT_NONE ? (reach & REACH_REMOTE) != 0
                                 : c->zones[zone].national != 0) {
            everywhere = true;
            count_cells(w, w->out->columns, w->out->line_count, offer);
        } else if (zone != ORB_CAT_NONE) {
            come_by_codes(w, &c->zones[zone].communes, false, offer);
            come_by_codes(w, &c->zones[zone].departments, true, offer);
        }
    }
    w->out->everywhere += everywhere;
    if (unknown)
        tell_unknown(w, list, count);
}

static void add_up(struct served_work *w)
{
    for (uint32_t i = 0, end; i < w->count; i = end) {
        for (end = i + 1; end < w->count && w->list[i].service != 0 &&
                          w->list[end].service == w->list[i].service;)
            end++;
        w->service++;
        add_service(w, w->list + i, end - i);
    }
}

/* ---- the whole */

enum orb_status orb_served_make(struct orb_served *out,
                                const struct orb_matrix_request *request,
                                struct orb_error *err)
{
    struct served_work w = { .request = request, .c = request->catalogue, .out = out };
    enum orb_status status;

    *out = (struct orb_served){ .line_count = 0 };
    status = orb_matrix_columns_make(&w.columns, &w.arena, request, err);
    if (status == ORB_OK &&
        (!make_pairs(&w) || !make_reach(&w) || !make_list(&w) || !make_room(&w)))
        status = orb_error_memory(err);
    if (status == ORB_OK)
        add_up(&w);
    orb_free(w.reach);
    orb_free(w.pairs);
    orb_free(w.first);
    orb_free(w.list);
    orb_free(w.site);
    orb_free(w.came);
    orb_free(w.told);
    orb_free(w.seen);
    orb_arena_release(&w.arena);
    if (status != ORB_OK)
        orb_served_release(out);
    return status;
}

void orb_served_release(struct orb_served *served)
{
    if (served == NULL)
        return;
    orb_free(served->lines);
    orb_free(served->cells);
    orb_free(served->columns);
    *served = (struct orb_served){ .line_count = 0 };
}
