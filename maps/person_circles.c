/* A map names what a person can read at one sight: the first of each family. The page and
 * 'orbite match' have the rest, and the footer says so. */
#include "maps/person_circles.h"

#include <string.h>

#include "engine/base/strmap.h"
#include "engine/base/text.h"
#include "maps/circles_partners.h"
#include "maps/offer.h"

struct drawing {
    struct orb_person_answer *answer;
    const struct orb_selection *selection;
    struct orb_partner *partners;
    size_t count;
    const struct orb_person_row **services; /* the first row of each; NULL = done with */
    size_t service_count;
    unsigned drawn[ORB_FAMILIES + 1][2];       /* by family: answers, set aside */
    bool cells[ORB_FAMILIES + 1][ORB_CIRCLES]; /* by family: circles that show someone */
    uint64_t left_out;
};

/* The first family that the needs ask for, else the first of all. */
static int family_of(const struct drawing *d, const struct orb_map_offer *offer)
{
    unsigned asked = offer->families & d->answer->families;

    if (offer->family != 0 && (asked >> (offer->family - 1) & 1) != 0)
        return offer->family;
    for (int i = 0; i < ORB_FAMILIES; i++)
        if ((asked >> i & 1) != 0)
            return i + 1;
    return 0;
}

static enum orb_partner_state state_of(const struct orb_person_row *row,
                                       const struct orb_map_offer *offer)
{
    static const enum orb_partner_state states[] = {
        [ORB_STATE_UNKNOWN] = ORB_PARTNER_UNKNOWN,
        [ORB_STATE_PLACE] = ORB_PARTNER_PLACE,
        [ORB_STATE_FULL] = ORB_PARTNER_FULL,
        [ORB_STATE_NO_NOTION] = ORB_PARTNER_NO_NOTION,
    };

    return row->class_ >= ORB_NEAR_MISS ? ORB_PARTNER_SET_ASIDE : states[offer->state];
}

static void fill(const struct drawing *d, struct orb_partner *out,
                 const struct orb_person_row *row, const struct orb_map_offer *offer)
{
    *out = (struct orb_partner){
        .id = offer->service != NULL ? offer->service : offer->id,
        .name = offer->name,
        .commune = offer->commune_name,
        .way = row->way,
        .reason = row->class_ >= ORB_NEAR_MISS ? row->why : NULL,
        .nearly = row->class_ == ORB_NEAR_MISS,
        .circle = row->circle,
        .state = state_of(row, offer),
        .family = (uint8_t)family_of(d, offer),
        .families = (uint8_t)(offer->families & d->answer->families),
        .authorised = offer->detail->authorised,
        .installed = offer->detail->installed,
        .places = offer->state == ORB_STATE_PLACE ? offer->row->places_available : -1,
        .places_on = offer->detail->places_on,
        .state_old = offer->state_old,
    };
    if (offer->relation != NULL && offer->circle.circle == row->circle) {
        out->agreed = true;
        out->evidence = orb_cat_known(d->selection->catalogue, offer->relation->evidence);
        out->agreed_from = offer->relation->from;
        out->agreed_to = offer->relation->to;
    }
}

/* C1a and C1b are one ring. */
static enum orb_circle ring_of(enum orb_circle circle)
{
    return circle == ORB_CIRCLE_C1A ? ORB_CIRCLE_C1B : circle;
}

/* A part of the map where nobody is drawn says that nobody is known there: the first round
 * takes one for each, the second the first of each family. */
static bool is_wanted(struct drawing *d, const struct orb_partner *partner, bool aside,
                      bool second)
{
    bool *cell = &d->cells[partner->family][ring_of(partner->circle)];
    unsigned *drawn = &d->drawn[partner->family][aside];
    bool wanted =
        second ? *drawn < (aside ? ORB_PERSON_CIRCLE_ASIDE : ORB_PERSON_CIRCLE_ANSWERS)
               : !*cell;

    *cell = true;
    if (wanted)
        ++*drawn;
    return wanted;
}

