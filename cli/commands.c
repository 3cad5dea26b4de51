/* The table of commands, in the order of help. */
#include "cli/commands.h"

#include <stdint.h>
#include <string.h>

#include "cli/options.h"
#include "engine/base/text.h"

const struct cli_command *const cli_commands[] = {
    /* clang-format off */
    &cli_init,
    &cli_demo,
    &cli_fetch,
    &cli_import,
    &cli_geocode,
    &cli_check,
    &cli_config_command,
    &cli_list,
    &cli_show,
    &cli_match,
    &cli_plan,
    &cli_who,
    &cli_access,
    &cli_gaps,
    &cli_overlaps,
    &cli_site,
    &cli_simulate,
    &cli_people,
    &cli_triage,
    &cli_emerge,
    &cli_merge,
    &cli_split,
    &cli_map,
    &cli_help,
    &cli_version,
    NULL,
    /* clang-format on */
};

const struct cli_command *cli_command_find(const char *name, struct orb_error *err)
{
    const char *near = NULL;
    size_t best = SIZE_MAX;

    for (const struct cli_command *const *c = cli_commands; *c != NULL; c++) {
        if (strcmp((*c)->name, name) == 0)
            return *c;
        near = cli_nearest(name, (*c)->name, near, &best);
    }
    if (name[0] == '-')
        (void)orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("options come after the command; 'orbite help' lists the commands"));
    else if (near != NULL)
        (void)orb_error_set(err, ORB_ERR_SYNTAX,
                            _("unknown command '%s'; did you mean '%s'?"), name, near);
    else
        (void)orb_error_set(err, ORB_ERR_SYNTAX,
                            _("unknown command '%s'; 'orbite help' lists the commands"),
                            name);
    return NULL;
}
