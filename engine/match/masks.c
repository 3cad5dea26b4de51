/* What keeps offers out for one person, as bits. */
#include "engine/match/masks.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/census.h"
#include "engine/match/rule/rule.h"

/* Without a zone, then by enum orb_outcome_of_rule. */
#define ZONE_STATES 4

static bool allocate(const struct orb_matcher *m, struct orb_masks *out)
{
    const struct orb_catalogue *c = m->c;
    size_t places = (size_t)c->ways_count * ZONE_STATES * ORB_BANDS;
    const struct {
        void **to;
        size_t count, size;
    } columns[] = {
        { (void **)&out->entries, c->entry_count, sizeof *out->entries },
        { (void **)&out->needs, c->care_count, sizeof *out->needs },
        { (void **)&out->ways, c->ways_count, sizeof *out->ways },
        { (void **)&out->places, places, sizeof *out->places },
        { (void **)&out->heads, c->kind_count, sizeof *out->heads },
        { (void **)&out->reached, c->kind_count, sizeof *out->reached },
        { (void **)&out->active, c->kind_count, sizeof *out->active },
        { (void **)&out->cells, 1, sizeof *out->cells },
    };

    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        *columns[i].to = orb_calloc(columns[i].count + 1, columns[i].size);
        if (*columns[i].to == NULL)
            return false;
    }
    return true;
}

struct orb_masks *orb_masks_new(const struct orb_matcher *m)
{
    struct orb_masks *out = orb_calloc(1, sizeof *out);

    if (out == NULL)
        return NULL;
    out->columns = orb_columns_new(m->c);
    if (out->columns == NULL || !allocate(m, out)) {
        orb_masks_free(out);
        return NULL;
    }
    return out;
}

void orb_masks_free(struct orb_masks *masks)
{
    if (masks == NULL)
        return;
    orb_columns_free(masks->columns);
    orb_free(masks->entries);
    orb_free(masks->needs);
    orb_free(masks->ways);
    orb_free(masks->places);
    for (int i = 0; i < ORB_VARIANT_TABLES; i++)
        orb_variants_release(&masks->tables[i]);
    orb_free(masks->heads);
    orb_free(masks->reached);
    orb_free(masks->active);
    orb_free(masks->apart.items);
    orb_free(masks->calls.items);
    orb_free(masks->cells);
    orb_free(masks);
}

static uint64_t mask_of(const struct orb_blocks *b)
{
    return b->failed | (b->unknown != 0 ? ORB_MASK_UNSURE : 0);
}

/* ---- what is given */

/* The cares that cover a need. */
static bool find_cares(struct orb_matcher *m, uint32_t need)
{
    const double *coverage = m->needs[need].coverage;

    for (uint32_t care = 0; care < m->c->care_count; care++) {
        double n = coverage == NULL ? (double)NAN : coverage[care];

        if (isnan(n)) {
            const struct orb_care_facts *f = orb_query_care(m, care);

            if (f == NULL)
                return false;
            n = m->numbers.items[f->coverage_first + need];
        }
        if (n > 0)
            m->masks->needs[care] |= UINT64_C(1) << need;
    }
    return true;
}

static bool find_needs(struct orb_matcher *m)
{
    struct orb_masks *masks = m->masks;

    memset(masks->needs, 0, m->c->care_count * sizeof *masks->needs);
    memset(masks->frequency_needs, 0, sizeof masks->frequency_needs);
    for (uint32_t i = 0; i < m->need_count; i++) {
        if (!find_cares(m, i))
            return false;
        masks->frequency_needs[m->needs[i].frequency] |= UINT64_C(1) << i;
    }
    return true;
}

/* ---- to whom */

/* Some rules, of an entry that shows a sign. False without memory. */
static bool mask_sign(struct orb_matcher *m, enum orb_sign sign, unsigned rules)
{
    const struct orb_signs *signs = &m->masks->columns->signs[sign];
    uint64_t *entries = m->masks->entries;
    uint64_t *masks = orb_arena_array(&m->arena, signs->count, sizeof *masks);

    if (masks == NULL)
        return false;
    for (uint32_t i = 0; i < signs->count; i++) {
        const struct orb_entry_facts *f = orb_query_entry_facts(m, signs->shown[i]);
        struct orb_blocks b = orb_blocks_none;

        if (f == NULL)
            return false;
        orb_blocks_add_part(m, &b, &f->reasons, rules);
        masks[i] = mask_of(&b);
    }
    for (uint32_t entry = 0; entry < m->c->entry_count; entry++)
        entries[entry] |= masks[signs->of[entry]];
    return true;
}

/* What the person refuses, of a category that is refused or not and of either side of the
 * law, or of ways. offer is of no organization that the person refuses. */
