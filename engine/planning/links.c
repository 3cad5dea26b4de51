/* Row by row: what is near by the estimate, then what a travel table says, then the zones
 * served; each prevails over the one before. */
#include "engine/planning/links.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/geo/frame.h"
#include "engine/planning/decay.h"
#include "engine/planning/link_distance.h"
#include "engine/planning/point_grid.h"
#include "engine/travel/estimate.h"
#include "engine/travel/table.h"

/* Sites that stand on one land. */
struct land {
    struct orb_enu_frame frame;
    struct orb_point_grid grid;
    uint16_t number;
};

/* A site by its number in the travel table. */
struct stop {
    uint32_t travel, site;
};

struct maker {
    const struct orb_link_request *r;
    struct orb_links links;
    struct land *lands;
    size_t land_count;
    struct stop *stops; /* by travel */
    size_t stop_count;
    struct orb_link_served *served; /* by place */
    double radius_m;                /* no chord of a link is longer; negative = none is */
    /* the row being made, by site */
    uint64_t *bits;
    double *cost;
    uint8_t *flags;
};

/* ---- lands */

static struct land *land_of(struct maker *m, uint16_t number)
{
    for (size_t i = 0; i < m->land_count; i++)
        if (m->lands[i].number == number)
            return &m->lands[i];
    return NULL;
}

static bool is_located(const struct orb_link_point *p)
{
    return !isnan(p->lon) && !isnan(p->lat);
}

/* The grid touches the Earth in the middle of its sites. */
static enum orb_status fill_land(struct maker *m, struct land *land, struct orb_error *err)
{
    const struct orb_link_request *r = m->r;
    struct orb_enu *points = orb_calloc((size_t)r->site_count + 1, sizeof *points);
    uint32_t *numbers = orb_calloc((size_t)r->site_count + 1, sizeof *numbers);
    uint32_t count = 0;
    double lon = 0;
    double lat = 0;
    enum orb_status status = ORB_ERR_MEMORY;

    for (uint32_t i = 0; numbers != NULL && i < r->site_count; i++)
        if (r->sites[i].frame == land->number && is_located(&r->sites[i])) {
            lon += r->sites[i].lon;
            lat += r->sites[i].lat;
            numbers[count++] = i;
        }
    land->frame =
        orb_enu_frame_at(count == 0 ? 0 : lon / count, count == 0 ? 0 : lat / count);
    for (uint32_t i = 0; points != NULL && i < count; i++)
        points[i] =
            orb_enu_make(&land->frame, r->sites[numbers[i]].lon, r->sites[numbers[i]].lat);
    if (points != NULL && numbers != NULL)
        status = orb_point_grid_make(&land->grid,
                                     &(struct orb_point_set){ points, numbers, count },
                                     fmin(m->radius_m, 1e6) / 4, err);
    else
        status = orb_error_memory(err);
    orb_free(points);
    orb_free(numbers);
    return status;
}

static enum orb_status find_lands(struct maker *m, struct orb_error *err)
{
    size_t capacity = 0;

    for (uint32_t i = 0; i < m->r->site_count; i++) {
        if (land_of(m, m->r->sites[i].frame) != NULL)
            continue;
        if (orb_grow((void **)&m->lands, &capacity, m->land_count, sizeof *m->lands) !=
            ORB_OK)
            return orb_error_memory(err);
        memset(&m->lands[m->land_count], 0, sizeof *m->lands);
        m->lands[m->land_count++].number = m->r->sites[i].frame;
    }
    for (size_t i = 0; i < m->land_count; i++) {
        enum orb_status status = fill_land(m, &m->lands[i], err);

        if (status != ORB_OK)
            return status;
    }
    return ORB_OK;
}

/* ---- one row */

static void put(struct maker *m, uint32_t site, double cost, uint8_t flags)
{
    m->bits[site / 64] |= UINT64_C(1) << (site % 64);
    m->cost[site] = cost;
    m->flags[site] = flags;
}

static void take_back(struct maker *m, uint32_t site)
{
    m->bits[site / 64] &= ~(UINT64_C(1) << (site % 64));
}

static void put_near(struct maker *m, const struct orb_link_point *place, uint32_t number,
                     double chord_m)
{
    const struct orb_link_request *r = m->r;
    const struct orb_link_point *site = &r->sites[number];
    double radius_km = r->profile->travel.earth_radius_km;
    double km = orb_chord_to_arc(chord_m / 1000, radius_km);
    uint8_t flags =
        km * 1000 < place->precision_m + site->precision_m ? ORB_LINK_IMPRECISE : 0;
    double minutes;

    if (r->unit == ORB_LINK_KM) {
        if (orb_link_within_km(place, site, km, r->limit))
            put(m, number, km, flags);
        return;
    }
    minutes =
        orb_travel_estimate_minutes(r->profile, r->mode, km, place->density, site->density);
    if (orb_decay_within(minutes, r->limit))
        put(m, number, minutes, flags | ORB_LINK_ESTIMATE);
}

