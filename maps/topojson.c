/* TopoJSON (the specification of 2013 and its reference reader): integer arcs, each
 * position told by its difference from the one before. */
#include "maps/topojson.h"

#include <inttypes.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/strmap.h"
#include "engine/base/text.h"
#include "engine/model/record.h"
#include "maps/json_writer.h"

/* The id of a source of contours begins so: the record of a commune tells who lists it, not
 * who drew it. */
#define CONTOUR_SOURCE "contours-"

/* ---- reading */

struct used_source {
    const char *id, *attribution, *licence;
    bool used;
};

struct reading {
    struct orb_contours *contours;
    const struct orb_contour_choice *choice;
    struct used_source *sources;
    size_t source_count, source_capacity;
    struct orb_arena arena;
};

/* The code of the area of a level, NULL = in none. */
static const char *area_of(const struct orb_territory *t, enum orb_mesh level)
{
    switch (level) {
    case ORB_MESH_EPCI:
        return t->epci;
    case ORB_MESH_LIFE_AREA:
        return t->life_area;
    case ORB_MESH_CANTON:
        return t->canton;
    case ORB_MESH_DEPARTEMENT:
        return t->departement;
    case ORB_MESH_REGION:
        return t->region;
    default:
        return t->code;
    }
}

static bool is_one_of(const struct orb_strmap *codes, const char *code)
{
    return codes == NULL ||
           (code != NULL && orb_strmap_find(codes, code, strlen(code)) != ORB_STRMAP_NONE);
}

static bool is_wanted(const struct reading *r, const struct orb_territory *t)
{
    const struct orb_contour_choice *c = r->choice;

    return t->kind == ORB_TERRITORY_COMMUNE && t->contour != NULL &&
           (c == NULL ||
            (is_one_of(c->areas, area_of(t, c->level)) && is_one_of(c->communes, t->code)));
}

static enum orb_status keep_source(struct reading *r, const struct orb_source *source,
                                   struct orb_error *err)
{
    struct used_source *mine;

    if (orb_grow((void **)&r->sources, &r->source_capacity, r->source_count,
                 sizeof *r->sources) != ORB_OK)
        return orb_error_memory(err);
    mine = &r->sources[r->source_count++];
    *mine = (struct used_source){
        .id = orb_arena_strdup(&r->arena, source->id),
        .attribution = orb_arena_strdup(&r->arena, source->attribution),
        .licence = orb_arena_strdup(&r->arena, source->licence),
        .used = strncmp(source->id, CONTOUR_SOURCE, strlen(CONTOUR_SOURCE)) == 0,
    };
    return mine->id == NULL || mine->attribution == NULL || mine->licence == NULL
               ? orb_error_memory(err)
               : ORB_OK;
}

static enum orb_status look(void *context, const struct orb_record *record,
                            struct orb_error *err)
{
    struct reading *r = context;
    const struct orb_territory *t = record->as.territory;

    if (record->kind == ORB_RECORD_SOURCE)
        return keep_source(r, record->as.source, err);
    if (record->kind != ORB_RECORD_TERRITORY || !is_wanted(r, t))
        return ORB_OK;
    for (size_t i = 0; i < r->source_count && t->provenance.source != NULL; i++)
        r->sources[i].used =
            r->sources[i].used || strcmp(r->sources[i].id, t->provenance.source) == 0;
    if (orb_topology_look(&r->contours->topology, t->contour, t->contour_len))
        return ORB_OK;
    (void)orb_error_set(err, ORB_ERR_CORRUPT, _("a contour does not read"));
    orb_error_at(err, "%s", t->code);
    return ORB_ERR_CORRUPT;
}

static enum orb_status add(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    struct reading *r = context;
    const struct orb_territory *t = record->as.territory;

    if (record->kind != ORB_RECORD_TERRITORY || !is_wanted(r, t))
        return ORB_OK;
    return orb_topology_add(
        &r->contours->topology,
        &(struct orb_topology_label){
            .code = t->code,
            .name = t->name,
            .area = r->choice == NULL ? NULL : area_of(t, r->choice->level),
            .population = t->population },
        t->contour, t->contour_len, err);
}

