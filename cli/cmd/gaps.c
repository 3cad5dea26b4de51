/* What is missing on a territory: where, for whom, why. */
#include <string.h>

#include "cli/audience.h"
#include "cli/commands.h"
#include "cli/gap_question.h"
#include "cli/gap_requests.h"
#include "cli/question.h"
#include "cli/report_output.h"
#include "engine/base/text.h"
#include "maps/report_authorisations.h"
#include "maps/report_gaps.h"

/* clang-format off */
static const struct cli_option gaps_options[] = {
    CLI_PERIMETER_OPTIONS,
    CLI_LEVEL_OPTION,
    CLI_GAP_OPTIONS,
    { "igas", 0, N_("LIST"), N_("age_bounds, associated, home_temporary, or all: what report IGAS 2021-010R proposes to lift") },
    { "requests", 0, N_("FILE"), N_("needs expressed, counted: need,commune,count") },
    CLI_AUDIENCE_ROW,
    { "places", 0, NULL, N_("also each commune, with ages and the nearest offer") },
    { "authorisations", 0, NULL, N_("also the authorisations of FINESS whose clientele code is out of use") },
    { "fail", 0, NULL, N_("exit 3 when there is a gap") },
    CLI_TRAVEL_ROWS,
    CLI_BESIDE_OPTION,
    CLI_CATALOGUE_OPTION,
    CLI_REPORT_OPTIONS,
    CLI_ROUND_OPTION,
    { 0 },
};
/* clang-format on */

static bool is_csv(const struct cli_arguments *args)
{
    const char *format = cli_option_value(args, "format");
    const char *path = cli_option_value(args, "output");
    size_t len = path == NULL ? 0 : strlen(path);

    if (format != NULL)
        return strcmp(format, "csv") == 0;
    return len > 4 && strcmp(path + len - 4, ".csv") == 0;
}

/* A CSV holds one table: what adds another is not to be lost in silence. */
static enum orb_status check_table(const struct cli_arguments *args, struct orb_error *err)
{
    static const char *const adding[] = { "places", "requests", "authorisations" };

    if (!is_csv(args) || cli_option_value(args, "table") != NULL)
        return ORB_OK;
    for (size_t i = 0; i < sizeof adding / sizeof adding[0]; i++)
        if (cli_option_value(args, adding[i]) != NULL)
            return orb_error_set(
                err, ORB_ERR_SYNTAX,
                _("a CSV holds one table: '--%s' goes with '--table KEY', which chooses it"),
                adding[i]);
    return ORB_OK;
}

static enum orb_status gaps_parse(const struct cli_context *cli,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    bool igas[ORB_IGAS_OPTIONS] = { false };
    enum orb_mesh level;
    enum orb_status status = ORB_OK;

    (void)cli;
    if (args->operand_count > 0)
        status = orb_error_set(err, ORB_ERR_SYNTAX, _("'%s' is one argument too many"),
                               args->operands[0]);
    if (status == ORB_OK)
        status = cli_level_read(&level, args, ORB_MESH_EPCI, err);
    if (status == ORB_OK)
        status = cli_igas_read(igas, cli_option_value(args, "igas"), err);
    if (status == ORB_OK)
        status = cli_gap_check(args, err);
    if (status == ORB_OK)
        status = cli_persons_check(args, "requests", level, err);
    if (status == ORB_OK)
        status = cli_audience_check(args, cli_option_value(args, "requests") != NULL,
                                    _("'--requests'"), err);
    if (status == ORB_OK)
        status = check_table(args, err);
    return status == ORB_OK ? cli_report_check(args, err) : status;
}

/* What is not in the table of requests is told, but for how many: it counts persons. To
 * others, not even whether there are any. */
static void tell_outside(struct orb_report *report, const struct cli_gap_requests *requests,
                         int threshold)
{
    if (threshold > 0) {
        orb_report_note(
            report, "%s",
            _("Requests from communes out of the perimeter, for other needs or for other ages, if there are any, are not told."));
        return;
    }
    if (requests->outside > 0)
        orb_report_note(
            report, "%s",
            _("Some requests come from communes out of the perimeter: they are not told."));
    if (requests->other_need > 0)
        orb_report_note(
            report, "%s",
            _("Some requests are for needs or ages that are not looked at: they are not told."));
}

static enum orb_status report_requests(struct cli_planning *p,
                                       const struct cli_gap_question *q,
                                       struct orb_report_gap_input *input,
                                       const struct cli_arguments *args,
                                       struct orb_error *err)
{
    struct cli_gap_requests requests = { 0 };
    enum orb_status status =
        cli_gap_requests_read(&requests, q, cli_option_value(args, "requests"), err);

