/* Keeps the first error with its pointer; never prints a value, since the object may
 * describe a person. */
#include "engine/model/json_form.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"

static void fail_at(struct orb_form *form, const char *key, const char *sentence)
{
    if (form->status != ORB_OK)
        return;
    form->status = orb_error_set(form->err, ORB_ERR_SYNTAX, "%s", sentence);
    orb_error_at(form->err, "%s%s%s", form->pointer, key[0] != '\0' ? "/" : "", key);
}

void orb_form_fail(struct orb_form *form, const char *key, const char *sentence)
{
    fail_at(form, key, sentence);
}

void orb_form_begin(struct orb_form *form, const struct orb_json *value,
                    const char *pointer, struct orb_arena *arena, struct orb_error *err)
{
    memset(form, 0, sizeof *form);
    form->object = value;
    form->arena = arena;
    form->err = err;
    (void)snprintf(form->pointer, sizeof form->pointer, "%s", pointer);
    if (value != NULL && orb_json_type(value) != ORB_JSON_OBJECT) {
        form->object = NULL;
        fail_at(form, "", _("an object is expected here"));
    }
}

static void ask(struct orb_form *form, const char *key)
{
    for (uint32_t i = 0; i < form->asked_count; i++)
        if (strcmp(form->asked[i], key) == 0)
            return;
    if (form->asked_count < ORB_FORM_KEYS)
        form->asked[form->asked_count++] = key;
}

const struct orb_json *orb_form_value(struct orb_form *form, const char *key)
{
    const struct orb_json *value;

    ask(form, key);
    value = form->status == ORB_OK ? orb_json_get(form->object, key) : NULL;
    return orb_json_is_null(value) ? NULL : value;
}

void orb_form_enter(struct orb_form *inner, struct orb_form *outer, const char *key,
                    bool required)
{
    const struct orb_json *value = orb_form_value(outer, key);
    char pointer[sizeof inner->pointer + 80];

    if (value == NULL && required)
        fail_at(outer, key, _("this key is missing"));
    (void)snprintf(pointer, sizeof pointer, "%s/%s", outer->pointer, key);
    orb_form_begin(inner, value, pointer, outer->arena, outer->err);
    if (outer->status != ORB_OK)
        inner->status = outer->status;
}

void orb_form_item(struct orb_form *inner, struct orb_form *outer, const char *key,
                   const struct orb_json *item, size_t index)
{
    char pointer[sizeof inner->pointer + 80];

    (void)snprintf(pointer, sizeof pointer, "%s/%s/%zu", outer->pointer, key, index);
    orb_form_begin(inner, item, pointer, outer->arena, outer->err);
    if (outer->status != ORB_OK)
        inner->status = outer->status;
}

/* A key as formats write them. Of anything else, a name perhaps, only the place is told. */
static bool is_plain(const char *key)
{
    return strlen(key) <= ORB_FORM_KEY_SHOWN &&
           key[strspn(key, "abcdefghijklmnopqrstuvwxyz_")] == '\0';
}

static enum orb_status check_key(void *context, const char *key,
                                 const struct orb_json *value, struct orb_error *err)
{
    struct orb_form *form = context;
    char sentence[ORB_ERROR_TEXT_MAX];

    (void)value;
    (void)err;
    form->keys_checked++;
    for (uint32_t i = 0; i < form->asked_count; i++)
        if (strcmp(form->asked[i], key) == 0)
            return ORB_OK;
    if (is_plain(key)) {
        fail_at(form, key, _("this key is unknown"));
    } else {
        (void)snprintf(sentence, sizeof sentence, _("key %d of this object is unknown"),
                       form->keys_checked);
        fail_at(form, "", sentence);
    }
    return form->status;
}

enum orb_status orb_form_end(struct orb_form *form)
{
    if (form->status == ORB_OK)
        form->status = orb_json_each(form->object, check_key, form, form->err);
    return form->status;
}

void orb_form_join(struct orb_form *outer, struct orb_form *inner)
{
    enum orb_status status = orb_form_end(inner);

    if (outer->status == ORB_OK)
        outer->status = status;
}

