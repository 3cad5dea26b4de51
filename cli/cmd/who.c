/* Who does what on a territory: the matrix of areas by families, needs, publics... */
#include <math.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/planning.h"
#include "cli/report_output.h"
#include "cli/travel_options.h"
#include "engine/base/file.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/travel/estimate.h"
#include "maps/booklet.h"
#include "maps/report_who.h"

/* A longer list of services is made only when it is asked for by its name. */
#define SERVICES_MAX 50000

/* clang-format off */
static const struct cli_option who_options[] = {
    CLI_LEVEL_OPTION,
    { "of", 0, N_("WHAT"),
      N_("columns: families, sub-services, needs, publics, categories or circles") },
    { "count", 0, N_("WHAT"),
      N_("count services, offers, authorised or installed places") },
    CLI_PERIMETER_OPTIONS,
    { "booklet", 0, NULL, N_("a booklet in Markdown: one section for each area") },
    { "within", 0, N_("MINUTES"), N_("also the services that people of each area can go to within these minutes") },
    CLI_TRAVEL_ROWS,
    CLI_REPORT_OPTIONS,
    { 0 },
};
/* clang-format on */

/* ---- words of options */

struct word {
    const char *text; /* folded */
    int value;
};

static const struct word schemes[] = {
    { "families", ORB_MATRIX_FAMILIES },
    { "familles", ORB_MATRIX_FAMILIES },
    { "sub services", ORB_MATRIX_SUB_SERVICES },
    { "sous services", ORB_MATRIX_SUB_SERVICES },
    { "services", ORB_MATRIX_SUB_SERVICES },
    { "needs", ORB_MATRIX_NEEDS },
    { "besoins", ORB_MATRIX_NEEDS },
    { "publics", ORB_MATRIX_PUBLICS },
    { "categories", ORB_MATRIX_CATEGORIES },
    { "circles", ORB_MATRIX_CIRCLES },
    { "cercles", ORB_MATRIX_CIRCLES },
    { NULL, 0 },
};

static const struct word measures[] = {
    { "services", ORB_WHO_COUNT_SERVICES },     { "offers", ORB_WHO_COUNT_OFFERS },
    { "offres", ORB_WHO_COUNT_OFFERS },         { "authorised", ORB_WHO_COUNT_AUTHORISED },
    { "autorisees", ORB_WHO_COUNT_AUTHORISED }, { "installed", ORB_WHO_COUNT_INSTALLED },
    { "installees", ORB_WHO_COUNT_INSTALLED },  { NULL, 0 },
};

/* The value of a word of an option; words end with NULL; *out left as it is when the option
 * is not given. */
static enum orb_status read_word(int *out, const struct cli_arguments *args,
                                 const char *option, const struct word *words,
                                 struct orb_error *err)
{
    const char *text = cli_option_value(args, option);
    const char *near = NULL;
    size_t best = SIZE_MAX;
    struct orb_buf folded = { 0 };
    bool found = false;

    if (text == NULL)
        return ORB_OK;
    orb_buf_text(&folded, "");
    orb_utf8_fold(&folded, text);
    for (size_t i = 0; !folded.failed && words[i].text != NULL; i++) {
        if (strcmp(words[i].text, folded.data) == 0) {
            *out = words[i].value;
            found = true;
        }
        near = cli_nearest(text, words[i].text, near, &best);
    }
    orb_buf_release(&folded);
    if (found)
        return ORB_OK;
    return orb_error_set(err, ORB_ERR_SYNTAX, _("'--%s' does not know '%s'; try '%s'"),
                         option, text, near == NULL ? words[0].text : near);
}

struct asked {
    enum orb_mesh level;
    int scheme, measure;
    double within; /* NaN = not asked */
};

/* Minutes are asked for: what tells them means nothing otherwise. */
static enum orb_status read_within(struct asked *out, const struct cli_arguments *args,
                                   struct orb_error *err)
{
    static const char *const travel[] = { "mode", "matrix", "router", "travel-cache",
                                          "strict-travel" };
    const char *text = cli_option_value(args, "within");

    out->within = NAN;
    if (text != NULL && (!orb_number_parse(&out->within, text, strlen(text)) ||
                         !(out->within > 0 && out->within <= 600)))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--within' takes a number of minutes, 600 at most"));
    for (size_t i = 0; text == NULL && i < sizeof travel / sizeof travel[0]; i++)
        if (cli_option_value(args, travel[i]) != NULL)
            return orb_error_set(err, ORB_ERR_SYNTAX, _("'--%s' goes with '--within'"),
                                 travel[i]);
    return text == NULL ? ORB_OK : cli_travel_check(args, err);
}

static enum orb_status read_asked(struct asked *out, const struct cli_arguments *args,
                                  struct orb_error *err)
{
    enum orb_status status = cli_level_read(&out->level, args, ORB_MESH_COMMUNE, err);

    out->scheme = ORB_MATRIX_FAMILIES;
    out->measure = ORB_WHO_COUNT_SERVICES;
    if (status == ORB_OK)
        status = read_word(&out->scheme, args, "of", schemes, err);
    if (status == ORB_OK)
        status = read_word(&out->measure, args, "count", measures, err);
    return status == ORB_OK ? read_within(out, args, err) : status;
}

