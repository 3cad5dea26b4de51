/* Communes as places, services and communes as sites. */
#include "engine/planning/siting.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/planning/mesh.h"

/* Pairs that fit in memory with the tables of the search. */
#define PAIRS_MOST ((size_t)20000000)

void orb_siting_release(struct orb_siting *siting)
{
    orb_supply_release(&siting->supply);
    orb_arena_release(&siting->arena);
    memset(siting, 0, sizeof *siting);
}

/* ---- demand */

#define BOUNDS 64

/* Rates change with age: people are cut where the catalogue cuts them. */
static struct orb_strata cut_people(struct orb_siting *s)
{
    const struct orb_siting_question *q = s->question;
    struct orb_stratum *one = orb_arena_alloc(&s->arena, sizeof *one);
    struct orb_strata strata = { one, 1 };
    int32_t bounds[BOUNDS];
    uint32_t count = orb_demand_bounds(q->catalogue, bounds, BOUNDS);

    if (one == NULL)
        return strata;
    *one = q->stratum;
    if (q->rate_count == 0 || count == 0)
        return strata;
    if (one->age_from < 0)
        one->age_from = 0;
    return orb_strata_cut(&s->arena, q->catalogue, one, bounds, count);
}

/* People of the ages asked for, or those of the question. */
static enum orb_status count_people(struct orb_siting *s, struct orb_error *err)
{
    const struct orb_siting_question *q = s->question;
    uint32_t *communes = orb_arena_array(&s->arena, s->place_count + 1, sizeof *communes);
    double *given = orb_arena_array(&s->arena, s->place_count + 1, sizeof *given);
    const struct orb_strata strata = cut_people(s);
    struct orb_demand demand = { 0 };
    struct orb_demand_request request = { .catalogue = q->catalogue,
                                          .communes = communes,
                                          .count = (uint32_t)s->place_count,
                                          .strata = strata.items,
                                          .stratum_count = strata.count,
                                          .rates = q->rates,
                                          .rate_count = q->rate_count,
                                          .given = q->demand == NULL ? NULL : given };
    enum orb_status status = ORB_OK;

    if (communes == NULL || given == NULL || strata.items == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < s->place_count; i++) {
        communes[i] = s->places[i].commune;
        given[i] = q->demand == NULL ? 0 : q->demand[communes[i]];
    }
    status = orb_demand_make(&demand, &request, err);
    for (size_t i = 0; status == ORB_OK && i < s->place_count; i++) {
        s->places[i].demand = orb_demand_of(&demand, (uint32_t)i);
        s->places[i].demand_unknown =
            q->demand == NULL && q->catalogue->communes[communes[i]].population < 0;
    }
    s->demand_unknown = q->demand == NULL ? demand.unknown : 0;
    s->ages_unknown = q->demand == NULL && (q->stratum.age_from >= 0 || q->rate_count > 0)
                          ? demand.without_ages
                          : 0;
    orb_demand_release(&demand);
    return status;
}

static bool is_within(const struct orb_siting_question *q, uint32_t commune)
{
    return (q->within == NULL || q->within[commune]) &&
           orb_mesh_today(q->catalogue, commune) == commune;
}

static enum orb_status make_places(struct orb_siting *s, struct orb_error *err)
{
    const struct orb_siting_question *q = s->question;
    uint32_t count = q->catalogue->commune_count;

    s->places = orb_arena_array(&s->arena, count + 1, sizeof *s->places);
    s->place_points = orb_arena_array(&s->arena, count + 1, sizeof *s->place_points);
    if (s->places == NULL || s->place_points == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < count; i++) {
        if (!is_within(q, i))
            continue;
        s->places[s->place_count].commune = i;
        s->place_points[s->place_count] = orb_link_commune(q->catalogue, q->profile, i);
        s->place_unlocated += isnan(s->place_points[s->place_count].lon) ? 1 : 0;
        s->place_count++;
    }
    return count_people(s, err);
}

/* ---- sites */

static bool looks_for_services(const struct orb_siting_question *q)
{
    return q->need != NULL || q->family != NULL || q->category != NULL;
}

