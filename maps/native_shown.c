/* A record without what it, or another, keeps from being shown. */
#include <stdio.h>
#include <string.h>

#include "engine/base/json.h"
#include "maps/native_hidden.h"
#include "maps/native_parts.h"

/* What a record of a source that tells where a place is may be called; its number in a
 * register gives the address too. */
static const char *const place_keys[] = { "accessibilite_lieu", "ban", "lien_source",
                                          NULL };
static const char *const place_schemes[] = { "ban", "siret", NULL };

static bool is_among(const char *const *list, const char *text)
{
    while (*list != NULL && (text == NULL || strcmp(*list, text) != 0))
        list++;
    return *list != NULL;
}

/* A record being shown. */
struct showing {
    struct native_hidden *hidden;
    bool is_at; /* of a confidential place */
    struct orb_error *err;
    enum orb_status status;
};

static void show_text(struct showing *s, const char **text)
{
    bool hidden = false;

    if (s->status == ORB_OK)
        s->status =
            orb_restricted_hides(&s->hidden->restricted, NULL, *text, &hidden, s->err);
    if (hidden)
        *text = NULL;
}

/* The contacts of a record, those that are kept marked as restricted. */
static void show_contacts(struct showing *s, const struct orb_contact **contacts,
                          uint32_t count)
{
    struct orb_contact *list = NULL;

    for (uint32_t i = 0; i < count && s->status == ORB_OK; i++) {
        const struct orb_contact *c = &(*contacts)[i];
        bool hidden = false;

        if (c->confidentiality != ORB_RESTRICTED)
            s->status = orb_restricted_hides(&s->hidden->restricted, c->channel, c->value,
                                             &hidden, s->err);
        if (s->status != ORB_OK || !hidden)
            continue;
        if (list == NULL) {
            list = orb_arena_array(&s->hidden->arena, count, sizeof *list);
            if (list == NULL) {
                s->status = orb_error_memory(s->err);
                return;
            }
            memcpy(list, *contacts, count * sizeof *list);
            *contacts = list;
        }
        list[i].confidentiality = ORB_RESTRICTED;
    }
}

static void show_identifiers(struct showing *s, const struct orb_identifier **identifiers,
                             uint32_t *count)
{
    struct orb_identifier *list;
    uint32_t kept = 0;

    if (!s->is_at || *count == 0 || s->status != ORB_OK)
        return;
    list = orb_arena_array(&s->hidden->arena, *count, sizeof *list);
    if (list == NULL) {
        s->status = orb_error_memory(s->err);
        return;
    }
    for (uint32_t i = 0; i < *count; i++)
        if (!is_among(place_schemes, (*identifiers)[i].scheme))
            list[kept++] = (*identifiers)[i];
    *identifiers = list;
    *count = kept;
}

/* Does a JSON text hold what is kept? Its escapes are read as blanks, which is enough. */
static bool holds_kept(struct showing *s, const char *json)
{
    struct orb_buf *text = &s->hidden->text;
    bool hidden = false;

    if (s->hidden->restricted.keys.count == 0 || s->status != ORB_OK)
        return false;
    orb_buf_clear(text);
    while (*json != '\0') {
        size_t len = json[0] != '\\' ? 1 : json[1] == 'u' ? 6 : 2;

        orb_buf_char(text, len == 1 ? *json : json[1] == '/' ? '/' : ' ');
        for (size_t i = 0; i < len && *json != '\0'; i++)
            json++;
    }
    s->status = orb_buf_check(text, s->err);
    if (s->status == ORB_OK)
        s->status =
            orb_restricted_hides(&s->hidden->restricted, NULL, text->data, &hidden, s->err);
    return hidden;
}

struct members {
    struct showing *showing;
    struct orb_buf *out;
};

static enum orb_status add_member(void *context, const char *key,
                                  const struct orb_json *value, struct orb_error *err)
{
    struct members *m = context;
    struct orb_buf text = { 0 };
    enum orb_status status;

    orb_json_write(&text, value);
    status = orb_buf_check(&text, err);
    if (status == ORB_OK && !(m->showing->is_at && is_among(place_keys, key)) &&
        !holds_kept(m->showing, text.data)) {
        orb_buf_char(m->out, m->out->len == 0 ? '{' : ',');
        orb_json_write_string(m->out, key);
        orb_buf_char(m->out, ':');
        orb_buf_add(m->out, text.data, text.len);
    }
    orb_buf_release(&text);
    return status == ORB_OK ? m->showing->status : status;
}

