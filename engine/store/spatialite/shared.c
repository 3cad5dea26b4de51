/* Many offers, few conditions: reading each distinct content once is what makes a replay
 * cheap. */
#include "engine/store/spatialite/shared.h"

#include <sqlite3.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/store/spatialite/database.h"

static const char select_source[] = "SELECT id FROM source WHERE no = ?";
static const char select_provenance[] = "SELECT fields FROM provenance WHERE no = ?";

enum orb_status orb_shared_open(struct orb_store *store, struct orb_error *err)
{
    if (store->reading == NULL)
        store->reading = orb_calloc(1, sizeof *store->reading);
    return store->reading == NULL ? orb_error_memory(err) : ORB_OK;
}

void orb_shared_forget(struct orb_store *store)
{
    struct orb_read_state *state = store->reading;

    if (state == NULL)
        return;
    orb_arena_release(&state->arena);
    orb_strmap_release(&state->codes);
    orb_free(state->terms.items);
    orb_free(state->zones.items);
    orb_free(state->sources.items);
    orb_free(state->provenances.items);
    orb_free(state);
    store->reading = NULL;
}

enum orb_status orb_shared_reserve(struct orb_shared_list *list, int64_t no,
                                   struct orb_error *err)
{
    size_t wanted = (size_t)no + 1;
    void **items;

    if (no < 0 || no > INT32_MAX)
        return orb_error_set(err, ORB_ERR_CORRUPT, _("the store is damaged"));
    if (wanted <= list->count)
        return ORB_OK;
    if (wanted < 2 * list->count)
        wanted = 2 * list->count;
    items = orb_realloc(list->items, wanted, sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    memset(items + list->count, 0, (wanted - list->count) * sizeof *items);
    list->items = items;
    list->count = wanted;
    return ORB_OK;
}

enum orb_status orb_shared_intern(struct orb_read_state *state, const char *text,
                                  const char **out, struct orb_error *err)
{
    uint32_t number;

    *out = NULL;
    if (text == NULL)
        return ORB_OK;
    if (orb_strmap_add(&state->codes, text, strlen(text), &number) != ORB_OK)
        return orb_error_memory(err);
    *out = state->codes.strings[number];
    return ORB_OK;
}

static void *known(const struct orb_shared_list *list, int64_t no)
{
    return no >= 0 && (size_t)no < list->count ? list->items[no] : NULL;
}

static enum orb_status one_text(struct orb_store *store, const char *sql,
                                struct orb_shared_list *list, int64_t no,
                                struct orb_error *err)
{
    sqlite3_stmt *statement;
    bool row = false;
    enum orb_status status = orb_shared_reserve(list, no, err);

    if (status == ORB_OK)
        status = orb_db_statement(store, &statement, sql, err);
    if (status != ORB_OK)
        return status;
    (void)sqlite3_bind_int64(statement, 1, no);
    status = orb_db_step(store, statement, &row, err);
    if (status == ORB_OK && row) {
        list->items[no] =
            orb_arena_strdup(&store->reading->arena, orb_db_text(statement, 0));
        if (list->items[no] == NULL)
            status = orb_error_memory(err);
    }
    (void)sqlite3_reset(statement);
    return status;
}

static enum orb_status found(const void *item, const void **out, struct orb_error *err)
{
    *out = item;
    return item != NULL ? ORB_OK
                        : orb_error_set(err, ORB_ERR_CORRUPT, _("the store is damaged"));
}

enum orb_status orb_shared_source(struct orb_store *store, int64_t no, const char **out,
                                  struct orb_error *err)
{
    struct orb_shared_list *list = &store->reading->sources;
    enum orb_status status = ORB_OK;
    const void *item;

    if (known(list, no) == NULL)
        status = one_text(store, select_source, list, no, err);
    if (status == ORB_OK)
        status = found(known(list, no), &item, err);
    if (status == ORB_OK)
        *out = item;
    return status;
}

enum orb_status orb_shared_provenance(struct orb_store *store, int64_t no, const char **out,
                                      struct orb_error *err)
{
    struct orb_shared_list *list = &store->reading->provenances;
    enum orb_status status = ORB_OK;
    const void *item;

    if (known(list, no) == NULL)
        status = one_text(store, select_provenance, list, no, err);
    if (status == ORB_OK)
        status = found(known(list, no), &item, err);
    if (status == ORB_OK)
        *out = item;
    return status;
}

enum orb_status orb_shared_terms(struct orb_store *store, int64_t no,
                                 const struct orb_terms **out, struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    const void *item;

    if (known(&store->reading->terms, no) == NULL)
        status = orb_shared_load_terms(store, no, no, err);
    if (status == ORB_OK)
        status = found(known(&store->reading->terms, no), &item, err);
    if (status == ORB_OK)
        *out = item;
    return status;
}

enum orb_status orb_shared_zone(struct orb_store *store, int64_t no,
                                const struct orb_zone **out, struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    const void *item;

    if (known(&store->reading->zones, no) == NULL)
        status = orb_shared_load_zones(store, no, no, err);
    if (status == ORB_OK)
        status = found(known(&store->reading->zones, no), &item, err);
    if (status == ORB_OK)
        *out = item;
    return status;
}

enum orb_status orb_shared_read_all(struct orb_store *store, struct orb_error *err)
{
    enum orb_status status = orb_shared_load_terms(store, 1, INT32_MAX, err);

    return status == ORB_OK ? orb_shared_load_zones(store, 1, INT32_MAX, err) : status;
}
