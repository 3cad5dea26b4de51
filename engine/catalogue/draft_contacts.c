/* Restricted contacts never enter a catalogue: it is a file that travels. Nor does the same
 * number where another record gives it: who keeps it keeps it. */
#include <string.h>

#include "engine/catalogue/draft.h"
#include "engine/model/contact.h"

static const char *const channels[] = { "phone", "email", "url", "mobilisation" };

enum { CHANNELS = sizeof channels / sizeof channels[0] };

static draft_text *text_for(struct draft_contacts *contacts, size_t channel)
{
    draft_text *const texts[CHANNELS] = { &contacts->phone, &contacts->email,
                                          &contacts->url, &contacts->how };

    return texts[channel];
}

/* The key of a value in restricted; empty when it says nothing. */
static void write_key(struct orb_catalogue_builder *b, const char *channel,
                      const char *value)
{
    size_t start;

    orb_buf_clear(&b->key);
    orb_buf_printf(&b->key, "%s ", channel);
    start = b->key.len;
    orb_contact_key(&b->key, channel, value);
    if (b->key.len == start)
        orb_buf_clear(&b->key);
}

static bool restrict_value(struct orb_catalogue_builder *b, const struct orb_contact *c)
{
    uint32_t number;

    if (c->channel == NULL || c->value == NULL)
        return true;
    write_key(b, c->channel, c->value);
    return !b->key.failed &&
           (b->key.len == 0 ||
            orb_strmap_add(&b->restricted, b->key.data, b->key.len, &number) == ORB_OK);
}

static bool text_of(struct orb_catalogue_builder *b, draft_text *out, const char *text)
{
    *out = 0;
    return text == NULL || orb_strmap_add(&b->texts, text, strlen(text), out) == ORB_OK;
}

static bool put(struct orb_catalogue_builder *b, struct draft_contacts *out,
                const struct orb_contact *c)
{
    size_t i = 0;
    draft_text *to;

    while (i < CHANNELS && strcmp(channels[i], c->channel) != 0)
        i++;
    to = i == CHANNELS ? NULL : text_for(out, i);
    if (to == NULL || *to != 0)
        return true;
    if (!text_of(b, to, c->value))
        return false;
    if (c->checked_on == ORB_DATE_NONE || c->checked_on <= out->checked_on)
        return true;
    out->checked_on = c->checked_on;
    return text_of(b, &out->checked_by, c->checked_by);
}

bool orb_draft_contacts(struct orb_catalogue_builder *b, struct draft_contacts *out,
                        const struct orb_contact *contacts, uint32_t count)
{
    bool ok = true;

    memset(out, 0, sizeof *out);
    out->checked_on = ORB_DATE_NONE;
    for (uint32_t i = 0; ok && i < count; i++) {
        if (contacts[i].confidentiality == ORB_RESTRICTED)
            ok = restrict_value(b, &contacts[i]);
        else if (contacts[i].channel != NULL)
            ok = put(b, out, &contacts[i]);
    }
    return ok;
}

static bool hide(struct orb_catalogue_builder *b, struct draft_contacts *contacts)
{
    for (size_t i = 0; i < CHANNELS; i++) {
        draft_text *text = text_for(contacts, i);

        if (*text == 0)
            continue;
        write_key(b, channels[i], b->texts.strings[*text]);
        if (b->key.failed)
            return false;
        if (b->key.len > 0 &&
            orb_strmap_find(&b->restricted, b->key.data, b->key.len) != ORB_STRMAP_NONE)
            *text = 0;
    }
    return true;
}

bool orb_draft_hide_contacts(struct orb_catalogue_builder *b)
{
    bool ok = true;

    if (b->restricted.count == 0)
        return true;
    for (size_t i = 0; ok && i < b->organizations.count; i++)
        ok = hide(b, &b->organizations.items[i].contacts);
    for (size_t i = 0; ok && i < b->services.count; i++)
        ok = hide(b, &b->services.items[i].contacts);
    for (size_t i = 0; ok && i < b->offers.count; i++)
        ok = hide(b, &b->offers.items[i].contacts);
    return ok;
}
