/* Reports what is missing, old or contradictory in the territory, or new in a feed. */
#include <stdint.h>
#include <string.h>

#include "cli/check_duplicates.h"
#include "cli/check_feed.h"
#include "cli/check_findings.h"
#include "cli/check_travel.h"
#include "cli/clock.h"
#include "cli/commands.h"
#include "cli/diagnostics.h"
#include "cli/options.h"
#include "cli/profile.h"
#include "cli/report_output.h"
#include "cli/territory.h"
#include "cli/travel_options.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/store/store.h"

#define KIND(k) (1U << ORB_RECORD_##k)

#define OLD_MONTHS 12
#define SOON_DAYS  90

static const struct cli_option check_options[] = {
    { "kind", 0, N_("KIND"), N_("list the findings of this kind") },
    { "old", 0, N_("MONTHS"), N_("a source or a sheet of this age is old (12)") },
    { "soon", 0, N_("DAYS"), N_("tell agreements that end within so many days (90)") },
    { "limit", 0, N_("N"), N_("at most N rows of a kind") },
    { "duplicates", 0, NULL, N_("list the services that are one, and those that may be") },
    { "travel", 0, NULL, N_("compare the estimate of travel with other minutes") },
    CLI_TRAVEL_SOURCE_ROWS,
    { "fail", 0, NULL, N_("exit 3 when there is an error or something to check") },
    { "strict", 0, NULL, N_("exit 3 when a feed is not as it was known") },
    { 0 },
};

static const char *const forms[] = { "table", "json", "geojson" };

#define FORMS ((int)(sizeof forms / sizeof forms[0]))

static int form_of(const char *name)
{
    for (int i = 0; i < FORMS; i++)
        if (strcmp(forms[i], name) == 0)
            return i;
    return -1;
}

/* ---- arguments */

static enum orb_status unknown_kind(const char *name, struct orb_error *err)
{
    const char *near = NULL;
    size_t best = SIZE_MAX;

    for (int k = 0; k < ORB_QUALITY_KINDS; k++)
        near = cli_nearest(name, orb_quality_rules[k].name, near, &best);
    if (near != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("unknown kind of finding '%s'; did you mean '%s'?"), name,
                             near);
    return orb_error_set(err, ORB_ERR_SYNTAX,
                         _("unknown kind of finding '%s'; orbite-check(1) lists them"),
                         name);
}

/* A number of an option, or what it is when the option is not given. */
static enum orb_status number(const struct cli_arguments *args, const char *option,
                              int *out, int otherwise, struct orb_error *err)
{
    const char *text = cli_option_value(args, option);
    int64_t value = otherwise;

    if (text != NULL && !orb_integer_parse(&value, text, strlen(text), 1, 100000))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'%s' is not a number that '--%s' takes: 1 to 100000"), text,
                             option);
    *out = (int)value;
    return ORB_OK;
}

static bool is_feed(const struct cli_arguments *args)
{
    return args->operand_count > 0;
}

/* An option that means nothing would be silently ignored: refuse it. */
static enum orb_status check_use(const struct cli_arguments *args, struct orb_error *err)
{
    static const char *const of_territory[] = { "kind",  "old",        "soon",
                                                "limit", "duplicates", "fail" };

    for (size_t i = 0; is_feed(args) && i < sizeof of_territory / sizeof of_territory[0];
         i++)
        if (cli_option_value(args, of_territory[i]) != NULL)
            return orb_error_set(err, ORB_ERR_SYNTAX,
                                 _("option '--%s' means nothing for a feed"),
                                 of_territory[i]);
    if (!is_feed(args) && cli_option_value(args, "strict") != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--strict' is for a feed; for the territory, '--fail'"));
    if (!is_feed(args) && cli_option_value(args, "limit") != NULL &&
        cli_option_value(args, "kind") == NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("'--limit' goes with '--kind'"));
    return ORB_OK;
}

/* The two lists have neither kinds, nor ages, nor a map. */
static enum orb_status check_lists(const struct cli_arguments *args, struct orb_error *err)
{
    static const char *const others[] = { "kind", "old", "soon", "limit" };
    const char *format = cli_option_value(args, "format");

    if (cli_option_value(args, "duplicates") == NULL)
        return ORB_OK;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (cli_option_value(args, others[i]) != NULL)
            return orb_error_set(err, ORB_ERR_SYNTAX,
                                 _("option '--%s' means nothing for '--duplicates'"),
                                 others[i]);
    if (format != NULL && form_of(format) == CLI_CHECK_GEOJSON)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--duplicates' has no map: table or json"));
    return ORB_OK;
}

static enum orb_status check_format(const struct cli_arguments *args, struct orb_error *err)
{
    const char *format = cli_option_value(args, "format");
    int form = format == NULL ? 0 : form_of(format);

