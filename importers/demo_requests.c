/* Requests that the invented platform received and covered, by family of services. */
#include "engine/base/buf.h"
#include "importers/demo_files.h"
#include "importers/demo_random.h"

enum { FAMILIES = 8, UNKNOWN_FAMILY = 8 };

/* How many times out of 1000 a request of the family finds an answer; 1000 = always. */
static const uint32_t covered[FAMILIES] = { 1000, 920, 420, 700, 1000, 1000, 380, 1000 };

enum orb_status orb_demo_requests(const struct orb_demo_options *options,
                                  struct orb_buf *out, struct orb_error *err)
{
    orb_buf_text(out, "famille;demandes;couvertes\n");
    for (uint32_t family = 1; family <= FAMILIES; family++) {
        struct orb_demo_random random =
            orb_demo_random_start(options->seed, ORB_DEMO_STREAM_REQUEST, family);
        int32_t requests = orb_demo_random_between(&random, 15, 60);
        int32_t answered = 0;

        if (family == UNKNOWN_FAMILY) /* nobody counted them: no row */
            continue;
        for (int32_t i = 0; i < requests; i++)
            answered += orb_demo_random_chance(&random, covered[family - 1]);
        orb_buf_printf(out, "L%u;%d;%d\n", (unsigned)family, (int)requests, (int)answered);
    }
    return orb_buf_check(out, err);
}
