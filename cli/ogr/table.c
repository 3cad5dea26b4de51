/* A layer as CSV. An empty row is an empty line, so that lines keep their numbers. */
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "cli/ogr/dataset.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"

/* Seven decimals of a degree are a centimetre. */
#define DECIMALS 7

struct writer {
    struct cli_ogr *ogr;
    struct orb_output *out;
    OGRLayerH layer;
    OGRFeatureDefnH columns;
    int count;
    bool is_sheet;
    bool has_place;
    OGRCoordinateTransformationH to_degrees; /* NULL = as they are */
    struct orb_buf row;
    struct orb_buf cell;
};

/* ---- which layer */

static enum orb_status name_them(struct cli_ogr *ogr, const char *wanted,
                                 struct orb_error *err)
{
    struct orb_buf names = { 0 };
    int count = GDALDatasetGetLayerCount(ogr->dataset);
    enum orb_status status;

    for (int i = 0; i < count; i++)
        orb_buf_printf(&names, "%s%s", i == 0 ? "" : ", ",
                       OGR_L_GetName(GDALDatasetGetLayer(ogr->dataset, i)));
    if (wanted != NULL)
        status = orb_error_set(err, ORB_ERR_SYNTAX,
                               _("there is no '%s' in this file; it has: %s"), wanted,
                               names.data == NULL ? "" : names.data);
    else
        status =
            orb_error_set(err, ORB_ERR_SYNTAX,
                          _("this file has several tables, name one as in FILE#NAME: %s"),
                          names.data == NULL ? "" : names.data);
    orb_buf_release(&names);
    return status;
}

static enum orb_status find_layer(struct writer *w, const char *name, struct orb_error *err)
{
    int count = GDALDatasetGetLayerCount(w->ogr->dataset);

    if (name != NULL) {
        for (int i = 0; i < count && w->layer == NULL; i++) {
            OGRLayerH layer = GDALDatasetGetLayer(w->ogr->dataset, i);

            if (strcmp(OGR_L_GetName(layer), name) == 0)
                w->layer = layer;
        }
        return w->layer == NULL ? name_them(w->ogr, name, err) : ORB_OK;
    }
    for (int i = 0; i < count; i++) {
        OGRLayerH layer = GDALDatasetGetLayer(w->ogr->dataset, i);

        if (OGR_L_GetFeatureCount(layer, 1) == 0)
            continue;
        if (w->layer != NULL)
            return name_them(w->ogr, NULL, err);
        w->layer = layer;
    }
    if (w->layer == NULL && count > 0)
        w->layer = GDALDatasetGetLayer(w->ogr->dataset, 0);
    return w->layer == NULL
               ? orb_error_set(err, ORB_ERR_SYNTAX, _("this file has no table"))
               : ORB_OK;
}

/* ---- cells */

static void write_number(struct orb_buf *out, double number)
{
    char text[ORB_NUMBER_LEN];

    if (fabs(number) < 1e15 && number == floor(number))
        orb_buf_printf(out, "%.0f", number);
    else if (isfinite(number))
        orb_buf_add(out, text, orb_number_write(text, number));
}

static void write_moment(struct orb_buf *out, OGRFeatureH feature, int i, OGRFieldType type)
{
    int year, month, day, hour, minute, zone;
    float second;

    if (!OGR_F_GetFieldAsDateTimeEx(feature, i, &year, &month, &day, &hour, &minute,
                                    &second, &zone))
        return;
    if (type != OFTTime)
        orb_buf_printf(out, "%04d-%02d-%02d", year, month, day);
    if (type == OFTDateTime)
        orb_buf_char(out, 'T');
    if (type != OFTDate)
        orb_buf_printf(out, "%02d:%02d:%02d", hour, minute, (int)second);
}

/* Some shapefiles do not say their encoding: what is not UTF-8 is of western Europe. */
static void write_text(struct writer *w, const char *text)
{
    char *recoded = NULL;

    if (!orb_utf8_valid(text, strlen(text)))
        recoded = CPLRecode(text, CPL_ENC_ISO8859_1, CPL_ENC_UTF8);
    if (w->is_sheet)
        cli_ogr_cell(&w->cell, recoded != NULL ? recoded : text);
    else
        orb_buf_text(&w->cell, recoded != NULL ? recoded : text);
    CPLFree(recoded);
}

static void write_items(struct orb_buf *out, OGRFeatureH feature, int i)
{
    char **items = OGR_F_GetFieldAsStringList(feature, i);

    for (int k = 0; items != NULL && items[k] != NULL; k++)
        orb_buf_printf(out, "%s%s", k == 0 ? "" : ";", items[k]);
}

static void write_cell(struct writer *w, OGRFeatureH feature, int i)
{
    OGRFieldType type = OGR_Fld_GetType(OGR_FD_GetFieldDefn(w->columns, i));

    orb_buf_clear(&w->cell);
    if (OGR_F_IsFieldSetAndNotNull(feature, i)) {
        switch (type) {
        case OFTReal:
            write_number(&w->cell, OGR_F_GetFieldAsDouble(feature, i));
            break;
        case OFTDate:
        case OFTTime:
        case OFTDateTime:
            write_moment(&w->cell, feature, i, type);
            break;
        case OFTStringList:
            write_items(&w->cell, feature, i);
            break;
        case OFTBinary:
            break;
        default:
            write_text(w, OGR_F_GetFieldAsString(feature, i));
            break;
        }
    }
    cli_ogr_field(&w->row, w->cell.len == 0 ? "" : w->cell.data, i == 0 ? '\0' : ',');
}

