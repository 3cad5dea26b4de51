/* What the order of a batch is made of, read in the text of a person without understanding
 * the rest. */
#ifndef CLI_BATCH_SCAN_H
#define CLI_BATCH_SCAN_H

#include <stddef.h>

/* Parts of the text, as they are written there between quotes; NULL = not found. */
struct cli_batch_keys {
    const char *id;
    size_t id_len;
    const char *commune; /* of the location */
    size_t commune_len;
};

/* Of a situation or of a case. Whatever the text is, this only says less. */
struct cli_batch_keys cli_batch_scan(const char *text, size_t len);

#endif
