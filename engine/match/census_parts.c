/* Offers of a kind are alike but for a few: those that the person speaks of, those that are
 * perhaps within a limit of travel. */
#include "engine/match/census.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"

/* ---- apart */

bool orb_census_is_apart(const struct orb_census *s, uint32_t member)
{
    return (s->base.walker.m->done_bits[member / 64] >> (member % 64) & 1) != 0;
}

bool orb_census_set_apart(struct orb_census *s, uint32_t member, enum orb_apart why)
{
    struct orb_matcher *m = s->base.walker.m;
    struct orb_masks *masks = s->masks;
    uint32_t *head = &masks->heads[m->c->members[member].kind];

    if (orb_census_is_apart(s, member))
        return true;
    if (orb_grow((void **)&masks->apart.items, &masks->apart.capacity, masks->apart.count,
                 sizeof *masks->apart.items) != ORB_OK)
        return false;
    masks->apart.items[masks->apart.count++] =
        (struct orb_apart_offer){ member, *head, why };
    *head = (uint32_t)masks->apart.count;
    m->done_bits[member / 64] |= UINT64_C(1) << (member % 64);
    return true;
}

static bool set_refused_apart(struct orb_census *s, const char *id)
{
    const struct orb_catalogue *c = s->base.walker.m->c;
    const struct orb_columns *columns = s->masks->columns;
    uint32_t organization = orb_cat_organization_find(c, id);

    if (organization == ORB_CAT_NONE)
        return true;
    for (uint32_t i = columns->organization_first[organization];
         i < columns->organization_first[organization + 1]; i++)
        if (!orb_census_set_apart(s, columns->members[columns->organization_offers[i]],
                                  ORB_APART_REFUSED))
            return false;
    return true;
}

bool orb_census_begin(struct orb_census *s, struct orb_matcher *m,
                      const struct orb_census_terms *terms)
{
    const struct orb_calendar calendar = { m->person->reference_date, terms->long_wait,
                                           terms->closed };
    const struct orb_code_list *refused = &m->person->refused_organizations;

    if (!orb_masks_prepare(m))
        return false;
    s->masks = m->masks;
    s->groups = orb_columns_groups(m->masks->columns, m->c, m->p, &calendar);
    if (s->groups == NULL)
        return false;
    memset(m->done_bits, 0, ((size_t)m->c->offer_count / 64 + 1) * sizeof *m->done_bits);
    for (uint32_t i = 0; i < m->masks->cells->count; i++)
        m->masks->cells->items[m->masks->cells->used[i]].needs = 0;
    m->masks->cells->count = 0;
    m->masks->apart.count = m->masks->calls.count = 0;
    m->masks->active_count = 0;
    for (uint32_t i = 0; i < m->special_count; i++)
        if (!orb_census_set_apart(s, m->c->offers[m->specials[i].offer].member,
                                  ORB_APART_SPECIAL))
            return false;
    for (uint32_t i = 0; i < refused->count; i++)
        if (!set_refused_apart(s, refused->items[i]))
            return false;
    return true;
}

void orb_census_end(struct orb_census *s)
{
    const struct orb_matcher *m = s->base.walker.m;
    struct orb_masks *masks = m->masks;

    if (masks == NULL)
        return;
    for (size_t i = 0; i < masks->apart.count; i++)
        masks->heads[m->c->members[masks->apart.items[i].member].kind] = 0;
    for (uint32_t i = 0; i < masks->active_count; i++)
        masks->reached[masks->active[i]] = 0;
    masks->apart.count = masks->calls.count = 0;
    masks->active_count = 0;
}

/* ---- a kind */

bool orb_census_take(struct orb_census *s, uint32_t kind, bool *failed)
{
    struct orb_matcher *m = s->base.walker.m;
    const struct orb_cat_parts *parts = &m->c->kinds[kind].parts;
    uint64_t needs = s->masks->needs[parts->care] & s->base.survey->needs;

    s->mask = s->masks->entries[parts->entry];
    if (needs == 0 || (s->mask & ORB_CENSUS_NOBODY) != 0)
        return false;
    s->ways = orb_mask_of_ways(m, parts->ways);
    if (s->ways == NULL) {
        *failed = true;
        return false;
    }
    s->kind = kind;
    s->mask |= s->ways->mask;
    s->slot_count = 0;
    for (uint32_t f = 0; f < m->frequency_count; f++) {
        if ((needs & s->masks->frequency_needs[f]) == 0)
            continue;
        s->slots[s->slot_count].needs = needs & s->masks->frequency_needs[f];
        s->slots[s->slot_count++].frequency = f;
    }
    return true;
}

bool orb_census_is_each(const struct orb_census *s)
{
    return s->base.walker.m->c->kinds[s->kind].zoned != 0 && s->ways->facts->away &&
           (s->ways->facts->on_site || s->masks->features);
}

/* ---- the place */

static double distance_2(const struct orb_matcher *m, const struct orb_cat_member *x)
{
    double dx = x->x - m->position.x;
    double dy = x->y - m->position.y;
    double dz = x->z - m->position.z;

    return dx * dx + dy * dy + dz * dz;
}

