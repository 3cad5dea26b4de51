/* How a row is told from the others and reached: identifier, numbers of registers,
 * contacts. */
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/hash.h"
#include "importers/table_records.h"

#define ID_MAX          200
#define CONTACT_LEN_MAX 400

/* ---- the identifier */

static enum orb_status grow_ids(struct table *t, struct orb_error *err)
{
    size_t room = t->id_room == 0 ? 1024 : t->id_room * 2;
    uint64_t *ids = orb_calloc(room, sizeof *ids);

    if (ids == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < t->id_room; i++) {
        size_t at = (size_t)t->ids[i] & (room - 1);

        if (t->ids[i] == 0)
            continue;
        while (ids[at] != 0)
            at = (at + 1) & (room - 1);
        ids[at] = t->ids[i];
    }
    orb_free(t->ids);
    t->ids = ids;
    t->id_room = room;
    return ORB_OK;
}

/* Only hashes are kept, so that millions of rows fit: two of a million identifiers share
 * one by chance once in thirty million files, and the row is then told, not lost. */
static enum orb_status is_new(struct table *t, const char *id, bool *new_id,
                              struct orb_error *err)
{
    uint64_t hash = orb_hash(id, strlen(id)) | 1;
    size_t at;

    *new_id = false;
    if (t->id_count * 2 >= t->id_room && grow_ids(t, err) != ORB_OK)
        return ORB_ERR_MEMORY;
    for (at = (size_t)hash & (t->id_room - 1); t->ids[at] != 0;
         at = (at + 1) & (t->id_room - 1))
        if (t->ids[at] == hash)
            return ORB_OK;
    t->ids[at] = hash;
    t->id_count++;
    *new_id = true;
    return ORB_OK;
}

enum orb_status orb_table_read_id(struct table *t, struct table_made *made,
                                  struct orb_error *err)
{
    enum table_field field = t->mapping.communes ? TABLE_COMMUNE : TABLE_ID;
    const char *key = NULL;
    size_t prefix = orb_table_has_sources(t) ? 0 : strlen(t->mapping.source_id) + 1;
    char *id;
    bool new_id = false;
    enum orb_status status = orb_table_text(t, field, &key, err);

    if (status != ORB_OK)
        return status;
    made->rejected = true;
    if (key == NULL)
        return orb_table_find(t, TABLE_ID_MISSING, field, NULL, err);
    if (prefix + strlen(key) > ID_MAX)
        return orb_table_find(t, TABLE_ID_TOO_LONG, field, key, err);
    id = orb_arena_alloc(&t->row, prefix + strlen(key) + 1);
    if (id == NULL)
        return orb_error_memory(err);
    if (prefix > 0) {
        memcpy(id, t->mapping.source_id, prefix - 1);
        id[prefix - 1] = ':';
    }
    for (size_t i = 0; key[i] != '\0'; i++) /* an identifier has no blanks */
        id[prefix + i] = (unsigned char)key[i] <= ' ' ? '-' : key[i];
    status = is_new(t, id, &new_id, err);
    if (status != ORB_OK)
        return status;
    if (!new_id)
        return orb_table_find(t, TABLE_ID_TWICE, field, key, err);
    made->rejected = false;
    made->offer.id = made->site.id = made->service.id = id;
    return ORB_OK;
}

/* ---- numbers of registers */

bool orb_table_is_digits(const char *text, size_t from, size_t len)
{
    return strlen(text) == len && strspn(text + from, "0123456789") == len - from;
}

/* The register a number belongs to by its form; NULL for none. */
static const char *scheme_of(const char *number, bool finess)
{
    if (finess)
        return orb_table_is_digits(number, 0, 9) ||
                       (orb_table_is_digits(number, 2, 9) && number[0] == '2' &&
                        (number[1] == 'A' || number[1] == 'B'))
                   ? "finess"
                   : NULL;
    if (orb_table_is_digits(number, 0, 14))
        return "siret";
    if (orb_table_is_digits(number, 0, 9))
        return "siren";
    return number[0] == 'W' && orb_table_is_digits(number, 1, 10) ? "rna" : NULL;
}

static enum orb_status add_identifier(struct table *t, enum table_field field,
                                      struct table_made *made, struct orb_error *err)
{
    const char *text = NULL, *scheme;
    char *number;
    size_t len = 0;
    enum orb_status status = orb_table_text(t, field, &text, err);

