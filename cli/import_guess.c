/* The mapping alone on standard output, so that it can be written to a file and read again.
 */
#include "cli/import_guess.h"

#include "cli/diagnostics.h"
#include "engine/base/text.h"
#include "importers/table_guess.h"

static void doubt(void *context, const char *pointer, const char *sentence)
{
    if (pointer[0] == '\0')
        cli_note(context, _("to check: %s"), sentence);
    else
        cli_note(context, _("to check: %s: %s"), pointer, sentence);
}

enum orb_status cli_import_guess(const struct cli_context *cli,
                                 const struct cli_arguments *args, struct orb_error *err)
{
    const struct orb_import_input in = {
        .paths = args->operands + 1,
        .path_count = args->operand_count - 1,
        .licence = cli_option_value(args, "licence"),
        .attribution = cli_option_value(args, "attribution"),
    };
    struct cli_context notes = *cli;
    struct orb_buf text = { 0 };
    enum orb_status status = orb_table_guess(&text, &in, doubt, &notes, err);

    if (status == ORB_OK)
        status = cli_print(cli_option_value(args, "output"), &text, err);
    orb_buf_release(&text);
    return status;
}
