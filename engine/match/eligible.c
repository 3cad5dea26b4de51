/* Meets the offers that answer for sure: only kinds that nothing keeps out are looked
 * through. */
#include "engine/match/census.h"

#include <math.h>

/* Could some offer of the kind at hand be eligible? */
static bool may_answer(struct orb_census *s)
{
    const struct orb_ways_facts *ways = s->ways->facts;
    const struct orb_place_mask *far;

    if (s->mask != 0)
        return false;
    if (s->base.walker.m->c->kinds[s->kind].zoned != 0 && ways->away)
        return true;
    if (ways->on_site && s->masks->bands.travels)
        return true;
    far = orb_census_far(s, ORB_CAT_NONE);
    for (uint32_t i = 0; i < s->slot_count; i++)
        if (far->at[s->slots[i].frequency].mask == 0)
            return true;
    return false;
}

/* On site alone, and out of reach. */
static bool is_out(const struct orb_census *s, const struct orb_cat_member *x)
{
    const struct orb_matcher *m = s->base.walker.m;
    const struct orb_ways_facts *ways = s->ways->facts;
    double reach = fmax(0, ways->near_chord_m);
    double dx = x->x - m->position.x;
    double dy = x->y - m->position.y;
    double dz = x->z - m->position.z;

    /* Without a position, no comparison holds. */
    return m->located && ways->on_site && !ways->away &&
           dx * dx + dy * dy + dz * dz > reach * reach;
}

static bool meet(struct orb_census *s, const struct orb_cat_member *x)
{
    struct orb_matcher *m = s->base.walker.m;
    const struct orb_place_mask *place = orb_census_place(s, x);

    for (uint32_t i = 0; i < s->slot_count; i++) {
        uint32_t f = s->slots[i].frequency;
        struct orb_sighting out = { .member = x,
                                    .gap = NAN,
                                    .frequency = m->frequencies[f],
                                    .needs = s->slots[i].needs & s->base.survey->needs,
                                    .class_ = ORB_ELIGIBLE };

        if (out.needs == 0 || place->at[f].mask != 0 ||
            (s->masks->features &&
             orb_variant_of(s->masks, x->terms, place->at[f].away) != ORB_VARIANT_YES))
            continue;
        if (s->base.survey->places) {
            struct orb_trip trip = orb_query_trip(m, x);

            out.place = orb_query_place(m, x->zone, s->ways->facts, out.frequency, &trip);
        }
        if (!orb_survey_tell(&s->base, &out))
            return false;
    }
    return true;
}

static bool meet_kind(struct orb_census *s)
{
    const struct orb_catalogue *c = s->base.walker.m->c;
    const struct orb_cat_span *span = &c->kinds[s->kind].members;

    for (uint32_t i = span->first; i < span->first + span->count; i++)
        if (!is_out(s, &c->members[i]) && s->groups->of[i] == 0 &&
            !orb_census_is_apart(s, i) && !meet(s, &c->members[i]))
            return false;
    return true;
}

static bool meet_kinds(struct orb_census *s)
{
    const struct orb_catalogue *c = s->base.walker.m->c;
    bool failed = false;

    for (uint32_t care = 0; care < c->care_count; care++) {
        if ((s->masks->needs[care] & s->base.survey->needs) == 0)
            continue;
        for (uint32_t i = c->care_kinds[care]; i < c->care_kinds[care + 1]; i++) {
            if (s->masks->entries[c->kinds[i].parts.entry] != 0)
                continue;
            if (orb_census_take(s, i, &failed) && may_answer(s) && !meet_kind(s))
                return false;
            if (failed)
                return false;
        }
    }
    return true;
}

enum orb_status orb_matcher_eligible(struct orb_matcher *m, struct orb_survey *survey,
                                     const struct orb_census_terms *terms,
                                     struct orb_error *err)
{
    struct orb_census s = { .base = { .walker = { .m = m }, .survey = survey } };
    bool done;

    survey->matcher = m;
    if (survey->needs == 0)
        return ORB_OK;
    done = orb_survey_specials(&s.base) && orb_census_begin(&s, m, terms) && meet_kinds(&s);
    orb_census_end(&s);
    /* It ends early for want of memory, or because nothing is looked for any more. */
    return done || (!s.base.failed && survey->needs == 0) ? ORB_OK : orb_error_memory(err);
}
