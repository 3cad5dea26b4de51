/*
 * jansson allocates each value and spends more time on that than on reading; a feed of a
 * gigabyte needs better. Strings are unescaped and ended in place, the values of an open
 * bracket wait on a stack, then lie together in the arena.
 */
#include "importers/feed_tree.h"

#include <string.h>

#include "engine/base/alloc.h"
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

/* Bytes of a string that need no look: no quote, backslash, control character or byte over
 * 127. */
static char *skip_plain(char *at)
{
    while ((unsigned char)*at >= 0x20 && (unsigned char)*at < 0x80 && *at != '"' &&
           *at != '\\')
        at++;
    return at;
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

    p->at = to = skip_plain(p->at);
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
        p->at = skip_plain(p->at);
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
    if (orb_grow((void **)&p->tree->stack, &p->tree->stack_capacity, p->used,
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

static bool read_value(struct parse *p, struct orb_node *node);

/* "key": at p->at. */
static bool read_key(struct parse *p, struct orb_node *node)
{
    if (*p->at != '"')
        return fail(p, FAULT_JSON);
    if (!read_string(p, &node->key, &node->key_len))
        return false;
    skip_blanks(p);
    if (*p->at != ':')
        return fail(p, FAULT_JSON);
    p->at++;
    return true;
}

/* The members or items up to the closing bracket. Recursion ends at DEPTH_MAX. */
static bool read_items(struct parse *p, struct orb_node *node, char close)
{
    size_t base = p->used;

    p->at++;
    skip_blanks(p);
    while (*p->at != close) {
        struct orb_node item = { 0 };

        skip_blanks(p);
        if (close == '}' && !read_key(p, &item))
            return false;
        if (close == '}' && is_twice(p, base, &item))
            return fail(p, FAULT_TWICE);
        if (close == '}' && p->used - base >= MEMBERS_MAX)
            return fail(p, FAULT_WIDE);
        if (!read_value(p, &item) || !push(p, &item))
            return false;
        skip_blanks(p);
        if (*p->at != ',' && *p->at != close)
            return fail(p, FAULT_JSON);
        if (*p->at == ',') {
            p->at++;
            skip_blanks(p);
            if (*p->at == close)
                return fail(p, FAULT_JSON);
        }
    }
    p->at++;
    return gather(p, base, node);
}

static bool read_value(struct parse *p, struct orb_node *node)
{
    bool ok;

    skip_blanks(p);
    if (*p->at == '"') {
        node->type = ORB_NODE_STRING;
        return read_string(p, &node->as.text, &node->count);
    }
    if (*p->at != '{' && *p->at != '[')
        return read_word(p, node);
    if (p->depth >= DEPTH_MAX)
        return fail(p, FAULT_DEPTH);
    p->depth++;
    node->type = *p->at == '{' ? ORB_NODE_OBJECT : ORB_NODE_ARRAY;
    ok = read_items(p, node, *p->at == '{' ? '}' : ']');
    p->depth--;
    return ok;
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
    if (read_value(&p, root)) {
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
