/* Links between rows of the structures feed, which name each other by internal numbers. */
#ifndef ORB_IMPORTERS_FINESS_LINKS_H
#define ORB_IMPORTERS_FINESS_LINKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "importers/feed_tree.h"

struct finess;

/* Internal number of an organization (pmSmsseId) or establishment (egeId). */
struct finess_link_id {
    uint64_t id;
    char number[10];
};

struct finess_link_ids {
    struct finess_link_id *items;
    size_t count;
    size_t capacity;
};

struct finess_role {
    uint64_t carrier;
    uint64_t carried;
    char kind;
};

struct finess_member {
    const char *group; /* organization id; NULL = the organization of group_id */
    uint64_t group_id;
    uint64_t member;
    char kind;
};

/* Zero-initialised is empty. */
struct finess_links {
    struct orb_arena arena;
    struct finess_link_ids organizations;
    struct finess_link_ids establishments;
    struct finess_role *roles;
    size_t role_count;
    size_t role_capacity;
    struct finess_member *members;
    size_t member_count;
    size_t member_capacity;
};

/* Remember the internal number of a row. */
ORB_MUST_CHECK enum orb_status orb_finess_link_id_add(struct finess_link_ids *ids,
                                                      const char *id, const char *number,
                                                      struct orb_error *err);

/* roleEge[] of an establishment. */
ORB_MUST_CHECK enum orb_status orb_finess_take_roles(struct finess *f,
                                                     const struct orb_node *roles,
                                                     struct orb_error *err);

/* An element of gcc (a group of its own) or gco (a group that is an organization). */
ORB_MUST_CHECK enum orb_status
orb_finess_take_gcc(struct finess *f, const struct orb_node *value, struct orb_error *err);
ORB_MUST_CHECK enum orb_status
orb_finess_take_gco(struct finess *f, const struct orb_node *value, struct orb_error *err);

/* Put the relations, once every row is known. An end missing from the feed keeps its
 * internal number. */
ORB_MUST_CHECK enum orb_status orb_finess_links_finish(struct finess *f,
                                                       struct orb_error *err);

void orb_finess_links_release(struct finess_links *links);

#endif
