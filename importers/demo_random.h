/* Numbers drawn for the invented territory: the same on every machine, each subject with
 * its own stream. */
#ifndef ORB_IMPORTERS_DEMO_RANDOM_H
#define ORB_IMPORTERS_DEMO_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

/* What is drawn; adding a draw to one stream changes no other. */
enum orb_demo_stream {
    ORB_DEMO_STREAM_VERTEX = 1,
    ORB_DEMO_STREAM_EDGE,
    ORB_DEMO_STREAM_CENTRE,
    ORB_DEMO_STREAM_RANK,
    ORB_DEMO_STREAM_PLACE_NAME,
    ORB_DEMO_STREAM_ZONE_NAME,
    ORB_DEMO_STREAM_ORGANIZATION,
    ORB_DEMO_STREAM_ROLE,
    ORB_DEMO_STREAM_TWIN,
    ORB_DEMO_STREAM_SITE,
    ORB_DEMO_STREAM_SERVICE,
    ORB_DEMO_STREAM_OFFER,
    ORB_DEMO_STREAM_RELATION,
    ORB_DEMO_STREAM_CONTACT,
    ORB_DEMO_STREAM_REQUEST,
    ORB_DEMO_STREAM_PEOPLE
};

struct orb_demo_random {
    uint64_t state;
};

/* The stream of one object: equal arguments give equal draws, whatever was drawn before. */
struct orb_demo_random orb_demo_random_start(uint64_t seed, enum orb_demo_stream stream,
                                             uint64_t index);

uint64_t orb_demo_random_next(struct orb_demo_random *random);

/* 0 to count - 1; 0 when count is 0. */
uint32_t orb_demo_random_below(struct orb_demo_random *random, uint32_t count);

/* low to high, both included. */
int32_t orb_demo_random_between(struct orb_demo_random *random, int32_t low, int32_t high);

/* True per_mille times out of 1000. */
bool orb_demo_random_chance(struct orb_demo_random *random, uint32_t per_mille);

#endif
