/* The whole caseload of a team at once: who is without solution, why, what to do first. */
#include <string.h>
#include <sys/stat.h>

#include "cli/caseload.h"
#include "cli/commands.h"
#include "cli/gap_question.h"
#include "cli/map_product.h"
#include "cli/people_source.h"
#include "cli/report_output.h"
#include "cli/shown_points.h"
#include "cli/what_if.h"
#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "maps/report_closing.h"
#include "maps/report_triage.h"
#include "maps/report_triage_places.h"
#include "maps/report_what_if.h"

/* clang-format off */
static const struct cli_option triage_options[] = {
    { "all", 0, NULL, N_("covered persons too") },
    { "needs", 0, NULL, N_("also each need of each person") },
    { "causes", 0, NULL, N_("also what keeps offers out, and each change that would let one in") },
    { "close", 0, N_("LIST"), N_("who loses if these offers, or all of these categories, close today (with commas)") },
    { "where", 0, NULL, N_("also where they live: by commune, and by points that are moved on purpose") },
    { "what-if", 0, NULL, N_("also who would gain an offer if ages, areas, travel or a rule of report IGAS moved") },
    CLI_CASELOAD_OPTIONS,
    CLI_CATALOGUE_OPTION,
    CLI_PEOPLE_OPTIONS,
    CLI_REPORT_OPTIONS,
    { 0 },
};
/* clang-format on */

static enum orb_status triage_parse(const struct cli_context *cli,
                                    const struct cli_arguments *args, struct orb_error *err)
{
    enum orb_status status = cli_caseload_check(args, err);

    (void)cli;
    if (status == ORB_OK)
        status = cli_people_check(args, 0, err);
    return status == ORB_OK ? cli_report_check(args, err) : status;
}

struct triage {
    struct cli_planning planning;
    struct cli_caseload caseload;
    struct cli_caseload_question question;
    struct cli_what_if what_if;
    uint64_t *closing;
    long closed; /* offers that close */
};

/* ---- what closes */

static bool is_category(const struct orb_catalogue *c, uint32_t offer, const char *code)
{
    orb_cat_code category = c->terms[c->members[c->offers[offer].member].terms].category;

    return category != ORB_CAT_NONE && strcmp(orb_cat_code_name(c, category), code) == 0;
}

static bool close_one(struct triage *t, const char *what)
{
    const struct orb_catalogue *c = &t->planning.territory.catalogue;
    uint32_t offer = orb_cat_offer_find(c, what);
    bool found = offer != ORB_CAT_NONE;

    for (uint32_t i = 0; i < c->offer_count; i++) {
        uint64_t bit = UINT64_C(1) << (i % 64);

        if (found ? i != offer : !is_category(c, i, what))
            continue;
        t->closed += (t->closing[i / 64] & bit) == 0;
        t->closing[i / 64] |= bit;
    }
    return found || t->closed > 0;
}

static enum orb_status read_closing(struct triage *t, const char *list,
                                    struct orb_error *err)
{
    const struct orb_catalogue *c = &t->planning.territory.catalogue;
    struct orb_arena arena = { 0 };
    char *text = orb_arena_strdup(&arena, list);
    enum orb_status status = ORB_OK;

    t->closing = orb_calloc((size_t)c->offer_count / 64 + 1, sizeof *t->closing);
    if (text == NULL || t->closing == NULL)
        status = orb_error_memory(err);
    for (char *at = text; status == ORB_OK && at != NULL;) {
        char *comma = strchr(at, ',');
        long before = t->closed;

        if (comma != NULL)
            *comma = '\0';
        if (!close_one(t, at) || t->closed == before)
            status = orb_error_set(
                err, ORB_ERR_NOT_FOUND,
                _("'%s' is neither an offer nor a category of the territory"), at);
        at = comma == NULL ? NULL : comma + 1;
    }
    orb_arena_release(&arena);
    t->question.closing = t->closing;
    return status;
}

/* Who loses something is matched again among what stays. */
static enum orb_status match_again(struct triage *t, struct orb_triage_loss *losses,
                                   struct orb_arena *arena, struct orb_error *err)
{
    const struct orb_catalogue *c = &t->planning.territory.catalogue;
    struct orb_matcher *matcher = orb_matcher_new(c, t->planning.profile);
    enum orb_status status = matcher == NULL ? orb_error_memory(err) : ORB_OK;

    for (size_t i = 0; i < t->caseload.count && status == ORB_OK; i++) {
        const struct orb_person *person = losses[i].before->case_->person;
        const struct orb_instead_question q = { person, &t->question.options,
                                                t->planning.profile, t->closing };
        struct orb_instead *instead;

        if (!orb_triage_loses(&losses[i], c, t->closing))
            continue;
        instead = orb_arena_array(arena, person->need_count, sizeof *instead);
        status = instead == NULL ? orb_error_memory(err)
                                 : orb_instead_find(matcher, &q, instead, err);
        losses[i].instead = instead;
    }
    orb_matcher_free(matcher);
    return status;
}

static enum orb_status report_closing(struct triage *t,
                                      const struct orb_report_triage_input *input,
                                      struct orb_error *err)
{
    struct cli_caseload *all = &t->caseload;
    struct orb_triage_loss *losses = orb_calloc(all->count + 1, sizeof *losses);
    const struct orb_report_closing_input closing = { input, t->closing, losses,
                                                      all->count };
    struct orb_arena arena = { 0 };
    enum orb_status status;