static uint64_t refusal(struct orb_matcher *m, const struct orb_entry_facts *entry,
                        const struct orb_ways_facts *ways, uint32_t offer)
{
    const struct orb_rule_case k = {
        .m = m, .facts = { NULL, entry, ways }, .offer = offer, .out = &m->offer_reasons
    };
    struct orb_blocks b = orb_blocks_none;

    if (!m->refuses || !m->p->rules[ORB_RULE_REFUSED].enabled)
        return 0;
    m->offer_reasons.count = 0;
    orb_rule_refused(&k);
    orb_blocks_add_rule(m, &b, ORB_RULE_REFUSED, m->offer_reasons.items,
                        m->offer_reasons.count);
    m->offer_reasons.count = 0;
    return mask_of(&b);
}

static bool is_refused(const struct orb_matcher *m, uint32_t organization)
{
    const struct orb_code_list *list = &m->person->refused_organizations;

    return organization != ORB_CAT_NONE && list->count > 0 &&
           orb_code_list_has(list,
                             orb_cat_string(m->c, m->c->organizations[organization].id));
}

/* An offer of no organization that the person refuses; ORB_CAT_NONE = none. */
static uint32_t neutral_offer(const struct orb_matcher *m)
{
    for (uint32_t i = 0; i < m->c->offer_count; i++)
        if (!is_refused(m, m->c->offers[i].organization))
            return i;
    return ORB_CAT_NONE;
}

bool orb_masks_apply(const struct orb_matcher *m)
{
    return m->p->rules[ORB_RULE_PLACE].enabled && m->options.travel_count == 0 &&
           m->p->travel_step_count <= ORB_MASK_STEPS &&
           !(m->policy->deadline && m->person->urgency_days >= 0) &&
           (!m->refuses || neutral_offer(m) != ORB_CAT_NONE);
}

static void mask_refused(struct orb_matcher *m)
{
    static const struct orb_ways_facts no_ways = { .usable_count = 0 };
    uint64_t masks[2][3] = { { 0 } };
    uint32_t offer;

    if (!m->refuses)
        return;
    offer = neutral_offer(m);
    for (uint32_t entry = 0; entry < m->c->entry_count; entry++) {
        orb_cat_code category = m->c->terms[m->c->entry_terms[entry]].category;
        struct orb_entry_facts f = { .category = category,
                                     .droit_commun =
                                         m->circles.entries[entry].droit_commun };
        bool refused =
            category != ORB_CAT_NONE && (m->flags[category] & ORB_CODE_REFUSED) != 0;
        uint64_t *mask = &masks[refused][f.droit_commun];

        /* The highest bit but one: computed. */
        if (*mask == 0)
            *mask = refusal(m, &f, &no_ways, offer) | UINT64_C(1) << 62;
        m->masks->entries[entry] |= *mask & ~(UINT64_C(1) << 62);
    }
}

static bool find_entries(struct orb_matcher *m)
{
    struct orb_masks *masks = m->masks;
    bool institutions = m->p->rules[ORB_RULE_INSTITUTION].enabled;

    for (uint32_t i = 0; i < m->c->entry_count; i++)
        masks->entries[i] = institutions && m->circles.entries[i].institution
                                ? UINT64_C(1) << ORB_REASON_INSTITUTION
                                : 0;
    mask_refused(m);
    return mask_sign(m, ORB_SIGN_AGE, 1U << ORB_RULE_AGE) &&
           mask_sign(m, ORB_SIGN_PUBLIC,
                     1U << ORB_RULE_PUBLIC | 1U << ORB_RULE_CARERS_ONLY) &&
           mask_sign(m, ORB_SIGN_ORIENTATION, 1U << ORB_RULE_ORIENTATION) &&
           mask_sign(m, ORB_SIGN_ASSOCIATED, 1U << ORB_RULE_ASSOCIATED);
}

/* ---- how */

const struct orb_ways_mask *orb_mask_of_ways(struct orb_matcher *m, uint32_t ways)
{
    /* Neither refused nor asked. */
    static const struct orb_entry_facts no_entry = { .category = ORB_CAT_NONE,
                                                     .droit_commun = ORB_YES };
    struct orb_ways_mask *out = &m->masks->ways[ways];
    struct orb_blocks b = orb_blocks_none;
    struct orb_rule_case k = { .m = m, .out = &m->offer_reasons };

    if (out->made == m->question)
        return out;
    out->facts = orb_query_ways(m, ways);
    if (out->facts == NULL)
        return NULL;
    orb_blocks_add_part(m, &b, &out->facts->reasons, ORB_ALL_RULES);
    m->offer_reasons.count = 0;
    k.facts.ways = out->facts;
    if (m->p->rules[ORB_RULE_OPEN].enabled)
        orb_rule_open_ways(&k);
    orb_blocks_add_rule(m, &b, ORB_RULE_OPEN, m->offer_reasons.items,
                        m->offer_reasons.count);
    m->offer_reasons.count = 0;
    out->mask = mask_of(&b);
    if (m->person->no_residential)
        out->mask |= refusal(m, &no_entry, out->facts, neutral_offer(m));
    out->made = m->question;
    return out;
}

