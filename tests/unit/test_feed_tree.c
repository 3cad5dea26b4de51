#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "importers/feed_tree.h"

static enum orb_status parse(struct orb_feed_tree *tree, char *copy, const char *text,
                             const struct orb_node **out, struct orb_error *err)
{
    size_t len = strlen(text);

    memcpy(copy, text, len + 1);
    return orb_feed_tree_parse(tree, copy, len, out, err);
}

static void values_keep_their_order_and_their_texts(void **state)
{
    struct orb_feed_tree tree = { 0 };
    const struct orb_node *root = NULL;
    const struct orb_node *list;
    char copy[200];

    (void)state;
    assert_int_equal(
        parse(
            &tree, copy,
            " { \"b\" : [ \"x\\n\\u00e9\\ud83d\\ude00\" , 12.5 , null , {} , [] ] , \"a\" : true } ",
            &root, NULL),
        ORB_OK);
    assert_int_equal(orb_node_count(root), 2);
    assert_string_equal(orb_node_at(root, 0)->key, "b");
    list = orb_node_get(root, "b");
    assert_int_equal(orb_node_count(list), 5);
    assert_string_equal(orb_node_text(orb_node_at(list, 0)), "x\né😀");
    assert_int_equal(orb_node_type(orb_node_at(list, 1)), ORB_NODE_WORD);
    assert_memory_equal(orb_node_at(list, 1)->as.text, "12.5", 4);
    assert_int_equal(orb_node_type(orb_node_at(list, 2)), ORB_NODE_NULL);
    assert_int_equal(orb_node_type(orb_node_at(list, 3)), ORB_NODE_OBJECT);
    assert_null(orb_node_at(list, 5));
    assert_null(orb_node_get(list, "a"));
    assert_null(orb_node_text(NULL));
    assert_int_equal(orb_node_count(NULL), 0);
    orb_feed_tree_release(&tree);
}

