/* Says that services taken for one are several. */
#include "cli/commands.h"
#include "cli/decide.h"
#include "cli/options.h"
#include "engine/base/text.h"

static enum orb_status split_parse(const struct cli_context *cli,
                                   const struct cli_arguments *args, struct orb_error *err)
{
    (void)cli;
    return cli_operands_check(
        args, 2, 20, _("the services that are not one: orbite split ID ID..."), err);
}

static enum orb_status split_run(const struct cli_context *cli,
                                 const struct cli_arguments *args, struct orb_error *err)
{
    return cli_decide(cli, args, ORB_DECISION_DISTINCT, err);
}

const struct cli_command cli_split = {
    .name = "split",
    .group = CLI_GROUP_FIND,
    .summary = N_("say that services are not one, whatever they have in common"),
    .usage = "ID ID...",
    .options = cli_decide_options,
    .common =
        CLI_OPT_DATABASE | CLI_OPT_DATE | CLI_OPT_PROFILE | CLI_OPT_OUTPUT | CLI_OPT_JSON,
    .description = N_(
        "An identifier is that of a service, or of one of its offers. The decision is kept in the territory, with its author and its day, and holds at every import to come: two services that do the same thing at the same place stay two."),
    .parse = split_parse,
    .run = split_run,
};
