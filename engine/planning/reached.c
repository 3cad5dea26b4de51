/* Communes are looked from line by line; the offers that one of them reaches are then put
 * together by service, as they stand in their list. */
#include "engine/planning/reached.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/planning/links.h"
#include "engine/planning/matrix_columns.h"
#include "engine/planning/supply.h"
#include "engine/travel/table.h"

/* Communes whose links are held at once. */
#define CHUNK 512

struct place {
    uint32_t line, commune;
};

struct site {
    orb_cat_text service; /* 0 = it is alone */
    uint32_t offer;
};

enum way { WAY_NONE = 0, WAY_UNKNOWN, WAY_KNOWN };

struct reached_work {
    const struct orb_reached_request *request;
    const struct orb_catalogue *c;
    struct orb_reached *out;
    struct orb_arena arena;
    struct matrix_columns columns;
    struct place *places; /* by line, then by commune */
    struct site *sites;   /* by service, then by offer */
    struct orb_link_point *points;
    uint32_t place_count, site_count;
    uint8_t *way;   /* by site: the best so far of the line, enum way */
    uint8_t *any;   /* by site: of the perimeter */
    uint32_t *list; /* sites with a way in the line, in any order */
    uint32_t listed;
    uint32_t line;    /* of the list */
    uint32_t service; /* counted so far, lines apart */
    uint32_t *seen;   /* by column: the last service counted there */
};

/* ---- what is read once */

static uint32_t line_of(const struct reached_work *w, uint32_t commune)
{
    const struct orb_matrix_request *r = w->request->matrix;

    if (commune == ORB_CAT_NONE || !r->perimeter->within[r->areas->today[commune]])
        return ORB_CAT_NONE;
    return r->areas->of[commune] == ORB_CAT_NONE ? r->areas->count : r->areas->of[commune];
}

bool orb_reached_counts(const struct orb_matrix_request *request, uint32_t offer)
{
    const struct orb_catalogue *c = request->catalogue;
    const struct orb_cat_offer *o = &c->offers[offer];
    const struct orb_cat_codes *ways = &c->terms[o->terms].modalities;
    bool elsewhere = false;

    if (o->canonical != offer ||
        (o->closed_on != ORB_DATE_NONE && o->closed_on <= request->date) ||
        (o->opened_on != ORB_DATE_NONE && o->opened_on > request->date))
        return false;
    for (uint32_t k = 0; k < ways->count; k++) {
        const struct orb_profile_modality *known = orb_supply_modality(
            c, request->profile, false, &c->modalities[ways->first + k]);

        if (known != NULL && known->kind == ORB_KIND_ONSITE)
            return true;
        elsewhere = elsewhere || known != NULL;
    }
    return !elsewhere;
}

static int by_line(const void *a, const void *b)
{
    const struct place *x = a;
    const struct place *y = b;

    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return (x->commune > y->commune) - (x->commune < y->commune);
}

static int by_service(const void *a, const void *b)
{
    const struct site *x = a;
    const struct site *y = b;

    if (x->service != y->service)
        return x->service < y->service ? -1 : 1;
    return (x->offer > y->offer) - (x->offer < y->offer);
}

static bool list_places(struct reached_work *w)
{
    const struct orb_areas *areas = w->request->matrix->areas;

    w->places = orb_calloc((size_t)w->c->commune_count + 1, sizeof *w->places);
    for (uint32_t i = 0; w->places != NULL && i < w->c->commune_count; i++) {
        uint32_t line = areas->today[i] == i ? line_of(w, i) : ORB_CAT_NONE;

        if (line != ORB_CAT_NONE)
            w->places[w->place_count++] = (struct place){ line, i };
    }
    if (w->place_count > 1)
        qsort(w->places, w->place_count, sizeof *w->places, by_line);
    return w->places != NULL;
}

static uint32_t travel_number(const struct reached_work *w, orb_cat_text id)
{
    return w->request->table == NULL
               ? ORB_TRAVEL_NOWHERE
               : orb_travel_table_place(w->request->table, orb_cat_string(w->c, id));
}

