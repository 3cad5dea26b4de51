/* Offers of a kind are alike but for a few: those that the person speaks of, those that are
 * perhaps within a limit of travel. */
#include "engine/match/census.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"

/* ---- apart */

bool orb_census_is_apart(const struct orb_census *s, uint32_t member)
{
    return orb_marks_has(&s->base.walker.m->done, member);
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
    orb_marks_add(&m->done, member);
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
        if (!orb_census_set_apart(s, c->offer_members[columns->organization_offers[i]],
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
    orb_marks_clear(&m->done, m->c->offer_count);
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
    for (int away = 0; m->masks->features && away < 2; away++) {
        m->masks->variants[away] = orb_variants_find(m, s->groups, away != 0);
        if (m->masks->variants[away] == NULL)
            return false;
    }
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
        masks->reached[masks->active[i].kind] = 0;
    masks->apart.count = masks->calls.count = 0;
    masks->active_count = 0;
}

/* ---- a kind */

static void set_slots(struct orb_census *s)
{
    const struct orb_matcher *m = s->base.walker.m;
    uint64_t needs =
        s->masks->needs[m->c->kinds[s->kind].parts.care] & s->base.survey->needs;

    /* Kinds of the same care follow each other. */
    if (needs == s->slot_needs)
        return;
    s->slot_needs = needs;
    s->slot_count = 0;
    for (uint32_t f = 0; f < m->frequency_count; f++) {
        if ((needs & s->masks->frequency_needs[f]) == 0)
            continue;
        s->slots[s->slot_count].needs = needs & s->masks->frequency_needs[f];
        s->slots[s->slot_count++].frequency = f;
    }
}

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
    set_slots(s);
    return true;
}

void orb_census_resume(struct orb_census *s, const struct orb_active *active)
{
    s->kind = active->kind;
    s->mask = active->mask;
    s->ways = active->ways;
    set_slots(s);
}

bool orb_census_is_zoned(const struct orb_census *s)
{
    return s->base.walker.m->c->kinds[s->kind].zoned != 0 && s->ways->facts->away;
}

bool orb_census_is_each(const struct orb_census *s)
{
    return !s->masks->zones && orb_census_is_zoned(s) &&
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

const struct orb_place_mask *orb_census_place(struct orb_census *s,
                                              const struct orb_cat_member *x)
{
    struct orb_matcher *m = s->base.walker.m;
    const struct orb_ways_facts *ways = s->ways->facts;
    uint32_t band =
        ways->on_site ? orb_band_of(m, &s->masks->bands, x) : s->masks->bands.limit_count;

    /* Whether the zone or the journey is told depends on how far it is. */
    if (!ways->away && band != ORB_BAND_UNKNOWN)
        band = orb_band_of_limit(&s->masks->bands, band);
    return orb_mask_of_place(m, m->c->kinds[s->kind].parts.ways, x->zone, band);
}

const struct orb_place_mask *orb_census_far(struct orb_census *s, uint32_t zone)
{
    struct orb_matcher *m = s->base.walker.m;
    bool known = s->masks->bands.travels || !s->ways->facts->on_site;

    return orb_mask_of_place(m, m->c->kinds[s->kind].parts.ways, zone,
                             known ? s->masks->bands.limit_count : ORB_BAND_UNKNOWN);
}

/* ---- near */

/* The limit of residential modalities is far: fewer offers have them than lie around. */
static bool is_wide(const struct orb_census *s)
{
    const struct orb_matcher *m = s->base.walker.m;

    return s->ways->facts->residential && m->near_chord_m[1] > m->near_chord_m[0];
}

static bool scan_kind(struct orb_census *s, double reach)
{
    const struct orb_matcher *m = s->base.walker.m;
    const struct orb_cat_span *span = &m->c->kinds[s->kind].members;

    for (uint32_t i = span->first; i < span->first + span->count; i++)
        if (s->groups->of[i] != ORB_GROUP_NOBODY &&
            !(distance_2(m, &m->c->members[i]) > reach * reach) &&
            !orb_census_set_apart(s, i, ORB_APART_NEAR))
            return false;
    return true;
}

/* A look through the grid, for the kinds that it leads to. */
struct scan {
    enum orb_reach by;
    double reach_m;
};

static bool scan_offers(struct orb_census *s, const struct scan *scan, uint32_t first,
                        uint32_t last)
{
    const struct orb_matcher *m = s->base.walker.m;
    const uint8_t *reached = s->masks->reached;
    const struct orb_ecef *places = s->masks->columns->places;
    double reach_2 = scan->reach_m * scan->reach_m;

    for (uint32_t i = first; i < last; i++) {
        double dx, dy, dz;
        uint32_t member;

        if ((reached[m->c->offer_kinds[i]] & scan->by) == 0)
            continue;
        dx = places[i].x - m->position.x;
        dy = places[i].y - m->position.y;
        dz = places[i].z - m->position.z;
        if (dx * dx + dy * dy + dz * dz > reach_2)
            continue;
        member = m->c->offer_members[i];
        if (s->groups->of[member] != ORB_GROUP_NOBODY &&
            !orb_census_set_apart(s, member, ORB_APART_NEAR))
            return false;
    }
    return true;
}

static bool scan_around(struct orb_census *s, const struct scan *scan)
{
    const struct orb_matcher *m = s->base.walker.m;
    const struct orb_cat_grid *grid = &m->c->info->grid;
    struct orb_window w;

    if (!isfinite(scan->reach_m))
        return scan_offers(s, scan, 0, m->c->offer_count);
    if (orb_walk_window(m, scan->reach_m, &w))
        for (uint32_t row = w.rows[0]; row <= w.rows[1]; row++) {
            const uint32_t *line = m->c->cell_first + (size_t)row * grid->columns;

            if (!scan_offers(s, scan, line[w.columns[0]], line[w.columns[1] + 1]))
                return false;
        }
    return scan_offers(s, scan, grid->located, m->c->offer_count);
}

static bool scan_grid(struct orb_census *s, unsigned by)
{
    const struct orb_matcher *m = s->base.walker.m;
    const struct scan near = { ORB_REACH_NEAR, fmax(0, m->near_chord_m[0]) };
    const struct scan far = { ORB_REACH_FAR, fmax(near.reach_m, m->far_chord_m[0]) };

    return ((by & ORB_REACH_NEAR) == 0 || scan_around(s, &near)) &&
           ((by & ORB_REACH_FAR) == 0 || scan_around(s, &far));
}

static bool scan_zones_of(struct orb_census *s, orb_cat_code code)
{
    const struct orb_catalogue *c = s->base.walker.m->c;

    for (uint32_t i = c->code_zones_first[code]; i < c->code_zones_first[code + 1]; i++) {
        uint32_t last = c->zone_members_first[c->code_zones[i] + 1];

        for (uint32_t j = c->zone_members_first[c->code_zones[i]]; j < last; j++) {
            uint32_t member = c->zone_members[j];

            if ((s->masks->reached[c->members[member].kind] & ORB_REACH_ZONE) != 0 &&
                s->groups->of[member] != ORB_GROUP_NOBODY &&
                !orb_census_set_apart(s, member, ORB_APART_NEAR))
                return false;
        }
    }
    return true;
}

static bool scan_zones(struct orb_census *s)
{
    orb_cat_code codes[ORB_ZONE_CODES];

    orb_masks_zone_codes(s->base.walker.m, codes);
    for (int i = 0; i < ORB_ZONE_CODES; i++)
        if (codes[i] != ORB_CAT_NONE && !scan_zones_of(s, codes[i]))
            return false;
    return true;
}

/* Its offers within reach: now, or by the grid and the zones. Of those that also come to
 * the person, outside their zone the journey is told as far as slack changes. */
static bool reach_kind(struct orb_census *s)
{
    const struct orb_matcher *m = s->base.walker.m;
    bool zoned = orb_census_is_zoned(s);
    unsigned by = zoned ? ORB_REACH_ZONE : 0;
    double reach = fmax(0, s->ways->facts->near_chord_m);

    if (zoned && !s->masks->zones)
        return true;
    if (s->masks->bands.travels && s->ways->facts->on_site) {
        if (zoned)
            reach = fmax(reach, fmax(m->far_chord_m[0], m->far_chord_m[1]));
        if (is_wide(s) && !scan_kind(s, reach))
            return false;
        if (!is_wide(s))
            by |= zoned ? ORB_REACH_FAR : ORB_REACH_NEAR;
    }
    s->masks->reached[s->kind] = (uint8_t)by;
    return true;
}

/* The kinds of a care. */
static bool list_kinds(struct orb_census *s, uint32_t care)
{
    const struct orb_catalogue *c = s->base.walker.m->c;
    struct orb_masks *masks = s->masks;
    bool failed = false;

    for (uint32_t i = c->care_kinds[care]; i < c->care_kinds[care + 1]; i++) {
        if (orb_census_take(s, i, &failed) &&
            (!s->calls || (s->mask & ~ORB_MASK_UNSURE) == 0)) {
            masks->active[masks->active_count++] =
                (struct orb_active){ s->ways, s->mask, i };
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
    unsigned by = 0;

    for (uint32_t care = 0; care < m->c->care_count; care++)
        if ((s->masks->needs[care] & s->base.survey->needs) != 0 && !list_kinds(s, care))
            return false;
    for (uint32_t i = 0; i < s->masks->active_count; i++)
        by |= s->masks->reached[s->masks->active[i].kind];
    if ((by & ORB_REACH_ZONE) != 0 && !scan_zones(s))
        return false;
    return scan_grid(s, by);
}
