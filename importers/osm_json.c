/* Objects in JSON: the elements of an answer of Overpass, or the features of a GeoJSON
 * collection. */
#include <math.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/text.h"
#include "importers/feed_tree.h"
#include "importers/json_reader.h"
#include "importers/osm.h"

struct reader {
    struct osm *osm;
    struct orb_feed_tree tree;
    struct osm_draft draft;
};

/* ---- values */

static bool read_id(int64_t *out, const struct orb_node *node)
{
    bool is_text =
        orb_node_type(node) == ORB_NODE_WORD || orb_node_type(node) == ORB_NODE_STRING;

    return is_text &&
           orb_integer_parse(out, node->as.text, node->count, INT64_MIN + 1, INT64_MAX);
}

static double read_number(const struct orb_node *node)
{
    double number = (double)NAN;

    if (orb_node_type(node) == ORB_NODE_WORD)
        (void)orb_number_parse(&number, node->as.text, node->count);
    return number;
}

static enum osm_type type_of(const char *text, size_t len)
{
    enum osm_type type = OSM_NODE;

    while (type < OSM_TYPES && (strlen(orb_osm_types[type]) != len ||
                                memcmp(orb_osm_types[type], text, len) != 0))
        type++;
    return type;
}

static enum osm_type type_named(const struct orb_node *node)
{
    const char *text = orb_node_text(node);

    return text == NULL ? OSM_TYPES : type_of(text, strlen(text));
}

static enum orb_status add_tags(struct reader *r, const struct orb_node *tags,
                                struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < orb_node_count(tags); i++) {
        const struct orb_node *tag = orb_node_at(tags, i);
        const char *text = orb_node_text(tag);

        if (tag->key != NULL && text != NULL && orb_osm_field(tag->key) != OSM_FIELDS)
            status = orb_osm_draft_tag(&r->draft, &r->osm->row, tag->key, text, err);
    }
    return status;
}

/* ---- Overpass */

/* {"lat":46.0,"lon":5.0}, or null for what the area asked does not hold. */
static enum orb_status add_point(struct reader *r, const struct orb_node *node,
                                 struct orb_error *err)
{
    return orb_osm_draft_position(&r->draft, read_number(orb_node_get(node, "lon")),
                                  read_number(orb_node_get(node, "lat")), err);
}

static enum orb_status add_geometry(struct reader *r, const struct orb_node *list,
                                    struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < orb_node_count(list); i++)
        status = add_point(r, orb_node_at(list, i), err);
    return status == ORB_OK ? orb_outline_end(&r->draft.object.outline, err) : status;
}

static enum orb_status add_nodes(struct reader *r, const struct orb_node *nodes,
                                 struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < orb_node_count(nodes); i++) {
        struct osm_ref ref = { .type = OSM_NODE };

        if (!read_id(&ref.id, orb_node_at(nodes, i)))
            r->draft.object.is_unreadable = true;
        else
            status = orb_osm_draft_ref(&r->draft, ref, err);
    }
    return status;
}

static enum orb_status add_members(struct reader *r, const struct orb_node *members,
                                   struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < orb_node_count(members); i++) {
        const struct orb_node *member = orb_node_at(members, i);
        const char *role = orb_node_text(orb_node_get(member, "role"));
        struct osm_ref ref = { .type = type_named(orb_node_get(member, "type")) };

        ref.is_ring = role == NULL || role[0] == '\0' || strcmp(role, "outer") == 0 ||
                      strcmp(role, "inner") == 0;
        if (!read_id(&ref.id, orb_node_get(member, "ref")) || ref.type == OSM_TYPES) {
            r->draft.object.is_unreadable = true;
            continue;
        }
        status = orb_osm_draft_ref(&r->draft, ref, err);
        if (status == ORB_OK)
            status = add_geometry(r, orb_node_get(member, "geometry"), err);
    }
    return status;
}

