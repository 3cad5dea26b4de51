/* Who has access to how much, where. */
#include <math.h>

#include "cli/access_question.h"
#include "cli/audience.h"
#include "cli/commands.h"
#include "cli/report_output.h"
#include "cli/travel_options.h"
#include "engine/base/text.h"
#include "engine/travel/estimate.h"
#include "maps/report_access.h"

/* clang-format off */
static const struct cli_option access_options[] = {
    CLI_ACCESS_OPTIONS,
    CLI_AUDIENCE_ROW,
    CLI_PERIMETER_OPTIONS,
    CLI_LEVEL_OPTION,
    CLI_TRAVEL_ROWS,
    CLI_BESIDE_OPTION,
    CLI_CATALOGUE_OPTION,
    CLI_REPORT_OPTIONS,
    CLI_ROUND_OPTION,
    { 0 },
};
/* clang-format on */

/* Access of persons adds up those around: by commune it would tell how many they are. */
static enum orb_status read_level(enum orb_mesh *out, const struct cli_arguments *args,
                                  struct orb_error *err)
{
    bool persons = cli_option_value(args, "demand") != NULL;
    enum orb_status status =
        cli_level_read(out, args, persons ? ORB_MESH_EPCI : ORB_MESH_COMMUNE, err);

    return status == ORB_OK ? cli_persons_check(args, "demand", *out, err) : status;
}

static enum orb_status access_parse(const struct cli_context *cli,
                                    const struct cli_arguments *args, struct orb_error *err)
{
    struct cli_access_question question;
    enum orb_mesh level;
    enum orb_status status = ORB_OK;

    (void)cli;
    if (args->operand_count > 0)
        status = orb_error_set(err, ORB_ERR_SYNTAX, _("'%s' is one argument too many"),
                               args->operands[0]);
    if (status == ORB_OK)
        status = cli_access_read(&question, args, err);
    if (status == ORB_OK)
        status = read_level(&level, args, err);
    if (status == ORB_OK)
        status = cli_audience_check(args, cli_option_value(args, "demand") != NULL,
                                    _("'--demand'"), err);
    if (status == ORB_OK)
        status = cli_travel_check(args, err);
    return status == ORB_OK ? cli_report_check(args, err) : status;
}

/* ---- travel */

static enum orb_status ask_router(const struct orb_access *a, struct cli_travel *travel,
                                  struct orb_arena *arena, struct orb_error *err)
{
    const struct orb_catalogue *c = a->request.catalogue;
    struct cli_travel_place *from =
        orb_arena_array(arena, (size_t)a->count + 1, sizeof *from);
    struct cli_travel_place *to =
        orb_arena_array(arena, (size_t)a->supply.count + 1, sizeof *to);
    struct cli_travel_pairs pairs = { .from = from, .from_count = a->count, .to = to };

    if (from == NULL || to == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < a->count; i++)
        from[i] =
            (struct cli_travel_place){ orb_cat_string(c, c->communes[a->communes[i]].code),
                                       a->places[i].lon, a->places[i].lat };
    for (uint32_t j = 0; j < a->supply.count; j++)
        if (a->supply.sites[j].on_site)
            to[pairs.to_count++] = (struct cli_travel_place){
                orb_cat_string(c, c->offers[a->supply.sites[j].offer].id), a->points[j].lon,
                a->points[j].lat
            };
    /* roads faster than the estimate reach farther than it does */
    pairs.limit_km = 1.5 * orb_travel_reach_km(a->request.profile, travel->mode, a->limit);
    return cli_travel_ask(travel, &pairs, err);
}

static struct cli_travel_use use_of(const struct orb_access *a)
{
    struct cli_travel_use use = { .estimated = a->links.estimated };

    for (size_t l = 0; l < a->links.count; l++)
        use.told += (a->links.flags[l] & (ORB_LINK_ESTIMATE | ORB_LINK_SERVED)) == 0;
    return use;
}

/* ---- the report */

