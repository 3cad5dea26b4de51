/* Lines lose details that a page cannot show; then each area takes in the one before it, so
 * that they lie one within the other whatever the router drew. */
#include "maps/page_rings.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/model/record.h"
#include "engine/model/territory.h"

#define DETAIL_M 60.0

const double orb_page_ring_minutes[ORB_PAGE_RINGS] = { 15, 30, 45 };

static enum orb_status open_geo(struct orb_page_rings *rings, struct orb_error *err)
{
    return rings->context == NULL ? orb_geo_open(&rings->context, err) : ORB_OK;
}

/* ---- of a router */

static enum orb_status read_area(struct orb_page_rings *rings, int at, const char *text,
                                 struct orb_error *err)
{
    struct orb_json *json = NULL;
    double change;
    enum orb_status status = orb_json_parse(&json, text, strlen(text), err);

    if (status == ORB_OK)
        status = orb_shape_parse(&rings->areas[at], rings->context, json, err);
    if (status == ORB_OK)
        status = orb_shape_repair(rings->areas[at], &change, err);
    orb_json_free(json);
    return status;
}

enum orb_status orb_page_rings_router(struct orb_page_rings *rings,
                                      const struct orb_isochrone *areas,
                                      struct orb_error *err)
{
    enum orb_status status = open_geo(rings, err);

    for (int i = 0; status == ORB_OK && i < ORB_PAGE_RINGS; i++)
        status = read_area(rings, i, areas[i].geometry, err);
    return status;
}

/* ---- of a table */

struct communes {
    struct orb_page_rings *rings;
    const struct orb_travel_table *table;
    uint32_t from;
    const char *start;
    struct orb_shape **shapes; /* of communes within the longest time */
    double *minutes;
    size_t count, shape_capacity, minute_capacity;
};

/* Minutes from the start; more than any ring when there is no way, or none is told. */
static double minutes_to(const struct communes *c, const char *code)
{
    struct orb_travel_cell cell;
    uint32_t to = orb_travel_table_place(c->table, code);

    if (strcmp(code, c->start) == 0)
        return 0;
    if (orb_travel_table_between(c->table, c->from, to, c->rings->mode, &cell) !=
        ORB_TRAVEL_ROUTE)
        return orb_page_ring_minutes[ORB_PAGE_RINGS - 1] + 1;
    return cell.minutes;
}

static enum orb_status add_commune(void *context, const struct orb_record *record,
                                   struct orb_error *err)
{
    struct communes *c = context;
    const struct orb_territory *t = record->as.territory;
    double minutes;
    double change;
    enum orb_status status;

    if (record->kind != ORB_RECORD_TERRITORY || t->kind != ORB_TERRITORY_COMMUNE ||
        t->contour == NULL)
        return ORB_OK;
    minutes = minutes_to(c, t->code);
    if (minutes > orb_page_ring_minutes[ORB_PAGE_RINGS - 1])
        return ORB_OK;
    if (orb_grow((void **)&c->shapes, &c->shape_capacity, c->count, sizeof *c->shapes) !=
            ORB_OK ||
        orb_grow((void **)&c->minutes, &c->minute_capacity, c->count, sizeof *c->minutes) !=
            ORB_OK)
        return orb_error_memory(err);
    status = orb_shape_read_wkb(&c->shapes[c->count], c->rings->context, t->contour,
                                t->contour_len, err);
    if (status != ORB_OK)
        return status;
    c->minutes[c->count++] = minutes;
    return orb_shape_repair(c->shapes[c->count - 1], &change, err);
}

static enum orb_status join(struct communes *c, int at, struct orb_error *err)
{
    const struct orb_shape **within = orb_calloc(c->count + 1, sizeof *within);
    size_t count = 0;
    enum orb_status status = ORB_OK;

    if (within == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < c->count; i++)
        if (c->minutes[i] <= orb_page_ring_minutes[at])
            within[count++] = c->shapes[i];
    if (count > 0)
        status =
            orb_shape_dissolve(&c->rings->areas[at], c->rings->context, within, count, err);
    orb_free(within);
    return status;
}