static void put_unknown(struct maker *m, uint32_t site)
{
    put(m, site, NAN, ORB_LINK_UNKNOWN);
}

static void add_near(struct maker *m, const struct orb_link_point *place)
{
    const struct land *land = land_of(m, place->frame);
    struct orb_enu p;
    struct orb_grid_range range;

    if (land == NULL || !is_located(place) || m->radius_m < 0)
        return;
    p = orb_enu_make(&land->frame, place->lon, place->lat);
    range = orb_point_grid_range(&land->grid, p.x, p.y, m->radius_m);
    for (uint32_t row = range.row_begin; row < range.row_end; row++) {
        size_t at = (size_t)row * land->grid.columns;

        if (range.column_end <= range.column_begin)
            continue;
        for (uint32_t i = land->grid.first[at + range.column_begin];
             i < land->grid.first[at + range.column_end]; i++) {
            double dx = land->grid.at[i].x - p.x;
            double dy = land->grid.at[i].y - p.y;
            double dz = land->grid.at[i].z - p.z;
            double chord = sqrt(dx * dx + dy * dy + dz * dz);

            if (chord <= m->radius_m)
                put_near(m, place, land->grid.number[i], chord);
        }
    }
}

/* What the table says of the sites of one of its places. */
static void take_cell(struct maker *m, uint32_t site, const struct orb_travel_entry *entry)
{
    double cost = m->r->unit == ORB_LINK_KM ? entry->km : entry->minutes;

    if (entry->answer == ORB_TRAVEL_ROUTE && isnan(cost))
        return; /* minutes without a length: the distance stays */
    if (entry->answer == ORB_TRAVEL_OFF_NETWORK)
        m->links.off_network++;
    if (entry->answer == ORB_TRAVEL_ROUTE && orb_decay_within(cost, m->r->limit))
        put(m, site, cost, 0);
    else if (entry->answer == ORB_TRAVEL_OFF_NETWORK && m->r->ways)
        put_unknown(m, site);
    else
        take_back(m, site);
}