static enum orb_status find_services(struct orb_siting *s, struct orb_error *err)
{
    const struct orb_siting_question *q = s->question;
    struct orb_stratum *one = orb_arena_alloc(&s->arena, sizeof *one);
    struct orb_strata strata = { one, 1 };
    struct orb_supply_request request = { .catalogue = q->catalogue,
                                          .profile = q->profile,
                                          .date = q->date,
                                          .need = q->need,
                                          .family = q->family,
                                          .category = q->category };
    uint32_t *communes = NULL;
    enum orb_status status = ORB_OK;

    /* Answers change with age: people of all ages asked for are looked at. */
    if (one != NULL)
        *one = q->stratum;
    if (one != NULL && one->age_from >= 0)
        strata = orb_strata_cut(&s->arena, q->catalogue, one, NULL, 0);
    if (strata.items == NULL)
        return orb_error_memory(err);
    request.strata = strata.items;
    request.stratum_count = strata.count;
    status = orb_supply_make(&s->supply, &request, err);
    if (status != ORB_OK)
        return status;
    communes = orb_arena_array(&s->arena, s->place_count + 1, sizeof *communes);
    if (communes == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < s->place_count; i++)
        communes[i] = s->places[i].commune;
    return orb_supply_serve(&s->supply, communes, (uint32_t)s->place_count, err);
}

/* Does a service that exists take these people, or some of their ages? */
static bool takes(struct orb_siting *s, uint32_t site)
{
    uint32_t count = s->supply.stratum_count;
    uint32_t refused = 0;
    uint32_t unknown = 0;

    for (uint32_t k = 0; k < count; k++) {
        const struct orb_supply_verdict *v = orb_supply_verdict_of(&s->supply, site, k);

        refused += v->answer == ORB_SUPPLY_NO;
        unknown += v->answer == ORB_SUPPLY_UNKNOWN;
    }
    s->existing_refused += refused == count ? 1 : 0;
    s->existing_partly += refused > 0 && refused < count ? 1 : 0;
    s->existing_to_verify += unknown > 0 && refused == 0 ? 1 : 0;
    return refused < count;
}

/* Everywhere in the perimeter and around it: a service beyond its border serves it too. */
static void add_service(struct orb_siting *s, const struct orb_link_point *points,
                        uint32_t *site_of, uint32_t k)
{
    const struct orb_siting_question *q = s->question;
    const struct orb_supply_site *from = &s->supply.sites[k];
    struct orb_siting_site *site = &s->sites[s->existing_count];
    bool bounded = !isinf(q->capacity);

    site_of[k] = ORB_LOCATE_NONE;
    if (!takes(s, k))
        return;
    if (from->remote && !from->at_home && !from->on_site) {
        s->existing_remote++;
        return;
    }
    if (isnan(points[k].lon) && !from->at_home) {
        s->existing_unlocated++;
        return;
    }
    site->offer = from->offer;
    site->commune = q->catalogue->offers[from->offer].commune;
    site->capacity_assumed = bounded && isnan(from->places);
    site->capacity = !bounded ? INFINITY : isnan(from->places) ? q->capacity : from->places;
    s->capacity_assumed += site->capacity_assumed;
    s->existing_inside +=
        site->commune != ORB_CAT_NONE && (q->within == NULL || q->within[site->commune]);
    s->site_points[s->existing_count] = points[k];
    site_of[k] = (uint32_t)s->existing_count++;
}

static int by_point(const void *a, const void *b)
{
    const struct orb_cat_offer *x = *(const struct orb_cat_offer *const *)a;
    const struct orb_cat_offer *y = *(const struct orb_cat_offer *const *)b;

    if (x->commune != y->commune)
        return x->commune < y->commune ? -1 : 1;
    if (x->lon < y->lon || x->lon > y->lon)
        return x->lon < y->lon ? -1 : 1;
    return x->lat < y->lat ? -1 : x->lat > y->lat;
}