    if (status == ORB_OK)
        status = cli_planning_count_persons(p, args, err);
    if (status == ORB_OK) {
        input->threshold = p->persons_shown;
        orb_report_gap_requests(&p->report, input, requests.rows, requests.count);
        tell_outside(&p->report, &requests, input->threshold);
    }
    cli_gap_requests_release(&requests);
    return status;
}

/* Somebody is in a gap, or nobody knows that nobody is. */
static bool has_gap(struct cli_gap_question *q, const struct orb_gaps *gaps)
{
    const struct orb_gap_people people = { gaps, &q->request, q->people };
    struct orb_gap_share *shares =
        orb_arena_array(&q->arena, (size_t)q->people + 1, sizeof *shares);
    struct orb_gap_sum sum = { 0 };

    for (uint32_t n = 0; n < gaps->need_count && shares != NULL; n++)
        for (uint32_t p = 0; p < gaps->place_count && sum.places_in_gap == 0; p++)
            orb_gap_sum_add(&sum, shares, orb_gap_shares(&people, n, p, shares));
    return sum.places_in_gap > 0 || shares == NULL;
}

static enum orb_status report(struct cli_planning *p, const struct cli_gap_question *q,
                              const struct orb_gaps *gaps, const struct cli_arguments *args,
                              struct orb_error *err)
{
    struct cli_travel_use use = { .told = gaps->told, .estimated = gaps->estimated };
    struct orb_areas areas = { 0 };
    enum orb_mesh level = ORB_MESH_EPCI;
    struct orb_report_gap_input input = { .people = { gaps, &q->request, q->people },
                                          .areas = &areas,
                                          .vocabulary = &p->vocabulary,
                                          .places =
                                              cli_option_value(args, "places") != NULL };
    enum orb_status status = cli_level_read(&level, args, ORB_MESH_EPCI, err);

    if (status == ORB_OK)
        status = orb_areas_make(&areas, &p->territory.catalogue, level,
                                &p->perimeter.communes, err);
    if (status != ORB_OK)
        return status;
    orb_report_title(&p->report, _("Gaps: %s"), p->perimeter.label.data);
    orb_report_parameter(&p->report, "level", _("Level"), "%s", cli_level_label(level));
    cli_igas_tell(&p->report, q->request.igas);
    orb_report_gaps(&p->report, &input);
    if (cli_option_value(args, "requests") != NULL)
        status = report_requests(p, q, &input, args, err);
    if (cli_option_value(args, "authorisations") != NULL)
        orb_report_authorisations(
            &p->report, &p->territory.catalogue, &p->vocabulary,
            p->perimeter.communes.whole ? NULL : p->perimeter.communes.within);
    cli_travel_report(&q->travel, &use, &p->report);
    if (status == ORB_OK)
        status = cli_planning_write(p, args, err);
    if (status == ORB_OK)
        status = cli_travel_end(&q->travel, &use, err);
    orb_areas_release(&areas);
    return status;
}

static enum orb_status find(struct cli_planning *p, const struct cli_arguments *args,
                            struct orb_error *err)
{
    struct cli_gap_question question = { 0 };
    struct orb_gaps gaps = { 0 };
    enum orb_status status = cli_gap_question_open(&question, p, args, NULL, err);

    if (status == ORB_OK)
        status = cli_igas_read(question.request.igas, cli_option_value(args, "igas"), err);
    if (status == ORB_OK)
        status = orb_gaps_find(&gaps, &question.request, err);
    if (status == ORB_OK)
        status = report(p, &question, &gaps, args, err);
    if (status == ORB_OK && cli_option_value(args, "fail") != NULL &&
        has_gap(&question, &gaps))
        status = orb_error_set(err, ORB_ERR_FINDINGS, _("there are gaps"));
    orb_gaps_release(&gaps);
    cli_gap_question_close(&question);
    return status;
}

static enum orb_status gaps_run(const struct cli_context *cli,
                                const struct cli_arguments *args, struct orb_error *err)
{
    struct cli_planning planning;
    enum orb_status status = cli_planning_open(&planning, cli, args, "gaps/1", err);

    if (status == ORB_OK)
        status = find(&planning, args, err);
    cli_planning_close(&planning);
    return status;
}

const struct cli_command cli_gaps = {
    .name = "gaps",
    .group = CLI_GROUP_TERRITORY,
    .summary = N_("tell what is missing: where, for whom, why"),
    .options = gaps_options,
    .common =
        CLI_OPT_DATABASE | CLI_OPT_DATE | CLI_OPT_PROFILE | CLI_OPT_OUTPUT | CLI_OPT_FORMAT,
    .description = N_(
        "For each commune, need and age, the offers that answer the need are sifted: in reach, public, age, orientation, zone, distance, room. The reason of a gap is the first sieve that lets none through. What nobody said makes a place to verify, neither covered nor a gap. Places covered by one organization only are fragile. With a file of needs expressed, tells how many are covered, nearly, or not."),
    .parse = gaps_parse,
    .run = gaps_run,
};
