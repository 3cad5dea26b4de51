/* Writes a product of the territory for other programs. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/commune.h"
#include "cli/diagnostics.h"
#include "cli/leftovers.h"
#include "cli/locale.h"
#include "cli/map_caseload.h"
#include "cli/map_person.h"
#include "cli/map_product.h"
#include "cli/map_rings.h"
#include "cli/options.h"
#include "cli/people_source.h"
#include "cli/territory.h"
#include "cli/travel_options.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/match/match.h"
#include "maps/registry.h"

enum { SIMPLIFY_MAX = 100000, TRAVEL = ORB_EXPORT_RINGS | ORB_EXPORT_PERSON };

static const struct cli_option map_options[] = {
    { "circle", 0, N_("CIRCLE"), N_("only this circle (C0, C1a, C1b, C2, C3)") },
    { "commune", 0, N_("COMMUNE"), N_("only what is in this commune (code)") },
    { "departement", 0, N_("DEPARTEMENT"), N_("only what is in this département (code)") },
    { "closed", 0, NULL, N_("also what is closed") },
    { "without", 0, N_("SOURCE"), N_("leave out what comes from this source: osm") },
    { "excel-fr", 0, NULL, N_("csv as French spreadsheets read it") },
    { "title", 0, N_("TEXT"), N_("title of the map or page") },
    { "from", 0, N_("COMMUNE"), N_("tell distances from this commune (code or name)") },
    CLI_TRAVEL_SOURCE_ROWS,
    { "allow-person-coordinates", 0, N_("HOST"),
      N_("let the position of the person go to this host, which is that of the router") },
    { "simplify", 0, N_("METRES"), N_("draw contours without details below this size") },
    { "lang", 0, N_("LANGUAGE"), N_("language of the page or of the circles: fr or en") },
    { "paper", 0, N_("PAPER"), N_("circles on a4, a4-portrait or a3") },
    { "style", 0, N_("STYLE"), N_("circles in colour, or in black for photocopies") },
    { "requests", 0, N_("FILE"), N_("requests by family, for circles (CSV)") },
    { "table", 0, NULL, N_("circles as a table") },
    { "json", 0, NULL, N_("circles as a list in JSON") },
    { "situation", 0, N_("FILE"),
      N_("what answers one person, told in this file (- = standard input)") },
    { "private", 0, NULL, N_("write personal data, for yourself alone") },
    { "caseload", 0, N_("FILE"),
      N_("the page of a team: the persons told in this file (- = standard input)") },
    CLI_PEOPLE_OPTIONS,
    { "person", 0, N_("PSEUDONYM"), N_("what answers this one person of the vault") },
    { "reason", 0, N_("TEXT"), N_("why, for the journal of the vault; names nobody") },
    { "class", 0, N_("CLASS"),
      N_("counts of the persons, or --requests, for those outside of the team: partner, public") },
    { "jobs", 0, N_("N"), N_("threads that sort the persons (1)") },
    { 0 },
};

/* Which products take each option, in the same order. */
static const unsigned option_bits[] = {
    ORB_EXPORT_SELECTION,
    ORB_EXPORT_SELECTION,
    ORB_EXPORT_SELECTION | ORB_EXPORT_CONTOURS,
    ORB_EXPORT_SELECTION,
    ORB_EXPORT_SELECTION,
    ORB_EXPORT_EXCEL,
    ORB_EXPORT_TITLE,
    ORB_EXPORT_ORIGIN,
    TRAVEL,
    TRAVEL,
    TRAVEL,
    TRAVEL,
    ORB_EXPORT_PERSON,
    ORB_EXPORT_CONTOURS,
    ORB_EXPORT_LANGUAGE,
    CLI_MAP_CIRCLES,
    CLI_MAP_CIRCLES,
    CLI_MAP_CIRCLES,
    CLI_MAP_CIRCLES,
    CLI_MAP_CIRCLES,
    ORB_EXPORT_PERSON,
    ORB_EXPORT_PERSON,
    ORB_EXPORT_PERSON,
    ORB_EXPORT_PERSON,
    ORB_EXPORT_PERSON,
    ORB_EXPORT_PERSON,
    ORB_EXPORT_PERSON,
    ORB_EXPORT_PERSON,
    ORB_EXPORT_PERSON,
};