static enum orb_status join(struct orb_buf *out, const struct reading *r, bool licence,
                            struct orb_error *err)
{
    struct orb_strmap seen = { 0 };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; i < r->source_count && status == ORB_OK; i++) {
        const char *text = licence ? r->sources[i].licence : r->sources[i].attribution;
        size_t known = seen.count;
        uint32_t number;

        if (!r->sources[i].used)
            continue;
        status = orb_strmap_add(&seen, text, strlen(text), &number);
        if (status != ORB_OK)
            (void)orb_error_memory(err);
        else if (seen.count > known) {
            orb_buf_text(out, out->len == 0 ? "" : "; ");
            orb_buf_text(out, text);
        }
    }
    orb_strmap_release(&seen);
    return status == ORB_OK ? orb_buf_check(out, err) : status;
}

enum orb_status orb_contours_read(struct orb_contours *out,
                                  const struct orb_map_territory *territory,
                                  const struct orb_contour_choice *choice, double metres,
                                  struct orb_error *err)
{
    const struct orb_map_replay which = {
        .kinds = 1U << ORB_RECORD_SOURCE | 1U << ORB_RECORD_TERRITORY, .with_contours = true
    };
    struct reading reading = { .contours = out, .choice = choice };
    const struct orb_sink looking = { &reading, look };
    const struct orb_sink adding = { &reading, add };
    enum orb_status status = territory->replay(territory->context, &which, &looking, err);

    if (status == ORB_OK)
        status = territory->replay(territory->context, &which, &adding, err);
    if (status == ORB_OK && out->topology.shape_count > 0)
        status = join(&out->attribution, &reading, false, err);
    if (status == ORB_OK && out->topology.shape_count > 0)
        status = join(&out->licence, &reading, true, err);
    if (status == ORB_OK)
        status = orb_topology_cut(&out->topology, err);
    if (status == ORB_OK && metres > 0)
        status = orb_topology_simplify(&out->topology, metres, err);
    orb_free(reading.sources);
    orb_arena_release(&reading.arena);
    return status;
}

void orb_contours_release(struct orb_contours *contours)
{
    orb_topology_release(&contours->topology);
    orb_buf_release(&contours->attribution);
    orb_buf_release(&contours->licence);
}

/* ---- writing */

static void write_head(struct orb_buf *out, const struct orb_contours *c)
{
    const struct orb_topology *t = &c->topology;

    orb_buf_text(out, "{\"type\":\"Topology\"");
    if (c->attribution.len > 0) {
        orb_buf_text(out, ",\"attribution\":");
        orb_jw_escape(out, c->attribution.data, c->attribution.len);
        orb_buf_text(out, ",\"licence\":");
        orb_jw_escape(out, c->licence.data, c->licence.len);
    }
    if (t->shape_count == 0)
        return;
    orb_buf_text(out, ",\"bbox\":[");
    for (int i = 0; i < 4; i++) {
        orb_buf_text(out, i == 0 ? "" : ",");
        orb_jw_write_number(out, t->box[i]);
    }
    orb_buf_text(out, "],\"transform\":{\"scale\":[");
    orb_jw_write_number(out, t->step[0]);
    orb_buf_char(out, ',');
    orb_jw_write_number(out, t->step[1]);
    orb_buf_text(out, "],\"translate\":[");
    orb_jw_write_number(out, t->box[0]);
    orb_buf_char(out, ',');
    orb_jw_write_number(out, t->box[1]);
    orb_buf_text(out, "]}");
}

/* An arc walked from its end is told as -1 - its number. */
static void write_ring(struct orb_buf *out, const struct orb_topology *t, size_t ring)
{
    uint32_t start = orb_topology_start(&t->ring_arc_ends, ring);

    orb_buf_char(out, '[');
    for (uint32_t i = start; i < t->ring_arc_ends.items[ring]; i++) {
        uint32_t arc = t->ring_arcs.items[i];
        int64_t number = arc & ~ORB_TOPOLOGY_REVERSED;

        if ((arc & ORB_TOPOLOGY_REVERSED) != 0)
            number = -1 - number;
        orb_buf_printf(out, i == start ? "%" PRId64 : ",%" PRId64, number);
    }
    orb_buf_char(out, ']');
}

static void write_polygon(struct orb_buf *out, const struct orb_topology *t, size_t polygon)
{
    uint32_t start = orb_topology_start(&t->polygon_ends, polygon);

    orb_buf_char(out, '[');
    for (uint32_t ring = start; ring < t->polygon_ends.items[polygon]; ring++) {
        orb_buf_text(out, ring == start ? "" : ",");
        write_ring(out, t, ring);
    }
    orb_buf_char(out, ']');
}

