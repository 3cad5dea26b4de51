/* Reads <text> elements as the concentric map writes them. */
#include "tests/property/svg_texts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/buf.h"
#include "maps/text_width.h"

#define TEXTS_MAX 4000

/* The value of an attribute before end, or fallback. */
static double number_of(const char *at, const char *end, const char *name, double fallback)
{
    const char *found = strstr(at, name);

    return found == NULL || found > end ? fallback : strtod(found + strlen(name), NULL);
}

static void unescape(struct orb_buf *out, const char *text, size_t len)
{
    static const struct {
        const char *entity;
        char c;
    } entities[] = {
        { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }
    };

    for (size_t i = 0; i < len;) {
        size_t step = 0;

        for (size_t k = 0; k < sizeof entities / sizeof entities[0]; k++)
            if (strncmp(text + i, entities[k].entity, strlen(entities[k].entity)) == 0) {
                orb_buf_char(out, entities[k].c);
                step = strlen(entities[k].entity);
            }
        if (step == 0)
            orb_buf_char(out, text[i]);
        i += step == 0 ? 1 : step;
    }
}

static const char *read_text(struct svg_text *box, const char *at)
{
    const char *open = strchr(at, '>');
    const char *close = strstr(at, "</text>");
    double x = number_of(at, open, " x=\"", 0), y = number_of(at, open, " y=\"", 0);
    double size = number_of(at, open, " font-size=\"", 0), width;
    bool bold = number_of(at, open, " font-weight=\"", 400) > 400;
    const char *anchor = strstr(at, " text-anchor=\"");
    struct orb_buf text = { 0 };

    assert_non_null(close);
    assert_true(size > 0);
    box->text = open + 1;
    box->len = (int)(close - box->text);
    unescape(&text, box->text, (size_t)box->len);
    width = orb_text_width(text.data == NULL ? "" : text.data, size, bold);
    orb_buf_release(&text);
    box->left = x;
    if (anchor != NULL && anchor < open)
        box->left -= anchor[strlen(" text-anchor=\"")] == 'm' ? width / 2 : width;
    box->right = box->left + width;
    box->up = y - 0.7 * size;
    box->down = y + 0.18 * size;
    return close;
}

void svg_texts_check(const char *svg, double width, double height,
                     void (*check)(const struct svg_text *text, const void *context),
                     const void *context)
{
    static struct svg_text boxes[TEXTS_MAX];
    size_t count = 0;

    for (const char *at = svg; (at = strstr(at, "<text ")) != NULL; count++) {
        struct svg_text *box = &boxes[count];

        assert_true(count < TEXTS_MAX);
        at = read_text(box, at);
        if (box->left < 0 || box->right > width || box->up < 0 || box->down > height)
            fail_msg("'%.*s' leaves the sheet", box->len, box->text);
        for (size_t i = 0; i < count; i++)
            if (box->left < boxes[i].right && boxes[i].left < box->right &&
                box->up < boxes[i].down && boxes[i].up < box->down)
                fail_msg("'%.*s' covers '%.*s'", box->len, box->text, boxes[i].len,
                         boxes[i].text);
    }
    for (size_t i = 0; i < count && check != NULL; i++)
        check(&boxes[i], context);
    assert_true(count > 0);
}
