/* A service has as many offers as it has kinds of public or of care: people know it as one
 * partner. */
#include "maps/circles_partners.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/geo/frame.h"
#include "engine/travel/estimate.h"
#include "maps/offer.h"

#define MICRO 1e6

/* An offer and the service it is counted with. */
struct entry {
    const char *service;
    uint32_t offer;
    uint32_t id_rank;
};

/* What the offers of one service say together. */
struct sum {
    struct orb_partner *partner;
    double minutes; /* NaN = unknown */
    bool is_full;
    bool is_unknown;
    bool is_old;
};

struct reading {
    const struct orb_selection *selection;
    struct orb_arena *arena;
    uint32_t from;
    struct orb_ecef start;
};

static int compare(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    int order = strcmp(a->service, b->service);

    return order != 0 ? order : (a->id_rank > b->id_rank) - (a->id_rank < b->id_rank);
}

/* The service of the offer it is the same as, when that one is elsewhere; else its own. */
static const char *service_of(const struct orb_catalogue *c, uint32_t offer)
{
    const struct orb_cat_offer *o = &c->offers[c->offers[offer].canonical];
    const char *service = orb_cat_known(c, o->service);

    return service == NULL ? orb_cat_string(c, o->id) : service;
}

static enum orb_status find_entries(struct entry **out, size_t *count,
                                    const struct reading *r, struct orb_error *err)
{
    const struct orb_catalogue *c = r->selection->catalogue;
    struct entry *entries =
        orb_arena_array(r->arena, (size_t)r->selection->count + 1, sizeof *entries);
    size_t found = 0;

    if (entries == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < c->offer_count; i++) {
        uint32_t canonical = c->offers[i].canonical;

        if (!orb_selection_has(r->selection, i) ||
            (canonical != i && orb_selection_has(r->selection, canonical)))
            continue;
        entries[found++] = (struct entry){ service_of(c, i), i, c->offers[i].id_rank };
    }
    if (found > 1)
        qsort(entries, found, sizeof *entries, compare);
    *out = entries;
    *count = found;
    return ORB_OK;
}

static int32_t add_known(int32_t sum, int32_t value)
{
    if (value < 0)
        return sum;
    if (sum < 0)
        return value;
    return sum > INT32_MAX - value ? INT32_MAX : sum + value;
}

static double minutes_to(const struct reading *r, const struct orb_map_offer *offer)
{
    const struct orb_profile *profile = r->selection->profile;
    const struct orb_catalogue *c = r->selection->catalogue;
    int density = offer->commune == NULL ? 0 : (int)offer->commune->density;
    struct orb_ecef there;

    if (r->from == ORB_CAT_NONE || isnan(c->communes[r->from].lon) ||
        offer->position.x == INT64_MAX)
        return NAN;
    there =
        orb_ecef_make((double)offer->position.x / MICRO, (double)offer->position.y / MICRO);
    return orb_travel_estimate_minutes(
        profile, ORB_MODE_CAR,
        orb_chord_to_arc(orb_ecef_chord_m(r->start, there) / 1000.0,
                         profile->travel.earth_radius_km),
        (int)c->communes[r->from].density, density);
}

static void add_state(struct sum *sum, const struct orb_map_offer *offer)
{
    struct orb_partner *p = sum->partner;
    orb_date on = offer->detail->places_on;

    sum->is_full = sum->is_full || offer->state == ORB_STATE_FULL;
    sum->is_unknown = sum->is_unknown || offer->state == ORB_STATE_UNKNOWN;
    sum->is_old = sum->is_old || offer->state_old;
    if (offer->state == ORB_STATE_PLACE) {
        /* The word on a place prevails; of several, the oldest date is told. */
        if (p->state != ORB_PARTNER_PLACE || on < p->places_on)
            p->places_on = on;
        p->state = ORB_PARTNER_PLACE;
        p->places = add_known(p->places, offer->row->places_available);
    } else if (offer->state == ORB_STATE_FULL && p->state != ORB_PARTNER_PLACE &&
               (p->places_on == ORB_DATE_NONE || on < p->places_on)) {
        p->places_on = on;
    }
}

