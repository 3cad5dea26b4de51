/* Every row left out is written down while the import runs; the report keeps only the first
 * places of each rule. */
#include "cli/import_report.h"

#include <string.h>

#include "cli/import_categories.h"
#include "cli/leftovers.h"
#include "cli/link.h"
#include "cli/table.h"
#include "cli/words.h"
#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "maps/json_writer.h"

static const char *const levels[] = { "rejected", "value", "note" };

static struct cli_places *places_of(struct cli_import_report *r, const char *group,
                                    const char *rule)
{
    for (size_t i = 0; i < r->place_count; i++)
        if (strcmp(r->places[i].rule, rule) == 0 && strcmp(r->places[i].group, group) == 0)
            return &r->places[i];
    return NULL;
}

/* The folder of a file is known to who typed it. */
static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL || slash[1] == '\0' ? path : slash + 1;
}

static enum orb_status keep_place(struct cli_import_report *r, const struct orb_finding *f,
                                  struct orb_error *err)
{
    struct cli_places *p = places_of(r, levels[f->level], f->rule);
    char *text;

    if (p == NULL) {
        if (orb_grow((void **)&r->places, &r->place_capacity, r->place_count,
                     sizeof *r->places) != ORB_OK)
            return orb_error_memory(err);
        p = &r->places[r->place_count];
        *p = (struct cli_places){ .group = levels[f->level],
                                  .rule = orb_arena_strdup(&r->arena, f->rule) };
        if (p->rule == NULL)
            return orb_error_memory(err);
        r->place_count++;
    }
    if (p->count == CLI_REPORT_PLACES)
        return ORB_OK;
    if (r->one_file || f->file == NULL || f->file[0] == '\0')
        text = orb_arena_strdup(&r->arena, f->place == NULL ? "" : f->place);
    else
        text = orb_arena_printf(&r->arena, "%s:%s", base_name(f->file),
                                f->place == NULL ? "" : f->place);
    if (text == NULL)
        return orb_error_memory(err);
    if (text[0] != '\0')
        p->places[p->count++] = text;
    return ORB_OK;
}

/* RFC 4180; a cell a spreadsheet could take for a formula is preceded by an apostrophe. */
static void csv_cell(struct orb_buf *out, const char *text, char after)
{
    bool formula = text != NULL && text[0] != '\0' && strchr("=+-@\t", text[0]) != NULL;

    text = text == NULL ? "" : text;
    if (!formula && strpbrk(text, ",\"\r\n") == NULL) {
        orb_buf_text(out, text);
    } else {
        orb_buf_char(out, '"');
        if (formula)
            orb_buf_char(out, '\'');
        for (; *text != '\0'; text++) {
            if (*text == '"')
                orb_buf_char(out, '"');
            orb_buf_char(out, *text);
        }
        orb_buf_char(out, '"');
    }
    orb_buf_char(out, after);
}

static enum orb_status listen(void *context, const struct orb_finding *f,
                              struct orb_error *err)
{
    struct cli_import_report *r = context;

    if (r->rejects.is_open && f->level != ORB_FINDING_NOTE) {
        struct orb_buf *out = &r->rejects.pending;
        enum orb_status status;

        csv_cell(out, levels[f->level], ',');
        csv_cell(out, f->file, ',');
        csv_cell(out, f->place, ',');
        csv_cell(out, f->field, ',');
        csv_cell(out, f->value, ',');
        csv_cell(out, f->rule, ',');
        csv_cell(out, f->sentence, '\n');
        status = orb_output_flush(&r->rejects, false, err);
        if (status != ORB_OK)
            return status;
    }
    return keep_place(r, f, err);
}

enum orb_status cli_import_report_begin(struct cli_import_report *r,
                                        const char *rejects_path, bool one_file,
                                        struct orb_error *err)
{
    r->report.listener = listen;
    r->report.listener_context = r;
    r->one_file = one_file;
    if (rejects_path == NULL)
        return ORB_OK;
    if (cli_output_open(&r->rejects, rejects_path, false, err) != ORB_OK)
        return err->status;
    orb_buf_text(&r->rejects.pending, "level,file,place,field,value,rule,sentence\n");
    return ORB_OK;
}

