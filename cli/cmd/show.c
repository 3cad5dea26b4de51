/* The sheet of one offer, service, organization, place or commune, and where each value
 * comes from. */
#include <string.h>

#include "cli/circle.h"
#include "cli/commands.h"
#include "cli/diagnostics.h"
#include "cli/options.h"
#include "cli/profile.h"
#include "cli/sheet.h"
#include "cli/sheet_records.h"
#include "cli/territory.h"
#include "cli/words.h"
#include "engine/base/text.h"
#include "engine/catalogue/catalogue.h"
#include "engine/store/store.h"

#define KIND(k) (1U << ORB_RECORD_##k)

/* What was found of the record asked for, to ask the rest. Texts live in the sheet. */
struct found {
    struct cli_sheet *sheet;
    bool any;
    bool is_service;
    const char *offer;
    const char *service;
    const char *organization;
    const char *site;
    const char *commune; /* code of the site's */
    const char *commune_name;
    const char *journal; /* id the journal knows it by */
    size_t offers;
};

static const char *hold(struct found *f, const char *text)
{
    return text == NULL ? NULL : cli_sheet_hold(f->sheet, "%s", text);
}

static void take_offer(struct found *f, const struct orb_offer *o)
{
    f->offers++;
    if (f->offer == NULL)
        f->offer = hold(f, o->id);
    if (f->journal == NULL)
        f->journal = f->offer;
    if (f->service == NULL)
        f->service = hold(f, o->service);
    if (o->site != NULL && f->site == NULL)
        f->site = hold(f, o->site);
    if (o->organization != NULL && f->organization == NULL)
        f->organization = hold(f, o->organization);
    cli_sheet_offer(f->sheet, o);
}

static void take_service(struct found *f, const struct orb_service *s)
{
    f->is_service = true;
    f->service = hold(f, s->id);
    f->journal = f->service;
    if (f->site == NULL)
        f->site = hold(f, s->site);
    if (f->organization == NULL)
        f->organization = hold(f, s->organization);
    cli_sheet_service(f->sheet, s);
}

/* The place of an offer that carries it has the identifier asked for too: once is enough.
 */
static void show_site(struct found *f, const struct orb_site *site)
{
    for (size_t i = 0; i < f->sheet->section_count; i++)
        if (strcmp(f->sheet->sections[i].key, "site") == 0 &&
            strcmp(f->sheet->sections[i].id, site->id) == 0)
            return;
    cli_sheet_site(f->sheet, site, f->commune_name);
}

static enum orb_status take(void *context, const struct orb_record *record,
                            struct orb_error *err)
{
    struct found *f = context;

    (void)err;
    f->any = f->any || record->kind != ORB_RECORD_SOURCE;
    switch (record->kind) {
    case ORB_RECORD_SOURCE:
        cli_sheet_source(f->sheet, record->as.source);
        break;
    case ORB_RECORD_OFFER:
        take_offer(f, record->as.offer);
        break;
    case ORB_RECORD_SERVICE:
        take_service(f, record->as.service);
        break;
    case ORB_RECORD_ORGANIZATION:
        f->organization = hold(f, record->as.organization->id);
        if (f->journal == NULL)
            f->journal = f->organization;
        cli_sheet_organization(f->sheet, record->as.organization);
        break;
    case ORB_RECORD_SITE:
        if (f->journal == NULL)
            f->journal = hold(f, record->as.site->id);
        show_site(f, record->as.site);
        break;
    case ORB_RECORD_TERRITORY:
        f->journal = cli_sheet_hold(f->sheet, "%s:%s",
                                    orb_territory_kind_name(record->as.territory->kind),
                                    record->as.territory->code);
        cli_sheet_territory(f->sheet, record->as.territory);
        break;
    case ORB_RECORD_RELATION:
        cli_sheet_relation(f->sheet, record->as.relation);
        break;
    case ORB_RECORD_ASSERTION:
    case ORB_RECORD_DECISION:
    case ORB_RECORD_OPERATOR:
    case ORB_RECORD_KINDS:
        break;
    }
    return ORB_OK;
}

static enum orb_status ask(struct orb_store *store, struct found *f,
                           const struct orb_store_filter *filter, struct orb_error *err)
{
    const struct orb_sink sink = { f, take };

    return orb_store_replay(store, filter, &sink, err);
}

/* The record itself; a bare FINESS number stands for an establishment, else for a legal
 * person. */
static enum orb_status find(struct orb_store *store, struct found *f, const char *id,
                            struct orb_error *err)
{
    static const char *const prefixes[] = { "", "finess:", "finess-ej:" };
    enum orb_status status = ORB_OK;

