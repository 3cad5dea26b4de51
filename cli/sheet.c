/* Content first, shape last: the text and the JSON cannot say different things. */
#include "cli/sheet.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/table.h"
#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "maps/json_writer.h"

static struct cli_section *last_section(struct cli_sheet *sheet)
{
    return sheet->failed || sheet->section_count == 0
               ? NULL
               : &sheet->sections[sheet->section_count - 1];
}

static struct cli_field *last_field(struct cli_sheet *sheet)
{
    struct cli_section *s = last_section(sheet);

    return s == NULL || s->field_count == 0 ? NULL : &s->fields[s->field_count - 1];
}

static const char *copy(struct cli_sheet *sheet, const char *text)
{
    const char *own = orb_arena_strdup(&sheet->arena, text);

    sheet->failed = sheet->failed || (text != NULL && own == NULL);
    return own;
}

void cli_sheet_section(struct cli_sheet *sheet, const char *key, const char *title,
                       const char *id, const struct orb_provenance *provenance)
{
    struct cli_section section = { .key = key,
                                   .title = title,
                                   .observed_on = ORB_DATE_NONE };

    section.id = copy(sheet, id);
    if (provenance != NULL) {
        section.source = copy(sheet, provenance->source);
        section.fields_basis = copy(sheet, provenance->fields);
        section.basis = provenance->basis;
        section.observed_on = provenance->observed_on;
    }
    if (orb_grow((void **)&sheet->sections, &sheet->section_capacity, sheet->section_count,
                 sizeof *sheet->sections) != ORB_OK) {
        sheet->failed = true;
        return;
    }
    sheet->sections[sheet->section_count++] = section;
}

void cli_sheet_field(struct cli_sheet *sheet, const char *key, const char *label)
{
    struct cli_section *s = last_section(sheet);

    if (s == NULL || orb_grow((void **)&s->fields, &s->field_capacity, s->field_count,
                              sizeof *s->fields) != ORB_OK) {
        sheet->failed = true;
        return;
    }
    s->fields[s->field_count++] = (struct cli_field){ .key = key, .label = label };
}

void cli_sheet_unknown_word(struct cli_sheet *sheet, const char *word)
{
    struct cli_field *f = last_field(sheet);

    if (f != NULL)
        f->unknown_word = word;
}

void cli_sheet_none(struct cli_sheet *sheet)
{
    struct cli_field *f = last_field(sheet);

    if (f != NULL)
        f->known = true;
}

void cli_sheet_labelled(struct cli_sheet *sheet, const char *value, const char *label,
                        const char *text)
{
    struct cli_field *f = last_field(sheet);
    struct cli_item item = { copy(sheet, value), copy(sheet, label), copy(sheet, text) };

    if (f == NULL || text == NULL || sheet->failed)
        return;
    if (orb_grow((void **)&f->items, &f->item_capacity, f->item_count, sizeof *f->items) !=
        ORB_OK) {
        sheet->failed = true;
        return;
    }
    f->items[f->item_count++] = item;
    f->known = true;
}

bool cli_sheet_may_tell(struct cli_sheet *sheet, const char *channel, const char *text)
{
    bool hidden = true;

    if (orb_restricted_hides(&sheet->restricted, channel, text, &hidden, NULL) != ORB_OK)
        sheet->failed = true;
    return !hidden && !sheet->failed;
}

void cli_sheet_item(struct cli_sheet *sheet, const char *value, const char *text)
{
    cli_sheet_labelled(sheet, value, NULL, text);
}

void cli_sheet_printf(struct cli_sheet *sheet, const char *value, const char *format, ...)
{
    char text[2048];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    cli_sheet_item(sheet, value, text);
}

const char *cli_sheet_hold(struct cli_sheet *sheet, const char *format, ...)
{
    char text[2048];
    va_list args;
    const char *own;

    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    own = copy(sheet, text);
    return own == NULL ? "" : own;
}

