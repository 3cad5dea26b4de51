/* How many offers are of each class and answer each need. Offers of a kind that stand in
 * the same band, in zones of the same state, are counted together; none is scored. */
#include "engine/match/totals.h"

#include <math.h>
#include <string.h>

#include "engine/match/totals_parts.h"

bool orb_totals_apply(const struct orb_matcher *m)
{
    return m->p->rules[ORB_RULE_PLACE].enabled &&
           !m->p->rules[ORB_RULE_PLACE].missing_is_yes &&
           m->p->travel_step_count <= ORB_MASK_STEPS;
}

/* ---- offers */

static bool is_refused(const struct orb_totals *t, uint32_t offer)
{
    uint32_t o = t->m->c->offers[offer].organization;

    return t->refused != NULL && o != ORB_CAT_NONE &&
           (t->refused[o / 64] >> (o % 64) & 1) != 0;
}

static bool is_special(const struct orb_totals *t, uint32_t member)
{
    return t->specials != NULL && (t->specials[member / 64] >> (member % 64) & 1) != 0;
}

/* The days of a member, when some may keep it out; NULL = none. The members come in order.
 */
static const struct orb_cat_dated *days_of(struct orb_totals *t, uint32_t member,
                                           struct orb_cat_dated *late)
{
    const struct orb_catalogue *c = t->m->c;

    if ((c->spots[member].flags & ORB_MEMBER_DATED) != 0) {
        while (c->dated[t->next].member < member)
            t->next++;
        return &c->dated[t->next];
    }
    if (!t->before || c->members[member].opened_on == ORB_DATE_NONE ||
        c->members[member].opened_on <= t->m->person->reference_date)
        return NULL;
    *late = (struct orb_cat_dated){ .opened_on = c->members[member].opened_on,
                                    .closed_on = ORB_DATE_NONE };
    return late;
}

/* What the rules of offers say of one with these days, its waiting apart. */
static struct orb_tally tally_of_days(struct orb_totals *t,
                                      const struct orb_cat_dated *days)
{
    struct orb_matcher *m = t->m;
    struct orb_rule_case k = { .m = m, .facts = t->facts, .out = &m->offer_reasons };
    struct orb_tally out = t->kind;

    if (days->duplicate != 0)
        orb_tally_add(&out, &t->duplicate);
    if (days->closed_on != ORB_DATE_NONE && days->closed_on <= m->person->reference_date)
        orb_tally_add(&out, &t->closed);
    if (orb_tally_class(m, &out) == ORB_EXCLUDED) /* no need to look for more */
        return out;
    m->offer_reasons.count = 0;
    if (m->p->rules[ORB_RULE_OPEN].enabled)
        orb_rule_open_days(&k, days->opened_on, &days->closures);
    orb_tally_rule(m, ORB_RULE_OPEN, m->offer_reasons.items, m->offer_reasons.count, &out);
    m->offer_reasons.count = 0;
    return out;
}

/* All that they say of one that the person refuses by its organization. */
static struct orb_tally tally_of_refused(struct orb_totals *t,
                                         const struct orb_cat_member *x)
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

/* The first from some number whose member is not before. */
static uint32_t dated_from(const struct orb_catalogue *c, uint32_t from, uint32_t member)
{
    uint32_t end = c->dated_count;

    while (from < end) {
        uint32_t middle = from + (end - from) / 2;

        if (c->dated[middle].member < member)
            from = middle + 1;
        else
            end = middle;
    }
    return end;
}

/* Cells of those that are not counted together with others. */
enum elsewhere {
    ALONE = CELLS, /* judged alone */
    NOWHERE        /* excluded, with all that stand like it */
};

static uint32_t cell_of(struct orb_totals *t, uint32_t member, uint32_t stand)
{
    uint32_t access;

    if (!t->features)
        return stand;
    if (orb_totals_is_out(t, stand))
        return NOWHERE;
    access = orb_totals_access(t, t->m->c->member_features[member]);
    return access < ACCESSES ? access * STANDS + stand : ALONE;
}

static void count_alone(struct orb_totals *t, uint32_t member, uint32_t stand,
                        const struct orb_cat_dated *days)
{
    const struct orb_cat_member *x = &t->m->c->members[member];
    struct orb_said said = { .all = t->plain };

    if (t->refused != NULL && is_refused(t, x->offer))
        said.all = tally_of_refused(t, x);
    else if (days != NULL)
        said.all = tally_of_days(t, days);
    if (orb_tally_class(t->m, &said.all) == ORB_EXCLUDED)
        return;
    if (t->refused == NULL || !is_refused(t, x->offer))
        orb_tally_add(&said.all, &t->waits[stand % WAITS]);
    if (t->features)
        orb_totals_features(t, t->m->c->member_features[member], said.features);
    orb_totals_some(t, &said, stand / WAITS / ORB_BANDS, stand / WAITS % ORB_BANDS, 1);
    if (t->opens && !orb_lines_note(t, member, t->classes))
        t->failed = true;
}

