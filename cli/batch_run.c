/* Threads take blocks of persons as they come and put their answers in a ring; whoever
 * finishes the block whose turn it is writes it, and those that wait behind it. */
#include "cli/batch_run.h"

#include <pthread.h>
#include <string.h>

#include "cli/diagnostics.h"
#include "cli/jobs.h"
#include "cli/progress.h"
#include "cli/question.h"
#include "engine/base/alloc.h"
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "maps/match_row.h"

/* Persons of a block: few, so that what waits to be written is small. */
#define BLOCK 16

/* Blocks that wait to be written, for each thread. */
#define AHEAD 4

/* A buffer that one long answer made large is not kept. */
#define KEPT ((size_t)8 << 20)

struct block {
    struct orb_buf answers;
    struct orb_buf left_out; /* sentences, each with its NUL */
    unsigned long long answered, refused;
    bool done;
};

struct shared {
    const struct cli_batch_work *work;
    struct cli_batch_count *count;
    struct cli_progress progress;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct block *ring;
    size_t ring_count;
    size_t blocks; /* in all */
    size_t taken, written;
    bool writing; /* somebody is */
    enum orb_status status;
    struct orb_error err;
};

/* What a thread has for itself. */
struct worker {
    struct shared *shared;
    struct orb_matcher *matcher;
    struct orb_vocabulary vocabulary;
    struct orb_buf text; /* of a person */
};

/* ---- one person */

static void leave_out(struct block *b, const struct cli_batch_work *work, size_t place,
                      const struct orb_error *why)
{
    struct orb_buf where = { 0 };

    cli_batch_index_tell(work->index, place, &where);
    if (why->place[0] != '\0')
        orb_buf_printf(&where, "%s%s", why->place[0] == '/' ? "" : ":", why->place);
    orb_buf_printf(&b->left_out, _("%s: left out: %s"),
                   where.data == NULL ? "" : where.data, why->text);
    orb_buf_char(&b->left_out, '\0');
    b->left_out.failed = b->left_out.failed || where.failed;
    b->refused++;
    orb_buf_release(&where);
}

/* NULL in *out, and why, when it is not understood. */
static enum orb_status read_person(struct worker *w, size_t place, struct orb_case **out,
                                   struct orb_error *why, struct orb_error *err)
{
    const struct cli_batch_work *work = w->shared->work;
    const struct orb_person_codes codes = { &w->vocabulary, cli_person_code };
    const char *pseudonym = cli_batch_index_pseudonym(work->index, place);
    struct orb_json *document = NULL;
    struct orb_person *person;
    enum orb_status status = cli_batch_index_text(work->index, place, &w->text, err);

    *out = NULL;
    if (status != ORB_OK)
        return status;
    status = orb_json_parse(&document, w->text.data, w->text.len, why);
    if (status == ORB_OK)
        status = orb_case_parse(out, document, work->profile, &codes, why);
    orb_json_free(document);
    if (status != ORB_OK)
        return status == ORB_ERR_MEMORY ? orb_error_memory(err) : ORB_OK;
    person = (*out)->person;
    if (cli_batch_index_date(work->index) != ORB_DATE_NONE)
        person->reference_date = cli_batch_index_date(work->index);
    if (pseudonym != NULL)
        person->id = orb_arena_strdup(&person->arena, pseudonym);
    return person->id == NULL ? orb_error_memory(err) : ORB_OK;
}

static enum orb_status write_answer(const struct worker *w, const struct orb_person *person,
                                    const struct orb_match_result *result,
                                    struct orb_buf *out, struct orb_error *err)
{
    const struct cli_batch_work *work = w->shared->work;
    const struct orb_match_document document = { .catalogue = work->catalogue,
                                                 .profile = work->profile,
                                                 .person = person,
                                                 .matcher = w->matcher,
                                                 .result = result };

    return work->format == CLI_BATCH_CSV ? orb_match_row_write(out, &document, err)
                                         : orb_match_json_line(out, &document, err);
}

