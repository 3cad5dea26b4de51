/* Libraries of the system opened at first use: one that brings forty others takes longer to
 * load than most commands take to answer. */
#ifndef ORB_BASE_LIBRARY_H
#define ORB_BASE_LIBRARY_H

#include <stddef.h>

#include "engine/base/error.h"

struct orb_library {
    const char *name;             /* as people know it: "PROJ" */
    const char *file;             /* as the loader of the system does: "libproj.so.25" */
    const char *const *functions; /* their names */
    size_t count;
};

/*
 * Write the address of each function, in the order of their names, into the count pointers
 * to functions at out. The library stays until the process ends. ORB_ERR_UNSUPPORTED when
 * it is not installed or lacks one of them; out is then untouched.
 */
ORB_MUST_CHECK enum orb_status orb_library_open(const struct orb_library *library,
                                                void *out, struct orb_error *err);

#endif
