/* Wires the commands to the terminal. */
#include <signal.h>
#include <string.h>

#include "cli/command.h"
#include "cli/config.h"
#include "cli/diagnostics.h"
#include "cli/leftovers.h"
#include "cli/locale.h"
#include "cli/options.h"

/* Help is on standard output when it was asked for, whatever else the arguments hold. */
static enum cli_exit print_help(const struct cli_command *command, struct orb_error *err)
{
    struct orb_buf text = { 0 };
    enum orb_status status;

    cli_options_help(&text, command, cli_terminal_width());
    status = cli_print(NULL, &text, err);
    orb_buf_release(&text);
    return cli_fail(status, err, false);
}

static enum cli_exit run(const struct cli_command *command, char **argv, bool french)
{
    struct orb_arena arena = { 0 };
    struct orb_error err = { 0 };
    struct cli_arguments args = { 0 };
    struct cli_config config = { 0 };
    struct cli_context cli = { .french = french };
    bool usage;
    enum cli_exit result;
    enum orb_status status = cli_options_parse(&args, &arena, command, argv, &err);

    if (status == ORB_OK && cli_option_value(&args, "help") != NULL) {
        result = print_help(command, &err);
        goto done;
    }
    if (status == ORB_OK)
        status = cli_context_make(&cli, &args, &err);
    if (status == ORB_OK && command->parse != NULL)
        status = command->parse(&cli, &args, &err);
    usage = status != ORB_OK;
    if (status == ORB_OK)
        status = cli_config_load(&config, &cli, &arena, &args, &err);
    if (status == ORB_OK)
        status = command->run(&cli, &args, &err);
    result = cli_fail(status, &err, usage);
done:
    orb_arena_release(&arena);
    return result;
}

int main(int argc, char **argv)
{
    bool french = cli_locale_init();
    const char *name = argc < 2 ? "help" : argv[1];
    const struct cli_command *command;
    struct orb_error err = { 0 };

    /* A closed pipe and a limit on the size of files are errors of writing, told like the
     * others. */
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN);
    cli_leftovers_watch();
    if (strcmp(name, "-h") == 0 || strcmp(name, "--help") == 0)
        name = "help";
    if (strcmp(name, "--version") == 0)
        name = "version";
    command = cli_command_find(name, &err);
    if (command == NULL)
        return (int)cli_fail(err.status, &err, true);
    return (int)run(command, argc < 2 ? argv + argc : argv + 2, french);
}