static enum orb_status who_parse(const struct cli_context *cli,
                                 const struct cli_arguments *args, struct orb_error *err)
{
    struct asked asked;
    enum orb_status status = cli_operands_check(args, 0, 0, "", err);

    (void)cli;
    if (status == ORB_OK)
        status = read_asked(&asked, args, err);
    if (status == ORB_OK && cli_option_value(args, "booklet") != NULL &&
        (cli_option_value(args, "format") != NULL ||
         cli_option_value(args, "table") != NULL))
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("'--booklet' is a form of its own: take --format and --table away"));
    return status == ORB_OK ? cli_report_check(args, err) : status;
}

/* ---- the question */

struct question {
    struct cli_planning planning;
    struct orb_areas areas;
    struct orb_matrix matrix, categories;
    struct orb_served served;
    struct orb_reached reached;
    struct cli_travel travel; /* closed unless minutes are asked for */
    struct orb_arena arena;
    struct asked asked;
};

static void release(struct question *q)
{
    orb_matrix_release(&q->matrix);
    orb_matrix_release(&q->categories);
    orb_served_release(&q->served);
    orb_reached_release(&q->reached);
    cli_travel_close(&q->travel);
    orb_arena_release(&q->arena);
    orb_areas_release(&q->areas);
    cli_planning_close(&q->planning);
}

static enum orb_status open_question(struct question *q, const struct cli_context *cli,
                                     const struct cli_arguments *args,
                                     struct orb_error *err)
{
    struct cli_planning *p = &q->planning;
    enum orb_status status = read_asked(&q->asked, args, err);

    if (status == ORB_OK)
        status = cli_planning_open(p, cli, args, "who/1", err);
    return status == ORB_OK ? orb_areas_make(&q->areas, &p->territory.catalogue,
                                             q->asked.level, &p->perimeter.communes, err)
                            : status;
}

/* From the communes of the perimeter to what people go to. */
static enum orb_status ask_router(struct question *q, const struct orb_matrix_request *r,
                                  struct orb_error *err)
{
    const struct orb_catalogue *c = r->catalogue;
    struct cli_travel_place *from =
        orb_arena_array(&q->arena, (size_t)c->commune_count + 1, sizeof *from);
    struct cli_travel_place *to =
        orb_arena_array(&q->arena, (size_t)c->offer_count + 1, sizeof *to);
    struct cli_travel_pairs pairs = { .from = from, .to = to };

    if (from == NULL || to == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < c->commune_count; i++)
        if (q->areas.today[i] == i && r->perimeter->within[i])
            from[pairs.from_count++] =
                (struct cli_travel_place){ orb_cat_string(c, c->communes[i].code),
                                           c->communes[i].lon, c->communes[i].lat };
    for (uint32_t i = 0; i < c->offer_count; i++)
        if (orb_reached_counts(r, i))
            to[pairs.to_count++] =
                (struct cli_travel_place){ orb_cat_string(c, c->offers[i].id),
                                           c->offers[i].lon, c->offers[i].lat };
    /* roads faster than the estimate reach farther than it does */
    pairs.limit_km = 1.5 * orb_travel_reach_km(r->profile, q->travel.mode, q->asked.within);
    return cli_travel_ask(&q->travel, &pairs, err);
}

static enum orb_status count_reached(struct question *q, const struct orb_matrix_request *r,
                                     const struct cli_arguments *args,
                                     struct orb_error *err)
{
    struct orb_reached_request request = { .matrix = r, .minutes = q->asked.within };
    enum orb_status status = cli_travel_open(&q->travel, &q->planning.cli, args, err);

    if (status == ORB_OK)
        status = cli_travel_place(&q->travel, r->catalogue, NULL, err);
    if (status == ORB_OK && q->travel.router_spec != NULL)
        status = ask_router(q, r, err);
    request.mode = q->travel.mode;
    request.table = cli_travel_is_given(&q->travel) ? &q->travel.table : NULL;
    return status == ORB_OK ? orb_reached_make(&q->reached, &request, err) : status;
}

static enum orb_status count_all(struct question *q, const struct cli_arguments *args,
                                 bool booklet, struct orb_error *err)
{
    const struct cli_planning *p = &q->planning;
    const struct orb_matrix_request request = {
        .catalogue = &p->territory.catalogue,
        .profile = p->profile,
        .circles = &p->circles,
        .perimeter = &p->perimeter.communes,
        .areas = &q->areas,
        .date = p->date,
        .scheme = (enum orb_matrix_scheme)q->asked.scheme
    };
    struct orb_matrix_request categories = request;
    enum orb_status status = orb_matrix_make(&q->matrix, &request, err);

    categories.scheme = ORB_MATRIX_CATEGORIES;
    if (status == ORB_OK && !booklet)
        status = orb_matrix_make(&q->categories, &categories, err);
    if (status == ORB_OK && !booklet)
        status = orb_served_make(&q->served, &request, err);
    return status == ORB_OK && !booklet && !isnan(q->asked.within)
               ? count_reached(q, &request, args, err)
               : status;
}

