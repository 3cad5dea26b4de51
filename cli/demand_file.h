/* Who asks, as told by files: rates of use by age, persons counted by commune. */
#ifndef CLI_DEMAND_FILE_H
#define CLI_DEMAND_FILE_H

#include "engine/base/arena.h"
#include "engine/catalogue/catalogue.h"
#include "engine/planning/demand.h"

struct cli_rates {
    const struct orb_demand_rate *items; /* in the arena */
    uint32_t count;
};

/* Columns age_from, age_to (empty: no upper bound) and rate. ORB_ERR_SYNTAX, also for ages
 * that have two rates; ORB_ERR_RANGE for too many; errors of cli_rows_read. */
ORB_MUST_CHECK enum orb_status cli_rates_read(struct cli_rates *out,
                                              struct orb_arena *arena, const char *path,
                                              struct orb_error *err);

/* Persons by row of the communes of a catalogue. */
struct cli_demand {
    const struct orb_catalogue *catalogue; /* set by the caller */
    bool keeps_outside; /* by the caller: count the lines of other communes, else refuse */
    const double *persons; /* in the arena */
    size_t outside;        /* lines of communes that the catalogue does not have */
};

/* Columns commune and count; lines of a commune add up, one that is not named counts 0.
 * ORB_ERR_NOT_FOUND for a commune of elsewhere; errors of cli_rows_read. */
ORB_MUST_CHECK enum orb_status cli_demand_read(struct cli_demand *out,
                                               struct orb_arena *arena, const char *path,
                                               struct orb_error *err);

#endif
