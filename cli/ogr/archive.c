/* Files inside a zip, handed as they are: INSEE publishes tables that way. */
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cli/ogr/ogr.h"
#include "engine/base/alloc.h"
#include "engine/base/text.h"

#define NAME_MAX_LEN 4096
#define BLOCK_SIZE   ((size_t)256 * 1024)

/* The parts that a spreadsheet always has. */
bool cli_ogr_is_archive(const char *path)
{
    static const char *const parts[] = { "[Content_Types].xml", "mimetype" };
    char name[NAME_MAX_LEN];
    unsigned char start[4] = { 0 };
    VSILFILE *file = VSIFOpenL(path, "rb");
    size_t read = file == NULL ? 0 : VSIFReadL(start, 1, sizeof start, file);

    if (file != NULL)
        (void)VSIFCloseL(file);
    if (read != sizeof start || memcmp(start, "PK\3\4", sizeof start) != 0)
        return false;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        (void)snprintf(name, sizeof name, "/vsizip/{%s}/%s", path, parts[i]);
        file = VSIFOpenL(name, "rb");
        if (file != NULL) {
            (void)VSIFCloseL(file);
            return false;
        }
    }
    return true;
}

/* A table in CSV; varmod_*.csv is how INSEE calls the labels of the codes that lie beside.
 */
static bool is_table(const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *base = slash == NULL ? name : slash + 1;
    size_t len = strlen(base);

    return len > 4 && strcasecmp(base + len - 4, ".csv") == 0 &&
           strncasecmp(base, "varmod", 6) != 0;
}

static char **members(const char *path)
{
    char name[NAME_MAX_LEN];

    (void)snprintf(name, sizeof name, "/vsizip/{%s}", path);
    return VSIReadDirRecursive(name);
}

enum orb_status cli_ogr_list_members(const char *path, struct orb_output *out,
                                     struct orb_error *err)
{
    char **names = members(path);

    for (int i = 0; names != NULL && names[i] != NULL; i++)
        orb_buf_printf(&out->pending, "%s\n", names[i]);
    CSLDestroy(names);
    return orb_buf_check(&out->pending, err);
}

static enum orb_status choose(char **names, const char **name, struct orb_error *err)
{
    struct orb_buf list = { 0 };
    const char *only = NULL;
    size_t count = 0;
    enum orb_status status = ORB_OK;

    for (int i = 0; names != NULL && names[i] != NULL; i++) {
        if (!is_table(names[i]))
            continue;
        only = names[i];
        orb_buf_printf(&list, "%s%s", count++ == 0 ? "" : ", ", names[i]);
    }
    if (names == NULL || names[0] == NULL)
        status =
            orb_error_set(err, ORB_ERR_SYNTAX,
                          _("this spreadsheet or archive cannot be read; is it whole?"));
    else if (count == 0)
        status = orb_error_set(err, ORB_ERR_SYNTAX, _("this archive has no CSV file"));
    else if (count > 1)
        status = orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("this archive has several CSV files, name one as in FILE#NAME: %s"),
            list.data == NULL ? "" : list.data);
    else
        *name = only;
    orb_buf_release(&list);
    return status;
}

static enum orb_status copy(VSILFILE *file, struct orb_output *out, struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    size_t n = 1;

    while (status == ORB_OK && n > 0) {
        if (!orb_buf_reserve(&out->pending, BLOCK_SIZE))
            return orb_error_memory(err);
        n = VSIFReadL(out->pending.data + out->pending.len, 1, BLOCK_SIZE, file);
        out->pending.len += n;
        status = orb_output_flush(out, false, err);
    }
    return status == ORB_OK && !VSIFEofL(file)
               ? cli_ogr_fail(_("this file cannot be read to its end; is it whole?"), err)
               : status;
}

enum orb_status cli_ogr_write_member(const char *path, const char *name,
                                     struct orb_output *out, struct orb_error *err)
{
    char room[NAME_MAX_LEN];
    char **names = members(path);
    VSILFILE *file = NULL;
    enum orb_status status = name == NULL ? choose(names, &name, err) : ORB_OK;

    if (status == ORB_OK) {
        (void)snprintf(room, sizeof room, "/vsizip/{%s}/%s", path, name);
        file = VSIFOpenL(room, "rb");
        if (file == NULL)
            status = orb_error_set(err, ORB_ERR_NOT_FOUND,
                                   _("this archive has no file '%s'"), name);
    }
    if (status == ORB_OK)
        status = copy(file, out, err);
    if (file != NULL)
        (void)VSIFCloseL(file);
    CSLDestroy(names);
    return status;
}