    if (status != ORB_OK || text == NULL)
        return status;
    number = orb_arena_alloc(&t->row, strlen(text) + 1);
    if (number == NULL)
        return orb_error_memory(err);
    for (const char *p = text; *p != '\0'; p++)
        if (*p != ' ')
            number[len++] = *p;
    if (len > 2 && strcmp(number + len - 2, ".0") == 0)
        number[len - 2] = '\0';
    scheme = scheme_of(number, field == TABLE_FINESS);
    if (scheme == NULL)
        return orb_table_find(t, TABLE_IDENTIFIER_UNREADABLE, field, text, err);
    made->identifiers[made->service.identifier_count++] =
        (struct orb_identifier){ scheme, number };
    if (strcmp(scheme, orb_table_field_names[field]) != 0)
        return orb_table_find(t, TABLE_SCHEME_OTHER, field, number, err);
    return ORB_OK;
}

/* ---- contacts */

static bool starts(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static size_t count_digits(const char *text)
{
    size_t count = 0;

    for (; *text != '\0'; text++)
        count += *text >= '0' && *text <= '9';
    return count;
}

/* An address of a page opens in a browser: no other scheme than those of the web. */
static bool contact_fits(enum table_field field, const char *text)
{
    const char *at = strchr(text, '@');

    if (strlen(text) > CONTACT_LEN_MAX)
        return false;
    if (field == TABLE_HOW)
        return true;
    if (field == TABLE_PHONE)
        return count_digits(text) >= 4;
    if (field == TABLE_EMAIL)
        return at != NULL && at != text && strchr(at, '.') != NULL &&
               strchr(text, ' ') == NULL;
    return (starts(text, "http://") || starts(text, "https://") || starts(text, "www.")) &&
           strchr(text, ' ') == NULL;
}

static enum orb_status add_contact(struct table *t, enum table_field field,
                                   struct table_made *made, struct orb_error *err)
{
    struct orb_contact *contact = &made->contacts[made->offer.contact_count];
    const char *text = NULL;
    enum orb_status status = orb_table_text(t, field, &text, err);

    if (status != ORB_OK || text == NULL)
        return status;
    if (!contact_fits(field, text))
        return orb_table_find(t, TABLE_CONTACT_UNREADABLE, field, NULL, err);
    if (field == TABLE_URL && starts(text, "www."))
        text = orb_arena_printf(&t->row, "http://%s", text);
    if (text == NULL)
        return orb_error_memory(err);
    *contact =
        (struct orb_contact){ .channel = field == TABLE_HOW ? "mobilisation"
                                                            : orb_table_field_names[field],
                              .value = text,
                              .confidentiality = t->mapping.contacts,
                              .checked_on = ORB_DATE_NONE };
    made->offer.contact_count++;
    return ORB_OK;
}

enum orb_status orb_table_read_numbers(struct table *table, struct table_made *made,
                                       struct orb_error *err)
{
    static const enum table_field numbers[TABLE_IDENTIFIERS_MAX] = {
        TABLE_FINESS, TABLE_SIRET, TABLE_SIREN, TABLE_RNA
    };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < TABLE_IDENTIFIERS_MAX; i++)
        status = add_identifier(table, numbers[i], made, err);
    return status;
}

enum orb_status orb_table_read_contacts(struct table *table, struct table_made *made,
                                        struct orb_error *err)
{
    static const enum table_field contacts[TABLE_CONTACTS_MAX] = { TABLE_PHONE, TABLE_EMAIL,
                                                                   TABLE_URL, TABLE_HOW };
    orb_date on = ORB_DATE_NONE;
    const char *by = NULL;
    enum orb_status status = orb_table_date(table, TABLE_CHECKED_ON, &on, err);

    if (status == ORB_OK)
        status = orb_table_text(table, TABLE_CHECKED_BY, &by, err);
    for (size_t i = 0; status == ORB_OK && i < TABLE_CONTACTS_MAX; i++)
        status = add_contact(table, contacts[i], made, err);
    for (uint32_t i = 0; i < made->offer.contact_count; i++) {
        made->contacts[i].checked_on = on;
        made->contacts[i].checked_by = by;
    }
    return status;
}
