/* A small territory that nothing is wrong with, and what the rules find when a test changes
 * one thing of it. */
#ifndef TESTS_UNIT_QUALITY_WORLD_H
#define TESTS_UNIT_QUALITY_WORLD_H

#include "engine/quality/quality.h"

#define TODAY 20779 /* 2026-11-22 */

struct world {
    struct orb_source source;
    struct orb_territory communes[2];
    struct orb_organization organization;
    struct orb_site site;
    struct orb_service service;
    struct orb_offer offer;
    struct orb_relation relations[2];
    size_t relation_count;
    struct orb_contact contact;
    struct orb_capacity capacities[4];
    struct orb_modality modality;
    struct orb_prestation prestation;
    const char *codes[2];
    struct orb_closure closure;
};

/* Nothing is wrong: one offer of one service at one place of the commune 01001, whose
 * contour is the square of 0 to 1 degree. */
void world_make(struct world *world);

/* The test fails unless the findings are these lines: "kind record id field value". */
void world_finds(const struct world *world, const char *expected);

#endif
