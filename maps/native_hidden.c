/* Only the rare records that keep something are remembered. */
#include "maps/native_hidden.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/json.h"
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

static bool has_key(const struct native_hidden *hidden, const char *key)
{
    return key == NULL ||
           orb_strmap_find(&hidden->keys, key, hidden->key.len) != ORB_STRMAP_NONE;
}

bool orb_native_hidden_is_site(struct native_hidden *hidden, const char *id)
{
    return id != NULL && hidden->keys.count > 0 &&
           has_key(hidden, write_key(hidden, "site", id, ""));
}

bool orb_native_hidden_is_at(struct native_hidden *hidden, const char *kind, const char *id)
{
    return id != NULL && hidden->keys.count > 0 &&
           has_key(hidden, write_key(hidden, kind, id, "@"));
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
        if (status == ORB_OK)
            status = orb_restricted_add(&hidden->restricted, c, err);
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

/* What is at a confidential place: the sites come before the services and the offers. */
static enum orb_status hide_place(struct native_hidden *hidden,
                                  const struct orb_record *record, struct orb_error *err)
{
    const struct orb_service *s = record->as.service;
    const struct orb_offer *o = record->as.offer;

    if (record->kind == ORB_RECORD_SERVICE && orb_native_hidden_is_site(hidden, s->site))
        return hide(hidden, write_key(hidden, "service", s->id, "@"), err);
    if (record->kind == ORB_RECORD_OFFER && orb_native_hidden_is_site(hidden, o->site))
        return hide(
            hidden,
            write_key(hidden, "service", o->service == NULL ? o->id : o->service, "@"),
            err);
    return ORB_OK;
}

enum orb_status orb_native_hidden_note(struct native_hidden *hidden,
                                       const struct orb_record *record,
                                       struct orb_error *err)
{
    struct contacts contacts;
    enum orb_status status;

    if (record->kind == ORB_RECORD_SITE && orb_native_is_confidential(record->as.site))
        return hide(hidden, write_key(hidden, "site", record->as.site->id, ""), err);
    if (!find_contacts(record, &contacts))
        return ORB_OK;
    status = hide_contacts(hidden, &contacts, err);
    return status == ORB_OK ? hide_place(hidden, record, err) : status;
}

/* Does the value tell what is kept? What is not read is no text. */
static bool tells_value(struct native_hidden *hidden, const struct orb_assertion *assertion)
{
    struct orb_json *value = NULL;
    enum orb_status status =
        orb_json_parse(&value, assertion->value, strlen(assertion->value), NULL);
    bool found = status == ORB_ERR_MEMORY;

    if (status == ORB_OK &&
        orb_restricted_hides(&hidden->restricted, assertion->field, orb_json_text(value),
                             &found, NULL) != ORB_OK)
        found = true;
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
           (hidden->restricted.keys.count > 0 && tells_value(hidden, assertion));
}

void orb_native_hidden_release(struct native_hidden *hidden)
{
    orb_strmap_release(&hidden->keys);
    orb_strmap_release(&hidden->members);
    orb_restricted_release(&hidden->restricted);
    orb_free(hidden->groups);
    orb_arena_release(&hidden->arena);
    orb_buf_release(&hidden->key);
    orb_buf_release(&hidden->text);
}
