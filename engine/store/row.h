/* Rows of a table as records of the model: reading one after the other, writing, comparing.
 */
#ifndef ORB_STORE_ROW_H
#define ORB_STORE_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/store/column.h"

struct orb_shared_hashes;
struct orb_store;

/* A record and what the store knows of it. Borrowed from the reader until its next step. */
struct orb_row {
    int64_t no;
    const char *id;
    uint64_t hash;
    orb_date gone_on; /* the day of the feed from which it was gone */
    unsigned details; /* bits of the children it has */
    int64_t terms;    /* offers */
    int64_t zone;     /* offers; 0 = none */
    union {
        struct orb_source source;
        struct orb_territory territory;
        struct orb_organization organization;
        struct orb_site site;
        struct orb_service service;
        struct orb_offer offer;
        struct orb_relation relation;
        struct orb_assertion assertion;
        struct orb_decision decision;
    } as;
};

enum { ORB_ROW_CHILDREN = 3 };

/* A walk over the rows of a child table, in order of owner; asking for owners in order
 * costs no search. */
struct orb_child_walk {
    struct orb_statement *statement;
    bool is_begun;
    bool has_row;
};

struct orb_row_reader {
    struct orb_store *store;
    const struct orb_table *table;
    struct orb_statement *statement;
    struct orb_child_walk walks[ORB_ROW_CHILDREN];
    struct orb_arena arena; /* children of the current row */
    bool keep_gone;         /* false: what is gone reads as closed that day */
    struct orb_arena *into; /* NULL: texts are valid until the next row; else they are
                               copied there, children too */
};

/*
 * Read the rows of a table; rest is the end of the SELECT ("WHERE no = ?1", "ORDER BY id"),
 * which asks for one row or has an order. Release with orb_row_reader_close, also after a
 * failure.
 */
ORB_MUST_CHECK enum orb_status orb_row_reader_open(struct orb_row_reader *reader,
                                                   struct orb_store *store,
                                                   const struct orb_table *table,
                                                   const char *rest, struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_row_reader_next(struct orb_row_reader *reader,
                                                   struct orb_row *row, bool *more,
                                                   struct orb_error *err);
/* Parameters of the rest; a text must stay until the rows are read. */
void orb_row_reader_bind_text(struct orb_row_reader *reader, int at, const char *text);
void orb_row_reader_bind_long(struct orb_row_reader *reader, int at, int64_t value);
/* Start again with other bindings. */
void orb_row_reader_reset(struct orb_row_reader *reader);
void orb_row_reader_close(struct orb_row_reader *reader);

/* The struct of a record, whatever its kind. */
const void *orb_record_struct(const struct orb_record *record);

/* The provenance of a record; NULL when its kind has none. */
const struct orb_provenance *orb_record_provenance(const struct orb_table *table,
                                                   const void *record);

/* Its id; relations and territories get one made in out. NULL without memory. */
const char *orb_record_id(const struct orb_table *table, const void *record,
                          struct orb_buf *out);

/* What is compared to know whether a record changed: everything but the date of
 * observation. *shared gets the hashes of the conditions and of the zone of an offer; it
 * may be NULL. */
uint64_t orb_row_hash(const struct orb_table *table, const void *record,
                      struct orb_shared_hashes *shared);
uint64_t orb_terms_hash(const struct orb_terms *terms);
uint64_t orb_zone_hash(const struct orb_zone *zone);
uint64_t orb_child_hash(uint64_t hash, const struct orb_child_place *place,
                        const void *record);

#endif
