/* The table of exporters. */
#include "maps/registry.h"

#include <string.h>

const struct orb_exporter *const orb_exporters[] = {
    &orb_exporter_page,
    &orb_exporter_geojson,
    &orb_exporter_geojsonseq,
    &orb_exporter_csv,
    &orb_exporter_xlsx,
    &orb_exporter_gpkg,
    &orb_exporter_kml,
    &orb_exporter_umap,
    &orb_exporter_topojson,
    &orb_exporter_columns,
    &orb_exporter_data_inclusion,
    &orb_exporter_hsds,
    NULL,
};

const struct orb_exporter *orb_exporter_find(const char *name)
{
    for (const struct orb_exporter *const *e = orb_exporters; *e != NULL; e++)
        if (strcmp((*e)->name, name) == 0)
            return *e;
    return NULL;
}
