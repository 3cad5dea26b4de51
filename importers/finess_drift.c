/* A key that can be missing instead of null is gone only when it was never null. Known
 * paths are data (finess_paths.txt). Keys come in the same order in every row, so a cursor
 * finds most at once. */
#include "importers/finess_drift.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/embedded.h"
#include "engine/base/text.h"

#define PATHS_MAX 4096
#define PATH_TEXT 300

static const char letters[] = "snoa?!";

enum {
    TYPE_STRING = 1,
    TYPE_NULL = 2,
    TYPE_OBJECT = 4,
    TYPE_ARRAY = 8,
    TYPE_OTHER = 16,
    ALWAYS = 32
};

static bool is_key(const struct finess_path *p, const char *key, size_t len)
{
    return p->key_len == len && memcmp(p->key, key, len) == 0;
}

static struct finess_path *child(struct finess_path *parent, const char *key, size_t len)
{
    for (struct finess_path *p = parent->cursor; p != NULL; p = p->next)
        if (is_key(p, key, len))
            return p;
    for (struct finess_path *p = parent->first; p != parent->cursor && p != NULL;
         p = p->next)
        if (is_key(p, key, len))
            return p;
    return NULL;
}

static struct finess_path *add_child(struct finess_drift *d, struct finess_path *parent,
                                     const char *key, size_t len)
{
    struct finess_path *p = orb_arena_alloc(&d->arena, sizeof *p);
    struct finess_path **end = &parent->first;

    if (p == NULL)
        return NULL;
    p->key = orb_arena_text(&d->arena, key, len);
    p->key_len = len;
    if (p->key == NULL)
        return NULL;
    while (*end != NULL)
        end = &(*end)->next;
    *end = p;
    p->parent = parent;
    parent->cursor = parent->first;
    d->path_count++;
    return p;
}

static uint8_t types_of(const char *text, size_t len)
{
    uint8_t types = 0;

    for (size_t i = 0; i < len; i++) {
        const char *at = strchr(letters, text[i]);

        if (at != NULL && *at != '\0')
            types |= (uint8_t)(1u << (at - letters));
    }
    return types;
}

/* "pmej.ege[].adresse[].codePostal": items of an array have no path of their own. */
static enum orb_status add_path(struct finess_drift *d, const char *path, size_t len,
                                uint8_t types, struct orb_error *err)
{
    struct finess_path *at = &d->root;
    const char *end = path + len;

    while (path < end) {
        const char *dot = memchr(path, '.', (size_t)(end - path));
        size_t part = (size_t)((dot == NULL ? end : dot) - path);
        size_t key = part > 2 && memcmp(path + part - 2, "[]", 2) == 0 ? part - 2 : part;
        struct finess_path *next = child(at, path, key);

        if (next == NULL)
            next = add_child(d, at, path, key);
        if (next == NULL)
            return orb_error_memory(err);
        at = next;
        path += part + (dot == NULL ? 0 : 1);
    }
    at->known_types = types;
    return ORB_OK;
}

enum orb_status orb_finess_drift_init(struct finess_drift *drift, const char *feed,
                                      struct orb_error *err)
{
    const struct orb_embedded_file *file = orb_embedded_find("importers/finess_paths.txt");
    const char *line = file == NULL ? "" : (const char *)file->data;
    size_t feed_len = strlen(feed);
    enum orb_status status = ORB_OK;

    orb_finess_drift_release(drift);
    while (status == ORB_OK && *line != '\0') {
        const char *end = strchr(line, '\n');
        const char *path = line + feed_len + 1;
        const char *space;

        end = end == NULL ? line + strlen(line) : end;
        if (strncmp(line, feed, feed_len) == 0 && line[feed_len] == ' ') {
            space = memchr(path, ' ', (size_t)(end - path));
            if (space != NULL)
                status = add_path(drift, path, (size_t)(space - path),
                                  types_of(space + 1, (size_t)(end - space - 1)), err);
        }
        line = *end == '\0' ? end : end + 1;
    }
    return status;
}

static uint8_t type_of(const struct orb_node *value)
{
    switch (orb_node_type(value)) {
    case ORB_NODE_STRING:
        return TYPE_STRING;
    case ORB_NODE_NULL:
        return TYPE_NULL;
    case ORB_NODE_OBJECT:
        return TYPE_OBJECT;
    case ORB_NODE_ARRAY:
        return TYPE_ARRAY;
    default:
        return TYPE_OTHER;
    }
}

