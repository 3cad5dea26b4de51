/* The version, for scripts and reports. */
#include "cli/commands.h"
#include "cli/diagnostics.h"
#include "cli/options.h"
#include "config.h"
#include "engine/base/text.h"

static enum orb_status version_parse(const struct cli_context *cli,
                                     const struct cli_arguments *args,
                                     struct orb_error *err)
{
    (void)cli;
    return cli_operands_check(args, 0, 0, "", err);
}

static enum orb_status version_run(const struct cli_context *cli,
                                   const struct cli_arguments *args, struct orb_error *err)
{
    struct orb_buf text = { 0 };
    enum orb_status status;

    (void)cli;
    (void)args;
    orb_buf_printf(&text, "orbite %s\n", PACKAGE_VERSION);
    status = cli_print(NULL, &text, err);
    orb_buf_release(&text);
    return status;
}

const struct cli_command cli_version = {
    .name = "version",
    .group = CLI_GROUP_HELP,
    .summary = N_("print the version"),
    .parse = version_parse,
    .run = version_run,
};
