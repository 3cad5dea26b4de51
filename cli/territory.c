/* A snapshot is a copy that can always be made again: losing it costs time, never data. */
#include "cli/territory.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/checked.h"
#include "cli/database.h"
#include "cli/diagnostics.h"
#include "cli/leftovers.h"
#include "cli/snapshot.h"
#include "engine/base/alloc.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/catalogue/build.h"
#include "engine/planning/scenario.h"
#include "engine/store/store.h"
#include "importers/registry.h"

#define SUFFIX ".cat"
#define MAGIC  "ORBCAT"

/* Into the file of the snapshot when there is one, else into memory. */
static enum orb_status finish(struct cli_territory *out,
                              struct orb_catalogue_builder *builder, int64_t version,
                              struct cli_snapshot *snapshot, struct orb_error *err)
{
    struct orb_image_sink sink;
    enum orb_status status;

    if (snapshot != NULL) {
        sink = cli_snapshot_sink(snapshot);
        return orb_catalogue_builder_stream(builder, version, &sink, err);
    }
    status = orb_catalogue_builder_finish(builder, version, &out->image, err);
    if (status == ORB_OK)
        status = orb_catalogue_view(&out->catalogue, out->image.data, out->image.len, err);
    return status;
}

/* What stands between the records and the builder: the changes of a scenario, or nothing.
 */
struct passage {
    struct orb_scenario_change change;
    struct orb_sink sink;
};

static void passage_open(struct passage *p, struct orb_catalogue_builder *builder,
                         const struct orb_scenario_plan *plan)
{
    memset(p, 0, sizeof *p);
    p->sink = orb_catalogue_builder_sink(builder);
    if (plan == NULL)
        return;
    p->change.plan = plan;
    p->change.next = p->sink;
    p->sink = orb_scenario_change_sink(&p->change);
}

/* After the last record. */
static enum orb_status passage_end(struct passage *p, struct orb_error *err)
{
    return p->change.plan == NULL ? ORB_OK : orb_scenario_change_end(&p->change, err);
}

/* What a catalogue is made of, and where it goes. */
struct making {
    struct orb_store *store;
    int64_t version;
    const struct orb_scenario_plan *plan; /* NULL = the store as it is */
    struct cli_snapshot *snapshot;        /* NULL = into memory */
};

static enum orb_status build_from_store(struct cli_territory *out,
                                        const struct making *making, struct orb_error *err)
{
    static const struct orb_store_filter all = { .any_order = true, .ahead = true };
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    struct passage passage;
    enum orb_status status;

    if (builder == NULL)
        return orb_error_memory(err);
    passage_open(&passage, builder, making->plan);
    status =
        orb_store_restricted(making->store, orb_catalogue_builder_restricted(builder), err);
    if (status == ORB_OK)
        status = orb_store_replay(making->store, &all, &passage.sink, err);
    if (status == ORB_OK)
        status = passage_end(&passage, err);
    if (status == ORB_OK)
        status = finish(out, builder, making->version, making->snapshot, err);
    orb_scenario_change_release(&passage.change);
    orb_catalogue_builder_free(builder);
    return status;
}

/* Ours, whatever its version and however damaged: then it may be overwritten. */
static bool is_snapshot(const char *path)
{
    char magic[sizeof MAGIC - 1] = { 0 };
    FILE *file = fopen(path, "rb");
    size_t len = file == NULL ? 0 : fread(magic, 1, sizeof magic, file);

    if (file != NULL)
        (void)fclose(file);
    return len == sizeof magic && memcmp(magic, MAGIC, sizeof magic) == 0;
}

/* Opens the snapshot when it can be used as it is: then out->is_open. Else ORB_OK means
 * that it is to be made again. */
static enum orb_status try_snapshot(struct cli_territory *out,
                                    const struct cli_context *cli, const char *path,
                                    int64_t version, struct orb_error *err)
{
    struct orb_error damage = { 0 };
    enum orb_status status;

    if (!orb_file_exists(path))
        return ORB_OK;
    if (orb_catalogue_file_version(path) != version && is_snapshot(path))
        return ORB_OK;
    status = cli_checked_open(&out->catalogue, path, false, &damage);
    out->is_open = status == ORB_OK;
    if (status == ORB_OK && orb_catalogue_version(&out->catalogue) != version) {
        orb_catalogue_close(&out->catalogue); /* replaced since its version was read */
        out->is_open = false;
        out->is_overtaken = true;
    }
    if (status == ORB_OK || status == ORB_ERR_NOT_FOUND) /* taken away since it was seen */
        return ORB_OK;
    if (status == ORB_ERR_CORRUPT) {
        cli_note(cli, _("the snapshot '%s' is damaged; it is made again"), path);
        return ORB_OK;
    }
    (void)orb_error_set(err, status, "%s", damage.text);
    orb_error_at(err, "%s", damage.place);
    return status;
}

/* It is for who may read its store: the umask is that of what is told of a person. */
static void open_to_readers(const struct cli_snapshot *snapshot)
{
    struct stat about;

    if (stat(snapshot->database, &about) == 0 && S_ISREG(about.st_mode))
        (void)fchmod(snapshot->out.fd, about.st_mode & 0666);
}

