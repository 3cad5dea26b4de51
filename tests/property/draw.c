/* The drawing of lots: numbers, choices, orders. */
#include <stdio.h>
#include <stdlib.h>

#include "engine/base/embedded.h"
#include "tests/property/made.h"

uint64_t made_seed(void)
{
    const char *text = getenv("ORBITE_SEED");
    uint64_t seed = text == NULL ? 20261122 : strtoull(text, NULL, 10);

    printf("# ORBITE_SEED=%llu\n", (unsigned long long)seed);
    return seed;
}

void made_init(struct made *m, uint64_t seed)
{
    const struct orb_embedded_file *file =
        orb_embedded_find("engine/match/profile-default.json");
    json_t *profile = json_loadb((const char *)file->data, file->len, 0, NULL);

    m->state = seed;
    m->needs = json_incref(json_object_get(profile, "needs"));
    json_decref(profile);
}

void made_release(struct made *m)
{
    json_decref(m->needs);
}

/* SplitMix64 (Steele, Lea and Flood, 2014). */
uint64_t made_next(struct made *m)
{
    uint64_t z = m->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

unsigned made_below(struct made *m, unsigned bound)
{
    return bound == 0 ? 0 : (unsigned)(made_next(m) >> 33) % bound;
}

bool made_chance(struct made *m, unsigned percent)
{
    return made_below(m, 100) < percent;
}

const char *made_choice(struct made *m, const char *const *texts, unsigned count)
{
    return texts[made_below(m, count)];
}

void made_shuffle(struct made *m, json_t *array)
{
    for (size_t i = json_array_size(array); i > 1; i--) {
        size_t j = made_below(m, (unsigned)i);
        json_t *last = json_incref(json_array_get(array, i - 1));

        json_array_set(array, i - 1, json_array_get(array, j));
        json_array_set_new(array, j, last);
    }
}
