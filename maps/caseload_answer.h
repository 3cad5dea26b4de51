/*
 * What answers each person of a caseload, in short: the resources of its concentric map,
 * where the engine placed them, and the first ones of each need. Internal to maps.
 */
#ifndef ORB_MAPS_CASELOAD_ANSWER_H
#define ORB_MAPS_CASELOAD_ANSWER_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/strmap.h"
#include "engine/match/match.h"
#include "maps/circles.h"
#include "maps/person_answer.h"

/* Of each need and each class (eligible, to verify, near), beside those that are drawn. */
#define ORB_CASELOAD_FIRST 3

#define ORB_CASELOAD_NOT_DRAWN 255

/* How the person gets to a resource, where minutes are not told. */
enum orb_caseload_way {
    ORB_CASELOAD_UNKNOWN = -1,
    ORB_CASELOAD_HOME = -2,
    ORB_CASELOAD_REMOTE = -3
};

/* One resource for one person. */
struct orb_caseload_row {
    uint32_t offer;
    uint64_t needs;   /* bits by place in the person's needs */
    int32_t minutes;  /* at most, a multiple of 15; or enum orb_caseload_way */
    uint32_t reasons; /* sentence; ORB_STRMAP_NONE = none */
    uint32_t levers;  /* the same */
    int32_t x, y, r;  /* hundredths of a millimetre, of the mark */
    uint8_t class_;   /* enum orb_class */
    uint8_t circle;   /* enum orb_circle, for this person */
    uint8_t estimate; /* minutes are estimated */
    uint8_t cell;     /* 4 * (family - 1) + ring, or ORB_CASELOAD_NOT_DRAWN */
};

/* A cell of the map that counts its marks, or names one that stands elsewhere. */
struct orb_caseload_cell {
    uint8_t cell;
    uint32_t number; /* of the first mark, or of the one that answers too */
    uint32_t count;  /* 0 = answers too */
    int32_t x, y, r; /* of the bubble */
};

/* Zero-initialised is empty. */
struct orb_caseload_answer {
    struct orb_caseload_row *rows; /* the drawn ones by number from 1, then the others */
    size_t count, drawn;
    struct orb_caseload_cell cells[ORB_CIRCLE_FAMILIES * ORB_CIRCLE_RINGS];
    size_t cell_count;
    uint32_t empty;               /* bits 1 << cell: nobody known */
    uint8_t outside;              /* bits of families that nothing asks for */
    uint64_t totals[ORB_CLASSES]; /* offers, whether they are told or not */
};

/* Borrowed. */
struct orb_caseload_question {
    const struct orb_selection *all; /* every offer, at the day of the page */
    struct orb_matcher *matcher;
    const struct orb_match_options *options;
    struct orb_reader reader;
    struct orb_strmap *sentences; /* filled */
};

/* Ask for a person. Fails like orb_matcher_ask. Release with orb_caseload_answer_release,
 * also on failure. */
ORB_MUST_CHECK enum orb_status orb_caseload_ask(struct orb_caseload_answer *out,
                                                const struct orb_caseload_question *q,
                                                const struct orb_person *person,
                                                struct orb_error *err);
void orb_caseload_answer_release(struct orb_caseload_answer *answer);

#endif
