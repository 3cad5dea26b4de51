/* Which objects become resources, and which nodes and ways are needed to place them. Only
 * these are kept: a whole region passes, its resources stay. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "importers/osm.h"
#include "importers/osm_tags.h"

/* 32 MiB of them, with their positions. */
#define REFS_MAX 1000000

/* ---- what an object is */

static enum orb_status find_terms(struct osm *o, const struct osm_object *object,
                                  struct orb_osm_terms *found, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < object->tag_count; i++)
        status = orb_osm_tag_terms(&o->vocabulary, object->tags[i].key,
                                   object->tags[i].value, found, err);
    return status;
}

/* A swimming pool in a garden is nobody's resource. */
static bool is_private(const struct osm_object *object, const struct orb_osm_terms *terms)
{
    for (uint32_t i = 0; i < terms->count; i++)
        if (strncmp(terms->items[i]->code, "leisure=", 8) != 0)
            return false;
    for (size_t i = 0; i < object->tag_count; i++)
        if (orb_osm_field(object->tags[i].key) == OSM_ACCESS &&
            (strcmp(object->tags[i].value, "private") == 0 ||
             strcmp(object->tags[i].value, "no") == 0))
            return true;
    return false;
}

/* Told and *good false, or a number of OpenStreetMap that comes for the first time. */
static enum orb_status check_id(struct osm *o, const struct osm_object *object, bool *good,
                                struct orb_error *err)
{
    char name[40];
    size_t before = o->seen.count;
    uint32_t number;

    *good = false;
    if (object->id == 0)
        return orb_osm_tell(o, OSM_ID_MISSING, object->place, NULL, err);
    if (object->id < 0)
        return orb_osm_tell(o, OSM_ID_NEW, object->place, NULL, err);
    (void)snprintf(name, sizeof name, "%c%lld", orb_osm_types[object->type][0],
                   (long long)object->id);
    if (orb_strmap_add(&o->seen, name, strlen(name), &number) != ORB_OK)
        return orb_error_memory(err);
    if (o->seen.count == before)
        return orb_osm_tell(o, OSM_ID_TWICE, object->place, NULL, err);
    *good = true;
    return ORB_OK;
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct osm_tag *)a)->key, ((const struct osm_tag *)b)->key);
}

/* The texts in the order of their keys, whatever the order of the file. */
static enum orb_status fill_texts(struct orb_arena *arena, const struct osm_object *object,
                                  struct osm_thing *thing, struct orb_error *err)
{
    struct osm_text *texts = orb_arena_array(arena, object->tag_count + 1, sizeof *texts);

    if (texts == NULL)
        return orb_error_memory(err);
    if (object->tag_count > 1)
        qsort(object->tags, object->tag_count, sizeof *object->tags, by_key);
    for (size_t i = 0; i < object->tag_count; i++) {
        struct osm_text *text = &texts[thing->text_count];

        *text = (struct osm_text){ orb_osm_field(object->tags[i].key), NULL, NULL };
        if (text->field == OSM_TERM || object->tags[i].value[0] == '\0')
            continue;
        text->key = orb_arena_strdup(arena, object->tags[i].key);
        text->text = orb_arena_strdup(arena, object->tags[i].value);
        if (text->key == NULL || text->text == NULL)
            return orb_error_memory(err);
        thing->text_count++;
    }
    thing->texts = texts;
    return ORB_OK;
}

static enum orb_status fill_thing(struct orb_arena *arena, const struct osm_object *object,
                                  const struct orb_term *const *terms,
                                  struct osm_thing *thing, struct orb_error *err)
{
    const struct orb_term **copy = orb_arena_array(arena, thing->term_count, sizeof *copy);

    if (copy == NULL)
        return orb_error_memory(err);
    memcpy(copy, terms, thing->term_count * sizeof *copy);
    thing->terms = copy;
    thing->type = object->type;
    thing->id = object->id;
    thing->place = object->place;
    thing->changed = object->changed;
    thing->lon = object->lon;
    thing->lat = object->lat;
    return fill_texts(arena, object, thing, err);
}

