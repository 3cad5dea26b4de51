/* The contour of a territory: GeoJSON in the file, repaired WKB in the record. */
#include "engine/base/text.h"
#include "engine/geo/shape.h"
#include "importers/native_reader.h"

/* A share of the area below which a repair only moved threads. */
#define REPAIR_TOLD 0.001

static enum orb_status read_shape(struct native_reader *r, const struct orb_json *value,
                                  struct orb_buf *wkb, double *change,
                                  struct orb_error *err)
{
    struct orb_shape *shape = NULL;
    enum orb_status status = ORB_OK;

    if (r->geo == NULL)
        status = orb_geo_open(&r->geo, err);
    if (status == ORB_OK)
        status = orb_shape_parse(&shape, r->geo, value, err);
    if (status == ORB_OK)
        status = orb_shape_repair(shape, change, err);
    if (status == ORB_OK)
        status = orb_shape_write_wkb(shape, wkb, err);
    orb_shape_free(shape);
    return status;
}

void orb_native_read_contour(struct native_reader *r, const char *key,
                             const struct orb_json *value, void *record)
{
    struct orb_territory *territory = record;
    struct orb_error err = { 0 };
    double change = 0;
    enum orb_status status;

    if (orb_json_is_null(value) || r->status != ORB_OK)
        return;
    orb_buf_clear(&r->contour);
    status = read_shape(r, value, &r->contour, &change, &err);
    if (status == ORB_ERR_MEMORY) {
        r->status = orb_error_memory(r->err);
        return;
    }
    if (status != ORB_OK) {
        orb_native_find(
            r,
            &(struct native_rule){ ORB_FINDING_VALUE, "bad_contour",
                                   _("the contour does not read and counts as unknown") },
            key, NULL);
        return;
    }
    if (change > REPAIR_TOLD)
        orb_native_find(
            r,
            &(struct native_rule){ ORB_FINDING_VALUE, "contour_repaired",
                                   _("the contour crossed itself and was repaired") },
            key, NULL);
    territory->contour = (const unsigned char *)r->contour.data;
    territory->contour_len = r->contour.len;
}
