/* Writes the members of the image: what a search reads of each offer, kind by kind. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/catalogue/draft_write.h"
#include "engine/geo/frame.h"

/* An offer with the place it takes: its parts, whether it has a zone, its promise, its row.
 */
struct kept {
    struct orb_cat_parts parts;
    uint32_t zoned;
    uint32_t promise; /* the lower, the sooner it may take somebody */
    uint32_t id_rank;
    uint32_t offer;
};

static int compare(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_kinds(const struct kept *a, const struct kept *b)
{
    if (a->parts.care != b->parts.care)
        return compare(a->parts.care, b->parts.care);
    if (a->parts.entry != b->parts.entry)
        return compare(a->parts.entry, b->parts.entry);
    if (a->parts.ways != b->parts.ways)
        return compare(a->parts.ways, b->parts.ways);
    return compare(a->zoned, b->zoned);
}

static int by_kind(const void *a, const void *b)
{
    const struct kept *x = a;
    const struct kept *y = b;
    int order = compare_kinds(x, y);

    if (order == 0)
        order = compare(x->promise, y->promise);
    return order != 0 ? order : compare(x->id_rank, y->id_rank);
}

/* A place available, then whole days of waiting, then nobody knows. */
static uint32_t promise_of(const struct orb_cat_offer *o)
{
    if (o->places_available >= 1 || o->temporary_places >= 1)
        return 0;
    if (isnan(o->wait_days))
        return UINT32_MAX;
    return 1 + (uint32_t)fmin(fmax(0, o->wait_days), 1e6);
}

static bool is_related(const struct draft_writer *w, const struct orb_cat_offer *o)
{
    return o->relations.count > 0 || o->dispositif != ORB_CAT_NONE ||
           (o->organization != ORB_CAT_NONE &&
            w->organization_relations[o->organization].count > 0);
}

static uint8_t flags_of(const struct draft_writer *w, const struct orb_cat_offer *o,
                        uint32_t offer)
{
    return (uint8_t)((o->canonical != offer ? ORB_MEMBER_DUPLICATE : 0) |
                     (o->closures.count > 0 ? ORB_MEMBER_CLOSURES : 0) |
                     (is_related(w, o) ? ORB_MEMBER_RELATED : 0) |
                     (o->places_available >= 1 ? ORB_MEMBER_PLACE : 0) |
                     (o->temporary_places >= 1 ? ORB_MEMBER_TEMPORARY_PLACE : 0));
}

static void put_member(const struct draft_writer *w, struct orb_cat_member *row,
                       uint32_t offer, uint32_t kind)
{
    const struct orb_cat_offer *o = &w->offer_rows[offer];
    struct orb_ecef e = orb_ecef_make(o->lon, o->lat);

    row->x = e.x;
    row->y = e.y;
    row->z = e.z;
    row->wait_days = o->wait_days;
    row->offer = offer;
    row->kind = kind;
    row->zone = o->zone;
    row->terms = o->terms;
    row->id_rank = o->id_rank;
    row->opened_on = o->opened_on;
    row->closed_on = o->closed_on;
    row->density = o->density;
    row->precision = o->precision;
    row->flags = flags_of(w, o, offer);
}

static void write_care_kinds(struct draft_writer *w, const struct orb_cat_kind *kinds,
                             uint32_t count)
{
    size_t cares = w->header.sections[ORB_SECTION_CARE_TERMS].count;
    uint32_t *first = orb_draft_array(w, cares + 1, sizeof *first);
    uint32_t at = 0;

    if (first == NULL)
        return;
    for (size_t care = 0; care <= cares; care++) {
        while (at < count && kinds[at].parts.care < care)
            at++;
        first[care] = at;
    }
    orb_draft_section(w, ORB_SECTION_CARE_KINDS, first, cares + 1, sizeof *first);
}

/* ---- zones */

/* Runs of a list by number, from pairs (number, value): counted, then laid out in the order
 * they come. */
struct runs {
    uint32_t *first; /* count + 2: the runs are shifted by one while they are filled */
    uint32_t *list;
    size_t count;
};

static bool start_runs(struct draft_writer *w, struct runs *r, size_t count)
{
    r->count = count;
    r->first = orb_draft_array(w, count + 2, sizeof *r->first);
    return r->first != NULL;
}

static bool lay_runs(struct draft_writer *w, struct runs *r)
{
    for (size_t i = 2; i < r->count + 2; i++)
        r->first[i] += r->first[i - 1];
    r->list = orb_draft_array(w, r->first[r->count + 1], sizeof *r->list);
    return r->list != NULL;
}

static void write_runs(struct draft_writer *w, const struct runs *r, enum orb_section first,
                       enum orb_section list)
{
    orb_draft_section(w, first, r->first, r->count + 1, sizeof *r->first);
    orb_draft_section(w, list, r->list, r->first[r->count], sizeof *r->list);
}

/* Every code a zone lists, and for a national zone the number after the last code: counted,
 * or once laid out, filled. */
static void note_zone(struct runs *r, uint32_t number, uint32_t zone, bool fill)
{
    if (fill)
        r->list[r->first[number + 1]++] = zone;
    else
        r->first[number + 2]++;
}

static void note_codes(const struct draft_writer *w, struct runs *r, uint32_t zone,
                       const struct orb_cat_codes *codes, bool fill)
{
    for (uint32_t i = 0; i < codes->count; i++)
        note_zone(r, w->pool.items[codes->first + i], zone, fill);
}

static void note_zones(struct draft_writer *w, struct runs *r, bool fill)
{
    for (uint32_t z = 0; z < w->b->zones.count; z++) {
        const struct orb_cat_zone *zone = &w->zone_rows[z];

        if (zone->national != 0)
            note_zone(r, (uint32_t)r->count - 1, z, fill);
        note_codes(w, r, z, &zone->communes, fill);
        note_codes(w, r, z, &zone->departments, fill);
    }
}

static bool write_code_zones(struct draft_writer *w)
{
    struct runs r;

    if (!start_runs(w, &r, w->codes.count + 1))
        return false;
    note_zones(w, &r, false);
    if (!lay_runs(w, &r))
        return false;
    note_zones(w, &r, true);
    write_runs(w, &r, ORB_SECTION_CODE_ZONES_FIRST, ORB_SECTION_CODE_ZONES);
    return true;
}

static bool write_zone_members(struct draft_writer *w, const struct orb_cat_member *members,
                               uint32_t count)
{
    struct runs r;

    if (!start_runs(w, &r, w->b->zones.count))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (members[i].zone != ORB_CAT_NONE)
            r.first[members[i].zone + 2]++;
    if (!lay_runs(w, &r))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (members[i].zone != ORB_CAT_NONE)
            r.list[r.first[members[i].zone + 1]++] = i;
    write_runs(w, &r, ORB_SECTION_ZONE_MEMBERS_FIRST, ORB_SECTION_ZONE_MEMBERS);
    return true;
}

/* ---- members and kinds */

struct columns {
    struct orb_cat_member *members;
    struct orb_cat_kind *kinds;
    uint32_t *offer_kinds, *offer_members;
    uint32_t kind_count;
};

static bool same_pair(const struct orb_cat_parts *a, const struct orb_cat_parts *b)
{
    return a->care == b->care && a->entry == b->entry;
}

static void fill_columns(struct draft_writer *w, const struct kept *kept, uint32_t count,
                         struct columns *c)
{
    uint32_t pair = 0;

    for (uint32_t i = 0; i < count; i++) {
        struct orb_cat_kind *kind;

        if (i == 0 || compare_kinds(&kept[i], &kept[i - 1]) != 0) {
            pair += i > 0 && !same_pair(&kept[i].parts, &kept[i - 1].parts);
            kind = &c->kinds[c->kind_count++];
            kind->parts = kept[i].parts;
            kind->pair = pair;
            kind->zoned = kept[i].zoned;
            kind->members.first = i;
        }
        kind = &c->kinds[c->kind_count - 1];
        kind->members.count++;
        put_member(w, &c->members[i], kept[i].offer, c->kind_count - 1);
        w->offer_rows[kept[i].offer].member = i;
        c->offer_members[kept[i].offer] = i;
        c->offer_kinds[kept[i].offer] = c->kind_count - 1;
    }
}

enum orb_status orb_draft_write_members(struct draft_writer *w)
{
    uint32_t count = (uint32_t)w->b->offers.count;
    struct kept *kept = orb_draft_array(w, count, sizeof *kept);
    struct columns c = { .members = orb_draft_array(w, count, sizeof *c.members),
                         .kinds = orb_draft_array(w, count, sizeof *c.kinds),
                         .offer_kinds = orb_draft_array(w, count, sizeof *c.offer_kinds),
                         .offer_members =
                             orb_draft_array(w, count, sizeof *c.offer_members) };

    if (kept == NULL || c.members == NULL || c.kinds == NULL || c.offer_kinds == NULL ||
        c.offer_members == NULL)
        return ORB_ERR_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        kept[i].parts = w->terms_rows[w->offer_rows[i].terms].parts;
        kept[i].zoned = w->offer_rows[i].zone != ORB_CAT_NONE;
        kept[i].promise = promise_of(&w->offer_rows[i]);
        kept[i].id_rank = w->offer_rows[i].id_rank;
        kept[i].offer = i;
    }
    qsort(kept, count, sizeof *kept, by_kind);
    fill_columns(w, kept, count, &c);
    orb_draft_section(w, ORB_SECTION_MEMBERS, c.members, count, sizeof *c.members);
    orb_draft_section(w, ORB_SECTION_KINDS, c.kinds, c.kind_count, sizeof *c.kinds);
    orb_draft_section(w, ORB_SECTION_OFFER_KINDS, c.offer_kinds, count,
                      sizeof *c.offer_kinds);
    orb_draft_section(w, ORB_SECTION_OFFER_MEMBERS, c.offer_members, count,
                      sizeof *c.offer_members);
    write_care_kinds(w, c.kinds, c.kind_count);
    return write_code_zones(w) && write_zone_members(w, c.members, count) &&
                   (w->err == NULL || w->err->status == ORB_OK)
               ? ORB_OK
               : ORB_ERR_MEMORY;
}
