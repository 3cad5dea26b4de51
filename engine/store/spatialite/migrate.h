/* The numbered migrations, and the making of a new file. */
#ifndef ORB_STORE_SPATIALITE_MIGRATE_H
#define ORB_STORE_SPATIALITE_MIGRATE_H

#include "engine/base/error.h"

struct orb_store;

/* Make a store that must not exist. It appears whole or not at all. */
ORB_MUST_CHECK enum orb_status orb_migrate_create(const char *path, struct orb_error *err);

/* ORB_ERR_UNSUPPORTED when the schema is newer; migrates an older one when the store may be
 * written. */
ORB_MUST_CHECK enum orb_status orb_migrate_check(struct orb_store *store,
                                                 struct orb_error *err);

#endif