    for (size_t i = 0;
         i < sizeof prefixes / sizeof prefixes[0] && status == ORB_OK && !f->any; i++) {
        const struct orb_store_filter service = {
            .kinds = KIND(SERVICE), .id = cli_sheet_hold(f->sheet, "%s%s", prefixes[i], id)
        };
        const struct orb_store_filter rest = { .kinds = KIND(OFFER) | KIND(ORGANIZATION) |
                                                        KIND(SITE) | KIND(TERRITORY),
                                               .id = service.id };

        if (i > 0 && strchr(id, ':') != NULL)
            break;
        status = ask(store, f, &service, err);
        if (status == ORB_OK && !f->any)
            status = ask(store, f, &rest, err);
    }
    if (status == ORB_OK && !f->any)
        return orb_error_set(
            err, ORB_ERR_NOT_FOUND,
            _("'%s' is neither an offer, a service, an organization, a place nor a commune of this territory"),
            id);
    return status;
}

static enum orb_status take_commune(void *context, const struct orb_record *record,
                                    struct orb_error *err)
{
    struct found *f = context;

    (void)err;
    if (record->kind == ORB_RECORD_SITE)
        f->commune = hold(f, record->as.site->commune);
    else if (record->kind == ORB_RECORD_TERRITORY && f->commune_name == NULL)
        f->commune_name = hold(f, record->as.territory->name);
    return ORB_OK;
}

/* The place, with the name of its commune. */
static enum orb_status ask_site(struct orb_store *store, struct found *f,
                                struct orb_error *err)
{
    const struct orb_store_filter site = { .kinds = KIND(SITE), .id = f->site };
    const struct orb_sink sink = { f, take_commune };
    enum orb_status status = orb_store_replay(store, &site, &sink, err);

    if (status == ORB_OK && f->commune != NULL) {
        const struct orb_store_filter commune = { .kinds = KIND(TERRITORY),
                                                  .id = f->commune };

        status = orb_store_replay(store, &commune, &sink, err);
    }
    return status == ORB_OK ? ask(store, f, &site, err) : status;
}

/* Around an offer: its service, their organization and place, their relations. Around a
 * service: its offers too. */
static enum orb_status surround(struct orb_store *store, struct found *f,
                                struct orb_error *err)
{
    const char *one = f->offers > 0 ? f->offer : NULL;
    const char *service = f->service;
    const bool from_organization = !f->is_service && one == NULL;
    enum orb_status status = ORB_OK;

    if (from_organization)
        return ORB_OK;
    if (!f->is_service && service != NULL) {
        const struct orb_store_filter filter = { .kinds = KIND(SERVICE), .id = service };

        status = ask(store, f, &filter, err);
    }
    if (status == ORB_OK && f->site != NULL)
        status = ask_site(store, f, err);
    if (status == ORB_OK && f->organization != NULL) {
        const struct orb_store_filter filter = { .kinds = KIND(ORGANIZATION),
                                                 .id = f->organization };

        status = ask(store, f, &filter, err);
    }
    if (status == ORB_OK && service != NULL) {
        const struct orb_store_filter filter = {
            .kinds = KIND(RELATION) | (one == NULL ? KIND(OFFER) : 0), .of_service = service
        };

        status = ask(store, f, &filter, err);
    }
    return status;
}

/* Sections in the order a coordinator reads, whatever the order they were found in. */
static int rank(const char *key)
{
    static const char *const order[] = { "territory", "service", "site",     "organization",
                                         "circle",    "offer",   "relation", "journal" };
    int i = 0;

    while (i < (int)(sizeof order / sizeof order[0]) && strcmp(order[i], key) != 0)
        i++;
    return i;
}

static void sort_sections(struct cli_sheet *sheet)
{
    for (size_t i = 1; i < sheet->section_count; i++) {
        struct cli_section moving = sheet->sections[i];
        size_t at = i;

        for (; at > 0 && rank(sheet->sections[at - 1].key) > rank(moving.key); at--)
            sheet->sections[at] = sheet->sections[at - 1];
        sheet->sections[at] = moving;
    }
}

static enum orb_status journal_line(void *context, const struct orb_store_change *c,
                                    struct orb_error *err)
{
    struct cli_sheet *sheet = context;
    char date[ORB_DATE_LEN];

