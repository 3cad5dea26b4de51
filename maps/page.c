/* Filling the template: each %%NAME%% is replaced by what its function writes. */
#include "maps/page.h"

#include <string.h>

#include "engine/base/embedded.h"
#include "engine/base/text.h"
#include "maps/deflate.h"

#define BUNDLE "maps/page/bundle/"
#define MARK   "%%"

static enum orb_status no_more(const struct orb_stream *stream, const struct orb_page *page,
                               struct orb_error *err)
{
    (void)stream;
    (void)page;
    (void)err;
    return ORB_OK;
}

static const struct orb_page_kind of_territory = { "maps/page/template.html", BUNDLE "app",
                                                   BUNDLE "licences.html", orb_page_plain,
                                                   no_more };

struct filling {
    struct orb_output *out;
    const struct orb_page_kind *kind;
    const struct orb_page *page;
    struct orb_error *err;
};

void orb_page_escape(struct orb_buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        const char *name = *text == '&'   ? "&amp;"
                           : *text == '<' ? "&lt;"
                           : *text == '>' ? "&gt;"
                           : *text == '"' ? "&quot;"
                                          : NULL;

        if (name != NULL)
            orb_buf_text(out, name);
        else
            orb_buf_char(out, *text);
    }
}

static enum orb_status add_file(struct filling *f, const char *name)
{
    const struct orb_embedded_file *file = orb_embedded_find(name);

    if (file == NULL)
        return orb_page_check(f->err);
    orb_buf_add(&f->out->pending, file->data, file->len);
    return ORB_OK;
}

/* A file of the bundle, by what its name ends with. */
static enum orb_status add_part(struct filling *f, const char *end)
{
    struct orb_buf name = { 0 };
    enum orb_status status;

    orb_buf_printf(&name, "%s%s", f->kind->stem, end);
    status = orb_buf_check(&name, f->err);
    if (status == ORB_OK)
        status = add_file(f, name.data);
    orb_buf_release(&name);
    return status;
}

static enum orb_status add_language(struct filling *f)
{
    orb_buf_text(&f->out->pending, f->page->head->french ? "fr" : "en");
    return ORB_OK;
}

static enum orb_status add_title(struct filling *f)
{
    orb_page_escape(&f->out->pending, f->page->head->title);
    return ORB_OK;
}

static enum orb_status add_policy(struct filling *f)
{
    struct orb_buf *out = &f->out->pending;
    enum orb_status status;

    orb_buf_text(out, "default-src 'none'; script-src 'sha256-");
    status = add_part(f, ".js.sha256");
    orb_buf_text(out, "'; style-src 'sha256-");
    if (status == ORB_OK)
        status = add_part(f, ".css.sha256");
    orb_buf_text(out, "'; img-src data: blob:; base-uri 'none'; form-action 'none'");
    return status;
}

static enum orb_status add_style(struct filling *f)
{
    return add_part(f, ".css");
}

static enum orb_status add_script(struct filling *f)
{
    return add_part(f, ".js");
}

static enum orb_status add_licences(struct filling *f)
{
    return add_file(f, f->kind->licences);
}

static enum orb_status add_circles(struct filling *f)
{
    if (f->page->circles != NULL)
        orb_buf_text(&f->out->pending, f->page->circles);
    return ORB_OK;
}

static enum orb_status add_plain(struct filling *f)
{
    f->kind->plain(&f->out->pending, f->page);
    return ORB_OK;
}

/* ---- blocks: one document each, compressed */

static enum orb_status add_block(struct filling *f,
                                 enum orb_status (*write)(const struct filling *f,
                                                          const struct orb_stream *stream))
{
    struct orb_deflate *deflate = NULL;
    enum orb_status status = orb_deflate_new(&deflate, f->out, f->err);

    if (status == ORB_OK) {
        const struct orb_stream stream = orb_deflate_stream(deflate);

        status = write(f, &stream);
    }
    if (status == ORB_OK)
        status = orb_deflate_end(deflate, f->err);
    orb_deflate_free(deflate);
    return status;
}

