/* A row says who must be named for it. */
#include "maps/credit.h"

#include <string.h>

static const char *text_at(const struct orb_catalogue *c, uint32_t source, size_t offset)
{
    orb_cat_text text;

    memcpy(&text, (const char *)&c->sources[source] + offset, sizeof text);
    return orb_cat_string(c, text);
}

/* Does a source give something to the row, or may it? */
static bool gives(const struct orb_selection *s, struct orb_credit_row row, uint32_t source)
{
    return s->used[source] == ORB_SOURCE_LENDS ||
           (row.osm && s->used[source] != ORB_SOURCE_UNUSED &&
            orb_selection_is_osm(s->catalogue, source));
}

/* Is the text at the offset that of the row's own source, or of a lender before? */
static bool is_told(const struct orb_selection *s, struct orb_credit_row row,
                    uint32_t lender, size_t offset)
{
    const struct orb_catalogue *c = s->catalogue;
    const char *text = text_at(c, lender, offset);

    if (text[0] == '\0' ||
        (row.source < c->source_count && strcmp(text_at(c, row.source, offset), text) == 0))
        return true;
    for (uint32_t i = 0; i < lender; i++)
        if (gives(s, row, i) && strcmp(text_at(c, i, offset), text) == 0)
            return true;
    return false;
}

static void add_texts(struct orb_buf *out, const struct orb_selection *s,
                      struct orb_credit_row row, size_t offset)
{
    const struct orb_catalogue *c = s->catalogue;
    bool first = true;

    if (row.source < c->source_count && text_at(c, row.source, offset)[0] != '\0') {
        orb_buf_text(out, text_at(c, row.source, offset));
        first = false;
    }
    for (uint32_t i = 0; i < c->source_count; i++) {
        if (!gives(s, row, i) || is_told(s, row, i, offset))
            continue;
        orb_buf_text(out, first ? "" : "; ");
        orb_buf_text(out, text_at(c, i, offset));
        first = false;
    }
}

void orb_credit_attribution(struct orb_buf *out, const struct orb_selection *selection,
                            struct orb_credit_row row)
{
    add_texts(out, selection, row, offsetof(struct orb_cat_source, attribution));
}

void orb_credit_licence(struct orb_buf *out, const struct orb_selection *selection,
                        struct orb_credit_row row)
{
    add_texts(out, selection, row, offsetof(struct orb_cat_source, licence));
}
