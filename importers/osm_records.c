/* One object is one service, at its place, with one offer. */
#include <math.h>
#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/model/commune.h"
#include "engine/model/contact_text.h"
#include "engine/model/opening_hours.h"
#include "importers/osm.h"
#include "importers/territory_box.h"

#define MARGIN_M        500.0
#define CONTACTS_MAX    12
#define IDENTIFIERS_MAX 4
#define SOCIAL          "social_facility="

struct making {
    struct osm *osm;
    const struct osm_thing *thing;
    const char *id;
    struct orb_provenance provenance;
    struct orb_contact contacts[CONTACTS_MAX];
    struct orb_identifier identifiers[IDENTIFIERS_MAX];
    struct orb_site site;
    struct orb_service service;
    struct orb_offer offer;
};

const struct osm_text *orb_osm_text(const struct osm_thing *thing, enum osm_field field)
{
    for (uint32_t i = 0; i < thing->text_count; i++)
        if (thing->texts[i].field == field)
            return &thing->texts[i];
    return NULL;
}

static const char *text_of(const struct making *m, enum osm_field field)
{
    const struct osm_text *text = orb_osm_text(m->thing, field);

    return text == NULL ? NULL : text->text;
}

static enum orb_status tell(const struct making *m, enum osm_rule rule,
                            const struct osm_text *text, struct orb_error *err)
{
    return orb_osm_tell(m->osm, rule, m->thing->place, text, err);
}

/* ---- contacts and numbers */

static const char *trimmed(struct orb_arena *arena, const char *text, size_t len)
{
    while (len > 0 && *text == ' ') {
        text++;
        len--;
    }
    while (len > 0 && text[len - 1] == ' ')
        len--;
    return orb_arena_text(arena, text, len);
}

static bool has_contact(const struct making *m, const char *value)
{
    for (uint32_t i = 0; i < m->service.contact_count; i++)
        if (strcmp(m->contacts[i].value, value) == 0)
            return true;
    return false;
}

/* Several stand in one text, between semicolons. */
static enum orb_status add_contacts(struct making *m, const struct osm_text *text,
                                    struct orb_error *err)
{
    static const struct {
        enum osm_field field;
        const char *channel;
        bool (*fits)(const char *);
        enum osm_rule rule;
    } channels[] = { { OSM_PHONE, "phone", orb_contact_is_phone, OSM_PHONE_FORM },
                     { OSM_EMAIL, "email", orb_contact_is_email, OSM_EMAIL_FORM },
                     { OSM_WEBSITE, "url", orb_contact_is_url, OSM_URL_FORM } };
    enum orb_status status = ORB_OK;
    size_t c = 0;

    while (c < 3 && channels[c].field != text->field)
        c++;
    for (const char *at = text->text; c < 3 && status == ORB_OK && *at != '\0';) {
        size_t len = strcspn(at, ";");
        const char *value = trimmed(&m->osm->row, at, len);

        if (value == NULL)
            return orb_error_memory(err);
        at += len;
        at += *at == ';';
        if (value[0] == '\0' || has_contact(m, value))
            continue;
        if (!channels[c].fits(value))
            status = tell(m, channels[c].rule, text, err);
        else if (m->service.contact_count < CONTACTS_MAX)
            m->contacts[m->service.contact_count++] =
                (struct orb_contact){ .channel = channels[c].channel,
                                      .value = value,
                                      .confidentiality = ORB_PUBLIC,
                                      .checked_on = ORB_DATE_NONE };
    }
    return status;
}

static bool is_digits(const char *text, size_t len)
{
    return strlen(text) == len && strspn(text, "0123456789") == len;
}

static bool is_finess(const char *text)
{
    bool corsica = strncmp(text, "2A", 2) == 0 || strncmp(text, "2B", 2) == 0;

    return corsica ? is_digits(text + 2, 7) : is_digits(text, 9);
}

static bool is_siret(const char *text)
{
    return is_digits(text, 14);
}

/* Seven digits and a letter. */
static bool is_uai(const char *text)
{
    return strlen(text) == 8 && strspn(text, "0123456789") == 7 && text[7] >= 'A' &&
           text[7] <= 'Z';
}

/* The key of INSEE (Luhn); all establishments of La Poste but one have the sum of their
 * digits instead. */
