/* The sieves, place by place: a gap is named by the farthest that any offer got, which is
 * the first sieve that lets none through. */
#include "engine/planning/gaps.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/match.h"
#include "engine/travel/table.h"

/* Places whose links are held at once. */
#define CHUNK 256

const char *const orb_gap_state_names[ORB_GAP_STATES] = {
    "absent",    "public",    "age",       "orientation", "zone",
    "transport", "saturated", "to_verify", "covered"
};

/* One need. */
struct work {
    const struct orb_gap_request *q;
    struct orb_gaps *out;
    struct orb_supply supply;
    struct orb_link_point *points; /* of the sites, also of those that come to people */
    bool *eligible;                /* by site */
    bool *fresh;                   /* by site: in no need before this one */
    bool *seen;                    /* by offer of the catalogue: in some need so far */
    bool *full;                    /* by site: no room, or too long a wait */
    uint64_t *first; /* by stratum: the organization that covers the cell so far */
    bool has_lost;   /* some site has no position */
    double limit;    /* minutes: the largest of any site */
    uint32_t need;
};

/* ---- one offer from one place */

static double limit_of(const struct work *w, const struct orb_supply_site *s)
{
    return s->residential ? w->q->max_residential_minutes : w->q->max_minutes;
}

static uint32_t travel_number(const struct orb_travel_table *table, const char *id)
{
    return table == NULL ? ORB_TRAVEL_NOWHERE : orb_travel_table_place(table, id);
}

static bool within(double minutes, double limit)
{
    return orb_key(minutes) <= orb_key(limit);
}

/* When nobody knows the way. */
static enum orb_gap_state reach_unknown(const struct orb_supply_site *s)
{
    bool zoned = s->at_home && s->zone != ORB_CAT_NONE;

    return s->on_site || (s->at_home && !zoned) ? ORB_GAP_TO_VERIFY : ORB_GAP_ABSENT;
}

/* How the place of an offer answers: covered, to verify, transport, zone, absent (out of
 * view). */
static enum orb_gap_state reach(const struct work *w, uint32_t site, double minutes,
                                unsigned flags)
{
    const struct orb_supply_site *s = &w->supply.sites[site];
    double limit = limit_of(w, s);
    bool near = !isnan(minutes) && within(minutes, limit);

    if ((flags & ORB_LINK_SERVED) != 0)
        return ORB_GAP_COVERED;
    if ((flags & ORB_LINK_UNKNOWN) != 0)
        return reach_unknown(s);
    if (s->on_site && near)
        return s->kind_unknown ? ORB_GAP_TO_VERIFY : ORB_GAP_COVERED;
    if (s->at_home && s->zone == ORB_CAT_NONE && near)
        return ORB_GAP_TO_VERIFY;
    if (!within(minutes, 2 * limit))
        return ORB_GAP_ABSENT;
    if (s->on_site)
        return ORB_GAP_TRANSPORT;
    return s->at_home && s->zone != ORB_CAT_NONE ? ORB_GAP_ZONE : ORB_GAP_ABSENT;
}

/* How far an offer gets, for a stratum, when its place answers so. */
static enum orb_gap_state sift(const struct work *w, uint32_t site, uint32_t stratum,
                               enum orb_gap_state place)
{
    const struct orb_supply_verdict *v = orb_supply_verdict_of(&w->supply, site, stratum);

    if (place == ORB_GAP_ABSENT)
        return ORB_GAP_ABSENT;
    if ((v->failed & (1U << ORB_RULE_PUBLIC | 1U << ORB_RULE_ASSOCIATED)) != 0)
        return ORB_GAP_PUBLIC;
    if ((v->failed & 1U << ORB_RULE_AGE) != 0)
        return ORB_GAP_AGE;
    if ((v->failed & 1U << ORB_RULE_ORIENTATION) != 0)
        return ORB_GAP_ORIENTATION;
    if (v->answer == ORB_SUPPLY_NO)
        return ORB_GAP_ABSENT;
    if (place < ORB_GAP_TO_VERIFY)
        return place;
    if (w->full[site])
        return ORB_GAP_SATURATED;
    return v->answer == ORB_SUPPLY_UNKNOWN ? ORB_GAP_TO_VERIFY : place;
}

/* ---- one place */

/* An organization, or an offer that nobody says whose it is. */
static uint64_t organization_of(const struct work *w, uint32_t site)
{
    uint32_t offer = w->supply.sites[site].offer;
    uint32_t organization = w->q->catalogue->offers[offer].organization;

    return organization == ORB_CAT_NONE ? UINT64_C(1) << 32 | offer : organization;
}

