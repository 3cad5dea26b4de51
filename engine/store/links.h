/* Which records are another one, in memory for the time of a replay. */
#ifndef ORB_STORE_LINKS_H
#define ORB_STORE_LINKS_H

#include "engine/base/strmap.h"
#include "engine/store/store.h"

/* Zero-initialised is empty. Kinds are the labels of the tables: "site", "service"... */
struct orb_link_map {
    struct orb_arena arena;
    struct orb_strmap ids;  /* "kind id" of the records that are another */
    const char **canonical; /* by number in ids */
    bool *gives;            /* by number in ids */
    size_t gives_capacity;
    size_t canonical_capacity;
    struct orb_strmap canonicals; /* "kind id" of those that have others */
    uint32_t *firsts;             /* by number in canonicals, in donors */
    size_t first_capacity;
    const char **donors; /* ids of the records that give, by canonical */
    size_t donor_count;
    size_t donor_capacity;
    struct orb_buf key;
    size_t longest; /* of the keys: the buffer holds it, so that asking never fails */
};

ORB_MUST_CHECK enum orb_status
orb_link_map_load(struct orb_link_map *map, struct orb_store *store, struct orb_error *err);
void orb_link_map_release(struct orb_link_map *map);

/* The id of the record that this one is; NULL when it is none but itself. */
const char *orb_link_map_canonical(struct orb_link_map *map, const char *kind,
                                   const char *id);
/* Does it give to that record? What is said of one that does not is not said of the other.
 */
bool orb_link_map_gives(struct orb_link_map *map, const char *kind, const char *id);
/* The ids of the records that give to this one, in byte order. */
size_t orb_link_map_donors(struct orb_link_map *map, const char *kind, const char *id,
                           const char *const **out);

#endif
