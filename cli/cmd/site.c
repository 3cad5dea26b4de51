/* Where to open the next place. */
#include <math.h>
#include <string.h>

#include "cli/audience.h"
#include "cli/commands.h"
#include "cli/demand_file.h"
#include "cli/options.h"
#include "cli/planning.h"
#include "cli/report_output.h"
#include "cli/site_files.h"
#include "cli/stratum.h"
#include "cli/travel_options.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/planning/program.h"
#include "engine/planning/solver_glpk.h"
#include "maps/report_site.h"

/* A proof that takes more is given up, and the gap is told: seconds, not minutes. */
#define SOLVER_WORK 1.5e8

static const struct cli_option site_options[] = {
    { "model", 0, N_("MODEL"),
      N_("mclp: most people within the minutes (the default); p-median: fewest minutes in "
         "all; lscp: fewest sites for everyone") },
    { "open", 'p', N_("N"), N_("new sites to open, beside those that are kept (1)") },
    { "minutes", 0, N_("MINUTES"), N_("people are near a site within these minutes (30)") },
    { "need", 0, N_("CODE"), N_("services that exist for this need (SERAFIN-PH)") },
    { "family", 0, N_("CODE"), N_("services that exist of this family or sub-service") },
    { "category", 0, N_("CODE"), N_("services that exist of this category") },
    CLI_STRATUM_ROWS,
    { "keep", 0, N_("WHICH"),
      N_("existing: services that exist stay (the default); none: they may all close") },
    { "candidates", 0, N_("FILE"),
      N_("only these communes may have a site: CSV, columns commune and capacity") },
    { "candidates-from", 0, N_("N"), N_("only communes of N inhabitants or more") },
    { "capacity", 0, N_("N"), N_("people that a site can take") },
    { "indivisible", 0, NULL, N_("the people of a commune go to one site") },
    { "rates", 0, N_("FILE"), N_("rates of use by age: age_from,age_to,rate") },
    { "demand", 0, N_("FILE"),
      N_("people of each commune: CSV, columns commune and count") },
    CLI_AUDIENCE_ROW,
    CLI_PERIMETER_OPTIONS,
    CLI_TRAVEL_ROWS,
    CLI_BESIDE_OPTION,
    CLI_CATALOGUE_OPTION,
    CLI_REPORT_OPTIONS,
    CLI_ROUND_OPTION,
    { 0 },
};

static const char *const model_names[] = { "p-median", "mclp", "lscp" };

/* ---- what is asked, in words */

static enum orb_status read_model(const struct cli_arguments *args,
                                  enum orb_locate_model *out, struct orb_error *err)
{
    const char *text = cli_option_value(args, "model");
    const char *near = NULL;
    size_t best = SIZE_MAX;

    *out = ORB_LOCATE_MOST_COVERED;
    if (text == NULL)
        return ORB_OK;
    for (size_t i = 0; i < sizeof model_names / sizeof model_names[0]; i++) {
        if (strcmp(text, model_names[i]) == 0) {
            *out = (enum orb_locate_model)i;
            return ORB_OK;
        }
        near = cli_nearest(text, model_names[i], near, &best);
    }
    if (near != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--model %s' is not known; did you mean '%s'?"), text,
                             near);
    return orb_error_set(err, ORB_ERR_SYNTAX,
                         _("'--model %s' is not known: there are p-median, mclp and lscp"),
                         text);
}

/* A number from least to most; untouched when the option is not given. */
static enum orb_status read_number(const struct cli_arguments *args, const char *name,
                                   double least, double *out, struct orb_error *err)
{
    const char *text = cli_option_value(args, name);
    double number = 0;

    if (text == NULL)
        return ORB_OK;
    if (!orb_number_parse(&number, text, strlen(text)) || number < least || number > 1e9)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--%s %s' is not a number of %g or more"), name, text,
                             least);
    *out = number;
    return ORB_OK;
}

