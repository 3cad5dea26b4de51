/* Marks of meaning everywhere, so that the page printed to PDF is a tagged one. */
#include "maps/handout.h"

#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/embedded.h"
#include "engine/base/text.h"
#include "maps/page.h"
#include "maps/phone.h"

#define STYLE  "maps/handout.css"
#define DIGEST "maps/handout.css.sha256"

struct page {
    struct orb_buf *out;
    const struct orb_handout *handout;
    const char *open; /* the list that is open: "dl", "ul" or "" */
    bool in_section;
};

static void escape(struct page *p, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        const char one[2] = { text[i], '\0' };

        orb_page_escape(p->out, one);
    }
}

/* A telephone number is never cut at the end of a line. */
static void write_words(struct page *p, const char *text)
{
    const char *from = text;
    bool in_number = false;

    while (*text != '\0') {
        size_t len = in_number ? 0 : orb_phone_len(text);

        in_number = (*text >= '0' && *text <= '9') || *text == '+';
        if (len == 0) {
            text++;
            continue;
        }
        escape(p, from, (size_t)(text - from));
        orb_buf_text(p->out, "<span class=\"phone\">");
        escape(p, text, len);
        orb_buf_text(p->out, "</span>");
        text += len;
        from = text;
    }
    orb_page_escape(p->out, from);
}

static void element(struct page *p, const char *name, const char *words)
{
    orb_buf_printf(p->out, "<%s>", name);
    write_words(p, words);
    orb_buf_printf(p->out, "</%s>", name);
}

/* Close the list that is open unless it is of this kind; open one of this kind. */
static void list(struct page *p, const char *kind)
{
    if (strcmp(p->open, kind) == 0)
        return;
    if (p->open[0] != '\0')
        orb_buf_printf(p->out, "</%s>\n", p->open);
    if (kind[0] != '\0')
        orb_buf_printf(p->out, "<%s>\n", kind);
    p->open = kind;
}

static void blank(struct page *p)
{
    orb_buf_text(p->out, "<span class=\"blank\">");
    orb_page_escape(p->out, _("to be filled in"));
    orb_buf_text(p->out, "</span>");
}

static void fact(struct page *p, const struct orb_handout_part *part)
{
    list(p, "dl");
    orb_buf_text(p->out, "<div>");
    element(p, "dt", part->label);
    if (part->text != NULL) {
        element(p, "dd", part->text);
    } else {
        orb_buf_text(p->out, "<dd>");
        blank(p);
        orb_buf_text(p->out, "</dd>");
    }
    orb_buf_text(p->out, "</div>\n");
}

static void quote(struct page *p, const struct orb_handout_part *part)
{
    list(p, "");
    orb_buf_text(p->out, "<figure>");
    if (part->label != NULL)
        element(p, "h3", part->label);
    element(p, "blockquote", part->text == NULL ? "" : part->text);
    if (part->beside != NULL)
        element(p, "figcaption", part->beside);
    orb_buf_text(p->out, "</figure>\n");
}

/* Writes the table at this place; returns the place of its last part. */
static size_t table(struct page *p, size_t at)
{
    const struct orb_handout *h = p->handout;
    size_t columns = orb_handout_columns(h, at);
    size_t column = 0;

    list(p, "");
    orb_buf_text(p->out, "<table>\n<thead><tr>");
    for (size_t c = 1; c <= columns; c++) {
        orb_buf_text(p->out, "<th scope=\"col\">");
        orb_page_escape(p->out, h->parts[at + c].text);
        orb_buf_text(p->out, "</th>");
    }
    orb_buf_text(p->out, "</tr></thead>\n<tbody>");
    for (at += columns + 1; at < h->count && (h->parts[at].kind == ORB_HANDOUT_ROW ||
                                              h->parts[at].kind == ORB_HANDOUT_CELL);
         at++) {
        const struct orb_handout_part *part = &h->parts[at];

        if (part->kind == ORB_HANDOUT_ROW) {
            orb_buf_text(p->out, column > 0 ? "</tr>\n<tr>" : "\n<tr>");
            column = 0;
            continue;
        }
        orb_buf_text(p->out, column == 0 ? "<th scope=\"row\">" : "<td>");
        if (part->text != NULL)
            write_words(p, part->text);
        else
            blank(p);
        orb_buf_text(p->out, column++ == 0 ? "</th>" : "</td>");
    }
    orb_buf_text(p->out,
                 column > 0 ? "</tr>\n</tbody>\n</table>\n" : "</tbody>\n</table>\n");
    return at - 1;
}

