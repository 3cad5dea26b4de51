/* An offer repeats what matching reads of its site and service, so that a reader needs no
 * other section. */
#include <math.h>
#include <string.h>

#include "maps/native_parts.h"

static void write_yes_no(struct orb_json_writer *w, const char *key,
                         enum orb_tristate value)
{
    if (value != ORB_UNKNOWN)
        orb_jw_member_bool(w, key, value == ORB_YES);
}

static void write_count(struct orb_json_writer *w, const char *key, int32_t value)
{
    if (value >= 0)
        orb_jw_member_integer(w, key, value);
}

static void write_place(struct orb_json_writer *w, const struct native_place *place)
{
    orb_jw_key(w, "site");
    orb_jw_open_object(w);
    if (!isnan(place->lon)) {
        orb_jw_member_number(w, "lon", place->lon);
        orb_jw_member_number(w, "lat", place->lat);
    }
    orb_native_write_text(w, "commune", place->commune);
    orb_native_write_text(w, "precision", orb_precision_name(place->precision));
    orb_jw_close(w);
}

static void write_zone(struct orb_json_writer *w, const struct orb_zone *zone)
{
    orb_jw_key(w, "zone");
    orb_jw_open_object(w);
    orb_native_write_list(w, "communes", &zone->communes);
    orb_native_write_list(w, "departments", &zone->departments);
    if (zone->national)
        orb_jw_member_bool(w, "national", true);
    orb_jw_close(w);
}

