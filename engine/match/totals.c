/* How many offers are of each class and answer each need. Offers of a kind that stand in
 * the same band, in zones of the same state, are counted together; none is scored. */
#include "engine/match/totals.h"

#include <math.h>
#include <string.h>

#include "engine/match/bands.h"
#include "engine/match/rule/rule.h"
#include "engine/match/search.h"

/* What the place says, or the features: far fewer than a byte counts. */
#define EFFECTS 255
/* Without a zone, then by enum orb_outcome_of_rule. */
#define ZONE_STATES 4
/* What the deadline says: yes, unknown, no. */
#define WAITS 3
#define CELLS (ZONE_STATES * ORB_BANDS * WAITS)
/* The frequencies of the needs, then that of coordination. */
#define SLOTS (ORB_FREQUENCIES + 1)

struct effect {
    struct orb_tally tally;
    bool away; /* at home or at a distance: no premises */
};

/* What the rules say of an offer: all but those of the place, then those of the features
 * on site and away. */
struct said {
    struct orb_tally all;
    struct orb_tally features[2];
};

struct totals {
    struct orb_matcher *m;
    struct orb_bands bands;
    struct effect effects[EFFECTS];
    uint32_t effect_count;
    uint8_t *places[SLOTS]; /* by ways, state of the zone and band: effect + 1 */
    bool features;          /* some are required */
    uint8_t *feature_of;    /* by terms, on site then away: effect + 1 */
    bool deadline;
    struct orb_tally waits[WAITS];
    uint64_t *refused; /* by organization; NULL = none is */
    uint32_t neutral;  /* an offer of an organization that is not, if there is one */
    /* the kind at hand */
    struct orb_facts facts;
    uint32_t ways;
    bool temporary;         /* some usable modality is */
    struct orb_tally parts; /* what its parts say */
    struct orb_tally plain; /* and what the rules of offers say of all those the calendar
                               lets be */
    uint32_t slots[SLOTS], slot_count;
    uint64_t slot_needs[SLOTS];
    uint32_t zone_of[ZONE_STATES]; /* one of that state */
    uint32_t cells[CELLS];         /* offers that nothing else tells apart */
    uint32_t touched[CELLS], touched_count;
    uint64_t *counts;
};

bool orb_totals_apply(const struct orb_matcher *m)
{
    return m->p->rules[ORB_RULE_PLACE].enabled &&
           !m->p->rules[ORB_RULE_PLACE].missing_is_yes &&
           m->p->travel_step_count <= ORB_MASK_STEPS;
}

/* ---- effects */

/* The number of an effect, + 1; 0 when there are too many. */
static uint8_t number_of(struct totals *t, const struct effect *e)
{
    for (uint32_t i = 0; i < t->effect_count; i++)
        if (t->effects[i].tally.flags == e->tally.flags && t->effects[i].away == e->away &&
            orb_key(t->effects[i].tally.slack) == orb_key(e->tally.slack))
            return (uint8_t)(i + 1);
    if (t->effect_count == EFFECTS)
        return 0;
    t->effects[t->effect_count++] = *e;
    return (uint8_t)t->effect_count;
}

/* What one rule amounts to. */
static struct orb_tally tally_of(const struct orb_rule_case *k, enum orb_rule_id rule)
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
static struct effect place_of(struct totals *t, uint32_t slot, uint32_t state,
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
    struct effect e;

    if (*number != 0)
        return t->effects[*number - 1];
    place =
        orb_query_place(m, t->zone_of[state], t->facts.ways, frequency_of(m, slot), &trip);
    e.tally = tally_of(&k, ORB_RULE_PLACE);
    e.away = place.kind == ORB_KIND_HOME || place.kind == ORB_KIND_REMOTE;
    *number = number_of(t, &e);
    return e;
}

/* What the features that the person requires say of an offer, on site then away. */
static void features_of(struct totals *t, uint32_t terms, struct orb_tally out[2])
{
    static const uint8_t kinds[2] = { ORB_KIND_ONSITE, ORB_KIND_HOME };
    struct orb_matcher *m = t->m;

    for (int away = 0; away < 2; away++) {
        uint8_t *number = &t->feature_of[2 * (size_t)terms + (size_t)away];
        struct orb_place place = { .kind = kinds[away] };
        struct orb_rule_case k = {
            .m = m, .terms = &m->c->terms[terms], .place = &place, .out = &m->offer_reasons
        };
        struct effect e = { .away = false };

        if (*number == 0) {
            e.tally = tally_of(&k, ORB_RULE_ACCESSIBILITY);
            *number = number_of(t, &e);
        } else {
            e = t->effects[*number - 1];
        }
        out[away] = e.tally;
    }
}