static bool list_sites(struct reached_work *w)
{
    const struct orb_matrix_request *r = w->request->matrix;
    size_t room = (size_t)w->c->offer_count + 1;

    w->sites = orb_calloc(room, sizeof *w->sites);
    w->points = orb_calloc(room, sizeof *w->points);
    if (w->sites == NULL || w->points == NULL)
        return false;
    for (uint32_t i = 0; i < w->c->offer_count; i++)
        if (orb_reached_counts(r, i))
            w->sites[w->site_count++] = (struct site){ w->c->offers[i].service, i };
    if (w->site_count > 1)
        qsort(w->sites, w->site_count, sizeof *w->sites, by_service);
    for (uint32_t j = 0; j < w->site_count; j++) {
        w->points[j] = orb_link_offer(w->c, r->profile, w->sites[j].offer);
        w->points[j].travel = travel_number(w, w->c->offers[w->sites[j].offer].id);
        w->out->unlocated += isnan(w->points[j].lon) ? 1 : 0;
    }
    return true;
}

static bool make_room(struct reached_work *w)
{
    struct orb_reached *out = w->out;
    size_t lines = (size_t)w->request->matrix->areas->count + 2;
    size_t sites = (size_t)w->site_count + 1;

    out->line_count = (uint32_t)lines;
    out->column_count = w->columns.count;
    out->lines = orb_calloc(lines, sizeof *out->lines);
    out->cells = orb_calloc(lines * out->column_count + 1, sizeof *out->cells);
    w->way = orb_calloc(sites, sizeof *w->way);
    w->any = orb_calloc(sites, sizeof *w->any);
    w->list = orb_calloc(sites, sizeof *w->list);
    w->seen = orb_calloc((size_t)out->column_count + 1, sizeof *w->seen);
    return out->lines != NULL && out->cells != NULL && w->way != NULL && w->any != NULL &&
           w->list != NULL && w->seen != NULL;
}

/* ---- one line */

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;

    return (*x > *y) - (*x < *y);
}

static void count_cells(struct reached_work *w, uint32_t offer)
{
    struct matrix_membership one;
    uint32_t count;
    const struct matrix_membership *list = orb_matrix_memberships(
        &w->columns, w->request->matrix->circles, offer, &one, &count);
    uint32_t *row = w->out->cells + (size_t)w->line * w->out->column_count;

    for (uint32_t i = 0; i < count; i++) {
        row[list[i].column] += w->seen[list[i].column] != w->service;
        w->seen[list[i].column] = w->service;
    }
}

/* The sites of one service, of those listed. */
static void count_service(struct reached_work *w, const uint32_t *list, uint32_t count)
{
    struct orb_reached_line *to = &w->out->lines[w->line];
    uint32_t last = w->out->line_count - 1;
    bool reached = false;
    bool here = false;

    w->service++;
    for (uint32_t k = 0; k < count; k++) {
        uint32_t offer = w->sites[list[k]].offer;
        uint32_t line = line_of(w, w->c->offers[offer].commune);

        if (w->way[list[k]] != WAY_KNOWN)
            continue;
        reached = true;
        here = here || (line != ORB_CAT_NONE && (line == w->line || w->line == last));
        count_cells(w, offer);
    }
    to->reached += reached;
    to->here += here;
    to->unknown += !reached;
}

static void end_line(struct reached_work *w)
{
    if (w->listed > 1)
        qsort(w->list, w->listed, sizeof *w->list, by_number);
    for (uint32_t i = 0, end; i < w->listed; i = end) {
        orb_cat_text service = w->sites[w->list[i]].service;

        for (end = i + 1;
             end < w->listed && service != 0 && w->sites[w->list[end]].service == service;)
            end++;
        count_service(w, w->list + i, end - i);
    }
    for (uint32_t i = 0; i < w->listed; i++) {
        uint32_t site = w->list[i];

        w->any[site] = w->way[site] > w->any[site] ? w->way[site] : w->any[site];
        w->way[site] = WAY_NONE;
    }
    w->listed = 0;
}