static enum orb_status unknown_format(const char *name, struct orb_error *err)
{
    const char *near = NULL;
    size_t best = SIZE_MAX;

    for (const struct orb_exporter *const *e = orb_exporters; *e != NULL; e++)
        near = cli_nearest(name, (*e)->name, near, &best);
    for (const struct cli_map_product *const *p = cli_map_products; *p != NULL; p++)
        near = cli_nearest(name, (*p)->name, near, &best);
    if (near != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("unknown format '%s'; did you mean '%s'?"), name, near);
    return orb_error_set(err, ORB_ERR_SYNTAX,
                         _("unknown format '%s'; 'orbite help formats' lists them"), name);
}

static enum orb_status check_options(const struct cli_arguments *args, unsigned takes,
                                     struct orb_error *err)
{
    const char *circle = cli_option_value(args, "circle");
    const char *without = cli_option_value(args, "without");
    const char *simplify = cli_option_value(args, "simplify");
    const char *language = cli_option_value(args, "lang");
    double metres = 0;

    _Static_assert(sizeof option_bits / sizeof option_bits[0] ==
                       sizeof map_options / sizeof map_options[0] - 1,
                   "one entry for each option");
    for (size_t i = 0; map_options[i].name != NULL; i++)
        if ((takes & option_bits[i]) == 0 &&
            cli_option_value(args, map_options[i].name) != NULL)
            return orb_error_set(err, ORB_ERR_SYNTAX,
                                 _("'--%s' means nothing for the format '%s'"),
                                 map_options[i].name, args->operands[0]);
    if (circle != NULL && orb_name_index(orb_circle_names, ORB_CIRCLES, circle) < 0)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("there is no circle '%s'; the circles are C0, C1a, C1b, C2, C3 and INST"),
            circle);
    if (without != NULL && strcmp(without, "osm") != 0)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--without %s' is not known: only osm can be left out"),
                             without);
    if (language != NULL && strcmp(language, "fr") != 0 && strcmp(language, "en") != 0)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--lang %s' is not known: the languages are fr and en"),
                             language);
    if (simplify != NULL && (!orb_number_parse(&metres, simplify, strlen(simplify)) ||
                             metres < 0 || metres > SIMPLIFY_MAX))
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("'--simplify %s' is not a number of metres between 0 and %d"), simplify,
            SIMPLIFY_MAX);
    return ORB_OK;
}

static enum orb_status map_parse(const struct cli_context *cli,
                                 const struct cli_arguments *args, struct orb_error *err)
{
    enum orb_status status =
        cli_operands_check(args, 1, 1, _("a format: orbite map FORMAT"), err);
    const struct orb_exporter *exporter;
    const struct cli_map_product *product;

    (void)cli;
    if (status != ORB_OK)
        return status;
    exporter = orb_exporter_find(args->operands[0]);
    product = cli_map_product_find(args->operands[0]);
    if (exporter == NULL && product == NULL)
        return unknown_format(args->operands[0], err);
    status = check_options(args, exporter != NULL ? exporter->takes : product->takes, err);
    if (status == ORB_OK)
        status = cli_map_caseload_check(args, err);
    if (status == ORB_OK && !cli_map_has_caseload(args))
        status = cli_map_person_check(args, err);
    if (status == ORB_OK && !cli_map_has_person(args))
        status = cli_map_rings_check(args, err);
    return status == ORB_OK && product != NULL && product->check != NULL
               ? product->check(args, err)
               : status;
}

/* Products start from a code. */
static enum orb_status find_start(struct orb_export_options *options,
                                  const struct orb_catalogue *c, struct orb_error *err)
{
    uint32_t commune;
    enum orb_status status;

    if (options->from == NULL)
        return ORB_OK;
    status = cli_commune_find(&commune, c, options->from, err);
    if (status == ORB_OK)
        options->from = orb_cat_string(c, c->communes[commune].code);
    return status;
}

/* What an exporter is given, of the command. */
struct given {
    const struct cli_context *cli;
    const struct cli_arguments *args;
    struct cli_territory territory;
    struct orb_export_options options;
    struct cli_map_rings *rings;
};

