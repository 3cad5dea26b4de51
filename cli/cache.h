/* Where what can be made again is kept for the user. */
#ifndef CLI_CACHE_H
#define CLI_CACHE_H

#include "engine/base/buf.h"
#include "engine/base/error.h"

/*
 * Append $XDG_CACHE_HOME/orbite/ (or ~/.cache/orbite/), with its last "/"; made for the
 * user alone when it is not there. ORB_ERR_IO when it cannot be, ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status cli_cache_folder(struct orb_buf *out, struct orb_error *err);

#endif
