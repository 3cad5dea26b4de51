/* A circle without its evidence would be an opinion: both come out together. */
#include "cli/circle.h"

#include "engine/base/text.h"
#include "engine/catalogue/catalogue.h"
#include "engine/match/match.h"
#include "engine/model/relation.h"
#include "maps/reason_words.h"

static void relation_evidence(struct cli_sheet *sheet, const struct orb_catalogue *c,
                              uint32_t at)
{
    const struct orb_cat_relation *r;
    const char *evidence;

    if (at == ORB_CAT_NONE)
        return;
    r = &c->relations[at];
    evidence = orb_cat_known(c, r->evidence);
    cli_sheet_text(sheet, "evidence", _("evidence"), evidence);
    cli_sheet_date(sheet, "from", _("from"), r->from);
    cli_sheet_unknown_word(sheet, _("open"));
    cli_sheet_date(sheet, "to", _("to"), r->to);
    cli_sheet_unknown_word(sheet, _("open"));
}

static void alert(struct cli_sheet *sheet, uint32_t alerts, enum orb_alert which,
                  const char *words)
{
    if ((alerts & (1U << which)) != 0)
        cli_sheet_item(sheet, orb_alert_names[which], words);
}

void cli_sheet_circle(struct cli_sheet *sheet, const struct orb_circles *circles,
                      uint32_t offer)
{
    static const struct orb_provenance computed = { .basis = ORB_BASIS_COMPUTED,
                                                    .observed_on = ORB_DATE_NONE };
    const struct orb_catalogue *c = circles->catalogue;
    struct orb_circle_fact fact = orb_circles_get(circles, offer);

    cli_sheet_section(sheet, "circle", _("Circle"), orb_cat_string(c, c->offers[offer].id),
                      &computed);
    cli_sheet_field(sheet, "circle", _("circle"));
    cli_sheet_code(sheet, "cercles", orb_circle_names[fact.circle]);
    cli_sheet_field(sheet, "basis", _("because"));
    cli_sheet_item(sheet, orb_circle_basis_names[fact.basis],
                   orb_circle_basis_words((enum orb_circle_basis)fact.basis));
    relation_evidence(sheet, c, fact.relation);
    cli_sheet_date(sheet, "reference_date", _("at the date of"), circles->date);
    if (fact.alerts != 0) {
        cli_sheet_field(sheet, "alerts", _("to know"));
        alert(sheet, fact.alerts, ORB_ALERT_CONVENTION_EXPIRED,
              _("the convention has expired"));
        alert(sheet, fact.alerts, ORB_ALERT_CONVENTION_NOT_STARTED,
              _("the convention has not started"));
        alert(sheet, fact.alerts, ORB_ALERT_CIRCLE_UNCERTAIN,
              _("droit commun or not: nobody said"));
    }
}
