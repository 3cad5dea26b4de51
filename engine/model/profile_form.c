/* Numbers, lists and objects with free keys, as a profile holds them. */
#include "engine/model/profile_form.h"

#include <math.h>
#include <string.h>

#include "engine/base/json.h"
#include "engine/base/text.h"

double orb_field_number(struct orb_form *f, const char *key)
{
    double value = orb_form_number(f, key, NAN, -ORB_FIELD_BIG, ORB_FIELD_BIG);

    if (isnan(value))
        orb_form_fail(f, key, _("this key is missing"));
    return value;
}

int64_t orb_field_integer(struct orb_form *f, const char *key)
{
    int64_t value = orb_form_integer(f, key, INT64_MIN, 0, (int64_t)ORB_FIELD_BIG);

    if (value == INT64_MIN)
        orb_form_fail(f, key, _("this key is missing"));
    return value;
}

static enum orb_status collect(void *context, const char *key, const struct orb_json *value,
                               struct orb_error *err)
{
    struct orb_member_list *list = context;
    size_t at = list->count;

    (void)err;
    for (; at > 0 && strcmp(list->keys[at - 1], key) > 0; at--) {
        list->keys[at] = list->keys[at - 1];
        list->values[at] = list->values[at - 1];
    }
    list->keys[at] = orb_arena_strdup(list->form->arena, key);
    list->values[at] = value;
    if (list->keys[at] == NULL)
        return orb_error_memory(list->form->err);
    list->count++;
    return ORB_OK;
}

void orb_field_members(struct orb_member_list *list, struct orb_form *f, const char *key)
{
    const struct orb_json *object = orb_form_value(f, key);
    size_t count = orb_json_count(object);

    memset(list, 0, sizeof *list);
    list->form = f;
    if (orb_json_type(object) != ORB_JSON_OBJECT) {
        orb_form_fail(f, key, _("an object is expected here"));
        return;
    }
    list->keys = orb_form_elements(f, count, sizeof *list->keys);
    list->values = orb_form_elements(f, count, sizeof(void *));
    if (f->status == ORB_OK)
        f->status = orb_json_each(object, collect, list, f->err);
    if (f->status != ORB_OK)
        list->count = 0;
}

/* A list of texts that is a member of an object with free keys. */
struct orb_code_list orb_field_texts(struct orb_form *f, const char *key,
                                     const struct orb_json *value)
{
    struct orb_code_list list = { .known = true };
    size_t count = orb_json_count(value);
    const char **items = orb_form_elements(f, count, sizeof *items);

    if (orb_json_type(value) != ORB_JSON_ARRAY)
        orb_form_fail(f, key, _("a list is expected here"));
    for (size_t i = 0; items != NULL && i < count && f->status == ORB_OK; i++) {
        const char *text = orb_json_text(orb_json_at(value, i));

        if (text == NULL)
            orb_form_fail(f, key, _("a list of texts is expected here"));
        else if ((items[i] = orb_arena_strdup(f->arena, text)) == NULL)
            f->status = orb_error_memory(f->err);
    }
    list.items = items;
    list.count = f->status == ORB_OK ? (uint32_t)count : 0;
    return list;
}

const struct orb_profile_list *orb_field_lists(struct orb_form *f, const char *key,
                                               uint32_t *count)
{
    struct orb_member_list list;
    struct orb_profile_list *out;

    orb_field_members(&list, f, key);
    out = orb_form_elements(f, list.count, sizeof *out);
    for (size_t i = 0; out != NULL && i < list.count; i++) {
        out[i].key = list.keys[i];
        out[i].values = orb_field_texts(f, key, list.values[i]);
    }
    *count = out == NULL ? 0 : (uint32_t)list.count;
    return out;
}
