/* A folder is ours when it holds demo.json: only then are its files replaced without being
 * asked. */
#include "cli/demo_folder.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/leftovers.h"
#include "engine/base/text.h"
#include "maps/native.h"

#define MARK "demo.json"

char *cli_demo_path(struct orb_arena *arena, const char *folder, const char *name)
{
    return orb_arena_printf(arena, "%s/%s", folder, name);
}

static enum orb_status refuse(const char *folder, struct orb_error *err)
{
    enum orb_status status = orb_error_set(err, ORB_ERR_IO, "%s", strerror(errno));

    orb_error_at(err, "%s", folder);
    return status;
}

static enum orb_status make_folder(const char *path, struct orb_error *err)
{
    struct stat about;

    if (mkdir(path, 0777) == 0)
        return ORB_OK;
    if (errno == EEXIST && stat(path, &about) == 0 && S_ISDIR(about.st_mode))
        return ORB_OK;
    return refuse(path, err);
}

/* Is there nothing in it, or our mark? */
static enum orb_status inspect(const char *folder, bool *ours, struct orb_error *err)
{
    DIR *entries = opendir(folder);
    bool empty = true;
    bool marked = false;

    if (entries == NULL)
        return refuse(folder, err);
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        marked = marked || strcmp(entry->d_name, MARK) == 0;
        empty =
            empty && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
    }
    (void)closedir(entries);
    *ours = empty || marked;
    return ORB_OK;
}

enum orb_status cli_demo_folder_prepare(const char *folder, bool force,
                                        struct orb_error *err)
{
    bool ours = false;
    enum orb_status status = make_folder(folder, err);

    if (status == ORB_OK && !force)
        status = inspect(folder, &ours, err);
    if (status == ORB_OK && !force && !ours)
        return orb_error_set(
            err, ORB_ERR_EXISTS,
            _("'%s' holds other files; give an empty folder, or --force to write beside them"),
            folder);
    return status;
}

static enum orb_status write_territory(struct orb_output *out,
                                       const struct orb_demo_options *options,
                                       struct orb_error *err)
{
    struct orb_native_writer *writer = NULL;
    struct orb_sink sink;
    enum orb_status status = orb_native_writer_new(&writer, out, err);

    if (status == ORB_OK) {
        sink = orb_native_writer_sink(writer);
        status = orb_demo_generate(options, &sink, err);
    }
    if (status == ORB_OK)
        status = orb_native_writer_end(writer, err);
    orb_native_writer_free(writer);
    return status;
}

static enum orb_status write_relations(struct orb_output *out,
                                       const struct orb_demo_options *options,
                                       struct orb_error *err)
{
    return orb_demo_relations(options, &out->pending, err);
}

static enum orb_status write_requests(struct orb_output *out,
                                      const struct orb_demo_options *options,
                                      struct orb_error *err)
{
    return orb_demo_requests(options, &out->pending, err);
}

static enum orb_status write_mark(struct orb_output *out,
                                  const struct orb_demo_options *options,
                                  struct orb_error *err)
{
    orb_buf_printf(&out->pending,
                   "{\"format\":\"orbite-demo/1\",\"seed\":%llu,\"offers\":%lu}\n",
                   (unsigned long long)options->seed, (unsigned long)options->offers);
    return orb_buf_check(&out->pending, err);
}

static enum orb_status write_contours(struct orb_output *out,
                                      const struct orb_demo_options *options,
                                      struct orb_error *err)
{
    return orb_demo_contours(options, out, err);
}

typedef enum orb_status (*write_content)(struct orb_output *out,
                                         const struct orb_demo_options *options,
                                         struct orb_error *err);

static enum orb_status write_file(const char *path, const struct orb_demo_options *options,
                                  write_content content, struct orb_error *err)
{
    struct orb_output out = { 0 };
    enum orb_status status =
        path == NULL ? orb_error_memory(err) : cli_output_open(&out, path, false, err);

    if (status == ORB_OK)
        status = content(&out, options, err);
    if (status == ORB_OK)
        status = orb_output_commit(&out, err);
    orb_output_close(&out);
    return status;
}

static enum orb_status write_persons(struct orb_arena *arena, const char *folder,
                                     const struct orb_demo_options *options,
                                     struct orb_error *err)
{
    const char *persons = cli_demo_path(arena, folder, "persons");
    enum orb_status status =
        persons == NULL ? orb_error_memory(err) : make_folder(persons, err);

    for (size_t i = 0; i < ORB_DEMO_PERSONS && status == ORB_OK; i++) {
        const char *path = cli_demo_path(arena, persons, orb_demo_person_file(i));
        struct orb_output out = { 0 };

        status =
            path == NULL ? orb_error_memory(err) : cli_output_open(&out, path, false, err);
        if (status == ORB_OK)
            status = orb_demo_person(options, i, &out.pending, err);
        if (status == ORB_OK)
            status = orb_output_commit(&out, err);
        orb_output_close(&out);
    }
    return status;
}

enum orb_status cli_demo_files_write(const char *folder,
                                     const struct orb_demo_options *options,
                                     struct orb_error *err)
{
    static const struct {
        const char *name;
        write_content content;
    } files[] = {
        { "territory.json", write_territory },
        { "relations.csv", write_relations },
        { "requests.csv", write_requests },
        { "communes.geojson", write_contours },
        { MARK, write_mark },
    };
    struct orb_arena arena = { 0 };
    enum orb_status status = write_persons(&arena, folder, options, err);

    for (size_t i = 0; i < sizeof files / sizeof files[0] && status == ORB_OK; i++)
        status = write_file(cli_demo_path(&arena, folder, files[i].name), options,
                            files[i].content, err);
    orb_arena_release(&arena);
    return status;
}