enum orb_status cli_import_report_end(struct cli_import_report *r, struct orb_error *err)
{
    return r->rejects.is_open ? orb_output_commit(&r->rejects, err) : ORB_OK;
}

void cli_import_report_release(struct cli_import_report *r)
{
    orb_output_close(&r->rejects);
    orb_report_release(&r->report);
    orb_arena_release(&r->arena);
    orb_free(r->places);
    memset(r, 0, sizeof *r);
}

unsigned long long cli_import_rows(const struct cli_import_report *r)
{
    unsigned long long sum = 0;

    for (size_t i = 0; i < r->report.line_count; i++)
        if (strcmp(r->report.lines[i].group, "read") == 0)
            sum += r->report.lines[i].count;
    return sum;
}

/* Groups come out in this order whatever came first; groups of an importer's own come last.
 */
static const struct {
    const char *group;
    const char *title;
} groups[] = {
    { "read", N_("Read") },
    { "kept", N_("Kept") },
    { "rejected", N_("Rejected rows, by reason") },
    { "value", N_("Values kept as unknown or doubtful, by reason") },
    { "unknown", N_("Fields nobody filled in") },
    { "unlabelled", N_("Codes without a label, kept as they are") },
    { "drift", N_("What differs from the format as it was known") },
    { "note", N_("Worth knowing") },
};

#define GROUPS (sizeof groups / sizeof groups[0])

/* What importers count, for the catalogue of messages; what is not here is shown as it is.
 */
static const char *const counted[] = {
    N_("activities_authorised"),
    N_("activities_exercised"),
    N_("addresses"),
    N_("age"),
    N_("assertions"),
    N_("capacities"),
    N_("communes"),
    N_("decisions"),
    N_("engagements"),
    N_("equipments"),
    N_("establishments"),
    N_("families"),
    N_("geolocations"),
    N_("modalities"),
    N_("name"),
    N_("nodes"),
    N_("offers"),
    N_("operator"),
    N_("other_elements"),
    N_("organization_addresses"),
    N_("organizations"),
    N_("orientations"),
    N_("position"),
    N_("position_of_open_establishment"),
    N_("publics"),
    N_("relations"),
    N_("roles"),
    N_("rows"),
    N_("services"),
    N_("sites"),
    N_("sources"),
    N_("structures"),
    N_("territories"),
    N_("ways"),
    N_("zone"),
    N_("zones"),
};

static const char *reading_name(const char *name)
{
    for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++)
        if (strcmp(counted[i], name) == 0)
            return _(counted[i]);
    return name;
}

static void write_group(struct orb_buf *out, const struct cli_import_report *r,
                        const char *group, const char *title, size_t width)
{
    static const struct cli_column columns[] = { { "", false, false },
                                                 { "", true, false },
                                                 { "", false, true } };
    struct cli_table table = { .columns = columns, .column_count = 3 };

    for (size_t i = 0; i < r->report.line_count; i++) {
        const struct orb_report_line *line = &r->report.lines[i];
        struct cli_places *p;
        struct orb_buf text = { 0 };

        if (strcmp(line->group, group) != 0)
            continue;
        p = places_of((struct cli_import_report *)r, group, line->name);
        orb_buf_text(&text, line->sentence == NULL ? "" : line->sentence);
        for (size_t k = 0; p != NULL && k < p->count; k++)
            orb_buf_printf(&text, "%s%s", k == 0 ? " (" : ", ", p->places[k]);
        if (p != NULL && p->count > 0)
            orb_buf_text(&text, line->count > p->count ? ", …)" : ")");
        cli_table_printf(&table, "  %s", reading_name(line->name));
        cli_table_printf(&table, "%llu", line->count);
        cli_table_cell(&table, text.data);
        orb_buf_release(&text);
    }
    if (table.cell_count > 0) {
        orb_buf_printf(out, "%s\n", title);
        cli_table_write(out, &table, width);
    }
    cli_table_release(&table);
}

