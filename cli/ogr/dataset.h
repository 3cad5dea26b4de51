/* The inside of a file opened by GDAL; only for the files of cli/ogr. */
#ifndef CLI_OGR_DATASET_H
#define CLI_OGR_DATASET_H

#include "cli/ogr/ogr.h"

struct cli_ogr {
    void *dataset;      /* a GDALDatasetH, which is that */
    const char *driver; /* "XLSX", "ODS", "ESRI Shapefile", "GPKG", "OSM" */
    const char *path;
};

bool cli_ogr_is_sheet(const struct cli_ogr *ogr);

#endif
