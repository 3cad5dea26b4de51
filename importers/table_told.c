/* What a table written by Orbite tells beyond a list of services: its own identifiers and
 * sources, who runs a service, ages in months, places with their dates. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/buf.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "importers/table_records.h"

#define MONTHS_MAX 1800
#define COUNT_MAX  1000000

bool orb_table_has_sources(const struct table *t)
{
    return t->mapping.values[TABLE_SOURCE_ID].given;
}

/* ---- sources */

/* A source is told when it is first met, and again when one of its rows is newer. */
static enum orb_status put_row_source(struct table *t, struct table_made *made,
                                      const char *id, orb_date day, struct orb_error *err)
{
    struct orb_source source = { .id = id, .name = id, .observed_on = day };
    uint32_t number = 0;
    size_t before = t->sources.count;
    enum orb_status status =
        orb_table_text(t, TABLE_SOURCE_ATTRIBUTION, &source.attribution, err);

    if (status == ORB_OK)
        status = orb_table_text(t, TABLE_SOURCE_LICENCE, &source.licence, err);
    if (status != ORB_OK)
        return status;
    if (source.attribution == NULL || source.licence == NULL) {
        made->rejected = true;
        return orb_table_find(t, TABLE_SOURCE_UNKNOWN, TABLE_SOURCE_ID, id, err);
    }
    if (orb_grow((void **)&t->source_days, &t->source_capacity, before,
                 sizeof *t->source_days) != ORB_OK ||
        orb_strmap_add(&t->sources, id, strlen(id), &number) != ORB_OK)
        return orb_error_memory(err);
    if (t->sources.count == before && day <= t->source_days[number])
        return ORB_OK;
    t->source_days[number] = day;
    return orb_sink_source(t->sink, &source, err);
}

enum orb_status orb_table_row_source(struct table *table, struct table_made *made,
                                     const char **id, orb_date day, struct orb_error *err)
{
    enum orb_status status = orb_table_text(table, TABLE_SOURCE_ID, id, err);

    if (status != ORB_OK)
        return status;
    if (*id == NULL) {
        made->rejected = true;
        return orb_table_find(table, TABLE_SOURCE_UNKNOWN, TABLE_SOURCE_ID, NULL, err);
    }
    return put_row_source(table, made, *id, day, err);
}

/* ---- who */

static enum orb_status read_organization(struct table *t, struct table_made *made,
                                         struct orb_error *err)
{
    struct orb_organization *o = &made->organization;
    enum orb_status status = orb_table_text(t, TABLE_ORGANIZATION_ID, &o->id, err);

    if (status == ORB_OK)
        status = orb_table_text(t, TABLE_ORGANIZATION, &o->name, err);
    if (status == ORB_OK)
        status = orb_table_text(t, TABLE_FINESS_EJ, &o->finess_ej, err);
    o->opened_on = o->closed_on = ORB_DATE_NONE;
    made->offer.organization = o->id;
    return status;
}

static enum orb_status read_who(struct table *t, struct table_made *made,
                                struct orb_error *err)
{
    const char *service = NULL;
    enum orb_status status = read_organization(t, made, err);

    if (status == ORB_OK)
        status = orb_table_text(t, TABLE_SERVICE, &service, err);
    if (status == ORB_OK && service != NULL)
        made->service.id = made->offer.service = service;
    if (status == ORB_OK)
        status = orb_table_text(t, TABLE_DUPLICATE_OF, &made->offer.duplicate_of, err);
    return status == ORB_OK
               ? orb_table_text(t, TABLE_DISPOSITIF, &made->offer.dispositif_id, err)
               : status;
}

/* ---- numbers */

/* -1 when there is none. */
static enum orb_status read_count(struct table *t, enum table_field field, int64_t max,
                                  int32_t *out, struct orb_error *err)
{
    const char *text = NULL;
    int64_t number = 0;
    enum orb_status status = orb_table_text(t, field, &text, err);

    *out = -1;
    if (status != ORB_OK || text == NULL)
        return status;
    if (!orb_integer_parse(&number, text, strlen(text), 0, max))
        return orb_table_find(t, TABLE_NUMBER_UNREADABLE, field, text, err);
    *out = (int32_t)number;
    return ORB_OK;
}

static void add_capacity(struct table_made *made, const char *status, int32_t count,
                         orb_date on)
{
    if (count < 0)
        return;
    made->capacities[made->offer.capacity_count++] =
        (struct orb_capacity){ .count = count, .status = status, .observed_on = on };
}

static enum orb_status read_places(struct table *t, struct table_made *made,
                                   struct orb_error *err)
{
    struct orb_offer *o = &made->offer;
    int32_t authorised = -1, installed = -1, waiting = -1, days = -1;
    orb_date places_on = ORB_DATE_NONE, capacity_on = ORB_DATE_NONE;
    const struct {
        enum table_field field;
        int32_t *out;
    } counts[] = { { TABLE_PLACES_AVAILABLE, &o->places_available },
                   { TABLE_AUTHORISED, &authorised },
                   { TABLE_INSTALLED, &installed },
                   { TABLE_WAITING, &waiting },
                   { TABLE_WAIT_DAYS, &days } };
    enum orb_status status = orb_table_date(t, TABLE_PLACES_ON, &places_on, err);

    if (status == ORB_OK)
        status = orb_table_date(t, TABLE_CAPACITY_ON, &capacity_on, err);
    for (size_t i = 0; status == ORB_OK && i < sizeof counts / sizeof counts[0]; i++)
        status = read_count(t, counts[i].field, COUNT_MAX, counts[i].out, err);
    if (days >= 0)
        o->wait_days = days;
    o->capacities = made->capacities;
    add_capacity(made, "authorised", authorised, capacity_on);
    add_capacity(made, "installed", installed, capacity_on);
    add_capacity(made, "available", o->places_available, places_on);
    add_capacity(made, "waiting", waiting, ORB_DATE_NONE);
    return status;
}

