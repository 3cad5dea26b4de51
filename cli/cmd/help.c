/* Help: the list of commands, one command, the glossary, the formats. */
#include <string.h>

#include "cli/commands.h"
#include "cli/diagnostics.h"
#include "cli/glossary.h"
#include "cli/map_product.h"
#include "cli/options.h"
#include "cli/report_output.h"
#include "cli/table.h"
#include "engine/base/text.h"
#include "importers/registry.h"
#include "maps/registry.h"

/* Where what is said of a format begins. */
enum { FORMAT_COLUMN = 18 };

static const char *const group_titles[] = {
    [CLI_GROUP_SETUP] = N_("To set up"),          [CLI_GROUP_FIND] = N_("To find"),
    [CLI_GROUP_TERRITORY] = N_("On a territory"), [CLI_GROUP_PEOPLE] = N_("For people"),
    [CLI_GROUP_OUTPUT] = N_("To hand on"),        [CLI_GROUP_HELP] = N_("To understand"),
};

static enum orb_status help_parse(const struct cli_context *cli,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    enum orb_status status = cli_operands_check(args, 0, 1, "", err);

    (void)cli;
    if (status != ORB_OK || args->operand_count == 0 ||
        strcmp(args->operands[0], "glossary") == 0 ||
        strcmp(args->operands[0], "formats") == 0)
        return status;
    return cli_command_find(args->operands[0], err) == NULL ? ORB_ERR_SYNTAX : ORB_OK;
}

static void list_commands(struct orb_buf *out, size_t width)
{
    orb_buf_text(
        out,
        _("Orbite maps who does what on a territory and finds the services around a person.\n\n"));
    orb_buf_text(out, _("usage: orbite COMMAND [OPTION]... [ARGUMENT]...\n"));
    for (size_t g = 0; g < sizeof group_titles / sizeof group_titles[0]; g++) {
        bool first = true;

        for (const struct cli_command *const *c = cli_commands; *c != NULL; c++) {
            if ((size_t)(*c)->group != g)
                continue;
            if (first)
                orb_buf_printf(out, "\n%s\n", _(group_titles[g]));
            first = false;
            orb_buf_printf(out, "  %-10s", (*c)->name);
            cli_wrap(out, _((*c)->summary), 12, 12, width);
        }
    }
    orb_buf_printf(
        out, "\n%s\n",
        _("'orbite help COMMAND' explains one command, 'orbite help glossary' the words of the field,\n"
          "'orbite help formats' what is read and written."));
}

static void list_format(struct orb_buf *out, const char *name, const char *summary,
                        size_t width)
{
    orb_buf_printf(out, "  %-*s", FORMAT_COLUMN - 2, name);
    cli_wrap(out, summary, FORMAT_COLUMN, FORMAT_COLUMN, width);
}

/* With what is known and the format cannot say. */
static void list_product(struct orb_buf *out, const struct orb_exporter *exporter,
                         size_t width)
{
    struct orb_buf losses = { 0 };

    list_format(out, exporter->name, _(exporter->summary), width);
    if (exporter->loses == NULL)
        return;
    orb_buf_printf(&losses, _("cannot say: %s"), _(exporter->loses));
    orb_buf_printf(out, "%*s", FORMAT_COLUMN, "");
    cli_wrap(out, losses.failed ? "" : losses.data, FORMAT_COLUMN, FORMAT_COLUMN, width);
    out->failed = out->failed || losses.failed;
    orb_buf_release(&losses);
}

/* What the commands that look at a territory write with -f. */
static void list_reports(struct orb_buf *out, size_t width)
{
    const char *summary = NULL;
    const char *name;

    orb_buf_printf(out, "\n%s\n",
                   _("Written by 'orbite who', 'gaps' and the like, with -f:"));
    for (size_t i = 0; (name = cli_report_format(i, &summary)) != NULL; i++)
        list_format(out, name, _(summary), width);
}

static void list_formats(struct orb_buf *out, size_t width)
{
    orb_buf_printf(out, "%s\n", _("Read by 'orbite import':"));
    for (const struct orb_importer *const *i = orb_importers; *i != NULL; i++) {
        list_format(out, (*i)->name, _((*i)->summary), width);
        orb_buf_printf(out, "%*sorbite import %s %s\n", FORMAT_COLUMN, "", (*i)->name,
                       (*i)->usage);
    }
    orb_buf_printf(out, "\n%s\n", _("Written by 'orbite map':"));
    for (const struct orb_exporter *const *e = orb_exporters; *e != NULL; e++)
        list_product(out, *e, width);
    for (const struct cli_map_product *const *p = cli_map_products; *p != NULL; p++)
        list_format(out, (*p)->name, _((*p)->summary), width);
    list_reports(out, width);
}

static enum orb_status help_run(const struct cli_context *cli,
                                const struct cli_arguments *args, struct orb_error *err)
{
    const char *topic = args->operand_count == 0 ? NULL : args->operands[0];
    size_t width = cli->width == 0 ? 80 : cli->width;
    struct orb_buf text = { 0 };
    enum orb_status status;

    if (topic == NULL)
        list_commands(&text, width);
    else if (strcmp(topic, "glossary") == 0)
        cli_glossary_write(&text, width);
    else if (strcmp(topic, "formats") == 0)
        list_formats(&text, width);
    else
        cli_options_help(&text, cli_command_find(topic, NULL), width);
    status = cli_print(NULL, &text, err);
    orb_buf_release(&text);
    return status;
}

const struct cli_command cli_help = {
    .name = "help",
    .group = CLI_GROUP_HELP,
    .summary = N_("explain a command, the words of the field or the formats"),
    .usage = N_("[COMMAND|glossary|formats]"),
    .parse = help_parse,
    .run = help_run,
};