    if (form < 0)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("unknown format '%s'; 'check' writes table, json and geojson"), format);
    if (is_feed(args) && form == CLI_CHECK_GEOJSON)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("a feed has no map: table or json"));
    if (format != NULL && form != CLI_CHECK_JSON && cli_option_value(args, "json") != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--json' and '--format %s' contradict each other"), format);
    return ORB_OK;
}

static enum orb_status check_values(const struct cli_arguments *args, struct orb_error *err)
{
    const char *kind = cli_option_value(args, "kind");
    enum orb_status status = ORB_OK;
    int value;

    if (kind != NULL && orb_quality_kind_find(kind) == ORB_QUALITY_KINDS)
        status = unknown_kind(kind, err);
    if (status == ORB_OK)
        status = number(args, "old", &value, OLD_MONTHS, err);
    if (status == ORB_OK)
        status = number(args, "soon", &value, SOON_DAYS, err);
    return status == ORB_OK ? number(args, "limit", &value, 1, err) : status;
}

static enum orb_status check_parse(const struct cli_context *cli,
                                   const struct cli_arguments *args, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    (void)cli;
    if (args->operand_count > 0 && strcmp(args->operands[0], "finess") != 0)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("no feed called '%s' can be checked; only 'finess' can, with its files"),
            args->operands[0]);
    if (args->operand_count > 0)
        status = cli_operands_check(args, 2, 3, _("the files of the feed"), err);
    if (status == ORB_OK)
        status = cli_check_travel_parse(args, err);
    if (status == ORB_OK && cli_option_value(args, "travel") != NULL)
        return cli_report_check(args, err);
    if (status == ORB_OK)
        status = check_use(args, err);
    if (status == ORB_OK)
        status = check_lists(args, err);
    if (status == ORB_OK)
        status = check_format(args, err);
    return status == ORB_OK ? check_values(args, err) : status;
}

/* ---- the territory */

/* Records go to the rules; sources also to the report, which tells their licence. */
struct walk {
    struct cli_check_report *report;
    struct orb_sink rules;
};

static enum orb_status take(void *context, const struct orb_record *record,
                            struct orb_error *err)
{
    struct walk *walk = context;
    enum orb_status status = ORB_OK;

    if (record->kind == ORB_RECORD_SOURCE)
        status = cli_check_report_source(walk->report, record->as.source, err);
    return status == ORB_OK ? walk->rules.put(walk->rules.context, record, err) : status;
}

static enum orb_status tell_pairs(struct orb_store *store, struct orb_quality *quality,
                                  struct orb_error *err)
{
    struct orb_store_links links = { 0 };
    struct orb_arena arena = { 0 };
    struct orb_buf why = { 0 };
    enum orb_status status = orb_store_get_links(store, &arena, &links, err);

    for (size_t i = 0; status == ORB_OK && i < links.doubt_count; i++) {
        orb_buf_clear(&why);
        cli_doubt_words(&why, links.doubts[i].doubts);
        status = orb_buf_check(&why, err);
        if (status == ORB_OK)
            status = orb_quality_pair(quality, links.doubts[i].a, links.doubts[i].b,
                                      why.data, err);
    }
    orb_buf_release(&why);
    orb_arena_release(&arena);
    return status;
}

static enum orb_status read_twice(struct orb_store *store, struct orb_quality *quality,
                                  struct cli_check_report *report, struct orb_error *err)
{
    static const struct orb_store_filter again = { .kinds = KIND(ORGANIZATION) |
                                                            KIND(SITE) | KIND(SERVICE) };
    struct walk walk = { report, orb_quality_first_sink(quality) };
    const struct orb_sink first = { &walk, take };
    const struct orb_sink second = orb_quality_second_sink(quality);
    enum orb_status status = orb_store_replay(store, NULL, &first, err);

    if (status == ORB_OK)
        status = orb_store_replay(store, &again, &second, err);
    if (status == ORB_OK)
        status = tell_pairs(store, quality, err);
    return status == ORB_OK ? orb_quality_end(quality, err) : status;
}

/* What is old or expired is so today, not at the date of the newest source: a territory
 * that nobody feeds would otherwise stay young for ever. */
static orb_date today(const struct cli_context *cli)
{
    char now[CLI_CLOCK_LEN];
    orb_date date = ORB_DATE_NONE;

    if (cli->date != ORB_DATE_NONE)
        return cli->date;
    (void)orb_date_parse(&date, cli_clock_write(now), strlen("YYYY-MM-DD"));
    return date;
}

