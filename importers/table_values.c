/* What a mapping says to do with the texts of a row. */
#include <string.h>

#include "engine/base/text.h"
#include "importers/table.h"

/* ---- gathering */

static enum orb_status joined(struct table *t, const struct table_value *v,
                              const char **out, struct orb_error *err)
{
    const char *by = v->by == NULL ? " " : v->by;
    size_t room = 1;
    char *text;

    for (uint32_t i = 0; i < v->column_count; i++)
        room += strlen(t->texts[v->columns[i]]) + strlen(by);
    text = orb_arena_alloc(&t->row, room);
    if (text == NULL)
        return orb_error_memory(err);
    *out = text;
    for (uint32_t i = 0; i < v->column_count; i++) {
        const char *part = t->texts[v->columns[i]];

        if (part[0] == '\0')
            continue;
        if (text != *out) {
            memcpy(text, by, strlen(by));
            text += strlen(by);
        }
        memcpy(text, part, strlen(part));
        text += strlen(part);
    }
    return ORB_OK;
}

/* "" when nothing is there. */
static enum orb_status gather(struct table *t, const struct table_value *v,
                              const char **out, struct orb_error *err)
{
    *out = "";
    if (v->constant != NULL)
        *out = v->constant;
    else if (v->is_join)
        return joined(t, v, out, err);
    else
        for (uint32_t i = 0; i < v->column_count && (*out)[0] == '\0'; i++)
            *out = t->texts[v->columns[i]];
    return ORB_OK;
}

/* ---- one item */

static bool trimmed_away(const struct table_value *v, char c)
{
    return (unsigned char)c <= ' ' || (v->trim != NULL && strchr(v->trim, c) != NULL);
}

static enum orb_status trim(struct table *t, const struct table_value *v, const char **text,
                            struct orb_error *err)
{
    size_t len = strlen(*text);
    size_t end = len, start = 0;

    while (end > 0 && trimmed_away(v, (*text)[end - 1]))
        end--;
    while (start < end && trimmed_away(v, (*text)[start]))
        start++;
    if (end == len)
        *text += start;
    else
        *text = orb_arena_text(&t->row, *text + start, end - start);
    return *text == NULL ? orb_error_memory(err) : ORB_OK;
}

/* Spreadsheets drop the zeros before a code and add ".0" after it. */
static enum orb_status pad(struct table *t, const struct table_value *v, const char **text,
                           struct orb_error *err)
{
    size_t len = strlen(*text);
    char *filled;

    if (len > 2 && strcmp(*text + len - 2, ".0") == 0)
        len -= 2;
    if (len == 0 || strspn(*text, "0123456789") < len ||
        (len >= v->pad && (*text)[len] == '\0'))
        return ORB_OK;
    filled = orb_arena_alloc(&t->row, (len > v->pad ? len : v->pad) + 1);
    if (filled == NULL)
        return orb_error_memory(err);
    if (len < v->pad)
        memset(filled, '0', v->pad - len);
    memcpy(filled + (len < v->pad ? v->pad - len : 0), *text, len);
    *text = filled;
    return ORB_OK;
}

static enum orb_status look_up(struct table *t, enum table_field field, const char **text,
                               struct orb_error *err)
{
    const struct table_value *v = &t->mapping.values[field];
    uint32_t number = orb_strmap_find(&v->from, *text, strlen(*text));
    const char *before = *text;

    if (number != ORB_STRMAP_NONE) {
        *text = v->to[number];
        return ORB_OK;
    }
    if (v->otherwise == TABLE_ELSE_KEEP)
        return ORB_OK;
    *text = NULL;
    return v->otherwise == TABLE_ELSE_IGNORE
               ? ORB_OK
               : orb_table_find(t, TABLE_NOT_IN_MAP, field, before, err);
}

/* NULL when nothing is left. */
static enum orb_status finish_item(struct table *t, enum table_field field,
                                   const char **text, struct orb_error *err)
{
    const struct table_value *v = &t->mapping.values[field];
    enum orb_status status = ORB_OK;

    if (v->trim != NULL || v->split != NULL)
        status = trim(t, v, text, err);
    if (status == ORB_OK && v->pad > 0)
        status = pad(t, v, text, err);
    if (status == ORB_OK && v->to != NULL && (*text)[0] != '\0')
        status = look_up(t, field, text, err);
    if (*text != NULL && (*text)[0] == '\0')
        *text = NULL;
    return status;
}

