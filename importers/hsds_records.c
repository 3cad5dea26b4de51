/* Organizations and locations of HSDS, and what all records are made of. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "engine/base/json.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/model/contact_text.h"
#include "importers/hsds.h"

const char *orb_hsds_id(struct hsds *h, const char *uuid, enum orb_status *status)
{
    const char *id = uuid == NULL ? NULL : orb_arena_printf(&h->rows, "hsds:%s", uuid);

    if (uuid != NULL && id == NULL)
        *status = ORB_ERR_MEMORY;
    return id;
}

enum orb_status orb_hsds_is_new(struct hsds *h, char kind, const struct hsds_row *row,
                                bool *is_new, struct orb_error *err)
{
    size_t before = h->seen.count;
    char key[64];
    uint32_t number;

    (void)snprintf(key, sizeof key, "%c%s", kind, row->id);
    if (orb_strmap_add(&h->seen, key, strlen(key), &number) != ORB_OK)
        return orb_error_memory(err);
    *is_new = h->seen.count > before;
    return *is_new || row->is_embedded ? ORB_OK
                                       : orb_hsds_tell(h, row, "id", HSDS_ID_TWICE, err);
}

struct orb_provenance orb_hsds_provenance(struct hsds *h, const struct hsds_row *row)
{
    const char *text = orb_hsds_text(row, "last_modified");
    orb_date day = h->in->reference_date;

    if (text != NULL && strlen(text) >= 10)
        (void)orb_date_parse(&day, text, 10);
    if (day > h->newest)
        h->newest = day;
    return (struct orb_provenance){ h->source, day, ORB_BASIS_DECLARED, NULL };
}

/* ---- objects */

static void write_key(struct orb_buf *out, size_t begin, const char *key)
{
    orb_buf_text(out, out->len == begin ? "{" : ",");
    orb_json_write_string(out, key);
    orb_buf_char(out, ':');
}

static void write_row(struct orb_buf *out, const struct hsds_row *row,
                      const char *const *columns)
{
    size_t begin = out->len;

    for (size_t i = 0; i < HSDS_MEMBER_COLUMNS && columns[i] != NULL; i++) {
        const char *text = orb_hsds_text(row, columns[i]);

        if (text == NULL)
            continue;
        write_key(out, begin, columns[i]);
        orb_json_write_string(out, text);
    }
    orb_buf_text(out, out->len == begin ? "{}" : "}");
}

static enum orb_status write_rows(struct hsds *h, const struct hsds_row *row,
                                  const struct hsds_member *member, struct orb_buf *out,
                                  struct orb_error *err)
{
    struct hsds_cursor cursor = { .table = member->table,
                                  .column = member->owner,
                                  .value = row->id };
    enum orb_status status = orb_hsds_find(h, &cursor, err);
    const struct hsds_row *child;
    bool any = false;

    while (status == ORB_OK && (child = orb_hsds_next(&cursor)) != NULL) {
        if (!any)
            write_key(out, 0, member->key);
        orb_buf_text(out, any ? "," : "[");
        write_row(out, child, member->columns);
        any = true;
    }
    if (any)
        orb_buf_char(out, ']');
    return status;
}

enum orb_status orb_hsds_object(struct hsds *h, const struct hsds_row *row,
                                const struct hsds_member *members, const char **out,
                                struct orb_error *err)
{
    struct orb_buf text = { 0 };
    enum orb_status status = ORB_OK;

    *out = NULL;
    for (; status == ORB_OK && members->key != NULL; members++) {
        const char *cell = orb_hsds_text(row, members->key);

        if (members->table != HSDS_TABLES) {
            status = write_rows(h, row, members, &text, err);
        } else if (cell != NULL) {
            write_key(&text, 0, members->key);
            orb_json_write_string(&text, cell);
        }
    }
    if (text.len > 0)
        orb_buf_char(&text, '}');
    return orb_hsds_keep(h, &text, status, out, err);
}

/* ---- contacts */

enum { CONTACTS_MAX = 64 };

struct list {
    struct hsds *h;
    struct orb_contact items[CONTACTS_MAX];
    uint32_t count;
    orb_date checked_on;
};