/* ---- the answer */

static bool ends_with(const char *text, const char *end)
{
    size_t len = text == NULL ? 0 : strlen(text);

    return len >= strlen(end) && strcmp(text + len - strlen(end), end) == 0;
}

/* A table for people has the matrix, who comes from elsewhere and the totals, unless
 * another is named; a format for programs or for a file has all of them. */
static unsigned tables_of(const struct cli_arguments *args, const struct orb_matrix *m)
{
    const char *named = cli_option_value(args, "table");
    const char *format = cli_option_value(args, "format");
    const char *path = cli_option_value(args, "output");
    unsigned all = ORB_WHO_MATRIX | ORB_WHO_SERVED | ORB_WHO_REACHED | ORB_WHO_TOTALS |
                   ORB_WHO_CELLS | ORB_WHO_CATEGORIES;
    bool csv = format == NULL ? ends_with(path, ".csv") : strcmp(format, "csv") == 0;
    bool table = format == NULL ? !csv && !ends_with(path, ".json") &&
                                      !ends_with(path, ".xlsx") && !ends_with(path, ".html")
                                : strcmp(format, "table") == 0;

    if (named != NULL && strcmp(named, "services") == 0)
        return all | ORB_WHO_SERVICES;
    if (named != NULL)
        return all;
    if (csv)
        return ORB_WHO_MATRIX;
    if (table)
        return ORB_WHO_MATRIX | ORB_WHO_SERVED | ORB_WHO_REACHED | ORB_WHO_TOTALS;
    return m->service_count > SERVICES_MAX ? all : all | ORB_WHO_SERVICES;
}

static enum orb_status write_report(struct question *q, const struct cli_arguments *args,
                                    struct orb_error *err)
{
    struct cli_planning *p = &q->planning;
    struct orb_who who = { .catalogue = &p->territory.catalogue,
                           .matrix = &q->matrix,
                           .areas = &q->areas,
                           .circles = &p->circles,
                           .categories = &q->categories,
                           .served = &q->served,
                           .reached = isnan(q->asked.within) ? NULL : &q->reached,
                           .perimeter = p->perimeter.label.data,
                           .level = cli_level_label(q->asked.level),
                           .scheme = (enum orb_matrix_scheme)q->asked.scheme,
                           .measure = (enum orb_who_measure)q->asked.measure,
                           .tables = tables_of(args, &q->matrix) };

    const struct cli_travel_use use = { q->reached.told, q->reached.estimated };
    enum orb_status status;

    if (!isnan(q->asked.within))
        orb_report_parameter(&p->report, "within", _("In reach within"), "%g min",
                             q->asked.within);
    orb_who_report(&p->report, &who);
    if (!isnan(q->asked.within))
        cli_travel_report(&q->travel, &use, &p->report);
    status = cli_planning_write(p, args, err);
    return status == ORB_OK ? cli_travel_end(&q->travel, &use, err) : status;
}

static enum orb_status write_booklet(struct question *q, const struct cli_arguments *args,
                                     struct orb_error *err)
{
    const char *path = cli_option_value(args, "output");
    const struct cli_planning *p = &q->planning;
    const struct orb_booklet booklet = { .catalogue = &p->territory.catalogue,
                                         .matrix = &q->matrix,
                                         .areas = &q->areas,
                                         .circles = &p->circles,
                                         .perimeter = p->perimeter.label.data,
                                         .date = p->date,
                                         .french = p->cli.french };
    struct orb_output out = { 0 };
    enum orb_status status = orb_output_open(&out, path == NULL ? "-" : path, err);

    if (status == ORB_OK)
        status = orb_booklet_write(&out, &booklet, err);
    if (status == ORB_OK)
        status = orb_output_commit(&out, err);
    orb_output_close(&out);
    return status;
}

static enum orb_status who_run(const struct cli_context *cli,
                               const struct cli_arguments *args, struct orb_error *err)
{
    bool booklet = cli_option_value(args, "booklet") != NULL;
    struct question q = { .asked = { 0 } };
    enum orb_status status = open_question(&q, cli, args, err);

    if (status == ORB_OK)
        status = count_all(&q, args, booklet, err);
    if (status == ORB_OK)
        status = booklet ? write_booklet(&q, args, err) : write_report(&q, args, err);
    release(&q);
    return status;
}

const struct cli_command cli_who = {
    .name = "who",
    .group = CLI_GROUP_TERRITORY,
    .summary = N_("who does what on the territory, for whom, with how many places"),
    .usage = "",
    .options = who_options,
    .common = CLI_OPT_DATABASE | CLI_OPT_OPERATOR | CLI_OPT_DATE | CLI_OPT_PROFILE |
              CLI_OPT_OUTPUT | CLI_OPT_FORMAT,
    .description = N_(
        "What is open at the date is counted in the commune of its site, once in each. Places authorised and places installed are never added together; what is not known is counted apart. What comes from elsewhere to people, by its zone, has a table of its own. Tables: matrix, served, totals, cells, categories, services."),
    .parse = who_parse,
    .run = who_run,
};
