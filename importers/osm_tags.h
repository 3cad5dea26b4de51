/* Which tags of OpenStreetMap are read, and which make an object a resource. */
#ifndef ORB_IMPORTERS_OSM_TAGS_H
#define ORB_IMPORTERS_OSM_TAGS_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/vocabulary/vocabulary.h"

#define ORB_OSM_TERMS_MAX 16

/* Terms of the list osm_tags; zero-initialised is empty. */
struct orb_osm_terms {
    const struct orb_term *items[ORB_OSM_TERMS_MAX];
    uint32_t count;
};

bool orb_osm_tag_is_read(const char *key);

/* Add the terms of a tag: none, or one for each of its values, which stand between
 * semicolons. */
ORB_MUST_CHECK enum orb_status orb_osm_tag_terms(struct orb_vocabulary *vocabulary,
                                                 const char *key, const char *value,
                                                 struct orb_osm_terms *terms,
                                                 struct orb_error *err);

#endif
