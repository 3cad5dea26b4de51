/*
 * The areas of a level over the communes of a catalogue (METHODS 4), and the perimeter that
 * a planner looks at. What stands in a former commune or in an arrondissement of Paris,
 * Lyon or Marseille is of the commune of today, whose population counts everybody. Pure.
 */
#ifndef ORB_PLANNING_MESH_H
#define ORB_PLANNING_MESH_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/error.h"
#include "engine/catalogue/catalogue.h"

enum orb_mesh {
    ORB_MESH_COMMUNE = 0,
    ORB_MESH_EPCI,
    ORB_MESH_LIFE_AREA, /* bassin de vie; may cross the border of a département */
    ORB_MESH_CANTON,
    ORB_MESH_DEPARTEMENT,
    ORB_MESH_REGION,
    ORB_MESH_LEVELS
};

/* "commune", "epci", "life_area", "canton", "departement", "region". */
const char *orb_mesh_name(enum orb_mesh level);

/* The commune of today of each commune of the catalogue: itself when it is one, or when its
 * successor is not there. */
uint32_t orb_mesh_today(const struct orb_catalogue *catalogue, uint32_t commune);

/* The code of the area of a level that a commune is in; 0 = in none. */
orb_cat_text orb_mesh_code(const struct orb_cat_commune *commune, enum orb_mesh level);

/* The name of an area; NULL = unknown. */
const char *orb_mesh_area_name(const struct orb_catalogue *catalogue, enum orb_mesh level,
                               const char *code);

/* ---- the perimeter: which communes are looked at */

struct orb_perimeter {
    bool *within;   /* by commune of the catalogue, former ones too */
    uint32_t count; /* communes of today within */
    bool whole;     /* all of them: nothing was asked for */
};

/* All communes (whole) or none. ORB_ERR_MEMORY. Released with orb_perimeter_release. */
ORB_MUST_CHECK enum orb_status orb_perimeter_init(struct orb_perimeter *out,
                                                  const struct orb_catalogue *catalogue,
                                                  bool whole, struct orb_error *err);

/* Add the communes of an area; several areas add up. The number of communes of today that
 * are in it, already there or not: 0 = no such area in the catalogue. A former commune
 * stands for today's. */
uint32_t orb_perimeter_add(struct orb_perimeter *perimeter,
                           const struct orb_catalogue *catalogue, enum orb_mesh level,
                           const char *code);

void orb_perimeter_release(struct orb_perimeter *perimeter);

/* ---- the areas */

struct orb_area {
    const char *code;   /* of the catalogue; NULL for the line of those in none */
    const char *name;   /* NULL = unknown */
    int64_t population; /* of the communes whose population is known; -1 = of none */
    uint32_t communes;  /* of today, in the perimeter */
    uint32_t unknown;   /* of them, without a known population */
    bool partial;       /* it has communes outside the perimeter */
};

/* What a level makes of a perimeter. Borrows the catalogue. */
struct orb_areas {
    enum orb_mesh level;
    struct orb_area *areas; /* by code as bytes */
    uint32_t count;
    struct orb_area none; /* communes of the perimeter that are in no area of the level */
    uint32_t *of;    /* by commune of the catalogue, former ones too: number of its area;
                        ORB_CAT_NONE = in none, or outside the perimeter */
    uint32_t *today; /* by commune of the catalogue: the commune of today */
};

/* The areas of a level that have a commune in the perimeter. ORB_ERR_MEMORY. Release with
 * orb_areas_release. */
ORB_MUST_CHECK enum orb_status orb_areas_make(struct orb_areas *out,
                                              const struct orb_catalogue *catalogue,
                                              enum orb_mesh level,
                                              const struct orb_perimeter *perimeter,
                                              struct orb_error *err);
void orb_areas_release(struct orb_areas *areas);

#endif