static void write_changes(struct orb_buf *out, const struct orb_store_summary *summary,
                          size_t width)
{
    static const struct cli_column columns[] = { { N_("  in the territory"), false, false },
                                                 { N_("new"), true, false },
                                                 { N_("changed"), true, false },
                                                 { N_("unchanged"), true, false },
                                                 { N_("closed"), true, false } };
    struct cli_table table = { .columns = columns, .column_count = 5 };

    for (size_t i = 0; i < ORB_RECORD_KINDS; i++) {
        const struct orb_store_tally *t = &summary->kinds[i];

        if (t->added + t->changed + t->unchanged + t->closed == 0)
            continue;
        cli_table_printf(&table, "  %s", cli_kinds_words((enum orb_record_kind)i));
        cli_table_printf(&table, "%llu", t->added);
        cli_table_printf(&table, "%llu", t->changed);
        cli_table_printf(&table, "%llu", t->unchanged);
        cli_table_printf(&table, "%llu", t->closed);
    }
    if (table.cell_count > 0)
        cli_table_write(out, &table, width);
    cli_table_release(&table);
    if (summary->nothing_changed)
        orb_buf_printf(out, "%s\n", _("Nothing changed."));
    else
        orb_buf_printf(out, _("Journal: %llu openings, %llu closings, %llu moves.\n"),
                       summary->openings, summary->closings, summary->moves);
}

/* What several sources give, since a second list is often a second look at the first. */
static void write_links(struct orb_buf *out, const struct cli_linker *linker)
{
    if (!linker->has_run)
        return;
    if (linker->merged > 0)
        orb_buf_printf(out,
                       ORB_PLURAL("%zu service is another one seen by another source.\n",
                                  "%zu services are other ones seen by another source.\n",
                                  linker->merged),
                       linker->merged);
    if (linker->doubts > 0)
        orb_buf_printf(out,
                       ORB_PLURAL("%zu pair to look at: 'orbite check --duplicates'.\n",
                                  "%zu pairs to look at: 'orbite check --duplicates'.\n",
                                  linker->doubts),
                       linker->doubts);
}

static bool is_known_group(const char *group)
{
    if (strcmp(group, "category") == 0)
        return true;
    for (size_t g = 0; g < GROUPS; g++)
        if (strcmp(groups[g].group, group) == 0)
            return true;
    return false;
}

/* Is this line the first of its group? */
static bool is_first_of_group(const struct orb_import_report *report, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(report->lines[i].group, report->lines[at].group) == 0)
            return false;
    return true;
}

void cli_import_report_text(struct orb_buf *out, const struct cli_import_report *r,
                            const struct cli_import_result *result,
                            const struct cli_context *cli)
{
    orb_buf_printf(out, _("Import %s:"), result->importer->name);
    for (size_t i = 0; i < result->input->path_count; i++)
        orb_buf_printf(out, " %s", result->input->paths[i]);
    orb_buf_char(out, '\n');
    for (size_t g = 0; g < GROUPS; g++)
        write_group(out, r, groups[g].group, _(groups[g].title), cli->width);
    cli_import_categories(out, &r->report, cli);
    for (size_t i = 0; i < r->report.line_count; i++)
        if (!is_known_group(r->report.lines[i].group) && is_first_of_group(&r->report, i))
            write_group(out, r, r->report.lines[i].group, r->report.lines[i].group,
                        cli->width);
    if (result->summary != NULL)
        write_changes(out, result->summary, cli->width);
    if (result->summary != NULL)
        write_links(out, result->linker);
    else
        orb_buf_printf(out, "%s\n", _("Nothing was written."));
}

