/* Wider ages are other terms; a zone that reaches the commune at hand is one that holds
 * everywhere, listed with those, until the next commune. */
#include "engine/cohort/widened.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/geo/frame.h"
#include "engine/model/terms.h"

#define EARTH_KM 6371.0088

/* A degree of latitude is longer. */
#define DEGREE_KM 110.5

struct copy {
    struct orb_catalogue catalogue;
    struct orb_cat_terms *terms;
};

struct orb_widened {
    const struct orb_catalogue *c;
    struct copy *copies;
    size_t count;
    struct orb_cat_zone *zones;
    uint32_t *zones_first; /* code_zones_first */
    uint32_t *zones_of;    /* code_zones, with room for every zone at its end */
    uint32_t reached;      /* zones of the last reach, at that end */
};

/* ---- ages */

static int32_t lower(int32_t bound, int months)
{
    if (bound == ORB_AGE_UNKNOWN || bound <= 0)
        return bound;
    return bound > months ? bound - months : 0;
}

static int32_t higher(int32_t bound, int months)
{
    return bound == ORB_AGE_UNKNOWN || bound >= ORB_AGE_NO_MAX ? bound : bound + months;
}

static bool widen(struct orb_widened *w, struct copy *copy, int months)
{
    const struct orb_catalogue *c = w->c;

    copy->terms = orb_calloc((size_t)c->terms_count + 1, sizeof *copy->terms);
    if (copy->terms == NULL)
        return false;
    for (uint32_t i = 0; i < c->terms_count; i++) {
        copy->terms[i] = c->terms[i];
        copy->terms[i].age_min_months = lower(c->terms[i].age_min_months, months);
        copy->terms[i].age_max_months = higher(c->terms[i].age_max_months, months);
    }
    copy->catalogue = *c;
    copy->catalogue.terms = copy->terms;
    copy->catalogue.zones = w->zones;
    copy->catalogue.code_zones_first = w->zones_first;
    copy->catalogue.code_zones = w->zones_of;
    return true;
}

static bool copy_zones(struct orb_widened *w)
{
    const struct orb_catalogue *c = w->c;
    size_t codes = (size_t)c->code_count + 2;
    size_t links = c->code_zones_first[c->code_count + 1];

    w->zones = orb_calloc((size_t)c->zone_count + 1, sizeof *w->zones);
    w->zones_first = orb_calloc(codes, sizeof *w->zones_first);
    w->zones_of = orb_calloc(links + c->zone_count + 1, sizeof *w->zones_of);
    if (w->zones == NULL || w->zones_first == NULL || w->zones_of == NULL)
        return false;
    if (c->zone_count > 0)
        memcpy(w->zones, c->zones, c->zone_count * sizeof *w->zones);
    memcpy(w->zones_first, c->code_zones_first, codes * sizeof *w->zones_first);
    if (links > 0)
        memcpy(w->zones_of, c->code_zones, links * sizeof *w->zones_of);
    return true;
}

struct orb_widened *orb_widened_new(const struct orb_catalogue *catalogue,
                                    const int *months, size_t count)
{
    struct orb_widened *w = orb_calloc(1, sizeof *w);

    if (w == NULL)
        return NULL;
    w->c = catalogue;
    w->copies = orb_calloc(count + 1, sizeof *w->copies);
    if (w->copies == NULL || !copy_zones(w)) {
        orb_widened_free(w);
        return NULL;
    }
    for (; w->count < count; w->count++)
        if (!widen(w, &w->copies[w->count], months[w->count])) {
            orb_widened_free(w);
            return NULL;
        }
    return w;
}

void orb_widened_free(struct orb_widened *w)
{
    if (w == NULL)
        return;
    for (size_t i = 0; i < w->count; i++)
        orb_free(w->copies[i].terms);
    orb_free(w->copies);
    orb_free(w->zones);
    orb_free(w->zones_first);
    orb_free(w->zones_of);
    orb_free(w);
}

const struct orb_catalogue *orb_widened_catalogue(const struct orb_widened *w, size_t at)
{
    return &w->copies[at].catalogue;
}

/* ---- zones */

static uint32_t first_end(const struct orb_widened *w)
{
    return w->c->code_zones_first[w->c->code_count + 1];
}

static void forget(struct orb_widened *w)
{
    for (uint32_t i = 0; i < w->reached; i++)
        w->zones[w->zones_of[first_end(w) + i]].national = 0;
    w->reached = 0;
    w->zones_first[w->c->code_count + 1] = first_end(w);
}

static void add_zones(struct orb_widened *w, orb_cat_code code)
{
    const struct orb_catalogue *c = w->c;

    if (code == ORB_CAT_NONE)
        return;
    for (uint32_t i = c->code_zones_first[code]; i < c->code_zones_first[code + 1]; i++) {
        uint32_t zone = c->code_zones[i];

        if (w->zones[zone].national != 0)
            continue;
        w->zones[zone].national = 1;
        w->zones_of[first_end(w) + w->reached++] = zone;
    }
}

static bool is_near(const struct orb_cat_commune *a, const struct orb_cat_commune *b,
                    double km)
{
    if (isnan(b->lon) || isnan(b->lat) || fabs(a->lat - b->lat) * DEGREE_KM > km)
        return false;
    return orb_chord_to_arc(orb_ecef_chord_m(orb_ecef_make(a->lon, a->lat),
                                             orb_ecef_make(b->lon, b->lat)) /
                                1000,
                            EARTH_KM) <= km;
}

bool orb_widened_reach(struct orb_widened *w, const char *commune, double km)
{
    const struct orb_catalogue *c = w->c;
    uint32_t row = orb_cat_commune_find(c, commune);
    const struct orb_cat_commune *here;

    forget(w);
    if (row == ORB_CAT_NONE)
        return false;
    here = &c->communes[row];
    if (isnan(here->lon) || isnan(here->lat))
        return false;
    for (uint32_t i = 0; km > 0 && i < c->commune_count; i++) {
        if (!is_near(here, &c->communes[i], km))
            continue;
        add_zones(w, c->communes[i].code_number);
        add_zones(w, c->communes[i].department_number);
    }
    w->zones_first[c->code_count + 1] += w->reached;
    return true;
}
