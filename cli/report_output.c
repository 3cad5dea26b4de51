/* One report, six forms. */
#include "cli/report_output.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/leftovers.h"
#include "cli/locale.h"
#include "cli/map_product.h"
#include "cli/options.h"
#include "cli/report_table.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "maps/report_write.h"

/* Multiples that --round takes. */
#define ROUND_MIN 2
#define ROUND_MAX 1000

enum format { TABLE = 0, JSON, CSV, XLSX, GEOJSON, HTML, FORMATS };

static const char *const names[FORMATS] = { "table", "json",    "csv",
                                            "xlsx",  "geojson", "html" };
static const char *const summaries[FORMATS] = {
    N_("for people, in a terminal"),
    N_("for programs: every table, in the schema report-1"),
    N_("one table; --table KEY chooses it, --excel-fr writes it for a spreadsheet"),
    N_("a workbook: a sheet for each table, sources, definitions"),
    N_("the areas of a map with their values, colours and legend; --table KEY chooses it"),
    N_("one page without script: maps with their legends, tables, definitions, sources"),
};

const char *cli_report_format(size_t number, const char **summary)
{
    if (number >= FORMATS)
        return NULL;
    *summary = summaries[number];
    return names[number];
}

static enum orb_status find_format(const char *name, enum format *out,
                                   struct orb_error *err)
{
    const char *near = NULL;
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < FORMATS; i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (enum format)i;
            return ORB_OK;
        }
        near = cli_nearest(name, names[i], near, &best);
    }
    if (near != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("unknown format '%s'; did you mean '%s'?"), name, near);
    return orb_error_set(
        err, ORB_ERR_SYNTAX,
        _("unknown format '%s'; reports come as table, json, csv, xlsx, geojson or html"),
        name);
}

/* What -f says, else what the name of the file says, else a table. */
static enum orb_status asked_format(const struct cli_arguments *args, enum format *out,
                                    struct orb_error *err)
{
    const char *name = cli_option_value(args, "format");
    const char *path = cli_option_value(args, "output");
    const char *dot = path == NULL ? NULL : strrchr(path, '.');

    *out = TABLE;
    if (name != NULL)
        return find_format(name, out, err);
    for (size_t i = 0; dot != NULL && i < FORMATS; i++)
        if (strcmp(names[i], dot + 1) == 0)
            *out = (enum format)i;
    return ORB_OK;
}

static enum orb_status check_terminal(enum format format, const char *path,
                                      struct orb_error *err)
{
    if (format < XLSX || (path != NULL && strcmp(path, "-") != 0) || !isatty(STDOUT_FILENO))
        return ORB_OK;
    return orb_error_set(err, ORB_ERR_SYNTAX,
                         _("%s is not for a terminal: name a file with -o FILE.%s"),
                         names[format], names[format]);
}

/* What --round says; 0 = the counts as they are. */
static enum orb_status read_multiple(int64_t *out, const struct cli_arguments *args,
                                     struct orb_error *err)
{
    const char *text = cli_option_value(args, "round");

    *out = 0;
    if (text != NULL && !orb_integer_parse(out, text, strlen(text), ROUND_MIN, ROUND_MAX))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--round' takes a whole number from %d to %d"), ROUND_MIN,
                             ROUND_MAX);
    return ORB_OK;
}

enum orb_status cli_report_check(const struct cli_arguments *args, struct orb_error *err)
{
    const char *language = cli_option_value(args, "lang");
    enum format format;
    int64_t multiple;
    enum orb_status status = asked_format(args, &format, err);

    if (status != ORB_OK)
        return status;
    if (language != NULL && strcmp(language, "fr") != 0 && strcmp(language, "en") != 0)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--lang %s' is not known: the languages are fr and en"),
                             language);
    if (cli_option_value(args, "excel-fr") != NULL && format != CSV)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--%s' means nothing for the format '%s'"), "excel-fr",
                             names[format]);
    if (cli_option_value(args, "table") != NULL &&
        (format == JSON || format == XLSX || format == HTML))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--%s' means nothing for the format '%s'"), "table",
                             names[format]);
    status = read_multiple(&multiple, args, err);
    return status == ORB_OK ? check_terminal(format, cli_option_value(args, "output"), err)
                            : status;
}

struct cli_context cli_report_context(const struct cli_context *cli,
                                      const struct cli_arguments *args)
{
    const char *language = cli_option_value(args, "lang");
    struct cli_context own = *cli;

    if (language == NULL && cli_option_value(args, "excel-fr") != NULL)
        language = "fr";
    if (language != NULL) {
        own.french = strcmp(language, "fr") == 0;
        cli_locale_use(own.french);
    }
    return own;
}