static void add_contact(struct list *l, const char *channel, const char *value,
                        const char *role, enum orb_confidentiality confidentiality)
{
    if (value != NULL && l->count < CONTACTS_MAX)
        l->items[l->count++] = (struct orb_contact){ channel,         value,         role,
                                                     confidentiality, l->checked_on, NULL };
}

static enum orb_status add_email(struct list *l, const struct hsds_row *row,
                                 enum orb_confidentiality confidentiality,
                                 struct orb_error *err)
{
    const char *email = orb_hsds_text(row, "email");

    if (email != NULL && !orb_contact_is_email(email))
        return orb_hsds_tell(l->h, row, "email", HSDS_EMAIL, err);
    add_contact(l, "email", email, NULL, confidentiality);
    return ORB_OK;
}

/* A number in quotes is still a number. A number of a person is for professionals. */
static enum orb_status add_phones(struct list *l, const char *column, const char *id,
                                  struct orb_error *err)
{
    struct hsds_cursor cursor = { .table = HSDS_PHONES, .column = column, .value = id };
    enum orb_status status = orb_hsds_find(l->h, &cursor, err);
    const struct hsds_row *row;

    while (status == ORB_OK && (row = orb_hsds_next(&cursor)) != NULL) {
        const char *text = orb_hsds_text(row, "number");
        const char *type = orb_hsds_text(row, "type");
        bool personal = orb_hsds_text(row, "contact_id") != NULL;
        size_t len;
        char *number;

        if (text == NULL || (type != NULL && strcmp(type, "fax") == 0))
            continue;
        text += text[0] == '"';
        len = strlen(text);
        number = orb_arena_text(&l->h->rows, text, len);
        if (number == NULL)
            return orb_error_memory(err);
        if (len > 0 && number[len - 1] == '"')
            number[len - 1] = '\0';
        if (!orb_contact_is_phone(number))
            status = orb_hsds_tell(l->h, row, "number", HSDS_PHONE, err);
        else
            add_contact(l, "phone", number, NULL, personal ? ORB_PROFESSIONAL : ORB_PUBLIC);
    }
    return status;
}

static enum orb_status add_persons(struct list *l, const char *column, const char *id,
                                   struct orb_error *err)
{
    struct hsds_cursor cursor = { .table = HSDS_CONTACTS, .column = column, .value = id };
    enum orb_status status = orb_hsds_find(l->h, &cursor, err);
    const struct hsds_row *row;

    while (status == ORB_OK && (row = orb_hsds_next(&cursor)) != NULL) {
        add_contact(l, "person", orb_hsds_text(row, "name"), orb_hsds_text(row, "title"),
                    ORB_RESTRICTED);
        status = add_email(l, row, ORB_PROFESSIONAL, err);
        if (status == ORB_OK)
            status = add_phones(l, "contact_id", row->id, err);
    }
    return status;
}

enum orb_status orb_hsds_contacts(struct hsds *h, const struct hsds_row *row,
                                  const char *column, struct hsds_contacts *out,
                                  struct orb_error *err)
{
    struct list l = { .h = h, .checked_on = ORB_DATE_NONE };
    const char *checked = orb_hsds_text(row, "assured_date");
    const char *url = orb_hsds_text(row, "url");
    struct orb_contact *items;
    enum orb_status status;