/* Write the image beside the database, look at it there, and only then put it in its place:
 * at no moment is it in memory, nor under its name before it is whole. */
static enum orb_status write_snapshot(struct cli_territory *out, const char *path,
                                      int64_t version, struct cli_snapshot *snapshot,
                                      struct orb_error *err)
{
    const struct making making = { out->store, version, NULL, snapshot };
    struct orb_catalogue_state state;
    struct orb_catalogue c;
    enum orb_status status = cli_output_open(&snapshot->out, path, false, &snapshot->err);

    if (status != ORB_OK || snapshot->out.temporary == NULL)
        return cli_snapshot_refuse(snapshot, status == ORB_OK ? ORB_ERR_IO : status, err);
    cli_leftovers_sweep(path, snapshot->out.fd);
    open_to_readers(snapshot);
    status = build_from_store(out, &making, err);
    if (status != ORB_OK)
        return status;
    orb_alloc_trim(); /* the image is read whole: its pages and the drafts would add up */
    status = orb_catalogue_map(&c, &state, snapshot->out.temporary, &snapshot->err);
    if (status != ORB_OK)
        return cli_snapshot_refuse(snapshot, status, err);
    status = orb_catalogue_check(&c, err);
    if (status == ORB_OK)
        status = cli_snapshot_refuse(
            snapshot, orb_output_commit(&snapshot->out, &snapshot->err), err);
    if (status == ORB_OK)
        out->catalogue = c;
    else
        orb_catalogue_close(&c);
    return status;
}

/* A folder that takes no file costs only the time of the next command. */
static enum orb_status make_catalogue(struct cli_territory *out,
                                      const struct cli_context *cli, const char *path,
                                      int64_t version, struct orb_error *err)
{
    const struct making in_memory = { .store = out->store, .version = version };
    struct cli_snapshot snapshot = { .database = cli->database };
    struct orb_error failure = { 0 };
    enum orb_status status = ORB_ERR_IO;

    snapshot.is_refused = out->is_overtaken;
    if (!out->is_overtaken)
        status = write_snapshot(out, path, version, &snapshot, &failure);
    cli_snapshot_close(&snapshot);
    if (status != ORB_OK && !snapshot.is_refused) {
        (void)orb_error_set(err, status, "%s", failure.text);
        orb_error_at(err, "%s", failure.place);
        return status;
    }
    if (status == ORB_OK)
        return ORB_OK;
    if (!out->is_overtaken && cli->verbose)
        cli_note(cli, _("the snapshot is not kept: %s: %s"), snapshot.err.place,
                 snapshot.err.text);
    return build_from_store(out, &in_memory, err);
}

static enum orb_status open_database(struct cli_territory *out,
                                     const struct cli_context *cli, struct orb_error *err)
{
    struct orb_buf path = { 0 };
    int64_t version = 0;
    enum orb_status status;

    status = cli_database_beside(&path, cli->database, SUFFIX, err);
    if (status == ORB_OK)
        status = orb_store_open(&out->store, cli->database, ORB_STORE_READ, err);
    if (status == ORB_OK)
        status = orb_store_stamp(out->store, &version, err);
    if (status == ORB_OK)
        status = try_snapshot(out, cli, path.data, version, err);
    if (status != ORB_OK || out->is_open)
        goto done;
    if (cli->verbose || isatty(STDERR_FILENO))
        cli_note(cli, _("making the snapshot '%s'"), path.data);
    status = make_catalogue(out, cli, path.data, version, err);
done:
    orb_buf_release(&path);
    return status;
}

enum orb_status cli_territory_check(const struct cli_context *cli, struct orb_error *err)
{
    struct orb_buf path = { 0 };
    struct orb_catalogue catalogue;
    enum orb_status status, found;

    status = cli_database_beside(&path, cli->database, SUFFIX, err);
    if (status == ORB_OK && is_snapshot(path.data)) {
        found = cli_checked_open(&catalogue, path.data, true, NULL);
        if (found == ORB_OK)
            orb_catalogue_close(&catalogue);
        if (found == ORB_ERR_CORRUPT && unlink(path.data) != 0)
            status = orb_file_error(err, path.data, errno);
        else if (found == ORB_ERR_CORRUPT)
            cli_note(
                cli,
                _("the snapshot '%s' was damaged; it is removed, and the next command makes it again"),
                path.data);
    }
    orb_buf_release(&path);
    return status;
}

/* What a file holds beside its records, which a store puts together and a file does not. */
struct beside {
    struct orb_sink next;
    unsigned long long count;
};

static enum orb_status pass(void *context, const struct orb_record *record,
                            struct orb_error *err)
{
    struct beside *beside = context;

    beside->count +=
        record->kind == ORB_RECORD_ASSERTION || record->kind == ORB_RECORD_DECISION;
    return beside->next.put(beside->next.context, record, err);
}

