/* Writes the relations and the offers of the image. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/prefetch.h"
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
    commune = orb_draft_find(&w->commune_of, s->commune);
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
    uint32_t at = orb_draft_find(&w->service_of, o->service);

    if (at != ORB_CAT_NONE) {
        from.service = &b->services.items[at];
        organization = organization != 0 ? organization : from.service->organization;
        site = site != 0 ? site : from.service->site;
    }
    at = organization == 0 ? ORB_CAT_NONE
                           : orb_draft_find(&w->organization_of, organization);
    if (at != ORB_CAT_NONE)
        from.organization = &b->organizations.items[at];
    at = site == 0 ? ORB_CAT_NONE : orb_draft_find(&w->site_of, site);
    if (at != ORB_CAT_NONE)
        from.site = &b->sites.items[at];
    return from;
}

static void put_offer(struct draft_writer *w, struct orb_cat_offer *row,
                      const struct draft_parents *from)
{
    const struct draft_offer *o = from->offer;
    draft_text name = o->name != 0 || from->service == NULL ? o->name : from->service->name;

    row->wait_days = o->wait_days;
    row->id = orb_draft_put_text(w, o->id);
    row->name = orb_draft_put_text(w, name);
    row->service = orb_draft_put_text(w, o->service);
    row->terms = w->terms_row[o->terms];
    row->zone = o->zone == ORB_CAT_NONE ? ORB_CAT_NONE : w->zone_row[o->zone];
    row->organization = ORB_CAT_NONE;
    if (from->organization != NULL && w->organization_row != NULL)
        row->organization =
            w->organization_row[from->organization - w->b->organizations.items];
    row->source = o->source == 0 ? ORB_CAT_NONE : orb_draft_find(&w->source_row, o->source);
    row->dispositif = orb_draft_code(w, orb_draft_string(w, o->dispositif));
    row->funding_department = orb_draft_put_text(w, o->funding);
    row->opened_on = o->opened_on;
    row->closed_on = o->closed_on;
    row->observed_on = o->observed_on;
    row->closures = o->closures;
    row->contact_checked_on = ORB_DATE_NONE;
    row->places_available = o->places;
    row->temporary_places = o->temporary;
    join_contacts(row, w, &o->contacts);
    if (from->service != NULL)
        join_contacts(row, w, &from->service->contacts);
    if (from->organization != NULL)
        join_contacts(row, w, &from->organization->contacts);
    join_site(row, w, from->site);
}

/* The day of the contact that the offer shows. */
static orb_date checked_on_of(const struct draft_parents *from)
{
    const struct draft_contacts *const lists[] = {
        &from->offer->contacts,
        from->service == NULL ? NULL : &from->service->contacts,
        from->organization == NULL ? NULL : &from->organization->contacts,
    };
    orb_date on = ORB_DATE_NONE;

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        const struct draft_contacts *c = lists[i];

        if (c == NULL)
            continue;
        on = c->checked_on;
        if (c->phone != 0 || c->email != 0 || c->url != 0)
            break;
    }
    return on;
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
                                : orb_draft_find(&w->offer_of, offers[fast].duplicate_of);

            if (next == ORB_CAT_NONE)
                return fast;
            fast = next;
        }
        slow = orb_draft_find(&w->offer_of, offers[slow].duplicate_of);
        if (slow == fast)
            break;
    }
    /* The two met inside a cycle: walk it once. */
    best = fast;
    for (uint32_t at = orb_draft_find(&w->offer_of, offers[fast].duplicate_of); at != fast;
         at = orb_draft_find(&w->offer_of, offers[at].duplicate_of))
        if (strcmp(orb_draft_string(w, offers[at].id),
                   orb_draft_string(w, offers[best].id)) < 0)
            best = at;
    return best;
}

