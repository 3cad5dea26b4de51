/* An invented report over an invented territory, for the tests of its writers. */
#ifndef ORB_TESTS_REPORT_SAMPLE_H
#define ORB_TESTS_REPORT_SAMPLE_H

#include "maps/exporter.h"
#include "maps/report.h"

enum {
    SAMPLE_COLUMNS = 8,
    SAMPLE_ROWS = 6,
    SAMPLE_ENCLAVE = SAMPLE_COLUMNS * SAMPLE_ROWS, /* within commune 20 */
    SAMPLE_NOWHERE,                                /* without contour */
    SAMPLE_ISLAND_A,                               /* overseas */
    SAMPLE_ISLAND_B,
    SAMPLE_COMMUNES
};

/*
 * Communes "01001" and following in four EPCI, the enclave in another than what surrounds
 * it. Tables: access by commune (quantile), kinds (categories), change (diverging), by EPCI
 * (a map of areas dissolved from communes). Released by orb_report_clear.
 */
void report_sample(struct orb_report *out, bool french);

/* The records of the territory; nothing to release. */
extern const struct orb_map_territory report_sample_territory;

#endif
