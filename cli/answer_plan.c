/* The smallest plan: each offer with whom to call; alternatives are listed, not added. */
#include "cli/answer_offer.h"
#include "cli/table.h"
#include "engine/base/text.h"
#include "maps/reason_words.h"

static void write_offer(struct orb_buf *out, const struct cli_question *q,
                        const struct orb_plan_offer *o)
{
    struct orb_buf text = { 0 };

    orb_buf_text(&text, "• ");
    cli_answer_name(&text, q, o->offer);
    cli_answer_line(out, q, 1, text.data == NULL ? "" : text.data);
    orb_buf_clear(&text);
    for (uint32_t i = 0, n = 0; i < q->person->need_count; i++)
        if ((o->covers >> i & 1) != 0) {
            orb_buf_text(&text, n++ == 0 ? "" : "; ");
            cli_answer_need(&text, q, i);
        }
    if (text.len > 0)
        cli_answer_printf(out, q, 3, _("for: %s"), text.data);
    orb_buf_clear(&text);
    for (uint32_t i = 0; i < o->surplus_count; i++) {
        const char *code = orb_cat_code_name(&q->territory.catalogue, o->surplus[i]);

        orb_buf_printf(&text, "%s%s %s", i == 0 ? "" : "; ", code,
                       cli_code_words(q, "serafin_prestations_directes", code));
    }
    if (text.len > 0)
        cli_answer_printf(out, q, 3, _("also gives, not asked for: %s"), text.data);
    orb_buf_release(&text);
    cli_answer_contact(out, q, o->offer, 3);
}

static void write_covered(struct orb_buf *out, const struct cli_question *q,
                          const struct orb_plan_need *n)
{
    const char *code = q->person->needs[n->need].code;
    struct orb_buf text = { 0 };

    for (uint32_t i = 0; i < n->other_count; i++) {
        orb_buf_text(&text, i == 0 ? "" : "; ");
        cli_answer_name(&text, q, n->others[i]);
    }
    if (text.len > 0)
        cli_answer_printf(out, q, 1, _("Otherwise for %s: %s"), code, text.data);
    if (n->class_ != ORB_ELIGIBLE)
        cli_answer_printf(out, q, 1, _("To verify first for %s."), code);
    orb_buf_release(&text);
}

static void write_missing(struct orb_buf *out, const struct cli_question *q)
{
    const struct orb_plan *p = &q->result.plan;
    struct orb_buf need = { 0 };

    for (uint32_t i = 0; i < p->need_count; i++) {
        if (p->needs[i].covered)
            continue;
        orb_buf_clear(&need);
        cli_answer_need(&need, q, p->needs[i].need);
        cli_answer_printf(out, q, 1, _("Not covered: %s"), need.data);
    }
    for (uint32_t i = 0; i < p->ignored_count; i++)
        cli_answer_printf(out, q, 1, _("Left out of the plan, too many needs: %s"),
                          q->person->needs[p->ignored[i]].code);
    orb_buf_release(&need);
}

void cli_answer_bundle(struct orb_buf *out, const struct cli_question *q)
{
    const struct orb_plan *p = &q->result.plan;
    struct orb_buf minutes = { 0 };

    cli_answer_title(out, _("Just what is needed"));
    if (p->offer_count == 0)
        cli_answer_printf(out, q, 0, "%s", _("No offer can be part of a plan today."));
    for (uint32_t i = 0; i < p->offer_count; i++)
        write_offer(out, q, &p->offers[i]);
    for (uint32_t i = 0; i < p->need_count; i++)
        if (p->needs[i].covered)
            write_covered(out, q, &p->needs[i]);
    write_missing(out, q);
    if (p->offer_count > 0) {
        cli_number(&minutes, p->minutes, 0, q->cli->french);
        cli_answer_printf(
            out, q, 0,
            q->travel_use.told > 0
                ? _("%s minutes of travel in all, one way each (unknown ones count as an hour).")
                : _("%s minutes of travel in all, one way each (estimates; unknown ones count as an hour)."),
            minutes.data);
    }
    orb_buf_release(&minutes);
}
