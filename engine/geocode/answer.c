/* The answer of a server is checked whole before anything of it is used. */
#include "engine/geocode/answer.h"

#include <math.h>
#include <string.h>

#include "engine/base/csv.h"
#include "engine/base/json.h"
#include "engine/base/number.h"
#include "engine/base/text.h"

enum orb_precision orb_geocode_precision(const char *type)
{
    static const enum orb_precision known[] = { ORB_PRECISION_HOUSENUMBER,
                                                ORB_PRECISION_STREET,
                                                ORB_PRECISION_LOCALITY,
                                                ORB_PRECISION_MUNICIPALITY };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(orb_precision_name(known[i]), type) == 0)
            return known[i];
    return ORB_PRECISION_NONE;
}

static void copy_code(char out[ORB_COMMUNE_CODE_LEN], const char *text)
{
    size_t len = strlen(text);

    if (len == ORB_COMMUNE_CODE_LEN - 1)
        memcpy(out, text, len + 1);
}

/* The sentence when a figure is not what it says; NULL when all is well. */
static const char *find_fault(const struct orb_geocode_answer *a)
{
    if (!(fabs(a->lon) <= 180 && fabs(a->lat) <= 90) || (a->lon == 0 && a->lat == 0))
        return N_("the geocoder gives a position that is not on Earth");
    if (!(isfinite(a->score) && a->score >= 0) || (!isnan(a->next) && !(a->next >= 0)))
        return N_("the geocoder gives a score that is no number");
    return NULL;
}

static enum orb_status check(const struct orb_geocode_answer *a, struct orb_error *err)
{
    const char *fault = find_fault(a);

    return fault == NULL ? ORB_OK : orb_error_set(err, ORB_ERR_SYNTAX, "%s", _(fault));
}

/* ---- GeoJSON */

static const char *text_of(const struct orb_json *object, const char *key)
{
    const char *text = orb_json_text(orb_json_get(object, key));

    return text == NULL ? "" : text;
}

static enum orb_status read_feature(struct orb_geocode_answer *a, struct orb_arena *arena,
                                    const struct orb_json *features, struct orb_error *err)
{
    const struct orb_json *feature = orb_json_at(features, 0);
    const struct orb_json *properties = orb_json_get(feature, "properties");
    const struct orb_json *second = orb_json_get(orb_json_at(features, 1), "properties");
    const struct orb_json *point =
        orb_json_get(orb_json_get(feature, "geometry"), "coordinates");

    a->outcome = ORB_GEOCODE_FOUND;
    a->precision = orb_geocode_precision(text_of(properties, "type"));
    a->lon = orb_json_number(orb_json_at(point, 0));
    a->lat = orb_json_number(orb_json_at(point, 1));
    a->score = orb_json_number(orb_json_get(properties, "score"));
    a->next = orb_json_number(orb_json_get(second, "score"));
    copy_code(a->postcode, text_of(properties, "postcode"));
    copy_code(a->citycode, text_of(properties, "citycode"));
    a->label = orb_arena_strdup(arena, text_of(properties, "label"));
    return a->label == NULL ? orb_error_memory(err) : check(a, err);
}

enum orb_status orb_geocode_read_features(struct orb_geocode_answer *out,
                                          struct orb_arena *arena,
                                          const struct orb_buf *text, struct orb_error *err)
{
    struct orb_geocode_answer answer = { .outcome = ORB_GEOCODE_NOT_FOUND,
                                         .next = NAN,
                                         .label = "",
                                         .asked_on = ORB_DATE_NONE };
    const struct orb_json *features;
    struct orb_json *document = NULL;
    enum orb_status status =
        orb_json_parse(&document, text->data == NULL ? "" : text->data, text->len, err);

    if (status != ORB_OK)
        return status;
    features = orb_json_get(document, "features");
    if (orb_json_type(features) != ORB_JSON_ARRAY)
        status = orb_error_set(err, ORB_ERR_SYNTAX,
                               _("the answer is not that of a geocoder: no 'features'"));
    else if (orb_json_count(features) > 0)
        status = read_feature(&answer, arena, features, err);
    orb_json_free(document);
    if (status == ORB_OK)
        *out = answer;
    return status;
}

/* ---- CSV */

static const char *const sent[] = { "q", "postcode", "citycode" };

/* Columns of the answer: what was sent, then what is read. */
enum {
    COLUMN_Q,
    COLUMN_POSTCODE,
    COLUMN_CITYCODE,
    COLUMN_LON,
    COLUMN_LAT,
    COLUMN_SCORE,
    COLUMN_STATUS,
    COLUMN_TYPE,
    COLUMN_LABEL,
    COLUMN_FOUND_POSTCODE,
    COLUMN_FOUND_CITYCODE,
    COLUMN_NEXT, /* not given by every server, from here on */
    COLUMNS
};
static const char *const names[COLUMNS] = { "q",
                                            "postcode",
                                            "citycode",
                                            "longitude",
                                            "latitude",
                                            "result_score",
                                            "result_status",
                                            "result_type",
                                            "result_label",
                                            "result_postcode",
                                            "result_citycode",
                                            "result_score_next" };

static void write_cell(struct orb_buf *out, const char *text)
{
    orb_buf_char(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            orb_buf_char(out, '"');
        orb_buf_char(out, *text);
    }
    orb_buf_char(out, '"');
}

