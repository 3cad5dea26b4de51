/* What a search remembers before it evaluates: met in any order, looked at best first for
 * each list, so that far fewer offers need an evaluation. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/search.h"

/* The keys lie list by list, so that choosing the best of a list reads nothing else; pages
 * of lists that no need has are never touched. */
static bool make_room(struct orb_matcher *m)
{
    size_t before = m->seen.capacity;
    float *keys;

    if (m->seen.count < before)
        return true;
    if (orb_grow((void **)&m->seen.items, &m->seen.capacity, m->seen.count,
                 sizeof *m->seen.items) != ORB_OK)
        return false;
    keys = orb_calloc(m->seen.capacity * ORB_LISTS, sizeof *keys);
    if (keys == NULL) {
        m->seen.capacity = before;
        return false;
    }
    for (size_t list = 0; before > 0 && list < 2 + (size_t)m->need_count; list++)
        memcpy(keys + list * m->seen.capacity, m->seen_keys + list * before,
               before * sizeof *keys);
    orb_free(m->seen_keys);
    m->seen_keys = keys;
    return true;
}

bool orb_seen_add(struct orb_matcher *m, const struct orb_view *v,
                  const struct orb_glance *glance, struct orb_seen seen)
{
    const struct orb_care_facts *care = v->facts.care;
    size_t apart = m->seen.capacity; /* the keys of a list from those of the next */
    double overall = 0;
    double neutral = 0;
    float *keys;

    if (m->seen.count == apart) {
        if (!make_room(m))
            return false;
        apart = m->seen.capacity;
    }
    keys = m->seen_keys + m->seen.count;
    for (size_t i = 0, at = 2 * apart;
         care->need_count < m->need_count && i < m->need_count; i++, at += apart)
        keys[at] = -INFINITY;
    for (uint32_t i = 0; i < care->need_count; i++) {
        uint32_t need = m->indices.items[care->needs_first + i];
        const struct orb_query_need *n = &m->needs[need];
        double bound = orb_view_bound(m, v, i, glance->g, glance->w);

        keys[(2 + need) * apart] = orb_seen_key(glance->class_, bound);
        overall += n->share * bound;
        neutral += n->share * orb_view_neutral(n, v, bound);
    }
    keys[0] = orb_seen_key(glance->class_, overall);
    keys[apart] = orb_seen_key(glance->class_, neutral);
    seen.class_ = (uint8_t)glance->class_;
    seen.minutes = (float)glance->minutes;
    m->seen.items[m->seen.count++] = seen;
    return true;
}

float orb_seen_least(const struct orb_matcher *m, const struct orb_top *top)
{
    const struct orb_ranked *last = top->items;

    if (top->count < top->keep || m->policy->order[1] != ORB_RANK_SCORE)
        return -FLT_MAX;
    if (top->keep == 0)
        return FLT_MAX;
    return orb_seen_key((enum orb_class)last->class_, 1e-6 * (double)last->score_key) -
           1e-3F;
}

/* Of equal keys, the first seen comes first. */
static bool comes_after(float key, size_t at, struct orb_seen_rank after)
{
    return key < after.key || (!(key > after.key) && at > after.seen);
}

/* The next key; keys are finite, and never zero but for what is worth nothing. */
static float above(float key)
{
    int32_t bits;

    memcpy(&bits, &key, sizeof bits);
    bits += key < 0 ? -1 : 1;
    memcpy(&key, &bits, sizeof bits);
    return key;
}

/* Most are below the least: eight keys are passed over at once. */
#define BLOCK 8

static inline float higher(float a, float b)
{
    return a > b ? a : b;
}

/* The first from i that is not in a block that lies below. */
static size_t pass_over(const float *keys, size_t i, size_t end, float least)
{
    for (; i + BLOCK <= end; i += BLOCK) {
        const float *k = keys + i;
        float a = higher(higher(k[0], k[1]), higher(k[2], k[3]));
        float b = higher(higher(k[4], k[5]), higher(k[6], k[7]));

        if (higher(a, b) >= least)
            break;
    }
    return i;
}

uint32_t orb_seen_next(const struct orb_matcher *m, const struct orb_seen_rest *rest,
                       struct orb_seen_rank out[ORB_SEEN_FEW])
{
    const float *keys = m->seen_keys + (size_t)rest->list * m->seen.capacity;
    float least = rest->least;
    uint32_t count = 0;

    if (rest->from >= m->seen.count)
        return 0;
    for (size_t i = rest->from; i < m->seen.count; i++) {
        uint32_t at;

        if ((i - rest->from) % BLOCK == 0) {
            i = pass_over(keys, i, m->seen.count, least);
            if (i == m->seen.count)
                break;
        }
        if (keys[i] < least || !comes_after(keys[i], i, rest->after))
            continue;
        at = count < ORB_SEEN_FEW ? count++ : ORB_SEEN_FEW - 1;
        for (; at > 0 && out[at - 1].key < keys[i]; at--)
            out[at] = out[at - 1];
        out[at] = (struct orb_seen_rank){ keys[i], (uint32_t)i };
        if (count == ORB_SEEN_FEW) /* as high as the last of them does not do any more */
            least = above(out[count - 1].key);
    }
    return count;
}