/* ---- counting */

static void count_needs(struct totals *t, uint64_t needs, uint32_t count)
{
    for (uint32_t i = 0; i < t->m->need_count; i++)
        if ((needs >> i & 1) != 0)
            t->m->rows[i].top.total += count;
}

static void count_class(struct totals *t, bool covers, enum orb_class class_,
                        uint32_t count)
{
    t->counts[class_] += count;
    if (covers && class_ != ORB_EXCLUDED)
        t->m->overall.total += count;
    if (covers && class_ == ORB_NEAR_MISS)
        t->m->near_misses += count;
}

/* Some offers of the kind at hand. */
static void count_some(struct totals *t, const struct said *said, uint32_t state,
                       uint32_t band, uint32_t count)
{
    enum orb_class best = ORB_EXCLUDED;

    for (uint32_t i = 0; i < t->slot_count; i++) {
        struct effect place = place_of(t, t->slots[i], state, band);
        struct orb_tally all = said->all;
        enum orb_class class_;

        orb_tally_add(&all, &place.tally);
        orb_tally_add(&all, &said->features[place.away]);
        class_ = orb_tally_class(t->m, &all);
        if (class_ != ORB_EXCLUDED)
            count_needs(t, t->slot_needs[i], count);
        best = class_ < best ? class_ : best;
    }
    count_class(t, t->facts.care->covers, best, count);
}

static void count_cells(struct totals *t)
{
    for (uint32_t i = 0; i < t->touched_count; i++) {
        uint32_t cell = t->touched[i];
        uint32_t place = cell / WAITS;
        struct said said = { .all = t->plain };

        orb_tally_add(&said.all, &t->waits[cell % WAITS]);
        count_some(t, &said, place / ORB_BANDS, place % ORB_BANDS, t->cells[cell]);
        t->cells[cell] = 0;
    }
    t->touched_count = 0;
}

/* ---- offers */

static bool is_refused(const struct totals *t, uint32_t offer)
{
    uint32_t o = t->m->c->offers[offer].organization;

    return t->refused != NULL && o != ORB_CAT_NONE &&
           (t->refused[o / 64] >> (o % 64) & 1) != 0;
}

/* The calendar, or the person, says something of it that is not said of its kind. */
static bool is_exception(const struct totals *t, const struct orb_cat_member *x)
{
    orb_date today = t->m->person->reference_date;

    return (x->flags & (ORB_MEMBER_DUPLICATE | ORB_MEMBER_CLOSURES)) != 0 ||
           (x->closed_on != ORB_DATE_NONE && x->closed_on <= today) ||
           (x->opened_on != ORB_DATE_NONE && x->opened_on > today) ||
           is_refused(t, x->offer);
}

static struct orb_tally exception_of(struct totals *t, const struct orb_cat_member *x)
{
    struct orb_matcher *m = t->m;
    struct orb_verdict_input in = {
        .offer = x->offer, .member = x, .facts = t->facts, .rules = ORB_ALL_RULES
    };
    struct orb_tally out = t->parts;

    orb_verdict_apply(m, &in);
    for (int r = 0; r < ORB_RULES; r++)
        orb_tally_rule(m, (enum orb_rule_id)r, m->offer_reasons.items + m->offer_first[r],
                       m->offer_first[r + 1] - m->offer_first[r], &out);
    m->offer_reasons.count = 0;
    return out;
}

static uint32_t wait_of(const struct totals *t, const struct orb_cat_member *x)
{
    if (!t->deadline || (x->flags & ORB_MEMBER_PLACE) != 0 ||
        (t->temporary && (x->flags & ORB_MEMBER_TEMPORARY_PLACE) != 0))
        return 0;
    if (isnan(x->wait_days))
        return 1;
    return x->wait_days <= (double)t->m->person->urgency_days ? 0 : 2;
}

