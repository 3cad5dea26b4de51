/* Sheets are read as text, without a guess of what is a header or a number. */
#include "cli/ogr/dataset.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"

#define OSM_CONFIG "/vsimem/orbite-osm.ini"

/* Every tag comes in one text, under its own key; users and changesets do not come. */
static const char osm_config[] = "closed_ways_are_polygons=\n"
                                 "attribute_name_laundering=no\n"
#define LAYER(name)                                                                        \
    "[" name "]\nosm_id=yes\nosm_version=no\nosm_timestamp=yes\nosm_uid=no\n"              \
    "osm_user=no\nosm_changeset=no\nattributes=\nunsignificant=created_by\n"               \
    "ignore=created_by\nother_tags=yes\n"
    LAYER("points") LAYER("lines") LAYER("multipolygons") LAYER("multilinestrings")
        LAYER("other_relations");

static void set_up(void)
{
    static const char *const options[][2] = {
        { "OGR_XLSX_HEADERS", "DISABLE" }, { "OGR_XLSX_FIELD_TYPES", "STRING" },
        { "OGR_ODS_HEADERS", "DISABLE" },  { "OGR_ODS_FIELD_TYPES", "STRING" },
        { "GDAL_HTTP_MAX_RETRY", "0" },
    };
    VSILFILE *file = VSIFileFromMemBuffer(OSM_CONFIG, (GByte *)(void *)(size_t)osm_config,
                                          sizeof osm_config - 1, FALSE);

    if (file != NULL)
        (void)VSIFCloseL(file);
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        CPLSetConfigOption(options[i][0], options[i][1]);
    CPLSetErrorHandler(CPLQuietErrorHandler);
    GDALAllRegister();
}

enum orb_status cli_ogr_fail(const char *sentence, struct orb_error *err)
{
    const char *said = CPLGetLastErrorMsg();

    return said[0] == '\0'
               ? orb_error_set(err, ORB_ERR_SYNTAX, "%s", sentence)
               : orb_error_set(err, ORB_ERR_SYNTAX, "%s (GDAL: %s)", sentence, said);
}

enum orb_status cli_ogr_open(struct cli_ogr **out, const char *path, struct orb_error *err)
{
    static const char *const drivers[] = { "XLSX", "ODS", "ESRI Shapefile",
                                           "GPKG", "OSM", NULL };
    static const char *const options[] = { "CONFIG_FILE=" OSM_CONFIG, NULL };
    struct cli_ogr *ogr;

    set_up();
    if (!orb_file_exists(path))
        return orb_error_set(err, ORB_ERR_NOT_FOUND, _("there is no such file"));
    ogr = orb_calloc(1, sizeof *ogr);
    if (ogr == NULL)
        return orb_error_memory(err);
    ogr->path = path;
    ogr->dataset =
        GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, options, NULL);
    if (ogr->dataset == NULL) {
        orb_free(ogr);
        return cli_ogr_fail(
            _("this is no spreadsheet, shapefile, GeoPackage or OpenStreetMap extract that GDAL can read; is it whole?"),
            err);
    }
    ogr->driver = GDALGetDriverShortName(GDALGetDatasetDriver(ogr->dataset));
    *out = ogr;
    return ORB_OK;
}

void cli_ogr_close(struct cli_ogr *ogr)
{
    if (ogr == NULL)
        return;
    GDALClose(ogr->dataset);
    orb_free(ogr);
}

bool cli_ogr_is_osm(const struct cli_ogr *ogr)
{
    return strcmp(ogr->driver, "OSM") == 0;
}

bool cli_ogr_is_sheet(const struct cli_ogr *ogr)
{
    return strcmp(ogr->driver, "XLSX") == 0 || strcmp(ogr->driver, "ODS") == 0;
}

enum orb_status cli_ogr_list(struct cli_ogr *ogr, struct orb_output *out,
                             struct orb_error *err)
{
    int count = GDALDatasetGetLayerCount(ogr->dataset);

    for (int i = 0; i < count; i++) {
        OGRLayerH layer = GDALDatasetGetLayer(ogr->dataset, i);

        orb_buf_printf(&out->pending, "%s\t", OGR_L_GetName(layer));
        if (!cli_ogr_is_osm(ogr))
            orb_buf_printf(&out->pending, "%lld",
                           (long long)OGR_L_GetFeatureCount(layer, 1));
        orb_buf_printf(&out->pending, "\t%s\n",
                       OGRGeometryTypeToName(OGR_L_GetGeomType(layer)));
    }
    return orb_buf_check(&out->pending, err);
}
