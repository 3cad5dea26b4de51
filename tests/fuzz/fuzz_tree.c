/* Any bytes as one element of a feed: the fast reader accepts what jansson accepts, and
 * reads the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/json.h"
#include "importers/feed_tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same(const struct orb_node *node, const struct orb_json *value)
{
    const char *text = orb_json_text(value);

    if (text != NULL) {
        if (orb_node_text(node) == NULL || strcmp(orb_node_text(node), text) != 0)
            abort();
        return;
    }
    if (orb_node_count(node) !=
        (orb_json_type(value) < ORB_JSON_ARRAY ? 0 : orb_json_count(value)))
        abort();
    for (size_t i = 0; i < orb_node_count(node); i++) {
        const struct orb_node *item = orb_node_at(node, i);

        same(item,
             item->key == NULL ? orb_json_at(value, i) : orb_json_get(value, item->key));
    }
}

/* Numbers too large for jansson and objects too wide for us may be judged differently. */
static int may_differ(const struct orb_error *ours, const struct orb_error *theirs)
{
    return strstr(theirs->text, "number") != NULL || strstr(ours->text, "members") != NULL;
}

static void open_all(struct orb_feed_path *path)
{
    for (struct orb_feed_path *p = path->first; p != NULL; p = p->next) {
        p->known_types = 1;
        open_all(p);
    }
}

/* Read again with paths, which remember the keys: nothing may depend on what is guessed. */
static void read_again(const uint8_t *data, size_t size, enum orb_status expected,
                       const struct orb_json *value)
{
    struct orb_feed_paths paths = { 0 };
    struct orb_feed_tree tree = { .paths = &paths };
    char *text = malloc(size + 1);

    tree.path = orb_feed_path_add(&paths, &paths.root, "list", 4);
    for (int pass = 0; text != NULL && tree.path != NULL && pass < 4; pass++) {
        const struct orb_node *node = NULL;

        open_all(&paths.root);
        if (size > 0)
            memcpy(text, data, size);
        text[size] = '\0';
        if (orb_feed_tree_parse(&tree, text, size, &node, NULL) != expected)
            abort();
        if (expected == ORB_OK && value != NULL)
            same(node, value);
    }
    free(text);
    orb_feed_tree_release(&tree);
    orb_feed_paths_release(&paths);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    struct orb_feed_tree tree = { 0 };
    const struct orb_node *node = NULL;
    struct orb_json *value = NULL;
    struct orb_error ours = { 0 };
    struct orb_error theirs = { 0 };
    enum orb_status expected;
    enum orb_status status;

    if (text == NULL || (size >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0)) {
        free(text); /* the reader of documents takes the mark away */
        return 0;
    }
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    expected = orb_json_parse(&value, text, size, &theirs);
    status = orb_feed_tree_parse(&tree, text, size, &node, &ours);
    if ((status == ORB_OK) != (expected == ORB_OK) && !may_differ(&ours, &theirs))
        abort();
    if (status != ORB_OK && (ours.text[0] == '\0' || ours.place[0] == '\0'))
        abort();
    if (status == ORB_OK && expected == ORB_OK)
        same(node, value);
    read_again(data, size, status, value);
    orb_json_free(value);
    orb_feed_tree_release(&tree);
    free(text);
    return 0;
}
