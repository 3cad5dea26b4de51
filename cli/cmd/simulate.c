/* What a scenario would change: who gains, who loses. */
#include <string.h>

#include "cli/audience.h"
#include "cli/commands.h"
#include "cli/gap_question.h"
#include "cli/options.h"
#include "cli/people_source.h"
#include "cli/publication.h"
#include "cli/question.h"
#include "cli/report_output.h"
#include "cli/simulate_access.h"
#include "cli/simulate_persons.h"
#include "cli/vault_session.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/cohort/disclosure.h"
#include "engine/planning/scenario.h"
#include "maps/report_simulate.h"

#define SCENARIO_CAP ((size_t)16 << 20)

/* clang-format off */
static const struct cli_option simulate_options[] = {
    CLI_PERIMETER_OPTIONS,
    CLI_LEVEL_OPTION,
    CLI_GAP_OPTIONS,
    { "igas", 0, N_("LIST"), N_("age_bounds, associated, home_temporary, or all: what report IGAS 2021-010R proposes to lift") },
    { "access", 0, NULL, N_("also the access to places, before and after") },
    { "places", 0, NULL, N_("also each commune that changes") },
    { "pseudonyms", 0, NULL, N_("also who gains and who loses, by pseudonym; never to be handed on") },
    CLI_PEOPLE_OPTIONS,
    CLI_AUDIENCE_ROW,
    CLI_TRAVEL_ROWS,
    CLI_BESIDE_OPTION,
    CLI_CATALOGUE_OPTION,
    CLI_REPORT_OPTIONS,
    CLI_ROUND_OPTION,
    { 0 },
};
/* clang-format on */

/* Zero-initialised is closed. */
struct simulation {
    struct cli_planning planning;
    struct orb_scenario *scenario;
    struct orb_scenario_plan plan;
    struct cli_territory after;
    struct cli_gap_question question; /* of before */
    struct orb_gap_request request;   /* of after */
    struct orb_gaps gaps[2];          /* before, after */
    struct orb_areas areas;
    struct cli_simulated_persons persons;
    struct cli_people_source *vault; /* that they come from, where what is told is kept */
};

/* Persons come from files or from a vault, or there are none. */
static enum orb_status check_persons(const struct cli_arguments *args,
                                     struct orb_error *err)
{
    bool has_vault = cli_option_value(args, "vault") != NULL;

