/* The test of two services, and the pairs that are worth it. */
#include <math.h>
#include <stdlib.h>

#include "engine/base/alloc.h"
#include "engine/match/match.h"
#include "engine/planning/overlap_parts.h"
#include "engine/travel/estimate.h"

/* ---- the test */

static bool below(double value, double limit)
{
    return orb_key(value) < orb_key(limit);
}

/* The first sub-service that both give, ORB_CAT_NONE = none. */
static uint32_t first_common(const struct overlap_work *w, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < w->words; i++) {
        uint64_t both = w->sides[a].sub_services[i] & w->sides[b].sub_services[i];

        for (uint32_t bit = 0; both != 0; bit++, both >>= 1)
            if ((both & 1) != 0)
                return 64 * i + bit;
    }
    return ORB_CAT_NONE;
}

/* The part of the shorter range that both have; NaN = unknown. */
static double ages_in_common(const struct orb_overlap_service *a,
                             const struct orb_overlap_service *b)
{
    int32_t from = a->age_min_months;
    int32_t to = a->age_max_months;
    int32_t shorter = a->age_max_months - a->age_min_months;

    if (a->age_max_months < 0 || b->age_max_months < 0)
        return NAN;
    if (b->age_min_months > from)
        from = b->age_min_months;
    if (b->age_max_months < to)
        to = b->age_max_months;
    if (b->age_max_months - b->age_min_months < shorter)
        shorter = b->age_max_months - b->age_min_months;
    return from >= to ? 0 : (double)(to - from) / shorter;
}

/* Same place? Sets zones or minutes, and what is unknown. */
static bool places_meet(const struct overlap_work *w, struct overlap_pair *p)
{
    const struct orb_overlap_limits *limits = &w->q->limits;
    const struct overlap_side *a = &w->sides[p->a];
    const struct overlap_side *b = &w->sides[p->b];
    bool home = w->out->services[p->a].way == ORB_OVERLAP_HOME;

    if (home && a->served != NULL && b->served != NULL) {
        p->zones =
            orb_overlap_jaccard(a->served, a->served_count, b->served, b->served_count);
        return a->served_count > 0 && !below(p->zones, limits->zones);
    }
    if (home)
        p->unknown |= ORB_OVERLAP_ZONE;
    return orb_overlap_near(w, p);
}

/* Same people? Sets ages and publics, and what is unknown. */
static bool people_meet(const struct overlap_work *w, struct overlap_pair *p)
{
    const struct orb_overlap_service *x = &w->out->services[p->a];
    const struct orb_overlap_service *y = &w->out->services[p->b];
    const struct orb_overlap_limits *limits = &w->q->limits;

    p->ages = ages_in_common(x, y);
    if (isnan(p->ages))
        p->unknown |= ORB_OVERLAP_AGES;
    else if (below(p->ages, limits->ages))
        return false;
    if (x->publics.count == 0 || y->publics.count == 0)
        p->unknown |= ORB_OVERLAP_PUBLICS;
    else
        p->publics =
            orb_overlap_jaccard(w->out->publics + x->publics.first, x->publics.count,
                                w->out->publics + y->publics.first, y->publics.count);
    return isnan(p->publics) || !below(p->publics, limits->publics);
}

static double or_nothing(double value)
{
    return isnan(value) ? 0 : value;
}

/* Do they do the same? Sets what is unknown. What a category alone makes believe is common
 * to many that do nothing alike: it counts within one category only. */
static bool care_meets(const struct overlap_work *w, struct overlap_pair *p)
{
    const struct overlap_side *a = &w->sides[p->a];
    const struct overlap_side *b = &w->sides[p->b];
    bool by_one = false;

    if (a->category != ORB_CAT_NONE && a->category == b->category)
        return true;
    for (uint32_t i = 0; i < w->words; i++) {
        uint64_t both = a->sub_services[i] & b->sub_services[i];

        if ((both & a->declared[i] & b->declared[i]) != 0)
            return true;
        by_one = by_one || (both & (a->declared[i] | b->declared[i])) != 0;
    }
    p->unknown |= ORB_OVERLAP_CARE;
    return by_one;
}

