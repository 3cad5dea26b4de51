/* One import in progress: its state, and the steps its files share. */
#ifndef ORB_STORE_IMPORT_H
#define ORB_STORE_IMPORT_H

#include <stdbool.h>

#include "engine/base/arena.h"
#include "engine/base/strmap.h"
#include "engine/store/database.h"
#include "engine/store/entry.h"
#include "engine/store/pending.h"
#include "engine/store/placing.h"
#include "engine/store/row.h"
#include "engine/store/store.h"
#include "engine/store/waiting.h"

/* The rows of a table that are written together, and the statement that does it. */
struct orb_kind_load {
    struct orb_statement *statement;
    struct orb_target target;
    signed char places[ORB_ROWS_COLUMNS]; /* of a row: which value each column takes */
};

/* One row of a child table on its way in. */
struct orb_kind_item {
    const char *departement; /* of the owner; "" where the table has no shard key */
    int32_t owner;
    uint32_t n;
    const void *record;
};

struct orb_kind_items {
    const struct orb_child *child;
    struct orb_kind_item *list;
    size_t count;
    size_t capacity;
};

/* Tables of what many offers share. */
enum orb_content_table {
    ORB_CONTENT_TERMS,
    ORB_CONTENT_MODALITY,
    ORB_CONTENT_PRESTATION,
    ORB_CONTENT_RULE,
    ORB_CONTENT_CLASS,
    ORB_CONTENT_ZONE,
    ORB_CONTENT_COMMUNE,
    ORB_CONTENT_DEPARTEMENT,
    ORB_CONTENT_TABLES
};

/* What is known of one kind of record. */
struct orb_kind_state {
    const struct orb_table *table;
    struct orb_entry_map map;
    bool is_loaded;
    bool was_empty; /* its indices are made again at commit */
    bool has_key;
    char (*keys)[ORB_KEY_LEN]; /* of each entry, when has_key */
    size_t key_capacity;
    int64_t next_no;
    struct orb_kind_load load; /* of the columns filled in so far */
    uint64_t load_columns;
    struct orb_statement *update;
    struct orb_statement *touch;
    struct orb_statement *mark_gone;
    struct orb_kind_load child_loads[ORB_ROW_CHILDREN];
    struct orb_statement *removes[ORB_ROW_CHILDREN]; /* the children of a row */
    struct orb_pending pending;                      /* new records not written yet */
    struct orb_kind_items items;                     /* of the child being written */
    struct orb_row_reader before; /* reads the row that is about to change */
    bool has_before;
};

/* A source seen so far, by the number of its id. */
struct orb_source_state {
    int32_t no; /* 0 = not in the store yet */
    orb_date observed_on;
    bool in_run;   /* put in this run */
    bool is_first; /* was unknown before this run */
};

struct orb_import_state {
    struct orb_arena arena;
    const char *importer;
    const char *files;
    const char *author;
    const char *imported_at;
    bool full;
    int64_t run;
    struct orb_kind_state kinds[ORB_RECORD_KINDS];
    struct orb_entry_map terms; /* content hash to number */
    struct orb_entry_map zones;
    struct orb_waiting contents[ORB_CONTENT_TABLES]; /* new ones, not written yet */
    bool terms_loaded;
    bool zones_loaded;
    struct orb_strmap provenances; /* row number is one more than the string's */
    struct orb_strmap source_ids;
    struct orb_source_state *sources;
    size_t source_capacity;
    struct orb_buf id;
    struct orb_buf key;
    struct orb_buf value;
    struct orb_buf other;
    bool changed_again; /* the record compared was already changed in this run */
    bool operator_changed;
    bool territory_changed;
    bool links_changed;
    const struct orb_store_linker *linker;
    struct orb_placing placing;
    bool choose_all;           /* choose every territory again, not only the touched ones */
    struct orb_strmap touched; /* ids of territories put with a change */
    struct orb_store_summary summary;
};

/* ---- writing rows (write.c) */

/* Prepare the statements of a kind and read what the store holds of it. */
ORB_MUST_CHECK enum orb_status orb_import_load_kind(struct orb_store *store,
                                                    struct orb_kind_state *kind,
                                                    struct orb_error *err);
/* Add a new record; it may wait in memory for others. What a row says beside its record and
 * its entry is filled in. */
ORB_MUST_CHECK enum orb_status orb_import_insert(struct orb_store *store,
                                                 struct orb_kind_state *kind,
                                                 struct orb_pending_row *row,
                                                 struct orb_error *err);
/* Write a record over its row, which must not wait. */
ORB_MUST_CHECK enum orb_status orb_import_update(struct orb_store *store,
                                                 struct orb_kind_state *kind,
                                                 struct orb_pending_row *row,
                                                 struct orb_error *err);
/* Write these records of a kind, for the thread that has the connection. */
ORB_MUST_CHECK enum orb_status orb_import_write(struct orb_store *store,
                                                struct orb_kind_state *kind,
                                                const struct orb_pending *pending,
                                                struct orb_error *err);