static bool has_siret_key(const char *siret)
{
    int luhn = 0, sum = 0;

    for (int i = 0; i < 14; i++) {
        int digit = siret[i] - '0';
        int twice = 2 * digit;

        sum += digit;
        luhn += i % 2 == 0 ? twice / 10 + twice % 10 : digit;
    }
    return luhn % 10 == 0 || (strncmp(siret, "356000000", 9) == 0 && sum % 5 == 0);
}

static enum orb_status add_identifier(struct making *m, const struct osm_text *text,
                                      struct orb_error *err)
{
    static const struct {
        enum osm_field field;
        const char *scheme;
        bool (*fits)(const char *);
    } schemes[] = { { OSM_FINESS, "finess", is_finess },
                    { OSM_SIRET, "siret", is_siret },
                    { OSM_UAI, "uai", is_uai } };
    struct orb_buf plain = { 0 };
    const char *value;
    size_t s = 0;

    while (s < 3 && schemes[s].field != text->field)
        s++;
    if (s == 3 || m->service.identifier_count == IDENTIFIERS_MAX)
        return ORB_OK;
    for (const char *p = text->text; *p != '\0'; p++)
        if (*p != ' ')
            orb_buf_char(&plain, *p);
    value = plain.failed ? NULL
                         : orb_arena_strdup(&m->osm->row, plain.len == 0 ? "" : plain.data);
    orb_buf_release(&plain);
    if (value == NULL)
        return orb_error_memory(err);
    if (!schemes[s].fits(value))
        return tell(m, OSM_IDENTIFIER_FORM, text, err);
    if (schemes[s].field == OSM_SIRET && !has_siret_key(value))
        return tell(m, OSM_SIRET_KEY, text, err);
    m->identifiers[m->service.identifier_count++] =
        (struct orb_identifier){ schemes[s].scheme, value };
    return ORB_OK;
}

/* ---- place */

static enum orb_status fill_address(struct making *m, struct orb_error *err)
{
    const char *number = text_of(m, OSM_HOUSENUMBER);
    const char *street = text_of(m, OSM_STREET);
    const char *city = text_of(m, OSM_CITY);
    const struct osm_text *postcode = orb_osm_text(m->thing, OSM_POSTCODE);
    struct orb_buf extra = { 0 };

    if (street == NULL)
        street = text_of(m, OSM_PLACE);
    m->site.address = street;
    if (street != NULL && number != NULL) {
        m->site.address = orb_arena_printf(&m->osm->row, "%s %s", number, street);
        if (m->site.address == NULL)
            return orb_error_memory(err);
    }
    if (city != NULL) {
        orb_buf_text(&extra, "{\"city\":");
        orb_json_write_string(&extra, city);
        orb_buf_char(&extra, '}');
        m->site.extra = extra.failed ? NULL : orb_arena_strdup(&m->osm->row, extra.data);
        orb_buf_release(&extra);
        if (m->site.extra == NULL)
            return orb_error_memory(err);
    }
    if (postcode == NULL)
        return ORB_OK;
    if (!is_digits(postcode->text, 5))
        return tell(m, OSM_POSTCODE_FORM, postcode, err);
    m->site.postcode = postcode->text;
    return ORB_OK;
}

/* The commune that the address names, when it is sure. */
static enum orb_status find_by_address(struct making *m, struct orb_error *err)
{
    const struct orb_territory_view *view = m->osm->in->territory;
    const struct orb_communes *communes =
        view == NULL || view->communes == NULL ? NULL : view->communes(view->context);
    const struct orb_commune_query query = { .postcode = m->site.postcode,
                                             .town = text_of(m, OSM_CITY) };
    struct orb_commune_answer answer = { .status = ORB_COMMUNE_UNKNOWN };
    enum orb_status status;

    if (communes == NULL || (query.postcode == NULL && query.town == NULL))
        return ORB_OK;
    status = orb_commune_find(&answer, communes, &query, err);
    if (status != ORB_OK || answer.code[0] == '\0' || answer.status == ORB_COMMUNE_PREFIX ||
        answer.status == ORB_COMMUNE_AMBIGUOUS)
        return status;
    m->site.commune = orb_arena_strdup(&m->osm->row, answer.code);
    m->osm->counts[OSM_NOTE_ADDRESS]++;
    return m->site.commune == NULL ? orb_error_memory(err) : ORB_OK;
}

/* Does the position fit the commune of the address? */
static enum orb_status judge(struct making *m, struct orb_error *err)
{
    const struct orb_territory_view *view = m->osm->in->territory;
    const double box[4] = { m->site.lon, m->site.lat, m->site.lon, m->site.lat };
    enum orb_tristate inside = ORB_UNKNOWN;
    const struct osm_text commune = { OSM_CITY, "commune", m->site.commune };

