/* Writes what tells the class of members from that of their kind, beside the members. */
#include <math.h>

#include "engine/base/alloc.h"
#include "engine/catalogue/draft_write.h"

orb_date orb_draft_as_of(const struct draft_writer *w)
{
    orb_date newest = ORB_DATE_NONE;

    for (size_t i = 0; i < w->b->sources.count; i++)
        if (w->b->sources.items[i].observed_on > newest)
            newest = w->b->sources.items[i].observed_on;
    return newest;
}

bool orb_draft_is_dated(const struct orb_cat_offer *o, uint32_t offer, orb_date as_of)
{
    return o->canonical != offer || o->closures.count > 0 ||
           o->closed_on != ORB_DATE_NONE ||
           (o->opened_on != ORB_DATE_NONE && o->opened_on > as_of);
}

bool orb_draft_spots_begin(struct draft_writer *w, struct draft_spots *s)
{
    size_t count = w->b->offers.count;

    s->rows = orb_draft_array(w, count, sizeof *s->rows);
    s->zones = orb_draft_array(w, count, sizeof *s->zones);
    s->features = orb_draft_array(w, count, sizeof *s->features);
    s->organizations = orb_draft_array(w, count, sizeof *s->organizations);
    s->terms = w->terms_rows;
    s->feature_list = w->feature_list;
    return s->rows != NULL && s->zones != NULL && s->features != NULL &&
           s->organizations != NULL;
}

static uint16_t wait_of(double days)
{
    if (isnan(days))
        return ORB_SPOT_UNKNOWN;
    return (uint16_t)fmin(floor(fmax(0, days)), ORB_SPOT_LONG);
}

bool orb_draft_spots_add(struct draft_spots *s, uint32_t member,
                         const struct orb_cat_member *x, const struct orb_cat_offer *o)
{
    const struct orb_cat_span *features = &s->terms[x->terms].features;

    s->rows[member] = (struct orb_cat_spot){ .x = (float)x->x,
                                             .y = (float)x->y,
                                             .z = (float)x->z,
                                             .wait_days = wait_of(x->wait_days),
                                             .density = x->density,
                                             .flags = x->flags };
    s->zones[member] = x->zone;
    s->features[member] = features->count == 0 ? 0 : s->feature_list[features->first];
    s->organizations[member] = o->organization;
    if ((x->flags & ORB_MEMBER_RELATED) != 0) {
        struct orb_cat_related *related = DRAFT_ADD(s->related);
        const struct orb_cat_parts *parts = &s->terms[x->terms].parts;

        if (related == NULL)
            return false;
        *related = (struct orb_cat_related){ .x = x->x,
                                             .y = x->y,
                                             .z = x->z,
                                             .member = member,
                                             .care = parts->care,
                                             .ways = parts->ways,
                                             .zone = x->zone };
    }
    if ((x->flags & ORB_MEMBER_DATED) != 0) {
        struct orb_cat_dated *dated = DRAFT_ADD(s->dated);

        if (dated == NULL)
            return false;
        *dated = (struct orb_cat_dated){ .member = member,
                                         .duplicate = o->canonical != x->offer,
                                         .opened_on = o->opened_on,
                                         .closed_on = o->closed_on,
                                         .closures = o->closures };
    }
    return true;
}

/* The members of each organization: counted, then laid out one after another. */
static bool write_organizations(struct draft_writer *w, const struct draft_spots *s)
{
    size_t organizations = w->organization_rows;
    size_t members = 0;
    uint32_t *first = orb_draft_array(w, organizations + 2, sizeof *first);
    uint32_t *list = orb_draft_array(w, w->b->offers.count, sizeof *list);

    if (first == NULL || list == NULL)
        return false;
    for (size_t i = 0; i < w->b->offers.count; i++)
        if (s->organizations[i] != ORB_CAT_NONE)
            first[s->organizations[i] + 2]++;
    for (size_t i = 2; i < organizations + 2; i++)
        first[i] += first[i - 1];
    for (uint32_t i = 0; i < w->b->offers.count; i++)
        if (s->organizations[i] != ORB_CAT_NONE) {
            list[first[s->organizations[i] + 1]++] = i;
            members++;
        }
    orb_draft_section(w, ORB_SECTION_ORGANIZATION_MEMBERS_FIRST, first, organizations + 1,
                      sizeof *first);
    orb_draft_section(w, ORB_SECTION_ORGANIZATION_MEMBERS, list, members, sizeof *list);
    return true;
}

bool orb_draft_spots_write(struct draft_writer *w, const struct draft_spots *s)
{
    size_t count = w->b->offers.count;

    orb_draft_section(w, ORB_SECTION_SPOTS, s->rows, count, sizeof *s->rows);
    orb_draft_section(w, ORB_SECTION_MEMBER_ZONES, s->zones, count, sizeof *s->zones);
    orb_draft_section(w, ORB_SECTION_MEMBER_FEATURES, s->features, count,
                      sizeof *s->features);
    orb_draft_section(w, ORB_SECTION_DATED, s->dated.items, s->dated.count,
                      sizeof *s->dated.items);
    orb_draft_section(w, ORB_SECTION_RELATED, s->related.items, s->related.count,
                      sizeof *s->related.items);
    return write_organizations(w, s);
}

void orb_draft_spots_release(struct draft_spots *s)
{
    orb_free(s->dated.items);
    orb_free(s->related.items);
}
