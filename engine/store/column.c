/* The verbs of a column; tables.c has the nouns. */
#include "engine/store/column.h"

#include <math.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/base/hash.h"
#include "engine/base/json.h"
#include "engine/base/number.h"

static const void *at_offset(const void *record, size_t offset)
{
    return (const unsigned char *)record + offset;
}

static const char *text_of(const void *record, const struct orb_column *column)
{
    const char *text;

    memcpy(&text, at_offset(record, column->offset), sizeof text);
    return text;
}

static int32_t int_of(const void *record, const struct orb_column *column)
{
    int32_t value;

    memcpy(&value, at_offset(record, column->offset), sizeof value);
    return value;
}

static int64_t long_of(const void *record, const struct orb_column *column)
{
    int64_t value;

    memcpy(&value, at_offset(record, column->offset), sizeof value);
    return value;
}

static double real_of(const void *record, const struct orb_column *column)
{
    double value;

    memcpy(&value, at_offset(record, column->offset), sizeof value);
    return value;
}

static bool bool_of(const void *record, const struct orb_column *column)
{
    bool value;

    memcpy(&value, at_offset(record, column->offset), sizeof value);
    return value;
}

static const char *name_of(const void *record, const struct orb_column *column)
{
    int32_t value = int_of(record, column);

    return value >= 0 && value < column->name_count ? column->names[value] : NULL;
}

struct orb_value orb_value_integer(int64_t value)
{
    return (struct orb_value){ .type = ORB_VALUE_INTEGER, .integer = value };
}

struct orb_value orb_value_text(const char *text)
{
    return (struct orb_value){ .type = text == NULL ? ORB_VALUE_NULL : ORB_VALUE_TEXT,
                               .text = text };
}

struct orb_value orb_value_date(orb_date date)
{
    struct orb_value value = { .type = date == ORB_DATE_NONE ? ORB_VALUE_NULL
                                                             : ORB_VALUE_TEXT };

    (void)orb_date_write(value.date, date);
    return value;
}

static struct orb_value number_value(int64_t number, bool known)
{
    return known ? orb_value_integer(number) : (struct orb_value){ .type = ORB_VALUE_NULL };
}

struct orb_value orb_column_value(const struct orb_column *column, const void *record)
{
    double real;

    switch (column->type) {
    case ORB_COLUMN_TEXT:
        return orb_value_text(text_of(record, column));
    case ORB_COLUMN_NAME:
        return orb_value_text(name_of(record, column));
    case ORB_COLUMN_DATE:
        return orb_value_date(int_of(record, column));
    case ORB_COLUMN_INT:
        return number_value(int_of(record, column),
                            int_of(record, column) != column->missing);
    case ORB_COLUMN_LONG:
        return number_value(long_of(record, column),
                            long_of(record, column) != column->missing);
    case ORB_COLUMN_REAL:
        real = real_of(record, column);
        return (struct orb_value){ .type = isnan(real) ? ORB_VALUE_NULL : ORB_VALUE_REAL,
                                   .real = real };
    case ORB_COLUMN_BOOL:
        return orb_value_integer(bool_of(record, column));
    case ORB_COLUMN_TRISTATE:
        return number_value(int_of(record, column) == ORB_YES,
                            int_of(record, column) != ORB_UNKNOWN);
    default:
        return (struct orb_value){ .type = ORB_VALUE_NULL };
    }
}

void orb_column_bind(struct orb_statement *statement, int at,
                     const struct orb_column *column, const void *record)
{
    const struct orb_value value = orb_column_value(column, record);

    orb_db_bind(statement, at, &value);
}

int orb_column_name_find(const char *const *names, int count, const char *text)
{
    int missing = 0;

    for (int i = 0; i < count; i++) {
        if (names[i] == NULL)
            missing = i;
        else if (text != NULL && strcmp(names[i], text) == 0)
            return i;
    }
    return missing;
}

static int32_t read_int(struct orb_statement *statement, int at,
                        const struct orb_column *column)
{
    const char *text;
    orb_date date = ORB_DATE_NONE;

    switch (column->type) {
    case ORB_COLUMN_DATE:
        text = orb_db_text(statement, at);
        if (text != NULL)
            (void)orb_date_parse(&date, text, strlen(text));
        return date;
    case ORB_COLUMN_NAME:
        return orb_column_name_find(column->names, column->name_count,
                                    orb_db_text(statement, at));
    case ORB_COLUMN_TRISTATE:
        if (orb_db_is_null(statement, at))
            return ORB_UNKNOWN;
        return orb_db_int(statement, at) != 0 ? ORB_YES : ORB_NO;
    default:
        return orb_db_is_null(statement, at) ? column->missing : orb_db_int(statement, at);
    }
}

