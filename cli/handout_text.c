/* Tables become blocks of lines: a terminal is narrow, and words of people are long. */
#include "cli/handout_text.h"

#include <string.h>

#include "cli/leftovers.h"
#include "cli/table.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"

enum { NARROW = 40 };

struct writing {
    struct orb_buf *out;
    const struct orb_handout *handout;
    size_t width;
};

static void write_heading(struct writing *w, const char *words, const char *rule)
{
    orb_buf_printf(w->out, "%s\n", words);
    for (size_t i = orb_utf8_width(words); i > 0; i--)
        orb_buf_text(w->out, rule);
    orb_buf_char(w->out, '\n');
}

/* "  label: text", wrapped under itself. */
static void write_labelled(struct writing *w, size_t indent, const char *label,
                           const char *text)
{
    orb_buf_printf(w->out, "%*s", (int)indent, "");
    orb_buf_printf(w->out, _("%s: "), label);
    cli_wrap(w->out, text == NULL ? _("to be filled in") : text,
             indent + orb_utf8_width(label) + 2, indent + 4, w->width);
}

static void write_quote(struct writing *w, const struct orb_handout_part *part)
{
    struct orb_buf words = { 0 };

    if (part->label != NULL)
        orb_buf_printf(w->out, "  %s\n", part->label);
    orb_buf_printf(&words, _("“%s”"), part->text == NULL ? "" : part->text);
    orb_buf_text(w->out, "    ");
    cli_wrap(w->out, words.data == NULL ? "" : words.data, 4, 4, w->width);
    if (part->beside != NULL)
        orb_buf_printf(w->out, w->handout->easy ? "%s\n" : "    (%s)\n", part->beside);
    w->out->failed = w->out->failed || words.failed;
    orb_buf_release(&words);
}

/* Writes the table at this place; returns the place of its last part. Columns that do not
 * arise ("") are left out of a block. */
static size_t write_table(struct writing *w, size_t at)
{
    const struct orb_handout *h = w->handout;
    size_t columns = orb_handout_columns(h, at);
    size_t table = at;
    size_t column = 0;

    for (at += columns + 1; at < h->count && (h->parts[at].kind == ORB_HANDOUT_ROW ||
                                              h->parts[at].kind == ORB_HANDOUT_CELL);
         at++) {
        const struct orb_handout_part *part = &h->parts[at];

        if (part->kind == ORB_HANDOUT_ROW) {
            column = 0;
            continue;
        }
        column++;
        if (column == 1) {
            orb_buf_text(w->out, "  • ");
            cli_wrap(w->out, part->text == NULL ? _("to be filled in") : part->text, 4, 4,
                     w->width);
        } else if (part->text == NULL || part->text[0] != '\0') {
            write_labelled(w, 4, h->parts[table + column].text, part->text);
        }
    }
    return at - 1;
}

static size_t write_part(struct writing *w, size_t at)
{
    const struct orb_handout_part *part = &w->handout->parts[at];

    switch (part->kind) {
    case ORB_HANDOUT_SECTION:
        orb_buf_char(w->out, '\n');
        write_heading(w, part->text, "─");
        break;
    case ORB_HANDOUT_STEP:
        orb_buf_printf(w->out, "\n%s\n", part->text);
        break;
    case ORB_HANDOUT_FACT:
        write_labelled(w, 2, part->label, part->text);
        break;
    case ORB_HANDOUT_ITEM:
        orb_buf_text(w->out, "  • ");
        cli_wrap(w->out, part->text, 4, 4, w->width);
        break;
    case ORB_HANDOUT_QUOTE:
        write_quote(w, part);
        break;
    case ORB_HANDOUT_TABLE:
        return write_table(w, at);
    default:
        if (!w->handout->easy)
            orb_buf_text(w->out, "  ");
        cli_wrap(w->out, part->text, 2, 2, w->width);
        break;
    }
    return at;
}

void cli_handout_write(struct orb_buf *out, const struct orb_handout *handout, size_t width)
{
    struct writing w = { out, handout, width > 0 && width < NARROW ? NARROW : width };

    if (handout->easy)
        w.width = 0;
    if (handout->banner != NULL && !handout->easy)
        orb_buf_printf(out, "%s\n\n", handout->banner);
    write_heading(&w, handout->title, "═");
    for (size_t i = 0; i < handout->count; i++)
        i = write_part(&w, i);
}

/* ---- the options */

/* What -f says, else what the name of the file says, else a text. */
static const char *format_of(const struct cli_arguments *args)
{
    const char *name = cli_option_value(args, "format");
    const char *path = cli_option_value(args, "output");
    const char *dot = path == NULL ? NULL : strrchr(path, '.');

    if (name != NULL)
        return name;
    return dot != NULL && strcmp(dot, ".html") == 0 ? "html" : "table";
}

bool cli_handout_is_html(const struct cli_arguments *args)
{
    return cli_option_value(args, "json") == NULL && strcmp(format_of(args), "html") == 0;
}

enum orb_status cli_handout_check(const struct cli_arguments *args, struct orb_error *err)
{
    const char *format = cli_option_value(args, "format");
    const char *language = cli_option_value(args, "lang");

    if (format != NULL && strcmp(format, "table") != 0 && strcmp(format, "html") != 0)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("unknown format '%s'; this comes as table or html"), format);
    if (format != NULL && cli_option_value(args, "json") != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--json' does not go with '--format'"));
    if (language != NULL && strcmp(language, "fr") != 0 && strcmp(language, "en") != 0)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--lang %s' is not known: the languages are fr and en"),
                             language);
    return ORB_OK;
}

enum orb_status cli_handout_print(const struct orb_handout *handout,
                                  const struct cli_context *cli,
                                  const struct cli_arguments *args,
                                  const struct orb_buf *text, struct orb_error *err)
{
    const char *path = cli_option_value(args, "output");
    bool is_file = path != NULL && strcmp(path, "-") != 0;
    struct orb_output out = { 0 };
    enum orb_status status = orb_handout_check(handout, err);

    if (status == ORB_OK)
        status = cli_output_open(&out, is_file ? path : "-", is_file, err);
    if (status == ORB_OK && cli_handout_is_html(args)) {
        status = orb_handout_write_html(&out, handout, err);
    } else if (status == ORB_OK) {
        cli_handout_write(&out.pending, handout, is_file ? 0 : cli->width);
        if (text != NULL && text->len > 0)
            orb_buf_add(&out.pending, text->data, text->len);
        status = orb_buf_check(&out.pending, err);
    }
    if (status == ORB_OK)
        status = orb_output_commit(&out, err);
    orb_output_close(&out);
    return status;
}
