/* N: the best entry matched, and how many are (MATCHING 5). */
#include "engine/match/criterion/criterion.h"

double orb_criterion_coverage(const struct orb_matcher *m, const struct orb_cat_terms *t,
                              const struct orb_query_need *need)
{
    double q = 0.0;
    double got = 0.0;

    for (uint32_t i = 0; i < need->entry_count; i++) {
        double evidence = orb_entry_evidence(m, t, &need->entries[i]);

        if (evidence <= 0)
            continue;
        if (need->entries[i].strength * evidence > q)
            q = need->entries[i].strength * evidence;
        got += need->entries[i].strength;
    }
    if (!(q > 0))
        return 0.0;
    return m->p->coverage.best * q + m->p->coverage.breadth * (got / need->total_strength);
}