static enum orb_status look_at(struct finess_drift *d, struct finess_path *at,
                               const struct orb_node *value, struct orb_error *err);

static enum orb_status look_at_key(struct finess_drift *d, struct finess_path *at,
                                   const char *key, const struct orb_node *value,
                                   struct orb_error *err)
{
    size_t len = value->key == key ? value->key_len : strlen(key);
    struct finess_path *p = child(at, key, len);

    if (p == NULL) {
        if (d->path_count >= PATHS_MAX)
            return ORB_OK;
        p = add_child(d, at, key, len);
        if (p == NULL)
            return orb_error_memory(err);
    }
    at->cursor = p->next == NULL ? at->first : p->next;
    return look_at(d, p, value, err);
}

static enum orb_status look_at_members(struct finess_drift *d, struct finess_path *at,
                                       const struct orb_node *object, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    at->objects++;
    for (size_t i = 0; status == ORB_OK && i < orb_node_count(object); i++) {
        const struct orb_node *member = orb_node_at(object, i);

        status = look_at_key(d, at, member->key, member, err);
    }
    return status;
}

/* Recursion is bounded by the depth that the parser accepts. What is under a new path is
 * not looked at. */
static enum orb_status look_at(struct finess_drift *d, struct finess_path *at,
                               const struct orb_node *value, struct orb_error *err)
{
    uint8_t type = type_of(value);
    enum orb_status status = ORB_OK;

    at->count++;
    at->seen_types |= type;
    if (at->known_types == 0)
        return ORB_OK;
    if (type == TYPE_OBJECT)
        return look_at_members(d, at, value, err);
    for (size_t i = 0; type == TYPE_ARRAY && status == ORB_OK && i < orb_node_count(value);
         i++) {
        const struct orb_node *item = orb_node_at(value, i);

        if (orb_node_type(item) == ORB_NODE_OBJECT)
            status = look_at_members(d, at, item, err);
    }
    return status;
}

enum orb_status orb_finess_drift_look(struct finess_drift *drift, const char *list,
                                      const struct orb_node *value, struct orb_error *err)
{
    return look_at_key(drift, &drift->root, list, value, err);
}

static void name_path(const struct finess_path *path, char out[PATH_TEXT])
{
    const struct finess_path *chain[64];
    size_t depth = 0;
    size_t len = 0;

    for (const struct finess_path *p = path; p->key != NULL && depth < 64; p = p->parent)
        chain[depth++] = p;
    out[0] = '\0';
    while (depth-- > 0 && len < PATH_TEXT)
        len += (size_t)snprintf(out + len, PATH_TEXT - len, "%s%.60s", len == 0 ? "" : ".",
                                chain[depth]->key);
}

static enum orb_status report_path(const struct finess_path *p,
                                   struct orb_import_report *report, struct orb_error *err)
{
    char path[PATH_TEXT];
    char line[PATH_TEXT + 32];
    uint8_t strange = p->seen_types & (uint8_t)~p->known_types;

    name_path(p, path);
    if (p->known_types == 0) {
        (void)snprintf(line, sizeof line, "new %s", path);
    } else if (strange != 0) {
        (void)snprintf(line, sizeof line, "type %s:%s%s%s%s%s", path,
                       strange & TYPE_STRING ? " s" : "", strange & TYPE_NULL ? " n" : "",
                       strange & TYPE_OBJECT ? " o" : "", strange & TYPE_ARRAY ? " a" : "",
                       strange & TYPE_OTHER ? " other" : "");
    } else if (p->count == 0 && p->parent->objects > 0 && (p->known_types & ALWAYS) != 0) {
        (void)snprintf(line, sizeof line, "gone %s", path);
    } else {
        return ORB_OK;
    }
    return orb_report_count(report, "drift", line, p->count, err);
}

enum orb_status orb_finess_drift_report(const struct finess_drift *drift,
                                        struct orb_import_report *report,
                                        struct orb_error *err)
{
    const struct finess_path *p = drift->root.first;
    enum orb_status status = ORB_OK;

    while (status == ORB_OK && p != NULL) {
        status = report_path(p, report, err);
        if (p->first != NULL) {
            p = p->first;
            continue;
        }
        while (p != NULL && p->next == NULL)
            p = p->parent;
        p = p == NULL ? NULL : p->next;
    }
    return status;
}

void orb_finess_drift_release(struct finess_drift *drift)
{
    orb_arena_release(&drift->arena);
    memset(drift, 0, sizeof *drift);
}
