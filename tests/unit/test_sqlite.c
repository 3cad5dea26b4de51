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

#include "engine/base/sqlite.h"

static struct orb_sqlite *made(const char *path)
{
    struct orb_sqlite *db = NULL;
    struct orb_error err = { 0 };

    assert_int_equal(orb_sqlite_open(&db, path, &err), ORB_OK);
    return db;
}

static struct orb_sqlite_statement *prepared(struct orb_sqlite *db, const char *sql)
{
    struct orb_sqlite_statement *statement = NULL;
    struct orb_error err = { 0 };

    assert_int_equal(orb_sqlite_prepare(&statement, db, sql, &err), ORB_OK);
    return statement;
}

static void values_come_back_as_they_were_given(void **state)
{
    struct orb_sqlite *db = made(NULL);
    struct orb_sqlite_statement *put, *get;
    size_t len = 0;
    bool row = false;

    (void)state;
    assert_int_equal(orb_sqlite_exec(db, "CREATE TABLE a (t, b, i, r, n, z)", NULL),
                     ORB_OK);
    put = prepared(db, "INSERT INTO a VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    orb_sqlite_bind_text(put, 1, "Saint-Étienne");
    orb_sqlite_bind_blob(put, 2, "a\0b", 3);
    orb_sqlite_bind_integer(put, 3, INT64_MIN);
    orb_sqlite_bind_real(put, 4, 5.25);
    orb_sqlite_bind_real(put, 5, NAN);
    orb_sqlite_bind_text(put, 6, NULL);
    assert_int_equal(orb_sqlite_run(put, NULL), ORB_OK);
    orb_sqlite_bind_null(put, 1);
    assert_int_equal(orb_sqlite_run(put, NULL), ORB_OK);

    get = prepared(db, "SELECT t, b, i, r, n, z FROM a ORDER BY rowid");
    assert_int_equal(orb_sqlite_step(get, &row, NULL), ORB_OK);
    assert_true(row);
    assert_string_equal(orb_sqlite_text(get, 0), "Saint-Étienne");
    assert_memory_equal(orb_sqlite_blob(get, 1, &len), "a\0b", 3);
    assert_int_equal(len, 3);
    assert_true(orb_sqlite_integer(get, 2) == INT64_MIN);
    assert_true(orb_sqlite_real(get, 3) == 5.25);
    assert_true(orb_sqlite_is_null(get, 4) && isnan(orb_sqlite_real(get, 4)));
    assert_true(orb_sqlite_is_null(get, 5) && orb_sqlite_text(get, 5) == NULL);
    assert_int_equal(orb_sqlite_step(get, &row, NULL), ORB_OK);
    assert_true(row && orb_sqlite_text(get, 0) == NULL);
    assert_true(orb_sqlite_integer(get, 2) == INT64_MIN); /* bindings stay */
    assert_int_equal(orb_sqlite_step(get, &row, NULL), ORB_OK);
    assert_false(row);
    assert_int_equal(orb_sqlite_step(get, &row, NULL), ORB_OK); /* again */
    assert_true(row);
    orb_sqlite_reset(get);
    orb_sqlite_finalize(get);
    orb_sqlite_finalize(put);
    orb_sqlite_close(db);
}

static void a_refusal_is_a_sentence_with_its_place(void **state)
{
    static const char folder[] = "/nowhere/at/all.db";
    char path[] = "sqlite-XXXXXX";
    struct orb_sqlite *db = NULL;
    struct orb_sqlite_statement *statement = NULL;
    struct orb_error err = { 0 };
    bool row = true;
    int fd = mkstemp(path);

    (void)state;
    assert_true(fd >= 0 && write(fd, "this is no database, by far", 27) == 27);
    (void)close(fd);
    assert_int_equal(orb_sqlite_open(&db, folder, &err), ORB_ERR_IO);
    assert_null(db);
    assert_string_equal(err.place, folder);
    orb_error_clear(&err);

    db = made(path);
    assert_int_equal(orb_sqlite_exec(db, "CREATE TABLE a (b)", &err), ORB_ERR_CORRUPT);
    assert_string_equal(err.place, path);
    orb_sqlite_close(db);
    (void)unlink(path);
    orb_error_clear(&err);

    db = made(NULL);
    assert_int_equal(orb_sqlite_prepare(&statement, db, "SELECT absent", &err),
                     ORB_ERR_DATABASE);
    assert_null(statement);
    assert_non_null(strstr(err.text, "no such column: absent"));
    orb_error_clear(&err);
    assert_int_equal(
        orb_sqlite_exec(db, "CREATE TABLE a (b UNIQUE); INSERT INTO a VALUES (1)", &err),
        ORB_OK);
    statement = prepared(db, "INSERT INTO a VALUES (?1)");
    orb_sqlite_bind_integer(statement, 1, 1);
    assert_int_equal(orb_sqlite_step(statement, &row, &err), ORB_ERR_DATABASE);
    assert_false(row);
    assert_non_null(strstr(err.text, "UNIQUE"));
    orb_error_clear(&err);
    orb_sqlite_bind_integer(statement, 7, 1); /* there is no such parameter */
    assert_int_equal(orb_sqlite_run(statement, &err), ORB_ERR_DATABASE);
    orb_sqlite_bind_integer(statement, 1, 2); /* told once, then forgotten */
    assert_int_equal(orb_sqlite_run(statement, NULL), ORB_OK);
    orb_sqlite_finalize(statement);
    orb_sqlite_finalize(NULL);
    orb_sqlite_close(db);
    orb_sqlite_close(NULL);
}

static void a_database_without_a_path_leaves_no_file(void **state)
{
    struct orb_sqlite *db = made(NULL);
    struct orb_sqlite_statement *statement;
    bool row = false;

    (void)state;
    /* more than the cache holds */
    assert_int_equal(
        orb_sqlite_exec(db,
                        "CREATE TABLE a (b); WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
                        "SELECT i + 1 FROM n WHERE i < 40000) INSERT INTO a SELECT "
                        "printf('%0500d', i) FROM n",
                        NULL),
        ORB_OK);
    statement = prepared(db, "SELECT count(*), max(b) FROM a");
    assert_int_equal(orb_sqlite_step(statement, &row, NULL), ORB_OK);
    assert_true(row && orb_sqlite_integer(statement, 0) == 40000);
    assert_string_equal(orb_sqlite_text(statement, 1) + 495, "40000");
    orb_sqlite_finalize(statement);
    orb_sqlite_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_back_as_they_were_given),
        cmocka_unit_test(a_refusal_is_a_sentence_with_its_place),
        cmocka_unit_test(a_database_without_a_path_leaves_no_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
