/* Real redundancies of a territory: who could share means. */
#include "engine/planning/overlaps.h"
#include "cli/commands.h"
#include "cli/planning.h"
#include "cli/report_output.h"
#include "engine/base/text.h"
#include "maps/report_overlaps.h"

static const struct cli_option overlaps_options[] = {
    CLI_PERIMETER_OPTIONS,
    { "droit-commun", 0, NULL, N_("compare also what is open to everyone") },
    CLI_CATALOGUE_OPTION,
    CLI_REPORT_OPTIONS,
    { 0 },
};

static enum orb_status overlaps_parse(const struct cli_context *cli,
                                      const struct cli_arguments *args,
                                      struct orb_error *err)
{
    (void)cli;
    return args->operand_count > 0
               ? orb_error_set(err, ORB_ERR_SYNTAX, _("'%s' is one argument too many"),
                               args->operands[0])
               : cli_report_check(args, err);
}

static enum orb_status find(struct cli_planning *p, const struct cli_arguments *args,
                            struct orb_error *err)
{
    const struct orb_profile *profile = p->profile;
    const struct orb_overlap_question question = {
        .catalogue = &p->territory.catalogue,
        .profile = profile,
        .circles = &p->circles,
        .date = p->date,
        .limits = { profile->planning.overlap_publics, profile->planning.overlap_ages,
                    profile->planning.overlap_zones, profile->planning.overlap_minutes },
        .droit_commun = cli_option_value(args, "droit-commun") != NULL,
        .inside = p->perimeter.communes.whole ? NULL : p->perimeter.communes.within,
    };
    struct orb_overlaps overlaps = { 0 };
    enum orb_status status = orb_overlaps_find(&overlaps, &question, err);

    if (status == ORB_OK) {
        orb_report_title(&p->report, _("Redundancies: %s"), p->perimeter.label.data);
        orb_report_overlaps(&p->report, &overlaps, &question, &p->vocabulary);
        status = cli_planning_write(p, args, err);
    }
    orb_overlaps_release(&overlaps);
    return status;
}

static enum orb_status overlaps_run(const struct cli_context *cli,
                                    const struct cli_arguments *args, struct orb_error *err)
{
    struct cli_planning planning;
    enum orb_status status = cli_planning_open(&planning, cli, args, "overlaps/1", err);

    if (status == ORB_OK)
        status = find(&planning, args, err);
    cli_planning_close(&planning);
    return status;
}

const struct cli_command cli_overlaps = {
    .name = "overlaps",
    .group = CLI_GROUP_TERRITORY,
    .summary = N_("list services that do the same for the same people"),
    .options = overlaps_options,
    .common =
        CLI_OPT_DATABASE | CLI_OPT_DATE | CLI_OPT_PROFILE | CLI_OPT_OUTPUT | CLI_OPT_FORMAT,
    .description = N_(
        "Two services overlap when they have a sub-service in common, receive in the same way, and share at least half of their publics, half of the shorter range of ages, and half of the communes they serve (at home) or stand 15 minutes apart at most (on site). In a group, every pair does. What nobody said makes a group to verify. A record told twice is one service. It says who could share means, never what should close."),
    .parse = overlaps_parse,
    .run = overlaps_run,
};