static enum orb_status read_count(const struct cli_arguments *args, const char *name,
                                  int64_t least, int64_t *out, struct orb_error *err)
{
    double number = (double)*out;
    enum orb_status status = read_number(args, name, (double)least, &number, err);

    if (status == ORB_OK && number > floor(number))
        return orb_error_set(err, ORB_ERR_SYNTAX, _("'--%s %s' is not a whole number"),
                             name, cli_option_value(args, name));
    if (status == ORB_OK)
        *out = (int64_t)number;
    return status;
}

static enum orb_status read_keep(const struct cli_arguments *args, bool *out,
                                 struct orb_error *err)
{
    const char *text = cli_option_value(args, "keep");

    *out = text == NULL || strcmp(text, "existing") == 0;
    if (text == NULL || *out || strcmp(text, "none") == 0)
        return ORB_OK;
    return orb_error_set(err, ORB_ERR_SYNTAX,
                         _("'--keep %s' is not known: it is existing or none"), text);
}

/* Options that only mean something with another. */
static enum orb_status check_together(const struct cli_arguments *args,
                                      enum orb_locate_model model, struct orb_error *err)
{
    bool chosen = cli_option_value(args, "need") != NULL ||
                  cli_option_value(args, "family") != NULL ||
                  cli_option_value(args, "category") != NULL;

    if (model == ORB_LOCATE_ALL_COVERED && cli_option_value(args, "open") != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--open' means nothing with lscp, which looks for the "
                               "number of sites"));
    if (cli_option_value(args, "keep") != NULL && !chosen)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--keep' needs --need, --family or --category, which say "
                               "which services exist"));
    if (cli_option_value(args, "candidates") != NULL &&
        cli_option_value(args, "candidates-from") != NULL)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("'--candidates' and '--candidates-from' are one or the other"));
    if (cli_option_value(args, "rates") != NULL && cli_option_value(args, "demand") != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--rates' and '--demand' exclude each other"));
    if (cli_option_value(args, "indivisible") != NULL &&
        cli_option_value(args, "capacity") == NULL &&
        cli_option_value(args, "candidates") == NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--indivisible' means nothing without a capacity"));
    return ORB_OK;
}

static enum orb_status read_question(struct orb_siting_question *q,
                                     const struct cli_arguments *args,
                                     struct orb_error *err)
{
    int64_t sites = 1;
    enum orb_status status = read_model(args, &q->model, err);

    q->capacity = INFINITY;
    if (status == ORB_OK)
        status = read_count(args, "open", 1, &sites, err);
    if (status == ORB_OK)
        status = read_number(args, "minutes", 0.1, &q->minutes, err);
    if (status == ORB_OK)
        status = read_number(args, "capacity", 1, &q->capacity, err);
    if (status == ORB_OK)
        status = read_count(args, "candidates-from", 0, &q->candidate_population, err);
    if (status == ORB_OK)
        status = cli_stratum_read(&q->stratum, args, err);
    if (status == ORB_OK)
        status = read_keep(args, &q->keep, err);
    if (status == ORB_OK)
        status = check_together(args, q->model, err);
    q->new_sites = (size_t)sites;
    q->need = cli_option_value(args, "need");
    q->family = cli_option_value(args, "family");
    q->category = cli_option_value(args, "category");
    q->indivisible = cli_option_value(args, "indivisible") != NULL;
    return status;
}

/* A site that serves everyone stands wherever somebody does: it tells of the only one. */
static enum orb_status check_persons(const struct cli_arguments *args,
                                     enum orb_locate_model model, struct orb_error *err)
{
    enum cli_audience audience;
    enum orb_status status = cli_audience_check(
        args, cli_option_value(args, "demand") != NULL, _("'--demand'"), err);

    if (status == ORB_OK)
        status = cli_audience_read(&audience, args, CLI_AUDIENCE_PARTNER, err);
    if (status != ORB_OK || cli_option_value(args, "demand") == NULL ||
        model != ORB_LOCATE_ALL_COVERED || audience == CLI_AUDIENCE_TEAM)
        return status;
    return orb_error_set(
        err, ORB_ERR_SYNTAX,
        _("'--model lscp' with '--demand' puts a site wherever one person lives: it is for the team alone (--class team)"));
}

static enum orb_status site_parse(const struct cli_context *cli,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    struct orb_siting_question q = { 0 };
    enum orb_status status = ORB_OK;

    (void)cli;
    if (args->operand_count > 0)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("'%s' is one argument too many"),
                             args->operands[0]);
    status = read_question(&q, args, err);
    if (status == ORB_OK)
        status = check_persons(args, q.model, err);
    if (status == ORB_OK)
        status = cli_travel_check(args, err);
    return status == ORB_OK ? cli_report_check(args, err) : status;
}

