/* How the offers of a kind stand, run by run: most are beyond all limits of travel, which
 * one comparison tells. */
#include <math.h>

#include "engine/match/totals_parts.h"

/* The band of a member whose square of the distance is this, no more than the last limit:
 * as orb_band_of, from the farthest on, where most are. */
static uint32_t band_within(const struct orb_totals *t, uint32_t member, double d)
{
    uint32_t density = t->m->c->spots[member].density;
    const double *beyond = t->bands.beyond[density];
    uint32_t band = t->bands.limit_count - 1;

    if (isnan(d))
        return ORB_BAND_UNKNOWN;
    while (band > 0 && d <= beyond[band - 1])
        band--;
    return d < t->bands.within[density][band]
               ? band
               : orb_band_of(t->m, &t->bands, &t->m->c->members[member]);
}

static void find_bands(const struct orb_totals *t, uint32_t first, uint32_t count,
                       uint16_t out[ORB_RUN])
{
    const struct orb_cat_spot *spots = t->m->c->spots + first;
    const struct orb_ecef from = t->m->position;
    uint32_t last = t->bands.limit_count;
    double beyond[5];

    for (int density = 0; density < 5; density++)
        beyond[density] = t->bands.beyond[density][last - 1];
    for (uint32_t i = 0; i < count; i++) {
        double dx = (double)spots[i].x - from.x;
        double dy = (double)spots[i].y - from.y;
        double dz = (double)spots[i].z - from.z;
        double d = dx * dx + dy * dy + dz * dz;

        out[i] =
            (uint16_t)(d > beyond[spots[i].density] ? last : band_within(t, first + i, d));
    }
}

/* What the deadline says: yes, unknown, no. */
static uint16_t wait_of(const struct orb_totals *t, const struct orb_cat_spot *x)
{
    if ((x->flags & ORB_MEMBER_PLACE) != 0 ||
        (t->temporary && (x->flags & ORB_MEMBER_TEMPORARY_PLACE) != 0))
        return 0;
    if (x->wait_days == ORB_SPOT_UNKNOWN)
        return 1;
    return (int64_t)x->wait_days + ((x->flags & ORB_MEMBER_PART_DAY) != 0) <=
                   t->m->person->urgency_days
               ? 0
               : 2;
}

void orb_totals_stands(struct orb_totals *t, uint32_t first, uint32_t count,
                       uint16_t out[ORB_RUN])
{
    const struct orb_catalogue *c = t->m->c;

    if (t->facts.ways->on_site && t->bands.travels)
        find_bands(t, first, count, out);
    else
        for (uint32_t i = 0; i < count; i++)
            out[i] = ORB_BAND_UNKNOWN;
    for (uint32_t i = 0; t->zoned && i < count; i++) {
        uint32_t zone = c->member_zones[first + i];
        uint32_t state = orb_zone_state(t->m, zone);

        t->zone_of[state] = zone;
        out[i] = (uint16_t)(out[i] + state * ORB_BANDS);
    }
    for (uint32_t i = 0; i < count; i++)
        out[i] = (uint16_t)(out[i] * WAITS);
    for (uint32_t i = 0; t->deadline && i < count; i++)
        out[i] = (uint16_t)(out[i] + wait_of(t, &c->spots[first + i]));
}