    if (view->contains != NULL)
        inside = view->contains(view->context, m->site.commune, m->site.lon, m->site.lat,
                                MARGIN_M);
    if (inside == ORB_UNKNOWN && !orb_territory_holds(m->site.commune, box))
        inside = ORB_NO;
    if (inside == ORB_YES)
        m->site.position = ORB_POSITION_CHECKED;
    if (inside != ORB_NO)
        return ORB_OK;
    m->site.position = ORB_POSITION_DOUBTFUL;
    m->site.position_note = N_("the position is outside its commune");
    return tell(m, OSM_OUTSIDE, &commune, err);
}

static enum orb_status fill_place(struct making *m, struct orb_error *err)
{
    const struct orb_territory_view *view = m->osm->in->territory;
    struct orb_site *site = &m->site;
    bool by_contour;
    enum orb_status status = ORB_OK;

    site->lon = m->thing->lon;
    site->lat = m->thing->lat;
    if (m->thing->placing == OSM_PLACING_NONE)
        site->lon = site->lat = (double)NAN;
    else
        site->position = ORB_POSITION_GIVEN;
    if (site->position != ORB_POSITION_ABSENT && view != NULL && view->commune_at != NULL)
        site->commune = view->commune_at(view->context, site->lon, site->lat);
    by_contour = site->commune != NULL;
    if (by_contour) {
        site->position = ORB_POSITION_CHECKED;
        m->osm->counts[OSM_NOTE_CONTOUR]++;
    } else {
        status = find_by_address(m, err);
    }
    if (status == ORB_OK && !by_contour && site->commune != NULL &&
        site->position != ORB_POSITION_ABSENT)
        status = judge(m, err);
    site->provenance = m->provenance;
    if (m->thing->placing == OSM_PLACING_OUTLINE)
        site->provenance.fields = by_contour ? "commune=computed:position;"
                                               "position=computed:outline"
                                             : "position=computed:outline";
    else if (by_contour)
        site->provenance.fields = "commune=computed:position";
    return status;
}

/* ---- service and offer */

static void add_member(struct orb_buf *out, const char *key, const char *text)
{
    orb_buf_char(out, out->len == 0 ? '{' : ',');
    orb_json_write_string(out, key);
    orb_buf_char(out, ':');
    orb_json_write_string(out, text);
}

static enum orb_status keep_text(struct making *m, struct orb_buf *text, char end,
                                 const char **out, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    if (text->len > 0 || text->failed) {
        orb_buf_char(text, end);
        *out = text->failed ? NULL : orb_arena_strdup(&m->osm->row, text->data);
        status = *out == NULL ? orb_error_memory(err) : ORB_OK;
    }
    orb_buf_release(text);
    return status;
}

/* {"osm":["amenity=pharmacy"],"social_facility:for":"senior"} */
static enum orb_status fill_codes(struct making *m, struct orb_error *err)
{
    const struct osm_text *publics = orb_osm_text(m->thing, OSM_FOR);
    struct orb_buf text = { 0 };

    orb_buf_text(&text, "{\"osm\":[");
    for (uint32_t i = 0; i < m->thing->term_count; i++) {
        if (i > 0)
            orb_buf_char(&text, ',');
        orb_json_write_string(&text, m->thing->terms[i]->code);
    }
    orb_buf_char(&text, ']');
    if (publics != NULL)
        add_member(&text, publics->key, publics->text);
    return keep_text(m, &text, '}', &m->service.codes, err);
}

/* Hours that are no schedule stay as they were written, beside what no field holds. */
static enum orb_status fill_extra(struct making *m, struct orb_error *err)
{
    const struct osm_text *hours = orb_osm_text(m->thing, OSM_HOURS);
    const char *operator_name = text_of(m, OSM_OPERATOR);
    struct orb_buf text = { 0 };
    enum orb_status status = ORB_OK;

    if (hours != NULL && orb_opening_hours_is(hours->text)) {
        m->service.schedule = hours->text;
    } else if (hours != NULL) {
        add_member(&text, "opening_hours", hours->text);
        status = tell(m, OSM_HOURS_TEXT, hours, err);
    }
    if (operator_name != NULL)
        add_member(&text, "operator", operator_name);
    if (status == ORB_OK)
        return keep_text(m, &text, '}', &m->service.extra, err);
    orb_buf_release(&text);
    return status;
}

