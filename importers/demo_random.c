/* SplitMix64 (Steele, Lea and Flood, 2014): 64-bit integers only, so that no machine's
 * arithmetic shows in the bytes written. */
#include "importers/demo_random.h"

static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

struct orb_demo_random orb_demo_random_start(uint64_t seed, enum orb_demo_stream stream,
                                             uint64_t index)
{
    uint64_t key = mix(seed + UINT64_C(0x9e3779b97f4a7c15) * (uint64_t)stream);

    return (struct orb_demo_random){ mix(key ^ mix(index + UINT64_C(0x9e3779b97f4a7c15))) };
}

uint64_t orb_demo_random_next(struct orb_demo_random *random)
{
    random->state += UINT64_C(0x9e3779b97f4a7c15);
    return mix(random->state);
}

uint32_t orb_demo_random_below(struct orb_demo_random *random, uint32_t count)
{
    return (uint32_t)(((orb_demo_random_next(random) >> 32) * count) >> 32);
}

int32_t orb_demo_random_between(struct orb_demo_random *random, int32_t low, int32_t high)
{
    return low + (int32_t)orb_demo_random_below(random, (uint32_t)(high - low) + 1);
}

bool orb_demo_random_chance(struct orb_demo_random *random, uint32_t per_mille)
{
    return orb_demo_random_below(random, 1000) < per_mille;
}