enum orb_status orb_table_text(struct table *table, enum table_field field,
                               const char **out, struct orb_error *err)
{
    const struct table_value *v = &table->mapping.values[field];
    const char *text = NULL;
    enum orb_status status;

    *out = NULL;
    if (!v->given)
        return ORB_OK;
    status = gather(table, v, &text, err);
    if (status == ORB_OK && v->split != NULL) {
        text = orb_arena_text(&table->row, text, strcspn(text, v->split));
        if (text == NULL)
            return orb_error_memory(err);
    }
    if (status == ORB_OK)
        status = finish_item(table, field, &text, err);
    if (status == ORB_OK)
        *out = text;
    return status;
}

/* ---- lists */

static size_t count_items(const char *text, const char *ends)
{
    size_t count = 1;

    for (; *text != '\0'; text++)
        count += strchr(ends, *text) != NULL;
    return count;
}

/* Without "split" only the items of a JSON list are apart, each on a line. */
enum orb_status orb_table_list(struct table *table, enum table_field field,
                               struct orb_code_list *out, struct orb_error *err)
{
    const struct table_value *v = &table->mapping.values[field];
    const char *ends = v->split == NULL ? "\n" : v->split;
    const char *text = "";
    const char **items;
    enum orb_status status;

    *out = (struct orb_code_list){ 0 };
    if (!v->given)
        return ORB_OK;
    status = gather(table, v, &text, err);
    if (status != ORB_OK || text[0] == '\0')
        return status;
    out->known = v->none != NULL && strcmp(text, v->none) == 0;
    if (out->known)
        return ORB_OK;
    items = orb_arena_array(&table->row, count_items(text, ends), sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    out->items = items;
    for (const char *at = text; status == ORB_OK;) {
        size_t len = strcspn(at, ends);
        const char *item = at[len] == '\0' ? at : orb_arena_text(&table->row, at, len);

        status =
            item == NULL ? orb_error_memory(err) : finish_item(table, field, &item, err);
        if (status == ORB_OK && item != NULL && !orb_code_list_has(out, item))
            items[out->count++] = item;
        if (at[len] == '\0')
            break;
        at += len + 1;
    }
    out->known = out->count > 0;
    return status;
}

/* ---- dates and flags */

static bool digits(const char **at, size_t least, size_t most, int *out)
{
    size_t len = strspn(*at, "0123456789");

    if (len < least || len > most)
        return false;
    *out = 0;
    for (size_t i = 0; i < len; i++)
        *out = *out * 10 + ((*at)[i] - '0');
    *at += len;
    return true;
}

/* What one letter or sign of a pattern stands for; year, month and day in out. */
static bool read_part(const char **text, char letter, int out[3])
{
    switch (letter) {
    case 'y':
        return digits(text, 4, 4, &out[0]);
    case 'm':
        return digits(text, 1, 2, &out[1]);
    case 'd':
        return digits(text, 1, 2, &out[2]);
    default:
        return *(*text)++ == letter;
    }
}

static bool is_day(const int day[3])
{
    return day[0] >= 1 && day[1] >= 1 && day[1] <= 12 && day[2] >= 1 &&
           day[2] <= orb_date_month_length(day[0], day[1]);
}

static bool read_day(orb_date *out, const char *text, const char *pattern)
{
    int day[3] = { 0 };

    while (*pattern != '\0') {
        char letter = *pattern;

        if (!read_part(&text, letter, day))
            return false;
        do
            pattern++;
        while (strchr("ymd", letter) != NULL && *pattern == letter);
    }
    if (*text != '\0' && *text != ' ' && *text != 'T') /* an hour may follow */
        return false;
    if (!is_day(day))
        return false;
    *out = orb_date_make(day[0], day[1], day[2]);
    return true;
}

enum orb_status orb_table_date(struct table *table, enum table_field field, orb_date *out,
                               struct orb_error *err)
{
    const char *pattern = table->mapping.values[field].date;
    const char *text = NULL;
    enum orb_status status = orb_table_text(table, field, &text, err);

    *out = ORB_DATE_NONE;
    if (status != ORB_OK || text == NULL)
        return status;
    if (pattern != NULL
            ? read_day(out, text, pattern)
            : read_day(out, text, "yyyy-mm-dd") || read_day(out, text, "dd/mm/yyyy"))
        return ORB_OK;
    return orb_table_find(table, TABLE_DATE_UNREADABLE, field, text, err);
}

enum orb_status orb_table_flag(struct table *table, enum table_field field,
                               enum orb_tristate *out, struct orb_error *err)
{
    const char *text = NULL;
    enum orb_status status = orb_table_text(table, field, &text, err);

    *out = ORB_UNKNOWN;
    if (status != ORB_OK || text == NULL)
        return status;
    if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
        return orb_table_find(table, TABLE_FLAG_UNREADABLE, field, text, err);
    *out = text[0] == 't' ? ORB_YES : ORB_NO;
    return ORB_OK;
}
