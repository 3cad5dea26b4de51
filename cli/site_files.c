/* A line that cannot be read stops: a commune forgotten would change the choice. */
#include "cli/site_files.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/csv.h"
#include "engine/base/file.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/planning/mesh.h"

#define FILE_MOST ((size_t)64 * 1024 * 1024)

struct reading {
    const struct orb_catalogue *catalogue;
    const char *path;
    struct orb_buf text;
    struct orb_csv csv;
    size_t commune; /* column */
    size_t number;  /* column; SIZE_MAX: none */
};

static void stop(struct reading *r)
{
    orb_csv_release(&r->csv);
    orb_buf_release(&r->text);
}

/* The header: commune and a column of numbers. */
static enum orb_status start(struct reading *r, const char *number, bool needed,
                             struct orb_error *err)
{
    bool more = false;
    enum orb_status status = orb_file_read(&r->text, r->path, FILE_MOST, err);

    if (status != ORB_OK)
        return status;
    orb_csv_memory(&r->csv, r->text.data == NULL ? "" : r->text.data, r->text.len, 0);
    status = orb_csv_row(&r->csv, &more, err);
    if (status != ORB_OK)
        return status;
    r->commune = more ? orb_csv_find(&r->csv, "commune") : SIZE_MAX;
    r->number = more ? orb_csv_find(&r->csv, number) : SIZE_MAX;
    if (r->commune == SIZE_MAX || (needed && r->number == SIZE_MAX))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             needed
                                 ? _("the first line must name the columns commune and %s")
                                 : _("the first line must name the column commune, and may "
                                     "name %s"),
                             number);
    return ORB_OK;
}

/* The number of the row: NaN when it is empty. */
static enum orb_status read_number(struct reading *r, double *out, struct orb_error *err)
{
    const char *text = r->number == SIZE_MAX ? "" : orb_csv_field(&r->csv, r->number);

    *out = (double)NAN;
    if (text[0] == '\0')
        return ORB_OK;
    if (!orb_number_parse(out, text, strlen(text)) || *out < 0 || *out > 1e12)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("a number is not one, or is below 0 or too great"));
    return ORB_OK;
}

/* The commune of the row, as it is today; ORB_CAT_NONE: not in the catalogue. */
static uint32_t read_commune(const struct reading *r)
{
    uint32_t commune =
        orb_cat_commune_find(r->catalogue, orb_csv_field(&r->csv, r->commune));

    return commune == ORB_CAT_NONE ? commune : orb_mesh_today(r->catalogue, commune);
}

static enum orb_status tell_where(const struct reading *r, enum orb_status status,
                                  struct orb_error *err)
{
    if (status != ORB_OK && r->csv.line > 0)
        orb_error_at(err, "%s:%lu", r->path, r->csv.line);
    return status;
}

static int by_commune(const void *a, const void *b)
{
    const struct orb_siting_candidate *x = a;
    const struct orb_siting_candidate *y = b;

    return (x->commune > y->commune) - (x->commune < y->commune);
}

static enum orb_status read_candidate(struct reading *r, struct orb_siting_candidate *out,
                                      bool *seen, struct orb_error *err)
{
    enum orb_status status = read_number(r, &out->capacity, err);

    if (status != ORB_OK)
        return status;
    out->commune = read_commune(r);
    if (out->commune == ORB_CAT_NONE)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'%s' is the code of no commune of the territory"),
                             orb_csv_field(&r->csv, r->commune));
    if (seen[out->commune])
        return orb_error_set(err, ORB_ERR_SYNTAX, _("commune '%s' is there twice"),
                             orb_csv_field(&r->csv, r->commune));
    seen[out->commune] = true;
    return ORB_OK;
}

enum orb_status cli_site_candidates(struct orb_siting_question *out, const char *path,
                                    struct orb_arena *arena, struct orb_error *err)
{
    struct reading r = { .catalogue = out->catalogue, .path = path };
    uint32_t count = out->catalogue->commune_count;
    struct orb_siting_candidate *list =
        orb_arena_array(arena, (size_t)count + 1, sizeof *list);
    bool *seen = orb_arena_array(arena, (size_t)count + 1, sizeof *seen);
    bool more = true;
    enum orb_status status = ORB_OK;

    if (list == NULL || seen == NULL)
        return orb_error_memory(err);
    out->candidates = list;
    out->candidate_count = 0;
    status = start(&r, "capacity", false, err);
    while (status == ORB_OK && more) {
        status = orb_csv_row(&r.csv, &more, err);
        if (status == ORB_OK && more)
            status = read_candidate(&r, &list[out->candidate_count], seen, err);
        out->candidate_count += status == ORB_OK && more;
    }
    status = tell_where(&r, status, err);
    qsort(list, out->candidate_count, sizeof *list, by_commune);
    stop(&r);
    return status;
}

enum orb_status cli_site_demand(struct orb_siting_question *out, size_t *outside,
                                const char *path, struct orb_arena *arena,
                                struct orb_error *err)
{
    struct reading r = { .catalogue = out->catalogue, .path = path };
    double *demand =
        orb_arena_array(arena, (size_t)out->catalogue->commune_count + 1, sizeof *demand);
    bool more = true;
    enum orb_status status = ORB_OK;

    if (demand == NULL)
        return orb_error_memory(err);
    out->demand = demand;
    *outside = 0;
    status = start(&r, "count", true, err);
    while (status == ORB_OK && more) {
        uint32_t commune = ORB_CAT_NONE;
        double number = 0;

        status = orb_csv_row(&r.csv, &more, err);
        if (status == ORB_OK && more)
            status = read_number(&r, &number, err);
        if (status == ORB_OK && more && number > floor(number))
            status = orb_error_set(err, ORB_ERR_SYNTAX,
                                   _("persons are counted in whole numbers"));
        if (status != ORB_OK || !more)
            break;
        commune = read_commune(&r);
        *outside += commune == ORB_CAT_NONE;
        if (commune != ORB_CAT_NONE)
            demand[commune] += isnan(number) ? 0 : number;
    }
    status = tell_where(&r, status, err);
    stop(&r);
    return status;
}
