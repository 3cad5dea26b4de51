/* The clock says when an import was made, what day it is for what grows old (orbite check),
 * and how long ago a snapshot was checked; no answer to a person is computed from it. */
#include "cli/clock.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/base/number.h"

char *cli_clock_write(char out[CLI_CLOCK_LEN])
{
    const char *fixed = getenv("SOURCE_DATE_EPOCH");
    const int64_t last = INT64_C(253402300799); /* the end of the year 9999 */
    time_t now = time(NULL);
    int64_t seconds;
    struct tm parts;

    if (fixed != NULL && orb_integer_parse(&seconds, fixed, strlen(fixed), 0, last))
        now = (time_t)seconds;
    if (gmtime_r(&now, &parts) == NULL ||
        strftime(out, CLI_CLOCK_LEN, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
        out[0] = '\0';
    return out;
}

int64_t cli_clock_s(void)
{
    return (int64_t)time(NULL);
}
