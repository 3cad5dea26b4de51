/* The file of the needs that people expressed, counted by commune. */
#ifndef CLI_GAP_REQUESTS_H
#define CLI_GAP_REQUESTS_H

#include "cli/gap_question.h"
#include "maps/report_gaps.h"

/* Zero-initialised is empty. */
struct cli_gap_requests {
    struct orb_gap_wanted *rows;
    size_t count, capacity;
    int64_t outside;    /* requests of communes out of the perimeter */
    int64_t other_need; /* of needs that are not looked at */
};

/*
 * Read a CSV with the columns need (besoin), commune, count (demandes) and, if it has it,
 * age, in completed years. ORB_ERR_SYNTAX with the line: what is not understood is refused.
 * Release with cli_gap_requests_release, also on failure.
 */
ORB_MUST_CHECK enum orb_status
cli_gap_requests_read(struct cli_gap_requests *out, const struct cli_gap_question *question,
                      const char *path, struct orb_error *err);
void cli_gap_requests_release(struct cli_gap_requests *requests);

#endif
