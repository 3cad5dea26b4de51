/* The lines of an answer while they are found. Private to engine/match. */
#ifndef ORB_MATCH_LINES_H
#define ORB_MATCH_LINES_H

#include "engine/base/arena.h"
#include "engine/catalogue/catalogue.h"
#include "engine/match/match.h"

/* The best few rows of a ranking while they are found: the last of them on top once full.
 */
struct orb_top {
    struct orb_ranked *items;
    size_t count;
    size_t capacity;
    size_t keep;    /* rows wanted; SIZE_MAX = all */
    uint64_t total; /* rows met */
    /* What is of a class after that of the last row does not enter, nor what is of the same
     * class below that score: made with each row. */
    int last_class;
    double last_score;
};

/* An offer that may be part of the plan: the needs for which it is of each class. */
struct orb_candidate {
    uint64_t needs[ORB_CLASSES - 1];
    uint64_t covers; /* once the classes are chosen: bits by place in the plan's needs */
    int64_t minutes, score;
    uint32_t id_rank;
    uint32_t offer;
};

/* An offer met by a search before it is evaluated, or a kind taken as a whole. */
struct orb_seen {
    uint32_t number; /* of the member or of the kind */
    float minutes;   /* at best */
    uint8_t class_;  /* at best */
    bool whole;      /* a kind */
    bool linked;     /* to the operator, maybe */
};

/* A resource beside the needs, met before it is judged. */
struct orb_side_seen {
    uint64_t key; /* the lower, the better it may stand; UINT64_MAX = looked at */
    uint32_t member, id_rank;
    float minutes;  /* at best */
    uint8_t class_; /* at best */
};

/* What tells of an offer of a side where it stands. */
struct orb_side_place {
    double x, y, z;
    uint32_t row, zone;
    uint32_t kind; /* by place in the kinds of the side */
    uint32_t id_rank;
    bool dated; /* closes on some day */
};

/* Those of the kinds of a side that are no duplicates, kind by kind; NULL = too many. */
struct orb_side_rows {
    struct orb_cat_member *rows;   /* copies, side by side */
    uint32_t *members;             /* whose they are */
    uint32_t *first;               /* by place in the kinds of the side, and one more */
    struct orb_side_place *places; /* in the order of ids */
    uint32_t count;
};

/* What is found for a need. */
struct orb_need_rows {
    struct orb_top top;
    struct orb_top of_class[ORB_EXCLUDED]; /* the best few of each, when asked for */
    uint64_t class_totals[ORB_EXCLUDED];   /* how many there are of each */
    unsigned classes;                      /* bits of the classes met */
    struct orb_ranked *prospects;          /* the best few, in order */
    size_t prospect_count;
    uint64_t prospect_any; /* how many there are */
    uint64_t only_rule[ORB_RULES];
};

/* Coordination resources, or what serves the carers. */
struct orb_sides {
    struct orb_side_offer *items;
    size_t count; /* listed */
    size_t capacity;
    size_t total;
};

/* Does a come before b in the order of the policy? */
bool orb_rank_compare(const struct orb_profile_policy *policy, const struct orb_ranked *a,
                      const struct orb_ranked *b);

/* Is it the order of most policies: class, score, travel? */
static inline bool orb_rank_is_usual(const struct orb_profile_policy *policy)
{
    return policy->order[0] == ORB_RANK_CLASS && policy->order[1] == ORB_RANK_SCORE &&
           policy->order[2] == ORB_RANK_TRAVEL;
}

static inline bool orb_rank_before(const struct orb_profile_policy *policy,
                                   const struct orb_ranked *a, const struct orb_ranked *b)
{
    if (!orb_rank_is_usual(policy))
        return orb_rank_compare(policy, a, b);
    if (a->class_ != b->class_)
        return a->class_ < b->class_;
    if (a->score_key != b->score_key)
        return a->score_key > b->score_key;
    return a->minutes_key != b->minutes_key ? a->minutes_key < b->minutes_key
                                            : a->id_rank < b->id_rank;
}

/* Is a row among the best few? Needs what the order reads. */
static inline bool orb_top_takes(const struct orb_profile_policy *policy,
                                 const struct orb_top *top, const struct orb_ranked *row)
{
    return top->count < top->keep ||
           (top->keep > 0 && orb_rank_before(policy, row, &top->items[0]));
}

/* Empty, for so many rows. */
void orb_top_begin(struct orb_top *top, size_t keep);

/* Add a row if it is among the best few. False without memory. */
bool orb_top_add(const struct orb_profile_policy *policy, struct orb_top *top,
                 const struct orb_ranked *row);

/* Put the rows in order. False without memory. */
bool orb_top_sort(const struct orb_profile_policy *policy, struct orb_top *top,
                  struct orb_arena *arena);

#endif
