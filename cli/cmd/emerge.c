/* Needs that nothing answers, grouped into solutions to build. */
#include <string.h>
#include <sys/stat.h>

#include "cli/audience.h"
#include "cli/caseload.h"
#include "cli/commands.h"
#include "cli/gap_question.h"
#include "cli/hotspots.h"
#include "cli/people_source.h"
#include "cli/report_output.h"
#include "engine/base/alloc.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "maps/report_emerge.h"

#define LEAST_PERSONS 3

/* clang-format off */
static const struct cli_option emerge_options[] = {
    { "class", 0, N_("CLASS"), N_("who reads it: team (the default), partner, public") },
    { "least", 0, N_("N"), N_("persons of a group (3)") },
    CLI_HOTSPOT_OPTIONS,
    CLI_BESIDE_OPTION,
    CLI_CASELOAD_OPTIONS,
    CLI_CATALOGUE_OPTION,
    CLI_PEOPLE_OPTIONS,
    CLI_REPORT_OPTIONS,
    CLI_ROUND_OPTION,
    { 0 },
};
/* clang-format on */

static enum orb_status read_class(int *threshold, const struct cli_arguments *args,
                                  struct orb_error *err)
{
    enum cli_audience audience;
    enum orb_status status = cli_audience_read(&audience, args, CLI_AUDIENCE_TEAM, err);

    *threshold = cli_audience_least(audience);
    return status;
}

static enum orb_status read_least(size_t *least, const struct cli_arguments *args,
                                  struct orb_error *err)
{
    const char *text = cli_option_value(args, "least");
    int64_t value = LEAST_PERSONS;

    if (text != NULL && !orb_integer_parse(&value, text, strlen(text), 2, 1000))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--least' takes a whole number from 2 to 1000"));
    *least = (size_t)value;
    return ORB_OK;
}

static enum orb_status emerge_parse(const struct cli_context *cli,
                                    const struct cli_arguments *args, struct orb_error *err)
{
    int threshold;
    size_t least;
    enum orb_status status = cli_caseload_check(args, err);

    (void)cli;
    if (status == ORB_OK)
        status = read_class(&threshold, args, err);
    if (status == ORB_OK)
        status = read_least(&least, args, err);
    if (status == ORB_OK && cli_option_value(args, "beside") != NULL &&
        cli_option_value(args, "vault") != NULL)
        status = orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("a vault remembers by itself what was told: '--beside' goes with files of persons"));
    if (status == ORB_OK)
        status = cli_hotspots_check(args, threshold, err);
    if (status == ORB_OK)
        status = cli_people_check(args, 0, err);
    return status == ORB_OK ? cli_report_check(args, err) : status;
}

struct emerge {
    struct cli_planning planning;
    struct cli_caseload caseload;
    struct cli_caseload_question question;
    struct orb_emerge found;
    uint64_t *unlocked[ORB_IGAS_OPTIONS];
    int threshold;
};

/* ---- what lifting a rule would unlock */

static bool has_open_need(const struct orb_triage_person *p)
{
    for (uint32_t i = 0; i < p->need_count; i++)
        if (p->needs[i].state >= ORB_NEED_NEAR)
            return true;
    return false;
}

static enum orb_status try_option(struct emerge *e, struct orb_triage *triage, int option,
                                  struct orb_error *err)
{
    struct orb_match_options options = e->question.options;
    struct orb_arena arena = { 0 };
    enum orb_status status = ORB_OK;

    options.igas[option] = true;
    for (size_t i = 0; i < e->caseload.count && status == ORB_OK; i++) {
        const struct orb_triage_person *p = e->caseload.order[i];
        const struct orb_triage_question q = { p->case_, &options, &arena };
        struct orb_triage_person after;

        if (!has_open_need(p))
            continue;
        status = orb_triage_person(triage, &q, &after, err);
        for (uint32_t n = 0; status == ORB_OK && n < after.need_count; n++)
            if (after.needs[n].state <= ORB_NEED_TO_VERIFY)
                e->unlocked[option][i] |= UINT64_C(1) << n;
        orb_arena_clear(&arena);
    }
    orb_arena_release(&arena);
    return status;
}

static enum orb_status try_options(struct emerge *e, struct orb_error *err)
{
    struct cli_planning *p = &e->planning;
    struct orb_matcher *matcher = orb_matcher_new(&p->territory.catalogue, p->profile);
    struct orb_triage *triage =
        matcher == NULL ? NULL
                        : orb_triage_new(matcher, &p->territory.catalogue, p->profile);
    enum orb_status status = triage == NULL ? orb_error_memory(err) : ORB_OK;

