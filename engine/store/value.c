/* One form after the other; what a column is comes from its description. */
#include "engine/store/value.h"

#include <math.h>
#include <string.h>

#include "engine/base/text.h"

static const struct orb_column *find_column(const struct orb_column *columns, size_t count,
                                            const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(columns[i].name, name) == 0)
            return &columns[i];
    return NULL;
}

const struct orb_column *orb_value_column(const struct orb_table *table,
                                          struct orb_row *row, const char *field,
                                          void **record)
{
    const struct orb_column *column =
        find_column(table->columns, table->column_count, field);

    *record = &row->as;
    if (column != NULL || table->extra != ORB_EXTRA_TERMS)
        return column;
    *record = &row->as.offer.terms;
    return find_column(orb_terms_columns, orb_terms_column_count, field);
}

bool orb_column_is_known(const struct orb_column *column, const void *record)
{
    const unsigned char *at = (const unsigned char *)record + column->offset;
    const struct orb_terms *terms = record;
    const char *text;
    int64_t wide;
    int32_t number;
    double real;

    switch (column->type) {
    case ORB_COLUMN_TEXT:
        memcpy(&text, at, sizeof text);
        return text != NULL;
    case ORB_COLUMN_LONG:
        memcpy(&wide, at, sizeof wide);
        return wide != column->missing;
    case ORB_COLUMN_REAL:
        memcpy(&real, at, sizeof real);
        return !isnan(real);
    case ORB_COLUMN_DATE:
    case ORB_COLUMN_INT:
    case ORB_COLUMN_TRISTATE:
    case ORB_COLUMN_NAME:
        memcpy(&number, at, sizeof number);
        if (column->type == ORB_COLUMN_DATE)
            return number != ORB_DATE_NONE;
        if (column->type == ORB_COLUMN_TRISTATE)
            return number != ORB_UNKNOWN;
        return column->type == ORB_COLUMN_NAME ? column->names[number] != NULL
                                               : number != column->missing;
    case ORB_COLUMN_CODES:
        return ((const struct orb_code_list *)(const void *)at)->known;
    case ORB_COLUMN_MODALITIES:
        return terms->modalities_known;
    case ORB_COLUMN_PRESTATIONS:
        return terms->prestations_known;
    case ORB_COLUMN_FEATURES:
        return terms->feature_count > 0;
    default:
        return true;
    }
}

/* ---- contacts */

static const struct orb_child_place *contacts_of(const struct orb_table *table)
{
    for (size_t i = 0; i < table->child_count; i++)
        if (strcmp(table->children[i].child->field, "contacts") == 0)
            return &table->children[i];
    return NULL;
}

static bool has_channel(const struct orb_table *table, struct orb_row *row,
                        const char *channel)
{
    uint32_t count;
    const struct orb_contact *contacts =
        orb_child_items(contacts_of(table), &row->as, &count);

    for (uint32_t i = 0; i < count; i++)
        if (contacts[i].channel != NULL && strcmp(contacts[i].channel, channel) == 0)
            return true;
    return false;
}

bool orb_value_is_known(const struct orb_table *table, struct orb_row *row,
                        const struct orb_assertion_field *field)
{
    void *record;
    const struct orb_column *column;

    if (field->form == ORB_ASSERTION_CONTACT)
        return has_channel(table, row, field->field);
    if (field->form == ORB_ASSERTION_POSITION)
        return isfinite(row->as.site.lon) && isfinite(row->as.site.lat) &&
               row->as.site.position != ORB_POSITION_DOUBTFUL;
    column = orb_value_column(table, row, field->field, &record);
    return column != NULL && orb_column_is_known(column, record);
}

static enum orb_status set_contact(struct orb_row *row, const struct orb_value_request *q,
                                   struct orb_error *err)
{
    const struct orb_child_place *place = contacts_of(q->table);
    uint32_t count, kept = 0, replaced = 0;
    const struct orb_contact *contacts = orb_child_items(place, &row->as, &count);
    struct orb_contact *list = orb_arena_array(q->arena, (size_t)count + 1, sizeof *list);
    struct orb_contact said = { .channel = q->field->field,
                                .confidentiality = ORB_PROFESSIONAL,
                                .checked_on = q->claim->observed_on,
                                .checked_by = q->claim->author };

    if (list == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < count; i++) {
        if (contacts[i].channel == NULL ||
            strcmp(contacts[i].channel, q->field->field) != 0)
            list[kept++] = contacts[i];
        /* what may be shown of it does not change with the number; of several, the least */
        else if (replaced++ == 0 || contacts[i].confidentiality > said.confidentiality)
            said.confidentiality = contacts[i].confidentiality;
    }
    if (!orb_json_is_null(q->value)) {
        said.value = orb_arena_strdup(q->arena, orb_json_text(q->value));
        if (said.value == NULL)
            return orb_error_memory(err);
        list[kept++] = said;
    }
    memcpy((unsigned char *)&row->as + place->items_offset, &list, sizeof list);
    memcpy((unsigned char *)&row->as + place->count_offset, &kept, sizeof kept);
    return ORB_OK;
}

/* ---- the other forms */

