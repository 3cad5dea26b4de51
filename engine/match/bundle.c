/*
 * "Juste ce qu'il faut": the smallest set of offers that covers the needs (MATCHING 8).
 * Exact. Of the offers that cover the same needs, only the best one can be part of an
 * optimum (fewest minutes, then highest score, then smallest id), so the search runs over
 * sets of needs.
 */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/match/query.h"

/* An offer that is a candidate for some needs. */
struct candidate {
    uint64_t covers; /* bits by place in order */
    int64_t minutes, score;
    uint32_t id_rank;
    uint32_t offer;
};

/* The best way to cover a set of needs with a number of offers: ids are found again through
 * the chain of parts. */
struct partial {
    uint64_t covers;
    int64_t minutes, score;
    uint32_t count;
    uint32_t last;   /* candidate */
    uint32_t before; /* partial + 1; 0 = none */
};

struct bundler {
    struct orb_matcher *m;
    uint32_t order[ORB_PERSON_MAX_NEEDS]; /* the kept needs, which are planned, in the
                                             person's order */
    uint32_t kept;
    enum orb_class class_[ORB_PERSON_MAX_NEEDS]; /* class of the candidates, by place in
                                                    order; ORB_EXCLUDED = none */
    ORB_QUERY_GROW(struct candidate) candidates;
    ORB_QUERY_GROW(struct partial) partials;
    uint32_t *slot; /* by set of needs: candidate + 1, then partial + 1 */
    const struct partial *chosen;
    struct orb_ranked served;
};

/* The needs of highest priority, then told in the person's order. */
static void order_needs(struct bundler *b)
{
    const struct orb_matcher *m = b->m;

    for (uint32_t i = 0; i < m->need_count; i++) {
        uint32_t at = i;

        for (; at > 0 && m->needs[b->order[at - 1]].priority < m->needs[i].priority; at--)
            b->order[at] = b->order[at - 1];
        b->order[at] = i;
    }
    b->kept = m->need_count < (uint32_t)m->p->plan.max_needs
                  ? m->need_count
                  : (uint32_t)m->p->plan.max_needs;
    for (uint32_t i = 1; i < b->kept; i++) {
        uint32_t moved = b->order[i];
        uint32_t at = i;

        for (; at > 0 && b->order[at - 1] > moved; at--)
            b->order[at] = b->order[at - 1];
        b->order[at] = moved;
    }
}

static const struct orb_need_rows *rows_of(const struct bundler *b, uint32_t i)
{
    return &b->m->rows[b->order[i]];
}

static bool has_class(const struct orb_need_rows *rows, enum orb_class class_)
{
    for (size_t r = 0; r < rows->count; r++)
        if (rows->items[r].class_ == class_)
            return true;
    return false;
}

/* Certainty first, need by need: the eligible offers of a need, else those to verify. */
static void choose_classes(struct bundler *b)
{
    const struct orb_profile *p = b->m->p;

    for (uint32_t i = 0; i < b->kept; i++) {
        b->class_[i] = ORB_EXCLUDED;
        for (uint32_t c = 0; c < p->plan.class_count && b->class_[i] == ORB_EXCLUDED; c++)
            if (has_class(rows_of(b, i), p->plan.classes[c]))
                b->class_[i] = p->plan.classes[c];
    }
}

static bool better(const struct candidate *a, const struct candidate *b)
{
    if (a->minutes != b->minutes)
        return a->minutes < b->minutes;
    if (a->score != b->score)
        return a->score > b->score;
    return a->id_rank < b->id_rank;
}

static struct candidate *candidate_of(struct bundler *b, const struct orb_ranked *row,
                                      uint32_t *mark)
{
    struct orb_matcher *m = b->m;
    const struct orb_ranked *all = &m->overall.items[row->overall];
    struct candidate *c;

    if (mark[row->overall] != 0)
        return &b->candidates.items[mark[row->overall] - 1];
    if (orb_grow((void **)&b->candidates.items, &b->candidates.capacity,
                 b->candidates.count, sizeof *c) != ORB_OK)
        return NULL;
    c = &b->candidates.items[b->candidates.count++];
    c->covers = 0;
    c->offer = row->offer;
    c->id_rank = row->id_rank;
    c->score = all->score_key;
    c->minutes = all->minutes_key == ORB_KEY_UNKNOWN
                     ? orb_key(m->p->plan.unknown_travel_minutes)
                     : all->minutes_key;
    mark[row->overall] = (uint32_t)b->candidates.count;
    return c;
}

