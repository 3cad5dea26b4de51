/* A confidential place keeps its commune and nothing else; a restricted contact and the
 * name of a person leave no trace. */
#include "maps/native_parts.h"

#include <math.h>
#include <string.h>

#include "engine/model/ages.h"
#include "maps/contour.h"

bool orb_native_is_confidential(const struct orb_site *site)
{
    return site->kind != NULL && strcmp(site->kind, "confidential") == 0;
}

static bool is_made_for_offer(const struct orb_provenance *provenance)
{
    return provenance->fields != NULL &&
           strcmp(provenance->fields, ORB_FIELDS_IMPLIED) == 0;
}

bool orb_native_site_is_implied(const struct orb_site *site)
{
    return is_made_for_offer(&site->provenance) && site->kind == NULL &&
           site->name == NULL && site->address == NULL && site->postcode == NULL &&
           site->position_note == NULL && site->extra == NULL &&
           site->position <= ORB_POSITION_GIVEN;
}

bool orb_native_service_is_implied(const struct orb_service *service)
{
    return is_made_for_offer(&service->provenance) && service->description == NULL &&
           service->schedule == NULL && service->codes == NULL && service->extra == NULL &&
           service->identifier_count == 0 && service->contact_count == 0 &&
           service->opened_on == ORB_DATE_NONE && service->closed_on == ORB_DATE_NONE;
}

void orb_native_write_text(struct orb_json_writer *w, const char *key, const char *text)
{
    if (text != NULL)
        orb_jw_member_text(w, key, text);
}

void orb_native_write_known_date(struct orb_json_writer *w, const char *key, orb_date date)
{
    if (date != ORB_DATE_NONE)
        orb_jw_member_date(w, key, date);
}

static void write_number(struct orb_json_writer *w, const char *key, double value)
{
    if (!isnan(value))
        orb_jw_member_number(w, key, value);
}

void orb_native_write_list(struct orb_json_writer *w, const char *key,
                           const struct orb_code_list *list)
{
    if (!list->known)
        return;
    orb_jw_key(w, key);
    orb_jw_open_array(w);
    for (uint32_t i = 0; i < list->count; i++)
        orb_jw_text(w, list->items[i]);
    orb_jw_close(w);
}

/* "field=basis:from" joined by ';', as {"field": {"basis": "inferred", "from": "..."}}. */
static void write_fields(struct orb_json_writer *w, const char *fields)
{
    while (*fields != '\0') {
        size_t len = strcspn(fields, ";");
        size_t equal = strcspn(fields, "=");
        size_t colon = strcspn(fields, ":");
        char key[128];

        if (equal < len && equal < sizeof key) {
            memcpy(key, fields, equal);
            key[equal] = '\0';
            orb_jw_key(w, key);
            orb_jw_open_object(w);
            orb_jw_key(w, "basis");
            orb_jw_text_len(w, fields + equal + 1, (colon < len ? colon : len) - equal - 1);
            if (colon < len) {
                orb_jw_key(w, "from");
                orb_jw_text_len(w, fields + colon + 1, len - colon - 1);
            }
            orb_jw_close(w);
        }
        fields += len + (fields[len] == ';');
    }
}

static bool same_source(const char *a, const char *b)
{
    return a == NULL || (b != NULL && strcmp(a, b) == 0);
}

/* A record of the source of the document, of a day of its own, or of none. */
static bool has_own_day(const struct orb_provenance *p,
                        const struct orb_provenance *document)
{
    return p->observed_on != document->observed_on &&
           (p->observed_on != ORB_DATE_NONE || p->source != NULL);
}

void orb_native_write_provenance(struct orb_json_writer *w, const struct orb_provenance *p,
                                 const struct orb_provenance *document)
{
    bool here = same_source(p->source, document->source);
    bool own_day = !here || has_own_day(p, document);
    bool detailed = p->fields != NULL && p->fields[0] != '\0';

    if (!own_day && !detailed && p->basis == ORB_BASIS_DECLARED)
        return;
    orb_jw_key(w, "provenance");
    orb_jw_open_object(w);
    /* Without a day, the name of its source says that the document's is not its own. */
    if (!here || (own_day && p->observed_on == ORB_DATE_NONE))
        orb_jw_member_text(w, "source", p->source);
    if (own_day)
        orb_native_write_known_date(w, "observed_on", p->observed_on);
    if (p->basis != ORB_BASIS_DECLARED)
        orb_jw_member_text(w, "basis", orb_basis_name(p->basis));
    if (detailed)
        write_fields(w, p->fields);
    orb_jw_close(w);
}

