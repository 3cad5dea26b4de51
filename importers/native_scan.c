/* The source of every record stands anywhere in the document, so it is looked for before
 * the lists are read. */
#include "importers/native_scan.h"

#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "importers/json_reader.h"

struct state {
    const struct native_scan *scan;
    const char *path;
    unsigned long long depth;
    bool started;
    bool quoted;
    bool escaped;
    bool at_key; /* the next string of level 1 is a key */
    bool ended;
    struct orb_buf text; /* the key, then the wanted value */
    struct orb_buf key;  /* decoded */
    const char *mark;    /* start in this block of what is kept; NULL = nothing is kept */
};

static enum orb_status fail(const struct state *s, enum orb_status status,
                            const char *sentence, struct orb_error *err)
{
    status = orb_error_set(err, status, "%s", sentence);
    orb_error_at(err, "%s", s->path);
    return status;
}

/* Add what was marked up to p. */
static enum orb_status keep(struct state *s, const char *p, struct orb_error *err)
{
    if (s->mark == NULL)
        return ORB_OK;
    orb_buf_add(&s->text, s->mark, (size_t)(p - s->mark));
    if (s->text.failed)
        return orb_error_memory(err);
    if (s->text.len > ORB_JSON_ITEM_CAP)
        return fail(s, ORB_ERR_RANGE,
                    _("a member of the document is longer than the 64 MiB accepted here"),
                    err);
    return ORB_OK;
}

static enum orb_status end_key(struct state *s, const char *p, struct orb_error *err)
{
    struct orb_json *value = NULL;
    enum orb_status status = keep(s, p, err);

    s->mark = NULL;
    if (status != ORB_OK)
        return status;
    status = orb_json_parse(&value, s->text.data, s->text.len, err);
    if (status != ORB_OK) {
        orb_error_at(err, "%s", s->path);
        return status;
    }
    orb_buf_clear(&s->key);
    orb_buf_text(&s->key, orb_json_text(value) == NULL ? "" : orb_json_text(value));
    orb_json_free(value);
    s->at_key = false;
    return orb_buf_check(&s->key, err);
}

static void begin_value(struct state *s, const char *p)
{
    orb_buf_clear(&s->text);
    s->mark =
        s->key.data != NULL && s->scan->want(s->scan->context, s->key.data) ? p : NULL;
}

static enum orb_status end_value(struct state *s, const char *p, struct orb_error *err)
{
    struct native_member member = { .key = s->key.data };
    enum orb_status status = keep(s, p, err);

    if (status != ORB_OK || s->at_key)
        return status;
    if (s->mark != NULL) {
        member.value = s->text.data;
        member.value_len = s->text.len;
    }
    s->mark = NULL;
    s->at_key = true;
    return s->scan->take(s->scan->context, &member, err);
}

/* A byte that is neither in a string nor plain. */
static enum orb_status structure(struct state *s, const char *p, struct orb_error *err)
{
    switch (*p) {
    case '"':
        s->quoted = true;
        if (s->depth == 1 && s->at_key) {
            orb_buf_clear(&s->text);
            s->mark = p;
        }
        return ORB_OK;
    case '{':
    case '[':
        s->depth++;
        return ORB_OK;
    case '}':
    case ']':
        if (s->depth == 1) {
            s->ended = true;
            return end_value(s, p, err);
        }
        s->depth--;
        return ORB_OK;
    case ':':
        if (s->depth == 1)
            begin_value(s, p + 1);
        return ORB_OK;
    default:
        return s->depth == 1 ? end_value(s, p, err) : ORB_OK;
    }
}

static const char *skip_string(struct state *s, const char *p, const char *end)
{
    while (p < end) {
        if (s->escaped) {
            s->escaped = false;
        } else if (*p == '\\') {
            s->escaped = true;
        } else if (*p == '"') {
            s->quoted = false;
            return p + 1;
        }
        p++;
    }
    return p;
}

static enum orb_status scan_block(struct state *s, const char *p, const char *end,
                                  struct orb_error *err)
{
    static const char marked[256] = {
        ['"'] = 1, ['{'] = 1, ['}'] = 1, ['['] = 1, [']'] = 1, [':'] = 1, [','] = 1
    };
    enum orb_status status = ORB_OK;

    s->mark = s->mark == NULL ? NULL : p;
    while (p < end && !s->ended && status == ORB_OK) {
        if (s->quoted) {
            p = skip_string(s, p, end);
            if (!s->quoted && s->depth == 1 && s->at_key)
                status = end_key(s, p, err);
            continue;
        }
        while (p < end && !marked[(unsigned char)*p])
            p++;
        if (p < end) {
            status = structure(s, p, err);
            p++;
        }
    }
    return status == ORB_OK && !s->ended ? keep(s, end, err) : status;
}

/* Skip blanks and a byte order mark up to the brace. */
static enum orb_status start(struct state *s, const char **p, const char *end,
                             struct orb_error *err)
{
    if (end - *p >= 3 && memcmp(*p, "\xef\xbb\xbf", 3) == 0)
        *p += 3;
    while (*p < end && strchr(" \t\r\n", **p) != NULL && **p != '\0')
        (*p)++;
    if (*p == end)
        return ORB_OK;
    if (**p != '{')
        return fail(s, ORB_ERR_SYNTAX, _("this is not a JSON object"), err);
    (*p)++;
    s->started = s->at_key = true;
    s->depth = 1;
    return ORB_OK;
}

static enum orb_status scan_all(struct state *s, struct orb_input *in,
                                struct orb_error *err)
{
    for (;;) {
        const char *p;
        const char *end;
        size_t len;
        enum orb_status status = orb_input_next(in, &p, &len, err);

        if (status != ORB_OK)
            return status;
        if (len == 0)
            break;
        end = p + len;
        if (!s->started)
            status = start(s, &p, end, err);
        if (status == ORB_OK && s->started && !s->ended)
            status = scan_block(s, p, end, err);
        if (status != ORB_OK)
            return status;
    }
    if (!s->started)
        return fail(s, ORB_ERR_SYNTAX, _("the file is empty"), err);
    if (!s->ended)
        return fail(s, ORB_ERR_SYNTAX, _("the text ends too early; is the file truncated?"),
                    err);
    return ORB_OK;
}

enum orb_status orb_native_scan(struct orb_input *in, const struct native_scan *scan,
                                struct orb_error *err)
{
    struct state s = { .scan = scan, .path = orb_input_path(in) };
    enum orb_status status = scan_all(&s, in, err);

    orb_buf_release(&s.text);
    orb_buf_release(&s.key);
    return status;
}