void cli_sheet_code(struct cli_sheet *sheet, const char *list, const char *code)
{
    const char *french;
    const char *shown;

    if (code == NULL)
        return;
    french = orb_vocabulary_label(&sheet->vocabulary, list, code, "fr");
    shown = sheet->cli->french ? french
                               : orb_vocabulary_label(&sheet->vocabulary, list, code, "en");
    if (shown != NULL && strchr(code, '_') == NULL)
        shown = cli_sheet_hold(sheet, "%s (%s)", shown, code);
    cli_sheet_labelled(sheet, code, french, shown == NULL ? code : shown);
}

void cli_sheet_text(struct cli_sheet *sheet, const char *key, const char *label,
                    const char *text)
{
    cli_sheet_field(sheet, key, label);
    if (cli_sheet_may_tell(sheet, NULL, text))
        cli_sheet_item(sheet, NULL, text);
    else
        cli_sheet_item(sheet, "restricted", _("known, restricted: not shown"));
}

const char *cli_sheet_date_text(struct cli_sheet *sheet, orb_date date)
{
    struct orb_buf text = { 0 };
    const char *own;

    cli_date(&text, date, sheet->cli->french);
    own = copy(sheet, text.data);
    orb_buf_release(&text);
    return own == NULL ? "" : own;
}

void cli_sheet_date(struct cli_sheet *sheet, const char *key, const char *label,
                    orb_date date)
{
    char iso[ORB_DATE_LEN];

    cli_sheet_field(sheet, key, label);
    if (date != ORB_DATE_NONE)
        cli_sheet_item(sheet, orb_date_write(iso, date), cli_sheet_date_text(sheet, date));
}

void cli_sheet_source(struct cli_sheet *sheet, const struct orb_source *source)
{
    if (orb_grow((void **)&sheet->sources, &sheet->source_capacity, sheet->source_count,
                 sizeof *sheet->sources) != ORB_OK) {
        sheet->failed = true;
        return;
    }
    sheet->sources[sheet->source_count++] = (struct orb_source){
        .id = copy(sheet, source->id),
        .name = copy(sheet, source->name),
        .url = copy(sheet, source->url),
        .licence = copy(sheet, source->licence),
        .attribution = copy(sheet, source->attribution),
        .edition = copy(sheet, source->edition),
        .observed_on = source->observed_on,
    };
}

/* What one entry of a list of fields says. */
struct origin {
    enum orb_basis basis;
    const char *from;
    size_t from_len;
};

/* "modalities=inferred:finess_mode_modalite.csv;prestations=..." : what it says of key, and
 * from which file; false when it says nothing. */
static bool find_origin(const char *fields, const char *key, struct origin *out)
{
    size_t len = strlen(key);

    for (const char *at = fields; at != NULL && *at != '\0';) {
        const char *end = at + strcspn(at, ";");
        const char *equals = at + strcspn(at, "=;");
        const char *colon = at + strcspn(at, ":;");

        if ((size_t)(equals - at) == len && strncmp(at, key, len) == 0 && *equals == '=') {
            out->from = colon < end ? colon + 1 : NULL;
            out->from_len = colon < end ? (size_t)(end - colon) - 1 : 0;
            out->basis = strncmp(equals + 1, "inferred", 8) == 0   ? ORB_BASIS_INFERRED
                         : strncmp(equals + 1, "computed", 8) == 0 ? ORB_BASIS_COMPUTED
                                                                   : ORB_BASIS_DECLARED;
            return true;
        }
        at = *end == ';' ? end + 1 : end;
    }
    return false;
}

/* The two bounds of an age are one line of a sheet. */
static struct origin origin_of(const struct cli_section *s, const char *key)
{
    struct origin out = { .basis = s->basis };

    if (find_origin(s->fields_basis, key, &out) || strcmp(key, "age") != 0)
        return out;
    if (!find_origin(s->fields_basis, "age_max_months", &out))
        (void)find_origin(s->fields_basis, "age_min_months", &out);
    return out;
}

