/*
 * The extraction of the register that stopped in May 2026: a first reading finds the
 * encoding and the positions, which come after the establishments they belong to; a second
 * one puts the establishments. A line is a row, so a damaged one spoils no other.
 */
#include "importers/finess_csv.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "importers/encoding.h"
#include "importers/input.h"
#include "importers/registry.h"

#define LICENCE   "Licence Ouverte 2.0"
#define PUBLISHER "FINESS, Agence du numérique en santé"
#define URL                                                                                \
    "https://www.data.gouv.fr/datasets/finess-extraction-du-fichier-des-etablissements"

#define STRUCTURE   "structureet"
#define GEOLOCATION "geolocalisation"

#define YEAR_DAYS 366

void orb_finess_csv_at(struct finess_csv *c, unsigned long line)
{
    (void)snprintf(c->place, sizeof c->place, "line %lu", line);
    c->f.place.pointer = c->place;
}

enum orb_status orb_finess_csv_split(struct finess_csv *c, const char *line, size_t len,
                                     size_t fields, struct orb_error *err)
{
    struct orb_error ignored = { 0 };
    bool more = false;
    enum orb_status status;

    c->is_split = false;
    orb_buf_clear(&c->utf8);
    if (c->windows != NULL)
        orb_decoder_text(c->windows, line, len, &c->utf8);
    else
        orb_buf_add(&c->utf8, line, len);
    if (c->utf8.failed)
        return orb_error_memory(err);
    orb_csv_release(&c->csv);
    orb_csv_memory(&c->csv, c->utf8.data, c->utf8.len, ';');
    status = orb_csv_row(&c->csv, &more, &ignored);
    if (status == ORB_ERR_MEMORY)
        return orb_error_memory(err);
    if (status != ORB_OK)
        return orb_finess_find(&c->f, FINESS_RULE_LINE_QUOTES, NULL, NULL, err);
    if (c->csv.field_count == fields + 1 && c->csv.fields[fields][0] == '\0')
        c->csv.field_count--;
    if (c->csv.field_count != fields)
        return orb_finess_find(&c->f, FINESS_RULE_LINE_FIELDS, NULL, NULL, err);
    c->is_split = true;
    return ORB_OK;
}

/* "finess;etalab;111;2026-05-12": the day of the file stands for every row. */
static enum orb_status take_header(struct finess_csv *c, const char *line, size_t len,
                                   struct orb_error *err)
{
    bool more = false;
    enum orb_status status;

    orb_csv_memory(&c->csv, line, len, ';');
    status = orb_csv_row(&c->csv, &more, err);
    if (status == ORB_OK &&
        (!more || c->csv.field_count < 4 || strcmp(c->csv.fields[0], "finess") != 0 ||
         strcmp(c->csv.fields[1], "etalab") != 0))
        status = orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("this is not a FINESS extraction: its first line must be 'finess;etalab;NUMBER;DATE'"));
    else if (status == ORB_OK &&
             !orb_date_parse(&c->f.date, c->csv.fields[3], strlen(c->csv.fields[3])))
        status = orb_error_set(err, ORB_ERR_SYNTAX,
                               _("the date of the FINESS extraction does not read"));
    if (status != ORB_OK)
        orb_error_at(err, "%s:1", c->f.file);
    return status;
}

static bool is_kind(const char *line, size_t len, const char *kind)
{
    size_t n = strlen(kind);

    if (len > 0 && line[0] == '"') {
        line++;
        len--;
    }
    return len > n && strncmp(line, kind, n) == 0 && (line[n] == ';' || line[n] == '"');
}

static bool is_blank(const char *line, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (line[i] != ' ' && line[i] != '\t')
            return false;
    return true;
}

/*
 * Another source may know an establishment through its activities, which say more than its
 * category. The territory is asked before the first record is put: while they are being
 * written, rows are not quickly found.
 */
static enum orb_status note_detailed(struct finess_csv *c, const char *line, size_t len,
                                     struct orb_error *err)
{
    const struct orb_territory_view *view = c->f.in->territory;
    const char *field = memchr(line, ';', len);
    char number[FINESS_NUMBER_LEN] = "";
    char id[FINESS_NUMBER_LEN + 7];

