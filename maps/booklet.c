/* One section for each area, one table for each family that is there. A service stands
 * under each of its families, since people look for what they need. */
#include "maps/booklet.h"

#include <string.h>

#include "engine/base/text.h"
#include "engine/vocabulary/vocabulary.h"
#include "maps/phone.h"
#include "maps/report.h"
#include "maps/report_words.h"

#define PHONE_LEN 64

static const char *const families[] = { "L1", "L2", "L3", "L4", "L5",
                                        "L6", "L7", "L8", "L0", "L0b" };
#define FAMILIES (sizeof families / sizeof families[0])

struct writing {
    struct orb_output *out;
    const struct orb_booklet *booklet;
    const struct orb_catalogue *c;
    const char *labels[FAMILIES];
    struct orb_error *err;
};

/* Text that nobody takes for Markdown, on one line. */
static void add_text(struct orb_buf *out, const char *text)
{
    for (; text != NULL && *text != '\0'; text++) {
        if (strchr("\\|*_`[]<>#&~", *text) != NULL)
            orb_buf_char(out, '\\');
        orb_buf_char(out, *text == '\n' || *text == '\r' || *text == '\t' ? ' ' : *text);
    }
}

static void add_known(struct orb_buf *out, const char *text)
{
    add_text(out, text == NULL ? _("not known") : text);
}

/* ---- one service */

static bool is_of(const struct writing *w, const struct orb_matrix_service *s,
                  const char *family)
{
    size_t len = strlen(family);

    for (uint32_t i = 0; i < s->offers.count; i++) {
        uint32_t offer = w->booklet->matrix->offers[s->offers.first + i];
        const struct orb_cat_codes *list = &w->c->terms[w->c->offers[offer].terms].families;

        for (uint32_t j = 0; j < list->count; j++) {
            const char *code = orb_cat_code_name(w->c, w->c->codes[list->first + j]);

            if (strncmp(code, family, len) == 0 && (code[len] == '\0' || code[len] == '.'))
                return true;
        }
    }
    return false;
}

static bool is_unclassified(const struct writing *w, const struct orb_matrix_service *s)
{
    for (size_t i = 0; i < FAMILIES; i++)
        if (is_of(w, s, families[i]))
            return false;
    return true;
}

static void add_places(struct writing *w, const struct orb_matrix_service *s)
{
    struct orb_buf *out = &w->out->pending;

    for (int authorised = 1; authorised >= 0; authorised--) {
        int64_t places =
            orb_matrix_places(w->booklet->matrix, w->booklet->circles, s, authorised == 1);

        orb_buf_text(out, " | ");
        if (places < 0)
            orb_buf_text(out, places == ORB_MATRIX_NO_PLACES ? "–" : "?");
        else
            orb_report_write_integer(out, places, w->booklet->french);
    }
}

static void add_contact(struct writing *w, const struct orb_cat_offer *o)
{
    const char *parts[3] = { NULL, orb_cat_known(w->c, o->email),
                             orb_cat_known(w->c, o->url) };
    struct orb_buf *out = &w->out->pending;
    char phone[PHONE_LEN];
    bool any = false;

    if (o->phone != 0)
        parts[0] = orb_phone_write(phone, sizeof phone, orb_cat_string(w->c, o->phone));
    for (size_t i = 0; i < 3; i++) {
        if (parts[i] == NULL)
            continue;
        orb_buf_text(out, any ? ", " : "");
        add_text(out, parts[i]);
        any = true;
    }
    if (!any)
        add_text(out, _("not known"));
}

static void add_service(struct writing *w, const struct orb_matrix_service *s)
{
    const struct orb_cat_offer *o = orb_matrix_contact(w->booklet->matrix, w->c, s);
    struct orb_buf *out = &w->out->pending;

    orb_buf_text(out, "| ");
    add_known(out, orb_cat_known(w->c, o->name));
    orb_buf_text(out, " | ");
    add_known(out, o->organization == ORB_CAT_NONE
                       ? NULL
                       : orb_cat_known(w->c, w->c->organizations[o->organization].name));
    add_places(w, s);
    orb_buf_text(out, " | ");
    add_contact(w, o);
    orb_buf_text(out, " | ");
    orb_report_write_date(out, o->observed_on, w->booklet->french);
    orb_buf_text(out, " |\n");
}

/* ---- one area */

static void add_heading(struct orb_buf *out, const char *label)
{
    orb_buf_text(out, "\n### ");
    add_text(out, label);
    orb_buf_text(out, "\n\n| ");
    orb_buf_text(out, _("Service"));
    orb_buf_text(out, " | ");
    orb_buf_text(out, _("Organization"));
    orb_buf_text(out, " | ");
    orb_buf_text(out, _("Places authorised"));
    orb_buf_text(out, " | ");
    orb_buf_text(out, _("Places installed"));
    orb_buf_text(out, " | ");
    orb_buf_text(out, _("Contact"));
    orb_buf_text(out, " | ");
    orb_buf_text(out, _("Told on"));
    orb_buf_text(out, " |\n| --- | --- | ---: | ---: | --- | --- |\n");
}

