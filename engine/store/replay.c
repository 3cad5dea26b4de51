/* One SELECT a kind, in order of id; what many rows share is read
 * as they come (shared.c). */
#include <string.h>

#include "engine/store/ahead.h"
#include "engine/store/database.h"
#include "engine/store/import.h"
#include "engine/store/overlay.h"
#include "engine/store/shared.h"

/* Conditions of a filter on a kind; NULL = the filter leaves the kind out. */
struct conditions {
    enum orb_record_kind kind;
    const char *id;
    const char *of_service;
    const char *of_organization;
    const char *commune;
    const char *current;
    const char *hidden;
};

#define HAS_RESTRICTED(kind)                                                               \
    "no IN (SELECT owner FROM contact WHERE owner_kind = '" kind                           \
    "' AND confidentiality = 'restricted')"

/* A record and those that are the same one. */
#define SAME(kind, id)                                                                     \
    "(SELECT " id " UNION ALL SELECT l.id FROM linked l WHERE l.kind = '" kind             \
    "' AND l.canonical = " id ")"

/* Its id is kind:code, and either is asked for: the code alone has no index. */
#define TERRITORY_OF_ID                                                                    \
    "id IN (?1, 'commune:' || ?1, 'commune_old:' || ?1, 'epci:' || ?1, 'departement:' || " \
    "?1, 'region:' || ?1)"

/* ?1 id, ?2 service, ?3 organization, ?4 commune, ?5 newest date */
static const struct conditions all_conditions[] = {
    { ORB_RECORD_SOURCE, "id = ?1", NULL, NULL, NULL, "true", NULL },
    { ORB_RECORD_TERRITORY, TERRITORY_OF_ID, NULL, NULL,
      "(kind LIKE 'commune%' AND code = ?4)", "gone_on IS NULL", NULL },
    { ORB_RECORD_ORGANIZATION, "id = ?1", NULL, "id = ?3", NULL,
      "(gone_on IS NULL AND (closed_on IS NULL OR closed_on > ?5))",
      HAS_RESTRICTED("organization") },
    { ORB_RECORD_SITE, "id = ?1", NULL, NULL, "commune = ?4", "gone_on IS NULL",
      "kind = 'confidential'" },
    { ORB_RECORD_SERVICE, "id = ?1", "id = ?2",
      "organization IN " SAME("organization", "?3"),
      "site IN (SELECT s.id FROM site s WHERE s.commune = ?4)",
      "(gone_on IS NULL AND (closed_on IS NULL OR closed_on > ?5))",
      HAS_RESTRICTED("service") },
    { ORB_RECORD_OFFER, "id = ?1",
      "(service IN " SAME("service", "?2") " OR service IS NULL AND id IN " SAME("service",
                                                                                 "?2") ")",
      "organization IN " SAME("organization", "?3"),
      "(site IN (SELECT s.id FROM site s WHERE s.commune = ?4) OR site IS NULL AND coalesce(service, id) IN "
      "(SELECT v.id FROM service v JOIN site s ON s.id = v.site WHERE s.commune = ?4))",
      "(gone_on IS NULL AND (closed_on IS NULL OR closed_on > ?5))",
      HAS_RESTRICTED("offer") },
    { ORB_RECORD_RELATION, "id = ?1",
      "(service IN " SAME(
          "service",
          "?2") " OR offer IN (SELECT o.id FROM offer o WHERE o.service IN " SAME("service",
                                                                                  "?2") "))",
      "(organization IN " SAME("organization", "?3") " OR operator IN " SAME("organization",
                                                                             "?3") ")",
      NULL, "(gone_on IS NULL AND (to_day IS NULL OR to_day >= ?5))", NULL },
    { ORB_RECORD_ASSERTION, "subject = ?1", NULL, NULL, NULL, "gone_on IS NULL", NULL },
    { ORB_RECORD_DECISION, "(a = ?1 OR b = ?1)", NULL, NULL, NULL, "gone_on IS NULL",
      NULL },
};

struct replay {
    struct orb_store *store;
    const struct orb_store_filter *filter;
    const struct orb_sink *sink;
    struct orb_overlay *overlay; /* NULL = records as their sources give them */
    struct orb_ahead *ahead;     /* NULL = the sink is called here */
    char newest[ORB_DATE_LEN];
    struct orb_error *err;
};