/* Write the records that wait, of one kind or of all, here or elsewhere: before their rows
 * are read or changed. */
ORB_MUST_CHECK enum orb_status orb_import_flush(struct orb_store *store,
                                                struct orb_kind_state *kind,
                                                struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_import_flush_all(struct orb_store *store,
                                                    struct orb_error *err);
void orb_import_release_kind(struct orb_kind_state *kind);
/* Append the names of the columns that its rows have beside the shard key. */
void orb_import_column_names(const struct orb_table *table, struct orb_buf *out);

/* ---- what stays as it is but for a mark (mark.c) */

/* observed_on of a row that did not change, or the end of its being gone. */
ORB_MUST_CHECK enum orb_status orb_import_touch(struct orb_store *store,
                                                struct orb_kind_state *kind,
                                                const struct orb_entry *entry,
                                                struct orb_error *err);
/* What the sources of a full feed no longer give is gone. */
ORB_MUST_CHECK enum orb_status orb_import_mark_gone(struct orb_store *store,
                                                    struct orb_error *err);

/* ---- content shared by many rows (intern.c) */

/* hash: that of the content. */
ORB_MUST_CHECK enum orb_status orb_import_terms(struct orb_store *store,
                                                const struct orb_terms *terms,
                                                uint64_t hash, int64_t *no,
                                                struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_import_zone(struct orb_store *store,
                                               const struct orb_zone *zone, uint64_t hash,
                                               int64_t *no, struct orb_error *err);
/* Write the terms and zones that wait: before a row that may have them is read. */
ORB_MUST_CHECK enum orb_status orb_import_load_contents(struct orb_store *store,
                                                        struct orb_error *err);
/* 0 for NULL or "". */
ORB_MUST_CHECK enum orb_status orb_import_provenance(struct orb_store *store,
                                                     const char *fields, int64_t *no,
                                                     struct orb_error *err);
/* The state of a source by its id; NULL when it was never given. */
struct orb_source_state *orb_import_source(struct orb_import_state *import, const char *id);
/* The provenances that the store has. */
ORB_MUST_CHECK enum orb_status orb_import_load_provenances(struct orb_store *store,
                                                           struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_import_add_source(struct orb_import_state *import,
                                                     const char *id,
                                                     struct orb_source_state **out,
                                                     struct orb_error *err);

/* ---- the journal (journal.c) */

/* Write one line for each member that differs between the stored row and the record. */
ORB_MUST_CHECK enum orb_status orb_journal_compare(struct orb_store *store,
                                                   const struct orb_table *table,
                                                   const struct orb_row *before,
                                                   const void *record,
                                                   struct orb_error *err);
/* before and after are JSON texts or NULL; field NULL = the whole record. */
struct orb_journal_line {
    const char *id;
    const char *change;
    const char *field;
    const char *before;
    const char *after;
};

ORB_MUST_CHECK enum orb_status orb_journal_write(struct orb_store *store,
                                                 const struct orb_table *table,
                                                 const struct orb_journal_line *line,
                                                 struct orb_error *err);

/* ---- territories: several sources, one chosen row (territory.c) */

ORB_MUST_CHECK enum orb_status
orb_territory_put_contour(struct orb_store *store, const struct orb_territory *territory,
                          struct orb_error *err);
/* Choose again the values of the touched territories. */
ORB_MUST_CHECK enum orb_status orb_territory_choose(struct orb_store *store,
                                                    struct orb_error *err);

/* Give each commune without point the median of its located sites, flagged 'resources'
 * (commune_point.c). */
ORB_MUST_CHECK enum orb_status orb_import_commune_points(struct orb_store *store,
                                                         struct orb_error *err);

/* ---- the operator of the platform (operator.c) */

ORB_MUST_CHECK enum orb_status orb_store_write_operator(struct orb_store *store,
                                                        const struct orb_operator *op,
                                                        bool *changed,
                                                        struct orb_error *err);
/* *found is false when none is set; texts in arena. */
ORB_MUST_CHECK enum orb_status orb_store_read_operator(struct orb_store *store,
                                                       struct orb_arena *arena,
                                                       struct orb_operator *op, bool *found,
                                                       struct orb_error *err);

/* ---- before the commit (finish.c) */

/* Mark what is gone, make the indices and the layers, write the run. */
ORB_MUST_CHECK enum orb_status
orb_import_finish(struct orb_store *store, const char *counts_json, struct orb_error *err);
/* A store that was never compared, or by other rules, is compared even when nothing else
 * changes. */
ORB_MUST_CHECK enum orb_status orb_import_linker_due(struct orb_store *store, bool *due,
                                                     struct orb_error *err);
/* Count what was put, for the summary. Does it differ from what was there? */
bool orb_import_count(struct orb_import_state *import);
/* Indices of a table, by name. */
ORB_MUST_CHECK enum orb_status
orb_import_drop_indices(struct orb_store *store, const char *table, struct orb_error *err);
ORB_MUST_CHECK enum orb_status
orb_import_make_indices(struct orb_store *store, const char *table, struct orb_error *err);

#endif
