/* One field of a mapping: where its text comes from and what is done to it. */
#include "importers/table_value.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/csv.h"
#include "engine/base/text.h"

#define PAD_MAX 20

void orb_table_no_memory(struct orb_form *form)
{
    if (form->status == ORB_OK)
        form->status = orb_error_memory(form->err);
}

uint32_t orb_table_column(struct orb_form *form, struct table_mapping *m, const char *key,
                          const char *name)
{
    size_t before = m->columns.count;
    uint32_t number = 0;

    if (before >= ORB_CSV_FIELDS) {
        orb_form_fail(form, key, _("the mapping names too many columns"));
        return 0;
    }
    if (orb_grow((void **)&m->column_places, &m->column_capacity, before,
                 sizeof *m->column_places) != ORB_OK ||
        orb_strmap_add(&m->columns, name, strlen(name), &number) != ORB_OK) {
        orb_table_no_memory(form);
        return 0;
    }
    if (m->columns.count > before) {
        m->column_places[number] = orb_arena_printf(&m->arena, "%s%s%s", form->pointer,
                                                    key[0] == '\0' ? "" : "/", key);
        if (m->column_places[number] == NULL)
            orb_table_no_memory(form);
    }
    return number;
}

static void one_column(struct orb_form *form, struct table_mapping *m,
                       struct table_value *value, const char *key, const char *name)
{
    uint32_t *columns = orb_form_elements(form, 1, sizeof *columns);

    if (columns == NULL)
        return;
    columns[0] = orb_table_column(form, m, key, name);
    value->columns = columns;
    value->column_count = 1;
}

static void many_columns(struct orb_form *form, struct table_mapping *m,
                         struct table_value *value, const char *key)
{
    struct orb_code_list names = orb_form_codes(form, key);
    uint32_t *columns;

    if (!names.known)
        return;
    if (names.count == 0) {
        orb_form_fail(form, key, _("a list of columns is expected here"));
        return;
    }
    columns = orb_form_elements(form, names.count, sizeof *columns);
    for (uint32_t i = 0; columns != NULL && i < names.count; i++)
        columns[i] = orb_table_column(form, m, key, names.items[i]);
    value->columns = columns;
    value->column_count = names.count;
}

static const char *texts_of_flags[] = { "true", "false" };

struct map_visit {
    struct orb_form *form;
    struct table_value *value;
    const char **to;
    const char *key;
};

static void add_pair(struct map_visit *v, const char *from, const char *to)
{
    uint32_t number;
    size_t before = v->value->from.count;

    if (orb_strmap_add(&v->value->from, from, strlen(from), &number) != ORB_OK)
        orb_table_no_memory(v->form);
    else if (v->value->from.count == before)
        orb_form_fail(v->form, v->key, _("the same text is given twice"));
    else
        v->to[number] = to;
}

static enum orb_status visit_pair(void *context, const char *key,
                                  const struct orb_json *json, struct orb_error *err)
{
    struct map_visit *v = context;
    const char *to = NULL;

    (void)err;
    if (!orb_json_is_null(json)) {
        if (orb_json_text_len(json) == 0) {
            orb_form_fail(v->form, v->key, _("a map gives a text or null for each text"));
            return v->form->status;
        }
        to = orb_arena_strdup(v->form->arena, orb_json_text(json));
        if (to == NULL)
            orb_table_no_memory(v->form);
    }
    add_pair(v, key, to);
    return v->form->status;
}

static void read_map(struct orb_form *form, struct table_value *value)
{
    const struct orb_json *map = orb_form_value(form, "map");
    struct map_visit v = { .form = form, .value = value, .key = "map" };
    enum orb_status status;

    if (map == NULL)
        return;
    if (orb_json_type(map) != ORB_JSON_OBJECT || orb_json_count(map) == 0) {
        orb_form_fail(form, "map", _("an object of texts is expected here"));
        return;
    }
    v.to = orb_form_elements(form, orb_json_count(map), sizeof *v.to);
    if (v.to == NULL)
        return;
    value->to = v.to;
    status = orb_json_each(map, visit_pair, &v, form->err);
    form->status = form->status == ORB_OK ? status : form->status;
}

