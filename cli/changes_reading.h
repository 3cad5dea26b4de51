/* What is remembered while the journal is read. Private to cli/changes*.c. */
#ifndef CLI_CHANGES_READING_H
#define CLI_CHANGES_READING_H

#include "cli/changes.h"

/* A place some line or resource names. */
struct place {
    const char *commune;
    uint32_t resource; /* a service that is there */
    bool is_known;
    bool confidential; /* now or at one end of a line */
};

struct reading {
    struct cli_changes *changes;
    struct orb_strmap offers;
    uint32_t *of_offer; /* resource, by number of the offer */
    size_t offer_capacity;
    struct orb_strmap places;
    struct place *at; /* by number of the place */
    size_t place_capacity;
    struct orb_strmap communes;
    const char **commune_names; /* by number of the code */
    size_t commune_capacity;
};

/* NULL when no line and no resource names it. */
struct place *cli_changes_place(struct reading *reading, const char *id);

/* Name places, hide what may not be shown, gather what opened as one, sort. Every line has
 * its resource.
 */
ORB_MUST_CHECK enum orb_status cli_changes_settle(struct reading *reading,
                                                  struct orb_error *err);

#endif
