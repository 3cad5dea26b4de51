/* Lists what the territory holds. */
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/diagnostics.h"
#include "cli/list_changes.h"
#include "cli/list_offers.h"
#include "cli/listing.h"
#include "cli/options.h"
#include "cli/words.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/store/store.h"

#define KIND(k) (1U << ORB_RECORD_##k)

static const struct cli_option list_options[] = {
    { "commune", 0, N_("COMMUNE"), N_("only what is in this commune (code or name)") },
    { "need", 0, N_("CODE"), N_("only offers that answer this SERAFIN-PH need") },
    { "category", 0, N_("CODE"), N_("only this category") },
    { "circle", 0, N_("CIRCLE"), N_("only this circle (C0, C1a, C1b, C2, C3)") },
    { "changes", 0, N_("DATE"),
      N_("what opened, closed, moved and changed in sources of this date and later") },
    { "closed", 0, NULL, N_("also what is closed") },
    { "duplicates", 0, NULL, N_("also the offers that are the same as another one") },
    { "limit", 0, N_("N"), N_("at most N rows") },
    { 0 },
};

struct subject {
    const char *name;
    unsigned kinds;      /* replayed; 0 = another way */
    const char *options; /* the options that mean something here, between blanks */
    enum orb_status (*run)(struct cli_listing *listing, const struct cli_arguments *args,
                           struct orb_error *err);
};

/* ---- what the store replays */

static enum orb_status take_service(void *context, const struct orb_record *r,
                                    struct orb_error *err)
{
    const struct orb_service *s = r->as.service;
    char opened[ORB_DATE_LEN];
    char closed[ORB_DATE_LEN];

    (void)err;
    if (r->kind == ORB_RECORD_SERVICE) {
        const char *cells[] = { s->id, s->name, s->category, s->organization, NULL, NULL };

        cells[4] =
            s->opened_on == ORB_DATE_NONE ? NULL : orb_date_write(opened, s->opened_on);
        cells[5] =
            s->closed_on == ORB_DATE_NONE ? NULL : orb_date_write(closed, s->closed_on);
        cli_listing_row(context, cells);
    }
    return ORB_OK;
}

static enum orb_status take_organization(void *context, const struct orb_record *r,
                                         struct orb_error *err)
{
    const struct orb_organization *o = r->as.organization;

    (void)err;
    if (r->kind == ORB_RECORD_ORGANIZATION) {
        const char *cells[] = { o->id, o->name, o->kind, o->parent };

        cli_listing_row(context, cells);
    }
    return ORB_OK;
}

static enum orb_status take_commune(void *context, const struct orb_record *r,
                                    struct orb_error *err)
{
    const struct orb_territory *t = r->as.territory;
    char population[32];
    char density[32];
    char income[ORB_NUMBER_LEN];

    (void)err;
    if (r->kind == ORB_RECORD_TERRITORY && t->kind == ORB_TERRITORY_COMMUNE) {
        const char *cells[] = { t->code, t->name,      NULL,        t->departement,
                                t->epci, t->life_area, t->canton,   NULL,
                                NULL,    t->ages,      t->postcodes };

        (void)snprintf(population, sizeof population, "%" PRId64, t->population);
        cells[2] = t->population < 0 ? NULL : population;
        (void)snprintf(density, sizeof density, "%d", t->density);
        cells[7] = t->density == 0 ? NULL : density;
        if (!isnan(t->income)) {
            (void)orb_number_write_fixed(income, t->income, 0);
            cells[8] = income;
        }
        cli_listing_row(context, cells);
    }
    return ORB_OK;
}

static enum orb_status take_source(void *context, const struct orb_record *r,
                                   struct orb_error *err)
{
    const struct orb_source *s = r->as.source;
    char date[ORB_DATE_LEN];

    (void)err;
    if (r->kind == ORB_RECORD_SOURCE) {
        const char *cells[] = { s->id,      s->name,        s->edition, NULL,
                                s->licence, s->attribution, s->url };

        cells[3] =
            s->observed_on == ORB_DATE_NONE ? NULL : orb_date_write(date, s->observed_on);
        cli_listing_row(context, cells);
    }
    return ORB_OK;
}