/* "bool" is a map to true and false. */
static void read_bool(struct orb_form *outer, struct table_value *value)
{
    struct orb_form form;
    struct map_visit v = { .form = &form, .value = value };
    struct orb_code_list lists[2];

    if (orb_form_value(outer, "bool") == NULL)
        return;
    if (value->to != NULL)
        orb_form_fail(outer, "bool", _("a field has a map or a bool, not both"));
    orb_form_enter(&form, outer, "bool", true);
    lists[0] = orb_form_codes(&form, "true");
    lists[1] = orb_form_codes(&form, "false");
    v.to =
        orb_form_elements(&form, (size_t)lists[0].count + lists[1].count + 1, sizeof *v.to);
    value->to = v.to;
    for (size_t l = 0; v.to != NULL && l < 2; l++) {
        v.key = texts_of_flags[l];
        for (uint32_t i = 0; i < lists[l].count; i++)
            add_pair(&v, lists[l].items[i], texts_of_flags[l]);
    }
    orb_form_join(outer, &form);
}

static bool token(const char **at, char letter, size_t longest)
{
    size_t len = 0;

    while (**at == letter) {
        (*at)++;
        len++;
    }
    return len > 0 && len <= longest;
}

/* Each of y, m and d once, the year in four letters. */
static void check_pattern(struct orb_form *form, const char *pattern)
{
    int years = 0, months = 0, days = 0;
    bool good = pattern != NULL;

    for (const char *p = pattern; good && *p != '\0';) {
        if (*p == 'y') {
            good = strncmp(p, "yyyy", 4) == 0 && token(&p, 'y', 4);
            years++;
        } else if (*p == 'm') {
            good = token(&p, 'm', 2);
            months++;
        } else if (*p == 'd') {
            good = token(&p, 'd', 2);
            days++;
        } else {
            p++;
        }
    }
    if (pattern != NULL && !(good && years == 1 && months == 1 && days == 1))
        orb_form_fail(form, "date", _("a date is written with yyyy, mm and dd"));
}

/* "[;,]" says the same as ";,". */
static const char *characters(struct orb_form *form, const char *key)
{
    const char *text = orb_form_text(form, key, false);
    size_t len = text == NULL ? 0 : strlen(text);

    if (len > 2 && text[0] == '[' && text[len - 1] == ']') {
        text = orb_arena_text(form->arena, text + 1, len - 2);
        if (text == NULL)
            orb_table_no_memory(form);
    }
    for (const char *p = text; p != NULL && *p != '\0'; p++)
        if ((unsigned char)*p >= 0x80)
            orb_form_fail(form, key, _("only plain ASCII characters are taken here"));
    return text;
}

static void read_source_of_text(struct orb_form *form, struct table_mapping *m,
                                struct table_value *value)
{
    const char *column = orb_form_text(form, "column", false);
    int ways = column != NULL;

    value->constant = orb_form_text(form, "value", false);
    ways += value->constant != NULL;
    if (column != NULL)
        one_column(form, m, value, "column", column);
    if (orb_form_array(form, "join") != NULL) {
        many_columns(form, m, value, "join");
        value->is_join = true;
        ways++;
    }
    value->by = orb_form_text(form, "by", false);
    if (value->by != NULL && !value->is_join)
        orb_form_fail(form, "by", _("this goes with a join"));
    if (orb_form_array(form, "first_of") != NULL) {
        many_columns(form, m, value, "first_of");
        ways++;
    }
    if (ways != 1)
        orb_form_fail(form, "",
                      _("exactly one of column, join, first_of and value is expected"));
}

static void read_parts(struct orb_form *form, struct table_mapping *m,
                       struct table_value *value)
{
    static const char *const otherwise[] = { "report", "keep", "ignore", NULL };

    read_source_of_text(form, m, value);
    value->split = characters(form, "split");
    value->none = orb_form_text(form, "none", false);
    value->trim = characters(form, "trim");
    value->pad = (uint32_t)orb_form_integer(form, "pad", 0, 1, PAD_MAX);
    read_map(form, value);
    read_bool(form, value);
    if (orb_form_value(form, "else") != NULL && value->to == NULL)
        orb_form_fail(form, "else", _("this goes with a map"));
    value->otherwise = (enum table_else)orb_form_choice(form, "else", otherwise, 3, 0);
    value->date = orb_form_text(form, "date", false);
    check_pattern(form, value->date);
}

void orb_table_value_read(struct orb_form *outer, struct table_mapping *m,
                          enum table_field field)
{
    const char *key = orb_table_field_names[field];
    const struct orb_json *json = orb_form_value(outer, key);
    struct table_value *value = &m->values[field];
    struct orb_form form;

    if (json == NULL)
        return;
    value->given = true;
    if (orb_json_type(json) == ORB_JSON_STRING) {
        const char *name = orb_form_text(outer, key, true);

        if (name != NULL)
            one_column(outer, m, value, key, name);
        return;
    }
    orb_form_enter(&form, outer, key, true);
    read_parts(&form, m, value);
    orb_form_join(outer, &form);
}