    c->establishments++;
    if (view == NULL || view->exists == NULL || field == NULL)
        return ORB_OK;
    field += field[1] == '"' ? 2 : 1;
    (void)snprintf(number, sizeof number, "%.*s", (int)(FINESS_NUMBER_LEN - 1), field);
    (void)snprintf(id, sizeof id, "finess:%s", number);
    if (!orb_finess_is_number(number) ||
        !view->exists(view->context, ORB_RECORD_SERVICE, id) ||
        view->exists(view->context, ORB_RECORD_OFFER, id) ||
        orb_finess_numbers_find(&c->detailed, number) != FINESS_NUMBER_NONE)
        return ORB_OK;
    return orb_finess_numbers_add(&c->detailed, number) == ORB_OK ? ORB_OK
                                                                  : orb_error_memory(err);
}

/* First reading. Points are plain letters, the same in every encoding. */
static enum orb_status scan_line(struct finess_csv *c, const char *line, size_t len,
                                 struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    if (c->line == 1)
        return take_header(c, line, len, err);
    if (c->windows == NULL && len > 0 && !orb_utf8_valid(line, len))
        status = orb_decoder_new(&c->windows, NULL, "windows-1252", err);
    if (status != ORB_OK)
        return status;
    if (is_kind(line, len, STRUCTURE))
        return note_detailed(c, line, len, err);
    if (!is_kind(line, len, GEOLOCATION))
        return ORB_OK;
    c->f.counts[FINESS_READ_GEOLOCATIONS]++;
    orb_finess_csv_at(c, c->line);
    status = orb_finess_csv_split(c, line, len, GEO_FIELDS, err);
    return status == ORB_OK && c->is_split ? orb_finess_csv_take_point(c, err) : status;
}

/* Second reading. */
static enum orb_status put_line(struct finess_csv *c, const char *line, size_t len,
                                struct orb_error *err)
{
    enum orb_status status;

    if (c->line == 1 || is_blank(line, len) || is_kind(line, len, GEOLOCATION))
        return ORB_OK;
    orb_finess_csv_at(c, c->line);
    c->f.counts[FINESS_READ_ESTABLISHMENTS]++;
    if (!is_kind(line, len, STRUCTURE))
        return orb_finess_find(&c->f, FINESS_RULE_LINE_KIND, NULL, NULL, err);
    status = orb_finess_csv_split(c, line, len, FINESS_CSV_FIELDS, err);
    if (status == ORB_OK && c->is_split)
        status = orb_finess_csv_take(c, err);
    orb_arena_clear(&c->f.scratch);
    return status;
}

static enum orb_status each_line(struct finess_csv *c, struct orb_input *in,
                                 enum orb_status (*take)(struct finess_csv *, const char *,
                                                         size_t, struct orb_error *),
                                 struct orb_error *err)
{
    struct orb_lines lines = { .in = in };
    const char *line = NULL;
    size_t len = 0;
    enum orb_status status;

    do {
        status = orb_lines_next(&lines, &line, &len, err);
        c->line = lines.number;
        if (status == ORB_OK && line != NULL)
            status = take(c, line, len, err);
    } while (status == ORB_OK && line != NULL);
    orb_lines_release(&lines);
    return status;
}

static enum orb_status put_source(struct finess_csv *c, const struct orb_input *in,
                                  struct orb_error *err)
{
    const struct orb_import_input *input = c->f.in;
    char digest[ORB_INPUT_DIGEST_LEN];
    char day[ORB_DATE_LEN];
    struct orb_source source = { .id = FINESS_SOURCE_CSV,
                                 .name = "FINESS (extraction CSV)",
                                 .url = URL,
                                 .licence = LICENCE,
                                 .observed_on = c->f.date,
                                 .digest = orb_input_digest(in, digest) };

