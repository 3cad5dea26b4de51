/* Writes the relations and the offers of the image. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/catalogue/draft_write.h"
#include "engine/model/relation.h"
#include "engine/model/site.h"

#define OFFERS_PER_CELL 8
#define MAX_SIDE        2048

static void join_contacts(struct orb_cat_offer *row, struct draft_writer *w,
                          const struct draft_contacts *c)
{
    if (row->phone == 0 && row->email == 0 && row->url == 0) {
        row->phone = orb_draft_put_text(w, c->phone);
        row->email = orb_draft_put_text(w, c->email);
        row->url = orb_draft_put_text(w, c->url);
        row->contact_checked_on = c->checked_on;
    }
}

/* The position used: the site's, else the point of its commune with the precision of a
 * commune (MATCHING 1.2, 6). */
static void join_site(struct orb_cat_offer *row, struct draft_writer *w,
                      const struct draft_site *s)
{
    uint32_t commune;

    row->lon = row->lat = NAN;
    row->commune = ORB_CAT_NONE;
    if (s == NULL)
        return;
    commune = w->commune_of[s->commune];
    row->address = orb_draft_put_text(w, s->address);
    row->commune_code = orb_draft_put_text(w, s->commune);
    row->confidential = s->confidential;
    row->position = s->position;
    if (s->commune != 0 && commune != ORB_CAT_NONE) {
        row->commune = w->commune_row[commune];
        row->density = (uint8_t)w->b->communes.items[commune].density;
    }
    if (!isnan(s->lon) && !isnan(s->lat)) {
        row->lon = s->lon;
        row->lat = s->lat;
        row->precision = s->precision;
    } else if (row->commune != ORB_CAT_NONE) {
        row->lon = w->b->communes.items[commune].lon;
        row->lat = w->b->communes.items[commune].lat;
        row->precision = ORB_PRECISION_MUNICIPALITY;
    }
    if (isnan(row->lon) || isnan(row->lat))
        row->lon = row->lat = NAN;
}

/* What the offer does not say itself, its service says. */
static struct draft_parents parents_of(const struct draft_writer *w,
                                       const struct draft_offer *o)
{
    const struct orb_catalogue_builder *b = w->b;
    struct draft_parents from = { .offer = o };
    draft_text organization = o->organization;
    draft_text site = o->site;
    uint32_t at = w->service_of[o->service];

    if (at != ORB_CAT_NONE) {
        from.service = &b->services.items[at];
        organization = organization != 0 ? organization : from.service->organization;
        site = site != 0 ? site : from.service->site;
    }
    at = organization == 0 ? ORB_CAT_NONE : w->organization_of[organization];
    if (at != ORB_CAT_NONE)
        from.organization = &b->organizations.items[at];
    at = site == 0 ? ORB_CAT_NONE : w->site_of[site];
    if (at != ORB_CAT_NONE)
        from.site = &b->sites.items[at];
    return from;
}

static void put_offer(struct draft_writer *w, struct orb_cat_offer *row,
                      struct orb_cat_detail *detail, const struct draft_offer *o)
{
    const struct draft_parents from = parents_of(w, o);
    draft_text name = o->name != 0 || from.service == NULL ? o->name : from.service->name;

    row->wait_days = o->wait_days;
    row->id = orb_draft_put_text(w, o->id);
    row->name = orb_draft_put_text(w, name);
    row->service = orb_draft_put_text(w, o->service);
    row->terms = w->terms_row[o->terms];
    row->zone = o->zone == ORB_CAT_NONE ? ORB_CAT_NONE : w->zone_row[o->zone];
    row->organization = ORB_CAT_NONE;
    if (from.organization != NULL) /* a draft until organizations are sorted */
        row->organization = (uint32_t)(from.organization - w->b->organizations.items);
    row->source = o->source == 0 ? ORB_CAT_NONE : w->source_row[o->source];
    row->dispositif = orb_draft_code(w, orb_draft_string(w, o->dispositif));
    row->funding_department = orb_draft_put_text(w, o->funding);
    row->opened_on = o->opened_on;
    row->closed_on = o->closed_on;
    row->observed_on = o->observed_on;
    row->contact_checked_on = ORB_DATE_NONE;
    row->places_available = o->places;
    row->temporary_places = o->temporary;
    join_contacts(row, w, &o->contacts);
    if (from.service != NULL)
        join_contacts(row, w, &from.service->contacts);
    if (from.organization != NULL)
        join_contacts(row, w, &from.organization->contacts);
    join_site(row, w, from.site);
    orb_draft_put_detail(w, detail, &from, row->contact_checked_on);
}

