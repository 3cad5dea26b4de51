/* Loading costs once a batch what writing costs once a row. */
#include "engine/store/waiting.h"

#include <string.h>

#include "engine/base/alloc.h"

enum { MOST_ROWS = 2048 };

static struct orb_value value_of(const void *context, size_t row, int column)
{
    const struct orb_waiting *waiting = context;

    return waiting->values[row * (size_t)waiting->target->column_count + (size_t)column];
}

enum orb_status orb_waiting_load(struct orb_store *store, struct orb_waiting *waiting,
                                 struct orb_error *err)
{
    struct orb_rows rows = { .value = value_of, .context = waiting };
    struct orb_error why = { 0 };
    enum orb_status status = ORB_OK;

    if (waiting->count == 0)
        return ORB_OK;
    rows.count = waiting->count / (size_t)waiting->target->column_count;
    if (waiting->statement == NULL)
        status = orb_db_prepare_load(store, &waiting->statement, waiting->target, &why);
    if (status == ORB_OK)
        status = orb_db_load(store, waiting->statement, &rows, &why);
    waiting->count = 0;
    orb_arena_clear(&waiting->arena);
    /* rows are lost: only rollback is left */
    return status == ORB_OK ? ORB_OK : orb_db_refused(store, &why, err);
}

enum orb_status orb_waiting_add(struct orb_store *store, struct orb_waiting *waiting,
                                const struct orb_target *target,
                                const struct orb_value *values, struct orb_error *err)
{
    waiting->target = target;
    for (int i = 0; i < target->column_count; i++) {
        struct orb_value *to;

        if (orb_grow((void **)&waiting->values, &waiting->capacity, waiting->count,
                     sizeof *waiting->values) != ORB_OK)
            return orb_error_memory(err);
        to = &waiting->values[waiting->count++];
        *to = values[i];
        if (to->type != ORB_VALUE_TEXT || to->text == NULL)
            continue;
        to->text = orb_arena_strdup(&waiting->arena, to->text);
        if (to->text == NULL)
            return orb_error_memory(err);
    }
    return waiting->count < MOST_ROWS * (size_t)target->column_count
               ? ORB_OK
               : orb_waiting_load(store, waiting, err);
}

void orb_waiting_release(struct orb_waiting *waiting)
{
    orb_db_finalize(waiting->statement);
    orb_free(waiting->values);
    orb_arena_release(&waiting->arena);
    memset(waiting, 0, sizeof *waiting);
}