    source.licence = input->licence != NULL ? input->licence : source.licence;
    source.edition =
        input->edition != NULL ? input->edition : orb_date_write(day, c->f.date);
    source.attribution =
        input->attribution != NULL
            ? input->attribution
            : orb_arena_printf(&c->arena, "%s, édition %s", PUBLISHER, source.edition);
    return source.attribution == NULL ? orb_error_memory(err)
                                      : orb_sink_source(c->f.sink, &source, err);
}

/* What is to be known of the file as a whole. */
static enum orb_status tell_file(struct finess_csv *c, struct orb_error *err)
{
    const struct orb_import_input *in = c->f.in;
    char day[ORB_DATE_LEN];
    enum orb_status status;

    if (c->establishments == 0) {
        status = orb_error_set(err, ORB_ERR_SYNTAX,
                               _("the FINESS extraction has no line 'structureet'"));
        orb_error_at(err, "%s", c->f.file);
        return status;
    }
    orb_finess_csv_at(c, 1);
    (void)orb_date_write(day, c->f.date);
    status = orb_finess_find(&c->f, FINESS_RULE_NO_LONGER_PUBLISHED, NULL, day, err);
    if (status == ORB_OK && in->reference_date != ORB_DATE_NONE &&
        in->reference_date - c->f.date > YEAR_DAYS)
        status = orb_finess_find(&c->f, FINESS_RULE_OLDER_THAN_A_YEAR, NULL, day, err);
    if (status == ORB_OK && c->windows != NULL)
        status = orb_finess_find(&c->f, FINESS_RULE_ENCODING, NULL, NULL, err);
    return status;
}

static enum orb_status read_all(struct finess_csv *c, struct orb_input *in,
                                struct orb_error *err)
{
    enum orb_status status = each_line(c, in, scan_line, err);

    if (status == ORB_OK)
        status = tell_file(c, err);
    if (status == ORB_OK)
        status = put_source(c, in, err);
    if (status == ORB_OK)
        status = orb_input_rewind(in, err);
    if (status == ORB_OK)
        status = each_line(c, in, put_line, err);
    if (status == ORB_OK)
        status = orb_finess_csv_tell_points(c, err);
    return status == ORB_OK ? orb_finess_counts_flush(&c->f, err) : status;
}

static void release(struct finess_csv *c)
{
    orb_finess_terms_release(&c->f.terms);
    orb_finess_read_release(&c->f);
    orb_projector_free(c->f.projector);
    orb_vocabulary_release(&c->f.vocabulary);
    orb_csv_release(&c->csv);
    orb_buf_release(&c->utf8);
    orb_decoder_free(c->windows);
    orb_finess_numbers_release(&c->located);
    orb_finess_numbers_release(&c->detailed);
    orb_free(c->points);
    orb_strmap_release(&c->systems);
    orb_arena_release(&c->arena);
}

static enum orb_status run(const struct orb_import_input *in, const struct orb_sink *sink,
                           struct orb_import_report *report, struct orb_error *err)
{
    struct finess_csv c = { .f = { .in = in, .sink = sink, .report = report } };
    struct orb_input *input = NULL;
    enum orb_status status;

    if (in->path_count != 1)
        return orb_error_set(err, ORB_ERR_RANGE, _("give one FINESS extraction"));
    c.f.file = in->paths[0];
    c.f.date = ORB_DATE_NONE;
    c.f.place.ege = -1;
    c.f.coordinates = "coordxet";
    c.f.terms.vocabulary = &c.f.vocabulary;
    status = orb_finess_read_init(&c.f, err);
    if (status == ORB_OK)
        status = orb_projector_new(&c.f.projector, err);
    if (status == ORB_OK)
        status = orb_input_open_twice(&input, c.f.file, err);
    if (status == ORB_OK)
        status = read_all(&c, input, err);
    orb_input_close(input);
    release(&c);
    return status;
}

const struct orb_importer orb_importer_finess_csv = {
    .name = "finess-csv",
    .summary = N_("the register of establishments, from its former CSV extraction"),
    .usage = "FILE.csv",
    .licence = LICENCE,
    .attribution = PUBLISHER,
    .full = true,
    .run = run,
};
