/* Each thread has its copies of the territory and takes every n-th person. */
#include "cli/what_if.h"

#include <pthread.h>

#include "engine/base/alloc.h"

struct worker {
    pthread_t thread;
    struct cli_what_if *out;
    const struct cli_caseload *caseload;
    const struct cli_caseload_question *question;
    struct orb_counterfactual *counterfactual;
    int number;
    bool started;
    enum orb_status status;
    struct orb_error err;
};

static void *work(void *context)
{
    struct worker *w = context;
    size_t step = (size_t)w->question->jobs;

    for (size_t i = (size_t)w->number; i < w->caseload->count && w->status == ORB_OK;
         i += step) {
        const struct orb_change_question q = { &w->caseload->people[i],
                                               &w->question->options,
                                               &w->out->arenas[w->number] };

        w->status =
            orb_counterfactual_ask(w->counterfactual, &q, &w->out->people[i], &w->err);
    }
    return NULL;
}

/* The first worker is this thread; so is one that no thread could be made for. */
static void run(struct worker *workers, int jobs)
{
    for (int i = 1; i < jobs; i++)
        workers[i].started =
            pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0;
    for (int i = 0; i < jobs; i++)
        if (!workers[i].started)
            (void)work(&workers[i]);
    for (int i = 1; i < jobs; i++)
        if (workers[i].started)
            (void)pthread_join(workers[i].thread, NULL);
}

static enum orb_status ask_all(struct cli_what_if *out, const struct cli_caseload *caseload,
                               const struct cli_caseload_question *question,
                               struct worker *workers, struct orb_error *err)
{
    const struct cli_planning *p = question->planning;

    for (int i = 0; i < question->jobs; i++) {
        workers[i].out = out;
        workers[i].caseload = caseload;
        workers[i].question = question;
        workers[i].number = i;
        workers[i].counterfactual =
            orb_counterfactual_new(&p->territory.catalogue, p->profile);
        if (workers[i].counterfactual == NULL)
            return orb_error_memory(err);
    }
    run(workers, question->jobs);
    for (int i = 0; i < question->jobs; i++)
        if (workers[i].status != ORB_OK) {
            if (err != NULL)
                *err = workers[i].err;
            return workers[i].status;
        }
    return ORB_OK;
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
