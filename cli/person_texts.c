/* Cuts at the brackets, so that a cohort of any length is read with the memory of one
 * person. */
#include "cli/person_texts.h"

#include <string.h>

#include "engine/base/scan.h"
#include "engine/base/text.h"
#include "importers/input.h"

/* The byte at the reading place without taking it; -1 at the end. */
static enum orb_status peek(struct cli_person_texts *t, int *c, struct orb_error *err)
{
    if (t->at >= t->len && !t->ended) {
        enum orb_status status;

        t->before += t->len;
        t->len = 0;
        status = orb_input_next(t->in, &t->block, &t->len, err);
        if (status != ORB_OK)
            return status;
        t->at = 0;
        t->ended = t->len == 0;
    }
    *c = t->at < t->len ? (unsigned char)t->block[t->at] : -1;
    return ORB_OK;
}

static void take(struct cli_person_texts *t)
{
    t->line += t->block[t->at] == '\n';
    t->at++;
}

static enum orb_status skip_blanks(struct cli_person_texts *t, int *c,
                                   struct orb_error *err)
{
    enum orb_status status = peek(t, c, err);

    while (status == ORB_OK && (*c == ' ' || *c == '\t' || *c == '\n' || *c == '\r')) {
        take(t);
        status = peek(t, c, err);
    }
    return status;
}

static enum orb_status fail_here(const struct cli_person_texts *t, const char *sentence,
                                 struct orb_error *err)
{
    enum orb_status status = orb_error_set(err, ORB_ERR_SYNTAX, "%s", sentence);

    orb_error_at(err, "%zu", t->line);
    return status;
}

/* How far the cutting of an object has come. */
struct cut {
    size_t depth;
    size_t line;
    bool in_string, escaped, ended;
};

/* Over what ends no string. */
static const char *pass_string(struct cut *cut, const char *at, const char *end)
{
    while (at < end && cut->in_string) {
        if (!cut->escaped)
            at = orb_scan_plain(at, end);
        if (at == end)
            break;
        cut->line += *at == '\n';
        cut->in_string = cut->escaped || *at != '"';
        cut->escaped = !cut->escaped && *at == '\\';
        at++;
    }
    return at;
}

/* As far as the object goes, at most to the end. */
static const char *pass(struct cut *cut, const char *at, const char *end)
{
    while (at < end && !cut->ended) {
        if (cut->in_string) {
            at = pass_string(cut, at, end);
            continue;
        }
        switch (*at++) {
        case '"':
            cut->in_string = true;
            break;
        case '{':
        case '[':
            cut->depth++;
            break;
        case '}':
        case ']':
            cut->ended = --cut->depth == 0;
            break;
        case '\n':
            cut->line++;
            break;
        default:
            break;
        }
    }
    return at;
}

/* From '{' to its '}', brackets inside strings apart: what the block at hand holds, then
 * the next one. */
static enum orb_status take_object(struct cli_person_texts *t, struct orb_error *err)
{
    struct cut cut = { .line = t->line };

    t->started = t->line;
    t->begun = t->before + t->at;
    orb_buf_clear(&t->text);
    while (!cut.ended) {
        size_t first;
        int c;
        enum orb_status status = peek(t, &c, err);

        if (status != ORB_OK)
            return status;
        if (c < 0)
            return fail_here(t, _("the file ends in the middle of a person"), err);
        first = t->at;
        t->at = (size_t)(pass(&cut, t->block + first, t->block + t->len) - t->block);
        t->line = cut.line;
        orb_buf_add(&t->text, t->block + first, t->at - first);
        if (t->text.len > CLI_PERSON_CAP)
            return orb_error_set(err, ORB_ERR_RANGE, _("this person is too long"));
    }
    return orb_buf_check(&t->text, err);
}

static enum orb_status begin(struct cli_person_texts *t, struct orb_error *err)
{
    int c;
    enum orb_status status;

    for (const char *mark = "\xef\xbb\xbf"; *mark != '\0'; mark++) {
        status = peek(t, &c, err);
        if (status != ORB_OK || c != (unsigned char)*mark)
            break;
        take(t);
    }
    status = skip_blanks(t, &c, err);
    if (status != ORB_OK)
        return status;
    t->has_begun = true;
    t->in_array = c == '[';
    if (t->in_array)
        take(t);
    status = skip_blanks(t, &c, err);
    if (status == ORB_OK && t->in_array && c == ']') {
        take(t);
        t->in_array = false;
        status = skip_blanks(t, &c, err);
        if (status == ORB_OK && c >= 0)
            status = fail_here(t, _("something follows the list of persons"), err);
    }
    t->has_more = c >= 0;
    return status;
}

/* What stands between two persons, or after the last. */
static enum orb_status pass_on(struct cli_person_texts *t, struct orb_error *err)
{
    int c;
    enum orb_status status = skip_blanks(t, &c, err);

    t->has_more = c >= 0;
    if (status != ORB_OK || !t->in_array)
        return status;
    if (c == ',') {
        take(t);
        return skip_blanks(t, &c, err);
    }
    if (c != ']')
        return fail_here(t,
                         c < 0 ? _("the list of persons does not end")
                               : _("a comma is expected between two persons"),
                         err);
    take(t);
    t->has_more = false;
    status = skip_blanks(t, &c, err);
    if (status == ORB_OK && c >= 0)
        status = fail_here(t, _("something follows the list of persons"), err);
    return status;
}

enum orb_status cli_person_texts_next(struct cli_person_texts *texts, bool *found,
                                      struct orb_error *err)
{
    enum orb_status status = texts->has_begun ? ORB_OK : begin(texts, err);
    int c = -1;

    *found = false;
    if (status != ORB_OK || !texts->has_more)
        return status;
    status = peek(texts, &c, err);
    if (status != ORB_OK)
        return status;
    if (c != '{')
        return fail_here(texts, _("a person is an object, between braces"), err);
    status = take_object(texts, err);
    if (status == ORB_OK)
        status = pass_on(texts, err);
    if (status != ORB_OK)
        return status;
    texts->count++;
    *found = true;
    return ORB_OK;
}

void cli_person_texts_place(struct orb_buf *out, const struct cli_person_texts *texts)
{
    if (texts->in_array)
        orb_buf_printf(out, "/%zu", texts->count - 1);
    else if (texts->count > 1 || texts->has_more)
        orb_buf_printf(out, ":%zu", texts->started);
}

enum orb_status cli_person_texts_open(struct cli_person_texts *out, const char *path,
                                      struct orb_error *err)
{
    memset(out, 0, sizeof *out);
    out->line = 1;
    return orb_input_open(&out->in, path, err);
}

void cli_person_texts_close(struct cli_person_texts *texts)
{
    if (texts->text.data != NULL)
        memset(texts->text.data, 0, texts->text.capacity);
    orb_buf_release(&texts->text);
    orb_input_close(texts->in);
    memset(texts, 0, sizeof *texts);
}
