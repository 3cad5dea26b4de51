/* Which records are one resource. The table is small beside the others: it is written again
 * as a whole when it differs. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/hash.h"
#include "engine/store/database.h"
#include "engine/store/import.h"

static const char select_digest[] =
    "SELECT coalesce((SELECT value FROM meta WHERE key = 'links'), 0)";
static const char save_digest[] =
    "INSERT INTO meta (key, value) VALUES ('links', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
static const char insert_link[] = "INSERT INTO linked VALUES (?, ?, ?, ?)";
static const char insert_doubt[] = "INSERT INTO review VALUES (?, ?, ?, ?)";
static const char select_links[] =
    "SELECT kind, id, canonical, gives FROM linked ORDER BY kind, canonical, id";
static const char select_doubts[] =
    "SELECT a, b, probability, doubts FROM review ORDER BY probability DESC, a, b";

static uint64_t add_text(uint64_t hash, const char *text)
{
    return orb_hash_more(hash, text, strlen(text) + 1);
}

/* A sum, so that the order of what is given does not matter; 0 stands for nothing. */
static int64_t digest_of(const struct orb_store_links *links)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < links->link_count; i++) {
        const struct orb_store_link *l = &links->links[i];
        unsigned char tail[2] = { (unsigned char)l->kind, l->gives };

        sum += orb_hash_more(add_text(add_text(ORB_HASH_SEED, l->id), l->canonical), tail,
                             sizeof tail);
    }
    for (size_t i = 0; i < links->doubt_count; i++) {
        const struct orb_store_doubt *d = &links->doubts[i];
        uint64_t hash = add_text(add_text(ORB_HASH_SEED + 1, d->a), d->b);

        hash = orb_hash_more(hash, &d->probability, sizeof d->probability);
        sum += orb_hash_more(hash, &d->doubts, sizeof d->doubts);
    }
    return (int64_t)sum;
}

static enum orb_status write_links(struct orb_store *store,
                                   const struct orb_store_links *links,
                                   struct orb_error *err)
{
    struct orb_statement *s = NULL;
    enum orb_status status = orb_db_exec(store, "DELETE FROM linked", err);

    if (status == ORB_OK)
        status = orb_db_prepare(store, &s, insert_link, err);
    for (size_t i = 0; status == ORB_OK && i < links->link_count; i++) {
        const struct orb_store_link *l = &links->links[i];

        orb_db_bind_text(s, 1, orb_table_of(l->kind)->label);
        orb_db_bind_text(s, 2, l->id);
        orb_db_bind_text(s, 3, l->canonical);
        orb_db_bind_long(s, 4, l->gives);
        status = orb_db_run(store, s, err);
    }
    orb_db_finalize(s);
    return status;
}

static enum orb_status write_doubts(struct orb_store *store,
                                    const struct orb_store_links *links,
                                    struct orb_error *err)
{
    struct orb_statement *s = NULL;
    enum orb_status status = orb_db_exec(store, "DELETE FROM review", err);

    if (status == ORB_OK)
        status = orb_db_prepare(store, &s, insert_doubt, err);
    for (size_t i = 0; status == ORB_OK && i < links->doubt_count; i++) {
        const struct orb_store_doubt *d = &links->doubts[i];

        orb_db_bind_text(s, 1, d->a);
        orb_db_bind_text(s, 2, d->b);
        orb_db_bind_real(s, 3, d->probability);
        orb_db_bind_long(s, 4, (int)d->doubts);
        status = orb_db_run(store, s, err);
    }
    orb_db_finalize(s);
    return status;
}

enum orb_status orb_store_set_links(struct orb_store *store,
                                    const struct orb_store_links *links,
                                    struct orb_error *err)
{
    int64_t before = 0, digest = digest_of(links);
    struct orb_statement *s;
    enum orb_status status;

    if (store->import == NULL)
        return orb_error_set(err, ORB_ERR_INTERNAL, "links are set by an import");
    status = orb_db_integer(store, select_digest, 0, &before, err);
    if (status != ORB_OK || before == digest)
        return status;
    store->import->links_changed = true;
    status = write_links(store, links, err);
    if (status == ORB_OK)
        status = write_doubts(store, links, err);
    if (status == ORB_OK)
        status = orb_db_statement(store, &s, save_digest, err);
    if (status != ORB_OK)
        return status;
    orb_db_bind_long(s, 1, digest);
    return orb_db_run(store, s, err);
}