/* Follow duplicate_of to an offer without a target; in a cycle, to its smallest id
 * (MATCHING 3.2). */
static uint32_t canonical(const struct draft_writer *w, uint32_t start)
{
    const struct draft_offer *offers = w->b->offers.items;
    uint32_t slow = start;
    uint32_t fast = start;
    uint32_t best;

    for (;;) {
        for (int step = 0; step < 2; step++) {
            uint32_t next = offers[fast].duplicate_of == 0
                                ? ORB_CAT_NONE
                                : w->offer_of[offers[fast].duplicate_of];

            if (next == ORB_CAT_NONE)
                return fast;
            fast = next;
        }
        slow = w->offer_of[offers[slow].duplicate_of];
        if (slow == fast)
            break;
    }
    /* The two met inside a cycle: walk it once. */
    best = fast;
    for (uint32_t at = w->offer_of[offers[fast].duplicate_of]; at != fast;
         at = w->offer_of[offers[at].duplicate_of])
        if (strcmp(orb_draft_string(w, offers[at].id),
                   orb_draft_string(w, offers[best].id)) < 0)
            best = at;
    return best;
}

static void choose_grid(struct draft_writer *w, const struct orb_cat_offer *rows,
                        size_t count)
{
    double lon_max = -INFINITY;
    double lat_max = -INFINITY;
    double cells;
    struct orb_cat_grid *g = &w->grid;

    g->lon_min = g->lat_min = INFINITY;
    for (size_t i = 0; i < count; i++) {
        if (isnan(rows[i].lon))
            continue;
        g->located++;
        g->lon_min = fmin(g->lon_min, rows[i].lon);
        g->lat_min = fmin(g->lat_min, rows[i].lat);
        lon_max = fmax(lon_max, rows[i].lon);
        lat_max = fmax(lat_max, rows[i].lat);
    }
    if (g->located == 0) {
        g->lon_min = g->lat_min = 0;
        return;
    }
    cells = fmax(1, (double)g->located / OFFERS_PER_CELL);
    g->step = fmax(
        1e-4, sqrt(fmax(1e-8, (lon_max - g->lon_min) * (lat_max - g->lat_min)) / cells));
    g->step = fmax(g->step, fmax(lon_max - g->lon_min, lat_max - g->lat_min) / MAX_SIDE);
    g->columns = (uint32_t)((lon_max - g->lon_min) / g->step) + 1;
    g->rows = (uint32_t)((lat_max - g->lat_min) / g->step) + 1;
}

static uint32_t cell_of(const struct orb_cat_grid *g, const struct orb_cat_offer *row)
{
    uint32_t column;
    uint32_t line;

    if (isnan(row->lon))
        return g->columns * g->rows;
    column = (uint32_t)((row->lon - g->lon_min) / g->step);
    line = (uint32_t)((row->lat - g->lat_min) / g->step);
    column = column >= g->columns ? g->columns - 1 : column;
    line = line >= g->rows ? g->rows - 1 : line;
    return line * g->columns + column;
}

/* An offer with the place it takes: its cell, then its id. */
struct placed {
    uint64_t key;
    uint32_t draft;
};

static int by_key(const void *a, const void *b)
{
    const struct placed *x = a;
    const struct placed *y = b;

    return x->key < y->key ? -1 : x->key > y->key;
}

static enum orb_status sort_ids(struct draft_writer *w)
{
    struct orb_catalogue_builder *b = w->b;
    size_t count = b->offers.count;

    w->offers = orb_draft_array(w, count, sizeof *w->offers);
    if (w->offers == NULL)
        return ORB_ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        w->offers[i].text = orb_draft_string(w, b->offers.items[i].id);
        w->offers[i].number = (uint32_t)i;
        w->offer_of[b->offers.items[i].id] = (uint32_t)i;
    }
    orb_draft_sort(w->offers, count);
    for (size_t i = 1; i < count; i++)
        if (strcmp(w->offers[i].text, w->offers[i - 1].text) == 0)
            return orb_error_set(w->err, ORB_ERR_SYNTAX,
                                 _("two offers have the same identifier '%s'"),
                                 w->offers[i].text);
    return ORB_OK;
}