/* A thing without a name goes by what it is; labels of social_facility mislead too often.
 */
static void fill_name(struct making *m)
{
    const struct orb_term *term = m->thing->terms[0];

    m->service.name = text_of(m, OSM_NAME);
    if (m->service.name != NULL || strncmp(term->code, SOCIAL, strlen(SOCIAL)) == 0)
        return;
    m->service.name = term->label_fr;
    m->service.provenance.fields = "name=inferred:osm_tags.csv";
}

static enum orb_status fill_service(struct making *m, struct orb_error *err)
{
    struct orb_service *service = &m->service;
    enum orb_status status = ORB_OK;

    service->id = service->site = m->id;
    service->opened_on = service->closed_on = ORB_DATE_NONE;
    service->provenance = m->provenance;
    service->contacts = m->contacts;
    service->identifiers = m->identifiers;
    m->identifiers[service->identifier_count++] =
        (struct orb_identifier){ "osm", m->id + strlen(OSM_SOURCE) + 1 };
    fill_name(m);
    for (uint32_t i = 0; status == ORB_OK && i < m->thing->text_count; i++) {
        status = add_contacts(m, &m->thing->texts[i], err);
        if (status == ORB_OK)
            status = add_identifier(m, &m->thing->texts[i], err);
    }
    if (status == ORB_OK)
        status = fill_codes(m, err);
    return status == ORB_OK ? fill_extra(m, err) : status;
}

static enum orb_status fill_offer(struct making *m, struct orb_error *err)
{
    orb_offer_init(&m->offer);
    m->offer.id = m->offer.service = m->offer.site = m->id;
    m->offer.provenance = m->provenance;
    m->offer.provenance.fields =
        "droit_commun=inferred:osm_cercle_defaut.csv;families=inferred:loubat_osm.csv;"
        "orientations=inferred:osm_cercle_defaut.csv;"
        "prestations=inferred:loubat_serafin_prestations.csv;"
        "publics=inferred:osm_public_groupe.csv";
    return orb_osm_terms(m->osm, m->thing, &m->offer.terms, err);
}

static enum orb_status hand_over(struct making *m, struct orb_error *err)
{
    struct osm *o = m->osm;
    enum orb_status status = orb_sink_site(o->sink, &m->site, err);

    if (status == ORB_OK)
        status = orb_sink_service(o->sink, &m->service, err);
    if (status == ORB_OK)
        status = orb_sink_offer(o->sink, &m->offer, err);
    o->counts[OSM_KEPT_SITES]++;
    o->counts[OSM_KEPT_SERVICES]++;
    o->counts[OSM_KEPT_OFFERS]++;
    o->counts[OSM_UNKNOWN_NAME] += text_of(m, OSM_NAME) == NULL;
    o->counts[OSM_UNKNOWN_COMMUNE] += m->site.commune == NULL;
    o->counts[OSM_UNKNOWN_POSITION] += m->site.position == ORB_POSITION_ABSENT;
    o->counts[OSM_UNKNOWN_FAMILIES] += !m->offer.terms.families.known;
    o->counts[OSM_UNKNOWN_PUBLICS] += !m->offer.terms.publics.known;
    o->counts[OSM_NOTE_OUTLINE] += m->thing->placing == OSM_PLACING_OUTLINE;
    o->counts[OSM_NOTE_CENTRE] += m->thing->placing == OSM_PLACING_CENTRE;
    return status;
}

enum orb_status orb_osm_put(struct osm *o, const struct osm_thing *thing,
                            struct orb_error *err)
{
    static enum orb_status (*const steps[])(struct making *, struct orb_error *) = {
        fill_address, fill_place, fill_service, fill_offer, hand_over
    };
    struct making m = { .osm = o, .thing = thing };
    enum orb_status status = ORB_OK;

    m.id = orb_arena_printf(&o->row, "%s:%s/%lld", OSM_SOURCE, orb_osm_types[thing->type],
                            (long long)thing->id);
    if (m.id == NULL)
        return orb_error_memory(err);
    m.site.id = m.id;
    m.provenance =
        (struct orb_provenance){ OSM_SOURCE,
                                 thing->changed != ORB_DATE_NONE ? thing->changed
                                 : o->day != ORB_DATE_NONE       ? o->day
                                                                 : o->in->reference_date,
                                 ORB_BASIS_DECLARED, NULL };
    for (size_t i = 0; status == ORB_OK && i < sizeof steps / sizeof steps[0]; i++)
        status = steps[i](&m, err);
    return status;
}
