/* What a search remembers before it evaluates: met in any order, looked at best first for
 * each list, so that far fewer offers need an evaluation. */
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/search.h"

static float *new_bounds(struct orb_matcher *m, size_t count)
{
    while (m->seen_bounds.count + count > m->seen_bounds.capacity)
        if (orb_grow((void **)&m->seen_bounds.items, &m->seen_bounds.capacity,
                     m->seen_bounds.capacity, sizeof *m->seen_bounds.items) != ORB_OK)
            return NULL;
    m->seen_bounds.count += count;
    return m->seen_bounds.items + m->seen_bounds.count - count;
}

bool orb_seen_add(struct orb_matcher *m, const struct orb_view *v,
                  const struct orb_glance *glance, struct orb_seen seen)
{
    uint32_t count = v->facts.care->need_count;
    float *bounds = new_bounds(m, 2 + (size_t)count);
    double overall = 0;
    double neutral = 0;

    if (bounds == NULL || orb_grow((void **)&m->seen.items, &m->seen.capacity,
                                   m->seen.count, sizeof seen) != ORB_OK)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        const struct orb_query_need *n =
            &m->needs[m->indices.items[v->facts.care->needs_first + i]];
        double bound = orb_view_bound(m, v, i, glance->g, glance->w);

        bounds[2 + i] = (float)bound;
        overall += n->share * bound;
        neutral += n->share * orb_view_neutral(n, v, bound);
    }
    bounds[0] = (float)overall;
    bounds[1] = (float)neutral;
    seen.class_ = (uint8_t)glance->class_;
    seen.bounds = (uint32_t)(m->seen_bounds.count - count - 2);
    m->seen.items[m->seen.count++] = seen;
    return true;
}

#define SLICES 256

static uint32_t slice_of(const struct orb_matcher *m, const struct orb_seen_rank *o)
{
    int at = (int)(o->bound * (SLICES / 100.0F));

    at = at < 0 ? 0 : at >= SLICES ? SLICES - 1 : at;
    return m->seen.items[o->seen].class_ * SLICES + (uint32_t)(SLICES - 1 - at);
}

/* By class, then by slices of the bound, highest first. */
static void sort_ordered(const struct orb_matcher *m, const struct orb_seen_rank *from,
                         size_t count, struct orb_seen_rank *to)
{
    uint32_t first[ORB_CLASSES * SLICES + 1] = { 0 };

    for (size_t i = 0; i < count; i++)
        first[slice_of(m, &from[i]) + 1]++;
    for (size_t b = 1; b <= (size_t)ORB_CLASSES * SLICES; b++)
        first[b] += first[b - 1];
    for (size_t i = 0; i < count; i++)
        to[first[slice_of(m, &from[i])]++] = from[i];
}

/* The bound of what was seen for a list: 0 overall, 1 neutral, then 2 + need. False when it
 * does not cover the need. */
static bool bound_for(struct orb_matcher *m, const struct orb_seen *seen, uint32_t list,
                      float *out)
{
    uint32_t kind = seen->alike ? seen->number : m->c->members[seen->number].kind;
    const struct orb_care_facts *care = &m->care[m->c->kinds[kind].parts.care];
    const float *bounds = m->seen_bounds.items + seen->bounds;

    if (list < 2) {
        *out = bounds[list];
        return true;
    }
    for (uint32_t i = 0; i < care->need_count; i++)
        if (m->indices.items[care->needs_first + i] == list - 2) {
            *out = bounds[2 + i];
            return true;
        }
    return false;
}

const struct orb_seen_rank *orb_seen_sort(struct orb_matcher *m, uint32_t list, size_t from,
                                          size_t *count)
{
    size_t most = m->seen.count - from;
    struct orb_seen_rank *all = orb_arena_array(&m->arena, 2 * most, sizeof *all);

    *count = 0;
    if (all == NULL)
        return NULL;
    for (size_t i = from; i < m->seen.count; i++)
        if (bound_for(m, &m->seen.items[i], list, &all[*count].bound))
            all[(*count)++].seen = (uint32_t)i;
    sort_ordered(m, all, *count, all + most);
    return all + most;
}
