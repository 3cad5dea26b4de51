/* What a text holds is looked for only when something is restricted at all. */
#include "engine/model/restricted.h"

#include <string.h>

#include "engine/model/contact.h"
#include "engine/model/contact_keys.h"

/* Write "channel key" in the scratch; empty when the value says nothing. */
static void write_whole(struct orb_restricted *r, const char *channel, const char *value)
{
    size_t start;

    orb_buf_clear(&r->key);
    orb_buf_printf(&r->key, "%s ", channel);
    start = r->key.len;
    orb_contact_key(&r->key, channel, value);
    if (r->key.len == start && !r->key.failed)
        orb_buf_clear(&r->key);
}

static enum orb_status add_keys(struct orb_restricted *r, struct orb_error *err)
{
    uint32_t number;

    for (size_t at = 0; at < r->key.len;) {
        size_t len = strcspn(r->key.data + at, "\n");

        if (orb_strmap_add(&r->keys, r->key.data + at, len, &number) != ORB_OK)
            return orb_error_memory(err);
        at += len + 1;
    }
    return ORB_OK;
}

enum orb_status orb_restricted_add(struct orb_restricted *r,
                                   const struct orb_contact *contact, struct orb_error *err)
{
    enum orb_status status;

    if (contact->confidentiality != ORB_RESTRICTED || contact->channel == NULL ||
        contact->value == NULL)
        return ORB_OK;
    write_whole(r, contact->channel, contact->value);
    if (r->key.len > 0)
        orb_buf_char(&r->key, '\n');
    orb_contact_keys(&r->key, contact->value);
    status = orb_buf_check(&r->key, err);
    return status == ORB_OK ? add_keys(r, err) : status;
}

enum orb_status orb_restricted_hides(struct orb_restricted *r, const char *channel,
                                     const char *text, bool *hidden, struct orb_error *err)
{
    enum orb_status status;

    *hidden = false;
    if (r->keys.count == 0 || text == NULL || text[0] == '\0')
        return ORB_OK;
    orb_buf_clear(&r->key);
    if (channel != NULL)
        write_whole(r, channel, text);
    if (r->key.len > 0)
        orb_buf_char(&r->key, '\n');
    orb_contact_keys(&r->key, text);
    status = orb_buf_check(&r->key, err);
    for (size_t at = 0; status == ORB_OK && at < r->key.len && !*hidden;) {
        size_t len = strcspn(r->key.data + at, "\n");

        *hidden = orb_strmap_find(&r->keys, r->key.data + at, len) != ORB_STRMAP_NONE;
        at += len + 1;
    }
    return status;
}

void orb_restricted_release(struct orb_restricted *r)
{
    orb_strmap_release(&r->keys);
    orb_buf_release(&r->key);
}