static enum orb_status
replay(struct cli_listing *l, const struct cli_arguments *args, unsigned kind,
       enum orb_status (*take)(void *, const struct orb_record *, struct orb_error *),
       struct orb_error *err)
{
    const struct orb_store_filter filter = {
        .kinds = kind,
        .commune = cli_option_value(args, "commune"),
        .current_only = (kind & (KIND(SERVICE) | KIND(ORGANIZATION))) != 0 &&
                        cli_option_value(args, "closed") == NULL,
    };
    const struct orb_sink sink = { l, take };
    struct orb_store *store = NULL;
    enum orb_status status = orb_store_open(&store, l->cli->database, ORB_STORE_READ, err);

    if (status == ORB_OK)
        status = orb_store_replay(store, &filter, &sink, err);
    orb_store_close(store);
    return status;
}

static enum orb_status list_services(struct cli_listing *l,
                                     const struct cli_arguments *args,
                                     struct orb_error *err)
{
    static const struct cli_listing_column columns[] = {
        { "id", N_("identifier"), CLI_LISTED_BOTH, false },
        { "name", N_("name"), CLI_LISTED_BOTH, true },
        { "category", N_("category"), CLI_LISTED_BOTH, false },
        { "organization", N_("organization"), CLI_LISTED_BOTH, false },
        { "opened_on", N_("opened"), CLI_LISTED_BOTH, false },
        { "closed_on", N_("closed"), CLI_LISTED_BOTH, false },
    };

    cli_listing_columns(l, columns, sizeof columns / sizeof columns[0]);
    return replay(l, args, KIND(SERVICE), take_service, err);
}

static enum orb_status list_organizations(struct cli_listing *l,
                                          const struct cli_arguments *args,
                                          struct orb_error *err)
{
    static const struct cli_listing_column columns[] = {
        { "id", N_("identifier"), CLI_LISTED_BOTH, false },
        { "name", N_("name"), CLI_LISTED_BOTH, true },
        { "kind", N_("kind"), CLI_LISTED_BOTH, false },
        { "parent", N_("belongs to"), CLI_LISTED_BOTH, false },
    };

    cli_listing_columns(l, columns, sizeof columns / sizeof columns[0]);
    return replay(l, args, KIND(ORGANIZATION), take_organization, err);
}

static enum orb_status list_communes(struct cli_listing *l,
                                     const struct cli_arguments *args,
                                     struct orb_error *err)
{
    static const struct cli_listing_column columns[] = {
        { "code", N_("code"), CLI_LISTED_BOTH, false },
        { "name", N_("name"), CLI_LISTED_BOTH, true },
        { "population", N_("population"), CLI_LISTED_NUMBER, false },
        { "departement", N_("département"), CLI_LISTED_BOTH, false },
        { "epci", "EPCI", CLI_LISTED_BOTH, false },
        { "life_area", N_("bassin de vie"), CLI_LISTED_BOTH, false },
        { "canton", N_("canton"), CLI_LISTED_BOTH, false },
        { "density", N_("density"), CLI_LISTED_NUMBER, false },
        { "income", N_("income"), CLI_LISTED_NUMBER, false },
        { "ages", "", CLI_LISTED_JSON, false },
        { "postcodes", N_("postcodes"), CLI_LISTED_BOTH, true },
    };

    cli_listing_columns(l, columns, sizeof columns / sizeof columns[0]);
    return replay(l, args, KIND(TERRITORY), take_commune, err);
}

static enum orb_status list_sources(struct cli_listing *l, const struct cli_arguments *args,
                                    struct orb_error *err)
{
    static const struct cli_listing_column columns[] = {
        { "id", N_("identifier"), CLI_LISTED_BOTH, false },
        { "name", N_("name"), CLI_LISTED_BOTH, true },
        { "edition", N_("edition"), CLI_LISTED_BOTH, false },
        { "observed_on", N_("date"), CLI_LISTED_BOTH, false },
        { "licence", N_("licence"), CLI_LISTED_BOTH, true },
        { "attribution", N_("attribution"), CLI_LISTED_BOTH, true },
        { "url", N_("address"), CLI_LISTED_JSON, false },
    };

    cli_listing_columns(l, columns, sizeof columns / sizeof columns[0]);
    return replay(l, args, KIND(SOURCE), take_source, err);
}

/* ---- the command */

static const struct subject subjects[] = {
    { "offers", 0, " commune need category circle closed duplicates limit ",
      cli_list_offers },
    { "services", KIND(SERVICE), " commune closed limit ", list_services },
    { "organizations", KIND(ORGANIZATION), " closed limit ", list_organizations },
    { "communes", KIND(TERRITORY), " limit ", list_communes },
    { "sources", KIND(SOURCE), " limit ", list_sources },
};

