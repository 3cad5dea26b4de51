/* The smallest set of offers that covers a person's needs. */
#include "cli/answer.h"
#include "cli/commands.h"
#include "cli/diagnostics.h"
#include "cli/leftovers.h"
#include "cli/question.h"
#include "engine/base/text.h"

static const struct cli_option plan_options[] = {
    CLI_TRAVEL_PERSON_ROWS,
    CLI_QUESTION_OPTIONS,
    { 0 },
};

static enum orb_status plan_parse(const struct cli_context *cli,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    (void)cli;
    return cli_question_check(args, err);
}

static enum orb_status write_json(struct cli_question *q, const char *path,
                                  struct orb_error *err)
{
    struct orb_match_document document = cli_question_document(q, false);
    struct orb_output out = { 0 };
    enum orb_status status = cli_output_open(&out, path == NULL ? "-" : path, false, err);

    if (status == ORB_OK)
        status = orb_plan_json_write(&out, &document, err);
    if (status == ORB_OK)
        status = orb_output_commit(&out, err);
    orb_output_close(&out);
    return status;
}

static enum orb_status plan_run(const struct cli_context *cli,
                                const struct cli_arguments *args, struct orb_error *err)
{
    const char *path = cli_option_value(args, "output");
    struct orb_buf text = { 0 };
    struct cli_question q = { 0 };
    enum orb_status status = cli_question_ask(&q, cli, args, 0, err);

    if (status == ORB_OK && cli_option_value(args, "json") != NULL) {
        status = write_json(&q, path, err);
    } else if (status == ORB_OK) {
        status = cli_answer_plan(&text, &q, err);
        cli_question_travel(&text, &q);
        if (status == ORB_OK)
            status = cli_print(path, &text, err);
    }
    if (status == ORB_OK)
        status = cli_travel_end(&q.travel, &q.travel_use, err);
    orb_buf_release(&text);
    cli_question_close(&q);
    return status;
}

const struct cli_command cli_plan = {
    .name = "plan",
    .group = CLI_GROUP_FIND,
    .summary = N_("find the smallest set of offers that covers a person's needs"),
    .usage = N_("PERSON.json"),
    .options = plan_options,
    .common = CLI_OPT_DATABASE | CLI_OPT_OPERATOR | CLI_OPT_DATE | CLI_OPT_PROFILE |
              CLI_OPT_JSON | CLI_OPT_OUTPUT,
    .description = N_(
        "Just what is needed: the most important needs first, then as few offers as possible, then the least travel. Exact. What an offer gives beyond the needs is told, so that nothing is accepted by default; alternatives are listed, not added."),
    .parse = plan_parse,
    .run = plan_run,
};
