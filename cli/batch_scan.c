/* Members are found by walking over the others: a person is parsed once, by the thread that
 * answers. */
#include "cli/batch_scan.h"

#include <stdbool.h>
#include <string.h>

#include "engine/base/json.h"
#include "engine/base/scan.h"

struct span {
    const char *at, *end;
};

static void skip_blanks(struct span *s)
{
    while (s->at < s->end &&
           (*s->at == ' ' || *s->at == '\t' || *s->at == '\n' || *s->at == '\r'))
        s->at++;
}

/* Over a string; what is between its quotes. */
static bool take_string(struct span *s, struct span *inside)
{
    if (s->at >= s->end || *s->at != '"')
        return false;
    inside->at = ++s->at;
    while (s->at < s->end) {
        s->at = orb_scan_plain(s->at, s->end);
        if (s->at >= s->end || *s->at == '"')
            break;
        s->at += *s->at == '\\' ? 2 : 1;
    }
    if (s->at >= s->end)
        return false;
    inside->end = s->at++;
    return true;
}

/* Over an object or a list, brackets inside strings apart. */
static bool skip_nested(struct span *s)
{
    struct span inside;
    size_t depth = 0;

    do {
        if (s->at >= s->end)
            return false;
        if (*s->at == '"') {
            if (!take_string(s, &inside))
                return false;
            continue;
        }
        depth += *s->at == '{' || *s->at == '[';
        depth -= *s->at == '}' || *s->at == ']';
        s->at++;
    } while (depth > 0);
    return true;
}

static bool take_value(struct span *s, struct span *value)
{
    struct span inside;

    value->at = s->at;
    if (s->at >= s->end)
        return false;
    if (*s->at == '"') {
        if (!take_string(s, &inside))
            return false;
    } else if (*s->at == '{' || *s->at == '[') {
        if (!skip_nested(s))
            return false;
    } else {
        while (s->at < s->end && *s->at != ',' && *s->at != '}')
            s->at++;
    }
    value->end = s->at;
    return true;
}

struct wanted {
    const char *key;
    struct span value; /* at NULL = not found */
};

static bool is_key(struct span key, const char *name)
{
    size_t len = (size_t)(key.end - key.at);

    return strlen(name) == len && memcmp(key.at, name, len) == 0;
}

/* The members wanted of an object. */
static void find(struct span object, struct wanted *wanted, size_t count)
{
    skip_blanks(&object);
    if (object.at >= object.end || *object.at != '{')
        return;
    object.at++;
    for (;;) {
        struct span key, value;

        skip_blanks(&object);
        if (!take_string(&object, &key))
            return;
        skip_blanks(&object);
        if (object.at >= object.end || *object.at++ != ':')
            return;
        skip_blanks(&object);
        if (!take_value(&object, &value))
            return;
        for (size_t i = 0; i < count; i++)
            if (is_key(key, wanted[i].key))
                wanted[i].value = value;
        skip_blanks(&object);
        if (object.at >= object.end || *object.at++ != ',')
            return;
    }
}

static void give_text(struct span value, const char **text, size_t *len)
{
    struct span inside;

    if (value.at == NULL || !take_string(&value, &inside))
        return;
    *text = inside.at;
    *len = (size_t)(inside.end - inside.at);
}

struct cli_batch_keys cli_batch_scan(const char *text, size_t len)
{
    struct cli_batch_keys keys = { 0 };
    struct wanted of_person[] = { { "id", { 0 } },
                                  { "location", { 0 } },
                                  { "situation", { 0 } } };
    struct wanted of_location = { "commune", { 0 } };
    struct span all = { text, text + len };

    find(all, of_person, 3);
    /* The members of a case are not those of its person. */
    if (of_person[2].value.at != NULL) {
        all = of_person[2].value;
        of_person[0].value.at = of_person[1].value.at = NULL;
        find(all, of_person, 2);
    }
    if (of_person[1].value.at != NULL)
        find(of_person[1].value, &of_location, 1);
    give_text(of_person[0].value, &keys.id, &keys.id_len);
    give_text(of_location.value, &keys.commune, &keys.commune_len);
    return keys;
}

static enum orb_status decode(struct orb_buf *out, bool *found, struct orb_error *err)
{
    struct orb_json *document = NULL;
    const char *id = NULL;

    if (orb_json_parse(&document, out->data, out->len, NULL) == ORB_OK)
        id = orb_json_text(orb_json_get(document, "id"));
    orb_buf_clear(out);
    *found = id != NULL;
    if (id != NULL)
        orb_buf_text(out, id);
    orb_json_free(document);
    return orb_buf_check(out, err);
}

enum orb_status cli_batch_scan_id(struct orb_buf *out, bool *found,
                                  const struct cli_batch_keys *keys, struct orb_error *err)
{
    enum orb_status status;

    orb_buf_clear(out);
    *found = keys->id != NULL && memchr(keys->id, '\0', keys->id_len) == NULL;
    if (!*found)
        return ORB_OK;
    if (memchr(keys->id, '\\', keys->id_len) == NULL) {
        orb_buf_add(out, keys->id, keys->id_len);
        return orb_buf_check(out, err);
    }
    orb_buf_text(out, "{\"id\":");
    orb_buf_add(out, keys->id - 1, keys->id_len + 2); /* with its quotes */
    orb_buf_char(out, '}');
    status = orb_buf_check(out, err);
    return status == ORB_OK ? decode(out, found, err) : status;
}
