/* The paths of a feed ("pmej.ege.adresse"), and what was met at each. */
#ifndef ORB_IMPORTERS_FEED_PATH_H
#define ORB_IMPORTERS_FEED_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"

/* A path; children hang on each other. The items of an array stand at its path. */
struct orb_feed_path {
    struct orb_feed_path *next;
    struct orb_feed_path *first;
    struct orb_feed_path *parent;
    struct orb_feed_path *begin; /* the child that came first, last time */
    struct orb_feed_path *after; /* the sister that came after it, last time */
    const char *key;             /* NUL-terminated */
    uint32_t key_len;
    uint32_t rank; /* the first of its sisters to be reached is 1, and so on; 0 = never */
    uint32_t met;  /* children that were reached */
    bool is_plain; /* the key reads in JSON as it is: nothing in it is escaped */
    uint8_t known_types; /* as the owner wants; 0 = a new path, whose members are not met */
    uint8_t seen_types;  /* 1 << enum orb_node_type */
    unsigned long long count;
    unsigned long long objects; /* whose members were met */
};

/* Zero-initialised is ready. */
struct orb_feed_paths {
    struct orb_arena arena;
    struct orb_feed_path root;
    size_t count;
};

/* The child of a path by its key, or NULL. */
struct orb_feed_path *orb_feed_path_find(const struct orb_feed_path *parent,
                                         const char *key, size_t len);

/* A new child, last of its sisters. NULL without memory; len < 4 GiB. */
struct orb_feed_path *orb_feed_path_add(struct orb_feed_paths *paths,
                                        struct orb_feed_path *parent, const char *key,
                                        size_t len);

/* The child that a key leads to, made when it is new. *out is NULL when there are 4096
 * paths already; false without memory. */
bool orb_feed_path_reach(struct orb_feed_paths *paths, struct orb_feed_path *parent,
                         const char *key, size_t len, struct orb_feed_path **out);

/* Count a value at a path; type is an enum orb_node_type. */
void orb_feed_path_meet(struct orb_feed_path *path, unsigned type);

void orb_feed_paths_release(struct orb_feed_paths *paths);

#endif