static void meet(struct totals *t, const struct orb_cat_member *x)
{
    struct orb_matcher *m = t->m;
    uint32_t state = t->facts.ways->away ? orb_zone_state(m, x->zone) : 0;
    uint32_t band =
        t->facts.ways->on_site ? orb_band_of(m, &t->bands, x) : ORB_BAND_UNKNOWN;
    bool exception = is_exception(t, x);
    struct said said = { .all = t->plain };
    uint32_t wait = wait_of(t, x);

    t->zone_of[state] = t->facts.ways->away ? x->zone : ORB_CAT_NONE;
    if (!exception && !t->features) {
        uint32_t cell = (state * ORB_BANDS + band) * WAITS + wait;

        if (t->cells[cell]++ == 0)
            t->touched[t->touched_count++] = cell;
        return;
    }
    if (exception)
        said.all = exception_of(t, x);
    else
        orb_tally_add(&said.all, &t->waits[wait]);
    if (t->features)
        features_of(t, x->terms, said.features);
    count_some(t, &said, state, band, 1);
}

/* ---- kinds */

static bool has_temporary(const struct orb_matcher *m, const struct orb_ways_facts *ways)
{
    for (uint32_t i = 0; i < ways->usable_count; i++) {
        uint32_t at = m->indices.items[ways->usable_first + i];

        if ((m->flags[m->c->modalities[at].code] & ORB_CODE_TEMPORARY) != 0)
            return true;
    }
    return false;
}

/* The frequencies of what a care answers; that of coordination when it answers nothing. */
static void find_slots(struct totals *t, const struct orb_care_facts *care)
{
    const struct orb_matcher *m = t->m;

    t->slot_count = 0;
    if (!care->covers) {
        t->slots[t->slot_count] = m->frequency_count;
        t->slot_needs[t->slot_count++] = 0;
        return;
    }
    for (uint32_t f = 0; f < m->frequency_count; f++) {
        uint64_t needs = 0;

        for (uint32_t i = 0; i < care->need_count; i++) {
            uint32_t need = m->indices.items[care->needs_first + i];

            needs |= m->needs[need].frequency == f ? UINT64_C(1) << need : 0;
        }
        t->slots[t->slot_count] = f;
        t->slot_needs[t->slot_count] = needs;
        t->slot_count += needs != 0;
    }
}

/* What the person refuses of a whole kind: the organizations are told apart. */
static struct orb_tally refused_of(struct totals *t)
{
    static const struct orb_tally none = { 0 };
    struct orb_rule_case k = {
        .m = t->m, .facts = t->facts, .offer = t->neutral, .out = &t->m->offer_reasons
    };

    return t->m->refuses ? tally_of(&k, ORB_RULE_REFUSED) : none;
}

static bool take(struct totals *t, uint32_t kind)
{
    struct orb_matcher *m = t->m;

    if (!orb_kind_facts(m, kind, &t->facts))
        return false;
    t->ways = m->c->kinds[kind].parts.ways;
    t->parts = t->facts.care->tally;
    orb_tally_add(&t->parts, &t->facts.entry->tally);
    orb_tally_add(&t->parts, &t->facts.ways->tally);
    t->plain = t->parts;
    orb_tally_add(&t->plain, &t->facts.ways->open);
    return true;
}

static bool count_kind(struct totals *t, uint32_t kind)
{
    struct orb_matcher *m = t->m;
    const struct orb_cat_span *span = &m->c->kinds[kind].members;
    struct orb_tally refused;

    if (!take(t, kind))
        return false;
    if (orb_tally_class(m, &t->plain) == ORB_EXCLUDED)
        return true;
    refused = refused_of(t);
    orb_tally_add(&t->plain, &refused);
    if (orb_tally_class(m, &t->plain) == ORB_EXCLUDED)
        return true;
    t->temporary = t->deadline && has_temporary(m, t->facts.ways);
    for (uint32_t i = span->first; i < span->first + span->count; i++) {
        const struct orb_cat_member *x = &m->c->members[i];

        if (orb_query_special(m, x->offer) == NULL)
            meet(t, x);
    }
    count_cells(t);
    return true;
}

static bool count_kinds(struct totals *t)
{
    const struct orb_catalogue *c = t->m->c;

    for (uint32_t care = 0; care < c->care_count; care++) {
        const struct orb_care_facts *f = orb_query_care(t->m, care);

        if (f == NULL)
            return false;
        if (orb_tally_class(t->m, &f->tally) == ORB_EXCLUDED)
            continue;
        find_slots(t, f);
        for (uint32_t i = c->care_kinds[care]; i < c->care_kinds[care + 1]; i++)
            if (!count_kind(t, i))
                return false;
    }
    return true;
}