    if (has_vault && cli_option_value(args, "beside") != NULL)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("a vault remembers by itself what was told: '--beside' goes with files of persons"));
    if (has_vault || args->operand_count > 1)
        return cli_people_check(args, 1, err);
    if (cli_option_value(args, "passphrase-fd") != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--passphrase-fd' goes with '--vault'"));
    if (cli_option_value(args, "pseudonyms") != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--pseudonyms' needs files of persons after the scenario"));
    return ORB_OK;
}

/* Pseudonyms are for the team, which is then told without asking. */
static enum orb_status check_class(const struct cli_arguments *args, struct orb_error *err)
{
    enum cli_audience audience;
    enum orb_status status = cli_audience_check(
        args, args->operand_count > 1 || cli_option_value(args, "vault") != NULL,
        _("files of persons"), err);

    if (status == ORB_OK)
        status = cli_audience_read(&audience, args, CLI_AUDIENCE_TEAM, err);
    if (status != ORB_OK || cli_option_value(args, "pseudonyms") == NULL ||
        audience == CLI_AUDIENCE_TEAM)
        return status;
    return orb_error_set(err, ORB_ERR_SYNTAX,
                         _("'--pseudonyms' is for the class team alone"));
}

static enum orb_status simulate_parse(const struct cli_context *cli,
                                      const struct cli_arguments *args,
                                      struct orb_error *err)
{
    bool igas[ORB_IGAS_OPTIONS] = { false };
    enum orb_mesh level;
    enum orb_status status = cli_igas_read(igas, cli_option_value(args, "igas"), err);

    (void)cli;
    if (status == ORB_OK && args->operand_count == 0 &&
        cli_option_value(args, "igas") == NULL)
        status = orb_error_set(err, ORB_ERR_SYNTAX,
                               _("give the file of a scenario, or rules to lift (--igas)"));
    if (status == ORB_OK)
        status = check_persons(args, err);
    if (status == ORB_OK)
        status = check_class(args, err);
    if (status == ORB_OK)
        status = cli_level_read(&level, args, ORB_MESH_EPCI, err);
    if (status == ORB_OK)
        status = cli_gap_check(args, err);
    return status == ORB_OK ? cli_report_check(args, err) : status;
}

/* ---- the scenario */

/* Without a file, a scenario that only lifts rules. */
static enum orb_status read_scenario(struct simulation *s, const struct cli_arguments *args,
                                     struct orb_error *err)
{
    static const char nothing[] = "{\"format\":\"orbite-scenario/1\",\"edits\":[]}";
    const char *path = args->operand_count > 0 ? args->operands[0] : NULL;
    struct orb_buf text = { 0 };
    struct orb_json *document = NULL;
    enum orb_status status;

    if (path == NULL) {
        orb_buf_text(&text, nothing);
        status = orb_buf_check(&text, err);
    } else {
        status = orb_file_read(&text, path, SCENARIO_CAP, err);
        if (status != ORB_OK)
            path = NULL; /* told already */
    }
    if (status == ORB_OK)
        status = orb_json_parse(&document, text.data, text.len, err);
    if (status == ORB_OK)
        status = orb_scenario_parse(&s->scenario, document, err);
    if (status == ORB_OK)
        status = orb_scenario_check(s->scenario, &s->planning.territory.catalogue,
                                    &s->planning.vocabulary, err);
    if (status == ORB_OK)
        status = orb_scenario_plan_make(
            &s->plan, s->scenario, &s->planning.territory.catalogue, s->planning.date, err);
    if (status != ORB_OK && path != NULL)
        orb_error_at(err, "%s", path);
    orb_json_free(document);
    orb_buf_release(&text);
    return status;
}

/* ---- before and after */

static enum orb_status compare(struct simulation *s, const struct cli_arguments *args,
                               struct orb_error *err)
{
    struct cli_planning *p = &s->planning;
    bool igas[ORB_IGAS_OPTIONS];
    enum orb_status status;

    memcpy(igas, s->scenario->igas, sizeof igas);
    status = cli_igas_read(igas, cli_option_value(args, "igas"), err);
    if (status == ORB_OK)
        status = cli_territory_open_changed(
            &s->after, &p->cli, cli_option_value(args, "catalogue"), &s->plan, err);
    if (status == ORB_OK)
        status = cli_gap_question_open(&s->question, p, args, &s->after.catalogue, err);
    if (status != ORB_OK)
        return status;
    s->request = s->question.request;
    s->request.catalogue = &s->after.catalogue;
    memcpy(s->request.igas, igas, sizeof igas);
    status = orb_gaps_find(&s->gaps[0], &s->question.request, err);
    if (status == ORB_OK)
        status = orb_gaps_find(&s->gaps[1], &s->request, err);
    return status;
}

static enum orb_status read_persons(struct simulation *s, const struct cli_arguments *args,
                                    struct orb_error *err)
{
    const struct cli_people_query query = {
        .cli = &s->planning.cli,
        .args = args,
        .first = 1,
        .profile = s->planning.profile,
        .vocabulary = &s->planning.vocabulary,
        .action = "simulate",
    };
    struct cli_simulated_question question = {
        .planning = &s->planning,
        .after = &s->after.catalogue,
        .igas = s->request.igas,
        .paths = args->operands + 1,
        .path_count = args->operand_count > 1 ? args->operand_count - 1 : 0,
    };
    enum cli_audience audience;
    enum orb_status status = cli_audience_read(&audience, args, CLI_AUDIENCE_PARTNER, err);

    if (status == ORB_OK && cli_option_value(args, "vault") != NULL)
        status = cli_people_open(&s->vault, &query, err);
    question.vault = s->vault;
    question.remembered = s->vault != NULL && audience != CLI_AUDIENCE_TEAM;
    if (status == ORB_OK && (question.path_count > 0 || s->vault != NULL))
        status = cli_simulated_persons_read(&s->persons, &question, err);
    return status;
}

/* What others are told of the persons of a vault is kept in it. Every scenario counts in
 * the same cells: two that gain nearly the same persons tell of those between them. */
static enum orb_status keep(struct simulation *s, const struct cli_arguments *args,
                            struct orb_error *err)
{
    struct cli_planning *p = &s->planning;
    struct cli_vault_session *session =
        s->vault == NULL ? NULL : cli_people_vault(s->vault);
    const char *class_ = cli_option_value(args, "class");
    const struct cli_publication as = { .class_ = class_ == NULL ? "partner" : class_,
                                        .k = p->persons_shown,
                                        .today = cli_vault_today() };
    const struct cli_vault_act act = { .action = p->persons_shown == ORB_DISCLOSURE_PUBLIC
                                                     ? "simulate_public"
                                                     : "simulate_partner",
                                       .count = (size_t)s->persons.told.persons };
    enum orb_status status;

    if (session == NULL || p->persons_shown == 0)
        return ORB_OK;
    status = cli_publication_protect(session->vault, &p->report, &as, err);
    p->persons_shown = 0; /* it is done */
    return status == ORB_OK ? cli_vault_session_commit(session, &act, err) : status;
}

/* Access looks at people around the perimeter too: what of it is estimated alone counts. */
static enum orb_status report_access(struct simulation *s,
                                     const struct orb_report_simulation *input,
                                     struct cli_travel_use *use, struct orb_error *err)
{
    struct orb_simulated_access access;
    enum orb_status status =
        cli_simulated_access(&access, &s->planning, &s->question, input, err);

    if (status == ORB_OK) {
        orb_report_simulated_access(&s->planning.report, input, &access);
        use->estimated += use->estimated == 0 ? access.estimated : 0;
    }
    return status;
}

static enum orb_status report(struct simulation *s, const struct cli_arguments *args,
                              struct orb_error *err)
{
    struct cli_planning *p = &s->planning;
    const struct orb_gap_told told = orb_gap_told_both(
        &s->gaps[0], s->question.request.catalogue, &s->gaps[1], s->request.catalogue);
    struct cli_travel_use use = { told.told, told.estimated };
    const struct orb_report_simulation input = {
        .plan = &s->plan,
        .before = { &s->gaps[0], &s->question.request, s->question.people },
        .after = { &s->gaps[1], &s->request, s->question.people },
        .areas = &s->areas,
        .vocabulary = &p->vocabulary,
        .places = cli_option_value(args, "places") != NULL,
    };
    bool named = cli_option_value(args, "pseudonyms") != NULL;
    enum orb_mesh level = ORB_MESH_EPCI;
    enum orb_status status = cli_level_read(&level, args, ORB_MESH_EPCI, err);

    if (status == ORB_OK)
        status = orb_areas_make(&s->areas, &p->territory.catalogue, level,
                                &p->perimeter.communes, err);
    if (status != ORB_OK)
        return status;
    orb_report_title(
        &p->report,
        named ? _("Scenario: %s (personal data: do not hand on)") : _("Scenario: %s"),
        s->scenario->name[0] == '\0' ? _("without a name") : s->scenario->name);
    orb_report_parameter(&p->report, "level", _("Level"), "%s", cli_level_label(level));
    cli_igas_tell(&p->report, s->request.igas);
    orb_report_simulate(&p->report, &input);
    if (named)
        cli_audience_tell(&p->report, CLI_AUDIENCE_TEAM);
    else if (s->persons.asked)
        status = cli_planning_count_persons(p, args, err);
    if (status != ORB_OK)
        return status;
    if (s->persons.asked)
        orb_report_simulated_persons(&p->report, &s->persons.told,
                                     named                   ? ORB_SIMULATED_NAMED
                                     : p->persons_shown == 0 ? ORB_SIMULATED_TEAM
                                                             : ORB_SIMULATED_OTHERS);
    if (cli_option_value(args, "access") != NULL)
        status = report_access(s, &input, &use, err);
    if (status != ORB_OK)
        return status;
    cli_travel_report(&s->question.travel, &use, &p->report);
    status = keep(s, args, err);
    if (status == ORB_OK)
        status = cli_planning_write(p, args, err);
    return status == ORB_OK ? cli_travel_end(&s->question.travel, &use, err) : status;
}

static void simulation_close(struct simulation *s)
{
    cli_simulated_persons_release(&s->persons);
    cli_people_close(s->vault);
    orb_areas_release(&s->areas);
    orb_gaps_release(&s->gaps[0]);
    orb_gaps_release(&s->gaps[1]);
    cli_gap_question_close(&s->question);
    cli_territory_close(&s->after);
    orb_scenario_plan_release(&s->plan);
    orb_scenario_free(s->scenario);
    cli_planning_close(&s->planning);
}

static enum orb_status simulate_run(const struct cli_context *cli,
                                    const struct cli_arguments *args, struct orb_error *err)
{
    struct simulation s = { .scenario = NULL };
    enum orb_status status = cli_planning_open(&s.planning, cli, args, "simulate/1", err);

    if (status == ORB_OK)
        status = read_scenario(&s, args, err);
    if (status == ORB_OK)
        status = compare(&s, args, err);
    if (status == ORB_OK)
        status = read_persons(&s, args, err);
    if (status == ORB_OK)
        status = report(&s, args, err);
    simulation_close(&s);
    return status;
}

const struct cli_command cli_simulate = {
    .name = "simulate",
    .group = CLI_GROUP_TERRITORY,
    .summary = N_("tell what a scenario would change: who gains, who loses"),
    .usage = N_("[SCENARIO.json [PERSONS.json]... | --vault FILE]"),
    .options = simulate_options,
    .common = CLI_OPT_DATABASE | CLI_OPT_DATE | CLI_OPT_PROFILE | CLI_OPT_OUTPUT |
              CLI_OPT_FORMAT | CLI_OPT_OPERATOR,
    .description = N_(
        "A scenario opens, closes, suspends or extends offers, or lifts rules; the territory is left as it is. Gaps are told before and after: inhabitants covered, or who may be once something is verified, by need and area, with who gains and who loses. Persons of files or of a vault, if any, are matched on both."),
    .parse = simulate_parse,
    .run = simulate_run,
};
