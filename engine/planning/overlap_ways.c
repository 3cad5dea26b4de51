/* How far apart two services are: by the travel table, else by the estimate. */
#include <math.h>
#include <stdlib.h>

#include "engine/match/match.h"
#include "engine/planning/overlap_parts.h"
#include "engine/travel/estimate.h"

uint32_t orb_overlap_travel_place(const struct overlap_work *w, uint32_t offer)
{
    const struct orb_catalogue *c = w->q->catalogue;
    const struct orb_cat_offer *o = &c->offers[offer];
    uint32_t place;

    if (w->q->table == NULL)
        return ORB_TRAVEL_NOWHERE;
    place = orb_travel_table_place(w->q->table, orb_cat_string(c, o->id));
    return place != ORB_TRAVEL_NOWHERE || o->commune_code == 0
               ? place
               : orb_travel_table_place(w->q->table, orb_cat_string(c, o->commune_code));
}

/* ---- two services */

static enum orb_travel_answer told_from(const struct overlap_work *w, uint32_t a,
                                        uint32_t b, double *minutes)
{
    struct orb_travel_cell cell;
    enum orb_travel_answer answer =
        w->q->table == NULL
            ? ORB_TRAVEL_MISSING
            : orb_travel_table_between(w->q->table, w->sides[a].travel, w->sides[b].travel,
                                       w->q->mode, &cell);

    *minutes = answer == ORB_TRAVEL_ROUTE ? cell.minutes : (double)NAN;
    return answer;
}

enum orb_travel_answer orb_overlap_told(const struct overlap_work *w, uint32_t a,
                                        uint32_t b, double *minutes)
{
    double back;
    enum orb_travel_answer there = told_from(w, a, b, minutes);
    enum orb_travel_answer again = told_from(w, b, a, &back);

    if (isnan(*minutes) || back > *minutes)
        *minutes = back;
    if (there == ORB_TRAVEL_NO_ROUTE || again == ORB_TRAVEL_NO_ROUTE)
        return ORB_TRAVEL_NO_ROUTE;
    if (there == ORB_TRAVEL_ROUTE || again == ORB_TRAVEL_ROUTE)
        return ORB_TRAVEL_ROUTE;
    return there > again ? there : again;
}

static double estimate(const struct overlap_work *w, uint32_t a, uint32_t b)
{
    const struct overlap_side *x = &w->sides[a];
    const struct overlap_side *y = &w->sides[b];
    double radius = w->q->profile->travel.earth_radius_km;
    double km;

    if (!x->located || !y->located)
        return NAN;
    km = orb_chord_to_arc(orb_ecef_chord_m(x->position, y->position) / 1000, radius);
    return orb_travel_estimate_minutes(w->q->profile, w->q->mode, km, x->density,
                                       y->density);
}

bool orb_overlap_near(const struct overlap_work *w, struct overlap_pair *pair)
{
    double minutes;
    enum orb_travel_answer told = orb_overlap_told(w, pair->a, pair->b, &minutes);

    if (told == ORB_TRAVEL_ROUTE || told == ORB_TRAVEL_NO_ROUTE)
        w->out->told++;
    else
        minutes = estimate(w, pair->a, pair->b);
    if (told == ORB_TRAVEL_NO_ROUTE || isnan(minutes) ||
        orb_key(minutes) > orb_key(w->q->limits.minutes))
        return false;
    if (told == ORB_TRAVEL_MISSING)
        w->out->estimated++;
    if (told == ORB_TRAVEL_OFF_NETWORK) {
        pair->unknown |= ORB_OVERLAP_MINUTES;
        minutes = NAN;
    }
    pair->minutes = minutes;
    return true;
}

/* ---- all that the table tells of */

static int by_travel(const void *a, const void *b)
{
    const struct overlap_stop *x = a;
    const struct overlap_stop *y = b;

    if (x->travel != y->travel)
        return x->travel < y->travel ? -1 : 1;
    return (x->service > y->service) - (x->service < y->service);
}

static size_t first_at(const struct overlap_stop *stops, size_t count, uint32_t travel)
{
    size_t low = 0;
    size_t high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (stops[middle].travel < travel)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Two directions, one pair: from the lesser number, unless only the other is told. */
static bool is_first_told(const struct overlap_work *w, const struct overlap_stop *a,
                          const struct overlap_stop *b)
{
    if (a->travel == b->travel)
        return a->service < b->service;
    return a->travel < b->travel ||
           orb_travel_table_between(w->q->table, b->travel, a->travel, w->q->mode, NULL) ==
               ORB_TRAVEL_MISSING;
}

/* The pairs of one stop with those where an entry of its row leads. */
static enum orb_status give(const struct overlap_work *w, const struct overlap_stops *stops,
                            const struct overlap_stop *from, uint32_t to,
                            struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t j = first_at(stops->items, stops->count, to);
         j < stops->count && stops->items[j].travel == to && status == ORB_OK; j++)
        if (is_first_told(w, from, &stops->items[j]))
            status =
                stops->take(stops->context, from->service, stops->items[j].service, err);
    return status;
}

enum orb_status orb_overlap_each_told(const struct overlap_work *w,
                                      struct overlap_stops *stops, struct orb_error *err)
{
    const struct orb_travel_table *table = w->q->table;
    enum orb_status status = ORB_OK;

    if (stops->count > 1)
        qsort(stops->items, stops->count, sizeof *stops->items, by_travel);
    for (size_t i = 0; i < stops->count && status == ORB_OK; i++) {
        size_t begin;
        size_t end;

        orb_travel_table_row(table, stops->items[i].travel, w->q->mode, &begin, &end);
        for (size_t e = begin; e < end && status == ORB_OK; e++)
            status = give(w, stops, &stops->items[i],
                          orb_travel_entry_to(&table->entries[e]), err);
    }
    return status;
}
