/* One element of a large JSON feed as a tree, read fast: strings stay where they are,
 * nothing is allocated twice. */
#ifndef ORB_IMPORTERS_FEED_TREE_H
#define ORB_IMPORTERS_FEED_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "importers/feed_path.h"

/* Numbers, true and false are ORB_NODE_WORD: their text is kept as it is. */
enum orb_node_type {
    ORB_NODE_NULL = 0,
    ORB_NODE_STRING,
    ORB_NODE_WORD,
    ORB_NODE_ARRAY,
    ORB_NODE_OBJECT
};

/* A value; a NULL pointer is an absent value and reads as null. */
struct orb_node {
    const char *key; /* of a member of an object, NUL-terminated; NULL in arrays */
    union {
        const char *text;             /* NUL-terminated but for words */
        const struct orb_node *items; /* members or items, in the order of the text */
    } as;
    uint32_t key_len;
    uint32_t count; /* bytes of a text, items of an array, members of an object */
    enum orb_node_type type;
};

/* Zero-initialised is ready. Memory is kept from one element to the next. */
struct orb_feed_tree {
    struct orb_arena arena;
    struct orb_node *stack;
    size_t stack_capacity;
    struct orb_feed_paths *paths; /* optional, borrowed: counts the members met */
    struct orb_feed_path *path;   /* where the next element stands; NULL = do not count */
};

/*
 * Parse text, which is changed and must be followed by a NUL. *out is valid until the next
 * parse or release, and as long as text and paths. ORB_ERR_SYNTAX with "line:column" as
 * place: no JSON, not UTF-8, a NUL in a string, a key twice, more than 64 levels or 1024
 * members in an object.
 */
ORB_MUST_CHECK enum orb_status orb_feed_tree_parse(struct orb_feed_tree *tree, char *text,
                                                   size_t len, const struct orb_node **out,
                                                   struct orb_error *err);

void orb_feed_tree_release(struct orb_feed_tree *tree);

enum orb_node_type orb_node_type(const struct orb_node *node);

/* The member of an object, or NULL. */
const struct orb_node *orb_node_get(const struct orb_node *node, const char *key);

/* Items or members; 0 for the rest. */
size_t orb_node_count(const struct orb_node *node);
const struct orb_node *orb_node_at(const struct orb_node *node, size_t index);

/* The text of a string, else NULL; it holds no NUL. */
const char *orb_node_text(const struct orb_node *node);

#endif
