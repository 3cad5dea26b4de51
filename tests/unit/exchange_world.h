/* A small territory in memory, as a product is given one. */
#ifndef TESTS_UNIT_EXCHANGE_WORLD_H
#define TESTS_UNIT_EXCHANGE_WORLD_H

#include "engine/base/buf.h"
#include "engine/catalogue/catalogue.h"
#include "maps/exporter.h"

/* Zero-initialised, then made; release with exchange_world_release. */
struct exchange_world {
    struct orb_buf image;
    struct orb_catalogue catalogue;
};

/* An organization with a service at a place and two offers, one of them remote; a service
 * that only its offer tells of, at a confidential place. */
void exchange_world_make(struct exchange_world *world);
void exchange_world_release(struct exchange_world *world);

/* Of exporters: gives the same records each time. */
struct orb_map_territory exchange_world_territory(const struct exchange_world *world);

#endif
