/* A small file made by hand: every row must be understood. It counts persons: no value of
 * it is quoted but codes. */
#include "cli/gap_requests.h"

#include <string.h>

#include "cli/rows_file.h"
#include "engine/base/alloc.h"

#define COUNT_MAX 1000000
#define OLDEST    (CLI_AGES_END - 1)

enum column { NEED, COMMUNE, COUNT, AGE, COLUMNS };

static const struct cli_rows_column columns[COLUMNS] = {
    [NEED] = { { "need", "besoin" }, false },
    [COMMUNE] = { { "commune", "insee" }, false },
    [COUNT] = { { "count", "demandes" }, false },
    [AGE] = { { "age", "age" }, true },
};

struct reader {
    struct cli_gap_requests *out;
    const struct cli_gap_question *q;
    uint32_t *place_of; /* by commune of the catalogue: its place, ORB_CAT_NONE */
};

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

static enum orb_status take_row(void *context, const struct cli_rows *in,
                                struct orb_error *err)
{
    struct reader *r = context;
    uint32_t commune;
    struct orb_gap_wanted row = { .need = need_of(&r->q->request, cli_rows_text(in, NEED)),
                                  .stratum = ORB_GAP_AGE_UNKNOWN };
    int64_t age;
    enum orb_status status = cli_rows_integer(in, COUNT, COUNT_MAX, &row.count, err);

    if (status == ORB_OK)
        status =
            cli_rows_known_commune(in, COMMUNE, r->q->request.catalogue, &commune, err);
    if (status == ORB_OK && cli_rows_text(in, AGE)[0] != '\0') {
        status = cli_rows_integer(in, AGE, OLDEST, &age, err);
        if (status == ORB_OK)
            row.stratum = stratum_of(r->q, age);
    }
    if (status != ORB_OK)
        return status;
    row.place = r->place_of[commune];
    return add(r, &row, err);
}

enum orb_status cli_gap_requests_read(struct cli_gap_requests *out,
                                      const struct cli_gap_question *question,
                                      const char *path, struct orb_error *err)
{
    const struct orb_gap_request *q = &question->request;
    size_t communes = q->catalogue->commune_count;
    struct reader r = { .out = out, .q = question };
    struct cli_rows rows = {
        .columns = columns, .count = COLUMNS, .take = take_row, .context = &r
    };
    enum orb_status status;

    memset(out, 0, sizeof *out);
    r.place_of = orb_calloc(communes + 1, sizeof *r.place_of);
    if (r.place_of == NULL)
        return orb_error_memory(err);
    memset(r.place_of, 0xff, communes * sizeof *r.place_of);
    for (uint32_t i = 0; i < q->place_count; i++)
        r.place_of[q->places[i]] = i;
    status = cli_rows_read(&rows, path, err);
    orb_free(r.place_of);
    return status;
}

void cli_gap_requests_release(struct cli_gap_requests *requests)
{
    orb_free(requests->rows);
    memset(requests, 0, sizeof *requests);
}
