/* What is answered for a person does not depend on the others, so that parts, threads and
 * interruptions change nothing of it. */
#include "cli/batch.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/batch_run.h"
#include "cli/diagnostics.h"
#include "cli/jobs.h"
#include "cli/options.h"
#include "cli/profile.h"
#include "cli/question.h"
#include "cli/territory.h"
#include "engine/base/csv.h"
#include "engine/base/hash.h"
#include "engine/base/json.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "maps/match_row.h"

#define MOST_PARTS 1000000

bool cli_batch_is_asked(const struct cli_arguments *args)
{
    return cli_option_value(args, "batch") != NULL;
}

/* ---- arguments */

static enum orb_status read_jobs(int *jobs, const struct cli_arguments *args,
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

static enum orb_status read_part(size_t *number, size_t *count,
                                 const struct cli_arguments *args, struct orb_error *err)
{
    const char *text = cli_option_value(args, "part");
    const char *slash = text == NULL ? NULL : strchr(text, '/');
    int64_t i = 1;
    int64_t n = 1;

    if (text != NULL &&
        (slash == NULL ||
         !orb_integer_parse(&n, slash + 1, strlen(slash + 1), 1, MOST_PARTS) ||
         !orb_integer_parse(&i, text, (size_t)(slash - text), 1, n)))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--part' takes a part and their number, as in 3/16"));
    *number = (size_t)i;
    *count = (size_t)n;
    return ORB_OK;
}

static enum orb_status read_format(enum cli_batch_format *format,
                                   const struct cli_arguments *args, struct orb_error *err)
{
    const char *name = cli_option_value(args, "format");

    *format = CLI_BATCH_JSON;
    if (name == NULL || strcmp(name, "json") == 0)
        return ORB_OK;
    *format = CLI_BATCH_CSV;
    if (strcmp(name, "csv") != 0)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("'--format' is json or csv"));
    if (cli_option_value(args, "json") != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--json' does not go with another '--format'"));
    return ORB_OK;
}

static enum orb_status check_alone(const struct cli_arguments *args, struct orb_error *err)
{
    static const char *const ours[] = { "jobs", "part", "resume", "totals", "format" };

    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
        if (cli_option_value(args, ours[i]) != NULL)
            return orb_error_set(err, ORB_ERR_SYNTAX, _("'--%s' goes with '--batch'"),
                                 ours[i]);
    return ORB_OK;
}

/* What is told of one person at a time. */
static enum orb_status check_others(const struct cli_arguments *args, struct orb_error *err)
{
    static const char *const others[] = { "all",
                                          "why",
                                          "neutral",
                                          "diff",
                                          "matrix",
                                          "router",
                                          "travel-cache",
                                          "mode",
                                          "reason",
                                          "strict-travel",
                                          "allow-person-coordinates" };

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (cli_option_value(args, others[i]) != NULL)
            return orb_error_set(err, ORB_ERR_SYNTAX,
                                 _("'--batch' does not go with '--%s'"), others[i]);
    return ORB_OK;
}

static enum orb_status check_resume(const struct cli_arguments *args, struct orb_error *err)
{
    const char *path = cli_option_value(args, "output");

    if (cli_option_value(args, "resume") == NULL ||
        (path != NULL && strcmp(path, "-") != 0))
        return ORB_OK;
    return orb_error_set(err, ORB_ERR_SYNTAX, _("'--resume' goes with '--output FILE'"));
}

enum orb_status cli_batch_check(const struct cli_arguments *args, struct orb_error *err)
{
    enum cli_batch_format format;
    struct orb_match_options options = { 0 };
    struct orb_person nobody = { 0 };
    const struct cli_context nothing = { 0 };
    size_t number, count;
    int jobs;
    enum orb_status status;

    if (!cli_batch_is_asked(args))
        return check_alone(args, err);
    status = check_others(args, err);
    if (status == ORB_OK)
        status = cli_people_check(args, 0, err);
    if (status == ORB_OK)
        status = cli_question_options(&options, &nobody, &nothing, args, err);
    if (status == ORB_OK)
        status = read_jobs(&jobs, args, err);
    if (status == ORB_OK)
        status = read_part(&number, &count, args, err);
    if (status == ORB_OK)
        status = check_resume(args, err);
    return status == ORB_OK ? read_format(&format, args, err) : status;
}

/* ---- the question */

struct batch {
    struct cli_territory territory;
    struct orb_profile *profile;
    struct orb_vocabulary vocabulary;
    struct cli_batch_output out;
    struct cli_batch_work work;
    size_t part, parts;
};

static uint64_t add_text(uint64_t hash, const char *text)
{
    return text == NULL ? orb_hash_more(hash, "", 0)
                        : orb_hash_more(hash, text, strlen(text) + 1);
}

/* A number made of all that the answers depend on. */
static enum orb_status digest(uint64_t *out, const struct batch *b, struct orb_error *err)
{
    static const char *const options[] = { "policy", "igas", "urgency", "totals" };
    const struct cli_batch_work *work = &b->work;
    const uint64_t numbers[] = { cli_batch_index_digest(work->index),
                                 cli_batch_index_count(work->index),
                                 work->catalogue->checksum,
                                 work->rows,
                                 (uint64_t)work->format,
                                 b->part,
                                 b->parts,
                                 (uint64_t)cli_batch_index_date(work->index) };
    char settings[CLI_PROFILE_DIGEST];
    uint64_t hash = orb_hash_more(ORB_HASH_SEED, numbers, sizeof numbers);
    enum orb_status status = cli_profile_digest(settings, work->cli, err);

    if (status != ORB_OK)
        return status;
    hash = add_text(hash, settings);
    hash = add_text(hash, work->cli->operator_id);
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        hash = add_text(hash, cli_option_value(work->args, options[i]));
    *out = hash;
    return ORB_OK;
}

/* ---- going on */

/* The pseudonym at the start of a line that was written; "" when it holds none. */
static enum orb_status read_pseudonym(struct orb_buf *out, const struct orb_buf *line,
                                      enum cli_batch_format format, struct orb_error *err)
{
    const char *text = NULL;

    if (format == CLI_BATCH_CSV) {
        struct orb_csv csv;
        bool more = false;
        enum orb_status status;

        orb_csv_memory(&csv, line->data, line->len, ',');
        status = orb_csv_row(&csv, &more, NULL);
        if (status == ORB_OK && more)
            text = orb_csv_field(&csv, 0);
        orb_buf_text(out, text == NULL ? "" : text);
        orb_csv_release(&csv);
    } else {
        struct orb_json *document = NULL;

        if (orb_json_parse(&document, line->data, line->len, NULL) == ORB_OK)
            text = orb_json_text(orb_json_get(document, "person"));
        orb_buf_text(out, text == NULL ? "" : text);
        orb_json_free(document);
    }
    return orb_buf_check(out, err);
}

/* Go on after the person of the last line. */
static enum orb_status go_on(struct batch *b, struct orb_error *err)
{
    struct cli_batch_work *work = &b->work;
    struct orb_buf pseudonym = { 0 };
    size_t place = 0;
    enum orb_status status = read_pseudonym(&pseudonym, &b->out.last, work->format, err);

    if (status == ORB_OK && cli_batch_index_find(work->index, pseudonym.data, &place) &&
        place >= work->first && place < work->end) {
        work->first = place + 1;
        cli_note(work->cli, _("goes on with '%s'"), b->out.unfinished.data);
    } else if (status == ORB_OK) {
        status = orb_error_set(err, ORB_ERR_CORRUPT,
                               _("this is not what was written; remove it to begin again"));
        orb_error_at(err, "%s", b->out.unfinished.data);
    }
    orb_buf_release(&pseudonym);
    return status;
}

static enum orb_status write_head(struct batch *b, struct orb_error *err)
{
    struct orb_buf head = { 0 };
    enum orb_status status = ORB_OK;

    if (b->work.format == CLI_BATCH_CSV && b->part == 1) {
        orb_match_row_head(&head);
        status = orb_buf_check(&head, err);
        if (status == ORB_OK)
            status = cli_batch_output_write(&b->out, &head, err);
    }
    orb_buf_release(&head);
    return status;
}

/* A file that holds the head alone has nothing to go on with. */
static bool is_head(const struct batch *b)
{
    struct orb_buf head = { 0 };
    bool same;

    orb_match_row_head(&head);
    same = b->work.format == CLI_BATCH_CSV && head.data != NULL &&
           head.len == b->out.last.len &&
           memcmp(head.data, b->out.last.data, head.len) == 0;
    orb_buf_release(&head);
    return same;
}

static enum orb_status begin(struct batch *b, struct orb_error *err)
{
    const struct cli_arguments *args = b->work.args;
    bool resume = cli_option_value(args, "resume") != NULL;
    uint64_t hash = 0;
    enum orb_status status = digest(&hash, b, err);

    if (resume && !cli_batch_index_is_lasting(b->work.index))
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("what comes through a pipe is not gone on with; give the persons in a file"));

    if (status == ORB_OK)
        status = cli_batch_output_open(&b->out, cli_option_value(args, "output"), hash,
                                       resume, err);
    if (status != ORB_OK)
        return status;
    if (b->out.last.len > 0)
        return is_head(b) ? ORB_OK : go_on(b, err);
    if (resume)
        cli_note(b->work.cli, _("there is nothing to go on with; it begins"));
    return write_head(b, err);
}

