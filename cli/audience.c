/* Partners unless another class is asked for: 5 is the least count of R58. */
#include "cli/audience.h"

#include <string.h>

#include "cli/options.h"
#include "engine/base/text.h"
#include "engine/cohort/disclosure.h"
#include "maps/report.h"

static const struct {
    const char *name;
    int least;
} classes[] = {
    [CLI_AUDIENCE_TEAM] = { "team", 0 },
    [CLI_AUDIENCE_PARTNER] = { "partner", ORB_DISCLOSURE_PARTNER },
    [CLI_AUDIENCE_PUBLIC] = { "public", ORB_DISCLOSURE_PUBLIC },
};

enum orb_status cli_audience_read(enum cli_audience *out, const struct cli_arguments *args,
                                  enum cli_audience usual, struct orb_error *err)
{
    const char *text = cli_option_value(args, "class");

    *out = usual;
    for (size_t i = 0; text != NULL && i < sizeof classes / sizeof classes[0]; i++)
        if (strcmp(text, classes[i].name) == 0) {
            *out = (enum cli_audience)i;
            return ORB_OK;
        }
    return text == NULL ? ORB_OK
                        : orb_error_set(err, ORB_ERR_SYNTAX,
                                        _("'--class' takes team, partner or public"));
}

enum orb_status cli_audience_check(const struct cli_arguments *args, bool counts,
                                   const char *counting, struct orb_error *err)
{
    enum cli_audience audience;
    enum orb_status status = cli_audience_read(&audience, args, CLI_AUDIENCE_PARTNER, err);

    if (status != ORB_OK || counts || cli_option_value(args, "class") == NULL)
        return status;
    return orb_error_set(err, ORB_ERR_SYNTAX,
                         _("'--class' means nothing without %s: no person is counted"),
                         counting);
}

int cli_audience_least(enum cli_audience audience)
{
    return classes[audience].least;
}

void cli_audience_tell(struct orb_report *report, enum cli_audience audience)
{
    int least = classes[audience].least;

    if (audience == CLI_AUDIENCE_TEAM) {
        report->is_personal = true;
        orb_report_parameter(report, "class", _("For"), "%s",
                             _("the team only: personal data, do not hand on"));
    } else if (audience == CLI_AUDIENCE_PARTNER) {
        orb_report_parameter(report, "class", _("For"),
                             _("partners: counts below %d persons are hidden"), least);
    } else {
        orb_report_parameter(report, "class", _("For"),
                             _("everybody: counts below %d persons are hidden"), least);
    }
}
