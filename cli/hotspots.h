/* Where the persons of a caseload whose needs nothing answers stand out. */
#ifndef CLI_HOTSPOTS_H
#define CLI_HOTSPOTS_H

#include "cli/caseload.h"
#include "cli/planning.h"
#include "maps/report_emerge.h"

/* Rows of a table of options. */
#define CLI_HOTSPOT_OPTIONS                                                                \
    CLI_LEVEL_OPTION,                                                                      \
        { "over", 0, N_("BASE"),                                                           \
          N_("spots: share of the persons known (the default), or of population") },       \
    {                                                                                      \
        "near", 0, N_("KM"),                                                               \
            N_("spots: areas without contour are neighbours up to this far (15)")          \
    }

/* For parse: ORB_ERR_SYNTAX. threshold: of the class that reads it, 0 = the team. */
ORB_MUST_CHECK enum orb_status cli_hotspots_check(const struct cli_arguments *args,
                                                  int threshold, struct orb_error *err);

/* All borrowed. */
struct cli_hotspots_question {
    struct cli_planning *planning;
    const struct cli_caseload *caseload; /* sorted */
    /* the groups of the report, and the threshold of the class that reads it */
    const struct orb_report_emerge_input *emerge;
    struct cli_vault_session *session; /* of the vault of the persons; NULL = files */
};

/*
 * Add the table of spots to the report. With a threshold, counts of persons of the whole
 * report are protected, and what is worked out is so from those that are shown alone.
 */
ORB_MUST_CHECK enum orb_status cli_hotspots_add(const struct cli_hotspots_question *q,
                                                const struct cli_arguments *args,
                                                struct orb_error *err);

#endif
