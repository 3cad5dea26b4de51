/*
 * What if: a list of changes to the offers of a territory, read from a file, and the
 * records as they would be (METHODS 4). The store is never changed: the changed records
 * make a second catalogue, and everything is computed on both. Pure.
 */
#ifndef ORB_PLANNING_SCENARIO_H
#define ORB_PLANNING_SCENARIO_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/base/strmap.h"
#include "engine/catalogue/catalogue.h"
#include "engine/model/offer.h"
#include "engine/model/profile.h"
#include "engine/model/record.h"

enum orb_edit_kind {
    ORB_EDIT_OPEN = 0, /* a new offer */
    ORB_EDIT_CLOSE,
    ORB_EDIT_SUSPEND, /* between two days */
    ORB_EDIT_EXTEND,  /* zone, ages, publics, places, modalities */
    ORB_EDIT_RELAX,   /* rules that the IGAS proposes to lift (report 2021-010R) */
    ORB_EDITS
};

extern const char *const orb_edit_names[ORB_EDITS]; /* open, close... */

/* Which offers an edit changes: all that a list of each kind given holds. */
struct orb_edit_select {
    struct orb_code_list offers, services, organizations, categories, communes,
        departements, modalities;
};

/* What an offer is given; what is not said is unknown, and changes nothing. */
struct orb_edit_values {
    struct orb_zone zone;
    int32_t age_min_months, age_max_months; /* -1 = not said */
    struct orb_code_list publics, modalities, families, prestations, orientations;
    int32_t installed, authorised, available; /* places; -1 = not said */
    double wait_days;                         /* NaN = not said */
};

struct orb_edit {
    enum orb_edit_kind kind;
    struct orb_edit_select select; /* close, suspend, extend */
    struct orb_edit_values values; /* open, extend */
    orb_date from, to;             /* close: from; suspend: both days included */
    bool igas[ORB_IGAS_OPTIONS];   /* relax */
    /* open */
    const char *id, *name, *organization, *category;
    const char *like;    /* an offer whose terms are copied; NULL = none */
    const char *commune; /* INSEE code */
    double lon, lat;     /* degrees; NaN = the commune's */
};

struct orb_scenario {
    struct orb_arena arena;
    const char *name, *description; /* "" = none */
    const struct orb_edit *edits;
    uint32_t edit_count;
    bool igas[ORB_IGAS_OPTIONS]; /* of all edits */
};

/*
 * Read a scenario (orbite-scenario/1). What is not understood is refused: ORB_ERR_SYNTAX,
 * the place is the JSON pointer. *out is owned by the caller, release with
 * orb_scenario_free.
 */
ORB_MUST_CHECK enum orb_status orb_scenario_parse(struct orb_scenario **out,
                                                  const struct orb_json *document,
                                                  struct orb_error *err);
void orb_scenario_free(struct orb_scenario *scenario);

struct orb_vocabulary;

/*
 * Refuse what an edit gives and nothing knows: a code that neither its nomenclature nor the
 * territory has, a commune of a zone that the territory does not have (ORB_ERR_NOT_FOUND),
 * a position more than 50 km away from its commune (ORB_ERR_RANGE); the place is the JSON
 * pointer. Also ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_scenario_check(const struct orb_scenario *scenario,
                                                  const struct orb_catalogue *catalogue,
                                                  struct orb_vocabulary *vocabulary,
                                                  struct orb_error *err);

/* A scenario on a territory: which offers each edit changes. */
struct orb_scenario_plan {
    struct orb_arena arena;
    const struct orb_scenario *scenario;
    struct orb_strmap offers; /* ids of the offers that some edit changes */
    uint64_t **changed_by;    /* by number of an id: bits by edit, words of 64 */
    uint32_t words;
    uint32_t *counts; /* by edit: offers it changes, that it opens included */
    /* By edit: offers whose number of places, installed or authorised, nobody knows: those
     * that the edit adds stay uncounted. */
    uint32_t *unknown_places;
    orb_date date; /* what has no day of its own happens then */
};

/*
 * Find the offers that each edit selects; a record that says the same as another stands for
 * it. catalogue is borrowed for the call, scenario until release. ORB_ERR_NOT_FOUND with
 * the pointer of an id that neither the territory nor an edit before it has, ORB_ERR_EXISTS
 * for an offer opened that is there already, ORB_ERR_MEMORY. Release with
 * orb_scenario_plan_release, safe twice.
 */
ORB_MUST_CHECK enum orb_status orb_scenario_plan_make(struct orb_scenario_plan *out,
                                                      const struct orb_scenario *scenario,
                                                      const struct orb_catalogue *catalogue,
                                                      orb_date date, struct orb_error *err);

/* Is a change in force on the day of the plan? One that begins later, or is over, changes
 * nothing then. */
bool orb_scenario_is_now(const struct orb_scenario_plan *plan, uint32_t edit);

void orb_scenario_plan_release(struct orb_scenario_plan *plan);

/*
 * Between the records of the territory and who takes them: changes the offers of the plan,
 * and gives those it opens. Both are borrowed. Records of before pass through sink; then
 * orb_scenario_change_end gives what is opened like nothing.
 */
struct orb_scenario_change {
    const struct orb_scenario_plan *plan;
    struct orb_sink next;
    struct orb_arena arena; /* of one record */
};

struct orb_sink orb_scenario_change_sink(struct orb_scenario_change *change);
ORB_MUST_CHECK enum orb_status orb_scenario_change_end(struct orb_scenario_change *change,
                                                       struct orb_error *err);
void orb_scenario_change_release(struct orb_scenario_change *change);

#endif