/* A name never leaves. */
static bool is_shown(const struct orb_contact *c)
{
    return c->confidentiality != ORB_RESTRICTED && strcmp(c->channel, "person") != 0;
}

static bool is_simple(const struct orb_contact *contacts, uint32_t i)
{
    const struct orb_contact *c = &contacts[i];

    if (c->confidentiality != ORB_PUBLIC || c->role != NULL ||
        c->checked_on != ORB_DATE_NONE || c->checked_by != NULL)
        return false;
    for (uint32_t j = 0; j < i; j++)
        if (is_shown(&contacts[j]) && strcmp(contacts[j].channel, c->channel) == 0)
            return false;
    return true;
}

static void write_contact(struct orb_json_writer *w, const struct orb_contact *c)
{
    orb_jw_open_object(w);
    orb_jw_member_text(w, "channel", c->channel);
    orb_jw_member_text(w, "value", c->value);
    orb_native_write_text(w, "role", c->role);
    if (c->confidentiality != ORB_PUBLIC)
        orb_jw_member_text(w, "confidentiality",
                           orb_confidentiality_name(c->confidentiality));
    orb_native_write_known_date(w, "checked_on", c->checked_on);
    orb_native_write_text(w, "checked_by", c->checked_by);
    orb_jw_close(w);
}

/* The short form {"phone": "..."} when it says everything, else a list. */
void orb_native_write_contacts(struct orb_json_writer *w,
                               const struct orb_contact *contacts, uint32_t count)
{
    uint32_t open = 0;
    bool simple = true;

    for (uint32_t i = 0; i < count; i++) {
        if (!is_shown(&contacts[i]))
            continue;
        open++;
        simple = simple && is_simple(contacts, i);
    }
    if (open == 0)
        return;
    orb_jw_key(w, simple ? "contact" : "contacts");
    if (simple)
        orb_jw_open_object(w);
    else
        orb_jw_open_array(w);
    for (uint32_t i = 0; i < count; i++) {
        if (!is_shown(&contacts[i]))
            continue;
        if (simple)
            orb_jw_member_text(w, contacts[i].channel, contacts[i].value);
        else
            write_contact(w, &contacts[i]);
    }
    orb_jw_close(w);
}

