/* The areas of a map with their rows (RFC 7946), styled as simplestyle says; the legend and
 * where it comes from stand beside the features. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "maps/exporter.h"
#include "maps/json_writer.h"
#include "maps/report_areas.h"
#include "maps/report_classes.h"
#include "maps/report_words.h"
#include "maps/report_write.h"

struct geojson {
    struct orb_json_writer w;
    const struct orb_report *report;
    const struct orb_report_map *map;
    struct orb_report_areas areas;
    struct orb_report_classes classes;
    const char **keys; /* of properties, sorted */
    size_t unlocated;
};

static double lon_of(const struct orb_topology *t, double x)
{
    return t->box[0] + x * t->step[0];
}

static double lat_of(const struct orb_topology *t, double y)
{
    return t->box[1] + y * t->step[1];
}

static void add_position(struct geojson *g, uint32_t point)
{
    const struct orb_topology *t = &g->areas.contours.topology;
    const struct orb_topology_point *p = &t->points[point];

    orb_jw_open_array_inline(&g->w);
    orb_jw_fixed(&g->w, lon_of(t, p->x), 6);
    orb_jw_fixed(&g->w, lat_of(t, p->y), 6);
    orb_jw_close(&g->w);
}

static void add_polygon(struct geojson *g, size_t polygon)
{
    const struct orb_report_areas *a = &g->areas;

    orb_jw_open_array_inline(&g->w);
    for (uint32_t ring = orb_topology_start(&a->polygon_ends, polygon);
         ring < a->polygon_ends.items[polygon]; ring++) {
        uint32_t first = orb_topology_start(&a->ring_ends, ring);

        orb_jw_open_array_inline(&g->w);
        for (uint32_t i = first; i < a->ring_ends.items[ring]; i++)
            add_position(g, a->points.items[i]);
        add_position(g, a->points.items[first]);
        orb_jw_close(&g->w);
    }
    orb_jw_close(&g->w);
}

static void add_box(struct geojson *g, const uint32_t *box)
{
    const struct orb_topology *t = &g->areas.contours.topology;

    orb_jw_key(&g->w, "bbox");
    orb_jw_open_array_inline(&g->w);
    orb_jw_fixed(&g->w, lon_of(t, box[0]), 6);
    orb_jw_fixed(&g->w, lat_of(t, box[1]), 6);
    orb_jw_fixed(&g->w, lon_of(t, box[2]), 6);
    orb_jw_fixed(&g->w, lat_of(t, box[3]), 6);
    orb_jw_close(&g->w);
}

static void add_geometry(struct geojson *g, const struct orb_report_area *area)
{
    size_t number = area == NULL ? 0 : (size_t)(area - g->areas.areas);
    uint32_t first =
        area == NULL || number == 0 ? 0 : g->areas.areas[number - 1].polygon_end;

    orb_jw_key(&g->w, "geometry");
    if (area == NULL) {
        orb_jw_null(&g->w);
        return;
    }
    orb_jw_open_object_inline(&g->w);
    orb_jw_key(&g->w, "coordinates");
    if (area->polygon_end - first > 1)
        orb_jw_open_array_inline(&g->w);
    for (uint32_t polygon = first; polygon < area->polygon_end; polygon++)
        add_polygon(g, polygon);
    if (area->polygon_end - first > 1)
        orb_jw_close(&g->w);
    orb_jw_member_text(&g->w, "type",
                       area->polygon_end - first > 1 ? "MultiPolygon" : "Polygon");
    orb_jw_close(&g->w);
}

static void add_value(struct geojson *g, const struct orb_report_column *column,
                      const struct orb_report_cell *cell)
{
    orb_jw_key(&g->w, column->key);
    if (cell->state != ORB_REPORT_VALUE)
        orb_jw_null(&g->w);
    else if (column->type == ORB_REPORT_INTEGER)
        orb_jw_integer(&g->w, cell->as.integer);
    else if (orb_report_is_right(column))
        orb_jw_number(&g->w, cell->as.number);
    else if (column->type == ORB_REPORT_DATE)
        orb_jw_date(&g->w, cell->as.date);
    else
        orb_jw_text(&g->w, cell->as.text);
}

/* How a feature is drawn, in the words of simplestyle. */
static const char *const style_keys[] = { "fill",     "fill-opacity", "map_class",
                                          "map_edge", "stroke",       "stroke-width" };

enum { STYLES = sizeof style_keys / sizeof style_keys[0] };