    if (checked != NULL && strlen(checked) >= 10)
        (void)orb_date_parse(&l.checked_on, checked, 10);
    status = add_email(&l, row, ORB_PUBLIC, err);
    url = url == NULL ? orb_hsds_text(row, "website") : url;
    add_contact(&l, "url", url != NULL && orb_contact_is_url(url) ? url : NULL, NULL,
                ORB_PUBLIC);
    add_contact(&l, "mobilisation", orb_hsds_text(row, "application_process"), NULL,
                ORB_PUBLIC);
    if (status == ORB_OK)
        status = add_phones(&l, column, row->id, err);
    if (status == ORB_OK)
        status = add_persons(&l, column, row->id, err);
    items = orb_arena_array(&h->rows, l.count + 1, sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    memcpy(items, l.items, l.count * sizeof *items);
    *out = (struct hsds_contacts){ items, l.count };
    return status;
}

/* ---- organization */

/* SIRET and the like are known by their name; other schemes keep theirs. */
static const char *scheme_of(const struct hsds_row *row)
{
    static const char *const known[] = { "siret", "siren", "finess", "rna" };
    const char *scheme = orb_hsds_text(row, "identifier_scheme");
    const char *type = orb_hsds_text(row, "identifier_type");

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        for (size_t k = 0; k < 2; k++) {
            const char *text = k == 0 ? scheme : type;

            if (text != NULL && strncasecmp(text, known[i], strlen(text)) == 0 &&
                strlen(text) == strlen(known[i]))
                return known[i];
        }
    return scheme != NULL ? scheme : type;
}

enum { IDENTIFIERS_MAX = 16 };

static enum orb_status add_identifiers(struct hsds *h, const struct hsds_row *row,
                                       struct orb_identifier items[IDENTIFIERS_MAX],
                                       uint32_t *count, struct orb_error *err)
{
    struct hsds_cursor cursor = { .table = HSDS_ORGANIZATION_IDENTIFIERS,
                                  .column = "organization_id",
                                  .value = row->id };
    enum orb_status status = orb_hsds_find(h, &cursor, err);
    const struct hsds_row *child;

    items[0] = (struct orb_identifier){ "hsds", row->id };
    *count = 1;
    while (status == ORB_OK && *count < IDENTIFIERS_MAX &&
           (child = orb_hsds_next(&cursor)) != NULL) {
        const char *value = orb_hsds_text(child, "identifier");
        const char *scheme = scheme_of(child);

        if (value == NULL || scheme == NULL)
            status =
                orb_hsds_tell(h, child, value == NULL ? "identifier" : "identifier_type",
                              HSDS_MISSING, err);
        else
            items[(*count)++] = (struct orb_identifier){ scheme, value };
    }
    return status;
}

enum orb_status orb_hsds_put_organization(struct hsds *h, const struct hsds_row *row,
                                          struct orb_error *err)
{
    static const struct hsds_member kept[] = {
        { "description", HSDS_TABLES, NULL, { NULL } },
        { "tax_id", HSDS_TABLES, NULL, { NULL } },
        { "tax_status", HSDS_TABLES, NULL, { NULL } },
        { "uri", HSDS_TABLES, NULL, { NULL } },
        { "year_incorporated", HSDS_TABLES, NULL, { NULL } },
        { NULL, HSDS_TABLES, NULL, { NULL } },
    };
    struct orb_identifier identifiers[IDENTIFIERS_MAX];
    struct hsds_contacts contacts = { NULL, 0 };
    enum orb_status status = ORB_OK;
    struct orb_organization o = { .id = orb_hsds_id(h, row->id, &status),
                                  .name = orb_hsds_text(row, "name"),
                                  .short_name = orb_hsds_text(row, "alternate_name"),
                                  .legal_status = orb_hsds_text(row, "legal_status"),
                                  .opened_on = ORB_DATE_NONE,
                                  .closed_on = ORB_DATE_NONE,
                                  .identifiers = identifiers,
                                  .provenance = orb_hsds_provenance(h, row) };

    o.parent = orb_hsds_id(h, orb_hsds_text(row, "parent_organization_id"), &status);
    if (status != ORB_OK)
        return orb_error_memory(err);
    if (o.name == NULL)
        return orb_hsds_tell(h, row, "name", HSDS_MISSING, err);
    status = add_identifiers(h, row, identifiers, &o.identifier_count, err);
    if (status == ORB_OK)
        status = orb_hsds_contacts(h, row, "organization_id", &contacts, err);
    if (status == ORB_OK)
        status = orb_hsds_object(h, row, kept, &o.extra, err);
    o.contacts = contacts.items;
    o.contact_count = contacts.count;
    if (status == ORB_OK)
        status = orb_sink_organization(h->sink, &o, err);
    return status == ORB_OK ? orb_hsds_kept(h, "organizations", err) : status;
}

/* ---- location */

static enum orb_status fill_address(struct hsds *h, const struct hsds_row *row,
                                    struct orb_site *site, struct orb_error *err)
{
    struct hsds_cursor cursor = { .table = HSDS_ADDRESSES,
                                  .column = "location_id",
                                  .value = row->id };
    enum orb_status status = orb_hsds_find(h, &cursor, err);
    const struct hsds_row *best = NULL;
    const struct hsds_row *next;
    const char *first, *second;