static enum orb_status read_text(struct orb_statement *statement, int at, const char **out,
                                 struct orb_arena *arena)
{
    const char *text = orb_db_text(statement, at);

    *out = text;
    if (text == NULL || arena == NULL)
        return ORB_OK;
    *out = orb_arena_text(arena, text, orb_db_text_len(statement, at));
    return *out == NULL ? ORB_ERR_MEMORY : ORB_OK;
}

enum orb_status orb_column_read(struct orb_statement *statement, int at,
                                const struct orb_column *column, void *record,
                                struct orb_arena *arena)
{
    unsigned char *to = (unsigned char *)record + column->offset;
    enum orb_status status = ORB_OK;
    const char *text;
    int32_t number;
    int64_t wide;
    double real;
    bool yes;

    switch (column->type) {
    case ORB_COLUMN_TEXT:
        status = read_text(statement, at, &text, arena);
        memcpy(to, &text, sizeof text);
        break;
    case ORB_COLUMN_LONG:
        wide = orb_db_is_null(statement, at) ? column->missing : orb_db_long(statement, at);
        memcpy(to, &wide, sizeof wide);
        break;
    case ORB_COLUMN_REAL:
        real = orb_db_is_null(statement, at) ? (double)NAN : orb_db_real(statement, at);
        memcpy(to, &real, sizeof real);
        break;
    case ORB_COLUMN_BOOL:
        yes = orb_db_int(statement, at) != 0;
        memcpy(to, &yes, sizeof yes);
        break;
    case ORB_COLUMN_DATE:
    case ORB_COLUMN_INT:
    case ORB_COLUMN_NAME:
    case ORB_COLUMN_TRISTATE:
        number = read_int(statement, at, column);
        memcpy(to, &number, sizeof number);
        break;
    default:
        break;
    }
    return status;
}

static uint64_t hash_text(uint64_t hash, const char *text)
{
    return text == NULL ? orb_hash_more(hash, "\0", 1)
                        : orb_hash_more(hash, text, strlen(text));
}

static uint64_t hash_number(uint64_t hash, int64_t value)
{
    return orb_hash_more(hash, &value, sizeof value);
}

static uint64_t hash_real(uint64_t hash, double value)
{
    double plain = isnan(value) ? 1e300 : value + 0.0; /* -0 as 0 */

    return orb_hash_more(hash, &plain, sizeof plain);
}

static uint64_t hash_list(uint64_t hash, const struct orb_column *column,
                          const void *record)
{
    const struct orb_code_list *list = at_offset(record, column->offset);
    const struct orb_terms *terms = record;

    switch (column->type) {
    case ORB_COLUMN_CODES:
        hash = hash_number(hash, list->known ? (int64_t)list->count : -1);
        for (uint32_t i = 0; list->known && i < list->count; i++)
            hash = hash_text(hash, list->items[i]);
        return hash;
    case ORB_COLUMN_MODALITIES:
        hash = hash_number(hash,
                           terms->modalities_known ? (int64_t)terms->modality_count : -1);
        for (uint32_t i = 0; terms->modalities_known && i < terms->modality_count; i++)
            hash = hash_number(hash_text(hash, terms->modalities[i].code),
                               terms->modalities[i].certainty);
        return hash;
    case ORB_COLUMN_PRESTATIONS:
        hash = hash_number(hash, terms->prestations_known ? (int64_t)terms->prestation_count
                                                          : -1);
        for (uint32_t i = 0; terms->prestations_known && i < terms->prestation_count; i++)
            hash = hash_number(hash_text(hash, terms->prestations[i].code),
                               terms->prestations[i].evidence);
        return hash;
    default:
        hash = hash_number(hash, (int64_t)terms->feature_count);
        for (uint32_t i = 0; i < terms->feature_count; i++)
            hash = hash_number(hash_text(hash, terms->features[i].name),
                               terms->features[i].level);
        return hash;
    }
}

