/* Checks the bytes of an image and every reference once, so that readers need no check. */
#include <string.h>

#include "engine/base/hash.h"
#include "engine/catalogue/catalogue.h"
#include "engine/catalogue/image.h"
#include "engine/model/organization.h"
#include "engine/model/profile.h"
#include "engine/model/relation.h"
#include "engine/model/site.h"
#include "engine/model/terms.h"
#include "engine/model/territory.h"

void orb_image_sum_init(struct orb_image_sum *sum)
{
    *sum = (struct orb_image_sum){ { 1, 2, 3, 4 } };
}

void orb_image_sum_add(struct orb_image_sum *sum, const void *bytes, size_t len)
{
    const unsigned char *p = bytes;
    struct orb_image_sum s = *sum;

    for (size_t i = 0; i + ORB_IMAGE_STEP <= len; i += ORB_IMAGE_STEP)
        for (int k = 0; k < 4; k++) {
            uint64_t word;

            memcpy(&word, p + i + 8 * k, 8);
            s.lanes[k] = (s.lanes[k] ^ word) * UINT64_C(0x9fb21c651e98df25);
            s.lanes[k] ^= s.lanes[k] >> 35;
        }
    *sum = s;
}

uint64_t orb_image_sum_end(struct orb_image_sum *sum, const void *bytes, size_t len)
{
    size_t whole = len / ORB_IMAGE_STEP * ORB_IMAGE_STEP;
    uint64_t all[5];

    orb_image_sum_add(sum, bytes, whole);
    memcpy(all, sum->lanes, sizeof sum->lanes);
    all[4] = orb_hash((const unsigned char *)bytes + whole, len - whole);
    return orb_hash(all, sizeof all);
}

uint64_t orb_image_checksum(const void *bytes, size_t len)
{
    struct orb_image_sum sum;

    orb_image_sum_init(&sum);
    return orb_image_sum_end(&sum, bytes, len);
}

uint64_t orb_image_head(const struct orb_image_header *header)
{
    struct orb_image_header h = *header;

    h.head = 0;
    return orb_hash(&h, sizeof h);
}

struct checker {
    const struct orb_catalogue *c;
    const struct orb_image_header *h;
    bool ok;
};

static void is_text(struct checker *k, orb_cat_text text)
{
    k->ok = k->ok && text < k->h->sections[ORB_SECTION_STRINGS].count;
}

static void is_below(struct checker *k, uint32_t value, uint64_t count)
{
    k->ok = k->ok && value < count;
}

static void is_code(struct checker *k, orb_cat_code code)
{
    k->ok = k->ok && (code == ORB_CAT_NONE || code < k->c->code_count);
}

static void is_run(struct checker *k, uint32_t first, uint32_t count,
                   enum orb_section section)
{
    uint64_t all = k->h->sections[section].count;

    k->ok = k->ok && first <= all && count <= all - first;
}

static void check_tables(struct checker *k)
{
    const struct orb_catalogue *c = k->c;
    const struct orb_image_section *s = k->h->sections;

    for (uint64_t i = 0; i < s[ORB_SECTION_CODE_NAMES].count; i++)
        is_text(k, c->code_names[i]);
    for (uint64_t i = 0; i < s[ORB_SECTION_CODES].count; i++)
        is_below(k, c->codes[i], c->code_count);
    for (uint64_t i = 0; i < s[ORB_SECTION_MODALITIES].count; i++) {
        is_below(k, c->modalities[i].code, c->code_count);
        is_below(k, c->modalities[i].certainty, 3);
    }
    for (uint64_t i = 0; i < s[ORB_SECTION_PRESTATIONS].count; i++) {
        is_below(k, c->prestations[i].code, c->code_count);
        is_below(k, c->prestations[i].evidence, 2);
    }
    for (uint64_t i = 0; i < s[ORB_SECTION_FEATURES].count; i++) {
        is_below(k, c->features[i].name, c->code_count);
        is_below(k, c->features[i].level, 4);
    }
    k->ok = k->ok && c->feature_list_count > 0 && c->feature_lists[0].count == 0;
    for (uint32_t i = 0; k->ok && i < c->feature_list_count; i++)
        is_run(k, c->feature_lists[i].first, c->feature_lists[i].count,
               ORB_SECTION_FEATURES);
    for (uint64_t i = 0; i < s[ORB_SECTION_RELATIONS].count; i++) {
        is_text(k, c->relations[i].operator_id);
        is_text(k, c->relations[i].evidence);
        is_below(k, c->relations[i].type, ORB_RELATION_ROLE);
    }
    for (uint32_t i = 0; i < c->source_count; i++) {
        is_text(k, c->sources[i].id);
        is_text(k, c->sources[i].name);
        is_text(k, c->sources[i].licence);
        is_text(k, c->sources[i].attribution);
        is_text(k, c->sources[i].edition);
        is_below(k, c->sources[i].lends, 2);
    }
    for (uint32_t i = 0; i < c->organization_count; i++) {
        is_text(k, c->organizations[i].id);
        is_text(k, c->organizations[i].name);
        is_text(k, c->organizations[i].finess_ej);
        is_run(k, c->organizations[i].relations.first, c->organizations[i].relations.count,
               ORB_SECTION_RELATIONS);
    }
}

