/*
 * A snapshot with some words changed and its checksums made right again: refused, or safe
 * to walk. The input is a list of changes: each a place (4 bytes) and a value (4 bytes).
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/catalogue/build.h"
#include "engine/catalogue/catalogue.h"
#include "engine/catalogue/image.h"
#include "importers/demo.h"

#define CHANGES_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void make_image(struct orb_buf *image)
{
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    struct orb_demo_options options = { .seed = 1,
                                        .offers = ORB_DEMO_MIN_OFFERS,
                                        .without_contours = true };
    struct orb_sink sink = orb_catalogue_builder_sink(builder);

    if (orb_demo_generate(&options, &sink, NULL) != ORB_OK ||
        orb_catalogue_builder_finish(builder, 0, image, NULL) != ORB_OK)
        abort();
    orb_catalogue_builder_free(builder);
}

static size_t text_len(const struct orb_catalogue *c, orb_cat_text text)
{
    return strlen(orb_cat_string(c, text));
}

/* Follow every reference once, so that a wrong one is seen. */
static size_t walk(const struct orb_catalogue *c)
{
    size_t seen = 0;

    for (uint32_t i = 0; i < c->offer_count; i++) {
        const struct orb_cat_offer *o = &c->offers[i];
        const struct orb_cat_terms *t = &c->terms[o->terms];

        seen += text_len(c, o->id) + text_len(c, o->name) + text_len(c, o->address) +
                text_len(c, o->phone);
        for (uint32_t k = 0; k < t->modalities.count; k++)
            seen +=
                strlen(orb_cat_code_name(c, c->modalities[t->modalities.first + k].code));
        for (uint32_t k = 0; k < t->prestations.count; k++)
            seen +=
                strlen(orb_cat_code_name(c, c->prestations[t->prestations.first + k].code));
        for (uint32_t k = 0; k < t->publics.count; k++)
            seen += strlen(orb_cat_code_name(c, c->codes[t->publics.first + k]));
        if (o->organization != ORB_CAT_NONE)
            seen += text_len(c, c->organizations[o->organization].id);
        if (o->commune != ORB_CAT_NONE)
            seen += text_len(c, c->communes[o->commune].code);
        if (o->zone != ORB_CAT_NONE)
            seen += c->zones[o->zone].communes.count;
        seen += c->offers[o->canonical].id_rank + c->by_id[i] + c->members[o->member].kind;
    }
    seen += orb_cat_offer_find(c, "D1") + orb_cat_commune_find(c, "T0001");
    return seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct orb_buf image;
    static volatile size_t seen;
    struct orb_catalogue catalogue;
    struct orb_error err = { 0 };
    struct orb_image_header header;
    char *copy;

    if (image.len == 0)
        make_image(&image);
    copy = aligned_alloc(64, (image.len + 63) / 64 * 64);
    if (copy == NULL)
        return 0;
    memcpy(copy, image.data, image.len);
    for (size_t i = 0; i + 8 <= size && i < CHANGES_MAX * 8; i += 8) {
        uint32_t place;

        memcpy(&place, data + i, 4);
        memcpy(copy + place % (image.len / 4) * 4, data + i + 4, 4);
    }
    memcpy(&header, copy, sizeof header);
    header.checksum = orb_image_checksum(copy + sizeof header, image.len - sizeof header);
    header.head = orb_image_head(&header);
    memcpy(copy, &header, sizeof header);
    if (orb_catalogue_view(&catalogue, copy, image.len, &err) == ORB_OK)
        seen = seen + walk(&catalogue);
    else if (err.text[0] == '\0')
        abort();
    free(copy);
    return 0;
}
