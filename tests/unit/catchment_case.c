/* Makes links by hand. */
#include "tests/unit/catchment_case.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/unit/planning_oracle.h"

struct orb_links dense_links(const struct dense *d)
{
    struct orb_links l = { .place_count = d->places, .site_count = d->sites };

    l.first = calloc(d->places + 1U, sizeof *l.first);
    l.site = calloc((size_t)d->places * d->sites + 1, sizeof *l.site);
    l.cost = calloc((size_t)d->places * d->sites + 1, sizeof *l.cost);
    l.flags = calloc((size_t)d->places * d->sites + 1, 1);
    for (uint32_t i = 0; i < d->places; i++) {
        l.first[i] = l.count;
        for (uint32_t j = 0; j < d->sites; j++)
            if (!isnan(d->cost[i][j])) {
                l.site[l.count] = j;
                l.cost[l.count++] = d->cost[i][j];
            }
    }
    l.first[d->places] = l.count;
    return l;
}

void dense_free(struct orb_links *l)
{
    free(l->first);
    free(l->site);
    free(l->cost);
    free(l->flags);
}

struct orb_catchment dense_catchment(const struct dense *d, struct orb_links *l,
                                     enum orb_catchment_method method, double limit,
                                     const struct orb_decay *decay)
{
    struct orb_catchment_request r = { .links = l,
                                       .method = method,
                                       .limit = limit,
                                       .strata = 1,
                                       .demand = d->demand,
                                       .supply = d->supply };
    struct orb_catchment out;

    if (decay != NULL)
        r.decay = *decay;
    assert_int_equal(orb_catchment_make(&out, &r, NULL), ORB_OK);
    if (orb_catchment_conserves(method))
        assert_true(oracle_near(out.given, out.shared, 1e-9));
    return out;
}
