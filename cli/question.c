/* The situation of a person is read from a file or standard input and kept nowhere. */
#include "cli/question.h"

#include <string.h>

#include "cli/answer_offer.h"
#include "cli/options.h"
#include "cli/profile.h"
#include "cli/travel_person.h"
#include "cli/vault_person.h"
#include "engine/base/buf.h"
#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/base/number.h"
#include "engine/base/text.h"

#define PERSON_CAP ((size_t)16 << 20)

/* Of a deadline, as in a situation. */
#define MAX_DAYS 36500

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

/* days is left alone without the option. */
static enum orb_status read_urgency(int64_t *days, const struct cli_arguments *args,
                                    struct orb_error *err)
{
    const char *text = cli_option_value(args, "urgency");

    if (text != NULL && !orb_integer_parse(days, text, strlen(text), 0, MAX_DAYS))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--urgency' takes a whole number of days"));
    return ORB_OK;
}

enum orb_status cli_question_options(struct orb_match_options *out,
                                     struct orb_person *person,
                                     const struct cli_context *cli,
                                     const struct cli_arguments *args,
                                     struct orb_error *err)
{
    enum orb_status status = read_urgency(&person->urgency_days, args, err);

    out->operator_id = cli->operator_id;
    out->policy = cli_option_value(args, "policy");
    if (out->policy == NULL && cli_option_value(args, "urgency") != NULL)
        out->policy = "urgency";
    return status == ORB_OK ? cli_igas_read(out->igas, cli_option_value(args, "igas"), err)
                            : status;
}

enum orb_status cli_question_check(const struct cli_arguments *args, struct orb_error *err)
{
    bool igas[ORB_IGAS_OPTIONS] = { false };
    int64_t days;
    enum orb_status status =
        cli_operands_check(args, 1, 1,
                           cli_option_value(args, "vault") != NULL
                               ? _("a pseudonym")
                               : _("the file of a situation, or - for standard input"),
                           err);

    if (status == ORB_OK)
        status = cli_vault_person_check(args, err);
    if (status == ORB_OK)
        status = cli_travel_person_check(args, err);
    if (status == ORB_OK)
        status = read_urgency(&days, args, err);
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

enum orb_status cli_question_read(struct orb_case **out, struct cli_question *q,
                                  const char *path, struct orb_error *err)
{
    struct orb_person_codes codes = { &q->vocabulary, cli_person_code };
    struct orb_buf text = { 0 };
    struct orb_json *document = NULL;
    enum orb_status status = orb_file_read(&text, path, PERSON_CAP, err);

    if (status != ORB_OK)
        goto done;
    status = orb_json_parse(&document, text.data, text.len, err);
    if (status == ORB_OK)
        status = orb_case_parse(out, document, q->profile, &codes, err);
    if (status != ORB_OK)
        orb_error_at(err, "%s", path);
    else if (q->cli->date != ORB_DATE_NONE)
        (*out)->person->reference_date = q->cli->date;
done:
    orb_json_free(document);
    orb_buf_release(&text);
    return status;
}

/* Minutes that others tell of the ways from where the person lives. */
static enum orb_status take_travel(struct cli_question *q, const struct cli_arguments *args,
                                   struct orb_match_options *options, struct orb_error *err)
{
    const struct cli_travel_person who = { q->person, q->profile, &q->territory.catalogue,
                                           cli_option_value(args,
                                                            "allow-person-coordinates") };
    struct cli_travel_rows rows = { 0 };
    enum orb_status status = cli_travel_open(&q->travel, q->cli, args, err);

    if (status == ORB_OK)
        status = cli_travel_person(&rows, &q->travel, &who, &q->arena, err);
    options->travel = rows.rows;
    options->travel_count = rows.count;
    return status;
}

static enum orb_status count_use(struct cli_question *q, struct orb_error *err)
{
    const struct orb_ranking *ranking = &q->result.ranking;
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < ranking->count; i++) {
        struct orb_evaluation e;

        status = orb_matcher_evaluate(q->matcher, ranking->rows[i].offer, &e, err);
        if (status != ORB_OK || e.verdict->place.mode == ORB_MODES)
            continue;
        q->travel_use.told += e.verdict->place.estimate ? 0 : 1;
        q->travel_use.estimated += e.verdict->place.estimate ? 1 : 0;
    }
    return status;
}

