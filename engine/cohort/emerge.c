/* From persons sorted one by one to what a territory lacks. */
#include "engine/cohort/emerge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/cohort/dbscan.h"
#include "engine/geo/frame.h"
#include "engine/travel/estimate.h"

#define RADIANS 0.017453292519943295

struct demand {
    const char *need;
    const char *public;
    unsigned cause;
    struct orb_emerge_member member;
    double limit; /* minutes */
};

struct finder {
    struct orb_emerge *out;
    const struct orb_emerge_input *in;
    struct demand *demands;
    size_t count;
    size_t capacity; /* of groups */
    struct orb_error *err;
};

/* ---- demands */

/* The code up to its third part. */
static const char *three_parts(struct orb_arena *arena, const char *code)
{
    size_t len = 0;
    int dots = 0;

    for (; code[len] != '\0'; len++)
        if (code[len] == '.' && ++dots == 3)
            break;
    return orb_arena_text(arena, code, len);
}

/* What blocks: the cheapest change when there is one, else what blocks most. */
static unsigned cause_of(const struct orb_triage_need *need)
{
    uint64_t causes = need->relaxation_count > 0 ? need->relaxations[0].causes : 0;
    unsigned cause = 0;

    if (causes == 0)
        return need->cause_count > 0 ? need->causes[0].cause : ORB_CAUSE_ABSENT;
    while ((causes >> cause & 1) == 0)
        cause++;
    return cause;
}

static double limit_of(const struct orb_profile *p, const struct orb_person *person,
                       enum orb_frequency f)
{
    if (!isnan(person->max_minutes[f]))
        return person->max_minutes[f];
    return f != ORB_RESIDENTIAL && !isnan(person->max_minutes_default)
               ? person->max_minutes_default
               : p->frequencies[f].max;
}

static bool is_placed(const struct orb_catalogue *c, uint32_t commune)
{
    return commune != ORB_CAT_NONE && !isnan(c->communes[commune].lon) &&
           !isnan(c->communes[commune].lat);
}

static bool add_demand(struct finder *f, uint32_t person, uint32_t need)
{
    const struct orb_triage_person *p = f->in->people[person];
    const struct orb_person *who = p->case_->person;
    struct demand *d = &f->demands[f->count];

    f->out->demands++;
    *d = (struct demand){
        .public = who->groups.count > 0 ? who->groups.items[0] : NULL,
        .cause = cause_of(&p->needs[need]),
        .member = { person, need, orb_cat_commune_find(f->in->catalogue, who->commune) },
        .limit = limit_of(f->in->profile, who, who->needs[need].frequency)
    };
    d->need = three_parts(&f->out->arena, who->needs[need].code);
    if (is_placed(f->in->catalogue, d->member.commune))
        f->count++;
    else
        f->out->unplaced++;
    return d->need != NULL;
}