static const struct conditions *conditions_of(enum orb_record_kind kind)
{
    for (size_t i = 0; i < sizeof all_conditions / sizeof all_conditions[0]; i++)
        if (all_conditions[i].kind == kind)
            return &all_conditions[i];
    return NULL;
}

/* False when the filter leaves the kind out. */
static bool add_condition(struct orb_buf *sql, const char *asked, const char *condition)
{
    if (asked == NULL)
        return true;
    if (condition == NULL)
        return false;
    orb_buf_text(sql, " AND ");
    orb_buf_text(sql, condition);
    return true;
}

/* The end of the SELECT; false when the filter leaves the kind out. */
static bool write_where(const struct replay *r, const struct conditions *c,
                        struct orb_buf *sql)
{
    const struct orb_store_filter *f = r->filter;
    bool wanted = true;

    orb_buf_text(sql, "WHERE true");
    if (c->kind >= ORB_RECORD_ASSERTION || c->kind == ORB_RECORD_TERRITORY)
        orb_buf_text(sql, " AND gone_on IS NULL");
    wanted = add_condition(sql, f->id, c->id) &&
             add_condition(sql, f->of_service, c->of_service) &&
             add_condition(sql, f->of_organization, c->of_organization) &&
             add_condition(sql, f->commune, c->commune) &&
             (!f->hidden_only || add_condition(sql, "", c->hidden));
    if (f->current_only)
        (void)add_condition(sql, "", c->current);
    orb_buf_text(sql, f->brief || f->any_order ? " ORDER BY no" : " ORDER BY id");
    return wanted;
}

/* Asking for a record that is another one asks for the other; offers are given each. */
static void bind_filter(const struct replay *r, enum orb_record_kind kind,
                        struct orb_row_reader *reader)
{
    bool is_one = kind >= ORB_RECORD_ORGANIZATION && kind <= ORB_RECORD_SERVICE;
    const char *const values[] = {
        is_one ? orb_overlay_canonical(r->overlay, kind, r->filter->id) : r->filter->id,
        orb_overlay_canonical(r->overlay, ORB_RECORD_SERVICE, r->filter->of_service),
        orb_overlay_canonical(r->overlay, ORB_RECORD_ORGANIZATION,
                              r->filter->of_organization),
        r->filter->commune, r->newest
    };

    for (int i = 0; i < 5; i++)
        orb_row_reader_bind_text(reader, i + 1, values[i]);
}

static enum orb_status give_rows(const struct replay *r, struct orb_row_reader *reader)
{
    struct orb_record record = { .kind = reader->table->kind };
    struct orb_row row;
    bool more = true, given;
    enum orb_status status = ORB_OK;

    record.as.source = &row.as.source;
    while (status == ORB_OK && more) {
        orb_shared_trim(r->store);
        status = orb_row_reader_next(reader, &row, &more, r->err);
        given = more;
        if (status == ORB_OK && more && r->overlay != NULL)
            status = orb_overlay_apply(r->overlay, reader->table, &row, &given, r->err);
        if (status == ORB_OK && given)
            status = r->sink->put(r->sink->context, &record, r->err);
    }
    return status;
}

static enum orb_status fill(struct orb_ahead_batch *batch, struct orb_row_reader *reader,
                            bool *more, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    batch->kind = reader->table->kind;
    reader->into = &batch->arena;
    while (status == ORB_OK && batch->count < ORB_AHEAD_ROWS) {
        status = orb_row_reader_next(reader, &batch->rows[batch->count], more, err);
        if (!*more)
            break;
        batch->count++;
    }
    reader->into = NULL;
    return status;
}

/* What rows share is forgotten only when nothing of it is read any longer. */
static enum orb_status give_ahead(const struct replay *r, struct orb_row_reader *reader)
{
    bool more = true;
    enum orb_status status = ORB_OK;

    while (status == ORB_OK && more) {
        if (orb_shared_is_full(r->store))
            status = orb_ahead_wait(r->ahead, r->err);
        if (status != ORB_OK)
            break;
        orb_shared_trim(r->store);
        status = fill(orb_ahead_take(r->ahead), reader, &more, r->err);
        if (status == ORB_OK)
            status = orb_ahead_give(r->ahead, r->err);
    }
    return status;
}