static enum orb_status check_store(struct orb_store *store, struct cli_check_report *report,
                                   struct orb_error *err)
{
    const struct orb_quality_listener listener = cli_check_report_listener(report);
    struct orb_quality *quality = NULL;
    enum orb_status status = orb_quality_new(&quality, report->settings, &listener, err);

    if (status == ORB_OK)
        status = cli_check_report_begin(report, err);
    if (status == ORB_OK)
        status = read_twice(store, quality, report, err);
    if (status == ORB_OK)
        status = cli_check_report_end(report, quality, err);
    orb_quality_free(quality);
    return status;
}

static enum orb_status settle(struct orb_quality_settings *settings,
                              struct cli_check_report *report,
                              const struct cli_arguments *args, struct orb_error *err)
{
    const char *kind = cli_option_value(args, "kind");
    const char *format = cli_option_value(args, "format");
    int limit = 0;
    enum orb_status status = number(args, "old", &settings->old_months, OLD_MONTHS, err);

    if (status == ORB_OK)
        status = number(args, "soon", &settings->soon_days, SOON_DAYS, err);
    if (status == ORB_OK)
        status = number(args, "limit", &limit, 0, err);
    report->limit = (unsigned long long)limit;
    report->kind = kind == NULL ? ORB_QUALITY_KINDS : orb_quality_kind_find(kind);
    report->path = cli_option_value(args, "output");
    report->form = cli_option_value(args, "json") != NULL ? CLI_CHECK_JSON
                   : format == NULL                       ? CLI_CHECK_TABLE
                                    : (enum cli_check_form)form_of(format);
    return status;
}

static enum orb_status check_territory(const struct cli_context *cli,
                                       const struct cli_arguments *args,
                                       struct orb_error *err)
{
    struct orb_quality_settings settings = { .date = today(cli), .french = cli->french };
    struct cli_check_report report = { .cli = cli, .settings = &settings };
    struct orb_profile *profile = NULL;
    struct orb_store *store = NULL;
    enum orb_status status = settle(&settings, &report, args, err);

    if (status == ORB_OK)
        status = cli_profile_open(&profile, cli, err);
    if (status == ORB_OK)
        status = orb_store_open(&store, cli->database, ORB_STORE_READ, err);
    if (status == ORB_OK)
        status = cli_territory_check(cli, err);
    if (status == ORB_OK)
        status = orb_store_territory_view(store, &settings.territory, err);
    settings.profile = profile;
    if (status == ORB_OK)
        status = check_store(store, &report, err);
    if (status == ORB_OK && cli_option_value(args, "fail") != NULL && report.to_look > 0)
        status = orb_error_set(err, ORB_ERR_FINDINGS,
                               ORB_PLURAL("%llu error or thing to check (--fail)",
                                          "%llu errors or things to check (--fail)",
                                          report.to_look),
                               report.to_look);
    cli_check_report_release(&report);
    orb_store_close(store);
    orb_profile_free(profile);
    return status;
}

static enum orb_status check_pairs(const struct cli_context *cli,
                                   const struct cli_arguments *args, struct orb_error *err)
{
    size_t pairs = 0;
    enum orb_status status = cli_check_duplicates(cli, args, &pairs, err);

    if (status == ORB_OK && cli_option_value(args, "fail") != NULL && pairs > 0)
        status =
            orb_error_set(err, ORB_ERR_FINDINGS,
                          ORB_PLURAL("%zu pair of services to look at (--fail)",
                                     "%zu pairs of services to look at (--fail)", pairs),
                          pairs);
    return status;
}

static enum orb_status check_run(const struct cli_context *cli,
                                 const struct cli_arguments *args, struct orb_error *err)
{
    if (cli_option_value(args, "travel") != NULL)
        return cli_check_travel(cli, args, err);
    if (is_feed(args))
        return cli_check_feed(cli, args, err);
    return cli_option_value(args, "duplicates") != NULL ? check_pairs(cli, args, err)
                                                        : check_territory(cli, args, err);
}

const struct cli_command cli_check = {
    .name = "check",
    .group = CLI_GROUP_SETUP,
    .summary = N_("report what is missing, old or contradictory in the territory"),
    .usage = "[finess STRUCTURES [ACTIVITES]]",
    .options = check_options,
    .common = CLI_OPT_DATABASE | CLI_OPT_DATE | CLI_OPT_PROFILE | CLI_OPT_OUTPUT |
              CLI_OPT_FORMAT | CLI_OPT_JSON,
    .description = N_(
        "A table counts what was found by kind, errors first; --kind lists one kind. '-f json' and '-f geojson' write all findings, the latter for a map. Ages and agreements are told at --date, today when it is not given. 'orbite check finess' reads the files of the feed, imports nothing and tells what is new in them: fields, codes, layouts of coordinates, counts far from those of the last import."),
    .parse = check_parse,
    .run = check_run,
};