static size_t first_stop(const struct maker *m, uint32_t travel)
{
    size_t low = 0;
    size_t high = m->stop_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (m->stops[middle].travel < travel)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_table(struct maker *m, const struct orb_link_point *place)
{
    size_t begin;
    size_t end;

    if (m->r->table == NULL || place->travel == ORB_TRAVEL_NOWHERE)
        return;
    orb_travel_table_row(m->r->table, place->travel, m->r->mode, &begin, &end);
    for (size_t i = begin; i < end; i++) {
        const struct orb_travel_entry *entry = &m->r->table->entries[i];
        uint32_t to = orb_travel_entry_to(entry);

        for (size_t s = first_stop(m, to); s < m->stop_count && m->stops[s].travel == to;
             s++)
            take_cell(m, m->stops[s].site, entry);
    }
}

static enum orb_status grow(struct orb_links *l, struct orb_error *err)
{
    size_t capacity = l->capacity < 1024 ? 1024 : l->capacity * 2;
    void *site;
    void *cost;
    void *flags;

    if (l->count >= ORB_LINKS_MAX)
        return orb_error_set(
            err, ORB_ERR_RANGE,
            _("more than %zu million ways between places and sites; ask for a smaller territory or a shorter limit"),
            ORB_LINKS_MAX >> 20);
    site = orb_realloc(l->site, capacity, sizeof *l->site);
    l->site = site == NULL ? l->site : site;
    cost = orb_realloc(l->cost, capacity, sizeof *l->cost);
    l->cost = cost == NULL ? l->cost : cost;
    flags = orb_realloc(l->flags, capacity, sizeof *l->flags);
    l->flags = flags == NULL ? l->flags : flags;
    if (site == NULL || cost == NULL || flags == NULL)
        return orb_error_memory(err);
    l->capacity = capacity;
    return ORB_OK;
}

/* The place of the lowest bit of a word that is not 0. */
static uint32_t lowest(uint64_t word)
{
    uint32_t at = 0;

    for (uint32_t half = 32; half > 0; half /= 2)
        if ((word & ((UINT64_C(1) << half) - 1)) == 0) {
            word >>= half;
            at += half;
        }
    return at;
}

/* By number of the site. */
static enum orb_status emit(struct maker *m, struct orb_error *err)
{
    struct orb_links *l = &m->links;
    uint32_t words = m->r->site_count / 64 + 1;

    for (uint32_t w = 0; w < words; w++)
        for (uint64_t left = m->bits[w]; left != 0; left &= left - 1) {
            uint32_t site = w * 64 + lowest(left);
            enum orb_status status = l->count < l->capacity ? ORB_OK : grow(l, err);

            if (status != ORB_OK)
                return status;
            l->site[l->count] = site;
            l->cost[l->count] = m->cost[site];
            l->flags[l->count] = m->flags[site];
            l->estimated += (m->flags[site] & ORB_LINK_ESTIMATE) != 0;
            l->unknown += (m->flags[site] & ORB_LINK_UNKNOWN) != 0;
            l->count++;
        }
    memset(m->bits, 0, words * sizeof *m->bits);
    return ORB_OK;
}

static void add_served(struct maker *m, uint32_t site)
{
    bool known = (m->bits[site / 64] >> (site % 64) & 1) != 0;

    if (!m->r->ways)
        put(m, site, 0, ORB_LINK_SERVED);
    else if (known)
        put(m, site, m->cost[site], m->flags[site] | ORB_LINK_SERVED);
    else
        put(m, site, NAN, ORB_LINK_SERVED);
}

static enum orb_status make_rows(struct maker *m, struct orb_error *err)
{
    const struct orb_link_request *r = m->r;
    enum orb_status status = ORB_OK;
    size_t served = 0;

    for (uint32_t i = 0; status == ORB_OK && i < r->place_count; i++) {
        m->links.first[i] = m->links.count;
        add_near(m, &r->places[i]);
        add_table(m, &r->places[i]);
        for (; served < r->served_count && m->served[served].place == i; served++)
            add_served(m, m->served[served].site);
        status = emit(m, err);
    }
    m->links.first[r->place_count] = m->links.count;
    return status;
}

/* ---- the whole */

static int by_travel(const void *a, const void *b)
{
    const struct stop *x = a;
    const struct stop *y = b;

    if (x->travel != y->travel)
        return x->travel < y->travel ? -1 : 1;
    return x->site < y->site ? -1 : x->site > y->site;
}

static int by_place(const void *a, const void *b)
{
    const struct orb_link_served *x = a;
    const struct orb_link_served *y = b;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return x->site < y->site ? -1 : x->site > y->site;
}

/* The longest chord that a link may have, a little more for the rounding. */
static double radius_of(const struct orb_link_request *r)
{
    double radius_km = r->profile->travel.earth_radius_km;
    double km = r->unit == ORB_LINK_KM
                    ? r->limit + 2e-4
                    : orb_travel_reach_km(r->profile, r->mode, r->limit + 1e-6);

    if (isinf(r->limit))
        return 4 * radius_km * 1000;
    return km < 0 || r->limit < 0 ? -1 : orb_arc_to_chord(km, radius_km) * 1000 + 1e-3;
}

static enum orb_status prepare(struct maker *m, struct orb_error *err)
{
    const struct orb_link_request *r = m->r;
    size_t sites = (size_t)r->site_count + 1;

    m->links.first = orb_calloc((size_t)r->place_count + 1, sizeof *m->links.first);
    m->stops = orb_calloc(sites, sizeof *m->stops);
    m->served = orb_calloc(r->served_count + 1, sizeof *m->served);
    m->bits = orb_calloc(sites / 64 + 1, sizeof *m->bits);
    m->cost = orb_calloc(sites, sizeof *m->cost);
    m->flags = orb_calloc(sites, sizeof *m->flags);
    if (m->links.first == NULL || m->stops == NULL || m->served == NULL ||
        m->bits == NULL || m->cost == NULL || m->flags == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; r->table != NULL && i < r->site_count; i++)
        if (r->sites[i].travel != ORB_TRAVEL_NOWHERE)
            m->stops[m->stop_count++] = (struct stop){ r->sites[i].travel, i };
    qsort(m->stops, m->stop_count, sizeof *m->stops, by_travel);
    if (r->served_count > 0)
        memcpy(m->served, r->served, r->served_count * sizeof *m->served);
    qsort(m->served, r->served_count, sizeof *m->served, by_place);
    return find_lands(m, err);
}

enum orb_status orb_links_make(struct orb_links *out,
                               const struct orb_link_request *request,
                               struct orb_error *err)
{
    struct maker m = { .r = request, .radius_m = radius_of(request) };
    enum orb_status status;

    m.links.place_count = request->place_count;
    m.links.site_count = request->site_count;
    m.links.unit = request->unit;
    m.links.limit = request->limit;
    status = prepare(&m, err);
    if (status == ORB_OK)
        status = make_rows(&m, err);
    for (size_t i = 0; i < m.land_count; i++)
        orb_point_grid_release(&m.lands[i].grid);
    orb_free(m.lands);
    orb_free(m.stops);
    orb_free(m.served);
    orb_free(m.bits);
    orb_free(m.cost);
    orb_free(m.flags);
    if (status == ORB_OK)
        *out = m.links;
    else
        orb_links_release(&m.links);
    return status;
}

void orb_links_release(struct orb_links *links)
{
    orb_free(links->first);
    orb_free(links->site);
    orb_free(links->cost);
    orb_free(links->flags);
    memset(links, 0, sizeof *links);
}

double orb_links_least(const struct orb_links *links, uint32_t place, const bool *wanted)
{
    double least = INFINITY;

    for (size_t i = links->first[place]; i < links->first[place + 1]; i++)
        if (wanted == NULL || wanted[links->site[i]])
            least = fmin(least, links->cost[i]);
    return least;
}
