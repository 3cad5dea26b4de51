/* The streets of the reference, made into a road table: shortest ways and what is within a
 * cost are those of an independent computation. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "engine/base/csv.h"
#include "engine/base/file.h"
#include "engine/store/spatialite/roads.h"
#include "tests/unit/importing.h"

static char path[64];

static void run(sqlite3 *db, const char *sql)
{
    char *why = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
}

/* Visit the rows of a reference file, without its header; false when it is absent. */
static bool each_row(const char *name, void (*take)(void *context, const struct orb_csv *),
                     void *context)
{
    const char *found = importing_shared(name);
    struct orb_buf text = { 0 };
    struct orb_csv csv;
    bool more = true;

    if (found == NULL)
        return false;
    assert_int_equal(orb_file_read(&text, found, 1U << 20, NULL), ORB_OK);
    orb_csv_memory(&csv, text.data, text.len, ',');
    assert_int_equal(orb_csv_row(&csv, &more, NULL), ORB_OK);
    while (orb_csv_row(&csv, &more, NULL) == ORB_OK && more)
        take(context, &csv);
    orb_csv_release(&csv);
    orb_buf_release(&text);
    return true;
}

static void add_edge(void *context, const struct orb_csv *csv)
{
    sqlite3 *db = context;
    char sql[400];

    (void)snprintf(
        sql, sizeof sql,
        "INSERT INTO roads(id, node_from, node_to, cost_s, geometry) VALUES(%s, %s,"
        " %s, %s, GeomFromText('LINESTRING(%s %s, %s %s)', 4326))",
        csv->fields[0], csv->fields[1], csv->fields[2], csv->fields[8], csv->fields[3],
        csv->fields[4], csv->fields[5], csv->fields[6]);
    run(db, sql);
}

static int set_up(void **state)
{
    sqlite3 *db = NULL;

    (void)state;
    (void)snprintf(path, sizeof path, "/tmp/orbite-roads-%ld", (long)getpid());
    (void)unlink(path);
    if (importing_shared("oracles/router/roads_grid.csv") == NULL)
        return 0;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
    assert_int_equal(sqlite3_load_extension(db, "mod_spatialite", NULL, NULL), SQLITE_OK);
    run(db, "SELECT InitSpatialMetaData(1)");
    run(db, "CREATE TABLE roads(id INTEGER PRIMARY KEY, node_from INTEGER NOT NULL,"
            " node_to INTEGER NOT NULL, cost_s DOUBLE NOT NULL)");
    run(db, "SELECT AddGeometryColumn('roads', 'geometry', 4326, 'LINESTRING', 'XY')");
    (void)each_row("oracles/router/roads_grid.csv", add_edge, db);
    run(db, "SELECT CreateRouting('roads_data', 'roads_net', 'roads', 'node_from',"
            " 'node_to', 'geometry', 'cost_s', NULL, 1, 1)");
    (void)sqlite3_close(db);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    (void)unlink(path);
    return 0;
}

static struct orb_roads *open_roads(void)
{
    struct orb_roads *roads = NULL;
    struct orb_error err = { 0 };

    if (!orb_file_exists(path))
        skip();
    if (orb_roads_open(&roads, path, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    return roads;
}

static void compare_cost(void *context, const struct orb_csv *csv)
{
    double seconds = NAN;

    assert_int_equal(orb_roads_cost(context, atoll(csv->fields[0]), atoll(csv->fields[1]),
                                    &seconds, NULL),
                     ORB_OK);
    if (!(fabs(seconds - atof(csv->fields[2])) <= 1e-3))
        fail_msg("%s to %s: %.6f instead of %s", csv->fields[0], csv->fields[1], seconds,
                 csv->fields[2]);
}

static void shortest_ways_are_those_of_the_reference(void **state)
{
    struct orb_roads *roads = open_roads();

    (void)state;
    assert_true(each_row("oracles/router/roads_grid_expected.csv", compare_cost, roads));
    orb_roads_close(roads);
}

static enum orb_status count(void *context, int64_t node, double seconds,
                             struct orb_error *err)
{
    long *reached = context;

    (void)node;
    (void)err;
    assert_true(seconds >= 0);
    ++*reached;
    return ORB_OK;
}

static void compare_reach(void *context, const struct orb_csv *csv)
{
    long reached = 0;
    const struct orb_roads_taker taker = { &reached, count };

    assert_int_equal(
        orb_roads_reach(context, atoll(csv->fields[0]), atof(csv->fields[1]), &taker, NULL),
        ORB_OK);
    assert_int_equal(reached, atol(csv->fields[2]));
}

static void what_is_within_a_cost_counts_its_start(void **state)
{
    struct orb_roads *roads = open_roads();

    (void)state;
    assert_true(each_row("oracles/router/roads_grid_reach.csv", compare_reach, roads));
    orb_roads_close(roads);
}

static enum orb_status look(void *context, int64_t node, double lon, double lat,
                            struct orb_error *err)
{
    long *nodes = context;

    (void)err;
    ++*nodes;
    assert_int_equal(node, *nodes);
    assert_true(lon > 4.78 && lon < 4.85 && lat > 46.27 && lat < 46.33);
    return ORB_OK;
}

static void every_crossing_has_its_place_once(void **state)
{
    struct orb_roads *roads = open_roads();
    long nodes = 0;

    (void)state;
    assert_int_equal(orb_roads_nodes(roads, look, &nodes, NULL), ORB_OK);
    assert_int_equal(nodes, 81);
    orb_roads_close(roads);
}

static void a_node_that_is_not_there_has_no_way(void **state)
{
    struct orb_roads *roads = open_roads();
    double seconds = 1;

    (void)state;
    assert_int_equal(orb_roads_cost(roads, 1, 999, &seconds, NULL), ORB_OK);
    assert_true(isnan(seconds));
    orb_roads_close(roads);
}

static void a_file_without_roads_is_refused(void **state)
{
    struct orb_roads *roads = NULL;
    struct orb_error err = { 0 };
    struct orb_error absent = { 0 };
    FILE *file = fopen(path, "w");

    (void)state;
    assert_non_null(file);
    (void)fclose(file);
    assert_int_equal(orb_roads_open(&roads, path, &err), ORB_ERR_UNSUPPORTED);
    assert_non_null(strstr(err.text, "roads_net"));
    (void)unlink(path);
    assert_int_equal(orb_roads_open(&roads, path, &absent), ORB_ERR_NOT_FOUND);
    assert_string_equal(absent.place, path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shortest_ways_are_those_of_the_reference),
        cmocka_unit_test(what_is_within_a_cost_counts_its_start),
        cmocka_unit_test(every_crossing_has_its_place_once),
        cmocka_unit_test(a_node_that_is_not_there_has_no_way),
        cmocka_unit_test(a_file_without_roads_is_refused),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
