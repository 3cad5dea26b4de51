/* Publishers keep old files beside the new ones, and documentation beside both: the title
 * says what a file is, the date of its last change which is the newest. */
#include "engine/net/data_gouv.h"

#include <fnmatch.h>
#include <string.h>

#include "engine/base/digest.h"
#include "engine/base/json.h"
#include "engine/base/text.h"

static const char *text_of(const struct orb_json *object, const char *key)
{
    const char *value = orb_json_text(orb_json_get(object, key));

    return value == NULL ? "" : value;
}

/* The title is the name of the file at the publishers we read; some write a sentence there,
 * and the address then ends with the name. */
static bool fits(const struct orb_json *resource, const char *pattern)
{
    const char *url = text_of(resource, "url");
    const char *slash = strrchr(url, '/');

    return fnmatch(pattern, text_of(resource, "title"), 0) == 0 ||
           (slash != NULL && fnmatch(pattern, slash + 1, 0) == 0);
}

static const char *modified_of(const struct orb_json *resource)
{
    const char *modified = text_of(resource, "last_modified");

    return modified[0] != '\0' ? modified : text_of(resource, "created_at");
}

static bool is_newer(const struct orb_json *resource, const struct orb_json *than)
{
    int order;

    if (than == NULL)
        return true;
    order = strcmp(modified_of(resource), modified_of(than));
    return order > 0 ||
           (order == 0 && strcmp(text_of(resource, "title"), text_of(than, "title")) > 0);
}

static enum orb_status tell_none(const struct orb_json *resources, const char *pattern,
                                 struct orb_error *err)
{
    struct orb_buf titles = { 0 };
    enum orb_status status = ORB_ERR_NOT_FOUND;

    for (size_t i = 0; i < orb_json_count(resources) && i < 5; i++)
        orb_buf_printf(&titles, "%s'%s'", i == 0 ? "" : ", ",
                       text_of(orb_json_at(resources, i), "title"));
    status =
        orb_error_set(err, status, _("no file of the dataset is called '%s'; it has: %s"),
                      pattern, titles.len == 0 ? "-" : titles.data);
    orb_buf_release(&titles);
    return status;
}

static enum orb_status copy(struct orb_data_gouv_file *out, struct orb_arena *arena,
                            const struct orb_json *resource, struct orb_error *err)
{
    const struct orb_json *checksum = orb_json_get(resource, "checksum");
    int64_t size = orb_json_integer(orb_json_get(resource, "filesize"));
    struct orb_data_gouv_file file = {
        .url = orb_arena_strdup(arena, text_of(resource, "url")),
        .title = orb_arena_strdup(arena, text_of(resource, "title")),
        .modified = orb_arena_strdup(arena, modified_of(resource)),
        .size = size > 0 ? (unsigned long long)size : 0,
        .digest = orb_arena_strdup(arena, text_of(checksum, "value")),
    };

    if (orb_digest_is_known(text_of(checksum, "type")) && file.digest != NULL &&
        file.digest[0] != '\0') {
        file.digest_kind = orb_arena_strdup(arena, text_of(checksum, "type"));
        if (file.digest_kind == NULL)
            return orb_error_memory(err);
    }
    if (file.url == NULL || file.title == NULL || file.modified == NULL ||
        file.digest == NULL)
        return orb_error_memory(err);
    *out = file;
    return ORB_OK;
}

enum orb_status orb_data_gouv_pick(struct orb_data_gouv_file *out, struct orb_arena *arena,
                                   const struct orb_buf *text, const char *pattern,
                                   struct orb_error *err)
{
    struct orb_json *document = NULL;
    const struct orb_json *resources;
    const struct orb_json *best = NULL;
    enum orb_status status =
        orb_json_parse(&document, text->data == NULL ? "" : text->data, text->len, err);

    if (status != ORB_OK)
        return status;
    resources = orb_json_get(document, "resources");
    if (orb_json_type(resources) != ORB_JSON_ARRAY)
        status =
            orb_error_set(err, ORB_ERR_SYNTAX, _("the answer does not describe a dataset"));
    for (size_t i = 0; status == ORB_OK && i < orb_json_count(resources); i++) {
        const struct orb_json *resource = orb_json_at(resources, i);

        if (fits(resource, pattern) && text_of(resource, "url")[0] != '\0' &&
            is_newer(resource, best))
            best = resource;
    }
    if (status == ORB_OK)
        status =
            best == NULL ? tell_none(resources, pattern, err) : copy(out, arena, best, err);
    orb_json_free(document);
    return status;
}