void orb_geocode_write_rows(struct orb_buf *out, const struct orb_geocode_batch *batch)
{
    orb_buf_printf(out, "%s,%s,%s\n", sent[0], sent[1], sent[2]);
    for (size_t i = 0; i < batch->count; i++) {
        const struct orb_geocode_query *query = batch->queries[i];

        write_cell(out, query->text);
        orb_buf_printf(out, ",%s,%s\n", query->postcode, query->citycode);
    }
}

/* Of the columns that were sent the first of that name counts, the server's come after. */
static enum orb_status read_header(struct orb_csv *csv, size_t where[COLUMNS],
                                   struct orb_error *err)
{
    bool more = false;
    enum orb_status status = orb_csv_row(csv, &more, err);

    for (size_t i = 0; status == ORB_OK && i < COLUMNS; i++) {
        where[i] = more ? orb_csv_find(csv, names[i]) : SIZE_MAX;
        if (where[i] == SIZE_MAX && i < COLUMN_NEXT)
            status = orb_error_set(
                err, ORB_ERR_SYNTAX,
                _("the answer is not that of a geocoder: no column '%s'"), names[i]);
    }
    return status;
}

static const char *cell(const struct orb_csv *csv, const size_t where[COLUMNS],
                        size_t column)
{
    return where[column] == SIZE_MAX ? "" : orb_csv_field(csv, where[column]);
}

/* NaN when the cell is empty or no number. */
static double number(const struct orb_csv *csv, const size_t where[COLUMNS], size_t column)
{
    const char *text = cell(csv, where, column);
    double value = NAN;

    (void)orb_number_parse(&value, text, strlen(text));
    return value;
}

static bool is_echo(const struct orb_csv *csv, const size_t where[COLUMNS],
                    const struct orb_geocode_query *query)
{
    return strcmp(cell(csv, where, COLUMN_Q), query->text) == 0 &&
           strcmp(cell(csv, where, COLUMN_POSTCODE), query->postcode) == 0 &&
           strcmp(cell(csv, where, COLUMN_CITYCODE), query->citycode) == 0;
}

static enum orb_status read_row(struct orb_geocode_answer *out, struct orb_arena *arena,
                                const struct orb_csv *csv, const size_t where[COLUMNS],
                                struct orb_error *err)
{
    const char *said = cell(csv, where, COLUMN_STATUS);
    struct orb_geocode_answer a = {
        .outcome = ORB_GEOCODE_FAILED, .next = NAN, .label = "", .asked_on = ORB_DATE_NONE
    };
    enum orb_status status = ORB_OK;

    if (strcmp(said, "not-found") == 0 || strcmp(said, "skipped") == 0)
        a.outcome = ORB_GEOCODE_NOT_FOUND;
    if (strcmp(said, "ok") == 0) {
        a.outcome = ORB_GEOCODE_FOUND;
        a.precision = orb_geocode_precision(cell(csv, where, COLUMN_TYPE));
        a.lon = number(csv, where, COLUMN_LON);
        a.lat = number(csv, where, COLUMN_LAT);
        a.score = number(csv, where, COLUMN_SCORE);
        a.next = number(csv, where, COLUMN_NEXT);
        copy_code(a.postcode, cell(csv, where, COLUMN_FOUND_POSTCODE));
        copy_code(a.citycode, cell(csv, where, COLUMN_FOUND_CITYCODE));
        a.label = orb_arena_strdup(arena, cell(csv, where, COLUMN_LABEL));
        status = a.label == NULL ? orb_error_memory(err) : check(&a, err);
    }
    if (status == ORB_OK)
        *out = a;
    return status;
}

/* What lacks or differs at this row; NULL when nothing does. */
static const char *find_gap(const struct orb_csv *csv, bool more, size_t row, size_t count)
{
    if (more && row == count)
        return N_("the geocoder gives more rows than it was asked");
    if (!more && row < count)
        return N_("the geocoder gives fewer rows than it was asked");
    if (more && csv->field_count <= COLUMN_CITYCODE)
        return N_("the answer breaks off");
    return NULL;
}

enum orb_status orb_geocode_read_rows(const struct orb_geocode_batch *batch,
                                      const struct orb_buf *text, struct orb_error *err)
{
    struct orb_csv csv;
    size_t where[COLUMNS];
    bool more = true;
    enum orb_status status;

    orb_csv_memory(&csv, text->data == NULL ? "" : text->data, text->len, ',');
    status = read_header(&csv, where, err);
    for (size_t row = 0; status == ORB_OK && more; row++) {
        const char *gap;

        status = orb_csv_row(&csv, &more, err);
        if (status != ORB_OK)
            break;
        gap = find_gap(&csv, more, row, batch->count);
        if (gap != NULL)
            status = orb_error_set(err, ORB_ERR_SYNTAX, "%s", _(gap));
        else if (more && !is_echo(&csv, where, batch->queries[row]))
            status = orb_error_set(err, ORB_ERR_SYNTAX,
                                   _("the geocoder answers another question"));
        else if (more)
            status = read_row(&batch->answers[row], batch->arena, &csv, where, err);
        if (status != ORB_OK)
            orb_error_at(err, "%lu", csv.line);
    }
    orb_csv_release(&csv);
    return status;
}
