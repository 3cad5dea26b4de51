/* The table of importers. */
#include "importers/registry.h"

#include <string.h>

const struct orb_importer *const orb_importers[] = {
    &orb_importer_finess,
    &orb_importer_finess_csv,
    &orb_importer_relations,
    &orb_importer_corrections,
    &orb_importer_cog,
    &orb_importer_contours,
    &orb_importer_native,
    &orb_importer_data_inclusion,
    &orb_importer_table,
    &orb_importer_hsds,
    &orb_importer_bpe,
    &orb_importer_osm,
    NULL,
};

const struct orb_importer *orb_importer_find(const char *name)
{
    for (const struct orb_importer *const *i = orb_importers; *i != NULL; i++)
        if (strcmp((*i)->name, name) == 0)
            return *i;
    return NULL;
}