/* ---- reading */

struct reading {
    struct orb_arena *arena;
    struct orb_store_link *links;
    size_t link_capacity;
    struct orb_store_doubt *doubts;
    size_t doubt_capacity;
    struct orb_store_links out;
};

static enum orb_status read_link(struct reading *r, struct orb_statement *s)
{
    struct orb_store_link *l;
    const char *kind = orb_db_text(s, 0);

    if (orb_grow((void **)&r->links, &r->link_capacity, r->out.link_count,
                 sizeof *r->links) != ORB_OK)
        return ORB_ERR_MEMORY;
    l = &r->links[r->out.link_count++];
    *l = (struct orb_store_link){
        .kind = ORB_RECORD_OFFER,
        .id = orb_arena_strdup(r->arena, orb_db_text(s, 1)),
        .canonical = orb_arena_strdup(r->arena, orb_db_text(s, 2)),
        .gives = orb_db_int(s, 3) != 0,
    };
    for (int k = ORB_RECORD_ORGANIZATION; k < ORB_RECORD_OFFER; k++)
        if (strcmp(orb_table_of((enum orb_record_kind)k)->label, kind) == 0)
            l->kind = (enum orb_record_kind)k;
    return l->id == NULL || l->canonical == NULL ? ORB_ERR_MEMORY : ORB_OK;
}

static enum orb_status read_doubt(struct reading *r, struct orb_statement *s)
{
    struct orb_store_doubt *d;

    if (orb_grow((void **)&r->doubts, &r->doubt_capacity, r->out.doubt_count,
                 sizeof *r->doubts) != ORB_OK)
        return ORB_ERR_MEMORY;
    d = &r->doubts[r->out.doubt_count++];
    *d = (struct orb_store_doubt){
        .a = orb_arena_strdup(r->arena, orb_db_text(s, 0)),
        .b = orb_arena_strdup(r->arena, orb_db_text(s, 1)),
        .probability = orb_db_real(s, 2),
        .doubts = (unsigned)orb_db_int(s, 3),
    };
    return d->a == NULL || d->b == NULL ? ORB_ERR_MEMORY : ORB_OK;
}

static enum orb_status
read_rows(struct orb_store *store, const char *sql, struct reading *r,
          enum orb_status (*take)(struct reading *, struct orb_statement *),
          struct orb_error *err)
{
    struct orb_statement *statement;
    bool row = true;
    enum orb_status status = orb_db_statement(store, &statement, sql, err);

    while (status == ORB_OK && row) {
        status = orb_db_step(store, statement, &row, err);
        if (status == ORB_OK && row && take(r, statement) != ORB_OK)
            status = orb_error_memory(err);
    }
    return status;
}

/* Into the arena, so that the caller has one thing to release. */
static void *settle(struct reading *r, void *items, size_t count, size_t size)
{
    void *copy = orb_arena_array(r->arena, count + 1, size);

    if (copy != NULL && count > 0)
        memcpy(copy, items, count * size);
    return copy;
}

enum orb_status orb_store_get_links(struct orb_store *store, struct orb_arena *arena,
                                    struct orb_store_links *out, struct orb_error *err)
{
    struct reading r = { .arena = arena };
    enum orb_status status = read_rows(store, select_links, &r, read_link, err);

    if (status == ORB_OK)
        status = read_rows(store, select_doubts, &r, read_doubt, err);
    if (status == ORB_OK) {
        r.out.links = settle(&r, r.links, r.out.link_count, sizeof *r.links);
        r.out.doubts = settle(&r, r.doubts, r.out.doubt_count, sizeof *r.doubts);
        if (r.out.links == NULL || r.out.doubts == NULL)
            status = orb_error_memory(err);
    }
    if (status == ORB_OK)
        *out = r.out;
    orb_free(r.links);
    orb_free(r.doubts);
    return status;
}
