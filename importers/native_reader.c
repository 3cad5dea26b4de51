/* Reads values by tables of fields, so that every record treats null, bad and unknown in
 * one way. */
#include "importers/native_reader.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/text.h"

#define VALUE_MAX   80
#define NUMBER_MAX  1e6
#define UNKNOWN_MAX 64

/* Before a key of a source that the format has for something else (maps/native_extra.c). */
#define OF_SOURCE "source_"

void *orb_native_array(struct native_reader *r, size_t count, size_t size)
{
    void *items = orb_arena_array(&r->arena, count == 0 ? 1 : count, size);

    if (items == NULL && r->status == ORB_OK)
        r->status = orb_error_memory(r->err);
    return items;
}

/* The value as written, cut at a character. */
static const char *shown(struct native_reader *r, const struct orb_json *value)
{
    size_t len;

    orb_buf_clear(&r->scratch);
    if (value == NULL || orb_json_type(value) == ORB_JSON_OBJECT ||
        orb_json_type(value) == ORB_JSON_ARRAY)
        return "";
    orb_json_write(&r->scratch, value);
    if (r->scratch.failed)
        return "";
    len = r->scratch.len;
    if (len > VALUE_MAX)
        for (len = VALUE_MAX;
             len > 0 && ((unsigned char)r->scratch.data[len] & 0xC0) == 0x80;)
            len--;
    r->scratch.data[len] = '\0';
    return r->scratch.data;
}

size_t orb_native_enter(struct native_reader *r, const char *key)
{
    size_t mark = strlen(r->pointer);

    (void)snprintf(r->pointer + mark, sizeof r->pointer - mark, "/%s", key);
    return mark;
}

void orb_native_leave(struct native_reader *r, size_t mark)
{
    r->pointer[mark] = '\0';
}

void orb_native_find(struct native_reader *r, const struct native_rule *rule,
                     const char *key, const struct orb_json *value)
{
    char place[NATIVE_POINTER_MAX * 2];
    struct orb_finding finding = { .level = rule->level,
                                   .file = r->file,
                                   .rule = rule->name,
                                   .sentence = rule->sentence };

    if (r->status != ORB_OK)
        return;
    (void)snprintf(place, sizeof place, "%s%s%s", r->pointer, key[0] == '\0' ? "" : "/",
                   key);
    finding.place = place;
    finding.field = key;
    finding.value = shown(r, value);
    r->status = orb_report_find(r->report, &finding, r->err);
}

void orb_native_bad(struct native_reader *r, const char *key, const struct orb_json *value)
{
    orb_native_find(r,
                    &(struct native_rule){
                        ORB_FINDING_VALUE, "bad_value",
                        _("the value is not of the expected form and counts as unknown") },
                    key, value);
}

void orb_native_reject(struct native_reader *r, const char *rule, const char *sentence,
                       const struct orb_json *value)
{
    orb_native_find(r, &(struct native_rule){ ORB_FINDING_REJECTED, rule, sentence }, "",
                    value);
}

bool orb_native_text(struct native_reader *r, const char *key, const struct orb_json *value,
                     const char **out)
{
    if (orb_json_is_null(value))
        return false;
    if (orb_json_text_len(value) == 0) {
        orb_native_bad(r, key, value);
        return false;
    }
    *out = orb_json_text(value);
    return true;
}

bool orb_native_date(struct native_reader *r, const char *key, const struct orb_json *value,
                     orb_date *out)
{
    const char *text = orb_json_text(value);

    if (orb_json_is_null(value))
        return false;
    if (text != NULL && orb_date_parse(out, text, orb_json_text_len(value)))
        return true;
    orb_native_bad(r, key, value);
    return false;
}

/* JSON has one kind of number: 240.0 is the integer 240. */
bool orb_native_count(struct native_reader *r, const char *key,
                      const struct orb_json *value, int32_t *out)
{
    double number = orb_json_number(value);

    if (orb_json_is_null(value))
        return false;
    if (number >= 0 && number <= INT32_MAX && floor(number) == number) {
        *out = (int32_t)number;
        return true;
    }
    orb_native_bad(r, key, value);
    return false;
}