static bool is_candidate(const struct bundler *b, uint32_t i, const struct orb_ranked *row)
{
    return b->class_[i] != ORB_EXCLUDED && row->class_ == b->class_[i];
}

static bool collect(struct bundler *b)
{
    uint32_t *mark = orb_arena_array(&b->m->arena, b->m->overall.count, sizeof *mark);

    for (uint32_t i = 0; mark != NULL && i < b->kept; i++) {
        const struct orb_need_rows *rows = rows_of(b, i);

        for (size_t r = 0; r < rows->count; r++) {
            struct candidate *c;

            if (!is_candidate(b, i, &rows->items[r]))
                continue;
            c = candidate_of(b, &rows->items[r], mark);
            if (c == NULL)
                return false;
            c->covers |= UINT64_C(1) << i;
        }
    }
    return mark != NULL;
}

/* Keep the best candidate of each set of needs. */
static void keep_best(struct bundler *b)
{
    size_t kept = 0;

    for (size_t i = 0; i < b->candidates.count; i++) {
        struct candidate c = b->candidates.items[i];
        uint32_t *slot = &b->slot[c.covers];

        if (*slot == 0) {
            b->candidates.items[kept++] = c;
            *slot = (uint32_t)kept;
        } else if (better(&c, &b->candidates.items[*slot - 1])) {
            b->candidates.items[*slot - 1] = c;
        }
    }
    for (size_t i = 0; i < kept; i++)
        b->slot[b->candidates.items[i].covers] = 0;
    b->candidates.count = kept;
}

static void sort_by_id(struct bundler *b)
{
    struct candidate *c = b->candidates.items;

    for (size_t i = 1; i < b->candidates.count; i++) {
        struct candidate moved = c[i];
        size_t at = i;

        for (; at > 0 && c[at - 1].id_rank > moved.id_rank; at--)
            c[at] = c[at - 1];
        c[at] = moved;
    }
}

/* Id lists of the same length, element by element from the smallest: chains run from the
 * last id to the first. */
static int compare_ids(const struct bundler *b, const struct partial *x,
                       const struct partial *y)
{
    int order = 0;

    for (;;) {
        uint32_t a = b->candidates.items[x->last].id_rank;
        uint32_t c = b->candidates.items[y->last].id_rank;

        if (a != c)
            order = a < c ? -1 : 1;
        if (x->before == 0 || y->before == 0)
            return order;
        x = &b->partials.items[x->before - 1];
        y = &b->partials.items[y->before - 1];
    }
}

static bool improves(const struct bundler *b, const struct partial *x,
                     const struct partial *y)
{
    if (x->count != y->count)
        return x->count < y->count;
    if (x->minutes != y->minutes)
        return x->minutes < y->minutes;
    if (x->score != y->score)
        return x->score > y->score;
    return compare_ids(b, x, y) < 0;
}

/* from: partial + 1, 0 = the empty set. A partial never changes once made, since others
 * build on it: a better one takes its slot. */
static bool add_to(struct bundler *b, uint32_t from, uint32_t candidate)
{
    const struct candidate *c = &b->candidates.items[candidate];
    struct partial made = { .last = candidate,
                            .covers = c->covers,
                            .minutes = c->minutes,
                            .score = c->score,
                            .count = 1,
                            .before = from };

    if (from != 0) {
        const struct partial *p = &b->partials.items[from - 1];

        made.covers |= p->covers;
        made.minutes += p->minutes;
        made.score += p->score;
        made.count += p->count;
        if (made.covers == p->covers)
            return true;
    }
    if (b->slot[made.covers] != 0 &&
        !improves(b, &made, &b->partials.items[b->slot[made.covers] - 1]))
        return true;
    if (orb_grow((void **)&b->partials.items, &b->partials.capacity, b->partials.count,
                 sizeof made) != ORB_OK)
        return false;
    b->partials.items[b->partials.count++] = made;
    b->slot[made.covers] = (uint32_t)b->partials.count;
    return true;
}