/* From 0 to 3: how much they have in common, what is unknown being nothing. */
static int64_t nearness(const struct overlap_work *w, const struct overlap_pair *p)
{
    double near = p->zones;

    if (isnan(near))
        near = or_nothing(1 - p->minutes / (1 + w->q->limits.minutes));
    return orb_key(or_nothing(p->ages) + or_nothing(p->publics) + near);
}

bool orb_overlap_judge(const struct overlap_work *w, uint32_t a, uint32_t b,
                       struct overlap_pair *out)
{
    const struct orb_overlap_service *x = &w->out->services[a];
    const struct orb_overlap_service *y = &w->out->services[b];
    struct overlap_pair p = {
        .a = a < b ? a : b, .b = a < b ? b : a, .publics = NAN, .zones = NAN, .minutes = NAN
    };

    if (x->way != y->way || w->sides[a].service == w->sides[b].service ||
        first_common(w, a, b) == ORB_CAT_NONE || !people_meet(w, &p) || !places_meet(w, &p))
        return false;
    if (!care_meets(w, &p)) {
        w->out->counts.deduced++;
        return false;
    }
    if (!x->way_known || !y->way_known)
        p.unknown |= ORB_OVERLAP_WAY;
    p.nearness = nearness(w, &p);
    *out = p;
    return true;
}

/* ---- the pairs worth the test: those of one sub-service and way, near or whose zones may
 * have a commune in common */

struct candidate {
    double z;             /* metres from the plane of the equator */
    uint32_t first, last; /* places served */
    uint32_t service;
};

static int by_z(const void *a, const void *b)
{
    const struct candidate *x = a;
    const struct candidate *y = b;

    if (x->z < y->z || x->z > y->z)
        return x->z < y->z ? -1 : 1;
    return (x->service > y->service) - (x->service < y->service);
}

static int by_first(const void *a, const void *b)
{
    const struct candidate *x = a;
    const struct candidate *y = b;

    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->service > y->service) - (x->service < y->service);
}

/* Judge a pair, in the list of its first sub-service only. */
static enum orb_status consider(struct overlap_work *w, uint32_t sub, uint32_t a,
                                uint32_t b, struct orb_error *err)
{
    struct overlap_pair pair;

    if (first_common(w, a, b) != sub || !orb_overlap_judge(w, a, b, &pair))
        return ORB_OK;
    if (orb_grow((void **)&w->pairs, &w->pair_capacity, w->pair_count, sizeof *w->pairs) !=
        ORB_OK)
        return orb_error_memory(err);
    w->pairs[w->pair_count++] = pair;
    return ORB_OK;
}

/* A list that is swept. */
struct sweep {
    struct overlap_work *w;
    struct candidate *list;
    size_t count;
    uint32_t sub;
};

/* Both zones known: they are met by them. */
static bool met_by_zones(const struct overlap_work *w, uint32_t a, uint32_t b)
{
    return w->sides[a].served != NULL && w->sides[b].served != NULL;
}

static enum orb_status consider_told(void *context, uint32_t a, uint32_t b,
                                     struct orb_error *err)
{
    struct sweep *s = context;

    return met_by_zones(s->w, a, b) ? ORB_OK : consider(s->w, s->sub, a, b, err);
}

/* Those that the travel table tells of, as far apart as they may be. */
static enum orb_status sweep_table(struct sweep *s, struct orb_error *err)
{
    struct overlap_stops stops = { .take = consider_told, .context = s };
    enum orb_status status;

    if (s->w->q->table == NULL)
        return ORB_OK;
    stops.items = orb_calloc(s->count + 1, sizeof *stops.items);
    if (stops.items == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < s->count; i++) {
        uint32_t service = s->list[i].service;
        uint32_t travel = s->w->sides[service].travel;

        if (travel != ORB_TRAVEL_NOWHERE)
            stops.items[stops.count++] = (struct overlap_stop){ travel, service };
    }
    status = orb_overlap_each_told(s->w, &stops, err);
    orb_free(stops.items);
    return status;
}

/* Those whose sites are near. At home only when a zone is unknown: the others are met by
 * their zones. */
