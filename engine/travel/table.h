/*
 * What is known of the ways between places, in memory: the cells that a matrix file, a road
 * table or a router gave. A pair that has no cell falls to the estimate (METHODS 1.2).
 * Pure.
 *
 * Places are named by the code of a commune or the identifier of a site or of an offer; two
 * identifiers may be made to name one place.
 * Pairs are directed: (a, b) and (b, a) are two cells, never averaged. Cells are added,
 * then sealed, then looked up.
 */
#ifndef ORB_TRAVEL_TABLE_H
#define ORB_TRAVEL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"
#include "engine/base/strmap.h"
#include "engine/model/profile.h"

#define ORB_TRAVEL_NOWHERE UINT32_MAX

/* Cells of one table; each takes 32 bytes. */
#define ORB_TRAVEL_CELLS ((size_t)1 << 28)

enum orb_travel_answer {
    ORB_TRAVEL_MISSING = 0, /* nobody said: falls to the estimate */
    ORB_TRAVEL_ROUTE,
    ORB_TRAVEL_NO_ROUTE,   /* there is no way: never reached */
    ORB_TRAVEL_OFF_NETWORK /* too far from any road of the router: unknown */
};

struct orb_travel_cell {
    double minutes;      /* NaN unless ORB_TRAVEL_ROUTE */
    double km;           /* along the way; NaN = not said */
    const char *method;  /* "valhalla", valid until the table is released */
    const char *version; /* of the method or of the file, likewise; "" = not said */
};

/* One cell as it is kept. */
struct orb_travel_entry {
    uint64_t key; /* from, mode, to */
    double minutes;
    double km;
    uint32_t line; /* of the file; 0 = from no file */
    uint16_t method;
    uint8_t answer;
    uint8_t mode;
};

/* How minutes were made, as it is printed with them. */
struct orb_travel_method {
    const char *name;
    const char *version;
};

/* Zero-initialised is empty, sealed and ready. */
struct orb_travel_table {
    struct orb_strmap places;
    struct orb_strmap methods;              /* name and version, in one text */
    struct orb_travel_method *method_texts; /* by number */
    size_t method_capacity;
    struct orb_arena arena;
    struct orb_travel_entry *entries;
    size_t count;
    size_t capacity;
    uint32_t
        *same; /* by number of an identifier: that of its place; others are their own */
    size_t same_count;
    size_t same_capacity;
    size_t *starts; /* where the entries of a place begin; places + 1 values */
    size_t start_count;
    bool is_open; /* cells were added since it was sealed */
};

/* The number of a place, or ORB_TRAVEL_NOWHERE when no cell names it. */
uint32_t orb_travel_table_place(const struct orb_travel_table *table, const char *id);

/* The number of a place, given one when it has none. ORB_ERR_MEMORY, ORB_ERR_RANGE (more
 * than 2^30 places). */
ORB_MUST_CHECK enum orb_status orb_travel_table_name(struct orb_travel_table *table,
                                                     const char *id, uint32_t *place,
                                                     struct orb_error *err);

/* Make an identifier that the table does not have name a place that it has. ORB_ERR_MEMORY,
 * ORB_ERR_RANGE. */
ORB_MUST_CHECK enum orb_status orb_travel_table_alias(struct orb_travel_table *table,
                                                      const char *id, uint32_t place,
                                                      struct orb_error *err);

/* Where a cell leads from; what it leads to is told by orb_travel_entry_to. */
uint32_t orb_travel_entry_from(const struct orb_travel_entry *entry);

/* One cell to be added; texts are copied. */
struct orb_travel_given {
    uint32_t from;
    uint32_t to;
    enum orb_travel_mode mode;
    enum orb_travel_answer answer; /* not ORB_TRAVEL_MISSING */
    double minutes;                /* >= 0; of a route only */
    double km;                     /* >= 0, or NaN */
    const char *method;
    const char *version;
    uint32_t line; /* where it was read; 0 = in no file */
};

/* ORB_ERR_MEMORY, ORB_ERR_RANGE (more cells than ORB_TRAVEL_CELLS, too many methods). */
ORB_MUST_CHECK enum orb_status orb_travel_table_add(struct orb_travel_table *table,
                                                    const struct orb_travel_given *given,
                                                    struct orb_error *err);

/*
 * Make what was added ready to be looked up. Two cells of the same pair and mode:
 * ORB_ERR_EXISTS, with the lines of both; the table may then only be released.
 * ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_travel_table_seal(struct orb_travel_table *table,
                                                     struct orb_error *err);

/* What a sealed table says of a pair; NOWHERE is missing. *out is written unless it is
 * ORB_TRAVEL_MISSING; out may be NULL. */
enum orb_travel_answer orb_travel_table_between(const struct orb_travel_table *table,
                                                uint32_t from, uint32_t to,
                                                enum orb_travel_mode mode,
                                                struct orb_travel_cell *out);

/* The cells of a place in one mode, by number of the place they lead to: entries
 * [*begin, *end) of a sealed table. */
void orb_travel_table_row(const struct orb_travel_table *table, uint32_t from,
                          enum orb_travel_mode mode, size_t *begin, size_t *end);

/* The place where an entry leads, and what it says. */
uint32_t orb_travel_entry_to(const struct orb_travel_entry *entry);
void orb_travel_table_cell(const struct orb_travel_table *table,
                           const struct orb_travel_entry *entry,
                           struct orb_travel_cell *out);

/* Safe twice. */
void orb_travel_table_release(struct orb_travel_table *table);

#endif
