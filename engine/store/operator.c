/* One row, changed by an import or by hand. */
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/json.h"
#include "engine/store/database.h"
#include "engine/store/import.h"

static const char select_operator[] =
    "SELECT organization, finess_ej, dispositifs FROM operator";
static const char replace_operator[] =
    "INSERT INTO operator (no, organization, finess_ej, dispositifs) VALUES (1, ?1, ?2, ?3) "
    "ON CONFLICT (no) DO UPDATE SET organization = ?1, finess_ej = ?2, dispositifs = ?3 "
    "WHERE operator.organization IS DISTINCT FROM ?1 OR operator.finess_ej IS DISTINCT FROM ?2 "
    "OR operator.dispositifs IS DISTINCT FROM ?3";

static const struct orb_column dispositifs = {
    .type = ORB_COLUMN_CODES, .offset = offsetof(struct orb_operator, dispositifs)
};

enum orb_status orb_store_write_operator(struct orb_store *store,
                                         const struct orb_operator *op, bool *changed,
                                         struct orb_error *err)
{
    struct orb_buf list = { 0 };
    struct orb_statement *statement;
    int64_t count = 0;
    enum orb_status status = orb_db_statement(store, &statement, replace_operator, err);

    if (op->dispositifs.known)
        orb_column_json(&list, &dispositifs, op);
    if (status == ORB_OK)
        status = orb_buf_check(&list, err);
    if (status == ORB_OK) {
        orb_db_bind_text(statement, 1, op->organization);
        orb_db_bind_text(statement, 2, op->finess_ej);
        orb_db_bind_text(statement, 3, list.data);
        status = orb_db_run(store, statement, err);
        orb_db_clear(statement);
    }
    if (status == ORB_OK)
        status = orb_db_changes(store, &count, err);
    *changed = *changed || count > 0;
    orb_buf_release(&list);
    return status;
}

static enum orb_status read_list(const char *text, struct orb_arena *arena,
                                 struct orb_code_list *list, struct orb_error *err)
{
    struct orb_json *json = NULL;
    const char **codes;
    enum orb_status status;

    if (text == NULL)
        return ORB_OK;
    status = orb_json_parse(&json, text, strlen(text), err);
    if (status != ORB_OK)
        return status;
    codes = orb_arena_array(arena, orb_json_count(json) + 1, sizeof *codes);
    if (codes == NULL)
        status = orb_error_memory(err);
    for (size_t i = 0; status == ORB_OK && i < orb_json_count(json); i++) {
        const char *code = orb_json_text(orb_json_at(json, i));

        codes[i] = orb_arena_strdup(arena, code == NULL ? "" : code);
        if (codes[i] == NULL)
            status = orb_error_memory(err);
    }
    if (status == ORB_OK)
        *list = (struct orb_code_list){ codes, (uint32_t)orb_json_count(json), true };
    orb_json_free(json);
    return status;
}

enum orb_status orb_store_read_operator(struct orb_store *store, struct orb_arena *arena,
                                        struct orb_operator *op, bool *found,
                                        struct orb_error *err)
{
    struct orb_statement *statement;
    enum orb_status status = orb_db_statement(store, &statement, select_operator, err);

    *op = (struct orb_operator){ 0 };
    if (status == ORB_OK)
        status = orb_db_step(store, statement, found, err);
    if (status != ORB_OK || !*found)
        return status;
    op->organization = orb_arena_strdup(arena, orb_db_text(statement, 0));
    op->finess_ej = orb_arena_strdup(arena, orb_db_text(statement, 1));
    status = read_list(orb_db_text(statement, 2), arena, &op->dispositifs, err);
    orb_db_reset(statement);
    return status;
}

enum orb_status orb_store_set_operator(struct orb_store *store,
                                       const struct orb_operator *op, struct orb_error *err)
{
    bool changed = false;
    enum orb_status status = orb_db_begin(store, true, err);

    if (status != ORB_OK)
        return status;
    status = orb_store_write_operator(store, op, &changed, err);
    if (status == ORB_OK && changed)
        status = orb_db_exec(
            store, "UPDATE meta SET value = value + 1 WHERE key = 'data_version'", err);
    if (status == ORB_OK && changed)
        return orb_db_commit(store, err);
    orb_db_rollback(store);
    return status;
}