static bool read_number(struct native_reader *r, const char *key,
                        const struct orb_json *value, double *out)
{
    double number = orb_json_number(value);

    if (orb_json_is_null(value))
        return false;
    if (number >= 0 && number <= NUMBER_MAX) {
        *out = number;
        return true;
    }
    orb_native_bad(r, key, value);
    return false;
}

static bool read_bool(struct native_reader *r, const char *key,
                      const struct orb_json *value, bool *out)
{
    if (orb_json_is_null(value))
        return false;
    if (orb_json_type(value) == ORB_JSON_BOOL) {
        *out = orb_json_true(value);
        return true;
    }
    orb_native_bad(r, key, value);
    return false;
}

/* A list with one bad item is unknown as a whole: a shorter list would refuse people that
 * nobody refused. */
bool orb_native_list(struct native_reader *r, const char *key, const struct orb_json *value,
                     struct orb_code_list *out)
{
    size_t count = orb_json_count(value);
    const char **items;

    if (orb_json_is_null(value))
        return false;
    if (orb_json_type(value) != ORB_JSON_ARRAY || count > UINT32_MAX) {
        orb_native_bad(r, key, value);
        return false;
    }
    items = orb_native_array(r, count, sizeof *items);
    if (items == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct orb_json *item = orb_json_at(value, i);

        if (orb_json_text_len(item) == 0) {
            char place[NATIVE_POINTER_MAX];

            (void)snprintf(place, sizeof place, "%s/%zu", key, i);
            orb_native_bad(r, place, item);
            return false;
        }
        items[i] = orb_json_text(item);
    }
    out->items = items;
    out->count = (uint32_t)count;
    out->known = true;
    return true;
}

bool orb_native_name(struct native_reader *r, const char *key, const struct orb_json *value,
                     const char *const *names, unsigned *out)
{
    const char *text = orb_json_text(value);

    if (orb_json_is_null(value))
        return false;
    for (unsigned i = 0; text != NULL && names[i] != NULL; i++)
        if (text[0] != '\0' && strcmp(names[i], text) == 0) {
            *out = i;
            return true;
        }
    orb_native_bad(r, key, value);
    return false;
}

void orb_native_skip(struct native_reader *r, const char *key, const struct orb_json *value,
                     void *record)
{
    (void)r;
    (void)key;
    (void)value;
    (void)record;
}

static void read_field(struct native_reader *r, const struct native_field *field,
                       const struct orb_json *value, void *record)
{
    void *at = (char *)record + field->offset;
    bool yes;

    switch (field->kind) {
    case NATIVE_TEXT:
        (void)orb_native_text(r, field->key, value, at);
        break;
    case NATIVE_LIST:
        (void)orb_native_list(r, field->key, value, at);
        break;
    case NATIVE_DATE:
        (void)orb_native_date(r, field->key, value, at);
        break;
    case NATIVE_COUNT:
        (void)orb_native_count(r, field->key, value, at);
        break;
    case NATIVE_NUMBER:
        (void)read_number(r, field->key, value, at);
        break;
    case NATIVE_YESNO:
        if (read_bool(r, field->key, value, &yes))
            *(enum orb_tristate *)at = yes ? ORB_YES : ORB_NO;
        break;
    case NATIVE_FLAG:
        (void)read_bool(r, field->key, value, at);
        break;
    case NATIVE_CUSTOM:
        field->read(r, field->key, value, record);
        break;
    }
}

