/* orbite-import-ogr: writes as text what GDAL reads, for orbite import. A program of its
 * own, for GDAL brings a hundred libraries. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/locale.h"
#include "cli/ogr/ogr.h"
#include "config.h"
#include "engine/base/text.h"

#define PROGRAM "orbite-import-ogr"

struct arguments {
    const char *path;
    const char *layer;
    bool list;
    bool help;
    bool version;
};

/* A word that stands by itself; false when it is none of them. */
static bool take_switch(struct arguments *args, const char *word)
{
    const struct {
        const char *word;
        bool *flag;
    } switches[] = { { "--list", &args->list },
                     { "-h", &args->help },
                     { "--help", &args->help },
                     { "--version", &args->version } };

    for (size_t i = 0; i < sizeof switches / sizeof switches[0]; i++) {
        if (strcmp(switches[i].word, word) != 0)
            continue;
        *switches[i].flag = true;
        return true;
    }
    return false;
}

/* After "--" everything is a file. */
static bool parse(struct arguments *args, char **argv)
{
    bool files_only = false;

    for (; *argv != NULL; argv++) {
        const char *word = *argv;

        if (files_only || word[0] != '-') {
            if (args->path != NULL)
                return false;
            args->path = word;
        } else if (strcmp(word, "--") == 0) {
            files_only = true;
        } else if (strcmp(word, "--layer") == 0 && argv[1] != NULL) {
            args->layer = *++argv;
        } else if (!take_switch(args, word)) {
            return false;
        }
    }
    return args->path != NULL || args->help || args->version;
}

static void write_help(struct orb_output *out)
{
    orb_buf_text(
        &out->pending,
        _("Usage: orbite-import-ogr [--layer NAME] FILE\n"
          "       orbite-import-ogr --list FILE\n"
          "\n"
          "Write on standard output the text that 'orbite import' reads: CSV of a spreadsheet\n"
          "(XLSX, ODS), a shapefile or a GeoPackage, GeoJSON of OpenStreetMap data (.osm.pbf),\n"
          "the CSV of an archive (zip). 'orbite import' runs it by itself.\n"
          "\n"
          "  --layer NAME  the sheet, layer or file of the archive, when there are several\n"
          "  --list        list them: name, rows, geometry\n"
          "  -h, --help    show this help\n"
          "  --version     show the version\n"));
}

static enum orb_status write_archive(const struct arguments *args, struct orb_output *out,
                                     struct orb_error *err)
{
    return args->list ? cli_ogr_list_members(args->path, out, err)
                      : cli_ogr_write_member(args->path, args->layer, out, err);
}

static enum orb_status write_dataset(const struct arguments *args, struct orb_output *out,
                                     struct orb_error *err)
{
    struct cli_ogr *ogr = NULL;
    enum orb_status status = cli_ogr_open(&ogr, args->path, err);

    if (status != ORB_OK)
        return status;
    if (args->list)
        status = cli_ogr_list(ogr, out, err);
    else if (cli_ogr_is_osm(ogr))
        status = cli_ogr_write_osm(ogr, out, err);
    else
        status = cli_ogr_write_table(ogr, args->layer, out, err);
    cli_ogr_close(ogr);
    return status;
}

static enum orb_status run(const struct arguments *args, struct orb_error *err)
{
    struct orb_output out = { 0 };
    enum orb_status status = orb_output_open(&out, "-", err);

    if (status == ORB_OK && args->help)
        write_help(&out);
    else if (status == ORB_OK && args->version)
        orb_buf_printf(&out.pending, "%s %s\n", PROGRAM, PACKAGE_VERSION);
    else if (status == ORB_OK)
        status = cli_ogr_is_archive(args->path) ? write_archive(args, &out, err)
                                                : write_dataset(args, &out, err);
    if (status == ORB_OK)
        status = orb_output_commit(&out, err);
    orb_output_close(&out);
    return status;
}

int main(int argc, char **argv)
{
    struct arguments args = { .path = NULL };
    struct orb_error err = { 0 };
    enum orb_status status;

    (void)cli_locale_init();
    (void)signal(SIGPIPE, SIG_IGN);
    if (argc < 1 || !parse(&args, argv + 1)) {
        (void)fprintf(stderr, "%s: %s\n", PROGRAM,
                      _("give one file, with --layer NAME or --list; see --help"));
        return 2;
    }
    status = run(&args, &err);
    if (status == ORB_OK || status == ORB_ERR_INTERRUPTED)
        return 0;
    (void)fprintf(stderr, "%s: %s: %s\n", PROGRAM, args.path == NULL ? "-" : args.path,
                  err.text);
    return 1;
}
