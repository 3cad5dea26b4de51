/* Levels are numbered from the leaves up, the root is 1: read backwards, after the root,
 * each node was announced by the one above it. */
#include "engine/store/spatialite/rtree.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/store/spatialite/spatialite.h"

enum { DEPTH_MAX = 40, LEAST_CELLS = ORB_RTREE_CELLS / 3 };

/* What stands for a node in the one above. */
struct announced {
    float box[4];    /* min x, max x, min y, max y */
    uint32_t parent; /* 0 = nobody announced it */
    int8_t level;    /* 0 = a leaf; -1 = read */
};

struct walk {
    struct orb_store *store;
    struct orb_error *err;
    struct announced *nodes; /* by number */
    size_t node_count;       /* and one: numbers start at 1 */
    size_t read;
    size_t rows;
    uint64_t sum;
    int64_t some_row;
    bool is_sound;
};

uint64_t orb_rtree_mark(int64_t no, uint32_t leaf)
{
    uint64_t z = (uint64_t)no * UINT64_C(0x9e3779b97f4a7c15) ^ leaf;

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    return z ^ (z >> 27);
}

static uint64_t big_endian(const unsigned char *from, int bytes)
{
    uint64_t value = 0;

    for (int i = 0; i < bytes; i++)
        value = value << 8 | from[i];
    return value;
}

static void read_box(float box[4], const unsigned char *cell)
{
    for (int i = 0; i < 4; i++) {
        uint32_t bits = (uint32_t)big_endian(cell + 8 + 4 * i, 4);

        memcpy(&box[i], &bits, sizeof bits);
    }
}

static bool is_within(const float box[4], const float outer[4])
{
    return box[0] <= box[1] && box[2] <= box[3] && box[0] >= outer[0] &&
           box[1] <= outer[1] && box[2] >= outer[2] && box[3] <= outer[3];
}

static bool see_cell(struct walk *w, uint32_t node, int level, const unsigned char *cell)
{
    int64_t no = (int64_t)big_endian(cell, 8);
    struct announced *below;
    float box[4];

    read_box(box, cell);
    if (!is_within(box, w->nodes[node].box))
        return false;
    if (level == 0) {
        w->rows++;
        w->sum += orb_rtree_mark(no, node);
        w->some_row = no;
        return true;
    }
    if (no < 2 || (uint64_t)no >= w->node_count || w->nodes[no].parent != 0)
        return false;
    below = &w->nodes[no];
    memcpy(below->box, box, sizeof box);
    below->parent = node;
    below->level = (int8_t)(level - 1);
    return true;
}

/* The level of a node that is read for the first time, after the one above it; -1 = it is
 * not. */
static int level_of(const struct walk *w, int64_t number, const unsigned char *data)
{
    const struct announced *node = &w->nodes[number];
    uint64_t depth = big_endian(data, 2);

    if (number == 1)
        return node->level == 0 && depth <= DEPTH_MAX ? (int)depth : -1;
    return node->parent == 0 ? -1 : node->level;
}

static bool see_node(struct walk *w, int64_t number, const unsigned char *data, size_t len)
{
    size_t count;
    int level;

    if (number < 1 || (uint64_t)number >= w->node_count || data == NULL ||
        len != ORB_RTREE_NODE_LEN)
        return false;
    level = level_of(w, number, data);
    count = (size_t)big_endian(data + 2, 2);
    if (level < 0 || count > ORB_RTREE_CELLS || (number != 1 && count < LEAST_CELLS))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!see_cell(w, (uint32_t)number, level,
                      data + ORB_RTREE_HEADER_LEN + i * ORB_RTREE_CELL_LEN))
            return false;
    w->nodes[number].level = -1;
    w->read++;
    return true;
}

/* The nodes that a query gives. */
static enum orb_status see_nodes(struct walk *w, const char *form, const char *index)
{
    struct orb_statement *statement = NULL;
    char sql[200];
    bool row = true;
    enum orb_status status;

    (void)snprintf(sql, sizeof sql, form, index);
    status = orb_db_prepare(w->store, &statement, sql, w->err);
    while (status == ORB_OK && row && w->is_sound) {
        sqlite3_stmt *handle;

        status = orb_db_step(w->store, statement, &row, w->err);
        if (status != ORB_OK || !row)
            break;
        handle = ((struct orb_spatialite_statement *)statement)->handle;
        w->is_sound = see_node(w, orb_db_long(statement, 0), sqlite3_column_blob(handle, 1),
                               (size_t)sqlite3_column_bytes(handle, 1));
    }
    orb_db_finalize(statement);
    return status;
}

