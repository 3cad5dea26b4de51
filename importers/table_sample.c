/* Counts what values look like; decides nothing. */
#include "importers/table_sample.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/csv.h"
#include "engine/base/json.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "importers/encoding.h"
#include "importers/input.h"
#include "importers/json_reader.h"
#include "importers/table.h"

#define ROWS_MAX     ((size_t)1000)
#define PATH_MAX_LEN 200

/* ---- one value */

static bool has_shape(const char *text, const char *shape)
{
    for (; *shape != '\0'; shape++, text++) {
        bool digit = *text >= '0' && *text <= '9';

        if (*shape == '9' ? !digit : *text != *shape)
            return false;
    }
    return *text == '\0' || *text == ' ' || *text == 'T';
}

static void look_at_date(struct table_column *c, const char *text)
{
    int first, second;

    c->iso_dates += has_shape(text, "9999-99-99");
    if (!has_shape(text, "99/99/9999"))
        return;
    first = (text[0] - '0') * 10 + text[1] - '0';
    second = (text[3] - '0') * 10 + text[4] - '0';
    c->slashed++;
    c->day_first += first > 12;
    c->month_first += second > 12;
}

static void look_at_number(struct table_column *c, const char *text)
{
    char plain[40];
    size_t len = strlen(text);
    char *comma;
    double value = 0;

    if (len == 0 || len >= sizeof plain)
        return;
    memcpy(plain, text, len + 1);
    comma = strchr(plain, ',');
    if (comma != NULL)
        *comma = '.';
    if (!orb_number_parse(&value, plain, len))
        return;
    c->commas += comma != NULL;
    if (c->numbers == 0 || value < c->min)
        c->min = value;
    if (c->numbers == 0 || value > c->max)
        c->max = value;
    c->numbers++;
}

static enum orb_status look_at(struct table_column *c, const char *text,
                               struct orb_error *err)
{
    size_t len = strlen(text), digits = strspn(text, "0123456789");
    uint32_t number;

    if (len == 0)
        return ORB_OK;
    c->filled++;
    c->four_digits += len == 4 && digits == 4;
    c->five_digits += len == 5 && (digits == 5 || (digits == 1 && text[0] == '2' &&
                                                   (text[1] == 'A' || text[1] == 'B')));
    c->web += strncmp(text, "http", 4) == 0 || strncmp(text, "www.", 4) == 0;
    c->semicolons += strchr(text, ';') != NULL;
    look_at_date(c, text);
    look_at_number(c, text);
    return orb_strmap_add(&c->values, text, len, &number) == ORB_OK ? ORB_OK
                                                                    : orb_error_memory(err);
}

/* ---- columns */

static enum orb_status add_column(struct table_sample *s, const char *name,
                                  struct table_column **out, struct orb_error *err)
{
    struct orb_buf folded = { 0 };
    struct table_column *c;

    if (s->column_count >= ORB_CSV_FIELDS)
        return orb_error_set(err, ORB_ERR_RANGE, _("the row has too many fields"));
    if (orb_grow((void **)&s->columns, &s->column_capacity, s->column_count,
                 sizeof *s->columns) != ORB_OK)
        return orb_error_memory(err);
    c = &s->columns[s->column_count];
    *c = (struct table_column){ .name = orb_arena_strdup(&s->arena, name) };
    orb_utf8_fold(&folded, name);
    if (!folded.failed)
        c->folded =
            orb_arena_text(&s->arena, folded.len == 0 ? "" : folded.data, folded.len);
    orb_buf_release(&folded);
    if (c->name == NULL || c->folded == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < s->column_count; i++)
        if (strcmp(s->columns[i].name, c->name) == 0)
            s->columns[i].twice = c->twice = true;
    s->column_count++;
    *out = c;
    return ORB_OK;
}

static const char *without_blanks(struct orb_arena *arena, const char *text)
{
    size_t len;

    while (*text != '\0' && (unsigned char)*text <= ' ')
        text++;
    for (len = strlen(text); len > 0 && (unsigned char)text[len - 1] <= ' ';)
        len--;
    return orb_arena_text(arena, text, len);
}

/* ---- CSV */

static enum orb_status read_header(struct table_sample *s, struct orb_csv *csv,
                                   struct orb_error *err)
{
    bool more = false;
    enum orb_status status = orb_csv_row(csv, &more, err);

    if (status == ORB_OK && !more)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("the file ends before its header"));
    for (size_t i = 0; status == ORB_OK && i < csv->field_count; i++) {
        struct table_column *c;
        const char *name = without_blanks(&s->arena, csv->fields[i]);

        status = name == NULL ? orb_error_memory(err) : add_column(s, name, &c, err);
    }
    return status;
}

static enum orb_status read_csv(struct table_sample *s, struct orb_input *input,
                                struct orb_error *err)
{
    struct orb_decoder *decoder = NULL;
    struct orb_csv csv = { 0 };
    struct orb_arena row = { 0 };
    bool more = true;
    enum orb_status status = orb_decoder_new(&decoder, input, s->encoding, err);

