/*
 * The options by which the commands of planning say where their report goes and in which
 * form. A command
 * - ends its table of options with CLI_REPORT_OPTIONS, takes CLI_OPT_OUTPUT and
 *   CLI_OPT_FORMAT;
 * - in parse, calls cli_report_check;
 * - in run, calls cli_report_context first: texts follow its language; builds its report
 *   with own.french; writes it with cli_report_write.
 */
#ifndef CLI_REPORT_OUTPUT_H
#define CLI_REPORT_OUTPUT_H

#include "cli/command.h"
#include "maps/report.h"

/* clang-format off */
#define CLI_REPORT_OPTIONS \
    { "table", 0, N_("KEY"), N_("only this table of the report; the map made of it") }, \
    { "excel-fr", 0, NULL, N_("csv as French spreadsheets read it") }, \
    { "lang", 0, N_("LANGUAGE"), N_("language of the report: fr or en") }
/* Of commands whose report may count persons under protection. */
#define CLI_ROUND_OPTION \
    { "round", 0, N_("N"), N_("counts of persons to the nearest multiple of N, once protected") }
/* clang-format on */

/* ORB_ERR_SYNTAX, with a sentence: an unknown format or language, an option that means
 * nothing for the format. */
ORB_MUST_CHECK enum orb_status cli_report_check(const struct cli_arguments *args,
                                                struct orb_error *err);

/* The context in the language of the report; messages follow. */
struct cli_context cli_report_context(const struct cli_context *cli,
                                      const struct cli_arguments *args);

/*
 * Write the report as it was asked for, its counts rounded if they are to be, to standard
 * output or beside its target then renamed. Contours come from the store of cli.
 * ORB_ERR_NOT_FOUND when --table names none of its tables; ORB_ERR_SYNTAX when a format for
 * programs would go to a terminal.
 */
ORB_MUST_CHECK enum orb_status cli_report_write(struct orb_report *report,
                                                const struct cli_context *cli,
                                                const struct cli_arguments *args,
                                                struct orb_error *err);

/* The forms of a report, for help: the name and what it is; NULL past the last. */
const char *cli_report_format(size_t number, const char **summary);

#endif