/* ---- the work */

struct site {
    struct cli_planning planning;
    const struct cli_arguments *args;
    struct cli_travel travel;
    struct orb_arena arena;
    struct orb_siting_question question;
    struct orb_program_solver solver;
    size_t demand_outside;
    struct orb_siting siting;
};

static enum orb_status open_all(struct site *s, const struct cli_context *cli,
                                struct orb_error *err)
{
    struct cli_planning *p = &s->planning;
    struct orb_siting_question *q = &s->question;
    enum orb_status status = cli_planning_open(p, cli, s->args, "site/1", err);

    if (status == ORB_OK)
        status = cli_travel_open(&s->travel, &p->cli, s->args, err);
    if (status == ORB_OK)
        status = cli_travel_place(&s->travel, &p->territory.catalogue, NULL, err);
    if (status != ORB_OK)
        return status;
    q->minutes = p->profile->planning.day_minutes;
    q->catalogue = &p->territory.catalogue;
    q->profile = p->profile;
    q->date = p->date;
    q->within = p->perimeter.communes.whole ? NULL : p->perimeter.communes.within;
    q->mode = s->travel.mode;
    status = read_question(q, s->args, err);
    if (status == ORB_OK)
        status = cli_stratum_check(&q->stratum, &p->vocabulary, err);
    if (status == ORB_OK)
        status = cli_code_check(&p->vocabulary, "loubat_familles", q->family, err);
    return status == ORB_OK
               ? cli_category_check(&p->vocabulary, q->catalogue, q->category, err)
               : status;
}

static enum orb_status read_files(struct site *s, struct orb_error *err)
{
    const char *candidates = cli_option_value(s->args, "candidates");
    const char *demand = cli_option_value(s->args, "demand");
    const char *rates_path = cli_option_value(s->args, "rates");
    struct cli_rates rates = { NULL, 0 };
    struct cli_demand told = { .catalogue = s->question.catalogue, .keeps_outside = true };
    enum orb_status status = ORB_OK;

    if (candidates != NULL)
        status = cli_site_candidates(&s->question, candidates, &s->arena, err);
    if (status == ORB_OK && demand != NULL)
        status = cli_demand_read(&told, &s->arena, demand, err);
    if (status == ORB_OK && rates_path != NULL)
        status = cli_rates_read(&rates, &s->arena, rates_path, err);
    s->question.rates = rates.items;
    s->question.rate_count = rates.count;
    s->question.demand = told.persons;
    s->demand_outside = told.outside;
    /* Without it the answer is as good and may stay unproven. */
    if (status == ORB_OK && orb_solver_glpk(&s->solver, SOLVER_WORK, NULL) == ORB_OK)
        s->question.solver = &s->solver;
    return status;
}

static const char *site_id(const struct orb_siting *s, size_t site)
{
    const struct orb_catalogue *c = s->question->catalogue;

    if (s->sites[site].offer != ORB_CAT_NONE)
        return orb_cat_string(c, c->offers[s->sites[site].offer].id);
    return orb_cat_string(c, c->communes[s->sites[site].commune].code);
}

/* Ask the router for all pairs, then give places and sites their numbers in the table. */
static enum orb_status take_minutes(struct site *s, struct orb_error *err)
{
    struct orb_siting *g = &s->siting;
    struct cli_travel_place *from =
        orb_arena_array(&s->arena, g->place_count + 1, sizeof *from);
    struct cli_travel_place *to = orb_arena_array(&s->arena, g->site_count + 1, sizeof *to);
    const struct orb_catalogue *c = g->question->catalogue;
    struct cli_travel_pairs pairs = {
        .from = from, .from_count = g->place_count, .to = to, .to_count = g->site_count
    };
    enum orb_status status = ORB_OK;

