/* Resolves what an offer names, and only what may leave. */
#include "maps/offer.h"

#include <string.h>

#include "engine/model/site.h"
#include "engine/model/terms.h"

const char *const orb_offer_state_names[ORB_STATE_NO_NOTION + 1] = { "unknown", "place",
                                                                     "full", "no_notion" };

/* Loubat's families are "L1" to "L8", their parts "L1.2". */
static int family_of(const char *code)
{
    return code[0] == 'L' && code[1] >= '1' && code[1] <= '8' &&
                   (code[2] == '\0' || code[2] == '.')
               ? code[1] - '0'
               : 0;
}

static void read_families(struct orb_map_offer *out, const struct orb_catalogue *c)
{
    const struct orb_cat_codes *families = &out->terms->families;

    for (uint32_t i = 0; i < families->count; i++) {
        int family = family_of(orb_cat_code_name(c, c->codes[families->first + i]));

        if (family == 0)
            continue;
        if (out->family == 0)
            out->family = family;
        out->families |= 1U << (family - 1);
    }
}

static void read_state(struct orb_map_offer *out, orb_date date)
{
    int32_t places = out->row->places_available;
    orb_date on = out->detail->places_on;

    if (places < 0) {
        bool counted = out->detail->authorised > 0 || out->detail->installed > 0;

        out->state = out->droit_commun == ORB_YES && !counted ? ORB_STATE_NO_NOTION
                                                              : ORB_STATE_UNKNOWN;
        return;
    }
    /* A word without a date, or of a day to come, says nothing of today. */
    if (on == ORB_DATE_NONE || (date != ORB_DATE_NONE && on > date))
        return;
    out->state_old = date != ORB_DATE_NONE && on < date - ORB_STATE_DAYS;
    if (!out->state_old)
        out->state = places > 0 ? ORB_STATE_PLACE : ORB_STATE_FULL;
}

static void read_place(struct orb_map_offer *out, const struct orb_catalogue *c)
{
    const struct orb_cat_offer *o = out->row;
    enum orb_precision precision = (enum orb_precision)o->precision;

    out->confidential = o->confidential != 0;
    out->position = orb_selection_position(c, o);
    out->precision =
        orb_precision_name(out->confidential ? ORB_PRECISION_MUNICIPALITY : precision);
    out->commune_code = orb_cat_known(c, o->commune_code);
    if (o->commune != ORB_CAT_NONE) {
        out->commune = &c->communes[o->commune];
        out->commune_name = orb_cat_known(c, out->commune->name);
        out->departement = orb_cat_known(c, out->commune->department);
    }
    if (out->confidential)
        return;
    out->address = orb_cat_known(c, o->address);
    out->postcode = orb_cat_known(c, out->detail->postcode);
}

static void read_contact(struct orb_map_offer *out, const struct orb_catalogue *c)
{
    const struct orb_cat_offer *o = out->row;
    const struct orb_cat_detail *d = out->detail;

    out->phone = orb_cat_known(c, o->phone);
    out->email = orb_cat_known(c, o->email);
    out->url = orb_cat_known(c, o->url);
    out->how = orb_cat_known(c, d->how);
    out->checked_by = orb_cat_known(c, d->checked_by);
    out->description = orb_cat_known(c, d->description);
    out->schedule = orb_cat_known(c, d->schedule);
    /* A register gives the address of a SIRET. */
    out->siret = out->confidential ? NULL : orb_cat_known(c, d->siret);
    out->finess = orb_cat_known(c, d->finess);
}

void orb_map_offer_get(struct orb_map_offer *out, const struct orb_selection *selection,
                       uint32_t offer)
{
    const struct orb_catalogue *c = selection->catalogue;
    const struct orb_cat_offer *o = &c->offers[offer];

    memset(out, 0, sizeof *out);
    out->offer = offer;
    out->row = o;
    out->detail = &c->details[offer];
    out->terms = &c->terms[o->terms];
    out->id = orb_cat_string(c, o->id);
    out->service = orb_cat_known(c, o->service);
    out->name = orb_cat_known(c, o->name);
    if (o->canonical != offer && o->canonical < c->offer_count)
        out->duplicate_of = orb_cat_string(c, c->offers[o->canonical].id);
    if (o->source < c->source_count)
        out->source = &c->sources[o->source];
    if (o->organization != ORB_CAT_NONE)
        out->organization = &c->organizations[o->organization];
    if (out->terms->category != ORB_CAT_NONE)
        out->category = orb_cat_code_name(c, out->terms->category);
    out->circle = orb_circles_get(&selection->circles, offer);
    if (selection->options->circles != NULL)
        out->circle.circle = selection->options->circles[offer];
    if (out->circle.relation != ORB_CAT_NONE)
        out->relation = &c->relations[out->circle.relation];
    out->droit_commun =
        selection->circles.entries[orb_cat_offer_parts(c, offer)->entry].droit_commun;
    out->closed = orb_selection_is_closed(selection, o);
    out->osm = out->detail->osm != 0 || orb_selection_is_osm(c, o->source);
    read_families(out, c);
    read_place(out, c);
    read_contact(out, c);
    read_state(out, selection->date);
}
