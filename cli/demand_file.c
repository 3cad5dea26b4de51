/* Rates have no gap to fill and no overlap to settle: ages in none have rate 0. */
#include "cli/demand_file.h"

#include "cli/rows_file.h"
#include "engine/base/text.h"

#define RATES     256
#define OLDEST    150
#define COUNT_MAX 10000000

/* ---- rates */

struct rates {
    struct orb_demand_rate *items;
    uint32_t count;
};

static enum orb_status take_rate(void *context, const struct cli_rows *row,
                                 struct orb_error *err)
{
    struct rates *r = context;
    int64_t from;
    int64_t to = -1;
    double rate;
    enum orb_status status = cli_rows_integer(row, 0, OLDEST, &from, err);

    if (status == ORB_OK && cli_rows_text(row, 1)[0] != '\0')
        status = cli_rows_integer(row, 1, OLDEST, &to, err);
    if (status == ORB_OK)
        status = cli_rows_number(row, 2, &rate, err);
    if (status != ORB_OK)
        return status;
    if (to >= 0 && to < from)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("these ages end before they begin"));
    if (r->count == RATES)
        return orb_error_set(err, ORB_ERR_RANGE, _("more than %d rates"), RATES);
    for (uint32_t i = 0; i < r->count; i++)
        if ((r->items[i].age_to < 0 || from < r->items[i].age_to) &&
            (to < 0 || r->items[i].age_from <= to))
            return orb_error_set(err, ORB_ERR_SYNTAX, _("these ages have a rate already"));
    r->items[r->count++] =
        (struct orb_demand_rate){ (int32_t)from, to < 0 ? -1 : (int32_t)to + 1, rate };
    return ORB_OK;
}

enum orb_status cli_rates_read(struct cli_rates *out, struct orb_arena *arena,
                               const char *path, struct orb_error *err)
{
    static const struct cli_rows_column columns[] = {
        { { "age_from", "age_min" }, false },
        { { "age_to", "age_max" }, false },
        { { "rate", "taux" }, false },
    };
    struct rates rates = { orb_arena_array(arena, RATES, sizeof *rates.items), 0 };
    struct cli_rows rows = {
        .columns = columns, .count = 3, .take = take_rate, .context = &rates
    };
    enum orb_status status;

    if (rates.items == NULL)
        return orb_error_memory(err);
    status = cli_rows_read(&rows, path, err);
    if (status == ORB_OK)
        *out = (struct cli_rates){ rates.items, rates.count };
    return status;
}

/* ---- persons */

struct persons {
    struct cli_demand *told;
    double *by_commune;
};

static enum orb_status take_persons(void *context, const struct cli_rows *row,
                                    struct orb_error *err)
{
    struct persons *p = context;
    const struct orb_catalogue *c = p->told->catalogue;
    uint32_t commune = ORB_CAT_NONE;
    int64_t count;
    enum orb_status status = p->told->keeps_outside
                                 ? cli_rows_commune(row, 0, c, &commune, err)
                                 : cli_rows_known_commune(row, 0, c, &commune, err);

    if (status == ORB_OK)
        status = cli_rows_integer(row, 1, COUNT_MAX, &count, err);
    if (status != ORB_OK)
        return status;
    if (commune == ORB_CAT_NONE)
        p->told->outside++;
    else
        p->by_commune[commune] += (double)count;
    return ORB_OK;
}

enum orb_status cli_demand_read(struct cli_demand *out, struct orb_arena *arena,
                                const char *path, struct orb_error *err)
{
    static const struct cli_rows_column columns[] = {
        { { "commune", "insee" }, false },
        { { "count", "demandes" }, false },
    };
    size_t cells = (size_t)out->catalogue->commune_count + 1;
    struct persons p = { out, orb_arena_array(arena, cells, sizeof *p.by_commune) };
    struct cli_rows rows = {
        .columns = columns, .count = 2, .take = take_persons, .context = &p
    };

    if (p.by_commune == NULL)
        return orb_error_memory(err);
    out->persons = p.by_commune;
    out->outside = 0;
    return cli_rows_read(&rows, path, err);
}
