/* From one sign that means something to the next; a quote opens only at the start of a
 * field, elsewhere it is an ordinary character. */
#include "engine/base/csv.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"

enum place { FIELD_START, PLAIN, QUOTED, AFTER_QUOTE };

void orb_csv_memory(struct orb_csv *csv, const char *text, size_t len, char separator)
{
    memset(csv, 0, sizeof *csv);
    csv->at = text;
    csv->end = text + len;
    csv->separator = separator;
    csv->next_line = 1;
}

void orb_csv_stream(struct orb_csv *csv, orb_csv_next next, void *context, char separator)
{
    memset(csv, 0, sizeof *csv);
    csv->next = next;
    csv->context = context;
    csv->separator = separator;
    csv->next_line = 1;
}

static enum orb_status fail(const struct orb_csv *csv, struct orb_error *err,
                            enum orb_status status, const char *sentence)
{
    status = orb_error_set(err, status, "%s", sentence);
    orb_error_at(err, "%lu", csv->line);
    return status;
}

static enum orb_status fill(struct orb_csv *csv, struct orb_error *err)
{
    size_t len = 0;
    enum orb_status status;

    if (csv->at < csv->end || csv->ended)
        return ORB_OK;
    if (csv->next == NULL) {
        csv->ended = true;
        return ORB_OK;
    }
    status = csv->next(csv->context, &csv->at, &len, err);
    if (status != ORB_OK)
        return status;
    csv->end = csv->at + len;
    csv->ended = len == 0;
    return ORB_OK;
}

static char guess_separator(const char *p, const char *end)
{
    static const char candidates[] = ";,\t";
    size_t counts[3] = { 0 };
    size_t best = 1;
    bool quoted = false;

    for (; p < end && (quoted || *p != '\n'); p++) {
        const char *c = *p == '\0' ? NULL : strchr(candidates, *p);

        if (*p == '"')
            quoted = !quoted;
        else if (c != NULL && !quoted)
            counts[c - candidates]++;
    }
    for (size_t i = 0; i < 3; i++)
        best = counts[i] > counts[best] ? i : best;
    return candidates[best];
}

/* The three bytes of a byte order mark may come in several blocks; a part of one is not
 * UTF-8. */
static enum orb_status skip_mark(struct orb_csv *csv, struct orb_error *err)
{
    static const char mark[] = "\xef\xbb\xbf";

    for (size_t i = 0; i < 3; i++) {
        enum orb_status status = fill(csv, err);

        if (status != ORB_OK)
            return status;
        if (csv->at == csv->end || *csv->at != mark[i]) {
            csv->line = csv->next_line;
            return i == 0
                       ? ORB_OK
                       : fail(csv, err, ORB_ERR_SYNTAX, _("the text is not valid UTF-8"));
        }
        csv->at++;
    }
    return fill(csv, err);
}

static enum orb_status start(struct orb_csv *csv, struct orb_error *err)
{
    enum orb_status status = skip_mark(csv, err);

    if (status != ORB_OK)
        return status;
    csv->started = true;
    if (csv->separator == '\0')
        csv->separator = csv->at < csv->end ? guess_separator(csv->at, csv->end) : ',';
    return ORB_OK;
}

/* The field that begins at the end of the text; its NUL is added when it ends. */
static enum orb_status begin_field(struct orb_csv *csv, struct orb_error *err)
{
    if (csv->field_count >= ORB_CSV_FIELDS)
        return fail(csv, err, ORB_ERR_RANGE, _("the row has too many fields"));
    if (orb_grow((void **)&csv->starts, &csv->start_capacity, csv->field_count,
                 sizeof *csv->starts) != ORB_OK)
        return orb_error_memory(err);
    csv->starts[csv->field_count++] = csv->text.len;
    return ORB_OK;
}

static enum orb_status end_field(struct orb_csv *csv, struct orb_error *err)
{
    size_t begin = csv->starts[csv->field_count - 1];

    if (csv->text.len - begin > ORB_CSV_FIELD_CAP)
        return fail(csv, err, ORB_ERR_RANGE,
                    _("a field is longer than the 1 MiB accepted here"));
    if (csv->text.len > begin &&
        !orb_utf8_valid(csv->text.data + begin, csv->text.len - begin))
        return fail(csv, err, ORB_ERR_SYNTAX, _("the text is not valid UTF-8"));
    orb_buf_char(&csv->text, '\0');
    return csv->text.failed ? orb_error_memory(err) : ORB_OK;
}

/* What stands before the next sign that means something; false when the block ends first.
 */
static bool take_text(struct orb_csv *csv, bool quoted)
{
    const char *p = csv->at;

    if (quoted) {
        p = memchr(p, '"', (size_t)(csv->end - p));
        p = p == NULL ? csv->end : p;
        for (const char *l = csv->at; (l = memchr(l, '\n', (size_t)(p - l))) != NULL; l++)
            csv->next_line++;
    } else {
        while (p < csv->end && *p != csv->separator && *p != '\n')
            p++;
    }
    orb_buf_add(&csv->text, csv->at, (size_t)(p - csv->at));
    csv->at = p;
    return p < csv->end;
}

