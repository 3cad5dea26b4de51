/* Large JSON documents, one element of the top level at a time. */
#ifndef ORB_IMPORTERS_JSON_READER_H
#define ORB_IMPORTERS_JSON_READER_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"
#include "engine/base/json.h"
#include "importers/input.h"

/* Longest element that is read. */
#define ORB_JSON_ITEM_CAP ((size_t)64 * 1024 * 1024)

/* Index of a member of the top object that is handed whole. */
#define ORB_JSON_WHOLE SIZE_MAX

/* One element; borrowed for the call. */
struct orb_json_item {
    const char *list;    /* key in the top object; "" when the document is an array */
    size_t index;        /* place in the array of that key, or ORB_JSON_WHOLE */
    const char *pointer; /* JSON pointer: "/pmej/12", "/generatedAt", "/12" */
    const struct orb_json *value;
};

/* The same with the text of the element instead of its value; take may change the text,
 * which is followed by a NUL. */
struct orb_json_text_item {
    const char *list;
    size_t index;
    const char *pointer;
    char *text;
    size_t len;
};

typedef enum orb_status (*orb_json_take_text)(void *context,
                                              const struct orb_json_text_item *item,
                                              struct orb_error *err);

typedef enum orb_status (*orb_json_take)(void *context, const struct orb_json_item *item,
                                         struct orb_error *err);

/*
 * Read a document that is an object or an array. Each element of an array of the top object
 * (or of the top array) is handed by itself; any other member, and an empty array, is
 * handed whole. Stops at the first status of take that is not ORB_OK and returns it.
 * ORB_ERR_SYNTAX (no JSON, truncated, wrong encoding, a key twice, too deep) or
 * ORB_ERR_RANGE (element over the cap) with the file and the pointer as place. Memory: the
 * largest element.
 */
ORB_MUST_CHECK enum orb_status orb_json_read(struct orb_input *in, orb_json_take take,
                                             void *context, struct orb_error *err);

/* The same, for importers that parse elements by themselves (importers/feed_tree.h) or not
 * at all. */
ORB_MUST_CHECK enum orb_status orb_json_read_text(struct orb_input *in,
                                                  orb_json_take_text take, void *context,
                                                  struct orb_error *err);

#endif
