/*
 * Memory that grows. Up to some kilobytes it is the process's own; beyond, it is a file
 * without a name, mapped: the kernel takes its pages back when it wants them, and nothing
 * is left behind, whatever happens.
 */
#ifndef ORB_BASE_MAPPED_H
#define ORB_BASE_MAPPED_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/error.h"

/* Bytes that stay the process's own. */
#define ORB_MAPPED_OWN ((size_t)32 << 10)

/* Zero-initialised is empty. */
struct orb_mapped {
    const char *folder; /* of the file, borrowed; NULL = /tmp */
    void *bytes;        /* room of them, aligned as orb_calloc does; NULL at first */
    size_t room;
    bool has_file; /* private, and fd */
    int fd;
};

/*
 * Make room for at least len bytes. What was there stays; what is new is zero. bytes may
 * move. ORB_ERR_MEMORY; ORB_ERR_IO (the file, or a full disk) with the folder as place.
 * What was there is untouched on failure.
 */
ORB_MUST_CHECK enum orb_status orb_mapped_reserve(struct orb_mapped *mapped, size_t len,
                                                  struct orb_error *err);

/* Safe to call twice; empty again, with the same folder. */
void orb_mapped_release(struct orb_mapped *mapped);

#endif
