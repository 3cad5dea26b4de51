/* Brings public sources from the network, and hands them to import when asked. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/diagnostics.h"
#include "cli/options.h"
#include "cli/table.h"
#include "cli/transfer.h"
#include "engine/base/embedded.h"
#include "engine/base/file.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "importers/registry.h"

#define LIST_CAP ((size_t)1 << 20)

enum { IMPORT_WORDS = 8 };

static const struct cli_option fetch_options[] = {
    { "folder", 0, N_("DIR"), N_("where files go, each source in its folder (sources)") },
    { "sources", 0, N_("FILE"),
      N_("list of sources laid over the built-in one; -f csv prints that one") },
    { "departement", 0, N_("CODE"), N_("for the sources cut by département: 01, 2A, 971") },
    { "import", 0, NULL, N_("then import what came") },
    { "edition", 0, N_("EDITION"), N_("edition of the data, instead of the list's") },
    { "timeout", 0, N_("SECONDS"), N_("how long a server may be silent (30)") },
    { "tries", 0, N_("N"), N_("how often to ask a busy server (5)") },
    { "format", 'f', N_("NAME"),
      N_("without a source: how to print the list, table or csv") },
    { 0 },
};

/* A number given with an option; 0 when it is not. */
static enum orb_status read_number(unsigned *out, const struct cli_arguments *args,
                                   const char *name, struct orb_error *err)
{
    const char *text = cli_option_value(args, name);
    int64_t value = 0;

    if (text != NULL && !orb_integer_parse(&value, text, strlen(text), 1, 3600))
        return orb_error_set(err, ORB_ERR_SYNTAX, _("--%s is a number of 1 to 3600"), name);
    *out = (unsigned)value;
    return ORB_OK;
}

/* It becomes part of an address: nothing else may get there. */
static bool is_departement(const char *code)
{
    size_t len = strlen(code);

    return (len == 2 || len == 3) && code[0] >= '0' && code[0] <= '9' &&
           strspn(code + 1, len == 2 && code[0] == '2' ? "0123456789AB" : "0123456789") ==
               len - 1;
}

static enum orb_status read_options(struct orb_http_options *out,
                                    const struct cli_arguments *args, struct orb_error *err)
{
    const char *departement = cli_option_value(args, "departement");
    const char *format = cli_option_value(args, "format");
    enum orb_status status = read_number(&out->stall_timeout_s, args, "timeout", err);

    if (status == ORB_OK)
        status = read_number(&out->tries, args, "tries", err);
    if (status == ORB_OK && departement != NULL && !is_departement(departement))
        status = orb_error_set(err, ORB_ERR_SYNTAX,
                               _("'%s' is not the code of a département"), departement);
    if (status == ORB_OK && format != NULL && strcmp(format, "table") != 0 &&
        strcmp(format, "csv") != 0)
        status =
            orb_error_set(err, ORB_ERR_SYNTAX, _("the list is printed as table or csv"));
    return status;
}

static enum orb_status fetch_parse(const struct cli_context *cli,
                                   const struct cli_arguments *args, struct orb_error *err)
{
    struct orb_http_options options = { 0 };

    (void)cli;
    return read_options(&options, args, err);
}

/* ---- the list */

static enum orb_status read_list(struct orb_sources *sources, const char *path,
                                 struct orb_error *err)
{
    const struct orb_embedded_file *known = orb_embedded_find(ORB_SOURCES_BUILT_IN);
    struct orb_buf text = { 0 };
    enum orb_status status =
        known == NULL ? orb_error_set(err, ORB_ERR_INTERNAL, "%s", ORB_SOURCES_BUILT_IN)
                      : orb_sources_read(sources, (const char *)known->data, known->len,
                                         known->name, err);

    if (status == ORB_OK && path != NULL)
        status = orb_file_read(&text, path, LIST_CAP, err);
    if (status == ORB_OK && path != NULL)
        status = orb_sources_read(sources, text.data == NULL ? "" : text.data, text.len,
                                  path, err);
    orb_buf_release(&text);
    return status;
}

