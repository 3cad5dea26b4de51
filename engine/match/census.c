/* Counts what keeps offers out, kind by kind: those out of reach at once, those near one by
 * one. */
#include "engine/match/census.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"

/* Offers of the rest of a kind, by group and by the state of their zone. */
#define STATES 4

struct rest {
    uint32_t counts[STATES][ORB_GROUPS];
    uint32_t zones[STATES]; /* one of each state */
};

/* By enum orb_variant. */
static const uint64_t variant_masks[ORB_VARIANTS] = {
    0, UINT64_C(1) << ORB_REASON_ACCESSIBILITY, ORB_MASK_UNSURE
};

/* ---- cells */

static void add_cell(struct orb_census_need *out, const struct orb_cell *cell)
{
    bool alone = (cell->causes & (cell->causes - 1)) == 0;

    out->covering += cell->count;
    out->to_verify += cell->causes == 0 ? cell->count : 0;
    for (unsigned cause = 0; cell->causes >> cause != 0; cause++) {
        if ((cell->causes >> cause & 1) == 0)
            continue;
        out->blocked[cause] += cell->count;
        out->alone[cause] += alone ? cell->count : 0;
    }
}

void orb_cells_flush(struct orb_census *s)
{
    struct orb_cells *cells = s->masks->cells;

    for (uint32_t i = 0; i < cells->count; i++) {
        struct orb_cell *cell = &cells->items[cells->used[i]];

        for (uint32_t need = 0; need < s->base.walker.m->need_count; need++)
            if ((cell->needs >> need & 1) != 0)
                add_cell(&s->out[need], cell);
        cell->needs = 0;
    }
    cells->count = 0;
}

void orb_cells_add(struct orb_census *s, uint64_t needs, uint64_t causes, uint32_t count)
{
    struct orb_cells *cells = s->masks->cells;
    uint64_t hash = (causes * UINT64_C(0x9E3779B97F4A7C15)) ^ needs;
    uint32_t at = (uint32_t)((hash * UINT64_C(0x9E3779B97F4A7C15)) >> 54) % ORB_CELLS;
    struct orb_cell *cell = &cells->items[at];

    while (cell->needs != 0 && (cell->needs != needs || cell->causes != causes)) {
        at = (at + 1) % ORB_CELLS;
        cell = &cells->items[at];
    }
    if (cell->needs != 0) {
        cell->count += count;
        return;
    }
    *cell = (struct orb_cell){ needs, causes, count };
    cells->used[cells->count++] = at;
    if (cells->count == ORB_CELLS / 2)
        orb_cells_flush(s);
}

/* ---- variants of the rest */

static uint32_t variant_of(struct orb_census *s, const struct orb_cat_member *x, bool zoned,
                           bool away)
{
    if (zoned)
        return orb_zone_state(s->base.walker.m, x->zone);
    return s->masks->features ? orb_variant_of(s->masks, x->terms, away) : 0;
}

/* ---- what to call */

static bool add_call(struct orb_census *s, const struct orb_call *call)
{
    struct orb_masks *masks = s->masks;

    if (orb_grow((void **)&masks->calls.items, &masks->calls.capacity, masks->calls.count,
                 sizeof *call) != ORB_OK)
        return false;
    masks->calls.items[masks->calls.count++] = *call;
    return true;
}

/* Could an offer that takes those minutes at least, and comes after that rank, be called
 * for some need? */
static bool may_call(const struct orb_census *s, const struct orb_call *call, int64_t least,
                     uint32_t rank)
{
    const struct orb_matcher *m = s->base.walker.m;

    for (uint32_t need = 0; need < m->need_count; need++) {
        const struct orb_census_need *n = &s->out[need];

        if ((call->needs >> need & 1) != 0 &&
            (n->call_minutes > least ||
             (n->call_minutes == least && m->c->offers[n->call].id_rank > rank)))
            return true;
    }
    return false;
}

/* The first of a group of a kind, by id; of one offer, its own. */
static uint32_t rank_of(const struct orb_census *s, const struct orb_call *call)
{
    const struct orb_cat_member *members = s->base.walker.m->c->members;
    uint32_t i = s->groups->run_first[call->kind];

    if (call->member != ORB_CAT_NONE)
        return members[call->member].id_rank;
    while (s->groups->runs[i].group != call->group)
        i++;
    return members[s->groups->runs[i].first].id_rank;
}

