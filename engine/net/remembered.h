/* What a server said of a file, kept beside it in "FILE.fetch". */
#ifndef ORB_NET_REMEMBERED_H
#define ORB_NET_REMEMBERED_H

#include <stdbool.h>

#include "engine/net/exchange.h"

#define ORB_REMEMBERED_URL_LEN 2048

struct orb_remembered {
    char url[ORB_REMEMBERED_URL_LEN];
    char etag[ORB_HTTP_FIELD_LEN];
    char modified[ORB_HTTP_FIELD_LEN];
    unsigned long long size; /* bytes of the file, as it lay there */
};

/* What is kept beside path, when it is of this address; everything empty otherwise. */
void orb_remembered_read(struct orb_remembered *out, const char *path, const char *url);

/* ORB_ERR_IO or ORB_ERR_MEMORY when it cannot be kept. */
ORB_MUST_CHECK enum orb_status orb_remembered_write(const struct orb_remembered *kept,
                                                    const char *path,
                                                    struct orb_error *err);

void orb_remembered_remove(const char *path);

/* The part of a file that is there goes on only with a strong mark of its content. */
const char *orb_remembered_mark(const struct orb_remembered *kept);

#endif
