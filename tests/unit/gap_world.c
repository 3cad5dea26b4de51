/* Two communes 77 km apart and the gaps found in them, for tests of gaps. */
#include "tests/unit/gap_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct gap_world gap_world;

static const char *const needs[] = { "1.3.3.1" };

const struct planning_offer gap_open_to_all = { PLANNING_OPEN_TO_ALL };

int gap_world_begin(void **state)
{
    (void)state;
    gap_world.stratum = (struct orb_stratum){ .age_from = 10, .age_to = 11, .group = "DI" };
    planning_world_open(&gap_world.world);
    planning_commune(&gap_world.world, "01001", 5, 46, 1000);
    planning_commune(&gap_world.world, "01002", 6, 46, 500);
    return 0;
}

int gap_world_end(void **state)
{
    (void)state;
    orb_gaps_release(&gap_world.found);
    planning_world_close(&gap_world.world);
    return 0;
}

struct orb_gap_request gap_world_request(void)
{
    const struct orb_catalogue *catalogue = &gap_world.world.catalogue;

    gap_world.places[0] = orb_cat_commune_find(catalogue, "01001");
    gap_world.places[1] = orb_cat_commune_find(catalogue, "01002");
    return (struct orb_gap_request){ .catalogue = catalogue,
                                     .profile = gap_world.world.profile,
                                     .date = TODAY,
                                     .needs = needs,
                                     .need_count = 1,
                                     .strata = &gap_world.stratum,
                                     .stratum_count = 1,
                                     .places = gap_world.places,
                                     .place_count = 2,
                                     .max_minutes = 60,
                                     .max_residential_minutes = 120,
                                     .max_wait_days = 180 };
}

void gap_world_find(void)
{
    struct orb_error err = { 0 };
    struct orb_gap_request q;

    planning_world_ready(&gap_world.world);
    q = gap_world_request();
    if (orb_gaps_find(&gap_world.found, &q, &err) != ORB_OK)
        fail_msg("%s %s", err.place, err.text);
}

void gap_world_add(const char *id, struct planning_offer offer)
{
    offer.id = id;
    planning_offer(&gap_world.world, &offer);
}
