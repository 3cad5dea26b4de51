/* What several records of a native file carry alike: provenance, contacts, identifiers,
 * positions. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "importers/native_reader.h"

static const char *const bases[] = { "declared", "inferred", "computed", NULL };

struct field_basis {
    const char *field;
    const char *basis;
    const char *from;
};

struct provenance_visit {
    struct native_reader *r;
    struct orb_provenance *out;
    struct field_basis *items;
    size_t count;
};

static bool is_plain(const char *text)
{
    return text != NULL && strpbrk(text, ";=\n") == NULL;
}

/* {"basis": "inferred", "from": "finess_mode_modalite.csv"} */
static void read_field_basis(struct provenance_visit *v, const char *key,
                             const struct orb_json *value)
{
    const struct orb_json *from = orb_json_get(value, "from");
    char place[NATIVE_POINTER_MAX];
    unsigned basis;

    (void)snprintf(place, sizeof place, "provenance/%s", key);
    if (orb_json_type(value) != ORB_JSON_OBJECT || !is_plain(key) ||
        strchr(key, ':') != NULL ||
        (!orb_json_is_null(from) && !is_plain(orb_json_text(from)))) {
        orb_native_bad(v->r, place, value);
        return;
    }
    if (!orb_native_name(v->r, place, orb_json_get(value, "basis"), bases, &basis))
        return;
    v->items[v->count].field = key;
    v->items[v->count].basis = bases[basis];
    v->items[v->count].from = orb_json_text(from);
    v->count++;
}

static enum orb_status visit_provenance(void *context, const char *key,
                                        const struct orb_json *value, struct orb_error *err)
{
    struct provenance_visit *v = context;
    unsigned basis;

    (void)err;
    if (orb_json_is_null(value))
        return v->r->status;
    if (strcmp(key, "source") == 0)
        (void)orb_native_text(v->r, "provenance/source", value, &v->out->source);
    else if (strcmp(key, "observed_on") == 0)
        (void)orb_native_date(v->r, "provenance/observed_on", value, &v->out->observed_on);
    else if (strcmp(key, "basis") != 0)
        read_field_basis(v, key, value);
    else if (orb_native_name(v->r, "provenance/basis", value, bases, &basis))
        v->out->basis = (enum orb_basis)basis;
    return v->r->status;
}

static int by_field(const void *a, const void *b)
{
    return strcmp(((const struct field_basis *)a)->field,
                  ((const struct field_basis *)b)->field);
}

static void join_fields(struct provenance_visit *v)
{
    struct native_reader *r = v->r;

    qsort(v->items, v->count, sizeof *v->items, by_field);
    orb_buf_clear(&r->scratch);
    for (size_t i = 0; i < v->count; i++)
        orb_buf_printf(&r->scratch, "%s%s=%s%s%s", i == 0 ? "" : ";", v->items[i].field,
                       v->items[i].basis, v->items[i].from == NULL ? "" : ":",
                       v->items[i].from == NULL ? "" : v->items[i].from);
    v->out->fields =
        r->scratch.failed ? NULL : orb_arena_strdup(&r->arena, r->scratch.data);
    if (v->out->fields == NULL && r->status == ORB_OK)
        r->status = orb_error_memory(r->err);
}

void orb_native_read_provenance(struct native_reader *r, const struct orb_json *object,
                                struct orb_provenance *out)
{
    const struct orb_json *value = orb_json_get(object, "provenance");
    struct provenance_visit v = { .r = r, .out = out };
    enum orb_status status;

    *out = r->provenance;
    if (orb_json_is_null(value))
        return;
    if (orb_json_type(value) != ORB_JSON_OBJECT) {
        orb_native_bad(r, "provenance", value);
        return;
    }
    v.items = orb_native_array(r, orb_json_count(value), sizeof *v.items);
    if (v.items == NULL)
        return;
    /* The date of the document says nothing of another source. */
    if (!orb_json_is_null(orb_json_get(value, "source")))
        out->observed_on = ORB_DATE_NONE;
    status = orb_json_each(value, visit_provenance, &v, r->err);
    if (r->status == ORB_OK)
        r->status = status;
    if (v.count > 0)
        join_fields(&v);
}

/* ---- contacts */

struct contact_visit {
    struct native_reader *r;
    struct orb_contact *items;
    uint32_t count;
};

static const struct native_field contact_fields[] = {
    { "channel", NATIVE_TEXT, offsetof(struct orb_contact, channel), NULL },
    { "checked_by", NATIVE_TEXT, offsetof(struct orb_contact, checked_by), NULL },
    { "checked_on", NATIVE_DATE, offsetof(struct orb_contact, checked_on), NULL },
    { "confidentiality", NATIVE_CUSTOM, 0, orb_native_skip },
    { "role", NATIVE_TEXT, offsetof(struct orb_contact, role), NULL },
    { "value", NATIVE_TEXT, offsetof(struct orb_contact, value), NULL },
};

/* Whoever writes a confidentiality meant to protect: one that does not read is the
 * strictest. */