static void note_call(struct orb_census *s, const struct orb_call *call, uint32_t member,
                      int64_t minutes)
{
    const struct orb_matcher *m = s->base.walker.m;
    uint32_t rank = m->c->members[member].id_rank;

    for (uint32_t need = 0; need < m->need_count; need++) {
        struct orb_census_need *out = &s->out[need];

        if ((call->needs >> need & 1) == 0 || minutes > out->call_minutes ||
            (out->call != ORB_CAT_NONE && minutes == out->call_minutes &&
             m->c->offers[out->call].id_rank <= rank))
            continue;
        out->call = m->c->members[member].offer;
        out->call_minutes = minutes;
    }
}

static void try_member(struct orb_census *s, const struct orb_call *call, uint32_t member)
{
    struct orb_matcher *m = s->base.walker.m;
    const struct orb_cat_member *x = &m->c->members[member];
    struct orb_trip trip = orb_query_trip(m, x);
    struct orb_place place =
        orb_query_place(m, x->zone, orb_query_ways(m, m->c->kinds[x->kind].parts.ways),
                        m->frequencies[call->frequency], &trip);

    note_call(s, call, member,
              isnan(place.minutes) ? ORB_KEY_UNKNOWN : orb_key(place.minutes));
}

static void try_rest(struct orb_census *s, const struct orb_call *call)
{
    struct orb_matcher *m = s->base.walker.m;
    const struct orb_cat_span *span = &m->c->kinds[call->kind].members;

    for (uint32_t i = span->first; i < span->first + span->count; i++) {
        if (s->groups->of[i] != call->group || orb_census_is_apart(s, i) ||
            variant_of(s, &m->c->members[i], call->zoned, call->away) != call->variant)
            continue;
        if (call->comes)
            note_call(s, call, i, 0);
        else
            try_member(s, call, i);
    }
}

/* Those that come to the person, then those that somebody must go to. */
static void try_calls(struct orb_census *s, bool comes)
{
    const struct orb_matcher *m = s->base.walker.m;

    for (size_t i = 0; i < s->masks->calls.count; i++) {
        const struct orb_call *call = &s->masks->calls.items[i];

        if (call->comes != comes ||
            !may_call(s, call, comes ? 0 : m->shortest, rank_of(s, call)))
            continue;
        if (call->member == ORB_CAT_NONE)
            try_rest(s, call);
        else
            try_member(s, call, call->member);
    }
}

/* What the offers called do not tell. */
static bool tell_calls(struct orb_census *s)
{
    struct orb_matcher *m = s->base.walker.m;

    for (uint32_t need = 0; need < m->need_count; need++) {
        struct orb_census_need *out = &s->out[need];
        struct orb_sighting sighting;
        const struct orb_cat_member *x;

        if ((s->base.survey->needs >> need & 1) == 0 || out->call == ORB_CAT_NONE)
            continue;
        x = &m->c->members[m->c->offers[out->call].member];
        if (!orb_kind_blocks_make(m, x->kind, &s->base.kind))
            return false;
        orb_survey_blocks(&s->base, x, m->needs[need].frequency, &sighting);
        out->call_unknown = sighting.unknown;
    }
    return true;
}

/* ---- counting */

/* Offers of the kind at hand in the same place. features: what these say, on site and away.
 */
static bool count_offers(struct orb_census *s, const struct orb_place_mask *place,
                         const uint64_t features[2], uint32_t count, struct orb_call *call)
{
    uint64_t closed = UINT64_C(1) << ORB_REASON_CLOSED;

    for (uint32_t i = 0; i < s->slot_count; i++) {
        uint32_t f = s->slots[i].frequency;
        uint64_t causes = (s->mask | s->masks->groups[call->group] | place->at[f].mask |
                           features[place->at[f].away]) &
                          ~ORB_MASK_UNSURE;

        if (causes == 0 || !s->calls)
            orb_cells_add(s, s->slots[i].needs, causes, count);
        if ((causes & closed) == 0) {
            if (place->at[f].outcome == ORB_RULE_YES)
                s->within |= s->slots[i].needs;
            else if (place->at[f].outcome == ORB_RULE_UNKNOWN)
                s->perhaps |= s->slots[i].needs;
        }
        if (causes != 0)
            continue;
        call->needs = s->slots[i].needs;
        call->frequency = f;
        call->comes = place->at[f].away;
        if (!add_call(s, call))
            return false;
    }
    return true;
}