static void section(struct page *p, const char *words)
{
    list(p, "");
    orb_buf_text(p->out, p->in_section ? "</section>\n<section>\n" : "<section>\n");
    element(p, "h2", words);
    orb_buf_char(p->out, '\n');
    p->in_section = true;
}

static void body(struct page *p)
{
    const struct orb_handout *h = p->handout;

    for (size_t i = 0; i < h->count; i++) {
        const struct orb_handout_part *part = &h->parts[i];

        switch (part->kind) {
        case ORB_HANDOUT_SECTION:
            section(p, part->text);
            break;
        case ORB_HANDOUT_STEP:
            list(p, "");
            element(p, "h3", part->text);
            orb_buf_char(p->out, '\n');
            break;
        case ORB_HANDOUT_FACT:
            fact(p, part);
            break;
        case ORB_HANDOUT_ITEM:
            list(p, "ul");
            element(p, "li", part->text);
            orb_buf_char(p->out, '\n');
            break;
        case ORB_HANDOUT_QUOTE:
            quote(p, part);
            break;
        case ORB_HANDOUT_TABLE:
            i = table(p, i);
            break;
        default:
            list(p, "");
            element(p, "p", part->text);
            orb_buf_char(p->out, '\n');
            break;
        }
    }
    list(p, "");
    orb_buf_text(p->out, p->in_section ? "</section>\n" : "");
}

static enum orb_status head(struct page *p, struct orb_error *err)
{
    const struct orb_embedded_file *style = orb_embedded_find(STYLE);
    const struct orb_embedded_file *digest = orb_embedded_find(DIGEST);

    if (style == NULL || digest == NULL)
        return orb_error_set(err, ORB_ERR_INTERNAL, "%s", STYLE);
    orb_buf_printf(p->out,
                   "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                   "'none'; style-src 'sha256-",
                   p->handout->french ? "fr" : "en");
    orb_buf_add(p->out, digest->data, strcspn((const char *)digest->data, "\n"));
    orb_buf_text(p->out,
                 "'; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" "
                 "content=\"width=device-width, initial-scale=1\">\n<meta "
                 "name=\"referrer\" content=\"no-referrer\">\n");
    orb_buf_text(p->out, "<title>");
    orb_page_escape(p->out, p->handout->title);
    orb_buf_text(p->out, "</title>\n<style>");
    orb_buf_add(p->out, style->data, style->len);
    orb_buf_printf(p->out, "</style>\n</head>\n<body%s>\n",
                   p->handout->easy ? " class=\"easy\"" : "");
    return ORB_OK;
}

enum orb_status orb_handout_write_html(struct orb_output *out,
                                       const struct orb_handout *handout,
                                       struct orb_error *err)
{
    struct page p = { &out->pending, handout, "", false };
    enum orb_status status = orb_handout_check(handout, err);

    if (status == ORB_OK)
        status = head(&p, err);
    if (status != ORB_OK)
        return status;
    orb_buf_text(p.out, "<header>\n");
    if (handout->banner != NULL) {
        orb_buf_text(p.out, "<p class=\"banner\">");
        orb_page_escape(p.out, handout->banner);
        orb_buf_text(p.out, "</p>\n");
    }
    element(&p, "h1", handout->title);
    orb_buf_text(p.out, "\n</header>\n<main>\n");
    body(&p);
    orb_buf_text(p.out, "</main>\n</body>\n</html>\n");
    return orb_buf_check(p.out, err);
}
