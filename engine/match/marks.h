/* Marks, most of them off, put away without a look at those that are: by member or by
 * offer. Private to engine/match. */
#ifndef ORB_MATCH_MARKS_H
#define ORB_MATCH_MARKS_H

#include <stdbool.h>
#include <stdint.h>

/* Marks whose places are known; with more, all are looked at. */
#define ORB_MARKS_LISTED 2048

struct orb_marks {
    uint64_t *bits;
    uint32_t count; /* put on since they were cleared */
    uint32_t listed[ORB_MARKS_LISTED];
};

static inline bool orb_marks_has(const struct orb_marks *marks, uint32_t at)
{
    return (marks->bits[at / 64] >> (at % 64) & 1) != 0;
}

static inline void orb_marks_add(struct orb_marks *marks, uint32_t at)
{
    if (orb_marks_has(marks, at))
        return;
    marks->bits[at / 64] |= UINT64_C(1) << (at % 64);
    if (marks->count < ORB_MARKS_LISTED)
        marks->listed[marks->count] = at;
    marks->count++;
}

/* Take all away; size: how many there may be. */
void orb_marks_clear(struct orb_marks *marks, uint32_t size);

#endif