/* What the person says something of, one by one. */
static bool count_specials(struct totals *t)
{
    struct orb_matcher *m = t->m;

    for (uint32_t i = 0; i < m->special_count; i++) {
        uint32_t member = m->c->offers[m->specials[i].offer].member;
        struct orb_evaluation e;

        if (!orb_evaluate(m, &m->c->members[member], false, &e))
            return false;
        count_class(t, e.need_count > 0, e.verdict->class_, 1);
        for (uint32_t n = 0; n < e.need_count; n++)
            if (m->verdicts[e.needs[n].frequency].class_ != ORB_EXCLUDED)
                m->rows[e.needs[n].need].top.total++;
    }
    return true;
}

/* ---- all */

static bool find_refused(struct totals *t)
{
    struct orb_matcher *m = t->m;
    const struct orb_code_list *list = &m->person->refused_organizations;

    if (list->count == 0)
        return true;
    t->refused = orb_arena_array(&m->arena, (size_t)m->c->organization_count / 64 + 1,
                                 sizeof *t->refused);
    for (uint32_t i = 0; t->refused != NULL && i < m->c->organization_count; i++)
        if (orb_code_list_has(list, orb_cat_string(m->c, m->c->organizations[i].id)))
            t->refused[i / 64] |= UINT64_C(1) << (i % 64);
    while (t->neutral + 1 < m->c->offer_count && is_refused(t, t->neutral))
        t->neutral++;
    return t->refused != NULL;
}

static void find_waits(struct totals *t)
{
    struct orb_reasons *reasons = &t->m->offer_reasons;

    t->deadline = t->m->policy->deadline && t->m->person->urgency_days >= 0 &&
                  t->m->p->rules[ORB_RULE_DEADLINE].enabled;
    if (!t->deadline)
        return;
    for (int wait = 1; wait < WAITS; wait++) {
        reasons->count = 0;
        if (wait == 1)
            (void)orb_reason_unknown(reasons, ORB_RULE_DEADLINE, ORB_REASON_WAIT_UNKNOWN);
        else
            (void)orb_reason_no(reasons, ORB_RULE_DEADLINE, ORB_REASON_DEADLINE,
                                t->m->p->deadline_slack);
        orb_tally_rule(t->m, ORB_RULE_DEADLINE, reasons->items, reasons->count,
                       &t->waits[wait]);
    }
    reasons->count = 0;
}

static bool begin(struct totals *t)
{
    struct orb_matcher *m = t->m;
    size_t places = (size_t)m->c->ways_count * ZONE_STATES * ORB_BANDS;

    orb_bands_find(m, &t->bands);
    find_waits(t);
    for (uint32_t slot = 0; slot <= m->frequency_count; slot++) {
        t->places[slot] = orb_arena_array(&m->arena, places, 1);
        if (t->places[slot] == NULL)
            return false;
    }
    for (uint32_t i = 0; i < m->feature_count; i++)
        t->features = t->features || m->features[i].required;
    t->features = t->features && m->p->rules[ORB_RULE_ACCESSIBILITY].enabled;
    if (t->features)
        t->feature_of = orb_arena_array(&m->arena, (size_t)m->c->terms_count * 2, 1);
    return find_refused(t) && (!t->features || t->feature_of != NULL);
}

bool orb_totals_count(struct orb_matcher *m, uint64_t counts[ORB_CLASSES])
{
    struct totals *t = orb_arena_array(&m->arena, 1, sizeof *t);

    if (t == NULL)
        return false;
    t->m = m;
    t->counts = counts;
    memset(counts, 0, ORB_CLASSES * sizeof *counts);
    m->overall.total = 0;
    m->near_misses = 0;
    for (uint32_t i = 0; i < m->need_count; i++)
        m->rows[i].top.total = 0;
    if (!begin(t) || !count_specials(t) || !count_kinds(t) || m->offer_reasons.failed)
        return false;
    m->neutral.total = m->overall.total;
    counts[ORB_EXCLUDED] = m->c->offer_count - counts[ORB_ELIGIBLE] -
                           counts[ORB_TO_VERIFY] - counts[ORB_NEAR_MISS];
    return true;
}
