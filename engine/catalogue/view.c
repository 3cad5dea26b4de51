/* Sees an image as columns, from its header alone. */
#include <string.h>

#include "engine/base/text.h"
#include "engine/catalogue/catalogue.h"
#include "engine/catalogue/image.h"

static const size_t sizes[ORB_SECTIONS] = {
    [ORB_SECTION_STRINGS] = 1,
    [ORB_SECTION_INFO] = sizeof(struct orb_cat_info),
    [ORB_SECTION_CODE_NAMES] = sizeof(orb_cat_text),
    [ORB_SECTION_CODES] = sizeof(orb_cat_code),
    [ORB_SECTION_COMMUNES] = sizeof(struct orb_cat_commune),
    [ORB_SECTION_AGES] = sizeof(struct orb_cat_age),
    [ORB_SECTION_AREAS] = sizeof(struct orb_cat_area),
    [ORB_SECTION_ORGANIZATIONS] = sizeof(struct orb_cat_organization),
    [ORB_SECTION_RELATIONS] = sizeof(struct orb_cat_relation),
    [ORB_SECTION_MODALITIES] = sizeof(struct orb_cat_modality),
    [ORB_SECTION_PRESTATIONS] = sizeof(struct orb_cat_prestation),
    [ORB_SECTION_FEATURES] = sizeof(struct orb_cat_feature),
    [ORB_SECTION_FEATURE_LISTS] = sizeof(struct orb_cat_span),
    [ORB_SECTION_TERMS] = sizeof(struct orb_cat_terms),
    [ORB_SECTION_ZONES] = sizeof(struct orb_cat_zone),
    [ORB_SECTION_CLOSURES] = sizeof(struct orb_cat_closure),
    [ORB_SECTION_SOURCES] = sizeof(struct orb_cat_source),
    [ORB_SECTION_OFFERS] = sizeof(struct orb_cat_offer),
    [ORB_SECTION_DETAILS] = sizeof(struct orb_cat_detail),
    [ORB_SECTION_MEMBERS] = sizeof(struct orb_cat_member),
    [ORB_SECTION_SPOTS] = sizeof(struct orb_cat_spot),
    [ORB_SECTION_MEMBER_ZONES] = sizeof(uint32_t),
    [ORB_SECTION_MEMBER_FEATURES] = sizeof(uint32_t),
    [ORB_SECTION_DATED] = sizeof(struct orb_cat_dated),
    [ORB_SECTION_RELATED] = sizeof(struct orb_cat_related),
    [ORB_SECTION_ORGANIZATION_MEMBERS_FIRST] = sizeof(uint32_t),
    [ORB_SECTION_ORGANIZATION_MEMBERS] = sizeof(uint32_t),
    [ORB_SECTION_KINDS] = sizeof(struct orb_cat_kind),
    [ORB_SECTION_CARE_KINDS] = sizeof(uint32_t),
    [ORB_SECTION_OFFER_KINDS] = sizeof(uint32_t),
    [ORB_SECTION_OFFER_MEMBERS] = sizeof(uint32_t),
    [ORB_SECTION_CODE_ZONES_FIRST] = sizeof(uint32_t),
    [ORB_SECTION_CODE_ZONES] = sizeof(uint32_t),
    [ORB_SECTION_ZONE_MEMBERS_FIRST] = sizeof(uint32_t),
    [ORB_SECTION_ZONE_MEMBERS] = sizeof(uint32_t),
    [ORB_SECTION_CARE_TERMS] = sizeof(uint32_t),
    [ORB_SECTION_ENTRY_TERMS] = sizeof(uint32_t),
    [ORB_SECTION_WAYS_TERMS] = sizeof(uint32_t),
    [ORB_SECTION_BY_ID] = sizeof(uint32_t),
    [ORB_SECTION_CELL_FIRST] = sizeof(uint32_t),
};

enum orb_status orb_image_corrupt(struct orb_error *err)
{
    return orb_error_set(
        err, ORB_ERR_CORRUPT,
        _("the catalogue is damaged; delete it and it will be made again"));
}

