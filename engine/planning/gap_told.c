/* What two answers used of the minutes of travel, counted once. */
#include "engine/planning/gaps.h"

static uint32_t greater(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* Offers of a, with what b has of them beside; those of b alone are left. */
static struct orb_gap_told add_up(const struct orb_gaps *a,
                                  const struct orb_catalogue *of_a,
                                  const struct orb_gaps *b,
                                  const struct orb_catalogue *of_b, bool only_here)
{
    struct orb_gap_told sum = { 0, 0 };

    for (uint32_t i = 0; i < of_a->offer_count; i++) {
        uint32_t j = orb_cat_offer_find(of_b, orb_cat_string(of_a, of_a->offers[i].id));
        struct orb_gap_pairs beside = { 0, 0 };

        if (only_here && j != ORB_CAT_NONE)
            continue;
        if (j != ORB_CAT_NONE)
            beside = b->pairs[j];
        sum.told += greater(a->pairs[i].told, beside.told);
        sum.estimated += greater(a->pairs[i].estimated, beside.estimated);
    }
    return sum;
}

struct orb_gap_told orb_gap_told_both(const struct orb_gaps *a,
                                      const struct orb_catalogue *of_a,
                                      const struct orb_gaps *b,
                                      const struct orb_catalogue *of_b)
{
    struct orb_gap_told sum = add_up(a, of_a, b, of_b, false);
    struct orb_gap_told more = add_up(b, of_b, a, of_a, true);

    sum.told += more.told;
    sum.estimated += more.estimated;
    return sum;
}