/* For each candidate in the order of ids, extend every set reached before it. */
static bool search(struct bundler *b)
{
    for (uint32_t c = 0; c < b->candidates.count; c++) {
        uint32_t reached = (uint32_t)b->partials.count;

        for (uint32_t from = 0; from <= reached; from++) {
            if (from != 0 && b->slot[b->partials.items[from - 1].covers] != from)
                continue; /* replaced by a better one, which is or holds this candidate */
            if (!add_to(b, from, c))
                return false;
        }
    }
    return true;
}

static double weight(const struct bundler *b, uint64_t covers)
{
    double w = 0;

    for (uint32_t i = 0; i < b->kept; i++)
        if ((covers >> i & 1) != 0)
            w += b->m->needs[b->order[i]].priority;
    return w;
}

static void choose(struct bundler *b)
{
    int64_t max = b->m->p->plan.max_offers;

    b->chosen = NULL;
    for (size_t i = 0; i < b->partials.count; i++) {
        const struct partial *p = &b->partials.items[i];
        double w = weight(b, p->covers);
        double best = b->chosen == NULL ? 0 : weight(b, b->chosen->covers);

        if (b->slot[p->covers] != i + 1 || (max >= 0 && (int64_t)p->count > max))
            continue;
        if (w > best || (b->chosen != NULL && !(w < best) && improves(b, p, b->chosen)))
            b->chosen = p;
    }
}

/* ---- what is told of the plan */

static int by_text(const struct orb_catalogue *c, orb_cat_code a, orb_cat_code b)
{
    return strcmp(orb_cat_code_name(c, a), orb_cat_code_name(c, b));
}

static bool answers_a_need(const struct orb_matcher *m, const struct orb_cat_prestation *p,
                           const struct orb_cat_terms *t)
{
    for (uint32_t i = 0; i < m->need_count; i++)
        for (uint32_t j = 0; j < m->needs[i].entry_count; j++)
            if (orb_prestation_evidence(m, p, t, &m->needs[i].entries[j]) > 0)
                return true;
    return false;
}

/* Its 2.x prestations, coordination apart, that answer no need of the person (R17). */
static bool tell_surplus(struct orb_matcher *m, struct orb_plan_offer *o)
{
    const struct orb_cat_terms *t = &m->c->terms[m->c->offers[o->offer].terms];
    orb_cat_code *out = orb_arena_array(&m->arena, t->prestations.count, sizeof *out);

    if (out == NULL)
        return false;
    for (uint32_t i = 0; i < t->prestations.count; i++) {
        const struct orb_cat_prestation *p = &m->c->prestations[t->prestations.first + i];
        uint32_t at;
        bool known = false;

        if (strncmp(orb_cat_code_name(m->c, p->code), "2.", 2) != 0 ||
            (m->flags[p->code] & ORB_CODE_COORDINATION) != 0 || answers_a_need(m, p, t))
            continue;
        for (at = 0; at < o->surplus_count; at++)
            known = known || out[at] == p->code;
        if (known)
            continue;
        for (at = o->surplus_count++; at > 0 && by_text(m->c, out[at - 1], p->code) > 0;
             at--)
            out[at] = out[at - 1];
        out[at] = p->code;
    }
    o->surplus = out;
    return true;
}

static uint64_t needs_of(const struct bundler *b, uint64_t covers)
{
    uint64_t needs = 0;

    for (uint32_t i = 0; i < b->kept; i++)
        if ((covers >> i & 1) != 0)
            needs |= UINT64_C(1) << b->order[i];
    return needs;
}

static bool tell_offers(struct bundler *b, struct orb_plan *out)
{
    const struct partial *p = b->chosen;
    uint32_t count = p == NULL ? 0 : p->count;
    struct orb_plan_offer *offers = orb_arena_array(&b->m->arena, count, sizeof *offers);

    if (offers == NULL)
        return false;
    for (uint32_t i = count; i-- > 0;
         p = p->before == 0 ? NULL : &b->partials.items[p->before - 1]) {
        offers[i].offer = b->candidates.items[p->last].offer;
        offers[i].covers = needs_of(b, b->candidates.items[p->last].covers);
        if (!tell_surplus(b->m, &offers[i]))
            return false;
    }
    out->offers = offers;
    out->offer_count = count;
    return true;
}