/* What goes with --changes, which names no subject. */
static const struct subject journal = { "--changes", 0, " changes limit ", NULL };

static const struct subject *find_subject(const struct cli_arguments *args)
{
    const char *name = args->operand_count == 0 ? "offers" : args->operands[0];

    for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++)
        if (strcmp(subjects[i].name, name) == 0)
            return &subjects[i];
    return NULL;
}

static enum orb_status unknown_subject(const char *name, struct orb_error *err)
{
    const char *near = NULL;
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++)
        near = cli_nearest(name, subjects[i].name, near, &best);
    if (near != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("nothing to list called '%s'; did you mean '%s'?"), name,
                             near);
    return orb_error_set(
        err, ORB_ERR_SYNTAX,
        _("nothing to list called '%s'; there are offers, services, organizations, communes and sources"),
        name);
}

/* An option that means nothing for the subject would be silently ignored: refuse it. */
static enum orb_status check_options(const struct subject *subject,
                                     const struct cli_arguments *args,
                                     struct orb_error *err)
{
    char word[40];

    for (const struct cli_option *o = list_options; o->name != NULL; o++) {
        (void)snprintf(word, sizeof word, " %s ", o->name);
        if (cli_option_value(args, o->name) != NULL &&
            strstr(subject->options, word) == NULL)
            return orb_error_set(err, ORB_ERR_SYNTAX,
                                 _("option '--%s' means nothing for '%s'"), o->name,
                                 subject->name);
    }
    return ORB_OK;
}

static enum orb_status list_parse(const struct cli_context *cli,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    const char *since = cli_option_value(args, "changes");
    const char *limit = cli_option_value(args, "limit");
    const struct subject *subject = since == NULL ? find_subject(args) : &journal;
    int64_t number;
    orb_date date;
    enum orb_status status = cli_operands_check(args, 0, 1, "", err);

    (void)cli;
    if (status != ORB_OK)
        return status;
    if (since != NULL && args->operand_count > 0)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--changes' tells of all at once: take '%s' away"),
                             args->operands[0]);
    if (subject == NULL)
        return unknown_subject(args->operands[0], err);
    if (since != NULL && !cli_day_parse(&date, since))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'%s' is not a date; write it YYYY-MM-DD or DD/MM/YYYY"),
                             since);
    if (limit != NULL && !orb_integer_parse(&number, limit, strlen(limit), 1, INT32_MAX))
        return orb_error_set(err, ORB_ERR_SYNTAX, _("'%s' is not a number of rows"), limit);
    return check_options(subject, args, err);
}

static enum orb_status list_run(const struct cli_context *cli,
                                const struct cli_arguments *args, struct orb_error *err)
{
    const struct subject *subject = find_subject(args);
    const char *limit = cli_option_value(args, "limit");
    const char *since = cli_option_value(args, "changes");
    struct cli_listing listing;
    int64_t number = 0;
    orb_date date = ORB_DATE_NONE;
    enum orb_status status;

    if (limit != NULL)
        (void)orb_integer_parse(&number, limit, strlen(limit), 1, INT32_MAX);
    if (since != NULL) {
        (void)cli_day_parse(&date, since);
        return cli_list_changes(cli, args, date, (unsigned long long)number, err);
    }
    cli_listing_begin(&listing, cli, cli_option_value(args, "json") != NULL, subject->name);
    listing.limit = (unsigned long long)number;
    status = subject->run(&listing, args, err);
    if (status == ORB_OK)
        status = cli_listing_print(&listing, cli_option_value(args, "output"), err);
    cli_listing_release(&listing);
    return status;
}

const struct cli_command cli_list = {
    .name = "list",
    .group = CLI_GROUP_FIND,
    .summary = N_(
        "list the offers, services, organizations, communes or sources of the territory, or what changed"),
    .usage = "[offers|services|organizations|communes|sources]",
    .options = list_options,
    .common = CLI_OPT_DATABASE | CLI_OPT_OPERATOR | CLI_OPT_DATE | CLI_OPT_PROFILE |
              CLI_OPT_OUTPUT | CLI_OPT_JSON,
    .description = N_(
        "Rows come by identifier. Offers are listed with their circle at the date; those closed then are left out unless --closed. 'orbite list sources' says where the data come from, under which licence. '--changes DATE' tells what opened, closed, moved and changed since then, by the journal of the imports."),
    .parse = list_parse,
    .run = list_run,
};
