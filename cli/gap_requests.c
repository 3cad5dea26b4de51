/* A small file made by hand: every row must be understood. It counts persons: no value of
 * it is quoted but codes. */
#include "cli/gap_requests.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/csv.h"
#include "engine/base/file.h"
#include "engine/base/number.h"
#include "engine/base/text.h"

#define FILE_CAP  ((size_t)16 * 1024 * 1024)
#define COUNT_MAX 1000000
#define OLDEST    149

enum column { NEED, COMMUNE, COUNT, AGE, COLUMNS };

static const char *const names[COLUMNS][2] = { { "need", "besoin" },
                                               { "commune", "commune" },
                                               { "count", "demandes" },
                                               { "age", "age" } };

/* What a row says is quoted only when it has the form of a code: two signs, three digits.
 */
static bool is_commune_code(const char *text)
{
    static const char signs[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    return strlen(text) == 5 && strspn(text, signs) == 5 &&
           strspn(text + 2, "0123456789") == 3;
}

struct reader {
    struct cli_gap_requests *out;
    const struct cli_gap_question *q;
    const struct orb_csv *csv;
    size_t columns[COLUMNS];    /* SIZE_MAX = not there */
    const char *named[COLUMNS]; /* as the file names them */
    uint32_t *place_of;         /* by commune of the catalogue: its place, ORB_CAT_NONE */
};

static const char *field(const struct reader *r, enum column column)
{
    return r->columns[column] == SIZE_MAX ? "" : orb_csv_field(r->csv, r->columns[column]);
}

static enum orb_status take_number(const struct reader *r, enum column column, int64_t max,
                                   int64_t *out, struct orb_error *err)
{
    const char *text = field(r, column);

    return orb_integer_parse(out, text, strlen(text), 0, max)
               ? ORB_OK
               : orb_error_set(err, ORB_ERR_SYNTAX,
                               _("the column '%s' does not hold a whole number here"),
                               r->named[column]);
}

static enum orb_status take_commune(const struct reader *r, uint32_t *out,
                                    struct orb_error *err)
{
    const char *code = field(r, COMMUNE);

    if (!is_commune_code(code))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("the column '%s' does not hold the code of a commune here"),
                             r->named[COMMUNE]);
    *out = orb_cat_commune_find(r->q->request.catalogue, code);
    return *out != ORB_CAT_NONE
               ? ORB_OK
               : orb_error_set(err, ORB_ERR_NOT_FOUND,
                               _("the territory has no commune '%s'"), code);
}

/* The need asked for that answers a code: itself or one above; ORB_CAT_NONE = none. */
static uint32_t need_of(const struct orb_gap_request *q, const char *code)
{
    for (uint32_t i = 0; i < q->need_count; i++) {
        size_t len = strlen(q->needs[i]);

        if (strncmp(q->needs[i], code, len) == 0 && (code[len] == '\0' || code[len] == '.'))
            return i;
    }
    return ORB_CAT_NONE;
}

static uint32_t stratum_of(const struct cli_gap_question *q, int64_t age)
{
    for (uint32_t i = 0; i < q->people; i++)
        if (age >= q->request.strata[i].age_from && age < q->request.strata[i].age_to)
            return i;
    return ORB_CAT_NONE;
}

static enum orb_status add(struct reader *r, const struct orb_gap_wanted *row,
                           struct orb_error *err)
{
    if (row->need == ORB_CAT_NONE || row->stratum == ORB_CAT_NONE) {
        r->out->other_need += row->count;
        return ORB_OK;
    }
    if (row->place == ORB_CAT_NONE) {
        r->out->outside += row->count;
        return ORB_OK;
    }
    if (orb_grow((void **)&r->out->rows, &r->out->capacity, r->out->count,
                 sizeof *r->out->rows) != ORB_OK)
        return orb_error_memory(err);
    r->out->rows[r->out->count++] = *row;
    return ORB_OK;
}

static enum orb_status take_row(struct reader *r, struct orb_error *err)
{
    uint32_t commune;
    struct orb_gap_wanted row = { .need = need_of(&r->q->request, field(r, NEED)),
                                  .stratum = ORB_GAP_AGE_UNKNOWN };
    int64_t age;
    enum orb_status status = take_number(r, COUNT, COUNT_MAX, &row.count, err);

    if (status == ORB_OK)
        status = take_commune(r, &commune, err);
    if (status == ORB_OK && field(r, AGE)[0] != '\0') {
        status = take_number(r, AGE, OLDEST, &age, err);
        if (status == ORB_OK)
            row.stratum = stratum_of(r->q, age);
    }
    if (status != ORB_OK)
        return status;
    row.place = r->place_of[orb_mesh_today(r->q->request.catalogue, commune)];
    return add(r, &row, err);
}

static enum orb_status take_header(struct reader *r, bool more, struct orb_error *err)
{
    for (int i = 0; i < COLUMNS; i++) {
        r->columns[i] = SIZE_MAX;
        for (int k = 0; more && k < 2 && r->columns[i] == SIZE_MAX; k++) {
            r->named[i] = names[i][k];
            r->columns[i] = orb_csv_find(r->csv, names[i][k]);
        }
        if (r->columns[i] == SIZE_MAX && i != AGE)
            return orb_error_set(err, ORB_ERR_SYNTAX,
                                 _("there is no column '%s' (need, commune, count)"),
                                 names[i][0]);
    }
    return ORB_OK;
}

static enum orb_status take_rows(struct reader *r, struct orb_csv *csv,
                                 struct orb_error *err)
{
    bool more = false;
    enum orb_status status = orb_csv_row(csv, &more, err);

    if (status == ORB_OK)
        status = take_header(r, more, err);
    while (status == ORB_OK && (status = orb_csv_row(csv, &more, err)) == ORB_OK && more) {
        status = take_row(r, err);
        if (status != ORB_OK)
            orb_error_at(err, "%lu", csv->line);
    }
    return status;
}

enum orb_status cli_gap_requests_read(struct cli_gap_requests *out,
                                      const struct cli_gap_question *question,
                                      const char *path, struct orb_error *err)
{
    const struct orb_gap_request *q = &question->request;
    struct orb_buf text = { 0 };
    struct orb_csv csv = { 0 };
    struct reader r = { .out = out, .q = question, .csv = &csv };
    enum orb_status status = orb_file_read(&text, path, FILE_CAP, err);

    memset(out, 0, sizeof *out);
    if (status != ORB_OK)
        goto done;
    r.place_of = orb_calloc((size_t)q->catalogue->commune_count + 1, sizeof *r.place_of);
    if (r.place_of == NULL) {
        status = orb_error_memory(err);
        goto done;
    }
    memset(r.place_of, 0xff, q->catalogue->commune_count * sizeof *r.place_of);
    for (uint32_t i = 0; i < q->place_count; i++)
        r.place_of[q->places[i]] = i;
    orb_csv_memory(&csv, text.data == NULL ? "" : text.data, text.len, '\0');
    status = take_rows(&r, &csv, err);
    if (status != ORB_OK)
        orb_error_at(err, "%s", path);
    orb_csv_release(&csv);
done:
    orb_free(r.place_of);
    orb_buf_release(&text);
    return status;
}

void cli_gap_requests_release(struct cli_gap_requests *requests)
{
    orb_free(requests->rows);
    memset(requests, 0, sizeof *requests);
}
