/*
 * The equipments of INSEE, one row each. Codes were renumbered in 2024, so the year is
 * asked and must be that of every row. Rows have no name and no number: they are kept small
 * and numbered by place once all are read.
 */
#include "importers/bpe.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/csv.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "importers/input.h"
#include "importers/registry.h"

#define LICENCE   "Licence Ouverte 2.0"
#define PUBLISHER "INSEE, base permanente des équipements"
#define URL       "https://www.insee.fr/fr/statistiques/8217525"

/* The only year whose codes are known here. */
#define KNOWN_YEAR "2024"

enum column { YEAR, COMMUNE, TYPE, X, Y, QUALITY, COLUMNS };

static const char *const column_names[COLUMNS] = { "AN",        "DEPCOM",    "TYPEQU",
                                                   "LAMBERT_X", "LAMBERT_Y", "QUALITE_XY" };

struct reader {
    struct bpe *b;
    struct orb_csv csv;
    size_t columns[COLUMNS];
    const struct orb_link_list *families;
    bool any_commune; /* the territory has communes: rows elsewhere are left out */
};

static const char *value(const struct reader *r, enum column column)
{
    return orb_csv_field(&r->csv, r->columns[column]);
}

static enum orb_status find(struct reader *r, enum finess_rule rule, enum column column,
                            struct orb_error *err)
{
    return orb_finess_find(&r->b->f, rule, column_names[column], value(r, column), err);
}

/* Does a family lead to the type? Types without family are counted and left out. */
static bool has_family(const struct reader *r, const char *type)
{
    for (size_t i = 0; i < r->families->count; i++)
        if (strcmp(r->families->links[i].to, type) == 0)
            return true;
    return false;
}

static double number_of(const char *text)
{
    double number = (double)NAN;
    char copy[40];

    (void)snprintf(copy, sizeof copy, "%s", text);
    for (char *p = strchr(copy, ','); p != NULL; p = strchr(p, ','))
        *p = '.';
    (void)orb_number_parse(&number, copy, strlen(copy));
    return number;
}

static enum orb_status keep(struct reader *r, const char *commune, struct orb_error *err)
{
    struct bpe *b = r->b;
    const char *type = value(r, TYPE);
    const char *quality = value(r, QUALITY);
    struct bpe_row *row;

    if (orb_grow((void **)&b->rows, &b->row_capacity, b->row_count, sizeof *b->rows) !=
        ORB_OK)
        return orb_error_memory(err);
    row = &b->rows[b->row_count];
    *row = (struct bpe_row){ .pair = { number_of(value(r, X)), number_of(value(r, Y)) },
                             .line = r->csv.line };
    if (orb_strmap_add(&b->communes, commune, strlen(commune), &row->commune) != ORB_OK ||
        orb_strmap_add(&b->types, type, strlen(type), &row->type) != ORB_OK ||
        orb_strmap_add(&b->qualities, quality, strlen(quality), &row->quality) != ORB_OK)
        return orb_error_memory(err);
    b->row_count++;
    if ((value(r, X)[0] != '\0' && isnan(row->pair[0])) ||
        (value(r, Y)[0] != '\0' && isnan(row->pair[1])))
        return find(r, FINESS_RULE_COORDINATES_PAIR, X, err);
    return ORB_OK;
}

/* A bad year is a bad file: its codes may mean something else. */
static enum orb_status check_year(const struct reader *r, struct orb_error *err)
{
    enum orb_status status;

    if (strcmp(value(r, YEAR), r->b->year) == 0)
        return ORB_OK;
    status = orb_error_set(err, ORB_ERR_RANGE,
                           _("the row is of the year '%.10s', not of the year asked, %s"),
                           value(r, YEAR), r->b->year);
    orb_error_at(err, "%s:%lu", r->b->f.file, r->csv.line);
    return status;
}

static enum orb_status take_row(struct reader *r, size_t width, struct orb_error *err)
{
    struct finess *f = &r->b->f;
    const struct orb_territory_view *view = f->in->territory;
    struct orb_site site = { .id = NULL };
    enum orb_status status;

    f->counts[FINESS_READ_EQUIPMENTS]++;
    (void)snprintf(r->b->place, sizeof r->b->place, "line %lu", r->csv.line);
    if (r->csv.field_count != width)
        return orb_finess_find(f, FINESS_RULE_LINE_FIELDS, NULL, NULL, err);
    status = check_year(r, err);
    if (status != ORB_OK)
        return status;
    if (value(r, TYPE)[0] == '\0' || strlen(value(r, TYPE)) > 8)
        return find(r, FINESS_RULE_EQUIPMENT_TYPE, TYPE, err);
    if (!orb_finess_is_commune(value(r, COMMUNE)))
        return find(r, FINESS_RULE_EQUIPMENT_COMMUNE, COMMUNE, err);
    if (!has_family(r, value(r, TYPE))) {
        f->counts[FINESS_NOTE_TYPE_LEFT]++;
        return ORB_OK;
    }
    status = orb_finess_commune(f, column_names[COMMUNE], value(r, COMMUNE), &site, err);
    if (status != ORB_OK)
        return status;
    if (r->any_commune && view->commune(view->context, value(r, COMMUNE)) == NULL) {
        f->counts[FINESS_NOTE_OUTSIDE]++;
        return ORB_OK;
    }
    return keep(r, site.commune, err);
}