static void write_table(struct orb_buf *out, const struct orb_sources *sources,
                        size_t width)
{
    static const struct cli_column columns[] = { { N_("source"), false, false },
                                                 { N_("files"), true, false },
                                                 { N_("read by"), false, false },
                                                 { N_("what it is"), false, true } };
    struct cli_table table = { .columns = columns, .column_count = 4 };

    for (size_t i = 0; i < sources->count;) {
        const struct orb_source_file *file = &sources->files[i];
        size_t count;

        (void)orb_sources_find(sources, file->source, &count);
        cli_table_cell(&table, file->source);
        cli_table_printf(&table, "%zu", count);
        cli_table_cell(&table,
                       orb_importer_find(file->importer) == NULL ? "–" : file->importer);
        cli_table_cell(&table, file->label);
        i += count;
    }
    cli_table_write(out, &table, width);
    cli_table_release(&table);
}

static enum orb_status print_list(const struct cli_context *cli,
                                  const struct cli_arguments *args,
                                  const struct orb_sources *sources, struct orb_error *err)
{
    const struct orb_embedded_file *known = orb_embedded_find(ORB_SOURCES_BUILT_IN);
    const char *format = cli_option_value(args, "format");
    struct orb_buf text = { 0 };
    enum orb_status status;

    if (format != NULL && strcmp(format, "csv") == 0)
        orb_buf_add(&text, known->data, known->len);
    else
        write_table(&text, sources, cli->width);
    status = cli_print(NULL, &text, err);
    orb_buf_release(&text);
    return status;
}

static bool asks_departement(const struct orb_source_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strstr(files[i].address, ORB_SOURCES_DEPARTEMENT) != NULL ||
            strstr(files[i].file, ORB_SOURCES_DEPARTEMENT) != NULL)
            return true;
    return false;
}

/* What can be told of a source before anything is brought. */
static enum orb_status find(const struct orb_sources *sources,
                            const struct cli_arguments *args, const char *name,
                            struct orb_error *err)
{
    const char *near = NULL;
    size_t best = SIZE_MAX;
    size_t count;
    const struct orb_source_file *files = orb_sources_find(sources, name, &count);

    if (files != NULL && cli_option_value(args, "import") != NULL &&
        orb_importer_find(files->importer) == NULL)
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("nothing here reads '%s' as it comes: fetch it without --import"), name);
    if (files != NULL && cli_option_value(args, "departement") == NULL &&
        asks_departement(files, count))
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("'%s' is fetched for one département at a time: --departement 01"), name);
    if (files != NULL)
        return ORB_OK;
    for (size_t i = 0; i < sources->count; i++)
        near = cli_nearest(name, sources->files[i].source, near, &best);
    if (near != NULL)
        return orb_error_set(err, ORB_ERR_NOT_FOUND,
                             _("unknown source '%s'; did you mean '%s'?"), name, near);
    return orb_error_set(err, ORB_ERR_NOT_FOUND,
                         _("unknown source '%s'; 'orbite fetch' lists them"), name);
}

/* ---- what comes after */

/* The files of one source and where they came to lie. */
struct fetched {
    const struct orb_source_file *files;
    const char **paths;
    size_t count;
};

/* As the user would type it, so that there is one way to import. */
static enum orb_status import(const struct cli_transfer *transfer,
                              const struct cli_arguments *args,
                              const struct fetched *fetched, struct orb_error *err)
{
    const struct orb_source_file *files = fetched->files;
    const char *edition = cli_option_value(args, "edition");
    const struct {
        const char *option;
        const char *value;
    } told[] = { { "--edition", edition == NULL ? files->edition : edition },
                 { "--licence", files->licence },
                 { "--attribution", files->attribution } };
    bool is_folder = strcmp(files->give, "folder") == 0;
    struct cli_arguments parsed = { 0 };
    char **words =
        orb_arena_array(transfer->arena, IMPORT_WORDS + fetched->count + 1, sizeof *words);
    size_t n = 0;
    enum orb_status status;

    if (words == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        if (told[i].value[0] == '\0')
            continue;
        words[n++] = orb_arena_strdup(transfer->arena, told[i].option);
        words[n++] = orb_arena_strdup(transfer->arena, told[i].value);
    }
    words[n++] = orb_arena_strdup(transfer->arena, "--");
    words[n++] = orb_arena_strdup(transfer->arena, files->importer);
    if (is_folder)
        words[n++] = cli_transfer_folder(transfer, files->source);
    for (size_t i = 0; !is_folder && i < fetched->count; i++)
        words[n++] = orb_arena_strdup(transfer->arena, fetched->paths[i]);
    for (size_t i = 0; i < n; i++)
        if (words[i] == NULL)
            return orb_error_memory(err);
    status = cli_options_parse(&parsed, transfer->arena, &cli_import, words, err);
    if (status == ORB_OK)
        status = cli_import.parse(transfer->cli, &parsed, err);
    return status == ORB_OK ? cli_import.run(transfer->cli, &parsed, err) : status;
}

