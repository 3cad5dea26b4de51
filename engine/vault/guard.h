/* What a process does before it reads a passphrase. */
#ifndef ORB_VAULT_GUARD_H
#define ORB_VAULT_GUARD_H

#include "engine/base/error.h"

/*
 * For the whole process, until its end: new files are their owner's alone (umask 077), no
 * core dump is written, other processes of the user cannot read its memory, memory that is
 * released is overwritten, and as much memory can be locked as the system allows.
 * ORB_ERR_UNSUPPORTED when core dumps or the reading of memory cannot be turned off.
 */
ORB_MUST_CHECK enum orb_status orb_guard_raise(struct orb_error *err);

#endif