static enum orb_status give_kind(const struct replay *r, enum orb_record_kind kind)
{
    const struct orb_table *table = r->filter->brief ? orb_table_brief(kind)
                                    : kind == ORB_RECORD_TERRITORY
                                        ? orb_table_of_territories(r->filter->with_contours)
                                        : orb_table_of(kind);
    struct orb_buf sql = { 0 };
    struct orb_row_reader reader = { 0 };
    bool wanted = write_where(r, conditions_of(kind), &sql);
    enum orb_status status = orb_buf_check(&sql, r->err);

    if (status == ORB_OK && wanted) {
        status = orb_row_reader_open(&reader, r->store, table, sql.data, r->err);
        if (status == ORB_OK) {
            bind_filter(r, kind, &reader);
            status = r->ahead != NULL ? give_ahead(r, &reader) : give_rows(r, &reader);
        }
        orb_row_reader_close(&reader);
    }
    orb_buf_release(&sql);
    return status;
}

/* Does the filter name one record or a part of the store? */
static bool is_partial(const struct orb_store_filter *f)
{
    return f->id != NULL || f->of_service != NULL || f->of_organization != NULL ||
           f->commune != NULL;
}

static enum orb_status give_operator(const struct replay *r)
{
    struct orb_arena arena = { 0 };
    struct orb_operator op;
    bool found = false;
    enum orb_status status;

    if (is_partial(r->filter))
        return ORB_OK;
    status = orb_store_read_operator(r->store, &arena, &op, &found, r->err);
    op.organization =
        orb_overlay_canonical(r->overlay, ORB_RECORD_ORGANIZATION, op.organization);
    if (status == ORB_OK && found)
        status = orb_sink_operator(r->sink, &op, r->err);
    orb_arena_release(&arena);
    return status;
}

static enum orb_status give_all(struct replay *r)
{
    const struct orb_store_filter *f = r->filter;
    const unsigned beside = 1U << ORB_RECORD_ASSERTION | 1U << ORB_RECORD_DECISION;
    unsigned kinds = f->kinds != 0 ? f->kinds : f->raw ? ~0U : ~beside;
    enum orb_status status = ORB_OK;
    orb_date newest;

    if (f->current_only)
        status = orb_store_newest_date(r->store, &newest, r->err);
    if (status == ORB_OK && f->current_only)
        (void)orb_date_write(r->newest, newest);
    for (int k = 0; status == ORB_OK && k < ORB_RECORD_KINDS; k++) {
        if ((kinds & 1U << k) == 0)
            continue;
        if (k != ORB_RECORD_OPERATOR)
            status = give_kind(r, (enum orb_record_kind)k);
        else if (r->ahead == NULL || (status = orb_ahead_wait(r->ahead, r->err)) == ORB_OK)
            status = give_operator(r);
    }
    if (status == ORB_OK && r->ahead != NULL)
        status = orb_ahead_wait(r->ahead, r->err);
    return status;
}

enum orb_status orb_store_replay(struct orb_store *store,
                                 const struct orb_store_filter *filter,
                                 const struct orb_sink *sink, struct orb_error *err)
{
    static const struct orb_store_filter everything = { 0 };
    struct replay r = { .store = store,
                        .filter = filter == NULL ? &everything : filter,
                        .sink = sink,
                        .err = err };
    bool own = !orb_db_in_transaction(store);
    enum orb_status status = orb_shared_open(store, err);

    if (status != ORB_OK)
        return status;
    orb_shared_enter(store);
    if (own) /* one view of the store for all kinds, whatever another command commits
                meanwhile */
        status = orb_db_begin(store, false, err);
    if (status == ORB_OK && !r.filter->raw)
        status = orb_overlay_open(&r.overlay, store, err);
    /* an overlay gives a row what is valid until the next one */
    if (status == ORB_OK && r.filter->ahead && r.overlay == NULL)
        r.ahead = orb_ahead_open(sink);
    if (status == ORB_OK)
        status = give_all(&r);
    orb_ahead_close(r.ahead);
    orb_overlay_close(r.overlay);
    if (own && orb_db_in_transaction(store)) {
        enum orb_status ended = orb_db_commit(store, status == ORB_OK ? err : NULL);

        status = status == ORB_OK ? ended : status;
    }
    orb_shared_leave(store);
    return status;
}