static enum orb_status open_native(struct cli_territory *out, const struct cli_context *cli,
                                   const char *path, const struct orb_scenario_plan *plan,
                                   struct orb_error *err)
{
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    struct orb_import_input input = { .paths = &path,
                                      .path_count = 1,
                                      .reference_date = cli->date };
    struct orb_import_report report = { 0 };
    struct beside beside = { .count = 0 };
    const struct orb_sink sink = { &beside, pass };
    struct passage passage;
    enum orb_status status;

    if (builder == NULL)
        return orb_error_memory(err);
    passage_open(&passage, builder, plan);
    beside.next = passage.sink;
    status = orb_importer_native.run(&input, &sink, &report, err);
    if (status == ORB_OK)
        status = passage_end(&passage, err);
    orb_scenario_change_release(&passage.change);
    if (status == ORB_OK)
        status = finish(out, builder, 0, NULL, err);
    if (status == ORB_OK && report.rejected > 0)
        cli_note(cli,
                 ORB_PLURAL("%s: %llu row rejected; 'orbite import native' says why",
                            "%s: %llu rows rejected; 'orbite import native' says why",
                            report.rejected),
                 path, report.rejected);
    if (status == ORB_OK && beside.count > 0)
        cli_note(
            cli,
            ORB_PLURAL(
                "%s: %llu value added to it, or decision, is not used; 'orbite import native' puts all together",
                "%s: %llu values added to it, or decisions, are not used; 'orbite import native' puts all together",
                beside.count),
            path, beside.count);
    orb_report_release(&report);
    orb_catalogue_builder_free(builder);
    return status;
}

enum orb_status cli_territory_open(struct cli_territory *out, const struct cli_context *cli,
                                   const char *path, struct orb_error *err)
{
    enum orb_status status;

    memset(out, 0, sizeof *out);
    status = path == NULL ? open_database(out, cli, err)
                          : open_native(out, cli, path, NULL, err);
    out->is_open = status == ORB_OK;
    out->is_file = path != NULL;
    if (status != ORB_OK) {
        orb_buf_release(&out->image);
        orb_store_close(out->store);
        out->store = NULL;
    }
    return status;
}

enum orb_status cli_territory_open_changed(struct cli_territory *out,
                                           const struct cli_context *cli, const char *path,
                                           const struct orb_scenario_plan *plan,
                                           struct orb_error *err)
{
    struct making making = { .plan = plan };
    struct cli_context silent = *cli; /* what there is to say was said the first time */
    struct orb_store *store = NULL;
    enum orb_status status = ORB_OK;

    memset(out, 0, sizeof *out);
    silent.quiet = true;
    if (path != NULL && strcmp(path, "-") == 0)
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("standard input cannot be read twice; give the name of a file"));
    if (path != NULL)
        status = open_native(out, &silent, path, plan, err);
    else
        status = orb_store_open(&store, cli->database, ORB_STORE_READ, err);
    making.store = store;
    if (status == ORB_OK && path == NULL)
        status = build_from_store(out, &making, err);
    orb_store_close(store);
    out->is_open = status == ORB_OK;
    if (status != ORB_OK)
        orb_buf_release(&out->image);
    return status;
}

void cli_territory_let_go(struct cli_territory *territory)
{
    orb_store_close(territory->store);
    territory->store = NULL;
}

enum orb_status cli_territory_hold(bool *is_same, struct cli_territory *territory,
                                   const struct cli_context *cli, struct orb_error *err)
{
    int64_t version = 0;
    enum orb_status status;

    *is_same = true;
    if (territory->store != NULL || territory->is_file)
        return ORB_OK;
    status = orb_store_open(&territory->store, cli->database, ORB_STORE_READ, err);
    if (status == ORB_OK)
        status = orb_store_stamp(territory->store, &version, err);
    *is_same = status == ORB_OK && version == territory->catalogue.data_version;
    if (!*is_same)
        cli_territory_let_go(territory);
    return status;
}

void cli_territory_close(struct cli_territory *territory)
{
    if (!territory->is_open)
        return;
    orb_catalogue_close(&territory->catalogue);
    orb_buf_release(&territory->image);
    cli_territory_let_go(territory);
    territory->is_open = false;
}

enum orb_status cli_territory_ask(struct cli_territory *out, const struct cli_context *cli,
                                  const struct cli_territory_asking *asking,
                                  struct orb_error *err)
{
    bool is_same = true;
    enum orb_status status = cli_territory_open(out, cli, asking->path, err);

    if (status != ORB_OK)
        return status;
    if (asking->takes_long || !asking->keeps_store)
        cli_territory_let_go(out);
    status = asking->ask(asking->context, err);
    if (status == ORB_OK && asking->keeps_store)
        status = cli_territory_hold(&is_same, out, cli, err);
    if (status != ORB_OK || is_same)
        return status;
    asking->forget(asking->context);
    cli_territory_close(out);
    status = cli_territory_open(out, cli, asking->path, err);
    return status == ORB_OK ? asking->ask(asking->context, err) : status;
}

orb_date cli_territory_date(const struct cli_territory *territory,
                            const struct cli_context *cli)
{
    return cli->date != ORB_DATE_NONE ? cli->date : territory->catalogue.info->as_of;
}
