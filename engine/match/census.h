/* What the walks that count share. Private to engine/match. */
#ifndef ORB_MATCH_CENSUS_H
#define ORB_MATCH_CENSUS_H

#include "engine/match/masks.h"
#include "engine/match/sighting.h"

/* Offers that the same causes keep out of the same needs. */
struct orb_cell {
    uint64_t needs, causes;
    uint32_t count;
};

/* A table of these, emptied when it is half full. */
#define ORB_CELLS 1024
struct orb_cells {
    struct orb_cell items[ORB_CELLS];
    uint32_t used[ORB_CELLS / 2];
    uint32_t count;
};

struct orb_census {
    struct orb_surveyor base; /* first */
    struct orb_masks *masks;
    const struct orb_groups *groups;
    struct orb_census_need *out; /* by need */
    uint64_t within, perhaps;    /* bits of needs */
    bool calls;                  /* what is kept out does not count */
    /* the kind at hand */
    uint32_t kind;
    const struct orb_ways_mask *ways;
    uint64_t mask;
    struct {
        uint64_t needs;
        uint32_t frequency; /* by index */
    } slots[ORB_FREQUENCIES];
    uint32_t slot_count;
    uint64_t slot_needs; /* that the slots are of */
};

/* Make ready, with what the person says something of set apart. False without memory. */
bool orb_census_begin(struct orb_census *s, struct orb_matcher *m,
                      const struct orb_census_terms *terms);
/* Forget what is apart. */
void orb_census_end(struct orb_census *s);

/* Set an offer apart, once. False without memory. */
bool orb_census_set_apart(struct orb_census *s, uint32_t member, enum orb_apart why);
bool orb_census_is_apart(const struct orb_census *s, uint32_t member);

/* Take a kind in hand. False when it covers none of the needs looked for, or is nobody's.
 * *failed when memory lacks. */
bool orb_census_take(struct orb_census *s, uint32_t kind, bool *failed);

/* Take in hand again one of masks->active. */
void orb_census_resume(struct orb_census *s, const struct orb_active *active);

/* Do offers of the kind at hand come to the person, within their zone? */
bool orb_census_is_zoned(const struct orb_census *s);

/* Offers of the kind at hand that differ one by one: a journey or a zone, features, for who
 * lives nobody knows where. */
bool orb_census_is_each(const struct orb_census *s);

/* The kinds that cover the needs looked for, then their offers perhaps within a limit. */
bool orb_census_find_near(struct orb_census *s);

/* What the place says of an offer of the kind at hand. */
const struct orb_place_mask *orb_census_place(struct orb_census *s,
                                              const struct orb_cat_member *x);

/* And of those beyond every limit, zone being of one of them. */
const struct orb_place_mask *orb_census_far(struct orb_census *s, uint32_t zone);

/* Add offers to the cells. */
void orb_cells_add(struct orb_census *s, uint64_t needs, uint64_t causes, uint32_t count);
void orb_cells_flush(struct orb_census *s);

#endif
