/* Puts cases into the vault: all of a file or none. */
#include <string.h>

#include "cli/diagnostics.h"
#include "cli/people.h"
#include "cli/person_texts.h"
#include "cli/question.h"
#include "engine/base/alloc.h"
#include "engine/base/text.h"

/* A text that was understood. */
struct given {
    struct orb_json *document;
    struct orb_case *case_;
    struct orb_buf text; /* the document, compact, keys sorted */
};

static void release(struct given *given)
{
    orb_json_free(given->document);
    orb_case_free(given->case_);
    if (given->text.data != NULL)
        memset(given->text.data, 0, given->text.capacity);
    orb_buf_release(&given->text);
}

static enum orb_status understand(struct given *out, struct cli_people_job *job,
                                  const struct orb_buf *text, struct orb_error *err)
{
    const struct orb_person_codes codes = { &job->vocabulary, cli_person_code };
    enum orb_status status = orb_json_parse(&out->document, text->data, text->len, err);

    if (status == ORB_OK)
        status = orb_case_parse(&out->case_, out->document, job->profile, &codes, err);
    if (status != ORB_OK)
        return status;
    orb_json_write(&out->text, out->document);
    return orb_buf_check(&out->text, err);
}

/* Nobody is kept for ever because no contact is dated: the months count from the day it is
 * then. */
static struct orb_vault_case record_of(const struct cli_people_job *job,
                                       const struct given *given)
{
    orb_date expires = given->case_->expires;

    if (expires == ORB_DATE_NONE)
        expires = orb_date_add_months(job->today, ORB_CASE_KEPT_MONTHS);
    return (struct orb_vault_case){ .local_id = given->case_->person->id,
                                    .text = given->text.data,
                                    .len = given->text.len,
                                    .last_contact = given->case_->last_contact,
                                    .expiry = expires };
}

/* The place of the last text in its file, before what is wrong inside. */
static void place_error(const struct cli_person_texts *texts, const char *inside,
                        struct orb_error *err)
{
    struct orb_buf place = { 0 };

    cli_person_texts_place(&place, texts);
    if (place.len > 0 || inside[0] != '\0')
        orb_error_at(err, "%s%s%s",
                     place.len == 0 ? "" : place.data + (place.data[0] == ':'),
                     inside[0] == '\0' || inside[0] == '/' ? "" : ":", inside);
    orb_buf_release(&place);
}

/* The next case of a file; *found false at the end. The place of an error is in the file.
 */
static enum orb_status next(struct given *out, struct cli_people_job *job,
                            struct cli_person_texts *texts, bool *found,
                            struct orb_error *err)
{
    struct orb_error why = { 0 };
    enum orb_status status = cli_person_texts_next(texts, found, err);

    if (status != ORB_OK || !*found)
        return status;
    status = understand(out, job, &texts->text, &why);
    if (status != ORB_OK) {
        (void)orb_error_set(err, status, "%s", why.text);
        place_error(texts, why.place, err);
    }
    return status;
}

static enum orb_status add_one(struct cli_people_job *job, const struct given *given,
                               struct orb_buf *told, struct orb_error *err)
{
    const struct orb_vault_case record = record_of(job, given);
    struct orb_error why = { 0 };
    size_t index = 0;
    enum orb_status status;

    if (orb_vault_find(job->vault, record.local_id, &index))
        return orb_error_set(
            err, ORB_ERR_EXISTS,
            _("the vault has this person already, as %s; use 'orbite people edit'"),
            orb_vault_record(job->vault, index).pseudonym);
    status = orb_vault_add(job->vault, &record, &index, &why);
    if (status != ORB_OK)
        return orb_error_set(err, status, "%s", why.text);
    orb_buf_printf(told, "%s\n", orb_vault_record(job->vault, index).pseudonym);
    return orb_buf_check(told, err);
}

/* The pseudonyms of the records from number first on; owned by the caller. */
static const char **names_from(const struct cli_people_job *job, size_t first,
                               size_t *count)
{
    const char **names;

    *count = orb_vault_count(job->vault) - first;
    names = orb_calloc(*count + 1, sizeof *names);
    for (size_t i = 0; names != NULL && i < *count; i++)
        names[i] = orb_vault_record(job->vault, first + i).pseudonym;
    return names;
}

