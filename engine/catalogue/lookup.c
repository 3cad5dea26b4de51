/* Finding in the columns by text: everything is sorted as bytes. */
#include <string.h>

#include "engine/catalogue/catalogue.h"

const char *orb_cat_string(const struct orb_catalogue *catalogue, orb_cat_text text)
{
    return catalogue->strings + text;
}

const char *orb_cat_known(const struct orb_catalogue *catalogue, orb_cat_text text)
{
    return text == 0 ? NULL : catalogue->strings + text;
}

const char *orb_cat_code_name(const struct orb_catalogue *catalogue, orb_cat_code code)
{
    return code == ORB_CAT_NONE ? "" : catalogue->strings + catalogue->code_names[code];
}

/* The text of entry i of a sorted table. */
typedef orb_cat_text (*text_at)(const struct orb_catalogue *catalogue, uint32_t i);

static uint32_t search(const struct orb_catalogue *catalogue, uint32_t count, text_at at,
                       const char *text)
{
    uint32_t low = 0;
    uint32_t high = count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(catalogue->strings + at(catalogue, middle), text);

        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return ORB_CAT_NONE;
}

static orb_cat_text code_at(const struct orb_catalogue *c, uint32_t i)
{
    return c->code_names[i];
}

static orb_cat_text offer_at(const struct orb_catalogue *c, uint32_t i)
{
    return c->offers[c->by_id[i]].id;
}

static orb_cat_text commune_at(const struct orb_catalogue *c, uint32_t i)
{
    return c->communes[i].code;
}

static orb_cat_text organization_at(const struct orb_catalogue *c, uint32_t i)
{
    return c->organizations[i].id;
}

orb_cat_code orb_cat_code_find(const struct orb_catalogue *catalogue, const char *text)
{
    return text == NULL ? ORB_CAT_NONE
                        : search(catalogue, catalogue->code_count, code_at, text);
}

uint32_t orb_cat_offer_find(const struct orb_catalogue *catalogue, const char *id)
{
    uint32_t rank = search(catalogue, catalogue->offer_count, offer_at, id);

    return rank == ORB_CAT_NONE ? ORB_CAT_NONE : catalogue->by_id[rank];
}

uint32_t orb_cat_commune_find(const struct orb_catalogue *catalogue, const char *code)
{
    return code == NULL ? ORB_CAT_NONE
                        : search(catalogue, catalogue->commune_count, commune_at, code);
}

uint32_t orb_cat_organization_find(const struct orb_catalogue *catalogue, const char *id)
{
    return id == NULL
               ? ORB_CAT_NONE
               : search(catalogue, catalogue->organization_count, organization_at, id);
}

uint32_t orb_cat_area_find(const struct orb_catalogue *catalogue, uint32_t kind,
                           const char *code)
{
    uint32_t low = 0;
    uint32_t high = code == NULL ? 0 : catalogue->area_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct orb_cat_area *area = &catalogue->areas[middle];
        int order = area->kind != kind ? (area->kind < kind ? -1 : 1)
                                       : strcmp(catalogue->strings + area->code, code);

        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return ORB_CAT_NONE;
}

bool orb_cat_codes_have(const struct orb_catalogue *catalogue,
                        const struct orb_cat_codes *codes, orb_cat_code code)
{
    const orb_cat_code *p = catalogue->codes + codes->first;

    for (uint32_t i = 0; i < codes->count; i++)
        if (p[i] == code)
            return true;
    return false;
}

bool orb_cat_zone_has(const struct orb_catalogue *catalogue,
                      const struct orb_cat_codes *codes, orb_cat_code code)
{
    uint32_t low = codes->first;
    uint32_t high = codes->first + codes->count;

    while (code != ORB_CAT_NONE && low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (catalogue->codes[middle] == code)
            return true;
        if (catalogue->codes[middle] < code)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}
