/* The plan of a person: the projet de vie apart, what is decided, and the smallest set of
 * offers for the rest. */
#include "cli/answer.h"
#include "cli/commands.h"
#include "cli/diagnostics.h"
#include "cli/handout_text.h"
#include "cli/leftovers.h"
#include "cli/question.h"
#include "cli/report_output.h"
#include "cli/vault_person.h"
#include "cli/vault_session.h"
#include "engine/base/text.h"
#include "maps/care_plan.h"
#include "maps/easy_words.h"

#include <string.h>

/* clang-format off */
static const struct cli_option plan_options[] = {
    { "falc", 0, NULL, N_("easy to read, for the person: short sentences, plain words") },
    { "lang", 0, N_("LANGUAGE"), N_("language of the plan: fr or en") },
    CLI_TRAVEL_PERSON_ROWS,
    CLI_VAULT_PERSON_OPTIONS,
    CLI_QUESTION_OPTIONS,
    { 0 },
};
/* clang-format on */

static enum orb_status plan_parse(const struct cli_context *cli,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    enum orb_status status = cli_question_check(args, err);

    (void)cli;
    if (status == ORB_OK && cli_option_value(args, "falc") != NULL &&
        cli_option_value(args, "json") != NULL)
        status = orb_error_set(err, ORB_ERR_SYNTAX, _("'--falc' does not go with '--%s'"),
                               "json");
    return status == ORB_OK ? cli_handout_check(args, err) : status;
}

static enum orb_status write_json(const struct orb_care_plan *plan, const char *path,
                                  struct orb_error *err)
{
    bool is_file = path != NULL && strcmp(path, "-") != 0;
    struct orb_output out = { 0 };
    enum orb_status status = cli_output_open(&out, is_file ? path : "-", is_file, err);

    if (status == ORB_OK)
        status = orb_care_plan_json_write(&out, plan, err);
    if (status == ORB_OK)
        status = orb_output_commit(&out, err);
    orb_output_close(&out);
    return status;
}

/* What professionals wrote is quoted as it is: that it is hard to read is theirs to mend.
 */
static void look_at_quotes(const struct orb_handout *handout, const struct cli_context *cli)
{
    unsigned hard = 0;

    for (size_t i = 0; i < handout->count; i++)
        if (handout->parts[i].kind == ORB_HANDOUT_QUOTE &&
            handout->parts[i].beside == NULL && orb_easy_is_hard(handout->parts[i].text))
            hard++;
    if (hard > 0)
        cli_note(
            cli,
            ORB_PLURAL(
                "%u text of the plan is quoted and is hard to read: a sentence of more than %d words, or an abbreviation",
                "%u texts of the plan are quoted and are hard to read: sentences of more than %d words, or abbreviations",
                hard),
            hard, ORB_EASY_WORDS);
}

static enum orb_status write_sheet(const struct orb_care_plan *plan, struct cli_question *q,
                                   const struct cli_arguments *args, struct orb_error *err)
{
    bool is_easy = cli_option_value(args, "falc") != NULL;
    struct orb_handout handout;
    struct orb_buf text = { 0 };
    enum orb_status status = ORB_OK;

    orb_handout_init(&handout, q->cli->french);
    if (is_easy) {
        orb_care_plan_tell_easy(&handout, plan);
        look_at_quotes(&handout, q->cli);
    } else {
        orb_care_plan_tell(&handout, plan);
        if (!cli_handout_is_html(args)) {
            orb_buf_char(&text, '\n');
            status = cli_answer_plan(&text, q, err);
            cli_question_travel(&text, q);
        }
    }
    if (status == ORB_OK)
        status = orb_buf_check(&text, err);
    if (status == ORB_OK)
        status = cli_handout_print(&handout, q->cli, args, &text, err);
    orb_buf_release(&text);
    orb_handout_release(&handout);
    return status;
}

static enum orb_status plan_run(const struct cli_context *cli,
                                const struct cli_arguments *args, struct orb_error *err)
{
    const struct cli_context own = cli_report_context(cli, args);
    struct orb_match_document document;
    struct orb_care_plan plan = { 0 };
    struct cli_question q = { .action = "plan" };
    enum orb_status status;

    cli_vault_output_note(cli, args);
    status = cli_question_ask(&q, &own, args, 0, err);
    if (status == ORB_OK) {
        const struct orb_care_question question = { q.case_, &document,
                                                    cli_question_reader(&q) };

        document = cli_question_document(&q, false);
        status = orb_care_plan_make(&plan, &question, err);
    }
    if (status == ORB_OK)
        status = cli_option_value(args, "json") != NULL
                     ? write_json(&plan, cli_option_value(args, "output"), err)
                     : write_sheet(&plan, &q, args, err);
    if (status == ORB_OK)
        status = cli_travel_end(&q.travel, &q.travel_use, err);
    orb_care_plan_release(&plan);
    cli_question_close(&q);
    return status;
}

const struct cli_command cli_plan = {
    .name = "plan",
    .group = CLI_GROUP_FIND,
    .summary = N_("find the smallest set of offers that covers a person's needs"),
    .usage = N_("PERSON.json | --vault FILE PSEUDONYM"),
    .options = plan_options,
    .common = CLI_OPT_DATABASE | CLI_OPT_OPERATOR | CLI_OPT_DATE | CLI_OPT_PROFILE |
              CLI_OPT_JSON | CLI_OPT_OUTPUT | CLI_OPT_FORMAT,
    .description = N_(
        "Just what is needed: the most important needs first, then as few offers as possible, then the least travel. Exact. What an offer gives beyond the needs is told, so that nothing is accepted by default; alternatives are listed, not added. The words of the person stay apart and as they were said; what is decided and what is only proposed are told apart. The plan comes as text, as a page to print (-f html), in JSON, and easy to read for the person (--falc)."),
    .parse = plan_parse,
    .run = plan_run,
};