static bool count_one(struct orb_census *s, uint32_t member)
{
    struct orb_matcher *m = s->base.walker.m;
    const struct orb_cat_member *x = &m->c->members[member];
    const struct orb_place_mask *place = orb_census_place(s, x);
    struct orb_call call = { .kind = s->kind,
                             .member = member,
                             .group = s->groups->of[member] };
    uint64_t features[2] = { 0, 0 };

    for (int away = 0; s->masks->features && away < 2; away++)
        features[away] = variant_masks[orb_variant_of(s->masks, x->terms, away != 0)];
    return count_offers(s, place, features, 1, &call);
}

/* An offer told by itself. */
static bool tell_one(struct orb_census *s, const struct orb_apart_offer *offer)
{
    struct orb_surveyor *base = &s->base;

    if (offer->why == ORB_APART_SPECIAL)
        return true;
    return orb_kind_blocks_make(base->walker.m, s->kind, &base->kind) &&
           orb_survey_offer(base, &base->walker.m->c->members[offer->member]);
}

/* How many of each group, and of each state of zones. */
static void count_rest(struct orb_census *s, struct rest *out)
{
    struct orb_matcher *m = s->base.walker.m;
    const struct orb_catalogue *c = m->c;
    const struct orb_cat_span *span = &c->kinds[s->kind].members;

    for (uint32_t i = span->first; i < span->first + span->count; i++) {
        uint32_t state;

        if (s->groups->of[i] == ORB_GROUP_NOBODY)
            continue;
        state = orb_zone_state(m, c->members[i].zone);
        out->counts[state][s->groups->of[i]]++;
        out->zones[state] = c->members[i].zone;
    }
    for (uint32_t at = s->masks->heads[s->kind]; at != 0;
         at = s->masks->apart.items[at - 1].next) {
        uint32_t member = s->masks->apart.items[at - 1].member;

        if (s->groups->of[member] != ORB_GROUP_NOBODY)
            out->counts[orb_zone_state(m, c->members[member].zone)]
                       [s->groups->of[member]]--;
    }
}

static bool add_rest(struct orb_census *s, const struct rest *rest)
{
    static const uint64_t features[2] = { 0, 0 };

    for (uint32_t at = 0; at < STATES * ORB_GROUPS; at++) {
        uint32_t state = at / ORB_GROUPS;
        uint32_t count = rest->counts[state][at % ORB_GROUPS];
        struct orb_call call = { .kind = s->kind,
                                 .member = ORB_CAT_NONE,
                                 .group = at % ORB_GROUPS,
                                 .variant = state,
                                 .zoned = true };

        if (count > 0 &&
            !count_offers(s, orb_census_far(s, rest->zones[state]), features, count, &call))
            return false;
    }
    return true;
}

/* How many are apart, by variant and group. */
static void count_those_apart(struct orb_census *s, bool away,
                              uint32_t out[ORB_VARIANTS][ORB_GROUPS])
{
    const struct orb_masks *masks = s->masks;

    memset(out, 0, ORB_VARIANTS * sizeof *out);
    for (uint32_t at = masks->heads[s->kind]; at != 0;
         at = masks->apart.items[at - 1].next) {
        uint32_t member = masks->apart.items[at - 1].member;

        if (s->groups->of[member] != ORB_GROUP_NOBODY)
            out[variant_of(s, &s->base.walker.m->c->members[member], false, away)]
               [s->groups->of[member]]++;
    }
}

/* The same when nothing but groups and features sets offers apart: those in a zone of the
 * person are apart, all others are outside. */
