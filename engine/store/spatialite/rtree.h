/* The form of an R*Tree in the tables that SQLite documents, and who looks whether one is
 * sound. */
#ifndef ORB_STORE_SPATIALITE_RTREE_H
#define ORB_STORE_SPATIALITE_RTREE_H

#include "engine/store/database.h"

/* Two coordinates in single precision. */
enum {
    ORB_RTREE_CELLS = 51,
    ORB_RTREE_CELL_LEN = 24,
    ORB_RTREE_HEADER_LEN = 4,
    ORB_RTREE_NODE_LEN = ORB_RTREE_HEADER_LEN + ORB_RTREE_CELLS * ORB_RTREE_CELL_LEN
};

/* What the tables of an index must hold. */
struct orb_rtree_rows {
    const char *index; /* "idx_site_position" */
    size_t count;
    uint64_t sum; /* of orb_rtree_mark over the rows */
};

/* A row in its leaf: another one, or another leaf, has another mark. */
uint64_t orb_rtree_mark(int64_t no, uint32_t leaf);

/*
 * Is a tree that was written packed, level after level, what rtreecheck asks for: every
 * node there, full enough, once, within the box that stands for it, and known to its table;
 * are its rows those given; and does SQLite find one through it? A walk of the nodes, which
 * costs a fortieth of rtreecheck.
 */
ORB_MUST_CHECK enum orb_status orb_rtree_check(bool *is_sound, struct orb_store *store,
                                               const struct orb_rtree_rows *rows,
                                               struct orb_error *err);

/* Fill the R*Tree of a geometry column again from its table, row by row: what
 * orb_rtree_rebuild does when the packed tree is not sound. */
ORB_MUST_CHECK enum orb_status orb_rtree_rebuild_plainly(struct orb_store *store,
                                                         const char *table,
                                                         const char *column,
                                                         struct orb_error *err);

#endif
