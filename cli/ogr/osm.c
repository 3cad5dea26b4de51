/* OpenStreetMap as GeoJSON: only what "orbite import osm" makes resources of, with the tags
 * it reads. */
#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal.h>
#include <ogr_api.h>
#include <stdio.h>
#include <string.h>

#include "cli/ogr/dataset.h"
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "importers/osm_tags.h"

struct writer {
    struct cli_ogr *ogr;
    struct orb_output *out;
    struct orb_vocabulary vocabulary;
    struct orb_buf text; /* of one tag: its key, NUL, its value */
    struct orb_buf feature;
    bool any;
};

/* One text of "key"=>"value" with escapes, after at; NULL at the end. */
static const char *read_quoted(struct orb_buf *out, const char *at)
{
    at = at == NULL ? NULL : strchr(at, '"');
    if (at == NULL)
        return NULL;
    for (at++; *at != '\0' && *at != '"'; at++) {
        if (*at == '\\' && at[1] != '\0')
            at++;
        orb_buf_char(out, *at);
    }
    orb_buf_char(out, '\0');
    return *at == '"' ? at + 1 : NULL;
}

/* Append the tags that are read; *is_resource when one of them makes a resource. */
static enum orb_status add_tags(struct writer *w, const char *all, bool *is_resource,
                                struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    while (status == ORB_OK && all != NULL) {
        const char *key, *value;
        struct orb_osm_terms terms = { .count = 0 };

        orb_buf_clear(&w->text);
        all = read_quoted(&w->text, read_quoted(&w->text, all));
        status = orb_buf_check(&w->text, err);
        if (status != ORB_OK || all == NULL)
            break;
        key = w->text.data;
        value = key + strlen(key) + 1;
        if (!orb_osm_tag_is_read(key))
            continue;
        status = orb_osm_tag_terms(&w->vocabulary, key, value, &terms, err);
        *is_resource = *is_resource || terms.count > 0;
        orb_buf_char(&w->feature, ',');
        orb_json_write_string(&w->feature, key);
        orb_buf_char(&w->feature, ':');
        orb_json_write_string(&w->feature, value);
    }
    return status;
}

static const char *text_of(OGRFeatureH feature, const char *name)
{
    int i = OGR_F_GetFieldIndex(feature, name);

    return i >= 0 && OGR_F_IsFieldSetAndNotNull(feature, i)
               ? OGR_F_GetFieldAsString(feature, i)
               : NULL;
}

/* "node/1", by the layer and the field that has the number. */
static void write_id(struct writer *w, OGRLayerH layer, OGRFeatureH feature)
{
    const char *name = OGR_L_GetName(layer);
    const char *way = text_of(feature, "osm_way_id");
    const char *number = way != NULL ? way : text_of(feature, "osm_id");
    const char *type = strcmp(name, "points") == 0                 ? "node"
                       : strcmp(name, "lines") == 0 || way != NULL ? "way"
                                                                   : "relation";

    orb_buf_printf(&w->feature, "{\"type\":\"Feature\",\"properties\":{\"@id\":\"%s/%s\"",
                   type, number == NULL ? "0" : number);
}

static void write_day(struct writer *w, OGRFeatureH feature)
{
    int i = OGR_F_GetFieldIndex(feature, "osm_timestamp");
    int year, month, day, hour, minute, zone;
    float second;

    if (i >= 0 && OGR_F_IsFieldSetAndNotNull(feature, i) &&
        OGR_F_GetFieldAsDateTimeEx(feature, i, &year, &month, &day, &hour, &minute, &second,
                                   &zone) &&
        year > 1970) /* the beginning of time is a time that is not there */
        orb_buf_printf(&w->feature, ",\"@timestamp\":\"%04d-%02d-%02d\"", year, month, day);
}

static enum orb_status write_feature(struct writer *w, OGRLayerH layer, OGRFeatureH feature,
                                     struct orb_error *err)
{
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    bool is_resource = false;
    char *shape;
    enum orb_status status;

    orb_buf_clear(&w->feature);
    write_id(w, layer, feature);
    write_day(w, feature);
    status = add_tags(w, text_of(feature, "other_tags"), &is_resource, err);
    if (status != ORB_OK || !is_resource)
        return status;
    shape = geometry == NULL ? NULL : OGR_G_ExportToJson(geometry);
    orb_buf_printf(&w->feature, "},\"geometry\":%s}", shape == NULL ? "null" : shape);
    CPLFree(shape);
    status = orb_buf_check(&w->feature, err);
    if (status != ORB_OK)
        return status;
    orb_buf_text(&w->out->pending, w->any ? ",\n" : "\n");
    orb_buf_add(&w->out->pending, w->feature.data, w->feature.len);
    w->any = true;
    return orb_output_flush(w->out, false, err);
}

enum orb_status cli_ogr_write_osm(struct cli_ogr *ogr, struct orb_output *out,
                                  struct orb_error *err)
{
    struct writer w = { .ogr = ogr, .out = out };
    OGRLayerH layer = NULL;
    OGRFeatureH feature;
    enum orb_status status = ORB_OK;

    orb_buf_text(&out->pending, "{\"type\":\"FeatureCollection\",\"features\":[");
    GDALDatasetResetReading(ogr->dataset);
    CPLErrorReset();
    /* All layers at once: the driver reads the file in its own order. */
    while (status == ORB_OK && (feature = GDALDatasetGetNextFeature(
                                    ogr->dataset, &layer, NULL, NULL, NULL)) != NULL) {
        status = write_feature(&w, layer, feature, err);
        OGR_F_Destroy(feature);
    }
    if (status == ORB_OK && CPLGetLastErrorType() >= CE_Failure)
        status = cli_ogr_fail(_("this file cannot be read to its end; is it whole?"), err);
    orb_buf_text(&out->pending, "\n]}\n");
    orb_vocabulary_release(&w.vocabulary);
    orb_buf_release(&w.text);
    orb_buf_release(&w.feature);
    return status;
}
