#include "tests/unit/importing.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "importers/registry.h"

static char file[64];

struct orb_store *importing_open(void)
{
    struct orb_store *store = NULL;
    struct orb_error err = { 0 };

    (void)snprintf(file, sizeof file, "/tmp/orbite-import-%ld.orbite", (long)getpid());
    (void)unlink(file);
    if (orb_store_open(&store, file, ORB_STORE_CREATE, &err) != ORB_OK)
        fprintf(stderr, "%s: %s\n", err.place, err.text);
    return store;
}

void importing_close(struct orb_store *store)
{
    orb_store_close(store);
    (void)unlink(file);
}

const struct orb_territory_view *importing_view(struct orb_store *store)
{
    const struct orb_territory_view *view = NULL;

    return orb_store_territory_view(store, &view, NULL) == ORB_OK ? view : NULL;
}

static void run_input(struct importing *run, struct orb_store *store,
                      const struct orb_importer *importer, struct orb_import_input input)
{
    const struct orb_store_import import = { .importer = importer->name,
                                             .full = importer->full };
    struct orb_sink sink;

    *run = (struct importing){ 0 };
    while (input.paths[input.path_count] != NULL)
        input.path_count++;
    run->status = orb_store_import_begin(store, &import, &sink, &run->err);
    if (run->status != ORB_OK)
        return;
    run->status = importer->run(&input, &sink, &run->report, &run->err);
    if (run->status == ORB_OK)
        run->status = orb_store_import_commit(store, NULL, &run->summary, &run->err);
    else
        orb_store_import_rollback(store);
}

void importing_run(struct importing *run, struct orb_store *store,
                   const struct orb_importer *importer, const char *edition,
                   const char *const *paths)
{
    run_input(run, store, importer,
              (struct orb_import_input){ .paths = paths,
                                         .edition = edition,
                                         .licence = "CC0-1.0",
                                         .reference_date = ORB_DATE_NONE,
                                         .territory = importing_view(store) });
}

void importing_run_table(struct importing *run, struct orb_store *store,
                         const char *mapping, const char *const *paths)
{
    run_input(run, store, orb_importer_find("table"),
              (struct orb_import_input){ .paths = paths,
                                         .mapping = mapping,
                                         .licence = "CC0-1.0",
                                         .attribution = "Test",
                                         .reference_date = orb_date_make(2026, 3, 1),
                                         .territory = importing_view(store) });
}

void importing_release(struct importing *run)
{
    orb_report_release(&run->report);
}

static const char *existing(const char *folder, const char *name)
{
    static char path[600];

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return access(path, R_OK) == 0 ? path : NULL;
}

static const char *sources(void)
{
    const char *folder = getenv("ORBITE_SRCDIR");

    return folder == NULL ? ".." : folder;
}

const char *importing_data(const char *name)
{
    char folder[400];

    (void)snprintf(folder, sizeof folder, "%s/tests/data", sources());
    return existing(folder, name);
}

const char *importing_shared(const char *name)
{
    char folder[400];

    (void)snprintf(folder, sizeof folder, "%s/../shared", sources());
    return existing(getenv("ORBITE_SHARED") != NULL ? getenv("ORBITE_SHARED") : folder,
                    name);
}

long importing_query(const char *sql)
{
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = NULL;
    long result = -1;

    if (sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        result = (long)sqlite3_column_int64(statement, 0);
    (void)sqlite3_finalize(statement);
    (void)sqlite3_close(db);
    return result;
}
