/* What the commands that look for gaps and redundancies open alike: territory, profile,
 * perimeter, in the language of the report. */
#ifndef CLI_PLANNING_H
#define CLI_PLANNING_H

#include "cli/command.h"
#include "cli/perimeter.h"
#include "cli/territory.h"
#include "engine/match/circle.h"
#include "engine/vocabulary/vocabulary.h"
#include "maps/report.h"

/* The row of --catalogue. */
#define CLI_CATALOGUE_OPTION                                                               \
    {                                                                                      \
        "catalogue", 0, N_("FILE"), N_("read this native file instead of the database")    \
    }

/* Zero-initialised is closed. Everything is valid until close. */
struct cli_planning {
    struct cli_context cli; /* in the language of the report */
    struct cli_territory territory;
    struct orb_profile *profile;
    struct orb_circles circles; /* of the operator, at the date */
    struct cli_perimeter perimeter;
    struct orb_vocabulary vocabulary;
    orb_date date;
    struct orb_report report; /* begun: key, perimeter, sources */
    /* Some table counts persons, of which the least count that is shown is this: one of
     * enum in engine/cohort/disclosure.h; 0 = no table counts any. */
    int persons_shown;
};

/* key: of the report, "gaps/1", borrowed. The catalogue is all that is read: the store is
 * let go. Release with cli_planning_close, also on failure. */
ORB_MUST_CHECK enum orb_status cli_planning_open(struct cli_planning *out,
                                                 const struct cli_context *cli,
                                                 const struct cli_arguments *args,
                                                 const char *key, struct orb_error *err);
/* The same, and territory.store is held until close: records are read beside the catalogue.
 */
ORB_MUST_CHECK enum orb_status cli_planning_open_records(struct cli_planning *out,
                                                         const struct cli_context *cli,
                                                         const struct cli_arguments *args,
                                                         const char *key,
                                                         struct orb_error *err);
void cli_planning_close(struct cli_planning *planning);

/* For parse, of the option of a file that counts persons: ORB_ERR_SYNTAX when it is given
 * with areas or a perimeter so small that two reports would tell one of them, but to the
 * team. */
ORB_MUST_CHECK enum orb_status cli_persons_check(const struct cli_arguments *args,
                                                 const char *option, enum orb_mesh level,
                                                 struct orb_error *err);

/* Some table counts persons: for whom, by --class, in the report and in persons_shown.
 * ORB_ERR_SYNTAX. */
ORB_MUST_CHECK enum orb_status cli_planning_count_persons(struct cli_planning *planning,
                                                          const struct cli_arguments *args,
                                                          struct orb_error *err);

/* The row of reports that were given before of the same persons. */
#define CLI_BESIDE_OPTION                                                                  \
    {                                                                                      \
        "beside", 0, N_("FILES"),                                                          \
            N_("reports in JSON given before of the same persons, with commas: together "  \
               "they tell of nobody")                                                      \
    }

/* Protect the counts of persons of a report, beside those of --beside if it is given. */
ORB_MUST_CHECK enum orb_status cli_persons_protect(struct orb_report *report, int k,
                                                   const struct cli_arguments *args,
                                                   struct orb_error *err);

/* Hide the small counts of persons, if some are counted, and write the report. */
ORB_MUST_CHECK enum orb_status cli_planning_write(struct cli_planning *planning,
                                                  const struct cli_arguments *args,
                                                  struct orb_error *err);

#endif
