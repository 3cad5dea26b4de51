/* An invented land: communes that tile the ground, with population, density and the areas
 * they belong to. */
#ifndef ORB_IMPORTERS_DEMO_LAND_H
#define ORB_IMPORTERS_DEMO_LAND_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

/* Points of a contour, the first one repeated at the end. */
#define ORB_DEMO_RING 19
/* Bytes of a contour as WKB: MULTIPOLYGON header, one polygon, one ring. */
#define ORB_DEMO_WKB_LEN (9 + 9 + 4 + 16 * ORB_DEMO_RING)

/* Size of a cell in millionths of a degree: about 4.2 km by 3.6 km, the mean area of a
 * French commune. */
#define ORB_DEMO_CELL_LON 54300
#define ORB_DEMO_CELL_LAT 32374

struct orb_demo_point {
    int32_t lon; /* millionths of a degree */
    int32_t lat;
};

/*
 * One commune. Codes are plausible and cannot be taken for real ones: a département is a
 * letter from D on and a letter or figure ("D1"), a commune its département and three
 * figures ("D1001"). No INSEE code starts with a letter.
 */
struct orb_demo_place {
    char code[6];
    char canton[8];
    char epci[12]; /* nine figures, the first one 0, which no SIREN has */
    char life_area[8];
    char postcode[6];
    struct orb_demo_point centre;
    uint32_t population;
    uint32_t rank; /* 0 = the largest */
    uint16_t department;
    uint16_t epci_zone;
    uint16_t life_zone;
    uint16_t canton_zone;
    uint8_t density; /* INSEE class 1 (dense) to 4 */
};

struct orb_demo_department {
    char code[4];
    char region[4];
    uint32_t centre; /* its largest commune */
};

struct orb_demo_land {
    uint64_t seed;
    uint32_t columns;
    uint32_t rows;
    uint32_t count;               /* communes: columns * rows, row after row */
    struct orb_demo_point origin; /* south-west corner */
    struct orb_demo_place *places;
    uint32_t *by_rank;    /* communes, the largest first */
    uint64_t *cumulative; /* population of the first n + 1 of by_rank */
    struct orb_demo_department *departments;
    uint32_t department_count;
    uint32_t home; /* the town around which the scripted services and persons live */
};

/* How many communes the land of so many offers has. */
uint32_t orb_demo_land_communes(uint32_t offers);

/* A land for so many offers: one for 350 inhabitants, up to 35,000 communes. Release with
 * orb_demo_land_release. */
ORB_MUST_CHECK enum orb_status orb_demo_land_make(struct orb_demo_land *out, uint64_t seed,
                                                  uint32_t offers, struct orb_error *err);
void orb_demo_land_release(struct orb_demo_land *land);

/* The commune so many columns and rows away, kept within the land. */
uint32_t orb_demo_land_near(const struct orb_demo_land *land, uint32_t place,
                            int32_t columns, int32_t rows);

/* How many of by_rank have at least so many inhabitants; never 0. */
uint32_t orb_demo_land_towns(const struct orb_demo_land *land, uint32_t population);

/* The contour, counter-clockwise and closed; neighbours share their points, so that there
 * is no gap and no overlap. */
void orb_demo_land_ring(const struct orb_demo_land *land, uint32_t place,
                        struct orb_demo_point ring[ORB_DEMO_RING]);

/* The contour as a WKB MULTIPOLYGON. Returns ORB_DEMO_WKB_LEN. */
size_t orb_demo_land_contour(const struct orb_demo_land *land, uint32_t place,
                             unsigned char out[ORB_DEMO_WKB_LEN]);

/* Degrees of millionths, the nearest double: written with 6 decimals it is exactly the same
 * number. */
double orb_demo_degrees(int32_t millionths);

#endif
