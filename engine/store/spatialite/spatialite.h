/* The connection to one SpatiaLite file, for the files of this folder. */
#ifndef ORB_STORE_SPATIALITE_SPATIALITE_H
#define ORB_STORE_SPATIALITE_SPATIALITE_H

#include "engine/store/driver.h"

struct sqlite3;
struct sqlite3_stmt;

/* Of pages, when the store is opened to write. */
#define ORB_SPATIALITE_CACHE "-64000"

#define ORB_SPATIALITE_APPLICATION_ID 0x4f524231 /* "ORB1" */

struct orb_connection {
    struct sqlite3 *db;
    const struct orb_rows *rows; /* read by the statement that runs; rows.c */
};

/* A statement, as the driver gives it. */
struct orb_spatialite_statement {
    struct orb_statement base;
    struct sqlite3_stmt *handle;
    uint64_t unbound; /* parameters whose value was refused, 1 << (number - 1) */
    int refusal;      /* why, of the last one */
};

/* Open a file with flags of sqlite3_open_v2, in place of the connection there is. */
ORB_MUST_CHECK enum orb_status orb_spatialite_connect(struct orb_store *store,
                                                      const char *name, int flags,
                                                      struct orb_error *err);
void orb_spatialite_disconnect(struct orb_store *store);

enum { ORB_SPATIALITE_NAME_LEN = 4200 };

/* The name SQLite opens with SQLITE_OPEN_URI as a file that nobody changes: it reads
 * neither log nor journal, and makes nothing beside it. */
void orb_spatialite_write_name(char name[ORB_SPATIALITE_NAME_LEN], const char *path);

/* Turn the last refusal of SQLite into a sentence; place is the file. */
ORB_MUST_CHECK enum orb_status orb_spatialite_refuse(struct orb_store *store, int code,
                                                     struct orb_error *err);

/* Make the table orb_rows, of the columns c0, c1... c47, known to a connection. */
ORB_MUST_CHECK enum orb_status orb_rows_open(struct orb_store *store,
                                             struct orb_error *err);

/* Fill the R*Tree of a geometry column again, packed, from its table or from the points at
 * hand (orb_db_index). */
ORB_MUST_CHECK enum orb_status orb_rtree_rebuild(struct orb_store *store, const char *table,
                                                 const char *column,
                                                 const struct orb_rows *points,
                                                 struct orb_error *err);

/* Run CREATE INDEX on many rows (sorting.c). */
ORB_MUST_CHECK enum orb_status
orb_spatialite_make_index(struct orb_store *store, const char *sql, struct orb_error *err);

/* Copy the database into an empty file and read the copy from end to end (backup.c). */
ORB_MUST_CHECK enum orb_status
orb_spatialite_backup(struct orb_store *store, const char *path, struct orb_error *err);

/* The verbs of statements (statement.c). */
ORB_MUST_CHECK enum orb_status orb_spatialite_exec(struct orb_store *store, const char *sql,
                                                   struct orb_error *err);
ORB_MUST_CHECK enum orb_status
orb_spatialite_prepare(struct orb_store *store, struct orb_statement **out, const char *sql,
                       enum orb_reading reading, struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_spatialite_prepare_load(struct orb_store *store,
                                                           struct orb_statement **out,
                                                           const struct orb_target *target,
                                                           struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_spatialite_run(struct orb_store *store,
                                                  struct orb_statement *statement,
                                                  struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_spatialite_step(struct orb_store *store,
                                                   struct orb_statement *statement,
                                                   bool *row, struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_spatialite_load(struct orb_store *store,
                                                   struct orb_statement *statement,
                                                   const struct orb_rows *rows,
                                                   struct orb_error *err);
void orb_spatialite_reset(struct orb_statement *statement);
void orb_spatialite_finalize(struct orb_statement *statement);
int orb_spatialite_parameter_count(const struct orb_statement *statement);
void orb_spatialite_bind(struct orb_statement *statement, int at,
                         const struct orb_value *value);
ORB_MUST_CHECK enum orb_status
orb_spatialite_bind_polygons(struct orb_statement *statement, int at,
                             const unsigned char *wkb, size_t len, struct orb_error *err);
void orb_spatialite_clear(struct orb_statement *statement);
bool orb_spatialite_is_null(struct orb_statement *statement, int at);
int64_t orb_spatialite_integer(struct orb_statement *statement, int at);
double orb_spatialite_real(struct orb_statement *statement, int at);
const char *orb_spatialite_text(struct orb_statement *statement, int at);
size_t orb_spatialite_text_len(struct orb_statement *statement, int at);
bool orb_spatialite_point(struct orb_statement *statement, int at, double *lon,
                          double *lat);
ORB_MUST_CHECK enum orb_status orb_spatialite_polygons(struct orb_statement *statement,
                                                       int at, struct orb_buf *out,
                                                       struct orb_error *err);

#endif
