/* Makes an invented territory to learn and to measure with, and the store built from its
 * files. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/clock.h"
#include "cli/commands.h"
#include "cli/demo_folder.h"
#include "cli/diagnostics.h"
#include "cli/link.h"
#include "cli/options.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/store/store.h"
#include "importers/demo_land.h"
#include "importers/registry.h"

#define DEFAULT_OFFERS 2000

static const struct cli_option demo_options[] = {
    { "seed", 0, N_("N"), N_("another number, another territory (1)") },
    { "offers", 0, N_("M"),
      N_("how many offers, 500 to 2500000 (2000); the land grows with them") },
    { "force", 0, NULL, N_("write into a folder that holds other files") },
    { 0 },
};

static enum orb_status read_options(struct orb_demo_options *out,
                                    const struct cli_arguments *args, struct orb_error *err)
{
    const char *seed = cli_option_value(args, "seed");
    const char *offers = cli_option_value(args, "offers");
    int64_t number = 1;
    int64_t count = DEFAULT_OFFERS;

    if (seed != NULL && !orb_integer_parse(&number, seed, strlen(seed), 0, 999999999))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("--seed is a number of 0 to 999999999"));
    if (offers != NULL && !orb_integer_parse(&count, offers, strlen(offers),
                                             ORB_DEMO_MIN_OFFERS, ORB_DEMO_MAX_OFFERS))
        return orb_error_set(err, ORB_ERR_SYNTAX, _("--offers is a number of %d to %d"),
                             ORB_DEMO_MIN_OFFERS, ORB_DEMO_MAX_OFFERS);
    *out = (struct orb_demo_options){ .seed = (uint64_t)number, .offers = (uint32_t)count };
    return ORB_OK;
}

static enum orb_status demo_parse(const struct cli_context *cli,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    struct orb_demo_options options;
    enum orb_status status =
        cli_operands_check(args, 1, 1, _("a folder: orbite demo DIR"), err);

    (void)cli;
    return status == ORB_OK ? read_options(&options, args, err) : status;
}

/* The work of the command. */
struct demo {
    const struct cli_context *cli;
    const char *folder;
    struct orb_demo_options options;
    struct orb_arena arena;
    struct orb_store *store;
    struct orb_store_summary territory;
    struct orb_store_summary relations;
};

/* On a terminal, what is being done; large territories take a minute. */
static void tell(const struct demo *demo, const char *name)
{
    if (demo->cli->verbose || isatty(STDERR_FILENO))
        cli_note(demo->cli, _("writing '%s/%s'"), demo->folder, name);
}

/* Import a file we wrote ourselves: whatever it refuses is a bug of ours. Nothing is added
 * to what it says, so that importing it again by hand changes nothing. */
static enum orb_status import_file(struct demo *demo, const struct orb_importer *importer,
                                   const char *name, struct orb_store_summary *summary,
                                   struct orb_error *err)
{
    const char *path = cli_demo_path(&demo->arena, demo->folder, name);
    char now[CLI_CLOCK_LEN];
    struct cli_linker linker;
    struct orb_store_import import = { .importer = importer->name,
                                       .files = path,
                                       .full = importer->full,
                                       .imported_at = cli_clock_write(now),
                                       .linker = &linker.linker };
    struct orb_import_input input = { .paths = &path,
                                      .path_count = 1,
                                      .operator_id = "demo:a00000",
                                      .reference_date = demo->cli->date };
    struct orb_import_report report = { 0 };
    struct orb_sink sink;
    enum orb_status status;

    if (path == NULL)
        return orb_error_memory(err);
    status = cli_link_begin(&linker, demo->cli, err);
    if (status == ORB_OK)
        status = orb_store_territory_view(demo->store, &input.territory, err);
    if (status == ORB_OK)
        status = orb_store_import_begin(demo->store, &import, &sink, err);
    if (status != ORB_OK) {
        cli_link_end(&linker);
        return status;
    }
    status = importer->run(&input, &sink, &report, err);
    if (status == ORB_OK && report.rejected + report.values > 0)
        status =
            orb_error_set(err, ORB_ERR_INTERNAL,
                          _("'%s' was written and could not be read back whole"), path);
    if (status == ORB_OK)
        status = orb_store_import_commit(demo->store, NULL, summary, err);
    if (status != ORB_OK)
        orb_store_import_rollback(demo->store);
    cli_link_end(&linker);
    orb_report_release(&report);
    return status;
}

/* The store is made beside its place, then takes it: a demonstration stopped midway leaves
 * the one before. */
