/* Rates by age and persons by commune: small files made by hand, of which every row must be
 * understood. No value of a count is quoted. */
#include <string.h>

#include "cli/access_question.h"
#include "engine/base/csv.h"
#include "engine/base/file.h"
#include "engine/base/number.h"
#include "engine/base/text.h"

#define FILE_CAP  ((size_t)16 * 1024 * 1024)
#define RATES     256
#define COUNT_MAX 10000000

/* A table of a few columns, each with an English and a French name. */
struct table {
    const char *const (*names)[2];
    size_t columns[3];
    size_t count;
    struct orb_csv csv;
    enum orb_status (*take)(struct cli_access_question *q, const struct table *t,
                            struct orb_error *err);
};

static const char *field(const struct table *t, size_t column)
{
    return orb_csv_field(&t->csv, t->columns[column]);
}

static enum orb_status wrong_number(const struct table *t, size_t column,
                                    struct orb_error *err)
{
    return orb_error_set(err, ORB_ERR_SYNTAX,
                         _("the column '%s' does not hold a number that is possible here"),
                         t->names[column][0]);
}

static enum orb_status take_header(struct table *t, bool more, struct orb_error *err)
{
    for (size_t i = 0; i < t->count; i++) {
        t->columns[i] = more ? orb_csv_find(&t->csv, t->names[i][0]) : SIZE_MAX;
        if (more && t->columns[i] == SIZE_MAX)
            t->columns[i] = orb_csv_find(&t->csv, t->names[i][1]);
        if (t->columns[i] == SIZE_MAX)
            return orb_error_set(err, ORB_ERR_SYNTAX, _("there is no column '%s'"),
                                 t->names[i][0]);
    }
    return ORB_OK;
}

static enum orb_status read_table(struct cli_access_question *q, struct table *t,
                                  const char *path, struct orb_error *err)
{
    struct orb_buf text = { 0 };
    bool more = false;
    enum orb_status status = orb_file_read(&text, path, FILE_CAP, err);

    if (status != ORB_OK)
        goto done;
    orb_csv_memory(&t->csv, text.data == NULL ? "" : text.data, text.len, '\0');
    status = orb_csv_row(&t->csv, &more, err);
    if (status == ORB_OK)
        status = take_header(t, more, err);
    while (status == ORB_OK && (status = orb_csv_row(&t->csv, &more, err)) == ORB_OK &&
           more) {
        status = t->take(q, t, err);
        if (status != ORB_OK)
            orb_error_at(err, "%lu", t->csv.line);
    }
    if (status != ORB_OK)
        orb_error_at(err, "%s", path);
    orb_csv_release(&t->csv);
done:
    orb_buf_release(&text);
    return status;
}

/* ---- rates */

static enum orb_status take_rate(struct cli_access_question *q, const struct table *t,
                                 struct orb_error *err)
{
    struct orb_demand_rate *out = (struct orb_demand_rate *)q->request.rates;
    int64_t from;
    int64_t to = -1;
    double rate;

    if (q->request.rate_count == RATES)
        return orb_error_set(err, ORB_ERR_RANGE, _("more than %d rates"), RATES);
    if (!orb_integer_parse(&from, field(t, 0), strlen(field(t, 0)), 0, 150))
        return wrong_number(t, 0, err);
    if (field(t, 1)[0] != '\0' &&
        !orb_integer_parse(&to, field(t, 1), strlen(field(t, 1)), from, 150))
        return wrong_number(t, 1, err);
    if (!orb_number_parse(&rate, field(t, 2), strlen(field(t, 2))) || !(rate >= 0))
        return wrong_number(t, 2, err);
    for (uint32_t i = 0; i < q->request.rate_count; i++)
        if ((out[i].age_to < 0 || from < out[i].age_to) &&
            (to < 0 || out[i].age_from <= to))
            return orb_error_set(err, ORB_ERR_SYNTAX, _("these ages have a rate already"));
    out[q->request.rate_count++] =
        (struct orb_demand_rate){ (int32_t)from, to < 0 ? -1 : (int32_t)to + 1, rate };
    return ORB_OK;
}

enum orb_status cli_access_rates(struct cli_access_question *q, const char *path,
                                 struct orb_error *err)
{
    static const char *const names[][2] = { { "age_from", "age_min" },
                                            { "age_to", "age_max" },
                                            { "rate", "taux" } };
    struct table t = { .names = names, .count = 3, .take = take_rate };

    q->request.rates = orb_arena_array(&q->arena, RATES, sizeof *q->request.rates);
    if (q->request.rates == NULL)
        return orb_error_memory(err);
    return read_table(q, &t, path, err);
}

/* ---- persons */

static enum orb_status take_persons(struct cli_access_question *q, const struct table *t,
                                    struct orb_error *err)
{
    const struct orb_catalogue *c = q->request.catalogue;
    double *given = (double *)q->request.given;
    uint32_t commune = orb_cat_commune_find(c, field(t, 0));
    int64_t count;

    if (commune == ORB_CAT_NONE)
        return orb_error_set(err, ORB_ERR_NOT_FOUND, _("the territory has no commune '%s'"),
                             field(t, 0));
    if (!orb_integer_parse(&count, field(t, 1), strlen(field(t, 1)), 0, COUNT_MAX))
        return wrong_number(t, 1, err);
    given[orb_mesh_today(c, commune)] += (double)count;
    return ORB_OK;
}

enum orb_status cli_access_demand(struct cli_access_question *q, const char *path,
                                  struct orb_error *err)
{
    static const char *const names[][2] = { { "commune", "insee" },
                                            { "count", "demandes" } };
    struct table t = { .names = names, .count = 2, .take = take_persons };

    q->request.given =
        orb_arena_array(&q->arena, (size_t)q->request.catalogue->commune_count + 1,
                        sizeof *q->request.given);
    if (q->request.given == NULL)
        return orb_error_memory(err);
    return read_table(q, &t, path, err);
}
