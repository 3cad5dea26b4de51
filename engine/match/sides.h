/* Looking for who coordinates, or who serves the carers. Private to engine/match. */
#ifndef ORB_MATCH_SIDES_H
#define ORB_MATCH_SIDES_H

#include <math.h>

#include "engine/match/search.h"

struct orb_side_search {
    struct orb_walker walker;
    struct orb_sides *list;
    double from_m; /* of the stage */
    uint8_t *best; /* by side kind: the class of its offers at best, ORB_CLASSES = none */
    bool staged;   /* that of its offers that are not near: those are met by stages */
    bool carers;
    bool defers;   /* near misses and what is excluded: lists are often full without */
    bool deferred; /* some */
    const struct orb_pair_facts *pair; /* of the kind seen last; not for the carers */
    uint32_t pair_number;
};

/* A key; unknown minutes come last. */
static inline int64_t orb_side_minutes(const struct orb_side_offer *side)
{
    double minutes = side->verdict.place.minutes;

    return isnan(minutes) ? ORB_KEY_UNKNOWN : orb_key(minutes);
}

/* Is an entry for carers? */
bool orb_side_is_for_carers(const struct orb_matcher *m, uint32_t entry);

/* So few offers are looked at kind by kind; of more, what is near is met by stages. */
#define ORB_SIDE_FEW 4096

/* The kinds of a side, and copies of their offers when they are few. False without memory.
 */
bool orb_side_find_kinds(struct orb_side_search *s);

/* May offers of a kind be listed, for its entry? */
bool orb_side_opens(struct orb_walker *w, const struct orb_view *v);

/* Judge an offer and list it. False without memory. */
bool orb_side_look_at(struct orb_side_search *s, const struct orb_cat_member *x);

/* What a side looks at of a kind: for the carers, whether it is open alone. False without
 * memory. */
bool orb_side_see(struct orb_side_search *s, uint32_t kind, struct orb_view *v);

/* Worse than the last line, at best? */
bool orb_side_is_late(const struct orb_side_search *s, const struct orb_glance *best,
                      uint32_t id_rank);

bool orb_side_is_listed(const struct orb_sides *list, uint32_t offer);

/* Remember an offer of a kind that was seen, to be looked at in its turn, best first. False
 * without memory. */
bool orb_side_gather(struct orb_side_search *s, const struct orb_view *v,
                     const struct orb_cat_member *x, uint32_t member);

/* List what was gathered, of a class or a better one. False without memory. */
bool orb_side_look_at_gathered(struct orb_side_search *s, enum orb_class class_);

/* List the first lines alone. False without memory. */
bool orb_side_list_first(struct orb_side_search *s);

/* Those that are eligible or to verify at best, of a side of which there are copies: counts
 * all kinds and finds what they are at best. False without memory. */
bool orb_side_list_rows(struct orb_side_search *s);

#endif
