/* First look at a native file: its top-level members, without reading the long lists. */
#ifndef ORB_IMPORTERS_NATIVE_SCAN_H
#define ORB_IMPORTERS_NATIVE_SCAN_H

#include <stdbool.h>

#include "engine/base/error.h"
#include "importers/input.h"

/* One member of the top object; texts are borrowed for the call. value is NULL when want
 * refused it. */
struct native_member {
    const char *key;
    const char *value;
    size_t value_len;
};

struct native_scan {
    void *context;
    bool (*want)(void *context, const char *key);
    enum orb_status (*take)(void *context, const struct native_member *member,
                            struct orb_error *err);
};

/*
 * Read to the end of the document. Only quotes and brackets are looked at: a document that
 * passes may still not be JSON. ORB_ERR_SYNTAX when it is no object or is truncated,
 * ORB_ERR_RANGE when a wanted value passes 64 MiB.
 */
ORB_MUST_CHECK enum orb_status orb_native_scan(struct orb_input *in,
                                               const struct native_scan *scan,
                                               struct orb_error *err);

#endif