static void write_modalities(struct orb_json_writer *w, const struct orb_terms *terms)
{
    orb_jw_key(w, "modalities");
    orb_jw_open_array(w);
    for (uint32_t i = 0; i < terms->modality_count; i++) {
        orb_jw_open_object(w);
        orb_jw_member_text(w, "code", terms->modalities[i].code);
        orb_jw_member_text(w, "certainty",
                           orb_certainty_name(terms->modalities[i].certainty));
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void write_prestations(struct orb_json_writer *w, const struct orb_terms *terms)
{
    orb_jw_key(w, "prestations");
    orb_jw_open_array(w);
    for (uint32_t i = 0; i < terms->prestation_count; i++) {
        orb_jw_open_object(w);
        orb_jw_member_text(w, "code", terms->prestations[i].code);
        orb_jw_member_text(w, "evidence",
                           orb_evidence_name(terms->prestations[i].evidence));
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void write_features(struct orb_json_writer *w, const struct orb_terms *terms)
{
    orb_jw_key(w, "accessibility");
    orb_jw_open_object(w);
    for (uint32_t i = 0; i < terms->feature_count; i++)
        orb_jw_member_text(w, terms->features[i].name,
                           orb_feature_level_name(terms->features[i].level));
    orb_jw_close(w);
}

static void write_terms(struct orb_json_writer *w, const struct orb_terms *terms)
{
    if (terms->institution)
        orb_jw_member_bool(w, "institution", true);
    if (terms->modalities_known)
        write_modalities(w, terms);
    write_count(w, "age_min_months", terms->age_min_months);
    write_count(w, "age_max_months", terms->age_max_months);
    if (terms->age_strength != ORB_STRENGTH_DEROGABLE)
        orb_jw_member_text(w, "age_strength", orb_strength_name(terms->age_strength));
    orb_native_write_list(w, "publics", &terms->publics);
    if (terms->public_strength != ORB_STRENGTH_DEROGABLE)
        orb_jw_member_text(w, "public_strength", orb_strength_name(terms->public_strength));
    write_yes_no(w, "excludes_associated", terms->excludes_associated);
    orb_native_write_list(w, "orientations", &terms->orientations);
    orb_native_write_list(w, "engagements", &terms->engagements);
    if (terms->prestations_known)
        write_prestations(w, terms);
    orb_native_write_list(w, "professions", &terms->professions);
    orb_native_write_list(w, "families", &terms->families);
    orb_native_write_list(w, "themes", &terms->themes);
    orb_native_write_list(w, "languages", &terms->languages);
    if (terms->feature_count > 0)
        write_features(w, terms);
    write_yes_no(w, "droit_commun", terms->droit_commun);
    write_yes_no(w, "accepts_new", terms->accepts_new);
    if (terms->activity_unknown)
        orb_jw_member_text(w, "activity", "unknown");
}

static void write_closures(struct orb_json_writer *w, const struct orb_offer *offer)
{
    if (offer->closure_count == 0)
        return;
    orb_jw_key(w, "closures");
    orb_jw_open_array(w);
    for (uint32_t i = 0; i < offer->closure_count; i++) {
        orb_jw_open_object(w);
        orb_jw_member_date(w, "from", offer->closures[i].from);
        orb_native_write_known_date(w, "to", offer->closures[i].to);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void write_capacities(struct orb_json_writer *w, const struct orb_offer *offer)
{
    if (offer->capacity_count == 0)
        return;
    orb_jw_key(w, "capacities");
    orb_jw_open_array(w);
    for (uint32_t i = 0; i < offer->capacity_count; i++) {
        const struct orb_capacity *c = &offer->capacities[i];

        orb_jw_open_object(w);
        orb_jw_member_integer(w, "count", c->count);
        orb_native_write_text(w, "unit", c->unit);
        orb_native_write_text(w, "status", c->status);
        orb_native_write_text(w, "subset", c->subset);
        orb_native_write_known_date(w, "observed_on", c->observed_on);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static const char *own(const char *value, const char *inherited)
{
    return value != NULL ? value : inherited;
}

/* What names the offer, and its links to other sections. */
static void write_links(struct orb_json_writer *w, const struct orb_offer *offer,
                        const struct native_place *place,
                        const struct native_parent *parent)
{
    static const struct native_parent none = { 0 };
    const struct native_parent *p = parent == NULL ? &none : parent;
    const char *site = own(offer->site, p->site);

    orb_jw_member_text(w, "id", offer->id);
    orb_native_write_text(w, "name", own(offer->name, p->name));
    orb_native_write_text(w, "organization", own(offer->organization, p->organization));
    orb_native_write_text(w, "category", own(offer->terms.category, p->category));
    /* Without a name the service of the same identifier would be one that says nothing. */
    if (parent != NULL || strcmp(own(offer->service, offer->id), offer->id) != 0)
        orb_jw_member_text(w, "service", own(offer->service, offer->id));
    if (site != NULL && (place == NULL || !place->implied || strcmp(site, offer->id) != 0))
        orb_jw_member_text(w, "site_id", site);
    if (place != NULL)
        write_place(w, place);
}

void orb_native_write_offer(struct orb_json_writer *w, const struct orb_offer *offer,
                            const struct native_place *place,
                            const struct native_parent *parent,
                            const struct orb_provenance *document)
{
    orb_jw_open_object_inline(w);
    write_links(w, offer, place, parent);
    if (offer->zone.known)
        write_zone(w, &offer->zone);
    write_terms(w, &offer->terms);
    orb_native_write_known_date(w, "opened_on", offer->opened_on);
    orb_native_write_known_date(w, "closed_on", offer->closed_on);
    write_closures(w, offer);
    if (!isnan(offer->wait_days))
        orb_jw_member_number(w, "wait_days", offer->wait_days);
    write_count(w, "places_available", offer->places_available);
    write_count(w, "temporary_places", offer->temporary_places);
    orb_native_write_text(w, "funding_department", offer->funding_department);
    orb_native_write_text(w, "duplicate_of", offer->duplicate_of);
    orb_native_write_text(w, "dispositif_id", offer->dispositif_id);
    orb_native_write_text(w, "schedule", offer->schedule);
    write_capacities(w, offer);
    orb_native_write_contacts(w, offer->contacts, offer->contact_count);
    orb_native_write_provenance(w, &offer->provenance, document);
    orb_native_write_extra(w, ORB_RECORD_OFFER, offer->extra);
    orb_jw_close(w);
}