static const char *basis_words(enum orb_basis basis)
{
    return basis == ORB_BASIS_INFERRED   ? _("inferred")
           : basis == ORB_BASIS_COMPUTED ? _("computed")
                                         : _("declared");
}

static void field_text(struct orb_buf *out, const struct cli_section *s,
                       const struct cli_field *f)
{
    const struct origin origin = origin_of(s, f->key);

    if (!f->known)
        orb_buf_text(out, f->unknown_word == NULL ? _("unknown") : f->unknown_word);
    else if (f->item_count == 0)
        orb_buf_text(out, _("none"));
    for (size_t i = 0; i < f->item_count; i++)
        orb_buf_printf(out, "%s%s", i > 0 ? "\n" : "", f->items[i].text);
    if (f->known && (origin.basis != s->basis || origin.from_len > 0))
        orb_buf_printf(out, "\n[%s%s%.*s]", basis_words(origin.basis),
                       origin.from_len > 0 ? ", " : "", (int)origin.from_len,
                       origin.from_len > 0 ? origin.from : "");
}

/* What nobody said and no one will miss shares one line; a field with a word of its own
 * keeps its line. */
static bool is_set_aside(const struct cli_field *f)
{
    return !f->known && f->unknown_word == NULL;
}

static void section_text(struct orb_buf *out, const struct cli_sheet *sheet,
                         const struct cli_section *s)
{
    static const struct cli_column columns[] = { { "", false, false },
                                                 { "", false, true } };
    struct cli_table table = { .columns = columns, .column_count = 2 };
    struct orb_buf aside = { 0 };

    orb_buf_printf(out, "%s%s%s\n", s->title, s->id == NULL ? "" : "  ",
                   s->id == NULL ? "" : s->id);
    for (size_t i = 0; i < s->field_count; i++) {
        struct orb_buf text = { 0 };

        if (is_set_aside(&s->fields[i])) {
            orb_buf_printf(&aside, "%s%s", aside.len > 0 ? ", " : "", s->fields[i].label);
            continue;
        }
        field_text(&text, s, &s->fields[i]);
        cli_table_printf(&table, "  %s", s->fields[i].label);
        cli_table_cell(&table, text.data);
        orb_buf_release(&text);
    }
    if (aside.len > 0) {
        cli_table_printf(&table, "  %s", _("unknown"));
        cli_table_cell(&table, aside.data);
    }
    if (s->source != NULL) {
        cli_table_printf(&table, "  %s", _("source"));
        cli_table_printf(&table, _("%s, %s, %s"), s->source, basis_words(s->basis),
                         cli_sheet_date_text((struct cli_sheet *)sheet, s->observed_on));
    }
    cli_table_write(out, &table, sheet->cli->width);
    cli_table_release(&table);
    orb_buf_release(&aside);
}

static bool is_named(const struct cli_sheet *sheet, const char *source)
{
    for (size_t i = 0; i < sheet->section_count; i++)
        if (sheet->sections[i].source != NULL &&
            strcmp(sheet->sections[i].source, source) == 0)
            return true;
    return false;
}

static void sources_text(struct orb_buf *out, const struct cli_sheet *sheet)
{
    bool first = true;

    for (size_t i = 0; i < sheet->source_count; i++) {
        const struct orb_source *s = &sheet->sources[i];

        if (!is_named(sheet, s->id))
            continue;
        if (first)
            orb_buf_printf(out, "\n%s\n", _("Sources"));
        first = false;
        orb_buf_printf(out, _("  %s: %s, "), s->id,
                       s->name == NULL ? s->attribution : s->name);
        if (s->edition != NULL)
            orb_buf_printf(out, _("edition %s, "), s->edition);
        cli_date(out, s->observed_on, sheet->cli->french);
        orb_buf_printf(out, _("; licence: %s; attribution: %s\n"), s->licence,
                       s->attribution);
    }
}

void cli_sheet_write(struct orb_buf *out, const struct cli_sheet *sheet)
{
    for (size_t i = 0; i < sheet->section_count; i++) {
        if (i > 0)
            orb_buf_char(out, '\n');
        section_text(out, sheet, &sheet->sections[i]);
    }
    sources_text(out, sheet);
    out->failed = out->failed || sheet->failed;
}