static void meet(struct orb_totals *t, uint32_t member, uint32_t stand)
{
    struct orb_cat_dated late;
    const struct orb_cat_dated *days = days_of(t, member, &late);
    uint32_t cell = ALONE;

    if (is_special(t, member))
        return;
    if (days == NULL && t->refused == NULL)
        cell = cell_of(t, member, stand);
    if (cell < CELLS)
        orb_totals_cell(t, cell, 1);
    else if (cell == ALONE)
        count_alone(t, member, stand, days);
}

static void meet_all(struct orb_totals *t, const struct orb_cat_span *span)
{
    const struct orb_cat_spot *spots = t->m->c->spots;
    bool plain = !t->features && !t->before && t->refused == NULL && t->specials == NULL;
    uint32_t end = span->first + span->count;
    uint16_t stands[ORB_RUN];

    for (uint32_t first = span->first; first < end; first += ORB_RUN) {
        uint32_t count = end - first < ORB_RUN ? end - first : ORB_RUN;

        orb_totals_stands(t, first, count, stands);
        for (uint32_t i = 0; i < count; i++)
            if (plain && (spots[first + i].flags & ORB_MEMBER_DATED) == 0)
                orb_totals_cell(t, stands[i], 1);
            else
                meet(t, first + i, stands[i]);
    }
}

static bool note_line(struct orb_totals *t, uint32_t member, uint32_t stand)
{
    struct orb_cat_dated late;
    uint32_t cell;

    if (days_of(t, member, &late) != NULL || is_special(t, member))
        return true;
    cell = cell_of(t, member, stand);
    return cell >= CELLS || t->cell_opens[cell] != t->kind_at + 1 ||
           orb_lines_note(t, member, t->cell_classes[cell]);
}