    if (losses == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < all->count; i++) {
        losses[i].before = all->order[i];
        losses[i].after = &all->closed[all->order[i] - all->people];
    }
    orb_report_parameter(&t->planning.report, "closing", _("Offers that close"), "%ld",
                         t->closed);
    status = match_again(t, losses, &arena, err);
    if (status == ORB_OK)
        orb_report_closing(&t->planning.report, &closing);
    orb_arena_release(&arena);
    orb_free(losses);
    return status;
}

/* ---- what changes would bring */

static enum orb_status report_what_if(struct triage *t,
                                      const struct orb_report_triage_input *input,
                                      struct orb_error *err)
{
    const struct cli_caseload *all = &t->caseload;
    struct orb_report_gain *gains = orb_calloc(all->count + 1, sizeof *gains);

    if (gains == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < all->count; i++) {
        gains[i].person = all->order[i];
        gains[i].changes = &t->what_if.people[all->order[i] - all->people];
    }
    orb_report_what_if(&t->planning.report, input, gains, all->count);
    orb_free(gains);
    return ORB_OK;
}

/* ---- where they live */

static enum orb_status report_places(struct triage *t, const struct cli_arguments *args,
                                     const struct orb_report_triage_input *input,
                                     struct orb_error *err)
{
    struct cli_map_store store = { .cli = &t->planning.cli };
    const struct orb_map_territory territory = { input->reader.catalogue, cli_map_replay,
                                                 &store };
    const struct orb_person **people = orb_calloc(input->count + 1, sizeof(void *));
    const struct cli_shown_input shown = {
        .catalogue = input->reader.catalogue,
        .territory = cli_option_value(args, "catalogue") == NULL ? &territory : NULL,
        .people = people,
        .count = input->count,
        .session = cli_people_vault(t->caseload.source)
    };
    struct orb_shown_point *points = orb_calloc(input->count + 1, sizeof *points);
    enum orb_status status = ORB_OK;

    if (people == NULL || points == NULL)
        status = orb_error_memory(err);
    for (size_t i = 0; i < input->count && status == ORB_OK; i++)
        people[i] = input->people[i]->case_->person;
    if (status == ORB_OK)
        status = cli_shown_points(points, &shown, err);
    if (status == ORB_OK)
        orb_report_triage_places(&t->planning.report, input, points);
    orb_free(points);
    orb_free(people);
    cli_map_store_close(&store);
    return status;
}

/* ---- the report */

static enum orb_status report(struct triage *t, const struct cli_arguments *args,
                              struct orb_error *err)
{
    struct cli_planning *p = &t->planning;
    const struct orb_report_triage_input input = {
        .reader = { &p->territory.catalogue, &p->vocabulary, p->cli.french },
        .profile = p->profile,
        .people = t->caseload.order,
        .count = t->caseload.count,
        .rejected = t->caseload.rejected,
        .all = cli_option_value(args, "all") != NULL,
        .needs = cli_option_value(args, "needs") != NULL,
        .causes = cli_option_value(args, "causes") != NULL,
    };
    enum orb_status status = ORB_OK;

    orb_report_title(&p->report, "%s",
                     _("Persons without solution — personal data, do not hand on"));
    orb_report_parameter(&p->report, "class", _("For"), "%s", _("the team only"));
    cli_igas_tell(&p->report, t->question.options.igas);
    if (t->closing != NULL)
        status = report_closing(t, &input, err);
    orb_report_triage(&p->report, &input);
    if (status == ORB_OK && cli_option_value(args, "where") != NULL)
        status = report_places(t, args, &input, err);
    if (status == ORB_OK && t->what_if.people != NULL)
        status = report_what_if(t, &input, err);
    return status == ORB_OK ? cli_planning_write(p, args, err) : status;
}

static enum orb_status triage_run(const struct cli_context *cli,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    const char *closing = cli_option_value(args, "close");
    struct triage t = { .closing = NULL };
    enum orb_status status;

    t.caseload.keeps = cli_option_value(args, "where") != NULL;
    status = cli_planning_open(&t.planning, cli, args, "triage/1", err);
    /* From here on: a snapshot that is made again is for everybody. */
    (void)umask(077);
    if (status == ORB_OK)
        status = cli_caseload_question(&t.question, &t.planning, args, err);
    if (status == ORB_OK && closing != NULL)
        status = read_closing(&t, closing, err);
    if (status == ORB_OK)
        status = cli_caseload_read(&t.caseload, &t.planning, args, 0, err);
    if (status == ORB_OK)
        status = cli_caseload_sort(&t.caseload, &t.question, err);
    if (status == ORB_OK && cli_option_value(args, "what-if") != NULL)
        status = cli_what_if_ask(&t.what_if, &t.caseload, &t.question, err);
    if (status == ORB_OK)
        status = report(&t, args, err);
    cli_what_if_release(&t.what_if);
    cli_caseload_release(&t.caseload);
    orb_free(t.closing);
    cli_planning_close(&t.planning);
    return status;
}

const struct cli_command cli_triage = {
    .name = "triage",
    .group = CLI_GROUP_PEOPLE,
    .summary = N_("tell who is without solution, why, and what to do first"),
    .usage = N_("PERSONS.json... | --vault FILE"),
    .options = triage_options,
    .common = CLI_OPT_DATABASE | CLI_OPT_DATE | CLI_OPT_PROFILE | CLI_OPT_OUTPUT |
              CLI_OPT_FORMAT | CLI_OPT_OPERATOR,
    .description = N_(
        "Sorts the caseload of a team: no solution at all, partly, by default, at risk, isolated, each with its cause, the next step and the nearest change that would really let an offer in; what is about to end; who loses if services close. It tells persons by their pseudonyms, for the team only: files are written for their owner alone."),
    .parse = triage_parse,
    .run = triage_run,
};
