/* Ranks the offers that answer a person's needs, and explains. */
#include <sys/stat.h>

#include "cli/answer.h"
#include "cli/batch.h"
#include "cli/commands.h"
#include "cli/diagnostics.h"
#include "cli/leftovers.h"
#include "cli/match_diff.h"
#include "cli/question.h"
#include "cli/vault_person.h"
#include "cli/vault_session.h"
#include "engine/base/number.h"
#include "engine/base/text.h"

#include <string.h>
#include <sys/stat.h>

#define JSON_ROWS 20
#define MAX_ROWS  100000000

static const struct cli_option match_options[] = {
    { "limit", 0, N_("N"), N_("rows of each list (5 to read, 20 in JSON; 0 = all)") },
    { "all", 0, NULL, N_("with --json, every offer, excluded ones with their reasons") },
    { "why", 0, N_("OFFER"), N_("explain this offer, whatever its rank") },
    { "neutral", 0, NULL,
      N_("print the order without the weight of circles even when it is the same") },
    { "diff", 0, N_("BEFORE.json"),
      N_("what this situation brings and removes, compared with an earlier one, and why") },
    { "urgency", 0, N_("DAYS"),
      N_("a solution is needed within so many days: what is ready comes first, the rest is dated; the policy is urgency") },
    CLI_BATCH_OPTIONS,
    CLI_TRAVEL_PERSON_ROWS,
    CLI_VAULT_PERSON_OPTIONS,
    CLI_QUESTION_OPTIONS,
    { 0 },
};

/* The rows asked for; the default when --limit is not given. */
static enum orb_status read_limit(size_t *rows, const struct cli_arguments *args,
                                  struct orb_error *err)
{
    const char *text = cli_option_value(args, "limit");
    int64_t value;

    if (text == NULL)
        return ORB_OK;
    if (!orb_integer_parse(&value, text, strlen(text), 0, MAX_ROWS))
        return orb_error_set(err, ORB_ERR_SYNTAX, _("'--limit' takes a whole number"));
    *rows = (size_t)value;
    return ORB_OK;
}

/* What an earlier situation is compared with is told alone. */
static enum orb_status check_diff(const struct cli_arguments *args, struct orb_error *err)
{
    static const char *const others[] = { "all", "why", "neutral", "matrix", "router" };

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (cli_option_value(args, "diff") != NULL &&
            cli_option_value(args, others[i]) != NULL)
            return orb_error_set(err, ORB_ERR_SYNTAX, _("'--diff' does not go with '--%s'"),
                                 others[i]);
    return ORB_OK;
}

static enum orb_status match_parse(const struct cli_context *cli,
                                   const struct cli_arguments *args, struct orb_error *err)
{
    size_t rows = 0;
    enum orb_status status = cli_batch_check(args, err);

    (void)cli;
    if (status == ORB_OK && !cli_batch_is_asked(args))
        status = cli_question_check(args, err);
    if (status == ORB_OK)
        status = read_limit(&rows, args, err);
    if (status == ORB_OK)
        status = check_diff(args, err);
    if (status == ORB_OK && cli_option_value(args, "all") != NULL &&
        cli_option_value(args, "json") == NULL)
        status = orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("'--all' goes with '--json'; to read why one offer is left out, use '--why OFFER'"));
    if (status == ORB_OK && cli_option_value(args, "why") != NULL &&
        cli_option_value(args, "json") != NULL)
        status =
            orb_error_set(err, ORB_ERR_SYNTAX,
                          _("'--why' is for reading; '--json --all' holds every reason"));
    return status;
}

static enum orb_status write_json(struct cli_question *q, const char *path, bool all,
                                  struct orb_error *err)
{
    struct orb_match_document document = cli_question_document(q, all);
    struct orb_output out = { 0 };
    enum orb_status status = cli_output_open(&out, path == NULL ? "-" : path, false, err);

    if (status == ORB_OK)
        status = orb_match_json_write(&out, &document, err);
    if (status == ORB_OK)
        status = orb_output_commit(&out, err);
    orb_output_close(&out);
    return status;
}