static bool in_plan(const struct orb_plan *plan, uint32_t offer)
{
    for (uint32_t i = 0; i < plan->offer_count; i++)
        if (plan->offers[i].offer == offer)
            return true;
    return false;
}

/* served_by is the best ranked offer of the plan; alternatives are the best ranked other
 * candidates. */
static bool tell_covered(struct bundler *b, uint32_t i, const struct orb_plan *plan,
                         struct orb_plan_need *out)
{
    struct orb_matcher *m = b->m;
    const struct orb_need_rows *rows = rows_of(b, i);
    struct orb_ranked *list = orb_arena_array(&m->arena, rows->count, sizeof *list);
    uint32_t *others =
        orb_arena_array(&m->arena, (size_t)m->p->plan.max_alternatives, sizeof *others);
    size_t count = 0;

    if (list == NULL || others == NULL)
        return false;
    out->served_by = ORB_CAT_NONE;
    for (size_t r = 0; r < rows->count; r++) {
        const struct orb_ranked *row = &rows->items[r];

        if (!is_candidate(b, i, row))
            continue;
        if (!in_plan(plan, row->offer)) {
            list[count++] = *row;
        } else if (out->served_by == ORB_CAT_NONE ||
                   orb_rank_before(m->policy, row, &b->served)) {
            b->served = *row;
            out->served_by = row->offer;
        }
    }
    count = orb_rank(m, list, count, (size_t)m->p->plan.max_alternatives);
    for (size_t r = 0; r < count; r++)
        others[r] = list[r].offer;
    out->covered = true;
    out->class_ = b->class_[i];
    out->others = others;
    out->other_count = (uint32_t)count;
    return true;
}

static bool tell_uncovered(struct bundler *b, uint32_t i, struct orb_plan_need *out)
{
    const struct orb_need_rows *rows = rows_of(b, i);
    uint32_t *others = orb_arena_array(&b->m->arena, rows->prospect_count, sizeof *others);

    if (others == NULL)
        return false;
    for (size_t r = 0; r < rows->prospect_count; r++)
        others[r] = rows->prospects[r].offer;
    out->others = others;
    out->other_count = (uint32_t)rows->prospect_count;
    out->unmet_demand = rows->prospect_any == 0;
    return true;
}

static bool tell(struct bundler *b, struct orb_plan *out)
{
    uint64_t covered = b->chosen == NULL ? 0 : b->chosen->covers;
    struct orb_plan_need *needs = orb_arena_array(&b->m->arena, b->kept, sizeof *needs);
    uint32_t *ignored = orb_arena_array(&b->m->arena, b->m->need_count, sizeof *ignored);

    if (needs == NULL || ignored == NULL || !tell_offers(b, out))
        return false;
    out->minutes = b->chosen == NULL ? 0 : (double)b->chosen->minutes / 1e6;
    out->covered_weight = weight(b, covered);
    out->total_weight = weight(b, ~UINT64_C(0));
    for (uint32_t i = 0; i < b->kept; i++) {
        needs[i].need = b->order[i];
        if ((covered >> i & 1) != 0 ? !tell_covered(b, i, out, &needs[i])
                                    : !tell_uncovered(b, i, &needs[i]))
            return false;
    }
    out->needs = needs;
    out->need_count = b->kept;
    for (uint32_t i = 0; i < b->m->need_count; i++) {
        bool kept = false;

        for (uint32_t j = 0; j < b->kept; j++)
            kept = kept || b->order[j] == i;
        if (!kept)
            ignored[out->ignored_count++] = i;
    }
    out->ignored = ignored;
    return true;
}

enum orb_status orb_bundle(struct orb_matcher *m, struct orb_plan *out,
                           struct orb_error *err)
{
    struct bundler b = { .m = m };
    bool ok;

    memset(out, 0, sizeof *out);
    order_needs(&b);
    choose_classes(&b);
    b.slot = orb_calloc((size_t)1 << b.kept, sizeof *b.slot);
    ok = b.slot != NULL && collect(&b);
    if (ok) {
        keep_best(&b);
        sort_by_id(&b);
        ok = search(&b);
    }
    if (ok) {
        choose(&b);
        ok = tell(&b, out);
    }
    orb_free(b.slot);
    orb_free(b.candidates.items);
    orb_free(b.partials.items);
    return ok ? ORB_OK : orb_error_memory(err);
}