/* ---- places */

/* Surfaces and lines stand at a point on them. */
static bool read_place(const struct writer *w, OGRGeometryH geometry, double xy[2])
{
    OGRGeometryH point = geometry;
    bool is_point =
        geometry != NULL && wkbFlatten(OGR_G_GetGeometryType(geometry)) == wkbPoint;
    bool found;

    if (geometry == NULL || OGR_G_IsEmpty(geometry))
        return false;
    if (!is_point)
        point = OGR_G_PointOnSurface(geometry);
    if (point == NULL)
        return false;
    xy[0] = OGR_G_GetX(point, 0);
    xy[1] = OGR_G_GetY(point, 0);
    if (!is_point)
        OGR_G_DestroyGeometry(point);
    found = w->to_degrees == NULL || OCTTransform(w->to_degrees, 1, &xy[0], &xy[1], NULL);
    return found && isfinite(xy[0]) && isfinite(xy[1]);
}

static void write_place(struct writer *w, OGRFeatureH feature)
{
    char number[ORB_NUMBER_LEN];
    double xy[2];

    if (!read_place(w, OGR_F_GetGeometryRef(feature), xy)) {
        orb_buf_text(&w->row, ",,");
        return;
    }
    for (int i = 0; i < 2; i++) {
        orb_buf_char(&w->row, ',');
        orb_buf_add(&w->row, number, orb_number_write_fixed(number, xy[i], DECIMALS));
    }
}

/* Longitude comes first whatever the system says. Without a system, the numbers stay as
 * they are under other names: the mapping says what they are. */
static enum orb_status prepare_place(struct writer *w, struct orb_error *err)
{
    OGRSpatialReferenceH own = OGR_L_GetSpatialRef(w->layer);
    OGRSpatialReferenceH from, to;

    w->has_place = !w->is_sheet && OGR_L_GetGeomType(w->layer) != wkbNone;
    if (!w->has_place || own == NULL)
        return ORB_OK;
    from = OSRClone(own);
    to = OSRNewSpatialReference(NULL);
    if (OSRImportFromEPSG(to, 4326) == OGRERR_NONE) {
        OSRSetAxisMappingStrategy(from, OAMS_TRADITIONAL_GIS_ORDER);
        OSRSetAxisMappingStrategy(to, OAMS_TRADITIONAL_GIS_ORDER);
        w->to_degrees = OCTNewCoordinateTransformation(from, to);
    }
    OSRDestroySpatialReference(from);
    OSRDestroySpatialReference(to);
    return w->to_degrees == NULL
               ? cli_ogr_fail(_("the coordinate system of this layer cannot be used"), err)
               : ORB_OK;
}

static void write_header(struct writer *w)
{
    bool known = w->to_degrees != NULL;
    const char *names[2] = { known ? "lon" : "x", known ? "lat" : "y" };

    for (int i = 0; i < w->count; i++)
        cli_ogr_field(&w->row, OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(w->columns, i)),
                      i == 0 ? '\0' : ',');
    for (int i = 0; w->has_place && i < 2; i++) {
        bool taken = OGR_FD_GetFieldIndex(w->columns, names[i]) >= 0;

        orb_buf_printf(&w->row, "%s%s%s", w->count + i == 0 ? "" : ",",
                       taken ? "geometry_" : "", names[i]);
    }
}

/* ---- rows */

static enum orb_status end_row(struct writer *w, struct orb_error *err)
{
    enum orb_status status = orb_buf_check(&w->row, err);

    if (status == ORB_OK)
        status = orb_buf_check(&w->cell, err);
    if (status != ORB_OK)
        return status;
    if (w->row.len > 0 && strspn(w->row.data, ",") < w->row.len)
        orb_buf_add(&w->out->pending, w->row.data, w->row.len);
    orb_buf_char(&w->out->pending, '\n');
    orb_buf_clear(&w->row);
    return orb_output_flush(w->out, false, err);
}

/* A layer that ends with a complaint was cut. */
static enum orb_status write_rows(struct writer *w, struct orb_error *err)
{
    OGRFeatureH feature;
    enum orb_status status = ORB_OK;

    OGR_L_ResetReading(w->layer);
    CPLErrorReset();
    while (status == ORB_OK && (feature = OGR_L_GetNextFeature(w->layer)) != NULL) {
        for (int i = 0; i < w->count; i++)
            write_cell(w, feature, i);
        if (w->has_place)
            write_place(w, feature);
        OGR_F_Destroy(feature);
        status = end_row(w, err);
    }
    return status == ORB_OK && CPLGetLastErrorType() >= CE_Failure
               ? cli_ogr_fail(_("this file cannot be read to its end; is it whole?"), err)
               : status;
}

enum orb_status cli_ogr_write_table(struct cli_ogr *ogr, const char *layer,
                                    struct orb_output *out, struct orb_error *err)
{
    struct writer w = { .ogr = ogr, .out = out, .is_sheet = cli_ogr_is_sheet(ogr) };
    enum orb_status status = find_layer(&w, layer, err);

    if (status == ORB_OK) {
        w.columns = OGR_L_GetLayerDefn(w.layer);
        w.count = OGR_FD_GetFieldCount(w.columns);
        status = prepare_place(&w, err);
    }
    if (status == ORB_OK && !w.is_sheet) {
        write_header(&w);
        status = end_row(&w, err);
    }
    if (status == ORB_OK)
        status = write_rows(&w, err);
    OCTDestroyCoordinateTransformation(w.to_degrees);
    orb_buf_release(&w.row);
    orb_buf_release(&w.cell);
    return status;
}
