/* Where an object is: a node where it stands, a way or relation at a point on its surface.
 * What is not whole has no position, unless the file gives its centre: a piece of an
 * outline may be far from the thing. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "importers/osm.h"

static bool is_on_earth(double lon, double lat)
{
    return fabs(lon) <= 180 && fabs(lat) <= 90;
}

/* The kinds of relations that are areas. */
static bool is_area_relation(const struct osm_thing *thing)
{
    const struct osm_text *kind = orb_osm_text(thing, OSM_KIND);

    return thing->type == OSM_RELATION && kind != NULL &&
           (strcmp(kind->text, "multipolygon") == 0 || strcmp(kind->text, "boundary") == 0);
}

static enum orb_status place_centre(struct osm *o, struct osm_thing *thing,
                                    enum osm_rule rule, struct orb_error *err)
{
    if (is_on_earth(thing->lon, thing->lat)) {
        thing->placing = OSM_PLACING_CENTRE;
        return ORB_OK;
    }
    thing->lon = thing->lat = (double)NAN;
    return orb_osm_tell(o, rule, thing->place, NULL, err);
}

/* On the area when there is one; a relation of another kind may enclose one too. */
static enum orb_status place_outline(struct osm *o, struct osm_thing *thing,
                                     const struct orb_outline *outline, bool is_area,
                                     struct orb_error *err)
{
    double point[2] = { (double)NAN, (double)NAN };
    bool found = false;
    enum orb_status status = ORB_OK;

    if (is_area || thing->type == OSM_RELATION)
        status = orb_outline_area_point(outline, o->geo, point, &found, err);
    if (status == ORB_OK && !found) {
        if (is_area)
            status = orb_osm_tell(o, OSM_OPEN, thing->place, NULL, err);
        if (status == ORB_OK)
            status = orb_outline_line_point(outline, o->geo, point, &found, err);
    }
    if (status != ORB_OK)
        return status;
    if (!found)
        return place_centre(o, thing, OSM_INCOMPLETE, err);
    thing->lon = point[0];
    thing->lat = point[1];
    thing->placing = OSM_PLACING_OUTLINE;
    return ORB_OK;
}

static bool is_closed(const struct orb_outline *outline)
{
    const double *last;

    if (outline->line_count != 1 || outline->count < 4)
        return false;
    last = outline->xy + 2 * (outline->count - 1);
    return outline->xy[0] == last[0] && outline->xy[1] == last[1];
}

enum orb_status orb_osm_place_own(struct osm *o, struct osm_thing *thing,
                                  const struct osm_object *object, struct orb_error *err)
{
    bool is_area;

    if (object->type == OSM_NODE && is_on_earth(object->lon, object->lat)) {
        thing->placing = OSM_PLACING_NODE;
        return ORB_OK;
    }
    if (object->outline.count == 1) { /* all that some servers give of a way */
        thing->lon = object->outline.xy[0];
        thing->lat = object->outline.xy[1];
    }
    if (object->type == OSM_NODE || object->is_partial)
        return place_centre(o, thing, OSM_POSITION_RANGE, err);
    if (object->outline.count <= 1)
        return place_centre(o, thing, OSM_INCOMPLETE, err);
    is_area = object->is_area || is_area_relation(thing) ||
              (object->type == OSM_WAY && is_closed(&object->outline));
    return place_outline(o, thing, &object->outline, is_area, err);
}

/* ---- by the nodes of the file */

struct osm_part *orb_osm_part(const struct osm *o, int64_t id)
{
    size_t low = 0;
    size_t high = o->part_count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (o->parts[middle].id == id)
            return &o->parts[middle];
        if (o->parts[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static const struct osm_position *position_of(const struct osm *o, int64_t id)
{
    size_t low = 0;
    size_t high = o->node_count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (o->nodes[middle] == id)
            return o->positions[middle].lon == INT32_MIN ? NULL : &o->positions[middle];
        if (o->nodes[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* An outline being drawn from references. */
struct drawing {
    const struct osm *osm;
    struct orb_outline *outline;
    bool is_whole; /* nothing is missing */
};

/* Add nodes as one line. */
static enum orb_status add_line(struct drawing *d, size_t first, size_t count,
                                struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = first; status == ORB_OK && i < first + count; i++) {
        const struct osm_position *at = position_of(d->osm, d->osm->refs[i].id);

        if (at == NULL)
            d->is_whole = false;
        else
            status = orb_outline_add(d->outline, at->lon / 1e7, at->lat / 1e7, err);
    }
    return status == ORB_OK ? orb_outline_end(d->outline, err) : status;
}

/* Relations of relations are not followed. */
static enum orb_status add_member(struct drawing *d, size_t at, struct orb_error *err)
{
    const struct osm_ref *ref = &d->osm->refs[at];
    const struct osm_part *part =
        ref->type == OSM_WAY ? orb_osm_part(d->osm, ref->id) : NULL;

    if (ref->type == OSM_NODE)
        return add_line(d, at, 1, err);
    if (part != NULL && part->is_there)
        return add_line(d, part->first_ref, part->ref_count, err);
    d->is_whole = false;
    return ORB_OK;
}

/* The ways that bound an area, or all that a relation of another kind brings together. */
static enum orb_status add_members(struct drawing *d, const struct osm_thing *thing,
                                   struct orb_error *err)
{
    bool is_area = is_area_relation(thing);
    enum orb_status status = ORB_OK;

    for (size_t i = thing->first_ref;
         status == ORB_OK && i < thing->first_ref + thing->ref_count; i++) {
        const struct osm_ref *ref = &d->osm->refs[i];

        if (!is_area || (ref->type == OSM_WAY && ref->is_ring))
            status = add_member(d, i, err);
    }
    return status;
}

enum orb_status orb_osm_place_refs(struct osm *o, struct osm_thing *thing,
                                   struct orb_outline *outline, struct orb_error *err)
{
    struct drawing d = { .osm = o, .outline = outline, .is_whole = true };
    bool is_area = is_area_relation(thing);
    enum orb_status status;

    orb_outline_clear(outline);
    status = thing->type == OSM_WAY ? add_line(&d, thing->first_ref, thing->ref_count, err)
                                    : add_members(&d, thing, err);
    if (status != ORB_OK)
        return status;
    if (!d.is_whole || outline->count == 0)
        return place_centre(o, thing, OSM_INCOMPLETE, err);
    is_area = is_area || (thing->type == OSM_WAY && is_closed(outline));
    return place_outline(o, thing, outline, is_area, err);
}
