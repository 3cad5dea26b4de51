/* Names of publishers as parts of identifiers. */
#ifndef ORB_IMPORTERS_SLUG_H
#define ORB_IMPORTERS_SLUG_H

#include "engine/base/arena.h"

/* "Conseil départemental de l’Ain" as "conseil-departemental-de-l-ain"; in the arena. NULL
 * without memory or for an empty name. */
const char *orb_slug(struct orb_arena *arena, const char *name);

#endif
