/* What required features say of offers. */
#include "engine/match/variants.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/masks.h"
#include "engine/match/rule/rule.h"

/* ---- one */

static enum orb_variant say(struct orb_matcher *m, uint32_t terms, bool away)
{
    const struct orb_place place = { .kind = away ? ORB_KIND_HOME : ORB_KIND_ONSITE };
    struct orb_rule_case k = {
        .m = m, .terms = &m->c->terms[terms], .place = &place, .out = &m->offer_reasons
    };
    struct orb_blocks b = orb_blocks_none;

    orb_blocks_apply(&k, ORB_RULE_ACCESSIBILITY, &b);
    if (b.failed != 0)
        return ORB_VARIANT_NO;
    return b.unknown != 0 ? ORB_VARIANT_UNSURE : ORB_VARIANT_YES;
}

/* ---- all */

/* The codes that count there, as the person's features are sorted; how many. */
static uint32_t codes_of(const struct orb_matcher *m, bool away,
                         orb_cat_code out[ORB_VARIANT_CODES])
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < m->feature_count; i++) {
        if (!m->features[i].required || (away && m->features[i].premises))
            continue;
        if (count < ORB_VARIANT_CODES)
            out[count] = m->features[i].code;
        count++;
    }
    return count;
}

static bool add_kind(const struct orb_matcher *m, const struct orb_groups *groups,
                     struct orb_variants *v, uint32_t kind)
{
    const struct orb_cat_span *span = &m->c->kinds[kind].members;
    const uint32_t *signs = m->masks->columns->signs[ORB_SIGN_FEATURES].of;
    struct orb_run runs[ORB_VARIANTS][ORB_GROUPS] = { { { .count = 0 } } };
    uint32_t count = v->run_first[kind];

    for (uint32_t i = span->first; i < span->first + span->count; i++) {
        struct orb_run *r;

        if (groups->of[i] == ORB_GROUP_NOBODY)
            continue;
        r = &runs[v->of[signs[m->c->members[i].terms]]][groups->of[i]];
        if (r->count++ == 0)
            r->first = i;
    }
    for (uint32_t at = 0; at < ORB_VARIANTS * ORB_GROUPS; at++) {
        struct orb_run *r = &runs[at / ORB_GROUPS][at % ORB_GROUPS];

        if (r->count == 0)
            continue;
        if (orb_grow((void **)&v->runs, &v->run_capacity, count, sizeof *r) != ORB_OK)
            return false;
        r->variant = at / ORB_GROUPS;
        r->group = at % ORB_GROUPS;
        v->runs[count++] = *r;
    }
    v->run_first[kind + 1] = count;
    return true;
}

static bool make(struct orb_matcher *m, const struct orb_groups *groups, bool away,
                 struct orb_variants *v)
{
    const struct orb_signs *signs = &m->masks->columns->signs[ORB_SIGN_FEATURES];

    v->groups = 0; /* of none, until it is made */
    if (v->of == NULL)
        v->of = orb_calloc((size_t)signs->count + 1, sizeof *v->of);
    if (v->run_first == NULL)
        v->run_first = orb_calloc((size_t)m->c->kind_count + 1, sizeof *v->run_first);
    if (v->of == NULL || v->run_first == NULL)
        return false;
    for (uint32_t i = 0; i < signs->count; i++)
        v->of[i] = (uint8_t)say(m, signs->shown[i], away);
    for (uint32_t kind = 0; kind < m->c->kind_count; kind++)
        if (!add_kind(m, groups, v, kind))
            return false;
    v->groups = groups->number;
    return true;
}

const struct orb_variants *orb_variants_find(struct orb_matcher *m,
                                             const struct orb_groups *groups, bool away)
{
    struct orb_variants *all = m->masks->tables;
    struct orb_variants *oldest = &all[0];
    orb_cat_code codes[ORB_VARIANT_CODES] = { 0 };
    uint32_t count = codes_of(m, away, codes);

    for (int i = 0; i < ORB_VARIANT_TABLES; i++) {
        if (count <= ORB_VARIANT_CODES && all[i].groups == groups->number &&
            all[i].code_count == count &&
            memcmp(all[i].codes, codes, count * sizeof *codes) == 0) {
            all[i].used = m->question;
            return &all[i];
        }
        if (all[i].used < oldest->used)
            oldest = &all[i];
    }
    if (!make(m, groups, away, oldest))
        return NULL;
    memcpy(oldest->codes, codes, sizeof codes);
    oldest->code_count = count;
    oldest->used = m->question;
    return oldest;
}

void orb_variants_release(struct orb_variants *variants)
{
    orb_free(variants->of);
    orb_free(variants->run_first);
    orb_free(variants->runs);
    memset(variants, 0, sizeof *variants);
}
