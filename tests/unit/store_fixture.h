/* An invented territory for the tests of the store, and a store written out as text. */
#ifndef TESTS_UNIT_STORE_FIXTURE_H
#define TESTS_UNIT_STORE_FIXTURE_H

#include "engine/base/buf.h"
#include "engine/store/store.h"

/* What is put: count offers with their organization, site and service, numbered from first.
 */
struct fixture {
    const char *source; /* id of the source */
    int first;
    int count;
    int version; /* 2: some names, places, ages and capacities differ from 1 */
    int missing; /* one offer in missing is left out; 0 = none */
    bool backwards;
    int edition_day; /* days after 2026-01-01 of the source */
};

enum orb_status fixture_put(const struct fixture *fixture, const struct orb_sink *sink,
                            struct orb_error *err);

/* Import the fixture in one transaction. */
enum orb_status fixture_import(struct orb_store *store, const struct fixture *fixture,
                               bool full, struct orb_store_summary *summary,
                               struct orb_error *err);

/*
 * Import an assertion (the position of site 5, which has none) and the links: service 2,
 * its site and offer are service 1's; organization 1 is organization 0; service 4, its site
 * and offer are service 3's, whose offer takes nothing from it.
 */
enum orb_status fixture_link(struct orb_store *store, struct orb_store_summary *summary,
                             struct orb_error *err);

/* A sink that appends every record it is given to a buffer, as one line of text each. */
struct orb_sink fixture_dump_sink(struct orb_buf *out);

/* Everything the store replays, as text. */
enum orb_status fixture_dump(struct orb_store *store, const struct orb_store_filter *filter,
                             struct orb_buf *out, struct orb_error *err);

#endif
