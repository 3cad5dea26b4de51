/* Runs an importer with the store as sink, in one transaction, and prints its report. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/clock.h"
#include "cli/commands.h"
#include "cli/database.h"
#include "cli/diagnostics.h"
#include "cli/import_guess.h"
#include "cli/import_report.h"
#include "cli/link.h"
#include "cli/operator.h"
#include "cli/options.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/store/store.h"
#include "importers/registry.h"

static const struct cli_option import_options[] = {
    { "edition", 0, N_("EDITION"),
      N_("edition of the data, when the file does not say it") },
    { "mapping", 0, N_("FILE"),
      N_("what the columns of a table are, in JSON (orbite-mapping(5))") },
    { "guess", 0, NULL, N_("write a mapping for a table, to be reviewed; import nothing") },
    { "year", 0, N_("YEAR"), N_("year of the equipments, for 'bpe'") },
    { "licence", 0, N_("LICENCE"),
      N_("licence of the data, when the importer does not know it") },
    { "attribution", 0, N_("TEXT"), N_("whom to name when the data are shown") },
    { "rejects", 0, N_("FILE"), N_("write the rows and values not taken there, in CSV") },
    { "strict", 0, NULL,
      N_("write nothing and exit 3 when any row or value is not taken") },
    { 0 },
};

static enum orb_status unknown_importer(const char *name, struct orb_error *err)
{
    const char *near = NULL;
    size_t best = SIZE_MAX;
    struct orb_buf names = { 0 };
    enum orb_status status = ORB_ERR_SYNTAX;

    for (const struct orb_importer *const *i = orb_importers; *i != NULL; i++) {
        near = cli_nearest(name, (*i)->name, near, &best);
        orb_buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", (*i)->name);
    }
    if (near != NULL)
        status = orb_error_set(err, status, _("unknown source '%s'; did you mean '%s'?"),
                               name, near);
    else
        status = orb_error_set(err, status, _("unknown source '%s'; the sources are: %s"),
                               name, names.data == NULL ? "" : names.data);
    orb_buf_release(&names);
    return status;
}

static enum orb_status check_table(const struct cli_arguments *args, struct orb_error *err)
{
    if (cli_option_value(args, "mapping") != NULL ||
        cli_option_value(args, "guess") != NULL)
        return ORB_OK;
    return orb_error_set(
        err, ORB_ERR_SYNTAX,
        _("give --mapping FILE, which says what the columns are; --guess proposes one"));
}

static enum orb_status import_parse(const struct cli_context *cli,
                                    const struct cli_arguments *args, struct orb_error *err)
{
    const char *required;
    enum orb_status status = ORB_OK;

    (void)cli;
    if (args->operand_count > 0 && orb_importer_find(args->operands[0]) == NULL)
        return unknown_importer(args->operands[0], err);
    status =
        cli_operands_check(args, 2, ORB_IMPORT_MAX_FILES + 1,
                           _("a source and its files: orbite import SOURCE FILE..."), err);
    if (status == ORB_OK && strcmp(args->operands[0], "table") == 0)
        return check_table(args, err);
    if (status != ORB_OK)
        return status;
    required = orb_importer_find(args->operands[0])->required;
    if (required != NULL && cli_option_value(args, required) == NULL &&
        cli_option_value(args, "edition") == NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("'orbite import %s' needs --%s"),
                             args->operands[0], required);
    if (cli_option_value(args, "guess") != NULL ||
        cli_option_value(args, "mapping") != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("--mapping and --guess are for 'orbite import table'"));
    return status;
}

/* Everything between begin and the end of the transaction. */
struct run {
    const struct cli_context *cli;
    const struct cli_arguments *args;
    const struct orb_importer *importer;
    struct orb_store *store;
    struct orb_import_input input;
    struct cli_import_report report;
    struct orb_store_summary summary;
    struct cli_linker linker;
    bool written;
};

/* What the importer may know besides its files. Texts live in the arena. */
static enum orb_status make_input(struct run *run, struct orb_arena *arena,
                                  struct orb_error *err)
{
    struct orb_operator op = { 0 };
    enum orb_status status = ORB_OK;

