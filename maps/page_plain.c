/* The page without JavaScript: what it is, how many of each family in each circle, where
 * the list is. */
#include <inttypes.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/vocabulary/vocabulary.h"
#include "maps/offer.h"
#include "maps/page.h"

/* C1a and C1b are one circle of the map. */
static const struct {
    const char *name; /* N_() */
    unsigned circles; /* bits of enum orb_circle */
} columns[] = {
    { N_("Internal services"), 1U << ORB_CIRCLE_C0 },
    { N_("Partners by agreement"), 1U << ORB_CIRCLE_C1A | 1U << ORB_CIRCLE_C1B },
    { N_("Partners of the territory"), 1U << ORB_CIRCLE_C2 },
    { N_("Droit commun"), 1U << ORB_CIRCLE_C3 },
    { N_("To approach"), 1U << ORB_CIRCLE_C4 },
    { N_("Institutions"), 1U << ORB_CIRCLE_INST },
};

enum { CIRCLE_COLUMNS = sizeof columns / sizeof columns[0] };

struct counts {
    uint64_t cell[ORB_FAMILIES + 1][CIRCLE_COLUMNS]; /* family 0 = not classified */
    uint64_t column[CIRCLE_COLUMNS];                 /* distinct offers */
    uint64_t row[ORB_FAMILIES + 1];
    uint64_t all;
};

/* An offer is in each of its families, as for the filter of the page. */
static bool is_of(const struct orb_map_offer *offer, int family)
{
    if (family == 0)
        return offer->families == 0;
    return (offer->families & 1U << (family - 1)) != 0;
}

static void count_in(struct counts *counts, const struct orb_map_offer *offer,
                     size_t column)
{
    for (int family = 0; family <= ORB_FAMILIES; family++) {
        if (!is_of(offer, family))
            continue;
        counts->cell[family][column]++;
        counts->row[family]++;
    }
    counts->column[column]++;
    counts->all++;
}

static void count(struct counts *counts, const struct orb_selection *selection)
{
    const struct orb_catalogue *c = selection->catalogue;

    for (uint32_t i = 0; i < c->offer_count; i++) {
        struct orb_map_offer offer;

        if (!orb_selection_has(selection, i))
            continue;
        orb_map_offer_get(&offer, selection, i);
        /* Counted once, as what it repeats. */
        if (offer.duplicate_of != NULL &&
            orb_selection_has(selection, offer.row->canonical))
            continue;
        for (size_t k = 0; k < CIRCLE_COLUMNS; k++)
            if ((columns[k].circles & 1U << offer.circle.circle) != 0)
                count_in(counts, &offer, k);
    }
}

static void add_number(struct orb_buf *out, uint64_t number)
{
    orb_buf_printf(out, "<td>%" PRIu64 "</td>", number);
}

static void add_head(struct orb_buf *out, const char *scope, const char *text)
{
    orb_buf_printf(out, "<th scope=\"%s\">", scope);
    orb_page_escape(out, text);
    orb_buf_text(out, "</th>");
}

static void add_paragraph(struct orb_buf *out, const char *attribute, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    orb_buf_printf(out, "<p%s>", attribute);
    orb_page_escape(out, text);
    orb_buf_text(out, "</p>\n");
}

/* The circles that have offers, then all of them. */
static void add_row(struct orb_buf *out, const struct counts *counts, const char *name,
                    const uint64_t *cells, uint64_t all)
{
    orb_buf_text(out, "<tr>");
    add_head(out, "row", name);
    for (size_t k = 0; k < CIRCLE_COLUMNS; k++)
        if (counts->column[k] > 0)
            add_number(out, cells[k]);
    add_number(out, all);
    orb_buf_text(out, "</tr>\n");
}

static void add_table(struct orb_buf *out, const struct orb_page *page)
{
    const char *language = page->head->french ? "fr" : "en";
    struct orb_vocabulary vocabulary = { 0 };
    struct counts counts = { 0 };

    count(&counts, page->selection);
    orb_buf_text(out, "<table><caption>");
    orb_page_escape(out, _("Resources by family of services and by circle"));
    orb_buf_text(out, "</caption>\n<thead><tr>");
    add_head(out, "col", _("Family"));
    for (size_t k = 0; k < CIRCLE_COLUMNS; k++)
        if (counts.column[k] > 0)
            add_head(out, "col", _(columns[k].name));
    add_head(out, "col", _("All"));
    orb_buf_text(out, "</tr></thead>\n<tbody>\n");
    for (int family = 1; family <= ORB_FAMILIES; family++) {
        const char code[] = { 'L', (char)('0' + family), '\0' };
        const char *name =
            orb_vocabulary_label(&vocabulary, "loubat_familles", code, language);

        add_row(out, &counts, name == NULL ? code : name, counts.cell[family],
                counts.row[family]);
    }
    if (counts.row[0] > 0)
        add_row(out, &counts, _("Not classified"), counts.cell[0], counts.row[0]);
    add_row(out, &counts, _("Distinct resources"), counts.column, counts.all);
    orb_buf_text(out, "</tbody></table>\n");
    add_paragraph(out, "",
                  _("A resource of several families counts in each of them; the last line "
                    "counts each resource once."));
    orb_vocabulary_release(&vocabulary);
}

void orb_page_plain(struct orb_buf *out, const struct orb_page *page)
{
    const struct orb_columns_head *head = page->head;
    struct orb_buf text = { 0 };

    if (head->is_private)
        add_paragraph(out, " class=\"private\"",
                      _("Contains personal data — do not pass on"));
    orb_buf_text(out, "<h1>");
    orb_page_escape(out, head->title);
    orb_buf_text(out, "</h1>\n");
    add_paragraph(out, "", head->subtitle);
    add_table(out, page);
    if (head->csv != NULL)
        orb_buf_printf(&text,
                       _("The list is in the file '%s', that 'orbite map csv' writes."),
                       head->csv);
    add_paragraph(out, "", text.data);
    orb_buf_clear(&text);
    orb_columns_attribution(&text, page->selection, head);
    add_paragraph(out, "", text.data);
    out->failed = out->failed || text.failed;
    orb_buf_release(&text);
}
