/* Each of these holds for the whole process, which is why the command asks for them and not
 * the vault. */
#define _DEFAULT_SOURCE /* RLIMIT_MEMLOCK */
#include "engine/vault/guard.h"

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

enum orb_status orb_guard_raise(struct orb_error *err)
{
    const struct rlimit none = { 0, 0 };
    struct rlimit locked;

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
    if (getrlimit(RLIMIT_MEMLOCK, &locked) == 0 && locked.rlim_cur < locked.rlim_max) {
        locked.rlim_cur = locked.rlim_max;
        (void)setrlimit(RLIMIT_MEMLOCK, &locked); /* at worst less is locked */
    }
#ifdef M_PERTURB
    (void)mallopt(M_PERTURB, OVERWRITE);
#endif
    return ORB_OK;
}
