/* A territory has far fewer parts of terms and communes than offers: their escapes are made
 * once. Organizations are as many as offers, nearly: theirs would take as long to find. */
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

/* What is made of the catalogue, one fragment after the other. */
struct making {
    struct orb_fragments *f;
    const struct orb_catalogue *c;
    struct orb_vocabulary *vocabulary;
    struct orb_buf line; /* the fragment at hand */
};

static enum orb_status end_fragment(struct making *m, struct orb_fragment *fragment,
                                    struct orb_error *err)
{
    struct orb_fragments *f = m->f;
    enum orb_status status = orb_buf_check(&m->line, err);

    if (status == ORB_OK)
        status = orb_mapped_reserve(&f->text, f->text_len + m->line.len, err);
    if (status != ORB_OK)
        return status;
    *fragment = (struct orb_fragment){ f->text_len, m->line.len };
    if (m->line.len > 0)
        memcpy((char *)f->text.bytes + f->text_len, m->line.data, m->line.len);
    f->text_len += m->line.len;
    orb_buf_clear(&m->line);
    return ORB_OK;
}

static enum orb_status allocate(struct orb_fragments *f, const struct orb_catalogue *c,
                                struct orb_error *err)
{
    f->entry = orb_calloc((size_t)c->entry_count + 1, sizeof *f->entry);
    f->care = orb_calloc((size_t)c->care_count + 1, sizeof *f->care);
    f->ways = orb_calloc((size_t)c->ways_count + 1, sizeof *f->ways);
    f->sources = orb_calloc((size_t)c->source_count + 1, sizeof *f->sources);
    if (f->entry == NULL || f->care == NULL || f->ways == NULL || f->sources == NULL)
        return orb_error_memory(err);
    return orb_mapped_reserve(
        &f->communes, ((size_t)c->commune_count + 1) * sizeof(struct orb_fragment), err);
}

static enum orb_status make_parts(struct making *m, struct orb_error *err)
{
    const struct orb_catalogue *c = m->c;
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; i < c->entry_count && status == ORB_OK; i++) {
        add_entry(&m->line, c, &c->terms[c->entry_terms[i]], m->vocabulary);
        status = end_fragment(m, &m->f->entry[i], err);
    }
    for (uint32_t i = 0; i < c->care_count && status == ORB_OK; i++) {
        add_families(&m->line, c, &c->terms[c->care_terms[i]].families);
        status = end_fragment(m, &m->f->care[i], err);
    }
    for (uint32_t i = 0; i < c->ways_count && status == ORB_OK; i++) {
        add_modalities(&m->line, c, &c->terms[c->ways_terms[i]].modalities);
        status = end_fragment(m, &m->f->ways[i], err);
    }
    return status;
}

static enum orb_status make_all(struct making *m, struct orb_error *err)
{
    const struct orb_catalogue *c = m->c;
    enum orb_status status = make_parts(m, err);

    for (uint32_t i = 0; i < c->commune_count && status == ORB_OK; i++) {
        struct orb_fragment *communes = m->f->communes.bytes;

        add_text(&m->line, "\"commune\":", orb_cat_known(c, c->communes[i].code));
        add_text(&m->line, "\"commune_name\":", orb_cat_known(c, c->communes[i].name));
        status = end_fragment(m, &communes[i], err);
    }
    for (uint32_t i = 0; i < c->source_count && status == ORB_OK; i++) {
        add_text(&m->line, "\"source\":", orb_cat_known(c, c->sources[i].id));
        status = end_fragment(m, &m->f->sources[i], err);
    }
    return status;
}

enum orb_status orb_fragments_make(struct orb_fragments *out,
                                   const struct orb_catalogue *catalogue,
                                   struct orb_vocabulary *vocabulary, const char *folder,
                                   struct orb_error *err)
{
    struct making making = { .f = out, .c = catalogue, .vocabulary = vocabulary };
    enum orb_status status;

    out->text.folder = folder;
    out->communes.folder = folder;
    status = allocate(out, catalogue, err);
    if (status == ORB_OK)
        status = make_all(&making, err);
    orb_buf_release(&making.line);
    return status;
}

void orb_fragments_release(struct orb_fragments *f)
{
    orb_mapped_release(&f->text);
    orb_mapped_release(&f->communes);
    orb_free(f->entry);
    orb_free(f->care);
    orb_free(f->ways);
    orb_free(f->sources);
    memset(f, 0, sizeof *f);
}
