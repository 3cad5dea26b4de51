/* Writes a product of the territory for other programs. */
#include <stdint.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/diagnostics.h"
#include "cli/options.h"
#include "cli/territory.h"
#include "engine/base/text.h"
#include "engine/match/match.h"
#include "engine/store/store.h"
#include "maps/native.h"
#include "maps/registry.h"

#define NATIVE "native"

static const struct cli_option map_options[] = {
    { "circle", 0, N_("CIRCLE"), N_("only this circle (C0, C1a, C1b, C2, C3)") },
    { "commune", 0, N_("COMMUNE"), N_("only what is in this commune (code)") },
    { "closed", 0, NULL, N_("also what is closed") },
    { 0 },
};

static enum orb_status unknown_format(const char *name, struct orb_error *err)
{
    const char *near = NULL;
    size_t best = SIZE_MAX;

    for (const struct orb_exporter *const *e = orb_exporters; *e != NULL; e++)
        near = cli_nearest(name, (*e)->name, near, &best);
    near = cli_nearest(name, NATIVE, near, &best);
    if (near != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("unknown format '%s'; did you mean '%s'?"), name, near);
    return orb_error_set(err, ORB_ERR_SYNTAX,
                         _("unknown format '%s'; 'orbite help formats' lists them"), name);
}

static enum orb_status map_parse(const struct cli_context *cli,
                                 const struct cli_arguments *args, struct orb_error *err)
{
    const char *circle = cli_option_value(args, "circle");
    enum orb_status status =
        cli_operands_check(args, 1, 1, _("a format: orbite map FORMAT"), err);
    bool native;

    (void)cli;
    if (status != ORB_OK)
        return status;
    native = strcmp(args->operands[0], NATIVE) == 0;
    if (!native && orb_exporter_find(args->operands[0]) == NULL)
        return unknown_format(args->operands[0], err);
    for (const struct cli_option *o = map_options; native && o->name != NULL; o++)
        if (cli_option_value(args, o->name) != NULL)
            return orb_error_set(
                err, ORB_ERR_SYNTAX,
                _("a native file holds the whole territory: '--%s' means nothing for it"),
                o->name);
    if (circle != NULL && orb_name_index(orb_circle_names, ORB_CIRCLES, circle) < 0)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("there is no circle '%s'; the circles are C0, C1a, C1b, C2, C3 and INST"),
            circle);
    return ORB_OK;
}

/* What is one resource keeps together what one source of it keeps. */
static enum orb_status hide_together(struct orb_native_writer *writer,
                                     struct orb_store *store, struct orb_error *err)
{
    static const struct orb_store_filter looked_at = {
        .kinds = 1U << ORB_RECORD_ORGANIZATION | 1U << ORB_RECORD_SITE |
                 1U << ORB_RECORD_SERVICE | 1U << ORB_RECORD_OFFER,
        .raw = true
    };
    struct orb_sink sink = orb_native_writer_look(writer);
    struct orb_store_links links = { 0 };
    struct orb_arena arena = { 0 };
    enum orb_status status = orb_store_get_links(store, &arena, &links, err);

    for (size_t i = 0; status == ORB_OK && i < links.link_count; i++)
        status = orb_native_writer_hide_together(
            writer, links.links[i].kind, links.links[i].id, links.links[i].canonical, err);
    if (status == ORB_OK && links.link_count > 0)
        status = orb_store_replay(store, &looked_at, &sink, err);
    orb_arena_release(&arena);
    return status;
}

/* The whole territory, contours included, straight from the store. */
static enum orb_status write_native(struct orb_output *out, const struct cli_context *cli,
                                    struct orb_error *err)
{
    static const struct orb_store_filter whole = { .with_contours = true, .raw = true };
    struct orb_native_writer *writer = NULL;
    struct orb_store *store = NULL;
    struct orb_sink sink;
    enum orb_status status = orb_store_open(&store, cli->database, ORB_STORE_READ, err);

    if (status == ORB_OK)
        status = orb_native_writer_new(&writer, out, err);
    if (status == ORB_OK)
        status = hide_together(writer, store, err);
    if (status == ORB_OK) {
        sink = orb_native_writer_sink(writer);
        status = orb_store_replay(store, &whole, &sink, err);
    }
    if (status == ORB_OK)
        status = orb_native_writer_end(writer, err);
    orb_native_writer_free(writer);
    orb_store_close(store);
    return status;
}

static enum orb_status write_product(struct orb_output *out, const struct cli_context *cli,
                                     const struct cli_arguments *args,
                                     struct orb_error *err)
{
    const struct orb_exporter *exporter = orb_exporter_find(args->operands[0]);
    struct cli_territory territory = { 0 };
    enum orb_status status = cli_territory_open(&territory, cli, NULL, err);

    if (status == ORB_OK) {
        const struct orb_export_options options = {
            .reference_date = cli_territory_date(&territory, cli),
            .operator_id = cli->operator_id,
            .circle = cli_option_value(args, "circle"),
            .commune = cli_option_value(args, "commune"),
            .with_closed = cli_option_value(args, "closed") != NULL,
        };

        status = exporter->run(out, &territory.catalogue, &options, err);
    }
    cli_territory_close(&territory);
    return status;
}

static enum orb_status map_run(const struct cli_context *cli,
                               const struct cli_arguments *args, struct orb_error *err)
{
    const char *path = cli_option_value(args, "output");
    struct orb_output out = { 0 };
    enum orb_status status = orb_output_open(&out, path == NULL ? "-" : path, err);

    if (status == ORB_OK)
        status = strcmp(args->operands[0], NATIVE) == 0
                     ? write_native(&out, cli, err)
                     : write_product(&out, cli, args, err);
    if (status == ORB_OK)
        status = orb_output_commit(&out, err);
    orb_output_close(&out);
    return status;
}

const struct cli_command cli_map = {
    .name = "map",
    .group = CLI_GROUP_OUTPUT,
    .summary = N_("write the territory for a map or another program"),
    .usage = "geojson|native",
    .options = map_options,
    .common = CLI_OPT_DATABASE | CLI_OPT_OPERATOR | CLI_OPT_DATE | CLI_OPT_OUTPUT,
    .description = N_(
        "'geojson' holds one feature for each offer, for QGIS or a web map; 'native' holds the whole territory, to hand it on or to make it again with 'orbite import native'. Restricted contacts and confidential addresses never leave. The file is written beside its target, then renamed."),
    .parse = map_parse,
    .run = map_run,
};