static enum orb_status add_file(struct cli_people_job *job, const char *path,
                                struct orb_buf *told, struct orb_error *err)
{
    struct cli_person_texts texts = { 0 };
    bool found = true;
    enum orb_status status = cli_person_texts_open(&texts, path, err);

    if (status != ORB_OK)
        return status;
    while (status == ORB_OK && found) {
        struct given given = { 0 };

        status = next(&given, job, &texts, &found, err);
        if (status == ORB_OK && found) {
            status = add_one(job, &given, told, err);
            if (status != ORB_OK)
                place_error(&texts, "", err);
        }
        release(&given);
    }
    if (status == ORB_OK && texts.count == 0)
        status = orb_error_set(err, ORB_ERR_SYNTAX, _("there is nobody in this file"));
    if (status != ORB_OK && status != ORB_ERR_IO)
        orb_error_at(err, "%s", path);
    cli_person_texts_close(&texts);
    return status;
}

enum orb_status cli_people_add(const struct cli_context *cli,
                               const struct cli_arguments *args, struct orb_error *err)
{
    struct cli_people_job job;
    struct orb_buf told = { 0 };
    const char **names = NULL;
    size_t before = 0;
    size_t count = 0;
    enum orb_status status = cli_people_job_open(&job, cli, args, ORB_VAULT_USE, err);

    if (status == ORB_OK) {
        before = orb_vault_count(job.vault);
        for (size_t i = 1; status == ORB_OK && i < args->operand_count; i++)
            status = add_file(&job, args->operands[i], &told, err);
    }
    if (status == ORB_OK && (names = names_from(&job, before, &count)) == NULL)
        status = orb_error_memory(err);
    if (status == ORB_OK)
        status = cli_people_job_commit(&job, "add", names, count, err);
    if (status == ORB_OK)
        status = cli_print(cli_option_value(args, "output"), &told, err);
    orb_free(names);
    orb_buf_release(&told);
    cli_people_job_close(&job);
    return status;
}

/* The case of another person would take the place of this one. */
static enum orb_status check_same(const struct cli_people_job *job, size_t index,
                                  const char *id, struct orb_error *err)
{
    const struct orb_vault_record record = orb_vault_record(job->vault, index);

    if (strcmp(id, record.pseudonym) == 0 || strcmp(id, record.local_id) == 0)
        return ORB_OK;
    return orb_error_set(err, ORB_ERR_SYNTAX,
                         _("the id of this situation is not that of the person"));
}

static enum orb_status edit_with(struct cli_people_job *job, size_t index, const char *path,
                                 struct orb_error *err)
{
    struct cli_person_texts texts = { 0 };
    struct given given = { 0 };
    struct orb_vault_case record;
    bool found = false;
    enum orb_status status = cli_person_texts_open(&texts, path, err);

    if (status != ORB_OK)
        return status;
    status = next(&given, job, &texts, &found, err);
    if (status == ORB_OK && (!found || texts.has_more))
        status =
            orb_error_set(err, ORB_ERR_SYNTAX, _("one person is expected in this file"));
    if (status == ORB_OK)
        status = check_same(job, index, given.case_->person->id, err);
    if (status != ORB_OK) {
        if (status != ORB_ERR_IO)
            orb_error_at(err, "%s", path);
    } else {
        record = record_of(job, &given);
        status = orb_vault_replace(job->vault, index, &record, err);
    }
    release(&given);
    cli_person_texts_close(&texts);
    return status;
}

enum orb_status cli_people_edit(const struct cli_context *cli,
                                const struct cli_arguments *args, struct orb_error *err)
{
    struct cli_people_job job;
    size_t index = 0;
    enum orb_status status = cli_people_job_open(&job, cli, args, ORB_VAULT_USE, err);

    if (status == ORB_OK)
        status = cli_people_find(&job, args->operands[1], &index, err);
    if (status == ORB_OK)
        status = edit_with(&job, index, args->operands[2], err);
    if (status == ORB_OK)
        status = cli_people_job_commit(&job, "edit", &args->operands[1], 1, err);
    if (status == ORB_OK)
        cli_note(cli, _("%s is now at version %llu"), args->operands[1],
                 (unsigned long long)orb_vault_record(job.vault, index).version);
    cli_people_job_close(&job);
    return status;
}