static void write_identifiers(struct orb_json_writer *w,
                              const struct orb_identifier *identifiers, uint32_t count)
{
    if (count == 0)
        return;
    orb_jw_key(w, "identifiers");
    orb_jw_open_array(w);
    for (uint32_t i = 0; i < count; i++) {
        orb_jw_open_object(w);
        orb_jw_member_text(w, "scheme", identifiers[i].scheme);
        orb_jw_member_text(w, "value", identifiers[i].value);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

void orb_native_write_source(struct orb_json_writer *w, const struct orb_source *source)
{
    orb_jw_open_object_inline(w);
    orb_jw_member_text(w, "id", source->id);
    orb_native_write_text(w, "name", source->name);
    orb_native_write_text(w, "url", source->url);
    orb_native_write_text(w, "licence", source->licence);
    orb_native_write_text(w, "attribution", source->attribution);
    orb_native_write_text(w, "edition", source->edition);
    orb_native_write_known_date(w, "observed_on", source->observed_on);
    orb_native_write_text(w, "digest", source->digest);
    orb_jw_raw_members(w, source->extra);
    orb_jw_close(w);
}

static bool holds(const struct orb_buf *list, const char *text)
{
    size_t len = strlen(text);
    const char *p = list->len == 0 ? "" : list->data;

    for (p = strstr(p, text); p != NULL; p = strstr(p + 1, text))
        if ((p == list->data || p[-1] == ' ') && (p[len] == '\0' || p[len] == ';'))
            return true;
    return false;
}

void orb_native_write_joined(struct orb_json_writer *w, const char *key,
                             const struct native_sources *sources, size_t offset)
{
    struct orb_buf joined = { 0 };

    for (size_t i = 0; i < sources->count; i++) {
        const char *text;

        memcpy(&text, (const char *)&sources->items[i] + offset, sizeof text);
        if (text == NULL || text[0] == '\0' || holds(&joined, text))
            continue;
        orb_buf_text(&joined, joined.len == 0 ? "" : "; ");
        orb_buf_text(&joined, text);
    }
    if (joined.len > 0)
        orb_jw_member_text(w, key, joined.data);
    orb_buf_release(&joined);
}

static void write_postcodes(struct orb_json_writer *w, const char *postcodes)
{
    if (postcodes == NULL || postcodes[0] == '\0')
        return;
    orb_jw_key(w, "postcodes");
    orb_jw_open_array(w);
    for (;;) {
        size_t len = strcspn(postcodes, ",");

        orb_jw_text_len(w, postcodes, len);
        if (postcodes[len] == '\0')
            break;
        postcodes += len + 1;
    }
    orb_jw_close(w);
}

static void write_ages(struct orb_json_writer *w, const char *ages)
{
    struct orb_age_class classes[ORB_AGES_MAX];
    size_t count = orb_ages_read(classes, ages);

    if (count == 0)
        return;
    orb_jw_key(w, "ages");
    orb_jw_open_array(w);
    for (size_t i = 0; i < count; i++) {
        orb_jw_open_object_inline(w);
        orb_jw_member_integer(w, "from", classes[i].from);
        if (classes[i].to != ORB_AGES_OPEN)
            orb_jw_member_integer(w, "to", classes[i].to);
        orb_jw_member_integer(w, "count", classes[i].count);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void write_contour(struct orb_json_writer *w, const struct orb_territory *t)
{
    struct orb_buf text = { 0 };

    if (t->contour == NULL)
        return;
    if (orb_contour_write(&text, t->contour, t->contour_len)) {
        orb_jw_key(w, "contour");
        orb_jw_raw(w, text.data);
    }
    if (text.failed)
        w->buf->failed = true;
    orb_buf_release(&text);
}

void orb_native_write_territory(struct orb_json_writer *w, const struct orb_territory *t,
                                const struct orb_provenance *document)
{
    bool commune = t->kind == ORB_TERRITORY_COMMUNE && !isnan(t->lon);

    orb_jw_open_object_inline(w);
    if (!commune)
        orb_jw_member_text(w, "kind", orb_territory_kind_name(t->kind));
    orb_jw_member_text(w, "code", t->code);
    orb_native_write_text(w, "name", t->name);
    write_number(w, "lon", t->lon);
    write_number(w, "lat", t->lat);
    orb_native_write_text(w, "point_method", t->point_method);
    orb_native_write_text(w, "department", t->departement);
    orb_native_write_text(w, "region", t->region);
    orb_native_write_text(w, "epci", t->epci);
    orb_native_write_text(w, "life_area", t->life_area);
    orb_native_write_text(w, "canton", t->canton);
    orb_native_write_text(w, "successor", t->successor);
    write_postcodes(w, t->postcodes);
    if (t->density != 0)
        orb_jw_member_integer(w, "density", t->density);
    if (t->population >= 0)
        orb_jw_member_integer(w, "population", t->population);
    write_ages(w, t->ages);
    write_number(w, "income", t->income);
    write_contour(w, t);
    orb_native_write_provenance(w, &t->provenance, document);
    orb_native_write_extra(w, ORB_RECORD_TERRITORY, t->extra);
    orb_jw_close(w);
}

void orb_native_write_organization(struct orb_json_writer *w,
                                   const struct orb_organization *o,
                                   const struct orb_provenance *document)
{
    orb_jw_open_object_inline(w);
    orb_jw_member_text(w, "id", o->id);
    orb_native_write_text(w, "name", o->name);
    orb_native_write_text(w, "short_name", o->short_name);
    orb_native_write_text(w, "kind", o->kind);
    orb_native_write_text(w, "legal_status", o->legal_status);
    orb_native_write_text(w, "parent", o->parent);
    orb_native_write_text(w, "finess_ej", o->finess_ej);
    orb_native_write_known_date(w, "opened_on", o->opened_on);
    orb_native_write_known_date(w, "closed_on", o->closed_on);
    write_identifiers(w, o->identifiers, o->identifier_count);
    orb_native_write_contacts(w, o->contacts, o->contact_count);
    orb_native_write_provenance(w, &o->provenance, document);
    orb_native_write_extra(w, ORB_RECORD_ORGANIZATION, o->extra);
    orb_jw_close(w);
}

void orb_native_write_site(struct orb_json_writer *w, const struct orb_site *site,
                           const struct orb_provenance *document)
{
    struct orb_provenance whole = site->provenance;

    whole.fields = NULL;
    orb_jw_open_object_inline(w);
    orb_jw_member_text(w, "id", site->id);
    orb_native_write_text(w, "kind", site->kind);
    orb_native_write_text(w, "commune", site->commune);
    if (orb_native_is_confidential(site)) {
        if (site->commune != NULL)
            orb_jw_member_text(w, "precision",
                               orb_precision_name(ORB_PRECISION_MUNICIPALITY));
        orb_native_write_provenance(w, &whole, document);
        orb_jw_close(w);
        return;
    }
    orb_native_write_text(w, "name", site->name);
    orb_native_write_text(w, "address", site->address);
    orb_native_write_text(w, "postcode", site->postcode);
    write_number(w, "lon", site->lon);
    write_number(w, "lat", site->lat);
    orb_native_write_text(w, "precision", orb_precision_name(site->precision));
    if (site->position > ORB_POSITION_GIVEN)
        orb_jw_member_text(w, "position", orb_position_state_name(site->position));
    orb_native_write_text(w, "position_note", site->position_note);
    orb_native_write_provenance(w, &site->provenance, document);
    orb_native_write_extra(w, ORB_RECORD_SITE, site->extra);
    orb_jw_close(w);
}

void orb_native_write_service(struct orb_json_writer *w, const struct orb_service *service,
                              const struct orb_provenance *document)
{
    orb_jw_open_object_inline(w);
    orb_jw_member_text(w, "id", service->id);
    orb_native_write_text(w, "name", service->name);
    orb_native_write_text(w, "organization", service->organization);
    orb_native_write_text(w, "site", service->site);
    orb_native_write_text(w, "category", service->category);
    orb_native_write_text(w, "description", service->description);
    orb_native_write_text(w, "schedule", service->schedule);
    orb_native_write_known_date(w, "opened_on", service->opened_on);
    orb_native_write_known_date(w, "closed_on", service->closed_on);
    write_identifiers(w, service->identifiers, service->identifier_count);
    orb_native_write_contacts(w, service->contacts, service->contact_count);
    if (service->codes != NULL && service->codes[0] != '\0') {
        orb_jw_key(w, "codes");
        orb_jw_raw(w, service->codes);
    }
    orb_native_write_provenance(w, &service->provenance, document);
    orb_native_write_extra(w, ORB_RECORD_SERVICE, service->extra);
    orb_jw_close(w);
}

void orb_native_write_relation(struct orb_json_writer *w,
                               const struct orb_relation *relation,
                               const struct orb_provenance *document)
{
    orb_jw_open_object_inline(w);
    orb_jw_member_text(w, "type", orb_relation_type_name(relation->type));
    orb_native_write_text(w, "operator", relation->operator_id);
    orb_native_write_text(w, "offer", relation->offer);
    orb_native_write_text(w, "service", relation->service);
    orb_native_write_text(w, "organization", relation->organization);
    orb_native_write_known_date(w, "from", relation->from);
    orb_native_write_known_date(w, "to", relation->to);
    orb_native_write_text(w, "source", relation->evidence);
    orb_native_write_text(w, "note", relation->note);
    orb_native_write_provenance(w, &relation->provenance, document);
    orb_native_write_extra(w, ORB_RECORD_RELATION, relation->extra);
    orb_jw_close(w);
}

void orb_native_write_assertion(struct orb_json_writer *w,
                                const struct orb_assertion *assertion,
                                const struct orb_provenance *document)
{
    orb_jw_open_object_inline(w);
    orb_jw_member_text(w, "kind", assertion->kind);
    orb_jw_member_text(w, "subject", assertion->subject);
    orb_jw_member_text(w, "field", assertion->field);
    orb_jw_key(w, "value");
    orb_jw_raw(w, assertion->value);
    orb_native_write_text(w, "author", assertion->author);
    orb_native_write_text(w, "note", assertion->note);
    orb_native_write_provenance(w, &assertion->provenance, document);
    orb_jw_close(w);
}

void orb_native_write_decision(struct orb_json_writer *w,
                               const struct orb_decision *decision)
{
    orb_jw_open_object_inline(w);
    orb_jw_member_text(w, "a", decision->a);
    orb_jw_member_text(w, "b", decision->b);
    orb_jw_member_text(w, "choice", orb_decision_choice_name(decision->choice));
    orb_native_write_text(w, "author", decision->author);
    orb_native_write_known_date(w, "decided_on", decision->decided_on);
    orb_native_write_text(w, "reason", decision->reason);
    orb_jw_close(w);
}
