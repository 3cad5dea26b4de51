/* What the check of a territory tells: a table for people, a document or a map for
 * programs. */
#ifndef CLI_CHECK_FINDINGS_H
#define CLI_CHECK_FINDINGS_H

#include "cli/command.h"
#include "cli/table.h"
#include "maps/findings.h"

enum cli_check_form { CLI_CHECK_TABLE = 0, CLI_CHECK_JSON, CLI_CHECK_GEOJSON };

/* The finding shown for each kind: the first. */
struct cli_check_example {
    const char *id;
    const char *name;
};

/* Set cli, settings, form, kind, limit and path; zero the rest. Release with
 * cli_check_report_release. */
struct cli_check_report {
    const struct cli_context *cli;
    const struct orb_quality_settings *settings;
    enum cli_check_form form;
    enum orb_quality_kind kind; /* ORB_QUALITY_KINDS = all */
    unsigned long long limit;   /* of the rows of one kind; 0 = all */
    const char *path;           /* NULL = standard output */
    unsigned long long to_look; /* findings that are not mere information */
    struct cli_check_example examples[ORB_QUALITY_KINDS];
    unsigned long long told; /* findings of the kind asked for */
    struct cli_table rows;
    struct orb_arena arena;
    struct orb_output out;
    struct orb_findings_writer *writer;
};

/* Start: a document opens its file here. Findings come through the listener, sources
 * through cli_check_report_source, before them. */
ORB_MUST_CHECK enum orb_status cli_check_report_begin(struct cli_check_report *report,
                                                      struct orb_error *err);
ORB_MUST_CHECK enum orb_status cli_check_report_source(struct cli_check_report *report,
                                                       const struct orb_source *source,
                                                       struct orb_error *err);
struct orb_quality_listener cli_check_report_listener(struct cli_check_report *report);

/* Print all; quality has told its last finding. */
ORB_MUST_CHECK enum orb_status cli_check_report_end(struct cli_check_report *report,
                                                    const struct orb_quality *quality,
                                                    struct orb_error *err);
void cli_check_report_release(struct cli_check_report *report);

#endif
