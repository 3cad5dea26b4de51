/*
 * What routers answered, kept in an SQLite file so that a pair is asked once: seconds and
 * metres, or that there is no way, with the day (METHODS 1.3). The key is a digest of the
 * router, its version, the mode and both points to 1e-5 degree, so that the file holds no
 * position. Never of a person: see README.md.
 */
#ifndef ORB_ROUTER_CACHE_H
#define ORB_ROUTER_CACHE_H

#include "engine/base/date.h"
#include "engine/router/client.h"

/* Days after which a pair is asked again; sooner when the router does not say the version
 * of what it answers from, which may have been made again since. */
enum {
    ORB_ROUTER_CACHE_DAYS = 180,
    ORB_ROUTER_CACHE_NO_WAY_DAYS = 7,
    ORB_ROUTER_CACHE_NO_VERSION_DAYS = 7
};

struct orb_router_cache;

/*
 * Open the file, made when there is none; rows that are too old are removed. ORB_ERR_IO or
 * ORB_ERR_DATABASE (not such a file) with the path as place, ORB_ERR_UNSUPPORTED without
 * GnuTLS. *out is owned by the caller, release with orb_router_cache_close.
 */
ORB_MUST_CHECK enum orb_status orb_router_cache_open(struct orb_router_cache **out,
                                                     const char *path, orb_date today,
                                                     struct orb_error *err);
/* NULL is accepted. */
void orb_router_cache_close(struct orb_router_cache *cache);

/* A leg of a batch that is known, or one whose answer is MISSING. */
ORB_MUST_CHECK enum orb_status orb_router_cache_find(struct orb_router_cache *cache,
                                                     const struct orb_router *router,
                                                     const struct orb_router_batch *batch,
                                                     size_t leg, struct orb_error *err);

/* Keep every leg of a batch that is not MISSING, at once. */
ORB_MUST_CHECK enum orb_status orb_router_cache_put(struct orb_router_cache *cache,
                                                    const struct orb_router *router,
                                                    const struct orb_router_batch *batch,
                                                    struct orb_error *err);

#endif
