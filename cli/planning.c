/* Opens in the order in which things depend on each other; the language comes first. */
#include "cli/planning.h"

#include "cli/audience.h"
#include "cli/profile.h"
#include "cli/publication.h"
#include "cli/report_output.h"
#include "engine/base/text.h"

enum orb_status cli_planning_open_records(struct cli_planning *out,
                                          const struct cli_context *cli,
                                          const struct cli_arguments *args, const char *key,
                                          struct orb_error *err)
{
    const struct orb_catalogue *catalogue = &out->territory.catalogue;
    enum orb_status status;

    *out = (struct cli_planning){ .cli = cli_report_context(cli, args) };
    status = cli_profile_open(&out->profile, &out->cli, err);
    if (status == ORB_OK)
        status = cli_territory_open(&out->territory, &out->cli,
                                    cli_option_value(args, "catalogue"), err);
    if (status == ORB_OK)
        status = orb_circles_init(&out->circles, catalogue, out->profile, err);
    if (status == ORB_OK)
        status = cli_perimeter_read(&out->perimeter, catalogue, args, err);
    if (status != ORB_OK)
        return status;
    out->date = cli_territory_date(&out->territory, &out->cli);
    orb_circles_ask(&out->circles, out->cli.operator_id, out->date);
    orb_report_init(&out->report, key, out->date, out->cli.french);
    orb_report_parameter(&out->report, "perimeter", _("Perimeter"), "%s",
                         out->perimeter.label.data);
    orb_report_catalogue_sources(&out->report, catalogue);
    return ORB_OK;
}

enum orb_status cli_planning_open(struct cli_planning *out, const struct cli_context *cli,
                                  const struct cli_arguments *args, const char *key,
                                  struct orb_error *err)
{
    enum orb_status status = cli_planning_open_records(out, cli, args, key, err);

    cli_territory_let_go(&out->territory);
    return status;
}

enum orb_status cli_persons_check(const struct cli_arguments *args, const char *option,
                                  enum orb_mesh level, struct orb_error *err)
{
    static const char *const small[] = { "commune", "life-area", "canton" };

    enum cli_audience audience;
    enum orb_status status = cli_audience_read(&audience, args, CLI_AUDIENCE_PARTNER, err);

    if (status != ORB_OK || cli_option_value(args, option) == NULL ||
        audience == CLI_AUDIENCE_TEAM)
        return status;
    if (level == ORB_MESH_COMMUNE || level == ORB_MESH_LIFE_AREA ||
        level == ORB_MESH_CANTON)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("'--%s' counts persons: it goes by epci, departement or region"), option);
    for (size_t i = 0; i < sizeof small / sizeof small[0]; i++)
        if (cli_option_value(args, small[i]) != NULL)
            return orb_error_set(
                err, ORB_ERR_SYNTAX,
                _("'--%s' counts persons: it does not go with '--%s', too small a perimeter"),
                option, small[i]);
    return ORB_OK;
}

enum orb_status cli_planning_count_persons(struct cli_planning *planning,
                                           const struct cli_arguments *args,
                                           struct orb_error *err)
{
    enum cli_audience audience;
    enum orb_status status = cli_audience_read(&audience, args, CLI_AUDIENCE_PARTNER, err);

    if (status != ORB_OK)
        return status;
    planning->persons_shown = cli_audience_least(audience);
    cli_audience_tell(&planning->report, audience);
    return ORB_OK;
}

enum orb_status cli_persons_protect(struct orb_report *report, int k,
                                    const struct cli_arguments *args, struct orb_error *err)
{
    const char *beside = cli_option_value(args, "beside");

    return beside == NULL ? orb_report_protect(report, k, err)
                          : cli_publication_beside(report, k, beside, err);
}

enum orb_status cli_planning_write(struct cli_planning *planning,
                                   const struct cli_arguments *args, struct orb_error *err)
{
    enum orb_status status = orb_report_check(&planning->report, err);

    if (status == ORB_OK && planning->persons_shown == 0 &&
        planning->report.threshold == 0 && cli_option_value(args, "beside") != NULL)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("'--beside' is for reports that count persons: this one counts none"));
    if (status == ORB_OK && planning->persons_shown > 0)
        status = cli_persons_protect(&planning->report, planning->persons_shown, args, err);
    return status == ORB_OK ? cli_report_write(&planning->report, &planning->cli, args, err)
                            : status;
}

void cli_planning_close(struct cli_planning *planning)
{
    orb_report_clear(&planning->report);
    orb_vocabulary_release(&planning->vocabulary);
    cli_perimeter_release(&planning->perimeter);
    orb_circles_release(&planning->circles);
    cli_territory_close(&planning->territory);
    orb_profile_free(planning->profile);
    planning->profile = NULL;
}