/* The nearer, then the first by id; those whose way is not known last. */
static bool is_before(const struct work *w, uint32_t offer, double minutes,
                      const struct orb_gap_cell *cell)
{
    const struct orb_cat_offer *offers = w->q->catalogue->offers;
    bool unknown = isnan(minutes);

    if (cell->offer == ORB_CAT_NONE || minutes < (double)cell->minutes)
        return true;
    if (unknown != (bool)isnan(cell->minutes))
        return !unknown;
    return !(minutes > (double)cell->minutes) &&
           offers[offer].id_rank < offers[cell->offer].id_rank;
}

/* What an offer says to a stratum. */
struct answer {
    uint32_t site;
    enum orb_gap_state state;
    double minutes;
};

/* Take it into a cell; first is the organization that covers it so far. */
static void take(const struct work *w, struct orb_gap_cell *cell, uint64_t *first,
                 const struct answer *a)
{
    uint32_t offer = w->supply.sites[a->site].offer;
    double minutes = (double)(float)a->minutes;

    if (!orb_gap_is_gap(a->state))
        w->eligible[a->site] = true;
    if (a->state > cell->state) {
        cell->offer = ORB_CAT_NONE;
        cell->covered_by = 0;
        cell->state = (uint8_t)a->state;
    }
    if (a->state < cell->state || a->state == ORB_GAP_ABSENT)
        return;
    if (is_before(w, offer, minutes, cell)) {
        cell->offer = offer;
        cell->minutes = (float)minutes;
    }
    if (orb_gap_is_gap(a->state))
        return;
    if (cell->covered_by == 0)
        *first = organization_of(w, a->site);
    if (cell->covered_by == 0 ||
        (cell->covered_by == 1 && *first != organization_of(w, a->site)))
        cell->covered_by++;
}

/* Whose minutes are used: pairs of this place that no need before had. */
static void count_pairs(const struct work *w, const struct orb_links *links, uint32_t row)
{
    for (size_t k = links->first[row]; k < links->first[row + 1]; k++) {
        uint32_t site = links->site[k];

        if (!w->fresh[site] ||
            (links->flags[k] & (ORB_LINK_SERVED | ORB_LINK_UNKNOWN)) != 0 ||
            !within(links->cost[k], 2 * limit_of(w, &w->supply.sites[site])))
            continue;
        if ((links->flags[k] & ORB_LINK_ESTIMATE) != 0) {
            w->out->pairs[w->supply.sites[site].offer].estimated++;
            w->out->estimated++;
        } else {
            w->out->pairs[w->supply.sites[site].offer].told++;
            w->out->told++;
        }
    }
}

static struct orb_gap_cell *cell_of(const struct work *w, uint32_t number, uint32_t stratum)
{
    return &w->out->cells[((size_t)w->need * w->out->place_count + number) *
                              w->out->stratum_count +
                          stratum];
}

static bool is_linked(const struct orb_links *links, uint32_t row, uint32_t site)
{
    size_t low = links->first[row];
    size_t high = links->first[row + 1];

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (links->site[middle] < site)
            low = middle + 1;
        else
            high = middle;
    }
    return low < links->first[row + 1] && links->site[low] == site;
}

/* Where the position of an offer or of a place is not known, the zone of the offer tells,
 * else its departement; else nobody can say, and that is no refusal. */
static bool may_meet(const struct work *w, uint32_t site, uint32_t number)
{
    const struct orb_catalogue *c = w->q->catalogue;
    const struct orb_supply_site *s = &w->supply.sites[site];
    uint32_t place = w->q->places[number];
    const char *commune = orb_cat_known(c, c->offers[s->offer].commune_code);
    const char *departement = orb_cat_known(c, c->communes[place].department);

    if (reach_unknown(s) != ORB_GAP_TO_VERIFY)
        return false;
    if (w->q->table != NULL &&
        orb_travel_table_between(
            w->q->table,
            travel_number(w->q->table, orb_cat_string(c, c->communes[place].code)),
            w->points[site].travel, w->q->mode, NULL) != ORB_TRAVEL_MISSING)
        return false; /* the table said: too far, or no way */
    if (s->zone != ORB_CAT_NONE)
        return orb_supply_zone_has(&w->supply, site, place);
    return commune == NULL || departement == NULL ||
           strncmp(commune, departement, strlen(departement)) == 0;
}

/* Offers that no link can tell of. */
static void look_at_lost(const struct work *w, const struct orb_links *links, uint32_t row,
                         uint32_t number)
{
    bool lost_place = isnan(w->q->catalogue->communes[w->q->places[number]].lon);

    for (uint32_t site = 0; site < w->supply.count && (lost_place || w->has_lost); site++) {
        if ((!lost_place && !isnan(w->points[site].lon)) || is_linked(links, row, site) ||
            !may_meet(w, site, number))
            continue;
        for (uint32_t s = 0; s < w->q->stratum_count; s++) {
            struct orb_gap_cell *cell = cell_of(w, number, s);
            struct answer answer = { site, sift(w, site, s, ORB_GAP_TO_VERIFY), NAN };

            take(w, cell, &w->first[s], &answer);
        }
    }
}