static enum orb_status read_element(struct reader *r, const struct orb_node *node,
                                    unsigned long place, struct orb_error *err)
{
    const struct orb_node *centre = orb_node_get(node, "center");
    const struct orb_node *own = centre != NULL ? centre : node;
    enum osm_type type = type_named(orb_node_get(node, "type"));
    struct osm_object *object = &r->draft.object;
    enum orb_status status;

    orb_osm_draft_begin(&r->draft, type, place);
    r->draft.object.is_unreadable = orb_node_text(orb_node_get(node, "type")) == NULL;
    if (type == OSM_TYPES)
        return ORB_OK;
    if (orb_node_get(node, "id") != NULL)
        r->draft.object.is_unreadable = !read_id(&object->id, orb_node_get(node, "id"));
    object->lon = read_number(orb_node_get(own, "lon"));
    object->lat = read_number(orb_node_get(own, "lat"));
    object->changed = orb_osm_day(orb_node_text(orb_node_get(node, "timestamp")));
    status = add_tags(r, orb_node_get(node, "tags"), err);
    if (status == ORB_OK)
        status = add_nodes(r, orb_node_get(node, "nodes"), err);
    if (status == ORB_OK)
        status = add_geometry(r, orb_node_get(node, "geometry"), err);
    return status == ORB_OK ? add_members(r, orb_node_get(node, "members"), err) : status;
}

/* ---- GeoJSON */

/* "node/12", as the editors of OpenStreetMap name objects. */
static bool read_name(struct osm_object *object, const struct orb_node *node)
{
    const char *text = orb_node_text(node);
    const char *slash = text == NULL ? NULL : strchr(text, '/');
    enum osm_type type = slash == NULL ? OSM_TYPES : type_of(text, (size_t)(slash - text));

    if (type == OSM_TYPES || !orb_integer_parse(&object->id, slash + 1, strlen(slash + 1),
                                                INT64_MIN + 1, INT64_MAX))
        return false;
    object->type = type;
    return true;
}

/* Positions at the bottom of nested lists, a line for each list of positions. */
static enum orb_status add_coordinates(struct reader *r, const struct orb_node *node,
                                       int depth, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    if (orb_node_type(orb_node_at(node, 0)) == ORB_NODE_WORD)
        return orb_osm_draft_position(&r->draft, read_number(orb_node_at(node, 0)),
                                      read_number(orb_node_at(node, 1)), err);
    if (depth == 0 || orb_node_type(node) != ORB_NODE_ARRAY) {
        r->draft.object.is_partial = true;
        return ORB_OK;
    }
    for (size_t i = 0; status == ORB_OK && i < orb_node_count(node); i++)
        status = add_coordinates(r, orb_node_at(node, i), depth - 1, err);
    return status == ORB_OK ? orb_outline_end(&r->draft.object.outline, err) : status;
}

static enum orb_status add_shape(struct reader *r, const struct orb_node *geometry,
                                 struct orb_error *err)
{
    static const struct {
        const char *type;
        int depth;
        bool is_area;
    } kinds[] = {
        { "Point", 0, false },      { "MultiPoint", 1, false },
        { "LineString", 1, false }, { "MultiLineString", 2, false },
        { "Polygon", 2, true },     { "MultiPolygon", 3, true },
    };
    const char *type = orb_node_text(orb_node_get(geometry, "type"));
    enum orb_status status = ORB_OK;

    for (size_t i = 0; type != NULL && i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].type, type) != 0)
            continue;
        r->draft.object.is_area = kinds[i].is_area;
        status =
            add_coordinates(r, orb_node_get(geometry, "coordinates"), kinds[i].depth, err);
    }
    return status == ORB_OK ? orb_outline_end(&r->draft.object.outline, err) : status;
}

