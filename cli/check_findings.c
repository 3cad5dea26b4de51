/* The table keeps one example a kind; the rows of a kind are kept only when they are asked
 * for. */
#include "cli/check_findings.h"

#include <string.h>

#include "cli/diagnostics.h"
#include "cli/leftovers.h"
#include "cli/words.h"
#include "engine/base/text.h"

static const char *severity_words(enum orb_quality_severity severity)
{
    return severity == ORB_QUALITY_ERROR      ? _("error")
           : severity == ORB_QUALITY_TO_CHECK ? _("to check")
                                              : _("information");
}

enum orb_status cli_check_report_begin(struct cli_check_report *r, struct orb_error *err)
{
    static const struct cli_column columns[] = {
        { N_("name"), false, true },    { N_("identifier"), false, false },
        { N_("kind"), false, false },   { N_("field"), false, false },
        { N_("value"), false, true },   { N_("what is wrong"), false, true },
        { N_("source"), false, false }, { N_("date"), false, false },
    };
    const struct orb_findings_head head = { .date = r->settings->date,
                                            .old_months = r->settings->old_months,
                                            .soon_days = r->settings->soon_days,
                                            .as_map = r->form == CLI_CHECK_GEOJSON };
    enum orb_status status;

    r->rows.columns = columns;
    r->rows.column_count = sizeof columns / sizeof columns[0];
    if (r->form == CLI_CHECK_TABLE)
        return ORB_OK;
    status = cli_output_open(&r->out, r->path == NULL ? "-" : r->path, false, err);
    return status == ORB_OK ? orb_findings_writer_new(&r->writer, &r->out, &head, err)
                            : status;
}

enum orb_status cli_check_report_source(struct cli_check_report *r,
                                        const struct orb_source *source,
                                        struct orb_error *err)
{
    return r->writer == NULL ? ORB_OK : orb_findings_writer_source(r->writer, source, err);
}

/* ---- findings as they come */

static void add_row(struct cli_check_report *r, const struct orb_quality_finding *f)
{
    struct orb_buf date = { 0 };

    if (r->limit > 0 && r->told > r->limit)
        return;
    cli_date(&date, f->observed_on, r->cli->french);
    cli_table_cell(&r->rows, f->name == NULL ? "–" : f->name);
    cli_table_cell(&r->rows, f->id);
    cli_table_cell(&r->rows, cli_kind_words(f->record));
    cli_table_cell(&r->rows, f->field[0] == '\0' ? "–" : f->field);
    cli_table_cell(&r->rows, f->value[0] == '\0' ? "–" : f->value);
    cli_table_cell(&r->rows, f->sentence);
    cli_table_cell(&r->rows, f->source == NULL ? "–" : f->source);
    cli_table_cell(&r->rows, f->observed_on == ORB_DATE_NONE ? "–" : date.data);
    r->rows.failed = r->rows.failed || date.failed;
    orb_buf_release(&date);
}

static enum orb_status keep_example(struct cli_check_report *r,
                                    const struct orb_quality_finding *f,
                                    struct orb_error *err)
{
    struct cli_check_example *e = &r->examples[f->kind];

    if (e->id != NULL)
        return ORB_OK;
    e->id = orb_arena_strdup(&r->arena, f->id);
    e->name = orb_arena_strdup(&r->arena, f->name);
    return e->id == NULL || (f->name != NULL && e->name == NULL) ? orb_error_memory(err)
                                                                 : ORB_OK;
}

static enum orb_status take(void *context, const struct orb_quality_finding *f,
                            struct orb_error *err)
{
    struct cli_check_report *r = context;

    if (r->kind != ORB_QUALITY_KINDS && r->kind != f->kind)
        return ORB_OK;
    r->told++;
    if (orb_quality_rules[f->kind].severity != ORB_QUALITY_INFORMATION)
        r->to_look++;
    if (r->writer != NULL)
        return orb_findings_writer_put(r->writer, f, err);
    if (r->kind != ORB_QUALITY_KINDS)
        add_row(r, f);
    return keep_example(r, f, err);
}

struct orb_quality_listener cli_check_report_listener(struct cli_check_report *report)
{
    return (struct orb_quality_listener){ report, take };
}

/* ---- the table */

static void write_head(struct orb_buf *out, const struct cli_check_report *r)
{
    struct orb_buf date = { 0 };

    cli_date(&date, r->settings->date, r->cli->french);
    orb_buf_printf(
        out,
        _("State of the territory on %s; old: %d months and more; soon: within %d days.\n\n"),
        date.data == NULL ? "" : date.data, r->settings->old_months,
        r->settings->soon_days);
    out->failed = out->failed || date.failed;
    orb_buf_release(&date);
}

static void share_cell(struct cli_table *table, const struct orb_quality_count *count,
                       bool french)
{
    struct orb_buf text = { 0 };

    if (count->examined == 0 || count->records > count->examined) {
        cli_table_cell(table, "–");
        return;
    }
    cli_number(&text, 100.0 * (double)count->records / (double)count->examined, 1, french);
    cli_table_printf(table, _("%s%% of %llu"), text.data == NULL ? "" : text.data,
                     count->examined);
    table->failed = table->failed || text.failed;
    orb_buf_release(&text);
}

