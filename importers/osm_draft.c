/* Objects being put together from XML or JSON, and what is of use in their tags. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "importers/osm.h"

/* The day of a moment; the rest of it says nothing more. */
orb_date orb_osm_day(const char *text)
{
    orb_date day = ORB_DATE_NONE;

    if (text != NULL && strlen(text) >= 10)
        (void)orb_date_parse(&day, text, 10);
    return day;
}

void orb_osm_draft_begin(struct osm_draft *draft, enum osm_type type, unsigned long place)
{
    struct osm_object *object = &draft->object;

    object->type = type;
    object->id = 0;
    object->place = place;
    object->changed = ORB_DATE_NONE;
    object->lon = object->lat = (double)NAN;
    object->tag_count = object->ref_count = 0;
    object->is_area = object->is_partial = object->is_deleted = false;
    object->is_unreadable = false;
    orb_outline_clear(&object->outline);
}

enum orb_status orb_osm_draft_tag(struct osm_draft *draft, struct orb_arena *arena,
                                  const char *key, const char *value, struct orb_error *err)
{
    struct osm_object *object = &draft->object;
    struct osm_tag *tag;

    if (orb_grow((void **)&object->tags, &draft->tag_capacity, object->tag_count,
                 sizeof *object->tags) != ORB_OK)
        return orb_error_memory(err);
    tag = &object->tags[object->tag_count];
    tag->key = orb_arena_strdup(arena, key);
    tag->value = orb_arena_strdup(arena, value);
    if (tag->key == NULL || tag->value == NULL)
        return orb_error_memory(err);
    object->tag_count++;
    return ORB_OK;
}

enum orb_status orb_osm_draft_ref(struct osm_draft *draft, struct osm_ref ref,
                                  struct orb_error *err)
{
    struct osm_object *object = &draft->object;

    if (orb_grow((void **)&object->refs, &draft->ref_capacity, object->ref_count,
                 sizeof *object->refs) != ORB_OK)
        return orb_error_memory(err);
    object->refs[object->ref_count++] = ref;
    return ORB_OK;
}

enum orb_status orb_osm_draft_position(struct osm_draft *draft, double lon, double lat,
                                       struct orb_error *err)
{
    struct osm_object *object = &draft->object;

    if (!(fabs(lon) <= 180 && fabs(lat) <= 90)) {
        object->is_partial = true;
        return ORB_OK;
    }
    return orb_outline_add(&object->outline, lon, lat, err);
}

void orb_osm_draft_release(struct osm_draft *draft)
{
    orb_free(draft->object.tags);
    orb_free(draft->object.refs);
    orb_outline_release(&draft->object.outline);
    memset(draft, 0, sizeof *draft);
}
