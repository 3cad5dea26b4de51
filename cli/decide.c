/* A decision is an import of its own: it has a run, an author and a place in the journal.
 */
#include "cli/decide.h"

#include <string.h>

#include "cli/clock.h"
#include "cli/diagnostics.h"
#include "cli/link.h"
#include "cli/options.h"
#include "engine/base/text.h"
#include "engine/store/store.h"
#include "maps/json_writer.h"

const struct cli_option cli_decide_options[] = {
    { "author", 0, N_("NAME"), N_("who decides; kept with the decision") },
    { "reason", 0, N_("TEXT"), N_("why; kept with the decision") },
    { "undo", 0, NULL, N_("withdraw the decision: the comparison decides again") },
    { 0 },
};

enum { SERVICES_MAX = 20 };

struct deciding {
    const struct cli_context *cli;
    const struct cli_arguments *args;
    struct orb_store *store;
    struct orb_arena arena;
    const char *services[SERVICES_MAX]; /* by operand */
    size_t count;
    struct cli_linker linker;
    struct orb_store_summary summary;
};

/* ---- what the operands name */

struct finding {
    struct orb_arena *arena;
    const char *service;
};

static enum orb_status take(void *context, const struct orb_record *record,
                            struct orb_error *err)
{
    struct finding *f = context;
    const struct orb_offer *offer = record->as.offer;

    (void)err;
    if (record->kind == ORB_RECORD_SERVICE)
        f->service = orb_arena_strdup(f->arena, record->as.service->id);
    else if (f->service == NULL)
        f->service =
            orb_arena_strdup(f->arena, offer->service != NULL ? offer->service : offer->id);
    return ORB_OK;
}

static enum orb_status find_service(struct deciding *d, const char *id,
                                    struct orb_error *err)
{
    static const char *const prefixes[] = { "", "finess:" };
    struct finding f = { &d->arena, NULL };
    const struct orb_sink sink = { &f, take };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && f.service == NULL && i < 2; i++) {
        const struct orb_store_filter filter = {
            .kinds = 1U << ORB_RECORD_SERVICE | 1U << ORB_RECORD_OFFER,
            .id = orb_arena_printf(&d->arena, "%s%s", prefixes[i], id),
            .raw = true
        };

        status = filter.id == NULL ? orb_error_memory(err)
                                   : orb_store_replay(d->store, &filter, &sink, err);
    }
    if (status == ORB_OK && f.service == NULL)
        return orb_error_set(err, ORB_ERR_NOT_FOUND,
                             _("'%s' is neither a service nor an offer of this territory"),
                             id);
    for (size_t i = 0; status == ORB_OK && i < d->count; i++)
        if (strcmp(d->services[i], f.service) == 0)
            return orb_error_set(err, ORB_ERR_SYNTAX,
                                 _("'%s' is named twice: two services are expected"),
                                 f.service);
    if (status == ORB_OK)
        d->services[d->count++] = f.service;
    return status;
}

/* ---- writing */

static enum orb_status put_all(struct deciding *d, const struct orb_sink *sink,
                               enum orb_decision_choice choice, const char *today,
                               struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    struct orb_decision decision = { .choice = choice,
                                     .author = cli_option_value(d->args, "author"),
                                     .decided_on = d->cli->date,
                                     .reason = cli_option_value(d->args, "reason") };

    if (decision.decided_on == ORB_DATE_NONE)
        (void)orb_date_parse(&decision.decided_on, today, 10);
    for (size_t i = 0; i < d->count; i++)
        for (size_t k = i + 1; status == ORB_OK && k < d->count; k++) {
            bool in_order = strcmp(d->services[i], d->services[k]) < 0;

            decision.a = d->services[in_order ? i : k];
            decision.b = d->services[in_order ? k : i];
            status = orb_sink_decision(sink, &decision, err);
        }
    return status;
}