    if (status != ORB_OK)
        return status;
    orb_csv_stream(&csv, orb_decoder_feed, decoder, '\0');
    status = read_header(s, &csv, err);
    while (status == ORB_OK && s->rows < ROWS_MAX) {
        status = orb_csv_row(&csv, &more, err);
        if (status != ORB_OK || !more)
            break;
        s->rows++;
        for (size_t i = 0; status == ORB_OK && i < s->column_count; i++) {
            const char *text = without_blanks(&row, orb_csv_field(&csv, i));

            status =
                text == NULL ? orb_error_memory(err) : look_at(&s->columns[i], text, err);
        }
        orb_arena_clear(&row);
    }
    orb_arena_release(&row);
    orb_csv_release(&csv);
    orb_decoder_free(decoder);
    return status;
}

/* ---- JSON */

struct json_visit {
    struct table_sample *sample;
    struct orb_arena *row;
    const char *prefix;
};

static enum orb_status take_member(struct json_visit *v, const char *path,
                                   const struct orb_json *value, struct orb_error *err)
{
    struct table_sample *s = v->sample;
    struct table_column *c = NULL;
    struct orb_buf text = { 0 };
    const char *copy;
    enum orb_status status = ORB_OK;

    for (size_t i = 0; c == NULL && i < s->column_count; i++)
        if (strcmp(s->columns[i].name, path) == 0)
            c = &s->columns[i];
    if (c == NULL)
        status = add_column(s, path, &c, err);
    if (status != ORB_OK)
        return status;
    orb_table_json_text(&text, value);
    copy = text.failed ? NULL : without_blanks(v->row, text.len == 0 ? "" : text.data);
    orb_buf_release(&text);
    return copy == NULL ? orb_error_memory(err) : look_at(c, copy, err);
}

static enum orb_status visit(void *context, const char *key, const struct orb_json *value,
                             struct orb_error *err)
{
    struct json_visit *v = context;
    const char *path =
        orb_arena_printf(v->row, "%s%s%s", v->prefix, v->prefix[0] == '\0' ? "" : ".", key);
    struct json_visit inner = { v->sample, v->row, path };

    if (path == NULL)
        return orb_error_memory(err);
    if (strlen(path) > PATH_MAX_LEN)
        return ORB_OK;
    if (orb_json_type(value) == ORB_JSON_OBJECT && v->prefix[0] == '\0')
        return orb_json_each(value, visit, &inner, err);
    return take_member(v, path, value, err);
}

struct json_sample {
    struct table_sample *sample;
    struct orb_arena row;
};

static enum orb_status take_object(void *context, const struct orb_json_item *item,
                                   struct orb_error *err)
{
    struct json_sample *j = context;
    struct table_sample *s = j->sample;
    struct json_visit v = { s, &j->row, "" };
    enum orb_status status;

    if (s->rows == ROWS_MAX || item->index == ORB_JSON_WHOLE ||
        orb_json_type(item->value) != ORB_JSON_OBJECT)
        return ORB_OK;
    if (s->rows == 0 && item->list[0] != '\0') {
        s->list = orb_arena_strdup(&s->arena, item->list);
        if (s->list == NULL)
            return orb_error_memory(err);
    }
    if (strcmp(item->list, s->list == NULL ? "" : s->list) != 0)
        return ORB_OK;
    s->rows++;
    status = orb_json_each(item->value, visit, &v, err);
    orb_arena_clear(&j->row);
    return status;
}

enum orb_status orb_table_sample_read(struct table_sample *sample, const char *path,
                                      struct orb_error *err)
{
    struct json_sample j = { .sample = sample };
    struct orb_input *input = NULL;
    enum orb_status status;

    *sample = (struct table_sample){ 0 };
    status = orb_input_open_twice(&input, path, err);
    if (status == ORB_OK)
        status = orb_encoding_detect(input, &sample->encoding, err);
    if (status == ORB_OK)
        status = orb_table_is_json(input, &sample->is_json, err);
    if (status == ORB_OK)
        status = sample->is_json ? orb_json_read(input, take_object, &j, err)
                                 : read_csv(sample, input, err);
    if (status == ORB_OK && sample->rows == 0)
        status = orb_error_set(err, ORB_ERR_NOT_FOUND, _("the file has no rows"));
    if (status != ORB_OK && err != NULL && strncmp(err->place, path, strlen(path)) != 0)
        orb_error_at(err, "%s", path);
    orb_arena_release(&j.row);
    orb_input_close(input);
    return status;
}

void orb_table_sample_release(struct table_sample *sample)
{
    for (size_t i = 0; i < sample->column_count; i++)
        orb_strmap_release(&sample->columns[i].values);
    orb_free(sample->columns);
    orb_arena_release(&sample->arena);
    *sample = (struct table_sample){ 0 };
}
