/* Scalars of the feeds are strings or null; anything else is told and read as unknown. */
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/embedded.h"
#include "engine/base/utf8.h"
#include "importers/finess.h"

static bool is_clean(const char *text, size_t len)
{
    if ((unsigned char)text[0] <= ' ' || (unsigned char)text[len - 1] <= ' ')
        return false;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
            return false;
    return true;
}

static char *cleaned(struct orb_arena *arena, const char *text, size_t len)
{
    char *copy = orb_arena_text(arena, text, len);
    size_t start = 0;

    if (copy == NULL)
        return NULL;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)copy[i] < ' ' || copy[i] == 0x7f)
            copy[i] = ' ';
    while (start < len && copy[start] == ' ')
        start++;
    while (len > start && copy[len - 1] == ' ')
        copy[--len] = '\0';
    return copy + start;
}

enum orb_status orb_finess_text(struct finess *f, const struct orb_node *object,
                                const char *key, const char **out, struct orb_error *err)
{
    const struct orb_node *value = orb_node_get(object, key);
    const char *text = orb_node_text(value);
    size_t len = text == NULL ? 0 : value->count;

    *out = NULL;
    if (text == NULL && orb_node_type(value) != ORB_NODE_NULL)
        return orb_finess_find(f, FINESS_RULE_TYPE_UNEXPECTED, key, NULL, err);
    if (text == NULL || len == 0)
        return ORB_OK;
    if (!is_clean(text, len)) {
        f->blanks = true;
        text = cleaned(&f->scratch, text, len);
        if (text == NULL)
            return orb_error_memory(err);
    }
    *out = text[0] == '\0' ? NULL : text;
    return ORB_OK;
}

/* Some dates carry a time after a blank: only the day counts. */
static bool day_of(orb_date *out, const char *text)
{
    size_t len = strlen(text);

    return (len == 10 || (len > 10 && (text[10] == ' ' || text[10] == 'T'))) &&
           orb_date_parse(out, text, 10);
}

enum orb_status orb_finess_date(struct finess *f, const struct orb_node *object,
                                const char *key, orb_date *out, struct orb_error *err)
{
    const char *text = NULL;
    enum orb_status status = orb_finess_text(f, object, key, &text, err);

    *out = ORB_DATE_NONE;
    if (status != ORB_OK || text == NULL || day_of(out, text))
        return status;
    return orb_finess_find(f, FINESS_RULE_DATE_UNREADABLE, key, text, err);
}

orb_date orb_finess_event_date(const struct orb_node *object, const char *code)
{
    const struct orb_node *events = orb_node_get(object, "evenement");
    orb_date latest = ORB_DATE_NONE;

    for (size_t i = 0; i < orb_node_count(events); i++) {
        const struct orb_node *event = orb_node_at(events, i);
        const char *kind = orb_node_text(orb_node_get(event, "codeEvenement"));
        const char *day = orb_node_text(orb_node_get(event, "dateEvenement"));
        orb_date date;

        if (kind != NULL && day != NULL && strcmp(kind, code) == 0 && day_of(&date, day) &&
            date > latest)
            latest = date;
    }
    return latest;
}

bool orb_finess_digits(const char *text, size_t len)
{
    return strlen(text) == len && strspn(text, "0123456789") == len;
}

bool orb_finess_is_number(const char *text)
{
    if (strncmp(text, "2A", 2) == 0 || strncmp(text, "2B", 2) == 0)
        return orb_finess_digits(text + 2, 7);
    return orb_finess_digits(text, 9);
}

/* Lines "01 000 090 ...": the first two digits of the codes, then the last three of each.
 */
enum orb_status orb_finess_read_init(struct finess *f, struct orb_error *err)
{
    const struct orb_embedded_file *file =
        orb_embedded_find("importers/finess_postcodes.txt");
    char code[6] = "";

    for (const char *line = file == NULL ? NULL : (const char *)file->data;
         line != NULL && *line != '\0';) {
        const char *end = strchr(line, '\n');
        uint32_t number;

        for (const char *p = line + 3; line[0] != '#' && end != NULL && p + 3 <= end;
             p += 4) {
            memcpy(code, line, 2);
            memcpy(code + 2, p, 3);
            if (orb_strmap_add(&f->postcodes, code, 5, &number) != ORB_OK)
                return orb_error_memory(err);
        }
        line = end == NULL ? NULL : end + 1;
    }
    return ORB_OK;
}

void orb_finess_read_release(struct finess *f)
{
    orb_tally_release(&f->unlabelled);
    orb_tally_release(&f->categories);
    orb_strmap_release(&f->postcodes);
    orb_finess_numbers_release(&f->seen_organizations);
    orb_finess_numbers_release(&f->seen_establishments);
    orb_arena_release(&f->scratch);
}
