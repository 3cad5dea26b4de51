/* What is asked of orbite access, read from its options and files. */
#ifndef CLI_ACCESS_QUESTION_H
#define CLI_ACCESS_QUESTION_H

#include "cli/planning.h"
#include "cli/stratum.h"
#include "engine/planning/access.h"

/* clang-format off */
#define CLI_ACCESS_OPTIONS \
    { "need", 0, N_("CODE"), N_("what answers this SERAFIN-PH need") }, \
    { "family", 0, N_("CODE"), N_("offers of this family: L4, or L4.2") }, \
    { "category", 0, N_("CODE"), N_("offers of this category") }, \
    CLI_STRATUM_ROWS, \
    CLI_ORIENTATION_ROW, \
    { "method", 0, N_("NAME"), N_("2sfca, e2sfca (the default), 3sfca, balanced, gravity, cumulative, availability, closest or apl") }, \
    { "decay", 0, N_("SHAPE"), N_("weight by distance: steps:10=1,20=0.68 linear:C exponential:K gaussian:S power:B gravity:MIN,SCALE,A logistic:C,S") }, \
    { "minutes", 0, N_("N"), N_("catchment in minutes; by default 60 for what houses people, else 30") }, \
    { "km", 0, N_("N"), N_("catchment in kilometres as the crow flies, instead of minutes") }, \
    { "poverty-line", 0, N_("ACCESS"), N_("below it access is poor, in its unit; by default half the mean") }, \
    { "rates", 0, N_("FILE"), N_("rates of use by age: age_from,age_to,rate") }, \
    { "demand", 0, N_("FILE"), N_("persons who ask, instead of the inhabitants: commune,count") }
/* clang-format on */

/* Zero-initialised is closed. */
struct cli_access_question {
    struct orb_arena arena;
    struct orb_access_request request; /* catalogue, perimeter, date set when open */
    struct orb_decay decay;
    double line; /* of poverty, in the unit of access; NaN = none */
    bool apl;
};

/* Everything that needs no file: ORB_ERR_SYNTAX. For parse; *out may be NULL. */
ORB_MUST_CHECK enum orb_status cli_access_read(struct cli_access_question *out,
                                               const struct cli_arguments *args,
                                               struct orb_error *err);

/* Complete it for an open territory, with its files, and tell the report how it was asked.
 * ORB_ERR_NOT_FOUND (a group, a commune of a file), ORB_ERR_SYNTAX. Release with
 * cli_access_close, also on failure. */
ORB_MUST_CHECK enum orb_status cli_access_open(struct cli_access_question *question,
                                               struct cli_planning *planning,
                                               const struct cli_arguments *args,
                                               struct orb_error *err);
void cli_access_close(struct cli_access_question *question);

#endif