/* ---- the first pass */

static enum orb_status add_refs(struct osm *o, const struct osm_object *object,
                                size_t *first, struct orb_error *err)
{
    *first = o->ref_count;
    if (object->ref_count > REFS_MAX - o->ref_count) {
        enum orb_status status = orb_error_set(
            err, ORB_ERR_RANGE,
            _("more than %d nodes are needed to place what this file holds; cut a smaller area out of it"),
            REFS_MAX);

        orb_error_at(err, "%s", o->file);
        return status;
    }
    for (size_t i = 0; i < object->ref_count; i++) {
        if (orb_grow((void **)&o->refs, &o->ref_capacity, o->ref_count, sizeof *o->refs) !=
            ORB_OK)
            return orb_error_memory(err);
        o->refs[o->ref_count++] = object->refs[i];
    }
    return ORB_OK;
}

/* A way or relation whose nodes stand elsewhere waits for them. */
static enum orb_status keep(struct osm *o, const struct osm_object *object,
                            struct osm_thing *thing, struct orb_error *err)
{
    enum orb_status status = add_refs(o, object, &thing->first_ref, err);

    thing->ref_count = object->ref_count;
    if (status != ORB_OK)
        return status;
    if (orb_grow((void **)&o->things, &o->thing_capacity, o->thing_count,
                 sizeof *o->things) != ORB_OK)
        return orb_error_memory(err);
    o->things[o->thing_count++] = *thing;
    return ORB_OK;
}

static enum orb_status take_resource(struct osm *o, const struct osm_object *object,
                                     const struct orb_osm_terms *terms,
                                     struct orb_error *err)
{
    bool is_whole = object->type == OSM_NODE || object->ref_count == 0 ||
                    (object->outline.count > 0 && !object->is_partial);
    struct osm_thing thing = { .term_count = terms->count };
    bool good = false;
    enum orb_status status = check_id(o, object, &good, err);

    if (status != ORB_OK || !good)
        return status;
    if (is_private(object, terms)) {
        o->counts[OSM_NOTE_PRIVATE]++;
        return ORB_OK;
    }
    if (object->changed > o->newest)
        o->newest = object->changed;
    status = fill_thing(is_whole ? &o->row : &o->kept, object, terms->items, &thing, err);
    if (status == ORB_OK && !is_whole)
        return keep(o, object, &thing, err);
    if (status == ORB_OK)
        status = orb_osm_place_own(o, &thing, object, err);
    return status == ORB_OK ? orb_osm_put(o, &thing, err) : status;
}

static enum orb_status take_object(struct osm *o, const struct osm_object *object,
                                   struct orb_error *err)
{
    struct orb_osm_terms terms = { .count = 0 };
    enum orb_status status;

    o->counts[OSM_READ_NODES + object->type]++;
    if (object->is_unreadable)
        return orb_osm_tell(o, OSM_UNREADABLE, object->place, NULL, err);
    if (object->is_deleted) {
        o->counts[OSM_NOTE_DELETED]++;
        return ORB_OK;
    }
    status = object->type == OSM_TYPES ? ORB_OK : find_terms(o, object, &terms, err);
    if (status == ORB_OK && terms.count > 0)
        return take_resource(o, object, &terms, err);
    o->counts[OSM_NOTE_OTHER]++;
    return status;
}

/* ---- the other passes */

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static int by_part(const void *a, const void *b)
{
    return by_id(&((const struct osm_part *)a)->id, &((const struct osm_part *)b)->id);
}

static enum orb_status take_part(struct osm *o, const struct osm_object *object,
                                 struct orb_error *err)
{
    struct osm_part *part =
        object->type == OSM_WAY && !object->is_deleted && !object->is_unreadable
            ? orb_osm_part(o, object->id)
            : NULL;

