/*
 * Changes that really let an offer in: the causes of an offer are lifted together or not at
 * all. Counting each offer at its first failing rule would promise what no single change
 * gives (METHODS 5.4).
 */
#include <stdlib.h>

#include "engine/cohort/triage_parts.h"

static int size_of(uint64_t causes)
{
    int n = 0;

    for (; causes != 0; causes &= causes - 1)
        n++;
    return n;
}

static int by_cost(const void *x, const void *y)
{
    const struct orb_relaxation *a = x;
    const struct orb_relaxation *b = y;
    int64_t slack[2] = { orb_key(a->slack), orb_key(b->slack) };
    int64_t minutes[2] = { a->minutes >= 0 ? orb_key(a->minutes) : ORB_KEY_UNKNOWN,
                           b->minutes >= 0 ? orb_key(b->minutes) : ORB_KEY_UNKNOWN };

    if (slack[0] != slack[1])
        return slack[0] < slack[1] ? -1 : 1;
    if (minutes[0] != minutes[1])
        return minutes[0] < minutes[1] ? -1 : 1;
    return a->causes < b->causes ? -1 : a->causes > b->causes;
}

bool orb_levers_tell(struct orb_triage *t, uint32_t need, struct orb_triage_need *out)
{
    const struct orb_need_blocks *b = &t->blocks[need];
    struct orb_relaxation *list = orb_arena_array(t->arena, b->set_count, sizeof *list);

    if (list == NULL)
        return false;
    out->relaxations = list;
    for (int size = 1; size <= 3 && out->relaxation_count == 0; size++)
        for (size_t i = 0; i < b->set_count; i++)
            if (size_of(b->sets[i].best.causes) == size)
                list[out->relaxation_count++] = b->sets[i].best;
    if (out->relaxation_count > 0)
        qsort(list, out->relaxation_count, sizeof *list, by_cost);
    return true;
}
