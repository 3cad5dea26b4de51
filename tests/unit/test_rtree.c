/* A packed R*Tree is looked at before it is trusted, and made again row by row when it is
 * not sound. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/store/spatialite/rtree.h"
#include "tests/unit/store_folder.h"

/* Enough for three levels: a quarter has no position. */
static const struct fixture many = {
    .source = "op", .first = 1, .count = 4000, .version = 1
};

#define INDEX "idx_site_position"
/* Bytes of a node with those from a place on, of one length, changed. */
#define CHANGED(from, len, bytes)                                                          \
    "UPDATE " INDEX "_node SET data = CAST(substr(data, 1, " #from ") || " bytes           \
    " || substr(data, " #from " + " #len " + 1) AS BLOB) WHERE nodeno = "

/* What the leaves hold, as their table tells. */
static void count_rows(struct orb_store *store, struct orb_rtree_rows *rows)
{
    struct orb_statement *statement = NULL;
    struct orb_error err = { 0 };
    bool row = true;

    *rows = (struct orb_rtree_rows){ .index = INDEX };
    assert_int_equal(orb_db_prepare(store, &statement,
                                    "SELECT rowid, nodeno FROM " INDEX "_rowid", &err),
                     ORB_OK);
    while (row) {
        assert_int_equal(orb_db_step(store, statement, &row, &err), ORB_OK);
        if (!row)
            break;
        rows->sum +=
            orb_rtree_mark(orb_db_long(statement, 0), (uint32_t)orb_db_int(statement, 1));
        rows->count++;
    }
    orb_db_finalize(statement);
}

static bool is_sound(struct orb_store *store, const struct orb_rtree_rows *rows)
{
    struct orb_error err = { 0 };
    bool sound = true;

    assert_int_equal(orb_rtree_check(&sound, store, rows, &err), ORB_OK);
    return sound;
}

static void whatever_is_wrong_in_a_tree_is_seen(void **state)
{
    static const char *const wrongs[] = {
        "DELETE FROM " INDEX "_node WHERE nodeno = 2",
        "DELETE FROM " INDEX "_node WHERE nodeno = 1",
        "DELETE FROM " INDEX "_node",
        "UPDATE " INDEX "_node SET nodeno = 900 WHERE nodeno = 3",
        "UPDATE " INDEX "_node SET data = substr(data, 1, 1000) WHERE nodeno = 2",
        "UPDATE " INDEX "_node SET data = NULL WHERE nodeno = 2",
        "UPDATE " INDEX "_node SET data = (SELECT b.data FROM " INDEX
        "_node b WHERE b.nodeno = 3) WHERE nodeno = 2",
        CHANGED(0, 2, "x'0001'") "1", /* the depth */
        CHANGED(0, 2, "x'0029'") "1",
        CHANGED(3, 1, "x'03'") "2", /* too few cells, too many */
        CHANGED(3, 1, "x'34'") "2",
        CHANGED(3, 1, "x'12'") "2",               /* enough, and rows are lost */
        CHANGED(4, 8, "x'0000000000ffffff'") "2", /* another row */
        CHANGED(4, 8, "x'0000000000000003'") "1", /* a node that is below another */
        CHANGED(12, 4, "x'c2000000'") "2",        /* out of its box, on each side */
        CHANGED(16, 4, "x'43000000'") "2",
        CHANGED(20, 4, "x'c2000000'") "2",
        CHANGED(24, 4, "x'43000000'") "2",
        CHANGED(12, 4, "x'7fc00000'") "2", /* no number */
        "DELETE FROM " INDEX "_rowid WHERE rowid = 7",
        "INSERT INTO " INDEX "_rowid VALUES (100000, 2)",
        "DELETE FROM " INDEX "_parent WHERE nodeno = 2",
        "INSERT INTO " INDEX "_parent VALUES (100000, 2)",
        "UPDATE " INDEX "_parent SET parentnode = 1 WHERE nodeno = 2",
    };
    struct orb_store *store = open_store("tree", ORB_STORE_CREATE);
    struct orb_store_summary summary;
    struct orb_rtree_rows rows;
    struct orb_error err = { 0 };

    (void)state;
    must_import(store, &many, false, &summary);
    count_rows(store, &rows);
    assert_int_equal(rows.count, 3200);
    assert_true(is_sound(store, &rows));
    for (size_t i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++) {
        assert_int_equal(orb_db_begin(store, true, &err), ORB_OK);
        assert_int_equal(orb_db_exec(store, wrongs[i], &err), ORB_OK);
        if (is_sound(store, &rows))
            fail_msg("not seen: %s", wrongs[i]);
        orb_db_rollback(store);
    }
    assert_true(is_sound(store, &rows));
    rows.sum++;
    assert_false(is_sound(store, &rows));
    orb_store_close(store);
}

static void a_tree_made_row_by_row_holds_the_same(void **state)
{
    static const char here[] =
        "SELECT count(*) FROM " INDEX " WHERE xmin > 4.92 AND xmax < 4.95 AND ymin < 46.15";
    struct orb_store *store = open_store("plain", ORB_STORE_CREATE);
    struct orb_store_summary summary;
    struct orb_error err = { 0 };
    int64_t before;

    (void)state;
    must_import(store, &many, false, &summary);
    before = count_of("plain", here);
    assert_true(before > 0);
    assert_int_equal(orb_db_begin(store, true, &err), ORB_OK);
    assert_int_equal(orb_rtree_rebuild_plainly(store, "site", "position", &err), ORB_OK);
    assert_int_equal(orb_db_commit(store, &err), ORB_OK);
    orb_store_close(store);
    assert_int_equal(count_of("plain", here), before);
    assert_sound("plain");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_is_wrong_in_a_tree_is_seen),
        cmocka_unit_test(a_tree_made_row_by_row_holds_the_same),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
