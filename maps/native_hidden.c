/* Only the rare records that keep something are remembered. */
#include "maps/native_hidden.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/json.h"
#include "engine/model/contact.h"
#include "maps/native_parts.h"

static uint32_t find_member(struct native_hidden *hidden, const char *kind, const char *id)
{
    orb_buf_clear(&hidden->key);
    orb_buf_printf(&hidden->key, "%s %s", kind, id);
    return hidden->key.failed
               ? ORB_STRMAP_NONE
               : orb_strmap_find(&hidden->members, hidden->key.data, hidden->key.len);
}

static const char *write_key(struct native_hidden *hidden, const char *kind, const char *id,
                             const char *channel)
{
    uint32_t member =
        hidden->members.count == 0 ? ORB_STRMAP_NONE : find_member(hidden, kind, id);

    if (hidden->key.failed)
        return NULL;
    orb_buf_clear(&hidden->key);
    orb_buf_printf(&hidden->key, "%s %s %s", kind,
                   member == ORB_STRMAP_NONE ? id : hidden->groups[member], channel);
    return hidden->key.failed ? NULL : hidden->key.data;
}

/* A number that one record keeps is kept wherever it stands, of whatever record: no kind,
 * no id. NULL also when the value says nothing. */
static const char *write_value_key(struct native_hidden *hidden, const char *channel,
                                   const char *value)
{
    size_t start;

    orb_buf_clear(&hidden->key);
    orb_buf_printf(&hidden->key, "=%s ", channel);
    start = hidden->key.len;
    orb_contact_key(&hidden->key, channel, value);
    return hidden->key.failed || hidden->key.len == start ? NULL : hidden->key.data;
}

static bool has_key(const struct native_hidden *hidden, const char *key)
{
    return key == NULL ||
           orb_strmap_find(&hidden->keys, key, hidden->key.len) != ORB_STRMAP_NONE;
}

/* Also when memory lacks. */
static bool has_value(struct native_hidden *hidden, const char *channel, const char *value)
{
    const char *key = write_value_key(hidden, channel, value);

    return hidden->key.failed || (key != NULL && has_key(hidden, key));
}

enum orb_status orb_native_hidden_join(struct native_hidden *hidden,
                                       enum orb_record_kind kind, const char *id,
                                       const char *canonical, struct orb_error *err)
{
    uint32_t number;

    (void)find_member(hidden, orb_record_kind_name(kind), id);
    if (hidden->key.failed ||
        orb_strmap_add(&hidden->members, hidden->key.data, hidden->key.len, &number) !=
            ORB_OK ||
        (number >= hidden->group_capacity &&
         orb_grow((void **)&hidden->groups, &hidden->group_capacity, number,
                  sizeof *hidden->groups) != ORB_OK))
        return orb_error_memory(err);
    hidden->groups[number] = orb_arena_strdup(&hidden->arena, canonical);
    return hidden->groups[number] == NULL ? orb_error_memory(err) : ORB_OK;
}

static enum orb_status hide(struct native_hidden *hidden, const char *key,
                            struct orb_error *err)
{
    uint32_t number;

    return key != NULL &&
                   orb_strmap_add(&hidden->keys, key, hidden->key.len, &number) == ORB_OK
               ? ORB_OK
               : orb_error_memory(err);
}

/* The contacts of a record: of which kind and id, which and how many. */
struct contacts {
    const char *kind;
    const char *id;
    const struct orb_contact *items;
    uint32_t count;
};

static enum orb_status hide_contacts(struct native_hidden *hidden,
                                     const struct contacts *contacts, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; status == ORB_OK && i < contacts->count; i++) {
        const struct orb_contact *c = &contacts->items[i];

        if (c->confidentiality != ORB_RESTRICTED)
            continue;
        status =
            hide(hidden, write_key(hidden, contacts->kind, contacts->id, c->channel), err);
        if (status == ORB_OK && c->value != NULL &&
            write_value_key(hidden, c->channel, c->value) != NULL)
            status = hide(hidden, hidden->key.data, err);
        if (hidden->key.failed)
            status = orb_error_memory(err);
    }
    return status;
}

