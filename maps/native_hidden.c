/* Only the rare records that keep something are remembered. */
#include "maps/native_hidden.h"

#include <string.h>

#include "maps/native_parts.h"

static const char *write_key(struct native_hidden *hidden, const char *kind, const char *id,
                             const char *channel)
{
    orb_buf_clear(&hidden->key);
    orb_buf_printf(&hidden->key, "%s %s %s", kind, id, channel);
    return hidden->key.failed ? NULL : hidden->key.data;
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

    for (uint32_t i = 0; status == ORB_OK && i < contacts->count; i++)
        if (contacts->items[i].confidentiality == ORB_RESTRICTED)
            status = hide(
                hidden,
                write_key(hidden, contacts->kind, contacts->id, contacts->items[i].channel),
                err);
    return status;
}

enum orb_status orb_native_hidden_note(struct native_hidden *hidden,
                                       const struct orb_record *record,
                                       struct orb_error *err)
{
    struct contacts contacts;

    if (record->kind == ORB_RECORD_ORGANIZATION) {
        const struct orb_organization *o = record->as.organization;

        contacts =
            (struct contacts){ "organization", o->id, o->contacts, o->contact_count };
    } else if (record->kind == ORB_RECORD_SERVICE) {
        const struct orb_service *s = record->as.service;

        contacts = (struct contacts){ "service", s->id, s->contacts, s->contact_count };
    } else if (record->kind == ORB_RECORD_OFFER) {
        const struct orb_offer *o = record->as.offer;

        contacts = (struct contacts){ "offer", o->id, o->contacts, o->contact_count };
    } else if (record->kind == ORB_RECORD_SITE &&
               orb_native_is_confidential(record->as.site)) {
        return hide(hidden, write_key(hidden, "site", record->as.site->id, ""), err);
    } else {
        return ORB_OK;
    }
    return hide_contacts(hidden, &contacts, err);
}

bool orb_native_hidden_has(struct native_hidden *hidden,
                           const struct orb_assertion *assertion)
{
    bool is_site = strcmp(assertion->kind, "site") == 0;
    const char *key = write_key(hidden, assertion->kind, assertion->subject,
                                is_site ? "" : assertion->field);

    return key == NULL ||
           (strcmp(assertion->field, "commune") != 0 &&
            orb_strmap_find(&hidden->keys, key, hidden->key.len) != ORB_STRMAP_NONE);
}

void orb_native_hidden_release(struct native_hidden *hidden)
{
    orb_strmap_release(&hidden->keys);
    orb_buf_release(&hidden->key);
}