/* A service has one mark, that of the best of its offers, which comes first. */
static enum orb_status find_services(struct drawing *d, struct orb_error *err)
{
    struct orb_strmap services = { 0 };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < d->answer->count; i++) {
        const struct orb_catalogue *c = d->selection->catalogue;
        const struct orb_cat_offer *offer = &c->offers[d->answer->rows[i].offer];
        const char *id = orb_cat_known(c, offer->service);
        size_t before = services.count;
        uint32_t number;

        if (id == NULL)
            id = orb_cat_string(c, offer->id);
        if (orb_strmap_add(&services, id, strlen(id), &number) != ORB_OK)
            status = orb_error_memory(err);
        else if (services.count > before)
            d->services[d->service_count++] = &d->answer->rows[i];
    }
    orb_strmap_release(&services);
    return status;
}

static void add(struct drawing *d, size_t service, bool second)
{
    const struct orb_person_row *row = d->services[service];
    struct orb_partner *partner = &d->partners[d->count];
    struct orb_map_offer offer;
    bool aside;

    if (row == NULL)
        return;
    aside = row->class_ == ORB_EXCLUDED;
    orb_map_offer_get(&offer, d->selection, row->offer);
    fill(d, partner, row, &offer);
    if (aside && partner->family == 0)
        d->services[service] = NULL;
    else if (is_wanted(d, partner, aside, second)) {
        d->services[service] = NULL;
        d->count++;
    } else {
        d->left_out += second;
    }
}

static bool tell(struct drawing *d, struct orb_circle_map_input *out)
{
    struct orb_arena *arena = &d->answer->arena;
    const char *commune =
        d->answer->commune == NULL
            ? NULL
            : orb_cat_known(d->selection->catalogue, d->answer->commune->name);

    out->title =
        orb_arena_printf(arena, _("Situation %s: solutions by circle"), d->answer->id);
    out->subtitle = orb_arena_printf(arena, _("Private document, not to be passed on · %s"),
                                     commune != NULL ? commune : _("commune not known"));
    if (d->answer->travel != NULL && out->subtitle != NULL)
        out->subtitle =
            orb_arena_printf(arena, "%s · %s", out->subtitle, d->answer->travel);
    out->centre = d->answer->id;
    out->centre_note = NULL;
    out->footer =
        d->left_out == 0
            ? orb_arena_strdup(arena, _("Private document. Times with ≈ are estimates."))
            : orb_arena_printf(
                  arena,
                  ORB_PLURAL(
                      "Private document. Times with ≈ are estimates. The first of each family are drawn; %llu more resource is told by 'orbite match'.",
                      "Private document. Times with ≈ are estimates. The first of each family are drawn; %llu more resources are told by 'orbite match'.",
                      d->left_out),
                  (unsigned long long)d->left_out);
    return out->title != NULL && out->subtitle != NULL && out->footer != NULL;
}

enum orb_status orb_person_circles_make(struct orb_circle_map_input *out,
                                        struct orb_person_answer *answer,
                                        const struct orb_selection *selection,
                                        struct orb_error *err)
{
    struct drawing d = { .answer = answer, .selection = selection };
    enum orb_status status;

    memset(out, 0, sizeof *out);
    d.partners = orb_arena_array(&answer->arena, answer->count + 1, sizeof *d.partners);
    d.services = orb_arena_array(&answer->arena, answer->count + 1, sizeof(void *));
    if (d.partners == NULL || d.services == NULL)
        return orb_error_memory(err);
    status = find_services(&d, err);
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; status == ORB_OK && i < d.service_count; i++)
            add(&d, i, round == 1);
    out->partners = d.partners;
    out->partner_count = d.count;
    if (status == ORB_OK)
        status =
            orb_circle_partners_frame(out, &answer->arena, selection, ORB_CAT_NONE, err);
    if (status == ORB_OK && !tell(&d, out))
        status = orb_error_memory(err);
    out->person = true;
    out->outside = (uint8_t)~answer->families;
    out->date = answer->date;
    for (int i = 0; i < ORB_CIRCLE_FAMILIES; i++)
        out->requests[i].received = -1;
    return status;
}
