/* A workbook for people: offers, what their columns mean, where they come from. */
#include <stdio.h>
#include <string.h>

#include "engine/base/scratch.h"
#include "engine/base/text.h"
#include "maps/offer_cells.h"
#include "maps/phone.h"
#include "maps/registry.h"
#include "maps/xlsx_book.h"

#define PHONE_MAX 64

/* English, French. */
static const char *const sheet_names[][2] = { { "Resources", "Ressources" },
                                              { "Sources", "Sources" },
                                              { "Definitions", "Définitions" } };
static const char *const state_words[][2] = {
    [ORB_CELL_UNKNOWN] = { "unknown", "inconnu" },
    [ORB_CELL_NOT_APPLICABLE] = { "not applicable", "sans objet" },
    [ORB_CELL_NONE] = { "none", "aucun" },
};

struct xlsx {
    struct orb_xlsx *book;
    const struct orb_selection *selection;
    struct orb_cells cells;
    bool french;
};

static void add_header(struct xlsx *x, const char *const labels[][2], size_t count)
{
    orb_xlsx_freeze(x->book);
    orb_xlsx_row(x->book);
    for (size_t i = 0; i < count; i++)
        orb_xlsx_text(x->book, labels[i][x->french], ORB_XLSX_HEADER);
}

/* ---- offers */

static void add_known(struct xlsx *x, enum orb_column_kind kind,
                      const struct orb_cell *cell)
{
    static const char *const flags[][2] = { { "no", "non" }, { "yes", "oui" } };
    char phone[PHONE_MAX];

    switch (kind) {
    case ORB_COLUMN_INTEGER:
        orb_xlsx_number(x->book, (double)cell->number, ORB_XLSX_INTEGER);
        break;
    case ORB_COLUMN_DEGREES:
        orb_xlsx_number(x->book, (double)cell->number / 1e6, ORB_XLSX_DEGREES);
        break;
    case ORB_COLUMN_DATE:
        orb_xlsx_date(x->book, (orb_date)cell->number, ORB_XLSX_DATE);
        break;
    case ORB_COLUMN_FLAG:
        orb_xlsx_text(x->book, flags[cell->number != 0][x->french], ORB_XLSX_PLAIN);
        break;
    case ORB_COLUMN_PHONE:
        orb_xlsx_text(x->book,
                      strlen(cell->text) < sizeof phone
                          ? orb_phone_write(phone, sizeof phone, cell->text)
                          : cell->text,
                      ORB_XLSX_PLAIN);
        break;
    default:
        orb_xlsx_text(x->book, cell->text, ORB_XLSX_PLAIN);
    }
}

static enum orb_status add_offers(struct xlsx *x, struct orb_error *err)
{
    const struct orb_catalogue *c = x->selection->catalogue;
    struct orb_cell row[ORB_COLUMNS];
    enum orb_status status = orb_xlsx_sheet(x->book, sheet_names[0][x->french], err);

    if (status != ORB_OK)
        return status;
    orb_xlsx_freeze(x->book);
    orb_xlsx_row(x->book);
    for (uint16_t i = 0; i < ORB_COLUMNS; i++) {
        orb_xlsx_width(x->book, i, orb_columns[i].width);
        orb_xlsx_text(x->book, orb_columns[i].label[x->french], ORB_XLSX_HEADER);
    }
    for (uint32_t i = 0; status == ORB_OK && i < c->offer_count; i++) {
        if (!orb_selection_has(x->selection, c->by_id[i]))
            continue;
        status = orb_cells_get(&x->cells, c->by_id[i], row, err);
        orb_xlsx_row(x->book);
        for (size_t k = 0; status == ORB_OK && k < ORB_COLUMNS; k++)
            if (row[k].state == ORB_CELL_KNOWN)
                add_known(x, orb_columns[k].kind, &row[k]);
            else
                orb_xlsx_text(x->book, state_words[row[k].state][x->french],
                              ORB_XLSX_MUTED);
    }
    orb_xlsx_filter(x->book, (uint32_t)x->selection->count + 1, ORB_COLUMNS);
    return status;
}

/* ---- sources */