/* ---- where */

/* Every zone at once when the commune is known: those that list it, then all others. */
static void set_zones(struct orb_matcher *m, uint32_t code, enum orb_outcome_of_rule state)
{
    const struct orb_catalogue *c = m->c;

    for (uint32_t i = c->code_zones_first[code]; i < c->code_zones_first[code + 1]; i++)
        m->zone_state[c->code_zones[i]] = (uint8_t)(1 + state);
}

void orb_masks_zone_codes(const struct orb_matcher *m, orb_cat_code out[ORB_ZONE_CODES])
{
    out[0] = m->commune_code;
    out[1] = m->commune_successor;
    out[2] = m->department;
    out[3] = m->c->code_count;
}

static void find_zones(struct orb_matcher *m)
{
    orb_cat_code codes[ORB_ZONE_CODES];
    uint32_t outside = 0;

    m->masks->zones = m->commune != ORB_CAT_NONE;
    if (!m->masks->zones)
        return;
    orb_masks_zone_codes(m, codes);
    memset(m->zone_state, 1 + ORB_RULE_NO, m->c->zone_count);
    for (int i = 0; i < ORB_ZONE_CODES; i++)
        if (codes[i] != ORB_CAT_NONE)
            set_zones(m, codes[i], ORB_RULE_YES);
    while (outside < m->c->zone_count && m->zone_state[outside] != 1 + ORB_RULE_NO)
        outside++;
    m->masks->outside = outside < m->c->zone_count ? outside : ORB_CAT_NONE;
}

static void fill_place(struct orb_matcher *m, const struct orb_ways_facts *ways,
                       uint32_t zone, const struct orb_trip *trip,
                       struct orb_place_mask *out)
{
    for (uint32_t f = 0; f < m->frequency_count; f++) {
        struct orb_place place = orb_query_place(m, zone, ways, m->frequencies[f], trip);
        struct orb_rule_case k = { .m = m, .place = &place, .out = &m->offer_reasons };
        struct orb_blocks b = orb_blocks_none;

        orb_blocks_apply(&k, ORB_RULE_PLACE, &b);
        out->at[f].mask = mask_of(&b);
        out->at[f].outcome = place.outcome;
        out->at[f].away = place.kind == ORB_KIND_HOME || place.kind == ORB_KIND_REMOTE;
    }
}

const struct orb_place_mask *orb_mask_of_place(struct orb_matcher *m, uint32_t ways,
                                               uint32_t zone, uint32_t band)
{
    struct orb_masks *masks = m->masks;
    struct orb_place_mask *out =
        &masks->places[((size_t)band * m->c->ways_count + ways) * ZONE_STATES +
                       orb_zone_state(m, zone)];
    struct orb_trip trip = { NAN, (uint8_t)m->modes[0], false, true };

    if (out->made == m->question)
        return out;
    trip.minutes = orb_band_minutes(&masks->bands, band);
    fill_place(m, masks->ways[ways].facts, zone, &trip, out);
    out->made = m->question;
    return out;
}

/* ---- all */

static void find_groups(struct orb_masks *masks)
{
    static const uint64_t bits[4] = { ORB_MASK_WAITS, UINT64_C(1) << ORB_REASON_CLOSED,
                                      UINT64_C(1) << ORB_REASON_NOT_OPEN_YET,
                                      UINT64_C(1) << ORB_REASON_TEMPORARILY_CLOSED };

    for (uint32_t group = 0; group < ORB_GROUPS; group++) {
        masks->groups[group] = 0;
        for (int i = 0; i < 4; i++)
            masks->groups[group] |= (group >> i & 1) != 0 ? bits[i] : 0;
    }
}

bool orb_masks_prepare(struct orb_matcher *m)
{
    if (m->masks == NULL)
        m->masks = orb_masks_new(m);
    if (m->masks == NULL)
        return false;
    if (m->masks->made == m->question)
        return true;
    m->masks->features = false;
    for (uint32_t i = 0; i < m->feature_count; i++)
        m->masks->features = m->masks->features || m->features[i].required;
    m->masks->features = m->masks->features && m->p->rules[ORB_RULE_ACCESSIBILITY].enabled;
    find_groups(m->masks);
    orb_bands_find(m, &m->masks->bands);
    find_zones(m);
    if (!find_needs(m) || !find_entries(m))
        return false;
    m->masks->made = m->question;
    return true;
}
