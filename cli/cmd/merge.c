/* Says that services of several sources are one. */
#include "cli/commands.h"
#include "cli/decide.h"
#include "cli/options.h"
#include "engine/base/text.h"

static enum orb_status merge_parse(const struct cli_context *cli,
                                   const struct cli_arguments *args, struct orb_error *err)
{
    (void)cli;
    return cli_operands_check(args, 2, 20,
                              _("the services that are one: orbite merge ID ID..."), err);
}

static enum orb_status merge_run(const struct cli_context *cli,
                                 const struct cli_arguments *args, struct orb_error *err)
{
    return cli_decide(cli, args, ORB_DECISION_SAME, err);
}

const struct cli_command cli_merge = {
    .name = "merge",
    .group = CLI_GROUP_FIND,
    .summary = N_("say that services of several sources are one"),
    .usage = "ID ID...",
    .options = cli_decide_options,
    .common =
        CLI_OPT_DATABASE | CLI_OPT_DATE | CLI_OPT_PROFILE | CLI_OPT_OUTPUT | CLI_OPT_JSON,
    .description = N_(
        "An identifier is that of a service, or of one of its offers. The decision is kept in the territory, with its author and its day, and holds at every import to come. Nothing is deleted: one of them is shown, with the best of what each source says; 'orbite show' names the source of each value. 'orbite check --duplicates' lists what is to be looked at."),
    .parse = merge_parse,
    .run = merge_run,
};