static void look_from(const struct work *w, const struct orb_links *links, uint32_t row,
                      uint32_t number)
{
    for (uint32_t s = 0; s < w->q->stratum_count; s++) {
        struct orb_gap_cell *cell = cell_of(w, number, s);

        w->first[s] = 0;
        *cell = (struct orb_gap_cell){ .offer = ORB_CAT_NONE,
                                       .minutes = NAN,
                                       .state = ORB_GAP_ABSENT };
        for (size_t k = links->first[row]; k < links->first[row + 1]; k++) {
            uint32_t site = links->site[k];
            enum orb_gap_state place = reach(w, site, links->cost[k], links->flags[k]);
            struct answer answer = { site, sift(w, site, s, place), links->cost[k] };

            take(w, cell, &w->first[s], &answer);
        }
    }
    look_at_lost(w, links, row, number);
}

/* ---- one need */

static bool is_full(const struct orb_gap_request *q, const struct orb_supply_site *s)
{
    return s->not_accepting || q->catalogue->offers[s->offer].places_available == 0 ||
           (!isnan(s->wait_days) && s->wait_days > q->max_wait_days);
}

/* fresh: in no need before. */
static void count_unknown(struct work *w, const struct orb_supply_site *s, bool fresh)
{
    struct orb_gap_need *told = &w->out->needs[w->need];
    bool lost = isnan(s->point.lon);

    told->capacity_unknown += s->basis == ORB_PLACES_UNKNOWN ? 1 : 0;
    told->wait_unknown += isnan(s->wait_days) ? 1 : 0;
    told->zone_unknown += s->at_home && s->zone == ORB_CAT_NONE ? 1 : 0;
    told->unlocated += s->on_site && lost ? 1 : 0;
    w->out->unlocated += s->on_site && lost && fresh ? 1 : 0;
    w->has_lost = w->has_lost || lost;
}

static enum orb_status read_sites(struct work *w, struct orb_error *err)
{
    const struct orb_catalogue *c = w->q->catalogue;
    struct orb_gap_need *told = &w->out->needs[w->need];
    struct orb_arena *arena = &w->supply.arena;
    size_t count = (size_t)w->supply.count + 1;

    w->points = orb_arena_array(arena, count, sizeof *w->points);
    w->eligible = orb_arena_array(arena, count, sizeof *w->eligible);
    w->full = orb_arena_array(arena, count, sizeof *w->full);
    w->fresh = orb_arena_array(arena, count, sizeof *w->fresh);
    w->first = orb_arena_array(arena, (size_t)w->q->stratum_count + 1, sizeof *w->first);
    if (w->points == NULL || w->eligible == NULL || w->full == NULL || w->fresh == NULL ||
        w->first == NULL)
        return orb_error_memory(err);
    told->offers = w->supply.count;
    for (uint32_t i = 0; i < w->supply.count; i++) {
        const struct orb_supply_site *s = &w->supply.sites[i];

        w->fresh[i] = !w->seen[s->offer];
        w->seen[s->offer] = true;
        w->points[i] = s->point;
        w->points[i].travel =
            travel_number(w->q->table, orb_cat_string(c, c->offers[s->offer].id));
        w->full[i] = is_full(w->q, s);
        count_unknown(w, s, w->fresh[i]);
        if (limit_of(w, s) > w->limit)
            w->limit = limit_of(w, s);
    }
    return ORB_OK;
}

/* Look from count places, the first of which is given. */
static enum orb_status look_from_chunk(struct work *w, uint32_t first, uint32_t count,
                                       struct orb_error *err)
{
    const struct orb_gap_request *q = w->q;
    struct orb_link_point places[CHUNK];
    struct orb_links links = { 0 };
    struct orb_link_request request = { .places = places,
                                        .sites = w->points,
                                        .place_count = count,
                                        .site_count = w->supply.count,
                                        .unit = ORB_LINK_MINUTES,
                                        .limit = 2 * w->limit,
                                        .profile = q->profile,
                                        .mode = q->mode,
                                        .table = q->table,
                                        .ways = true };
    enum orb_status status = orb_supply_serve(&w->supply, q->places + first, count, err);

    if (status != ORB_OK)
        return status;
    request.served = w->supply.served;
    request.served_count = w->supply.served_count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t commune = q->places[first + i];

