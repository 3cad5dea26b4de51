/* A concentric map made of invented partners, and what is read of its pages. */
#ifndef TESTS_UNIT_CIRCLES_MADE_H
#define TESTS_UNIT_CIRCLES_MADE_H

#include "maps/circles_layout.h"

#define PARTNERS_MAX 200

/* A map and what it is made of. */
struct made {
    struct orb_arena arena;
    struct orb_partner partners[PARTNERS_MAX];
    struct orb_circle_map_input input;
    struct orb_circle_map_options options;
    struct orb_circle_map *map;
    struct orb_buf svg;
};

extern struct made made;

/* Before and after a test. */
int made_begin(void **state);
int made_end(void **state);

struct orb_partner *add(const char *name, uint8_t family, enum orb_circle circle);
void add_many(size_t count, uint8_t family, enum orb_circle circle);

/* So many cells of twelve, from the first family on: none is counted in a bubble. */
void add_twelves(size_t cells);

/* Lay the map out again; write a page of it, valid until the next. */
const struct orb_circle_map *lay(void);
const char *page(unsigned number);

/* Fail when a text does not hold a part, or does. */
void holds(const char *text, const char *part);
void lacks(const char *text, const char *part);

#endif
