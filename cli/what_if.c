/* Each thread has its copies of the territory and takes the next few persons. */
#include "cli/what_if.h"

#include "cli/jobs.h"
#include "engine/base/alloc.h"

struct worker {
    struct orb_arena *arena;
    struct cli_what_if *out;
    const struct cli_caseload *caseload;
    const struct cli_caseload_question *question;
    struct orb_counterfactual *counterfactual;
};

static enum orb_status ask_one(void *worker, size_t i, struct orb_error *err)
{
    struct worker *w = worker;
    const struct orb_change_question q = { &w->caseload->people[i], &w->question->options,
                                           w->arena };

    return orb_counterfactual_ask(w->counterfactual, &q, &w->out->people[i], err);
}

static enum orb_status ask_all(struct cli_what_if *out, const struct cli_caseload *caseload,
                               const struct cli_caseload_question *question,
                               struct worker *workers, struct orb_error *err)
{
    const struct cli_planning *p = question->planning;

    for (int i = 0; i < question->jobs; i++) {
        workers[i].arena = &out->arenas[i];
        workers[i].out = out;
        workers[i].caseload = caseload;
        workers[i].question = question;
        workers[i].counterfactual =
            orb_counterfactual_new(&p->territory.catalogue, p->profile);
        if (workers[i].counterfactual == NULL)
            return orb_error_memory(err);
    }
    return cli_jobs_run(&(struct cli_jobs){ question->jobs, caseload->count, workers,
                                            sizeof *workers, ask_one },
                        err);
}

enum orb_status cli_what_if_ask(struct cli_what_if *out,
                                const struct cli_caseload *caseload,
                                const struct cli_caseload_question *question,
                                struct orb_error *err)
{
    struct worker *workers = orb_calloc((size_t)question->jobs, sizeof *workers);
    enum orb_status status;

    out->people = orb_calloc(caseload->count + 1, sizeof *out->people);
    status = workers == NULL || out->people == NULL
                 ? orb_error_memory(err)
                 : ask_all(out, caseload, question, workers, err);
    for (int i = 0; workers != NULL && i < question->jobs; i++)
        orb_counterfactual_free(workers[i].counterfactual);
    orb_free(workers);
    return status;
}

void cli_what_if_release(struct cli_what_if *what_if)
{
    orb_free(what_if->people);
    what_if->people = NULL;
    for (int i = 0; i < CLI_JOBS_MAX; i++)
        orb_arena_release(&what_if->arenas[i]);
}