        places[i] = orb_link_commune(q->catalogue, q->profile, commune);
        places[i].travel = travel_number(
            q->table, orb_cat_string(q->catalogue, q->catalogue->communes[commune].code));
    }
    status = orb_links_make(&links, &request, err);
    for (uint32_t i = 0; i < count && status == ORB_OK; i++) {
        look_from(w, &links, i, first + i);
        count_pairs(w, &links, i);
    }
    w->out->needs[w->need].ways_unknown += links.unknown;
    orb_links_release(&links);
    return status;
}

/* ---- who holds what */

struct share {
    uint64_t organization;
    double places;
};

static int by_organization(const void *a, const void *b)
{
    const struct share *x = a;
    const struct share *y = b;

    return (x->organization > y->organization) - (x->organization < y->organization);
}

/* Put the places of each organization together; how many there are. */
static size_t merge_shares(struct share *shares, size_t count)
{
    size_t kept = 0;

    if (count > 1)
        qsort(shares, count, sizeof *shares, by_organization);
    for (size_t i = 0; i < count; i++)
        if (kept > 0 && shares[kept - 1].organization == shares[i].organization)
            shares[kept - 1].places += shares[i].places;
        else
            shares[kept++] = shares[i];
    return kept;
}

static enum orb_status concentrate(struct work *w, struct orb_error *err)
{
    struct orb_gap_need *told = &w->out->needs[w->need];
    struct share *shares =
        orb_arena_array(&w->supply.arena, (size_t)w->supply.count + 1, sizeof *shares);
    size_t count = 0;
    double squares = 0;

    if (shares == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < w->supply.count; i++) {
        const struct orb_supply_site *s = &w->supply.sites[i];

        if (!w->eligible[i])
            continue;
        told->eligible++;
        told->capacity_authorised += s->basis == ORB_PLACES_AUTHORISED ? 1 : 0;
        shares[count++] =
            (struct share){ organization_of(w, i), isnan(s->places) ? 0 : s->places };
    }
    count = merge_shares(shares, count);
    told->organizations = (uint32_t)count;
    for (size_t i = 0; i < count; i++) {
        told->hhi_organizations += shares[i].places > 0 ? 1 : 0;
        told->capacity += shares[i].places;
        squares += shares[i].places * shares[i].places;
    }
    told->hhi = told->capacity > 0 ? squares / (told->capacity * told->capacity) : NAN;
    return ORB_OK;
}

/* seen: by offer, in some need before. */
static enum orb_status find_for(struct orb_gaps *out, const struct orb_gap_request *q,
                                uint32_t need, bool *seen, struct orb_error *err)
{
    struct work w = { .q = q, .out = out, .seen = seen, .need = need };
    struct orb_supply_request request = { .catalogue = q->catalogue,
                                          .profile = q->profile,
                                          .date = q->date,
                                          .need = q->needs[need],
                                          .strata = q->strata,
                                          .stratum_count = q->stratum_count };
    enum orb_status status;

    memcpy(request.igas, q->igas, sizeof request.igas);
    status = orb_supply_make(&w.supply, &request, err);
    if (status == ORB_OK)
        status = read_sites(&w, err);
    for (uint32_t first = 0; status == ORB_OK && first < q->place_count; first += CHUNK) {
        uint32_t left = q->place_count - first;

        status = look_from_chunk(&w, first, left < CHUNK ? left : CHUNK, err);
    }
    if (status == ORB_OK)
        status = concentrate(&w, err);
    orb_supply_release(&w.supply);
    return status;
}

enum orb_status orb_gaps_find(struct orb_gaps *out, const struct orb_gap_request *request,
                              struct orb_error *err)
{
    struct orb_gaps made = { .need_count = request->need_count,
                             .place_count = request->place_count,
                             .stratum_count = request->stratum_count };
    size_t cells = (size_t)request->place_count * request->stratum_count;
    bool *seen = orb_calloc((size_t)request->catalogue->offer_count + 1, sizeof *seen);
    enum orb_status status = ORB_OK;

    made.needs =
        orb_arena_array(&made.arena, (size_t)request->need_count + 1, sizeof *made.needs);
    made.cells =
        orb_arena_array(&made.arena, cells * request->need_count + 1, sizeof *made.cells);
    made.pairs = orb_arena_array(&made.arena, (size_t)request->catalogue->offer_count + 1,
                                 sizeof *made.pairs);
    if (made.needs == NULL || made.cells == NULL || made.pairs == NULL || seen == NULL)
        status = orb_error_memory(err);
    for (uint32_t i = 0; i < request->need_count && status == ORB_OK; i++)
        status = find_for(&made, request, i, seen, err);
    orb_free(seen);
    if (status == ORB_OK)
        *out = made;
    else
        orb_gaps_release(&made);
    return status;
}

void orb_gaps_release(struct orb_gaps *gaps)
{
    orb_arena_release(&gaps->arena);
    memset(gaps, 0, sizeof *gaps);
}
