/* A structure is an organization at a site; a service has an offer for each way it receives
 * people. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/buf.h"
#include "engine/base/json.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "importers/data_inclusion.h"
#include "importers/territory_box.h"

#define MARGIN_M 500.0

static void add_value(struct orb_buf *out, const struct dinc_value *value, bool is_list)
{
    if (!is_list) {
        orb_json_write_string(out, value->text);
        return;
    }
    orb_buf_char(out, '[');
    for (uint32_t i = 0; i < value->count; i++) {
        orb_buf_text(out, i == 0 ? "" : ",");
        orb_json_write_string(out, value->items[i]);
    }
    orb_buf_char(out, ']');
}

enum orb_status orb_dinc_object(struct dinc *d, const struct dinc_row *row,
                                const enum dinc_field *fields, const char **out,
                                struct orb_error *err)
{
    struct orb_buf text = { 0 };
    enum orb_status status;

    *out = NULL;
    for (size_t i = 0; fields[i] != DINC_FIELDS; i++) {
        const struct dinc_value *value = &row->values[fields[i]];

        if (!value->is_set)
            continue;
        orb_buf_text(&text, text.len == 0 ? "{" : ",");
        orb_json_write_string(&text, orb_dinc_columns[fields[i]].name);
        orb_buf_char(&text, ':');
        add_value(&text, value, orb_dinc_columns[fields[i]].is_list);
    }
    if (text.len > 0)
        orb_buf_char(&text, '}');
    status = orb_buf_check(&text, err);
    if (status == ORB_OK && text.len > 0) {
        *out = orb_arena_text(&d->row, text.data, text.len);
        status = *out == NULL ? orb_error_memory(err) : ORB_OK;
    }
    orb_buf_release(&text);
    return status;
}

/* ---- contacts */

static const char *joined(struct dinc *d, const struct dinc_value *value)
{
    const char *text = NULL;

    for (uint32_t i = 0; i < value->count; i++)
        text = text == NULL ? value->items[0]
                            : orb_arena_printf(&d->row, "%s, %s", text, value->items[i]);
    return text;
}

/* Without a person's name a telephone is that of a place; with one it may be that person's.
 */
enum orb_status orb_dinc_contacts(struct dinc *d, const struct dinc_row *row,
                                  const struct orb_contact **out, uint32_t *count,
                                  struct orb_error *err)
{
    const struct dinc_value *v = row->values;
    enum orb_confidentiality shared =
        v[DINC_CONTACT_NOM_PRENOM].text == NULL ? ORB_PUBLIC : ORB_PROFESSIONAL;
    const char *how = joined(d, &v[DINC_MODES_MOBILISATION]);
    const char *by = joined(d, &v[DINC_MOBILISABLE_PAR]);
    const struct orb_contact all[] = {
        { "phone", v[DINC_TELEPHONE].text, NULL, shared, ORB_DATE_NONE, NULL },
        { "email", v[DINC_COURRIEL].text, NULL, shared, ORB_DATE_NONE, NULL },
        { "url", v[DINC_SITE_WEB].text, NULL, ORB_PUBLIC, ORB_DATE_NONE, NULL },
        { "url", v[DINC_LIEN_MOBILISATION].text, "mobilisation", ORB_PUBLIC, ORB_DATE_NONE,
          NULL },
        { "mobilisation", how, by, ORB_PUBLIC, ORB_DATE_NONE, NULL },
        { "person", v[DINC_CONTACT_NOM_PRENOM].text, NULL, ORB_RESTRICTED, ORB_DATE_NONE,
          NULL },
    };
    struct orb_contact *items =
        orb_arena_array(&d->row, sizeof all / sizeof all[0], sizeof *items);

    if (items == NULL)
        return orb_error_memory(err);
    *count = 0;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i].value != NULL)
            items[(*count)++] = all[i];
    *out = items;
    return ORB_OK;
}

/* ---- site */

bool orb_dinc_has_place(const struct dinc_row *row)
{
    static const enum dinc_field fields[] = { DINC_ADRESSE,     DINC_CODE_INSEE,
                                              DINC_CODE_POSTAL, DINC_COMMUNE,
                                              DINC_LATITUDE,    DINC_LONGITUDE };

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (row->values[fields[i]].text != NULL)
            return true;
    return false;
}

