/* The importers, by name. Adding one: a file, a line in the table, a line in local.mk. */
#ifndef ORB_IMPORTERS_REGISTRY_H
#define ORB_IMPORTERS_REGISTRY_H

#include "importers/importer.h"

extern const struct orb_importer orb_importer_finess;
extern const struct orb_importer orb_importer_finess_csv;
extern const struct orb_importer orb_importer_bpe;
extern const struct orb_importer orb_importer_osm;
extern const struct orb_importer orb_importer_cog;
extern const struct orb_importer orb_importer_contours;
extern const struct orb_importer orb_importer_relations;
extern const struct orb_importer orb_importer_corrections;
extern const struct orb_importer orb_importer_table;
extern const struct orb_importer orb_importer_native;
extern const struct orb_importer orb_importer_data_inclusion;
extern const struct orb_importer orb_importer_hsds;

/* Ends with NULL, in the order of help. */
extern const struct orb_importer *const orb_importers[];

/* NULL when there is none of that name. */
const struct orb_importer *orb_importer_find(const char *name);

#endif
