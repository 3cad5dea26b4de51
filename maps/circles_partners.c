/* A service has as many offers as it has kinds of public or of care: people know it as one
 * partner. */
#include "maps/circles_partners.h"

#include <math.h>
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
    struct orb_partner partner;
    double minutes; /* NaN = unknown */
    bool is_full;
    bool is_unknown;
    bool is_old;
};

/* Minutes that have their words once for all: two weeks of driving. */
#define WAYS 32768

struct reading {
    const struct orb_selection *selection;
    struct orb_arena *arena;
    struct orb_partner_list *list;
    struct orb_sorter entries; /* struct entry, by service */
    const char **ways;         /* by minutes; NULL = not asked, or not yet told */
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

static enum orb_status find_entries(struct reading *r, struct orb_error *err)
{
    const struct orb_catalogue *c = r->selection->catalogue;
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; status == ORB_OK && i < c->offer_count; i++) {
        uint32_t canonical = c->offers[i].canonical;

        if (orb_selection_has(r->selection, i) &&
            (canonical == i || !orb_selection_has(r->selection, canonical))) {
            struct entry entry = { service_of(c, i), i, c->offers[i].id_rank };

            status = orb_sorter_add(&r->entries, &entry, err);
        }
    }
    return status == ORB_OK ? orb_sorter_finish(&r->entries, err) : status;
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
    struct orb_partner *p = &sum->partner;
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

/* What proves the circle, when somebody wrote it (R73). */
static void agree(struct orb_partner *p, const struct reading *r,
                  const struct orb_cat_relation *relation)
{
    p->agreed = relation != NULL;
    if (relation == NULL)
        return;
    p->evidence = orb_cat_known(r->selection->catalogue, relation->evidence);
    p->agreed_from = relation->from;
    p->agreed_to = relation->to;
}

static void add_offer(struct sum *sum, const struct reading *r,
                      const struct orb_map_offer *offer)
{
    struct orb_partner *p = &sum->partner;
    enum orb_circle circle = (enum orb_circle)offer->circle.circle;
    double minutes = minutes_to(r, offer);

    if (p->name == NULL)
        p->name = offer->name;
    if (p->commune == NULL)
        p->commune = offer->commune_name;
    /* The order of the circles is that of closeness; institutions come last. */
    if (circle < p->circle) {
        p->circle = circle;
        agree(p, r, offer->relation);
    }
    if (p->family == 0)
        p->family = (uint8_t)offer->family;
    p->families |= (uint8_t)offer->families;
    p->authorised = add_known(p->authorised, offer->detail->authorised);
    p->installed = add_known(p->installed, offer->detail->installed);
    if (isnan(sum->minutes) || minutes < sum->minutes)
        sum->minutes = minutes;
    add_state(sum, offer);
}

/* The same words for the same minutes; NULL without memory. */
static const char *way_words(const struct reading *r, long minutes)
{
    const char *words = minutes < WAYS ? r->ways[minutes] : NULL;

    if (words != NULL)
        return words;
    words = orb_arena_printf(r->arena, _("≈ %ld min"), minutes);
    if (minutes < WAYS)
        r->ways[minutes] = words;
    return words;
}

/* Full when nothing that counts places is unknown: half a word is not a refusal. */
static enum orb_status finish(struct sum *sum, const struct reading *r,
                              struct orb_error *err)
{
    struct orb_partner *p = &sum->partner;

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
    if (!isnan(sum->minutes)) {
        p->way = way_words(r, lround(sum->minutes));
        if (p->way == NULL)
            return orb_error_memory(err);
    }
    return orb_partner_list_add(r->list, p, err);
}

static enum orb_status sum_up(struct reading *r, struct orb_error *err)
{
    struct sum sum = { .minutes = NAN };
    enum orb_status status = ORB_OK;

    for (uint64_t i = 0; status == ORB_OK && i < r->entries.count; i++) {
        const void *found = NULL;
        const struct entry *entry;
        struct orb_map_offer offer;

        status = orb_sorter_get(&found, &r->entries, i, err);
        if (status != ORB_OK)
            break;
        entry = found;
        if (i == 0 || strcmp(entry->service, sum.partner.id) != 0) {
            if (i > 0)
                status = finish(&sum, r, err);
            sum = (struct sum){ .minutes = NAN,
                                .partner = { .id = entry->service,
                                             .circle = ORB_CIRCLE_INST,
                                             .authorised = -1,
                                             .installed = -1,
                                             .places = -1,
                                             .places_on = ORB_DATE_NONE } };
        }
        orb_map_offer_get(&offer, r->selection, entry->offer);
        add_offer(&sum, r, &offer);
    }
    return status == ORB_OK && r->entries.count > 0 ? finish(&sum, r, err) : status;
}

enum orb_status orb_circle_partners_read(struct orb_circle_map_input *out,
                                         struct orb_partner_list *list,
                                         struct orb_arena *arena,
                                         const struct orb_circle_partners_of *of,
                                         struct orb_error *err)
{
    const struct orb_catalogue *c = of->selection->catalogue;
    const char *folder = of->selection->options->scratch;
    struct reading reading = {
        .selection = of->selection,
        .arena = arena,
        .list = list,
        .entries = { .size = sizeof(struct entry), .compare = compare, .folder = folder },
        .from = of->from
    };
    enum orb_status status = ORB_OK;

    orb_partner_list_init(list, folder);
    if (of->from != ORB_CAT_NONE) {
        reading.start = orb_ecef_make(c->communes[of->from].lon, c->communes[of->from].lat);
        reading.ways = orb_arena_array(arena, WAYS, sizeof *reading.ways);
        if (reading.ways == NULL)
            return orb_error_memory(err);
    }
    status = find_entries(&reading, err);
    if (status == ORB_OK)
        status = sum_up(&reading, err);
    if (status == ORB_OK)
        status = orb_partner_list_finish(list, err);
    orb_sorter_release(&reading.entries);
    out->list = list;
    out->partner_count = (size_t)list->sorter.count;
    return status;
}