static enum orb_status set_position(struct orb_site *site,
                                    const struct orb_value_request *q, bool *set,
                                    struct orb_error *err)
{
    static const char *const precisions[] = { "", "housenumber", "street", "locality",
                                              "municipality" };
    static const char *const states[] = { "absent", "given", "checked", "repaired",
                                          "doubtful" };
    const struct orb_json *v = q->value;
    double lon = orb_json_number(orb_json_get(v, "lon"));
    double lat = orb_json_number(orb_json_get(v, "lat"));
    const char *state = orb_json_text(orb_json_get(v, "state"));
    const char *note = orb_json_text(orb_json_get(v, "note"));

    *set = orb_json_is_null(v) || (fabs(lon) <= 180 && fabs(lat) <= 90);
    if (!*set)
        return ORB_OK;
    if (orb_json_is_null(v)) {
        lon = lat = NAN;
        state = states[ORB_POSITION_ABSENT];
    }
    site->lon = lon;
    site->lat = lat;
    site->precision = (enum orb_precision)orb_column_name_find(
        precisions, 5, orb_json_text(orb_json_get(v, "precision")));
    site->position = state == NULL
                         ? ORB_POSITION_GIVEN
                         : (enum orb_position_state)orb_column_name_find(states, 5, state);
    site->position_note = orb_arena_strdup(q->arena, note);
    return note != NULL && site->position_note == NULL ? orb_error_memory(err) : ORB_OK;
}

static enum orb_status set_codes(struct orb_code_list *to,
                                 const struct orb_value_request *q, bool *set,
                                 struct orb_error *err)
{
    size_t count = orb_json_count(q->value);
    const char **items = orb_arena_array(q->arena, count + 1, sizeof *items);

    *set = orb_json_is_null(q->value) || orb_json_type(q->value) == ORB_JSON_ARRAY;
    if (items == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; *set && i < count; i++) {
        const char *code = orb_json_text(orb_json_at(q->value, i));

        items[i] = orb_arena_strdup(q->arena, code);
        if (code != NULL && items[i] == NULL)
            return orb_error_memory(err);
        *set = code != NULL;
    }
    if (*set)
        *to = (struct orb_code_list){ .known = !orb_json_is_null(q->value),
                                      .items = items,
                                      .count = (uint32_t)count };
    return ORB_OK;
}

static bool set_number(const struct orb_column *column, void *at, const struct orb_json *v)
{
    double real = orb_json_is_null(v) ? (double)NAN : orb_json_number(v);
    int32_t number = column->missing;

    if (!orb_json_is_null(v) && !(real >= 0 && real <= 1e6))
        return false;
    if (column->type == ORB_COLUMN_REAL) {
        memcpy(at, &real, sizeof real);
        return true;
    }
    if (!orb_json_is_null(v))
        number = (int32_t)real;
    memcpy(at, &number, sizeof number);
    return true;
}

static bool set_date(void *at, const struct orb_json *v)
{
    const char *text = orb_json_text(v);
    orb_date date = ORB_DATE_NONE;

    if (!orb_json_is_null(v) &&
        (text == NULL || !orb_date_parse(&date, text, strlen(text))))
        return false;
    memcpy(at, &date, sizeof date);
    return true;
}

static bool set_yes_no(void *at, const struct orb_json *v)
{
    int32_t value = orb_json_is_null(v) ? (int32_t)ORB_UNKNOWN
                    : orb_json_true(v)  ? (int32_t)ORB_YES
                                        : (int32_t)ORB_NO;

    if (!orb_json_is_null(v) && orb_json_type(v) != ORB_JSON_BOOL)
        return false;
    memcpy(at, &value, sizeof value);
    return true;
}

static enum orb_status set_text(void *at, const struct orb_value_request *q, bool *set,
                                struct orb_error *err)
{
    const char *text = orb_json_text(q->value);
    const char *copy = orb_arena_strdup(q->arena, text);

    *set = orb_json_is_null(q->value) || text != NULL;
    if (text != NULL && copy == NULL)
        return orb_error_memory(err);
    if (*set)
        memcpy(at, &copy, sizeof copy);
    return ORB_OK;
}

static enum orb_status set_column(struct orb_row *row, const struct orb_value_request *q,
                                  bool *set, struct orb_error *err)
{
    void *record, *at;
    const struct orb_column *column =
        orb_value_column(q->table, row, q->field->field, &record);

    *set = false;
    if (column == NULL)
        return ORB_OK;
    at = (unsigned char *)record + column->offset;
    switch (q->field->form) {
    case ORB_ASSERTION_DATE:
        *set = set_date(at, q->value);
        return ORB_OK;
    case ORB_ASSERTION_NUMBER:
        *set = set_number(column, at, q->value);
        return ORB_OK;
    case ORB_ASSERTION_YES_NO:
        *set = set_yes_no(at, q->value);
        return ORB_OK;
    case ORB_ASSERTION_CODES:
        return set_codes(at, q, set, err);
    default:
        return set_text(at, q, set, err);
    }
}

enum orb_status orb_value_set(struct orb_row *row, const struct orb_value_request *q,
                              bool *set, struct orb_error *err)
{
    if (q->field->form == ORB_ASSERTION_POSITION)
        return set_position(&row->as.site, q, set, err);
    if (q->field->form != ORB_ASSERTION_CONTACT)
        return set_column(row, q, set, err);
    *set = orb_json_is_null(q->value) || orb_json_text(q->value) != NULL;
    return *set ? set_contact(row, q, err) : ORB_OK;
}