static int compare_texts(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static int by_kind(const struct demand *a, const struct demand *b)
{
    int order = strcmp(a->need, b->need);

    if (order == 0)
        order = compare_texts(a->public, b->public);
    return order != 0 ? order : (a->cause > b->cause) - (a->cause < b->cause);
}

static int by_demand(const void *x, const void *y)
{
    const struct demand *a = x;
    const struct demand *b = y;
    int order = by_kind(a, b);

    if (order == 0)
        order =
            (a->member.person > b->member.person) - (a->member.person < b->member.person);
    return order != 0
               ? order
               : (a->member.need > b->member.need) - (a->member.need < b->member.need);
}

/* A person asks once for the same thing. */
static void keep_one_each(struct finder *f)
{
    size_t kept = 0;

    for (size_t i = 0; i < f->count; i++)
        if (kept == 0 || by_kind(&f->demands[kept - 1], &f->demands[i]) != 0 ||
            f->demands[kept - 1].member.person != f->demands[i].member.person)
            f->demands[kept++] = f->demands[i];
    f->count = kept;
}

/* ---- where */

static double minutes_between(const struct finder *f, uint32_t a, uint32_t b)
{
    const struct orb_cat_commune *x = &f->in->catalogue->communes[a];
    const struct orb_cat_commune *y = &f->in->catalogue->communes[b];
    double chord =
        orb_ecef_chord_m(orb_ecef_make(x->lon, x->lat), orb_ecef_make(y->lon, y->lat));

    return orb_travel_estimate_minutes(
        f->in->profile, ORB_MODE_CAR,
        orb_chord_to_arc(chord / 1000, f->in->profile->travel.earth_radius_km),
        (int)x->density, (int)y->density);
}

static uint32_t medoid(const struct finder *f, const struct orb_emerging *g)
{
    uint32_t best = ORB_CAT_NONE;
    int64_t least = INT64_MAX;

    for (uint32_t i = 0; i < g->member_count; i++) {
        uint32_t commune = g->members[i].commune;
        double minutes = 0;
        int64_t key;

        for (uint32_t k = 0; k < g->member_count; k++)
            minutes += minutes_between(f, commune, g->members[k].commune);
        key = orb_key(minutes);
        if (key < least || (key == least && commune < best)) {
            least = key;
            best = commune;
        }
    }
    return best;
}

/* ---- who could */

static void add_partner(const struct finder *f, struct orb_emerge_partner *list,
                        uint32_t *count, const struct orb_relaxation *r)
{
    const struct orb_catalogue *c = f->in->catalogue;
    const struct orb_cat_parts *parts = orb_cat_offer_parts(c, r->offer);
    struct orb_emerge_partner *p = list;

    while (p < list + *count && p->offer != r->offer)
        p++;
    if (p == list + *count) {
        *p = (struct orb_emerge_partner){ .offer = r->offer,
                                          .minutes = NAN,
                                          .lacks_for_all = UINT64_MAX };
        p->circle = orb_circles_get(f->in->circles, r->offer).circle;
        p->droit_commun = f->in->circles->entries[parts->entry].droit_commun;
        (*count)++;
    }
    p->members++;
    p->lacks |= r->causes;
    p->lacks_for_all &= r->causes;
    if ((r->causes & (UINT64_C(1) << ORB_REASON_TRAVEL | UINT64_C(1) << ORB_REASON_ZONE)) !=
            0 &&
        (p->circle == ORB_CIRCLE_C2 || p->circle == ORB_CIRCLE_C3))
        p->circle = ORB_CIRCLE_C4;
}

/* Droit commun first; then C0 to C4; then who would serve most; then by place. */
static int by_circle(const void *x, const void *y)
{
    const struct orb_emerge_partner *a = x;
    const struct orb_emerge_partner *b = y;
    bool first[2] = { a->droit_commun == ORB_YES, b->droit_commun == ORB_YES };

    if (first[0] != first[1])
        return first[0] ? -1 : 1;
    if (a->circle != b->circle)
        return a->circle < b->circle ? -1 : 1;
    if (a->members != b->members)
        return a->members > b->members ? -1 : 1;
    return a->offer < b->offer ? -1 : a->offer > b->offer;
}

/* An offer told for the sake of one member would tell of that member. */
static uint32_t keep_partners(const struct finder *f, struct orb_emerge_partner *list,
                              uint32_t count)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < count; i++)
        if (list[i].members >= f->in->partner_least)
            list[kept++] = list[i];
    return kept;
}

static bool find_partners(struct finder *f, struct orb_emerging *g)
{
    struct orb_emerge_partner *list;
    size_t most = 0;

    for (uint32_t i = 0; i < g->member_count; i++)
        most +=
            f->in->people[g->members[i].person]->needs[g->members[i].need].relaxation_count;
    list = orb_arena_array(&f->out->arena, most + 1, sizeof *list);
    if (list == NULL)
        return false;
    for (uint32_t i = 0; i < g->member_count; i++) {
        const struct orb_triage_need *need =
            &f->in->people[g->members[i].person]->needs[g->members[i].need];

        for (uint32_t k = 0; k < need->relaxation_count; k++)
            add_partner(f, list, &g->partner_count, &need->relaxations[k]);
    }
    g->partner_count = keep_partners(f, list, g->partner_count);
    qsort(list, g->partner_count, sizeof *list, by_circle);
    if (g->partner_count > ORB_EMERGE_PARTNERS)
        g->partner_count = ORB_EMERGE_PARTNERS;
    for (uint32_t i = 0; i < g->partner_count; i++) {
        uint32_t commune = f->in->catalogue->offers[list[i].offer].commune;

        if (is_placed(f->in->catalogue, commune))
            list[i].minutes = minutes_between(f, g->commune, commune);
    }
    g->partners = list;
    return true;
}

static void count_unlocked(const struct finder *f, struct orb_emerging *g)
{
    for (int option = 0; option < ORB_IGAS_OPTIONS; option++)
        for (uint32_t i = 0; f->in->unlocked[option] != NULL && i < g->member_count; i++)
            if ((f->in->unlocked[option][g->members[i].person] >> g->members[i].need & 1) !=
                0)
                g->unlocked[option]++;
}

/* ---- groups */

/* Those of demands first .. first + count - 1 that have a label. */
static bool add_group(struct finder *f, const struct demand *demands, size_t count,
                      const int32_t *labels, int32_t label)
{
    struct orb_emerge *out = f->out;
    struct orb_emerge_member *members =
        orb_arena_array(&out->arena, count, sizeof *members);
    struct orb_emerging g = { .need = demands[0].need,
                              .public = demands[0].public,
                              .cause = demands[0].cause };

    for (size_t i = 0; members != NULL && i < count; i++)
        if (labels[i] == label)
            members[g.member_count++] = demands[i].member;
    g.members = members;
    if (members == NULL ||
        orb_grow((void **)&out->groups, &f->capacity, out->group_count, sizeof g) != ORB_OK)
        return false;
    g.commune = medoid(f, &g);
    count_unlocked(f, &g);
    if (!find_partners(f, &g))
        return false;
    out->groups[out->group_count++] = g;
    return true;
}

