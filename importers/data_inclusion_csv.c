/* Structures and services of data·inclusion in CSV, as published or as saved from a
 * spreadsheet. */
#include <stdio.h>
#include <string.h>

#include "engine/base/csv.h"
#include "engine/base/text.h"
#include "importers/data_inclusion.h"
#include "importers/slug.h"

struct table {
    struct dinc *d;
    struct orb_csv csv;
    uint32_t fields[ORB_CSV_FIELDS]; /* by column; DINC_FIELDS = not read */
    size_t width;
    bool is_service;
    const char *producer; /* of a sheet that names none */
};

static bool is_date(const char *text)
{
    orb_date day;

    return strlen(text) >= 10 && orb_date_parse(&day, text, 10);
}

/* The model sheet of the publisher has a date where the name of date_maj should be. */
static enum orb_status find_date(struct table *t, const bool seen[DINC_FIELDS],
                                 struct orb_error *err)
{
    struct dinc_row row = { .place = "line 1" };

    for (size_t i = 0; !seen[DINC_DATE_MAJ] && i < t->width; i++) {
        if (!is_date(orb_csv_field(&t->csv, i)))
            continue;
        t->fields[i] = DINC_DATE_MAJ;
        return orb_dinc_tell(t->d, &row, DINC_DATE_MAJ, DINC_DATE_HEADER, err);
    }
    return ORB_OK;
}

static enum orb_status make_producer(struct table *t, struct orb_error *err)
{
    const char *name = t->d->in->attribution;

    if (name == NULL)
        return orb_dinc_bad_file(
            t->d, "1",
            _("the file has no column source; name the producer with --attribution"), err);
    t->producer = orb_slug(&t->d->kept, name);
    return t->producer == NULL ? orb_error_memory(err) : ORB_OK;
}

/* The field of a column; the first of two of a name prevails. */
static enum orb_status read_name(struct table *t, size_t column, bool seen[DINC_FIELDS + 1],
                                 struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    const char *text = orb_csv_field(&t->csv, column);
    const char *name = orb_dinc_clean(t->d, text, strlen(text), &status);
    uint32_t *field = &t->fields[column];

    *field = DINC_FIELDS;
    if (status != ORB_OK)
        return orb_error_memory(err);
    if (name == NULL || is_date(name))
        return ORB_OK;
    status = orb_dinc_field(t->d, name, field, err);
    if (status == ORB_OK && *field != DINC_FIELDS && seen[*field]) {
        *field = DINC_FIELDS;
        status = orb_report_count(t->d->report, "drift", name, 1, err);
    }
    seen[*field] = true;
    return status;
}

static enum orb_status read_header(struct table *t, struct orb_error *err)
{
    bool seen[DINC_FIELDS + 1] = { false };
    bool more = false;
    enum orb_status status = orb_csv_row(&t->csv, &more, err);

    t->width = more ? t->csv.field_count : 0;
    for (size_t i = 0; status == ORB_OK && i < t->width; i++)
        status = read_name(t, i, seen, err);
    if (status != ORB_OK)
        return status;
    if (!seen[DINC_ID] || !seen[DINC_NOM])
        return orb_dinc_bad_file(
            t->d, "1",
            _("this is not a file of data·inclusion: the first line must name id and nom"),
            err);
    t->is_service =
        seen[DINC_STRUCTURE_ID] || seen[DINC_THEMATIQUES] || seen[DINC_MODES_ACCUEIL];
    status = find_date(t, seen, err);
    return status == ORB_OK && !seen[DINC_SOURCE] ? make_producer(t, err) : status;
}

static bool is_yes(const char *text)
{
    static const char *const words[] = { "True", "true", "TRUE", "VRAI", "Vrai", "1", "x" };

    for (size_t i = 0; text != NULL && i < sizeof words / sizeof words[0]; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

/* Rows of spreadsheets that say nothing: empty ones, examples, the header again. */
static enum orb_status take_cells(struct table *t, struct dinc_row *row, bool is_empty,
                                  struct orb_error *err)
{
    struct dinc *d = t->d;
    const char *id = row->values[DINC_ID].text;

    if (is_empty || is_yes(row->values[DINC_IGNORE].text)) {
        d->counts[is_empty ? DINC_NOTE_EMPTY : DINC_NOTE_IGNORED]++;
        return ORB_OK;
    }
    if (t->csv.field_count > t->width || (id != NULL && strcmp(id, "id") == 0)) {
        d->counts[row->is_service ? DINC_READ_SERVICES : DINC_READ_STRUCTURES]++;
        return orb_dinc_tell(
            d, row, DINC_FIELDS,
            t->csv.field_count > t->width ? DINC_ROW_TOO_WIDE : DINC_HEADER_AGAIN, err);
    }
    return orb_dinc_take(d, row, err);
}

static enum orb_status take_csv(struct table *t, struct orb_error *err)
{
    struct dinc_row row = { .is_service = t->is_service };
    char place[32];
    bool is_empty = true;
    enum orb_status status = ORB_OK;

    (void)snprintf(place, sizeof place, "line %lu", t->csv.line);
    row.place = place;
    for (size_t i = 0; status == ORB_OK && i < t->csv.field_count; i++) {
        const char *text = orb_csv_field(&t->csv, i);

        is_empty = is_empty && text[0] == '\0';
        if (i < t->width && t->fields[i] != DINC_FIELDS)
            status = orb_dinc_set(t->d, (enum dinc_field)t->fields[i],
                                  (struct dinc_text){ text, strlen(text) }, &row, err);
    }
    if (t->producer != NULL) {
        row.values[DINC_SOURCE].text = t->producer;
        row.values[DINC_SOURCE].is_set = true;
    }
    if (status == ORB_OK)
        status = take_cells(t, &row, is_empty, err);
    orb_arena_clear(&t->d->row);
    return status;
}

enum orb_status orb_dinc_read_csv(struct dinc *d, struct orb_input *in,
                                  struct orb_error *err)
{
    struct table t = { .d = d };
    bool more = true;
    enum orb_status status;

    orb_csv_stream(&t.csv, orb_input_feed, in, '\0');
    status = read_header(&t, err);
    while (status == ORB_OK && more) {
        status = orb_csv_row(&t.csv, &more, err);
        if (status == ORB_OK && more)
            status = take_csv(&t, err);
    }
    if (status != ORB_OK && err != NULL &&
        strncmp(err->place, d->file, strlen(d->file)) != 0)
        orb_error_at(err, "%s", d->file);
    orb_csv_release(&t.csv);
    return status;
}