    if (run->cli->operator_id != NULL)
        op.organization = run->cli->operator_id;
    else
        status = cli_operator_read(&op, arena, run->store, err);
    run->input = (struct orb_import_input){
        .paths = run->args->operands + 1,
        .path_count = run->args->operand_count - 1,
        .edition = cli_option_value(run->args, "edition"),
        .mapping = cli_option_value(run->args, "mapping"),
        .year = cli_option_value(run->args, "year"),
        .licence = cli_option_value(run->args, "licence"),
        .attribution = cli_option_value(run->args, "attribution"),
        .operator_id = op.organization,
        .reference_date = run->cli->date,
    };
    return status == ORB_OK
               ? orb_store_territory_view(run->store, &run->input.territory, err)
               : status;
}

/* Does what is gone from the files close something? */
static bool is_full(const struct run *run)
{
    const struct orb_importer *importer = run->importer;

    return importer->full &&
           (importer->reads_some == NULL || !importer->reads_some(&run->input));
}

static enum orb_status transfer(struct run *run, struct orb_error *err)
{
    struct orb_import_report *report = &run->report.report;
    struct orb_sink sink = { 0 };
    struct orb_buf files = { 0 };
    struct orb_buf counts = { 0 };
    char now[CLI_CLOCK_LEN];
    struct orb_store_import import = { .importer = run->importer->name,
                                       .full = is_full(run),
                                       .imported_at = cli_clock_write(now),
                                       .linker = &run->linker.linker };
    enum orb_status status;
    bool begun = false;

    for (size_t i = 0; i < run->input.path_count; i++)
        orb_buf_printf(&files, "%s%s", i > 0 ? "\n" : "", run->input.paths[i]);
    status = orb_buf_check(&files, err);
    import.files = files.data;
    if (status == ORB_OK)
        status = orb_store_import_begin(run->store, &import, &sink, err);
    begun = status == ORB_OK;
    if (status == ORB_OK)
        status = run->importer->run(&run->input, &sink, report, err);
    if (status == ORB_OK)
        status = cli_import_report_end(&run->report, err);
    if (status == ORB_OK && cli_option_value(run->args, "strict") != NULL &&
        report->rejected + report->values > 0)
        goto done;
    if (status == ORB_OK && cli_option_value(run->args, "dry-run") != NULL)
        goto done;
    if (status == ORB_OK)
        status = cli_import_counts(&counts, &run->report, err);
    if (status == ORB_OK)
        status = orb_store_import_commit(run->store, counts.data, &run->summary, err);
    run->written = status == ORB_OK;
done:
    if (begun && !run->written)
        orb_store_import_rollback(run->store);
    orb_buf_release(&files);
    orb_buf_release(&counts);
    return status;
}

/* What was imported stands, but nobody reads it as long as another import is torn. */
static void tell_torn(struct run *run)
{
    struct orb_error why = { 0 };

    if (run->written && orb_store_whole(run->store, &why) != ORB_OK)
        cli_note(run->cli, "%s%s%s", why.place, why.place[0] == '\0' ? "" : ": ", why.text);
}

static enum orb_status print_report(struct run *run, struct orb_error *err)
{
    const struct cli_import_result result = { run->importer, &run->input,
                                              run->written ? &run->summary : NULL,
                                              &run->linker };
    struct orb_buf text = { 0 };
    enum orb_status status = ORB_OK;

    if (cli_option_value(run->args, "json") != NULL)
        status = cli_import_report_json(&text, &run->report, &result, err);
    else if (!run->cli->quiet)
        cli_import_report_text(&text, &run->report, &result, run->cli);
    if (status == ORB_OK && text.len > 0)
        status = cli_print(cli_option_value(run->args, "output"), &text, err);
    orb_buf_release(&text);
    return status;
}

/* The one line that must not be missed when a row was left out. */
static enum orb_status tell_findings(struct run *run, struct orb_error *err)
{
    const struct orb_import_report *report = &run->report.report;
    const char *file = cli_option_value(run->args, "rejects");