static const struct native_field *find_field(const struct native_fields *fields,
                                             const char *key)
{
    size_t low = 0;
    size_t high = fields->count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(fields->fields[middle].key, key);

        if (order == 0)
            return &fields->fields[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

struct visit {
    struct native_reader *r;
    const struct native_fields *fields;
    void *record;
    const char *keys[UNKNOWN_MAX]; /* unknown ones, in byte order */
    const struct orb_json *values[UNKNOWN_MAX];
    size_t unknown;
};

/* As the source wrote it. */
static const char *key_of_source(const struct native_fields *fields, const char *key)
{
    size_t len = strlen(OF_SOURCE);

    return strncmp(key, OF_SOURCE, len) == 0 && find_field(fields, key + len) != NULL
               ? key + len
               : key;
}

static void keep_unknown(struct visit *v, const char *key, const struct orb_json *value)
{
    size_t i = v->unknown;

    if (v->fields->extra == SIZE_MAX || v->unknown == UNKNOWN_MAX) {
        orb_native_find(
            v->r,
            &(struct native_rule){ ORB_FINDING_NOTE, "unknown_key",
                                   _("this key is not known here and was left out") },
            key, NULL);
        return;
    }
    key = key_of_source(v->fields, key);
    for (; i > 0 && strcmp(v->keys[i - 1], key) > 0; i--) {
        v->keys[i] = v->keys[i - 1];
        v->values[i] = v->values[i - 1];
    }
    v->keys[i] = key;
    v->values[i] = value;
    v->unknown++;
}

static enum orb_status visit_member(void *context, const char *key,
                                    const struct orb_json *value, struct orb_error *err)
{
    struct visit *v = context;
    const struct native_field *field = find_field(v->fields, key);

    (void)err;
    if (field != NULL)
        read_field(v->r, field, value, v->record);
    else if (!orb_json_is_null(value))
        keep_unknown(v, key, value);
    return v->r->status;
}

static void write_extra(struct visit *v)
{
    struct native_reader *r = v->r;
    const char *text;

    orb_buf_clear(&r->scratch);
    for (size_t i = 0; i < v->unknown; i++) {
        orb_buf_char(&r->scratch, i == 0 ? '{' : ',');
        orb_json_write_string(&r->scratch, v->keys[i]);
        orb_buf_char(&r->scratch, ':');
        orb_json_write(&r->scratch, v->values[i]);
    }
    orb_buf_char(&r->scratch, '}');
    text = r->scratch.failed ? NULL
                             : orb_arena_text(&r->arena, r->scratch.data, r->scratch.len);
    if (text == NULL && r->status == ORB_OK)
        r->status = orb_error_memory(r->err);
    memcpy((char *)v->record + v->fields->extra, &text, sizeof text);
}

void orb_native_read(struct native_reader *r, const struct orb_json *object,
                     const struct native_fields *fields, void *record)
{
    struct visit v = { .r = r, .fields = fields, .record = record };
    enum orb_status status;

    if (r->status != ORB_OK)
        return;
    status = orb_json_each(object, visit_member, &v, r->err);
    if (r->status == ORB_OK)
        r->status = status;
    if (v.unknown > 0 && r->status == ORB_OK)
        write_extra(&v);
}

bool orb_native_seen(const struct native_reader *r, enum orb_record_kind kind,
                     const char *id)
{
    return orb_strmap_find(&r->seen[kind], id, strlen(id)) != ORB_STRMAP_NONE;
}

bool orb_native_identify(struct native_reader *r, const struct orb_json *object,
                         const char *key, enum orb_record_kind kind, const char **id)
{
    const struct orb_json *value = orb_json_get(object, key);
    uint32_t number;
    size_t before = r->seen[kind].count;

    if (orb_json_text_len(value) == 0) {
        orb_native_reject(r, "no_identifier",
                          _("the element has no identifier and was left out"), NULL);
        return false;
    }
    *id = orb_json_text(value);
    if (orb_strmap_add(&r->seen[kind], *id, orb_json_text_len(value), &number) != ORB_OK) {
        r->status = orb_error_memory(r->err);
        return false;
    }
    if (r->seen[kind].count == before)
        orb_native_reject(
            r, "identifier_twice",
            _("another element has this identifier already; this one was left out"), value);
    return r->seen[kind].count > before;
}

void orb_native_put(struct native_reader *r, const struct orb_record *record)
{
    static const char *const names[ORB_RECORD_KINDS] = {
        [ORB_RECORD_SOURCE] = "sources",
        [ORB_RECORD_OPERATOR] = "operator",
        [ORB_RECORD_TERRITORY] = "territories",
        [ORB_RECORD_ORGANIZATION] = "organizations",
        [ORB_RECORD_SITE] = "sites",
        [ORB_RECORD_SERVICE] = "services",
        [ORB_RECORD_OFFER] = "offers",
        [ORB_RECORD_RELATION] = "relations",
        [ORB_RECORD_ASSERTION] = "assertions",
        [ORB_RECORD_DECISION] = "decisions",
    };

    if (r->status == ORB_OK)
        r->status = r->sink->put(r->sink->context, record, r->err);
    if (r->status == ORB_OK)
        r->status = orb_report_count(r->report, "kept", names[record->kind], 1, r->err);
}