    if (from == NULL || to == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < g->place_count; i++)
        from[i] = (struct cli_travel_place){
            orb_cat_string(c, c->communes[g->places[i].commune].code),
            g->place_points[i].lon, g->place_points[i].lat
        };
    for (size_t j = 0; j < g->site_count; j++)
        to[j] = (struct cli_travel_place){ site_id(g, j), g->site_points[j].lon,
                                           g->site_points[j].lat };
    status = cli_travel_ask(&s->travel, &pairs, err);
    for (size_t i = 0; i < g->place_count; i++)
        g->place_points[i].travel = orb_travel_table_place(&s->travel.table, from[i].id);
    for (size_t j = 0; j < g->site_count; j++)
        g->site_points[j].travel = orb_travel_table_place(&s->travel.table, to[j].id);
    return status;
}

/* To others than the team, not even whether there are any: they are persons. */
static enum orb_status tell_outside(struct site *s, struct orb_error *err)
{
    struct orb_report *report = &s->planning.report;
    enum cli_audience audience;
    enum orb_status status =
        cli_audience_read(&audience, s->args, CLI_AUDIENCE_PARTNER, err);

    if (status != ORB_OK)
        return status;
    if (audience != CLI_AUDIENCE_TEAM)
        orb_report_note(
            report, "%s",
            _("Lines of the file of demand of no commune of the territory, if there are any, are not told."));
    else if (s->demand_outside > 0)
        orb_report_note(
            report, "%s",
            _("Some lines of the file of demand are of no commune of the territory."));
    return ORB_OK;
}

static enum orb_status answer(struct site *s, struct orb_error *err)
{
    struct orb_report *report = &s->planning.report;
    const struct cli_travel_use use = { s->siting.told, s->siting.estimated };
    enum orb_status status = ORB_OK;

    orb_report_title(report, _("Where to open: %s"), s->planning.perimeter.label.data);
    orb_report_site(report, &s->siting);
    if (s->question.demand != NULL)
        status = tell_outside(s, err);
    cli_travel_report(&s->travel, &use, report);
    if (status == ORB_OK && s->question.demand != NULL)
        status = cli_planning_count_persons(&s->planning, s->args, err);
    if (status == ORB_OK)
        status = cli_planning_write(&s->planning, s->args, err);
    return status == ORB_OK ? cli_travel_end(&s->travel, &use, err) : status;
}

static enum orb_status site_run(const struct cli_context *cli,
                                const struct cli_arguments *args, struct orb_error *err)
{
    struct site s = { .args = args };
    enum orb_status status = open_all(&s, cli, err);

    if (status == ORB_OK)
        status = read_files(&s, err);
    if (status == ORB_OK)
        status = orb_siting_prepare(&s.siting, &s.question, err);
    if (status == ORB_OK)
        status = take_minutes(&s, err);
    if (status == ORB_OK)
        status = orb_siting_solve(
            &s.siting, cli_travel_is_given(&s.travel) ? &s.travel.table : NULL, err);
    if (status == ORB_OK)
        status = answer(&s, err);
    orb_siting_release(&s.siting);
    orb_arena_release(&s.arena);
    cli_travel_close(&s.travel);
    cli_planning_close(&s.planning);
    return status;
}

const struct cli_command cli_site = {
    .name = "site",
    .group = CLI_GROUP_TERRITORY,
    .summary = N_("find where to open the next places"),
    .options = site_options,
    .common =
        CLI_OPT_DATABASE | CLI_OPT_DATE | CLI_OPT_PROFILE | CLI_OPT_OUTPUT | CLI_OPT_FORMAT,
    .description = N_(
        "Among candidate communes, those that serve the people of the perimeter best: most people within some minutes (mclp), fewest minutes in all (p-median), or fewest sites so that everyone is near one (lscp). Services that exist for a need, of a family or of a category stay open, and people have them already. The answer says how good it is: proven best, or how far from the best at worst. A site is a commune, never a building."),
    .parse = site_parse,
    .run = site_run,
};
