/* A candidate told twice is refused: its capacity would be either. */
#include "cli/site_files.h"

#include <math.h>
#include <stdlib.h>

#include "cli/rows_file.h"
#include "engine/base/text.h"

enum column { COMMUNE, CAPACITY };

struct candidates {
    const struct orb_catalogue *catalogue;
    struct orb_siting_candidate *list;
    size_t count;
    bool *seen; /* by commune of the catalogue */
};

static int by_commune(const void *a, const void *b)
{
    const struct orb_siting_candidate *x = a;
    const struct orb_siting_candidate *y = b;

    return (x->commune > y->commune) - (x->commune < y->commune);
}

static enum orb_status take_candidate(void *context, const struct cli_rows *row,
                                      struct orb_error *err)
{
    struct candidates *c = context;
    struct orb_siting_candidate one = { .capacity = NAN };
    enum orb_status status =
        cli_rows_known_commune(row, COMMUNE, c->catalogue, &one.commune, err);

    if (status == ORB_OK && cli_rows_text(row, CAPACITY)[0] != '\0')
        status = cli_rows_number(row, CAPACITY, &one.capacity, err);
    if (status == ORB_OK && c->seen[one.commune])
        status = orb_error_set(err, ORB_ERR_SYNTAX, _("commune '%s' is there twice"),
                               cli_rows_text(row, COMMUNE));
    if (status != ORB_OK)
        return status;
    c->seen[one.commune] = true;
    c->list[c->count++] = one;
    return ORB_OK;
}

enum orb_status cli_site_candidates(struct orb_siting_question *out, const char *path,
                                    struct orb_arena *arena, struct orb_error *err)
{
    static const struct cli_rows_column columns[] = {
        [COMMUNE] = { { "commune", "insee" }, false },
        [CAPACITY] = { { "capacity", "capacite" }, true },
    };
    size_t cells = (size_t)out->catalogue->commune_count + 1;
    struct candidates c = { out->catalogue, orb_arena_array(arena, cells, sizeof *c.list),
                            0, orb_arena_array(arena, cells, sizeof *c.seen) };
    struct cli_rows rows = {
        .columns = columns, .count = 2, .take = take_candidate, .context = &c
    };
    enum orb_status status;

    if (c.list == NULL || c.seen == NULL)
        return orb_error_memory(err);
    status = cli_rows_read(&rows, path, err);
    if (status == ORB_OK)
        qsort(c.list, c.count, sizeof *c.list, by_commune);
    out->candidates = c.list;
    out->candidate_count = c.count;
    return status;
}
