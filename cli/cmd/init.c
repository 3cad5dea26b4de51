/* Makes an empty territory. */
#include "cli/commands.h"
#include "cli/diagnostics.h"
#include "cli/operator.h"
#include "cli/options.h"
#include "engine/base/text.h"
#include "engine/store/store.h"

static enum orb_status init_parse(const struct cli_context *cli,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    (void)cli;
    return cli_operands_check(args, 0, 0, "", err);
}

static enum orb_status init_run(const struct cli_context *cli,
                                const struct cli_arguments *args, struct orb_error *err)
{
    struct orb_arena arena = { 0 };
    struct orb_operator op = { 0 };
    struct orb_store *store = NULL;
    enum orb_status status = ORB_OK;

    (void)args;
    if (cli->operator_id != NULL)
        status = cli_operator_parse(&op, &arena, cli->operator_id, err);
    if (status == ORB_OK)
        status = orb_store_open(&store, cli->database, ORB_STORE_CREATE, err);
    if (status == ORB_OK && op.organization != NULL)
        status = orb_store_set_operator(store, &op, err);
    if (status == ORB_OK)
        cli_note(cli, _("'%s' is ready; next: orbite import SOURCE FILE"),
                 orb_store_name(store));
    orb_store_close(store);
    orb_arena_release(&arena);
    return status;
}

const struct cli_command cli_init = {
    .name = "init",
    .group = CLI_GROUP_SETUP,
    .summary = N_("make an empty territory"),
    .common = CLI_OPT_DATABASE | CLI_OPT_OPERATOR,
    .description = N_(
        "The operator is the organization that runs the platform: circles are counted from it. Give its identifier or its FINESS number (entité juridique); 'orbite config operator ID' changes it later."),
    .parse = init_parse,
    .run = init_run,
};
