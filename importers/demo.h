/* The invented demonstration territory: an importer without input, the same bytes for the
 * same seed and size. */
#ifndef ORB_IMPORTERS_DEMO_H
#define ORB_IMPORTERS_DEMO_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/error.h"
#include "engine/model/record.h"

#define ORB_DEMO_MIN_OFFERS 500
#define ORB_DEMO_MAX_OFFERS 2500000

struct orb_demo_options {
    uint64_t seed;
    uint32_t offers;       /* ORB_DEMO_MIN_OFFERS to ORB_DEMO_MAX_OFFERS */
    bool without_contours; /* leave the contours out of the territories */
};

/*
 * Put the whole territory into the sink, kind by kind: its source ("demo:SEED", CC0-1.0),
 * operator, territories, organizations, sites, services, offers. Exactly the number of
 * offers asked for. No relation: they are the operator's file. Memory does not depend on
 * the number of offers. ORB_ERR_RANGE when that number is out of bounds.
 */
ORB_MUST_CHECK enum orb_status orb_demo_generate(const struct orb_demo_options *options,
                                                 const struct orb_sink *sink,
                                                 struct orb_error *err);

#endif
