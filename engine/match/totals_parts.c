/* Counts the offers of a kind by the class that their place gives them. */
#include "engine/match/totals_parts.h"

#include <string.h>

/* The number of an effect, + 1; 0 when there are too many. */
static uint8_t number_of(struct orb_totals *t, const struct orb_effect *e)
{
    for (uint32_t i = 0; i < t->effect_count; i++)
        if (t->effects[i].tally.flags == e->tally.flags && t->effects[i].away == e->away &&
            orb_key(t->effects[i].tally.slack) == orb_key(e->tally.slack))
            return (uint8_t)(i + 1);
    if (t->effect_count == ORB_EFFECTS)
        return 0;
    t->effects[t->effect_count++] = *e;
    return (uint8_t)t->effect_count;
}

/* What one rule amounts to. */
struct orb_tally orb_totals_rule(const struct orb_rule_case *k, enum orb_rule_id rule)
{
    struct orb_matcher *m = k->m;
    struct orb_tally out = { 0 };

    m->offer_reasons.count = 0;
    if (m->p->rules[rule].enabled)
        orb_rules[rule].apply(k);
    orb_tally_rule(m, rule, m->offer_reasons.items, m->offer_reasons.count, &out);
    m->offer_reasons.count = 0;
    return out;
}

static enum orb_frequency frequency_of(const struct orb_matcher *m, uint32_t slot)
{
    return slot < m->frequency_count ? m->frequencies[slot] : m->p->coordination.frequency;
}

/* What the place says of the kind at hand, in a zone of that state, in a band. */
static struct orb_effect place_of(struct orb_totals *t, uint32_t slot, uint32_t state,
                                  uint32_t band)
{
    struct orb_matcher *m = t->m;
    uint8_t *number =
        &t->places[slot][((size_t)t->ways * ZONE_STATES + state) * ORB_BANDS + band];
    struct orb_trip trip = { orb_band_minutes(&t->bands, band), (uint8_t)m->modes[0], false,
                             true };
    struct orb_place place;
    struct orb_rule_case k = {
        .m = m, .facts = t->facts, .place = &place, .out = &m->offer_reasons
    };
    struct orb_effect e;

    if (*number != 0)
        return t->effects[*number - 1];
    place =
        orb_query_place(m, t->zone_of[state], t->facts.ways, frequency_of(m, slot), &trip);
    e.tally = orb_totals_rule(&k, ORB_RULE_PLACE);
    e.away = place.kind == ORB_KIND_HOME || place.kind == ORB_KIND_REMOTE;
    *number = number_of(t, &e);
    return e;
}

/* The rule reads nothing else of the terms. */
static void judge_features(const struct orb_totals *t, uint32_t list,
                           struct orb_tally out[2])
{
    static const uint8_t kinds[2] = { ORB_KIND_ONSITE, ORB_KIND_HOME };
    struct orb_matcher *m = t->m;
    const struct orb_cat_terms terms = { .features = m->c->feature_lists[list] };

    for (int away = 0; away < 2; away++) {
        struct orb_place place = { .kind = kinds[away] };
        struct orb_rule_case k = {
            .m = m, .terms = &terms, .place = &place, .out = &m->offer_reasons
        };

        out[away] = orb_totals_rule(&k, ORB_RULE_ACCESSIBILITY);
    }
}

static bool is_same(const struct orb_tally *a, const struct orb_tally *b)
{
    return a->flags == b->flags && orb_key(a->slack) == orb_key(b->slack);
}

static uint32_t access_of(struct orb_totals *t, const struct orb_tally said[2])
{
    for (uint32_t i = 0; i < t->access_count; i++)
        if (is_same(&t->accesses[i][0], &said[0]) && is_same(&t->accesses[i][1], &said[1]))
            return i;
    if (t->access_count == ACCESSES)
        return ACCESSES;
    memcpy(t->accesses[t->access_count], said, sizeof t->accesses[0]);
    return t->access_count++;
}

