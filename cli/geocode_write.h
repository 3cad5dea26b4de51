/* Writes the positions that were found beside the places: what their sources say stays, and
 * comes back with the next import of them. */
#ifndef CLI_GEOCODE_WRITE_H
#define CLI_GEOCODE_WRITE_H

#include "cli/geocode_places.h"

/* Whether anything is written of a place. */
bool cli_geocode_is_written(const struct cli_geocode_place *place);

/* The place has a position now: that of its address, or an approximate one. */
bool cli_geocode_is_located(const struct cli_geocode_place *place);

/* What is kept with the run. Borrowed for the call. */
struct cli_geocode_run {
    const char *server;
    const char *at;     /* the moment of the import (cli/clock.h) */
    const char *counts; /* JSON object */
};

/* Write them in one transaction; the same positions again change nothing. Errors of the
 * store. */
ORB_MUST_CHECK enum orb_status cli_geocode_write(struct cli_geocode_places *places,
                                                 struct orb_store *store,
                                                 const struct cli_geocode_run *run,
                                                 struct orb_store_summary *summary,
                                                 struct orb_error *err);

#endif
