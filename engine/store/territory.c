/* Several sources describe one commune (the official list, its contours, a file of ours).
 * Each keeps its own row; the row people see takes every value from the newest source that
 * has one, so the order of the imports does not matter. */
#include <math.h>
#include <string.h>

#include "engine/base/hash.h"
#include "engine/store/database.h"
#include "engine/store/import.h"

static const char select_contour[] =
    "SELECT no, contour_source FROM territory WHERE id = ?";
static const char insert_contour[] =
    "INSERT INTO territory (id, hash, kind, code, details, basis, contour_source, contour) "
    "VALUES (?1, 0, ?2, ?3, 0, 'declared', ?4, ?5)";
static const char update_contour[] =
    "UPDATE territory SET contour_source = ?4, contour = ?5 WHERE id = ?1";
static const char replace_chosen[] =
    "INSERT INTO territory (id, hash, kind, code, name, departement, region, epci, life_area, canton, "
    "successor, postcodes, density, population, ages, income, lon, lat, point_method, extra, details, source, "
    "observed_on, basis, provenance) "
    "SELECT id, 0, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, 0, source, "
    "observed_on, basis, provenance FROM territory_fact WHERE no = ?1 "
    "ON CONFLICT (id) DO UPDATE SET name = excluded.name, departement = excluded.departement, "
    "region = excluded.region, epci = excluded.epci, life_area = excluded.life_area, "
    "canton = excluded.canton, successor = excluded.successor, postcodes = excluded.postcodes, "
    "density = excluded.density, population = excluded.population, ages = excluded.ages, income = excluded.income, lon = excluded.lon, "
    "lat = excluded.lat, point_method = excluded.point_method, extra = excluded.extra, "
    "source = excluded.source, observed_on = excluded.observed_on, basis = excluded.basis, "
    "provenance = excluded.provenance, gone_on = NULL";

/* Does the contour already there prevail over one of this source? */
static bool is_better(struct orb_import_state *import, int32_t kept, const char *source)
{
    const struct orb_source_state *mine =
        orb_import_source(import, source == NULL ? "" : source);

    for (size_t i = 0; i < import->source_ids.count; i++) {
        const struct orb_source_state *other = &import->sources[i];

        if (other->no != kept || mine == NULL || other == mine)
            continue;
        if (other->observed_on != mine->observed_on)
            return other->observed_on > mine->observed_on;
        return strcmp(import->source_ids.strings[i], source) < 0;
    }
    return false;
}

static enum orb_status write_contour(struct orb_store *store, const char *sql,
                                     const char *id, const struct orb_territory *territory,
                                     struct orb_error *err)
{
    const struct orb_source_state *source =
        territory->provenance.source == NULL
            ? NULL
            : orb_import_source(store->import, territory->provenance.source);
    struct orb_statement *statement;
    enum orb_status status = orb_db_statement(store, &statement, sql, err);

    if (status != ORB_OK)
        return status;
    orb_db_clear(statement);
    orb_db_bind_text(statement, 1, id);
    if (sql == insert_contour) {
        orb_db_bind_text(statement, 2, orb_territory_kind_name(territory->kind));
        orb_db_bind_text(statement, 3, territory->code);
    }
    if (territory->contour != NULL) {
        if (source != NULL)
            orb_db_bind_long(statement, 4, source->no);
        status = orb_db_bind_polygons(statement, 5, territory->contour,
                                      territory->contour_len, err);
    }
    return status == ORB_OK ? orb_db_run(store, statement, err) : status;
}

/* The source of the contour kept for a territory: 0 = none. */
static enum orb_status read_kept(struct orb_store *store, const char *id, bool *row,
                                 int32_t *kept, struct orb_error *err)
{
    struct orb_statement *statement;
    enum orb_status status = orb_db_statement(store, &statement, select_contour, err);

    if (status != ORB_OK)
        return status;
    orb_db_bind_text(statement, 1, id);
    status = orb_db_step(store, statement, row, err);
    *kept = *row ? orb_db_int(statement, 1) : 0;
    orb_db_reset(statement);
    return status;
}

static enum orb_status touch(struct orb_import_state *import,
                             const struct orb_territory *territory, struct orb_error *err)
{
    enum orb_status status;
    uint32_t number;

    orb_buf_clear(&import->id);
    orb_buf_printf(&import->id, "%s:%s", orb_territory_kind_name(territory->kind),
                   territory->code);
    status = orb_buf_check(&import->id, err);
    if (status == ORB_OK && orb_strmap_add(&import->touched, import->id.data,
                                           import->id.len, &number) != ORB_OK)
        status = orb_error_memory(err);
    return status;
}

enum orb_status orb_territory_put_contour(struct orb_store *store,
                                          const struct orb_territory *territory,
                                          struct orb_error *err)
{
    struct orb_import_state *import = store->import;
    const char *name = territory->provenance.source;
    const struct orb_source_state *source =
        name == NULL ? NULL : orb_import_source(import, name);
    int32_t kept = 0;
    bool row = false;
    enum orb_status status = touch(import, territory, err);

    if (status == ORB_OK)
        status = read_kept(store, import->id.data, &row, &kept, err);
    if (status != ORB_OK)
        return status;
    if (territory->contour == NULL) {
        bool mine = kept != 0 && source != NULL && kept == source->no;

        return mine ? write_contour(store, update_contour, import->id.data, territory, err)
                    : ORB_OK;
    }
    if (kept != 0 && is_better(import, kept, name))
        return ORB_OK;
    return write_contour(store, row ? update_contour : insert_contour, import->id.data,
                         territory, err);
}