static void tell(struct cli_planning *p, const struct orb_report_access_input *input,
                 const struct cli_arguments *args)
{
    const struct orb_access *a = input->access;
    const char *decay = cli_option_value(args, "decay");
    const char *method = cli_option_value(args, "method");

    orb_report_title(&p->report, input->apl ? _("APL-like access: %s") : _("Access: %s"),
                     p->perimeter.label.data);
    orb_report_parameter(&p->report, "level", _("Level"), "%s",
                         cli_level_label(input->areas->level));
    orb_report_parameter(&p->report, "unit", _("Unit"), "%s",
                         _(orb_report_access_unit(input)));
    orb_report_parameter(&p->report, "method", _("Method"), "%s",
                         method == NULL ? "e2sfca" : method);
    orb_report_parameter(&p->report, "limit", _("Catchment"),
                         a->request.unit == ORB_LINK_KM ? "%g km" : "%g min", a->limit);
    if (decay != NULL)
        orb_report_parameter(&p->report, "decay", _("Weight by distance"), "%s", decay);
    if (!isnan(input->line))
        orb_report_parameter(&p->report, "poverty_line", _("Poverty line"), "%g",
                             input->line);
    if (cli_option_value(args, "rates") != NULL)
        orb_report_parameter(&p->report, "rates", _("Rates of use"), "%s",
                             _("of a file, to the same number of people"));
    if (input->persons)
        orb_report_parameter(&p->report, "demand", _("Demand"), "%s",
                             _("persons of a file"));
}

static enum orb_status report(struct cli_planning *p, const struct orb_access *access,
                              const struct cli_access_question *q,
                              const struct cli_arguments *args, struct orb_error *err)
{
    struct orb_areas areas = { 0 };
    enum orb_mesh level = ORB_MESH_COMMUNE;
    enum orb_status status = read_level(&level, args, err);
    struct orb_report_access_input input = { .access = access,
                                             .areas = &areas,
                                             .line = q->line,
                                             .apl = q->apl,
                                             .persons = q->request.given != NULL };

    if (status == ORB_OK)
        status = orb_areas_make(&areas, &p->territory.catalogue, level,
                                &p->perimeter.communes, err);
    if (status == ORB_OK) {
        tell(p, &input, args);
        if (input.persons)
            status = cli_planning_count_persons(p, args, err);
        input.threshold = p->persons_shown;
        orb_report_access(&p->report, &input);
    }
    orb_areas_release(&areas);
    return status;
}

static enum orb_status find(struct cli_planning *p, struct cli_access_question *q,
                            const struct cli_arguments *args, struct orb_error *err)
{
    struct cli_travel travel = { 0 };
    struct orb_access access = { 0 };
    struct cli_travel_use use = { 0 };
    enum orb_status status = cli_travel_open(&travel, &p->cli, args, err);

    q->request.mode = travel.mode;
    if (status == ORB_OK)
        status = cli_travel_place(&travel, q->request.catalogue, NULL, err);
    if (status == ORB_OK)
        status = orb_access_prepare(&access, &q->request, err);
    if (status == ORB_OK && travel.router_spec != NULL)
        status = ask_router(&access, &travel, &q->arena, err);
    if (status == ORB_OK) {
        orb_access_find_ways(&access, &travel.table);
        status = orb_access_compute(
            &access, cli_travel_is_given(&travel) ? &travel.table : NULL, err);
    }
    if (status == ORB_OK)
        status = report(p, &access, q, args, err);
    if (status == ORB_OK) {
        use = use_of(&access);
        if (q->request.unit == ORB_LINK_MINUTES)
            cli_travel_report(&travel, &use, &p->report);
        status = cli_planning_write(p, args, err);
    }
    if (status == ORB_OK)
        status = cli_travel_end(&travel, &use, err);
    orb_access_release(&access);
    cli_travel_close(&travel);
    return status;
}

static enum orb_status access_run(const struct cli_context *cli,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    struct cli_planning planning;
    struct cli_access_question question;
    enum orb_status status = cli_access_read(&question, args, err);

    if (status != ORB_OK)
        return status;
    status = cli_planning_open(&planning, cli, args, "access/1", err);
    if (status == ORB_OK)
        status = cli_access_open(&question, &planning, args, err);
    if (status == ORB_OK)
        status = find(&planning, &question, args, err);
    cli_access_close(&question);
    cli_planning_close(&planning);
    return status;
}

const struct cli_command cli_access = {
    .name = "access",
    .group = CLI_GROUP_TERRITORY,
    .summary = N_("measure who has access to how much, where"),
    .options = access_options,
    .common =
        CLI_OPT_DATABASE | CLI_OPT_DATE | CLI_OPT_PROFILE | CLI_OPT_OUTPUT | CLI_OPT_FORMAT,
    .description = N_(
        "Shares the places that answer a need, of a family or of a category among the people in reach who may be taken, by the rules of matching: installed places, else authorised ones, never places available. People and places around the perimeter count too. Tells access by area and age, who is out of reach, how far the nearest site is, how unequal it all is, and what is unknown."),
    .parse = access_parse,
    .run = access_run,
};