uint32_t orb_totals_access(struct orb_totals *t, uint32_t list)
{
    uint8_t *known = &t->access_of[list];
    struct orb_tally said[2];

    if (*known == 0) {
        judge_features(t, list, said);
        *known = (uint8_t)(1 + access_of(t, said));
    }
    return *known - 1U;
}

void orb_totals_features(struct orb_totals *t, uint32_t list, struct orb_tally out[2])
{
    uint32_t access = orb_totals_access(t, list);

    if (access < ACCESSES)
        memcpy(out, t->accesses[access], sizeof t->accesses[access]);
    else
        judge_features(t, list, out);
}

/* ---- counting */

static void count_needs(struct orb_totals *t, uint64_t needs, enum orb_class class_,
                        uint32_t count)
{
    for (uint32_t i = 0; i < t->m->need_count; i++)
        if ((needs >> i & 1) != 0) {
            t->m->rows[i].top.total += count;
            t->m->rows[i].class_totals[class_] += count;
        }
}

void orb_totals_class(struct orb_totals *t, bool covers, enum orb_class class_,
                      uint32_t count)
{
    t->counts[class_] += count;
    if (covers && class_ != ORB_EXCLUDED)
        t->m->overall.total += count;
    if (covers && class_ == ORB_NEAR_MISS)
        t->m->near_misses += count;
}

/* Some offers of the kind at hand. */
void orb_totals_some(struct orb_totals *t, const struct orb_said *said, uint32_t state,
                     uint32_t band, uint32_t count)
{
    enum orb_class best = ORB_EXCLUDED;

    t->opens = false;
    for (uint32_t i = 0; i < t->slot_count; i++) {
        struct orb_effect place = place_of(t, t->slots[i], state, band);
        struct orb_tally all = said->all;
        enum orb_class class_;

        orb_tally_add(&all, &place.tally);
        orb_tally_add(&all, &said->features[place.away]);
        class_ = orb_tally_class(t->m, &all);
        t->classes[i] = (uint8_t)class_;
        if (class_ != ORB_EXCLUDED) {
            bool near = (place.tally.flags & ORB_TALLY_FAILED) == 0;

            count_needs(t, t->slot_needs[i], class_, count);
            t->opens = t->opens || (t->lines && orb_lines_open(t, i, class_, near));
        }
        best = class_ < best ? class_ : best;
    }
    orb_totals_class(t, t->facts.care->covers, best, count);
}

bool orb_totals_is_out(struct orb_totals *t, uint32_t stand)
{
    uint32_t state = stand / WAITS / ORB_BANDS;
    uint32_t band = stand / WAITS % ORB_BANDS;
    bool out = true;

    if (t->stands[stand] / 2 == t->kind_at + 1)
        return t->stands[stand] % 2 != 0;
    for (uint32_t i = 0; out && i < t->slot_count; i++) {
        struct orb_effect place = place_of(t, t->slots[i], state, band);
        struct orb_tally all = t->plain;

        orb_tally_add(&all, &t->waits[stand % WAITS]);
        orb_tally_add(&all, &place.tally);
        out = orb_tally_class(t->m, &all) == ORB_EXCLUDED;
    }
    t->stands[stand] = 2 * (t->kind_at + 1) + (out ? 1 : 0);
    return out;
}

void orb_totals_cells(struct orb_totals *t)
{
    for (uint32_t i = 0; i < t->touched_count; i++) {
        uint32_t cell = t->touched[i];
        uint32_t place = cell % STANDS / WAITS;
        struct orb_said said = { .all = t->plain };

        memcpy(said.features, t->accesses[cell / STANDS], sizeof said.features);
        orb_tally_add(&said.all, &t->waits[cell % WAITS]);
        orb_totals_some(t, &said, place / ORB_BANDS, place % ORB_BANDS, t->cells[cell]);
        t->cells[cell] = 0;
        if (t->opens) {
            t->some_open = true;
            t->cell_opens[cell] = t->kind_at + 1;
            memcpy(t->cell_classes[cell], t->classes, sizeof t->classes);
        }
    }
    t->touched_count = 0;
}