static enum orb_status read_months(struct table *t, struct table_made *made,
                                   struct orb_error *err)
{
    struct orb_terms *terms = &made->offer.terms;
    int32_t low = -1, high = -1;
    enum orb_status status = read_count(t, TABLE_AGE_MIN_MONTHS, MONTHS_MAX, &low, err);

    if (status == ORB_OK)
        status = read_count(t, TABLE_AGE_MAX_MONTHS, MONTHS_MAX, &high, err);
    if (status != ORB_OK)
        return status;
    if (high >= 0 && (high == 0 || high <= low))
        return orb_table_find(t, TABLE_AGE_IMPOSSIBLE, TABLE_AGE_MAX_MONTHS, NULL, err);
    if (low >= 0)
        terms->age_min_months = low;
    if (high >= 0)
        terms->age_max_months = high;
    return ORB_OK;
}

/* ---- words */

/* Words that a field may be; name gives NULL for a number without one. */
struct words {
    const char *(*name)(int number);
    int count;
};

/* The number of the word; *out is untouched when there is none. */
static enum orb_status read_word(struct table *t, enum table_field field,
                                 const struct words *words, int *out, struct orb_error *err)
{
    const char *text = NULL;
    enum orb_status status = orb_table_text(t, field, &text, err);

    if (status != ORB_OK || text == NULL)
        return status;
    for (int i = 0; i < words->count; i++)
        if (words->name(i) != NULL && strcmp(words->name(i), text) == 0) {
            *out = i;
            return ORB_OK;
        }
    return orb_table_find(t, TABLE_NOT_IN_MAP, field, text, err);
}

static const char *strength_name(int value)
{
    return orb_strength_name((enum orb_strength)value);
}

static const char *precision_name(int value)
{
    return orb_precision_name((enum orb_precision)value);
}

static enum orb_status read_words(struct table *t, struct table_made *made,
                                  struct orb_error *err)
{
    struct orb_terms *terms = &made->offer.terms;
    int age = ORB_STRENGTH_DEROGABLE;
    int public = ORB_STRENGTH_DEROGABLE;
    int precision = ORB_PRECISION_NONE;
    enum orb_tristate national = ORB_UNKNOWN;
    static const struct words strengths = { strength_name, ORB_STRENGTH_UNCONDITIONAL + 1 };
    static const struct words precisions = { precision_name,
                                             ORB_PRECISION_MUNICIPALITY + 1 };
    enum orb_status status = read_word(t, TABLE_AGE_STRENGTH, &strengths, &age, err);

    if (status == ORB_OK)
        status = read_word(t, TABLE_PUBLIC_STRENGTH, &strengths, &public, err);
    if (status == ORB_OK)
        status = read_word(t, TABLE_PRECISION, &precisions, &precision, err);
    if (status == ORB_OK)
        status = orb_table_flag(t, TABLE_ZONE_NATIONAL, &national, err);
    terms->age_strength = (enum orb_strength)age;
    terms->public_strength = (enum orb_strength) public;
    made->site.precision = (enum orb_precision)precision;
    if (national != ORB_UNKNOWN) {
        made->offer.zone.known = true;
        made->offer.zone.national = national == ORB_YES;
    }
    return status;
}

/* ---- what is inferred */

/* "ages" is told of both bounds. */
static bool add_inferred(struct orb_buf *fields, const char *part)
{
    static const char *const parts[] = { "families",    "modalities", "orientations",
                                         "prestations", "publics",    NULL };

    if (strcmp(part, "ages") == 0) {
        orb_buf_text(fields, "age_max_months=inferred:csv;age_min_months=inferred:csv;");
        return true;
    }
    for (size_t i = 0; parts[i] != NULL; i++)
        if (strcmp(parts[i], part) == 0) {
            orb_buf_printf(fields, "%s=inferred:csv;", part);
            return true;
        }
    return false;
}

static enum orb_status read_inferred(struct table *t, struct table_made *made,
                                     struct orb_error *err)
{
    struct orb_code_list parts = { 0 };
    struct orb_buf fields = { 0 };
    enum orb_status status = orb_table_list(t, TABLE_INFERRED, &parts, err);

    for (uint32_t i = 0; status == ORB_OK && i < parts.count; i++) {
        if (strcmp(parts.items[i], "droit_commun") == 0)
            made->offer.terms.droit_commun = ORB_UNKNOWN;
        else if (!add_inferred(&fields, parts.items[i]))
            status =
                orb_table_find(t, TABLE_NOT_IN_MAP, TABLE_INFERRED, parts.items[i], err);
    }
    if (status == ORB_OK)
        status = orb_buf_check(&fields, err);
    if (status == ORB_OK && fields.len > 0) {
        made->inferred_fields = orb_arena_text(&t->row, fields.data, fields.len - 1);
        status = made->inferred_fields == NULL ? orb_error_memory(err) : ORB_OK;
    }
    orb_buf_release(&fields);
    return status;
}

enum orb_status orb_table_read_told(struct table *table, struct table_made *made,
                                    struct orb_error *err)
{
    static enum orb_status (*const steps[])(struct table *, struct table_made *,
                                            struct orb_error *) = { read_who, read_places,
                                                                    read_months, read_words,
                                                                    read_inferred };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < sizeof steps / sizeof steps[0]; i++)
        status = steps[i](table, made, err);
    return status;
}
