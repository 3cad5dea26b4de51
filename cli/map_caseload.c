/* Everybody is read and sorted as for 'orbite triage'; then each is answered alone, and
 * only what the page shows of the answer is kept. */
#include "cli/map_caseload.h"

#include <string.h>

#include "cli/audience.h"
#include "cli/caseload.h"
#include "cli/map_counts.h"
#include "cli/map_product.h"
#include "cli/people_source.h"
#include "cli/shown_points.h"
#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "maps/caseload_page.h"

#define PAGE "page"

bool cli_map_has_caseload(const struct cli_arguments *args)
{
    return cli_option_value(args, "caseload") != NULL ||
           (cli_option_value(args, "vault") != NULL &&
            cli_option_value(args, "person") == NULL);
}

/* The arguments as commands of persons have them: files are operands. */
struct people_arguments {
    struct cli_arguments args;
    const char *file;
};

static const struct cli_arguments *people_arguments(struct people_arguments *out,
                                                    const struct cli_arguments *args)
{
    out->args = *args;
    out->file = cli_option_value(args, "caseload");
    out->args.operands = &out->file;
    out->args.operand_count = out->file == NULL ? 0 : 1;
    return &out->args;
}

static enum orb_status check_without(const struct cli_arguments *args,
                                     struct orb_error *err)
{
    static const char *const ours[] = { "class", "jobs", "passphrase-fd", NULL };
    bool has_person = cli_option_value(args, "person") != NULL;
    enum cli_audience audience;
    bool has_requests = cli_option_value(args, "requests") != NULL;

    for (const char *const *name = ours; *name != NULL; name++)
        if (cli_option_value(args, *name) != NULL &&
            !(has_person && strcmp(*name, "passphrase-fd") == 0) &&
            !(has_requests && strcmp(*name, "class") == 0))
            return orb_error_set(err, ORB_ERR_SYNTAX,
                                 _("'--%s' goes with '--caseload' or '--vault'"), *name);
    return cli_audience_read(&audience, args, CLI_AUDIENCE_TEAM, err);
}

enum orb_status cli_map_caseload_check(const struct cli_arguments *args,
                                       struct orb_error *err)
{
    static const char *const others[] = {
        "situation",

        "circle",    "commune", "departement", "closed",   "without",
        "title",     "from",    "simplify",    "requests", "allow-person-coordinates",
        NULL
    };
    struct people_arguments people;
    bool is_private = cli_option_value(args, "private") != NULL;
    const char *class_ = cli_option_value(args, "class");
    enum cli_audience audience;
    enum orb_status status;

    if (!cli_map_has_caseload(args))
        return check_without(args, err);
    if (cli_option_value(args, "reason") != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("'--reason' goes with '--person'"));
    if (strcmp(args->operands[0], PAGE) != 0)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("a caseload makes a page: orbite map page"));
    if (is_private == (class_ != NULL))
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("a caseload makes a page for the team alone, with '--private', or one of counts without any person, with '--class partner' or '--class public'"));
    status = cli_audience_read(&audience, args, CLI_AUDIENCE_TEAM, err);
    if (status != ORB_OK)
        return status;
    if (class_ != NULL && audience == CLI_AUDIENCE_TEAM)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("'--class' takes partner or public here; '--private' is for the team"));
    for (const char *const *other = others; *other != NULL; other++)
        if (cli_option_value(args, *other) != NULL)
            return orb_error_set(
                err, ORB_ERR_SYNTAX,
                _("'--%s' means nothing with a caseload: the needs and the places of the persons choose"),
                *other);
    status = cli_people_check(people_arguments(&people, args), 0, err);
    return status == ORB_OK ? cli_caseload_check(args, err) : status;
}

/* ---- the page of the team */

struct pages {
    struct cli_planning planning;
    struct cli_caseload caseload;
    struct cli_caseload_question question;
    struct orb_export_options options;
    struct orb_selection all;
    struct orb_caseload_answer *answers; /* in the order of work */
    struct orb_strmap sentences;
    struct orb_shown_point *given;  /* in the order they were given */
    struct orb_shown_point *points; /* in the order of work */
};

static struct orb_reader reader_of(struct pages *p)
{
    return (struct orb_reader){ &p->planning.territory.catalogue, &p->planning.vocabulary,
                                p->planning.cli.french };
}

static enum orb_status answer_all(struct pages *p, struct orb_matcher *matcher,
                                  struct orb_error *err)
{
    const struct orb_caseload_question question = { &p->all, matcher, &p->question.options,
                                                    reader_of(p), &p->sentences };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; i < p->caseload.count && status == ORB_OK; i++)
        status = orb_caseload_ask(&p->answers[i], &question,
                                  p->caseload.order[i]->case_->person, err);
    return status;
}

static enum orb_status answer(struct pages *p, const struct cli_arguments *args,
                              struct orb_error *err)
{
    const struct orb_catalogue *catalogue = &p->planning.territory.catalogue;
    struct orb_matcher *matcher = NULL;
    enum orb_status status;

