/* What reasons amount to by their codes, for surveys: those of a kind once, then those of
 * an offer and of its place. Private to engine/match. */
#ifndef ORB_MATCH_BLOCKS_H
#define ORB_MATCH_BLOCKS_H

#include "engine/match/search.h"

struct orb_blocks {
    uint64_t failed, unknown; /* bits 1 << enum orb_reason_code */
    double slack, gap;        /* gap: of the only reason that says no */
    uint32_t count;           /* reasons that say no */
    bool fixed;               /* one of them cannot be relaxed */
};

/* Of a kind at hand. */
struct orb_kind_blocks {
    struct orb_facts facts;
    struct orb_blocks parts; /* of its parts */
    struct orb_blocks plain; /* of rules open and refused, for plain offers */
};

/* No reason yet. */
extern const struct orb_blocks orb_blocks_none;

/* Add one reason that a verdict keeps. */
void orb_blocks_count(struct orb_blocks *b, const struct orb_reason *r, bool relaxable);

/* Add the reasons of one rule as the verdict takes them: a no hides the unknown of its
 * rule, the profile may take a missing value for a yes (MATCHING 4.1). */
void orb_blocks_add_rule(const struct orb_matcher *m, struct orb_blocks *b,
                         enum orb_rule_id rule, const struct orb_reason *reasons, size_t n);

/* The reasons of some rules (bits) about a part. */
void orb_blocks_add_part(const struct orb_matcher *m, struct orb_blocks *b,
                         const struct orb_part_reasons *part, unsigned rules);

/* False without memory. */
bool orb_kind_blocks_make(struct orb_matcher *m, uint32_t kind,
                          struct orb_kind_blocks *out);

/* Can what the person refuses, and when it is wanted, be told of a kind at once? */
bool orb_is_plain_person(const struct orb_matcher *m);

/* Neither a duplicate, nor closed, nor to open, for such a person. */
bool orb_is_plain(const struct orb_matcher *m, const struct orb_cat_member *x);

/* The rules that look at the offer itself. */
void orb_blocks_add_offer(struct orb_matcher *m, const struct orb_kind_blocks *kind,
                          const struct orb_cat_member *x, struct orb_blocks *b);

/* One that looks at a place (ORB_RULE_PLACE, ORB_RULE_ACCESSIBILITY). */
struct orb_rule_case;
void orb_blocks_apply(struct orb_rule_case *k, enum orb_rule_id rule, struct orb_blocks *b);

/* Both of an offer. */
void orb_blocks_add_place(struct orb_matcher *m, const struct orb_facts *facts,
                          const struct orb_cat_member *x, const struct orb_place *place,
                          struct orb_blocks *b);

/* The class of MATCHING 4.6. */
enum orb_class orb_blocks_class(const struct orb_matcher *m, const struct orb_blocks *b);

#endif