    if (cli_option_value(run->args, "strict") != NULL &&
        report->rejected + report->values > 0)
        return orb_error_set(
            err, ORB_ERR_FINDINGS,
            _("nothing was written: %llu rows and %llu values were not taken (--strict)"),
            report->rejected, report->values);
    if (report->rejected > 0 && file != NULL)
        cli_note(run->cli,
                 ORB_PLURAL("%llu row rejected of %llu; see '%s'",
                            "%llu rows rejected of %llu; see '%s'", report->rejected),
                 report->rejected, cli_import_rows(&run->report), file);
    else if (report->rejected > 0)
        cli_note(run->cli,
                 ORB_PLURAL("%llu row rejected of %llu; --rejects FILE writes it",
                            "%llu rows rejected of %llu; --rejects FILE writes them",
                            report->rejected),
                 report->rejected, cli_import_rows(&run->report));
    return ORB_OK;
}

/* A territory made for an import that then wrote nothing would be a file nobody asked for.
 */
static void remove_store(const char *path)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };
    char name[4096];

    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++)
        if (snprintf(name, sizeof name, "%s%s", path, suffixes[i]) < (int)sizeof name)
            (void)unlink(name);
}

/* Another import may have filled the store that this one made. */
static bool is_empty(struct orb_store *store)
{
    int64_t version = 0;

    return orb_store_version(store, &version, NULL) == ORB_OK && version == 0;
}

static enum orb_status open_store(struct run *run, bool *created, struct orb_error *err)
{
    enum orb_status status;

    *created = !cli_database_is_there(run->cli->database);
    status = orb_store_open(&run->store, run->cli->database,
                            *created ? ORB_STORE_CREATE : ORB_STORE_WRITE, err);
    if (*created && status == ORB_ERR_EXISTS) { /* another import has just made it */
        *created = false;
        orb_error_clear(err);
        status = orb_store_open(&run->store, run->cli->database, ORB_STORE_WRITE, err);
    }
    if (status != ORB_OK)
        *created = false;
    else if (*created)
        cli_note(run->cli, _("'%s' did not exist: made"), run->cli->database);
    return status;
}

static enum orb_status import_run(const struct cli_context *cli,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    struct orb_arena arena = { 0 };
    struct run run = { .cli = cli,
                       .args = args,
                       .importer = orb_importer_find(args->operands[0]) };
    bool created = false;
    enum orb_status status;

    if (cli_option_value(args, "guess") != NULL)
        return cli_import_guess(cli, args, err);
    status = open_store(&run, &created, err);
    if (status == ORB_OK)
        status = make_input(&run, &arena, err);
    if (status == ORB_OK)
        status = cli_link_begin(&run.linker, cli, err);
    if (status == ORB_OK)
        status = cli_import_report_begin(&run.report, cli_option_value(args, "rejects"),
                                         run.input.path_count == 1, err);
    if (status == ORB_OK)
        status = transfer(&run, err);
    if (status == ORB_OK)
        status = print_report(&run, err);
    if (status == ORB_OK)
        status = tell_findings(&run, err);
    tell_torn(&run);
    created = created && !run.written && is_empty(run.store);
    orb_store_close(run.store);
    if (created)
        remove_store(cli->database);
    cli_link_end(&run.linker);
    cli_import_report_release(&run.report);
    orb_arena_release(&arena);
    return status;
}

const struct cli_command cli_import = {
    .name = "import",
    .group = CLI_GROUP_SETUP,
    .summary = N_("read a source of data into the territory"),
    .usage = N_("SOURCE FILE..."),
    .options = import_options,
    .common = CLI_OPT_DATABASE | CLI_OPT_OPERATOR | CLI_OPT_DATE | CLI_OPT_OUTPUT |
              CLI_OPT_PROFILE | CLI_OPT_JSON | CLI_OPT_DRY_RUN,
    .description = N_(
        "The import is one transaction: stopped at any moment, the territory stays as it was. The same file twice changes nothing. A row that cannot be taken is counted, explained and left out; a value that cannot be read is unknown. A territory that does not exist is made. 'orbite help formats' lists the sources."),
    .parse = import_parse,
    .run = import_run,
};
