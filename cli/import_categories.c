/* The categories with their labels, the most numerous first, then the marks of R50. */
#include "cli/import_categories.h"

#include <string.h>

#include "cli/table.h"
#include "engine/base/text.h"
#include "engine/vocabulary/vocabulary.h"
#include "maps/report_who.h"

void cli_import_categories(struct orb_buf *out, const struct orb_import_report *report,
                           const struct cli_context *cli)
{
    static const struct cli_column columns[] = { { "", false, false },
                                                 { "", true, false },
                                                 { "", false, true } };
    struct cli_table table = { .columns = columns, .column_count = 3 };
    struct orb_vocabulary vocabulary = { 0 };
    unsigned long long open = 0;
    unsigned found = 0;

    for (size_t i = 0; i < report->line_count; i++) {
        const struct orb_report_line *line = &report->lines[i];
        const char *label;

        if (strcmp(line->group, "category") != 0)
            continue;
        label = orb_vocabulary_label(&vocabulary, "finess_categories", line->name,
                                     cli->french ? "fr" : "en");
        cli_table_printf(&table, "  %s", line->name[0] == '\0' ? "?" : line->name);
        cli_table_printf(&table, "%llu", line->count);
        cli_table_cell(&table, label == NULL ? "" : label);
        open += line->count;
        found += line->name[0] != '\0';
    }
    if (table.cell_count > 0) {
        orb_buf_printf(out, "%s\n", _("Open establishments, by category"));
        cli_table_write(out, &table, cli->width);
        orb_buf_printf(
            out,
            _("  Categories: %u, for %llu open establishments, those of health included."),
            found, open);
        orb_buf_printf(out, " %s\n", _(orb_who_marks));
    }
    cli_table_release(&table);
    orb_vocabulary_release(&vocabulary);
}
