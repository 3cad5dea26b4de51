/* Many offers, few conditions: reading each distinct content once, or seldom, is what makes
 * a replay cheap. */
#include "engine/store/shared.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/store/database.h"
#include "engine/store/driver.h"

static const char select_source[] = "SELECT id FROM source WHERE no = ?";
static const char select_provenance[] = "SELECT fields FROM provenance WHERE no = ?";

/* Numbers read at once when they are asked for one after the other, as an import gave
 * them. */
enum { LONGEST_RUN = 64 };

/* Where each question costs the way to another machine, numbers are read by the block and
 * more of them are kept. */
enum { BLOCK = 1024, FAR_FULL = 32 << 20 };

enum orb_status orb_shared_open(struct orb_store *store, struct orb_error *err)
{
    if (store->reading != NULL)
        return ORB_OK;
    store->reading = orb_calloc(1, sizeof *store->reading);
    if (store->reading == NULL)
        return orb_error_memory(err);
    store->reading->kept.full = store->driver->is_near ? 0 : FAR_FULL;
    return ORB_OK;
}

void orb_shared_forget(struct orb_store *store)
{
    struct orb_read_state *state = store->reading;

    if (state == NULL)
        return;
    orb_kept_release(&state->kept);
    orb_free(state);
    store->reading = NULL;
}

void orb_shared_enter(struct orb_store *store)
{
    store->reading->replays++;
}

/* An import that ended meanwhile has forgotten the state. */
void orb_shared_leave(struct orb_store *store)
{
    if (store->reading != NULL && store->reading->replays > 0)
        store->reading->replays--;
}

void orb_shared_trim(struct orb_store *store)
{
    if (store->reading != NULL && store->reading->replays == 1)
        orb_kept_trim(&store->reading->kept);
}

bool orb_shared_is_full(const struct orb_store *store)
{
    return store->reading != NULL && orb_kept_is_full(&store->reading->kept);
}

static enum orb_status one_text(struct orb_store *store, const char *sql,
                                enum orb_kept_set set, int64_t no, struct orb_error *err)
{
    struct orb_kept *kept = &store->reading->kept;
    struct orb_statement *statement;
    bool row = false;
    enum orb_status status = orb_db_statement(store, &statement, sql, err);

    if (status != ORB_OK)
        return status;
    orb_db_bind_long(statement, 1, no);
    status = orb_db_step(store, statement, &row, err);
    if (status == ORB_OK && row) {
        char *text = orb_arena_strdup(orb_kept_arena(kept), orb_db_text(statement, 0));

        status =
            text == NULL ? orb_error_memory(err) : orb_kept_put(kept, set, no, text, err);
    }
    orb_db_reset(statement);
    return status;
}

/* The first number of a run is the one asked for; the last is given. */
static int64_t last_of(struct orb_shared_ahead runs[ORB_SHARED_RUNS], int64_t no)
{
    for (int i = 0; i < ORB_SHARED_RUNS; i++) {
        struct orb_shared_ahead run = runs[i];

        if (run.run == 0 || no <= run.last || no - run.last > LONGEST_RUN)
            continue;
        run.run = run.run < LONGEST_RUN ? 2 * run.run : LONGEST_RUN;
        run.last = no + run.run - 1;
        runs[i] = run;
        if (i > 0 && run.run >= runs[0].run) { /* it goes on as the other did */
            runs[i] = runs[0];
            runs[0] = run;
        }
        return run.last;
    }
    runs[ORB_SHARED_RUNS - 1] = (struct orb_shared_ahead){ .last = no, .run = 1 };
    return no;
}

enum orb_status orb_shared_read(struct orb_store *store, const struct orb_shared_rows *rows,
                                struct orb_error *err)
{
    struct orb_statement *statement;
    bool row = true;
    enum orb_status status = orb_db_statement(store, &statement, rows->sql, err);

    if (status != ORB_OK)
        return status;
    orb_db_bind_long(statement, 1, rows->first);
    orb_db_bind_long(statement, 2, rows->last);
    while (status == ORB_OK && row) {
        status = orb_db_step(store, statement, &row, err);
        if (status == ORB_OK && row)
            status = rows->take(rows->context, &store->reading->kept, statement, err);
    }
    orb_db_reset(statement);
    return status;
}

static enum orb_status load(struct orb_store *store, enum orb_kept_set set, int64_t no,
                            struct orb_error *err)
{
    struct orb_read_state *state = store->reading;
    int64_t first = store->driver->is_near ? no : no - no % BLOCK;
    int64_t last = first + BLOCK - 1;

    if (no < 0 || no > INT32_MAX)
        return orb_error_set(err, ORB_ERR_CORRUPT, _("the store is damaged"));
    switch (set) {
    case ORB_KEPT_SOURCES:
        return one_text(store, select_source, set, no, err);
    case ORB_KEPT_PROVENANCES:
        return one_text(store, select_provenance, set, no, err);
    case ORB_KEPT_TERMS:
        last = store->driver->is_near ? last_of(state->terms, no) : last;
        return orb_shared_load_terms(store, first, last, err);
    default:
        last = store->driver->is_near ? last_of(state->zones, no) : last;
        return orb_shared_load_zones(store, first, last, err);
    }
}

static enum orb_status get(struct orb_store *store, enum orb_kept_set set, int64_t no,
                           const void **out, struct orb_error *err)
{
    struct orb_kept *kept = &store->reading->kept;
    const void *item = orb_kept_find(kept, set, no);
    enum orb_status status = ORB_OK;

    if (item == NULL) {
        status = load(store, set, no, err);
        item = orb_kept_find(kept, set, no);
    }
    if (status != ORB_OK) /* what was half read must not be taken for whole */
        orb_kept_hide_young(kept);
    if (status == ORB_OK && item == NULL)
        status = orb_error_set(err, ORB_ERR_CORRUPT, _("the store is damaged"));
    if (status == ORB_OK)
        *out = item;
    return status;
}

enum orb_status orb_shared_source(struct orb_store *store, int64_t no, const char **out,
                                  struct orb_error *err)
{
    const void *item = NULL;
    enum orb_status status = get(store, ORB_KEPT_SOURCES, no, &item, err);

    if (status == ORB_OK)
        *out = item;
    return status;
}

enum orb_status orb_shared_provenance(struct orb_store *store, int64_t no, const char **out,
                                      struct orb_error *err)
{
    const void *item = NULL;
    enum orb_status status = get(store, ORB_KEPT_PROVENANCES, no, &item, err);

    if (status == ORB_OK)
        *out = item;
    return status;
}

enum orb_status orb_shared_terms(struct orb_store *store, int64_t no,
                                 const struct orb_terms **out, struct orb_error *err)
{
    const void *item = NULL;
    enum orb_status status = get(store, ORB_KEPT_TERMS, no, &item, err);

    if (status == ORB_OK)
        *out = item;
    return status;
}

enum orb_status orb_shared_zone(struct orb_store *store, int64_t no,
                                const struct orb_zone **out, struct orb_error *err)
{
    const void *item = NULL;
    enum orb_status status = get(store, ORB_KEPT_ZONES, no, &item, err);

    if (status == ORB_OK)
        *out = item;
    return status;
}