static enum orb_confidentiality read_confidentiality(struct native_reader *r,
                                                     const struct orb_json *value)
{
    static const char *const names[] = { "public", "professional", "restricted", NULL };
    unsigned number = ORB_PUBLIC;

    if (!orb_json_is_null(value) &&
        !orb_native_name(r, "confidentiality", value, names, &number))
        number = ORB_RESTRICTED;
    return (enum orb_confidentiality)number;
}

static void read_contact(struct contact_visit *v, const struct orb_json *value)
{
    static const struct native_fields fields = {
        contact_fields, sizeof contact_fields / sizeof contact_fields[0], SIZE_MAX
    };
    struct orb_contact *contact = &v->items[v->count];

    *contact = (struct orb_contact){ .checked_on = ORB_DATE_NONE };
    if (orb_json_type(value) == ORB_JSON_OBJECT) {
        size_t mark = orb_native_enter(v->r, "contacts");

        orb_native_read(v->r, value, &fields, contact);
        contact->confidentiality =
            read_confidentiality(v->r, orb_json_get(value, "confidentiality"));
        orb_native_leave(v->r, mark);
    }
    /* The finding shows no value: a contact may be restricted. */
    if (contact->channel == NULL || contact->value == NULL)
        orb_native_bad(v->r, "contacts", NULL);
    else
        v->count++;
}

static enum orb_status visit_channel(void *context, const char *key,
                                     const struct orb_json *value, struct orb_error *err)
{
    struct contact_visit *v = context;
    char place[NATIVE_POINTER_MAX];

    (void)err;
    (void)snprintf(place, sizeof place, "contact/%s", key);
    v->items[v->count] =
        (struct orb_contact){ .channel = key, .checked_on = ORB_DATE_NONE };
    if (key[0] == '\0')
        orb_native_bad(v->r, "contact", NULL);
    else if (orb_native_text(v->r, place, value, &v->items[v->count].value))
        v->count++;
    return v->r->status;
}

static void read_contact_value(struct contact_visit *v, const char *key,
                               const struct orb_json *value)
{
    if (orb_json_type(value) == ORB_JSON_OBJECT) {
        enum orb_status status = orb_json_each(value, visit_channel, v, v->r->err);

        v->r->status = v->r->status == ORB_OK ? status : v->r->status;
    } else if (orb_json_type(value) == ORB_JSON_ARRAY) {
        for (size_t i = 0; i < orb_json_count(value); i++)
            read_contact(v, orb_json_at(value, i));
    } else if (!orb_json_is_null(value)) {
        orb_native_bad(v->r, key, NULL);
    }
}

void orb_native_read_contacts(struct native_reader *r, const struct orb_json *object,
                              const struct orb_contact **contacts, uint32_t *count)
{
    const struct orb_json *one = orb_json_get(object, "contact");
    const struct orb_json *many = orb_json_get(object, "contacts");
    struct contact_visit v = { .r = r };

    if (orb_json_count(one) + orb_json_count(many) == 0)
        return;
    v.items =
        orb_native_array(r, orb_json_count(one) + orb_json_count(many), sizeof *v.items);
    if (v.items == NULL)
        return;
    read_contact_value(&v, "contact", one);
    read_contact_value(&v, "contacts", many);
    *contacts = v.count == 0 ? NULL : v.items;
    *count = v.count;
}

/* ---- identifiers and positions */

void orb_native_read_identifiers(struct native_reader *r, const struct orb_json *object,
                                 const struct orb_identifier **identifiers, uint32_t *count)
{
    const struct orb_json *value = orb_json_get(object, "identifiers");
    struct orb_identifier *items;
    uint32_t kept = 0;

    if (orb_json_is_null(value))
        return;
    if (orb_json_type(value) != ORB_JSON_ARRAY) {
        orb_native_bad(r, "identifiers", value);
        return;
    }
    items = orb_native_array(r, orb_json_count(value), sizeof *items);
    if (items == NULL)
        return;
    for (size_t i = 0; i < orb_json_count(value); i++) {
        const struct orb_json *item = orb_json_at(value, i);

        if (orb_json_text_len(orb_json_get(item, "scheme")) == 0 ||
            orb_json_text_len(orb_json_get(item, "value")) == 0) {
            orb_native_bad(r, "identifiers", item);
            continue;
        }
        items[kept].scheme = orb_json_text(orb_json_get(item, "scheme"));
        items[kept++].value = orb_json_text(orb_json_get(item, "value"));
    }
    *identifiers = kept == 0 ? NULL : items;
    *count = kept;
}

bool orb_native_position(struct native_reader *r, const struct orb_json *object,
                         double *lon, double *lat)
{
    const struct orb_json *x = orb_json_get(object, "lon");
    const struct orb_json *y = orb_json_get(object, "lat");

    if (orb_json_is_null(x) && orb_json_is_null(y))
        return false;
    if (fabs(orb_json_number(x)) <= 180 && fabs(orb_json_number(y)) <= 90) {
        *lon = orb_json_number(x);
        *lat = orb_json_number(y);
        return true;
    }
    if (!(fabs(orb_json_number(x)) <= 180))
        orb_native_bad(r, "lon", x);
    else
        orb_native_bad(r, "lat", y);
    return false;
}
