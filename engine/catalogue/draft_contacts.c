/* Restricted contacts never enter a catalogue: it is a file that travels. Nor does any text
 * that holds the same number or address, whatever record gives it: who keeps it keeps it.
 */
#include <string.h>

#include "engine/catalogue/draft.h"

static const char *const channels[] = { "phone", "email", "url", "mobilisation" };

enum { CHANNELS = sizeof channels / sizeof channels[0] };

static draft_text *text_for(struct draft_contacts *contacts, size_t channel)
{
    draft_text *const texts[CHANNELS] = { &contacts->phone, &contacts->email,
                                          &contacts->url, &contacts->how };

    return texts[channel];
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
            ok = orb_restricted_add(&b->restricted, &contacts[i], NULL) == ORB_OK;
        else if (contacts[i].channel != NULL)
            ok = put(b, out, &contacts[i]);
    }
    return ok;
}

static bool hide(struct orb_catalogue_builder *b, const char *channel, draft_text *text)
{
    bool hidden = false;
    bool ok =
        *text == 0 || orb_restricted_hides(&b->restricted, channel, b->texts.strings[*text],
                                           &hidden, NULL) == ORB_OK;

    if (hidden)
        *text = 0;
    return ok;
}

static bool hide_contacts(struct orb_catalogue_builder *b, struct draft_contacts *contacts)
{
    bool ok = true;

    for (size_t i = 0; ok && i < CHANNELS; i++)
        ok = hide(b, channels[i], text_for(contacts, i));
    return ok && hide(b, NULL, &contacts->checked_by);
}

static bool hide_parents(struct orb_catalogue_builder *b)
{
    bool ok = true;

    for (size_t i = 0; ok && i < b->organizations.count; i++)
        ok = hide_contacts(b, &b->organizations.items[i].contacts) &&
             hide(b, NULL, &b->organizations.items[i].name);
    for (size_t i = 0; ok && i < b->services.count; i++) {
        struct draft_service *s = &b->services.items[i];

        ok = hide_contacts(b, &s->contacts) && hide(b, NULL, &s->name) &&
             hide(b, NULL, &s->description) && hide(b, NULL, &s->schedule);
    }
    for (size_t i = 0; ok && i < b->sites.count; i++)
        ok = hide(b, NULL, &b->sites.items[i].address);
    return ok;
}

bool orb_draft_hide_restricted(struct orb_catalogue_builder *b)
{
    bool ok = true;

    if (b->restricted.keys.count == 0)
        return true;
    ok = hide_parents(b);
    for (size_t i = 0; ok && i < b->offers.count; i++)
        ok = hide_contacts(b, &b->offers.items[i].contacts) &&
             hide(b, NULL, &b->offers.items[i].name) &&
             hide(b, NULL, &b->offers.items[i].schedule);
    for (size_t i = 0; ok && i < b->relations.count; i++)
        ok = hide(b, NULL, &b->relations.items[i].evidence);
    return ok;
}
