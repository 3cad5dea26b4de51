/* Each of these holds for the whole process, which is why the command asks for them and not
 * the vault. */
#define _DEFAULT_SOURCE /* RLIMIT_MEMLOCK, MCL_ONFAULT */
#include "engine/vault/guard.h"

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "engine/base/text.h"

/* What glibc writes over memory that is released; any value but 0 turns it on. */
#define OVERWRITE 0x5a

/*
 * Nothing of a person reaches the swap. All memory is locked only where there is no limit:
 * under one, what comes later would be refused, and secrets are locked one by one anyway.
 * Pages are locked as they are used, so that a large catalogue is not read for it.
 */
static void lock_memory(void)
{
    struct rlimit locked;

    if (getrlimit(RLIMIT_MEMLOCK, &locked) != 0)
        return;
    if (locked.rlim_cur < locked.rlim_max) {
        locked.rlim_cur = locked.rlim_max;
        if (setrlimit(RLIMIT_MEMLOCK, &locked) != 0)
            return; /* at worst less is locked */
    }
#ifdef MCL_ONFAULT
    if (locked.rlim_cur == RLIM_INFINITY)
        (void)mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
#endif
}

enum orb_status orb_guard_raise(struct orb_error *err)
{
    const struct rlimit none = { 0, 0 };

    (void)umask(077);
    if (setrlimit(RLIMIT_CORE, &none) != 0)
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("core dumps, which would hold personal data, cannot be turned off"));
#ifdef __linux__
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("other programs cannot be kept from reading the memory of this one"));
#endif
    lock_memory();
#ifdef M_PERTURB
    (void)mallopt(M_PERTURB, OVERWRITE);
#endif
    return ORB_OK;
}