static enum orb_status sweep_sites(struct sweep *s, struct orb_error *err)
{
    struct overlap_work *w = s->w;
    const struct candidate *list = s->list;
    double km =
        orb_travel_reach_km(w->q->profile, w->q->mode, w->q->limits.minutes) + 0.001;
    double far = 1000 * orb_arc_to_chord(km, w->q->profile->travel.earth_radius_km);
    enum orb_status status = ORB_OK;

    qsort(s->list, s->count, sizeof *list, by_z);
    for (size_t i = 0; i < s->count && status == ORB_OK; i++) {
        const struct overlap_side *a = &w->sides[list[i].service];

        for (size_t j = i + 1;
             j < s->count && list[j].z - list[i].z <= far && status == ORB_OK; j++) {
            const struct overlap_side *b = &w->sides[list[j].service];
            double told;

            if (orb_ecef_chord_m(a->position, b->position) > far ||
                met_by_zones(w, list[i].service, list[j].service) ||
                orb_overlap_told(w, list[i].service, list[j].service, &told) !=
                    ORB_TRAVEL_MISSING)
                continue;
            status = consider(w, s->sub, list[i].service, list[j].service, err);
        }
    }
    return status == ORB_OK ? sweep_table(s, err) : status;
}

static enum orb_status sweep_zones(struct sweep *s, struct orb_error *err)
{
    const struct candidate *list = s->list;
    enum orb_status status = ORB_OK;

    qsort(s->list, s->count, sizeof *list, by_first);
    for (size_t i = 0; i < s->count && status == ORB_OK; i++)
        for (size_t j = i + 1;
             j < s->count && list[j].first <= list[i].last && status == ORB_OK; j++)
            status = consider(s->w, s->sub, list[i].service, list[j].service, err);
    return status;
}

static bool gives(const struct overlap_work *w, uint32_t service, uint32_t sub)
{
    return (w->sides[service].sub_services[sub / 64] >> sub % 64 & 1) != 0;
}

/* The pairs of one sub-service and way. */
static enum orb_status find_in(struct overlap_work *w, uint32_t sub,
                               enum orb_overlap_way way, struct candidate *list,
                               struct orb_error *err)
{
    struct sweep sweep = { .w = w, .list = list, .sub = sub };
    enum orb_status status;

    for (uint32_t i = 0; i < w->out->service_count; i++)
        if (w->out->services[i].way == way && w->sides[i].located && gives(w, i, sub))
            list[sweep.count++] =
                (struct candidate){ .z = w->sides[i].position.z, .service = i };
    status = sweep_sites(&sweep, err);
    sweep.count = 0;
    for (uint32_t i = 0; i < w->out->service_count && way == ORB_OVERLAP_HOME; i++) {
        const struct overlap_side *s = &w->sides[i];

        if (w->out->services[i].way == way && s->served_count > 0 && gives(w, i, sub))
            list[sweep.count++] =
                (struct candidate){ 0, s->served[0], s->served[s->served_count - 1], i };
    }
    if (status == ORB_OK)
        status = sweep_zones(&sweep, err);
    return status;
}

enum orb_status orb_overlap_pairs_find(struct overlap_work *w, struct orb_error *err)
{
    const struct orb_catalogue *c = w->q->catalogue;
    struct candidate *list =
        orb_arena_array(&w->scratch, (size_t)w->out->service_count + 1, sizeof *list);
    enum orb_status status = ORB_OK;

    w->zone_served =
        orb_arena_array(&w->scratch, (size_t)c->zone_count + 1, sizeof *w->zone_served);
    w->zone_served_count =
        orb_arena_array(&w->scratch, (size_t)c->zone_count + 1, sizeof(uint32_t));
    if (list == NULL || w->zone_served == NULL || w->zone_served_count == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < w->out->service_count && status == ORB_OK; i++) {
        const struct orb_overlap_service *s = &w->out->services[i];

        if (s->way == ORB_OVERLAP_HOME && s->zone == ORB_CAT_NONE)
            w->out->counts.zone_unknown++;
        status = orb_overlap_served_read(w, i, err);
    }
    for (uint32_t sub = 0; sub < w->sub_count && status == ORB_OK; sub++)
        for (int way = 0; way < ORB_OVERLAP_WAYS && status == ORB_OK; way++)
            status = find_in(w, sub, (enum orb_overlap_way)way, list, err);
    return status;
}
