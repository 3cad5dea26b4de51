/* Each thread has its matcher and takes the next few persons: what is found for a person
 * depends on nobody else. */
#include "cli/caseload.h"

#include <stdlib.h>
#include <string.h>

#include "cli/question.h"
#include "engine/base/alloc.h"
#include "engine/base/number.h"

enum orb_status cli_caseload_jobs(int *jobs, const struct cli_arguments *args,
                                  struct orb_error *err)
{
    const char *text = cli_option_value(args, "jobs");
    int64_t value = 1;

    if (text != NULL && !orb_integer_parse(&value, text, strlen(text), 1, CLI_JOBS_MAX))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--jobs' takes a whole number from 1 to %d"), CLI_JOBS_MAX);
    *jobs = (int)value;
    return ORB_OK;
}

enum orb_status cli_caseload_check(const struct cli_arguments *args, struct orb_error *err)
{
    bool igas[ORB_IGAS_OPTIONS] = { false };
    int jobs;
    enum orb_status status = cli_caseload_jobs(&jobs, args, err);

    return status == ORB_OK ? cli_igas_read(igas, cli_option_value(args, "igas"), err)
                            : status;
}

enum orb_status cli_caseload_question(struct cli_caseload_question *out,
                                      struct cli_planning *planning,
                                      const struct cli_arguments *args,
                                      struct orb_error *err)
{
    enum orb_status status;

    *out = (struct cli_caseload_question){ .planning = planning };
    out->options.policy = cli_option_value(args, "policy");
    out->options.operator_id = planning->cli.operator_id;
    status = cli_caseload_jobs(&out->jobs, args, err);
    return status == ORB_OK
               ? cli_igas_read(out->options.igas, cli_option_value(args, "igas"), err)
               : status;
}

/* ---- sorting */

struct worker {
    struct orb_arena *arena;
    struct cli_caseload *caseload;
    const struct cli_caseload_question *question;
    struct orb_matcher *matcher;
    struct orb_triage *triage;
};

static enum orb_status sort_one(void *worker, size_t i, struct orb_error *err)
{
    struct worker *w = worker;
    struct cli_caseload *all = w->caseload;
    const struct orb_triage_question q = { all->cases[i], &w->question->options, w->arena };
    enum orb_status status;

    orb_triage_close(w->triage, NULL);
    status = orb_triage_person(w->triage, &q, &all->people[i], err);
    if (status != ORB_OK || w->question->closing == NULL)
        return status;
    orb_triage_close(w->triage, w->question->closing);
    return orb_triage_person(w->triage, &q, &all->closed[i], err);
}

static bool prepare(struct worker *w, struct cli_planning *planning)
{
    w->matcher = orb_matcher_new(&planning->territory.catalogue, planning->profile);
    if (w->matcher == NULL)
        return false;
    w->triage =
        orb_triage_new(w->matcher, &planning->territory.catalogue, planning->profile);
    return w->triage != NULL;
}

static int by_urgency(const void *x, const void *y)
{
    return orb_triage_compare(*(const struct orb_triage_person *const *)x,
                              *(const struct orb_triage_person *const *)y);
}

static enum orb_status sort_all(struct cli_caseload *caseload,
                                const struct cli_caseload_question *question,
                                struct worker *workers, struct orb_error *err)
{
    enum orb_status status;

    for (int i = 0; i < question->jobs; i++) {
        workers[i].arena = &caseload->arenas[i];
        workers[i].caseload = caseload;
        workers[i].question = question;
        if (!prepare(&workers[i], question->planning))
            return orb_error_memory(err);
    }
    status = cli_jobs_run(&(struct cli_jobs){ question->jobs, caseload->count, workers,
                                              sizeof *workers, sort_one },
                          err);
    if (status != ORB_OK)
        return status;
    for (size_t i = 0; i < caseload->count; i++)
        caseload->order[i] = &caseload->people[i];
    if (caseload->count > 0)
        qsort(caseload->order, caseload->count, sizeof *caseload->order, by_urgency);
    return ORB_OK;
}

enum orb_status cli_caseload_sort(struct cli_caseload *caseload,
                                  const struct cli_caseload_question *question,
                                  struct orb_error *err)
{
    struct worker *workers = orb_calloc((size_t)question->jobs, sizeof *workers);
    enum orb_status status = ORB_ERR_MEMORY;

    caseload->people = orb_calloc(caseload->count + 1, sizeof *caseload->people);
    caseload->order = orb_calloc(caseload->count + 1, sizeof *caseload->order);
    if (question->closing != NULL)
        caseload->closed = orb_calloc(caseload->count + 1, sizeof *caseload->closed);
    if (workers == NULL || caseload->people == NULL || caseload->order == NULL ||
        (question->closing != NULL && caseload->closed == NULL))
        status = orb_error_memory(err);
    else
        status = sort_all(caseload, question, workers, err);
    for (int i = 0; workers != NULL && i < question->jobs; i++) {
        orb_triage_free(workers[i].triage);
        orb_matcher_free(workers[i].matcher);
    }
    orb_free(workers);
    return status;
}
