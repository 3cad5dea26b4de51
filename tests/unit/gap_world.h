/* Two communes 77 km apart and the gaps found in them, for tests of gaps. */
#ifndef TESTS_UNIT_GAP_WORLD_H
#define TESTS_UNIT_GAP_WORLD_H

#include "engine/planning/gaps.h"
#include "tests/unit/planning_world.h"

struct gap_world {
    struct planning_world world;
    struct orb_gaps found;
    uint32_t places[2];
    struct orb_stratum stratum; /* 10 years old, DI */
};

extern struct gap_world gap_world;

/* Answers the need of a request for everyone, at the first commune. */
extern const struct planning_offer gap_open_to_all;

/* Before and after each test; the state is not used. */
int gap_world_begin(void **state);
int gap_world_end(void **state);

/* The need 1.3.3.1 at both communes, within 60 minutes. Valid until the next call. */
struct orb_gap_request gap_world_request(void);

/* The territory is complete: find the gaps of the request, without a fault. */
void gap_world_find(void);

void gap_world_add(const char *id, struct planning_offer offer);

#endif