static void add_source(struct xlsx *x, const struct orb_cat_source *s)
{
    const struct orb_catalogue *c = x->selection->catalogue;
    const orb_cat_text texts[] = { s->id, s->name, s->attribution, s->licence, s->edition };

    orb_xlsx_row(x->book);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const char *text = orb_cat_known(c, texts[i]);

        orb_xlsx_text(x->book, text == NULL ? state_words[0][x->french] : text,
                      text == NULL ? ORB_XLSX_MUTED : ORB_XLSX_WRAPPED);
    }
    if (s->observed_on == ORB_DATE_NONE)
        orb_xlsx_text(x->book, state_words[0][x->french], ORB_XLSX_MUTED);
    else
        orb_xlsx_date(x->book, s->observed_on, ORB_XLSX_DATE);
}

static enum orb_status add_sources(struct xlsx *x, struct orb_error *err)
{
    static const char *const labels[][2] = {
        { "Identifier", "Identifiant" },   { "Name", "Nom" },
        { "To be printed", "À imprimer" }, { "Licence", "Licence" },
        { "Edition", "Édition" },          { "Date", "Date" },
    };
    static const double widths[] = { 28, 40, 48, 30, 16, 12 };
    const struct orb_selection *s = x->selection;
    enum orb_status status = orb_xlsx_sheet(x->book, sheet_names[1][x->french], err);

    if (status != ORB_OK)
        return status;
    for (uint16_t i = 0; i < sizeof widths / sizeof widths[0]; i++)
        orb_xlsx_width(x->book, i, widths[i]);
    add_header(x, labels, sizeof labels / sizeof labels[0]);
    for (uint32_t i = 0; i < s->catalogue->source_count; i++)
        if (s->used[i] != 0)
            add_source(x, &s->catalogue->sources[i]);
    return ORB_OK;
}

/* ---- definitions */

static void add_definition(struct xlsx *x, const char *word, const char *code,
                           const char *definition)
{
    orb_xlsx_row(x->book);
    orb_xlsx_text(x->book, word, ORB_XLSX_WRAPPED);
    orb_xlsx_text(x->book, code, ORB_XLSX_PLAIN);
    orb_xlsx_text(x->book, definition, ORB_XLSX_WRAPPED);
}

static void add_facts(struct xlsx *x)
{
    static const char *const words[][2] = {
        { "Reference date", "Date de référence" },
        { "Resources", "Ressources" },
        { "Without a position", "Sans position" },
    };
    const struct orb_selection *s = x->selection;
    char text[ORB_DATE_LEN + 16];

    if (s->date != ORB_DATE_NONE)
        add_definition(x, words[0][x->french], "", orb_cell_day(text, s->date, x->french));
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)s->count);
    add_definition(x, words[1][x->french], "", text);
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)s->unlocated);
    add_definition(x, words[2][x->french], "", text);
}

/* What the words for an empty cell mean. */
static void add_states(struct xlsx *x)
{
    static const char *const meanings[][2] = {
        [ORB_CELL_UNKNOWN] = { "Nobody said: neither yes nor no.",
                               "Personne ne l’a dit : ni oui ni non." },
        [ORB_CELL_NOT_APPLICABLE] = { "The question does not arise here.",
                                      "La question ne se pose pas ici." },
        [ORB_CELL_NONE] = { "Said to be empty.", "Dit comme vide." },
    };

    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
        add_definition(x, state_words[i][x->french], "", meanings[i][x->french]);
}

static enum orb_status add_terms(struct xlsx *x, const char *name, struct orb_error *err)
{
    const struct orb_term_list *list = NULL;
    enum orb_status status = orb_vocabulary_terms(&x->cells.vocabulary, name, &list, err);

    for (size_t i = 0; status == ORB_OK && i < list->count; i++) {
        const struct orb_term *t = &list->terms[i];
        const char *label = orb_vocabulary_label(&x->cells.vocabulary, name, t->code,
                                                 x->french ? "fr" : "en");

        add_definition(x, label == NULL ? t->code : label, t->code,
                       x->french ? t->note : "");
    }
    return status;
}

