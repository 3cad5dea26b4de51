/*
 * Needs that nothing answers, alike and near each other: solutions to build (METHODS 5.5,
 * R67). Demands are grouped by need (three parts of its code), public and blocking cause,
 * then by DBSCAN on their communes, within half the limit of travel of the need. Pure.
 */
#ifndef ORB_COHORT_EMERGE_H
#define ORB_COHORT_EMERGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/cohort/triage.h"
#include "engine/match/circle.h"

/* Partners told of a group. */
#define ORB_EMERGE_PARTNERS 10

/* All borrowed. */
struct orb_emerge_input {
    const struct orb_catalogue *catalogue;
    const struct orb_profile *profile;
    const struct orb_circles *circles;
    const struct orb_triage_person *const *people; /* of distinct pseudonyms */
    size_t count;
    size_t least;           /* persons of a group */
    uint32_t partner_least; /* persons whom an offer would serve to be told as partner */
    /* By option of report IGAS, then by person: bits of the needs that something may answer
     * once it is lifted. NULL = not looked for. */
    const uint64_t *unlocked[ORB_IGAS_OPTIONS];
};

struct orb_emerge_member {
    uint32_t person;  /* place in people */
    uint32_t need;    /* of the person */
    uint32_t commune; /* row of the catalogue */
};

/* An offer that some changes would open to members. */
struct orb_emerge_partner {
    uint32_t offer;
    uint32_t members;
    uint64_t lacks;         /* bits of causes, each for some member */
    uint64_t lacks_for_all; /* for each of those whom it would serve */
    uint8_t circle; /* enum orb_circle: C4 when it must come, or be reached, farther */
    uint8_t droit_commun; /* enum orb_tristate */
    double minutes;       /* from the medoid by car; NaN = unknown */
};

struct orb_emerging {
    const char *need;   /* "1.3.3" */
    const char *public; /* NULL = unknown */
    unsigned cause;
    uint32_t commune; /* the medoid: the least minutes by car for all */
    double reach_m;
    const struct orb_emerge_member *members; /* one for each person */
    uint32_t member_count;
    const struct orb_emerge_partner *partners; /* droit commun first, then by circle */
    uint32_t partner_count;
    uint32_t unlocked[ORB_IGAS_OPTIONS];
};

/* Release with orb_emerge_release. */
struct orb_emerge {
    struct orb_arena arena;
    struct orb_emerging *groups; /* the largest first */
    size_t group_count;
    size_t demands;  /* needs in state nearly or nothing */
    size_t apart;    /* in no group */
    size_t unplaced; /* whose commune is unknown to the catalogue */
};

/* ORB_ERR_MEMORY. out is to be released, also on failure. */
ORB_MUST_CHECK enum orb_status orb_emerge_find(struct orb_emerge *out,
                                               const struct orb_emerge_input *input,
                                               struct orb_error *err);
void orb_emerge_release(struct orb_emerge *emerge);

#endif