static void field_json(struct orb_json_writer *w, const struct cli_section *s,
                       const struct cli_field *f)
{
    const struct origin origin = origin_of(s, f->key);

    orb_jw_key(w, f->key);
    orb_jw_open_object_inline(w);
    orb_jw_key(w, "values");
    if (!f->known) {
        orb_jw_null(w);
        orb_jw_close(w);
        return;
    }
    orb_jw_open_array(w);
    for (size_t i = 0; i < f->item_count; i++) {
        const struct cli_item *item = &f->items[i];

        if (item->label == NULL) {
            orb_jw_text(w, item->value == NULL ? item->text : item->value);
            continue;
        }
        orb_jw_open_object(w);
        orb_jw_member_text(w, "value", item->value);
        orb_jw_member_text(w, "label", item->label);
        orb_jw_close(w);
    }
    orb_jw_close(w);
    orb_jw_member_text(w, "basis", orb_basis_name(origin.basis));
    if (origin.from_len > 0) {
        orb_jw_key(w, "from");
        orb_jw_text_len(w, origin.from, origin.from_len);
    }
    orb_jw_close(w);
}

static void section_json(struct orb_json_writer *w, const struct cli_section *s)
{
    orb_jw_open_object(w);
    orb_jw_member_text(w, "section", s->key);
    if (s->id != NULL)
        orb_jw_member_text(w, "id", s->id);
    if (s->source != NULL) {
        orb_jw_member_text(w, "source", s->source);
        orb_jw_member_date(w, "observed_on", s->observed_on);
    }
    orb_jw_key(w, "fields");
    orb_jw_open_object(w);
    for (size_t i = 0; i < s->field_count; i++)
        field_json(w, s, &s->fields[i]);
    orb_jw_close(w);
    orb_jw_close(w);
}

static void sources_json(struct orb_json_writer *w, const struct cli_sheet *sheet)
{
    orb_jw_open_array(w);
    for (size_t i = 0; i < sheet->source_count; i++) {
        const struct orb_source *s = &sheet->sources[i];

        if (!is_named(sheet, s->id))
            continue;
        orb_jw_open_object(w);
        orb_jw_member_text(w, "id", s->id);
        orb_jw_member_text(w, "name", s->name);
        orb_jw_member_text(w, "edition", s->edition);
        orb_jw_member_date(w, "observed_on", s->observed_on);
        orb_jw_member_text(w, "licence", s->licence);
        orb_jw_member_text(w, "attribution", s->attribution);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

enum orb_status cli_sheet_json(struct orb_buf *out, const struct cli_sheet *sheet,
                               const char *schema, struct orb_error *err)
{
    struct orb_json_writer w;

    if (sheet->failed)
        return orb_error_memory(err);
    orb_jw_init_buf(&w, out, 2);
    orb_jw_open_object(&w);
    orb_jw_member_text(&w, "orbite", schema);
    orb_jw_key(&w, "sections");
    orb_jw_open_array(&w);
    for (size_t i = 0; i < sheet->section_count; i++)
        section_json(&w, &sheet->sections[i]);
    orb_jw_close(&w);
    orb_jw_key(&w, "sources");
    sources_json(&w, sheet);
    orb_jw_close(&w);
    orb_buf_char(out, '\n');
    return orb_jw_end(&w, err);
}

void cli_sheet_release(struct cli_sheet *sheet)
{
    for (size_t i = 0; i < sheet->section_count; i++) {
        for (size_t k = 0; k < sheet->sections[i].field_count; k++)
            orb_free(sheet->sections[i].fields[k].items);
        orb_free(sheet->sections[i].fields);
    }
    orb_free(sheet->sections);
    orb_free(sheet->sources);
    orb_vocabulary_release(&sheet->vocabulary);
    orb_restricted_release(&sheet->restricted);
    orb_arena_release(&sheet->arena);
}