static bool in_box(const char *commune, double lon, double lat)
{
    const double box[4] = { lon, lat, lon, lat };

    return orb_territory_holds(commune, box);
}

/* The box of the commune's département finds swapped values, its contour those that are
 * somewhere else. */
static enum orb_status judge(struct dinc *d, struct dinc_row *row, struct orb_site *site,
                             struct orb_error *err)
{
    const struct orb_territory_view *view = d->in->territory;
    enum orb_tristate inside = ORB_UNKNOWN;
    double lon = site->lon;

    site->position = ORB_POSITION_GIVEN;
    if (site->commune == NULL)
        return ORB_OK;
    if (!in_box(site->commune, lon, site->lat) && in_box(site->commune, site->lat, lon)) {
        site->lon = site->lat;
        site->lat = lon;
        site->position = ORB_POSITION_REPAIRED;
        site->position_note =
            N_("longitude and latitude were swapped, they were put right");
        return orb_dinc_tell(d, row, DINC_LONGITUDE, DINC_POSITION_SWAPPED, err);
    }
    if (view != NULL && view->contains != NULL)
        inside = view->contains(view->context, site->commune, lon, site->lat, MARGIN_M);
    if (inside == ORB_UNKNOWN && !in_box(site->commune, lon, site->lat))
        inside = ORB_NO;
    if (inside == ORB_YES)
        site->position = ORB_POSITION_CHECKED;
    if (inside != ORB_NO)
        return ORB_OK;
    site->position = ORB_POSITION_DOUBTFUL;
    site->position_note = N_("the position is outside its commune");
    return orb_dinc_tell(d, row, DINC_LONGITUDE, DINC_POSITION_OUTSIDE, err);
}

static enum orb_status fill_position(struct dinc *d, struct dinc_row *row,
                                     struct orb_site *site, struct orb_error *err)
{
    const char *x = row->values[DINC_LONGITUDE].text, *y = row->values[DINC_LATITUDE].text;
    double lon, lat;

    if (x == NULL && y == NULL)
        return ORB_OK;
    if (x == NULL || y == NULL)
        return orb_dinc_tell(d, row, x == NULL ? DINC_LONGITUDE : DINC_LATITUDE,
                             DINC_POSITION_HALF, err);
    if (!orb_number_parse(&lon, x, strlen(x)) || !orb_number_parse(&lat, y, strlen(y)) ||
        !(fabs(lon) <= 180 && fabs(lat) <= 90))
        return orb_dinc_tell(d, row, DINC_LONGITUDE, DINC_POSITION_RANGE, err);
    site->lon = lon;
    site->lat = lat;
    return judge(d, row, site, err);
}

static enum orb_status fill_commune(struct dinc *d, struct dinc_row *row,
                                    struct orb_site *site, struct orb_error *err)
{
    const struct orb_territory_view *view = d->in->territory;
    const char *code = row->values[DINC_CODE_INSEE].text;

    site->commune = code;
    if (code == NULL || view == NULL || view->commune == NULL ||
        view->next_commune == NULL || view->next_commune(view->context, NULL) == NULL ||
        view->commune(view->context, code) != NULL)
        return ORB_OK;
    return orb_dinc_tell(d, row, DINC_CODE_INSEE, DINC_COMMUNE_UNKNOWN, err);
}

enum orb_status orb_dinc_put_site(struct dinc *d, struct dinc_row *row,
                                  struct orb_error *err)
{
    static const enum dinc_field kept[] = { DINC_COMMUNE, DINC_FIELDS };
    const char *more = row->values[DINC_COMPLEMENT_ADRESSE].text;
    struct orb_site site = { .id = row->id,
                             .address = row->values[DINC_ADRESSE].text,
                             .postcode = row->values[DINC_CODE_POSTAL].text,
                             .lon = (double)NAN,
                             .lat = (double)NAN,
                             .provenance = row->provenance };
    enum orb_status status = orb_dinc_object(d, row, kept, &site.extra, err);

