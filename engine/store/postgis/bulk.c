/* COPY reads the rows as text, as fast as they come. */
#include <libpq-fe.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/store/postgis/postgis.h"

enum { BLOCK_LEN = 1 << 16 };

enum orb_status orb_postgis_prepare_load(struct orb_store *store,
                                         struct orb_statement **out,
                                         const struct orb_target *target,
                                         struct orb_error *err)
{
    struct orb_buf sql = { 0 };
    enum orb_status status;

    orb_buf_printf(&sql, "COPY %s (", target->table);
    for (int i = 0; i < target->column_count; i++)
        orb_buf_printf(&sql, "%s\"%s\"", i == 0 ? "" : ", ", target->columns[i]);
    orb_buf_text(&sql, ") FROM STDIN");
    status = orb_buf_check(&sql, err);
    if (status == ORB_OK)
        status = orb_postgis_prepare(store, out, sql.data, ORB_READ_FEW, err);
    orb_buf_release(&sql);
    if (status == ORB_OK)
        ((struct orb_postgis_statement *)*out)->column_count = target->column_count;
    return status;
}

static void write_text(struct orb_buf *out, const char *text)
{
    for (size_t plain; *text != '\0'; text += plain) {
        plain = strcspn(text, "\\\n\r\t");
        orb_buf_add(out, text, plain);
        if (text[plain] == '\0')
            continue;
        orb_buf_char(out, '\\');
        orb_buf_char(out, text[plain] == '\n'   ? 'n'
                          : text[plain] == '\r' ? 'r'
                          : text[plain] == '\t' ? 't'
                                                : '\\');
        plain++;
    }
}

static void write_value(struct orb_buf *out, const struct orb_value *value)
{
    char number[ORB_NUMBER_LEN];

    switch (value->type) {
    case ORB_VALUE_INTEGER:
        orb_buf_printf(out, "%lld", (long long)value->integer);
        break;
    case ORB_VALUE_REAL:
        (void)orb_number_write(number, value->real);
        orb_buf_text(out, number);
        break;
    case ORB_VALUE_TEXT:
        write_text(out, value->text != NULL ? value->text : value->date);
        break;
    case ORB_VALUE_POINT:
        orb_postgis_write_point(out, value->real, value->lat);
        break;
    default:
        orb_buf_text(out, "\\N");
        break;
    }
}

static enum orb_status send_block(struct orb_store *store, struct orb_error *err)
{
    struct orb_connection *c = store->connection;
    enum orb_status status = orb_buf_check(&c->rows, err);

    if (status == ORB_OK && c->pq.PQputCopyData(c->db, c->rows.data, (int)c->rows.len) != 1)
        status = orb_postgis_refuse(store, NULL, err);
    orb_buf_clear(&c->rows);
    return status;
}

static enum orb_status send_rows(struct orb_store *store, int columns,
                                 const struct orb_rows *rows, struct orb_error *err)
{
    struct orb_buf *out = &store->connection->rows;
    enum orb_status status = ORB_OK;

    orb_buf_clear(out);
    for (size_t i = 0; status == ORB_OK && i < rows->count; i++) {
        for (int column = 0; column < columns; column++) {
            const struct orb_value value = rows->value(rows->context, i, column);

            if (column > 0)
                orb_buf_char(out, '\t');
            write_value(out, &value);
        }
        orb_buf_char(out, '\n');
        if (out->len >= BLOCK_LEN || i + 1 == rows->count)
            status = send_block(store, err);
    }
    return status;
}

/* After the last answer the connection takes commands again. */
static enum orb_status finish(struct orb_store *store, enum orb_status status,
                              struct orb_error *err)
{
    struct orb_connection *c = store->connection;
    PGresult *result;

    if (c->pq.PQputCopyEnd(c->db, status == ORB_OK ? NULL : "") != 1 && status == ORB_OK)
        status = orb_postgis_refuse(store, NULL, err);
    while ((result = c->pq.PQgetResult(c->db)) != NULL) {
        enum orb_status answer =
            orb_postgis_take(store, result, status == ORB_OK ? err : NULL);

        status = status == ORB_OK ? answer : status;
    }
    return status;
}

enum orb_status orb_postgis_load(struct orb_store *store, struct orb_statement *statement,
                                 const struct orb_rows *rows, struct orb_error *err)
{
    const struct orb_postgis_statement *s = (struct orb_postgis_statement *)statement;
    struct orb_connection *c = store->connection;
    PGresult *result;
    enum orb_status status = orb_postgis_settle(store, err);

    if (status != ORB_OK)
        return status;
    result = c->pq.PQexec(c->db, s->sql);
    if (c->pq.PQresultStatus(result) != PGRES_COPY_IN)
        return orb_postgis_take(store, result, err);
    c->pq.PQclear(result);
    return finish(store, send_rows(store, s->column_count, rows, err), err);
}