static void check_terms(struct checker *k)
{
    const struct orb_catalogue *c = k->c;

    for (uint32_t i = 0; i < c->terms_count; i++) {
        const struct orb_cat_terms *t = &c->terms[i];
        const struct orb_cat_codes *lists[] = { &t->publics,     &t->orientations,
                                                &t->engagements, &t->professions,
                                                &t->families,    &t->themes,
                                                &t->languages };

        is_code(k, t->category);
        for (size_t j = 0; j < sizeof lists / sizeof lists[0]; j++)
            is_run(k, lists[j]->first, lists[j]->count, ORB_SECTION_CODES);
        is_run(k, t->modalities.first, t->modalities.count, ORB_SECTION_MODALITIES);
        is_run(k, t->prestations.first, t->prestations.count, ORB_SECTION_PRESTATIONS);
        is_run(k, t->features.first, t->features.count, ORB_SECTION_FEATURES);
        is_below(k, t->excludes_associated, 3);
        is_below(k, t->droit_commun, 3);
        is_below(k, t->accepts_new, 3);
        is_below(k, t->parts.care, c->care_count);
        is_below(k, t->parts.entry, c->entry_count);
        is_below(k, t->parts.ways, c->ways_count);
    }
    for (uint32_t i = 0; i < c->care_count; i++)
        is_below(k, c->care_terms[i], c->terms_count);
    for (uint32_t i = 0; i < c->entry_count; i++)
        is_below(k, c->entry_terms[i], c->terms_count);
    for (uint32_t i = 0; i < c->ways_count; i++)
        is_below(k, c->ways_terms[i], c->terms_count);
}

static void check_communes(struct checker *k)
{
    const struct orb_catalogue *c = k->c;

    for (uint32_t i = 0; i < c->commune_count; i++) {
        const struct orb_cat_commune *m = &c->communes[i];

        is_text(k, m->code);
        is_text(k, m->name);
        is_text(k, m->department);
        is_text(k, m->epci);
        is_text(k, m->life_area);
        is_text(k, m->canton);
        is_text(k, m->region);
        is_run(k, m->ages.first, m->ages.count, ORB_SECTION_AGES);
        is_code(k, m->code_number);
        is_code(k, m->department_number);
        is_code(k, m->successor_number);
        is_below(k, m->density, 5);
    }
    for (uint32_t i = 0; i < c->area_count; i++) {
        is_below(k, c->areas[i].kind, ORB_TERRITORY_KINDS);
        is_text(k, c->areas[i].code);
        is_text(k, c->areas[i].name);
        is_text(k, c->areas[i].region);
    }
}

/* Where runs of a list start: never backwards, never beyond the list. */
static void is_ascending(struct checker *k, const uint32_t *first, uint64_t count,
                         uint64_t max)
{
    for (uint64_t i = 0; k->ok && i < count; i++)
        k->ok = first[i] <= max && (i == 0 || first[i] >= first[i - 1]);
}

/* Runs of a list by number: a section that says where each starts, one that holds the
 * list. */
struct runs {
    enum orb_section starts, values;
    uint64_t count;
    uint32_t bound; /* of the values */
};

