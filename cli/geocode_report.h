/* What a run of geocoding says at its end: how many places, how precisely, and which of
 * them a person should look at. */
#ifndef CLI_GEOCODE_REPORT_H
#define CLI_GEOCODE_REPORT_H

#include "cli/geocode_ask.h"

/* Borrowed for the call. */
struct cli_geocode_result {
    const struct cli_context *cli;
    const struct cli_geocode_places *places;
    const struct cli_geocode_asking *asking;
    const struct orb_store_summary *summary; /* NULL = nothing was written */
    bool whole;                              /* lists are not cut short */
};

void cli_geocode_report_text(struct orb_buf *out, const struct cli_geocode_result *result);

/* The answer geocode/1 of maps/schema. */
ORB_MUST_CHECK enum orb_status
cli_geocode_report_json(struct orb_buf *out, const struct cli_geocode_result *result,
                        struct orb_error *err);

/* Its counts alone, to be kept with the run. */
ORB_MUST_CHECK enum orb_status cli_geocode_counts(struct orb_buf *out,
                                                  const struct cli_geocode_result *result,
                                                  struct orb_error *err);

#endif
