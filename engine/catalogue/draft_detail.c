/* What people read of an offer and no search needs. */
#include <string.h>

#include "engine/catalogue/draft_write.h"

/* The newest number of a status; subsets are parts of it and are never added. */
static int32_t places_of(const struct orb_offer *o, const char *status, orb_date *on)
{
    int32_t count = -1;

    *on = ORB_DATE_NONE;
    for (uint32_t i = 0; i < o->capacity_count; i++) {
        const struct orb_capacity *c = &o->capacities[i];

        if (c->subset != NULL || c->status == NULL || strcmp(c->status, status) != 0 ||
            (count >= 0 && c->observed_on <= *on))
            continue;
        count = c->count;
        *on = c->observed_on;
    }
    return count;
}

void orb_draft_detail(struct draft_detail *d, const struct orb_offer *o)
{
    const struct orb_terms *t = &o->terms;
    const struct {
        const char *field;
        uint8_t part;
        bool known;
    } parts[] = {
        { "families", ORB_INFERRED_FAMILIES, t->families.count > 0 },
        { "prestations", ORB_INFERRED_PRESTATIONS, t->prestations_known },
        { "publics", ORB_INFERRED_PUBLICS, t->publics.known },
        { "modalities", ORB_INFERRED_MODALITIES, t->modalities_known },
        { "orientations", ORB_INFERRED_ORIENTATIONS, t->orientations.known },
        { "age_min_months", ORB_INFERRED_AGES, t->age_min_months != ORB_AGE_UNKNOWN },
        { "age_max_months", ORB_INFERRED_AGES, t->age_max_months != ORB_AGE_UNKNOWN }
    };
    orb_date on;

    d->authorised = places_of(o, "authorised", &d->capacity_on);
    d->installed = places_of(o, "installed", &on);
    if (d->authorised < 0)
        d->capacity_on = on;
    d->waiting = places_of(o, "waiting", &on);
    (void)places_of(o, "available", &d->places_on);
    if (d->places_on == ORB_DATE_NONE && o->places_available >= 0)
        d->places_on = o->provenance.observed_on;
    d->age_strength = (uint8_t)o->terms.age_strength;
    d->public_strength = (uint8_t)o->terms.public_strength;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i].known &&
            orb_provenance_basis(&o->provenance, parts[i].field) == ORB_BASIS_INFERRED)
            d->inferred |= parts[i].part;
}

/* Who checked the contact is told with the contact itself. */
static void put_contacts(struct draft_writer *w, struct orb_cat_detail *row,
                         const struct draft_contacts *c, orb_date used)
{
    if (row->how == 0)
        row->how = orb_draft_put_text(w, c->how);
    if (row->checked_by == 0 && used != ORB_DATE_NONE && c->checked_on == used)
        row->checked_by = orb_draft_put_text(w, c->checked_by);
}

static bool is_source_osm(const struct draft_writer *w, const char *id, size_t len)
{
    for (size_t i = 0; i < w->b->sources.count; i++) {
        const struct draft_source *s = &w->b->sources.items[i];
        const char *own = orb_draft_string(w, s->id);

        if (strlen(own) == len && memcmp(own, id, len) == 0)
            return strstr(orb_draft_string(w, s->attribution), "OpenStreetMap") != NULL;
    }
    return false;
}

/* Does an entry "field=basis:source" name a source of OpenStreetMap, or is the text the
 * name of one? */
static bool names_osm(const struct draft_writer *w, const char *at)
{
    if (is_source_osm(w, at, strlen(at)))
        return true;
    while (*at != '\0') {
        size_t entry = strcspn(at, ";");
        const char *from = memchr(at, ':', entry);

        if (from != NULL && is_source_osm(w, from + 1, entry - (size_t)(from + 1 - at)))
            return true;
        at += entry + (at[entry] == ';');
    }
    return false;
}

/* The same few texts come again and again. */
static bool is_osm(struct draft_writer *w, draft_text text)
{
    uint8_t *known = w->osm_fields == NULL ? NULL : &w->osm_fields[text];

    if (text == 0 || known == NULL)
        return false;
    if (*known == 0)
        *known = names_osm(w, orb_draft_string(w, text)) ? 2 : 1;
    return *known == 2;
}

static bool takes_from_osm(struct draft_writer *w, const struct draft_parents *from)
{
    const draft_text texts[] = {
        from->offer->fields,
        from->service == NULL ? 0 : from->service->fields,
        from->service == NULL ? 0 : from->service->source,
        from->organization == NULL ? 0 : from->organization->fields,
        from->organization == NULL ? 0 : from->organization->source,
        from->site == NULL ? 0 : from->site->fields,
        from->site == NULL ? 0 : from->site->source,
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (is_osm(w, texts[i]))
            return true;
    return false;
}

void orb_draft_put_detail(struct draft_writer *w, struct orb_cat_detail *row,
                          const struct draft_parents *from, orb_date checked_on)
{
    const struct draft_offer *o = from->offer;
    const struct draft_detail *d = &o->detail;

    row->schedule = orb_draft_put_text(w, o->schedule);
    put_contacts(w, row, &o->contacts, checked_on);
    if (from->service != NULL) {
        row->description = orb_draft_put_text(w, from->service->description);
        row->siret = orb_draft_put_text(w, from->service->siret);
        row->finess = orb_draft_put_text(w, from->service->finess);
        if (row->schedule == 0)
            row->schedule = orb_draft_put_text(w, from->service->schedule);
        put_contacts(w, row, &from->service->contacts, checked_on);
    }
    if (from->organization != NULL)
        put_contacts(w, row, &from->organization->contacts, checked_on);
    if (from->site != NULL) {
        row->postcode = orb_draft_put_text(w, from->site->postcode);
        row->site = orb_draft_put_text(w, from->site->id);
    }
    row->authorised = d->authorised;
    row->installed = d->installed;
    row->waiting = d->waiting;
    row->capacity_on = d->capacity_on;
    row->places_on = d->places_on;
    row->age_strength = d->age_strength;
    row->public_strength = d->public_strength;
    row->inferred = d->inferred;
    row->osm = takes_from_osm(w, from);
}
