/* Everybody of the vault or of the files, kept for the time of the command: each thread
 * takes a few texts and reads them. */
#include <pthread.h>
#include <string.h>

#include "cli/caseload.h"
#include "cli/people_source.h"
#include "engine/base/alloc.h"

/* What the threads share. */
struct reading {
    pthread_mutex_t lock; /* of the source and of the list */
    struct cli_people_source *source;
    struct cli_people_block **blocks; /* in the order they were taken */
    size_t count, capacity;
    bool failed;
};

struct reader {
    struct reading *reading;
    struct orb_vocabulary vocabulary;
};

/* The next block, which the list owns; NULL in *out at the end. */
static enum orb_status take(struct reading *r, struct cli_people_block **out,
                            struct orb_error *err)
{
    struct cli_people_block *block;
    enum orb_status status;

    *out = NULL;
    if (r->failed)
        return ORB_OK;
    if (orb_grow((void **)&r->blocks, &r->capacity, r->count, sizeof(void *)) != ORB_OK)
        return orb_error_memory(err);
    block = orb_calloc(1, sizeof *block);
    if (block == NULL)
        return orb_error_memory(err);
    r->blocks[r->count++] = block;
    status = cli_people_take(r->source, block, CLI_PEOPLE_BLOCK, err);
    *out = block->count > 0 ? block : NULL;
    return status;
}

static enum orb_status read_some(void *context, struct orb_error *err)
{
    struct reader *reader = context;
    struct reading *r = reader->reading;
    struct cli_people_block *block = NULL;
    enum orb_status status;

    do {
        enum orb_status parsed = ORB_OK;

        (void)pthread_mutex_lock(&r->lock);
        status = take(r, &block, err);
        r->failed = r->failed || status != ORB_OK;
        (void)pthread_mutex_unlock(&r->lock);
        /* Also what was taken before a failure. */
        if (block != NULL)
            parsed = cli_people_parse(r->source, block, &reader->vocabulary, err);
        status = status == ORB_OK ? parsed : status;
    } while (status == ORB_OK && block != NULL);
    return status;
}

static enum orb_status read_all(struct reading *r, int jobs, struct orb_error *err)
{
    struct reader *readers = orb_calloc((size_t)jobs, sizeof *readers);
    const struct cli_crew crew = { jobs, readers, sizeof *readers, read_some };
    enum orb_status status;

    if (readers == NULL)
        return orb_error_memory(err);
    for (int i = 0; i < jobs; i++)
        readers[i].reading = r;
    status = cli_crew_run(&crew, err);
    for (int i = 0; i < jobs; i++)
        orb_vocabulary_release(&readers[i].vocabulary);
    orb_free(readers);
    return status;
}

static enum orb_status keep(struct cli_caseload *out, struct cli_people_item *item,
                            struct orb_error *err)
{
    if (orb_grow((void **)&out->cases, &out->capacity, out->count, sizeof *out->cases) !=
        ORB_OK)
        return orb_error_memory(err);
    out->cases[out->count++] = item->case_;
    item->case_ = NULL;
    return ORB_OK;
}

/* In order, also what was read before a failure: who is left out is told. */
static enum orb_status keep_all(struct cli_caseload *out, struct reading *r,
                                struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; i < r->count; i++) {
        struct cli_people_block *block = r->blocks[i];

        if (status == ORB_OK)
            status = cli_people_settle(r->source, block, err);
        for (size_t j = 0; j < block->count && status == ORB_OK; j++)
            if (block->items[j].case_ != NULL)
                status = keep(out, &block->items[j], err);
        cli_people_block_release(block);
        orb_free(block);
    }
    orb_free(r->blocks);
    return status;
}

static enum orb_status read_source(struct cli_caseload *out,
                                   struct cli_people_source *source, int jobs,
                                   struct orb_error *err)
{
    struct reading r = { .lock = PTHREAD_MUTEX_INITIALIZER, .source = source };
    enum orb_status status = read_all(&r, jobs, err);
    enum orb_status kept = keep_all(out, &r, status == ORB_OK ? err : NULL);

    (void)pthread_mutex_destroy(&r.lock);
    return status == ORB_OK ? kept : status;
}

enum orb_status cli_caseload_read(struct cli_caseload *out, struct cli_planning *planning,
                                  const struct cli_arguments *args, size_t first,
                                  struct orb_error *err)
{
    const struct cli_people_query query = { .cli = &planning->cli,
                                            .args = args,
                                            .first = first,
                                            .profile = planning->profile,
                                            .vocabulary = &planning->vocabulary,
                                            .action = out->action == NULL ? "triage"
                                                                          : out->action };
    struct cli_people_source *source = NULL;
    int jobs = 1;
    enum orb_status status = cli_caseload_jobs(&jobs, args, err);

    if (status == ORB_OK)
        status = cli_people_open(&source, &query, err);
    if (status == ORB_OK)
        status = read_source(out, source, jobs, err);
    if (source != NULL) {
        out->rejected = cli_people_rejected(source);
        cli_people_tell_rejected(source, &planning->cli);
    }
    if (out->keeps)
        out->source = source;
    else
        cli_people_close(source);
    return status;
}

void cli_caseload_release(struct cli_caseload *caseload)
{
    for (size_t i = 0; i < caseload->count; i++)
        orb_case_free(caseload->cases[i]);
    orb_free(caseload->cases);
    orb_free(caseload->people);
    orb_free(caseload->closed);
    orb_free(caseload->order);
    cli_people_close(caseload->source);
    for (int i = 0; i < CLI_JOBS_MAX; i++)
        orb_arena_release(&caseload->arenas[i]);
    memset(caseload, 0, sizeof *caseload);
}