size_t cli_rank_in(const struct orb_ranking *ranking, uint32_t offer)
{
    for (size_t i = 0; i < ranking->count; i++)
        if (ranking->rows[i].offer == offer)
            return i + 1;
    return 0;
}

/* Do the first lines hold the ranks and the pairs that are told beside the classes? */
static bool is_enough(const struct cli_question *q)
{
    const struct orb_match_result *r = &q->result;
    bool listed = true;

    for (size_t i = 0; i < q->class_rows && i < r->neutral.count; i++)
        listed = listed && cli_rank_in(&r->ranking, r->neutral.rows[i].offer) > 0;
    return r->ranking.count == r->ranking.total ||
           (listed && r->uncertain_count >= q->class_rows);
}

/* How many more lines are asked for when the first ones do not tell enough: nothing is
 * uncertain before the thousandth, or as good as all is. */
#define MORE_TIMES 128

/* Of a matcher that is not asked again: it would make what helps many questions. */
static enum orb_status ask_alone(struct cli_question *q, struct orb_matcher **matcher,
                                 const struct orb_match_options *options,
                                 struct orb_match_result *out, struct orb_error *err)
{
    orb_matcher_free(*matcher);
    *matcher = orb_matcher_new(&q->territory.catalogue, q->profile);
    if (*matcher == NULL)
        return orb_error_memory(err);
    return orb_matcher_ask(*matcher, q->person, options, out, err);
}

/* More lines of the rankings alone: the counts, the classes and the plan are told already.
 */
static enum orb_status ask_farther(struct cli_question *q, size_t limit,
                                   const struct orb_match_options *options,
                                   struct orb_error *err)
{
    struct orb_match_options more = *options;
    struct orb_match_result result;
    struct orb_match_result *told = &q->result;
    enum orb_status status;

    more.limit = limit;
    more.totals = false;
    more.class_lines = 0;
    more.rankings = true;
    status = ask_alone(q, &q->farther, &more, &result, err);
    if (status != ORB_OK)
        return status;
    result.ranking.total = told->ranking.total;
    result.neutral.total = told->neutral.total;
    told->ranking = result.ranking;
    told->neutral = result.neutral;
    told->uncertain = result.uncertain;
    told->uncertain_count = result.uncertain_count;
    return ORB_OK;
}

static enum orb_status answer(struct cli_question *q, struct orb_match_options *options,
                              struct orb_error *err)
{
    bool given = cli_travel_is_given(&q->travel);
    enum orb_status status;

    if (q->class_rows > 0 && given) /* whose use is counted */
        options->limit = 0;
    if (options->limit > 0 && !given)
        orb_catalogue_one_question(&q->territory.catalogue);
    status = ask_alone(q, &q->matcher, options, &q->result, err);
    for (size_t limit = options->limit * MORE_TIMES;
         status == ORB_OK && limit > 0 && q->class_rows > 0 && !is_enough(q);
         limit *= MORE_TIMES) {
        orb_catalogue_many_questions(&q->territory.catalogue);
        status = ask_farther(q, limit, options, err);
    }
    if (status == ORB_OK && given)
        status = count_use(q, err);
    return status;
}

/* What the minutes are asked with. */
struct asking {
    struct cli_question *q;
    const struct cli_arguments *args;
    struct orb_match_options *options;
};

static enum orb_status ask_travel(void *context, struct orb_error *err)
{
    const struct asking *a = context;

    return take_travel(a->q, a->args, a->options, err);
}

static void forget_travel(void *context)
{
    const struct asking *a = context;

    cli_travel_close(&a->q->travel);
}

/* The catalogue and the minutes. */
static enum orb_status open_territory(struct cli_question *q,
                                      const struct cli_arguments *args,
                                      struct orb_match_options *options,
                                      struct orb_error *err)
{
    struct asking context = { q, args, options };
    const struct cli_territory_asking asking = {
        .path = cli_option_value(args, "catalogue"),
        .takes_long = cli_option_value(args, "router") != NULL,
        .keeps_store = q->keeps_store,
        .ask = ask_travel,
        .forget = forget_travel,
        .context = &context,
    };

    return cli_territory_ask(&q->territory, q->cli, &asking, err);
}