/* A commune of which nothing is left on the grid keeps its code, without geometry. */
static void write_shape(struct orb_buf *out, const struct orb_topology *t, size_t shape)
{
    const struct orb_topology_label label = orb_topology_label(t, shape);
    uint32_t start = shape == 0 ? 0 : t->shapes[shape - 1].polygon_end;
    uint32_t end = t->shapes[shape].polygon_end;
    uint32_t count = end - start;

    orb_buf_text(out, count == 0   ? "{\"type\":null"
                      : count == 1 ? "{\"type\":\"Polygon\",\"arcs\":"
                                   : "{\"type\":\"MultiPolygon\",\"arcs\":[");
    for (uint32_t i = start; i < end; i++) {
        orb_buf_text(out, i == start ? "" : ",");
        write_polygon(out, t, i);
    }
    orb_buf_text(out, count > 1 ? "]" : "");
    orb_buf_text(out, ",\"properties\":{\"code\":");
    orb_jw_escape(out, label.code, strlen(label.code));
    if (label.name != NULL) {
        orb_buf_text(out, ",\"nom\":");
        orb_jw_escape(out, label.name, strlen(label.name));
    }
    if (label.population >= 0)
        orb_buf_printf(out, ",\"pop\":%" PRId64, label.population);
    orb_buf_text(out, "}}");
}

static void write_arc(struct orb_buf *out, const struct orb_topology *t, size_t arc)
{
    uint32_t start = orb_topology_start(&t->arc_ends, arc);
    int32_t x = 0;
    int32_t y = 0;

    orb_buf_char(out, '[');
    for (uint32_t i = start; i < t->arc_ends.items[arc]; i++) {
        const struct orb_topology_point *p = &t->points[t->arc_points.items[i]];

        orb_buf_printf(out, "%s[%" PRId32 ",%" PRId32 "]", i == start ? "" : ",", p->x - x,
                       p->y - y);
        x = p->x;
        y = p->y;
    }
    orb_buf_char(out, ']');
}

enum orb_status orb_topojson_write(const struct orb_stream *stream,
                                   const struct orb_contours *contours,
                                   struct orb_error *err)
{
    const struct orb_topology *t = &contours->topology;
    struct orb_buf *out = stream->buf;
    enum orb_status status = ORB_OK;

    write_head(out, contours);
    orb_buf_text(
        out,
        ",\"objects\":{\"communes\":{\"type\":\"GeometryCollection\",\"geometries\":[");
    for (size_t i = 0; i < t->shape_count && status == ORB_OK; i++) {
        orb_buf_text(out, i == 0 ? "\n" : ",\n");
        write_shape(out, t, i);
        status = orb_stream_flush(stream, false, err);
    }
    orb_buf_text(out, "]}},\"arcs\":[");
    for (size_t i = 0; i < t->arc_ends.count && status == ORB_OK; i++) {
        orb_buf_text(out, i == 0 ? "\n" : ",\n");
        write_arc(out, t, i);
        status = orb_stream_flush(stream, false, err);
    }
    orb_buf_text(out, "]}");
    return status == ORB_OK ? orb_stream_flush(stream, false, err) : status;
}

/* ---- the exporter */

static enum orb_status run(struct orb_output *out,
                           const struct orb_map_territory *territory,
                           const struct orb_export_options *options, struct orb_error *err)
{
    const struct orb_stream stream = orb_stream_output(out);
    struct orb_contours contours = { 0 };
    struct orb_strmap asked = { 0 };
    const struct orb_contour_choice choice = { .level = ORB_MESH_DEPARTEMENT,
                                               .areas = &asked };
    uint32_t number;
    enum orb_status status = ORB_OK;

    orb_topology_set_folder(&contours.topology, options->scratch);
    if (options->departement != NULL &&
        orb_strmap_add(&asked, options->departement, strlen(options->departement),
                       &number) != ORB_OK)
        status = orb_error_memory(err);
    if (status == ORB_OK)
        status = orb_contours_read(&contours, territory,
                                   options->departement == NULL ? NULL : &choice,
                                   options->simplify_m, err);
    if (status == ORB_OK)
        status = orb_topojson_write(&stream, &contours, err);
    orb_buf_char(&out->pending, '\n');
    orb_contours_release(&contours);
    orb_strmap_release(&asked);
    return status == ORB_OK ? orb_buf_check(&out->pending, err) : status;
}

const struct orb_exporter orb_exporter_topojson = {
    .name = "topojson",
    .summary = N_("contours of communes, borders drawn once (TopoJSON)"),
    .media_type = "application/json",
    .extension = "topojson",
    .takes = ORB_EXPORT_CONTOURS,
    .loses = N_("all but communes: their codes, names, populations and contours"),
    .run = run,
};
