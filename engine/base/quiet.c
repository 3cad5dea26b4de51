/* Standard error is set aside; what is in its buffer goes out before. */
#include "engine/base/quiet.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int orb_quiet_begin(void)
{
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    int kept = nowhere < 0 ? -1 : fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);

    (void)fflush(stderr);
    if (kept >= 0)
        (void)dup2(nowhere, STDERR_FILENO);
    if (nowhere >= 0)
        (void)close(nowhere);
    return kept;
}

void orb_quiet_end(int kept)
{
    if (kept < 0)
        return;
    (void)fflush(stderr);
    (void)dup2(kept, STDERR_FILENO);
    (void)close(kept);
}