static enum orb_status ask(struct cli_question *q, const struct cli_arguments *args,
                           const char *path, size_t limit, struct orb_error *err)
{
    const struct cli_context *cli = q->cli;
    struct orb_match_options options = { .limit = limit,
                                         .totals = true,
                                         .class_lines = q->class_rows };
    enum orb_status status = cli_profile_open(&q->profile, cli, err);

    if (status == ORB_OK)
        status = cli_option_value(args, "vault") != NULL
                     ? cli_vault_person_read(&q->case_, cli, args, q->action, err)
                     : cli_question_read(&q->case_, q, path, err);
    if (status == ORB_OK)
        q->person = q->case_->person;
    if (status == ORB_OK)
        status = cli_question_options(&options, q->person, cli, args, err);
    if (status == ORB_OK)
        status = open_territory(q, args, &options, err);
    return status == ORB_OK ? answer(q, &options, err) : status;
}

enum orb_status cli_question_ask(struct cli_question *q, const struct cli_context *cli,
                                 const struct cli_arguments *args, size_t limit,
                                 struct orb_error *err)
{
    *q = (struct cli_question){ .action = q->action,
                                .class_rows = q->class_rows,
                                .cli = cli };
    return ask(q, args, args->operands[0], limit, err);
}

enum orb_status cli_question_ask_situation(struct cli_question *q,
                                           const struct cli_context *cli,
                                           const struct cli_arguments *args,
                                           struct orb_error *err)
{
    const char *action = q->action;
    const char *person = cli_option_value(args, "person");
    struct cli_arguments of_vault = *args;

    of_vault.operands = &person;
    of_vault.operand_count = 1;
    memset(q, 0, sizeof *q);
    q->action = action;
    q->cli = cli;
    q->keeps_store = true;
    return ask(q, person == NULL ? args : &of_vault, cli_option_value(args, "situation"), 0,
               err);
}

void cli_question_travel(struct orb_buf *out, const struct cli_question *q)
{
    const struct orb_travel_table *table = &q->travel.table;

    if (!cli_travel_is_given(&q->travel))
        return;
    orb_buf_char(out, '\n');
    for (size_t i = 0; i < table->methods.count; i++)
        cli_answer_printf(out, q, 0, _("Minutes of travel by: %s%s%s."),
                          table->method_texts[i].name,
                          table->method_texts[i].version[0] == '\0' ? "" : ", ",
                          table->method_texts[i].version);
    if (q->travel.unknown_mode)
        cli_answer_printf(out, q, 0, "%s",
                          _("The router does not know this way of travelling."));
    cli_answer_printf(out, q, 0, _("Offers by their minutes: %llu told, %llu estimated."),
                      q->travel_use.told, q->travel_use.estimated);
}

/* A digest is known by its beginning. */
static void write_version(struct orb_buf *out, const char *version)
{
    const char *digest = strstr(version, "sha256:");

    if (digest == NULL || strlen(digest) <= 15)
        orb_buf_text(out, version);
    else
        orb_buf_printf(out, "%.*s…", (int)(digest - version) + 15, version);
}

void cli_question_methods(struct orb_buf *out, const struct cli_question *q)
{
    const struct orb_travel_table *table = &q->travel.table;

    if (table->methods.count == 0)
        return;
    orb_buf_text(out, _("minutes of travel by "));
    for (size_t i = 0; i < table->methods.count; i++) {
        orb_buf_printf(out, "%s%s ", i == 0 ? "" : ", ", table->method_texts[i].name);
        write_version(out, table->method_texts[i].version);
    }
    orb_buf_printf(out, _(" (told: %llu, estimated: %llu)"), q->travel_use.told,
                   q->travel_use.estimated);
}

void cli_question_close(struct cli_question *q)
{
    orb_matcher_free(q->farther);
    orb_matcher_free(q->matcher);
    cli_travel_close(&q->travel);
    orb_arena_release(&q->arena);
    orb_case_free(q->case_);
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
    return (struct orb_match_document){
        .catalogue = &q->territory.catalogue,
        .profile = q->profile,
        .person = q->person,
        .matcher = q->matcher,
        .result = &q->result,
        .travel = cli_travel_is_given(&q->travel) ? &q->travel.table : NULL,
        .told = q->travel_use.told,
        .estimated = q->travel_use.estimated,
        .all = all,
    };
}