/* Comes back to those that were counted together, where some may enter a list. */
static bool note_lines(struct orb_totals *t, const struct orb_cat_span *span)
{
    uint32_t end = span->first + span->count;
    uint16_t stands[ORB_RUN];

    t->next = dated_from(t->m->c, 0, span->first);
    for (uint32_t first = span->first; first < end; first += ORB_RUN) {
        uint32_t count = end - first < ORB_RUN ? end - first : ORB_RUN;

        orb_totals_stands(t, first, count, stands);
        for (uint32_t i = 0; i < count; i++)
            if (!note_line(t, first + i, stands[i]))
                return false;
    }
    return true;
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
static void find_slots(struct orb_totals *t, const struct orb_care_facts *care)
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
static struct orb_tally refused_of(struct orb_totals *t)
{
    struct orb_rule_case k = {
        .m = t->m, .facts = t->facts, .offer = t->neutral, .out = &t->m->offer_reasons
    };

    return orb_totals_rule(&k, ORB_RULE_REFUSED);
}

static bool take(struct orb_totals *t, uint32_t kind)
{
    const struct orb_cat_kind *k = &t->m->c->kinds[kind];
    struct orb_tally refused;

    if (!orb_kind_facts(t->m, kind, &t->facts))
        return false;
    t->ways = k->parts.ways;
    t->zoned = k->zoned != 0 && t->facts.ways->away;
    t->zone_of[0] = ORB_CAT_NONE;
    t->parts = t->facts.care->tally;
    orb_tally_add(&t->parts, &t->facts.entry->tally);
    orb_tally_add(&t->parts, &t->facts.ways->tally);
    t->plain = t->kind = t->parts;
    orb_tally_add(&t->plain, &t->facts.ways->open);
    if (!t->m->refuses || orb_tally_class(t->m, &t->plain) == ORB_EXCLUDED)
        return true;
    refused = refused_of(t);
    orb_tally_add(&t->kind, &refused);
    orb_tally_add(&t->plain, &refused);
    return true;
}

/* Do all offers of the kind stand alike, but for their days? */
static bool is_alike(const struct orb_totals *t)
{
    return !t->facts.ways->on_site && !t->zoned && !t->deadline && !t->features &&
           !t->before && t->refused == NULL && t->specials == NULL;
}

static void count_alike(struct orb_totals *t, const struct orb_cat_span *span)
{
    const struct orb_catalogue *c = t->m->c;
    uint32_t plain = span->count;

    for (; t->next < c->dated_count && c->dated[t->next].member < span->first + span->count;
         t->next++, plain--)
        count_alone(t, c->dated[t->next].member, ORB_BAND_UNKNOWN * WAITS,
                    &c->dated[t->next]);
    if (plain > 0)
        orb_totals_cell(t, ORB_BAND_UNKNOWN * WAITS, plain);
}

static bool count_kind(struct orb_totals *t, uint32_t kind)
{
    const struct orb_cat_span *span = &t->m->c->kinds[kind].members;

    if (!take(t, kind))
        return false;
    if (orb_tally_class(t->m, &t->plain) == ORB_EXCLUDED)
        return true;
    if (t->lines && !orb_view_make(t->m, kind, false, &t->view))
        return false;
    t->kind_at = kind;
    t->some_open = false;
    t->temporary = t->deadline && has_temporary(t->m, t->facts.ways);
    t->next = dated_from(t->m->c, t->next, span->first);
    if (is_alike(t))
        count_alike(t, span);
    else
        meet_all(t, span);
    orb_totals_cells(t);
    return !t->failed && (!t->some_open || note_lines(t, span));
}

static bool count_kinds(struct orb_totals *t)
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
static bool count_specials(struct orb_totals *t)
{
    struct orb_matcher *m = t->m;

    if (m->special_count > 0) {
        t->specials = orb_arena_array(&m->arena, (size_t)m->c->offer_count / 64 + 1,
                                      sizeof *t->specials);
        if (t->specials == NULL)
            return false;
    }
    for (uint32_t i = 0; i < m->special_count; i++) {
        uint32_t member = m->c->offers[m->specials[i].offer].member;
        struct orb_evaluation e;

        t->specials[member / 64] |= UINT64_C(1) << (member % 64);
        if (!orb_evaluate(m, &m->c->members[member], false, &e))
            return false;
        orb_totals_class(t, e.need_count > 0, e.verdict->class_, 1);
        for (uint32_t n = 0; n < e.need_count; n++)
            if (m->verdicts[e.needs[n].frequency].class_ != ORB_EXCLUDED) {
                struct orb_need_rows *rows = &m->rows[e.needs[n].need];

                rows->top.total++;
                rows->class_totals[m->verdicts[e.needs[n].frequency].class_]++;
            }
    }
    return true;
}

/* ---- all */

static bool find_refused(struct orb_totals *t)
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

/* What a reason of a rule amounts to, when it says no, or cannot tell. */
static struct orb_tally tally_of_reason(struct orb_totals *t, enum orb_rule_id rule,
                                        enum orb_reason_code code, double slack)
{
    struct orb_reasons *reasons = &t->m->offer_reasons;
    struct orb_tally out = { 0 };

    if (!t->m->p->rules[rule].enabled)
        return out;
    reasons->count = 0;
    if (isnan(slack))
        (void)orb_reason_unknown(reasons, rule, code);
    else
        (void)orb_reason_no(reasons, rule, code, slack);
    orb_tally_rule(t->m, rule, reasons->items, reasons->count, &out);
    reasons->count = 0;
    return out;
}

static void find_dates(struct orb_totals *t)
{
    const struct orb_person *person = t->m->person;

    t->before = person->reference_date < t->m->c->info->as_of;
    t->duplicate = tally_of_reason(t, ORB_RULE_DUPLICATE, ORB_REASON_DUPLICATE, 0.0);
    t->closed = tally_of_reason(t, ORB_RULE_CLOSED, ORB_REASON_CLOSED, 0.0);
    t->deadline = t->m->policy->deadline && person->urgency_days >= 0;
    t->waits[1] =
        tally_of_reason(t, ORB_RULE_DEADLINE, ORB_REASON_WAIT_UNKNOWN, (double)NAN);
    t->waits[2] =
        tally_of_reason(t, ORB_RULE_DEADLINE, ORB_REASON_DEADLINE, t->m->p->deadline_slack);
}

static bool begin(struct orb_totals *t)
{
    struct orb_matcher *m = t->m;
    size_t places = (size_t)m->c->ways_count * ZONE_STATES * ORB_BANDS;

    orb_bands_find(m, &t->bands);
    find_dates(t);
    for (uint32_t slot = 0; slot <= m->frequency_count; slot++) {
        t->places[slot] = orb_arena_array(&m->arena, places, 1);
        if (t->places[slot] == NULL)
            return false;
    }
    for (uint32_t i = 0; i < m->feature_count; i++)
        t->features = t->features || m->features[i].required;
    t->features = t->features && m->p->rules[ORB_RULE_ACCESSIBILITY].enabled;
    if (t->features)
        t->access_of = orb_arena_array(&m->arena, m->c->feature_list_count, 1);
    else
        t->access_count = 1;
    t->lines = m->options.class_lines > 0;
    return find_refused(t) && (!t->features || t->access_of != NULL) &&
           (!t->lines || orb_lines_begin(t));
}

bool orb_totals_count(struct orb_matcher *m, uint64_t counts[ORB_CLASSES])
{
    struct orb_totals *t = orb_arena_array(&m->arena, 1, sizeof *t);

    if (t == NULL)
        return false;
    t->m = m;
    t->counts = counts;
    memset(counts, 0, ORB_CLASSES * sizeof *counts);
    m->overall.total = 0;
    m->near_misses = 0;
    for (uint32_t i = 0; i < m->need_count; i++) {
        m->rows[i].top.total = 0;
        memset(m->rows[i].class_totals, 0, sizeof m->rows[i].class_totals);
    }
    if (!begin(t) || !count_specials(t) || !count_kinds(t) || m->offer_reasons.failed)
        return false;
    m->neutral.total = m->overall.total;
    counts[ORB_EXCLUDED] = m->c->offer_count - counts[ORB_ELIGIBLE] -
                           counts[ORB_TO_VERIFY] - counts[ORB_NEAR_MISS];
    return true;
}