static enum orb_status read_feature(struct reader *r, const struct orb_node *node,
                                    unsigned long place, struct orb_error *err)
{
    const struct orb_node *properties = orb_node_get(node, "properties");
    const struct orb_node *geometry = orb_node_get(node, "geometry");
    const struct orb_node *parts = orb_node_get(geometry, "geometries");
    struct osm_object *object = &r->draft.object;
    enum orb_status status;

    orb_osm_draft_begin(&r->draft, OSM_NODE, place);
    if (!read_name(object, orb_node_get(properties, "@id")) &&
        !read_name(object, orb_node_get(node, "id")))
        object->id = 0;
    r->draft.object.is_unreadable = orb_node_type(properties) != ORB_NODE_OBJECT;
    object->changed = orb_osm_day(orb_node_text(orb_node_get(properties, "@timestamp")));
    status = add_tags(r, properties, err);
    if (status == ORB_OK)
        status = add_shape(r, geometry, err);
    for (size_t i = 0; status == ORB_OK && i < orb_node_count(parts); i++)
        status = add_shape(r, orb_node_at(parts, i), err);
    if (object->type == OSM_NODE && object->outline.count == 1) {
        object->lon = object->outline.xy[0];
        object->lat = object->outline.xy[1];
    }
    return status;
}

/* ---- the document */

static enum orb_status refuse(const struct reader *r, const char *pointer,
                              const char *sentence, struct orb_error *err)
{
    enum orb_status status = orb_error_set(err, ORB_ERR_SYNTAX, "%s", sentence);

    orb_error_at(err, "%s%s%s", r->osm->file, pointer[0] == '\0' ? "" : ":", pointer);
    return status;
}

/* What stands beside the list: when the data are of, and whether they are whole. */
static enum orb_status read_beside(struct reader *r, const struct orb_json_text_item *item,
                                   const struct orb_node *node, struct orb_error *err)
{
    const char *text = orb_node_text(node);
    const struct orb_node *base = orb_node_get(node, "timestamp_osm_base");
    orb_date day = ORB_DATE_NONE;

    if (strcmp(item->list, "remark") == 0 && text != NULL && strstr(text, "error") != NULL)
        return refuse(
            r, item->pointer,
            _("the server that made this file stopped before its end: the file says 'runtime error'"),
            err);
    if (strcmp(item->list, "osm3s") == 0)
        day = orb_osm_day(orb_node_text(base));
    else if (strcmp(item->list, "timestamp") == 0)
        day = orb_osm_day(text);
    if (day > r->osm->day)
        r->osm->day = day;
    return ORB_OK;
}

static enum orb_status take_object(struct reader *r, const struct orb_json_text_item *item,
                                   const struct orb_node *node, struct orb_error *err)
{
    unsigned long place = (unsigned long)item->index;
    enum orb_status status = r->osm->list[0] == 'e' ? read_element(r, node, place, err)
                                                    : read_feature(r, node, place, err);

    return status == ORB_OK ? orb_osm_take(r->osm, &r->draft.object, err) : status;
}

static enum orb_status take(void *context, const struct orb_json_text_item *item,
                            struct orb_error *err)
{
    struct reader *r = context;
    bool is_list =
        strcmp(item->list, "elements") == 0 || strcmp(item->list, "features") == 0;
    const struct orb_node *node = NULL;
    enum orb_status status;

    orb_arena_clear(&r->osm->row);
    status = orb_feed_tree_parse(&r->tree, item->text, item->len, &node, err);
    if (status != ORB_OK) {
        orb_error_at(err, "%s%s%s", r->osm->file, item->pointer[0] == '\0' ? "" : ":",
                     item->pointer);
        return status;
    }
    if (!is_list)
        return read_beside(r, item, node, err);
    r->osm->list = item->list[0] == 'e' ? "elements" : "features";
    if (item->index == ORB_JSON_WHOLE)
        return orb_node_type(node) == ORB_NODE_ARRAY
                   ? ORB_OK
                   : refuse(r, item->pointer, _("this is not a list of objects"), err);
    return take_object(r, item, node, err);
}

enum orb_status orb_osm_read_json(struct osm *o, struct orb_error *err)
{
    struct reader r = { .osm = o };
    enum orb_status status;

    o->list = NULL;
    status = orb_json_read_text(o->input, take, &r, err);
    if (status == ORB_OK && o->list == NULL)
        status = refuse(
            &r, "",
            _("this is not an extract of OpenStreetMap: it has neither elements (Overpass) nor features (GeoJSON)"),
            err);
    orb_feed_tree_release(&r.tree);
    orb_osm_draft_release(&r.draft);
    return status;
}