static void write_summary(struct orb_buf *out, const struct cli_check_report *r,
                          const struct orb_quality_count *counts)
{
    static const struct cli_column columns[] = {
        { N_("what was found"), false, true }, { N_("severity"), false, false },
        { N_("findings"), true, false },       { N_("share"), true, false },
        { N_("kind"), false, false },          { N_("for example"), false, true }
    };
    struct cli_table table = { .columns = columns, .column_count = 6 };

    for (int k = 0; k < ORB_QUALITY_KINDS; k++) {
        const struct orb_quality_rule *rule = &orb_quality_rules[k];
        const struct cli_check_example *e = &r->examples[k];

        if (counts[k].findings == 0 || e->id == NULL)
            continue;
        cli_table_cell(&table, _(rule->title));
        cli_table_cell(&table, severity_words(rule->severity));
        cli_table_printf(&table, "%llu", counts[k].findings);
        share_cell(&table, &counts[k], r->cli->french);
        cli_table_cell(&table, rule->name);
        if (e->name == NULL)
            cli_table_cell(&table, e->id);
        else
            cli_table_printf(&table, "%s (%s)", e->name, e->id);
    }
    if (table.cell_count > 0)
        cli_table_write(out, &table, r->cli->width);
    else
        orb_buf_printf(out, "%s\n", _("Nothing was found."));
    cli_table_release(&table);
}

/* Is one of these the kind asked for, or are all? */
static bool concerns(const struct cli_check_report *r, enum orb_quality_kind a,
                     enum orb_quality_kind b)
{
    return r->kind == ORB_QUALITY_KINDS || r->kind == a || r->kind == b;
}

/* What a clean table does not say: a rule that could not be applied finds nothing. */
static void write_unchecked(struct orb_buf *out, const struct cli_check_report *r,
                            const struct orb_quality *quality)
{
    struct orb_buf text = { 0 };

    if (!orb_quality_has_communes(quality) &&
        concerns(r, ORB_QUALITY_COMMUNE_UNKNOWN, ORB_QUALITY_POSTCODE_ELSEWHERE))
        orb_buf_printf(
            &text, "%s\n",
            _("Not checked: whether communes exist and go with their postcode. The territory has no list of communes (orbite import cog)."));
    if (!orb_quality_has_contours(quality) &&
        concerns(r, ORB_QUALITY_POSITION_OUTSIDE, ORB_QUALITY_POSITION_OUTSIDE))
        orb_buf_printf(
            &text, "%s\n",
            _("Not checked again: whether positions lie in their commune. The territory has no contour of theirs (orbite import contours)."));
    if (text.data != NULL && text.len > 0) {
        orb_buf_char(out, '\n');
        cli_wrap(out, text.data, 0, 0, r->cli->width);
    }
    out->failed = out->failed || text.failed;
    orb_buf_release(&text);
}

static void write_kind(struct orb_buf *out, const struct cli_check_report *r,
                       const struct orb_quality_count *count)
{
    const struct orb_quality_rule *rule = &orb_quality_rules[r->kind];

    orb_buf_printf(out, _("%s (%s): %llu of %llu looked at\n"), _(rule->title),
                   severity_words(rule->severity), count->records, count->examined);
    orb_buf_printf(out, _("What to do: %s\n"), _(rule->action));
    if (r->rows.cell_count == 0)
        return;
    orb_buf_char(out, '\n');
    cli_table_write(out, &r->rows, r->cli->width);
}

static enum orb_status print_table(struct cli_check_report *r,
                                   const struct orb_quality *quality, struct orb_error *err)
{
    const struct orb_quality_count *counts = orb_quality_counts(quality);
    struct orb_buf text = { 0 };
    enum orb_status status;

    write_head(&text, r);
    if (r->kind != ORB_QUALITY_KINDS)
        write_kind(&text, r, &counts[r->kind]);
    else
        write_summary(&text, r, counts);
    write_unchecked(&text, r, quality);
    if (r->kind == ORB_QUALITY_KINDS && r->told > 0)
        orb_buf_printf(&text, "\n%s\n",
                       _("'orbite check --kind KIND' lists the findings of one kind."));
    status = cli_print(r->path, &text, err);
    if (status == ORB_OK && r->limit > 0 && r->told > r->limit)
        cli_note(r->cli, _("%llu of %llu shown (--limit)"), r->limit, r->told);
    orb_buf_release(&text);
    return status;
}

enum orb_status cli_check_report_end(struct cli_check_report *r,
                                     const struct orb_quality *quality,
                                     struct orb_error *err)
{
    enum orb_status status;

    if (r->writer == NULL)
        return print_table(r, quality, err);
    status = orb_findings_writer_end(r->writer, quality, err);
    return status == ORB_OK ? orb_output_commit(&r->out, err) : status;
}

void cli_check_report_release(struct cli_check_report *r)
{
    orb_findings_writer_free(r->writer);
    orb_output_close(&r->out);
    cli_table_release(&r->rows);
    orb_arena_release(&r->arena);
    r->writer = NULL;
}