/* Only the members that may be shown. */
static void show_extra(struct showing *s, const char **extra)
{
    struct orb_buf out = { 0 };
    struct members members = { s, &out };
    struct orb_json *object = NULL;

    if (*extra == NULL || (!s->is_at && !holds_kept(s, *extra)) || s->status != ORB_OK)
        return;
    s->status = orb_json_parse(&object, *extra, strlen(*extra), s->err);
    if (s->status == ORB_OK)
        s->status = orb_json_each(object, add_member, &members, s->err);
    if (s->status == ORB_OK && out.len > 0)
        orb_buf_char(&out, '}');
    if (s->status == ORB_OK)
        s->status = orb_buf_check(&out, s->err);
    if (s->status == ORB_OK) {
        *extra = orb_arena_strdup(&s->hidden->arena, out.len == 0 ? NULL : out.data);
        if (*extra == NULL && out.len > 0)
            s->status = orb_error_memory(s->err);
    }
    orb_json_free(object);
    orb_buf_release(&out);
}

/* ---- by kind */

/* Its place has its identifier, or is named after it. */
static void show_organization(struct showing *s, struct orb_organization *o)
{
    char named[300];

    (void)snprintf(named, sizeof named, "%s/site", o->id);
    s->is_at = orb_native_hidden_is_site(s->hidden, o->id) ||
               orb_native_hidden_is_site(s->hidden, named);
    show_contacts(s, &o->contacts, o->contact_count);
    show_identifiers(s, &o->identifiers, &o->identifier_count);
    show_text(s, &o->name);
    show_text(s, &o->short_name);
    show_extra(s, &o->extra);
}

static void show_site(struct showing *s, struct orb_site *site)
{
    if (orb_native_hidden_is_site(s->hidden, site->id))
        site->kind = "confidential";
    show_text(s, &site->name);
    show_text(s, &site->address);
    show_text(s, &site->position_note);
    show_extra(s, &site->extra);
}

static void show_service(struct showing *s, struct orb_service *service)
{
    s->is_at = orb_native_hidden_is_at(s->hidden, "service", service->id) ||
               orb_native_hidden_is_site(s->hidden, service->site);
    show_contacts(s, &service->contacts, service->contact_count);
    show_identifiers(s, &service->identifiers, &service->identifier_count);
    show_text(s, &service->name);
    show_text(s, &service->description);
    show_text(s, &service->schedule);
    show_extra(s, &service->extra);
}

static void show_offer(struct showing *s, struct orb_offer *o)
{
    s->is_at = orb_native_hidden_is_site(s->hidden, o->site) ||
               orb_native_hidden_is_at(s->hidden, "service",
                                       o->service == NULL ? o->id : o->service);
    show_contacts(s, &o->contacts, o->contact_count);
    show_text(s, &o->name);
    show_text(s, &o->schedule);
    show_extra(s, &o->extra);
}

static void show_relation(struct showing *s, struct orb_relation *r)
{
    show_text(s, &r->evidence);
    show_text(s, &r->note);
    show_extra(s, &r->extra);
}

/* Why a value of a confidential place was put right may tell where it is. */
static void show_assertion(struct showing *s, struct orb_assertion *a)
{
    if (strcmp(a->kind, "site") == 0 && orb_native_hidden_is_site(s->hidden, a->subject))
        a->note = NULL;
    show_text(s, &a->note);
}

enum orb_status orb_native_hidden_show(struct native_hidden *hidden,
                                       const struct orb_record *record,
                                       struct native_shown *shown, struct orb_error *err)
{
    struct showing s = { hidden, false, err, ORB_OK };

    shown->record = *record;
    if (hidden->keys.count == 0)
        return ORB_OK;
    if (record->kind == ORB_RECORD_ORGANIZATION) {
        shown->copy.organization = *record->as.organization;
        shown->record.as.organization = &shown->copy.organization;
        show_organization(&s, &shown->copy.organization);
    } else if (record->kind == ORB_RECORD_SITE) {
        shown->copy.site = *record->as.site;
        shown->record.as.site = &shown->copy.site;
        show_site(&s, &shown->copy.site);
    } else if (record->kind == ORB_RECORD_SERVICE) {
        shown->copy.service = *record->as.service;
        shown->record.as.service = &shown->copy.service;
        show_service(&s, &shown->copy.service);
    } else if (record->kind == ORB_RECORD_OFFER) {
        shown->copy.offer = *record->as.offer;
        shown->record.as.offer = &shown->copy.offer;
        show_offer(&s, &shown->copy.offer);
    } else if (record->kind == ORB_RECORD_RELATION) {
        shown->copy.relation = *record->as.relation;
        shown->record.as.relation = &shown->copy.relation;
        show_relation(&s, &shown->copy.relation);
    } else if (record->kind == ORB_RECORD_ASSERTION) {
        shown->copy.assertion = *record->as.assertion;
        shown->record.as.assertion = &shown->copy.assertion;
        show_assertion(&s, &shown->copy.assertion);
    }
    return s.status;
}