    (void)err;
    if (sheet->section_count == 0 ||
        strcmp(sheet->sections[sheet->section_count - 1].key, "journal") != 0) {
        cli_sheet_section(sheet, "journal", _("Journal"), NULL, NULL);
        cli_sheet_field(sheet, "changes", _("changes"));
    }
    cli_sheet_item(
        sheet,
        cli_sheet_hold(sheet, "%s %s %s%s%s", orb_date_write(date, c->observed_on),
                       cli_kind_name(c->kind), c->change, c->field == NULL ? "" : " ",
                       c->field == NULL ? "" : c->field),
        cli_sheet_hold(sheet, _("%s: %s, %s%s%s (import %s of %.10s)"),
                       cli_sheet_date_text(sheet, c->observed_on), cli_kind_words(c->kind),
                       cli_change_words(c->change), c->field == NULL ? "" : ": ",
                       c->field == NULL ? "" : c->field, c->importer, c->imported_at));
    return ORB_OK;
}

/* The circle is that of the offer shown, or of the first offer of the service. */
static enum orb_status add_circle(struct cli_sheet *sheet, const struct found *f,
                                  struct orb_error *err)
{
    struct cli_territory territory = { 0 };
    struct orb_profile *profile = NULL;
    struct orb_circles circles = { 0 };
    uint32_t offer;
    enum orb_status status;

    if (f->offer == NULL)
        return ORB_OK;
    status = cli_profile_open(&profile, sheet->cli, err);
    if (status == ORB_OK)
        status = cli_territory_open(&territory, sheet->cli, NULL, err);
    if (status == ORB_OK)
        status = orb_circles_init(&circles, &territory.catalogue, profile, err);
    if (status == ORB_OK) {
        orb_circles_ask(&circles, sheet->cli->operator_id,
                        cli_territory_date(&territory, sheet->cli));
        offer = orb_cat_offer_find(&territory.catalogue, f->offer);
        if (offer != ORB_CAT_NONE)
            cli_sheet_circle(sheet, &circles, offer);
    }
    orb_circles_release(&circles);
    cli_territory_close(&territory);
    orb_profile_free(profile);
    return status;
}

static enum orb_status fill(struct cli_sheet *sheet, const char *id, struct orb_error *err)
{
    const struct orb_store_visitor visitor = { sheet, journal_line };
    static const struct orb_store_filter sources = { .kinds = KIND(SOURCE) };
    struct found f = { .sheet = sheet };
    struct orb_store *store = NULL;
    enum orb_status status =
        orb_store_open(&store, sheet->cli->database, ORB_STORE_READ, err);

    if (status == ORB_OK)
        status = orb_store_restricted(store, &sheet->restricted, err);
    if (status == ORB_OK)
        status = find(store, &f, id, err);
    if (status == ORB_OK)
        status = surround(store, &f, err);
    if (status == ORB_OK)
        status = ask(store, &f, &sources, err);
    if (status == ORB_OK)
        status = add_circle(sheet, &f, err);
    if (status == ORB_OK)
        status = orb_store_changes(store, ORB_DATE_NONE, f.journal, &visitor, err);
    orb_store_close(store);
    sort_sections(sheet);
    return status;
}

static enum orb_status show_parse(const struct cli_context *cli,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    (void)cli;
    return cli_operands_check(args, 1, 1, _("an identifier: orbite show ID"), err);
}

static enum orb_status show_run(const struct cli_context *cli,
                                const struct cli_arguments *args, struct orb_error *err)
{
    struct cli_sheet sheet = { .cli = cli };
    struct orb_buf text = { 0 };
    enum orb_status status = fill(&sheet, args->operands[0], err);

    if (status == ORB_OK && cli_option_value(args, "json") != NULL)
        status = cli_sheet_json(&text, &sheet, "show/1", err);
    else if (status == ORB_OK)
        cli_sheet_write(&text, &sheet);
    if (status == ORB_OK)
        status = cli_print(cli_option_value(args, "output"), &text, err);
    orb_buf_release(&text);
    cli_sheet_release(&sheet);
    return status;
}

const struct cli_command cli_show = {
    .name = "show",
    .group = CLI_GROUP_FIND,
    .summary =
        N_("print the sheet of an offer, a service, an organization, a place or a commune"),
    .usage = "ID",
    .common = CLI_OPT_DATABASE | CLI_OPT_OPERATOR | CLI_OPT_DATE | CLI_OPT_PROFILE |
              CLI_OPT_OUTPUT | CLI_OPT_JSON,
    .description = N_(
        "Whom to call and how, what the door asks for (age, public, orientation, zone, waiting), the circle with its evidence, where each value comes from and what changed. ID is an identifier as the other commands print it, or a bare FINESS number. What nobody said is unknown or absent; what was deduced and not declared says so."),
    .parse = show_parse,
    .run = show_run,
};
