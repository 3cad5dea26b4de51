/* What a scenario would change, as a report. */
#ifndef ORB_MAPS_REPORT_SIMULATE_H
#define ORB_MAPS_REPORT_SIMULATE_H

#include "engine/planning/scenario.h"
#include "maps/need_family.h"
#include "maps/report_gaps.h"

/* A need of a person, before and after; text of the person's pseudonym only when it was
 * asked for. */
struct orb_simulated_need {
    const char *person;
    const char *need;
    uint8_t before, after; /* enum orb_class; ORB_EXCLUDED = not covered */
    const char *now;       /* the first offer after; NULL = none */
};

/* Does a person gain, lose: something covered, then something covered or to verify? */
struct orb_simulated_change {
    bool gains[2], loses[2];
};

/* By what other reports cut persons so that each is in one part at most. */
enum orb_simulated_cut {
    ORB_SIMULATED_UNCUT = 0, /* a whole that others overlap */
    ORB_SIMULATED_BY_AGE,
    ORB_SIMULATED_BY_PHASE,
    ORB_SIMULATED_BY_AREA, /* one cut for each level of areas, from here on */
    ORB_SIMULATED_BY_ANSWER =
        ORB_SIMULATED_BY_AREA + ORB_MESH_LEVELS, /* unmet, to verify */
    ORB_SIMULATED_BY_ANSWER_AND_AREA,
    ORB_SIMULATED_BY_FAMILY_AND_AREA = ORB_SIMULATED_BY_ANSWER_AND_AREA + ORB_MESH_LEVELS,
    ORB_SIMULATED_CUTS =
        ORB_SIMULATED_BY_FAMILY_AND_AREA + ORB_NEED_FAMILIES * ORB_MESH_LEVELS
};

/* Persons whom other reports count, by the name that reports are compared by
 * (report_names.h), and those of them who gain or lose. */
struct orb_simulated_whole {
    const char *name;
    int cut; /* enum orb_simulated_cut, a level added to it */
    int64_t persons;
    int64_t gaining[2], losing[2];
};

/* Persons of a file, counted. */
struct orb_simulated_persons {
    int64_t persons;
    int64_t gaining[2], losing[2]; /* of them: covered, then covered or to verify */
    int64_t needs_before[2], needs_after[2], needs_gained[2], needs_lost[2];
    const struct orb_simulated_need *changes; /* of those who gain or lose */
    size_t change_count;
    const struct orb_simulated_whole *wholes; /* as they are before, of a vault */
    size_t whole_count;
};

struct orb_report_simulation {
    const struct orb_scenario_plan *plan;
    struct orb_gap_people before, after;
    const struct orb_areas *areas;
    struct orb_vocabulary *vocabulary;
    bool places; /* tell each commune that changes too */
};

/* Add the tables changes, needs, areas, and places when asked; two maps; the notes. Lack of
 * memory is told by orb_report_check. */
void orb_report_simulate(struct orb_report *report, const struct orb_report_simulation *in);

/* Places for 1,000 inhabitants, by need then area, the line of those in none last; NaN =
 * unknown, INFINITY = nobody lives there. */
struct orb_simulated_access {
    double *before, *after;
    size_t estimated; /* links whose minutes are estimated */
};

/* Add the table access. */
void orb_report_simulated_access(struct orb_report *report,
                                 const struct orb_report_simulation *in,
                                 const struct orb_simulated_access *access);

enum orb_simulated_reader {
    ORB_SIMULATED_OTHERS = 0, /* persons alone */
    ORB_SIMULATED_TEAM,       /* their needs too */
    ORB_SIMULATED_NAMED       /* and the table people */
};

/* Add the table persons, whose counts the report protects. */
void orb_report_simulated_persons(struct orb_report *report,
                                  const struct orb_simulated_persons *persons,
                                  enum orb_simulated_reader reader);

#endif
