/*
 * Who does what on a territory (METHODS 4, R39): offers counted by area and by what they
 * do. Pure computation on a catalogue.
 *
 * Counted: offers that are open at the date and that duplicate no other. They are counted
 * in the commune of their site, also those that go to people or answer at a distance. A
 * service is counted once in each commune where it has a site, so that services, offers and
 * places add up from communes to every level. In a cell a service counts once; it may stand
 * in several cells of a line.
 */
#ifndef ORB_PLANNING_MATRIX_H
#define ORB_PLANNING_MATRIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/catalogue/catalogue.h"
#include "engine/match/circle.h"
#include "engine/model/profile.h"
#include "engine/planning/mesh.h"

/* What columns are. */
enum orb_matrix_scheme {
    ORB_MATRIX_FAMILIES = 0, /* L1 to L8; L0 apart */
    ORB_MATRIX_SUB_SERVICES, /* L1.1...; "L1" is what names no sub-service of it */
    ORB_MATRIX_NEEDS,        /* SERAFIN needs of the profile */
    ORB_MATRIX_PUBLICS,      /* groups of people */
    ORB_MATRIX_CATEGORIES,   /* of FINESS and others, those that are there */
    ORB_MATRIX_CIRCLES,      /* of the operator of the circles */
    ORB_MATRIX_SCHEMES
};

/* Codes of the columns that every scheme has at its end. */
#define ORB_MATRIX_INDIRECT "indirect" /* meals, laundry, transport: L0b alone */
#define ORB_MATRIX_ORGANIZATION                                                            \
    "organization"                             /* a CPTS: it gathers, it receives nobody   \
                                                */
#define ORB_MATRIX_UNCLASSIFIED "unclassified" /* nobody says, nothing can be deduced */

/* Codes are borrowed of the catalogue and of the profile. */
struct orb_matrix_column {
    const char *code; /* "L1", "L1.2", "1.1.1", "TSA", "182", "C1a", or one of the above */
    bool apart;       /* not in the sum of the line: coordination, and those above */
};

struct orb_matrix_count {
    uint32_t services; /* once in each commune */
    uint32_t offers;
    uint32_t no_places;            /* offers that know no notion of place */
    int64_t authorised, installed; /* places; never added together */
    uint32_t authorised_unknown, installed_unknown; /* offers that should have some */
    uint32_t declared, inferred; /* offers by how we know that they are of the column */
    orb_date oldest, freshest;   /* of what the sources say; ORB_DATE_NONE = no date */
};

struct orb_matrix_cell {
    uint32_t column;
    struct orb_matrix_count count;
};

struct orb_matrix_line {
    struct orb_matrix_count all;     /* each offer and service once */
    struct orb_matrix_count covered; /* those of the columns that are not apart, once */
    struct orb_matrix_count sum;     /* of these columns: counts again what is in several */
    struct orb_cat_span cells;       /* that are not empty, by column */
};

/* A service in one commune. */
struct orb_matrix_service {
    uint32_t line;
    uint32_t commune;           /* of today; ORB_CAT_NONE = unknown */
    struct orb_cat_span offers; /* in struct orb_matrix.offers */
};

struct orb_matrix_request {
    const struct orb_catalogue *catalogue;
    const struct orb_profile *profile;
    const struct orb_circles *circles; /* asked already; says what is droit commun */
    const struct orb_perimeter *perimeter;
    const struct orb_areas *areas; /* of the perimeter */
    orb_date date;
    enum orb_matrix_scheme scheme;
};

/* Zero is empty. */
struct orb_matrix {
    struct orb_arena arena;
    const struct orb_matrix_column *columns;
    uint32_t column_count;
    struct orb_matrix_line
        *lines; /* the areas, then "in no area", then "no commune known" */
    uint32_t line_count;
    struct orb_matrix_cell *cells;
    struct orb_matrix_line total;        /* of all lines */
    struct orb_matrix_service *services; /* by line, commune, then as their offers are */
    uint32_t service_count;
    uint32_t *offers; /* of the catalogue, service by service, by id */
    uint32_t offer_count;
    uint32_t distinct_services;            /* whatever their communes */
    uint32_t duplicates, closed, not_open; /* offers of the perimeter left out */
    uint32_t nowhere; /* offers without a commune, left out because a perimeter is asked */
};

/* ORB_ERR_MEMORY. Release with orb_matrix_release, which accepts a zeroed one. */
ORB_MUST_CHECK enum orb_status orb_matrix_make(struct orb_matrix *out,
                                               const struct orb_matrix_request *request,
                                               struct orb_error *err);
void orb_matrix_release(struct orb_matrix *matrix);

/* The number of a column, ORB_CAT_NONE when there is none. */
uint32_t orb_matrix_column_find(const struct orb_matrix *matrix, const char *code);

/* The places of a service, authorised or installed: those that its offers tell; -1 = none
 * tells, ORB_MATRIX_NO_PLACES = it knows no such notion (droit commun). */
#define ORB_MATRIX_NO_PLACES (-2)
int64_t orb_matrix_places(const struct orb_matrix *matrix,
                          const struct orb_circles *circles,
                          const struct orb_matrix_service *service, bool authorised);

/* The offer of a service that says how to reach it, the first one when none does. */
const struct orb_cat_offer *orb_matrix_contact(const struct orb_matrix *matrix,
                                               const struct orb_catalogue *catalogue,
                                               const struct orb_matrix_service *service);

/* The cell of a line; NULL when it is empty. */
const struct orb_matrix_cell *orb_matrix_cell(const struct orb_matrix *matrix,
                                              const struct orb_matrix_line *line,
                                              uint32_t column);

#endif