/* The end of a field, at a separator or the end of a line. A carriage return before the end
 * of a line belongs to it. */
static enum orb_status take_end(struct orb_csv *csv, enum place *place, bool *done,
                                struct orb_error *err)
{
    enum orb_status status;

    *done = *csv->at++ == '\n';
    csv->next_line += *done;
    if (*done && *place == PLAIN && csv->text.data[csv->text.len - 1] == '\r')
        csv->text.len--;
    *place = FIELD_START;
    status = end_field(csv, err);
    return status != ORB_OK || *done ? status : begin_field(csv, err);
}

static enum orb_status take_plain(struct orb_csv *csv, enum place *place, bool *done,
                                  struct orb_error *err)
{
    const char *from = csv->at;
    bool ends = take_text(csv, false);

    if (csv->at > from)
        *place = PLAIN;
    return ends ? take_end(csv, place, done, err) : ORB_OK;
}

/* After a quote inside quotes: another one stands for it, else the field ends. */
static enum orb_status take_after_quote(struct orb_csv *csv, enum place *place, bool *done,
                                        struct orb_error *err)
{
    char c = *csv->at;

    if (c == csv->separator || c == '\n')
        return take_end(csv, place, done, err);
    if (c != '"' && c != '\r')
        return fail(csv, err, ORB_ERR_SYNTAX, _("there is text after a closing quote"));
    if (c == '"') {
        orb_buf_char(&csv->text, c);
        *place = QUOTED;
    }
    csv->at++;
    return ORB_OK;
}

/* Go on in the block at hand, up to the next sign that means something. */
static enum orb_status step(struct orb_csv *csv, enum place *place, bool *done,
                            struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    if (*place == QUOTED) {
        if (take_text(csv, true)) {
            csv->at++;
            *place = AFTER_QUOTE;
        }
    } else if (*place == AFTER_QUOTE) {
        status = take_after_quote(csv, place, done, err);
    } else if (*place == FIELD_START && *csv->at == '"') {
        csv->at++;
        *place = QUOTED;
    } else {
        status = take_plain(csv, place, done, err);
    }
    if (status == ORB_OK &&
        csv->text.len - csv->starts[csv->field_count - 1] > ORB_CSV_FIELD_CAP + 1)
        status = end_field(csv, err);
    return status;
}

/* The text ends in the last row. */
static enum orb_status finish_row(struct orb_csv *csv, enum place place,
                                  struct orb_error *err)
{
    if (place == QUOTED)
        return fail(csv, err, ORB_ERR_SYNTAX, _("a quote is opened and never closed"));
    if (place == PLAIN && csv->text.data[csv->text.len - 1] == '\r')
        csv->text.len--;
    return end_field(csv, err);
}

static enum orb_status read_row(struct orb_csv *csv, bool *any, struct orb_error *err)
{
    enum place place = FIELD_START;
    bool done = false;

    while (!done) {
        enum orb_status status = fill(csv, err);

        if (status == ORB_OK && csv->at == csv->end)
            return finish_row(csv, place, err);
        *any = true;
        if (status == ORB_OK)
            status = step(csv, &place, &done, err);
        if (status != ORB_OK)
            return status;
        if (csv->text.failed)
            return orb_error_memory(err);
    }
    return ORB_OK;
}

static enum orb_status point_fields(struct orb_csv *csv, struct orb_error *err)
{
    for (size_t i = 0; i < csv->field_count; i++) {
        if (orb_grow((void **)&csv->pointers, &csv->pointer_capacity, i,
                     sizeof *csv->pointers) != ORB_OK)
            return orb_error_memory(err);
        csv->pointers[i] = csv->text.data + csv->starts[i];
    }
    csv->fields = csv->pointers;
    return ORB_OK;
}

enum orb_status orb_csv_row(struct orb_csv *csv, bool *more, struct orb_error *err)
{
    enum orb_status status = csv->started ? ORB_OK : start(csv, err);
    bool any;

    do {
        any = false;
        csv->field_count = 0;
        csv->line = csv->next_line;
        orb_buf_clear(&csv->text);
        if (status == ORB_OK)
            status = begin_field(csv, err);
        if (status == ORB_OK)
            status = read_row(csv, &any, err);
        if (status != ORB_OK)
            return status;
    } while (any && csv->field_count == 1 && csv->text.len == 1);
    *more = any;
    return any ? point_fields(csv, err) : ORB_OK;
}

size_t orb_csv_find(const struct orb_csv *csv, const char *name)
{
    for (size_t i = 0; i < csv->field_count; i++)
        if (strcmp(csv->fields[i], name) == 0)
            return i;
    return SIZE_MAX;
}

const char *orb_csv_field(const struct orb_csv *csv, size_t index)
{
    return index < csv->field_count ? csv->fields[index] : "";
}

void orb_csv_release(struct orb_csv *csv)
{
    orb_buf_release(&csv->text);
    orb_free(csv->starts);
    orb_free(csv->pointers);
    memset(csv, 0, sizeof *csv);
}