/* Each node but the root knows who is above it. */
static enum orb_status see_parents(struct walk *w, const char *index)
{
    struct orb_statement *statement = NULL;
    char sql[200];
    size_t count = 0;
    bool row = true;
    enum orb_status status;

    (void)snprintf(sql, sizeof sql, "SELECT nodeno, parentnode FROM %s_parent", index);
    status = orb_db_prepare(w->store, &statement, sql, w->err);
    while (status == ORB_OK && row && w->is_sound) {
        status = orb_db_step(w->store, statement, &row, w->err);
        if (status == ORB_OK && row) {
            int64_t number = orb_db_long(statement, 0);

            w->is_sound = number > 1 && (uint64_t)number < w->node_count &&
                          w->nodes[number].parent == orb_db_long(statement, 1);
            count++;
        }
    }
    orb_db_finalize(statement);
    w->is_sound = w->is_sound && count + 1 == w->read;
    return status;
}

/* A number that a query gives; ?1 is the number of a row. */
static enum orb_status ask(struct walk *w, const char *form, const char *index,
                           int64_t *out)
{
    struct orb_statement *statement = NULL;
    char sql[300];
    bool row = false;
    enum orb_status status;

    (void)snprintf(sql, sizeof sql, form, index, index);
    status = orb_db_prepare(w->store, &statement, sql, w->err);
    if (status != ORB_OK)
        return status;
    if (orb_db_parameter_count(statement) > 0)
        orb_db_bind_long(statement, 1, w->some_row);
    status = orb_db_step(w->store, statement, &row, w->err);
    if (status == ORB_OK && row)
        *out = orb_db_long(statement, 0);
    orb_db_finalize(statement);
    return status;
}

/* What no walk tells: the rows of the last table, and what SQLite makes of it all. */
static enum orb_status see_rows(struct walk *w, const struct orb_rtree_rows *rows)
{
    static const char found[] =
        "SELECT count(*) FROM %s a JOIN %s b ON b.xmin >= a.xmin AND b.xmax <= a.xmax AND b.ymin >= a.ymin "
        "AND b.ymax <= a.ymax AND +b.pkid = a.pkid WHERE a.pkid = ?1";
    int64_t count = -1, hits = -1;
    enum orb_status status = ask(w, "SELECT count(*) FROM %s_rowid", rows->index, &count);

    if (status == ORB_OK && w->rows > 0)
        status = ask(w, found, rows->index, &hits);
    w->is_sound = w->is_sound && w->rows == rows->count && w->sum == rows->sum &&
                  (uint64_t)count == rows->count && (w->rows == 0 || hits == 1);
    return status;
}

enum orb_status orb_rtree_check(bool *is_sound, struct orb_store *store,
                                const struct orb_rtree_rows *rows, struct orb_error *err)
{
    struct walk w = { .store = store, .err = err, .is_sound = true };
    int64_t last = 0;
    enum orb_status status = ask(&w, "SELECT max(nodeno) FROM %s_node", rows->index, &last);

    *is_sound = false;
    if (status != ORB_OK || last < 1 || last > UINT32_MAX)
        return status;
    w.node_count = (size_t)last + 1;
    w.nodes = orb_calloc(w.node_count, sizeof *w.nodes);
    if (w.nodes == NULL)
        return orb_error_memory(err);
    w.nodes[1].box[0] = w.nodes[1].box[2] = -INFINITY;
    w.nodes[1].box[1] = w.nodes[1].box[3] = INFINITY;
    status =
        see_nodes(&w, "SELECT nodeno, data FROM %s_node WHERE nodeno = 1", rows->index);
    if (status == ORB_OK && w.is_sound)
        status = see_nodes(
            &w, "SELECT nodeno, data FROM %s_node WHERE nodeno <> 1 ORDER BY nodeno DESC",
            rows->index);
    if (status == ORB_OK && w.is_sound)
        status = see_parents(&w, rows->index);
    if (status == ORB_OK && w.is_sound)
        status = see_rows(&w, rows);
    *is_sound = status == ORB_OK && w.is_sound;
    orb_free(w.nodes);
    return status;
}