/* The table that --table names, or NULL when it was not given. */
static enum orb_status asked_table(const struct orb_report *report,
                                   const struct cli_arguments *args,
                                   const struct orb_report_table **out,
                                   struct orb_error *err)
{
    const char *key = cli_option_value(args, "table");
    struct orb_buf keys = { 0 };
    enum orb_status status;

    *out = key == NULL ? NULL : orb_report_find_table(report, key);
    if (key == NULL || *out != NULL)
        return ORB_OK;
    for (size_t i = 0; i < report->table_count; i++)
        orb_buf_printf(&keys, "%s%s", i == 0 ? "" : ", ", report->tables[i]->key);
    status =
        orb_error_set(err, ORB_ERR_NOT_FOUND, _("the report has no table '%s'; it has: %s"),
                      key, keys.data == NULL ? "" : keys.data);
    orb_buf_release(&keys);
    return status;
}

static enum orb_status find_map(const struct orb_report *report,
                                const struct orb_report_table *table,
                                const struct orb_report_map **out, struct orb_error *err)
{
    for (size_t i = 0; i < report->map_count; i++)
        if (table == NULL || report->maps[i].table == table) {
            *out = &report->maps[i];
            return ORB_OK;
        }
    return orb_error_set(err, ORB_ERR_NOT_FOUND,
                         _("no map is made of this table, so there is no GeoJSON of it"));
}

struct writing {
    struct orb_output *out;
    const struct orb_report *report;
    const struct orb_report_table *table;
    const struct cli_context *cli;
    bool excel;
};

static enum orb_status write_mapped(const struct writing *w, enum format format,
                                    struct orb_error *err)
{
    struct cli_map_store store = { .cli = w->cli };
    const struct orb_map_territory territory = { .replay = cli_map_replay,
                                                 .context = &store };
    const struct orb_report_map *map = NULL;
    enum orb_status status = ORB_OK;

    if (format == GEOJSON)
        status = find_map(w->report, w->table, &map, err);
    if (status == ORB_OK)
        status = format == GEOJSON
                     ? orb_report_write_geojson(w->out, w->report, map, &territory, err)
                     : orb_report_write_html(w->out, w->report, &territory, err);
    cli_map_store_close(&store);
    return status;
}

static enum orb_status write_form(const struct writing *w, enum format format,
                                  struct orb_error *err)
{
    switch (format) {
    case JSON:
        return orb_report_write_json(w->out, w->report, err);
    case CSV:
        return orb_report_write_csv(
            w->out, w->table != NULL ? w->table : w->report->tables[0], w->excel, err);
    case XLSX:
        return orb_report_write_xlsx(w->out, w->report, err);
    case GEOJSON:
    case HTML:
        return write_mapped(w, format, err);
    default:
        cli_report_write_table(&w->out->pending, w->report, w->table,
                               w->out->temporary == NULL ? w->cli->width : 0);
        return orb_buf_check(&w->out->pending, err);
    }
}

/* Rounding protects nobody: it is for counts that are protected already. */
static enum orb_status round_counts(struct orb_report *report,
                                    const struct cli_arguments *args, struct orb_error *err)
{
    int64_t multiple;
    enum orb_status status = read_multiple(&multiple, args, err);

    if (status != ORB_OK || multiple == 0)
        return status;
    if (report->threshold == 0)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("'--round' is for counts of persons that are protected: this report has none"));
    orb_report_round(report, (int)multiple);
    return orb_report_check(report, err);
}

enum orb_status cli_report_write(struct orb_report *report, const struct cli_context *cli,
                                 const struct cli_arguments *args, struct orb_error *err)
{
    const char *path = cli_option_value(args, "output");
    struct orb_output out = { 0 };
    struct writing w = { &out, report, NULL, cli,
                         cli_option_value(args, "excel-fr") != NULL };
    enum format format;
    enum orb_status status = orb_report_check(report, err);

    if (status == ORB_OK)
        status = round_counts(report, args, err);
    if (status == ORB_OK)
        status = asked_format(args, &format, err);
    if (status == ORB_OK)
        status = asked_table(report, args, &w.table, err);
    if (status == ORB_OK)
        status = cli_output_open(&out, path == NULL ? "-" : path, report->is_personal, err);
    out.scratch = getenv("TMPDIR");
    if (status == ORB_OK)
        status = write_form(&w, format, err);
    if (status == ORB_OK)
        status = orb_output_commit(&out, err);
    orb_output_close(&out);
    return status;
}