static void json_counts(struct orb_json_writer *w, const struct cli_import_report *r)
{
    orb_jw_open_object(w);
    for (size_t i = 0; i < r->report.line_count; i++) {
        if (!is_first_of_group(&r->report, i))
            continue;
        orb_jw_key(w, r->report.lines[i].group);
        orb_jw_open_object(w);
        for (size_t k = i; k < r->report.line_count; k++)
            if (strcmp(r->report.lines[k].group, r->report.lines[i].group) == 0)
                orb_jw_member_integer(w, r->report.lines[k].name,
                                      (int64_t)r->report.lines[k].count);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void json_findings(struct orb_json_writer *w, const struct cli_import_report *r)
{
    orb_jw_open_array(w);
    for (size_t i = 0; i < r->place_count; i++) {
        const struct cli_places *p = &r->places[i];

        orb_jw_open_object(w);
        orb_jw_member_text(w, "level", p->group);
        orb_jw_member_text(w, "rule", p->rule);
        orb_jw_member_integer(w, "count",
                              (int64_t)orb_report_get(&r->report, p->group, p->rule));
        for (size_t k = 0; k < r->report.line_count; k++)
            if (strcmp(r->report.lines[k].name, p->rule) == 0 &&
                strcmp(r->report.lines[k].group, p->group) == 0)
                orb_jw_member_text(w, "sentence", r->report.lines[k].sentence);
        orb_jw_key(w, "places");
        orb_jw_open_array(w);
        for (size_t k = 0; k < p->count; k++)
            orb_jw_text(w, p->places[k]);
        orb_jw_close(w);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void json_changes(struct orb_json_writer *w, const struct orb_store_summary *summary)
{
    orb_jw_open_object(w);
    for (size_t i = 0; i < ORB_RECORD_KINDS; i++) {
        orb_jw_key(w, cli_kind_name((enum orb_record_kind)i));
        orb_jw_open_object(w);
        orb_jw_member_integer(w, "new", (int64_t)summary->kinds[i].added);
        orb_jw_member_integer(w, "changed", (int64_t)summary->kinds[i].changed);
        orb_jw_member_integer(w, "unchanged", (int64_t)summary->kinds[i].unchanged);
        orb_jw_member_integer(w, "closed", (int64_t)summary->kinds[i].closed);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void json_links(struct orb_json_writer *w, const struct cli_linker *linker)
{
    orb_jw_key(w, "links");
    orb_jw_open_object(w);
    orb_jw_member_integer(w, "services_merged", (int64_t)linker->merged);
    orb_jw_member_integer(w, "pairs_to_look_at", (int64_t)linker->doubts);
    orb_jw_member_integer(w, "invalid_identifiers", (int64_t)linker->bad_keys);
    orb_jw_close(w);
}

enum orb_status cli_import_report_json(struct orb_buf *out,
                                       const struct cli_import_report *r,
                                       const struct cli_import_result *result,
                                       struct orb_error *err)
{
    const struct orb_store_summary *summary = result->summary;
    struct orb_json_writer w;

    orb_jw_init_buf(&w, out, 2);
    orb_jw_open_object(&w);
    orb_jw_member_text(&w, "orbite", "import/1");
    orb_jw_member_text(&w, "importer", result->importer->name);
    orb_jw_key(&w, "files");
    orb_jw_open_array(&w);
    for (size_t i = 0; i < result->input->path_count; i++)
        orb_jw_text(&w, result->input->paths[i]);
    orb_jw_close(&w);
    orb_jw_member_bool(&w, "written", summary != NULL);
    orb_jw_key(&w, "counts");
    json_counts(&w, r);
    orb_jw_key(&w, "findings");
    json_findings(&w, r);
    orb_jw_key(&w, "changes");
    if (summary == NULL) {
        orb_jw_null(&w);
    } else {
        json_changes(&w, summary);
        orb_jw_member_integer(&w, "openings", (int64_t)summary->openings);
        orb_jw_member_integer(&w, "closings", (int64_t)summary->closings);
        orb_jw_member_integer(&w, "moves", (int64_t)summary->moves);
        orb_jw_member_bool(&w, "nothing_changed", summary->nothing_changed);
        if (result->linker->has_run)
            json_links(&w, result->linker);
    }
    orb_jw_close(&w);
    orb_buf_char(out, '\n');
    return orb_jw_end(&w, err);
}

enum orb_status cli_import_counts(struct orb_buf *out, const struct cli_import_report *r,
                                  struct orb_error *err)
{
    struct orb_json_writer w;

    orb_jw_init_buf(&w, out, 0);
    json_counts(&w, r);
    return orb_jw_end(&w, err);
}
