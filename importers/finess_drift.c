/* A key that can be missing instead of null is gone only when it was never null. Known
 * paths are data (finess_paths.txt); the parser counts what it meets. */
#include "importers/finess_drift.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/embedded.h"
#include "engine/base/text.h"
#include "importers/feed_tree.h"

#define PATH_TEXT 300

/* In the order of enum orb_node_type; the last one says that the key is in every row. */
static const char letters[] = "ns?ao!";

enum {
    TYPE_NULL = 1 << ORB_NODE_NULL,
    TYPE_STRING = 1 << ORB_NODE_STRING,
    TYPE_OTHER = 1 << ORB_NODE_WORD,
    TYPE_ARRAY = 1 << ORB_NODE_ARRAY,
    TYPE_OBJECT = 1 << ORB_NODE_OBJECT,
    ALWAYS = 2 * TYPE_OBJECT
};

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
static enum orb_status add_path(struct orb_feed_paths *paths, const char *path, size_t len,
                                uint8_t types, struct orb_error *err)
{
    struct orb_feed_path *at = &paths->root;
    const char *end = path + len;

    while (path < end) {
        const char *dot = memchr(path, '.', (size_t)(end - path));
        size_t part = (size_t)((dot == NULL ? end : dot) - path);
        size_t key = part > 2 && memcmp(path + part - 2, "[]", 2) == 0 ? part - 2 : part;
        struct orb_feed_path *next = orb_feed_path_find(at, path, key);

        if (next == NULL)
            next = orb_feed_path_add(paths, at, path, key);
        if (next == NULL)
            return orb_error_memory(err);
        at = next;
        path += part + (dot == NULL ? 0 : 1);
    }
    at->known_types = types;
    return ORB_OK;
}

enum orb_status orb_finess_drift_init(struct orb_feed_paths *paths, const char *feed,
                                      struct orb_error *err)
{
    const struct orb_embedded_file *file = orb_embedded_find("importers/finess_paths.txt");
    const char *line = file == NULL ? "" : (const char *)file->data;
    size_t feed_len = strlen(feed);
    enum orb_status status = ORB_OK;

    orb_feed_paths_release(paths);
    while (status == ORB_OK && *line != '\0') {
        const char *end = strchr(line, '\n');
        const char *path = line + feed_len + 1;
        const char *space;

        end = end == NULL ? line + strlen(line) : end;
        if (strncmp(line, feed, feed_len) == 0 && line[feed_len] == ' ') {
            space = memchr(path, ' ', (size_t)(end - path));
            if (space != NULL)
                status = add_path(paths, path, (size_t)(space - path),
                                  types_of(space + 1, (size_t)(end - space - 1)), err);
        }
        line = *end == '\0' ? end : end + 1;
    }
    return status;
}

enum orb_status orb_finess_drift_list(struct orb_feed_paths *paths, const char *list,
                                      struct orb_feed_path **out, struct orb_error *err)
{
    size_t len = strlen(list);

    *out = orb_feed_path_find(&paths->root, list, len);
    if (*out == NULL)
        *out = orb_feed_path_add(paths, &paths->root, list, len);
    return *out == NULL ? orb_error_memory(err) : ORB_OK;
}

static void name_path(const struct orb_feed_path *path, char out[PATH_TEXT])
{
    const struct orb_feed_path *chain[64];
    size_t depth = 0;
    size_t len = 0;

    for (const struct orb_feed_path *p = path; p->key != NULL && depth < 64; p = p->parent)
        chain[depth++] = p;
    out[0] = '\0';
    while (depth-- > 0 && len < PATH_TEXT)
        len += (size_t)snprintf(out + len, PATH_TEXT - len, "%s%.60s", len == 0 ? "" : ".",
                                chain[depth]->key);
}

static enum orb_status report_path(const struct orb_feed_path *p,
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

enum orb_status orb_finess_drift_report(const struct orb_feed_paths *paths,
                                        struct orb_import_report *report,
                                        struct orb_error *err)
{
    const struct orb_feed_path *p = paths->root.first;
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
