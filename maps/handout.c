/* Parts are kept in the order they are told; their texts are copied. */
#include "maps/handout.h"

#include <stdarg.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/buf.h"
#include "engine/base/text.h"

void orb_handout_init(struct orb_handout *out, bool french)
{
    memset(out, 0, sizeof *out);
    out->title = "";
    out->french = french;
}

void orb_handout_release(struct orb_handout *handout)
{
    orb_free(handout->parts);
    orb_arena_release(&handout->arena);
    memset(handout, 0, sizeof *handout);
}

enum orb_status orb_handout_check(const struct orb_handout *handout, struct orb_error *err)
{
    return handout->failed ? orb_error_memory(err) : ORB_OK;
}

static const char *copy(struct orb_handout *h, const char *text)
{
    const char *out = orb_arena_strdup(&h->arena, text);

    h->failed = h->failed || (text != NULL && out == NULL);
    return out;
}

static void add(struct orb_handout *h, enum orb_handout_kind kind, const char *label,
                const char *text, const char *beside)
{
    struct orb_handout_part part = { kind, copy(h, label), copy(h, text), copy(h, beside) };

    if (!h->failed &&
        orb_grow((void **)&h->parts, &h->capacity, h->count, sizeof *h->parts) != ORB_OK)
        h->failed = true;
    if (!h->failed)
        h->parts[h->count++] = part;
}

ORB_PRINTF(3, 0)
static void add_printed(struct orb_handout *h, enum orb_handout_kind kind,
                        const char *format, va_list args)
{
    struct orb_buf text = { 0 };

    orb_buf_vprintf(&text, format, args);
    h->failed = h->failed || text.failed;
    add(h, kind, NULL, text.data == NULL ? "" : text.data, NULL);
    orb_buf_release(&text);
}

void orb_handout_title(struct orb_handout *h, const char *format, ...)
{
    struct orb_buf text = { 0 };
    va_list args;

    va_start(args, format);
    orb_buf_vprintf(&text, format, args);
    va_end(args);
    h->failed = h->failed || text.failed;
    h->title = copy(h, text.data == NULL ? "" : text.data);
    orb_buf_release(&text);
}

void orb_handout_section(struct orb_handout *h, const char *words)
{
    add(h, ORB_HANDOUT_SECTION, NULL, words, NULL);
}

void orb_handout_fact(struct orb_handout *h, const char *label, const char *text)
{
    add(h, ORB_HANDOUT_FACT, label, text, NULL);
}

void orb_handout_say(struct orb_handout *h, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add_printed(h, ORB_HANDOUT_LINE, format, args);
    va_end(args);
}

void orb_handout_step(struct orb_handout *h, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add_printed(h, ORB_HANDOUT_STEP, format, args);
    va_end(args);
}

void orb_handout_item(struct orb_handout *h, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add_printed(h, ORB_HANDOUT_ITEM, format, args);
    va_end(args);
}

void orb_handout_quote(struct orb_handout *h, const char *label, const char *text,
                       const char *beside)
{
    add(h, ORB_HANDOUT_QUOTE, label, text, beside);
}

void orb_handout_table(struct orb_handout *h, const char *const *titles, size_t count)
{
    add(h, ORB_HANDOUT_TABLE, NULL, NULL, NULL);
    for (size_t i = 0; i < count; i++)
        add(h, ORB_HANDOUT_COLUMN, NULL, _(titles[i]), NULL);
}

void orb_handout_row(struct orb_handout *h)
{
    add(h, ORB_HANDOUT_ROW, NULL, NULL, NULL);
}

void orb_handout_cell(struct orb_handout *h, const char *text)
{
    add(h, ORB_HANDOUT_CELL, NULL, text, NULL);
}

size_t orb_handout_columns(const struct orb_handout *h, size_t table)
{
    size_t count = 0;

    while (table + 1 + count < h->count &&
           h->parts[table + 1 + count].kind == ORB_HANDOUT_COLUMN)
        count++;
    return count;
}
