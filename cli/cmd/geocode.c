/* Gives a position to the places that have none, from a server of addresses or from their
 * commune. */
#include <stdint.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/commands.h"
#include "cli/database.h"
#include "cli/diagnostics.h"
#include "cli/geocode_report.h"
#include "cli/geocode_write.h"
#include "cli/options.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/geocode/client.h"

static const struct cli_option geocode_options[] = {
    { "offline", 0, NULL, N_("send nothing: known answers, then the commune or postcode") },
    { "server", 0, N_("URL"), N_("another server of the Base Adresse Nationale (addok)") },
    { "limit", 0, N_("N"), N_("send at most N addresses") },
    { "doubtful", 0, NULL, N_("also look for places whose position is doubtful") },
    { "review", 0, NULL, N_("list all that is to be reviewed or was not found") },
    { "cache", 0, N_("FILE"), N_("where answers are kept (DATABASE.geocode.csv)") },
    { 0 },
};

#define CACHE_SUFFIX ".geocode.csv"

/* Everything of one run. */
struct run {
    const struct cli_context *cli;
    const struct cli_arguments *args;
    struct orb_store *store;
    struct cli_geocode_places places;
    struct cli_geocode_asking asking;
    struct orb_store_summary summary;
    bool written;
};

static bool is_given(const struct cli_arguments *args, const char *name)
{
    return cli_option_value(args, name) != NULL;
}

static enum orb_status geocode_parse(const struct cli_context *cli,
                                     const struct cli_arguments *args,
                                     struct orb_error *err)
{
    const char *limit = cli_option_value(args, "limit");
    const char *server = cli_option_value(args, "server");
    int64_t count;

    (void)cli;
    if (limit != NULL && !orb_integer_parse(&count, limit, strlen(limit), 0, 1000000000))
        return orb_error_set(err, ORB_ERR_SYNTAX, _("--limit is a number of addresses"));
    if (limit != NULL && is_given(args, "offline"))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("--offline sends nothing: --limit has no use with it"));
    if (server != NULL && strncmp(server, "https://", 8) != 0 &&
        strncmp(server, "http://", 7) != 0)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("an address begins with https: or http:"));
    return cli_operands_check(args, 0, 0, _("no operand"), err);
}

/* The options as they are used; texts live in the arena. */
static enum orb_status read_options(struct run *run, struct orb_error *err)
{
    struct orb_arena *arena = &run->places.arena;
    const char *server = cli_option_value(run->args, "server");
    const char *limit = cli_option_value(run->args, "limit");
    const char *cache = cli_option_value(run->args, "cache");
    bool dry = is_given(run->args, "dry-run");
    char now[CLI_CLOCK_LEN];
    struct orb_buf beside = { 0 };
    int64_t count = INT64_MAX;
    size_t len;

    if (cache == NULL) {
        enum orb_status status =
            cli_database_beside(&beside, run->cli->database, CACHE_SUFFIX, err);

        if (status != ORB_OK) {
            orb_buf_release(&beside);
            return status;
        }
        cache = beside.data;
    }
    if (server == NULL)
        server = ORB_GEOCODE_SERVER;
    for (len = strlen(server); len > 0 && server[len - 1] == '/';)
        len--;
    if (limit != NULL)
        (void)orb_integer_parse(&count, limit, strlen(limit), 0, INT64_MAX);
    run->asking = (struct cli_geocode_asking){
        .cli = run->cli,
        .server = orb_arena_text(arena, server, len),
        .cache_path = orb_arena_strdup(arena, cache),
        .today = ORB_DATE_NONE,
        .limit = (size_t)count,
        .may_send = !dry && !is_given(run->args, "offline"),
    };
    orb_buf_release(&beside);
    (void)orb_date_parse(&run->asking.today, cli_clock_write(now), 10);
    run->places.with_doubtful = is_given(run->args, "doubtful");
    return run->asking.server == NULL || run->asking.cache_path == NULL
               ? orb_error_memory(err)
               : ORB_OK;
}

static struct cli_geocode_result result_of(const struct run *run)
{
    return (struct cli_geocode_result){ .cli = run->cli,
                                        .places = &run->places,
                                        .asking = &run->asking,
                                        .summary = run->written ? &run->summary : NULL,
                                        .whole = is_given(run->args, "review") };
}

static enum orb_status write_positions(struct run *run, struct orb_error *err)
{
    const struct cli_geocode_result result = result_of(run);
    struct orb_buf counts = { 0 };
    char now[CLI_CLOCK_LEN];
    struct cli_geocode_run kept = { .server = run->asking.server,
                                    .at = cli_clock_write(now) };
    enum orb_status status;

    if (is_given(run->args, "dry-run"))
        return ORB_OK;
    status = cli_geocode_counts(&counts, &result, err);
    kept.counts = counts.data;
    if (status == ORB_OK)
        status = cli_geocode_write(&run->places, run->store, &kept, &run->summary, err);
    run->written = status == ORB_OK;
    orb_buf_release(&counts);
    return status;
}

static enum orb_status print_report(const struct run *run, struct orb_error *err)
{
    const struct cli_geocode_result result = result_of(run);
    struct orb_buf text = { 0 };
    enum orb_status status = ORB_OK;

    if (is_given(run->args, "json"))
        status = cli_geocode_report_json(&text, &result, err);
    else if (!run->cli->quiet)
        cli_geocode_report_text(&text, &result);
    if (status == ORB_OK && text.len > 0)
        status = cli_print(cli_option_value(run->args, "output"), &text, err);
    orb_buf_release(&text);
    return status;
}

static enum orb_status ask(struct run *run, struct orb_error *err)
{
    enum orb_status status = cli_geocode_ask(&run->asking, &run->places, err);

    /* The sentence that follows says what failed; this one what can be done. */
    if (status != ORB_OK && run->asking.may_send)
        cli_note(
            run->cli,
            _("no position was written; --offline places at the commune without a network"));
    return status;
}

static enum orb_status geocode_run(const struct cli_context *cli,
                                   const struct cli_arguments *args, struct orb_error *err)
{
    struct run run = { .cli = cli, .args = args };
    bool dry = is_given(args, "dry-run");
    enum orb_status status = read_options(&run, err);

    if (status == ORB_OK)
        status = orb_store_open(&run.store, cli->database,
                                dry ? ORB_STORE_READ : ORB_STORE_WRITE, err);
    if (status == ORB_OK)
        status = orb_store_territory_view(run.store, &run.asking.view, err);
    if (status == ORB_OK)
        status = cli_geocode_places_read(&run.places, run.store, err);
    if (status == ORB_OK)
        status = ask(&run, err);
    if (status == ORB_OK)
        status = write_positions(&run, err);
    if (status == ORB_OK)
        status = print_report(&run, err);
    orb_store_close(run.store);
    cli_geocode_places_release(&run.places);
    return status;
}

const struct cli_command cli_geocode = {
    .name = "geocode",
    .group = CLI_GROUP_SETUP,
    .summary = N_("give a position to the places that have none"),
    .options = geocode_options,
    .common = CLI_OPT_DATABASE | CLI_OPT_OUTPUT | CLI_OPT_JSON | CLI_OPT_DRY_RUN,
    .description = N_(
        "Addresses of published places are sent to the Géoplateforme, with their postcode or commune and nothing else; never anything of a person, never the address of a confidential place. What is not found surely is placed at its commune and told. Positions are written beside what the sources say, which stays; the second time nothing is sent. --dry-run sends and writes nothing."),
    .parse = geocode_parse,
    .run = geocode_run,
};