/* The services of a family among those of one area; family NULL = those of none. */
static enum orb_status write_family(struct writing *w, uint32_t first, uint32_t end,
                                    const char *family, const char *label)
{
    const struct orb_matrix *m = w->booklet->matrix;
    bool any = false;
    enum orb_status status = ORB_OK;

    for (uint32_t i = first; status == ORB_OK && i < end; i++) {
        const struct orb_matrix_service *s = &m->services[i];

        if (!(family == NULL ? is_unclassified(w, s) : is_of(w, s, family)))
            continue;
        if (!any)
            add_heading(&w->out->pending, label);
        any = true;
        add_service(w, s);
        status = orb_output_flush(w->out, false, w->err);
    }
    return status;
}

static void add_area(struct writing *w, uint32_t line)
{
    const struct orb_areas *areas = w->booklet->areas;
    const struct orb_area *area = line < areas->count ? &areas->areas[line] : NULL;
    struct orb_buf *out = &w->out->pending;

    orb_buf_text(out, "\n## ");
    if (area == NULL) {
        add_text(out, line == areas->count ? _("In no area of this level")
                                           : _("Commune not known"));
    } else if (area->name == NULL) {
        add_text(out, area->code);
    } else {
        add_text(out, area->name);
        orb_buf_printf(out, " (%s)", area->code);
    }
    orb_buf_text(out, "\n");
    if (area != NULL && area->unknown == 0 && area->population >= 0) {
        struct orb_buf number = { 0 };

        orb_report_write_integer(&number, area->population, w->booklet->french);
        orb_buf_printf(out, _("\nInhabitants: %s.\n"),
                       number.data == NULL ? "" : number.data);
        orb_buf_release(&number);
    }
}

static enum orb_status write_area(struct writing *w, uint32_t line, uint32_t first,
                                  uint32_t end)
{
    enum orb_status status = ORB_OK;

    if (line >= w->booklet->areas->count && first == end)
        return ORB_OK;
    add_area(w, line);
    if (first == end)
        orb_buf_printf(&w->out->pending, "\n%s\n",
                       _("Nothing that is open is known there."));
    for (size_t i = 0; status == ORB_OK && i < FAMILIES; i++)
        status = write_family(w, first, end, families[i], w->labels[i]);
    if (status == ORB_OK)
        status = write_family(w, first, end, NULL, _("Unclassified"));
    return status == ORB_OK ? orb_output_flush(w->out, false, w->err) : status;
}

/* ---- the whole */

static enum orb_status add_sources(struct writing *w)
{
    struct orb_report report;
    enum orb_status status;

    orb_report_init(&report, "booklet/1", w->booklet->date, w->booklet->french);
    orb_report_catalogue_sources(&report, w->c);
    orb_buf_printf(&w->out->pending, "\n## %s\n\n", _("Sources"));
    for (size_t i = 0; i < report.source_count; i++) {
        struct orb_buf text = { 0 };

        orb_report_write_source(&text, &report.sources[i], w->booklet->french);
        orb_buf_text(&w->out->pending, "- ");
        add_text(&w->out->pending, text.data);
        orb_buf_text(&w->out->pending, "\n");
        orb_buf_release(&text);
    }
    status = orb_report_check(&report, w->err);
    orb_report_clear(&report);
    return status;
}

static void add_head(struct writing *w)
{
    struct orb_buf *out = &w->out->pending;
    struct orb_buf date = { 0 };
    struct orb_buf title = { 0 };

    orb_report_write_date(&date, w->booklet->date, w->booklet->french);
    orb_buf_printf(&title, _("Who does what: %s"), w->booklet->perimeter);
    orb_buf_text(out, "# ");
    add_text(out, title.data);
    orb_buf_text(out, "\n\n");
    orb_buf_printf(
        out,
        _("What is open at the reference date (%s). '?' is not known, '–' does not apply. A service stands under each of its families; a home service in the commune of its site.\n"),
        date.data == NULL ? "" : date.data);
    orb_buf_release(&date);
    orb_buf_release(&title);
}

enum orb_status orb_booklet_write(struct orb_output *out, const struct orb_booklet *booklet,
                                  struct orb_error *err)
{
    struct writing w = { out, booklet, booklet->catalogue, { NULL }, err };
    const struct orb_matrix *m = booklet->matrix;
    struct orb_vocabulary vocabulary = { .files = NULL };
    enum orb_status status = ORB_OK;
    uint32_t at = 0;

    for (size_t i = 0; i < FAMILIES; i++) {
        w.labels[i] = orb_vocabulary_label(&vocabulary, "loubat_familles", families[i],
                                           booklet->french ? "fr" : "en");
        if (w.labels[i] == NULL)
            w.labels[i] = families[i];
    }
    add_head(&w);
    for (uint32_t line = 0; status == ORB_OK && line < m->line_count; line++) {
        uint32_t first = at;

        while (at < m->service_count && m->services[at].line == line)
            at++;
        status = write_area(&w, line, first, at);
    }
    if (status == ORB_OK)
        status = add_sources(&w);
    orb_vocabulary_release(&vocabulary);
    return status == ORB_OK ? orb_buf_check(&out->pending, err) : status;
}
