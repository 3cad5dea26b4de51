/* What two records have in common, field by field. Private to engine/linkage. */
#ifndef ORB_LINKAGE_COMPARE_H
#define ORB_LINKAGE_COMPARE_H

#include "engine/linkage/form.h"

enum linkage_field {
    LINKAGE_FIELD_NAME,
    LINKAGE_FIELD_ADDRESS,
    LINKAGE_FIELD_PHONE,
    LINKAGE_FIELD_DISTANCE,
    LINKAGE_FIELDS
};

/* Levels of agreement, from 1 (none) on; 0 = one of the two does not say. */
#define LINKAGE_LEVELS   5
#define LINKAGE_PATTERNS 625

struct linkage_evidence {
    uint8_t levels[LINKAGE_FIELDS];
    bool veto;       /* never one */
    bool certain;    /* one, whatever the levels */
    unsigned doubts; /* enum orb_linkage_doubt, but for the score */
};

/* Number of levels of each field. */
extern const uint8_t orb_linkage_level_counts[LINKAGE_FIELDS];

/* The levels as one number below LINKAGE_PATTERNS, and back. */
unsigned orb_linkage_pattern(const uint8_t levels[LINKAGE_FIELDS]);
void orb_linkage_pattern_levels(unsigned pattern, uint8_t levels[LINKAGE_FIELDS]);

struct linkage_evidence orb_linkage_compare(const struct linkage_forms *forms, size_t a,
                                            size_t b);

#endif
