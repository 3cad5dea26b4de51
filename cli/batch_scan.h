/* What the order of a batch is made of, read in the text of a person without understanding
 * the rest. */
#ifndef CLI_BATCH_SCAN_H
#define CLI_BATCH_SCAN_H

#include <stddef.h>

#include "engine/base/buf.h"

/* Parts of the text, as they are written there between quotes; NULL = not found. */
struct cli_batch_keys {
    const char *id;
    size_t id_len;
    const char *commune; /* of the location */
    size_t commune_len;
};

/* Of a situation or of a case. Whatever the text is, this only says less. */
struct cli_batch_keys cli_batch_scan(const char *text, size_t len);

/*
 * The pseudonym as it is understood, in out, which is emptied first: it may be written with
 * escapes. *found is false when there is none. ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status cli_batch_scan_id(struct orb_buf *out, bool *found,
                                                 const struct cli_batch_keys *keys,
                                                 struct orb_error *err);

#endif