static enum orb_status answer(struct worker *w, struct block *b, size_t place,
                              struct orb_person *person, struct orb_error *err)
{
    const struct cli_batch_work *work = w->shared->work;
    struct orb_match_options options = { .limit = work->rows, .totals = work->totals };
    struct orb_match_result result;
    struct orb_error why = { 0 };
    enum orb_status status =
        cli_question_options(&options, person, work->cli, work->args, err);

    if (status != ORB_OK)
        return status;
    status = orb_matcher_ask(w->matcher, person, &options, &result, &why);
    if (status == ORB_ERR_RANGE) { /* of the needs of this person */
        leave_out(b, work, place, &why);
        return ORB_OK;
    }
    if (status != ORB_OK)
        return orb_error_set(err, status, "%s", why.text);
    b->answered++;
    return write_answer(w, person, &result, &b->answers, err);
}

static enum orb_status do_person(struct worker *w, struct block *b, size_t place,
                                 struct orb_error *err)
{
    const struct cli_batch_work *work = w->shared->work;
    struct orb_case *case_ = NULL;
    struct orb_error why = { 0 };
    enum orb_status status = read_person(w, place, &case_, &why, err);

    if (status == ORB_OK && case_ != NULL && cli_batch_index_is_twice(work->index, place)) {
        (void)orb_error_set(&why, ORB_ERR_EXISTS, _("this pseudonym was given before"));
        orb_case_free(case_);
        case_ = NULL;
    }
    if (status == ORB_OK && case_ != NULL)
        status = answer(w, b, place, case_->person, err);
    else if (status == ORB_OK)
        leave_out(b, work, place, &why);
    orb_case_free(case_);
    return status;
}

/* ---- blocks */

static void empty(struct block *b)
{
    if (b->answers.capacity > KEPT)
        orb_buf_release(&b->answers);
    orb_buf_clear(&b->answers);
    orb_buf_clear(&b->left_out);
    b->answered = b->refused = 0;
    b->done = false;
}

static void tell_left_out(struct shared *s, const struct block *b)
{
    const char *at = b->left_out.data;

    for (unsigned long long i = 0; i < b->refused; i++, at += strlen(at) + 1)
        if (s->count->left_out + i < CLI_PEOPLE_SHOWN) {
            cli_progress_clear(&s->progress);
            cli_note(s->work->cli, "%s", at);
        }
    s->count->left_out += b->refused;
}

/* Without the lock: only one thread writes at a time. */
static enum orb_status write_block(struct shared *s, struct block *b, struct orb_error *err)
{
    const struct cli_batch_work *work = s->work;
    size_t end = work->first + (s->written + 1) * BLOCK;
    enum orb_status status = orb_buf_check(&b->left_out, err);

    if (status == ORB_OK)
        status = orb_buf_check(&b->answers, err);
    if (status == ORB_OK)
        tell_left_out(s, b);
    if (status == ORB_OK && b->answers.len > 0)
        status = cli_batch_output_write(work->out, &b->answers, err);
    if (status != ORB_OK)
        return status;
    s->count->answered += b->answered;
    cli_progress_tell(&s->progress, (end < work->end ? end : work->end) - work->first);
    return ORB_OK;
}

/* With the lock. The first failure is that of all. */
static void fail(struct shared *s, enum orb_status status, const struct orb_error *err)
{
    if (s->status == ORB_OK) {
        s->status = status;
        s->err = *err;
    }
    (void)pthread_cond_broadcast(&s->changed);
}

/* A block that nobody took, once there is a place for its answers; false at the end. */
static bool take(struct shared *s, size_t *number)
{
    bool more;

    (void)pthread_mutex_lock(&s->lock);
    while (s->status == ORB_OK && s->taken < s->blocks &&
           s->taken - s->written >= s->ring_count)
        (void)pthread_cond_wait(&s->changed, &s->lock);
    more = s->status == ORB_OK && s->taken < s->blocks;
    if (more)
        *number = s->taken++;
    (void)pthread_mutex_unlock(&s->lock);
    return more;
}