static enum orb_status fetch_one(const struct cli_transfer *transfer,
                                 const struct cli_arguments *args,
                                 const struct orb_sources *sources, const char *name,
                                 struct orb_error *err)
{
    struct fetched fetched = { 0 };
    enum orb_status status;

    fetched.files = orb_sources_find(sources, name, &fetched.count);
    fetched.paths = orb_arena_array(transfer->arena, fetched.count, sizeof *fetched.paths);
    if (fetched.paths == NULL)
        return orb_error_memory(err);
    status = cli_transfer(transfer, fetched.files, fetched.count, fetched.paths, err);
    if (status == ORB_OK && cli_option_value(args, "import") != NULL)
        status = import(transfer, args, &fetched, err);
    return status;
}

static enum orb_status fetch_all(const struct cli_context *cli,
                                 const struct cli_arguments *args,
                                 const struct orb_sources *sources, struct orb_error *err)
{
    const char *folder = cli_option_value(args, "folder");
    struct orb_arena arena = { 0 };
    struct orb_http_options options = { .certificates = getenv("SSL_CERT_FILE"),
                                        .certificates_path = getenv("SSL_CERT_DIR"),
                                        .progress = cli_transfer_progress,
                                        .progress_context = (void *)(uintptr_t)cli };
    struct cli_transfer transfer = { .cli = cli,
                                     .arena = &arena,
                                     .folder = folder == NULL ? "sources" : folder,
                                     .departement = cli_option_value(args, "departement") };
    enum orb_status status = read_options(&options, args, err);

    if (options.certificates == NULL)
        options.certificates = getenv("CURL_CA_BUNDLE");
    for (size_t i = 0; status == ORB_OK && i < args->operand_count; i++)
        status = find(sources, args, args->operands[i], err);
    if (status == ORB_OK)
        status = orb_http_new(&transfer.http, &options, err);
    for (size_t i = 0; status == ORB_OK && i < args->operand_count; i++)
        status = fetch_one(&transfer, args, sources, args->operands[i], err);
    orb_http_free(transfer.http);
    orb_arena_release(&arena);
    return status;
}

static enum orb_status fetch_run(const struct cli_context *cli,
                                 const struct cli_arguments *args, struct orb_error *err)
{
    struct orb_sources sources = { 0 };
    enum orb_status status = read_list(&sources, cli_option_value(args, "sources"), err);

    if (status == ORB_OK)
        status = args->operand_count == 0 ? print_list(cli, args, &sources, err)
                                          : fetch_all(cli, args, &sources, err);
    orb_sources_release(&sources);
    return status;
}

const struct cli_command cli_fetch = {
    .name = "fetch",
    .group = CLI_GROUP_SETUP,
    .summary = N_("bring public sources of data from the network"),
    .usage = N_("[SOURCE]..."),
    .options = fetch_options,
    .common = CLI_OPT_DATABASE | CLI_OPT_OPERATOR | CLI_OPT_DATE,
    .description = N_(
        "Without a source, prints the list of those that are known. A file is brought whole or not at all: what breaks off is gone on with, what did not change is not brought again, size and digest are checked where the publisher gives them. Nothing of a person is ever sent. The proxy is that of the environment (https_proxy), as are other authorities (SSL_CERT_FILE)."),
    .parse = fetch_parse,
    .run = fetch_run,
};
