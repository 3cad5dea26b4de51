/* A list that people edit: whatever is wrong in it is told with its line, and a file name
 * cannot lead out of the folder of downloads. */
#include "engine/net/sources.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "engine/base/alloc.h"
#include "engine/base/csv.h"
#include "engine/base/text.h"

static const struct column {
    const char *name;
    size_t at; /* in struct orb_source_file */
    bool is_required;
} columns[] = {
    { "source", offsetof(struct orb_source_file, source), true },
    { "file", offsetof(struct orb_source_file, file), true },
    { "kind", offsetof(struct orb_source_file, kind), true },
    { "address", offsetof(struct orb_source_file, address), true },
    { "pick", offsetof(struct orb_source_file, pick), false },
    { "importer", offsetof(struct orb_source_file, importer), false },
    { "give", offsetof(struct orb_source_file, give), false },
    { "edition", offsetof(struct orb_source_file, edition), false },
    { "licence", offsetof(struct orb_source_file, licence), false },
    { "attribution", offsetof(struct orb_source_file, attribution), false },
    { "label", offsetof(struct orb_source_file, label), false },
};

enum { COLUMNS = sizeof columns / sizeof columns[0] };

static enum orb_status read_header(const struct orb_csv *csv, size_t where[COLUMNS],
                                   struct orb_error *err)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        where[i] = orb_csv_find(csv, columns[i].name);
        if (where[i] == SIZE_MAX && columns[i].is_required)
            return orb_error_set(err, ORB_ERR_SYNTAX,
                                 _("the list of sources has no column '%s'"),
                                 columns[i].name);
    }
    for (size_t i = 0; i < csv->field_count; i++) {
        bool known = false;

        for (size_t c = 0; c < COLUMNS; c++)
            known = known || where[c] == i;
        if (!known)
            return orb_error_set(err, ORB_ERR_SYNTAX,
                                 _("the list of sources has no use for a column '%s'"),
                                 csv->fields[i]);
    }
    return ORB_OK;
}

/* A name of a file or of a source: no folder, nothing hidden. */
static bool is_name(const char *text)
{
    return text[0] != '\0' && text[0] != '.' && strpbrk(text, "/\\") == NULL &&
           strlen(text) < 200;
}

static bool is_one_of(const char *text, const char *one, const char *other)
{
    return strcmp(text, one) == 0 || strcmp(text, other) == 0;
}

static enum orb_status check(const struct orb_source_file *file, struct orb_error *err)
{
    if (!is_name(file->source) || !is_name(file->file))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("source and file are names without a folder"));
    if (!is_one_of(file->kind, "file", "data.gouv"))
        return orb_error_set(err, ORB_ERR_SYNTAX, _("kind is 'file' or 'data.gouv'"));
    if (!is_one_of(file->give, "file", "folder"))
        return orb_error_set(err, ORB_ERR_SYNTAX, _("give is 'file' or 'folder'"));
    if (strncasecmp(file->address, "https://", 8) != 0 &&
        strncasecmp(file->address, "http://", 7) != 0)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("an address begins with https: or http:"));
    if (strcmp(file->kind, "data.gouv") == 0 && file->pick[0] == '\0')
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("the files of a dataset are picked by a pattern of their "
                               "title, in the column pick"));
    return ORB_OK;
}

static enum orb_status read_row(struct orb_sources *sources, const struct orb_csv *csv,
                                const size_t where[COLUMNS], struct orb_error *err)
{
    struct orb_source_file file = { .line = csv->line };
    enum orb_status status;

    for (size_t i = 0; i < COLUMNS; i++) {
        const char *value = where[i] == SIZE_MAX ? "" : orb_csv_field(csv, where[i]);
        const char *copy = orb_arena_strdup(&sources->arena, value);

        if (copy == NULL)
            return orb_error_memory(err);
        memcpy((char *)&file + columns[i].at, &copy, sizeof copy);
    }
    if (file.give[0] == '\0')
        file.give = "file";
    status = check(&file, err);
    if (status == ORB_OK && orb_grow((void **)&sources->files, &sources->capacity,
                                     sources->count, sizeof file) != ORB_OK)
        status = orb_error_memory(err);
    if (status == ORB_OK)
        sources->files[sources->count++] = file;
    return status;
}

static bool is_listed(const struct orb_source_file *files, size_t count, const char *source)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(files[i].source, source) == 0)
            return true;
    return false;
}

/* Those of the new list, from first on, take the place of the old; files of one source come
 * together, sources in the order of their first file. */
static enum orb_status settle(struct orb_sources *sources, size_t first,
                              struct orb_error *err)
{
    struct orb_source_file *out = orb_calloc(sources->count + 1, sizeof *out);
    size_t count = 0;

    if (out == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < sources->count; i++) {
        const char *name = sources->files[i].source;
        bool is_new = is_listed(sources->files + first, sources->count - first, name);

        if (is_listed(out, count, name))
            continue;
        for (size_t j = is_new ? first : 0; j < (is_new ? sources->count : first); j++)
            if (strcmp(sources->files[j].source, name) == 0)
                out[count++] = sources->files[j];
    }
    orb_free(sources->files);
    sources->files = out;
    sources->capacity = sources->count + 1;
    sources->count = count;
    return ORB_OK;
}

enum orb_status orb_sources_read(struct orb_sources *sources, const char *text, size_t len,
                                 const char *name, struct orb_error *err)
{
    struct orb_csv csv = { 0 };
    size_t where[COLUMNS];
    size_t first = sources->count;
    bool more = false;
    enum orb_status status;

    orb_csv_memory(&csv, text, len, 0);
    status = orb_csv_row(&csv, &more, err);
    if (status == ORB_OK && !more)
        status = orb_error_set(err, ORB_ERR_SYNTAX, _("the list of sources is empty"));
    if (status == ORB_OK)
        status = read_header(&csv, where, err);
    while (status == ORB_OK && more) {
        status = orb_csv_row(&csv, &more, err);
        if (status == ORB_OK && more)
            status = read_row(sources, &csv, where, err);
        if (status == ORB_ERR_SYNTAX && (err == NULL || err->place[0] == '\0'))
            orb_error_at(err, "%lu", csv.line);
    }
    if (status == ORB_OK)
        status = settle(sources, first, err);
    else
        orb_error_at(err, "%s", name);
    orb_csv_release(&csv);
    return status;
}

const struct orb_source_file *orb_sources_find(const struct orb_sources *sources,
                                               const char *source, size_t *count)
{
    const struct orb_source_file *found = NULL;

    *count = 0;
    for (size_t i = 0; i < sources->count; i++) {
        if (strcmp(sources->files[i].source, source) != 0)
            continue;
        if (found == NULL)
            found = &sources->files[i];
        (*count)++;
    }
    return found;
}

void orb_sources_release(struct orb_sources *sources)
{
    orb_free(sources->files);
    orb_arena_release(&sources->arena);
    memset(sources, 0, sizeof *sources);
}
