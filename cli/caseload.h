/* The persons of a team, read and sorted on several threads. */
#ifndef CLI_CASELOAD_H
#define CLI_CASELOAD_H

#include "cli/jobs.h"
#include "cli/planning.h"
#include "engine/cohort/triage.h"

/* Rows of the table of options of a command that sorts persons. */
#define CLI_CASELOAD_OPTIONS                                                               \
    { "jobs", 0, N_("N"), N_("threads (1)") },                                             \
        { "policy", 0, N_("NAME"),                                                         \
          N_("droit_commun, neutral, proximity, urgency, or one of the profile") },        \
    {                                                                                      \
        "igas", 0, N_("LIST"),                                                             \
            N_("age_bounds, associated, home_temporary, or all: what report IGAS "         \
               "2021-010R proposes to lift")                                               \
    }

/* Zero-initialised is empty. Everything is valid until release. */
struct cli_caseload {
    const char *action; /* what the journal of a vault is told; NULL = "triage" */
    bool keeps;         /* the vault stays open: what is told of it will be kept there */
    struct cli_people_source *source; /* of keeps, else NULL */
    struct orb_case **cases;
    size_t count, capacity;
    size_t rejected;                  /* told one by one on standard error */
    struct orb_triage_person *people; /* by case */
    struct orb_triage_person *closed; /* the same when services close; NULL = none does */
    const struct orb_triage_person **order; /* of work */
    struct orb_arena arenas[CLI_JOBS_MAX];
};

/* How it is sorted. */
struct cli_caseload_question {
    struct cli_planning *planning;
    struct orb_match_options options;
    const uint64_t *closing; /* bits of offers that close; NULL = none */
    int jobs;
};

/* The threads of --jobs; 1 without it, or where there is no such option. ORB_ERR_SYNTAX. */
ORB_MUST_CHECK enum orb_status
cli_caseload_jobs(int *jobs, const struct cli_arguments *args, struct orb_error *err);

/* --jobs, --igas; opens nothing. */
ORB_MUST_CHECK enum orb_status cli_caseload_check(const struct cli_arguments *args,
                                                  struct orb_error *err);

/*
 * Read the persons of the operands from the first on, on the threads of --jobs. A person
 * that is not understood is left out, counted, and told on standard error by its place,
 * never by a value; errors are of files. Release with cli_caseload_release, also on
 * failure.
 */
ORB_MUST_CHECK enum orb_status cli_caseload_read(struct cli_caseload *out,
                                                 struct cli_planning *planning,
                                                 const struct cli_arguments *args,
                                                 size_t first, struct orb_error *err);

/* The question that the options ask. */
ORB_MUST_CHECK enum orb_status cli_caseload_question(struct cli_caseload_question *out,
                                                     struct cli_planning *planning,
                                                     const struct cli_arguments *args,
                                                     struct orb_error *err);

/* Sort everybody, then put them in the order of work. The answer does not depend on the
 * number of threads. */
ORB_MUST_CHECK enum orb_status
cli_caseload_sort(struct cli_caseload *caseload,
                  const struct cli_caseload_question *question, struct orb_error *err);
void cli_caseload_release(struct cli_caseload *caseload);

#endif
