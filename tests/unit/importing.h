/* Runs an importer into a store of its own, for the tests of importers. */
#ifndef TESTS_UNIT_IMPORTING_H
#define TESTS_UNIT_IMPORTING_H

#include <stddef.h>

#include "engine/store/store.h"
#include "importers/importer.h"

/* What one run said; release with importing_release. */
struct importing {
    struct orb_import_report report;
    struct orb_store_summary summary;
    struct orb_error err;
    enum orb_status status;
};

/* An empty store in a new file of the temporary folder; close with importing_close. */
struct orb_store *importing_open(void);
void importing_close(struct orb_store *store);

/* What importers may ask of it; NULL when it cannot be had. */
const struct orb_territory_view *importing_view(struct orb_store *store);

/* Import paths with an edition; what is refused is rolled back. */
void importing_run(struct importing *run, struct orb_store *store,
                   const struct orb_importer *importer, const char *edition,
                   const char *const *paths);
/* The same of a table, read by a mapping, of the first of March 2026. */
void importing_run_table(struct importing *run, struct orb_store *store,
                         const char *mapping, const char *const *paths);
void importing_release(struct importing *run);

/* The path of a file of the sources, or of ../shared; NULL when it is not there. Valid
 * until the next call. */
const char *importing_data(const char *name);
const char *importing_shared(const char *name);

/* The first column of the first row of a query on the store's file, -1 when there is none.
 */
long importing_query(const char *sql);

#endif
