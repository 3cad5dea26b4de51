/* A territory has far fewer terms, communes and organizations than offers: their escapes
 * are made once. */
#include "maps/fragments.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/model/terms.h"
#include "maps/json_writer.h"

static void add_key(struct orb_buf *out, const char *key)
{
    orb_buf_char(out, '"');
    orb_buf_text(out, key);
    orb_buf_text(out, "\":");
}

/* "key":"text", unless NULL. */
static void add_text(struct orb_buf *out, const char *key, const char *text)
{
    if (text == NULL)
        return;
    add_key(out, key);
    orb_jw_escape(out, text, strlen(text));
    orb_buf_char(out, ',');
}

static void add_months(struct orb_buf *out, const char *key, int32_t months)
{
    if (months == ORB_AGE_UNKNOWN)
        return;
    add_key(out, key);
    orb_jw_write_number(out, months);
    orb_buf_char(out, ',');
}

static void add_terms(struct orb_buf *out, const struct orb_catalogue *c,
                      const struct orb_cat_terms *t, struct orb_vocabulary *vocabulary)
{
    const char *category =
        t->category == ORB_CAT_NONE ? NULL : orb_cat_code_name(c, t->category);

    if (t->age_max_months < ORB_AGE_NO_MAX)
        add_months(out, "age_max_months", t->age_max_months);
    add_months(out, "age_min_months", t->age_min_months);
    add_text(out, "category", category);
    if (category != NULL)
        add_text(out, "category_label",
                 orb_vocabulary_label(vocabulary, "finess_categories", category, "fr"));
}

static void add_item(struct orb_buf *out, const struct orb_catalogue *c, uint32_t i,
                     orb_cat_code code)
{
    const char *name = orb_cat_code_name(c, code);

    orb_buf_text(out, i == 0 ? "" : ",");
    orb_jw_escape(out, name, strlen(name));
}

static void add_lists(struct orb_buf *out, const struct orb_catalogue *c,
                      const struct orb_cat_terms *t)
{
    if (t->families.known != 0) {
        orb_buf_text(out, "\"families\":[");
        for (uint32_t i = 0; i < t->families.count; i++)
            add_item(out, c, i, c->codes[t->families.first + i]);
        orb_buf_text(out, "],");
    }
    if (t->modalities.known != 0) {
        orb_buf_text(out, "\"modalities\":[");
        for (uint32_t i = 0; i < t->modalities.count; i++)
            add_item(out, c, i, c->modalities[t->modalities.first + i].code);
        orb_buf_text(out, "],");
    }
}

static void end_fragment(struct orb_fragments *f, struct orb_fragment *fragment,
                         size_t start)
{
    fragment->offset = start;
    fragment->len = f->text.len - start;
}

static enum orb_status allocate(struct orb_fragments *f, const struct orb_catalogue *c,
                                struct orb_error *err)
{
    f->terms = orb_calloc((size_t)c->terms_count + 1, sizeof *f->terms);
    f->lists = orb_calloc((size_t)c->terms_count + 1, sizeof *f->lists);
    f->communes = orb_calloc((size_t)c->commune_count + 1, sizeof *f->communes);
    f->organizations =
        orb_calloc((size_t)c->organization_count + 1, sizeof *f->organizations);
    f->sources = orb_calloc((size_t)c->source_count + 1, sizeof *f->sources);
    return f->terms == NULL || f->lists == NULL || f->communes == NULL ||
                   f->organizations == NULL || f->sources == NULL
               ? orb_error_memory(err)
               : ORB_OK;
}

enum orb_status orb_fragments_make(struct orb_fragments *f, const struct orb_catalogue *c,
                                   struct orb_vocabulary *vocabulary, struct orb_error *err)
{
    struct orb_buf *out = &f->text;
    enum orb_status status = allocate(f, c, err);

    if (status != ORB_OK)
        return status;
    for (uint32_t i = 0; i < c->terms_count; i++) {
        size_t start = out->len;

        add_terms(out, c, &c->terms[i], vocabulary);
        end_fragment(f, &f->terms[i], start);
        start = out->len;
        add_lists(out, c, &c->terms[i]);
        end_fragment(f, &f->lists[i], start);
    }
    for (uint32_t i = 0; i < c->commune_count; i++) {
        size_t start = out->len;

        add_text(out, "commune", orb_cat_known(c, c->communes[i].code));
        add_text(out, "commune_name", orb_cat_known(c, c->communes[i].name));
        end_fragment(f, &f->communes[i], start);
    }
    for (uint32_t i = 0; i < c->organization_count; i++) {
        size_t start = out->len;

        add_text(out, "organization", orb_cat_known(c, c->organizations[i].name));
        add_text(out, "organization_id", orb_cat_known(c, c->organizations[i].id));
        end_fragment(f, &f->organizations[i], start);
    }
    for (uint32_t i = 0; i < c->source_count; i++) {
        size_t start = out->len;

        add_text(out, "source", orb_cat_known(c, c->sources[i].id));
        end_fragment(f, &f->sources[i], start);
    }
    return orb_buf_check(out, err);
}

void orb_fragments_release(struct orb_fragments *f)
{
    orb_buf_release(&f->text);
    orb_free(f->terms);
    orb_free(f->lists);
    orb_free(f->communes);
    orb_free(f->organizations);
    orb_free(f->sources);
    memset(f, 0, sizeof *f);
}
