/* A territory has far fewer parts of terms, communes and organizations than offers: their
 * escapes are made once. */
#include "maps/fragments.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/model/terms.h"
#include "maps/json_writer.h"

/* "key":"text", unless NULL; prefix is "key": with its quotes. */
static void add_text(struct orb_buf *out, const char *prefix, const char *text)
{
    if (text == NULL)
        return;
    orb_buf_text(out, prefix);
    orb_jw_escape(out, text, strlen(text));
    orb_buf_char(out, ',');
}

static void add_months(struct orb_buf *out, const char *prefix, int32_t months)
{
    if (months == ORB_AGE_UNKNOWN)
        return;
    orb_buf_text(out, prefix);
    orb_jw_write_number(out, months);
    orb_buf_char(out, ',');
}

static void add_entry(struct orb_buf *out, const struct orb_catalogue *c,
                      const struct orb_cat_terms *t, struct orb_vocabulary *vocabulary)
{
    const char *category =
        t->category == ORB_CAT_NONE ? NULL : orb_cat_code_name(c, t->category);

    if (t->age_max_months < ORB_AGE_NO_MAX)
        add_months(out, "\"age_max_months\":", t->age_max_months);
    add_months(out, "\"age_min_months\":", t->age_min_months);
    add_text(out, "\"category\":", category);
    if (category != NULL)
        add_text(out, "\"category_label\":",
                 orb_vocabulary_label(vocabulary, "finess_categories", category, "fr"));
}

static void add_item(struct orb_buf *out, const struct orb_catalogue *c, uint32_t i,
                     orb_cat_code code)
{
    const char *name = orb_cat_code_name(c, code);

    orb_buf_text(out, i == 0 ? "" : ",");
    orb_jw_escape(out, name, strlen(name));
}

static void add_families(struct orb_buf *out, const struct orb_catalogue *c,
                         const struct orb_cat_codes *families)
{
    if (families->known == 0)
        return;
    orb_buf_text(out, "\"families\":[");
    for (uint32_t i = 0; i < families->count; i++)
        add_item(out, c, i, c->codes[families->first + i]);
    orb_buf_text(out, "],");
}

static void add_modalities(struct orb_buf *out, const struct orb_catalogue *c,
                           const struct orb_cat_codes *modalities)
{
    if (modalities->known == 0)
        return;
    orb_buf_text(out, "\"modalities\":[");
    for (uint32_t i = 0; i < modalities->count; i++)
        add_item(out, c, i, c->modalities[modalities->first + i].code);
    orb_buf_text(out, "],");
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
    f->entry = orb_calloc((size_t)c->entry_count + 1, sizeof *f->entry);
    f->care = orb_calloc((size_t)c->care_count + 1, sizeof *f->care);
    f->ways = orb_calloc((size_t)c->ways_count + 1, sizeof *f->ways);
    f->communes = orb_calloc((size_t)c->commune_count + 1, sizeof *f->communes);
    f->organization_count = c->organization_count < ORB_FRAGMENTS_ORGANIZATIONS
                                ? c->organization_count
                                : ORB_FRAGMENTS_ORGANIZATIONS;
    f->organizations =
        orb_calloc((size_t)f->organization_count + 1, sizeof *f->organizations);
    f->sources = orb_calloc((size_t)c->source_count + 1, sizeof *f->sources);
    return f->entry == NULL || f->care == NULL || f->ways == NULL || f->communes == NULL ||
                   f->organizations == NULL || f->sources == NULL
               ? orb_error_memory(err)
               : ORB_OK;
}

static void make_parts(struct orb_fragments *f, const struct orb_catalogue *c,
                       struct orb_vocabulary *vocabulary)
{
    struct orb_buf *out = &f->text;

    for (uint32_t i = 0; i < c->entry_count; i++) {
        size_t start = out->len;

        add_entry(out, c, &c->terms[c->entry_terms[i]], vocabulary);
        end_fragment(f, &f->entry[i], start);
    }
    for (uint32_t i = 0; i < c->care_count; i++) {
        size_t start = out->len;

        add_families(out, c, &c->terms[c->care_terms[i]].families);
        end_fragment(f, &f->care[i], start);
    }
    for (uint32_t i = 0; i < c->ways_count; i++) {
        size_t start = out->len;

        add_modalities(out, c, &c->terms[c->ways_terms[i]].modalities);
        end_fragment(f, &f->ways[i], start);
    }
}

enum orb_status orb_fragments_make(struct orb_fragments *f, const struct orb_catalogue *c,
                                   struct orb_vocabulary *vocabulary, struct orb_error *err)
{
    struct orb_buf *out = &f->text;
    enum orb_status status = allocate(f, c, err);

    if (status != ORB_OK)
        return status;
    make_parts(f, c, vocabulary);
    for (uint32_t i = 0; i < c->commune_count; i++) {
        size_t start = out->len;

        add_text(out, "\"commune\":", orb_cat_known(c, c->communes[i].code));
        add_text(out, "\"commune_name\":", orb_cat_known(c, c->communes[i].name));
        end_fragment(f, &f->communes[i], start);
    }
    for (uint32_t i = 0; i < f->organization_count; i++) {
        size_t start = out->len;

        add_text(out, "\"organization\":", orb_cat_known(c, c->organizations[i].name));
        add_text(out, "\"organization_id\":", orb_cat_known(c, c->organizations[i].id));
        end_fragment(f, &f->organizations[i], start);
    }
    for (uint32_t i = 0; i < c->source_count; i++) {
        size_t start = out->len;

        add_text(out, "\"source\":", orb_cat_known(c, c->sources[i].id));
        end_fragment(f, &f->sources[i], start);
    }
    return orb_buf_check(out, err);
}

void orb_fragments_release(struct orb_fragments *f)
{
    orb_buf_release(&f->text);
    orb_free(f->entry);
    orb_free(f->care);
    orb_free(f->ways);
    orb_free(f->communes);
    orb_free(f->organizations);
    orb_free(f->sources);
    memset(f, 0, sizeof *f);
}