static enum orb_status check_header(const struct orb_image_header *h, size_t len,
                                    struct orb_error *err)
{
    if (len < sizeof *h || memcmp(h->magic, ORB_IMAGE_MAGIC, sizeof h->magic) != 0)
        return orb_error_set(err, ORB_ERR_UNSUPPORTED,
                             _("this file is not a catalogue of Orbite"));
    if (h->order != ORB_IMAGE_ORDER || h->version != ORB_IMAGE_VERSION ||
        h->section_count != ORB_SECTIONS)
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("this catalogue was made by another version of Orbite or on another kind of machine"));
    if (h->len != len)
        return orb_error_set(
            err, ORB_ERR_CORRUPT,
            _("the catalogue is truncated; delete it and it will be made again"));
    if (orb_image_head(h) != h->head)
        return orb_image_corrupt(err);
    for (int i = 0; i < ORB_SECTIONS; i++) {
        const struct orb_image_section *s = &h->sections[i];

        if (s->size != sizes[i] || s->offset % 64 != 0 || s->offset > len ||
            s->count > (len - s->offset) / sizes[i] || s->count >= UINT32_MAX)
            return orb_image_corrupt(err);
    }
    return ORB_OK;
}

static void count(struct orb_catalogue *c, const struct orb_image_header *h)
{
    c->care_count = (uint32_t)h->sections[ORB_SECTION_CARE_TERMS].count;
    c->entry_count = (uint32_t)h->sections[ORB_SECTION_ENTRY_TERMS].count;
    c->ways_count = (uint32_t)h->sections[ORB_SECTION_WAYS_TERMS].count;
    c->kind_count = (uint32_t)h->sections[ORB_SECTION_KINDS].count;
    c->pair_count = c->kind_count == 0 ? 0 : c->kinds[c->kind_count - 1].pair + 1;
    c->code_count = (uint32_t)h->sections[ORB_SECTION_CODE_NAMES].count;
    c->commune_count = (uint32_t)h->sections[ORB_SECTION_COMMUNES].count;
    c->area_count = (uint32_t)h->sections[ORB_SECTION_AREAS].count;
    c->organization_count = (uint32_t)h->sections[ORB_SECTION_ORGANIZATIONS].count;
    c->terms_count = (uint32_t)h->sections[ORB_SECTION_TERMS].count;
    c->feature_list_count = (uint32_t)h->sections[ORB_SECTION_FEATURE_LISTS].count;
    c->zone_count = (uint32_t)h->sections[ORB_SECTION_ZONES].count;
    c->source_count = (uint32_t)h->sections[ORB_SECTION_SOURCES].count;
    c->dated_count = (uint32_t)h->sections[ORB_SECTION_DATED].count;
    c->related_count = (uint32_t)h->sections[ORB_SECTION_RELATED].count;
    c->offer_count = (uint32_t)h->sections[ORB_SECTION_OFFERS].count;
}

/* The sections that go together have as many records. */
static bool is_shaped(const struct orb_catalogue *c, const struct orb_image_header *h)
{
    const struct orb_image_section *s = h->sections;

    return s[ORB_SECTION_STRINGS].count > 0 && c->strings[0] == '\0' &&
           c->strings[s[ORB_SECTION_STRINGS].count - 1] == '\0' &&
           s[ORB_SECTION_INFO].count == 1 &&
           s[ORB_SECTION_MEMBERS].count == c->offer_count &&
           s[ORB_SECTION_SPOTS].count == c->offer_count &&
           s[ORB_SECTION_MEMBER_ZONES].count == c->offer_count &&
           s[ORB_SECTION_MEMBER_FEATURES].count == c->offer_count &&
           s[ORB_SECTION_DETAILS].count == c->offer_count &&
           s[ORB_SECTION_OFFER_KINDS].count == c->offer_count &&
           s[ORB_SECTION_OFFER_MEMBERS].count == c->offer_count &&
           s[ORB_SECTION_BY_ID].count == c->offer_count;
}