static enum orb_status replace_store(struct demo *demo, const char *made,
                                     struct orb_error *err)
{
    static const char *const beside[] = { "territory.orbite-wal", "territory.orbite-shm",
                                          "territory.orbite-journal",
                                          "territory.orbite.cat" };
    const char *path = cli_demo_path(&demo->arena, demo->folder, "territory.orbite");

    for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++) {
        const char *old = cli_demo_path(&demo->arena, demo->folder, beside[i]);

        if (old != NULL)
            (void)unlink(old);
    }
    if (path == NULL)
        return orb_error_memory(err);
    if (rename(made, path) != 0)
        return orb_error_set(err, ORB_ERR_IO, _("'%s' cannot be replaced"), path);
    return ORB_OK;
}

static enum orb_status make_store(struct demo *demo, struct orb_error *err)
{
    const char *path = cli_demo_path(&demo->arena, demo->folder, "territory.orbite.new");
    const struct orb_importer *relations = orb_importer_find("relations");
    enum orb_status status = ORB_OK;

    if (path == NULL)
        return orb_error_memory(err);
    tell(demo, "territory.orbite");
    (void)unlink(path);
    status = orb_store_open(&demo->store, path, ORB_STORE_CREATE, err);
    if (status == ORB_OK)
        status = import_file(demo, &orb_importer_native, "territory.json", &demo->territory,
                             err);
    if (status == ORB_OK && relations != NULL)
        status = import_file(demo, relations, "relations.csv", &demo->relations, err);
    orb_store_close(demo->store);
    if (status == ORB_OK)
        status = replace_store(demo, path, err);
    else
        (void)unlink(path);
    return status;
}

static enum orb_status print_summary(const struct demo *demo, struct orb_error *err)
{
    const struct orb_store_tally *kinds = demo->territory.kinds;
    struct orb_buf text = { 0 };
    enum orb_status status;

    orb_buf_printf(
        &text,
        _("Invented territory in '%s' (seed %llu): %llu offers of %llu services in %u communes.\n"),
        demo->folder, (unsigned long long)demo->options.seed, kinds[ORB_RECORD_OFFER].added,
        kinds[ORB_RECORD_SERVICE].added, orb_demo_land_communes(demo->options.offers));
    orb_buf_printf(
        &text,
        _("  territory.orbite    the territory with its %llu relations, ready to use\n"),
        demo->relations.kinds[ORB_RECORD_RELATION].added);
    orb_buf_text(
        &text,
        _("  territory.json      the same as an exchange file (orbite import native)\n"));
    orb_buf_text(
        &text,
        _("  relations.csv       the conventions of its operator (orbite import relations)\n"));
    orb_buf_text(
        &text,
        _("  requests.csv        the requests it received and covered (orbite map circles)\n"));
    orb_buf_text(
        &text,
        _("  communes.geojson    the contours of its communes (orbite import contours)\n"));
    orb_buf_printf(&text, _("  persons/            %d invented situations\n"),
                   ORB_DEMO_PERSONS);
    orb_buf_printf(&text, _("Next: orbite match %s/persons/%s -d %s/territory.orbite\n"),
                   demo->folder, orb_demo_person_file(0), demo->folder);
    status = orb_buf_check(&text, err);
    if (status == ORB_OK)
        status = cli_print(NULL, &text, err);
    orb_buf_release(&text);
    return status;
}

static enum orb_status demo_run(const struct cli_context *cli,
                                const struct cli_arguments *args, struct orb_error *err)
{
    struct demo demo = { .cli = cli, .folder = args->operands[0] };
    enum orb_status status = read_options(&demo.options, args, err);

    if (status == ORB_OK)
        status = cli_demo_folder_prepare(demo.folder,
                                         cli_option_value(args, "force") != NULL, err);
    if (status == ORB_OK) {
        tell(&demo, "territory.json");
        status = cli_demo_files_write(demo.folder, &demo.options, err);
    }
    if (status == ORB_OK)
        status = make_store(&demo, err);
    if (status == ORB_OK && !cli->quiet)
        status = print_summary(&demo, err);
    orb_arena_release(&demo.arena);
    return status;
}

const struct cli_command cli_demo = {
    .name = "demo",
    .group = CLI_GROUP_SETUP,
    .summary = N_("make an invented territory to try Orbite with"),
    .usage = "DIR",
    .options = demo_options,
    .description = N_(
        "Nothing in it exists: neither the communes nor the services nor the persons. The same seed and size make the same files on every machine. One offer stands for 350 inhabitants. The folder is made; one that holds other files is refused without --force."),
    .parse = demo_parse,
    .run = demo_run,
};
