/* jansson asks for its memory here too; the sanitizers see what is leaked on each way out.
 */
#include "tests/fault/fault.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/base/alloc.h"

#define FAILURES_MAX 5000

static void *take(size_t size)
{
    return orb_calloc(1, size);
}

size_t fault_each_allocation(fault_run run, void *context)
{
    size_t failures = 0;
    long n = 0;

    json_set_alloc_funcs(take, orb_free);
    for (;;) {
        struct orb_error err = { 0 };
        enum orb_status status;

        orb_alloc_fail_after(n);
        status = run(context, &err);
        orb_alloc_fail_after(-1);
        if (status == ORB_OK)
            break;
        if (status != ORB_ERR_MEMORY || err.status != ORB_ERR_MEMORY || err.text[0] == '\0')
            fail_msg("allocation %ld: status %d, error %d '%s' at '%s'", n, (int)status,
                     (int)err.status, err.text, err.place);
        if (++failures > FAILURES_MAX)
            fail_msg("still no success after %zu failures", failures);
        n += 1 + n / 64;
    }
    return failures;
}
