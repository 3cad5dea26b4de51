/* Every person of a batch answered by several threads, the answers written in order. */
#ifndef CLI_BATCH_RUN_H
#define CLI_BATCH_RUN_H

#include "cli/batch_index.h"
#include "cli/batch_output.h"
#include "engine/match/match.h"

enum cli_batch_format { CLI_BATCH_JSON = 0, CLI_BATCH_CSV };

/* All is borrowed. */
struct cli_batch_work {
    const struct cli_context *cli;
    const struct cli_arguments *args; /* --policy, --igas, --urgency */
    const struct orb_catalogue *catalogue;
    const struct orb_profile *profile;
    struct cli_batch_index *index;
    struct cli_batch_output *out;
    size_t first, end; /* places to answer */
    size_t rows;       /* of each list; 0 = all */
    bool totals;
    enum cli_batch_format format;
    int jobs;
};

struct cli_batch_count {
    unsigned long long answered; /* persons */
    unsigned long long left_out; /* each was told on standard error, the first ones */
};

/*
 * Answer and write, a line for each person. A person that is not understood is left out,
 * counted and told by its place, never by a value. What is written depends on nothing but
 * the persons, the catalogue and the options. Memory is that of a few answers for each
 * thread. Errors as orb_matcher_ask, cli_batch_index_text and cli_batch_output_write.
 */
ORB_MUST_CHECK enum orb_status cli_batch_run(const struct cli_batch_work *work,
                                             struct cli_batch_count *count,
                                             struct orb_error *err);

#endif
