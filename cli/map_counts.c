/* A vault stays open from its first record to the publication that it keeps. */
#include "cli/map_counts.h"

#include "cli/audience.h"
#include "cli/caseload.h"
#include "cli/map_product.h"
#include "cli/people_source.h"
#include "cli/publication.h"
#include "cli/vault_session.h"
#include "engine/base/text.h"
#include "maps/report_caseload.h"
#include "maps/report_write.h"

struct counting {
    const struct cli_arguments *args;
    enum cli_audience audience;
    struct cli_planning planning;
    struct cli_caseload caseload;
    struct cli_caseload_question question;
};

/* ---- the page */

static enum orb_status tell(struct counting *c, struct orb_error *err)
{
    struct orb_report *r = &c->planning.report;
    const struct orb_report_caseload_input input = { &c->planning.territory.catalogue,
                                                     &c->planning.perimeter.communes,
                                                     c->caseload.order, c->caseload.count };

    orb_report_title(r, "%s", _("Persons without solution, by area and need"));
    cli_audience_tell(r, c->audience);
    return orb_report_caseload(r, &input, err);
}

/* What is told of the persons of a vault is kept in it. */
static enum orb_status protect(struct counting *c, struct orb_error *err)
{
    struct orb_report *r = &c->planning.report;
    struct cli_vault_session *session = cli_people_vault(c->caseload.source);
    const struct cli_publication as = { .class_ = cli_option_value(c->args, "class"),
                                        .k = cli_audience_least(c->audience),
                                        .today = cli_vault_today() };
    const struct cli_vault_act act = { .action = c->audience == CLI_AUDIENCE_PUBLIC
                                                     ? "map_public"
                                                     : "map_partner",
                                       .count = c->caseload.count };
    enum orb_status status;

    if (session == NULL) {
        orb_report_note(
            r, "%s",
            _("Nothing is remembered of persons of a file: do not give out two pages on the same ones, nor a page and a report; a vault remembers what it told."));
        return cli_persons_protect(r, as.k, c->args, err);
    }
    status = cli_publication_protect(session->vault, r, &as, err);
    return status == ORB_OK ? cli_vault_session_commit(session, &act, err) : status;
}

static enum orb_status write_page(struct counting *c, struct orb_output *out,
                                  struct orb_error *err)
{
    struct cli_map_store store = { .cli = &c->planning.cli,
                                   .of = c->planning.territory.store };
    const struct orb_map_territory territory = { .replay = cli_map_replay,
                                                 .context = &store };
    enum orb_status status =
        orb_report_write_html(out, &c->planning.report, &territory, err);

    cli_map_store_close(&store);
    return status;
}

enum orb_status cli_map_counts_write(struct orb_output *out, const struct cli_context *cli,
                                     const struct cli_arguments *args,
                                     struct orb_error *err)
{
    struct counting c = { .args = args,
                          .caseload = { .action = "map_counts", .keeps = true } };
    enum orb_status status =
        cli_planning_open_records(&c.planning, cli, args, "caseload/1", err);

    if (status == ORB_OK)
        status = cli_audience_read(&c.audience, args, CLI_AUDIENCE_TEAM, err);
    if (status == ORB_OK)
        status = cli_caseload_question(&c.question, &c.planning, args, err);
    if (status == ORB_OK)
        status = cli_caseload_read(&c.caseload, &c.planning, args, 0, err);
    if (status == ORB_OK)
        status = cli_caseload_sort(&c.caseload, &c.question, err);
    if (status == ORB_OK)
        status = tell(&c, err);
    if (status == ORB_OK)
        status = protect(&c, err);
    if (status == ORB_OK) {
        orb_report_caseload_widen(&c.planning.report);
        status = write_page(&c, out, err);
    }
    cli_caseload_release(&c.caseload);
    cli_planning_close(&c.planning);
    return status;
}