    if (more != NULL && site.address != NULL) {
        site.address = orb_arena_printf(&d->row, "%s\n%s", site.address, more);
        if (site.address == NULL)
            return orb_error_memory(err);
    } else if (more != NULL) {
        site.address = more;
    }
    if (status == ORB_OK)
        status = fill_commune(d, row, &site, err);
    if (status == ORB_OK)
        status = fill_position(d, row, &site, err);
    if (status != ORB_OK)
        return status;
    d->counts[DINC_UNKNOWN_POSITION] += site.position == ORB_POSITION_ABSENT;
    d->counts[DINC_KEPT_SITES]++;
    return orb_sink_site(d->sink, &site, err);
}

/* ---- structure */

enum orb_status orb_dinc_put_structure(struct dinc *d, struct dinc_row *row,
                                       struct orb_error *err)
{
    static const enum dinc_field kept[] = { DINC_ACCESSIBILITE_LIEU,
                                            DINC_DESCRIPTION,
                                            DINC_HORAIRES_ACCUEIL,
                                            DINC_LIEN_SOURCE,
                                            DINC_RESEAUX_PORTEURS,
                                            DINC_SCORE_QUALITE,
                                            DINC_FIELDS };
    const struct orb_identifier identifiers[] = {
        { "data-inclusion", row->values[DINC_ID].text },
        { "siret", row->values[DINC_SIRET].text },
    };
    struct orb_organization organization = { .id = row->id,
                                             .name = row->values[DINC_NOM].text,
                                             .opened_on = ORB_DATE_NONE,
                                             .closed_on = ORB_DATE_NONE,
                                             .identifiers = identifiers,
                                             .identifier_count =
                                                 identifiers[1].value == NULL ? 1 : 2,
                                             .provenance = row->provenance };
    enum orb_status status = orb_dinc_object(d, row, kept, &organization.extra, err);

    if (status == ORB_OK)
        status = orb_dinc_contacts(d, row, &organization.contacts,
                                   &organization.contact_count, err);
    if (status == ORB_OK)
        status = orb_sink_organization(d->sink, &organization, err);
    if (status != ORB_OK)
        return status;
    d->counts[DINC_KEPT_ORGANIZATIONS]++;
    return orb_dinc_put_site(d, row, err);
}

/* ---- service */

static enum orb_status remember(struct dinc *d, const struct dinc_row *row,
                                const char *structure, struct orb_error *err)
{
    struct dinc_pending *p;

    if (orb_strmap_find(&d->structures, structure, strlen(structure)) != ORB_STRMAP_NONE)
        return ORB_OK;
    if (orb_grow((void **)&d->pending, &d->pending_capacity, d->pending_count,
                 sizeof *d->pending) != ORB_OK)
        return orb_error_memory(err);
    p = &d->pending[d->pending_count++];
    p->file = d->file;
    p->structure = orb_arena_strdup(&d->kept, structure);
    p->place = orb_arena_strdup(&d->kept, row->place);
    p->value = orb_arena_strdup(&d->kept, row->values[DINC_STRUCTURE_ID].text);
    return p->structure == NULL || p->place == NULL || p->value == NULL
               ? orb_error_memory(err)
               : ORB_OK;
}

static enum orb_status put_offer(struct dinc *d, struct dinc_row *row, const char *mode,
                                 const struct orb_zone *zone, struct orb_error *err)
{
    struct orb_offer offer;
    enum orb_status status;

    orb_offer_init(&offer);
    offer.id = mode == NULL ? row->id : orb_arena_printf(&d->row, "%s/%s", row->id, mode);
    offer.service = row->id;
    offer.zone = *zone;
    offer.provenance = row->provenance;
    if (offer.id == NULL)
        return orb_error_memory(err);
    status = orb_dinc_terms(d, row, mode, &offer, err);
    if (status != ORB_OK)
        return status;
    d->counts[DINC_KEPT_OFFERS]++;
    d->counts[DINC_UNKNOWN_FAMILIES] += !offer.terms.families.known;
    d->counts[DINC_UNKNOWN_PUBLICS] += !offer.terms.publics.known;
    d->counts[DINC_UNKNOWN_MODALITIES] += !offer.terms.modalities_known;
    d->counts[DINC_UNKNOWN_ZONE] += !offer.zone.known;
    return orb_sink_offer(d->sink, &offer, err);
}

