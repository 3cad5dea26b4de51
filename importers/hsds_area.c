/* Service areas of HSDS: the communes whose point is in the polygon. */
#include <string.h>

#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/geo/context.h"
#include "engine/geo/shape.h"
#include "importers/hsds.h"

/* A geometry, or the feature that holds one; *shape is NULL when the text is neither. */
static enum orb_status read_shape(struct hsds *h, const char *text,
                                  struct orb_shape **shape, struct orb_error *err)
{
    struct orb_json *json = NULL;
    const struct orb_json *geometry;
    enum orb_status status = ORB_OK;

    *shape = NULL;
    if (h->geo == NULL)
        status = orb_geo_open(&h->geo, err);
    if (status != ORB_OK)
        return status;
    status = orb_json_parse(&json, text, strlen(text), NULL);
    if (status == ORB_OK) {
        geometry = orb_json_get(json, "geometry");
        status = orb_shape_parse(shape, h->geo,
                                 orb_json_is_null(geometry) ? json : geometry, NULL);
    }
    orb_json_free(json);
    return status == ORB_ERR_MEMORY ? orb_error_memory(err) : ORB_OK;
}

static enum orb_status add_communes(struct hsds *h, const struct hsds_row *area,
                                    struct orb_buf *codes, struct orb_error *err)
{
    const struct orb_territory_view *view = h->in->territory;
    const char *type = orb_hsds_text(area, "extent_type");
    const char *extent = orb_hsds_text(area, "extent");
    struct orb_shape *shape = NULL;
    const char *commune = NULL;
    size_t before = codes->len;
    enum orb_status status = ORB_OK;

    if (extent != NULL && type != NULL && strcmp(type, "geojson") == 0)
        status = read_shape(h, extent, &shape, err);
    while (status == ORB_OK && shape != NULL && view != NULL && view->point != NULL &&
           view->next_commune != NULL &&
           (commune = view->next_commune(view->context, commune)) != NULL) {
        double lon, lat;

        if (view->point(view->context, commune, &lon, &lat) &&
            orb_shape_contains(shape, lon, lat, 0))
            orb_buf_add(codes, &commune, sizeof commune);
    }
    orb_shape_free(shape);
    return status == ORB_OK && codes->len == before
               ? orb_hsds_tell(h, area, "extent_type", HSDS_AREA, err)
               : status;
}

/* Several areas add up; when one is not understood the zone is unknown, for the others
 * would say no to people it may accept. */
enum orb_status orb_hsds_zone(struct hsds *h, const struct hsds_row *service,
                              struct orb_zone *zone, struct orb_error *err)
{
    struct hsds_cursor cursor = { .table = HSDS_SERVICE_AREAS,
                                  .column = "service_id",
                                  .value = service->id };
    unsigned long long before = h->report->values;
    struct orb_buf codes = { 0 };
    const struct hsds_row *area;
    const char **items = NULL;
    enum orb_status status = orb_hsds_find(h, &cursor, err);

    while (status == ORB_OK && (area = orb_hsds_next(&cursor)) != NULL)
        status = add_communes(h, area, &codes, err);
    if (status == ORB_OK)
        status = orb_buf_check(&codes, err);
    if (status == ORB_OK && codes.len > 0 && h->report->values == before) {
        items = orb_arena_array(&h->rows, codes.len / sizeof *items, sizeof *items);
        if (items == NULL) {
            status = orb_error_memory(err);
        } else {
            memcpy(items, codes.data, codes.len);
            zone->known = true;
            zone->communes =
                (struct orb_code_list){ items, (uint32_t)(codes.len / sizeof *items),
                                        true };
            zone->departments.known = true;
        }
    }
    orb_buf_release(&codes);
    return status;
}
