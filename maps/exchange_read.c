/* What the object of a record says. */
#include <math.h>
#include <string.h>

#include "engine/model/contact_text.h"
#include "maps/exchange.h"

const char *orb_exchange_text(const struct orb_json *object, const char *key)
{
    return orb_json_text(orb_json_get(object, key));
}

orb_date orb_exchange_date(const struct orb_json *object, const char *key)
{
    const char *text = orb_exchange_text(object, key);
    orb_date date = ORB_DATE_NONE;

    if (text != NULL && strlen(text) >= 10)
        (void)orb_date_parse(&date, text, 10);
    return date;
}

double orb_exchange_number(const struct orb_json *object, const char *key)
{
    return orb_json_number(orb_json_get(object, key));
}

bool orb_exchange_has(const struct orb_json *array, const char *text)
{
    for (size_t i = 0; i < orb_json_count(array); i++) {
        const char *item = orb_json_text(orb_json_at(array, i));

        if (item != NULL && strcmp(item, text) == 0)
            return true;
    }
    return false;
}

const char *orb_exchange_identifier(const struct orb_json *object, const char *scheme)
{
    const struct orb_json *list = orb_json_get(object, "identifiers");

    for (size_t i = 0; i < orb_json_count(list); i++) {
        const struct orb_json *item = orb_json_at(list, i);
        const char *own = orb_exchange_text(item, "scheme");

        if (own != NULL && strcmp(own, scheme) == 0)
            return orb_exchange_text(item, "value");
    }
    return NULL;
}

bool orb_exchange_is_from(const struct orb_json *object, const char *source)
{
    const char *own = orb_exchange_text(orb_json_get(object, "provenance"), "source");

    return own != NULL && strncmp(own, source, strlen(source)) == 0;
}

orb_date orb_exchange_day(const struct orb_json *object)
{
    return orb_exchange_date(orb_json_get(object, "provenance"), "observed_on");
}

bool orb_exchange_is_confidential(const struct orb_json *site)
{
    const char *kind = orb_exchange_text(site, "kind");

    return kind != NULL && strcmp(kind, "confidential") == 0;
}

bool orb_exchange_is_uri(const char *text)
{
    for (const char *p = text; *p != '\0'; p++)
        if (*p <= ' ' || *p >= 0x7f || strchr("\"<>\\^`{|}", *p) != NULL)
            return false;
    return orb_contact_is_url(text);
}

/* ---- contacts */

static const char *const channels[] = { "email", "mobilisation", "phone", "url" };

static void add(struct orb_exchange_contacts *out,
                const struct orb_exchange_contact *contact)
{
    if (contact->value != NULL && out->count < ORB_EXCHANGE_CONTACTS)
        out->items[out->count++] = *contact;
}

/* The channel of ours that has this name, or NULL. */
static const char *channel_of(const char *name)
{
    for (size_t i = 0; name != NULL && i < sizeof channels / sizeof channels[0]; i++)
        if (strcmp(name, channels[i]) == 0)
            return channels[i];
    return NULL;
}

/* The short form {"phone": "..."}, else a list. */
void orb_exchange_contacts(const struct orb_json *object, struct orb_exchange_contacts *out)
{
    const struct orb_json *simple = orb_json_get(object, "contact");
    const struct orb_json *list = orb_json_get(object, "contacts");

    out->count = 0;
    for (size_t i = 0; i < sizeof channels / sizeof channels[0]; i++)
        add(out, &(struct orb_exchange_contact){ channels[i],
                                                 orb_exchange_text(simple, channels[i]),
                                                 NULL, false, ORB_DATE_NONE });
    for (size_t i = 0; i < orb_json_count(list); i++) {
        const struct orb_json *item = orb_json_at(list, i);
        const char *how = orb_exchange_text(item, "confidentiality");
        const struct orb_exchange_contact contact = {
            channel_of(orb_exchange_text(item, "channel")),
            orb_exchange_text(item, "value"), orb_exchange_text(item, "role"), how != NULL,
            orb_exchange_date(item, "checked_on")
        };

        if (contact.channel != NULL)
            add(out, &contact);
    }
}

const char *orb_exchange_contact_find(const struct orb_exchange_contacts *contacts,
                                      const char *channel, const char *role)
{
    for (size_t i = 0; i < contacts->count; i++) {
        const struct orb_exchange_contact *c = &contacts->items[i];
        bool same =
            role == NULL ? c->role == NULL : c->role != NULL && strcmp(c->role, role) == 0;

        if (same && strcmp(c->channel, channel) == 0)
            return c->value;
    }
    return NULL;
}