/* Several offers of one house are one place for who looks at a map. */
static enum orb_status count_places(struct orb_siting *s, struct orb_error *err)
{
    const struct orb_siting_question *q = s->question;
    const struct orb_cat_offer **inside =
        orb_arena_array(&s->arena, s->existing_count + 1, sizeof *inside);
    size_t count = 0;

    if (inside == NULL)
        return orb_error_memory(err);
    for (size_t j = 0; j < s->existing_count; j++)
        if (s->sites[j].commune != ORB_CAT_NONE &&
            (q->within == NULL || q->within[s->sites[j].commune]))
            inside[count++] = &q->catalogue->offers[s->sites[j].offer];
    if (count > 1)
        qsort(inside, count, sizeof *inside, by_point);
    for (size_t j = 0; j < count; j++)
        s->existing_places += j == 0 || by_point(&inside[j - 1], &inside[j]) != 0;
    return ORB_OK;
}

static enum orb_status add_services(struct orb_siting *s, struct orb_error *err)
{
    struct orb_link_point *points = orb_supply_points(&s->supply);
    uint32_t *site_of =
        orb_arena_array(&s->arena, (size_t)s->supply.count + 1, sizeof *site_of);
    size_t kept = 0;

    if (points == NULL || site_of == NULL)
        return orb_error_memory(err);
    for (uint32_t k = 0; k < s->supply.count; k++)
        add_service(s, points, site_of, k);
    for (size_t k = 0; k < s->supply.served_count; k++) {
        struct orb_link_served served = s->supply.served[k];

        served.site = site_of[served.site];
        if (served.site != ORB_LOCATE_NONE)
            s->supply.served[kept++] = served;
    }
    s->supply.served_count = kept;
    return count_places(s, err);
}

static void add_candidate(struct orb_siting *s, uint32_t commune, double capacity)
{
    const struct orb_siting_question *q = s->question;
    struct orb_link_point point = orb_link_commune(q->catalogue, q->profile, commune);

    if (isnan(point.lon)) {
        s->candidate_unlocated++;
        return;
    }
    s->site_points[s->site_count] = point;
    s->sites[s->site_count++] = (struct orb_siting_site){
        .commune = commune,
        .offer = ORB_CAT_NONE,
        .capacity = isnan(capacity) ? q->capacity : capacity,
    };
}

static void add_candidates(struct orb_siting *s)
{
    const struct orb_siting_question *q = s->question;

    s->site_count = s->existing_count;
    for (size_t k = 0; q->candidates != NULL && k < q->candidate_count; k++)
        add_candidate(s, q->candidates[k].commune, q->candidates[k].capacity);
    for (size_t i = 0; q->candidates == NULL && i < s->place_count; i++) {
        uint32_t commune = s->places[i].commune;

        if (q->catalogue->communes[commune].population >= q->candidate_population ||
            q->candidate_population <= 0)
            add_candidate(s, commune, (double)NAN);
    }
}

enum orb_status orb_siting_prepare(struct orb_siting *out,
                                   const struct orb_siting_question *question,
                                   struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    size_t most = 0;

    memset(out, 0, sizeof *out);
    out->question = question;
    status = make_places(out, err);
    if (status == ORB_OK && looks_for_services(question))
        status = find_services(out, err);
    if (status != ORB_OK)
        return status;
    most = out->supply.count +
           (question->candidates == NULL ? out->place_count : question->candidate_count);
    out->sites = orb_arena_array(&out->arena, most + 1, sizeof *out->sites);
    out->site_points = orb_arena_array(&out->arena, most + 1, sizeof *out->site_points);
    if (out->sites == NULL || out->site_points == NULL)
        return orb_error_memory(err);
    if (looks_for_services(question))
        status = add_services(out, err);
    if (status != ORB_OK)
        return status;
    add_candidates(out);
    if (out->place_count > 0 && out->site_count > PAIRS_MOST / out->place_count)
        return orb_error_set(err, ORB_ERR_RANGE,
                             _("%zu communes and %zu sites make too many pairs; choose a "
                               "smaller perimeter or fewer candidates"),
                             out->place_count, out->site_count);
    return ORB_OK;
}
