/* Writes the members of the image: what a search reads of each offer, kind by kind. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/catalogue/draft_write.h"
#include "engine/geo/frame.h"

/* What members are sorted by first: the kind of an offer. */
struct kind_key {
    struct orb_cat_parts parts;
    uint32_t terms; /* a row that has them */
};

static int compare(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_parts(const struct orb_cat_parts *a, const struct orb_cat_parts *b)
{
    if (a->care != b->care)
        return compare(a->care, b->care);
    if (a->entry != b->entry)
        return compare(a->entry, b->entry);
    return compare(a->ways, b->ways);
}

static int by_parts(const void *a, const void *b)
{
    const struct kind_key *x = a;
    const struct kind_key *y = b;

    return compare_parts(&x->parts, &y->parts);
}

/* A place available, then whole days of waiting, then nobody knows. */
static uint32_t promise_of(const struct draft_offer *o)
{
    if (o->places >= 1 || o->temporary >= 1)
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
                        uint32_t offer, orb_date as_of)
{
    return (uint8_t)((orb_draft_is_dated(o, offer, as_of) ? ORB_MEMBER_DATED : 0) |
                     (o->canonical != offer ? ORB_MEMBER_DUPLICATE : 0) |
                     (o->closures.count > 0 ? ORB_MEMBER_CLOSURES : 0) |
                     (is_related(w, o) ? ORB_MEMBER_RELATED : 0) |
                     (o->places_available >= 1 ? ORB_MEMBER_PLACE : 0) |
                     (o->temporary_places >= 1 ? ORB_MEMBER_TEMPORARY_PLACE : 0) |
                     (o->wait_days > floor(o->wait_days) ? ORB_MEMBER_PART_DAY : 0));
}

static void put_member(const struct draft_writer *w, struct orb_cat_member *row,
                       const struct orb_cat_offer *o, uint32_t offer, orb_date as_of)
{
    struct orb_ecef e;

    e = orb_ecef_make(o->lon, o->lat);
    memset(row, 0, sizeof *row);
    row->x = e.x;
    row->y = e.y;
    row->z = e.z;
    row->wait_days = o->wait_days;
    row->offer = offer;
    row->zone = o->zone;
    row->terms = o->terms;
    row->id_rank = o->id_rank;
    row->opened_on = o->opened_on;
    row->closed_on = o->closed_on;
    row->density = o->density;
    row->precision = o->precision;
    row->flags = flags_of(w, o, offer, as_of);
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

static bool write_zone_members(struct draft_writer *w, const uint32_t *drafts)
{
    const struct draft_offer *offers = w->b->offers.items;
    uint32_t count = (uint32_t)w->b->offers.count;
    struct runs r;

    if (!start_runs(w, &r, w->b->zones.count))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (offers[i].zone != ORB_CAT_NONE)
            r.first[w->zone_row[offers[i].zone] + 2]++;
    if (!lay_runs(w, &r))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (offers[drafts[i]].zone != ORB_CAT_NONE)
            r.list[r.first[w->zone_row[offers[drafts[i]].zone] + 1]++] = i;
    write_runs(w, &r, ORB_SECTION_ZONE_MEMBERS_FIRST, ORB_SECTION_ZONE_MEMBERS);
    return true;
}

/* ---- members and kinds */

struct columns {
    uint32_t *drafts;            /* by member */
    struct orb_cat_parts *parts; /* by number of a triple of parts */
    uint32_t *offer_kinds, *offer_members;
    DRAFT_LIST(struct orb_cat_kind) kinds;
};

/* Number the triples of parts in their order; the number of each terms goes to triples, the
 * parts of each number to c->parts. */
static bool number_triples(struct draft_writer *w, struct columns *c, uint32_t *triples)
{
    size_t count = w->b->terms.count;
    struct kind_key *keys = orb_draft_array(w, count, sizeof *keys);
    uint32_t number = 0;

    c->parts = orb_draft_array(w, count, sizeof *c->parts);
    if (keys == NULL || triples == NULL || c->parts == NULL)
        return false;
    for (uint32_t i = 0; i < count; i++)
        keys[i] = (struct kind_key){ w->terms_rows[i].parts, i };
    qsort(keys, count, sizeof *keys, by_parts);
    for (size_t i = 0; i < count; i++) {
        number += i > 0 && compare_parts(&keys[i].parts, &keys[i - 1].parts) != 0;
        triples[keys[i].terms] = number;
        c->parts[number] = keys[i].parts;
    }
    return true;
}

/* Sort the offers by kind, then by promise, then by id; the kinds are left in w->keys:
 * twice the number of the triple, plus one with a zone. */
static bool sort_members(struct draft_writer *w, struct columns *c)
{
    const struct draft_offer *offers = w->b->offers.items;
    size_t count = w->b->offers.count;
    uint32_t *triples = orb_draft_array(w, w->b->terms.count, sizeof *triples);

    if (!number_triples(w, c, triples))
        return false;
    memcpy(c->drafts, w->by_rank, count * sizeof *c->drafts);
    for (size_t i = 0; i < count; i++)
        w->keys[i] = promise_of(&offers[i]);
    orb_draft_order(w, c->drafts, UINT32_MAX);
    for (size_t i = 0; i < count; i++)
        w->keys[i] =
            2 * triples[w->terms_row[offers[i].terms]] + (offers[i].zone != ORB_CAT_NONE);
    orb_draft_order(w, c->drafts, UINT32_MAX);
    return true;
}

static bool same_pair(const struct orb_cat_parts *a, const struct orb_cat_parts *b)
{
    return a->care == b->care && a->entry == b->entry;
}

static bool add_kind(const struct draft_writer *w, struct columns *c, uint32_t member)
{
    const struct orb_cat_kind *before;
    struct orb_cat_kind *kind = DRAFT_ADD(c->kinds);
    uint32_t key = w->keys[c->drafts[member]];

    if (kind == NULL)
        return false;
    before = c->kinds.count > 1 ? kind - 1 : NULL;
    kind->parts = c->parts[key / 2];
    kind->zoned = key % 2;
    kind->members.first = member;
    if (before != NULL)
        kind->pair = before->pair + !same_pair(&before->parts, &kind->parts);
    return true;
}

static bool number_members(struct draft_writer *w, struct columns *c)
{
    for (uint32_t i = 0; i < w->b->offers.count; i++) {
        uint32_t draft = c->drafts[i];
        uint32_t row = w->offer_row[draft];

        if ((i == 0 || w->keys[draft] != w->keys[c->drafts[i - 1]]) && !add_kind(w, c, i))
            return false;
        c->kinds.items[c->kinds.count - 1].members.count++;
        c->offer_members[row] = i;
        c->offer_kinds[row] = (uint32_t)c->kinds.count - 1;
    }
    w->offer_members = c->offer_members;
    return true;
}

static bool write_rows(struct draft_writer *w, const struct columns *c)
{
    orb_date as_of = orb_draft_as_of(w);
    struct draft_spots spots = { 0 };
    struct orb_cat_member member;
    struct orb_cat_offer offer;
    bool ok = orb_draft_spots_begin(w, &spots);

    orb_draft_begin(w, ORB_SECTION_MEMBERS, sizeof member);
    for (uint32_t i = 0; ok && i < w->b->offers.count; i++) {
        uint32_t row = w->offer_row[c->drafts[i]];

        orb_draft_expect(w, c->drafts, i);
        orb_draft_offer(w, row, &offer, NULL);
        put_member(w, &member, &offer, row, as_of);
        member.kind = c->offer_kinds[row];
        orb_draft_rows(w, &member, 1);
        ok = orb_draft_spots_add(&spots, i, &member, &offer);
    }
    ok = ok && orb_draft_spots_write(w, &spots);
    orb_draft_spots_release(&spots);
    return ok;
}

static bool write_columns(struct draft_writer *w, const struct columns *c)
{
    uint32_t count = (uint32_t)w->b->offers.count;

    if (!write_rows(w, c))
        return false;
    orb_draft_section(w, ORB_SECTION_KINDS, c->kinds.items, c->kinds.count,
                      sizeof *c->kinds.items);
    orb_draft_section(w, ORB_SECTION_OFFER_KINDS, c->offer_kinds, count,
                      sizeof *c->offer_kinds);
    orb_draft_section(w, ORB_SECTION_OFFER_MEMBERS, c->offer_members, count,
                      sizeof *c->offer_members);
    write_care_kinds(w, c->kinds.items, (uint32_t)c->kinds.count);
    return write_code_zones(w) && write_zone_members(w, c->drafts);
}

enum orb_status orb_draft_write_members(struct draft_writer *w)
{
    uint32_t count = (uint32_t)w->b->offers.count;
    struct columns c = { .drafts = orb_draft_array(w, count, sizeof *c.drafts),
                         .offer_kinds = orb_draft_array(w, count, sizeof *c.offer_kinds),
                         .offer_members =
                             orb_draft_array(w, count, sizeof *c.offer_members) };
    bool ok = c.drafts != NULL && c.offer_kinds != NULL && c.offer_members != NULL &&
              sort_members(w, &c) && number_members(w, &c) && write_columns(w, &c);

    orb_free(c.kinds.items);
    return ok && (w->err == NULL || w->err->status == ORB_OK) ? ORB_OK
                                                              : orb_error_memory(w->err);
}
