/* Opens the vault of a verb and reads its records. */
#include <stdlib.h>
#include <string.h>

#include "cli/people.h"
#include "cli/profile.h"
#include "cli/question.h"
#include "engine/base/alloc.h"
#include "engine/base/text.h"

enum orb_status cli_people_job_open(struct cli_people_job *job,
                                    const struct cli_context *cli,
                                    const struct cli_arguments *args,
                                    enum orb_vault_mode mode, struct orb_error *err)
{
    enum orb_status status;

    memset(job, 0, sizeof *job);
    job->cli = cli;
    job->args = args;
    job->today = cli_vault_today();
    job->date = cli->date == ORB_DATE_NONE ? job->today : cli->date;
    status = cli_profile_open(&job->profile, cli, err);
    if (status == ORB_OK)
        status = cli_vault_session_open(&job->session, args,
                                        cli_option_value(args, "vault"), mode, err);
    if (status == ORB_OK)
        status = cli_profile_digest(job->session.profile, cli, err);
    job->vault = job->session.vault;
    return status;
}

void cli_people_job_close(struct cli_people_job *job)
{
    cli_vault_session_close(&job->session);
    orb_profile_free(job->profile);
    orb_vocabulary_release(&job->vocabulary);
    memset(job, 0, sizeof *job);
}

enum orb_status cli_people_job_commit(struct cli_people_job *job, const char *action,
                                      const char *const *pseudonyms, size_t count,
                                      struct orb_error *err)
{
    const struct cli_vault_act act = { action, cli_option_value(job->args, "reason"),
                                       pseudonyms, count };

    return cli_vault_session_commit(&job->session, &act, err);
}

enum orb_status cli_people_find(const struct cli_people_job *job, const char *pseudonym,
                                size_t *index, struct orb_error *err)
{
    if (orb_vault_find(job->vault, pseudonym, index) &&
        strcmp(orb_vault_record(job->vault, *index).pseudonym, pseudonym) == 0)
        return ORB_OK;
    return orb_error_set(
        err, ORB_ERR_NOT_FOUND,
        _("the vault has no such pseudonym; 'orbite people list' has all"));
}

struct name {
    const char *pseudonym;
    size_t index;
};

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct name *)a)->pseudonym, ((const struct name *)b)->pseudonym);
}

size_t *cli_people_order(const struct cli_people_job *job)
{
    size_t count = orb_vault_count(job->vault);
    struct name *names = orb_calloc(count + 1, sizeof *names);
    size_t *order = orb_calloc(count + 1, sizeof *order);

    if (names != NULL && order != NULL) {
        for (size_t i = 0; i < count; i++)
            names[i] = (struct name){ orb_vault_record(job->vault, i).pseudonym, i };
        qsort(names, count, sizeof *names, compare);
        for (size_t i = 0; i < count; i++)
            order[i] = names[i].index;
    } else {
        orb_free(order);
        order = NULL;
    }
    orb_free(names);
    return order;
}

/* The local id never leaves the vault: the pseudonym stands for it. */
static enum orb_status lay_pseudonym(struct orb_json *document, const char *pseudonym,
                                     struct orb_error *err)
{
    bool bare = orb_json_get(document, "situation") == NULL;
    struct orb_json *over = NULL;
    struct orb_buf text = { 0 };
    enum orb_status status;

    orb_buf_text(&text, bare ? "{\"id\":" : "{\"situation\":{\"id\":");
    orb_json_write_string(&text, pseudonym);
    orb_buf_text(&text, bare ? "}" : "}}");
    status = orb_buf_check(&text, err);
    if (status == ORB_OK)
        status = orb_json_parse(&over, text.data, text.len, err);
    if (status == ORB_OK)
        status = orb_json_merge(document, over, err);
    orb_json_free(over);
    orb_buf_release(&text);
    return status;
}

enum orb_status cli_people_read(struct cli_people_job *job, size_t index,
                                struct orb_json **document, struct orb_case **case_,
                                struct orb_error *err)
{
    const struct orb_person_codes codes = { &job->vocabulary, cli_person_code };
    const struct orb_vault_record record = orb_vault_record(job->vault, index);
    struct orb_json *read = NULL;
    const char *text;
    size_t len;
    enum orb_status status = orb_vault_read(job->vault, index, &text, &len, err);

    if (status == ORB_OK)
        status = orb_json_parse(&read, text, len, err);
    if (status == ORB_OK)
        status = lay_pseudonym(read, record.pseudonym, err);
    if (status == ORB_OK && case_ != NULL)
        status = orb_case_parse(case_, read, job->profile, &codes, err);
    if (status != ORB_OK)
        orb_error_at(err, "%s", record.pseudonym);
    if (status == ORB_OK && case_ != NULL)
        (*case_)->person->reference_date = job->date;
    if (status != ORB_OK || document == NULL) {
        orb_json_free(read);
        return status;
    }
    *document = read;
    return ORB_OK;
}