    while (status == ORB_OK && (next = orb_hsds_next(&cursor)) != NULL) {
        const char *type = orb_hsds_text(next, "address_type");

        if (best == NULL || (type != NULL && strcmp(type, "physical") == 0))
            best = next;
    }
    first = orb_hsds_text(best, "address_1");
    second = orb_hsds_text(best, "address_2");
    site->postcode = orb_hsds_text(best, "postal_code");
    site->address = first != NULL ? first : second;
    if (first != NULL && second != NULL)
        site->address = orb_arena_printf(&h->rows, "%s\n%s", first, second);
    return status == ORB_OK && first != NULL && site->address == NULL
               ? orb_error_memory(err)
               : status;
}

static enum orb_status fill_position(struct hsds *h, const struct hsds_row *row,
                                     struct orb_site *site, struct orb_error *err)
{
    const char *x = orb_hsds_text(row, "longitude"), *y = orb_hsds_text(row, "latitude");
    double lon, lat;

    site->lon = (double)NAN;
    site->lat = (double)NAN;
    if (x == NULL && y == NULL)
        return ORB_OK;
    if (x == NULL || y == NULL)
        return orb_hsds_tell(h, row, x == NULL ? "longitude" : "latitude",
                             HSDS_POSITION_HALF, err);
    if (!orb_number_parse(&lon, x, strlen(x)) || !orb_number_parse(&lat, y, strlen(y)) ||
        !(fabs(lon) <= 180 && fabs(lat) <= 90))
        return orb_hsds_tell(h, row, "latitude", HSDS_POSITION_RANGE, err);
    site->lon = lon;
    site->lat = lat;
    site->position = ORB_POSITION_GIVEN;
    return ORB_OK;
}

enum orb_status orb_hsds_put_site(struct hsds *h, const struct hsds_row *row,
                                  struct orb_error *err)
{
    static const struct hsds_member kept[] = {
        { "accessibility",
          HSDS_ACCESSIBILITY,
          "location_id",
          { "description", "details", "url", NULL } },
        { "addresses",
          HSDS_ADDRESSES,
          "location_id",
          { "address_type", "city", "region", "state_province", "country" } },
        { "alternate_name", HSDS_TABLES, NULL, { NULL } },
        { "description", HSDS_TABLES, NULL, { NULL } },
        { "external_identifier", HSDS_TABLES, NULL, { NULL } },
        { "external_identifier_type", HSDS_TABLES, NULL, { NULL } },
        { "transportation", HSDS_TABLES, NULL, { NULL } },
        { "url", HSDS_TABLES, NULL, { NULL } },
        { NULL, HSDS_TABLES, NULL, { NULL } },
    };
    enum orb_status status = ORB_OK;
    struct orb_site site = { .id = orb_hsds_id(h, row->id, &status),
                             .kind = orb_hsds_text(row, "location_type"),
                             .name = orb_hsds_text(row, "name"),
                             .provenance = orb_hsds_provenance(h, row) };

    if (status != ORB_OK)
        return orb_error_memory(err);
    if (site.kind == NULL ||
        (strcmp(site.kind, "physical") != 0 && strcmp(site.kind, "postal") != 0 &&
         strcmp(site.kind, "virtual") != 0)) {
        status = orb_hsds_tell(h, row, "location_type", HSDS_LOCATION_TYPE, err);
        site.kind = NULL;
    }
    if (status == ORB_OK)
        status = fill_address(h, row, &site, err);
    if (status == ORB_OK)
        status = fill_position(h, row, &site, err);
    if (status == ORB_OK)
        status = orb_hsds_object(h, row, kept, &site.extra, err);
    if (status == ORB_OK)
        status = orb_sink_site(h->sink, &site, err);
    return status == ORB_OK ? orb_hsds_kept(h, "sites", err) : status;
}
