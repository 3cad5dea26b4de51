/* Title, territory, operator and sources of a concentric map. */
#include <string.h>

#include "engine/base/text.h"
#include "engine/vocabulary/vocabulary.h"
#include "maps/circles_partners.h"
#include "maps/partner_list.h"

#define DEPARTEMENTS_NAMED 3

struct frame {
    struct orb_circle_map_input *out;
    struct orb_arena *arena;
    const struct orb_selection *selection;
    struct orb_vocabulary vocabulary;
    const char *language;
    bool failed;
};

/* A copy that lasts; "" without memory, which is remembered. */
static const char *keep(struct frame *f, const char *text)
{
    const char *kept = orb_arena_strdup(f->arena, text);

    f->failed = f->failed || (text != NULL && kept == NULL);
    return kept == NULL ? "" : kept;
}

static const char *keep_buf(struct frame *f, struct orb_buf *text)
{
    const char *kept = text->failed ? NULL : keep(f, text->data == NULL ? "" : text->data);

    f->failed = f->failed || kept == NULL;
    orb_buf_release(text);
    return kept == NULL ? "" : kept;
}

static const char *departement_name(struct frame *f, const char *code)
{
    const char *label = orb_vocabulary_label(&f->vocabulary, "departements", code, "fr");

    return label == NULL ? code : label;
}

static void insert_sorted(const char **codes, size_t count, const char *code)
{
    for (; count > 0 && strcmp(codes[count - 1], code) > 0; count--)
        codes[count] = codes[count - 1];
    codes[count] = code;
}

/* The départements of the offers, when they are few; else how many. */
static const char *departements(struct frame *f)
{
    const struct orb_catalogue *c = f->selection->catalogue;
    const char *codes[DEPARTEMENTS_NAMED];
    struct orb_buf text = { 0 };
    size_t count = 0;

    for (uint32_t i = 0; i < c->offer_count && count <= DEPARTEMENTS_NAMED; i++) {
        uint32_t commune = c->offers[c->by_id[i]].commune;
        const char *code;
        size_t k = 0;

        if (commune == ORB_CAT_NONE || !orb_selection_has(f->selection, c->by_id[i]))
            continue;
        code = orb_cat_known(c, c->communes[commune].department);
        while (code != NULL && k < count && k < DEPARTEMENTS_NAMED &&
               strcmp(codes[k], code) != 0)
            k++;
        if (code == NULL || k < count)
            continue;
        if (count < DEPARTEMENTS_NAMED)
            insert_sorted(codes, count, code);
        count++;
    }
    if (count > DEPARTEMENTS_NAMED)
        return _("several départements");
    for (size_t i = 0; i < count; i++)
        orb_buf_printf(&text, "%s%s", i == 0 ? "" : ", ", departement_name(f, codes[i]));
    return keep_buf(f, &text);
}

static const char *territory_name(struct frame *f)
{
    const struct orb_catalogue *c = f->selection->catalogue;
    const struct orb_export_options *options = f->selection->options;
    const char *name = NULL;

    if (options->commune != NULL) {
        uint32_t commune = orb_cat_commune_find(c, options->commune);

        if (commune != ORB_CAT_NONE)
            name = orb_cat_known(c, c->communes[commune].name);
        return name == NULL ? options->commune : name;
    }
    if (options->departement != NULL)
        return keep(f, departement_name(f, options->departement));
    name = departements(f);
    return name[0] == '\0' ? orb_cat_string(c, c->info->id) : name;
}

/* NULL when nobody says whose circles these are. */
static const char *operator_name(const struct orb_selection *selection)
{
    const struct orb_catalogue *c = selection->catalogue;
    const struct orb_circle_operator *whose = &selection->circles.whose;
    const char *name = NULL;

    if (whose->organization != ORB_CAT_NONE)
        name = orb_cat_known(c, c->organizations[whose->organization].name);
    return name == NULL ? whose->id : name;
}

static void add_words(struct frame *f, const char *territory, const char *whose)
{
    struct orb_buf text = { 0 };
    struct orb_circle_map_input *out = f->out;

    out->title = f->selection->options->title;
    if (out->title == NULL) {
        orb_buf_printf(&text, _("Who does what? Partners of %s"),
                       whose == NULL ? territory : whose);
        out->title = keep_buf(f, &text);
    }
    orb_buf_printf(&text, _("Territory: %s"), territory);
    if (whose == NULL)
        orb_buf_text(&text, _(" · no operator: no internal services"));
    out->subtitle = keep_buf(f, &text);
    out->centre = whose == NULL ? territory : whose;
    out->centre_note = whose == NULL ? NULL : keep(f, _("Pathway coordination"));
}

static void add_footer(struct frame *f, uint32_t from)
{
    const struct orb_catalogue *c = f->selection->catalogue;
    struct orb_buf text = { 0 };

    orb_selection_attribution(&text, f->selection);
    f->out->sources = text.len == 0 ? NULL : keep_buf(f, &text);
    orb_buf_release(&text);
    if (from == ORB_CAT_NONE)
        return;
    orb_buf_printf(&text, _("Minutes by car from %s: estimate."),
                   orb_cat_string(c, c->communes[from].name));
    f->out->footer = keep_buf(f, &text);
}

/* Bits of the first two rings where somebody is. */
static unsigned used_rings(const struct orb_circle_map_input *input)
{
    unsigned circles = input->list == NULL ? 0 : input->list->circles;

    for (size_t i = 0; input->list == NULL && i < input->partner_count; i++)
        circles |= 1U << input->partners[i].circle;
    return (circles & 1U << ORB_CIRCLE_C0 ? 1U : 0U) |
           (circles & (1U << ORB_CIRCLE_C1A | 1U << ORB_CIRCLE_C1B) ? 2U : 0U);
}

enum orb_status orb_circle_partners_frame(struct orb_circle_map_input *out,
                                          struct orb_arena *arena,
                                          const struct orb_selection *selection,
                                          uint32_t from, struct orb_error *err)
{
    struct frame f = { .out = out,
                       .arena = arena,
                       .selection = selection,
                       .language = selection->options->french ? "fr" : "en" };
    const char *whose = operator_name(selection);

    out->date = selection->date;
    out->unused = whose == NULL ? 1U << 0 | 1U << 1 : 0;
    out->unused &= (uint8_t)~used_rings(out);
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++) {
        const char code[] = { 'L', (char)('1' + s), '\0' };
        const char *label =
            orb_vocabulary_label(&f.vocabulary, "loubat_familles", code, f.language);

        out->family_names[s] = label == NULL ? NULL : keep(&f, label);
        out->requests[s].received = -1;
    }
    add_words(&f, territory_name(&f), whose);
    add_footer(&f, from);
    orb_vocabulary_release(&f.vocabulary);
    return f.failed ? orb_error_memory(err) : ORB_OK;
}
