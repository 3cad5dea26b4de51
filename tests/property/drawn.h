/* Records of every kind, every member of them in each of its states. */
#ifndef TESTS_PROPERTY_DRAWN_H
#define TESTS_PROPERTY_DRAWN_H

#include <stdint.h>

#include "engine/model/record.h"

/* Of each kind, but for the sources and the operator. */
enum { DRAWN_RECORDS = 12 };

/* Put a small territory; the same seed puts the same. */
enum orb_status drawn_put(const struct orb_sink *sink, uint64_t seed,
                          struct orb_error *err);

#endif
