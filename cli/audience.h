/* Who reads what counts persons, and the least count that they are shown (METHODS 6). */
#ifndef CLI_AUDIENCE_H
#define CLI_AUDIENCE_H

#include "cli/command.h"

struct orb_report;

/* The row of --class of a command about territories. */
#define CLI_AUDIENCE_ROW                                                                   \
    {                                                                                      \
        "class", 0, N_("CLASS"),                                                           \
            N_("who reads the counts of persons: partner (the default), public or team")   \
    }

enum cli_audience { CLI_AUDIENCE_TEAM = 0, CLI_AUDIENCE_PARTNER, CLI_AUDIENCE_PUBLIC };

/* Read --class; usual when it is not given. ORB_ERR_SYNTAX. */
ORB_MUST_CHECK enum orb_status cli_audience_read(enum cli_audience *out,
                                                 const struct cli_arguments *args,
                                                 enum cli_audience usual,
                                                 struct orb_error *err);

/* For parse, of a command that counts persons when asked: ORB_ERR_SYNTAX when --class is
 * wrong, or given while nothing counts persons; counting names what would, in words. */
ORB_MUST_CHECK enum orb_status cli_audience_check(const struct cli_arguments *args,
                                                  bool counts, const char *counting,
                                                  struct orb_error *err);

/* Counts below are hidden; 0 = all are shown. */
int cli_audience_least(enum cli_audience audience);

/* Tell a report for whom it is ("class"); that of a team is for its owner alone. */
void cli_audience_tell(struct orb_report *report, enum cli_audience audience);

#endif
