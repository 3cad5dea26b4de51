/* Towns are younger than villages; one commune differs from the next. */
#include "importers/demo_people.h"

#include <math.h>
#include <stdio.h>

#include "importers/demo_random.h"

#define CLASSES 7

/* Per thousand inhabitants, in a town (density 1) and in a village (density 4). */
struct demo_class {
    int from, to; /* to -1 = no upper bound */
    int town, village;
};

static const struct demo_class classes[CLASSES] = {
    { 0, 2, 33, 27 },     { 3, 10, 92, 88 },    { 11, 17, 80, 84 },  { 18, 24, 110, 60 },
    { 25, 59, 455, 436 }, { 60, 74, 150, 195 }, { 75, -1, 80, 110 },
};

void orb_demo_ages(char out[ORB_DEMO_AGES_LEN], const struct orb_demo_land *land,
                   uint32_t place)
{
    const struct orb_demo_place *at = &land->places[place];
    struct orb_demo_random random =
        orb_demo_random_start(land->seed, ORB_DEMO_STREAM_PEOPLE, place);
    uint64_t weights[CLASSES];
    uint64_t total = 0;
    uint64_t before = 0;
    uint64_t given = 0;
    size_t len = 0;

    for (int i = 0; i < CLASSES; i++) {
        int share =
            (classes[i].town * (4 - at->density) + classes[i].village * (at->density - 1)) /
            3;

        weights[i] =
            (uint64_t)share * (uint64_t)orb_demo_random_between(&random, 850, 1150);
        total += weights[i];
    }
    for (int i = 0; i < CLASSES && len < ORB_DEMO_AGES_LEN; i++) {
        char to[16] = "";
        uint64_t until;

        before += weights[i];
        until = at->population * before / total;
        if (classes[i].to >= 0)
            (void)snprintf(to, sizeof to, "%d", classes[i].to);
        len += (size_t)snprintf(out + len, ORB_DEMO_AGES_LEN - len, "%s%d-%s:%llu",
                                i == 0 ? "" : ";", classes[i].from, to,
                                (unsigned long long)(until - given));
        given = until;
    }
}

double orb_demo_income(const struct orb_demo_land *land, uint32_t place)
{
    struct orb_demo_random random = orb_demo_random_start(
        land->seed, ORB_DEMO_STREAM_PEOPLE, UINT64_C(1) << 40 | place);

    if (land->places[place].population < 150 || orb_demo_random_chance(&random, 30))
        return (double)NAN;
    return 10.0 * orb_demo_random_between(&random, 1750, 2650);
}
