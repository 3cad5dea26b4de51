/* What a database must do to hold a store; database.h says what each verb means. */
#ifndef ORB_STORE_DRIVER_H
#define ORB_STORE_DRIVER_H

#include "engine/store/database.h"

/* A driver's own statement starts with this. */
struct orb_statement {
    const struct orb_driver *driver;
};

/* How a text is prepared. */
enum orb_reading { ORB_READ_FEW, ORB_READ_MANY };

struct orb_driver {
    /* A search costs next to nothing: what belongs to a row is looked for by its number.
     * Else it comes beside, in the order of the rows. */
    bool is_near;
    /* NULL, or rows without "no" are numbered from the last one on, as an import does; then
     * the number of the last. */
    int64_t (*last_number)(const struct orb_store *store);
    /* CREATE INDEX: the indices of an empty table are made after its rows. NULL = they are
     * kept while rows come. */
    enum orb_status (*make_index)(struct orb_store *store, const char *sql,
                                  struct orb_error *err);
    /* A second thread may write rows while the first asks nothing. */
    bool writes_aside;
    /* The tables that grow with the number of services have the shard key (spread.h). */
    bool has_key;
    /* Codes of the communes that may hold the point ?1, ?2: in order. */
    const char *sql_around;

    enum orb_status (*open)(struct orb_store *store, const char *path,
                            struct orb_error *err);
    void (*close)(struct orb_store *store);
    enum orb_status (*begin)(struct orb_store *store, bool to_write, struct orb_error *err);
    enum orb_status (*commit)(struct orb_store *store, struct orb_error *err);
    void (*rollback)(struct orb_store *store);
    bool (*in_transaction)(const struct orb_store *store);
    /* NULL = always. */
    enum orb_status (*whole)(struct orb_store *store, struct orb_error *err);
    enum orb_status (*exec)(struct orb_store *store, const char *sql,
                            struct orb_error *err);
    enum orb_status (*prepare)(struct orb_store *store, struct orb_statement **out,
                               const char *sql, enum orb_reading reading,
                               struct orb_error *err);
    enum orb_status (*prepare_load)(struct orb_store *store, struct orb_statement **out,
                                    const struct orb_target *target, struct orb_error *err);
    enum orb_status (*run)(struct orb_store *store, struct orb_statement *statement,
                           struct orb_error *err);
    enum orb_status (*step)(struct orb_store *store, struct orb_statement *statement,
                            bool *row, struct orb_error *err);
    enum orb_status (*load)(struct orb_store *store, struct orb_statement *statement,
                            const struct orb_rows *rows, struct orb_error *err);
    enum orb_status (*changes)(struct orb_store *store, int64_t *count,
                               struct orb_error *err);
    enum orb_status (*index)(struct orb_store *store, const char *table, const char *column,
                             const struct orb_rows *points, struct orb_error *err);
    enum orb_status (*loaded)(struct orb_store *store, struct orb_error *err);
    void (*settle)(struct orb_store *store);
    /* NULL = it has tools of its own for that. */
    enum orb_status (*backup)(struct orb_store *store, const char *path,
                              struct orb_error *err);

    void (*reset)(struct orb_statement *statement);
    void (*finalize)(struct orb_statement *statement);
    int (*parameter_count)(const struct orb_statement *statement);
    void (*bind)(struct orb_statement *statement, int at, const struct orb_value *value);
    enum orb_status (*bind_polygons)(struct orb_statement *statement, int at,
                                     const unsigned char *wkb, size_t len,
                                     struct orb_error *err);
    void (*clear)(struct orb_statement *statement);
    bool (*is_null)(struct orb_statement *statement, int at);
    int64_t (*integer)(struct orb_statement *statement, int at);
    double (*real)(struct orb_statement *statement, int at);
    const char *(*text)(struct orb_statement *statement, int at);
    size_t (*text_len)(struct orb_statement *statement, int at);
    bool (*point)(struct orb_statement *statement, int at, double *lon, double *lat);
    enum orb_status (*polygons)(struct orb_statement *statement, int at,
                                struct orb_buf *out, struct orb_error *err);
};

extern const struct orb_driver orb_driver_spatialite;
/* Only when it was asked for at configure time. */
extern const struct orb_driver orb_driver_postgis;

#endif
