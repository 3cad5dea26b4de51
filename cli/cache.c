/* The folder that the XDG base directory specification gives a program for what it can do
 * without. */
#include "cli/cache.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/base/text.h"

static enum orb_status make_folder(const char *path, struct orb_error *err)
{
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return ORB_OK;
    (void)orb_error_set(err, ORB_ERR_IO, "%s", strerror(errno));
    orb_error_at(err, "%s", path);
    return ORB_ERR_IO;
}

enum orb_status cli_cache_folder(struct orb_buf *out, struct orb_error *err)
{
    const char *cache = getenv("XDG_CACHE_HOME");
    const char *home = getenv("HOME");
    enum orb_status status;

    if (cache != NULL && cache[0] == '/')
        orb_buf_text(out, cache);
    else if (home != NULL && home[0] == '/')
        orb_buf_printf(out, "%s/.cache", home);
    else
        return orb_error_set(
            err, ORB_ERR_IO,
            _("no folder for what is kept of a database: set XDG_CACHE_HOME"));
    status = orb_buf_check(out, err);
    if (status == ORB_OK)
        status = make_folder(out->data, err);
    orb_buf_text(out, "/orbite");
    if (status == ORB_OK)
        status = orb_buf_check(out, err);
    if (status == ORB_OK)
        status = make_folder(out->data, err);
    orb_buf_char(out, '/');
    return status;
}