/* False when records of its kind have none. */
static bool find_contacts(const struct orb_record *record, struct contacts *out)
{
    const char *kind = orb_record_kind_name(record->kind);

    if (record->kind == ORB_RECORD_ORGANIZATION) {
        const struct orb_organization *o = record->as.organization;

        *out = (struct contacts){ kind, o->id, o->contacts, o->contact_count };
    } else if (record->kind == ORB_RECORD_SERVICE) {
        const struct orb_service *s = record->as.service;

        *out = (struct contacts){ kind, s->id, s->contacts, s->contact_count };
    } else if (record->kind == ORB_RECORD_OFFER) {
        const struct orb_offer *o = record->as.offer;

        *out = (struct contacts){ kind, o->id, o->contacts, o->contact_count };
    } else {
        return false;
    }
    return true;
}

enum orb_status orb_native_hidden_note(struct native_hidden *hidden,
                                       const struct orb_record *record,
                                       struct orb_error *err)
{
    struct contacts contacts;

    if (record->kind == ORB_RECORD_SITE && orb_native_is_confidential(record->as.site))
        return hide(hidden, write_key(hidden, "site", record->as.site->id, ""), err);
    return find_contacts(record, &contacts) ? hide_contacts(hidden, &contacts, err)
                                            : ORB_OK;
}

/* The text asserted is a value that is kept; what is not read is no text. */
static bool tells_value(struct native_hidden *hidden, const struct orb_assertion *assertion)
{
    struct orb_json *value = NULL;
    enum orb_status status =
        orb_json_parse(&value, assertion->value, strlen(assertion->value), NULL);
    const char *text = orb_json_text(value);
    bool found = status == ORB_ERR_MEMORY ||
                 (text != NULL && has_value(hidden, assertion->field, text));

    orb_json_free(value);
    return found;
}

bool orb_native_hidden_has(struct native_hidden *hidden,
                           const struct orb_assertion *assertion)
{
    bool is_site = strcmp(assertion->kind, "site") == 0;
    const char *key = write_key(hidden, assertion->kind, assertion->subject,
                                is_site ? "" : assertion->field);

    if (strcmp(assertion->field, "commune") == 0)
        return key == NULL;
    return key == NULL || has_key(hidden, key) ||
           (!is_site && hidden->keys.count > 0 && tells_value(hidden, assertion));
}

/* The contacts of a record, those that are kept marked as restricted. */
static enum orb_status show_contacts(struct native_hidden *hidden,
                                     struct contacts *contacts, struct orb_error *err)
{
    struct orb_contact *list = NULL;

    for (uint32_t i = 0; i < contacts->count; i++) {
        const struct orb_contact *c = &contacts->items[i];

        if (c->confidentiality == ORB_RESTRICTED || c->value == NULL ||
            !has_value(hidden, c->channel, c->value))
            continue;
        if (list == NULL) {
            list = orb_arena_array(&hidden->arena, contacts->count, sizeof *list);
            if (list == NULL)
                return orb_error_memory(err);
            memcpy(list, contacts->items, contacts->count * sizeof *list);
            contacts->items = list;
        }
        list[i].confidentiality = ORB_RESTRICTED;
    }
    return ORB_OK;
}

enum orb_status orb_native_hidden_show(struct native_hidden *hidden,
                                       const struct orb_record *record,
                                       struct native_shown *shown, struct orb_error *err)
{
    struct contacts contacts;
    enum orb_status status;

    shown->record = *record;
    if (hidden->keys.count == 0)
        return ORB_OK;
    if (record->kind == ORB_RECORD_SITE) {
        shown->copy.site = *record->as.site;
        shown->record.as.site = &shown->copy.site;
        if (has_key(hidden, write_key(hidden, "site", record->as.site->id, "")))
            shown->copy.site.kind = "confidential";
        return ORB_OK;
    }
    if (!find_contacts(record, &contacts))
        return ORB_OK;
    status = show_contacts(hidden, &contacts, err);
    if (record->kind == ORB_RECORD_ORGANIZATION) {
        shown->copy.organization = *record->as.organization;
        shown->copy.organization.contacts = contacts.items;
        shown->record.as.organization = &shown->copy.organization;
    } else if (record->kind == ORB_RECORD_SERVICE) {
        shown->copy.service = *record->as.service;
        shown->copy.service.contacts = contacts.items;
        shown->record.as.service = &shown->copy.service;
    } else {
        shown->copy.offer = *record->as.offer;
        shown->copy.offer.contacts = contacts.items;
        shown->record.as.offer = &shown->copy.offer;
    }
    return status;
}

void orb_native_hidden_release(struct native_hidden *hidden)
{
    orb_strmap_release(&hidden->keys);
    orb_strmap_release(&hidden->members);
    orb_free(hidden->groups);
    orb_arena_release(&hidden->arena);
    orb_buf_release(&hidden->key);
}
