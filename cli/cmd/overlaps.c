/* Real redundancies of a territory: who could share means. */
#include <math.h>

#include "cli/commands.h"
#include "cli/planning.h"
#include "cli/report_output.h"
#include "cli/travel_options.h"
#include "engine/base/text.h"
#include "engine/planning/access.h"
#include "engine/planning/overlaps.h"
#include "engine/travel/estimate.h"
#include "maps/report_overlaps.h"

static const struct cli_option overlaps_options[] = {
    CLI_PERIMETER_OPTIONS,
    { "droit-commun", 0, NULL, N_("compare also what is open to everyone") },
    CLI_TRAVEL_ROWS,
    CLI_CATALOGUE_OPTION,
    CLI_REPORT_OPTIONS,
    { 0 },
};

static enum orb_status overlaps_parse(const struct cli_context *cli,
                                      const struct cli_arguments *args,
                                      struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    (void)cli;
    if (args->operand_count > 0)
        status = orb_error_set(err, ORB_ERR_SYNTAX, _("'%s' is one argument too many"),
                               args->operands[0]);
    if (status == ORB_OK)
        status = cli_travel_check(args, err);
    return status == ORB_OK ? cli_report_check(args, err) : status;
}

/* Roads faster than the estimate reach farther than it does. */
#define FARTHER 1.5

/* Ask the router from the services of the perimeter to those near them. */
static enum orb_status ask_router(struct cli_travel *travel, const struct cli_planning *p,
                                  struct orb_error *err)
{
    const struct orb_catalogue *c = &p->territory.catalogue;
    const bool *within = p->perimeter.communes.within;
    struct orb_arena arena = { 0 };
    struct cli_travel_place *from =
        orb_arena_array(&arena, (size_t)c->offer_count + 1, sizeof *from);
    struct cli_travel_place *to =
        orb_arena_array(&arena, (size_t)c->offer_count + 1, sizeof *to);
    struct cli_travel_pairs pairs = { .from = from, .to = to };
    enum orb_status status = ORB_OK;

    if (from == NULL || to == NULL)
        status = orb_error_memory(err);
    for (uint32_t i = 0; i < c->offer_count && status == ORB_OK; i++) {
        const struct orb_cat_offer *o = &c->offers[i];

        if (o->canonical != i)
            continue;
        to[pairs.to_count] =
            (struct cli_travel_place){ orb_cat_string(c, o->id), o->lon, o->lat };
        if (p->perimeter.communes.whole ||
            (o->commune != ORB_CAT_NONE && within[o->commune]))
            from[pairs.from_count++] = to[pairs.to_count];
        pairs.to_count++;
    }
    pairs.limit_km = FARTHER * orb_travel_reach_km(p->profile, travel->mode,
                                                   p->profile->planning.overlap_minutes);
    if (status == ORB_OK)
        status = cli_travel_ask(travel, &pairs, err);
    orb_arena_release(&arena);
    return status;
}

static enum orb_status measure(struct orb_overlaps *overlaps, const struct cli_planning *p,
                               const struct cli_travel *travel, struct orb_error *err)
{
    const struct orb_access_request request = {
        .catalogue = &p->territory.catalogue,
        .profile = p->profile,
        .perimeter = &p->perimeter.communes,
        .date = p->date,
        .people = { .age_from = -1, .age_to = -1 },
        .method = ORB_CATCHMENT_E2SFCA,
        .unit = ORB_LINK_MINUTES,
        .limit = NAN,
        .mode = travel->mode,
    };

    return orb_overlaps_access(overlaps, &request,
                               cli_travel_is_given(travel) ? &travel->table : NULL, err);
}

static enum orb_status find(struct cli_planning *p, const struct cli_travel *travel,
                            const struct cli_arguments *args, struct orb_error *err)
{
    const struct orb_profile *profile = p->profile;
    const struct orb_overlap_question question = {
        .catalogue = &p->territory.catalogue,
        .profile = profile,
        .circles = &p->circles,
        .date = p->date,
        .limits = { profile->planning.overlap_publics, profile->planning.overlap_ages,
                    profile->planning.overlap_zones, profile->planning.overlap_minutes },
        .mode = travel->mode,
        .table = cli_travel_is_given(travel) ? &travel->table : NULL,
        .droit_commun = cli_option_value(args, "droit-commun") != NULL,
        .inside = p->perimeter.communes.whole ? NULL : p->perimeter.communes.within,
    };
    struct orb_overlaps overlaps = { 0 };
    struct cli_travel_use use = { 0 };
    enum orb_status status = orb_overlaps_find(&overlaps, &question, err);

    if (status == ORB_OK)
        status = measure(&overlaps, p, travel, err);
    if (status == ORB_OK) {
        use = (struct cli_travel_use){ overlaps.told, overlaps.estimated };
        orb_report_title(&p->report, _("Redundancies: %s"), p->perimeter.label.data);
        orb_report_overlaps(&p->report, &overlaps, &question, &p->vocabulary);
        cli_travel_report(travel, &use, &p->report);
        status = cli_planning_write(p, args, err);
    }
    if (status == ORB_OK)
        status = cli_travel_end(travel, &use, err);
    orb_overlaps_release(&overlaps);
    return status;
}

static enum orb_status overlaps_run(const struct cli_context *cli,
                                    const struct cli_arguments *args, struct orb_error *err)
{
    struct cli_planning planning;
    struct cli_travel travel = { 0 };
    enum orb_status status = cli_planning_open(&planning, cli, args, "overlaps/1", err);

    if (status == ORB_OK)
        status = cli_travel_open(&travel, &planning.cli, args, err);
    if (status == ORB_OK)
        status = cli_travel_place(&travel, &planning.territory.catalogue, NULL, err);
    if (status == ORB_OK && travel.router_spec != NULL)
        status = ask_router(&travel, &planning, err);
    if (status == ORB_OK)
        status = find(&planning, &travel, args, err);
    cli_travel_close(&travel);
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
        "Two services overlap when they have a sub-service in common, receive in the same way, and share at least half of their publics, half of the shorter range of ages, and half of the communes they serve (at home) or stand 15 minutes apart at most (on site). In a group, every pair does. What nobody said makes a group to verify; what is only deduced from two different categories makes none. Beside a group stand its places, its wait and the access that people have to what it does. A record told twice is one service. It says who could share means, never what should close."),
    .parse = overlaps_parse,
    .run = overlaps_run,
};
