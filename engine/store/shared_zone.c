/* Zones hold most of the rows of a national store (1.2 million communes): codes are
 * interned. */
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/store/database.h"
#include "engine/store/shared.h"

static const char select_zones[] =
    "SELECT no, national, commune_state, departement_state FROM zone WHERE no BETWEEN ?1 AND ?2";
static const char select_communes[] =
    "SELECT zone, commune FROM zone_commune WHERE zone BETWEEN ?1 AND ?2 ORDER BY zone, n";
static const char select_departements[] =
    "SELECT zone, departement FROM zone_departement WHERE zone BETWEEN ?1 AND ?2 ORDER BY zone, n";

struct gathering {
    int64_t zone;
    bool departements;
    const char **codes;
    size_t count;
    size_t capacity;
};

static enum orb_status flush(struct orb_kept *kept, struct gathering *g,
                             struct orb_error *err)
{
    struct orb_zone *zone = orb_kept_find_young(kept, ORB_KEPT_ZONES, g->zone);
    struct orb_code_list *list;
    const char **copy;

    if (zone == NULL || g->count == 0) {
        g->count = 0;
        return ORB_OK;
    }
    copy = orb_arena_array(orb_kept_arena(kept), g->count, sizeof *copy);
    if (copy == NULL)
        return orb_error_memory(err);
    memcpy(copy, g->codes, g->count * sizeof *copy);
    list = g->departements ? &zone->departments : &zone->communes;
    list->items = copy;
    list->count = (uint32_t)g->count;
    list->known = true;
    g->count = 0;
    return ORB_OK;
}

static enum orb_status take_code(void *context, struct orb_kept *kept,
                                 struct orb_statement *row, struct orb_error *err)
{
    struct gathering *g = context;
    int64_t zone = orb_db_long(row, 0);
    enum orb_status status = ORB_OK;

    if (g->count > 0 && g->zone != zone)
        status = flush(kept, g, err);
    if (status == ORB_OK &&
        orb_grow((void **)&g->codes, &g->capacity, g->count, sizeof *g->codes) != ORB_OK)
        status = orb_error_memory(err);
    if (status != ORB_OK)
        return status;
    g->zone = zone;
    return orb_kept_intern(kept, orb_db_text(row, 1), &g->codes[g->count++], err);
}

static enum orb_status read_codes(struct orb_store *store, const char *sql,
                                  const int64_t range[2], struct gathering *g,
                                  struct orb_error *err)
{
    const struct orb_shared_rows rows = { sql, range[0], range[1], take_code, g };
    enum orb_status status = orb_shared_read(store, &rows, err);

    return status == ORB_OK ? flush(&store->reading->kept, g, err) : status;
}

static enum orb_status read_zone(void *context, struct orb_kept *kept,
                                 struct orb_statement *statement, struct orb_error *err)
{
    int64_t no = orb_db_long(statement, 0);
    struct orb_zone *zone = orb_arena_alloc(orb_kept_arena(kept), sizeof *zone);
    enum orb_status status = zone == NULL
                                 ? orb_error_memory(err)
                                 : orb_kept_put(kept, ORB_KEPT_ZONES, no, zone, err);

    (void)context;
    if (status != ORB_OK)
        return status;
    zone->known = true;
    zone->national = orb_db_int(statement, 1) != 0;
    zone->communes.known = !orb_db_is_null(statement, 2);
    zone->departments.known = !orb_db_is_null(statement, 3);
    return ORB_OK;
}

enum orb_status orb_shared_load_zones(struct orb_store *store, int64_t first, int64_t last,
                                      struct orb_error *err)
{
    const int64_t range[2] = { first, last };
    struct gathering g = { 0 };
    const struct orb_shared_rows rows = { select_zones, first, last, read_zone, NULL };
    enum orb_status status = orb_shared_read(store, &rows, err);

    if (status == ORB_OK)
        status = read_codes(store, select_communes, range, &g, err);
    g.departements = true;
    if (status == ORB_OK)
        status = read_codes(store, select_departements, range, &g, err);
    orb_free(g.codes);
    return status;
}