static enum orb_status add_definitions(struct xlsx *x, struct orb_error *err)
{
    static const char *const labels[][2] = { { "Word", "Mot" },
                                             { "Code", "Code" },
                                             { "Meaning", "Sens" } };
    enum orb_status status = orb_xlsx_sheet(x->book, sheet_names[2][x->french], err);

    if (status != ORB_OK)
        return status;
    orb_xlsx_width(x->book, 0, 44);
    orb_xlsx_width(x->book, 1, 22);
    orb_xlsx_width(x->book, 2, 90);
    add_header(x, labels, sizeof labels / sizeof labels[0]);
    add_facts(x);
    for (size_t i = 0; i < ORB_COLUMNS; i++)
        add_definition(x, orb_columns[i].label[x->french], orb_columns[i].name,
                       orb_columns[i].definition[x->french]);
    add_states(x);
    status = add_terms(x, "cercles", err);
    if (status == ORB_OK)
        status = add_terms(x, "loubat_familles", err);
    return status;
}

/* ---- the exporter */

static enum orb_status check_size(const struct orb_selection *s, struct orb_error *err)
{
    if (s->count < ORB_XLSX_ROWS)
        return ORB_OK;
    return orb_error_set(
        err, ORB_ERR_RANGE,
        _("a sheet holds %d rows, there are %llu offers; choose a département, or write CSV"),
        ORB_XLSX_ROWS - 1, (unsigned long long)s->count);
}

static enum orb_status write_book(struct xlsx *x, const struct orb_scratch *scratch,
                                  const char *title, struct orb_error *err)
{
    struct orb_buf attribution = { 0 };
    struct orb_xlsx_facts facts = { .folder = scratch->folder,
                                    .title = title,
                                    .created = x->selection->date,
                                    .french = x->french };
    enum orb_status status;
    enum orb_status closed;

    orb_selection_attribution(&attribution, x->selection);
    facts.comment = attribution.len == 0 ? "" : attribution.data;
    status = orb_buf_check(&attribution, err);
    if (status == ORB_OK)
        status = orb_xlsx_new(&x->book, scratch->path, &facts, err);
    orb_buf_release(&attribution);
    if (status == ORB_OK)
        status = add_offers(x, err);
    if (status == ORB_OK)
        status = add_sources(x, err);
    if (status == ORB_OK)
        status = add_definitions(x, err);
    closed = orb_xlsx_close(x->book, status == ORB_OK ? err : NULL);
    return status == ORB_OK ? closed : status;
}

static enum orb_status run(struct orb_output *out,
                           const struct orb_map_territory *territory,
                           const struct orb_export_options *options, struct orb_error *err)
{
    struct orb_selection selection = { 0 };
    struct orb_scratch scratch = { 0 };
    struct xlsx x = { .selection = &selection, .french = options->french };
    enum orb_status status =
        orb_selection_init(&selection, territory->catalogue, options, err);

    if (status == ORB_OK)
        status = check_size(&selection, err);
    if (status == ORB_OK)
        status = orb_cells_init(&x.cells, &selection,
                                x.french ? ORB_CELL_FRENCH : ORB_CELL_ENGLISH, err);
    if (status == ORB_OK)
        status = orb_scratch_open(&scratch, out, err);
    if (status == ORB_OK) {
        status = write_book(
            &x, &scratch,
            options->title != NULL ? options->title : sheet_names[0][x.french], err);
        if (status == ORB_ERR_IO)
            orb_error_at(err, "%s", orb_output_name(out));
    }
    if (status == ORB_OK)
        status = orb_scratch_copy(&scratch, out, err);
    orb_scratch_close(&scratch);
    orb_cells_release(&x.cells);
    orb_selection_release(&selection);
    return status;
}

const struct orb_exporter orb_exporter_xlsx = {
    .name = "xlsx",
    .summary = N_("the same as a workbook, with its sources and definitions"),
    .loses = N_(
        "contours, relations between organizations, accessibility, languages, professions, themes, temporary closures, costs and documents, how sure a way to receive people is, the records of each source"),
    .media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    .extension = "xlsx",
    .takes = ORB_EXPORT_SELECTION | ORB_EXPORT_TITLE,
    .run = run,
};