static enum orb_status write_text(struct cli_question *q, const struct cli_arguments *args,
                                  size_t rows, struct orb_error *err)
{
    const char *why = cli_option_value(args, "why");
    struct orb_buf text = { 0 };
    enum orb_status status;

    if (cli_option_value(args, "diff") != NULL)
        status = cli_match_diff(&text, q, args, rows, err);
    else if (why != NULL)
        status = cli_answer_why(&text, q, why, err);
    else
        status = cli_answer_write(&text, q, rows, cli_option_value(args, "neutral") != NULL,
                                  err);
    cli_question_travel(&text, q);
    if (status == ORB_OK)
        status = cli_print(cli_option_value(args, "output"), &text, err);
    orb_buf_release(&text);
    return status;
}

static enum orb_status run_batch(const struct cli_context *cli,
                                 const struct cli_arguments *args, struct orb_error *err)
{
    size_t rows = CLI_BATCH_ROWS;
    enum orb_status status = read_limit(&rows, args, err);

    return status == ORB_OK ? cli_batch(cli, args, rows, err) : status;
}

/* The lines of the ranking that a text takes, 0 = all: what explains one offer, or
 * compares, looks for it anywhere; an answer shows some rows of each class. */
static size_t lines_of_text(struct cli_question *q, size_t *rows,
                            const struct cli_arguments *args)
{
    bool all = *rows == 0;

    *rows = all ? MAX_ROWS : *rows;
    if (cli_option_value(args, "diff") != NULL || cli_option_value(args, "why") != NULL)
        return 0;
    q->class_rows = *rows;
    return all ? 0 : *rows > JSON_ROWS ? *rows : JSON_ROWS;
}

static enum orb_status run_one(const struct cli_context *cli,
                               const struct cli_arguments *args, struct orb_error *err)
{
    bool diff = cli_option_value(args, "diff") != NULL;
    bool document = cli_option_value(args, "json") != NULL;
    bool json = document && !diff;
    bool all = cli_option_value(args, "all") != NULL;
    size_t rows = json ? JSON_ROWS : document ? 0 : CLI_ANSWER_ROWS;
    struct cli_question q = { .action = "match" };
    enum orb_status status = read_limit(&rows, args, err);
    size_t limit = all ? 0 : rows;

    if (!json)
        limit = lines_of_text(&q, &rows, args);
    if (status == ORB_OK)
        status = cli_question_ask(&q, cli, args, limit, err);
    if (status == ORB_OK) {
        /* An answer is personal; the answers of a router that are kept are for everybody.
         */
        mode_t mask = umask(077);

        status = json ? write_json(&q, cli_option_value(args, "output"), all, err)
                      : write_text(&q, args, rows, err);
        (void)umask(mask);
    }
    if (status == ORB_OK)
        status = cli_travel_end(&q.travel, &q.travel_use, err);
    cli_question_close(&q);
    return status;
}

static enum orb_status match_run(const struct cli_context *cli,
                                 const struct cli_arguments *args, struct orb_error *err)
{
    cli_vault_output_note(cli, args);
    return cli_batch_is_asked(args) ? run_batch(cli, args, err) : run_one(cli, args, err);
}

const struct cli_command cli_match = {
    .name = "match",
    .group = CLI_GROUP_FIND,
    .summary = N_("rank the offers that answer a person's needs, and explain"),
    .usage = N_(
        "PERSON.json | --vault FILE PSEUDONYM | --batch PERSONS... | --batch --vault FILE"),
    .options = match_options,
    .common = CLI_OPT_DATABASE | CLI_OPT_OPERATOR | CLI_OPT_DATE | CLI_OPT_PROFILE |
              CLI_OPT_JSON | CLI_OPT_OUTPUT | CLI_OPT_FORMAT,
    .description = N_(
        "Reads the situation of a person (- for standard input), never stores it, and tells for each need what suits, what is to verify, what nearly suits with the gap and what would make it possible, then what is missing, and the smallest set of offers that covers the needs. Travel times are estimates unless the situation, a matrix or a router tells them. The same order without the weight of circles is always told beside."),
    .parse = match_parse,
    .run = match_run,
};
