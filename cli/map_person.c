/* A situation is read, answered and written to a file of its reader alone; nothing else is
 * left behind. */
#include "cli/map_person.h"

#include <string.h>

#include "cli/diagnostics.h"
#include "cli/map_circles.h"
#include "cli/map_product.h"
#include "cli/options.h"
#include "cli/question.h"
#include "cli/travel_person.h"
#include "cli/vault_person.h"
#include "engine/base/text.h"
#include "maps/page_person.h"
#include "maps/person_circles.h"

#define CIRCLES "circles"
#define PAGE    "page"

/* Minutes to the offers are those of somebody; a page without has those to the communes. */
static enum orb_status check_nobody(const struct cli_arguments *args, struct orb_error *err)
{
    static const char *const ours[] = { "allow-person-coordinates", "travel-cache", "mode",
                                        "matrix", "router" };
    size_t count =
        strcmp(args->operands[0], CIRCLES) == 0 ? sizeof ours / sizeof ours[0] : 1;

    for (size_t i = 0; i < count; i++)
        if (cli_option_value(args, ours[i]) != NULL)
            return orb_error_set(err, ORB_ERR_SYNTAX, _("'--%s' goes with '--situation'"),
                                 ours[i]);
    return ORB_OK;
}

bool cli_map_has_person(const struct cli_arguments *args)
{
    return cli_option_value(args, "situation") != NULL ||
           cli_option_value(args, "person") != NULL;
}

static enum orb_status check_vault(const struct cli_arguments *args, struct orb_error *err)
{
    bool has_person = cli_option_value(args, "person") != NULL;

    if (has_person && cli_option_value(args, "situation") != NULL)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("the person comes from '--situation' or from '--vault', not from both"));
    if (has_person && cli_option_value(args, "vault") == NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("'--person' goes with '--vault'"));
    if (!has_person && cli_option_value(args, "reason") != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("'--reason' goes with '--person'"));
    return has_person ? cli_vault_person_check(args, err) : ORB_OK;
}

enum orb_status cli_map_person_check(const struct cli_arguments *args,
                                     struct orb_error *err)
{
    static const char *const others[] = { "circle", "commune",  "departement",
                                          "closed", "without",  "title",
                                          "from",   "requests", NULL };
    bool is_private = cli_option_value(args, "private") != NULL;
    enum orb_status status = check_vault(args, err);

    if (status != ORB_OK)
        return status;
    if (!cli_map_has_person(args) && !is_private)
        return check_nobody(args, err);
    if (!cli_map_has_person(args))
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("'--private' goes with '--situation FILE': what holds no person is not private"));
    if (strcmp(args->operands[0], PAGE) == 0 && !is_private)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("a page to be shared takes no situation; '--private' makes one for yourself alone, with personal data"));
    for (const char *const *other = others; *other != NULL; other++)
        if (cli_option_value(args, *other) != NULL)
            return orb_error_set(
                err, ORB_ERR_SYNTAX,
                _("'--%s' means nothing with '--situation': the needs and the place of the person choose"),
                *other);
    return cli_travel_person_check(args, err);
}

/* Everything of one private product. */
struct person {
    const struct cli_context *cli;
    const struct cli_arguments *args;
    struct cli_question question;
    struct orb_export_options options;
    struct orb_selection all; /* to look at any offer */
    struct orb_person_answer answer;
    struct orb_arena arena; /* of the drawing */
};

static enum orb_status answer(struct person *p, struct orb_error *err)
{
    struct orb_person_question question;
    struct orb_buf travel = { 0 };
    enum orb_status status;