/* ---- choosing */

/* The values chosen so far for one territory; texts in the arena. */
struct choice {
    struct orb_arena arena;
    char *id;     /* NULL = none yet */
    int64_t best; /* number of the fact of the best source */
    struct orb_territory value;
};

static struct orb_territory nothing_known(void)
{
    return (struct orb_territory){
        .population = -1, .income = (double)NAN, .lon = (double)NAN, .lat = (double)NAN
    };
}

static bool is_point(const struct orb_column *column)
{
    return strcmp(column->name, "lon") == 0 || strcmp(column->name, "lat") == 0 ||
           strcmp(column->name, "point_method") == 0;
}

static enum orb_status copy_member(struct choice *choice, const struct orb_column *column,
                                   const struct orb_territory *from)
{
    unsigned char *to = (unsigned char *)&choice->value + column->offset;
    const unsigned char *at = (const unsigned char *)from + column->offset;
    const char *text;

    switch (column->type) {
    case ORB_COLUMN_TEXT:
        memcpy(&text, at, sizeof text);
        text = orb_arena_strdup(&choice->arena, text);
        memcpy(to, &text, sizeof text);
        return text == NULL ? ORB_ERR_MEMORY : ORB_OK;
    case ORB_COLUMN_LONG:
    case ORB_COLUMN_REAL:
        memcpy(to, at, 8);
        return ORB_OK;
    default:
        memcpy(to, at, 4);
        return ORB_OK;
    }
}

static enum orb_status take_fact(struct choice *choice, const struct orb_row *row,
                                 struct orb_error *err)
{
    const struct orb_table *table = orb_table_of(ORB_RECORD_TERRITORY);
    const struct orb_territory unknown = nothing_known();
    bool takes_point = isnan(choice->value.lon) && !isnan(row->as.territory.lon);

    for (size_t i = 0; i < table->column_count; i++) {
        const struct orb_column *column = &table->columns[i];
        uint64_t none = orb_column_hash(ORB_HASH_SEED, column, &unknown);
        bool wanted = is_point(column)
                          ? takes_point
                          : orb_column_hash(ORB_HASH_SEED, column, &choice->value) == none;

        if (wanted && orb_column_hash(ORB_HASH_SEED, column, &row->as) != none &&
            copy_member(choice, column, &row->as.territory) != ORB_OK)
            return orb_error_memory(err);
    }
    return ORB_OK;
}

static enum orb_status write_choice(struct orb_store *store, struct choice *choice,
                                    struct orb_error *err)
{
    const struct orb_table *table = orb_table_of(ORB_RECORD_TERRITORY);
    struct orb_statement *statement;
    enum orb_status status = ORB_OK;

    if (choice->id != NULL)
        status = orb_db_statement(store, &statement, replace_chosen, err);
    if (status == ORB_OK && choice->id != NULL) {
        orb_db_bind_long(statement, 1, choice->best);
        for (size_t i = 0; i < table->column_count; i++)
            orb_column_bind(statement, 2 + (int)i, &table->columns[i], &choice->value);
        status = orb_db_run(store, statement, err);
    }
    orb_arena_clear(&choice->arena);
    choice->id = NULL;
    return status;
}

static enum orb_status next_fact(struct orb_store *store, struct choice *choice,
                                 const struct orb_row *row, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    if (choice->id == NULL || strcmp(choice->id, row->id) != 0) {
        status = write_choice(store, choice, err);
        if (status != ORB_OK)
            return status;
        choice->value = nothing_known();
        choice->value.kind = row->as.territory.kind;
        choice->best = row->no;
        choice->id = orb_arena_strdup(&choice->arena, row->id);
        if (choice->id == NULL)
            return orb_error_memory(err);
    }
    return take_fact(choice, row, err);
}

static bool is_touched(const struct orb_import_state *import, const char *id)
{
    return import->choose_all ||
           orb_strmap_find(&import->touched, id, strlen(id)) != ORB_STRMAP_NONE;
}

static enum orb_status mark_gone(struct orb_store *store, struct orb_error *err)
{
    return orb_db_exec(
        store,
        "UPDATE territory SET gone_on = (SELECT max(f.gone_on) FROM territory_fact f "
        "WHERE f.id = territory.id) WHERE EXISTS (SELECT 1 FROM territory_fact f "
        "WHERE f.id = territory.id) AND NOT EXISTS (SELECT 1 FROM territory_fact f "
        "WHERE f.id = territory.id AND f.gone_on IS NULL)",
        err);
}

enum orb_status orb_territory_choose(struct orb_store *store, struct orb_error *err)
{
    struct orb_row_reader reader;
    struct choice choice = { .id = NULL };
    struct orb_row row;
    bool more = true;
    enum orb_status status = orb_row_reader_open(
        &reader, store, orb_table_of(ORB_RECORD_TERRITORY),
        "WHERE gone_on IS NULL ORDER BY id, observed_on DESC, "
        "(SELECT z.id FROM source z WHERE z.no = territory_fact.source)",
        err);

    while (status == ORB_OK && more) {
        status = orb_row_reader_next(&reader, &row, &more, err);
        if (status == ORB_OK && more && is_touched(store->import, row.id))
            status = next_fact(store, &choice, &row, err);
    }
    if (status == ORB_OK)
        status = write_choice(store, &choice, err);
    orb_row_reader_close(&reader);
    orb_arena_release(&choice.arena);
    return status == ORB_OK && store->import->choose_all ? mark_gone(store, err) : status;
}