static void write_cells(struct draft_writer *w, const struct placed *placed, size_t count)
{
    size_t cells = (size_t)w->grid.columns * w->grid.rows;
    uint32_t *first = orb_draft_array(w, cells + 1, sizeof *first);
    size_t at = 0;

    if (first == NULL)
        return;
    for (size_t c = 0; c <= cells; c++) {
        while (at < count && (placed[at].key >> 32) < c)
            at++;
        first[c] = (uint32_t)at;
    }
    orb_draft_section(w, ORB_SECTION_CELL_FIRST, first, cells + 1, sizeof *first);
}

/* Put the rows in the order of the cells and fill what depends on that order. */
static enum orb_status place_offers(struct draft_writer *w,
                                    const struct orb_cat_offer *rows,
                                    const struct orb_cat_detail *details, size_t count)
{
    struct placed *placed = orb_draft_array(w, count, sizeof *placed);
    uint32_t *rank = orb_draft_array(w, count, sizeof *rank);
    uint32_t *by_id = orb_draft_array(w, count, sizeof *by_id);

    w->offer_rows = orb_draft_array(w, count, sizeof *w->offer_rows);
    w->detail_rows = orb_draft_array(w, count, sizeof *w->detail_rows);
    w->offer_row = orb_draft_array(w, count, sizeof *w->offer_row);
    if (placed == NULL || rank == NULL || by_id == NULL || w->offer_rows == NULL ||
        w->detail_rows == NULL || w->offer_row == NULL)
        return ORB_ERR_MEMORY;
    choose_grid(w, rows, count);
    for (size_t i = 0; i < count; i++)
        rank[w->offers[i].number] = (uint32_t)i;
    for (size_t i = 0; i < count; i++) {
        placed[i].key = (uint64_t)cell_of(&w->grid, &rows[i]) << 32 | rank[i];
        placed[i].draft = (uint32_t)i;
    }
    qsort(placed, count, sizeof *placed, by_key);
    for (size_t i = 0; i < count; i++) {
        uint32_t d = placed[i].draft;

        w->offer_row[d] = (uint32_t)i;
        w->offer_rows[i] = rows[d];
        w->detail_rows[i] = details[d];
        w->offer_rows[i].id_rank = rank[d];
        by_id[rank[d]] = (uint32_t)i;
    }
    for (size_t i = 0; i < count; i++)
        w->offer_rows[w->offer_row[i]].canonical = w->offer_row[canonical(w, (uint32_t)i)];
    write_cells(w, placed, count);
    orb_draft_section(w, ORB_SECTION_BY_ID, by_id, count, sizeof *by_id);
    return w->err != NULL && w->err->status != ORB_OK ? ORB_ERR_MEMORY : ORB_OK;
}

enum orb_status orb_draft_write_offers(struct draft_writer *w)
{
    struct orb_catalogue_builder *b = w->b;
    size_t count = b->offers.count;
    size_t closure_count = 0;
    struct orb_cat_closure *closures;
    struct orb_cat_offer *rows = orb_draft_array(w, count, sizeof *rows);
    struct orb_cat_detail *details = orb_draft_array(w, count, sizeof *details);
    enum orb_status status = rows == NULL || details == NULL ? ORB_ERR_MEMORY : sort_ids(w);

    if (status != ORB_OK)
        return status;
    closures = orb_draft_array(w, b->closures.count, sizeof *closures);
    w->osm_fields = orb_draft_array(w, b->texts.count, sizeof *w->osm_fields);
    if (closures == NULL || w->osm_fields == NULL)
        return ORB_ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        uint32_t d =
            w->offers[i].number; /* texts and closures are added in the order of the ids */
        const struct draft_offer *o = &b->offers.items[d];

        put_offer(w, &rows[d], &details[d], o);
        rows[d].closures.first = (uint32_t)closure_count;
        rows[d].closures.count = o->closures.count;
        for (uint32_t c = 0; c < o->closures.count; c++)
            closures[closure_count++] = b->closures.items[o->closures.first + c];
    }
    orb_draft_section(w, ORB_SECTION_CLOSURES, closures, closure_count, sizeof *closures);
    return place_offers(w, rows, details, count);
}

