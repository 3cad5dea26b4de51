#include "tests/unit/overlap_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct planning_world overlap_world;
struct orb_overlaps overlaps;

const struct planning_offer overlap_day = { .families = "L4.2,L1.2",
                                            .publics = "DI,TSA",
                                            .modalities = "accueil_jour",
                                            .age_min = 6,
                                            .age_max = 20,
                                            .lon = 5,
                                            .lat = 46 };

int overlap_begin(void **state)
{
    (void)state;
    planning_world_open(&overlap_world);
    planning_commune(&overlap_world, "01001", 5, 46, 1000);
    planning_commune(&overlap_world, "01002", 5.05, 46, 500);
    planning_commune(&overlap_world, "01003", 5.1, 46, 500);
    planning_commune(&overlap_world, "01004", 5.2, 46, 500);
    return 0;
}

int overlap_end(void **state)
{
    (void)state;
    orb_overlaps_release(&overlaps);
    planning_world_close(&overlap_world);
    return 0;
}

struct orb_overlap_question overlap_question(void)
{
    return (struct orb_overlap_question){ .catalogue = &overlap_world.catalogue,
                                          .profile = overlap_world.profile,
                                          .circles = &overlap_world.circles,
                                          .date = TODAY,
                                          .limits = { 0.5, 0.5, 0.5, 15 } };
}

void overlap_find(void)
{
    struct orb_overlap_question q = overlap_question();
    struct orb_error err = { 0 };

    planning_world_ready(&overlap_world);
    assert_int_equal(orb_overlaps_find(&overlaps, &q, &err), ORB_OK);
}

void overlap_add(const char *id, struct planning_offer offer)
{
    offer.id = id;
    planning_offer(&overlap_world, &offer);
}

const char *overlap_member(uint32_t group, uint32_t i)
{
    const struct orb_overlap_group *g = &overlaps.groups[group];
    uint32_t service = overlaps.members[g->members.first + i];

    return orb_cat_string(
        &overlap_world.catalogue,
        overlap_world.catalogue.offers[overlaps.services[service].offer].id);
}
