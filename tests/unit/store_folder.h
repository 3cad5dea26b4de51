/* Stores in a folder of the test's own, and what every test of the store asks of them. */
#ifndef TESTS_UNIT_STORE_FOLDER_H
#define TESTS_UNIT_STORE_FOLDER_H

#include "tests/unit/store_fixture.h"

/* 120 invented offers. */
extern const struct fixture small;

/* Setup and teardown of a group of tests. */
int make_folder(void **state);
int remove_folder(void **state);

/* The path of a file of the folder, valid until the next call. */
const char *path_of(const char *name);

/* These fail the test instead of returning an error. ORB_STORE_CREATE replaces the file. */
struct orb_store *open_store(const char *name, enum orb_store_mode mode);
void must_import(struct orb_store *store, const struct fixture *fixture, bool full,
                 struct orb_store_summary *summary);

/* Everything the store replays; release with free. */
char *dump_of(struct orb_store *store);

/* The number an SQL query gives on the file. */
int64_t count_of(const char *name, const char *sql);

/* SQLite finds the file and its spatial indices whole. */
void assert_sound(const char *name);

#endif