    p->question.action =
        strcmp(p->args->operands[0], PAGE) == 0 ? "map_page" : "map_circles";
    status = cli_question_ask_situation(&p->question, p->cli, p->args, err);
    if (status != ORB_OK)
        return status;
    /* What chooses offers was refused: all of them are looked at. */
    p->options = cli_map_options(p->cli, p->args, p->question.person->reference_date);
    status =
        orb_selection_init(&p->all, &p->question.territory.catalogue, &p->options, err);
    if (status != ORB_OK)
        return status;
    question = (struct orb_person_question){ &p->all,
                                             p->question.person,
                                             p->question.matcher,
                                             &p->question.result,
                                             cli_question_reader(&p->question),
                                             NULL };
    cli_question_methods(&travel, &p->question);
    question.travel = travel.data;
    status = orb_buf_check(&travel, err);
    if (status == ORB_OK)
        status = orb_person_answer_make(&p->answer, &question, err);
    orb_buf_release(&travel);
    return status;
}

static enum orb_status write_circles(struct person *p, struct orb_output *out,
                                     struct orb_error *err)
{
    struct orb_circle_map_input input;
    enum orb_status status = orb_person_circles_make(&input, &p->answer, &p->all, err);

    return status == ORB_OK ? cli_circles_draw(out, &input, p->cli, p->args, err) : status;
}

/* The map inside the page, which has its own list. */
static enum orb_status draw_inside(struct person *p, struct orb_buf *out,
                                   struct orb_error *err)
{
    const struct orb_circle_map_options options = { .french = p->cli->french,
                                                    .embedded = true };
    struct orb_circle_map_input input;
    struct orb_circle_map *map = NULL;
    enum orb_status status = orb_person_circles_make(&input, &p->answer, &p->all, err);

    if (status == ORB_OK)
        status = orb_circle_map_make(&map, &p->arena, &input, &options, err);
    return status == ORB_OK ? orb_circle_map_write(out, map, 1, err) : status;
}

static enum orb_status write_page(struct person *p, struct orb_output *out,
                                  struct orb_error *err)
{
    const struct orb_catalogue *catalogue = &p->question.territory.catalogue;
    struct cli_map_store store = { .cli = p->cli, .of = p->question.territory.store };
    const struct orb_map_territory territory = { catalogue, cli_map_replay, &store };
    struct orb_export_options options = p->options;
    struct orb_selection selection = { 0 };
    struct orb_buf circles = { 0 };
    enum orb_status status = orb_person_answer_select(&p->answer, catalogue, &options, err);

    if (status == ORB_OK)
        status = draw_inside(p, &circles, err);
    if (status == ORB_OK)
        status = orb_selection_init(&selection, catalogue, &options, err);
    if (status == ORB_OK) {
        const struct orb_person_page page = { &territory,         &selection,
                                              &p->answer,         circles.data,
                                              options.simplify_m, p->cli->french };

        status = orb_person_page_write(out, &page, err);
    }
    orb_selection_release(&selection);
    orb_buf_release(&circles);
    cli_map_store_close(&store);
    return status;
}

/* The name is the user's choice; that it tells who it is about is easily overlooked. */
static void look_at_name(const struct person *p)
{
    const char *path = cli_option_value(p->args, "output");
    const char *slash = path == NULL ? NULL : strrchr(path, '/');

    if (path != NULL && strstr(slash == NULL ? path : slash, p->answer.id) != NULL)
        cli_note(p->cli, "%s",
                 _("the name of the file tells who it is about; another one would not"));
}

enum orb_status cli_map_person_write(struct orb_output *out, const struct cli_context *cli,
                                     const struct cli_arguments *args,
                                     struct orb_error *err)
{
    struct person p = { .cli = cli, .args = args };
    enum orb_status status = answer(&p, err);

    if (status == ORB_OK)
        look_at_name(&p);
    if (status == ORB_OK)
        status = strcmp(args->operands[0], PAGE) == 0 ? write_page(&p, out, err)
                                                      : write_circles(&p, out, err);
    orb_person_answer_release(&p.answer);
    orb_arena_release(&p.arena);
    orb_selection_release(&p.all);
    cli_question_close(&p.question);
    return status;
}