uint64_t orb_column_hash(uint64_t hash, const struct orb_column *column, const void *record)
{
    switch (column->type) {
    case ORB_COLUMN_TEXT:
        return hash_text(hash, text_of(record, column));
    case ORB_COLUMN_DATE:
    case ORB_COLUMN_INT:
    case ORB_COLUMN_NAME:
    case ORB_COLUMN_TRISTATE:
        return hash_number(hash, int_of(record, column));
    case ORB_COLUMN_LONG:
        return hash_number(hash, long_of(record, column));
    case ORB_COLUMN_REAL:
        return hash_real(hash, real_of(record, column));
    case ORB_COLUMN_BOOL:
        return hash_number(hash, bool_of(record, column));
    default:
        return hash_list(hash, column, record);
    }
}

static void json_text(struct orb_buf *out, const char *text)
{
    if (text == NULL)
        orb_buf_text(out, "null");
    else
        orb_json_write_string(out, text);
}

static void json_long(struct orb_buf *out, int64_t value, bool known)
{
    if (known)
        orb_buf_printf(out, "%lld", (long long)value);
    else
        orb_buf_text(out, "null");
}

static void json_real(struct orb_buf *out, double value)
{
    char text[ORB_NUMBER_LEN];

    if (isfinite(value)) {
        (void)orb_number_write(text, value);
        orb_buf_text(out, text);
    } else {
        orb_buf_text(out, "null");
    }
}

static void json_pair(struct orb_buf *out, uint32_t i, const char *code, const char *name)
{
    orb_buf_text(out, i == 0 ? "[" : ",[");
    json_text(out, code);
    orb_buf_char(out, ',');
    json_text(out, name);
    orb_buf_char(out, ']');
}

static void json_list(struct orb_buf *out, const struct orb_column *column,
                      const void *record)
{
    const struct orb_code_list *list = at_offset(record, column->offset);
    const struct orb_terms *terms = record;
    bool known = true;

    orb_buf_char(out, '[');
    if (column->type == ORB_COLUMN_CODES) {
        known = list->known;
        for (uint32_t i = 0; known && i < list->count; i++) {
            orb_buf_text(out, i == 0 ? "" : ",");
            json_text(out, list->items[i]);
        }
    } else if (column->type == ORB_COLUMN_MODALITIES) {
        known = terms->modalities_known;
        for (uint32_t i = 0; known && i < terms->modality_count; i++)
            json_pair(out, i, terms->modalities[i].code,
                      orb_certainty_name(terms->modalities[i].certainty));
    } else if (column->type == ORB_COLUMN_PRESTATIONS) {
        known = terms->prestations_known;
        for (uint32_t i = 0; known && i < terms->prestation_count; i++)
            json_pair(out, i, terms->prestations[i].code,
                      orb_evidence_name(terms->prestations[i].evidence));
    } else {
        for (uint32_t i = 0; i < terms->feature_count; i++)
            json_pair(out, i, terms->features[i].name,
                      orb_feature_level_name(terms->features[i].level));
    }
    orb_buf_char(out, ']');
    if (!known && out->len >= 2 && !out->failed) {
        out->len -= 2;
        orb_buf_text(out, "null");
    }
}

void orb_column_json(struct orb_buf *out, const struct orb_column *column,
                     const void *record)
{
    char date[ORB_DATE_LEN];
    int64_t number;

    switch (column->type) {
    case ORB_COLUMN_TEXT:
        json_text(out, text_of(record, column));
        break;
    case ORB_COLUMN_NAME:
        json_text(out, name_of(record, column));
        break;
    case ORB_COLUMN_DATE:
        orb_date_write(date, int_of(record, column));
        json_text(out, date[0] == '\0' ? NULL : date);
        break;
    case ORB_COLUMN_INT:
    case ORB_COLUMN_LONG:
        number = column->type == ORB_COLUMN_INT ? int_of(record, column)
                                                : long_of(record, column);
        json_long(out, number, number != column->missing);
        break;
    case ORB_COLUMN_REAL:
        json_real(out, real_of(record, column));
        break;
    case ORB_COLUMN_BOOL:
        orb_buf_text(out, bool_of(record, column) ? "true" : "false");
        break;
    case ORB_COLUMN_TRISTATE:
        number = int_of(record, column);
        orb_buf_text(out, number == ORB_UNKNOWN ? "null"
                          : number == ORB_YES   ? "true"
                                                : "false");
        break;
    default:
        json_list(out, column, record);
        break;
    }
}

const void *orb_child_items(const struct orb_child_place *place, const void *record,
                            uint32_t *count)
{
    const void *items;

    memcpy(&items, at_offset(record, place->items_offset), sizeof items);
    memcpy(count, at_offset(record, place->count_offset), sizeof *count);
    return items;
}