/* Beyond every step of slack, all journeys are refused alike. */
static bool is_far(const struct orb_matcher *m, const struct orb_cat_member *x)
{
    double far = fmax(m->far_chord_m[0], m->far_chord_m[1]);

    return far > 0 && distance_2(m, x) > far * far;
}

const struct orb_place_mask *orb_census_place(struct orb_census *s,
                                              const struct orb_cat_member *x,
                                              struct orb_place_mask *own)
{
    struct orb_matcher *m = s->base.walker.m;
    const struct orb_ways_facts *ways = s->ways->facts;
    uint32_t parts = m->c->kinds[s->kind].parts.ways;
    uint32_t band = ways->on_site ? orb_band_of(m, s->masks, x) : s->masks->limit_count;
    const struct orb_place_mask *out = orb_mask_of_place(m, parts, x->zone, band);
    bool refused = false;

    if (!ways->on_site || !ways->away)
        return out;
    for (uint32_t i = 0; i < s->slot_count; i++)
        refused = refused || out->at[s->slots[i].frequency].outcome == ORB_RULE_NO;
    /* Whether the zone or the journey is told depends on how far it is. */
    if (!refused || band == ORB_BAND_UNKNOWN || is_far(m, x))
        return out;
    orb_mask_of_trip(m, parts, x, own);
    return own;
}

const struct orb_place_mask *orb_census_far(struct orb_census *s, uint32_t zone)
{
    struct orb_matcher *m = s->base.walker.m;
    bool known = s->masks->travels || !s->ways->facts->on_site;

    return orb_mask_of_place(m, m->c->kinds[s->kind].parts.ways, zone,
                             known ? s->masks->limit_count : ORB_BAND_UNKNOWN);
}

/* ---- near */

/* The limit of residential modalities is far: fewer offers have them than lie around. */
static bool is_wide(const struct orb_census *s)
{
    const struct orb_matcher *m = s->base.walker.m;

    return s->ways->facts->residential && m->near_chord_m[1] > m->near_chord_m[0];
}

static bool scan_kind(struct orb_census *s)
{
    const struct orb_matcher *m = s->base.walker.m;
    const struct orb_cat_span *span = &m->c->kinds[s->kind].members;
    double reach = fmax(0, s->ways->facts->near_chord_m);

    for (uint32_t i = span->first; i < span->first + span->count; i++)
        if (s->groups->of[i] != ORB_GROUP_NOBODY &&
            !(distance_2(m, &m->c->members[i]) > reach * reach) &&
            !orb_census_set_apart(s, i, ORB_APART_NEAR))
            return false;
    return true;
}

static bool scan_offers(struct orb_census *s, uint32_t first, uint32_t last)
{
    const struct orb_matcher *m = s->base.walker.m;
    const uint8_t *reached = s->masks->reached;
    double reach = fmax(0, m->near_chord_m[0]);

    for (uint32_t i = first; i < last; i++) {
        uint32_t member;

        if (reached[m->c->offer_kinds[i]] == 0)
            continue;
        member = s->masks->columns->members[i];
        if (s->groups->of[member] != ORB_GROUP_NOBODY &&
            !(distance_2(m, &m->c->members[member]) > reach * reach) &&
            !orb_census_set_apart(s, member, ORB_APART_NEAR))
            return false;
    }
    return true;
}

static bool scan_around(struct orb_census *s)
{
    const struct orb_matcher *m = s->base.walker.m;
    const struct orb_cat_grid *grid = &m->c->info->grid;
    struct orb_window w;

    if (orb_walk_window(m, fmax(0, m->near_chord_m[0]), &w))
        for (uint32_t row = w.rows[0]; row <= w.rows[1]; row++) {
            const uint32_t *line = m->c->cell_first + (size_t)row * grid->columns;

            if (!scan_offers(s, line[w.columns[0]], line[w.columns[1] + 1]))
                return false;
        }
    return scan_offers(s, grid->located, m->c->offer_count);
}

/* Its offers within reach: now, or by the grid. */
static bool reach_kind(struct orb_census *s)
{
    if (!s->masks->travels || !s->ways->facts->on_site || orb_census_is_each(s))
        return true;
    s->masks->reached[s->kind] = !is_wide(s);
    return !is_wide(s) || scan_kind(s);
}

/* The kinds of a care. */
static bool list_kinds(struct orb_census *s, uint32_t care)
{
    const struct orb_catalogue *c = s->base.walker.m->c;
    struct orb_masks *masks = s->masks;
    bool failed = false;

    for (uint32_t i = c->care_kinds[care]; i < c->care_kinds[care + 1]; i++) {
        if (orb_census_take(s, i, &failed)) {
            masks->active[masks->active_count++] = i;
            failed = !reach_kind(s);
        }
        if (failed)
            return false;
    }
    return true;
}

bool orb_census_find_near(struct orb_census *s)
{
    const struct orb_matcher *m = s->base.walker.m;

    for (uint32_t care = 0; care < m->c->care_count; care++)
        if ((s->masks->needs[care] & s->base.survey->needs) != 0 && !list_kinds(s, care))
            return false;
    return !s->masks->travels || scan_around(s);
}
