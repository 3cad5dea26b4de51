/* Communes 01001 to 01004 on a line, and the redundancies of offers that a test puts there.
 */
#ifndef TESTS_UNIT_OVERLAP_WORLD_H
#define TESTS_UNIT_OVERLAP_WORLD_H

#include "engine/planning/overlaps.h"
#include "tests/unit/planning_world.h"

extern struct planning_world overlap_world;
extern struct orb_overlaps overlaps; /* after overlap_find */

/* An offer by day at 01001. */
extern const struct planning_offer overlap_day;

/* Around each test. */
int overlap_begin(void **state);
int overlap_end(void **state);

void overlap_add(const char *id, struct planning_offer offer);

/* The limits of METHODS 4; of the world, once it is ready. */
struct orb_overlap_question overlap_question(void);

/* Make the world ready, and find. */
void overlap_find(void);

/* The id of the first offer of a member of a group. */
const char *overlap_member(uint32_t group, uint32_t i);

#endif
