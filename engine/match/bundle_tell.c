/* What is told of the plan: its offers and what they give besides, who serves each need and
 * who could, what could be asked for. */
#include <string.h>

#include "engine/match/bundle.h"

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

static uint64_t needs_of(const struct orb_bundler *b, uint64_t covers)
{
    uint64_t needs = 0;

    for (uint32_t i = 0; i < b->kept; i++)
        if ((covers >> i & 1) != 0)
            needs |= UINT64_C(1) << b->order[i];
    return needs;
}

static bool tell_offers(struct orb_bundler *b, struct orb_plan *out)
{
    const struct orb_partial *p = b->chosen;
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

/* The line of an offer of the plan for a need, when it is a candidate for it. */
static bool plan_row(struct orb_bundler *b, uint32_t i, uint32_t offer,
                     struct orb_ranked *row, bool *found)
{
    struct orb_matcher *m = b->m;
    const struct orb_cat_member *x = &m->c->members[m->c->offers[offer].member];
    struct orb_evaluation e;

    *found = false;
    if (!orb_evaluate(m, x, false, &e))
        return false;
    for (uint32_t n = 0; n < e.need_count; n++) {
        if (e.needs[n].need != b->order[i])
            continue;
        *row = orb_need_row(m, x, &e.needs[n]);
        *found = row->class_ == b->class_[i];
    }
    return true;
}

/* served_by is the best ranked offer of the plan; alternatives are the best ranked other
 * candidates. */
static bool tell_covered(struct orb_bundler *b, uint32_t i, const struct orb_plan *plan,
                         struct orb_plan_need *out)
{
    struct orb_matcher *m = b->m;
    const struct orb_top *top = &orb_bundle_rows(b, i)->top;
    uint32_t *others =
        orb_arena_array(&m->arena, (size_t)m->p->plan.max_alternatives, sizeof *others);

    if (others == NULL)
        return false;
    out->served_by = ORB_CAT_NONE;
    for (uint32_t o = 0; o < plan->offer_count; o++) {
        struct orb_ranked row;
        bool found;

        if (!plan_row(b, i, plan->offers[o].offer, &row, &found))
            return false;
        if (!found || (out->served_by != ORB_CAT_NONE &&
                       !orb_rank_before(m->policy, &row, &b->served)))
            continue;
        b->served = row;
        out->served_by = row.offer;
    }
    for (size_t r = 0;
         r < top->count && out->other_count < (uint64_t)m->p->plan.max_alternatives; r++)
        if (top->items[r].class_ == b->class_[i] && !in_plan(plan, top->items[r].offer))
            others[out->other_count++] = top->items[r].offer;
    out->covered = true;
    out->class_ = b->class_[i];
    out->others = others;
    return true;
}

static bool tell_uncovered(struct orb_bundler *b, uint32_t i, struct orb_plan_need *out)
{
    const struct orb_need_rows *rows = orb_bundle_rows(b, i);
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

bool orb_bundle_tell(struct orb_bundler *b, struct orb_plan *out)
{
    uint64_t covered = b->chosen == NULL ? 0 : b->chosen->covers;
    struct orb_plan_need *needs = orb_arena_array(&b->m->arena, b->kept, sizeof *needs);
    uint32_t *ignored = orb_arena_array(&b->m->arena, b->m->need_count, sizeof *ignored);

    if (needs == NULL || ignored == NULL || !tell_offers(b, out))
        return false;
    out->minutes = b->chosen == NULL ? 0 : (double)b->chosen->minutes / 1e6;
    out->covered_weight = orb_bundle_weight(b, covered);
    out->total_weight = orb_bundle_weight(b, ~UINT64_C(0));
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