static void add_offer(struct sum *sum, const struct reading *r,
                      const struct orb_map_offer *offer)
{
    struct orb_partner *p = sum->partner;
    enum orb_circle circle = (enum orb_circle)offer->circle.circle;
    double minutes = minutes_to(r, offer);

    if (p->name == NULL)
        p->name = offer->name;
    if (p->commune == NULL)
        p->commune = offer->commune_name;
    /* The order of the circles is that of closeness; institutions come last. */
    if (circle < p->circle)
        p->circle = circle;
    if (p->family == 0)
        p->family = (uint8_t)offer->family;
    p->families |= (uint8_t)offer->families;
    p->authorised = add_known(p->authorised, offer->detail->authorised);
    p->installed = add_known(p->installed, offer->detail->installed);
    if (isnan(sum->minutes) || minutes < sum->minutes)
        sum->minutes = minutes;
    add_state(sum, offer);
}

/* Full when nothing that counts places is unknown: half a word is not a refusal. */
static bool finish(struct sum *sum, const struct reading *r)
{
    struct orb_partner *p = sum->partner;

    if (p->name == NULL)
        p->name = p->id;
    if (p->state != ORB_PARTNER_PLACE) {
        if (sum->is_unknown)
            p->state = ORB_PARTNER_UNKNOWN;
        else
            p->state = sum->is_full ? ORB_PARTNER_FULL : ORB_PARTNER_NO_NOTION;
        p->state_old = sum->is_unknown && sum->is_old;
    }
    if (p->state == ORB_PARTNER_UNKNOWN)
        p->places_on = ORB_DATE_NONE;
    if (isnan(sum->minutes))
        return true;
    p->way = orb_arena_printf(r->arena, _("≈ %ld min"), lround(sum->minutes));
    return p->way != NULL;
}

static enum orb_status sum_up(struct orb_circle_map_input *out, const struct reading *r,
                              const struct entry *entries, size_t count)
{
    struct orb_partner *partners = orb_arena_array(r->arena, count + 1, sizeof *partners);
    struct sum sum = { .partner = NULL };
    size_t partner_count = 0;

    if (partners == NULL)
        return ORB_ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        struct orb_map_offer offer;

        orb_map_offer_get(&offer, r->selection, entries[i].offer);
        if (i == 0 || strcmp(entries[i].service, entries[i - 1].service) != 0) {
            if (i > 0 && !finish(&sum, r))
                return ORB_ERR_MEMORY;
            sum = (struct sum){ .partner = &partners[partner_count++], .minutes = NAN };
            *sum.partner = (struct orb_partner){ .id = entries[i].service,
                                                 .circle = ORB_CIRCLE_INST,
                                                 .authorised = -1,
                                                 .installed = -1,
                                                 .places = -1,
                                                 .places_on = ORB_DATE_NONE };
        }
        add_offer(&sum, r, &offer);
    }
    if (count > 0 && !finish(&sum, r))
        return ORB_ERR_MEMORY;
    out->partners = partners;
    out->partner_count = partner_count;
    return ORB_OK;
}

enum orb_status orb_circle_partners_read(struct orb_circle_map_input *out,
                                         struct orb_arena *arena,
                                         const struct orb_selection *selection,
                                         uint32_t from, struct orb_error *err)
{
    const struct orb_catalogue *c = selection->catalogue;
    struct reading reading = { .selection = selection, .arena = arena, .from = from };
    struct entry *entries = NULL;
    size_t count = 0;
    enum orb_status status;

    if (from != ORB_CAT_NONE)
        reading.start = orb_ecef_make(c->communes[from].lon, c->communes[from].lat);
    status = find_entries(&entries, &count, &reading, err);
    if (status == ORB_OK && sum_up(out, &reading, entries, count) != ORB_OK)
        return orb_error_memory(err);
    return status;
}