static enum orb_status ask_given(void *context, struct orb_error *err)
{
    struct given *given = context;
    const struct cli_territory *territory = &given->territory;
    enum orb_status status;

    given->options =
        cli_map_options(given->cli, given->args, cli_territory_date(territory, given->cli));
    status = find_start(&given->options, &territory->catalogue, err);
    return status == ORB_OK
               ? cli_map_rings_ask(&given->rings, given->cli, given->args,
                                   &(struct cli_map_rings_of){ &territory->catalogue,
                                                               given->options.from },
                                   err)
               : status;
}

static void forget_given(void *context)
{
    struct given *given = context;

    cli_map_rings_free(given->rings);
    given->rings = NULL;
}

static enum orb_status open_given(struct given *given, struct orb_error *err)
{
    const struct cli_territory_asking asking = {
        .takes_long = cli_option_value(given->args, "router") != NULL,
        .keeps_store = true,
        .ask = ask_given,
        .forget = forget_given,
        .context = given,
    };

    return cli_territory_ask(&given->territory, given->cli, &asking, err);
}

static enum orb_status write_exporter(struct orb_output *out,
                                      const struct orb_exporter *exporter,
                                      const struct cli_context *cli,
                                      const struct cli_arguments *args,
                                      struct orb_error *err)
{
    struct given given = { .cli = cli, .args = args };
    struct cli_map_store store = { .cli = cli };
    struct orb_buf rings = { 0 };
    enum orb_status status = open_given(&given, err);

    if (status == ORB_OK) {
        const struct orb_map_territory whole = { &given.territory.catalogue, cli_map_replay,
                                                 &store };

        store.of = given.territory.store;
        status = cli_map_rings_write(given.rings, &rings, &whole, err);
        given.options.rings = rings.data;
        if (status == ORB_OK)
            status = exporter->run(out, &whole, &given.options, err);
    }
    orb_buf_release(&rings);
    cli_map_store_close(&store);
    forget_given(&given);
    cli_territory_close(&given.territory);
    return status;
}

static enum orb_status map_run(const struct cli_context *cli,
                               const struct cli_arguments *args, struct orb_error *err)
{
    const struct orb_exporter *exporter = orb_exporter_find(args->operands[0]);
    const char *path = cli_option_value(args, "output");
    const char *language = cli_option_value(args, "lang");
    struct cli_context own = *cli;
    struct orb_output out = { 0 };
    bool has_caseload = cli_map_has_caseload(args);
    bool is_private = cli_map_has_person(args) ||
                      (has_caseload && cli_option_value(args, "private") != NULL);
    enum orb_status status;

    if (path == NULL)
        path = "-";
    status = cli_output_open(&out, path, is_private, err);
    out.scratch = getenv("TMPDIR");
    if (language != NULL) {
        own.french = strcmp(language, "fr") == 0;
        cli_locale_use(own.french);
    }
    if (status == ORB_OK && has_caseload)
        status = cli_map_caseload_write(&out, &own, args, err);
    else if (status == ORB_OK && is_private)
        status = cli_map_person_write(&out, &own, args, err);
    else if (status == ORB_OK)
        status =
            exporter != NULL
                ? write_exporter(&out, exporter, &own, args, err)
                : cli_map_product_find(args->operands[0])->write(&out, &own, args, err);
    if (status == ORB_OK)
        status = orb_output_commit(&out, err);
    orb_output_close(&out);
    return status;
}

const struct cli_command cli_map = {
    .name = "map",
    .group = CLI_GROUP_OUTPUT,
    .summary = N_("write the territory for a map or another program"),
    .usage = "FORMAT",
    .options = map_options,
    .common = CLI_OPT_DATABASE | CLI_OPT_OPERATOR | CLI_OPT_DATE | CLI_OPT_OUTPUT,
    .description = N_(
        "'geojson' holds one feature for each offer, for QGIS or a web map; 'native' holds the whole territory, to hand it on or to make it again with 'orbite import native'. Restricted contacts and confidential addresses never leave. The file is written beside its target, then renamed."),
    .parse = map_parse,
    .run = map_run,
};
