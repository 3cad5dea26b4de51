/* The situation of a person is read from a file or standard input and kept nowhere. */
#include "cli/question.h"

#include <string.h>

#include "cli/options.h"
#include "cli/profile.h"
#include "engine/base/buf.h"
#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/base/text.h"

#define PERSON_CAP ((size_t)16 << 20)

/* Sets the option named by len bytes of text; false when there is none of that name. */
static bool set_igas(bool igas[ORB_IGAS_OPTIONS], const char *text, size_t len)
{
    bool all = len == 3 && memcmp(text, "all", 3) == 0;
    bool found = all;

    for (int i = 0; i < ORB_IGAS_OPTIONS; i++)
        if (all || (strlen(orb_igas_names[i]) == len &&
                    memcmp(orb_igas_names[i], text, len) == 0)) {
            igas[i] = true;
            found = true;
        }
    return found;
}

enum orb_status cli_igas_read(bool igas[ORB_IGAS_OPTIONS], const char *text,
                              struct orb_error *err)
{
    while (text != NULL && *text != '\0') {
        size_t len = strcspn(text, ",");

        if (!set_igas(igas, text, len))
            return orb_error_set(
                err, ORB_ERR_SYNTAX,
                _("'--igas' takes age_bounds, associated, home_temporary joined by commas, or all"));
        text += len + (text[len] == ',');
    }
    return ORB_OK;
}

enum orb_status cli_question_check(const struct cli_arguments *args, struct orb_error *err)
{
    bool igas[ORB_IGAS_OPTIONS] = { false };
    enum orb_status status = cli_operands_check(
        args, 1, 1, _("the file of a situation, or - for standard input"), err);

    return status == ORB_OK ? cli_igas_read(igas, cli_option_value(args, "igas"), err)
                            : status;
}

bool cli_person_code(void *context, const char *list, const char *code)
{
    const struct orb_term_list *terms;

    if (orb_vocabulary_terms(context, list, &terms, NULL) != ORB_OK)
        return true;
    return orb_term_find(terms, code) != NULL;
}

static enum orb_status read_person(struct cli_question *q, const char *path,
                                   struct orb_error *err)
{
    struct orb_person_codes codes = { &q->vocabulary, cli_person_code };
    struct orb_buf text = { 0 };
    struct orb_json *document = NULL;
    enum orb_status status = orb_file_read(&text, path, PERSON_CAP, err);

    if (status != ORB_OK)
        goto done;
    status = orb_json_parse(&document, text.data, text.len, err);
    if (status == ORB_OK)
        status = orb_person_parse(&q->person, document, q->profile, &codes, err);
    if (status != ORB_OK)
        orb_error_at(err, "%s", path);
done:
    orb_json_free(document);
    orb_buf_release(&text);
    return status;
}

static enum orb_status ask(struct cli_question *q, const struct cli_arguments *args,
                           const char *path, size_t limit, struct orb_error *err)
{
    const struct cli_context *cli = q->cli;
    struct orb_match_options options = { .policy = cli_option_value(args, "policy"),
                                         .operator_id = cli->operator_id,
                                         .limit = limit,
                                         .totals = true };
    enum orb_status status;

    status = cli_igas_read(options.igas, cli_option_value(args, "igas"), err);
    if (status == ORB_OK)
        status = cli_profile_open(&q->profile, cli, err);
    if (status == ORB_OK)
        status = read_person(q, path, err);
    if (status == ORB_OK && cli->date != ORB_DATE_NONE)
        q->person->reference_date = cli->date;
    if (status == ORB_OK)
        status = cli_territory_open(&q->territory, cli, cli_option_value(args, "catalogue"),
                                    err);
    if (status != ORB_OK)
        return status;
    q->matcher = orb_matcher_new(&q->territory.catalogue, q->profile);
    if (q->matcher == NULL)
        return orb_error_memory(err);
    return orb_matcher_ask(q->matcher, q->person, &options, &q->result, err);
}

enum orb_status cli_question_ask(struct cli_question *q, const struct cli_context *cli,
                                 const struct cli_arguments *args, size_t limit,
                                 struct orb_error *err)
{
    memset(q, 0, sizeof *q);
    q->cli = cli;
    return ask(q, args, args->operands[0], limit, err);
}

enum orb_status cli_question_ask_situation(struct cli_question *q,
                                           const struct cli_context *cli,
                                           const struct cli_arguments *args,
                                           struct orb_error *err)
{
    memset(q, 0, sizeof *q);
    q->cli = cli;
    return ask(q, args, cli_option_value(args, "situation"), 0, err);
}

void cli_question_close(struct cli_question *q)
{
    orb_matcher_free(q->matcher);
    orb_person_free(q->person);
    orb_profile_free(q->profile);
    cli_territory_close(&q->territory);
    orb_vocabulary_release(&q->vocabulary);
    memset(q, 0, sizeof *q);
}

/* Reading a list for the first time changes no answer. */
struct orb_reader cli_question_reader(const struct cli_question *q)
{
    return (struct orb_reader){ &q->territory.catalogue,
                                (struct orb_vocabulary *)&q->vocabulary, q->cli->french };
}

const char *cli_code_words(const struct cli_question *q, const char *list, const char *code)
{
    const struct orb_reader reader = cli_question_reader(q);

    return orb_code_words(&reader, list, code);
}

struct orb_match_document cli_question_document(const struct cli_question *q, bool all)
{
    struct orb_match_document d = {
        &q->territory.catalogue, q->profile, q->person, q->matcher, &q->result, all
    };

    return d;
}
