/* What an import says at its end, and the rows it could not take. */
#ifndef CLI_IMPORT_REPORT_H
#define CLI_IMPORT_REPORT_H

#include "cli/command.h"
#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/base/file.h"
#include "engine/store/store.h"
#include "importers/importer.h"

#define CLI_REPORT_PLACES 3

/* The first places of a rule. */
struct cli_places {
    const char *group;
    const char *rule;
    const char *places[CLI_REPORT_PLACES];
    size_t count;
};

/* Zero-initialised, then begun; release once. */
struct cli_import_report {
    struct orb_import_report report;
    struct orb_arena arena;
    struct cli_places *places;
    size_t place_count;
    size_t place_capacity;
    struct orb_output rejects; /* open when rejected rows are written */
    bool one_file;             /* the file need not be named again */
};

/* Listen to the findings; rejects_path NULL = no file. */
ORB_MUST_CHECK enum orb_status cli_import_report_begin(struct cli_import_report *r,
                                                       const char *rejects_path,
                                                       bool one_file,
                                                       struct orb_error *err);

/* Finish the file of rejected rows. */
ORB_MUST_CHECK enum orb_status cli_import_report_end(struct cli_import_report *r,
                                                     struct orb_error *err);
void cli_import_report_release(struct cli_import_report *r);

/* How an import ended. */
struct cli_import_result {
    const struct orb_importer *importer;
    const struct orb_import_input *input;
    const struct orb_store_summary *summary; /* NULL = nothing was written */
    const struct cli_linker *linker;         /* what it found, when it has run */
};

/* Rows read, all kinds together. */
unsigned long long cli_import_rows(const struct cli_import_report *r);

void cli_import_report_text(struct orb_buf *out, const struct cli_import_report *r,
                            const struct cli_import_result *result,
                            const struct cli_context *cli);
ORB_MUST_CHECK enum orb_status
cli_import_report_json(struct orb_buf *out, const struct cli_import_report *r,
                       const struct cli_import_result *result, struct orb_error *err);

/* The counts as one JSON object, kept with the run. */
ORB_MUST_CHECK enum orb_status cli_import_counts(struct orb_buf *out,
                                                 const struct cli_import_report *r,
                                                 struct orb_error *err);

#endif