enum orb_status orb_page_rings_table(struct orb_page_rings *rings,
                                     const struct orb_map_territory *territory,
                                     const struct orb_travel_table *table,
                                     const char *commune, struct orb_error *err)
{
    const struct orb_map_replay which = { .kinds = 1U << ORB_RECORD_TERRITORY,
                                          .with_contours = true };
    struct communes c = { .rings = rings,
                          .table = table,
                          .from = orb_travel_table_place(table, commune),
                          .start = commune };
    const struct orb_sink sink = { &c, add_commune };
    enum orb_status status = open_geo(rings, err);

    if (status == ORB_OK)
        status = territory->replay(territory->context, &which, &sink, err);
    for (int i = 0; status == ORB_OK && i < ORB_PAGE_RINGS; i++)
        status = join(&c, i, err);
    for (size_t i = 0; i < c.count; i++)
        orb_shape_free(c.shapes[i]);
    orb_free(c.shapes);
    orb_free(c.minutes);
    return status;
}

/* ---- writing */

/* Each area takes in those before it. */
static enum orb_status nest(struct orb_page_rings *rings, struct orb_error *err)
{
    const struct orb_shape *inner = NULL;
    enum orb_status status = ORB_OK;

    for (int i = 0; status == ORB_OK && i < ORB_PAGE_RINGS; i++) {
        struct orb_shape *both = NULL;

        if (rings->areas[i] == NULL)
            continue;
        status = orb_shape_simplify(rings->areas[i], DETAIL_M, err);
        if (status == ORB_OK && inner != NULL) {
            const struct orb_shape *parts[2] = { inner, rings->areas[i] };

            status = orb_shape_dissolve(&both, rings->context, parts, 2, err);
        }
        if (both != NULL) {
            orb_shape_free(rings->areas[i]);
            rings->areas[i] = both;
        }
        inner = rings->areas[i];
    }
    return status;
}

static const char *by_words(enum orb_travel_mode mode)
{
    static const char *const words[ORB_MODES] = {
        [ORB_MODE_CAR] = N_("%d min by car"),
        [ORB_MODE_ADAPTED_VEHICLE] = N_("%d min by adapted vehicle"),
        [ORB_MODE_TRANSIT] = N_("%d min by public transport"),
        [ORB_MODE_BIKE] = N_("%d min by bicycle"),
        [ORB_MODE_WALK] = N_("%d min on foot"),
        [ORB_MODE_WHEELCHAIR] = N_("%d min by wheelchair"),
    };

    return _(words[mode]);
}

static enum orb_status write_ring(const struct orb_page_rings *rings, int at, bool last,
                                  struct orb_buf *out, struct orb_error *err)
{
    int minutes = (int)orb_page_ring_minutes[at];
    struct orb_buf label = { 0 };
    enum orb_status status;

    orb_buf_printf(&label, by_words(rings->mode), minutes);
    if (last)
        orb_buf_printf(&label, " · %s", rings->method);
    orb_buf_printf(out,
                   "{\"type\":\"Feature\",\"properties\":{\"minutes\":%d,\"mode\":\"%s\"",
                   minutes, orb_travel_mode_names[rings->mode]);
    orb_buf_text(out, ",\"label\":");
    orb_json_write_string(out, label.len == 0 ? "" : label.data);
    orb_buf_text(out, ",\"method\":");
    orb_json_write_string(out, rings->method);
    orb_buf_text(out, "},\"geometry\":");
    status = orb_shape_write_geojson(rings->areas[at], out, err);
    orb_buf_char(out, '}');
    if (status == ORB_OK)
        status = orb_buf_check(&label, err);
    orb_buf_release(&label);
    return status;
}

enum orb_status orb_page_rings_write(struct orb_page_rings *rings, struct orb_buf *out,
                                     struct orb_error *err)
{
    int last = -1;
    bool first = true;
    enum orb_status status = nest(rings, err);

    for (int i = 0; i < ORB_PAGE_RINGS; i++)
        if (rings->areas[i] != NULL)
            last = i;
    orb_buf_char(out, '[');
    for (int i = 0; status == ORB_OK && i <= last; i++) {
        if (rings->areas[i] == NULL)
            continue;
        if (!first)
            orb_buf_text(out, ",\n");
        first = false;
        status = write_ring(rings, i, i == last, out, err);
    }
    orb_buf_char(out, ']');
    return status == ORB_OK ? orb_buf_check(out, err) : status;
}

void orb_page_rings_release(struct orb_page_rings *rings)
{
    for (int i = 0; i < ORB_PAGE_RINGS; i++) {
        orb_shape_free(rings->areas[i]);
        rings->areas[i] = NULL;
    }
    orb_geo_close(rings->context);
    rings->context = NULL;
}