static void add_style(struct geojson *g, size_t row, size_t style)
{
    const struct orb_report_class *item = &g->classes.items[g->classes.of_row[row]];
    bool edge = g->classes.is_edge[row];

    orb_jw_key(&g->w, style_keys[style]);
    switch (style) {
    case 0:
        orb_jw_text(&g->w, item->fill);
        break;
    case 1:
        orb_jw_number(&g->w, item->state == ORB_REPORT_VALUE ? 0.8 : 0.4);
        break;
    case 2:
        orb_jw_text(&g->w, item->label);
        break;
    case 3:
        orb_jw_bool(&g->w, edge);
        break;
    case 4:
        orb_jw_text(&g->w, edge ? "#8C1D18" : "#5B6678");
        break;
    default:
        orb_jw_number(&g->w, edge ? 1.5 : 0.8);
    }
}

static int compare_keys(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The row and how it is drawn; keys sorted. */
static void add_properties(struct geojson *g, size_t row)
{
    const struct orb_report_table *t = g->map->table;

    orb_jw_key(&g->w, "properties");
    orb_jw_open_object_inline(&g->w);
    for (size_t i = 0; i < t->column_count + STYLES; i++) {
        int column = orb_report_find_column(t, g->keys[i]);

        for (size_t style = 0; style < STYLES && column == ORB_REPORT_NO_COLUMN; style++)
            if (strcmp(style_keys[style], g->keys[i]) == 0)
                add_style(g, row, style);
        /* A column of the same name as a style prevails, once. */
        if (column != ORB_REPORT_NO_COLUMN &&
            (i == 0 || strcmp(g->keys[i], g->keys[i - 1]) != 0))
            add_value(g, &t->columns[column], orb_report_cell(t, row, (size_t)column));
    }
    orb_jw_close(&g->w);
}

static enum orb_status sort_keys(struct geojson *g, struct orb_error *err)
{
    const struct orb_report_table *t = g->map->table;

    g->keys = orb_calloc(t->column_count + STYLES, sizeof *g->keys);
    if (g->keys == NULL)
        return orb_error_memory(err);
    for (size_t c = 0; c < t->column_count; c++)
        g->keys[c] = t->columns[c].key;
    for (size_t i = 0; i < STYLES; i++)
        g->keys[t->column_count + i] = style_keys[i];
    qsort(g->keys, t->column_count + STYLES, sizeof *g->keys, compare_keys);
    return ORB_OK;
}

static void add_feature(struct geojson *g, size_t row, const char *code)
{
    const struct orb_report_area *area = orb_report_area_find(&g->areas, code);

    orb_jw_open_object(&g->w);
    if (area != NULL)
        add_box(g, area->box);
    else
        g->unlocated++;
    add_geometry(g, area);
    orb_jw_member_text(&g->w, "id", code);
    add_properties(g, row);
    orb_jw_member_text(&g->w, "type", "Feature");
    orb_jw_close(&g->w);
}

static void add_features(struct geojson *g)
{
    const struct orb_report_table *t = g->map->table;

    orb_jw_key(&g->w, "features");
    orb_jw_open_array(&g->w);
    for (size_t row = 0; row < t->row_count; row++)
        if (g->classes.of_row[row] != ORB_REPORT_NO_CLASS)
            add_feature(g, row,
                        orb_report_cell(t, row, (size_t)g->map->area_column)->as.text);
    orb_jw_close(&g->w);
}

/* ---- beside the features */

static void add_attribution(struct geojson *g)
{
    struct orb_buf text = { 0 };

    for (size_t i = 0; i < g->report->source_count; i++)
        orb_buf_printf(&text, "%s%s", i == 0 ? "" : "; ",
                       g->report->sources[i].attribution);
    if (g->areas.contours.attribution.len > 0)
        orb_buf_printf(&text, "%s%s", text.len == 0 ? "" : "; ",
                       g->areas.contours.attribution.data);
    orb_jw_member_text(&g->w, "attribution", text.data == NULL ? "" : text.data);
    orb_buf_release(&text);
}

static void add_whole_box(struct geojson *g)
{
    uint32_t box[4] = { UINT32_MAX, UINT32_MAX, 0, 0 };

    for (size_t i = 0; i < g->areas.area_count; i++)
        for (int side = 0; side < 4; side++)
            if (side < 2 ? g->areas.areas[i].box[side] < box[side]
                         : g->areas.areas[i].box[side] > box[side])
                box[side] = g->areas.areas[i].box[side];
    if (box[0] != UINT32_MAX)
        add_box(g, box);
}

static void add_class(struct geojson *g, const struct orb_report_class *item)
{
    orb_jw_open_object_inline(&g->w);
    orb_jw_member_integer(&g->w, "areas", (int64_t)item->count);
    orb_jw_member_text(&g->w, "fill", item->fill);
    if (item->has_range)
        orb_jw_member_number(&g->w, "from", item->low);
    orb_jw_member_text(&g->w, "label", item->label);
    if (item->has_range)
        orb_jw_member_number(&g->w, "to", item->high);
    if (item->token != NULL)
        orb_jw_member_text(&g->w, "token", item->token);
    orb_jw_close(&g->w);
}

static size_t count_state(const struct geojson *g, enum orb_report_state state)
{
    for (size_t i = 0; i < g->classes.count; i++)
        if (g->classes.items[i].state == state)
            return g->classes.items[i].count;
    return 0;
}

static void add_legend(struct geojson *g)
{
    const struct orb_report_column *column = &g->map->table->columns[g->map->value_column];

    orb_jw_key(&g->w, "legend");
    orb_jw_open_object(&g->w);
    orb_jw_key(&g->w, "classes");
    orb_jw_open_array(&g->w);
    for (size_t i = 0; i < g->classes.count; i++)
        add_class(g, &g->classes.items[i]);
    orb_jw_close(&g->w);
    orb_jw_member_integer(&g->w, "edge", (int64_t)g->classes.edges);
    orb_jw_member_integer(&g->w, "hidden", (int64_t)count_state(g, ORB_REPORT_HIDDEN));
    orb_jw_member_text(&g->w, "kind", orb_report_legend_name(g->map->legend));
    orb_jw_member_text(&g->w, "property", column->key);
    orb_jw_member_text(&g->w, "title", orb_report_said(column->title));
    if (g->map->unit != NULL)
        orb_jw_member_text(&g->w, "unit", orb_report_said(g->map->unit));
    orb_jw_member_integer(&g->w, "unknown", (int64_t)count_state(g, ORB_REPORT_UNKNOWN));
    orb_jw_close(&g->w);
}

static void add_notes(struct geojson *g)
{
    orb_jw_key(&g->w, "notes");
    orb_jw_open_array(&g->w);
    for (size_t i = 0; i < g->report->note_count; i++)
        orb_jw_text(&g->w, g->report->notes[i]);
    orb_jw_close(&g->w);
}

static void add_parameters(struct geojson *g)
{
    orb_jw_key(&g->w, "parameters");
    orb_jw_open_array(&g->w);
    for (size_t i = 0; i < g->report->parameter_count; i++) {
        orb_jw_open_object_inline(&g->w);
        orb_jw_member_text(&g->w, "key", g->report->parameters[i].key);
        orb_jw_member_text(&g->w, "label", g->report->parameters[i].label);
        orb_jw_member_text(&g->w, "value", g->report->parameters[i].value);
        orb_jw_close(&g->w);
    }
    orb_jw_close(&g->w);
}

static void add_document(struct geojson *g)
{
    orb_jw_open_object(&g->w);
    add_attribution(g);
    add_whole_box(g);
    add_features(g);
    add_legend(g);
    orb_jw_member_text(&g->w, "level", orb_mesh_name(g->map->level));
    add_notes(g);
    add_parameters(g);
    orb_jw_member_date(&g->w, "reference_date", g->report->date);
    orb_jw_member_text(&g->w, "report", g->report->key);
    orb_jw_member_text(&g->w, "title", orb_report_said(g->map->title));
    orb_jw_member_text(&g->w, "type", "FeatureCollection");
    orb_jw_member_integer(&g->w, "unlocated", (int64_t)g->unlocated);
    orb_jw_close(&g->w);
}

enum orb_status orb_report_write_geojson(struct orb_output *out,
                                         const struct orb_report *report,
                                         const struct orb_report_map *map,
                                         const struct orb_map_territory *territory,
                                         struct orb_error *err)
{
    struct geojson g = { .report = report, .map = map };
    enum orb_status status = orb_report_areas_read(&g.areas, map, territory, 0, err);

    if (status == ORB_OK)
        status = orb_report_classes_make(&g.classes, map, err);
    if (status == ORB_OK)
        status = sort_keys(&g, err);
    if (status == ORB_OK) {
        orb_jw_init(&g.w, out, 1);
        add_document(&g);
        status = orb_jw_end(&g.w, err);
        orb_buf_char(&out->pending, '\n');
    }
    orb_free(g.keys);
    orb_report_classes_release(&g.classes);
    orb_report_areas_release(&g.areas);
    return status == ORB_OK ? orb_buf_check(&out->pending, err) : status;
}