/* Where the sections lie. */
static void point(struct orb_catalogue *c, const struct orb_image_header *h)
{
    const unsigned char *base = (const unsigned char *)h;

#define SEE(section) ((const void *)(base + h->sections[section].offset))
    c->strings = SEE(ORB_SECTION_STRINGS);
    c->info = SEE(ORB_SECTION_INFO);
    c->code_names = SEE(ORB_SECTION_CODE_NAMES);
    c->codes = SEE(ORB_SECTION_CODES);
    c->communes = SEE(ORB_SECTION_COMMUNES);
    c->ages = SEE(ORB_SECTION_AGES);
    c->areas = SEE(ORB_SECTION_AREAS);
    c->organizations = SEE(ORB_SECTION_ORGANIZATIONS);
    c->relations = SEE(ORB_SECTION_RELATIONS);
    c->modalities = SEE(ORB_SECTION_MODALITIES);
    c->prestations = SEE(ORB_SECTION_PRESTATIONS);
    c->features = SEE(ORB_SECTION_FEATURES);
    c->feature_lists = SEE(ORB_SECTION_FEATURE_LISTS);
    c->terms = SEE(ORB_SECTION_TERMS);
    c->zones = SEE(ORB_SECTION_ZONES);
    c->closures = SEE(ORB_SECTION_CLOSURES);
    c->sources = SEE(ORB_SECTION_SOURCES);
    c->offers = SEE(ORB_SECTION_OFFERS);
    c->details = SEE(ORB_SECTION_DETAILS);
    c->members = SEE(ORB_SECTION_MEMBERS);
    c->spots = SEE(ORB_SECTION_SPOTS);
    c->member_zones = SEE(ORB_SECTION_MEMBER_ZONES);
    c->member_features = SEE(ORB_SECTION_MEMBER_FEATURES);
    c->dated = SEE(ORB_SECTION_DATED);
    c->related = SEE(ORB_SECTION_RELATED);
    c->organization_members_first = SEE(ORB_SECTION_ORGANIZATION_MEMBERS_FIRST);
    c->organization_members = SEE(ORB_SECTION_ORGANIZATION_MEMBERS);
    c->kinds = SEE(ORB_SECTION_KINDS);
    c->care_kinds = SEE(ORB_SECTION_CARE_KINDS);
    c->offer_kinds = SEE(ORB_SECTION_OFFER_KINDS);
    c->offer_members = SEE(ORB_SECTION_OFFER_MEMBERS);
    c->code_zones_first = SEE(ORB_SECTION_CODE_ZONES_FIRST);
    c->code_zones = SEE(ORB_SECTION_CODE_ZONES);
    c->zone_members_first = SEE(ORB_SECTION_ZONE_MEMBERS_FIRST);
    c->zone_members = SEE(ORB_SECTION_ZONE_MEMBERS);
    c->care_terms = SEE(ORB_SECTION_CARE_TERMS);
    c->entry_terms = SEE(ORB_SECTION_ENTRY_TERMS);
    c->ways_terms = SEE(ORB_SECTION_WAYS_TERMS);
    c->by_id = SEE(ORB_SECTION_BY_ID);
    c->cell_first = SEE(ORB_SECTION_CELL_FIRST);
#undef SEE
}

enum orb_status orb_catalogue_see(struct orb_catalogue *out, const void *image, size_t len,
                                  struct orb_error *err)
{
    const struct orb_image_header *h = image;
    struct orb_catalogue c = { 0 };
    enum orb_status status = check_header(h, len, err);

    if (status != ORB_OK)
        return status;
    c.image = image;
    c.image_len = len;
    point(&c, h);
    count(&c, h);
    c.data_version = h->data_version;
    c.checksum = h->checksum;
    if (!is_shaped(&c, h))
        return orb_image_corrupt(err);
    *out = c;
    return ORB_OK;
}

enum orb_status orb_catalogue_view(struct orb_catalogue *out, const void *image, size_t len,
                                   struct orb_error *err)
{
    struct orb_catalogue c;
    enum orb_status status = orb_catalogue_see(&c, image, len, err);

    if (status == ORB_OK)
        status = orb_catalogue_check(&c, err);
    if (status == ORB_OK)
        *out = c;
    return status;
}
