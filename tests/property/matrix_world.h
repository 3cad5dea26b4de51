/* Territories made at random, for the laws of who does what. */
#ifndef TESTS_PROPERTY_MATRIX_WORLD_H
#define TESTS_PROPERTY_MATRIX_WORLD_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/buf.h"
#include "engine/catalogue/catalogue.h"
#include "engine/match/circle.h"
#include "engine/planning/matrix.h"
#include "tests/property/made.h"

#define MATRIX_WORLD_COMMUNES 40
#define MATRIX_WORLD_OFFERS   300
#define MATRIX_WORLD_DAY      739000

struct matrix_world {
    struct orb_buf image;
    struct orb_catalogue catalogue;
    struct orb_profile *profile;
    struct orb_circles circles;
};

/* Services are "s00" to "s99". Release with matrix_world_close. */
void matrix_world_open(struct matrix_world *w, struct made *m);
void matrix_world_close(struct matrix_world *w);

/* Is an offer counted? */
bool matrix_world_is_open(const struct orb_catalogue *c, uint32_t i);

/* A matrix and what it is made of. */
struct made_matrix {
    struct orb_perimeter perimeter;
    struct orb_areas areas;
    struct orb_matrix matrix;
};

/* The whole territory. Release with made_matrix_release. */
void made_matrix_make(struct made_matrix *out, const struct matrix_world *w, int level,
                      int scheme);
void made_matrix_release(struct made_matrix *m);

#endif