/* ---- relations */

/* A relation with the place it takes: its target, then its content. */
struct ranked_relation {
    uint64_t target; /* organizations first, then offers */
    const struct draft_relation *draft;
    const char *evidence;
};

static int by_target(const void *a, const void *b)
{
    const struct ranked_relation *x = a;
    const struct ranked_relation *y = b;

    if (x->target != y->target)
        return x->target < y->target ? -1 : 1;
    if (x->draft->type != y->draft->type)
        return x->draft->type < y->draft->type ? -1 : 1;
    if (x->draft->from != y->draft->from)
        return x->draft->from < y->draft->from ? -1 : 1;
    if (x->draft->to != y->draft->to)
        return x->draft->to < y->draft->to ? -1 : 1;
    return strcmp(x->evidence, y->evidence);
}

#define OFFER_TARGETS ((uint64_t)1 << 32)

typedef DRAFT_LIST(struct ranked_relation) ranked_list;

static bool add_target(struct draft_writer *w, ranked_list *list,
                       const struct draft_relation *r, uint64_t target)
{
    struct ranked_relation *x = DRAFT_ADD(*list);

    if (x == NULL)
        return false;
    x->target = target;
    x->draft = r;
    x->evidence = orb_draft_string(w, r->evidence);
    return true;
}

/* A relation with a service holds for each of its offers. */
static bool add_service(struct draft_writer *w, ranked_list *list, const uint32_t *heads,
                        const uint32_t *next, const struct draft_relation *r)
{
    for (uint32_t d = heads[r->service]; d != ORB_CAT_NONE; d = next[d])
        if (!add_target(w, list, r, OFFER_TARGETS + w->offer_row[d]))
            return false;
    return true;
}

static bool list_targets(struct draft_writer *w, ranked_list *list)
{
    struct orb_catalogue_builder *b = w->b;
    uint32_t *heads = orb_draft_array(w, b->texts.count, sizeof *heads);
    uint32_t *next = orb_draft_array(w, b->offers.count, sizeof *next);
    bool ok = heads != NULL && next != NULL;

    if (ok)
        memset(heads, 0xff, b->texts.count * sizeof *heads);
    for (size_t i = 0; ok && i < b->offers.count; i++) {
        next[i] = heads[b->offers.items[i].service];
        heads[b->offers.items[i].service] = (uint32_t)i;
    }
    for (size_t i = 0; ok && i < b->relations.count; i++) {
        const struct draft_relation *r = &b->relations.items[i];

        if (r->offer != 0 && w->offer_of[r->offer] != ORB_CAT_NONE)
            ok =
                add_target(w, list, r, OFFER_TARGETS + w->offer_row[w->offer_of[r->offer]]);
        if (ok && r->service != 0)
            ok = add_service(w, list, heads, next, r);
        if (ok && r->organization != 0)
            ok = add_target(w, list, r,
                            w->organization_row[w->organization_of[r->organization]]);
    }
    return ok;
}

enum orb_status orb_draft_write_relations(struct draft_writer *w)
{
    ranked_list list = { 0 };
    bool ok;

    for (size_t i = 0; i < w->b->offers.count; i++)
        if (w->offer_rows[i].organization != ORB_CAT_NONE)
            w->offer_rows[i].organization =
                w->organization_row[w->offer_rows[i].organization];
    ok = list_targets(w, &list);
    if (ok && list.count > 1)
        qsort(list.items, list.count, sizeof *list.items, by_target);
    for (size_t i = 0; ok && i < list.count; i++) {
        const struct ranked_relation *x = &list.items[i];
        struct orb_cat_relation *row = DRAFT_ADD(w->relations);
        struct orb_cat_span *span =
            x->target >= OFFER_TARGETS ? &w->offer_rows[x->target - OFFER_TARGETS].relations
                                       : &w->organization_relations[x->target];

        ok = row != NULL;
        if (!ok)
            break;
        row->operator_id = orb_draft_put_text(w, x->draft->operator_id);
        row->evidence = orb_draft_put_text(w, x->draft->evidence);
        row->type = x->draft->type;
        row->from = x->draft->from;
        row->to = x->draft->to;
        if (span->count++ == 0)
            span->first = (uint32_t)i;
    }
    orb_free(list.items);
    return ok ? ORB_OK : orb_error_memory(w->err);
}