static bool add_runs(struct orb_census *s)
{
    const struct orb_place_mask *far =
        orb_census_far(s, orb_census_is_zoned(s) ? s->masks->outside : ORB_CAT_NONE);
    bool away = far->at[s->slots[0].frequency].away;
    const struct orb_variants *v = s->masks->features ? s->masks->variants[away] : NULL;
    const uint32_t *first = v == NULL ? s->groups->run_first : v->run_first;
    const struct orb_run *runs = v == NULL ? s->groups->runs : v->runs;
    bool some = s->masks->heads[s->kind] != 0;
    uint32_t apart[ORB_VARIANTS][ORB_GROUPS];

    if (some)
        count_those_apart(s, away, apart);
    for (uint32_t i = first[s->kind]; i < first[s->kind + 1]; i++) {
        const struct orb_run *run = &runs[i];
        uint32_t less = some ? apart[run->variant][run->group] : 0;
        const uint64_t both[2] = { variant_masks[run->variant],
                                   variant_masks[run->variant] };
        struct orb_call call = { .kind = s->kind,
                                 .member = ORB_CAT_NONE,
                                 .group = run->group,
                                 .variant = run->variant,
                                 .away = away };

        if (run->count > less && !count_offers(s, far, both, run->count - less, &call))
            return false;
    }
    return true;
}

static bool count_each(struct orb_census *s)
{
    const struct orb_cat_span *span = &s->base.walker.m->c->kinds[s->kind].members;

    for (uint32_t i = span->first; i < span->first + span->count; i++)
        if (s->groups->of[i] != ORB_GROUP_NOBODY && !orb_census_is_apart(s, i) &&
            !count_one(s, i))
            return false;
    return true;
}

static bool count_apart(struct orb_census *s)
{
    const struct orb_masks *masks = s->masks;

    for (uint32_t at = masks->heads[s->kind]; at != 0;
         at = masks->apart.items[at - 1].next) {
        const struct orb_apart_offer *x = &masks->apart.items[at - 1];

        if (x->why == ORB_APART_NEAR ? !count_one(s, x->member) : !tell_one(s, x))
            return false;
    }
    return true;
}

static bool count_kind(struct orb_census *s)
{
    struct rest rest = { .zones = { ORB_CAT_NONE, ORB_CAT_NONE, ORB_CAT_NONE,
                                    ORB_CAT_NONE } };

    if (s->masks->zones || !orb_census_is_zoned(s))
        return add_runs(s);
    if (orb_census_is_each(s))
        return count_each(s);
    count_rest(s, &rest);
    return add_rest(s, &rest);
}

static bool count_kinds(struct orb_census *s)
{
    for (uint32_t i = 0; i < s->masks->active_count; i++) {
        orb_census_resume(s, &s->masks->active[i]);
        if (!count_apart(s) || !count_kind(s))
            return false;
    }
    return true;
}

/* ---- the survey */

bool orb_matcher_counts(const struct orb_matcher *m)
{
    return orb_masks_apply(m);
}

static void finish(struct orb_census *s)
{
    orb_cells_flush(s);
    for (uint32_t need = 0; need < s->base.walker.m->need_count; need++) {
        s->out[need].within = (s->within >> need & 1) != 0;
        s->out[need].perhaps = (s->perhaps >> need & 1) != 0;
    }
    try_calls(s, true);
    try_calls(s, false);
}

enum orb_status orb_matcher_census(struct orb_matcher *m, struct orb_survey *survey,
                                   const struct orb_census_terms *terms,
                                   struct orb_census_need *out, struct orb_error *err)
{
    struct orb_census s = { .base = { .walker = { .m = m }, .survey = survey },
                            .out = out,
                            .calls = terms->calls };
    bool done;

    survey->matcher = m;
    for (uint32_t need = 0; need < m->need_count; need++)
        if ((survey->needs >> need & 1) != 0)
            out[need] =
                (struct orb_census_need){ .call = ORB_CAT_NONE, .call_minutes = INT64_MAX };
    if (survey->needs == 0)
        return ORB_OK;
    done = orb_survey_specials(&s.base) && orb_census_begin(&s, m, terms) &&
           orb_census_find_near(&s) && count_kinds(&s);
    if (done) {
        finish(&s);
        done = s.calls || tell_calls(&s);
    }
    orb_census_end(&s);
    return done ? ORB_OK : orb_error_memory(err);
}