static enum orb_status write(struct deciding *d, enum orb_decision_choice choice,
                             struct orb_error *err)
{
    char now[CLI_CLOCK_LEN];
    const struct orb_store_import import = { .importer =
                                                 choice == ORB_DECISION_SAME       ? "merge"
                                                 : choice == ORB_DECISION_DISTINCT ? "split"
                                                                                   : "undo",
                                             .author = cli_option_value(d->args, "author"),
                                             .imported_at = cli_clock_write(now),
                                             .linker = &d->linker.linker };
    struct orb_sink sink;
    enum orb_status status = cli_link_begin(&d->linker, d->cli, err);

    if (status == ORB_OK)
        status = orb_store_import_begin(d->store, &import, &sink, err);
    if (status != ORB_OK)
        return status;
    status = put_all(d, &sink, choice, now, err);
    if (status == ORB_OK)
        status = orb_store_import_commit(d->store, NULL, &d->summary, err);
    if (status != ORB_OK)
        orb_store_import_rollback(d->store);
    return status;
}

/* ---- saying */

/* The record a service goes by now. */
static const char *stands_for(const struct orb_store_links *links, const char *service)
{
    for (size_t i = 0; i < links->link_count; i++)
        if (links->links[i].kind == ORB_RECORD_SERVICE &&
            strcmp(links->links[i].id, service) == 0)
            return links->links[i].canonical;
    return service;
}

static void tell_text(const struct deciding *d, const struct orb_store_links *links,
                      struct orb_buf *out)
{
    if (d->summary.nothing_changed)
        orb_buf_printf(out, "%s\n", _("This was decided already: nothing changed."));
    for (size_t i = 0; i < d->count; i++) {
        const char *other = stands_for(links, d->services[i]);

        if (strcmp(other, d->services[i]) == 0)
            orb_buf_printf(out, _("%s: stands for itself\n"), d->services[i]);
        else
            orb_buf_printf(out, _("%s: shown as %s\n"), d->services[i], other);
    }
}

static enum orb_status tell_json(const struct deciding *d,
                                 const struct orb_store_links *links, struct orb_buf *out,
                                 struct orb_error *err)
{
    struct orb_json_writer w;

    orb_jw_init_buf(&w, out, 2);
    orb_jw_open_object(&w);
    orb_jw_member_text(&w, "orbite", "decision/1");
    orb_jw_member_bool(&w, "nothing_changed", d->summary.nothing_changed);
    orb_jw_key(&w, "services");
    orb_jw_open_array(&w);
    for (size_t i = 0; i < d->count; i++) {
        orb_jw_open_object(&w);
        orb_jw_member_text(&w, "id", d->services[i]);
        orb_jw_member_text(&w, "canonical", stands_for(links, d->services[i]));
        orb_jw_close(&w);
    }
    orb_jw_close(&w);
    orb_jw_close(&w);
    orb_buf_char(out, '\n');
    return orb_jw_end(&w, err);
}

static enum orb_status tell(struct deciding *d, struct orb_error *err)
{
    struct orb_store_links links;
    struct orb_buf text = { 0 };
    enum orb_status status = orb_store_get_links(d->store, &d->arena, &links, err);

    if (status == ORB_OK && cli_option_value(d->args, "json") != NULL)
        status = tell_json(d, &links, &text, err);
    else if (status == ORB_OK && !d->cli->quiet)
        tell_text(d, &links, &text);
    if (status == ORB_OK && text.len > 0)
        status = cli_print(cli_option_value(d->args, "output"), &text, err);
    orb_buf_release(&text);
    return status;
}

enum orb_status cli_decide(const struct cli_context *cli, const struct cli_arguments *args,
                           enum orb_decision_choice choice, struct orb_error *err)
{
    struct deciding d = { .cli = cli, .args = args };
    enum orb_status status = orb_store_open(&d.store, cli->database, ORB_STORE_WRITE, err);

    if (cli_option_value(args, "undo") != NULL)
        choice = ORB_DECISION_NONE;
    for (size_t i = 0; status == ORB_OK && i < args->operand_count && i < SERVICES_MAX; i++)
        status = find_service(&d, args->operands[i], err);
    if (status == ORB_OK)
        status = write(&d, choice, err);
    if (status == ORB_OK)
        status = tell(&d, err);
    orb_store_close(d.store);
    cli_link_end(&d.linker);
    orb_arena_release(&d.arena);
    return status;
}