/* One offer for each known way to receive people; one that does not say how, when the
 * source says nothing or nothing known. */
static enum orb_status put_offers(struct dinc *d, struct dinc_row *row,
                                  struct orb_error *err)
{
    static const char *const modes[] = { "en-presentiel", "a-distance" };
    const struct dinc_value *said = &row->values[DINC_MODES_ACCUEIL];
    const struct orb_code_list list = { said->items, said->count, true };
    struct orb_zone zone = { .known = false };
    bool any = false;
    enum orb_status status = orb_dinc_zone(d, row, &zone, err);

    for (size_t i = 0; status == ORB_OK && i < 2; i++) {
        if (!orb_code_list_has(&list, modes[i]))
            continue;
        any = true;
        status = put_offer(d, row, modes[i], &zone, err);
    }
    return status != ORB_OK || any ? status : put_offer(d, row, NULL, &zone, err);
}

static enum orb_status fill_service(struct dinc *d, struct dinc_row *row,
                                    struct orb_service *service, struct orb_error *err)
{
    static const enum dinc_field codes[] = { DINC_FRAIS,         DINC_MOBILISABLE_PAR,
                                             DINC_MODES_ACCUEIL, DINC_MODES_MOBILISATION,
                                             DINC_PUBLICS,       DINC_THEMATIQUES,
                                             DINC_TYPE,          DINC_ZONE_ELIGIBILITE,
                                             DINC_FIELDS };
    static const enum dinc_field kept[] = { DINC_CONDITIONS_ACCES,
                                            DINC_FRAIS_PRECISIONS,
                                            DINC_LIEN_SOURCE,
                                            DINC_MOBILISATION_PRECISIONS,
                                            DINC_NOMBRE_SEMAINES,
                                            DINC_PUBLICS_PRECISIONS,
                                            DINC_SCORE_QUALITE,
                                            DINC_VOLUME_HORAIRE_HEBDOMADAIRE,
                                            DINC_FIELDS };
    enum orb_status status;

    service->organization =
        orb_dinc_id(&d->row, false, row->producer, row->values[DINC_STRUCTURE_ID].text);
    if (service->organization == NULL)
        return orb_error_memory(err);
    service->site = orb_dinc_has_place(row) ? row->id : service->organization;
    status = remember(d, row, service->organization, err);
    if (status == ORB_OK)
        status = orb_dinc_object(d, row, codes, &service->codes, err);
    if (status == ORB_OK)
        status = orb_dinc_object(d, row, kept, &service->extra, err);
    return status == ORB_OK
               ? orb_dinc_contacts(d, row, &service->contacts, &service->contact_count, err)
               : status;
}

enum orb_status orb_dinc_put_service(struct dinc *d, struct dinc_row *row,
                                     struct orb_error *err)
{
    const struct orb_identifier identifier = { "data-inclusion",
                                               row->values[DINC_ID].text };
    struct orb_service service = { .id = row->id,
                                   .name = row->values[DINC_NOM].text,
                                   .description = row->values[DINC_DESCRIPTION].text,
                                   .schedule = row->values[DINC_HORAIRES_ACCUEIL].text,
                                   .opened_on = ORB_DATE_NONE,
                                   .closed_on = ORB_DATE_NONE,
                                   .identifiers = &identifier,
                                   .identifier_count = 1,
                                   .provenance = row->provenance };
    enum orb_status status = fill_service(d, row, &service, err);

    if (status == ORB_OK && orb_dinc_has_place(row))
        status = orb_dinc_put_site(d, row, err);
    if (status == ORB_OK)
        status = orb_sink_service(d->sink, &service, err);
    if (status != ORB_OK)
        return status;
    d->counts[DINC_KEPT_SERVICES]++;
    return put_offers(d, row, err);
}
