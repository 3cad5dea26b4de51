/* A vault is counted without a territory: what it says of a code must be what a territory
 * says of it. */
#include "maps/departement.h"

#include <string.h>

#include "engine/catalogue/catalogue.h"

/* Two characters, three overseas. */
size_t orb_departement_len(const char *commune)
{
    if (commune == NULL || strlen(commune) < 5)
        return 0;
    return commune[0] == '9' && commune[1] >= '7' ? 3 : 2;
}

uint32_t orb_departement_find(const struct orb_areas *departements,
                              const struct orb_catalogue *catalogue, const char *commune)
{
    size_t len = orb_departement_len(commune);
    uint32_t known =
        commune == NULL ? ORB_CAT_NONE : orb_cat_commune_find(catalogue, commune);

    if (known != ORB_CAT_NONE)
        return departements->of[known];
    for (uint32_t d = 0; len > 0 && d < departements->count; d++)
        if (strlen(departements->areas[d].code) == len &&
            strncmp(departements->areas[d].code, commune, len) == 0)
            return d;
    return ORB_CAT_NONE;
}
