/* Identifiers, texts and contacts of HSDS. */
#include <string.h>

#include "engine/base/digest.h"
#include "engine/base/uuid.h"
#include "engine/model/contact_text.h"
#include "maps/hsds.h"

#define OWN_ID "hsds:"

void orb_hsds_map_clear(struct hsds_map *m)
{
    if (m->text.failed && m->status == ORB_OK)
        m->status = orb_error_memory(m->err);
    orb_buf_clear(&m->text);
}

void orb_hsds_map_text(struct hsds_map *m, const char *key, const char *text)
{
    if (text != NULL && text[0] != '\0')
        orb_jw_member_text(&m->json, key, text);
}

void orb_hsds_map_texts(struct hsds_map *m, const struct orb_json *object,
                        const char *const *keys)
{
    for (; *keys != NULL; keys++)
        orb_hsds_map_text(m, *keys, orb_exchange_text(object, *keys));
}

void orb_hsds_map_url(struct hsds_map *m, const char *key, const char *text)
{
    if (text != NULL && orb_exchange_is_uri(text))
        orb_jw_member_text(&m->json, key, text);
}

static void write_uuid(struct hsds_map *m, const char *key, const char *name)
{
    char uuid[ORB_UUID_LEN] = "";

    if (m->status == ORB_OK)
        m->status = orb_uuid_make(uuid, &orb_uuid_of_records, m->sha1, name, m->err);
    orb_jw_member_text(&m->json, key, uuid);
}

void orb_hsds_map_id(struct hsds_map *m, const char *key, const char *id)
{
    if (id == NULL)
        return;
    if (strncmp(id, OWN_ID, strlen(OWN_ID)) == 0 && orb_uuid_is(id + strlen(OWN_ID)))
        orb_jw_member_text(&m->json, key, id + strlen(OWN_ID));
    else
        write_uuid(m, key, id);
}

void orb_hsds_map_part_id(struct hsds_map *m, struct hsds_owner owner, const char *part,
                          size_t n)
{
    orb_buf_clear(&m->name);
    orb_buf_printf(&m->name, "%s %s %s %zu", part, owner.kind, owner.id, n);
    if (m->status == ORB_OK)
        m->status = orb_buf_check(&m->name, m->err);
    if (m->status == ORB_OK)
        write_uuid(m, "id", m->name.data);
}

/* ---- contacts */

static bool is_of(const struct orb_exchange_contact *contact, const char *channel)
{
    if (strcmp(contact->channel, channel) != 0)
        return false;
    return strcmp(channel, "email") == 0 ? orb_contact_is_email(contact->value)
                                         : orb_contact_is_phone(contact->value);
}

static void write_phone(struct hsds_map *m, struct hsds_owner owner, size_t n,
                        const char *number)
{
    orb_jw_open_object(&m->json);
    orb_hsds_map_part_id(m, owner, "phone", n);
    orb_jw_member_text(&m->json, "number", number);
    orb_jw_close(&m->json);
}

/* Which contacts go to professionals: theirs, and the e-mail addresses that find no other
 * place. */
struct grouped {
    const struct orb_exchange_contacts *contacts;
    bool is[ORB_EXCHANGE_CONTACTS];
};

static void write_phones(struct hsds_map *m, struct hsds_owner owner,
                         const struct grouped *g)
{
    bool any = false;

    for (size_t i = 0; i < g->contacts->count; i++) {
        if (g->is[i] || !is_of(&g->contacts->items[i], "phone"))
            continue;
        if (!any) {
            orb_jw_key(&m->json, "phones");
            orb_jw_open_array(&m->json);
        }
        any = true;
        write_phone(m, owner, i, g->contacts->items[i].value);
    }
    if (any)
        orb_jw_close(&m->json);
}

/* The telephones that follow an e-mail address go with it. Gives the next one to write. */
static size_t write_professional(struct hsds_map *m, struct hsds_owner owner,
                                 const struct grouped *g, size_t i)
{
    const struct orb_exchange_contact *items = g->contacts->items;
    bool any = false;

    orb_jw_open_object(&m->json);
    orb_hsds_map_part_id(m, owner, "contact", i);
    if (is_of(&items[i], "email"))
        orb_jw_member_text(&m->json, "email", items[i++].value);
    for (; i < g->contacts->count && !(g->is[i] && is_of(&items[i], "email")); i++) {
        if (!g->is[i] || !is_of(&items[i], "phone"))
            continue;
        if (!any) {
            orb_jw_key(&m->json, "phones");
            orb_jw_open_array(&m->json);
        }
        any = true;
        write_phone(m, owner, i, items[i].value);
    }
    if (any)
        orb_jw_close(&m->json);
    orb_jw_close(&m->json);
    return i;
}

static void write_professionals(struct hsds_map *m, struct hsds_owner owner,
                                const struct grouped *g)
{
    bool any = false;

    for (size_t i = 0; i < g->contacts->count;) {
        if (!g->is[i]) {
            i++;
            continue;
        }
        if (!any) {
            orb_jw_key(&m->json, "contacts");
            orb_jw_open_array(&m->json);
        }
        any = true;
        i = write_professional(m, owner, g, i);
    }
    if (any)
        orb_jw_close(&m->json);
}

void orb_hsds_map_contacts(struct hsds_map *m, struct hsds_owner owner,
                           const struct orb_exchange_contacts *contacts)
{
    struct grouped g = { .contacts = contacts };
    bool has_email = strcmp(owner.kind, "service_at_location") == 0;

    for (size_t i = 0; i < contacts->count; i++) {
        const struct orb_exchange_contact *c = &contacts->items[i];
        bool is_email = is_of(c, "email");

        g.is[i] = (is_email && (c->professional || has_email)) ||
                  (c->professional && is_of(c, "phone"));
        if (!is_email || g.is[i])
            continue;
        orb_jw_member_text(&m->json, "email", c->value);
        has_email = true;
    }
    write_phones(m, owner, &g);
    write_professionals(m, owner, &g);
}