static void what_is_not_json_is_refused_at_its_place(void **state)
{
    static const struct {
        const char *text;
        const char *place;
    } cases[] = {
        { "{\"a\":\n tru}", "2:2" },
        { "[1,]", "1:4" },
        { "[01]", "1:2" },
        { "[1.]", "1:2" },
        { "[1e]", "1:2" },
        { "{\"a\" 1}", "1:6" },
        { "{a:1}", "1:2" },
        { "\"\\x\"", "1:2" },
        { "\"\\ud800x\"", "1:8" },
        { "\"a\x01\"", "1:3" },
        { "\"a\xff\"", "1:3" },
        { "\"\\u0000\"", "1:2" },
        { "{\"a\":1,\"a\":2}", "1:12" },
        { "[1", "1:3" },
        { "", "1:1" },
        { "1 2", "1:3" },
        { "\"abc", "1:5" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_feed_tree tree = { 0 };
        const struct orb_node *root = NULL;
        struct orb_error err = { 0 };
        char copy[200];

        assert_int_equal(parse(&tree, copy, cases[i].text, &root, &err), ORB_ERR_SYNTAX);
        if (strcmp(err.place, cases[i].place) != 0 || err.text[0] == '\0')
            fail_msg("%s: '%s' at %s", cases[i].text, err.text, err.place);
        orb_feed_tree_release(&tree);
    }
}

static void nesting_and_width_are_bounded(void **state)
{
    static char text[40000];
    struct orb_feed_tree tree = { 0 };
    const struct orb_node *root = NULL;
    size_t len = 0;

    (void)state;
    for (int depth = 64; depth <= 65; depth++) {
        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        text[2 * depth] = '\0';
        assert_int_equal(orb_feed_tree_parse(&tree, text, 2 * (size_t)depth, &root, NULL),
                         depth == 64 ? ORB_OK : ORB_ERR_SYNTAX);
    }
    for (int i = 0; i <= 1024; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s\"k%d\":1",
                                i == 0 ? "{" : ",", i);
    (void)snprintf(text + len, sizeof text - len, "}");
    assert_int_equal(orb_feed_tree_parse(&tree, text, len + 1, &root, NULL),
                     ORB_ERR_SYNTAX);
    orb_feed_tree_release(&tree);
}

/* Rows read one after the other at one path: each guess comes from the rows before. */
static void guessed_keys_are_read_like_others(void **state)
{
    static const struct {
        const char *text;
        enum orb_status status;
    } rows[] = {
        { "{\"z\":1,\"z\":2}", ORB_ERR_SYNTAX },
        { "{\"a\":1,\"b\":{\"x\":[{\"y\":1}]},\"c\":3}", ORB_OK },
        { "{\"a\" : 1, \"b\" : null, \"c\" : 3}", ORB_OK },
        { "{\"c\":3,\"a\":1,\"b\":{}}", ORB_OK },
        { "{\"ab\":1,\"d\":2,\"\\u0061\":3}", ORB_OK },
        { "{\"a\":1,\"a\":2}", ORB_ERR_SYNTAX },
        { "{\"a\":1,\"c\":2,\"b\":3,\"c\":4}", ORB_ERR_SYNTAX },
        { "{\"c\":1,\"a\":2,\"b\":3,\"c\":4}", ORB_ERR_SYNTAX },
        { "{\"b\":1,\"a\":2,\"c\":3,\"d\":3,\"b\":4}", ORB_ERR_SYNTAX },
        { "{\"q\\\"r\":1}", ORB_OK },
        { "{\"q\"r\":1}", ORB_ERR_SYNTAX },
        { "{\"q\\\"r\"", ORB_ERR_SYNTAX },
    };
    struct orb_feed_paths paths = { 0 };
    struct orb_feed_tree tree = { .paths = &paths };

    (void)state;
    tree.path = orb_feed_path_add(&paths, &paths.root, "list", 4);
    assert_non_null(tree.path);
    tree.path->known_types = 1;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct orb_node *root = NULL;
        char copy[200];

        if (parse(&tree, copy, rows[i].text, &root, NULL) != rows[i].status)
            fail_msg("row %zu: %s", i, rows[i].text);
        if (i == 4) {
            assert_string_equal(orb_node_at(root, 0)->key, "ab");
            assert_string_equal(orb_node_at(root, 2)->key, "a");
        }
    }
    orb_feed_tree_release(&tree);
    orb_feed_paths_release(&paths);
}

/* What is under a path that is not known is read, not counted. */
static void members_are_counted_at_their_paths(void **state)
{
    static const char text[] =
        "{\"a\":[{\"k\":1},{\"k\":null},[{\"k\":2}],3],\"new\":{\"under\":1}}";
    struct orb_feed_paths paths = { 0 };
    struct orb_feed_tree tree = { .paths = &paths };
    const struct orb_node *root = NULL;
    struct orb_feed_path *list, *a, *k;
    char copy[200];

    (void)state;
    tree.path = list = orb_feed_path_add(&paths, &paths.root, "list", 4);
    assert_non_null(list);
    a = orb_feed_path_add(&paths, list, "a", 1);
    assert_non_null(a);
    list->known_types = a->known_types = 1;
    assert_int_equal(parse(&tree, copy, text, &root, NULL), ORB_OK);
    assert_int_equal(list->count, 1);
    assert_int_equal(list->seen_types, 1 << ORB_NODE_OBJECT);
    assert_int_equal(a->count, 1);
    assert_int_equal(a->objects, 2);
    k = orb_feed_path_find(a, "k", 1);
    assert_non_null(k);
    assert_int_equal(k->count, 2);
    assert_int_equal(k->seen_types, 1 << ORB_NODE_WORD | 1 << ORB_NODE_NULL);
    assert_non_null(orb_feed_path_find(list, "new", 3));
    assert_null(orb_feed_path_find(list, "new", 3)->first);
    orb_feed_tree_release(&tree);
    orb_feed_paths_release(&paths);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_keep_their_order_and_their_texts),
        cmocka_unit_test(what_is_not_json_is_refused_at_its_place),
        cmocka_unit_test(nesting_and_width_are_bounded),
        cmocka_unit_test(guessed_keys_are_read_like_others),
        cmocka_unit_test(members_are_counted_at_their_paths),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