/* ---- all */

static enum orb_status open_all(struct batch *b, struct orb_error *err)
{
    struct cli_batch_work *work = &b->work;
    const struct cli_people_query query = { .cli = work->cli,
                                            .args = work->args,
                                            .vocabulary = &b->vocabulary,
                                            .action = "match" };
    enum orb_status status = cli_profile_open(&b->profile, work->cli, err);

    if (status == ORB_OK)
        status = cli_territory_open(&b->territory, work->cli,
                                    cli_option_value(work->args, "catalogue"), err);
    if (status != ORB_OK)
        return status;
    cli_territory_let_go(&b->territory);
    /* From here on: a snapshot that is made again is for everybody. */
    (void)umask(077);
    work->profile = b->profile;
    work->catalogue = &b->territory.catalogue;
    work->out = &b->out;
    status = cli_batch_index_open(&work->index, &query, work->catalogue, err);
    if (status == ORB_OK)
        cli_batch_index_part(work->index, b->part, b->parts, &work->first, &work->end);
    return status;
}

static enum orb_status answer_all(struct batch *b, struct orb_error *err)
{
    struct cli_batch_count count = { 0 };
    enum orb_status status = begin(b, err);
    bool begun = status == ORB_OK;
    const char *kept;

    if (begun)
        status = cli_batch_run(&b->work, &count, err);
    if (status == ORB_OK)
        status = cli_batch_output_commit(&b->out, err);
    if (status == ORB_OK && count.left_out > 0)
        cli_note(b->work.cli, _("persons: %llu answered, %llu left out"), count.answered,
                 count.left_out);
    kept = status == ORB_OK
               ? NULL
               : cli_batch_output_stop(&b->out, cli_batch_index_is_lasting(b->work.index));
    if (begun && kept != NULL)
        cli_note(b->work.cli,
                 _("'%s' holds what was answered; the same command with --resume goes on"),
                 kept);
    return status;
}

enum orb_status cli_batch(const struct cli_context *cli, const struct cli_arguments *args,
                          size_t rows, struct orb_error *err)
{
    struct batch b = { .work = { .cli = cli,
                                 .args = args,
                                 .rows = rows,
                                 .totals = cli_option_value(args, "totals") != NULL } };
    enum orb_status status = read_jobs(&b.work.jobs, args, err);

    if (status == ORB_OK)
        status = read_part(&b.part, &b.parts, args, err);
    if (status == ORB_OK)
        status = read_format(&b.work.format, args, err);
    if (status == ORB_OK)
        status = open_all(&b, err);
    if (status == ORB_OK)
        status = answer_all(&b, err);
    cli_batch_output_close(&b.out);
    cli_batch_index_close(b.work.index);
    cli_territory_close(&b.territory);
    orb_profile_free(b.profile);
    orb_vocabulary_release(&b.vocabulary);
    return status;
}