static void take_row(struct reached_work *w, const struct orb_links *links, uint32_t row)
{
    for (size_t k = links->first[row]; k < links->first[row + 1]; k++) {
        uint32_t site = links->site[k];
        bool unknown = (links->flags[k] & ORB_LINK_UNKNOWN) != 0;
        uint8_t way = unknown ? WAY_UNKNOWN : WAY_KNOWN;

        if (w->way[site] == WAY_NONE)
            w->list[w->listed++] = site;
        w->way[site] = way > w->way[site] ? way : w->way[site];
        if (unknown)
            continue;
        if ((links->flags[k] & ORB_LINK_ESTIMATE) != 0)
            w->out->estimated++;
        else
            w->out->told++;
    }
}

static enum orb_status look_from(struct reached_work *w, uint32_t first, uint32_t count,
                                 struct orb_error *err)
{
    const struct orb_profile *profile = w->request->matrix->profile;
    struct orb_link_point from[CHUNK];
    struct orb_links links = { 0 };
    const struct orb_link_request request = { .places = from,
                                              .sites = w->points,
                                              .place_count = count,
                                              .site_count = w->site_count,
                                              .unit = ORB_LINK_MINUTES,
                                              .limit = w->request->minutes,
                                              .profile = profile,
                                              .mode = w->request->mode,
                                              .table = w->request->table,
                                              .ways = true };
    enum orb_status status;

    for (uint32_t i = 0; i < count; i++) {
        uint32_t commune = w->places[first + i].commune;

        from[i] = orb_link_commune(w->c, profile, commune);
        from[i].travel = travel_number(w, w->c->communes[commune].code);
    }
    status = orb_links_make(&links, &request, err);
    for (uint32_t i = 0; status == ORB_OK && i < count; i++) {
        if (w->places[first + i].line != w->line) {
            end_line(w);
            w->line = w->places[first + i].line;
        }
        take_row(w, &links, i);
    }
    orb_links_release(&links);
    return status;
}

/* ---- the whole */

static enum orb_status run(struct reached_work *w, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (uint32_t first = 0; status == ORB_OK && first < w->place_count; first += CHUNK) {
        uint32_t left = w->place_count - first;

        status = look_from(w, first, left < CHUNK ? left : CHUNK, err);
    }
    if (status != ORB_OK)
        return status;
    end_line(w);
    w->line = w->out->line_count - 1;
    memcpy(w->way, w->any, w->site_count);
    for (uint32_t j = 0; j < w->site_count; j++)
        if (w->way[j] != WAY_NONE)
            w->list[w->listed++] = j;
    end_line(w);
    return ORB_OK;
}

enum orb_status orb_reached_make(struct orb_reached *out,
                                 const struct orb_reached_request *request,
                                 struct orb_error *err)
{
    struct reached_work w = { .request = request,
                              .c = request->matrix->catalogue,
                              .out = out };
    enum orb_status status;

    *out = (struct orb_reached){ .line_count = 0 };
    status = orb_matrix_columns_make(&w.columns, &w.arena, request->matrix, err);
    if (status == ORB_OK && (!list_places(&w) || !list_sites(&w) || !make_room(&w)))
        status = orb_error_memory(err);
    if (status == ORB_OK)
        status = run(&w, err);
    orb_free(w.places);
    orb_free(w.sites);
    orb_free(w.points);
    orb_free(w.way);
    orb_free(w.any);
    orb_free(w.list);
    orb_free(w.seen);
    orb_arena_release(&w.arena);
    if (status != ORB_OK)
        orb_reached_release(out);
    return status;
}

void orb_reached_release(struct orb_reached *reached)
{
    if (reached == NULL)
        return;
    orb_free(reached->lines);
    orb_free(reached->cells);
    *reached = (struct orb_reached){ .line_count = 0 };
}
