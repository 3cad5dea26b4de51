/* The catalogue of a demonstration territory, without contours. */
#ifndef TESTS_PROPERTY_MADE_TERRITORY_H
#define TESTS_PROPERTY_MADE_TERRITORY_H

#include "engine/base/buf.h"
#include "engine/catalogue/catalogue.h"

/* The catalogue reads the image, which the caller releases after it (orb_buf_release). */
void made_territory(struct orb_buf *image, struct orb_catalogue *catalogue, uint64_t seed,
                    uint32_t offers);

#endif
