/*
 * What keeps offers out for one person, as bits, computed once for all that the same rules
 * cannot tell apart: entries, ways, places within the same limits of travel, features.
 * Private to engine/match.
 */
#ifndef ORB_MATCH_MASKS_H
#define ORB_MATCH_MASKS_H

#include "engine/match/bands.h"
#include "engine/match/blocks.h"
#include "engine/match/columns.h"
#include "engine/match/variants.h"

/* Bits 1 << enum orb_reason_code that say no, and this one when something is unknown. */
#define ORB_MASK_UNSURE (UINT64_C(1) << 63)
#define ORB_MASK_WAITS  (UINT64_C(1) << ORB_REASON_CODES)

/* What the place says, at each frequency (by index). */
struct orb_place_mask {
    uint32_t made; /* the question it is for */
    struct {
        uint64_t mask;
        uint8_t outcome; /* enum orb_outcome_of_rule */
        bool away;       /* at home or at a distance: no premises */
    } at[ORB_FREQUENCIES];
};

struct orb_ways_mask {
    uint32_t made;
    uint64_t mask;
    const struct orb_ways_facts *facts;
};

/* What leads to the offers of a kind that are not like the rest of it: bits. */
enum orb_reach {
    ORB_REACH_NEAR = 1U << 0, /* the grid, within a limit of travel */
    ORB_REACH_FAR = 1U << 1,  /* the grid, as far as slack changes */
    ORB_REACH_ZONE = 1U << 2  /* the zones that the person is in */
};

/* An offer of a kind that is not like the rest of it. */
enum orb_apart {
    ORB_APART_NEAR = 0, /* perhaps within a limit of travel */
    ORB_APART_SPECIAL,  /* the person says something of it: told by itself */
    ORB_APART_REFUSED   /* of an organization that the person refuses: the same */
};

struct orb_apart_offer {
    uint32_t member, next; /* next of its kind, + 1 */
    enum orb_apart why;
};

/* Offers to call perhaps: one, or what is left of a group of a kind. */
struct orb_call {
    uint64_t needs;
    uint32_t kind;
    uint32_t member; /* ORB_CAT_NONE = the rest of the group */
    uint32_t group;
    uint32_t variant; /* of the rest */
    bool zoned, away;
    uint32_t frequency; /* by index */
    bool comes;         /* to the person: no journey */
};

/* A kind as it was taken in hand. */
struct orb_active {
    const struct orb_ways_mask *ways;
    uint64_t mask;
    uint32_t kind;
};

struct orb_masks {
    struct orb_columns *columns;
    uint32_t made; /* the question */
    struct orb_bands bands;
    bool features;     /* some are required */
    bool zones;        /* whether the person is in one is known of all of them */
    uint32_t outside;  /* a zone that the person is not in; ORB_CAT_NONE */
    uint64_t *entries; /* by entry */
    uint64_t *needs;   /* by care: the needs covered */
    struct orb_ways_mask *ways;
    struct orb_place_mask *places; /* by band, ways and state of the zone */
    struct orb_variants tables[ORB_VARIANT_TABLES];
    const struct orb_variants *variants[2]; /* on site, away; of a census with features */
    uint64_t groups[ORB_GROUPS];            /* bits of each group */
    uint64_t frequency_needs[ORB_FREQUENCIES];
    uint32_t *heads;           /* by kind: the first offer apart, + 1 */
    uint8_t *reached;          /* by kind: enum orb_reach */
    struct orb_active *active; /* kinds that cover some need looked for */
    uint32_t active_count;
    ORB_QUERY_GROW(struct orb_apart_offer) apart; /* marked in done */
    ORB_QUERY_GROW(struct orb_call) calls;
    struct orb_cells *cells; /* of a census */
};

/* Owned by the caller, release with orb_masks_free. NULL without memory. */
struct orb_masks *orb_masks_new(const struct orb_matcher *m);
void orb_masks_free(struct orb_masks *masks);

/* Can the offers be told apart by these masks alone, for this person? */
bool orb_masks_apply(const struct orb_matcher *m);

/* Make them ready for the question at hand. False without memory. */
bool orb_masks_prepare(struct orb_matcher *m);

/* NULL without memory. */
const struct orb_ways_mask *orb_mask_of_ways(struct orb_matcher *m, uint32_t ways);

/* What the place says of offers with these ways, in a zone of that state (zone: one of
 * them), in that band. */
const struct orb_place_mask *orb_mask_of_place(struct orb_matcher *m, uint32_t ways,
                                               uint32_t zone, uint32_t band);

/* The codes whose zones the person is in, all the others being those of others, when
 * masks->zones. */
#define ORB_ZONE_CODES 4
void orb_masks_zone_codes(const struct orb_matcher *m, orb_cat_code out[ORB_ZONE_CODES]);

/* What required features say of terms, once masks->variants are there. */
static inline uint32_t orb_variant_of(const struct orb_masks *masks, uint32_t terms,
                                      bool away)
{
    return masks->variants[away]->of[masks->columns->signs[ORB_SIGN_FEATURES].of[terms]];
}

#endif
