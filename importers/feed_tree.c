/*
 * jansson allocates each value and spends more time on that than on reading; a feed of a
 * gigabyte needs better. Strings are unescaped and ended in place, the values of an open
 * bracket wait on a stack, then lie together in the arena.
 */
#include "importers/feed_tree.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/scan.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"

#define DEPTH_MAX   64
#define MEMBERS_MAX 1024

enum fault {
    FAULT_NONE,
    FAULT_JSON,
    FAULT_END,
    FAULT_UTF8,
    FAULT_NUL,
    FAULT_TWICE,
    FAULT_DEPTH,
    FAULT_WIDE,
    FAULT_MEMORY
};

struct parse {
    struct orb_feed_tree *tree;
    char *at;
    const char *end;
    size_t used; /* of the stack */
    size_t depth;
    enum fault fault;
};

static bool fail(struct parse *p, enum fault fault)
{
    if (p->fault == FAULT_NONE)
        p->fault = p->at >= p->end && fault == FAULT_JSON ? FAULT_END : fault;
    return false;
}

static void skip_blanks(struct parse *p)
{
    while (*p->at == ' ' || *p->at == '\n' || *p->at == '\r' || *p->at == '\t')
        p->at++;
}

static char *skip_plain(const struct parse *p, char *at)
{
    return at + (orb_scan_plain(at, p->end) - at);
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Four hexadecimal digits at text, or -1; stops at the NUL that ends the text. */
static long four_digits(const char *text)
{
    long value = 0;

    for (size_t i = 0; i < 4; i++) {
        int digit = hex(text[i]);

        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

static char *put_character(char *to, long c)
{
    if (c < 0x80) {
        *to++ = (char)c;
    } else if (c < 0x800) {
        *to++ = (char)(0xc0 | (c >> 6));
        *to++ = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *to++ = (char)(0xe0 | (c >> 12));
        *to++ = (char)(0x80 | ((c >> 6) & 0x3f));
        *to++ = (char)(0x80 | (c & 0x3f));
    } else {
        *to++ = (char)(0xf0 | (c >> 18));
        *to++ = (char)(0x80 | ((c >> 12) & 0x3f));
        *to++ = (char)(0x80 | ((c >> 6) & 0x3f));
        *to++ = (char)(0x80 | (c & 0x3f));
    }
    return to;
}

/* The escape \uXXXX at p->at, with its second half when it is one of a pair. */
static bool read_unicode(struct parse *p, char **to)
{
    long c = four_digits(p->at + 2);

    if (c == 0)
        return fail(p, FAULT_NUL);
    if (c < 0 || (c >= 0xdc00 && c <= 0xdfff))
        return fail(p, FAULT_JSON);
    p->at += 6;
    if (c >= 0xd800 && c <= 0xdbff) {
        long low = p->at[0] == '\\' && p->at[1] == 'u' ? four_digits(p->at + 2) : -1;

        if (low < 0xdc00 || low > 0xdfff)
            return fail(p, FAULT_JSON);
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        p->at += 6;
    }
    *to = put_character(*to, c);
    return true;
}

static bool read_escape(struct parse *p, char **to)
{
    static const char names[] = "\"\\/bfnrt";
    static const char values[] = "\"\\/\b\f\n\r\t";
    const char *name = p->at[1] == '\0' ? NULL : strchr(names, p->at[1]);

    if (p->at[1] == 'u')
        return read_unicode(p, to);
    if (name == NULL)
        return fail(p, FAULT_JSON);
    *(*to)++ = values[name - names];
    p->at += 2;
    return true;
}

/* The string at p->at; what it becomes is never longer than what it was. */
static bool read_string(struct parse *p, const char **text, uint32_t *len)
{
    char *start = ++p->at;
    char *to;

    p->at = to = skip_plain(p, start);
    while (*p->at != '"') {
        char *run = p->at;

        if (*p->at == '\\') {
            if (!read_escape(p, &to))
                return false;
            run = p->at;
        } else if ((unsigned char)*p->at >= 0x80) {
            size_t bytes = orb_utf8_len(p->at);

            if (bytes == 0)
                return fail(p, FAULT_UTF8);
            p->at += bytes;
        } else {
            return fail(p, FAULT_JSON);
        }
        p->at = skip_plain(p, p->at);
        memmove(to, run, (size_t)(p->at - run));
        to += p->at - run;
    }
    *p->at++ = '\0'; /* the closing quote; the text may end before it */
    *to = '\0';
    *text = start;
    *len = (uint32_t)(to - start);
    return true;
}

static const char *skip_digits(const char *at)
{
    while (*at >= '0' && *at <= '9')
        at++;
    return at;
}

/* The end of a number as JSON writes them, or NULL. */
static const char *number_end(const char *at)
{
    const char *digits = at + (*at == '-');
    const char *end = skip_digits(digits);

    if (end == digits || (*digits == '0' && end > digits + 1))
        return NULL;
    if (*end == '.') {
        digits = end + 1;
        end = skip_digits(digits);
        if (end == digits)
            return NULL;
    }
    if (*end == 'e' || *end == 'E') {
        digits = end + 1 + (end[1] == '-' || end[1] == '+');
        end = skip_digits(digits);
    }
    return end == digits ? NULL : end;
}

/* The end of null, true, false or a number, or NULL. */
static const char *word_end(const char *at)
{
    switch (*at) {
    case 'n':
        return strncmp(at, "null", 4) == 0 ? at + 4 : NULL;
    case 't':
        return strncmp(at, "true", 4) == 0 ? at + 4 : NULL;
    case 'f':
        return strncmp(at, "false", 5) == 0 ? at + 5 : NULL;
    default:
        return number_end(at);
    }
}

static bool read_word(struct parse *p, struct orb_node *node)
{
    const char *end = word_end(p->at);

    if (end == NULL)
        return fail(p, FAULT_JSON);
    node->type = *p->at == 'n' ? ORB_NODE_NULL : ORB_NODE_WORD;
    node->as.text = p->at;
    node->count = (uint32_t)(end - p->at);
    p->at += node->count;
    return true;
}

static bool push(struct parse *p, const struct orb_node *node)
{
    if (p->used == p->tree->stack_capacity &&
        orb_grow((void **)&p->tree->stack, &p->tree->stack_capacity, p->used,
                 sizeof *node) != ORB_OK)
        return fail(p, FAULT_MEMORY);
    p->tree->stack[p->used++] = *node;
    return true;
}

/* Is the key among the members pushed since base? */
static bool is_twice(const struct parse *p, size_t base, const struct orb_node *last)
{
    for (size_t i = base; i < p->used; i++) {
        const struct orb_node *item = &p->tree->stack[i];

        if (item->key_len == last->key_len &&
            memcmp(item->key, last->key, last->key_len) == 0)
            return true;
    }
    return false;
}

/* Move the values pushed since base to the arena: they are the items of node. */
static bool gather(struct parse *p, size_t base, struct orb_node *node)
{
    size_t count = p->used - base;
    struct orb_node *items = orb_arena_array(&p->tree->arena, count + 1, sizeof *items);

    if (items == NULL)
        return fail(p, FAULT_MEMORY);
    if (count > 0)
        memcpy(items, p->tree->stack + base, count * sizeof *items);
    p->used = base;
    node->as.items = items;
    node->count = (uint32_t)count;
    return true;
}

/* Does the text go on with the key of this path? */
static bool is_next(const struct parse *p, const struct orb_feed_path *path)
{
    return path != NULL && path->is_plain && *p->at == '"' &&
           (size_t)(p->end - p->at) > (size_t)path->key_len + 1 &&
           memcmp(p->at + 1, path->key, path->key_len) == 0 &&
           p->at[1 + path->key_len] == '"';
}

/* "key": at p->at, under the path of its object (NULL = not counted). *path is a guess,
 * then the path of the key. */
static bool read_key(struct parse *p, struct orb_feed_path *parent, struct orb_node *node,
                     struct orb_feed_path **path)
{
    if (is_next(p, *path)) {
        node->key = (*path)->key;
        node->key_len = (*path)->key_len;
        p->at += node->key_len + 2;
    } else {
        *path = NULL;
        if (*p->at != '"')
            return fail(p, FAULT_JSON);
        if (!read_string(p, &node->key, &node->key_len))
            return false;
        if (parent != NULL &&
            !orb_feed_path_reach(p->tree->paths, parent, node->key, node->key_len, path))
            return fail(p, FAULT_MEMORY);
    }
    skip_blanks(p);
    if (*p->at != ':')
        return fail(p, FAULT_JSON);
    p->at++;
    return true;
}

/* A comma and what follows it, or the closing bracket to come. */
static bool read_comma(struct parse *p, char close)
{
    skip_blanks(p);
    if (*p->at == close)
        return true;
    if (*p->at != ',')
        return fail(p, FAULT_JSON);
    p->at++;
    skip_blanks(p);
    return *p->at != close || fail(p, FAULT_JSON);
}

static bool read_value(struct parse *p, struct orb_feed_path *path, struct orb_node *node);

/* The items up to the closing bracket. An array in an array has no path. */
static bool read_list(struct parse *p, struct orb_feed_path *path, struct orb_node *node)
{
    size_t base = p->used;

    p->at++;
    skip_blanks(p);
    while (*p->at != ']') {
        struct orb_node item = { 0 };

        if (!read_value(p, *p->at == '[' ? NULL : path, &item) || !push(p, &item) ||
            !read_comma(p, ']'))
            return false;
    }
    p->at++;
    return gather(p, base, node);
}

/* The members up to the closing bracket. A key that comes after all others in the order of
 * the paths cannot be one of them. */
static bool read_members(struct parse *p, struct orb_feed_path *path, struct orb_node *node)
{
    struct orb_feed_path *none = NULL;
    struct orb_feed_path **guess = path == NULL ? &none : &path->begin;
    size_t base = p->used;
    uint32_t rank = 0;

    p->at++;
    skip_blanks(p);
    while (*p->at != '}') {
        struct orb_node item = { 0 };
        struct orb_feed_path *own = *guess;

        if (!read_key(p, path, &item, &own))
            return false;
        if (own != NULL && own->rank > rank)
            rank = own->rank;
        else if (is_twice(p, base, &item))
            return fail(p, FAULT_TWICE);
        if (p->used - base >= MEMBERS_MAX)
            return fail(p, FAULT_WIDE);
        if (!read_value(p, own, &item) || !push(p, &item) || !read_comma(p, '}'))
            return false;
        if (own == NULL)
            continue;
        orb_feed_path_meet(own, item.type);
        *guess = own;
        guess = &own->after;
    }
    p->at++;
    if (path != NULL)
        path->objects++;
    return gather(p, base, node);
}

/* Recursion ends at DEPTH_MAX. */
static bool read_brackets(struct parse *p, struct orb_feed_path *path,
                          struct orb_node *node)
{
    struct orb_feed_path *open = path != NULL && path->known_types != 0 ? path : NULL;
    bool ok;

    if (p->depth >= DEPTH_MAX)
        return fail(p, FAULT_DEPTH);
    p->depth++;
    node->type = *p->at == '{' ? ORB_NODE_OBJECT : ORB_NODE_ARRAY;
    ok = *p->at == '{' ? read_members(p, open, node) : read_list(p, open, node);
    p->depth--;
    return ok;
}

/* The value at the path of its own key. */
static bool read_value(struct parse *p, struct orb_feed_path *path, struct orb_node *node)
{
    skip_blanks(p);
    if (*p->at == '{' || *p->at == '[')
        return read_brackets(p, path, node);
    if (*p->at != '"')
        return read_word(p, node);
    node->type = ORB_NODE_STRING;
    return read_string(p, &node->as.text, &node->count);
}

static enum orb_status report(const struct parse *p, const char *text,
                              struct orb_error *err)
{
    static const char *const sentences[] = {
        [FAULT_JSON] = N_("this is not JSON"),
        [FAULT_END] = N_("the text ends too early; is the file truncated?"),
        [FAULT_UTF8] = N_("the text is not valid UTF-8"),
        [FAULT_NUL] = N_("a string holds a NUL character"),
        [FAULT_TWICE] = N_("a key appears twice in the same object"),
        [FAULT_DEPTH] = N_("the JSON text is nested too deeply"),
        [FAULT_WIDE] = N_("the document has too many members"),
    };
    size_t line = 1;
    size_t column = 1;
    enum orb_status status;

    if (p->fault == FAULT_MEMORY)
        return orb_error_memory(err);
    for (const char *c = text; c < p->at; c++) {
        line += *c == '\n';
        column = *c == '\n' ? 1 : column + 1;
    }
    status = orb_error_set(err, ORB_ERR_SYNTAX, "%s", _(sentences[p->fault]));
    orb_error_at(err, "%zu:%zu", line, column);
    return status;
}

enum orb_status orb_feed_tree_parse(struct orb_feed_tree *tree, char *text, size_t len,
                                    const struct orb_node **out, struct orb_error *err)
{
    struct parse p = { .tree = tree, .at = text, .end = text + len };
    struct orb_node *root;

    orb_arena_clear(&tree->arena);
    root = orb_arena_alloc(&tree->arena, sizeof *root);
    if (root == NULL)
        return orb_error_memory(err);
    if (read_value(&p, tree->path, root)) {
        if (tree->path != NULL)
            orb_feed_path_meet(tree->path, root->type);
        skip_blanks(&p);
        if (p.at != p.end)
            (void)fail(&p, FAULT_JSON);
    }
    if (p.fault != FAULT_NONE)
        return report(&p, text, err);
    *out = root;
    return ORB_OK;
}

void orb_feed_tree_release(struct orb_feed_tree *tree)
{
    orb_arena_release(&tree->arena);
    orb_free(tree->stack);
    memset(tree, 0, sizeof *tree);
}

enum orb_node_type orb_node_type(const struct orb_node *node)
{
    return node == NULL ? ORB_NODE_NULL : node->type;
}

const struct orb_node *orb_node_get(const struct orb_node *node, const char *key)
{
    size_t len = strlen(key);

    if (orb_node_type(node) != ORB_NODE_OBJECT)
        return NULL;
    for (uint32_t i = 0; i < node->count; i++)
        if (node->as.items[i].key_len == len &&
            memcmp(node->as.items[i].key, key, len) == 0)
            return &node->as.items[i];
    return NULL;
}

size_t orb_node_count(const struct orb_node *node)
{
    return orb_node_type(node) < ORB_NODE_ARRAY ? 0 : node->count;
}

const struct orb_node *orb_node_at(const struct orb_node *node, size_t index)
{
    return index < orb_node_count(node) ? &node->as.items[index] : NULL;
}

const char *orb_node_text(const struct orb_node *node)
{
    return orb_node_type(node) == ORB_NODE_STRING ? node->as.text : NULL;
}
