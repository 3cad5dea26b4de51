/* What an import found in each category, beside marks to compare with. */
#ifndef CLI_IMPORT_CATEGORIES_H
#define CLI_IMPORT_CATEGORIES_H

#include "cli/command.h"
#include "engine/base/buf.h"
#include "importers/report.h"

/* Nothing when the import counts no categories (group "category" of the report). */
void cli_import_categories(struct orb_buf *out, const struct orb_import_report *report,
                           const struct cli_context *cli);

#endif
