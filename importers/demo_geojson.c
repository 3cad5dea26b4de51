/* The contours of the invented communes as RFC 7946 asks, one feature a line. */
#include "importers/demo_files.h"

#include <stdlib.h>

#include "engine/base/json.h"
#include "importers/demo_land.h"
#include "importers/demo_names.h"

/* Six decimals without passing through a double. */
static void write_degrees(struct orb_buf *out, int32_t millionths)
{
    orb_buf_printf(out, "%s%d.%06d", millionths < 0 ? "-" : "", abs(millionths) / 1000000,
                   abs(millionths) % 1000000);
}

static void write_feature(struct orb_buf *out, const struct orb_demo_land *land,
                          uint32_t place)
{
    struct orb_demo_point ring[ORB_DEMO_RING];
    char name[ORB_DEMO_NAME_LEN];

    orb_demo_land_ring(land, place, ring);
    orb_demo_name_commune(name, land->seed, place);
    orb_buf_text(out, "{\"type\":\"Feature\",\"properties\":{\"code\":");
    orb_json_write_string(out, land->places[place].code);
    orb_buf_text(out, ",\"nom\":");
    orb_json_write_string(out, name);
    orb_buf_text(out, "},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[");
    for (int i = 0; i < ORB_DEMO_RING; i++) {
        orb_buf_text(out, i > 0 ? ",[" : "[");
        write_degrees(out, ring[i].lon);
        orb_buf_char(out, ',');
        write_degrees(out, ring[i].lat);
        orb_buf_char(out, ']');
    }
    orb_buf_text(out, "]]}}");
}

enum orb_status orb_demo_contours(const struct orb_demo_options *options,
                                  struct orb_output *out, struct orb_error *err)
{
    struct orb_demo_land land;
    enum orb_status status = orb_demo_land_make(&land, options->seed, options->offers, err);

    if (status != ORB_OK)
        return status;
    orb_buf_text(&out->pending, "{\"type\":\"FeatureCollection\",\"features\":[\n");
    for (uint32_t i = 0; i < land.count && status == ORB_OK; i++) {
        write_feature(&out->pending, &land, i);
        orb_buf_text(&out->pending, i + 1 < land.count ? ",\n" : "\n");
        status = orb_output_flush(out, false, err);
    }
    orb_buf_text(&out->pending, "]}\n");
    if (status == ORB_OK)
        status = orb_buf_check(&out->pending, err);
    orb_demo_land_release(&land);
    return status;
}