    p->options = cli_map_options(&p->planning.cli, args, p->planning.date);
    status = orb_selection_init(&p->all, catalogue, &p->options, err);
    if (status != ORB_OK)
        return status;
    p->answers = orb_calloc(p->caseload.count + 1, sizeof *p->answers);
    matcher = orb_matcher_new(catalogue, p->planning.profile);
    status = p->answers == NULL || matcher == NULL ? orb_error_memory(err)
                                                   : answer_all(p, matcher, err);
    orb_matcher_free(matcher);
    return status;
}

static struct orb_map_territory territory_of(struct pages *p, struct cli_map_store *store)
{
    *store = (struct cli_map_store){ .cli = &p->planning.cli };
    return (struct orb_map_territory){ &p->planning.territory.catalogue, cli_map_replay,
                                       store };
}

static enum orb_status find_points(struct pages *p, const struct orb_person **people,
                                   struct orb_error *err)
{
    struct cli_map_store store;
    const struct orb_map_territory territory = territory_of(p, &store);
    const struct cli_shown_input input = { &p->planning.territory.catalogue, &territory,
                                           people, p->caseload.count,
                                           cli_people_vault(p->caseload.source) };
    enum orb_status status;

    for (size_t i = 0; i < p->caseload.count; i++)
        people[i] = p->caseload.cases[i]->person;
    status = cli_shown_points(p->given, &input, err);
    cli_map_store_close(&store);
    return status;
}

/* Before anything is asked for them: the quarters of an hour to a few known addresses, or
 * who is within reach of what, would leave a home of a commune nearly alone. */
static enum orb_status place(struct pages *p, struct orb_error *err)
{
    const struct orb_person **people =
        orb_calloc(p->caseload.count + 1, sizeof(struct orb_person *));
    enum orb_status status = ORB_OK;

    p->given = orb_calloc(p->caseload.count + 1, sizeof *p->given);
    p->points = orb_calloc(p->caseload.count + 1, sizeof *p->points);
    if (people == NULL || p->given == NULL || p->points == NULL)
        status = orb_error_memory(err);
    else
        status = find_points(p, people, err);
    if (status == ORB_OK)
        cli_shown_points_move(p->caseload.cases, p->caseload.count, p->given);
    orb_free(people);
    return status;
}

static enum orb_status write_private(struct pages *p, struct orb_output *out,
                                     const struct cli_arguments *args,
                                     struct orb_error *err)
{
    struct cli_map_store store;
    const struct orb_map_territory territory = territory_of(p, &store);
    enum orb_status status = answer(p, args, err);

    for (size_t i = 0; i < p->caseload.count; i++)
        p->points[i] = p->given[p->caseload.order[i] - p->caseload.people];
    if (status == ORB_OK) {
        const struct orb_caseload_page page = { .reader = reader_of(p),
                                                .all = &p->all,
                                                .people = p->caseload.order,
                                                .answers = p->answers,
                                                .count = p->caseload.count,
                                                .rejected = p->caseload.rejected,
                                                .sentences = &p->sentences,
                                                .points = p->points,
                                                .territory = &territory };

        status = orb_caseload_page_write(out, &page, err);
    }
    cli_map_store_close(&store);
    return status;
}

static void close_pages(struct pages *p)
{
    for (size_t i = 0; p->answers != NULL && i < p->caseload.count; i++)
        orb_caseload_answer_release(&p->answers[i]);
    orb_free(p->answers);
    orb_free(p->given);
    orb_free(p->points);
    orb_strmap_release(&p->sentences);
    orb_selection_release(&p->all);
    cli_caseload_release(&p->caseload);
    cli_planning_close(&p->planning);
}

static enum orb_status write_team(struct orb_output *out, const struct cli_context *cli,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    struct people_arguments people;
    struct pages p = { .caseload = { .action = "map_page", .keeps = true } };
    enum orb_status status = cli_planning_open(&p.planning, cli, args, "caseload/1", err);

    if (status == ORB_OK)
        status = cli_caseload_question(&p.question, &p.planning, args, err);
    if (status == ORB_OK)
        status = cli_caseload_read(&p.caseload, &p.planning,
                                   people_arguments(&people, args), 0, err);
    if (status == ORB_OK)
        status = place(&p, err);
    if (status == ORB_OK)
        status = cli_caseload_sort(&p.caseload, &p.question, err);
    if (status == ORB_OK)
        status = write_private(&p, out, args, err);
    close_pages(&p);
    return status;
}

enum orb_status cli_map_caseload_write(struct orb_output *out,
                                       const struct cli_context *cli,
                                       const struct cli_arguments *args,
                                       struct orb_error *err)
{
    struct people_arguments people;

    return cli_option_value(args, "private") != NULL
               ? write_team(out, cli, args, err)
               : cli_map_counts_write(out, cli, people_arguments(&people, args), err);
}
