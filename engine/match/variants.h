/*
 * What required features say of offers: by what the offers show, then counted by kind and
 * group, and kept as long as other persons require the same. Private to engine/match.
 */
#ifndef ORB_MATCH_VARIANTS_H
#define ORB_MATCH_VARIANTS_H

#include "engine/match/columns.h"
#include "engine/match/query.h"

/* More are told, and not kept for the next person. */
#define ORB_VARIANT_CODES 8

struct orb_variants {
    orb_cat_code codes[ORB_VARIANT_CODES];
    uint32_t code_count;
    uint32_t groups;     /* number of the groups counted */
    uint32_t used;       /* the last question */
    uint8_t *of;         /* by sign of features: enum orb_variant */
    uint32_t *run_first; /* by kind, kind_count + 1 */
    struct orb_run *runs;
    size_t run_capacity;
};

/* Wheelchairs, signs, quiet places... with and without those of the premises. */
#define ORB_VARIANT_TABLES 8

/* For the person at hand, at home or at a distance or not. In masks->tables. NULL without
 * memory. */
const struct orb_variants *orb_variants_find(struct orb_matcher *m,
                                             const struct orb_groups *groups, bool away);
void orb_variants_release(struct orb_variants *variants);

#endif