/* The grid in which the offers lie, from where they are. */
static void choose_grid(struct orb_cat_grid *g, double lon_max, double lat_max)
{
    double cells;

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

static uint32_t cell_of(const struct orb_cat_grid *g, double lon, double lat)
{
    uint32_t column;
    uint32_t line;

    if (isnan(lon))
        return g->columns * g->rows;
    column = (uint32_t)((lon - g->lon_min) / g->step);
    line = (uint32_t)((lat - g->lat_min) / g->step);
    column = column >= g->columns ? g->columns - 1 : column;
    line = line >= g->rows ? g->rows - 1 : line;
    return line * g->columns + column;
}

/* By cell, the first offer of each: w->draft_of is sorted by the cells in w->keys. */
static enum orb_status write_cells(struct draft_writer *w)
{
    size_t cells = (size_t)w->grid.columns * w->grid.rows;
    uint32_t *first = orb_draft_array(w, cells + 1, sizeof *first);
    size_t at = 0;

    if (first == NULL)
        return ORB_ERR_MEMORY;
    for (size_t c = 0; c <= cells; c++) {
        while (at < w->b->offers.count && w->keys[w->draft_of[at]] < c)
            at++;
        first[c] = (uint32_t)at;
    }
    orb_draft_section(w, ORB_SECTION_CELL_FIRST, first, cells + 1, sizeof *first);
    return ORB_OK;
}

/* Put the offers in the order of the cells; where each is was found in order of drafts. */
static enum orb_status place_offers(struct draft_writer *w)
{
    size_t count = w->b->offers.count;
    enum orb_status status;

    memcpy(w->draft_of, w->by_rank, count * sizeof *w->draft_of);
    orb_draft_order(w, w->draft_of, w->grid.columns * w->grid.rows);
    for (size_t i = 0; i < count; i++)
        w->offer_row[w->draft_of[i]] = (uint32_t)i;
    status = write_cells(w);
    for (size_t i = 0; i < count; i++)
        w->spare[i] = w->offer_row[w->by_rank[i]];
    orb_draft_section(w, ORB_SECTION_BY_ID, w->spare, count, sizeof *w->spare);
    return status;
}

/* Where an offer is, until it has its row. */
struct spot {
    double lon, lat;
};

/* Texts and closures are added in the order of the ids; spots are by draft. */
static void put_texts(struct draft_writer *w, struct spot *spots, double most[2])
{
    struct orb_cat_grid *g = &w->grid;
    uint32_t closure_count = 0;

    orb_draft_begin(w, ORB_SECTION_CLOSURES, sizeof(struct orb_cat_closure));
    g->lon_min = g->lat_min = INFINITY;
    most[0] = most[1] = -INFINITY;
    for (size_t i = 0; i < w->b->offers.count; i++) {
        struct draft_offer *o = &w->b->offers.items[w->by_rank[i]];
        const struct draft_parents from = parents_of(w, o);
        struct orb_cat_offer row = { 0 };
        struct orb_cat_detail detail = { 0 };

        orb_draft_expect(w, w->by_rank, i);
        put_offer(w, &row, &from);
        orb_draft_put_detail(w, &detail, &from, row.contact_checked_on);
        orb_draft_rows(w, w->b->closures.items + o->closures.first, o->closures.count);
        o->closures.first = closure_count;
        closure_count += o->closures.count;
        spots[w->by_rank[i]] = (struct spot){ row.lon, row.lat };
        if (isnan(row.lon))
            continue;
        g->located++;
        g->lon_min = fmin(g->lon_min, row.lon);
        g->lat_min = fmin(g->lat_min, row.lat);
        most[0] = fmax(most[0], row.lon);
        most[1] = fmax(most[1], row.lat);
    }
}

enum orb_status orb_draft_write_offers(struct draft_writer *w)
{
    size_t count = w->b->offers.count;
    struct spot *spots = NULL;
    double most[2];
    enum orb_status status = orb_draft_rank(w);

    if (status != ORB_OK)
        return status;
    w->osm_fields = orb_draft_array(w, w->b->texts.count, sizeof *w->osm_fields);
    w->draft_of = orb_draft_array(w, count, sizeof *w->draft_of);
    w->offer_row = orb_draft_array(w, count, sizeof *w->offer_row);
    spots = orb_calloc(count + 1, sizeof *spots);
    if (w->osm_fields == NULL || w->draft_of == NULL || w->offer_row == NULL ||
        spots == NULL) {
        orb_free(spots);
        return orb_error_memory(w->err);
    }
    put_texts(w, spots, most);
    choose_grid(&w->grid, most[0], most[1]);
    for (size_t i = 0; i < count; i++)
        w->keys[i] = cell_of(&w->grid, spots[i].lon, spots[i].lat);
    orb_free(spots);
    return place_offers(w);
}

/* Far enough that memory answers, near enough that it stays in the cache. */
enum { DRAFTS_AHEAD = 24, TEXTS_AHEAD = 16, SITES_AHEAD = 8 };

void orb_draft_expect(const struct draft_writer *w, const uint32_t *drafts, size_t at)
{
    const struct draft_offer *offers = w->b->offers.items;
    size_t count = w->b->offers.count;

    if (at + DRAFTS_AHEAD < count) {
        const char *o = (const char *)&offers[drafts[at + DRAFTS_AHEAD]];

        orb_prefetch(o);
        orb_prefetch(o + sizeof *offers / 2);
        orb_prefetch(o + sizeof *offers - 1);
    }
    if (at + TEXTS_AHEAD < count) {
        const struct draft_offer *o = &offers[drafts[at + TEXTS_AHEAD]];

        orb_prefetch(&w->offset[o->id]);
        orb_prefetch(&w->offset[o->name]);
        orb_prefetch(&w->offset[o->contacts.phone]);
        if (o->site < w->site_of.count)
            orb_prefetch(&w->site_of.at[o->site]);
    }
    if (at + SITES_AHEAD < count) {
        uint32_t site = orb_draft_find(&w->site_of, offers[drafts[at + SITES_AHEAD]].site);

        if (site != ORB_CAT_NONE)
            orb_prefetch(&w->b->sites.items[site]);
    }
}

void orb_draft_offer(struct draft_writer *w, uint32_t row, struct orb_cat_offer *offer,
                     struct orb_cat_detail *detail)
{
    uint32_t draft = w->draft_of[row];
    const struct draft_parents from = parents_of(w, &w->b->offers.items[draft]);

    if (detail != NULL) {
        memset(detail, 0, sizeof *detail);
        orb_draft_put_detail(w, detail, &from, checked_on_of(&from));
    }
    if (offer == NULL)
        return;
    memset(offer, 0, sizeof *offer);
    put_offer(w, offer, &from);
    offer->id_rank = w->rank[draft];
    offer->canonical = w->offer_row[canonical(w, draft)];
    if (w->offer_relations != NULL)
        offer->relations = w->offer_relations[row];
    if (w->offer_members != NULL)
        offer->member = w->offer_members[row];
}

/* ---- relations */

/* A relation with the place it takes: its target, then its content. */
struct ranked_relation {
    uint64_t target; /* organizations first, then offers */
    const struct draft_relation *draft;
    const char *evidence, *operator_id;
};

static int by_target(const void *a, const void *b)
{
    const struct ranked_relation *x = a;
    const struct ranked_relation *y = b;
    int order;

    if (x->target != y->target)
        return x->target < y->target ? -1 : 1;
    if (x->draft->type != y->draft->type)
        return x->draft->type < y->draft->type ? -1 : 1;
    if (x->draft->from != y->draft->from)
        return x->draft->from < y->draft->from ? -1 : 1;
    if (x->draft->to != y->draft->to)
        return x->draft->to < y->draft->to ? -1 : 1;
    order = strcmp(x->evidence, y->evidence);
    return order != 0 ? order : strcmp(x->operator_id, y->operator_id);
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
    x->operator_id = orb_draft_string(w, r->operator_id);
    return true;
}

/* A relation with a service holds for each of its offers. */
static bool add_service(struct draft_writer *w, ranked_list *list,
                        const struct draft_index *heads, const uint32_t *next,
                        const struct draft_relation *r)
{
    for (uint32_t d = orb_draft_find(heads, r->service); d != ORB_CAT_NONE; d = next[d])
        if (!add_target(w, list, r, OFFER_TARGETS + w->offer_row[d]))
            return false;
    return true;
}

static bool list_targets(struct draft_writer *w, ranked_list *list)
{
    struct orb_catalogue_builder *b = w->b;
    struct draft_index heads = { 0 };
    uint32_t *next = w->keys; /* by draft offer: the one before it of the same service */
    draft_text largest = 0;
    bool ok;

    for (size_t i = 0; i < b->relations.count; i++)
        if (b->relations.items[i].service > largest)
            largest = b->relations.items[i].service;
    ok = orb_draft_reach(w, &heads, largest);
    for (size_t i = 0; ok && i < b->offers.count; i++) {
        draft_text service = b->offers.items[i].service;

        next[i] = orb_draft_find(&heads, service);
        if (service < heads.count)
            heads.at[service] = (uint32_t)i;
    }
    for (size_t i = 0; ok && i < b->relations.count; i++) {
        const struct draft_relation *r = &b->relations.items[i];

        uint32_t offer = orb_draft_find(&w->offer_of, r->offer);

        if (r->offer != 0 && offer != ORB_CAT_NONE)
            ok = add_target(w, list, r, OFFER_TARGETS + w->offer_row[offer]);
        if (ok && r->service != 0)
            ok = add_service(w, list, &heads, next, r);
        if (ok && r->organization != 0)
            ok = add_target(w, list, r,
                            w->organization_row[w->organization_of.at[r->organization]]);
    }
    return ok;
}

enum orb_status orb_draft_write_relations(struct draft_writer *w)
{
    ranked_list list = { 0 };
    bool ok;

    ok = list_targets(w, &list);
    if (ok && list.count > 0) {
        w->offer_relations =
            orb_draft_array(w, w->b->offers.count, sizeof *w->offer_relations);
        ok = w->offer_relations != NULL;
    }
    if (ok && list.count > 1)
        qsort(list.items, list.count, sizeof *list.items, by_target);
    for (size_t i = 0; ok && i < list.count; i++) {
        const struct ranked_relation *x = &list.items[i];
        struct orb_cat_relation *row = DRAFT_ADD(w->relations);
        struct orb_cat_span *span = x->target >= OFFER_TARGETS
                                        ? &w->offer_relations[x->target - OFFER_TARGETS]
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
