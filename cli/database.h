/* The database a command was given: the name of a file, or the address of one that machines
 * share. */
#ifndef CLI_DATABASE_H
#define CLI_DATABASE_H

#include <stdbool.h>

#include "engine/base/buf.h"
#include "engine/base/error.h"

/* May there be a store? A file that is missing has none; an address is only known when it
 * is asked. */
bool cli_database_is_there(const char *database);

/* Append the database as it was given, but for the passwords of an address. */
void cli_database_show(struct orb_buf *out, const char *database);

struct orb_store;

/* Open the store to read; *out is NULL when there is none. Owned by the caller, release
 * with orb_store_close. */
ORB_MUST_CHECK enum orb_status cli_database_open_if_any(struct orb_store **out,
                                                        const char *database,
                                                        struct orb_error *err);

/*
 * Append the name of a file that belongs to the database, whose own name ends with suffix:
 * beside a file; for an address in $XDG_CACHE_HOME/orbite (~/.cache/orbite), which is made.
 * ORB_ERR_IO, ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status cli_database_beside(struct orb_buf *out,
                                                   const char *database, const char *suffix,
                                                   struct orb_error *err);

#endif