static void check_runs(struct checker *k, const uint32_t *first, const uint32_t *list,
                       const struct runs *r)
{
    uint64_t all = k->h->sections[r->values].count;

    k->ok = k->ok && k->h->sections[r->starts].count == r->count;
    is_ascending(k, first, k->ok ? r->count : 0, all);
    for (uint64_t i = 0; k->ok && i < all; i++)
        is_below(k, list[i], r->bound);
}

static void check_places(struct checker *k)
{
    const struct orb_catalogue *c = k->c;
    const struct orb_cat_grid *g = &c->info->grid;
    const struct orb_image_section *s = k->h->sections;
    uint64_t cells = (uint64_t)g->columns * g->rows;

    for (uint32_t i = 0; i < c->zone_count; i++) {
        is_run(k, c->zones[i].communes.first, c->zones[i].communes.count,
               ORB_SECTION_CODES);
        is_run(k, c->zones[i].departments.first, c->zones[i].departments.count,
               ORB_SECTION_CODES);
    }
    check_runs(k, c->code_zones_first, c->code_zones,
               &(struct runs){ ORB_SECTION_CODE_ZONES_FIRST, ORB_SECTION_CODE_ZONES,
                               (uint64_t)c->code_count + 2, c->zone_count });
    check_runs(k, c->zone_members_first, c->zone_members,
               &(struct runs){ ORB_SECTION_ZONE_MEMBERS_FIRST, ORB_SECTION_ZONE_MEMBERS,
                               (uint64_t)c->zone_count + 1, c->offer_count });
    check_runs(k, c->organization_members_first, c->organization_members,
               &(struct runs){ ORB_SECTION_ORGANIZATION_MEMBERS_FIRST,
                               ORB_SECTION_ORGANIZATION_MEMBERS,
                               (uint64_t)c->organization_count + 1, c->offer_count });
    k->ok = k->ok && s[ORB_SECTION_CELL_FIRST].count == cells + 1 &&
            g->located <= c->offer_count && (cells == 0 || g->step > 0);
    is_ascending(k, c->cell_first, cells + 1, c->offer_count);
}

/* Kinds share out the members between them, in their order; those of one care part stand
 * together. */
static void check_kinds(struct checker *k)
{
    const struct orb_catalogue *c = k->c;
    uint32_t next = 0;

    k->ok = k->ok &&
            k->h->sections[ORB_SECTION_CARE_KINDS].count == (uint64_t)c->care_count + 1 &&
            c->care_kinds[c->care_count] == c->kind_count;
    is_ascending(k, c->care_kinds, (uint64_t)c->care_count + 1, c->kind_count);
    for (uint32_t i = 0; k->ok && i < c->kind_count; i++) {
        const struct orb_cat_kind *kind = &c->kinds[i];

        is_below(k, kind->parts.care, c->care_count);
        is_below(k, kind->parts.entry, c->entry_count);
        is_below(k, kind->parts.ways, c->ways_count);
        k->ok = k->ok && kind->pair < c->pair_count && kind->members.first == next &&
                kind->members.count <= c->offer_count - next &&
                i >= c->care_kinds[kind->parts.care] &&
                i < c->care_kinds[kind->parts.care + 1];
        next += kind->members.count;
    }
    k->ok = k->ok && next == c->offer_count;
}

/* That a member repeats what its offer says is left to the checksum. */
static void check_members(struct checker *k)
{
    const struct orb_catalogue *c = k->c;

    for (uint32_t i = 0; k->ok && i < c->offer_count; i++) {
        const struct orb_cat_member *m = &c->members[i];

        is_below(k, m->offer, c->offer_count);
        is_below(k, m->kind, c->kind_count);
        is_below(k, m->terms, c->terms_count);
        is_below(k, m->id_rank, c->offer_count);
        is_below(k, m->density, 5);
        is_below(k, m->precision, ORB_PRECISION_MUNICIPALITY + 1);
        k->ok = k->ok && (m->zone == ORB_CAT_NONE || m->zone < c->zone_count);
        is_below(k, c->offer_kinds[i], c->kind_count);
        is_below(k, c->offer_members[i], c->offer_count);
    }
}

