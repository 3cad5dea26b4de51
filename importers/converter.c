/* GDAL reads these files; it takes as long to start as most commands to answer, so it lives
 * in a program that is run only for them. */
#include "importers/converter.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/text.h"

#define PROGRAM      "orbite-import-ogr"
#define SELF         "/proc/self/exe"
#define PATH_MAX_LEN 4096

bool orb_converter_wants(const unsigned char *start, size_t len)
{
    static const struct {
        size_t at;
        size_t len;
        const char *bytes;
    } marks[] = { { 0, 4, "PK\3\4" },
                  { 0, 16, "SQLite format 3" },
                  { 0, 4, "\0\0\x27\x0a" },
                  { 4, 11, "\x0a\x09OSMHeader" } };

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (len >= marks[i].at + marks[i].len &&
            memcmp(start + marks[i].at, marks[i].bytes, marks[i].len) == 0)
            return true;
    return false;
}

/* The name in PATH unless a file of that name lies beside the program that runs. */
static const char *find(char room[PATH_MAX_LEN])
{
    ssize_t len = readlink(SELF, room, PATH_MAX_LEN - sizeof PROGRAM - 1);
    char *slash;

    room[len > 0 ? len : 0] = '\0';
    slash = strrchr(room, '/');
    if (slash == NULL)
        return PROGRAM;
    memcpy(slash + 1, PROGRAM, sizeof PROGRAM);
    return access(room, X_OK) == 0 ? room : PROGRAM;
}

enum orb_status orb_converter_start(struct orb_process **out, const char *path,
                                    const char *layer, struct orb_error *err)
{
    char room[PATH_MAX_LEN];
    const char *argv[6] = { find(room) };
    size_t count = 1;
    struct orb_error why = { 0 };
    enum orb_status status;

    if (layer != NULL) {
        argv[count++] = "--layer";
        argv[count++] = layer;
    }
    argv[count++] = "--";
    argv[count] = path;
    status = orb_process_start(out, argv, &why);
    if (status == ORB_ERR_NOT_FOUND)
        status = orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("spreadsheets, archives, shapefiles, GeoPackages and .osm.pbf are read by orbite-import-ogr, which is not installed; on Debian: apt-get install libgdal-dev, then configure, build and install Orbite again"));
    else if (status != ORB_OK)
        status = orb_error_set(err, status, "%s: %s", why.place, why.text);
    return status;
}

enum orb_status orb_converter_end(struct orb_process *process, const char *path,
                                  struct orb_error *err)
{
    char said[ORB_ERROR_TEXT_MAX];
    const char *sentence = said;
    const char *named;
    int code = 0;
    enum orb_status status = orb_process_wait(process, &code, said, sizeof said, err);

    if (status != ORB_OK || code == 0)
        return status;
    /* "orbite-import-ogr: PATH: sentence" */
    named = strstr(said, path);
    if (named != NULL && strncmp(named + strlen(path), ": ", 2) == 0)
        sentence = named + strlen(path) + 2;
    if (said[0] == '\0')
        status = orb_error_set(err, ORB_ERR_SYNTAX, _("%s stopped before its end (%d)"),
                               PROGRAM, code);
    else
        status = orb_error_set(err, ORB_ERR_SYNTAX, "%s", sentence);
    return status;
}