/* Metres east and north of the first, enough to tell what is within an hour. */
static void place(const struct finder *f, const struct demand *demands, size_t count,
                  double *x, double *y)
{
    const struct orb_cat_commune *communes = f->in->catalogue->communes;
    const struct orb_cat_commune *origin = &communes[demands[0].member.commune];
    double radius = f->in->profile->travel.earth_radius_km * 1000;

    for (size_t i = 0; i < count; i++) {
        const struct orb_cat_commune *c = &communes[demands[i].member.commune];

        x[i] = (c->lon - origin->lon) * RADIANS * radius * cos(origin->lat * RADIANS);
        y[i] = (c->lat - origin->lat) * RADIANS * radius;
    }
}

static bool group(struct finder *f, const struct demand *demands, size_t count)
{
    double *xy = orb_arena_array(&f->out->arena, 2 * count, sizeof *xy);
    int32_t *labels = orb_arena_array(&f->out->arena, count, sizeof *labels);
    struct orb_dbscan_input cloud = { .count = count, .least = f->in->least };
    double limit = 0;
    int32_t last = -1;
    size_t before = f->out->group_count;

    if (xy == NULL || labels == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        limit = fmax(limit, demands[i].limit);
    cloud.x = xy;
    cloud.y = xy + count;
    cloud.eps_m = 1000 * orb_travel_reach_km(f->in->profile, ORB_MODE_CAR, limit / 2);
    place(f, demands, count, xy, xy + count);
    if (orb_dbscan(&cloud, labels, NULL, f->err) != ORB_OK)
        return false;
    for (size_t i = 0; i < count; i++) {
        last = labels[i] > last ? labels[i] : last;
        f->out->apart += labels[i] == ORB_DBSCAN_NOISE;
    }
    for (int32_t label = 0; label <= last; label++)
        if (!add_group(f, demands, count, labels, label))
            return false;
    for (size_t i = before; i < f->out->group_count; i++)
        f->out->groups[i].reach_m = cloud.eps_m;
    return true;
}

static int by_size(const void *x, const void *y)
{
    const struct orb_emerging *a = x;
    const struct orb_emerging *b = y;
    int order;

    if (a->member_count != b->member_count)
        return a->member_count > b->member_count ? -1 : 1;
    order = strcmp(a->need, b->need);
    if (order == 0)
        order = compare_texts(a->public, b->public);
    if (order == 0)
        order = (a->cause > b->cause) - (a->cause < b->cause);
    return order != 0 ? order : (a->commune > b->commune) - (a->commune < b->commune);
}

static bool find_groups(struct finder *f)
{
    for (size_t i = 0, next; i < f->count; i = next) {
        for (next = i + 1;
             next < f->count && by_kind(&f->demands[i], &f->demands[next]) == 0; next++)
            ;
        if (!group(f, f->demands + i, next - i))
            return false;
    }
    if (f->out->group_count > 0)
        qsort(f->out->groups, f->out->group_count, sizeof *f->out->groups, by_size);
    return true;
}

static bool find_demands(struct finder *f)
{
    for (uint32_t i = 0; i < f->in->count; i++)
        for (uint32_t n = 0; n < f->in->people[i]->need_count; n++)
            if (f->in->people[i]->needs[n].state >= ORB_NEED_NEAR && !add_demand(f, i, n))
                return false;
    if (f->count > 0)
        qsort(f->demands, f->count, sizeof *f->demands, by_demand);
    keep_one_each(f);
    return true;
}

enum orb_status orb_emerge_find(struct orb_emerge *out,
                                const struct orb_emerge_input *input, struct orb_error *err)
{
    struct finder f = { .out = out, .in = input, .err = err };
    size_t most = 0;
    bool found;

    *out = (struct orb_emerge){ .groups = NULL };
    for (size_t i = 0; i < input->count; i++)
        most += input->people[i]->need_count;
    f.demands = orb_calloc(most + 1, sizeof *f.demands);
    found = f.demands != NULL && find_demands(&f) && find_groups(&f);
    orb_free(f.demands);
    return found ? ORB_OK : orb_error_memory(err);
}

void orb_emerge_release(struct orb_emerge *emerge)
{
    orb_free(emerge->groups);
    orb_arena_release(&emerge->arena);
    *emerge = (struct orb_emerge){ .groups = NULL };
}