/* What stands beside the members, in their order. */
static void check_spots(struct checker *k)
{
    const struct orb_catalogue *c = k->c;

    for (uint32_t i = 0; k->ok && i < c->offer_count; i++) {
        is_below(k, c->spots[i].density, 5);
        is_below(k, c->member_features[i], c->feature_list_count);
        k->ok = k->ok && c->spots[i].flags == c->members[i].flags &&
                c->member_zones[i] == c->members[i].zone;
    }
    for (uint32_t i = 0; k->ok && i < c->dated_count; i++) {
        const struct orb_cat_dated *d = &c->dated[i];

        k->ok = d->member < c->offer_count && (i == 0 || d->member > d[-1].member);
        is_run(k, d->closures.first, d->closures.count, ORB_SECTION_CLOSURES);
    }
    for (uint32_t i = 0; k->ok && i < c->related_count; i++) {
        const struct orb_cat_related *r = &c->related[i];

        k->ok = r->member < c->offer_count && r->zone == c->member_zones[r->member];
        is_below(k, r->care, c->care_count);
        is_below(k, r->ways, c->ways_count);
    }
}

static void check_offer(struct checker *k, const struct orb_cat_offer *o)
{
    const struct orb_catalogue *c = k->c;
    const orb_cat_text texts[] = { o->id,      o->name,         o->service,
                                   o->address, o->phone,        o->email,
                                   o->url,     o->commune_code, o->funding_department };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        is_text(k, texts[i]);
    is_below(k, o->terms, c->terms_count);
    is_below(k, o->canonical, c->offer_count);
    is_below(k, o->id_rank, c->offer_count);
    is_below(k, o->precision, ORB_PRECISION_MUNICIPALITY + 1);
    is_below(k, o->density, 5);
    is_below(k, o->position, ORB_POSITION_DOUBTFUL + 1);
    is_code(k, o->dispositif);
    k->ok = k->ok &&
            (o->organization == ORB_CAT_NONE || o->organization < c->organization_count) &&
            (o->commune == ORB_CAT_NONE || o->commune < c->commune_count) &&
            (o->zone == ORB_CAT_NONE || o->zone < c->zone_count) &&
            (o->source == ORB_CAT_NONE || o->source < c->source_count);
    is_run(k, o->relations.first, o->relations.count, ORB_SECTION_RELATIONS);
    is_run(k, o->closures.first, o->closures.count, ORB_SECTION_CLOSURES);
}

static void check_detail(struct checker *k, const struct orb_cat_detail *d)
{
    is_text(k, d->description);
    is_text(k, d->schedule);
    is_text(k, d->how);
    is_text(k, d->checked_by);
    is_text(k, d->siret);
    is_text(k, d->finess);
    is_text(k, d->postcode);
    is_text(k, d->site);
    is_below(k, d->age_strength, ORB_STRENGTH_UNCONDITIONAL + 1);
    is_below(k, d->public_strength, ORB_STRENGTH_UNCONDITIONAL + 1);
}

static bool check_references(const struct orb_catalogue *c,
                             const struct orb_image_header *h)
{
    struct checker k = { c, h, true };

    is_text(&k, c->info->id);
    is_text(&k, c->info->attribution);
    is_text(&k, c->info->operator_organization);
    is_text(&k, c->info->operator_finess_ej);
    is_run(&k, c->info->operator_dispositifs.first, c->info->operator_dispositifs.count,
           ORB_SECTION_CODES);
    check_tables(&k);
    check_terms(&k);
    check_communes(&k);
    check_places(&k);
    check_kinds(&k);
    for (uint32_t i = 0; k.ok && i < c->offer_count; i++) {
        check_offer(&k, &c->offers[i]);
        check_detail(&k, &c->details[i]);
        is_below(&k, c->by_id[i], c->offer_count);
        is_below(&k, c->offers[i].member, c->offer_count);
    }
    check_members(&k);
    check_spots(&k);
    return k.ok;
}

enum orb_status orb_catalogue_check(const struct orb_catalogue *catalogue,
                                    struct orb_error *err)
{
    const struct orb_image_header *h = catalogue->image;
    const unsigned char *body = (const unsigned char *)catalogue->image + sizeof *h;

    if (orb_image_checksum(body, catalogue->image_len - sizeof *h) != h->checksum ||
        !check_references(catalogue, h))
        return orb_image_corrupt(err);
    return ORB_OK;
}