static enum orb_status read_header(struct reader *r, struct orb_error *err)
{
    bool more = false;
    enum orb_status status = orb_csv_row(&r->csv, &more, err);

    if (status != ORB_OK)
        return status;
    for (size_t i = 0; i < COLUMNS; i++)
        r->columns[i] = more ? orb_csv_find(&r->csv, column_names[i]) : SIZE_MAX;
    for (size_t i = 0; i < QUALITY; i++)
        if (r->columns[i] == SIZE_MAX)
            return orb_error_set(
                err, ORB_ERR_SYNTAX,
                _("this is not a file of equipments: its first line does not name %s"),
                column_names[i]);
    return ORB_OK;
}

static enum orb_status read_rows(struct reader *r, struct orb_input *input,
                                 struct orb_error *err)
{
    const char *file = r->b->f.file;
    bool more = true;
    size_t width;
    enum orb_status status;

    orb_csv_stream(&r->csv, orb_input_feed, input, '\0');
    status = read_header(r, err);
    width = r->csv.field_count;
    while (status == ORB_OK && more) {
        status = orb_csv_row(&r->csv, &more, err);
        if (status == ORB_OK && more)
            status = take_row(r, width, err);
        orb_arena_clear(&r->b->f.scratch);
    }
    if (status != ORB_OK && err != NULL && strncmp(err->place, file, strlen(file)) != 0)
        orb_error_at(err, "%s:%lu", file, r->csv.line == 0 ? 1 : r->csv.line);
    return status;
}

static enum orb_status put_source(struct bpe *b, const struct orb_input *in,
                                  struct orb_error *err)
{
    const struct orb_import_input *input = b->f.in;
    char digest[ORB_INPUT_DIGEST_LEN];
    struct orb_source source = { .id = BPE_SOURCE,
                                 .name = "Base permanente des équipements",
                                 .url = URL,
                                 .licence = LICENCE,
                                 .edition = b->year,
                                 .observed_on = b->f.date,
                                 .digest = orb_input_digest(in, digest) };

    source.licence = input->licence != NULL ? input->licence : source.licence;
    source.attribution = input->attribution != NULL
                             ? input->attribution
                             : orb_arena_printf(&b->arena, "%s, %s", PUBLISHER, b->year);
    return source.attribution == NULL ? orb_error_memory(err)
                                      : orb_sink_source(b->f.sink, &source, err);
}

static enum orb_status read_all(struct bpe *b, struct orb_error *err)
{
    const struct orb_territory_view *view = b->f.in->territory;
    struct reader r = { .b = b };
    struct orb_input *input = NULL;
    enum orb_status status = orb_projector_new(&b->f.projector, err);

    r.any_commune = view != NULL && view->commune != NULL && view->next_commune != NULL &&
                    view->next_commune(view->context, NULL) != NULL;
    if (status == ORB_OK)
        status = orb_vocabulary_links(&b->f.vocabulary, "loubat_bpe", &r.families, err);
    if (status == ORB_OK)
        status = orb_input_open(&input, b->f.file, err);
    if (status == ORB_OK)
        status = read_rows(&r, input, err);
    if (status == ORB_OK)
        status = put_source(b, input, err);
    if (status == ORB_OK)
        status = orb_bpe_put(b, err);
    if (status == ORB_OK)
        status = orb_finess_counts_flush(&b->f, err);
    orb_input_close(input);
    orb_csv_release(&r.csv);
    return status;
}

static void release(struct bpe *b)
{
    orb_finess_read_release(&b->f);
    orb_projector_free(b->f.projector);
    orb_vocabulary_release(&b->f.vocabulary);
    orb_strmap_release(&b->communes);
    orb_strmap_release(&b->types);
    orb_strmap_release(&b->qualities);
    orb_free(b->rows);
    orb_arena_release(&b->arena);
}

static enum orb_status run(const struct orb_import_input *in, const struct orb_sink *sink,
                           struct orb_import_report *report, struct orb_error *err)
{
    struct bpe b = { .f = { .in = in, .sink = sink, .report = report },
                     .year = in->year != NULL ? in->year : in->edition };
    enum orb_status status;

    if (in->path_count != 1)
        return orb_error_set(err, ORB_ERR_RANGE, _("give one file of equipments"));
    if (b.year == NULL)
        return orb_error_set(err, ORB_ERR_RANGE,
                             _("give the year of the equipments with --year"));
    if (strcmp(b.year, KNOWN_YEAR) != 0)
        return orb_error_set(err, ORB_ERR_UNSUPPORTED,
                             _("only the codes of the year %s are known here"), KNOWN_YEAR);
    b.f.file = in->paths[0];
    b.f.date =
        orb_date_make(2024, 1, 1); /* a year of the base is its situation on that day */
    b.f.place.ege = -1;
    b.f.place.pointer = b.place;
    b.f.coordinates = column_names[X];
    status = read_all(&b, err);
    release(&b);
    return status;
}

const struct orb_importer orb_importer_bpe = {
    .name = "bpe",
    .summary = N_("equipments open to all, from the base of INSEE"),
    .usage = "FILE.csv --year 2024",
    .licence = LICENCE,
    .attribution = PUBLISHER,
    .full = true,
    .required = "year",
    .run = run,
};