    for (int option = 0; option < ORB_IGAS_OPTIONS && status == ORB_OK; option++) {
        e->unlocked[option] =
            orb_calloc(e->caseload.count + 1, sizeof *e->unlocked[option]);
        status = e->unlocked[option] == NULL ? orb_error_memory(err)
                                             : try_option(e, triage, option, err);
    }
    orb_triage_free(triage);
    orb_matcher_free(matcher);
    return status;
}

/* ---- the report */

static enum orb_status find(struct emerge *e, const struct cli_arguments *args,
                            struct orb_error *err)
{
    struct orb_emerge_input input = { .catalogue = &e->planning.territory.catalogue,
                                      .profile = e->planning.profile,
                                      .circles = &e->planning.circles,
                                      .people = e->caseload.order,
                                      .count = e->caseload.count,
                                      .partner_least = (uint32_t)e->threshold };
    enum orb_status status = read_least(&input.least, args, err);

    for (int option = 0; option < ORB_IGAS_OPTIONS; option++)
        input.unlocked[option] = e->unlocked[option];
    return status == ORB_OK ? orb_emerge_find(&e->found, &input, err) : status;
}

static enum orb_status report(struct emerge *e, const struct cli_arguments *args,
                              struct orb_error *err)
{
    struct cli_planning *p = &e->planning;
    const struct orb_report_emerge_input input = {
        .reader = { &p->territory.catalogue, &p->vocabulary, p->cli.french },
        .emerge = &e->found,
        .people = e->caseload.order,
        .count = e->caseload.count,
        .threshold = e->threshold,
    };
    const struct cli_hotspots_question spots = { p, &e->caseload, &input,
                                                 cli_people_vault(e->caseload.source) };
    enum orb_status status;

    orb_report_title(&p->report, "%s",
                     e->threshold == 0
                         ? _("New solutions to build — personal data, do not hand on")
                         : _("New solutions to build"));
    cli_igas_tell(&p->report, e->question.options.igas);
    orb_report_emerge(&p->report, &input);
    status = cli_hotspots_add(&spots, args, err);
    return status == ORB_OK ? cli_planning_write(p, args, err) : status;
}

static void emerge_close(struct emerge *e)
{
    orb_emerge_release(&e->found);
    for (int option = 0; option < ORB_IGAS_OPTIONS; option++)
        orb_free(e->unlocked[option]);
    cli_caseload_release(&e->caseload);
    cli_planning_close(&e->planning);
}

static enum orb_status emerge_run(const struct cli_context *cli,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    struct emerge e = { .caseload.action = "emerge" };
    enum orb_status status;

    status = cli_planning_open_records(&e.planning, cli, args, "emerge/1", err);
    /* From here on: a snapshot that is made again is for everybody. */
    (void)umask(077);
    if (status == ORB_OK)
        status = read_class(&e.threshold, args, err);
    e.caseload.keeps = e.threshold > 0;
    if (status == ORB_OK)
        status = cli_caseload_question(&e.question, &e.planning, args, err);
    if (status == ORB_OK)
        status = cli_caseload_read(&e.caseload, &e.planning, args, 0, err);
    if (status == ORB_OK)
        status = cli_caseload_sort(&e.caseload, &e.question, err);
    if (status == ORB_OK)
        status = try_options(&e, err);
    if (status == ORB_OK)
        status = find(&e, args, err);
    if (status == ORB_OK)
        status = report(&e, args, err);
    emerge_close(&e);
    return status;
}

const struct cli_command cli_emerge = {
    .name = "emerge",
    .group = CLI_GROUP_PEOPLE,
    .summary = N_("group needs that nothing answers into solutions to build"),
    .usage = N_("PERSONS.json... | --vault FILE"),
    .options = emerge_options,
    .common = CLI_OPT_DATABASE | CLI_OPT_DATE | CLI_OPT_PROFILE | CLI_OPT_OUTPUT |
              CLI_OPT_FORMAT | CLI_OPT_OPERATOR,
    .description = N_(
        "Groups the needs that nothing answers, alike and near each other: how many persons, where, which need, which partners could, by circle, and what each lacks, what report IGAS 2021-010R would unlock; and where such needs stand out, with how sure that is. For partners or the public, only groups large enough, by EPCI or département, without pseudonyms."),
    .parse = emerge_parse,
    .run = emerge_run,
};