static enum orb_status write_data(const struct filling *f, const struct orb_stream *stream)
{
    return orb_columns_write(stream, f->page->selection, f->page->head, ORB_COLUMNS_DATA,
                             f->err);
}

static enum orb_status write_details(const struct filling *f,
                                     const struct orb_stream *stream)
{
    return orb_columns_write(stream, f->page->selection, f->page->head, ORB_COLUMNS_DETAILS,
                             f->err);
}

static enum orb_status write_contours(const struct filling *f,
                                      const struct orb_stream *stream)
{
    return orb_topojson_write(stream, f->page->contours, f->err);
}

static enum orb_status write_more(const struct filling *f, const struct orb_stream *stream)
{
    return f->kind->more(stream, f->page, f->err);
}

static enum orb_status add_data(struct filling *f)
{
    return add_block(f, write_data);
}

static enum orb_status add_details(struct filling *f)
{
    return add_block(f, write_details);
}

static enum orb_status add_contours(struct filling *f)
{
    if (f->page->contours == NULL || f->page->contours->topology.shape_count == 0)
        return ORB_OK;
    return add_block(f, write_contours);
}

static enum orb_status add_more(struct filling *f)
{
    return add_block(f, write_more);
}

/* ---- the template */

static const struct {
    const char *name;
    enum orb_status (*add)(struct filling *f);
} marks[] = {
    { "LANG", add_language },     { "CSP", add_policy },     { "TITLE", add_title },
    { "STYLE", add_style },       { "NOSCRIPT", add_plain }, { "CIRCLES", add_circles },
    { "LICENCES", add_licences }, { "DATA", add_data },      { "DETAILS", add_details },
    { "CONTOURS", add_contours }, { "SCRIPT", add_script },  { "MORE", add_more },
};

static enum orb_status fill(struct filling *f, const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (strlen(marks[i].name) == len && strncmp(marks[i].name, name, len) == 0)
            return marks[i].add(f);
    return orb_error_set(f->err, ORB_ERR_INTERNAL, "%s: %.*s", f->kind->template, (int)len,
                         name);
}

enum orb_status orb_page_check(struct orb_error *err)
{
    static const char *const needed[] = {
        "maps/page/template.html",
        BUNDLE "app.js",
        BUNDLE "app.css",
        BUNDLE "app.js.sha256",
        BUNDLE "app.css.sha256",
        BUNDLE "licences.html",
        "maps/page/caseload.html",
        BUNDLE "caseload.js",
        BUNDLE "caseload.css",
        BUNDLE "caseload.js.sha256",
        BUNDLE "caseload.css.sha256",
    };

    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (orb_embedded_find(needed[i]) == NULL)
            return orb_error_set(
                err, ORB_ERR_UNSUPPORTED,
                _("this Orbite was built without its page: install node and npm, then type 'make page' and 'make install' where it was built"));
    return ORB_OK;
}

enum orb_status orb_page_write(struct orb_output *out, const struct orb_page *page,
                               struct orb_error *err)
{
    struct filling f = { out, page->kind == NULL ? &of_territory : page->kind, page, err };
    enum orb_status status = orb_page_check(err);
    const char *at =
        status == ORB_OK ? (const char *)orb_embedded_find(f.kind->template)->data : "";

    while (status == ORB_OK && *at != '\0') {
        const char *mark = strstr(at, MARK);
        const char *end = mark == NULL ? NULL : strstr(mark + strlen(MARK), MARK);

        if (end == NULL) {
            orb_buf_text(&out->pending, at);
            break;
        }
        orb_buf_add(&out->pending, at, (size_t)(mark - at));
        mark += strlen(MARK);
        status = fill(&f, mark, (size_t)(end - mark));
        at = end + strlen(MARK);
        if (status == ORB_OK)
            status = orb_output_flush(out, false, err);
    }
    return status == ORB_OK ? orb_buf_check(&out->pending, err) : status;
}
