/* What geocoders answered, kept in a file so that nothing is asked twice: one row for each
 * question, with the server and the day. Only public addresses of resources are in it. */
#ifndef ORB_GEOCODE_CACHE_H
#define ORB_GEOCODE_CACHE_H

#include "engine/base/strmap.h"
#include "engine/geocode/answer.h"

/* Days after which an answer is asked for again (METHODS 1.3). */
enum { ORB_GEOCODE_CACHE_DAYS = 180, ORB_GEOCODE_CACHE_NOT_FOUND_DAYS = 7 };

/* Zero-initialised is closed. */
struct orb_geocode_cache {
    const char *path; /* borrowed until close */
    const char *server;
    orb_date today;
    struct orb_arena arena;
    struct orb_strmap keys;
    struct orb_geocode_answer *answers; /* by number of the key */
    size_t capacity;
    size_t saved; /* of them, those that the file holds */
    bool is_worn; /* the file holds rows that are too old or damaged: written anew */
};

/*
 * Read the answers that are young enough; without a file there are none. A row that cannot
 * be read is left out: it is asked for again. ORB_ERR_IO or ORB_ERR_MEMORY, the cache is
 * then closed.
 */
ORB_MUST_CHECK enum orb_status orb_geocode_cache_open(struct orb_geocode_cache *cache,
                                                      const char *path, const char *server,
                                                      orb_date today,
                                                      struct orb_error *err);

/* The answer of this server to a query, or NULL. Valid until the next put. */
const struct orb_geocode_answer *
orb_geocode_cache_find(struct orb_geocode_cache *cache,
                       const struct orb_geocode_query *query);

/* Remember an answer of today. Failures of a server are not remembered. */
ORB_MUST_CHECK enum orb_status
orb_geocode_cache_put(struct orb_geocode_cache *cache,
                      const struct orb_geocode_query *query,
                      const struct orb_geocode_answer *answer, struct orb_error *err);

/* Write what is new to the file. */
ORB_MUST_CHECK enum orb_status orb_geocode_cache_save(struct orb_geocode_cache *cache,
                                                      struct orb_error *err);

void orb_geocode_cache_close(struct orb_geocode_cache *cache);

#endif