static void put(struct shared *s, size_t number)
{
    struct block *next;

    (void)pthread_mutex_lock(&s->lock);
    s->ring[number % s->ring_count].done = true;
    next = &s->ring[s->written % s->ring_count];
    while (s->status == ORB_OK && !s->writing && next->done) {
        struct orb_error err = { 0 };
        enum orb_status status;

        s->writing = true;
        (void)pthread_mutex_unlock(&s->lock);
        status = write_block(s, next, &err);
        (void)pthread_mutex_lock(&s->lock);
        s->writing = false;
        if (status != ORB_OK) {
            fail(s, status, &err);
            break;
        }
        empty(next);
        s->written++;
        (void)pthread_cond_broadcast(&s->changed);
        next = &s->ring[s->written % s->ring_count];
    }
    (void)pthread_mutex_unlock(&s->lock);
}

static enum orb_status work_on(void *context, struct orb_error *err)
{
    struct worker *w = context;
    struct shared *s = w->shared;
    size_t number;

    while (take(s, &number)) {
        struct block *b = &s->ring[number % s->ring_count];
        size_t place = s->work->first + number * BLOCK;
        enum orb_status status = ORB_OK;

        for (size_t i = 0; i < BLOCK && place + i < s->work->end && status == ORB_OK; i++)
            status = do_person(w, b, place + i, err);
        if (status == ORB_OK) {
            put(s, number);
            continue;
        }
        (void)pthread_mutex_lock(&s->lock);
        fail(s, status, err);
        (void)pthread_mutex_unlock(&s->lock);
    }
    return ORB_OK;
}

/* ---- all */

static enum orb_status run(struct shared *s, struct worker *workers, struct orb_error *err)
{
    const struct cli_batch_work *work = s->work;
    const struct cli_crew crew = { work->jobs, workers, sizeof *workers, work_on };
    enum orb_status status;

    for (int i = 0; i < work->jobs; i++) {
        workers[i].shared = s;
        workers[i].matcher = orb_matcher_new(work->catalogue, work->profile);
        if (workers[i].matcher == NULL)
            return orb_error_memory(err);
    }
    status = cli_crew_run(&crew, err);
    if (status == ORB_OK && s->status != ORB_OK) {
        status = s->status;
        if (err != NULL)
            *err = s->err;
    }
    cli_progress_clear(&s->progress);
    if (s->count->left_out > CLI_PEOPLE_SHOWN)
        cli_note(work->cli, _("%llu more are left out"),
                 s->count->left_out - CLI_PEOPLE_SHOWN);
    return status;
}

static void release(struct shared *s, struct worker *workers)
{
    for (int i = 0; workers != NULL && i < s->work->jobs; i++) {
        orb_matcher_free(workers[i].matcher);
        orb_vocabulary_release(&workers[i].vocabulary);
        if (workers[i].text.data != NULL)
            memset(workers[i].text.data, 0, workers[i].text.capacity);
        orb_buf_release(&workers[i].text);
    }
    for (size_t i = 0; s->ring != NULL && i < s->ring_count; i++) {
        orb_buf_release(&s->ring[i].answers);
        orb_buf_release(&s->ring[i].left_out);
    }
    orb_free(workers);
    orb_free(s->ring);
    (void)pthread_cond_destroy(&s->changed);
    (void)pthread_mutex_destroy(&s->lock);
}

enum orb_status cli_batch_run(const struct cli_batch_work *work,
                              struct cli_batch_count *count, struct orb_error *err)
{
    struct worker *workers = orb_calloc((size_t)work->jobs, sizeof *workers);
    struct shared s = { .work = work,
                        .count = count,
                        .lock = PTHREAD_MUTEX_INITIALIZER,
                        .changed = PTHREAD_COND_INITIALIZER,
                        .ring_count = (size_t)work->jobs * AHEAD,
                        .blocks = (work->end - work->first + BLOCK - 1) / BLOCK };
    enum orb_status status;

    cli_progress_start(&s.progress, work->cli, work->end - work->first);
    s.ring = orb_calloc(s.ring_count, sizeof *s.ring);
    status =
        workers == NULL || s.ring == NULL ? orb_error_memory(err) : run(&s, workers, err);
    release(&s, workers);
    return status;
}