const char *orb_form_text(struct orb_form *form, const char *key, bool required)
{
    const struct orb_json *value = orb_form_value(form, key);
    const char *text = NULL;

    if (value == NULL) {
        if (required)
            fail_at(form, key, _("this key is missing"));
        return NULL;
    }
    if (orb_json_type(value) != ORB_JSON_STRING || orb_json_text_len(value) == 0) {
        fail_at(form, key, _("a text that is not empty is expected here"));
        return NULL;
    }
    text = orb_arena_strdup(form->arena, orb_json_text(value));
    if (text == NULL && form->status == ORB_OK)
        form->status = orb_error_memory(form->err);
    return text;
}

double orb_form_number(struct orb_form *form, const char *key, double otherwise, double min,
                       double max)
{
    const struct orb_json *value = orb_form_value(form, key);
    double number = orb_json_number(value);

    if (value == NULL)
        return otherwise;
    if (!(number >= min && number <= max)) {
        fail_at(form, key,
                isnan(number) ? _("a number is expected here")
                              : _("this number is out of range"));
        return otherwise;
    }
    return number;
}

int64_t orb_form_integer(struct orb_form *form, const char *key, int64_t otherwise,
                         int64_t min, int64_t max)
{
    const struct orb_json *value = orb_form_value(form, key);
    double number = orb_json_number(value);

    if (value == NULL)
        return otherwise;
    if (!(number >= (double)min && number <= (double)max) || number != floor(number)) {
        fail_at(form, key, _("a whole number in range is expected here"));
        return otherwise;
    }
    return (int64_t)number;
}

bool orb_form_bool(struct orb_form *form, const char *key, bool otherwise)
{
    const struct orb_json *value = orb_form_value(form, key);

    if (value == NULL)
        return otherwise;
    if (orb_json_type(value) != ORB_JSON_BOOL)
        fail_at(form, key, _("true or false is expected here"));
    return orb_json_true(value);
}

const struct orb_json *orb_form_array(struct orb_form *form, const char *key)
{
    const struct orb_json *value = orb_form_value(form, key);

    if (value != NULL && orb_json_type(value) != ORB_JSON_ARRAY) {
        fail_at(form, key, _("a list is expected here"));
        return NULL;
    }
    return value;
}

void *orb_form_elements(struct orb_form *form, size_t count, size_t size)
{
    void *items = orb_arena_array(form->arena, count, size);

    if (items == NULL && form->status == ORB_OK)
        form->status = orb_error_memory(form->err);
    return items;
}

struct orb_code_list orb_form_codes(struct orb_form *form, const char *key)
{
    struct orb_code_list list = { 0 };
    const struct orb_json *array = orb_form_array(form, key);
    size_t count = orb_json_count(array);
    const char **items;

    if (array == NULL)
        return list;
    items = orb_form_elements(form, count, sizeof *items);
    if (items == NULL)
        return list;
    for (size_t i = 0; i < count; i++) {
        const struct orb_json *value = orb_json_at(array, i);
        char place[64];

        if (orb_json_type(value) == ORB_JSON_STRING && orb_json_text_len(value) > 0) {
            items[i] = orb_arena_strdup(form->arena, orb_json_text(value));
        } else {
            (void)snprintf(place, sizeof place, "%s/%zu", key, i);
            fail_at(form, place, _("a text that is not empty is expected here"));
        }
        if (items[i] == NULL) {
            if (form->status == ORB_OK)
                form->status = orb_error_memory(form->err);
            return list;
        }
    }
    list.items = items;
    list.count = (uint32_t)count;
    list.known = true;
    return list;
}

int orb_form_choice(struct orb_form *form, const char *key, const char *const *names,
                    int count, int otherwise)
{
    const struct orb_json *value = orb_form_value(form, key);
    const char *text = orb_json_text(value);

    if (value == NULL) {
        if (otherwise == -2)
            fail_at(form, key, _("this key is missing"));
        return otherwise < 0 ? 0 : otherwise;
    }
    for (int i = 0; text != NULL && i < count; i++)
        if (names[i] != NULL && strcmp(names[i], text) == 0)
            return i;
    fail_at(form, key, _("this word is not one of those accepted here"));
    return 0;
}