    if (part == NULL || part->is_there)
        return ORB_OK;
    part->is_there = true;
    part->ref_count = object->ref_count;
    return add_refs(o, object, &part->first_ref, err);
}

static void take_node(struct osm *o, const struct osm_object *object)
{
    const int64_t *found;

    if (object->type != OSM_NODE || object->is_deleted || object->is_unreadable ||
        !(fabs(object->lon) <= 180 && fabs(object->lat) <= 90))
        return;
    found = bsearch(&object->id, o->nodes, o->node_count, sizeof *o->nodes, by_id);
    if (found != NULL)
        o->positions[found - o->nodes] =
            (struct osm_position){ (int32_t)lround(object->lon * 1e7),
                                   (int32_t)lround(object->lat * 1e7) };
}

enum orb_status orb_osm_take(struct osm *o, const struct osm_object *object,
                             struct orb_error *err)
{
    switch (o->pass) {
    case OSM_PASS_OBJECTS:
        return take_object(o, object, err);
    case OSM_PASS_PARTS:
        return take_part(o, object, err);
    case OSM_PASS_NODES:
        take_node(o, object);
        break;
    }
    return ORB_OK;
}

/* ---- between the passes */

/* The ways of the relations, in order, each once. */
static enum orb_status list_parts(struct osm *o, struct orb_error *err)
{
    size_t count = 0;

    for (size_t i = 0; i < o->ref_count; i++)
        count += o->refs[i].type == OSM_WAY;
    if (count == 0)
        return ORB_OK;
    o->parts = orb_calloc(count, sizeof *o->parts);
    if (o->parts == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < o->ref_count; i++)
        if (o->refs[i].type == OSM_WAY)
            o->parts[o->part_count++].id = o->refs[i].id;
    qsort(o->parts, o->part_count, sizeof *o->parts, by_part);
    count = 1;
    for (size_t i = 1; i < o->part_count; i++)
        if (o->parts[i].id != o->parts[count - 1].id)
            o->parts[count++] = o->parts[i];
    o->part_count = count;
    return ORB_OK;
}

static enum orb_status list_nodes(struct osm *o, struct orb_error *err)
{
    size_t count = 0;

    o->nodes = orb_calloc(o->ref_count, sizeof *o->nodes);
    if (o->nodes == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < o->ref_count; i++)
        if (o->refs[i].type == OSM_NODE)
            o->nodes[count++] = o->refs[i].id;
    if (count == 0)
        return ORB_OK;
    qsort(o->nodes, count, sizeof *o->nodes, by_id);
    o->node_count = 1;
    for (size_t i = 1; i < count; i++)
        if (o->nodes[i] != o->nodes[o->node_count - 1])
            o->nodes[o->node_count++] = o->nodes[i];
    o->positions = orb_calloc(o->node_count, sizeof *o->positions);
    if (o->positions == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < o->node_count; i++)
        o->positions[i].lon = INT32_MIN;
    return ORB_OK;
}

enum orb_status orb_osm_next_pass(struct osm *o, bool *more, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    *more = o->pass != OSM_PASS_NODES && o->thing_count > 0;
    if (o->pass == OSM_PASS_OBJECTS) {
        status = list_parts(o, err);
        if (status != ORB_OK || o->part_count > 0) {
            o->pass = OSM_PASS_PARTS;
            return status;
        }
    }
    o->pass = OSM_PASS_NODES;
    return *more ? list_nodes(o, err) : ORB_OK;
}

enum orb_status orb_osm_finish(struct osm *o, struct orb_error *err)
{
    struct orb_outline outline = { 0 };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < o->thing_count; i++) {
        orb_arena_clear(&o->row);
        status = orb_osm_place_refs(o, &o->things[i], &outline, err);
        if (status == ORB_OK)
            status = orb_osm_put(o, &o->things[i], err);
    }
    orb_outline_release(&outline);
    return status;
}
